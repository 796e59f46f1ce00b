//go:build !race

package demo_test

import (
	"testing"

	"partant/internal/clock"
	"partant/internal/club"
	"partant/internal/comment"
	"partant/internal/demo"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/id"
	"partant/internal/markdown"
	"partant/internal/minutes"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/reaction"
	"partant/internal/region"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/territory"
	"partant/internal/viewer"
)

func quietly(int, int) {}

type base struct {
	*demo.Demo
	profiles *profile.Service
	store    sqlite.Profiles
	talk     *discussion.Service
	answers  *comment.Service
	posts    *post.Service
	clubs    sqlite.Clubs
	events   *event.Service
	minutes  sqlite.Minutes
	came     event.Arrivals

	discussed discussion.Store
}

func open(t *testing.T) base {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	place := territory.New(region.Loiret())
	service := profile.New(db.Profiles(), place, markdown.New(), clock.System, func() {})
	talk := discussion.New(db.Discussions(), service, markdown.New(), nil, clock.System, func() {})
	answers := comment.New(db.Comments(), nil, service, markdown.New(), clock.System, func() {})
	posts := post.New(db.Posts(), nil, markdown.New(), clock.System)
	said := minutes.New(db.Minutes(), nil, markdown.New(), clock.System, func() {})
	events := event.New(db.Events(), service, markdown.New(), func(string) bool { return true }, clock.System, func() {})
	events.With(said.Clear)
	return base{demo.New(service, db.Profiles(), place).Talking(talk, answers).Praising(reaction.New(db.Reactions(), nil, clock.System)).Publishing(posts).Gathering(club.New(db.Clubs(), nil, markdown.New(), clock.System, func() {})).Meeting(events).Reporting(said), service, db.Profiles(), talk, answers, posts, db.Clubs(), events, db.Minutes(), db.Events(), db.Discussions()}
}

