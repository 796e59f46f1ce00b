// Package feed joins publications and pages to what a member reads: all that they follow, the last published first.
package feed

import (
	"context"
	"fmt"
	"slices"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// Follows knows the sources of a member: see post.Post.Sources.
type Follows interface {
	Sources(ctx context.Context, account string) ([]string, error)
}

// Pages reads those who speak: see profile.Service.
type Pages interface {
	// Many returns those of the profiles that exist and may be seen.
	Many(ctx context.Context, v viewer.Viewer, ids []string) ([]profile.Profile, error)
}

// Posts reads publications: see post.Store.
type Posts interface {
	post.Lists
	Post(ctx context.Context, id string) (post.Post, error)
}

// Memory remembers the feeds of members: see kept.Own. What it returns is shared.
type Memory interface {
	Read(ctx context.Context, key string, find func() (page.Of[Entry], error)) (page.Of[Entry], error)
}

// Service reads feeds.
type Service struct {
	posts   Posts
	pages   Pages
	memory  Memory
	follows []Follows
}

// New returns a Service whose feeds are of all that any of follows knows: Own, and what members choose.
func New(posts Posts, pages Pages, memory Memory, follows ...Follows) *Service {
	return &Service{posts: posts, pages: pages, memory: memory, follows: follows}
}

// Entry is a publication and the page that speaks, as everybody may see it.
type Entry struct {
	Post post.Post
	By   profile.Profile
}

// How much of a feed a page has when nobody says, and how many pages are read to find something that may be seen.
const (
	shown  = 20
	rounds = 5
)

// Of is the feed of a member, to be read and not changed. Errors: fault.SignedOut.
func (s *Service) Of(ctx context.Context, v viewer.Viewer, req page.Req) (_ page.Of[Entry], err error) {
	defer fault.Wrap(&err, "feed.Of")
	if !v.SignedIn() {
		return page.Of[Entry]{}, fault.SignedOut
	}
	return s.memory.Read(ctx, fmt.Sprint(v.Account, " ", req.Limit, " ", req.Cursor), func() (page.Of[Entry], error) {
		sources, err := s.Sources(ctx, v.Account)
		if err != nil {
			return page.Of[Entry]{}, err
		}
		return s.From(ctx, sources, req)
	})
}

// Sources are what the feed of an account is made of, each once: see post.Post.Sources.
func (s *Service) Sources(ctx context.Context, account string) (sources []string, err error) {
	defer fault.Wrap(&err, "feed.Sources")
	for _, f := range s.follows {
		some, err := f.Sources(ctx, account)
		if err != nil {
			return nil, err
		}
		sources = append(sources, some...)
	}
	slices.Sort(sources)
	return slices.Compact(sources), nil
}

// Local is all that is published, for everybody.
func (s *Service) Local(ctx context.Context, req page.Req) (page.Of[Entry], error) {
	return s.From(ctx, []string{post.Everything}, req)
}

// From is what is published under any of the sources, the last first. What a page has said that is hidden or erased is left
// out, so that a page of the feed may be shorter than the others.
func (s *Service) From(ctx context.Context, sources []string, req page.Req) (_ page.Of[Entry], err error) {
	defer fault.Wrap(&err, "feed.From")
	req = req.Clamp(shown)
	var all page.Of[Entry]
	for range rounds {
		found, err := s.posts.From(ctx, sources, req)
		if err != nil {
			return page.Of[Entry]{}, err
		}
		if all.Items, err = s.withPages(ctx, found.Items); err != nil {
			return page.Of[Entry]{}, err
		}
		all.Next, req.Cursor = found.Next, found.Next
		if len(all.Items) > 0 || found.Next.IsZero() {
			break
		}
	}
	return all, nil
}

// One is a publication that everybody may read. fault.NotFound; fault.Gone for what is in no list, or was said by a page
// that nobody sees.
func (s *Service) One(ctx context.Context, id string) (_ Entry, err error) {
	defer fault.Wrap(&err, "feed.One(%s)", id)
	p, err := s.posts.Post(ctx, id)
	if err != nil {
		return Entry{}, err
	}
	if len(p.Sources()) == 0 {
		return Entry{}, fault.Gone
	}
	found, err := s.withPages(ctx, []post.Post{p})
	if err == nil && len(found) == 0 {
		err = fault.Gone
	}
	if err != nil {
		return Entry{}, err
	}
	return found[0], nil
}

func (s *Service) withPages(ctx context.Context, posts []post.Post) (entries []Entry, err error) {
	if len(posts) == 0 {
		return nil, nil
	}
	pages, err := s.pages.Many(ctx, viewer.Viewer{}, speakers(posts))
	if err != nil {
		return nil, err
	}
	byID := make(map[string]profile.Profile, len(pages))
	for _, p := range pages {
		byID[p.ID] = p
	}
	for _, p := range posts {
		if by, ok := byID[p.By.Page]; ok {
			entries = append(entries, Entry{Post: p, By: by})
		}
	}
	return entries, nil
}

// speakers are the pages that say something, each once.
func speakers(posts []post.Post) []string {
	ids := make([]string, len(posts))
	for i, p := range posts {
		ids[i] = p.By.Page
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
