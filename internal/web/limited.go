package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/limit"
	"partant/views"
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
	young, err := s.Moderation.InFirstDay(c.UserContext(), v.viewer())
	if err == nil && young {
		if err = s.Limits.Allow(c.UserContext(), first, limit.Member(v.account.ID)); err != nil {
			err = inFirstDay{err}
		}
	}
	return err
}

// made reports whether what a form makes is there already: a form that comes twice counts once.
func made[T any](_ T, err error) bool { return err == nil }

// inFirstDay is a refusal of the stricter rule of somebody's first day.
type inFirstDay struct{ error }

func (e inFirstDay) Unwrap() error { return e.error }

// sayFirstDay says why somebody new is asked to wait, who went no faster than others may.
func sayFirstDay(err error, page *views.ErrorPage) {
	var young inFirstDay
	if errors.As(err, &young) && page.Status == fiber.StatusTooManyRequests {
		page.Say = "Le premier jour, chacun publie et répond un peu moins\u00a0: c'est ce qui tient la publicité à distance. Une page vérifiée n'attend pas."
	}
}
