package web

import (
	"cmp"
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/views"
)

// judgeComer is what a host says to somebody who asks to come: POST /evenements/{slug}/demandes/{id}.
func (s *site) judgeComer(c *fiber.Ctx) error {
	ctx, v, slug := c.UserContext(), who(c).viewer(), c.Params("slug")
	p := views.ComersPage{Group: event.GroupAsked, About: c.Params("id"), Word: typed(c, event.FieldWord)}
	_, err := s.Events.Held(ctx, v, slug)
	if err == nil {
		err = s.Limits.Allow(ctx, limit.Judge, limit.Member(v.Account))
	}
	if err == nil {
		_, err = s.Events.Judge(ctx, v, slug, p.About, event.Verdict(typed(c, views.FieldDo)), p.Word)
	}
	back := meetPath(slug) + "/participants?" + views.ParamGroup + "=" + string(event.GroupAsked)
	switch {
	case errors.As(err, &p.Wrong):
		return s.showComers(c, p)
	case errors.Is(err, event.ErrJudged):
		s.say(c, views.ToneInfo, "Quelqu'un y a déjà répondu, ou la demande a été retirée : voici ce qu'il en est.")
	case errors.Is(err, event.ErrClosed):
		s.say(c, views.ToneInfo, "C'est commencé, ou annulé : on ne répond plus aux demandes.")
	case err != nil:
		return err
	default:
		back += "&" + views.ParamJudged + "=" + url.QueryEscape(p.About)
	}
	return seeOther(c, back)
}

// judgedComer is the answer that a verdict was just given to, as the address names it.
func (s *site) judgedComer(c *fiber.Ctx, e *event.Event) (views.JudgedComer, error) {
	named := c.Query(views.ParamJudged)
	if named == "" {
		return views.JudgedComer{}, nil
	}
	a, err := s.Events.AnswerAt(c.UserContext(), who(c).viewer(), e.Slug, named)
	if errors.Is(err, fault.NotFound) {
		return views.JudgedComer{}, nil
	}
	if err != nil {
		return views.JudgedComer{}, err
	}
	lines, err := s.answerLines(c, []event.Answer{a})
	if err != nil || a.Says != event.Partant {
		return views.JudgedComer{}, err
	}
	return views.JudgedComer{ID: a.ID, Name: cmp.Or(lines[0].Name, a.Name, nobodySeen), Seat: a.Seat}, nil
}
