package discussion_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/text"
	"partant/internal/viewer"
)

var (
	noon   = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	claude = viewer.Viewer{Account: "a-1", Role: viewer.Member}
	dany   = viewer.Viewer{Account: "a-2", Role: viewer.Member}
	judge  = viewer.Viewer{Account: "a-3", Role: viewer.Moderator}
	nobody = viewer.Viewer{}
)

// house is a service on a real store, in a world of a few pages.
type house struct {
	*discussion.Service
	store sqlite.Discussions
	at    time.Time
	rung  int
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{store: db.Discussions(), at: noon}
	known := func(commune string) bool { return commune == "45234" }
	h.Service = discussion.New(h.store, h, markdown.New(), known, func() time.Time { return h.at }, func() { h.rung++ })
	return h
}

// Author implements discussion.Authors.
func (h *house) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	if !v.SignedIn() {
		return viewer.Author{}, fault.SignedOut
	}
	if !slices.Contains(map[string][]string{"p-1": {"a-1"}, "p-2": {"a-2"}, "firm": {"a-1", "a-2"}}[page], v.Account) {
		return viewer.Author{}, fault.Forbidden
	}
	return viewer.Author{Page: page, Account: v.Account}, nil
}

func question() discussion.Draft {
	return discussion.Draft{Voice: "p-1", Kind: discussion.Question, Title: " Qui a  la fibre ? ", Body: "**Deux ans**", Theme: "tres-haut-debit", Commune: "45234"}
}

func (h *house) ask(t *testing.T, d discussion.Draft) discussion.Discussion {
	t.Helper()
	one, err := h.Open(t.Context(), claude, d)
	if err != nil {
		t.Fatal(err)
	}
	return one
}

func TestOpen(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.ask(t, question())
	if d.Title != "Qui a la fibre ?" || d.Slug != "qui-a-la-fibre" || d.HTML != "<p><strong>Deux ans</strong></p>" || d.By != (viewer.Author{Page: "p-1", Account: "a-1"}) || !d.Active.Equal(noon) {
		t.Errorf("%+v", d)
	}
	for _, want := range []string{"qui-a-la-fibre-2", "qui-a-la-fibre-3"} {
		if again := h.ask(t, question()); again.Slug != want {
			t.Errorf("%s, want %s", again.Slug, want)
		}
	}
	reserved := question()
	reserved.Title = "Nouvelle !"
	if d := h.ask(t, reserved); d.Slug == "nouvelle" {
		t.Error("the address of the form is taken")
	}
}

func TestOpenTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	draft := question()
	draft.Key = id.New()
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			if d, err := h.Open(t.Context(), claude, draft); err != nil || d.ID != draft.Key {
				t.Errorf("%+v, %v", d, err)
			}
		})
	}
	group.Wait()
	list, err := h.List(t.Context(), discussion.Filter{}, page.Req{})
	if err != nil || len(list.Items) != 1 {
		t.Errorf("%d, %v", len(list.Items), err)
	}
	draft.Voice = "p-2"
	if _, err := h.Open(t.Context(), dany, draft); !errors.Is(err, fault.Conflict) {
		t.Error(err)
	}
}

func TestOpenIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	for v, want := range map[viewer.Viewer]error{nobody: fault.SignedOut, dany: fault.Forbidden} {
		if _, err := h.Open(t.Context(), v, question()); !errors.Is(err, want) {
			t.Errorf("%+v: %v", v, err)
		}
	}
	proposal := func(change func(*discussion.Draft)) func(*discussion.Draft) {
		return func(d *discussion.Draft) {
			d.Kind, d.Purpose, d.Payer = discussion.Proposal, "Pour essayer.", "Chacun sa part."
			change(d)
		}
	}
	for name, c := range map[string]struct {
		change func(*discussion.Draft)
		fields []string
	}{
		"as it is":             {func(*discussion.Draft) {}, nil},
		"no text":              {func(d *discussion.Draft) { d.Body, d.Commune = "", "" }, nil},
		"no kind":              {func(d *discussion.Draft) { d.Kind = "licorne" }, []string{discussion.FieldKind}},
		"no title":             {func(d *discussion.Draft) { d.Title = " " }, []string{discussion.FieldTitle}},
		"a title of signs":     {func(d *discussion.Draft) { d.Title = "???" }, []string{discussion.FieldTitle}},
		"a long title":         {func(d *discussion.Draft) { d.Title = strings.Repeat("é", 161) }, []string{discussion.FieldTitle}},
		"a long text":          {func(d *discussion.Draft) { d.Body = strings.Repeat("é", 10_001) }, []string{discussion.FieldBody}},
		"a heavy text":         {func(d *discussion.Draft) { d.Body = strings.Repeat(">", 60) + "x" }, []string{discussion.FieldBody}},
		"no theme":             {func(d *discussion.Draft) { d.Theme = "" }, []string{discussion.FieldTheme}},
		"elsewhere":            {func(d *discussion.Draft) { d.Commune = "75056" }, []string{discussion.FieldCommune}},
		"a proposal":           {proposal(func(*discussion.Draft) {}), nil},
		"who pays":             {proposal(func(d *discussion.Draft) { d.Payer = "  moi  " }), []string{discussion.FieldPayer}},
		"what for":             {proposal(func(d *discussion.Draft) { d.Purpose = "" }), []string{discussion.FieldPurpose}},
		"neither":              {proposal(func(d *discussion.Draft) { d.Purpose, d.Payer = "neuf lett", "" }), []string{discussion.FieldPayer, discussion.FieldPurpose}},
		"a long word of a pro": {proposal(func(d *discussion.Draft) { d.Payer = strings.Repeat("x", 501) }), []string{discussion.FieldPayer}},
	} {
		d := question()
		c.change(&d)
		_, err := h.Check(t.Context(), d)
		var wrong fault.Fields
		errors.As(err, &wrong)
		for _, f := range c.fields {
			if wrong[f] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if len(wrong) != len(c.fields) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := question() // what is no proposal says neither
	d.Purpose, d.Payer = "Pour essayer.", "Chacun sa part."
	if one := h.ask(t, d); one.Purpose+one.Payer != "" {
		t.Errorf("%+v", one)
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.ask(t, question())
	first, second := discussion.Filled(d), discussion.Filled(d)
	first.Title = "Qui a encore la fibre ?"
	got, err := h.Edit(t.Context(), claude, d.Slug, first) // within the same millisecond
	if err != nil || got.Slug != d.Slug || got.Title != first.Title || got.Version() == d.Version() {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := h.Edit(t.Context(), claude, d.Slug, second); !errors.Is(err, fault.Conflict) {
		t.Error(err)
	}
	second.At = got.Version()
	if _, err := h.Edit(t.Context(), claude, d.Slug, second); err != nil {
		t.Error(err)
	}
	for v, want := range map[viewer.Viewer]error{nobody: fault.SignedOut, dany: fault.Forbidden, judge: fault.Forbidden} {
		if _, err := h.Edit(t.Context(), v, d.Slug, second); !errors.Is(err, want) {
			t.Errorf("%+v: %v", v, err)
		}
	}
}

func TestAcceptClosePin(t *testing.T) {
	t.Parallel()
	h := open(t)
	draft := question()
	draft.Voice = "firm"
	d := h.ask(t, draft)
	if got, err := h.Accept(t.Context(), dany, d.Slug, "c-1"); err != nil || got.Accepted != "c-1" { // speaks for the page that asked
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := h.Accept(t.Context(), judge, d.Slug, "c-2"); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if got, err := h.Accept(t.Context(), claude, d.Slug, ""); err != nil || got.Accepted != "" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, v := range []viewer.Viewer{claude, judge} {
		if got, err := h.Close(t.Context(), v, d.Slug, true); err != nil || !got.IsClosed() {
			t.Errorf("%+v, %v", got, err)
		}
	}
	ours := errors.New("closed")
	if err := h.Takes(t.Context(), d.ID, ours); !errors.Is(err, ours) {
		t.Error(err)
	}
	if got, err := h.Close(t.Context(), claude, d.Slug, false); err != nil || got.IsClosed() || h.Takes(t.Context(), d.ID, ours) != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := h.Pin(t.Context(), claude, d.Slug, true); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if got, err := h.Pin(t.Context(), judge, d.Slug, true); err != nil || got.Pinned.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	talk := question()
	talk.Kind = discussion.Open
	if _, err := h.Accept(t.Context(), claude, h.ask(t, talk).Slug, "c-1"); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

func TestCountedAndDelete(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := h.ask(t, question())
	if err := h.Counted(t.Context(), d.ID, 3, noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got, err := h.Get(t.Context(), d.ID); err != nil || got.Answers != 3 || !got.Active.Equal(noon.Add(time.Hour)) {
		t.Errorf("%+v, %v", got, err)
	}
	if err := h.Delete(t.Context(), claude, d.Slug); !errors.Is(err, discussion.ErrAnswered) {
		t.Errorf("with the answers of others: %v", err)
	}
	if err := h.Delete(t.Context(), dany, d.Slug); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if err := h.Counted(t.Context(), d.ID, 0, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if got, err := h.Get(t.Context(), d.ID); err != nil || !got.Active.Equal(got.Created) {
		t.Errorf("%+v, %v", got, err)
	}
	if err := h.Delete(t.Context(), claude, d.Slug); err != nil || h.rung != 2 { // opening owes a word too
		t.Errorf("%v, rung %d times", err, h.rung)
	}
	if _, err := h.BySlug(t.Context(), d.Slug); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if err := h.Delete(t.Context(), claude, d.Slug); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	due, err := h.store.TakeDue(t.Context(), noon, time.Minute, 5, discussion.OwesClear)
	if err != nil || len(due) != 1 || due[0].Title+due[0].Body+due[0].HTML != "" || due[0].By != (viewer.Author{}) {
		t.Errorf("%+v, %v", due, err)
	}
}

// The words of who leaves are put aside until they change their mind; what nobody else answered is gone whole.
func TestHideAndShow(t *testing.T) {
	t.Parallel()
	h := open(t)
	proposal := discussion.Draft{Voice: "p-1", Kind: discussion.Proposal, Title: "Une pépinière", Body: "Ici", Purpose: "Démarrer une entreprise à moindre coût", Payer: "Chacun sa part, la ville les murs", Theme: "financement"}
	firm := question()
	firm.Voice = "firm"
	a, b, c := h.ask(t, question()), h.ask(t, proposal), h.ask(t, firm)
	if err := h.Counted(t.Context(), b.ID, 2, noon); err != nil {
		t.Fatal(err)
	}
	read := func() (all []discussion.Discussion) {
		for _, one := range []discussion.Discussion{a, b, c} {
			if d, err := h.Get(t.Context(), one.ID); err == nil {
				d.Rev, d.Owes = 0, nil
				all = append(all, d)
			} else if !errors.Is(err, fault.Gone) {
				t.Error(err)
			}
		}
		return all
	}
	before := read()
	for range 2 {
		if err := h.Hide(t.Context(), []string{"p-1"}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := h.List(t.Context(), discussion.Filter{}, page.Req{})
	if err != nil || len(list.Items) != 2 {
		t.Errorf("%d are listed, %v", len(list.Items), err)
	}
	if got := read(); len(got) != 2 || got[0].Words() != "" || got[0].HTML != "" || got[0].Title != b.Title || got[1].Body != c.Body {
		t.Errorf("%+v", got)
	} else if whole := got[0].Whole(); whole.Words() != b.Words() {
		t.Errorf("%q", whole.Words())
	}
	for range 2 {
		if err := h.Show(t.Context(), []string{"p-1"}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(before, read()); diff != "" {
		t.Errorf("(-before +after)\n%s", diff)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	h := open(t)
	alone, answered, firm := question(), question(), question()
	firm.Voice = "firm"
	a, b, c := h.ask(t, alone), h.ask(t, answered), h.ask(t, firm)
	if err := h.Counted(t.Context(), b.ID, 2, noon); err != nil {
		t.Fatal(err)
	}
	if err := h.Hide(t.Context(), []string{"p-1"}); err != nil { // as who leaves has done
		t.Fatal(err)
	}
	for range 2 {
		if err := h.Forget(t.Context(), "a-1", []string{"p-1"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Get(t.Context(), a.ID); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if due, err := h.store.TakeDue(t.Context(), noon, time.Minute, 5, discussion.OwesClear); err != nil || len(due) != 1 || !due[0].Purge {
		t.Errorf("nothing is to be left: %+v, %v", due, err)
	}
	if got, err := h.Get(t.Context(), b.ID); err != nil || got.Title != b.Title || got.Body+got.HTML != "" || got.Aside != nil || got.By != (viewer.Author{}) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := h.Get(t.Context(), c.ID); err != nil || got.Body != c.Body || got.By != (viewer.Author{Page: "firm"}) {
		t.Errorf("%+v, %v", got, err)
	}
	for d, err := range h.By(t.Context(), "a-1") {
		t.Errorf("still theirs: %+v, %v", d, err)
	}
}

func TestKeepRemove(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := discussion.Discussion{ID: id.New(), Slug: "exemple", Title: "Exemple", Body: "*x*", Theme: "autre", Created: noon, Active: noon}
	for range 2 {
		if err := h.Keep(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := h.BySlug(t.Context(), "exemple"); err != nil || got.HTML != "<p><em>x</em></p>" {
		t.Errorf("%+v, %v", got, err)
	}
	for range 2 {
		if err := h.Remove(t.Context(), d.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.BySlug(t.Context(), "exemple"); !errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		t.Error(err)
	}
}

// Each theme has a slug of its own that is one, and a name.
func TestThemes(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, theme := range discussion.Themes() {
		if theme.Slug == "" || theme.Slug != text.Slug(theme.Slug) || theme.Name == "" || seen[theme.Slug] {
			t.Errorf("%+v", theme)
		}
		seen[theme.Slug] = true
	}
	if len(seen) < 9 || discussion.ThemeName("benevolat") != "Bénévolat" || discussion.ThemeName("x") != "" {
		t.Errorf("%v", seen)
	}
}
