package web

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"
)

// alive says that the process answers.
func (s *site) alive(c *fiber.Ctx) error { return c.SendString("ok\n") }

// ready says whether the store answers too; the search engine may be away without the site being down.
func (s *site) ready(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	c.Set("Cache-Control", "no-store")
	if err := s.Healthy(ctx); err != nil {
		s.Log.Warn("not ready", "error", err)
		return c.Status(fiber.StatusServiceUnavailable).SendString("le magasin de données ne répond pas\n")
	}
	return c.SendString("ok\n")
}
