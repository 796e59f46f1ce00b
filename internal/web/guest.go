package web

import (
	"context"
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/identification"
	"partant/internal/limit"
	"partant/internal/page"
	"partant/internal/trap"
	"partant/views"
)

// asGuest is the name of the form of an answer without account, for its trap.
const asGuest = "sans-compte"

// answered is what a guest answers: something, or an answer below it.
type answered struct {
	subject
	parent *comment.Comment // nil: the thing itself
	action string           // local path of the form
}

// found is how an address names what is answered.
type found func(c *fiber.Ctx) (answered, error)

func (s *site) talkAnswered(c *fiber.Ctx) (answered, error) {
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	of := ofDiscussion(&d)
	return answered{subject: of, action: of.path + "/sans-compte"}, err
}

func (s *site) postAnswered(c *fiber.Ctx) (answered, error) {
	p, err := s.publicPost(c)
	of := ofPost(&p)
	return answered{subject: of, action: of.path + "/sans-compte"}, err
}

func (s *site) pageAnswered(c *fiber.Ctx) (answered, error) {
	p, open, err := s.questionsAt(c)
	of := ofPage(&p, open)
	return answered{subject: of, action: of.path + "/sans-compte"}, err
}

func (s *site) replyAnswered(c *fiber.Ctx) (answered, error) {
	a, of, err := s.oneAnswer(c)
	if err == nil {
		err = a.Unseen()
	}
	return answered{subject: of, parent: &a, action: "/reponses/" + url.PathEscape(a.ID) + "/sans-compte"}, err
}

// guestForm asks somebody without account for an answer. A member has better.
func (s *site) guestForm(at found) fiber.Handler {
	return func(c *fiber.Ctx) error {
		of, err := at(c)
		if err != nil {
			return err
		}
		if who(c).viewer().SignedIn() {
			return seeOther(c, of.path+"#repondre")
		}
		if of.closed {
			return seeOther(c, of.path)
		}
		p, err := s.guestPage(c, of)
		if err != nil {
			return err
		}
		p.Trap = s.Trap.Key(asGuest)
		return show(c, views.GuestForm(p))
	}
}

func (s *site) guestPage(c *fiber.Ctx, of answered) (views.GuestPage, error) {
	p := views.GuestPage{Chrome: s.chrome(c, "Écrire sans compte", of.place), Subject: views.Link{Text: of.title, URL: of.path}, Kind: of.target.Kind, Action: of.action}
	p.Chrome.NoIndex, p.Enter = true, of.path
	p.Aspects = of.beta && of.parent == nil
	if of.parent == nil {
		return p, nil
	}
	shown, err := s.wholeAnswer(c, *of.parent, reader{})
	p.Answer, p.Enter = &shown, "/reponses/"+url.PathEscape(of.parent.ID)+"/repondre"
	return p, err
}

// takeGuest keeps what somebody without account answers, until they confirm it. Only what could be kept counts for the limits.
func (s *site) takeGuest(at found) fiber.Handler {
	return func(c *fiber.Ctx) error {
		of, err := at(c)
		if err != nil {
			return err
		}
		p, err := s.guestPage(c, of)
		if err != nil {
			return err
		}
		ctx := c.UserContext()
		p.Draft = comment.GuestDraft{Target: of.target, Name: typed(c, comment.FieldName), Email: typed(c, comment.FieldEmail), Body: typed(c, comment.FieldBody), Aspect: comment.Aspect(typed(c, comment.FieldAspect))}
		if of.parent != nil {
			p.Draft.Parent = of.parent.ID
		}
		p.Trap, err = s.Trap.Check(asGuest, typed(c, trap.FieldKey), typed(c, trap.FieldBait))
		if err == nil {
			p.Preview, err = s.Answers.CheckGuest(ctx, p.Draft)
		}
		if err == nil && typed(c, views.FieldPreview) != "" {
			return show(c, views.GuestForm(p))
		}
		p.Preview = ""
		if err == nil {
			err = s.Answers.CheckAspect(ctx, p.Draft.Target, p.Draft.Parent, p.Draft.Aspect)
		}
		if err == nil {
			err = s.mayAsk(c, p.Draft.Email)
		}
		if err == nil {
			_, err = s.Answers.Ask(ctx, p.Draft)
		}
		if errors.Is(err, comment.ErrClosed) {
			err = fault.Fields{comment.FieldBody: closedNow(of.subject)}
		}
		switch {
		case errors.As(err, &p.Wrong):
			return show(c.Status(fiber.StatusUnprocessableEntity), views.GuestForm(p))
		case err != nil:
			return err
		}
		return seeOther(c, "/sans-compte/attente")
	}
}

// mayAsk counts the answers of a visitor, those that come from a mailbox, and the letters that follow.
func (s *site) mayAsk(c *fiber.Ctx, email string) error {
	err := s.Limits.Allow(c.UserContext(), limit.GuestReply, limit.Visitor(s.client(c)))
	if err == nil {
		err = s.Limits.Allow(c.UserContext(), limit.GuestReplyBy, limit.Mailbox(email))
	}
	if err == nil {
		err = s.mayWrite(c, email)
	}
	return err
}

