package web

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/limit"
	"partant/internal/message"
	"partant/internal/moderation"
	"partant/internal/text"
	"partant/internal/trap"
	"partant/views"
)

// reporting is the name of the form, for its trap.
const reporting = "signaler"

// excerptMost is how much of a thing the form shows, in characters.
const excerptMost = 400

// reportForm is /signaler/{genre}/{id}: anybody may report, without account too.
func (s *site) reportForm(c *fiber.Ctx) error {
	p, err := s.reportPage(c)
	if err != nil {
		return err
	}
	p.Key = id.New()
	if c.Query(moderation.FieldGround) == moderation.Doubt {
		p.Ground = moderation.Doubt
	}
	if !who(c).viewer().SignedIn() {
		p.Trap = s.Trap.Key(reporting)
	}
	return show(c, views.Report(p))
}

// reportPage is the empty form for the thing of the address, which must be there to be seen.
func (s *site) reportPage(c *fiber.Ctx) (views.ReportPage, error) {
	kind, thing := moderation.Kind(c.Params("genre")), c.Params("id")
	if err := s.mayReadToReport(c, kind, thing); err != nil {
		return views.ReportPage{}, err
	}
	is, err := s.Moderation.Look(c.UserContext(), kind, thing)
	if err == nil && is.Mark != nil {
		err = fault.Gone
	}
	if err != nil {
		return views.ReportPage{}, err
	}
	p := views.ReportPage{Chrome: s.chrome(c, "Signaler "+views.This(kind), views.NavNone), Action: "/signaler/" + url.PathEscape(string(kind)) + "/" + url.PathEscape(thing),
		Back: is.Path, Kind: kind, Thing: thing, Title: is.Title, Excerpt: text.Cut(is.Text, excerptMost), Moderates: who(c).viewer().Moderates()}
	p.Chrome.NoIndex = true
	return p, nil
}

// mayReadToReport is nil for who may read what is reported: the form shows some of it. Moderators may. fault.NotFound.
func (s *site) mayReadToReport(c *fiber.Ctx, kind moderation.Kind, thing string) (err error) {
	ctx, v := c.UserContext(), who(c).viewer()
	if v.Moderates() {
		return nil
	}
	switch kind {
	case moderation.Announcement:
		_, err = s.Clubs.Announcement(ctx, v, thing)
	case moderation.ClubFile:
		_, err = s.Clubs.FileNamed(ctx, v, thing)
	case moderation.Discussion:
		err = s.Talk.Shuts(ctx, thing)
	case moderation.Answer:
		var a comment.Comment
		if a, err = s.Answers.ForReader(ctx, thing); err == nil {
			err = s.noneOf(c, a.By.Page)
		}
	case moderation.Event:
		err = s.mayReportEvent(c, thing)
	}
	return err
}

// sentReport fills the form with what was sent.
func sentReport(c *fiber.Ctx, p *views.ReportPage) moderation.Notice {
	p.Ground, p.Why, p.Email, p.Key = typed(c, moderation.FieldGround), typed(c, moderation.FieldWhy), text.Line(typed(c, moderation.FieldEmail)), typed(c, views.FieldKey)
	if !id.Valid(p.Key) {
		p.Key = id.New()
	}
	return moderation.Notice{Key: p.Key, Ground: p.Ground, Why: p.Why}
}

// report tells the moderators. Only a report that could be made counts for the limits.
func (s *site) report(c *fiber.Ctx) error {
	p, err := s.reportPage(c)
	if err != nil {
		return err
	}
	n, v := sentReport(c, &p), who(c)
	if v.viewer().SignedIn() {
		n.By = moderation.Party{Account: v.account.ID, Name: called(v.account)}
	} else {
		n.By = moderation.Party{Email: p.Email}
		p.Trap, err = s.Trap.Check(reporting, typed(c, trap.FieldKey), typed(c, trap.FieldBait))
	}
	if err == nil {
		err = s.Moderation.Check(n)
	}
	if err == nil {
		err = s.mayReport(c, n.By.Email)
	}
	if err == nil {
		err = s.Moderation.Report(c.UserContext(), p.Kind, p.Thing, n)
	}
	switch {
	case errors.As(err, &p.Wrong):
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Report(p))
	case err != nil:
		return err
	}
	s.say(c, views.ToneDone, thanks(n.By))
	return seeOther(c, p.Back)
}

func thanks(by moderation.Party) string {
	if by.Account == "" && by.Email == "" {
		return "Merci. Les modérateurs liront votre signalement et décideront."
	}
	return "Merci. Les modérateurs liront votre signalement ; nous vous écrivons, maintenant puis quand c'est décidé."
}

// mayReport counts a report of a visitor or a member, and the letters that it sends to an address that nobody has shown to be theirs.
func (s *site) mayReport(c *fiber.Ctx, email string) error {
	whose := limit.Visitor(s.client(c))
	if v := who(c); v.viewer().SignedIn() {
		whose = limit.Member(v.account.ID)
	}
	err := s.Limits.Allow(c.UserContext(), limit.Report, whose)
	if err == nil && email != "" {
		err = s.mayWrite(c, email)
	}
	return err
}

// letterReport is the form that reports a letter, to who got it.
func (s *site) letterReport(c *fiber.Ctx) (views.ReportPage, message.Reading, error) {
	r, err := s.theirs(c)
	if err != nil {
		return views.ReportPage{}, r, err
	}
	path := s.letterPage(c, r).Path
	return views.ReportPage{Chrome: s.letterChrome(c, "Signaler cette lettre"), Action: path + "/signaler", Back: path, Kind: moderation.Letter,
		Title: r.Subject, Excerpt: r.Text, Author: r.From.Name, Key: id.New()}, r, nil
}

func (s *site) reportLetterForm(c *fiber.Ctx) error {
	p, _, err := s.letterReport(c)
	if err != nil {
		return err
	}
	return show(c, views.Report(p))
}

// reportLetter hands a letter, as it is, to the moderators.
func (s *site) reportLetter(c *fiber.Ctx) error {
	p, r, err := s.letterReport(c)
	if err != nil {
		return err
	}
	n := sentReport(c, &p)
	n.By = party(r.Me)
	if err := s.Limits.Allow(c.UserContext(), limit.Report, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	err = s.Moderation.ReportThing(c.UserContext(), moderation.Letter, r.ID, moderation.Thing{Title: r.Subject, Text: r.Text, Authors: []moderation.Party{party(r.From)}}, n)
	switch {
	case errors.As(err, &p.Wrong):
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Report(p))
	case err != nil:
		return err
	}
	s.say(c, views.ToneDone, "Merci. Les modérateurs liront cette lettre, et nous vous écrirons leur décision.")
	return seeOther(c, p.Back)
}
