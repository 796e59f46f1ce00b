package web

import (
	"errors"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/text"
	"partant/views"
)

// wholeMost is the longest text, in characters, that lists show whole.
const wholeMost = 700

// postItem is a publication in a list, with its whole date.
func (s *site) postItem(p *post.Post, by views.Byline) views.PostItem {
	item := views.PostItem{Slug: p.Slug, By: by, Title: p.Title, Called: p.Heading(), At: moment(p.Published), Tags: p.Tags, Draft: p.Draft, Answers: p.Answers, Closed: p.IsClosed(), Photos: p.Photos}
	if shown := p.Shown(); shown != nil {
		item.Preview = *shown
	}
	if p.Beta != nil {
		item.Version = p.Beta.Version
	}
	if p.Draft {
		item.At = "commencé le " + moment(p.Created)
		if at := p.Planned(); !at.IsZero() {
			item.At, item.Planned = "paraîtra le "+moment(at), true
		}
		item.Missed = p.Plan != nil && p.Plan.Missed
	}
	if text.Len(p.Body) <= wholeMost {
		item.HTML = p.HTML
	} else {
		item.Lead = p.Lead
	}
	return item
}

// brief is a publication in few words.
func (s *site) brief(p *post.Post, by views.Byline) views.PostItem {
	item := s.postItem(p, by)
	item.HTML, item.Lead, item.Photos, item.Preview = "", "", nil, post.Preview{}
	if p.Title != "" {
		item.Lead = text.Cut(p.Lead, briefMost)
	}
	return item
}

// briefMost is how much of a text the shortest lists show.
const briefMost = 160

// newsShown is how many publications a profile shows.
const newsShown = 3

// fillNews adds what the page has published last.
func (s *site) fillNews(c *fiber.Ctx, p *views.ProfilePage) error {
	found, err := s.Posts.OfPage(c.UserContext(), p.Profile.ID, page.Req{Limit: newsShown})
	for i := range found.Items {
		p.News.Posts = append(p.News.Posts, s.brief(&found.Items[i], views.Byline{}))
	}
	return err
}

// speaksFor reports whether the member may speak in the name of a page.
func (s *site) speaksFor(c *fiber.Ctx, pageID string) (bool, error) {
	_, err := s.Profiles.Author(c.UserContext(), who(c).viewer(), pageID)
	if errors.Is(err, fault.Forbidden) || errors.Is(err, fault.SignedOut) {
		return false, nil
	}
	return err == nil, err
}

// postsShown is how many publications a page of a list has.
const postsShown = 20

// postsOf is /fiches/{slug}/publications.
func (s *site) postsOf(c *fiber.Ctx) error {
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	of, err := s.profileAt(c, who(c).viewer())
	if err != nil {
		return err
	}
	path := "/fiches/" + url.PathEscape(of.Slug) + "/publications"
	if of.Slug != c.Params("slug") {
		return c.Redirect(path, fiber.StatusMovedPermanently)
	}
	found, err := s.Posts.OfPage(c.UserContext(), of.ID, page.Req{Limit: postsShown, Cursor: cursor})
	if err != nil {
		return err
	}
	p := views.PostsPage{Chrome: s.chrome(c, "Ce que publie "+of.Name, views.NavDirectory), By: s.byline(&of), Next: older(path+"?", found.Next)}
	p.Chrome.Canonical = s.canonical("/fiches/" + of.Slug + "/publications")
	p.Chrome.Feed = offers("Ce que publie "+of.Name, "/fiches/"+url.PathEscape(of.Slug))
	p.Chrome.NoIndex = of.Example || len(found.Items) == 0 || !cursor.IsZero()
	for i := range found.Items {
		p.Posts = append(p.Posts, s.postItem(&found.Items[i], p.By))
	}
	if err := s.fillDrafts(c, &p); err != nil {
		return err
	}
	return show(c, views.PostsOf(p))
}

// fillDrafts adds the drafts of the page for those who may speak for it.
func (s *site) fillDrafts(c *fiber.Ctx, p *views.PostsPage) (err error) {
	if p.Can, err = s.speaksFor(c, p.By.Page); err != nil || !p.Can {
		return err
	}
	drafts, err := s.Posts.DraftsOf(c.UserContext(), who(c).viewer(), p.By.Page, page.Req{Limit: page.MaxLimit})
	slices.SortStableFunc(drafts.Items, func(a, b post.Post) int { return a.Planned().Compare(b.Planned()) })
	for i := range drafts.Items {
		item := s.brief(&drafts.Items[i], views.Byline{})
		if item.Planned {
			p.Planned = append(p.Planned, item)
		} else {
			p.Drafts = append(p.Drafts, item)
		}
	}
	return err
}
