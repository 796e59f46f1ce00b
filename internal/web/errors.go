package web

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/moderation"
	"partant/internal/unseen"
	"partant/views"
)

// statuses is the one table from kinds of failure to HTTP: the first that fits counts.
var statuses = []struct {
	kind   error
	status int
}{
	{fault.Gone, fiber.StatusGone},
	{fault.NotFound, fiber.StatusNotFound},
	{fault.Forbidden, fiber.StatusForbidden},
	{fault.SignedOut, fiber.StatusUnauthorized},
	{fault.Conflict, fiber.StatusConflict},
	{fault.Invalid, fiber.StatusUnprocessableEntity},
	{fault.TooMany, fiber.StatusTooManyRequests},
	{fault.Unavailable, fiber.StatusServiceUnavailable},
}

func status(err error) int {
	var own *fiber.Error
	if errors.As(err, &own) {
		return own.Code
	}
	for _, s := range statuses {
		if errors.Is(err, s.kind) {
			return s.status
		}
	}
	return fiber.StatusInternalServerError
}

// fail draws every failure: a page in French, or a problem (RFC 9457) for programs. Its cause goes to the log alone.
func (s *site) fail(c *fiber.Ctx, err error) error {
	c.SetUserContext(context.Background()) // the time the services had may be over: the page is drawn all the same
	var shut account.Barred
	if errors.As(err, &shut) {
		s.dress(c)
		return s.barred(c, shut)
	}
	code := status(err)
	ref := s.logged(c, code, err)
	if code == fiber.StatusUnauthorized && reads(c) && !forPrograms(c) {
		return c.Redirect("/connexion?"+views.FieldNext+"="+url.QueryEscape(c.OriginalURL()), fiber.StatusSeeOther)
	}
	s.dress(c) // what fails before the first handler has no headers yet
	c.Response().ResetBody()
	c.Status(code).Set("Cache-Control", "no-store")
	wait := waitOf(err)
	sayWait(c, err, wait)
	page := views.ErrorPage{Status: code, Ref: ref, Kept: wrote(c, code)}
	if wait > 0 {
		page.Wait = waitWords(wait)
	}
	if errors.Is(err, fault.Full) {
		page.Say = "Nous n'avons plus de place : rien ne peut être enregistré pour le moment, la lecture continue."
	}
	s.sayTakenDown(c, err, &page)
	sayElsewhere(err, &page)
	sayApart(err, &page)
	sayFirstDay(err, &page)
	sayAgain(c, &page)
	sayRefusal(err, &page)
	if forPrograms(c) {
		return c.JSON(problemOf(err, page), "application/problem+json")
	}
	page.Chrome = s.chrome(c, "", views.NavNone)
	return show(c, views.Error(page))
}

// logged writes down what is the site's own fault, and returns the reference of the request.
func (s *site) logged(c *fiber.Ctx, code int, err error) (ref string) {
	ref, _ = c.Locals(keyRef).(string)
	if code >= 500 {
		s.Log.Error("request failed", "ref", ref, "method", c.Method(), "route", c.Route().Path, "status", code, "error", err)
	}
	return ref
}

// sayTakenDown says of a thing that moderation took down that its author did not. Moderators find its case.
func (s *site) sayTakenDown(c *fiber.Ctx, err error, page *views.ErrorPage) {
	var down unseen.Error
	if !errors.As(err, &down) {
		return
	}
	if !down.Held {
		page.Say = "La modération du site l'a retirée, et non la personne qui l'avait publiée."
	}
	if who(c).viewer().Moderates() {
		page.Case = moderation.CaseOf(moderation.Kind(down.Kind), down.ID)
	}
}

// sayWait tells programs how long to wait, and how often is too often.
func sayWait(c *fiber.Ctx, err error, wait time.Duration) {
	if wait <= 0 {
		return
	}
	seconds := strconv.Itoa(int((wait + time.Second - 1) / time.Second))
	c.Set("Retry-After", seconds)
	var over fault.TooManyFor
	if errors.As(err, &over) {
		c.Set("RateLimit-Limit", strconv.Itoa(over.Most))
		c.Set("RateLimit-Remaining", "0")
		c.Set("RateLimit-Reset", seconds)
	}
}

// waitOf is how long to wait before the next try; zero when waiting is not the answer.
func waitOf(err error) time.Duration {
	var over fault.TooManyFor
	switch {
	case errors.As(err, &over):
		return over.Wait
	case errors.Is(err, fault.TooMany):
		return time.Minute
	case errors.Is(err, fault.Unavailable):
		return 10 * time.Second
	}
	return 0
}

// waitWords says how long to wait: « dans une minute ».
func waitWords(wait time.Duration) string {
	switch minutes := int(wait.Minutes() + 0.99); {
	case wait < 50*time.Second:
		return "dans quelques secondes"
	case minutes <= 1:
		return "dans une minute"
	case minutes < 90:
		return "dans " + strconv.Itoa(minutes) + " minutes"
	}
	return "dans quelques heures"
}

// problem is the JSON form of a failure.
type problem struct {
	Type     string            `json:"type"`
	Title    string            `json:"title"`
	Status   int               `json:"status"`
	Detail   string            `json:"detail"`
	Instance string            `json:"instance,omitempty"`
	Errors   map[string]string `json:"errors,omitempty"`
}

// problemOf says what an error may say of itself: the fields of a refused question, never the cause of a failure.
func problemOf(err error, page views.ErrorPage) problem {
	p := problem{Type: "about:blank", Title: page.Title(), Status: page.Status, Detail: page.Detail(), Instance: page.Ref}
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		p.Errors, p.Detail = wrong, detailOf(wrong)
	}
	return p
}

// detailOf names each parameter and what is wrong with it.
func detailOf(wrong fault.Fields) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(wrong)) {
		parts = append(parts, name+"\u00a0: "+wrong[name])
	}
	return strings.Join(parts, " ")
}

func forPrograms(c *fiber.Ctx) bool { return strings.HasPrefix(c.Path(), "/api/") }
