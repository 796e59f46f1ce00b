package web

import (
	"bufio"
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/limit"
	"partant/internal/page"
	"partant/views"
)

// leaver lets through who has asked for their account to be deleted: there is one thing that they can still do.
func (s *site) leaver(c *fiber.Ctx) error {
	switch v := who(c); {
	case v.secret == "":
		return s.member(c)
	case !v.account.Leaves():
		return seeOther(c, "/compte")
	}
	return c.Next()
}

func (s *site) dataForm(c *fiber.Ctx) error {
	p := views.DataPage{Chrome: s.chrome(c, "Mes données", views.NavMe)}
	for _, section := range s.Export.Sections() {
		p.Sections = append(p.Sections, section.About)
	}
	return show(c, views.Data(p))
}

// exportPatience is how long an archive may take to be written.
const exportPatience = 25 * time.Second

// export sends the archive of a member as it is written. Should that fail the archive ends early, and no program takes it
// for a whole one.
func (s *site) export(c *fiber.Ctx) error {
	a := who(c).account
	if err := s.Limits.Allow(c.UserContext(), limit.Export, limit.Member(a.ID)); err != nil {
		return err
	}
	if err := s.Accounts.NoteExport(c.UserContext(), a.ID, c.Get(fiber.HeaderUserAgent)); err != nil {
		return err
	}
	ref, _ := c.Locals(keyRef).(string)
	c.Type("zip")
	c.Attachment("partant-mes-donnees-" + s.Now().In(clock.Paris).Format("2006-01-02") + ".zip")
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer func() {
			if r := recover(); r != nil {
				s.Log.Error("panic while writing an archive", "ref", ref, "panic", r)
			}
		}()
		ctx, cancel := context.WithTimeout(context.Background(), exportPatience)
		defer cancel()
		if err := s.Export.Write(ctx, w, a); err != nil {
			s.Log.Warn("an archive was not written to its end", "ref", ref, "error", err)
		}
	})
	return nil
}

func (s *site) leaveForm(c *fiber.Ctx) error {
	p, err := s.leavePage(c)
	if err != nil {
		return err
	}
	return show(c, views.Leave(p))
}

// leavePage says what becomes of each page of a member who leaves.
func (s *site) leavePage(c *fiber.Ctx) (views.LeavePage, error) {
	a := who(c).account
	p := views.LeavePage{Chrome: s.chrome(c, "Supprimer mon compte", views.NavMe), Email: a.Email, Days: account.LeaveDays,
		Until: views.Moment(account.Until(s.Now()).In(clock.Paris))}
	mine, err := s.Lists.OfMember(c.UserContext(), a.ID, page.Req{Limit: pagesShown})
	for i := range mine.Items {
		one := &mine.Items[i]
		if one.IsOnlyOwner(a.ID) {
			p.Alone = append(p.Alone, s.card(one))
		} else {
			p.Shared = append(p.Shared, s.card(one))
		}
	}
	p.More = !mine.Next.IsZero()
	return p, err
}

func (s *site) leave(c *fiber.Ctx) error {
	a, err := s.Leave.Ask(c.UserContext(), who(c).account.ID, typed(c, account.FieldEmail), c.Get("User-Agent"))
	p, again := views.LeavePage{}, error(nil)
	if errors.As(err, &p.Wrong) {
		wrong := p.Wrong
		if p, again = s.leavePage(c); again != nil {
			return again
		}
		p.Wrong, p.Typed = wrong, typed(c, account.FieldEmail)
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Leave(p))
	}
	if err != nil {
		return err
	}
	s.setCookie(c, "session", "", -1)
	s.say(c, views.ToneDone, "C'est fait : votre compte et vos pages ne se voient plus. Pour tout garder, connectez-vous avant le "+
		views.Moment(a.Leaving.Until.In(clock.Paris))+".")
	return seeOther(c, "/")
}

func (s *site) leaving(c *fiber.Ctx) error {
	l := who(c).account.Leaving
	return show(c, views.Leaving(views.LeavingPage{Chrome: s.chrome(c, "Votre compte va être supprimé", views.NavMe),
		Asked: views.Moment(l.Asked.In(clock.Paris)), Until: views.Moment(l.Until.In(clock.Paris))}))
}

func (s *site) stay(c *fiber.Ctx) error {
	err := s.Leave.Keep(c.UserContext(), who(c).account.ID, c.Get("User-Agent"))
	switch {
	case errors.Is(err, account.ErrOver):
		s.setCookie(c, "session", "", -1)
		s.say(c, views.ToneWrong, "Le délai est passé : votre compte est en train d'être effacé.")
		return seeOther(c, "/")
	case err != nil:
		return err
	}
	s.say(c, views.ToneDone, "Tout est gardé : votre compte et vos pages sont de nouveau là.")
	return seeOther(c, "/compte")
}

// agreed asks members who have not accepted the terms of use as they are now, before they begin to write. Reading asks for
// nothing, and a form that was open already is let through: what was typed must not be lost.
func (s *site) agreed(c *fiber.Ctx) error {
	if a := who(c).account; !reads(c) || a.Agreed() {
		return c.Next()
	}
	return seeOther(c, "/conditions/accepter?"+nextQuery(c, c.Path()))
}

func (s *site) agreeForm(c *fiber.Ctx) error {
	a := who(c).account
	p := views.AgreePage{Chrome: s.chrome(c, "Les conditions ont changé", views.NavMe), Next: next(c, "/compte"), Version: views.TermsDay(), Agreed: a.Agreed()}
	if !a.Terms.IsZero() {
		p.Before = views.Day(a.Terms.In(clock.Paris))
	}
	return show(c, views.Agree(p))
}

func (s *site) agree(c *fiber.Ctx) error {
	if err := s.Accounts.Agree(c.UserContext(), who(c).account.ID); err != nil {
		return err
	}
	return seeOther(c, next(c, "/compte"))
}
