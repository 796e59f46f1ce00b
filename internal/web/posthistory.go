package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/diff"
	"partant/internal/fault"
	"partant/internal/post"
	"partant/views"
)

// postHistory is /publications/{slug}/historique: what a publication has said, and what changed in one of its texts. ?version=
// chooses it; the last one when nobody does.
func (s *site) postHistory(c *fiber.Ctx) error {
	p, texts, err := s.Posts.HistoryOf(c.UserContext(), c.Params("slug"))
	if err != nil {
		return err
	}
	lines, err := s.bylines(c.UserContext(), []string{p.By.Page})
	if err != nil {
		return err
	}
	by, ok := lines[p.By.Page]
	if !ok {
		return fault.Gone
	}
	at := 0
	if asked := c.Query(views.FieldAt); asked != "" {
		at = slices.IndexFunc(texts, func(t post.Past) bool { return strconv.FormatInt(t.Version, 10) == asked })
	}
	if at < 0 {
		return fault.NotFound
	}
	shown := views.PostHistoryPage{Chrome: s.chrome(c, "Historique – "+p.Heading(), views.NavFeed), Slug: p.Slug, Called: p.Heading(), By: by, Most: post.MostPasts, At: moment(texts[at].At), First: at == len(texts)-1}
	shown.Chrome.NoIndex = true
	path := "/publications/" + url.PathEscape(p.Slug) + "/historique?" + views.FieldAt + "="
	for i, t := range texts {
		shown.Texts = append(shown.Texts, views.PostText{At: moment(t.At), URL: path + strconv.FormatInt(t.Version, 10), Now: i == 0, Here: i == at, First: i == len(texts)-1})
	}
	was := texts[at]
	if !shown.First {
		was = texts[at+1]
	}
	shown.Title, shown.Body = parts(was.Title, texts[at].Title), parts(was.Body, texts[at].Body)
	shown.Tags = parts(strings.Join(was.Tags, ", "), strings.Join(texts[at].Tags, ", "))
	return show(c, views.PostHistory(shown))
}

// parts are what changed, as pages show it.
func parts(was, is string) (all []views.TextPart) {
	for _, p := range diff.Words(was, is) {
		all = append(all, views.TextPart{Text: p.Text, Gone: p.Kind == diff.Gone, New: p.Kind == diff.New})
	}
	return all
}
