package web

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"partant/views"
)

func (s *site) about(c *fiber.Ctx) error   { return s.words(c, "À propos", views.About) }
func (s *site) legal(c *fiber.Ctx) error   { return s.words(c, "Mentions légales", views.Legal) }
func (s *site) privacy(c *fiber.Ctx) error { return s.words(c, "Confidentialité", views.Privacy) }
func (s *site) sources(c *fiber.Ctx) error { return s.words(c, "Sources des données", views.Sources) }
func (s *site) accessibility(c *fiber.Ctx) error {
	return s.words(c, "Accessibilité", views.Accessibility)
}

// words shows a page of words.
func (s *site) words(c *fiber.Ctx, title string, draw func(views.TextPage) templ.Component) error {
	page := views.TextPage{Chrome: s.chrome(c, title, views.NavNone)}
	page.Chrome.Canonical = s.canonical(c.Path())
	return show(c, draw(page))
}
