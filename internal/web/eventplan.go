package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/views"
)

// unplanEvent keeps as a draft what was to be announced by itself.
func (s *site) unplanEvent(c *fiber.Ctx) error {
	_, err := s.Events.Unplan(c.UserContext(), who(c).viewer(), c.Params("slug"))
	switch {
	case errors.Is(err, fault.Conflict):
		s.say(c, views.ToneInfo, "Trop tard : cet événement vient d'être annoncé.")
	case err != nil:
		return err
	default:
		s.say(c, views.ToneDone, "Il ne s'annoncera pas de lui-même : c'est de nouveau un simple brouillon.")
	}
	return seeOther(c, meetPath(c.Params("slug")))
}

// plannedWords says when an event is announced by itself; empty: it is not planned.
func plannedWords(e *event.Event) string {
	if at := e.Planned(); !at.IsZero() {
		return moment(at)
	}
	return ""
}

// missedWords says why an event was not announced when it was planned.
func missedWords(e *event.Event) string {
	if !e.Draft || e.Plan == nil {
		return ""
	}
	switch e.Plan.Missed {
	case event.MissedVoice:
		return "la personne qui l'avait prévu ne parle plus au nom de cette page."
	case event.MissedLate:
		return "il avait déjà commencé."
	case event.MissedRoom:
		return "il est pour les membres d'un club dont la salle n'est plus ouverte."
	}
	return ""
}
