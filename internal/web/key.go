package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/views"
)

// What is said when a passkey does not let in.
const (
	noKey  = "Cette clé n'a pas ouvert votre compte : recommencez, ou choisissez un autre moyen."
	notKey = "Cette clé n'a pas été gardée : recommencez."
)

// options answers a script with what the browser asks a device.
func options(c *fiber.Ctx, json []byte) error {
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(json)
}

func (s *site) keyOptions(c *fiber.Ctx) error {
	asked, browser, err := s.Accounts.AskKey(c.UserContext())
	if err != nil {
		return err
	}
	s.setCookie(c, "cle", browser, ways)
	return options(c, asked)
}

// enterByKey lets in who holds a passkey, in a strong session.
func (s *site) enterByKey(c *fiber.Ctx) error {
	a, err := s.Accounts.EnterByKey(c.UserContext(), c.Cookies(s.cookieName("cle")), []byte(typed(c, views.FieldAnswer)))
	s.setCookie(c, "cle", "", -1)
	if account.NoKey(err) {
		form := s.signInPage(c)
		form.Refuse = noKey
		return show(c.Status(fiber.StatusUnprocessableEntity), views.SignIn(form))
	}
	if err != nil {
		return s.orErased(c, err)
	}
	a.Strong = true
	return s.orErased(c, s.settle(c, a, next(c, "")))
}

func (s *site) secondKeyOptions(c *fiber.Ctx) error {
	asked, err := s.Accounts.AskSecondKey(c.UserContext(), s.second(c))
	if err != nil {
		return err
	}
	return options(c, asked)
}

// verifyByKey is the second step by a passkey.
func (s *site) verifyByKey(c *fiber.Ctx) error {
	p, err := s.Accounts.VerifyByKey(c.UserContext(), s.second(c), []byte(typed(c, views.FieldAnswer)))
	switch {
	case errors.Is(err, account.ErrOver):
		return s.codeOver(c)
	case account.NoKey(err):
		return s.showVerify(c, noKey, nil)
	case err != nil:
		return s.orErased(c, err)
	}
	return s.verified(c, p)
}

func (s *site) keys(c *fiber.Ctx) error { return s.showKeys(c, "") }

// showKeys lists the passkeys of a member, with the form that adds one.
func (s *site) showKeys(c *fiber.Ctx, refuse string) error {
	a := who(c).account
	p := views.KeysPage{Chrome: s.chrome(c, "Clés d'accès", views.NavMe), Here: s.Accounts.HasDevices(), First: !a.Factored(), Refuse: refuse}
	for _, k := range a.Keys {
		one := views.Passkey{ID: k.ID, Label: k.Label, Since: views.Moment(k.Created.In(clock.Paris))}
		if one.Label == "" {
			one.Label = "Clé sans nom"
		}
		if !k.Used.IsZero() {
			one.Used = views.Moment(k.Used.In(clock.Paris))
		}
		p.Keys = append(p.Keys, one)
	}
	if refuse != "" {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.Keys(p))
}

func (s *site) newKeyOptions(c *fiber.Ctx) error {
	asked, browser, err := s.Accounts.AskNewKey(c.UserContext(), who(c).account.ID)
	if err != nil {
		return err
	}
	s.setCookie(c, "cle", browser, ways)
	return options(c, asked)
}

// changeKeys adds the passkey that a device made, or takes one away.
func (s *site) changeKeys(c *fiber.Ctx) error {
	ctx, v, agent := c.UserContext(), who(c), c.Get("User-Agent")
	if key := typed(c, views.FieldRemove); key != "" {
		last, err := s.Accounts.RemoveKey(ctx, v.account.ID, key, agent)
		return s.removed(c, last, err, "La clé est retirée.", "/compte/cles")
	}
	rescue, err := s.Accounts.AddKey(ctx, v.account.ID, c.Cookies(s.cookieName("cle")), typed(c, views.FieldLabel), []byte(typed(c, views.FieldAnswer)), v.secret, agent)
	s.setCookie(c, "cle", "", -1)
	if account.NoKey(err) || errors.Is(err, fault.Conflict) {
		return s.showKeys(c, notKey)
	}
	if err != nil {
		return err
	}
	return s.added(c, rescue, "La clé est ajoutée.", "/compte/cles")
}