// guestWaits says that an answer waits for its guest to confirm it.
func (s *site) guestWaits(c *fiber.Ctx) error {
	p := views.LetterWaitsPage{Chrome: s.letterChrome(c, "Encore un geste"), Outbox: s.Outbox}
	return show(c, views.GuestWaits(p))
}

// guestLink stands before all that the link of a guest leads to: its address is a secret, and a link that is over gets a calm
// page.
func (s *site) guestLink(c *fiber.Ctx) error {
	c.Set("Referrer-Policy", "same-origin")
	err := c.Next()
	if errors.Is(err, comment.ErrOver) {
		return show(c.Status(fiber.StatusNotFound), views.GuestOver(s.letterChrome(c, "Ce lien ne sert plus")))
	}
	return err
}

// guestAnswer shows a guest their answer and what they may do. Programs that look at letters open links: looking changes nothing.
func (s *site) guestAnswer(c *fiber.Ctx) error {
	a, err := s.Answers.OfGuest(c.UserContext(), c.Params("id"), c.Params("secret"))
	if err != nil {
		return err
	}
	p, err := s.guestWord(c.UserContext(), a)
	if err != nil {
		return err
	}
	p.Chrome, p.Path = s.letterChrome(c, "Votre réponse"), guestPath(c)
	return show(c, views.GuestAnswer(p))
}

func guestPath(c *fiber.Ctx) string {
	return "/sans-compte/" + c.Params("id") + "/" + c.Params("secret")
}

// guestWord is the answer of a guest, and what it answers as far as that is there.
func (s *site) guestWord(ctx context.Context, a comment.Comment) (views.GuestWord, error) {
	of, err := s.subjectOf(ctx, a.Target)
	if errors.Is(err, fault.NotFound) {
		of, err = subject{title: "quelque chose qui n'est plus là", path: "/discussions"}, nil
	}
	return views.GuestWord{ID: a.ID, Name: a.Guest.Name, HTML: a.HTML, State: a.Guest.State, Subject: views.Link{Text: of.title, URL: of.path},
		At: views.Moment(a.Created.In(clock.Paris))}, err
}

func (s *site) confirmGuest(c *fiber.Ctx) error {
	a, err := s.Answers.Confirm(c.UserContext(), c.Params("id"), c.Params("secret"))
	if err != nil {
		return err
	}
	if a.Guest != nil {
		s.witness(c, identification.Entry{Event: identification.Written, Name: a.Guest.Name, Emails: []string{a.Guest.Email}})
	}
	s.say(c, views.ToneDone, "C'est confirmé. Un modérateur va lire votre réponse, et nous vous écrirons.")
	return seeOther(c, guestPath(c))
}

func (s *site) takeBackGuest(c *fiber.Ctx) error {
	a, err := s.Answers.OfGuest(c.UserContext(), c.Params("id"), c.Params("secret"))
	if err != nil {
		return err
	}
	p, err := s.guestWord(c.UserContext(), a)
	if err == nil {
		err = s.Answers.TakeBack(c.UserContext(), a.ID, c.Params("secret"))
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "Votre réponse est retirée, et effacée.")
	return seeOther(c, p.Subject.URL)
}

// fillGuests adds the answers without account that wait for a moderator.
func (s *site) fillGuests(c *fiber.Ctx, p *views.ModerationPage) error {
	list, err := s.Answers.Waiting(c.UserContext(), who(c).viewer(), page.Req{Limit: shownAtOnce})
	p.MoreGuests = !list.Next.IsZero()
	for _, a := range list.Items {
		if err == nil {
			var w views.GuestWord
			w, err = s.guestWord(c.UserContext(), a)
			p.Guests = append(p.Guests, w)
		}
	}
	return err
}

// judgeGuest publishes the answer of a guest, or tells them why not.
func (s *site) judgeGuest(c *fiber.Ctx) error {
	ctx, v, id := c.UserContext(), who(c).viewer(), typed(c, views.FieldReply)
	reason, said := typed(c, comment.FieldReason), "La réponse est publiée. Nous l'écrivons à la personne."
	var err error
	if typed(c, views.FieldUndo) == "" {
		_, err = s.Answers.Accept(ctx, v, id)
	} else {
		said = "La réponse est refusée. Nous écrivons la raison à la personne, puis tout est effacé."
		_, err = s.Answers.Refuse(ctx, v, id, reason)
	}
	if errors.Is(err, comment.ErrClosed) {
		err = fault.Fields{comment.FieldReason: "On ne répond plus là où cette réponse devait aller, ou ce n'est plus là : refusez-la, en le disant."}
	}
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		p, err := s.moderationPage(c)
		if err != nil {
			return err
		}
		p.GuestWrong, p.GuestOf, p.GuestReason = wrong, id, reason
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Moderation(p))
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, "/moderation#sans-compte")
}
