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

// wrote reports whether a form came in which somebody wrote a text, which their browser finds again when they go back. Nobody has read
// a form that is too large.
func wrote(c *fiber.Ctx, code int) (text bool) {
	if c.Method() != fiber.MethodPost || code == fiber.StatusRequestEntityTooLarge {
		return c.Method() == fiber.MethodPost
	}
	for name, value := range c.Request().PostArgs().All() {
		if slices.Contains(secrets, string(name)) {
			return false
		}
		text = text || isWords(string(value))
	}
	return text
}

// isWords tells what somebody wrote from the choices and the keys of a form.
func isWords(value string) bool { return strings.ContainsAny(strings.TrimSpace(value), " \n") }

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
		if field.Long = text.Len(strings.TrimSpace(field.Value)) >= longFrom && isWords(field.Value); field.Long {
			again.Any = true
		}
		again.Fields = append(again.Fields, field)
	}
	if again.Any {
		page.Again, page.Kept = &again, false
	}
}
