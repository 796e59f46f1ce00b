package comment_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

var (
	noon    = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	claude  = viewer.Viewer{Account: "a-1", Role: viewer.Member}
	dany    = viewer.Viewer{Account: "a-2", Role: viewer.Member}
	judge   = viewer.Viewer{Account: "a-3", Role: viewer.Moderator}
	nobody  = viewer.Viewer{}
	subject = comment.Target{Kind: comment.Discussion, ID: "d-1"}
)

// house is a service on a real store, in a world of one discussion and a few pages.
type house struct {
	*comment.Service
	store  sqlite.Comments
	at     time.Time
	rung   int
	closed bool
	teams  map[string][]string // accounts by page
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{store: db.Comments(), at: noon, teams: map[string][]string{"p-1": {"a-1"}, "p-2": {"a-2"}, "firm": {"a-1", "a-2"}}}
	gates := comment.Gates{comment.Discussion: func(_ context.Context, id string) error {
		switch {
		case id != subject.ID:
			return fault.NotFound
		case h.closed:
			return comment.ErrClosed
		}
		return nil
	}}
	h.Service = comment.New(h.store, gates, h, markdown.New(), func() time.Time { return h.at }, func() { h.rung++ })
	return h
}

// Author implements comment.Authors.
func (h *house) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	if !v.SignedIn() {
		return viewer.Author{}, fault.SignedOut
	}
	if !slices.Contains(h.teams[page], v.Account) {
		return viewer.Author{}, fault.Forbidden
	}
	return viewer.Author{Page: page, Account: v.Account}, nil
}

func (h *house) say(t *testing.T, v viewer.Viewer, voice, parent, words string) comment.Comment {
	t.Helper()
	h.at = h.at.Add(time.Second)
	c, err := h.Answer(t.Context(), v, comment.Draft{Key: id.New(), Target: subject, Voice: voice, Parent: parent, Body: words})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// read is the thread as it is read: depth and words.
func (h *house) read(t *testing.T) (all []string) {
	t.Helper()
	for c, err := range page.All(2, func(r page.Req) (page.Of[comment.Comment], error) { return h.Of(t.Context(), subject, r) }) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Repeat(" ", c.Depth()-1)+c.Body)
	}
	return all
}

func isField(err error, field string) bool {
	var wrong fault.Fields
	return errors.As(err, &wrong) && wrong[field] != ""
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.say(t, claude, "firm", "", " **Oui**,\r\n\r\n\r\n[ici](https://exemple.fr) <script>x</script> ")
	if c.By != (viewer.Author{Page: "firm", Account: "a-1"}) || c.Thread != c.ID || c.Level != 1 || !c.Created.Equal(h.at) || h.rung != 1 {
		t.Errorf("%+v", c)
	}
	if len(c.Owes) != 2 || c.Owes[0].Kind != comment.OwesCount || c.Owes[1].Kind != comment.OwesNotice || !strings.Contains(c.HTML, "<strong>Oui</strong>") || strings.Contains(c.HTML, "<script") || !strings.Contains(c.HTML, "nofollow") {
		t.Errorf("%q, %+v", c.HTML, c.Owes)
	}
	stored, err := h.Get(t.Context(), c.ID)
	if err != nil || stored.Body != c.Body || stored.Rev != 1 {
		t.Errorf("%+v, %v", stored, err)
	}
}

func TestAnswerIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	draft := func(change func(*comment.Draft)) comment.Draft {
		d := comment.Draft{Target: subject, Voice: "p-1", Body: "Oui."}
		change(&d)
		return d
	}
	for name, c := range map[string]struct {
		v    viewer.Viewer
		d    comment.Draft
		want error
	}{
		"a visitor":         {nobody, draft(func(*comment.Draft) {}), fault.SignedOut},
		"another's voice":   {dany, draft(func(*comment.Draft) {}), fault.Forbidden},
		"no voice":          {claude, draft(func(d *comment.Draft) { d.Voice = "" }), fault.Forbidden},
		"nothing there":     {claude, draft(func(d *comment.Draft) { d.Target.ID = "d-9" }), fault.NotFound},
		"a kind of no gate": {claude, draft(func(d *comment.Draft) { d.Target.Kind = comment.Page }), fault.NotFound},
		"no words":          {claude, draft(func(d *comment.Draft) { d.Body = " \u200b\n" }), fault.Invalid},
		"too many words":    {claude, draft(func(d *comment.Draft) { d.Body = strings.Repeat("é", comment.MaxBody+1) }), fault.Invalid},
		"too heavy":         {claude, draft(func(d *comment.Draft) { d.Body = strings.Repeat(">", 60) + "x" }), fault.Invalid},
		"a parent not there": {claude, draft(func(d *comment.Draft) {
			d.Parent = id.New()
		}), fault.Invalid},
	} {
		if _, err := h.Answer(t.Context(), c.v, c.d); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	h.closed = true
	if _, err := h.Answer(t.Context(), claude, draft(func(*comment.Draft) {})); !errors.Is(err, comment.ErrClosed) {
		t.Error(err)
	}
	if got := h.read(t); got != nil || h.rung != 0 {
		t.Errorf("%q", got)
	}
	h.closed = false
	if _, err := h.Answer(t.Context(), claude, draft(func(d *comment.Draft) { d.Body = strings.Repeat("é", comment.MaxBody) })); err != nil {
		t.Error(err)
	}
}

