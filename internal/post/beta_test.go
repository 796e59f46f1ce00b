package post_test

import (
	"errors"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/post"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// project is the first version of one.
func project(version string) post.Draft {
	d := news()
	d.Title, d.Version = "La carte des haltes", version
	return d
}

func wrongField(t *testing.T, err error, field string) {
	t.Helper()
	var wrong fault.Fields
	if !errors.As(err, &wrong) || wrong[field] == "" {
		t.Errorf("error is %v, want one of %s", err, field)
	}
}

// Versions stand in one line, the last published first, under numbers that differ.
func TestVersions(t *testing.T) {
	t.Parallel()
	h := open(t)
	one := publish(t, h, claude, project("0.3"))
	if one.Line() != one.ID {
		t.Fatal(one.Line())
	}
	next := project(" 0.4  bis ")
	next.Former, next.Settles = one.Slug, []string{id.Named("t", "c"), "<script>", id.Named("t", "c")}
	h.at = h.at.Add(time.Hour)
	two := publish(t, h, dany, next)
	if two.Line() != one.ID || two.Beta.Version != "0.4 bis" || len(two.Beta.Settles) != 1 {
		t.Errorf("%+v", two.Beta)
	}
	next.Version = "0.4 BIS"
	_, err := h.Publish(t.Context(), claude, next)
	wrongField(t, err, post.FieldVersion)
	edit := post.Filled(two)
	edit.Version = "0.3"
	_, err = h.Edit(t.Context(), claude, two.ID, edit)
	wrongField(t, err, post.FieldVersion)
	all, err := h.Versions(t.Context(), one.ID)
	if err != nil || len(all) != 2 || all[0].ID != two.ID {
		t.Errorf("%d versions, %v", len(all), err)
	}
	if err := h.Mark(t.Context(), two.ID, &unseen.Mark{At: h.at}); err != nil {
		t.Fatal(err)
	}
	if all, err = h.Versions(t.Context(), one.ID); err != nil || len(all) != 1 {
		t.Errorf("what is hidden stands in the line: %d, %v", len(all), err)
	}
}

func TestVersionRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	nameless := project("0.3")
	nameless.Title = ""
	_, err := h.Publish(t.Context(), claude, nameless)
	wrongField(t, err, post.FieldTitle)
	_, err = h.Publish(t.Context(), claude, project("une version beaucoup trop longue"))
	wrongField(t, err, post.FieldVersion)
	plain := publish(t, h, claude, news())
	one := publish(t, h, claude, project("1"))
	draft := project("2")
	draft.Later = true
	unsaid := publish(t, h, claude, draft)
	for name, change := range map[string]func(*post.Draft){
		"of nothing":       func(d *post.Draft) { d.Former = "rien" },
		"of no project":    func(d *post.Draft) { d.Former = plain.Slug },
		"of a draft":       func(d *post.Draft) { d.Former = unsaid.Slug },
		"of another page":  func(d *post.Draft) { d.Former, d.Voice = one.Slug, "claude" },
		"without a number": func(d *post.Draft) { d.Former, d.Version = one.Slug, "" },
	} {
		d := project("9")
		change(&d)
		_, err := h.Publish(t.Context(), claude, d)
		t.Log(name)
		wrongField(t, err, post.FieldVersion)
	}
	edit := post.Filled(one)
	edit.Version = ""
	_, err = h.Edit(t.Context(), claude, one.ID, edit)
	wrongField(t, err, post.FieldVersion)
	edit = post.Filled(unsaid)
	edit.Version, edit.Later = "", true
	if p, err := h.Edit(t.Context(), claude, unsaid.ID, edit); err != nil || p.Beta != nil {
		t.Errorf("a draft stays a project: %+v, %v", p.Beta, err)
	}
}

// What is deleted frees its number, and a line goes on without its first version.
func TestVersionDeleted(t *testing.T) {
	t.Parallel()
	h := open(t)
	one := publish(t, h, claude, project("0.3"))
	next := project("0.4")
	next.Former = one.Slug
	two := publish(t, h, claude, next)
	if err := h.Delete(t.Context(), claude, one.ID); err != nil {
		t.Fatal(err)
	}
	again := project("0.3")
	again.Former = two.Slug
	if p := publish(t, h, claude, again); p.Line() != one.ID {
		t.Error(p.Line())
	}
	if p, err := h.BySlug(t.Context(), viewer.Viewer{}, two.Slug); err != nil || p.Line() != one.ID {
		t.Error(p.Line(), err)
	}
}

// Each criticism is answered by the first version that says so, after so many days by the calendar of here.
func TestSettle(t *testing.T) {
	t.Parallel()
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 30, 0, 0, time.UTC) }
	version := func(n string, published time.Time, settles ...string) post.Post {
		return post.Post{ID: n, Published: published, Beta: &post.Beta{Version: n, Line: "l", Settles: settles}}
	}
	versions := []post.Post{version("0.5", at(25, 10), "a", "c", "d"), version("0.4", at(13, 10), "a", "b", "nobody's")}
	by, pace := post.Settle(versions, []post.Criticism{{"a", at(1, 10)}, {"b", at(12, 23)}, {"c", at(13, 22)}, {"d", at(26, 1)}, {"e", at(2, 1)}})
	for id, want := range map[string]struct {
		by   string
		days int
	}{"a": {"0.4", 12}, "b": {"0.4", 0}, "c": {"0.5", 12}, "d": {"0.5", 0}} { // 23 h 30 in London is tomorrow in Paris
		if got := by[id]; got.By == nil || got.By.ID != want.by || got.Days != want.days {
			t.Errorf("%s: %+v", id, got)
		}
	}
	if want := (post.Pace{Settled: 4, Open: 1, Median: 0, Total: 24}); pace != want {
		t.Errorf("%+v", pace)
	}
	if _, pace := post.Settle(nil, nil); pace != (post.Pace{}) {
		t.Errorf("%+v", pace)
	}
}

// Those whose criticism a version answers are owed the word once it is published, and again only for others.
func TestOwesSettled(t *testing.T) {
	t.Parallel()
	h := open(t)
	one := publish(t, h, claude, project("1"))
	next := project("2")
	next.Former, next.Later, next.Settles = one.Slug, true, []string{id.Named("t", "a")}
	draft := publish(t, h, claude, next)
	if len(draft.Owes) != 0 {
		t.Fatal("a draft tells somebody")
	}
	edit := post.Filled(draft)
	edit.Later = false
	two, err := h.Edit(t.Context(), claude, draft.ID, edit)
	if err != nil || len(two.Owes) != 1 || two.Owes[0].Kind != post.OwesSettled {
		t.Fatalf("%+v, %v", two.Owes, err)
	}
	owed := two.Owes[0]
	if err := h.store.SettlePost(t.Context(), two.ID, owed); err != nil {
		t.Fatal(err)
	}
	edit = post.Filled(two)
	edit.Body = "Autre chose"
	if two, err = h.Edit(t.Context(), claude, two.ID, edit); err != nil || len(two.Owes) != 0 {
		t.Fatalf("%+v, %v", two.Owes, err)
	}
	edit = post.Filled(two)
	edit.Settles = append(edit.Settles, id.Named("t", "b"))
	if two, err = h.Edit(t.Context(), claude, two.ID, edit); err != nil || len(two.Owes) != 1 || two.Owes[0].ID != owed.ID {
		t.Fatalf("%+v, %v", two.Owes, err)
	}
}
