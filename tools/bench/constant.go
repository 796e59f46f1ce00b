package main

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

// serveConstant answers 20 KB of the same bytes: what the library alone costs.
func serveConstant(addr string) error {
	body := []byte(strings.Repeat("0123456789abcdef", 20<<10/16))
	app := fiber.New(fiber.Config{Immutable: true, CaseSensitive: true, DisableStartupMessage: true})
	app.Get("/*", func(c *fiber.Ctx) error {
		c.Type("html", "utf-8")
		c.Response().SetBodyRaw(body)
		return nil
	})
	return app.Listen(addr)
}
