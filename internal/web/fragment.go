package web

import (
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"partant/views"
)

// fragment is a part of a page that is the same for all who would see it under that key: drawn once, and again when anything that
// pages show has changed. What fails is drawn by nobody: the page is whole without it, and the log says why.
func (s *site) fragment(c *fiber.Ctx, key string, draw func() (templ.Component, error)) templ.Component {
	changes, counted := s.cache.changes(c.UserContext())
	if kept, ok := s.cache.contents.GetIfPresent(key); counted == nil && ok && fresh(kept.changes, kept.drawn, changes, s.Now()) {
		return kept.page.Content
	}
	drawn, err := draw()
	var b strings.Builder
	if err == nil {
		err = drawn.Render(c.UserContext(), &b)
	}
	if err != nil {
		s.Log.Warn("a part of a page is missing", "part", strings.SplitN(key, "\x00", 2)[0], "error", err)
		return templ.NopComponent
	}
	part := templ.Raw(b.String())
	if counted == nil {
		s.cache.contents.Set(key, &keptContent{page: views.Common{Content: part}, bytes: len(key) + b.Len(), changes: changes, drawn: s.Now()})
	}
	return part
}
