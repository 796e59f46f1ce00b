package views

import (
	"strconv"

	"partant/internal/event"
)

// SaidLine is what was answered to a question.
type SaidLine struct{ Question, Text string }

// said is what a form shows as answered: as typed, or as it is.
func (p EventPage) said() map[string]string {
	if p.Said == nil && p.Mine != nil {
		return p.Mine.Said
	}
	return p.Said
}

// asksWords are the kinds of questions in words.
var asksWords = map[event.Asks]string{event.AsksText: "quelques mots", event.AsksChoice: "un choix dans une liste", event.AsksYes: "oui ou non"}

// questionSlot is one question of the form of an event.
type questionSlot struct {
	event.QuestionDraft
	N string
}

func (q questionSlot) field(ending string) string { return event.FieldQuestion + q.N + ending }
func (q questionSlot) asks() event.Asks {
	if q.Kind == "" {
		return event.AsksText
	}
	return event.Asks(q.Kind)
}

// slots are the questions that the form has, and empty ones.
func (p EventFormPage) slots() (all []questionSlot) {
	for n := range event.MostQuestions {
		slot := questionSlot{N: strconv.Itoa(n + 1)}
		if n < len(p.Draft.Questions) {
			slot.QuestionDraft = p.Draft.Questions[n]
		}
		all = append(all, slot)
	}
	return all
}

// asked reports whether the form has questions.
func (p EventFormPage) asked() bool {
	for _, q := range p.Draft.Questions {
		if q.Text != "" {
			return true
		}
	}
	return false
}
