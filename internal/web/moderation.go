package web

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/internal/viewer"
	"partant/views"
)

// moderator lets only moderators and administrators pass.
func (s *site) moderator(c *fiber.Ctx) error {
	v := who(c).viewer()
	switch {
	case v.Moderates():
		return c.Next()
	case v.SignedIn():
		return fault.Forbidden
	}
	return s.member(c)
}

// shownAtOnce is how many things of a kind /moderation shows.
const shownAtOnce = 50

// moderation is what waits for a moderator.
func (s *site) moderation(c *fiber.Ctx) error {
	p, err := s.moderationPage(c)
	if err != nil {
		return err
	}
	return show(c, views.Moderation(p))
}

func (s *site) moderationPage(c *fiber.Ctx) (views.ModerationPage, error) {
	ctx, v := c.UserContext(), who(c).viewer()
	p := views.ModerationPage{Chrome: s.chrome(c, "Modération", views.NavMe), Admin: v.Role == viewer.Admin}
	waiting, err := s.Moderation.Waiting(ctx, v, page.Req{Limit: shownAtOnce})
	if err != nil {
		return p, err
	}
	p.More = !waiting.Next.IsZero()
	for i := range waiting.Items {
		if c := &waiting.Items[i]; len(c.Waiting())+len(c.Open()) > 0 {
			p.Reports = append(p.Reports, caseLine(c))
		} else {
			p.First = append(p.First, caseLine(c))
		}
	}
	claims, err := s.Claims.Waiting(ctx, v, page.Req{Limit: shownAtOnce})
	if err != nil {
		return p, err
	}
	p.Claims = views.Waiting{N: len(claims.Items), More: !claims.Next.IsZero()}
	suspended, err := s.Accounts.SuspendedOnes(ctx, v)
	if err != nil {
		return p, err
	}
	p.MoreSuspended = len(suspended) == account.SuspendedMost
	for _, a := range suspended {
		p.Suspended = append(p.Suspended, views.SuspendedAccount{ID: a.ID, Name: called(a), At: views.Moment(a.Suspended.At.In(clock.Paris)), Ground: a.Suspended.Ground})
	}
	return p, errors.Join(s.fillGuests(c, &p), s.fillLost(c, &p), s.fillUnheard(c, &p))
}

// fillLost adds the letters that never left, for administrators: they say who writes to whom.
func (s *site) fillLost(c *fiber.Ctx, p *views.ModerationPage) error {
	if !p.Admin {
		return nil
	}
	lost, err := s.Lost.LostLetters(c.UserContext(), page.Req{Limit: shownAtOnce})
	p.MoreLost = !lost.Next.IsZero()
	for _, l := range lost.Items {
		p.Lost = append(p.Lost, views.LostLetter{At: views.Moment(l.At.In(clock.Paris)), To: l.To, Subject: l.Subject, Reason: l.Reason})
	}
	return err
}

func (s *site) findAccountForm(c *fiber.Ctx) error {
	return show(c, views.FindAccount(views.FindAccountPage{Chrome: s.chrome(c, "Comptes", views.NavMe)}))
}

// findAccount leads to the account of an address. The address is not in the URL: those are written down in many places.
func (s *site) findAccount(c *fiber.Ctx) error {
	form := views.FindAccountPage{Chrome: s.chrome(c, "Comptes", views.NavMe), Email: typed(c, account.FieldEmail)}
	a, err := s.Accounts.Find(c.UserContext(), who(c).viewer(), form.Email)
	if errors.Is(err, fault.NotFound) {
		form.Wrong = fault.Fields{account.FieldEmail: "Aucun compte n'a cette adresse."}
		return show(c.Status(fiber.StatusUnprocessableEntity), views.FindAccount(form))
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/moderation/comptes/"+url.PathEscape(a.ID))
}

func (s *site) lookAtAccount(c *fiber.Ctx) error {
	p, err := s.memberPage(c)
	if err != nil {
		return err
	}
	return show(c, views.MemberAccount(p))
}

// memberPage is what a moderator sees of an account.
func (s *site) memberPage(c *fiber.Ctx) (views.MemberAccountPage, error) {
	ctx, v := c.UserContext(), who(c).viewer()
	a, err := s.Accounts.Look(ctx, v, c.Params("id"))
	if err != nil {
		return views.MemberAccountPage{}, err
	}
	mine, err := s.Lists.OfMember(ctx, a.ID, page.Req{Limit: pagesShown})
	if err != nil {
		return views.MemberAccountPage{}, err
	}
	p := views.MemberAccountPage{Chrome: s.chrome(c, called(a), views.NavMe), ID: a.ID, Name: called(a), Email: a.Email, Role: roleName(a.Role),
		Since: views.Day(a.Created.In(clock.Paris)), Pages: s.cards(mine.Items), May: a.CanSuspend(v), Grounds: account.Grounds}
	if a.Suspended != nil {
		p.Suspended, p.At = a.Suspended, views.Moment(a.Suspended.At.In(clock.Paris))
		if by, err := s.Accounts.Get(ctx, a.Suspended.By); err == nil {
			p.By = called(by)
		}
	}
	return p, nil
}

// suspend shuts an account, with the reason that its member will read.
func (s *site) suspend(c *fiber.Ctx) error {
	ground, reason := typed(c, account.FieldGround), typed(c, account.FieldReason)
	v := who(c).viewer()
	err := s.Accounts.Suspend(c.UserContext(), v, c.Params("id"), ground, reason)
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		p, err := s.memberPage(c)
		if err != nil {
			return err
		}
		p.Wrong, p.Ground, p.Reason = wrong, ground, reason
		return show(c.Status(fiber.StatusUnprocessableEntity), views.MemberAccount(p))
	}
	if err == nil {
		err = s.Moderation.Suspended(c.UserContext(), v, s.suspect(c), ground, reason)
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "Le compte est suspendu et déconnecté partout. La personne est prévenue par lettre.")
	return seeOther(c, "/moderation/comptes/"+url.PathEscape(c.Params("id")))
}

func (s *site) restoreAccount(c *fiber.Ctx) error {
	v := who(c).viewer()
	err := s.Accounts.Restore(c.UserContext(), v, c.Params("id"))
	if err == nil {
		err = s.Moderation.Reopened(c.UserContext(), v, s.suspect(c))
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "Le compte est rétabli. La personne est prévenue par lettre.")
	return seeOther(c, "/moderation/comptes/"+url.PathEscape(c.Params("id")))
}

// suspect is the account of the address, as a party of its case.
func (s *site) suspect(c *fiber.Ctx) moderation.Party {
	a, err := s.Accounts.Get(c.UserContext(), c.Params("id"))
	if err != nil {
		return moderation.Party{Account: c.Params("id")} // without a name: it can be contested all the same
	}
	return moderation.Party{Account: a.ID, Name: called(a)}
}

// barred draws what somebody reads whose account is suspended, once they have shown who they are.
func (s *site) barred(c *fiber.Ctx, b account.Barred) error {
	of := moderation.Case{ID: moderation.CaseOf(moderation.Account, b.Account)}
	contest := "/decisions/" + of.ID + "/" + s.Trap.Seal(of.Seal(moderation.Party{Account: b.Account}))
	return show(c.Status(fiber.StatusForbidden), views.Barred(views.BarredPage{Chrome: s.chrome(c, "Compte suspendu", views.NavMe),
		At: views.Moment(b.At.In(clock.Paris)), Ground: b.Ground, Reason: b.Reason, Contest: contest}))
}
