package feed_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/feed"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/store/kept"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/territory"
	"partant/internal/viewer"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// follows are the sources of everybody.
type follows []string

func (f follows) Sources(context.Context, string) ([]string, error) { return f, nil }

// house has a page of each of some members, in Orléans or Gien, on a real store.
type house struct {
	*feed.Service
	profiles *profile.Service
	posts    sqlite.Posts
	ids      map[string]string // of pages, by the account that owns them
}

func open(t *testing.T, more ...string) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{posts: db.Posts(), ids: map[string]string{}}
	h.profiles = profile.New(db.Profiles(), territory.New(region.Loiret()), markdown.New(), clock.At(noon), func() {})
	h.Service = feed.New(db.Posts(), h.profiles, kept.Own[page.Of[feed.Entry]]{}, feed.Own{Team: db.Profiles()}, follows(more))
	for account, commune := range map[string]string{"nina": "45234", "omar": "45234", "paul": "45155", "rose": "45155"} {
		p, err := h.profiles.Create(t.Context(), viewer.Viewer{Account: account}, profile.Draft{Kind: profile.Person, Name: account, Commune: commune})
		if err != nil {
			t.Fatal(err)
		}
		h.ids[account] = p.ID
	}
	return h
}

// say publishes in the name of a member, a minute after what was said before.
func (h *house) say(t *testing.T, n int, account, commune string, tags ...string) {
	t.Helper()
	at := noon.Add(time.Duration(n) * time.Minute)
	p := post.Post{ID: fmt.Sprintf("%03d", n), Slug: fmt.Sprint(n), By: viewer.Author{Page: h.ids[account], Account: account}, Title: fmt.Sprint(account, " ", n),
		Commune: commune, Tags: tags, Created: at, Published: at}
	if err := h.posts.InsertPost(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

// titles walks through a feed in pages of two.
func titles(t *testing.T, read func(page.Req) (page.Of[feed.Entry], error)) (all []string) {
	t.Helper()
	for e, err := range page.All(2, read) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e.By.Name+": "+e.Post.Title)
	}
	return all
}

func (h *house) of(t *testing.T, account string) func(page.Req) (page.Of[feed.Entry], error) {
	return func(req page.Req) (page.Of[feed.Entry], error) {
		return h.Of(t.Context(), viewer.Viewer{Account: account}, req)
	}
}

func (h *house) fill(t *testing.T) {
	h.say(t, 1, "nina", "45234")
	h.say(t, 2, "paul", "45155", "Bois")
	h.say(t, 3, "omar", "45234")
	h.say(t, 4, "rose", "45155")
	h.say(t, 5, "rose", "45155", "bois")
}

// One's own pages and commune always belong to the feed, and what one follows joins it, each thing once.
func TestOf(t *testing.T) {
	t.Parallel()
	plain, wood := open(t), open(t, post.OfTag("bois"), post.Everything+"x")
	plain.fill(t)
	wood.fill(t)
	if diff := cmp.Diff([]string{"omar: omar 3", "nina: nina 1"}, titles(t, plain.of(t, "nina"))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"rose: rose 5", "omar: omar 3", "paul: paul 2", "nina: nina 1"}, titles(t, wood.of(t, "nina"))); diff != "" {
		t.Error(diff)
	}
	if got := titles(t, plain.of(t, "somebody without a page")); len(got) > 0 {
		t.Error(got)
	}
	_, err := plain.Of(t.Context(), viewer.Viewer{}, page.Req{})
	if !errors.Is(err, fault.SignedOut) {
		t.Error(err)
	}
}

// What an erased page has said is seen no more, though it was all there is for pages and pages.
func TestErasedPages(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.say(t, 1, "nina", "45234")
	for n := 2; n < 9; n++ {
		h.say(t, n, "paul", "45155")
	}
	local := func(req page.Req) (page.Of[feed.Entry], error) { return h.Local(t.Context(), req) }
	if got := titles(t, local); len(got) != 8 {
		t.Errorf("before: %v", got)
	}
	if err := h.profiles.Erase(t.Context(), viewer.Viewer{Account: "paul"}, h.ids["paul"]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"nina: nina 1"}, titles(t, local)); diff != "" {
		t.Error(diff)
	}
	if got, err := local(page.Req{Limit: 2}); err != nil || len(got.Items) != 1 {
		t.Errorf("the first page is empty: %+v, %v", got, err)
	}
}
