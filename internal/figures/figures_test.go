package figures_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/figures"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/markdown"
	"partant/internal/message"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/reaction"
	"partant/internal/recommendation"
	"partant/internal/region"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/territory"
	"partant/internal/viewer"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

var owner = viewer.Viewer{Account: "a-odile"}

// house is the service over real stores.
type house struct {
	*figures.Service
	t         *testing.T
	db        *sqlite.DB
	profiles  *profile.Service
	reactions *reaction.Service
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	now, wake := clock.At(noon), func() {}
	h := &house{t: t, db: db, profiles: profile.New(db.Profiles(), territory.New(region.Loiret()), markdown.New(), now, wake), reactions: reaction.New(db.Reactions(), nil, now)}
	h.Service = &figures.Service{Pages: db.Profiles(), Follows: follow.New(db.Follows(), nil, nil, now, wake), Posts: post.New(db.Posts(), nil, nil, now),
		Answers: comment.New(db.Comments(), nil, nil, nil, now, wake), Reactions: h.reactions, Recommendations: recommendation.New(db.Recommendations(), nil, nil, now, wake),
		Letters: message.New(db.Messages(), nil, nil, now, wake), Talk: discussion.New(db.Discussions(), nil, nil, nil, now, wake), Now: now}
	return h
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// page makes a page of the owner.
func (h *house) page(kind profile.Kind) profile.Profile {
	h.t.Helper()
	p, err := h.profiles.Create(h.t.Context(), owner, profile.Draft{Kind: kind, Name: "Atelier du Héron", Commune: "45234"})
	h.ok(err)
	return p
}

// of are the figures of a page, as its owner reads them.
func (h *house) of(p profile.Profile) figures.Figures {
	h.t.Helper()
	f, err := h.Of(h.t.Context(), owner, p.Slug)
	h.ok(err)
	return f
}

// publish writes one publication of so many days ago, with so many answers.
func (h *house) publish(p profile.Profile, days, answers int) (postID string) {
	h.t.Helper()
	at := noon.AddDate(0, 0, -days)
	one := post.Post{ID: id.New(), Slug: id.New(), By: viewer.Author{Page: p.ID}, Created: at, Published: at, Answers: answers}
	h.ok(h.db.Posts().InsertPost(h.t.Context(), one))
	return one.ID
}

// follow has an account follow a page since so many days ago.
func (h *house) follow(p profile.Profile, account string, days int) {
	h.t.Helper()
	to := follow.Target{Kind: follow.Page, ID: p.ID}
	h.ok(h.db.Follows().InsertFollow(h.t.Context(), follow.Follow{ID: follow.IDOf(account, to), Account: account, Target: to, At: noon.AddDate(0, 0, -days)}))
	_, err := h.db.Follows().Recount(h.t.Context(), to)
	h.ok(err)
}

func n(n int) figures.Count { return figures.Count{N: n} }

// Nobody reads them but the team, readers of statistics too, and who moderates.
func TestWhoReads(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.page(profile.Company)
	for account, role := range map[string]profile.Role{"editor": profile.Editor, "reader": profile.Reader, "shown": profile.Shown} {
		_, err := h.profiles.Join(t.Context(), p.ID, profile.Entry{ID: account, Mate: profile.Mate{Account: account, Role: role}})
		h.ok(err)
	}
	for name, c := range map[string]struct {
		v     viewer.Viewer
		edits bool
		want  error
	}{
		"visitor": {viewer.Viewer{}, false, fault.SignedOut}, "member": {viewer.Viewer{Account: "x"}, false, fault.Forbidden},
		"shown": {viewer.Viewer{Account: "shown"}, false, fault.Forbidden}, "reader": {viewer.Viewer{Account: "reader"}, false, nil},
		"editor": {viewer.Viewer{Account: "editor"}, true, nil}, "owner": {owner, true, nil},
		"moderator": {viewer.Viewer{Account: "m", Role: viewer.Moderator}, true, nil},
	} {
		if f, err := h.Of(t.Context(), c.v, p.Slug); !errors.Is(err, c.want) || f.Edits != c.edits {
			t.Errorf("%s: edits %v, %v", name, f.Edits, err)
		}
	}
	if _, err := h.Of(t.Context(), owner, "rien"); !errors.Is(err, fault.NotFound) {
		t.Errorf("of no page: %v", err)
	}
}

// What is there is counted once, what is new apart, and what others have is not this page's.
func TestCounts(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, ctx := h.page(profile.Company), t.Context()
	if f := h.of(p); f.Followers.All.N+f.Posts.All.N+f.Answers.N+f.Reactions.N+f.Below.N+f.Recommendations.N+f.Letters.N != 0 || f.Asked != nil || f.Complete.Percent == 0 {
		t.Errorf("of a new page: %+v", f)
	}
	other := h.page(profile.Company)
	for account, days := range map[string]int{"now": 0, "month": 30, "before": 31, "year": 365, "long": 800} {
		h.follow(p, account, days)
	}
	h.follow(other, "now", 0)
	new := h.publish(p, 3, 2)
	h.publish(p, 200, 5)
	h.publish(p, 900, 0)
	h.publish(other, 1, 9)
	thing := reaction.Thing{Kind: reaction.OfPost, ID: new}
	h.ok(h.reactions.Keep(ctx, "a", thing, reaction.Thanks, noon))
	h.ok(h.reactions.Keep(ctx, "b", thing, reaction.Bravo, noon))
	h.ok(h.db.Comments().Insert(ctx, comment.Comment{ID: "c", Target: comment.Target{Kind: comment.Page, ID: p.ID}, Place: "a", Created: noon}))
	h.ok(h.db.Recommendations().Insert(ctx, recommendation.Recommendation{ID: "r", Page: p.ID, Created: noon}))
	h.ok(h.db.Messages().InsertMessage(ctx, message.Message{ID: "m", Page: message.Page{ID: p.ID}, State: message.Sent, Created: noon, Expires: noon.Add(time.Hour)}))
	f := h.of(p)
	f.Page, f.Complete = profile.Profile{}, profile.Completeness{}
	want := figures.Figures{Edits: true, Followers: figures.Trend{All: n(5), Month: n(2), Year: n(4)}, Posts: figures.Trend{All: n(3), Month: n(1), Year: n(2)},
		Seen: 3, Answers: n(7), Reactions: n(2), Below: n(1), Recommendations: n(1), Letters: n(1)}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Error(diff)
	}
}

