package web

import (
	"errors"
	"net/url"
	"path"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/views"
)

// fresh lets only those pass who showed lately who they are; others do so first, and come back.
func (s *site) fresh(c *fiber.Ctx) error { return s.freshFor(c, c.Path()) }

// freshWithin is fresh for a form that stands on the page one step above its address.
func (s *site) freshWithin(c *fiber.Ctx) error { return s.freshFor(c, path.Dir(c.Path())) }

func (s *site) freshFor(c *fiber.Ctx, back string) error {
	v := who(c)
	ok, err := s.Accounts.Fresh(c.UserContext(), v.secret, !reads(c))
	ok = ok && (v.account.Strong || !v.account.Factored()) // begun before there was a second factor: it is to be shown
	switch {
	case err != nil:
		return err
	case ok:
		return c.Next()
	}
	return seeOther(c, "/compte/confirmer?"+nextQuery(c, back))
}

// nextQuery leads back to a page: to the one that was asked for, with what was asked of it, or to the one with the form that was sent.
func nextQuery(c *fiber.Ctx, to string) string {
	if query := string(c.Request().URI().QueryString()); reads(c) && query != "" {
		to += "?" + query
	}
	return views.FieldNext + "=" + url.QueryEscape(to)
}

// confirmForm asks a member to show who they are once more.
func (s *site) confirmForm(c *fiber.Ctx) error {
	a := who(c).account
	return show(c, views.Confirm(views.ConfirmPage{Chrome: s.chrome(c, "Confirmez que c'est vous", views.NavMe), Email: a.Email,
		Password: a.Password != "", Factored: a.Factored(), Keys: len(a.Keys) > 0 && s.Accounts.HasDevices(), Next: next(c, "/compte")}))
}

func (s *site) passwordForm(c *fiber.Ctx) error {
	return show(c, views.Password(s.passwordPage(c, nil)))
}

func (s *site) passwordPage(c *fiber.Ctx, wrong fault.Fields) views.PasswordPage {
	return views.PasswordPage{Chrome: s.chrome(c, "Mot de passe", views.NavMe), Has: who(c).account.Password != "", Wrong: wrong}
}

func (s *site) setPassword(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c)
	if err := s.Limits.Allow(ctx, limit.NewPassword, limit.Member(v.account.ID)); err != nil {
		return err
	}
	var err error
	said := "Votre mot de passe est changé. Les autres appareils sont déconnectés."
	if typed(c, views.FieldRemove) != "" {
		said, err = "Votre compte n'a plus de mot de passe : un code vous fait entrer.", s.Accounts.RemovePassword(ctx, v.account.ID, c.Get("User-Agent"))
	} else {
		err = s.Accounts.SetPassword(ctx, v.account.ID, typed(c, account.FieldPassword), v.secret, c.Get("User-Agent"))
	}
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Password(s.passwordPage(c, wrong)))
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, "/compte")
}

func (s *site) moveForm(c *fiber.Ctx) error {
	return show(c, views.Move(views.MovePage{Chrome: s.chrome(c, "Adresse e-mail", views.NavMe), Now: who(c).account.Email}))
}

func (s *site) move(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c)
	form := views.MovePage{Chrome: s.chrome(c, "Adresse e-mail", views.NavMe), Now: v.account.Email, Email: typed(c, account.FieldEmail)}
	if err := s.mayWrite(c, form.Email); err != nil {
		return err
	}
	browser, err := s.Accounts.Move(ctx, v.account.ID, form.Email)
	if errors.As(err, &form.Wrong) {
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Move(form))
	}
	if err != nil {
		return err
	}
	s.setCookie(c, "adresse", browser, entering)
	return seeOther(c, "/compte/adresse/codes")
}

func (s *site) movedForm(c *fiber.Ctx) error { return s.showMoved(c, nil) }

