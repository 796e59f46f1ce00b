package post_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

var (
	claude = viewer.Viewer{Account: "a-1"} // speaks for the bakery and for himself
	dany   = viewer.Viewer{Account: "a-2"} // speaks for the bakery
	nina   = viewer.Viewer{Account: "a-3"}
	judge  = viewer.Viewer{Account: "a-4", Role: viewer.Moderator}
)

// house is a service on a real store, in a world of two pages.
type house struct {
	*post.Service
	store  sqlite.Posts
	at     time.Time
	teams  map[string][]string // accounts that may speak for a page
	barred map[string]bool     // accounts that may act no more
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{store: db.Posts(), at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), teams: map[string][]string{"fournil": {"a-1", "a-2"}, "claude": {"a-1"}}, barred: map[string]bool{}}
	h.Service = post.New(h.store, h, markdown.New(), func() time.Time { return h.at })
	return h
}

// Author implements post.Pages.
func (h *house) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	if !v.SignedIn() {
		return viewer.Author{}, fault.SignedOut
	}
	for _, account := range h.teams[page] {
		if account == v.Account {
			return viewer.Author{Page: page, Account: account}, nil
		}
	}
	return viewer.Author{}, fault.Forbidden
}

// Commune implements post.Pages.
func (h *house) Commune(_ context.Context, page string) (string, error) {
	if page == "fournil" {
		return "45234", nil
	}
	return "", nil
}

func news() post.Draft {
	return post.Draft{Voice: "fournil", Title: " Le four  est arrivé ", Body: "**Venez** le voir <script>x</script>\r\n\r\n\r\n[ici](https://exemple.invalid)", Tags: "pain, Pain, four à bois"}
}

func publish(t *testing.T, h *house, v viewer.Viewer, d post.Draft) post.Post {
	t.Helper()
	p, err := h.Publish(t.Context(), v, d)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func wantErr(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("error is %v, want %v", err, kind)
	}
}

func TestPublish(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := publish(t, h, claude, news())
	want := post.Post{ID: p.ID, Rev: 1, Slug: "le-four-est-arrive", By: viewer.Author{Page: "fournil", Account: "a-1"}, Title: "Le four est arrivé",
		Body: "**Venez** le voir <script>x</script>\n\n[ici](https://exemple.invalid)", HTML: "<p><strong>Venez</strong> le voir x</p>\n" +
			`<p><a href="https://exemple.invalid" rel="ugc nofollow noreferrer">ici</a></p>`, Lead: "Venez le voir x ici",
		Tags: []string{"pain", "four à bois"}, Commune: "45234", Created: h.at, Published: h.at}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"commune:45234", "fiche:fournil", "sujet:four a bois", "sujet:pain", "tout"}, p.Sources()); diff != "" {
		t.Error(diff)
	}
	if !p.Changed().IsZero() || len(p.Owes) != 0 {
		t.Errorf("changed %v, owes %v", p.Changed(), p.Owes)
	}
	if got, err := h.BySlug(t.Context(), viewer.Viewer{}, p.Slug); err != nil || got.ID != p.ID {
		t.Errorf("a visitor reads %v, %v", got, err)
	}
}

func TestWhoMayPublish(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, err := h.Publish(t.Context(), viewer.Viewer{}, news())
	wantErr(t, err, fault.SignedOut)
	for _, v := range []viewer.Viewer{nina, judge} {
		_, err := h.Publish(t.Context(), v, news())
		var wrong fault.Fields
		if !errors.As(err, &wrong) || wrong[viewer.FieldVoice] == "" {
			t.Errorf("%v: %v", v, err)
		}
	}
}

