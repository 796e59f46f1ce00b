package web

import (
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/views"
)

func (s *site) about(c *fiber.Ctx) error   { return s.words(c, "À propos", views.About) }
func (s *site) legal(c *fiber.Ctx) error   { return s.words(c, "Mentions légales", views.Legal) }
func (s *site) privacy(c *fiber.Ctx) error { return s.words(c, "Confidentialité", views.Privacy) }
func (s *site) sources(c *fiber.Ctx) error { return s.words(c, "Sources des données", views.Sources) }
func (s *site) accessibility(c *fiber.Ctx) error {
	return s.words(c, "Accessibilité", views.Accessibility)
}

// terms shows the terms of use.
func (s *site) terms(c *fiber.Ctx) error {
	return s.words(c, "Conditions d'utilisation", views.Terms)
}

// securityText tells whoever found a weakness where to write (RFC 9116); there is none while nobody is named.
func (s *site) securityText(c *fiber.Ctx) error {
	contact := s.Site.SecurityContact()
	if contact == "" {
		return fault.NotFound
	}
	expires := s.Now().UTC().Truncate(24*time.Hour).AddDate(0, 6, 0)
	c.Type("txt", "utf-8")
	return c.SendString("Contact: " + contact + "\nExpires: " + expires.Format(time.RFC3339) + "\nPreferred-Languages: fr, en\nCanonical: " +
		s.canonical("/.well-known/security.txt") + "\n")
}

// words shows a page of words.
func (s *site) words(c *fiber.Ctx, title string, draw func(views.TextPage) templ.Component) error {
	page := views.TextPage{Chrome: s.chrome(c, title, views.NavNone)}
	page.Chrome.Canonical = s.canonical(c.Path())
	return show(c, draw(page))
}