// showMoved asks for the two codes.
func (s *site) showMoved(c *fiber.Ctx, wrong fault.Fields) error {
	v := who(c)
	email, err := s.Accounts.Moving(c.UserContext(), v.account.ID, c.Cookies(s.cookieName("adresse")))
	if err != nil {
		return s.orErased(c, err)
	}
	if wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.Moved(views.MovedPage{Chrome: s.chrome(c, "Adresse e-mail", views.NavMe), Old: v.account.Email, New: email, Outbox: s.Outbox, Wrong: wrong}))
}

func (s *site) moved(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c)
	err := s.Accounts.Moved(ctx, v.account.ID, c.Cookies(s.cookieName("adresse")), typed(c, account.FieldCode), typed(c, account.FieldOldCode), v.secret, c.Get("User-Agent"))
	var wrong fault.Fields
	switch {
	case errors.As(err, &wrong):
		return s.showMoved(c, wrong)
	case errors.Is(err, fault.Conflict):
		s.say(c, views.ToneWrong, "Cette adresse a déjà un compte : votre compte garde la sienne.")
		return seeOther(c, "/compte/adresse")
	case err != nil:
		return s.orErased(c, err)
	}
	s.setCookie(c, "adresse", "", -1)
	s.say(c, views.ToneDone, "Votre compte a une nouvelle adresse.")
	return seeOther(c, "/compte")
}

func (s *site) endOthers(c *fiber.Ctx) error {
	v := who(c)
	if err := s.Accounts.CloseOthers(c.UserContext(), v.account.ID, v.secret, c.Get("User-Agent")); err != nil {
		return err
	}
	s.say(c, views.ToneDone, "Tous les autres appareils sont déconnectés.")
	return seeOther(c, "/compte")
}

// journal is what happened to the account, the newest first.
func (s *site) journal(c *fiber.Ctx) error {
	a := who(c).account
	p := views.JournalPage{Chrome: s.chrome(c, "Journal de mon compte", views.NavMe), Most: account.LogMost}
	for i := len(a.Log) - 1; i >= 0; i-- {
		l := a.Log[i]
		line := views.JournalLine{At: views.Moment(l.At.In(clock.Paris)), What: happened[l.What], Reason: l.Reason}
		if l.Agent != "" {
			line.Device = device(l.Agent)
		}
		p.Lines = append(p.Lines, line)
	}
	return show(c, views.Journal(p))
}

// happened says the lines of a log in French.
var happened = map[account.What]string{
	account.Opened: "Le compte est ouvert.", account.Entered: "Connexion à votre compte.", account.PasswordSet: "Le mot de passe a été choisi ou changé.",
	account.PasswordRemoved: "Le mot de passe a été retiré.", account.Moved: "L'adresse e-mail a changé.", account.EndedElsewhere: "Les autres appareils ont été déconnectés.",
	account.RoleChanged: "Un administrateur a changé votre rôle.", account.FactorAdded: "La vérification en deux étapes est en place.",
	account.FactorRemoved: "La vérification en deux étapes est retirée.", account.KeyAdded: "Une clé d'accès a été ajoutée.", account.KeyRemoved: "Une clé d'accès a été retirée.",
	account.ProgramAdded: "Un logiciel peut agir en votre nom.", account.ProgramRemoved: "Un logiciel ne peut plus agir en votre nom.",
	account.Linked: "Un autre service ouvre votre compte.", account.Unlinked: "Un autre service n'ouvre plus votre compte.", account.Closing: "La suppression a été demandée.",
	account.Lapsing: "Une lettre a prévenu que le compte serait supprimé, faute de visite.", account.LapsingShut: "Une lettre a prévenu que le compte, suspendu, serait effacé faute de visite.",
	account.Lapsed:     "Le compte ne se voit plus et sera effacé, faute de visite.",
	account.RescueMade: "Dix nouveaux codes de secours ont été faits.", account.RescueUsed: "Un code de secours a servi pour entrer.",
	account.FactorsReset: "La personne qui tient le site a retiré l'application de codes, les clés d'accès et les codes de secours.",
	account.Kept:         "La suppression a été annulée.", account.Suspended: "Un modérateur a suspendu le compte.", account.Restored: "Le compte a été rétabli.",
	account.Renamed: "Le nom a changé.", account.Exported: "Vos données ont été emportées.",
}
