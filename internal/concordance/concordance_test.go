package concordance_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/comment"
	"partant/internal/concordance"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/feed"
	"partant/internal/id"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/search"
	"partant/internal/search/embedded"
	"partant/internal/search/french"
	"partant/internal/store/kept"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/territory"
	"partant/internal/thread"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	nina = viewer.Viewer{Account: "a-1"}
)

// gone is an index that can be taken away.
type gone struct {
	search.Index
	mu   sync.Mutex
	away bool
	puts int
}

// Hoards implements search.Hoarder.
func (g *gone) Hoards() bool { return g.Index.(search.Hoarder).Hoards() }

func (g *gone) take(away bool) { g.mu.Lock(); defer g.mu.Unlock(); g.away = away }

func (g *gone) err() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.away {
		return fault.Unavailable
	}
	return nil
}

func (g *gone) Status(ctx context.Context) (search.Status, error) {
	if err := g.err(); err != nil {
		return search.Status{}, err
	}
	return g.Index.Status(ctx)
}

func (g *gone) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if err := g.err(); err != nil {
		return search.Result{}, err
	}
	return g.Index.Search(ctx, q)
}

func (g *gone) Put(ctx context.Context, docs ...search.Document) (search.Mark, error) {
	g.mu.Lock()
	g.puts += len(docs)
	g.mu.Unlock()
	return g.Index.Put(ctx, docs...)
}

// house is a concordance on a real store and a real index, with a page that speaks.
type house struct {
	*concordance.Concordance
	t       *testing.T
	at      time.Time
	index   *gone
	posts   *post.Service
	talk    *discussion.Service
	answers *comment.Service
	pages   *profile.Service
	events  *event.Service
	thread  *thread.Worker
	store   *sqlite.DB
	page    profile.Profile
}

// pagesOf is the post.Pages of profiles.
type pagesOf struct{ *profile.Service }

func (p pagesOf) Commune(context.Context, string) (string, error) { return "45234", nil }

// seenEvents is the concordance.Events of a house.
type seenEvents struct{ h *house }

func (s seenEvents) Get(ctx context.Context, id string) (event.Event, error) {
	e, err := s.h.events.Get(ctx, viewer.Viewer{}, id)
	if err == nil {
		var by []profile.Profile
		if by, err = s.h.pages.Many(ctx, viewer.Viewer{}, []string{e.By.Page}); err == nil && len(by) == 0 {
			err = fault.Gone
		}
	}
	return e, err
}

func (s seenEvents) List(ctx context.Context, f event.Filter, req page.Req) (page.Of[event.Event], error) {
	return s.h.events.List(ctx, f, req)
}