// The same form sent twice, at once, makes one answer; somebody else's key makes none.
func TestAnswerTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := comment.Draft{Key: id.New(), Target: subject, Voice: "p-1", Body: "Une fois."}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if c, err := h.Service.Answer(t.Context(), claude, d); err != nil || c.ID != d.Key {
				t.Errorf("%+v, %v", c, err)
			}
		})
	}
	group.Wait()
	if got := h.read(t); len(got) != 1 {
		t.Errorf("%q", got)
	}
	d.Voice = "p-2"
	if _, err := h.Answer(t.Context(), dany, d); !errors.Is(err, fault.Conflict) {
		t.Errorf("another's key: %v", err)
	}
}

// A thread is read as a tree of three levels; what goes deeper stands beside, in the order of time.
func TestTree(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := h.say(t, claude, "p-1", "", "a")
	b := h.say(t, dany, "p-2", "", "b")
	aa := h.say(t, dany, "p-2", a.ID, "a.a")
	h.say(t, dany, "p-2", b.ID, "b.a")
	ab := h.say(t, claude, "p-1", a.ID, "a.b")
	aaa := h.say(t, claude, "p-1", aa.ID, "a.a.a")
	deep := h.say(t, dany, "p-2", aaa.ID, "deep")
	deeper := h.say(t, claude, "p-1", deep.ID, "deeper")
	h.say(t, claude, "p-1", aa.ID, "a.a.b")
	h.say(t, dany, "p-2", ab.ID, "a.b.a")
	want := []string{"a", " a.a", "  a.a.a", "  deep", "  deeper", "  a.a.b", " a.b", "  a.b.a", "b", " b.a"}
	if got := h.read(t); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if aaa.Flat() || !deep.Flat() || !deeper.Flat() || deeper.Parent != deep.ID || deeper.Thread != a.ID || comment.Root(deeper.Place) != a.Place {
		t.Errorf("%+v", deeper)
	}
}

