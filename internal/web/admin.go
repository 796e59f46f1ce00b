package web

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/viewer"
	"partant/views"
)

// firstAdminForm is where the link printed at start leads. Opening it changes nothing: previews open links too.
func (s *site) firstAdminForm(c *fiber.Ctx) error {
	c.Set("Referrer-Policy", "same-origin") // the address is a secret; without any referrer the form would have no origin
	c.Set("Cache-Control", "no-store")
	if who(c).account.Role == viewer.Admin { // the link has done its work
		return seeOther(c, "/compte")
	}
	return show(c, views.FirstAdmin(views.FirstAdminPage{Chrome: s.chrome(c, "Premier administrateur", views.NavNone), Secret: c.Params("secret")}))
}

// firstAdmin makes the signed-in member the first administrator, in a session of its own.
func (s *site) firstAdmin(c *fiber.Ctx) error {
	ctx := c.UserContext()
	if err := s.Limits.Allow(ctx, limit.SignIn, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	secret := typed(c, views.FieldSecret)
	if !who(c).viewer().SignedIn() {
		return seeOther(c, "/premier-administrateur/"+url.PathEscape(secret))
	}
	a, err := s.Accounts.Accept(ctx, who(c).account.ID, secret)
	if errors.Is(err, fault.NotFound) {
		page := views.FirstAdminPage{Chrome: s.chrome(c, "Premier administrateur", views.NavNone), Over: true}
		return show(c.Status(fiber.StatusNotFound), views.FirstAdmin(page))
	}
	if err == nil {
		a.Strong = who(c).account.Strong
		err = s.begin(c, a)
	}
	if err != nil {
		return err
	}
	if a.Strong {
		s.say(c, views.ToneDone, "Vous êtes l'administrateur de ce site.")
		return seeOther(c, "/bienvenue")
	}
	s.say(c, views.ToneDone, "Vous êtes l'administrateur de ce site. Il reste à mettre en place une seconde preuve : sans elle, ce rôle ne donne aucun droit.")
	return seeOther(c, "/compte/verification")
}