// Short news have no title: their first words make the address and the heading.
func TestShortNews(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := publish(t, h, claude, post.Draft{Voice: "claude", Body: "Le *marché* de " + strings.Repeat("Noël ", 40)})
	if p.Title != "" || !strings.HasPrefix(p.Slug, "le-marche-de-noel-") || !strings.HasPrefix(p.Heading(), "Le marché de Noël") || len([]rune(p.Heading())) > 80 {
		t.Errorf("%q at %q", p.Heading(), p.Slug)
	}
	if q := publish(t, h, claude, post.Draft{Voice: "claude", Body: "日本"}); q.Slug != "publication-2" && q.Slug != "publication" {
		t.Errorf("no Latin letter: %q", q.Slug)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, c := range map[string]struct {
		spoil func(*post.Draft)
		field string
	}{
		"no text":          {func(d *post.Draft) { d.Body = " \n " }, post.FieldBody},
		"long text":        {func(d *post.Draft) { d.Body = strings.Repeat("à", post.MaxBody+1) }, post.FieldBody},
		"long title":       {func(d *post.Draft) { d.Title = strings.Repeat("t", post.MaxTitle+1) }, post.FieldTitle},
		"many tags":        {func(d *post.Draft) { d.Tags = "a,b,c,d,e,f,g,h,i,j,k" }, post.FieldTags},
		"a long tag":       {func(d *post.Draft) { d.Tags = strings.Repeat("t", post.MaxTag+1) }, post.FieldTags},
		"unreadable":       {func(d *post.Draft) { d.Title = "a\x00b" }, post.FieldTitle},
		"quoted too often": {func(d *post.Draft) { d.Body = strings.Repeat("> ", 20) + "x" }, post.FieldBody},
		"nothing is left":  {func(d *post.Draft) { d.Title, d.Body = "", "![](https://exemple.invalid/i.png)" }, post.FieldBody},
	} {
		d := news()
		c.spoil(&d)
		_, err := h.Publish(t.Context(), claude, d)
		var wrong fault.Fields
		if !errors.As(err, &wrong) || wrong[c.field] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := news()
	d.Body = strings.Repeat("Un été à Gien. ", post.MaxBody/15) // all that is allowed passes, accents too
	publish(t, h, claude, d)
}

// Sent twice with one key it is one; the same words sent on purpose are two.
func TestOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := news()
	d.Key = id.New()
	one, again := publish(t, h, claude, d), publish(t, h, claude, d)
	if one.ID != d.Key || again.ID != one.ID || again.Rev != 1 {
		t.Errorf("%s, then %s", one.ID, again.ID)
	}
	_, err := h.Publish(t.Context(), dany, d)
	wantErr(t, err, fault.Conflict)
	d.Key = id.New()
	if two := publish(t, h, claude, d); two.Slug != one.Slug+"-2" {
		t.Errorf("the second is at %q", two.Slug)
	}
}

func TestSlugsOfMany(t *testing.T) {
	t.Parallel()
	h := open(t)
	seen := map[string]bool{}
	for range 14 {
		p := publish(t, h, claude, post.Draft{Voice: "claude", Title: "Nouvelle", Body: "x"})
		if seen[p.Slug] || p.Slug == "nouvelle" {
			t.Errorf("%q again, or the address of the form", p.Slug)
		}
		seen[p.Slug] = true
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := publish(t, h, claude, news())
	d := post.Filled(p)
	d.Title, d.Later = "Le four chauffe", true
	got, err := h.Edit(t.Context(), dany, p.ID, d)
	if err != nil || got.Title != d.Title || got.Slug != p.Slug || got.Draft || got.By != p.By || got.Changed().IsZero() || !got.Published.Equal(p.Published) {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = h.Edit(t.Context(), claude, p.ID, d) // drawn before
	wantErr(t, err, fault.Conflict)
	for _, v := range []viewer.Viewer{nina, judge} {
		_, err = h.Edit(t.Context(), v, p.ID, post.Filled(got))
		wantErr(t, err, fault.Forbidden)
	}
	_, err = h.Edit(t.Context(), viewer.Viewer{}, p.ID, d)
	wantErr(t, err, fault.SignedOut)
	_, err = h.Edit(t.Context(), claude, "rien", d)
	wantErr(t, err, fault.NotFound)
}

// A draft is nobody's business but of those who may speak for its page; published, it is of that day and under its words.
func TestDraft(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := news()
	d.Later = true
	p := publish(t, h, claude, d)
	if p.Sources() != nil || !p.Published.IsZero() {
		t.Errorf("a draft is in %v", p.Sources())
	}
	for _, v := range []viewer.Viewer{{}, nina, judge} {
		_, err := h.BySlug(t.Context(), v, p.Slug)
		wantErr(t, err, fault.NotFound)
	}
	mine, err := h.DraftsOf(t.Context(), dany, "fournil", page.Req{})
	if err != nil || len(mine.Items) != 1 {
		t.Errorf("drafts of the page: %+v, %v", mine, err)
	}
	_, err = h.DraftsOf(t.Context(), nina, "fournil", page.Req{})
	wantErr(t, err, fault.Forbidden)

	h.at = h.at.Add(48 * time.Hour)
	publish(t, h, claude, post.Draft{Voice: "fournil", Title: "Portes ouvertes", Body: "x"})
	d = post.Filled(p)
	d.Title, d.Later = "Portes ouvertes", false
	got, err := h.Edit(t.Context(), dany, p.ID, d)
	if err != nil || got.Slug != "portes-ouvertes-2" || !got.Published.Equal(h.at) || got.Draft || !got.Changed().IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	if list, err := h.OfPage(t.Context(), "fournil", page.Req{}); err != nil || len(list.Items) != 2 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestPreview(t *testing.T) {
	t.Parallel()
	h := open(t)
	html, err := h.Preview(t.Context(), news())
	if err != nil || !strings.Contains(html, "<strong>Venez</strong>") || strings.Contains(html, "<script") {
		t.Errorf("%q, %v", html, err)
	}
	_, err = h.Preview(t.Context(), post.Draft{})
	wantErr(t, err, fault.Invalid)
}

func TestDelete(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, q := publish(t, h, claude, news()), publish(t, h, claude, news())
	wantErr(t, h.Delete(t.Context(), nina, p.ID), fault.Forbidden)
	wantErr(t, h.Delete(t.Context(), viewer.Viewer{}, p.ID), fault.SignedOut)
	for range 2 {
		if err := h.Delete(t.Context(), dany, p.ID); err != nil {
			t.Fatal(err)
		}
	}
	wantErr(t, h.Delete(t.Context(), judge, q.ID), fault.Forbidden) // a moderator takes it down
	if err := h.Delete(t.Context(), claude, q.ID); err != nil {
		t.Error(err)
	}
	_, err := h.BySlug(t.Context(), claude, p.Slug)
	wantErr(t, err, fault.Gone)
	_, err = h.Edit(t.Context(), claude, p.ID, post.Filled(p))
	wantErr(t, err, fault.Gone)
	kept, err := h.store.Post(t.Context(), p.ID)
	want := post.Post{ID: p.ID, Rev: kept.Rev, Slug: p.Slug, By: p.By, Created: p.Created, Published: p.Published, Deleted: h.at}
	if diff := cmp.Diff(want, kept); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if list, err := h.OfPage(t.Context(), "fournil", page.Req{}); err != nil || len(list.Items) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

// Whoever leaves takes their own page's words along; what they said for others stays, without them.
func TestForget(t *testing.T) {
	t.Parallel()
	h := open(t)
	own := publish(t, h, claude, post.Draft{Voice: "claude", Body: "à moi"})
	gone := publish(t, h, claude, post.Draft{Voice: "fournil", Body: "effacé"})
	if err := h.Delete(t.Context(), claude, gone.ID); err != nil {
		t.Fatal(err)
	}
	shared, others := publish(t, h, claude, news()), publish(t, h, dany, news())
	var taken []string
	for p, err := range h.By(t.Context(), "a-1") {
		if err != nil {
			t.Fatal(err)
		}
		taken = append(taken, p.ID)
	}
	if diff := cmp.Diff([]string{shared.ID, own.ID}, taken); diff != "" {
		t.Errorf("taken along: %s", diff)
	}
	for range 2 {
		if err := h.Forget(t.Context(), "a-1", []string{"claude"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, missing := range []string{own.ID, gone.ID} {
		_, err := h.store.Post(t.Context(), missing)
		wantErr(t, err, fault.NotFound)
	}
	for _, c := range []struct{ id, account string }{{shared.ID, post.Left}, {others.ID, "a-2"}} {
		if p, err := h.store.Post(t.Context(), c.id); err != nil || p.By.Account != c.account || p.Body == "" {
			t.Errorf("%+v, %v", p, err)
		}
	}
}