func TestEditWindow(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.say(t, claude, "firm", "", "Avnt")
	for name, try := range map[string]struct {
		v    viewer.Viewer
		body string
		want error
	}{
		"a visitor": {nobody, "x", fault.SignedOut}, "a mate": {dany, "x", fault.Forbidden}, "a moderator": {judge, "x", fault.Forbidden}, "nothing": {claude, " ", fault.Invalid},
	} {
		if _, err := h.Edit(t.Context(), try.v, c.ID, try.body); !errors.Is(err, try.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.at = h.at.Add(comment.EditWindow - time.Millisecond)
	got, err := h.Edit(t.Context(), claude, c.ID, "Avant")
	if err != nil || got.Body != "Avant" || got.HTML != "<p>Avant</p>" || !got.Edited.Equal(h.at) || got.Place != c.Place {
		t.Errorf("%+v, %v", got, err)
	}
	if again, err := h.Edit(t.Context(), claude, c.ID, "Avant"); err != nil || !again.Edited.Equal(got.Edited) {
		t.Errorf("nothing changed: %+v, %v", again, err)
	}
	h.closed = true
	if _, err := h.Edit(t.Context(), claude, c.ID, "Close"); !errors.Is(err, comment.ErrClosed) {
		t.Error(err)
	}
	h.closed = false
	h.teams["firm"] = []string{"a-2"} // claude has left the team since
	if _, err := h.Edit(t.Context(), claude, c.ID, "Parti"); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	h.at = h.at.Add(time.Millisecond)
	if _, err := h.Edit(t.Context(), claude, c.ID, "Trop tard"); !errors.Is(err, comment.ErrTooLate) {
		t.Error(err)
	}
	if _, err := h.Edit(t.Context(), claude, id.New(), "Rien"); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.say(t, claude, "p-1", "", "Secret")
	below := h.say(t, dany, "p-2", c.ID, "Reste")
	for v, want := range map[viewer.Viewer]error{nobody: fault.SignedOut, dany: fault.Forbidden, judge: fault.Forbidden} {
		if _, err := h.Delete(t.Context(), v, c.ID); !errors.Is(err, want) {
			t.Errorf("%+v: %v", v, err)
		}
	}
	rung := h.rung
	gone, err := h.Delete(t.Context(), claude, c.ID)
	if err != nil || !gone.IsDeleted() || gone.Body+gone.HTML != "" || gone.By != (viewer.Author{}) || gone.Place != c.Place || len(gone.Owes) != 1 || h.rung != rung+1 {
		t.Errorf("%+v, %v", gone, err)
	}
	if _, err := h.Delete(t.Context(), claude, c.ID); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if _, err := h.Edit(t.Context(), claude, c.ID, "Revient"); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if _, err := h.Answer(t.Context(), claude, comment.Draft{Target: subject, Voice: "p-1", Parent: c.ID, Body: "À qui ?"}); !isField(err, comment.FieldBody) {
		t.Error(err)
	}
	if got := h.read(t); !slices.Equal(got, []string{"", " Reste"}) {
		t.Errorf("%q", got)
	}
	if _, err := h.Delete(t.Context(), dany, below.ID); err != nil {
		t.Error(err)
	}
	firm := h.say(t, dany, "firm", "", "Au nom de tous")
	if _, err := h.Delete(t.Context(), claude, firm.ID); err != nil {
		t.Errorf("whoever speaks for the page: %v", err)
	}
}

func TestRights(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.say(t, claude, "firm", "", "Oui.")
	for name, w := range map[string]struct {
		v      viewer.Viewer
		voices []string
		want   comment.Rights
	}{
		"who wrote it": {claude, []string{"p-1", "firm"}, comment.Rights{Edit: true, Delete: true}},
		"a mate":       {dany, []string{"p-2", "firm"}, comment.Rights{Delete: true}},
		"another":      {dany, []string{"p-2"}, comment.Rights{}},
		"a moderator":  {judge, nil, comment.Rights{}},
		"a visitor":    {nobody, []string{"firm"}, comment.Rights{}},
	} {
		if got := h.RightsOf(w.v, &c, w.voices); got != w.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	h.at = h.at.Add(comment.EditWindow)
	if got := h.RightsOf(claude, &c, []string{"firm"}); got != (comment.Rights{Delete: true}) {
		t.Errorf("later: %+v", got)
	}
}

// Who leaves takes along what they said in the name of pages that go; what they said in the name of others loses them.
// What an account that leaves said in its own name is seen by nobody until it changes its mind; what answers it stays.
func TestHideAndShow(t *testing.T) {
	t.Parallel()
	h := open(t)
	own := h.say(t, claude, "p-1", "", "À moi")
	h.say(t, claude, "firm", "", "À la maison")
	h.say(t, dany, "p-2", own.ID, "À un autre")
	gone := h.say(t, claude, "p-1", "", "Repris")
	if _, err := h.Delete(t.Context(), claude, gone.ID); err != nil {
		t.Fatal(err)
	}
	before := h.read(t)
	sees := func(want int, why error) {
		t.Helper()
		c, err := h.Get(t.Context(), own.ID)
		if err != nil || !errors.Is(c.Unseen(), why) || !slices.Contains(owed(c), comment.OwesCount) {
			t.Errorf("%+v, %v", c, err)
		}
		n, _, err := h.store.Tally(t.Context(), subject)
		if err != nil || n != want {
			t.Errorf("%d are counted, want %d, %v", n, want, err)
		}
		latest, err := h.store.Latest(t.Context(), subject, 10)
		if err != nil || len(latest) != want {
			t.Errorf("%d are the latest, want %d, %v", len(latest), want, err)
		}
	}
	for range 2 {
		if err := h.Hide(t.Context(), []string{"p-1"}); err != nil {
			t.Fatal(err)
		}
		sees(2, fault.Gone)
	}
	if _, err := h.Edit(t.Context(), claude, own.ID, "Encore"); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	for range 2 {
		if err := h.Show(t.Context(), []string{"p-1"}); err != nil {
			t.Fatal(err)
		}
		sees(3, nil)
	}
	if after := h.read(t); !slices.Equal(before, after) {
		t.Errorf("%q, before %q", after, before)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	h := open(t)
	own := h.say(t, claude, "p-1", "", "À moi")
	firm := h.say(t, claude, "firm", "", "À la maison")
	other := h.say(t, dany, "p-2", own.ID, "À un autre")
	for range 2 {
		if err := h.Forget(t.Context(), "a-1", []string{"p-1"}); err != nil {
			t.Fatal(err)
		}
	}
	get := func(id string) comment.Comment {
		c, err := h.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := get(own.ID); !c.IsDeleted() || c.Body != "" {
		t.Errorf("%+v", c)
	}
	if c := get(firm.ID); c.IsDeleted() || c.Body != "À la maison" || c.By != (viewer.Author{Page: "firm"}) {
		t.Errorf("%+v", c)
	}
	if c := get(other.ID); c.By != other.By || c.Body != other.Body {
		t.Errorf("%+v", c)
	}
	for c, err := range h.By(t.Context(), "a-1") {
		t.Errorf("still theirs: %+v, %v", c, err)
	}
}

func TestKeepAndClear(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := comment.Comment{ID: id.New(), Target: subject, Place: comment.Under(""), By: viewer.Author{Page: "p-9"}, Level: 1, Body: "*Exemple*", Created: noon}
	for range 2 {
		if err := h.Keep(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	got, err := h.Get(t.Context(), c.ID)
	if err != nil || got.HTML != "<p><em>Exemple</em></p>" || len(got.Owes) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	for n := range 5 {
		h.say(t, claude, "p-1", "", strings.Repeat("x", n+1))
	}
	for range 2 {
		if err := h.Clear(t.Context(), subject); err != nil {
			t.Fatal(err)
		}
	}
	if got := h.read(t); got != nil {
		t.Errorf("%q", got)
	}
}
