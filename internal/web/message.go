package web

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/limit"
	"partant/internal/message"
	"partant/internal/moderation"
	"partant/internal/trap"
	"partant/views"
)

// writing is the name of the form of a letter, for its trap.
const writing = "ecrire"

func (s *site) writeForm(c *fiber.Ctx) error {
	to, err := s.addressee(c)
	if err != nil {
		return s.unwanted(c, to, err)
	}
	if to.Slug != c.Params("slug") {
		return seeOther(c, "/fiches/"+url.PathEscape(to.Slug)+"/ecrire")
	}
	form := s.writePage(c, to)
	form.Trap = s.Trap.Key(writing)
	return show(c, views.Write(form))
}

// addressee is the page that a letter would go to, as far as the viewer may see it.
func (s *site) addressee(c *fiber.Ctx) (message.Page, error) {
	to, err := s.Messages.To(c.UserContext(), c.Params("slug"), who(c).viewer().SignedIn())
	if apart := s.see(c, to.ID); to.ID != "" && apart != nil {
		err = apart
	}
	return to, err
}

// unwanted says to somebody who would write that those who read there want no letter of theirs.
func (s *site) unwanted(c *fiber.Ctx, to message.Page, err error) error {
	members := errors.Is(err, message.ErrMembersOnly)
	if !members && !errors.Is(err, message.ErrUnwanted) {
		return err
	}
	p := views.NoLettersPage{Chrome: s.letterChrome(c, "Écrire à "+to.Name), Slug: to.Slug, Name: to.Name, Members: members}
	return show(c.Status(fiber.StatusForbidden), views.NoLetters(p))
}

func (s *site) writePage(c *fiber.Ctx, to message.Page) views.WritePage {
	p := views.WritePage{Chrome: s.chrome(c, "Écrire à "+to.Name, views.NavDirectory), Slug: to.Slug, Name: to.Name}
	p.Chrome.NoIndex = true
	return p
}

// write sends a letter, or has a visitor confirm it first. Only a letter that could leave counts for the limits.
func (s *site) write(c *fiber.Ctx) error {
	to, err := s.addressee(c)
	if err != nil {
		return s.unwanted(c, to, err)
	}
	v, form := who(c), s.writePage(c, to)
	form.Draft = message.Draft{Name: typed(c, message.FieldName), Email: typed(c, message.FieldEmail), Subject: typed(c, message.FieldSubject), Text: typed(c, message.FieldText)}
	member := v.viewer().SignedIn()
	form.Trap, err = s.Trap.Check(writing, typed(c, trap.FieldKey), typed(c, trap.FieldBait))
	if err == nil {
		err = s.Messages.Check(form.Draft, member)
	}
	if err == nil {
		err = s.mayContact(c, to, form.Draft.Email)
	}
	var from message.Party
	if member {
		from = message.Party{Account: v.account.ID, Name: v.account.Name}
	}
	if err == nil {
		_, err = s.Messages.Write(c.UserContext(), from, to.Slug, form.Draft)
	}
	switch {
	case errors.As(err, &form.Wrong):
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Write(form))
	case err != nil:
		return err
	case !member:
		return seeOther(c, "/messages/attente")
	}
	s.say(c, views.ToneDone, "Votre lettre est partie. La réponse vous arrivera par e-mail.")
	return seeOther(c, "/fiches/"+url.PathEscape(to.Slug))
}

