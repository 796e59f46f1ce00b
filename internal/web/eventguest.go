package web

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/identification"
	"partant/internal/limit"
	"partant/internal/page"
	"partant/internal/trap"
	"partant/internal/viewer"
	"partant/views"
)

// partantTrap is the name of the form of who is partant without account, for its trap.
const partantTrap = "partant"

// partantForm asks somebody without account. A member has better.
func (s *site) partantForm(c *fiber.Ctx) error {
	p, e, err := s.partantPage(c)
	if err != nil {
		return err
	}
	if who(c).viewer().SignedIn() || p.Event.Room.Shut {
		return seeOther(c, meetPath(e.Slug)+"#partant")
	}
	p.Trap, p.Reply.Says, p.Reply.Remind = s.Trap.Key(partantTrap), string(event.Partant), string(event.Eve)
	return show(c, views.EventGuest(p))
}

func (s *site) partantPage(c *fiber.Ctx) (views.EventGuestPage, event.Event, error) {
	p := views.EventGuestPage{}
	e, err := s.Events.BySlug(c.UserContext(), viewer.Viewer{}, c.Params("slug"))
	if err != nil {
		return p, e, err
	}
	p.Event, err = s.eventPage(c, &e)
	p.Chrome = s.chrome(c, "Partant ?", views.NavEvents)
	p.Chrome.NoIndex = true
	return p, e, err
}