// The second time changes nothing; taken away and settled, the base is as clean as before, and may be filled again.
func TestWholeLoadTwiceAndRemove(t *testing.T) {
	t.Parallel()
	b := open(t)
	load := func() demo.Done {
		t.Helper()
		done, err := b.Load(t.Context(), quietly)
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	first := load()
	if first.Added < 900 || first.Changed+first.Same != 0 {
		t.Errorf("first: %+v", first)
	}
	b.talks(t)
	b.rooms(t, gathered)
	b.meets(t)
	b.versions(t, 2, post.Pace{Settled: 2, Open: 2, Median: 10, Total: 22})
	if again := load(); again.Same != first.Added || again.Added+again.Changed != 0 {
		t.Errorf("again: %+v", again)
	}
	b.talks(t)
	b.versions(t, 2, post.Pace{Settled: 2, Open: 2, Median: 10, Total: 22})
	cci, err := b.profiles.BySlug(t.Context(), viewer.Viewer{}, "cci-du-loiret")
	if err != nil || cci.Kind != profile.Institution || cci.Address.Commune == "" || cci.Phone.Value != "" || cci.Example {
		t.Errorf("%+v %v", cci, err)
	}
	removed, err := b.Remove(t.Context())
	if err != nil || removed != first.Added {
		t.Errorf("%d of %d removed, %v", removed, first.Added, err)
	}
	if list, err := b.talk.List(t.Context(), discussion.Filter{}, page.Req{}); err != nil || len(list.Items) != 0 {
		t.Errorf("%d discussions are left, %v", len(list.Items), err)
	}
	b.versions(t, 0, post.Pace{})
	b.rooms(t, nil)
	b.parted(t)
	settle(t, b.store)
	left, err := b.store.Newest(t.Context(), page.Req{Limit: 9})
	if err != nil || len(left.Items) != 0 {
		t.Errorf("%d pages are left, %v", len(left.Items), err)
	}
	if back := load(); back.Added != first.Added {
		t.Errorf("back: %+v", back)
	}
	b.talks(t)
	b.rooms(t, gathered)
	b.meets(t)
	b.versions(t, 2, post.Pace{Settled: 2, Open: 2, Median: 10, Total: 22})
}

// settle pays every debt, as the catalog does once the index knows.
func settle(t *testing.T, store sqlite.Profiles) {
	t.Helper()
	for {
		owing, err := store.Take(t.Context(), clock.System(), 0, 500)
		if err != nil {
			t.Fatal(err)
		}
		if len(owing) == 0 {
			return
		}
		if err := store.Settle(t.Context(), owing); err != nil {
			t.Fatal(err)
		}
	}
}

// A page that somebody owns is theirs: the demonstration neither changes nor removes it.
func TestWholeOwnedPagesStay(t *testing.T) {
	t.Parallel()
	b := open(t)
	if _, err := b.Load(t.Context(), quietly); err != nil {
		t.Fatal(err)
	}
	cci, err := b.profiles.BySlug(t.Context(), viewer.Viewer{}, "cci-du-loiret")
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.store.Update(t.Context(), cci.ID, func(p *profile.Profile) error {
		p.Team = []profile.Mate{{Account: "a-1", Role: profile.Owner}}
		p.Name, p.Owned = "La CCI", []profile.Field{profile.FieldName}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if done, err := b.Load(t.Context(), quietly); err != nil || done.Changed != 0 {
		t.Errorf("%+v %v", done, err)
	}
	if _, err := b.Remove(t.Context()); err != nil {
		t.Fatal(err)
	}
	if stays, err := b.profiles.BySlug(t.Context(), viewer.Viewer{}, "cci-du-loiret"); err != nil || stays.Name != "La CCI" {
		t.Errorf("%+v %v", stays, err)
	}
}

// talks asserts that the discussions of December 2007 are there once: an idea and its seven answers, and a proposal that says
// who pays; that an institution answered one question and is waited for with another; and that all who speak are examples.
func (b base) talks(t *testing.T) {
	t.Helper()
	list, err := b.talk.List(t.Context(), discussion.Filter{}, page.Req{})
	if err != nil || len(list.Items) != 4 {
		t.Fatalf("%d discussions, %v", len(list.Items), err)
	}
	speakers, waits := map[string]bool{}, map[discussion.Outcome]int{}
	answers, guests := 0, 0
	for _, d := range list.Items {
		speakers[d.By.Page] = true
		if d.Ask != nil {
			waits[d.Ask.Outcome]++
		}
		if (d.Created.Year() != 2007) != (d.Ask != nil) || d.By.Account != "" || d.Kind == discussion.Proposal && (d.Purpose == "" || d.Payer == "") {
			t.Errorf("%+v", d)
		}
		all, err := b.answers.Of(t.Context(), comment.Target{Kind: comment.Discussion, ID: d.ID}, page.Req{})
		if err != nil {
			t.Fatal(err)
		}
		if d.Kind == discussion.Open && len(all.Items) != 7 {
			t.Errorf("%d answers to the idea", len(all.Items))
		}
		answers += len(all.Items)
		for _, a := range all.Items {
			if a.Guest != nil {
				guests++
				continue
			}
			speakers[a.By.Page] = true
			if a.By.Account != "" || a.Created.Before(d.Created) {
				t.Errorf("%+v", a)
			}
		}
	}
	if waits[""] != 1 || waits[discussion.Replied] != 1 {
		t.Errorf("questions to an institution: %v", waits)
	}
	for id := range speakers {
		found, err := b.profiles.Many(t.Context(), viewer.Viewer{}, []string{id})
		if err != nil || len(found) != 1 || !found[0].Example || found[0].Kind != profile.Person && found[0].Kind != profile.Institution {
			t.Errorf("%+v speaks, %v", found, err)
		}
	}
	if len(speakers) < 5 || answers < 10 || guests != 1 {
		t.Errorf("%d people say %d things", len(speakers), answers)
	}
}

// versions asserts that the project of the demonstration is there once, with its versions and how soon they answer.
func (b base) versions(t *testing.T, want int, pace post.Pace) {
	t.Helper()
	line := id.Named("demo", "version:0.3")
	all, err := b.posts.Versions(t.Context(), line)
	if err != nil || len(all) != want {
		t.Fatalf("%d versions, %v", len(all), err)
	}
	var critics []post.Criticism
	for _, a := range comment.Aspects() {
		said, err := b.answers.Reviews(t.Context(), line, a)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range said {
			if a.Criticises() {
				critics = append(critics, post.Criticism{ID: c.ID, At: c.Created})
			}
		}
	}
	if _, got := post.Settle(all, critics); got != pace {
		t.Errorf("%+v", got)
	}
}