// mayContact counts the letters of a visitor, or those of a member and of the page that they go to. A visitor's letter
// counts for the page once it is confirmed: nobody fills a letter box with addresses that are not theirs.
func (s *site) mayContact(c *fiber.Ctx, to message.Page, email string) error {
	ctx, v := c.UserContext(), who(c)
	if v.viewer().SignedIn() {
		return s.mayReach(c, limit.Member(v.account.ID), to)
	}
	if err := s.Limits.Allow(ctx, limit.Contact, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	return s.mayWrite(c, email)
}

// mayReach counts a letter that is about to leave.
func (s *site) mayReach(c *fiber.Ctx, from limit.Who, to message.Page) error {
	err := s.Limits.Allow(c.UserContext(), limit.ContactBy, from)
	if err == nil {
		err = s.Limits.Allow(c.UserContext(), limit.ContactTo, limit.Thing(to.ID))
	}
	return err
}

// letterWaits says that a letter waits for its writer to confirm it.
func (s *site) letterWaits(c *fiber.Ctx) error {
	p := views.LetterWaitsPage{Chrome: s.chrome(c, "Encore un geste", views.NavDirectory), Outbox: s.Outbox}
	p.Chrome.NoIndex = true
	return show(c, views.LetterWaits(p))
}

// letterLink stands before all that the link of a letter leads to: its address is a secret, and a link that is over gets
// a calm page.
func (s *site) letterLink(c *fiber.Ctx) error {
	c.Set("Referrer-Policy", "same-origin")
	err := c.Next()
	if errors.Is(err, message.ErrOver) {
		return show(c.Status(fiber.StatusNotFound), views.LetterOver(s.letterChrome(c, "Ce lien ne sert plus")))
	}
	return err
}

func (s *site) letterChrome(c *fiber.Ctx, title string) views.Chrome {
	chrome := s.chrome(c, title, views.NavNone)
	chrome.NoIndex = true
	return chrome
}

// reading is the letter that the link of the request leads to.
func (s *site) reading(c *fiber.Ctx) (message.Reading, error) {
	return s.Messages.Open(c.UserContext(), c.Params("id"), c.Params("secret"))
}

func (s *site) letterPage(c *fiber.Ctx, r message.Reading) views.LetterPage {
	return views.LetterPage{Chrome: s.letterChrome(c, r.Subject), Reading: r, Path: "/messages/" + r.ID + "/" + c.Params("secret"),
		At: views.Moment(r.Created.In(clock.Paris))}
}

// openLetter shows a letter to who got it, with a form to answer, or to who wrote it, with a button that sends it.
// Programs that look at letters open links: looking changes nothing.
func (s *site) openLetter(c *fiber.Ctx) error {
	r, err := s.reading(c)
	if err != nil {
		return err
	}
	p := s.letterPage(c, r)
	if r.Mine {
		return show(c, views.ConfirmLetter(p))
	}
	return show(c, views.ReadLetter(p))
}

func (s *site) confirmLetter(c *fiber.Ctx) error {
	ctx := c.UserContext()
	r, err := s.reading(c)
	if err == nil && !r.Mine {
		err = message.ErrOver
	}
	if err == nil && r.State == message.Unconfirmed {
		err = s.mayReach(c, limit.Mailbox(r.From.Email), r.Page)
	}
	if err != nil {
		return err
	}
	if _, err = s.Messages.Confirm(ctx, r.ID, c.Params("secret")); err != nil {
		return s.unwanted(c, r.Page, err)
	}
	s.say(c, views.ToneDone, "Votre lettre est partie. La réponse vous arrivera par e-mail.")
	return seeOther(c, "/fiches/"+url.PathEscape(r.Page.Slug))
}

func (s *site) answerLetter(c *fiber.Ctx) error {
	r, err := s.reading(c)
	if err != nil {
		return err
	}
	p := s.letterPage(c, r)
	p.Text, p.Show = typed(c, message.FieldText), typed(c, message.FieldShow) != ""
	if err := s.Limits.Allow(c.UserContext(), limit.Answer, limit.Thing(r.Me.Key)); err != nil {
		return err
	}
	err = s.Messages.Answer(c.UserContext(), r.ID, c.Params("secret"), p.Text, p.Show)
	switch {
	case errors.As(err, &p.Wrong):
		return show(c.Status(fiber.StatusUnprocessableEntity), views.ReadLetter(p))
	case err != nil:
		return err
	}
	s.say(c, views.ToneDone, "Votre réponse est partie.")
	return seeOther(c, p.Path)
}

func (s *site) blockForm(c *fiber.Ctx) error {
	r, err := s.theirs(c)
	if err != nil {
		return err
	}
	return show(c, views.BlockWriter(s.letterPage(c, r)))
}

// theirs is the letter of the link, to who got it; who wrote it is not there.
func (s *site) theirs(c *fiber.Ctx) (message.Reading, error) {
	r, err := s.reading(c)
	if err == nil && r.Mine {
		err = message.ErrOver
	}
	return r, err
}

func (s *site) block(c *fiber.Ctx) error {
	r, err := s.theirs(c)
	if err != nil {
		return err
	}
	do, said := s.Messages.Block, "Vous ne recevrez plus de lettres de cette personne. Elle n'en est pas avertie."
	if typed(c, views.FieldAgain) != "" {
		do, said = s.Messages.Unblock, "Vous recevrez à nouveau les lettres de cette personne."
	}
	if err := do(c.UserContext(), r.ID, c.Params("secret")); err != nil {
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, s.letterPage(c, r).Path)
}

func party(p message.Party) moderation.Party {
	return moderation.Party{Account: p.Account, Email: p.Email, Name: p.Name}
}
