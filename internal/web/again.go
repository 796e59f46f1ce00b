package web

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/text"
	"partant/views"
)

const (
	// longFrom is how long a text is, in characters, that nobody likes to write twice.
	longFrom = 30
	// againMost bounds how much of a form is shown again, in bytes.
	againMost = 64 << 10
)

// passing are the failures after which the same form may do.
var passing = []int{fiber.StatusTooManyRequests, fiber.StatusInternalServerError, fiber.StatusServiceUnavailable, fiber.StatusInsufficientStorage}

// secrets are the fields whose forms are never shown again.
var secrets = []string{account.FieldPassword, account.FieldCode, account.FieldOldCode}

// sayAgain shows what somebody had written in a form that could not be taken just now, and has it sent again with one button: what a
// browser remembers is not always there when one goes back. Forms of other sites, with files or with secrets are left out.
func sayAgain(c *fiber.Ctx, page *views.ErrorPage) {
	ours, _ := c.Locals(keyOurs).(bool)
	if !page.Kept || !ours || len(c.Body()) > againMost || !bytes.HasPrefix(c.Request().Header.ContentType(), []byte(fiber.MIMEApplicationForm)) {
		return
	}
	again := views.Again{Path: c.OriginalURL(), Send: slices.Contains(passing, page.Status)}
	for name, value := range c.Request().PostArgs().All() {
		field := views.Sent{Name: string(name), Value: string(value)}
		if slices.Contains(secrets, field.Name) || !utf8.ValidString(field.Name+field.Value) {
			return
		}
		if field.Long = text.Len(strings.TrimSpace(field.Value)) >= longFrom && strings.ContainsAny(field.Value, " \n"); field.Long {
			again.Any = true
		}
		again.Fields = append(again.Fields, field)
	}
	if again.Any {
		page.Again, page.Kept = &again, false
	}
}
