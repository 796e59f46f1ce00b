package web

import (
	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/public"
	"partant/views"
)

// asset serves a file of the site itself.
func (s *site) asset(c *fiber.Ctx) error {
	return sendAsset(c, c.Path())
}

func (s *site) favicon(c *fiber.Ctx) error { return sendAsset(c, public.Prefix+"img/favicon.png") }

func sendAsset(c *fiber.Ctx, path string) error {
	a, ok := public.Get(path, c.Get("Accept-Encoding"))
	if !ok {
		return fault.NotFound
	}
	c.Set("Content-Type", a.Type)
	c.Set("Vary", "Accept-Encoding")
	if a.Encoding != "" {
		c.Set("Content-Encoding", a.Encoding)
	}
	c.Set("Cache-Control", "no-cache")
	if a.Fixed {
		c.Set("Cache-Control", public.Forever)
	}
	c.Response().SetBodyRaw(a.Body)
	return nil
}

// baseMap serves the drawing of the territory that every map stands on.
func (s *site) baseMap(c *fiber.Ctx) error {
	m := &s.Territory.Region.Map
	c.Set("Cache-Control", "public, max-age=86400")
	c.Set("Content-Type", "image/svg+xml; charset=utf-8")
	return views.Base(views.BaseMap{Width: m.Width, Height: m.Height, Outline: m.Outline, Borders: m.Borders,
		EPCIBorders: m.EPCIBorders, River: m.River}).Render(c.UserContext(), c.Response().BodyWriter())
}
