package web

import (
	"github.com/gofiber/fiber/v2"

	"partant/internal/comment"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/live"
	"partant/views"
)

func ofEvent(e *event.Event) subject {
	path := meetPath(e.Slug)
	return subject{comment.Target{Kind: comment.Event, ID: e.ID}, path, path + "/reponses", e.Title, e.IsClosed(), views.NavEvents, false}
}

// eventSaid is the event of the address, to who may read what is said below it. fault.NotFound.
func (s *site) eventSaid(c *fiber.Ctx) (event.Event, error) {
	ctx := c.UserContext()
	e, err := s.Events.BySlug(ctx, who(c).viewer(), c.Params("slug"))
	if err == nil {
		err = s.Events.Shuts(ctx, e.ID)
	}
	if err == nil && e.Draft {
		err = fault.NotFound
	}
	if err == nil {
		err = s.see(c, e.By.Page)
	}
	return e, err
}

// fillSaid adds what is said below an event, to who may read it.
func (s *site) fillSaid(c *fiber.Ctx, e *event.Event, p *views.EventPage, sent *views.AnswerForm) error {
	if e.Draft {
		return nil
	}
	sees, err := s.Events.ReadsAlong(c.UserContext(), who(c).viewer(), e)
	if err != nil {
		return err
	}
	if !sees {
		p.Sealed = true
		return nil
	}
	of := ofEvent(e)
	t, err := s.threadOf(c, of, 0, sent)
	if err != nil {
		return err
	}
	if !e.IsClosed() {
		t.Live, t.Now = true, s.answersTo(c, live.Topic{Name: LiveSaid, ID: e.ID}, t.Count)
		p.Chrome.Live = views.LiveMeet(e.Slug)
	}
	p.CanClose = p.Hosting || who(c).viewer().Moderates()
	if p.Thread = &t; t.Later {
		p.Chrome.Canonical, p.Chrome.NoIndex = "", true
	}
	return nil
}

// answerMeet publishes what is said below an event.
func (s *site) answerMeet(c *fiber.Ctx) error {
	e, err := s.eventSaid(c)
	if err != nil {
		return err
	}
	return s.answerBelow(c, ofEvent(&e), func(f *views.AnswerForm) error { return s.drawEvent(c, e, nil, f) })
}

// closeMeet ends what is said below an event, or opens it again.
func (s *site) closeMeet(c *fiber.Ctx) error {
	closed := typed(c, views.FieldUndo) == ""
	if err := s.Events.Close(c.UserContext(), who(c).viewer(), c.Params("slug"), closed); err != nil {
		return err
	}
	said := "On peut de nouveau écrire sous cet événement."
	if closed {
		said = "On n'écrit plus sous cet événement. Ce qui a été dit reste."
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, meetPath(c.Params("slug"))+"#reponses")
}

func (s *site) eventAnswered(c *fiber.Ctx) (answered, error) {
	e, err := s.eventSaid(c)
	of := ofEvent(&e)
	return answered{subject: of, action: of.path + "/sans-compte"}, err
}
