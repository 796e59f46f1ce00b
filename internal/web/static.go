package web

import (
	"bytes"
	"context"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/region"
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

// baseMap serves the drawing of the territory that every map stands on: drawn once, as it never changes.
func (s *site) baseMap(c *fiber.Ctx) error {
	drawing, err := s.base()
	if err != nil {
		return err
	}
	h := &c.Response().Header
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "public, max-age=86400")
	h.Set("Content-Type", "image/svg+xml; charset=utf-8")
	if strings.Contains(c.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		c.Response().SetBodyRaw(drawing.zipped)
		return nil
	}
	c.Response().SetBodyRaw(drawing.plain)
	return nil
}

type drawing struct{ plain, zipped []byte }

// drawBase draws the base map of a region.
func drawBase(m *region.Map) func() (drawing, error) {
	return sync.OnceValues(func() (drawing, error) {
		var out bytes.Buffer
		err := views.Base(views.BaseMap{Width: m.Width, Height: m.Height, Outline: m.Outline, Borders: m.Borders,
			EPCIBorders: m.EPCIBorders, River: m.River}).Render(context.Background(), &out)
		return drawing{out.Bytes(), zip(out.Bytes())}, err
	})
}
