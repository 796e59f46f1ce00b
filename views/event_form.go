package views

import (
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/viewer"

	"github.com/a-h/templ"
)

// EventFormPage is the form of an event.
type EventFormPage struct {
	Chrome   Chrome
	Slug     string // empty: a new one
	Draft    event.Draft
	WasDraft bool
	WasFor   event.Audience // of what is announced
	Town     string         // as typed
	Towns    []string
	Voices   []Byline
	Preview  string // sanitised HTML; empty: none was asked for
	Wrong    fault.Fields
	Conflict bool
	Theirs   *EventPage // what stands there now, after a conflict

	Like   Link         // the event that it is like; no URL: none
	Season event.Season // of another season: what the other dates are to be; no Rhythm: none
	Source string       // the words that propose it: see ParamSource; empty: none
	Talk   Link         // the conversation that they stand in
	Says   []string
	Days   []DayChoice // those that the words may mean
}

// ParamSource names the words that an event is made of, in an address and in a form.
const ParamSource = "de"

// DayChoice is one day that words may mean.
type DayChoice struct{ Day, Text string }

func (p EventFormPage) action() templ.SafeURL {
	if p.Slug == "" {
		return "/evenements"
	}
	return meet(p.Slug, "/modifier")
}

var eventOrder = []string{event.FieldTitle, event.FieldPurpose, event.FieldDay, event.FieldHour, event.FieldEndDay, event.FieldEndHour, event.FieldCommune, event.FieldPlace, event.FieldOnline, event.FieldFor,
	event.FieldBody, event.FieldPrice, event.FieldPayer, event.FieldPlaces, event.FieldWith, event.FieldUntilDay, event.FieldUntilHour, event.FieldTags, event.FieldPlanHour, viewer.FieldVoice}

// endDay is the day on which it ends.
func (p EventFormPage) endDay() string {
	if p.Draft.EndDay != "" {
		return p.Draft.EndDay
	}
	return p.Draft.Day
}

// audienceChoice is one audience as forms propose it.
type audienceChoice struct {
	value      event.Audience
	text, help string
}

func (c audienceChoice) id() string { return "pour-qui-" + string(c.value) }

// audiences are those that a form proposes: of what is announced, as it is and everybody.
func (p EventFormPage) audiences() (all []audienceChoice) {
	for _, c := range []audienceChoice{{event.Everybody, "Tout le monde", "Il est dans la liste des événements, et on le trouve en cherchant."},
		{event.Members, "Les membres du club", "Eux seuls le voient. La page qui l'annonce doit être celle d'un club dont la salle est ouverte ; si c'est un réseau, les membres de ses clubs le voient aussi."},
		{event.Invited, "Ceux que vous invitez", "Il n'est dans aucune liste : vous envoyez son adresse, que personne ne peut deviner, à qui vous voulez."}} {
		if p.Slug == "" || p.WasDraft || c.value == event.Everybody || c.value == p.WasFor {
			all = append(all, c)
		}
	}
	return all
}