// takePartant keeps what somebody without account answers, until they confirm it. What it says of the address is the same for one
// that has answered already, one that has an account, one that nobody has.
func (s *site) takePartant(c *fiber.Ctx) error {
	p, e, err := s.partantPage(c)
	if err != nil {
		return err
	}
	p.Reply = replyTo(c)
	p.Trap, err = s.Trap.Check(partantTrap, typed(c, trap.FieldKey), typed(c, trap.FieldBait))
	if err == nil {
		err = s.Events.CheckGuest(&e, p.Reply)
	}
	if err == nil {
		err = s.mayBePartant(c, p.Reply.Email)
	}
	if err == nil {
		err = s.Events.Ask(c.UserContext(), e.Slug, p.Reply)
	}
	if p.Wrong = unanswerable(err); p.Wrong != nil {
		return show(c.Status(fiber.StatusUnprocessableEntity), views.EventGuest(p))
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/partants/attente")
}

// mayBePartant counts the answers of a visitor, those that come from a mailbox, and the letters that follow.
func (s *site) mayBePartant(c *fiber.Ctx, email string) error {
	err := s.Limits.Allow(c.UserContext(), limit.PartantGuest, limit.Visitor(s.client(c)))
	if err == nil {
		err = s.Limits.Allow(c.UserContext(), limit.PartantBy, limit.Mailbox(email))
	}
	if err == nil {
		err = s.mayWrite(c, email)
	}
	return err
}

// partantWaits says that an answer waits for its guest to confirm it.
func (s *site) partantWaits(c *fiber.Ctx) error {
	return show(c, views.EventGuestWaits(views.LetterWaitsPage{Chrome: s.letterChrome(c, "Encore un geste"), Outbox: s.Outbox}))
}

// partantLink stands before all that the link of a letter leads to: its address is a secret, and a link that is over gets a calm page.
func (s *site) partantLink(c *fiber.Ctx) error {
	c.Set("Referrer-Policy", "same-origin")
	err := c.Next()
	if errors.Is(err, event.ErrOver) {
		return show(c.Status(fiber.StatusNotFound), views.EventGuestOver(s.letterChrome(c, "Ce lien ne sert plus")))
	}
	return err
}

func partantPath(c *fiber.Ctx) string {
	return "/partants/" + c.Params("event") + "/" + c.Params("id") + "/" + c.Params("secret")
}

// partantAnswer shows a guest what they answered. Programs that look at letters open links: looking changes nothing.
func (s *site) partantAnswer(c *fiber.Ctx) error { return s.showPartant(c, nil) }

func (s *site) showPartant(c *fiber.Ctx, wrong fault.Fields) error {
	e, a, err := s.Events.Open(c.UserContext(), c.Params("event"), c.Params("id"), c.Params("secret"))
	if err != nil {
		return err
	}
	p := views.EventAnswerPage{Chrome: s.letterChrome(c, "Votre réponse"), Path: partantPath(c)}
	if p.Event, err = s.eventPage(c, &e); err != nil {
		return err
	}
	if p.Event.Mine, err = s.mine(c, &a); err != nil {
		return err
	}
	if a.Seat == event.Placed {
		p.Event.Online, p.Event.Pass = e.Online, p.Path+"/billet"
	}
	if a.Counts() {
		p.Event.Agenda = s.agenda(p.Path + "/agenda.ics")
	}
	p.Event.Chrome, p.Event.Guest, p.Event.Answer, p.Event.Wrong = p.Chrome, true, p.Path+"/changer", wrong
	if len(wrong) > 0 {
		p.Event.Said = replyTo(c).Said
		c.Status(statusOf(wrong))
	}
	return show(c, views.EventAnswered(p))
}

func (s *site) confirmPartant(c *fiber.Ctx) error {
	a, err := s.Events.Confirm(c.UserContext(), c.Params("event"), c.Params("id"), c.Params("secret"))
	if wrong := unanswerable(err); wrong != nil {
		return s.showPartant(c, wrong)
	}
	if err != nil {
		return err
	}
	s.witness(c, identification.Entry{Event: identification.Written, Name: a.Name, Emails: []string{a.Email}})
	s.say(c, views.ToneDone, answeredWith(&a))
	return seeOther(c, partantPath(c))
}

func (s *site) changePartant(c *fiber.Ctx) error {
	a, err := s.Events.Change(c.UserContext(), c.Params("event"), c.Params("id"), c.Params("secret"), replyTo(c))
	if wrong := unanswerable(err); wrong != nil {
		return s.showPartant(c, wrong)
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, answeredWith(&a))
	return seeOther(c, partantPath(c))
}

// comers is /evenements/{slug}/participants, for the organisers.
func (s *site) comers(c *fiber.Ctx) error {
	return s.showComers(c, views.ComersPage{Group: groupOf(c.Query(views.ParamGroup))})
}

// showComers draws who answered; p says which list, and what was refused of a verdict.
func (s *site) showComers(c *fiber.Ctx, p views.ComersPage) error {
	ctx, v := c.UserContext(), who(c).viewer()
	e, err := s.Events.Held(ctx, v, c.Params("slug"))
	if err != nil {
		return err
	}
	after, err := page.ParseCursor(c.Query(views.ParamAfter))
	if err != nil {
		return fault.NotFound
	}
	p.Chrome = s.chrome(c, "Qui a répondu", views.NavEvents)
	if c.Query(views.ParamGroup) == string(views.GroupCame) {
		p.Group = views.GroupCame
		if err := s.cameList(c, &p); err != nil {
			return err
		}
		return show(c, views.Comers(p))
	}
	list, err := s.Events.Comers(ctx, v, e.Slug, p.Group, page.Req{Cursor: after})
	if errors.Is(err, fault.Invalid) {
		return fault.NotFound
	}
	if err == nil {
		err = s.fillComers(c, &e, &p, list.Items)
	}
	if err == nil {
		p.Judged, err = s.judgedComer(c, &e)
	}
	if err != nil {
		return err
	}
	if len(p.Wrong) > 0 {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	if !list.Next.IsZero() {
		p.Next = meetPath(e.Slug) + "/participants?" + url.Values{views.ParamGroup: {string(p.Group)}, views.ParamAfter: {list.Next.String()}}.Encode()
	}
	return show(c, views.Comers(p))
}

func (s *site) fillComers(c *fiber.Ctx, e *event.Event, p *views.ComersPage, list []event.Answer) error {
	cards, err := s.eventCards(c, []event.Event{*e})
	if err != nil {
		return err
	}
	p.Card, p.Approval, p.Judges = cards[0], e.Approval, e.Approval && !e.IsCancelled() && s.Now().Before(e.Start.At)
	if p.Group == event.GroupMaybe {
		p.Nudge = e.IsOpen(s.Now())
		if !e.Nudged.IsZero() {
			p.Nudged = views.Moment(e.Nudged.In(clock.Paris))
		}
	}
	lines, err := s.answerLines(c, list)
	for i := range list {
		one := views.Comer{ID: list[i].ID, Agreed: list[i].People > 0, Word: list[i].Word, By: lines[i], Name: list[i].Name, With: list[i].With, Listed: list[i].Listed, At: views.Moment(list[i].At.In(clock.Paris))}
		one.Said = saidTo(e, &list[i])
		if one.By.Slug == "" && one.Name == "" {
			one.Name = nobodySeen
		}
		p.List = append(p.List, one)
	}
	return errors.Join(err, s.fillPlaces(c, e, &p.Room))
}

// groupOf reads the list that an address names.
func groupOf(named string) event.Group {
	for _, g := range []event.Group{event.GroupWaiting, event.GroupMaybe, event.GroupNo, event.GroupAsked, event.GroupDeclined} {
		if named == string(g) {
			return g
		}
	}
	return event.GroupPlaced
}
