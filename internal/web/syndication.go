package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/feed"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/syndication"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// entriesMost is how many entries a feed holds.
const entriesMost = 30

// source makes the feed of an address, for a visitor whoever asks. Its Page and Self are local paths, without an ending.
type source func(c *fiber.Ctx) (syndication.Feed, error)

func (s *site) rss(of source) fiber.Handler  { return s.syndicated(of, syndication.RSS) }
func (s *site) atom(of source) fiber.Handler { return s.syndicated(of, syndication.Atom) }

// syndicated answers with a feed. A slug of former days leads to that of today.
func (s *site) syndicated(of source, as syndication.Format) fiber.Handler {
	return func(c *fiber.Ctx) error {
		f, err := of(c)
		if err != nil {
			return err
		}
		path := f.Self + "." + string(as)
		if slug := c.Params("slug"); slug != "" && !strings.HasSuffix(f.Self, "/"+slug) {
			return c.Redirect(path, fiber.StatusMovedPermanently)
		}
		if query := string(c.Request().URI().QueryString()); query != "" {
			path += "?" + query
		}
		f.Page, f.Self, f.Title = s.canonical(f.Page), s.canonical(path), f.Title+" – Partant "+s.Site.Region.Name
		s.date(&f)
		b, err := syndication.Write(f, as)
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, as.Type())
		c.Set(fiber.HeaderLastModified, f.Updated.UTC().Format(httpTime))
		return c.Send(b)
	}
}

// httpTime is how HTTP writes an instant.
const httpTime = "Mon, 02 Jan 2006 15:04:05 GMT"

// date says when the last thing in a feed changed; of an empty feed nobody knows, and it is of the day.
func (s *site) date(f *syndication.Feed) {
	for _, e := range f.Entries {
		for _, at := range []time.Time{e.Published, e.Changed} {
			if at.After(f.Updated) {
				f.Updated = at
			}
		}
	}
	if f.Updated.IsZero() {
		f.Updated = s.Now().UTC().Truncate(24 * time.Hour)
	}
}

// localNews is /fil.rss: all that is published.
func (s *site) localNews(c *fiber.Ctx) (syndication.Feed, error) {
	f := syndication.Feed{Title: "Le fil", About: "Ce que publient les entreprises, les clubs, les institutions et les personnes " + s.Site.Region.Of + ".", Page: "/fil", Self: "/fil"}
	return s.newsFrom(c, f, post.Everything)
}

// townNews is /communes/{slug}.rss: what its pages publish.
func (s *site) townNews(c *fiber.Ctx) (syndication.Feed, error) {
	town, ok := s.Territory.Region.BySlug(c.Params("slug"))
	if !ok {
		if town, ok = s.townCalled(c.Params("slug")); !ok {
			return syndication.Feed{}, fault.NotFound
		}
	}
	path := "/communes/" + town.Slug
	f := syndication.Feed{Title: town.Name, About: "Ce que publient les pages de la commune : " + town.Name + ".", Page: path, Self: path}
	return s.newsFrom(c, f, post.OfTown(town.INSEE))
}

// tagNews is /sujets/{tag}.rss: what is published under it.
func (s *site) tagNews(c *fiber.Ctx) (syndication.Feed, error) {
	raw, _ := url.PathUnescape(c.Params("tag")) // wellFormed has looked
	tag := text.Line(raw)
	if tag == "" || text.Len(tag) > post.MaxTag {
		return syndication.Feed{}, fault.NotFound
	}
	path := tagPath(tag)
	f := syndication.Feed{Title: "« " + tag + " »", About: "Ce qui se publie " + s.Site.Region.In + " sous le mot-clé « " + tag + " ».", Page: path, Self: path}
	return s.newsFrom(c, f, post.OfTag(tag))
}

// pageNews is /fiches/{slug}.rss: what a page publishes.
func (s *site) pageNews(c *fiber.Ctx) (syndication.Feed, error) {
	of, err := s.profileAt(c, viewer.Viewer{})
	if err != nil {
		return syndication.Feed{}, err
	}
	path := "/fiches/" + url.PathEscape(of.Slug)
	f := syndication.Feed{Title: of.Name, About: "Ce que publie " + of.Name + ".", Page: path, Self: path, Updated: of.Created}
	return s.newsFrom(c, f, post.OfPage(of.ID))
}

