package web

import (
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"partant/views"
)

// keptContent is the content of a page that is the same for everybody, with the frame of nobody.
type keptContent struct {
	page    views.Common
	bytes   int
	changes uint64
	drawn   time.Time
}

// toKeep is what a request goes to draw: under which key it is kept, and as of which change.
type toKeep struct {
	key     string
	changes uint64
}

// common shows members from memory what is the same for everybody, each in a frame of their own. The next handlers draw
// it through showCommon when it is not there.
func (s *site) common(c *fiber.Ctx) error {
	if !reads(c) || c.Get("HX-Request") != "" {
		return c.Next()
	}
	around, err := s.apart(c)
	switch {
	case err != nil:
		return err
	case !around.Empty():
		return c.Next() // what is hidden from them is hidden from nobody else: it is drawn for them alone
	}
	changes, err := s.cache.changes(c.UserContext())
	if err != nil {
		return c.Next() // the store is away: whoever draws the page will say so
	}
	key := c.OriginalURL() + "\x00" + string(c.Request().Host())
	if kept, ok := s.cache.contents.GetIfPresent(key); ok && fresh(kept.changes, kept.drawn, changes, s.Now()) {
		return s.showOwn(c, kept.page.For(s.chrome(c, "", views.NavNone)))
	}
	c.Locals(keyCommon, toKeep{key, changes})
	return c.Next()
}

// showCommon answers with a page whose content is the same for everybody, and keeps that for the next reader.
func (s *site) showCommon(c *fiber.Ctx, p views.Common) error {
	keep, ok := c.Locals(keyCommon).(toKeep)
	if !ok || c.Locals(keyPassing) != nil {
		return s.showOwn(c, p)
	}
	var drawn strings.Builder
	if err := p.Content.Render(c.UserContext(), &drawn); err != nil {
		return err
	}
	p.Content = templ.Raw(drawn.String())
	s.cache.contents.Set(keep.key, &keptContent{page: p.For(views.Chrome{}), bytes: len(keep.key) + drawn.Len(), changes: keep.changes, drawn: s.Now()})
	return s.showOwn(c, p)
}

// showOwn draws such a page with what is its reader's alone: whether they follow what it is about.
func (s *site) showOwn(c *fiber.Ctx, p views.Common) (err error) {
	if p.Follow, err = s.following(c, p.Follow); err != nil {
		return err
	}
	if err := s.fillUnread(c, &p); err != nil {
		return err
	}
	return show(c, views.Frame(p))
}
