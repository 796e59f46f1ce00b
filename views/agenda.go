package views

import (
	"strings"

	"github.com/a-h/templ"
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
	return said
}