// announce announces an event of so many days from noon.
func (h *house) announce(title string, days int, change func(*event.Draft)) event.Event {
	h.t.Helper()
	day := noon.AddDate(0, 0, days).Format(time.DateOnly)
	d := event.Draft{Voice: h.page.ID, Title: title, Purpose: "Pour se voir", Body: "On parlera **d'osier**.", Place: "La grange", Commune: "45234", Day: day, Hour: "18:00", EndHour: "20:00"}
	if change != nil {
		change(&d)
	}
	e, err := h.events.Announce(h.t.Context(), nina, d)
	h.ok(err)
	return e
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	index, err := embedded.Open(t.Context(), t.TempDir(), french.Directory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	h := &house{t: t, at: noon, index: &gone{Index: index}, store: db}
	now := func() time.Time { return h.at }
	wake := func() {}
	h.pages = profile.New(db.Profiles(), territory.New(region.Loiret()), markdown.New(), now, wake).TellHidden()
	h.posts = post.New(db.Posts(), pagesOf{h.pages}, markdown.New(), now).Indexed(wake)
	h.talk = discussion.New(db.Discussions(), h.pages, markdown.New(), func(string) bool { return true }, now, wake).Indexed()
	h.answers = comment.New(db.Comments(), comment.Gates{comment.Discussion: func(context.Context, string) error { return nil }}, h.pages, markdown.New(), now, wake).Indexed()
	h.events = event.New(db.Events(), h.pages, markdown.New(), func(string) bool { return true }, now, wake).Indexed(wake)
	h.thread = thread.New(db.Comments(), thread.Counts{comment.Discussion: h.talk.Counted}, h.answers.Clear, now, slog.New(slog.DiscardHandler), thread.Discussions(db.Discussions()))
	h.Concordance = concordance.New(concordance.Debtors{Posts: db.Posts(), Talk: db.Discussions(), Answers: db.Comments(), Events: db.Events(), Pages: db.Profiles()},
		concordance.Readers{News: feed.New(db.Posts(), h.pages, kept.Own[page.Of[feed.Entry]]{}), Talk: h.talk, Answers: h.answers, Events: seenEvents{h}, Words: markdown.New().Words},
		search.NewTalk(h.index), now, slog.New(slog.DiscardHandler))
	if h.page, err = h.pages.Create(t.Context(), nina, profile.Draft{Kind: profile.Company, Name: "Fournil", Commune: "45234"}); err != nil {
		t.Fatal(err)
	}
	h.ok(h.AwaitReady(t.Context()))
	return h
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) publish(title, body string) post.Post {
	h.t.Helper()
	h.at = h.at.Add(time.Minute)
	p, err := h.posts.Publish(h.t.Context(), nina, post.Draft{Voice: h.page.ID, Title: title, Body: body})
	h.ok(err)
	return p
}

func (h *house) ask(title string) discussion.Discussion {
	h.t.Helper()
	h.at = h.at.Add(time.Minute)
	d, err := h.talk.Open(h.t.Context(), nina, discussion.Draft{Voice: h.page.ID, Kind: discussion.Proposal, Title: title, Body: "Et **voilà**.", Theme: "autre", Purpose: "Pour les vanneries.", Payer: "Personne, rien à payer."})
	h.ok(err)
	return d
}

func (h *house) answer(d discussion.Discussion, body string) comment.Comment {
	h.t.Helper()
	h.at = h.at.Add(time.Minute)
	c, err := h.answers.Answer(h.t.Context(), nina, comment.Draft{Voice: h.page.ID, Target: comment.Target{Kind: comment.Discussion, ID: d.ID}, Body: body})
	h.ok(err)
	return c
}

func (h *house) pay() int {
	h.t.Helper()
	n, err := h.Pay(h.t.Context())
	h.ok(err)
	return n
}

// look finds words without paying first.
func (h *house) look(text string) concordance.Found {
	h.t.Helper()
	found, err := h.Find(h.t.Context(), search.TalkQuery{Text: text, Page: search.Page{Number: 1, Size: 20}})
	h.ok(err)
	return found
}

func (h *house) finds(text string, want ...string) {
	h.t.Helper()
	h.pay()
	found := h.look(text)
	var got []string
	for _, hit := range found.Hits {
		got = append(got, hit.Slug)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") || found.Total != len(want) {
		h.t.Errorf("%q finds %q of %d, want %q", text, got, found.Total, want)
	}
}

// Every word of a discussion, of its answers and of a publication is found, and each debt is paid once.
func TestFind(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.publish("Le four chauffe", "Des **brioches** [ici](https://exemple.invalid)")
	d := h.ask("Une salle commune")
	h.answer(d, "La grange de *Briare*")
	h.answer(d, "Ou celle de Gien")
	if n := h.pay(); n != 4 || h.index.puts > 4 {
		t.Errorf("%d paid, %d documents put", n, h.index.puts)
	}
	if n := h.pay(); n != 0 {
		t.Errorf("%d paid again", n)
	}
	for text, want := range map[string]string{"brioche": p.Slug, "four": p.Slug, "salle": d.Slug, "voila": d.Slug, "vannerie": d.Slug, "payer": d.Slug, "briare": d.Slug, "gien": d.Slug} {
		h.finds(text, want)
	}
	h.finds("exemple.invalid")
	hit := h.look("brioche").Hits[0]
	if hit.What != search.Publication || hit.Page != h.page.ID || !hit.At.Equal(p.Published) || hit.Title.Text != p.Title || len(hit.Excerpt.Ranges) != 1 {
		t.Errorf("%+v", hit)
	}
	if hit := h.look("briare").Hits[0]; hit.What != search.Discussion || !hit.At.Equal(d.Created) {
		t.Errorf("%+v", hit)
	}
}

// What is changed is found anew; what goes is not found any more.
func TestChanges(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := t.Context()
	p, d := h.publish("Joncs", "x"), h.ask("Roseaux")
	c := h.answer(d, "Osiers")
	h.finds("joncs", p.Slug)
	draft := post.Filled(p)
	draft.Title = "Saules"
	_, err := h.posts.Edit(ctx, nina, p.ID, draft)
	h.ok(err)
	h.finds("joncs")
	h.finds("saules", p.Slug)
	_, err = h.answers.Edit(ctx, nina, c.ID, "Bambous")
	h.ok(err)
	h.finds("osiers")
	h.finds("bambous", d.Slug)
	_, err = h.answers.Delete(ctx, nina, c.ID)
	h.ok(err)
	h.finds("bambous")
	h.finds("roseaux", d.Slug)
	h.ok(h.posts.Delete(ctx, nina, p.ID))
	h.finds("saules")
	h.ok(h.talk.Mark(ctx, d.ID, &unseen.Mark{At: h.at}))
	h.finds("roseaux")
}

// A draft is not found before it is published, and pays nothing.
func TestDrafts(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, err := h.posts.Publish(t.Context(), nina, post.Draft{Voice: h.page.ID, Title: "Secret", Body: "x", Later: true})
	h.ok(err)
	if n := h.pay(); n != 0 {
		t.Errorf("%d paid", n)
	}
	h.finds("secret")
	d := post.Filled(p)
	d.Later = false
	_, err = h.posts.Edit(t.Context(), nina, p.ID, d)
	h.ok(err)
	h.finds("secret", "secret")
}

// What a page says that is taken down is not found until it is back.
func TestHidden(t *testing.T) {
	t.Parallel()
	h := open(t)
	var want []string
	for range 3 {
		want = append([]string{h.publish("Joncs", "x").Slug}, want...)
	}
	h.finds("joncs", want...)
	h.ok(h.pages.Mark(t.Context(), h.page.ID, &unseen.Mark{At: h.at}))
	h.finds("joncs")
	h.ok(h.pages.Mark(t.Context(), h.page.ID, nil))
	h.finds("joncs", want...)
}

// Who leaves leaves no word in the index, and no tombstone once it has forgotten.
func TestPurge(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := t.Context()
	p, d := h.publish("Joncs", "zinzolin"), h.ask("Roseaux")
	h.pay()
	for range 2 {
		h.ok(errors.Join(h.posts.ForgetPage(ctx, h.page.ID), h.talk.ForgetPage(ctx, h.page.ID)))
	}
	left, err := h.store.Posts().Post(ctx, p.ID)
	if err != nil || left.By != (viewer.Author{}) || left.Title+left.Body != "" {
		t.Errorf("before the index forgot: %+v, %v", left, err)
	}
	_, err = h.thread.Pay(ctx)
	h.ok(err)
	h.ok(h.Forget(ctx))
	if h.index.Hoards() {
		t.Error("the index keeps words")
	}
	if _, err := h.store.Posts().Post(ctx, p.ID); !errors.Is(err, fault.NotFound) {
		t.Errorf("the tombstone is left: %v", err)
	}
	if _, err := h.store.Discussions().Get(ctx, d.ID); !errors.Is(err, fault.NotFound) {
		t.Errorf("the tombstone of the discussion is left: %v", err)
	}
	h.finds("joncs")
}

// While the index is away nothing is taken, what is written waits, and a search says that nobody knows.
func TestAway(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.index.take(true)
	p := h.publish("Joncs", "x")
	if _, err := h.Pay(t.Context()); !errors.Is(err, fault.Unavailable) {
		t.Error(err)
	}
	if found := h.look("joncs"); !found.Down || len(found.Hits) != 0 {
		t.Errorf("%+v", found)
	}
	h.index.take(false)
	h.finds("joncs", p.Slug)
}

// What the index knows and nobody may read is not shown, and is forgotten: a doubt is enough.
func TestDoubt(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.ask("Roseaux")
	h.pay()
	h.ok(h.talk.Remove(t.Context(), d.ID)) // without a word to the index
	if found := h.look("roseaux"); len(found.Hits) != 0 || found.Total != 1 {
		t.Errorf("%+v", found)
	}
	h.finds("roseaux")
}

// A rebuild reads the whole store, tombstones and drafts apart, and what came meanwhile is there too.
func TestRebuild(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := t.Context()
	for range 5 {
		h.publish("Joncs", "x")
	}
	h.ok(h.posts.Delete(ctx, nina, h.publish("Saules", "x").ID))
	d := h.ask("Roseaux")
	h.answer(d, "Osiers")
	steps, late := 0, post.Post{}
	report, err := h.Rebuild(ctx, func(int) {
		if steps++; steps == 6 { // after the publications were read
			late = h.publish("Bambous", "y")
		}
	})
	h.ok(err)
	if report.Documents != 6 || steps != 6 {
		t.Errorf("%+v, %d steps", report, steps)
	}
	if found := h.look("bambous"); found.Total != 1 || found.Hits[0].Slug != late.Slug {
		t.Errorf("what came meanwhile: %+v", found)
	}
	h.finds("saules")
	h.finds("osiers", d.Slug)
	if found := h.look("joncs"); found.Total != 5 {
		t.Errorf("%+v", found)
	}
	status, err := h.Status(ctx)
	if err != nil || status.Documents != 7 || status.Stale {
		t.Errorf("%+v, %v", status, err)
	}
}

// The worker fills a new index by itself, and goes on paying.
func TestRun(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.publish("Joncs", "x")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { h.Run(ctx); close(ended) }()
	await := func(text string) {
		t.Helper()
		for end := time.Now().Add(time.Minute); h.look(text).Total != 1; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%q is not found after a minute", text)
			}
		}
	}
	await("joncs")
	other := post.Post{ID: id.New(), Slug: "autre", By: p.By, Title: "Osiers", Created: noon, Published: noon}
	other.Owes.Owe(id.New(), post.OwesIndex, noon)
	h.ok(h.store.Posts().InsertPost(t.Context(), other)) // by another process
	h.Wake()
	await("osiers")
	stop()
	<-ended
}
