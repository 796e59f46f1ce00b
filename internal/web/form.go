package web

import (
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"partant/internal/trap"
)

// typed is what a field of the form was filled with. The query of the address is no form.
func typed(c *fiber.Ctx, field string) string {
	return string(c.Request().PostArgs().Peek(field))
}

// readable refuses forms that browsers do not send for our pages: in another format, or with bytes that are no text.
func (s *site) readable(c *fiber.Ctx) error {
	if !byForm(c) {
		return c.Next()
	}
	if isMultipart(string(c.Request().Header.ContentType())) && takesFiles(c.Method(), c.Path()) {
		if err := s.unfold(c); err != nil {
			return err
		}
		return c.Next()
	}
	kind, _, _ := strings.Cut(string(c.Request().Header.ContentType()), ";")
	if len(c.Request().Body()) > 0 && !strings.EqualFold(strings.TrimSpace(kind), fiber.MIMEApplicationForm) {
		return fiber.ErrUnsupportedMediaType
	}
	for name, value := range c.Request().PostArgs().All() {
		if !utf8.Valid(name) || !utf8.Valid(value) {
			return fiber.ErrBadRequest
		}
	}
	return c.Next()
}

// unbaited is what was wrong with a form or, when nothing was, that the field which nobody sees is filled: programs sign up too.
func unbaited(c *fiber.Ctx, err error) error {
	if err != nil {
		return err
	}
	return trap.Taken(typed(c, trap.FieldBait))
}