// Whatever there is, no more than a page of publications is looked at, and it is said that there may be more.
func TestBounds(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.page(profile.Club)
	for i := range page.MaxLimit + 7 {
		h.publish(p, i*4, 1)
	}
	f := h.of(p)
	least := figures.Count{N: page.MaxLimit, More: true}
	if f.Posts.All != least || f.Answers != least || f.Seen != page.MaxLimit || !f.Reactions.More || f.Posts.Month != n(8) || f.Posts.Year.More {
		t.Errorf("%+v of %d, %+v answers", f.Posts, f.Seen, f.Answers)
	}
}

// An institution is asked in discussions: how it answers is read there.
func TestInstitution(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.page(profile.Institution)
	for i, days := range []int{1, 3, 9, 0} {
		d := discussion.Discussion{ID: fmt.Sprint(i), Slug: fmt.Sprint(i), Kind: discussion.Question, Created: noon, Ask: &discussion.Ask{Page: p.ID, Since: noon, Held: noon}}
		if days > 0 {
			d.Ask.Outcome, d.Ask.Ended = discussion.Replied, noon.AddDate(0, 0, days)
		}
		h.ok(h.db.Discussions().Insert(t.Context(), d))
	}
	f := h.of(p)
	if want := (discussion.Record{Waiting: 1, Answered: 3, Median: 3}); f.Asked == nil || *f.Asked != want {
		t.Errorf("%+v", f.Asked)
	}
}

// A store that is away is said, not shown as zero.
func TestStoreAway(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, known := h.page(profile.Company), h.Pages
	h.ok(h.db.Close())
	h.Pages = pages{p}
	if _, err := h.Of(t.Context(), owner, p.Slug); err == nil {
		t.Error("the figures of a store that is closed")
	}
	h.Pages = known
	if _, err := h.Of(t.Context(), owner, p.Slug); err == nil {
		t.Error("a page of a store that is closed")
	}
}

// pages has one page, wherever the store is.
type pages struct{ profile.Profile }

// BySlug implements figures.Pages.
func (p pages) BySlug(context.Context, string) (profile.Profile, error) { return p.Profile, nil }
