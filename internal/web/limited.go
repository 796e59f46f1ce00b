package web

import (
	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/moderation"
)

// limited counts the requests of an address, or of an account. What an anonymous visitor may have from memory costs
// next to nothing and is not counted: a hall full of people shares one address.
func (s *site) limited(c *fiber.Ctx) error {
	v := who(c)
	var err error
	switch {
	case v.viewer().SignedIn():
		err = s.Limits.Allow(c.UserContext(), limit.ReadAsMember, limit.Member(v.account.ID))
	case c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead:
		err = s.Limits.Allow(c.UserContext(), limit.Read, limit.Visitor(s.client(c)))
	}
	if err != nil {
		return err
	}
	return c.Next()
}

// searched counts searches, and bounds how many are in flight for all: typing a query is fifteen of them.
func (s *site) searched(c *fiber.Ctx) error {
	if !who(c).viewer().SignedIn() {
		if err := s.Limits.Allow(c.UserContext(), limit.Search, limit.Visitor(s.client(c))); err != nil {
			return err
		}
	}
	select {
	case s.searches <- struct{}{}:
		defer func() { <-s.searches }()
		return c.Next()
	case <-c.UserContext().Done():
		return fault.Unavailable
	}
}

// searchesAtOnce is how many searches run at the same time; more would only wait for a processor.
const searchesAtOnce = 16

// maySay counts something that the member is about to say in public: by the rule of all and, in their first day, by a stricter one besides.
func (s *site) maySay(c *fiber.Ctx, of, first limit.Rule) error {
	v := who(c)
	err := s.Limits.Allow(c.UserContext(), of, limit.Member(v.account.ID))
	if err != nil {
		return err
	}
	level, err := s.Moderation.LevelOf(c.UserContext(), v.viewer())
	if err == nil && level == moderation.FirstDay {
		err = s.Limits.Allow(c.UserContext(), first, limit.Member(v.account.ID))
	}
	return err
}
