package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/views"
)

// sentQuestions are the questions of the form of an event, as typed.
func sentQuestions(c *fiber.Ctx) []event.QuestionDraft {
	all := make([]event.QuestionDraft, event.MostQuestions)
	for i := range all {
		field := event.FieldQuestion + strconv.Itoa(i+1)
		all[i] = event.QuestionDraft{ID: typed(c, field+event.FieldKnown), Text: typed(c, field), Kind: typed(c, field+event.FieldAsks),
			Choices: typed(c, field+event.FieldChoices), Required: typed(c, field+event.FieldRequired) != ""}
	}
	return all
}

// saidIn is what was answered to questions, by their IDs.
func saidIn(a *event.Answer) map[string]string {
	all := map[string]string{}
	for _, one := range a.Said {
		all[one.Question] = one.Text
	}
	return all
}

// saidTo is what was answered to the questions that an event asks now, as its hosts read it.
func saidTo(e *event.Event, a *event.Answer) (all []views.SaidLine) {
	for i := range e.Questions {
		if said := a.SaidTo(e.Questions[i].ID); said != "" {
			all = append(all, views.SaidLine{Question: e.Questions[i].Text, Text: said})
		}
	}
	return all
}
