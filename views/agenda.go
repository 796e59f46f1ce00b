package views

import (
	"strings"

	"github.com/a-h/templ"

	"partant/internal/event"
)

// Agenda is a calendar that calendars of people can follow. The zero Agenda is none.
type Agenda struct {
	URL string // absolute
}

// webcal is the address as it opens the calendar of a phone or a computer.
func webcal(a Agenda) templ.SafeURL {
	for _, scheme := range []string{"https://", "http://"} {
		if rest, ok := strings.CutPrefix(a.URL, scheme); ok {
			return templ.SafeURL("webcal://" + rest)
		}
	}
	return nowhere
}

// AgendaName is what a calendar of events is called where it is followed.
func AgendaName(p EventsPage) string { return p.heading() }

// AgendaBy says in a calendar who announces an event: no mark stands there beside the name of an example.
func AgendaBy(by Byline) string {
	name := by.said()
	if by.Example {
		name += " (exemple)"
	}
	return "Annoncé par " + name + "."
}

// followed says what a calendar of the list brings.
func (p EventsPage) followed() string {
	said := "Tout ce qui s'annonce"
	if p.Ask.Tag != "" {
		said += " sur " + quoted(p.Ask.Tag)
	}
	if p.Town != "" {
		said += " à " + p.Town
	}
	if p.By != "" {
		said += " par " + p.By
	}
	return said
}

// AgendaMine says in somebody's calendar what they have to do with an event.
func AgendaMine(a EventAnswer, organise bool) string {
	switch {
	case organise && a.Seat == "" && a.Says == "":
		return "Vous l'organisez."
	case a.Seat == event.Placed && a.With > 0:
		return a.heading() + ", avec " + Plural(a.With, "personne", "personnes") + "."
	}
	return a.heading() + "."
}

// OwnAgendaPage is /compte/agenda.
type OwnAgendaPage struct {
	Chrome Chrome
	Agenda Agenda // the zero Agenda: it has no address
}

// What its buttons send as FieldDo.
const (
	DoRenew = "adresse"
	DoClose = "fermer"
)
