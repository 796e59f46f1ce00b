package web

import (
	"github.com/gofiber/fiber/v2"

	"partant/internal/identification"
)

// witness has the address of a connection kept, sealed, where the site is told to. That it could not be is logged: it keeps nobody
// from anything.
func (s *site) witness(c *fiber.Ctx, e identification.Entry) {
	if !s.Identification.Keeps() {
		return
	}
	e.Address, e.Agent = s.client(c).String(), identification.Agent(c.Get("User-Agent"))
	if err := s.Identification.Connect(c.UserContext(), e); err != nil {
		s.Log.Warn("keeping the address of a connection", "error", err)
	}
}

// witnessed notes from where members write. What was refused is not written.
func (s *site) witnessed(c *fiber.Ctx) error {
	v := who(c)
	err := c.Next()
	if err == nil && !reads(c) && v.viewer().SignedIn() && c.Response().StatusCode() < fiber.StatusBadRequest {
		s.witness(c, identification.Entry{Account: v.account.ID, Event: identification.Used})
	}
	return err
}
