package web

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/views"
)

// apiItems is one page of a list for programs. Next is absent on the last.
type apiItems[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

// itemsOf is a list as programs read it.
func itemsOf[T, A any](list page.Of[T], show func(*T) A) apiItems[A] {
	shown := apiItems[A]{Items: make([]A, len(list.Items))}
	for i := range list.Items {
		shown.Items[i] = show(&list.Items[i])
	}
	if !list.Next.IsZero() {
		shown.Next = list.Next.String()
	}
	return shown
}

const paramCursor = "cursor"

// listed is which page of a list a program asks for. It refuses parameters that are neither those of pages nor known.
func listed(c *fiber.Ctx, known ...string) (req page.Req, wrong fault.Fields) {
	wrong = fault.Fields{}
	for name := range c.Request().URI().QueryArgs().All() {
		if one := string(name); one != paramCursor && one != string(paramLimit) && !slices.Contains(known, one) {
			wrong.Add(text.Cut(text.Line(one), mostQuoted), "Ce paramètre n'existe pas.")
		}
	}
	req.Limit = limitOf(c, wrong)
	var err error
	if req.Cursor, err = page.ParseCursor(c.Query(paramCursor)); err != nil {
		wrong.Add(paramCursor, "Ce n'est pas la suite d'une liste : reprenez « next » tel quel.")
	}
	return req, wrong
}

// apiTown reads the commune that a program names as the addresses of the site do; its INSEE code.
func (s *site) apiTown(c *fiber.Ctx, wrong fault.Fields) string {
	asked := c.Query(string(views.ParamCommune))
	if asked == "" {
		return ""
	}
	town, ok := s.Territory.Region.BySlug(asked)
	if !ok {
		wrong.Add(string(views.ParamCommune), "Nous ne connaissons pas cette commune.")
	}
	return town.INSEE
}

// apiBy is the page that speaks.
type apiBy struct {
	ID      string       `json:"id"`
	URL     string       `json:"url"`
	Slug    string       `json:"slug"`
	Type    profile.Kind `json:"type"`
	Name    string       `json:"name"`
	Example bool         `json:"example,omitempty"`
}

// speaker is nil for a page that is gone.
func (s *site) speaker(b views.Byline) *apiBy {
	if b.Page == "" {
		return nil
	}
	return &apiBy{ID: b.Page, URL: s.canonical("/fiches/" + b.Slug), Slug: b.Slug, Type: b.Kind, Name: b.Name, Example: b.Example}
}

// since is nil for what never was.
func since(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