// newsFrom fills a feed with publications.
func (s *site) newsFrom(c *fiber.Ctx, f syndication.Feed, from ...string) (syndication.Feed, error) {
	found, err := s.Feed.From(c.UserContext(), from, page.Req{Limit: entriesMost})
	for i := range found.Items {
		f.Entries = append(f.Entries, s.newsEntry(&found.Items[i]))
	}
	return f, err
}

func (s *site) newsEntry(e *feed.Entry) syndication.Entry {
	by := views.Said(s.byline(&e.By))
	return syndication.Entry{ID: e.Post.ID, Title: releaseTitle(&e.Post), By: by, URL: s.canonical("/publications/" + url.PathEscape(e.Post.Slug)),
		Lead: e.Post.Lead, HTML: e.Post.HTML, Published: e.Post.Published, Changed: e.Post.Changed()}
}

// talkNews is /discussions.rss: those that moved last, the last opened first.
func (s *site) talkNews(c *fiber.Ctx) (syndication.Feed, error) {
	var asked views.TalkPage
	filter := s.talkAsk(c, &asked)
	list, err := s.Talk.List(c.UserContext(), filter, page.Req{Limit: entriesMost})
	if err != nil {
		return syndication.Feed{}, err
	}
	cards, err := s.talkCards(c, list.Items)
	if err != nil {
		return syndication.Feed{}, err
	}
	f := syndication.Feed{Title: talkTitle(&asked), About: "Ce dont on parle " + s.Site.Region.In + " : questions, propositions, discussions.", Page: asked.Ask.URL(), Self: "/discussions"}
	for i := range list.Items {
		f.Entries = append(f.Entries, s.talkEntry(&list.Items[i], views.Said(cards[i].By)))
	}
	slices.SortStableFunc(f.Entries, func(a, b syndication.Entry) int { return b.Published.Compare(a.Published) })
	return f, nil
}

func (s *site) talkEntry(d *discussion.Discussion, by string) syndication.Entry {
	return syndication.Entry{ID: d.ID, Title: d.Title, By: by, URL: s.canonical(talkPath(d.Slug)), Lead: text.Cut(text.Line(d.Body), 300), HTML: d.HTML, Published: d.Created, Changed: d.Edited}
}

// answerNews is /discussions/{slug}.rss: what was answered last and, behind it, what it answers.
func (s *site) answerNews(c *fiber.Ctx) (syndication.Feed, error) {
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	if err != nil {
		return syndication.Feed{}, err
	}
	last, err := s.Answers.Latest(c.UserContext(), comment.Target{Kind: comment.Discussion, ID: d.ID}, entriesMost-1)
	if err != nil {
		return syndication.Feed{}, err
	}
	lines, err := s.bylines(c.UserContext(), speakersOf(d, last))
	if err != nil {
		return syndication.Feed{}, err
	}
	path := talkPath(d.Slug)
	f := syndication.Feed{Title: d.Title, About: "Ce que l'on répond à : " + d.Title, Page: path, Self: path}
	for _, a := range last {
		by := views.Said(saidBy(&a, lines))
		f.Entries = append(f.Entries, syndication.Entry{ID: a.ID, Title: "Réponse : " + by, By: by, URL: s.canonical("/reponses/" + a.ID), Lead: text.Cut(text.Line(a.Body), 300), HTML: a.HTML, Published: a.Created, Changed: a.Edited})
	}
	f.Entries = append(f.Entries, s.talkEntry(&d, views.Said(lines[d.By.Page])))
	slices.SortStableFunc(f.Entries, func(a, b syndication.Entry) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(b.ID, a.ID))
	})
	return f, nil
}

// speakersOf are the pages that speak in a discussion and some of its answers.
func speakersOf(d discussion.Discussion, answers []comment.Comment) []string {
	pages := []string{d.By.Page}
	for i := range answers {
		pages = append(pages, answers[i].By.Page)
	}
	return distinct(pages)
}

// offers is a feed as a page offers it.
func offers(title, path string) views.Syndicated {
	return views.Syndicated{Title: title, RSS: path + ".rss", Atom: path + ".atom"}
}

// releaseTitle is what a publication is called where nothing else says that it is a version of a project.
func releaseTitle(p *post.Post) string {
	if p.Beta == nil {
		return p.Heading()
	}
	return p.Heading() + ", version " + p.Beta.Version
}
