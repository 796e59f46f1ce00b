package recommendation_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/recommendation"
	"partant/internal/store/sqlite"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

var (
	noon   = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	claude = viewer.Viewer{Account: "a-1", Role: viewer.Member} // speaks for p-1 and shop
	dany   = viewer.Viewer{Account: "a-2", Role: viewer.Member} // speaks for p-2 and firm
	nobody = viewer.Viewer{}
)

// house is a service on a real store, in a world of a few pages.
type house struct {
	*recommendation.Service
	store sqlite.Recommendations
	at    time.Time
	rung  int
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{store: db.Recommendations(), at: noon}
	h.Service = recommendation.New(h.store, h, markdown.New(), func() time.Time { return h.at }, func() { h.rung++ })
	return h
}

var teams = map[string][]string{"p-1": {"a-1"}, "shop": {"a-1"}, "p-2": {"a-2"}, "firm": {"a-2", "a-3"}}

// Author implements recommendation.Pages.
func (h *house) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	if !v.SignedIn() {
		return viewer.Author{}, fault.SignedOut
	}
	if !slices.Contains(teams[page], v.Account) {
		return viewer.Author{}, fault.Forbidden
	}
	return viewer.Author{Page: page, Account: v.Account}, nil
}

// About implements recommendation.Pages.
func (h *house) About(_ context.Context, v viewer.Viewer, voice, page string) (recommendation.About, error) {
	if page == "rien" {
		return recommendation.About{}, fault.NotFound
	}
	return recommendation.About{Open: len(teams[page]) > 0, Mine: voice == page || slices.Contains(teams[page], v.Account)}, nil
}

const story = "Un escalier posé en deux jours, au prix dit. **Propre.**"

func told() recommendation.Draft {
	return recommendation.Draft{Voice: "p-1", Page: "firm", Tie: recommendation.Client, Month: "5", Year: "2026", Body: story, Rewarded: recommendation.No}
}

func (h *house) tells(t *testing.T, change func(*recommendation.Draft)) recommendation.Recommendation {
	t.Helper()
	d := told()
	if change != nil {
		change(&d)
	}
	r, err := h.Publish(t.Context(), claude, d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPublish(t *testing.T) {
	t.Parallel()
	h := open(t)
	r := h.tells(t, nil)
	if r.ID != recommendation.IDOf("p-1", "firm") || r.Lived != "2026-05" || r.HTML == "" || r.By != (viewer.Author{Page: "p-1", Account: "a-1"}) || len(r.Owes) != 1 || h.rung != 1 {
		t.Errorf("%+v, rung %d times", r, h.rung)
	}
	if again, err := h.Publish(t.Context(), claude, told()); err != nil || again.Rev != 1 { // the same form sent twice
		t.Errorf("%+v, %v", again, err)
	}
	other := told()
	other.Body = "Une autre histoire, avec le même escalier et la même page."
	if was, err := h.Publish(t.Context(), claude, other); !errors.Is(err, fault.Conflict) || was.Body != story {
		t.Errorf("%+v, %v", was, err)
	}
	h.tells(t, func(d *recommendation.Draft) {
		d.Voice, d.Rewarded, d.Reward = "shop", recommendation.Yes, " une  remise "
	})
	list, err := h.Of(t.Context(), "firm", page.Req{})
	if err != nil || len(list.Items) != 2 || list.Items[0].By.Page != "shop" && list.Items[1].Reward != "une remise" {
		t.Errorf("%+v, %v", list, err)
	}
	if n, err := h.Count(t.Context(), "firm"); n != 2 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

func TestPublishTogether(t *testing.T) {
	t.Parallel()
	h := open(t)
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			if _, err := h.Publish(t.Context(), claude, told()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n, err := h.Count(t.Context(), "firm"); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

func TestPublishIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, c := range map[string]struct {
		v      viewer.Viewer
		change func(*recommendation.Draft)
		want   error
	}{
		"signed out":        {nobody, func(*recommendation.Draft) {}, fault.SignedOut},
		"another's voice":   {dany, func(*recommendation.Draft) {}, fault.Forbidden},
		"one's own page":    {claude, func(d *recommendation.Draft) { d.Page = "shop" }, recommendation.ErrOwn},
		"the page itself":   {claude, func(d *recommendation.Draft) { d.Page = "p-1" }, recommendation.ErrOwn},
		"a team of theirs":  {dany, func(d *recommendation.Draft) { d.Voice = "p-2" }, recommendation.ErrOwn},
		"nobody answers":    {claude, func(d *recommendation.Draft) { d.Page = "seule" }, recommendation.ErrClosed},
		"no page":           {claude, func(d *recommendation.Draft) { d.Page = "rien" }, fault.NotFound},
		"nothing is filled": {claude, func(d *recommendation.Draft) { *d = recommendation.Draft{Voice: "p-1", Page: "firm"} }, fault.Invalid},
	} {
		d := told()
		c.change(&d)
		if _, err := h.Publish(t.Context(), c.v, d); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, c := range map[string]struct {
		change func(*recommendation.Draft)
		fields []string
	}{
		"as it is":         {func(*recommendation.Draft) {}, nil},
		"no tie":           {func(d *recommendation.Draft) { d.Tie = "cousin" }, []string{recommendation.FieldTie}},
		"no month":         {func(d *recommendation.Draft) { d.Month = "" }, []string{recommendation.FieldMonth}},
		"month 13":         {func(d *recommendation.Draft) { d.Month = "13" }, []string{recommendation.FieldMonth}},
		"no year":          {func(d *recommendation.Draft) { d.Year = "" }, []string{recommendation.FieldYear}},
		"next month":       {func(d *recommendation.Draft) { d.Month = "12" }, []string{recommendation.FieldMonth}},
		"this month":       {func(d *recommendation.Draft) { d.Month = "11" }, nil},
		"next year":        {func(d *recommendation.Draft) { d.Year = "2027" }, []string{recommendation.FieldYear}},
		"five years":       {func(d *recommendation.Draft) { d.Month, d.Year = "11", "2021" }, nil},
		"a month more":     {func(d *recommendation.Draft) { d.Month, d.Year = "10", "2021" }, []string{recommendation.FieldMonth}},
		"six years":        {func(d *recommendation.Draft) { d.Year = "2020" }, []string{recommendation.FieldYear}},
		"short":            {func(d *recommendation.Draft) { d.Body = strings.Repeat("é", 39) }, []string{recommendation.FieldBody}},
		"just long enough": {func(d *recommendation.Draft) { d.Body = strings.Repeat("é", 40) }, nil},
		"long":             {func(d *recommendation.Draft) { d.Body = strings.Repeat("é", 2001) }, []string{recommendation.FieldBody}},
		"heavy":            {func(d *recommendation.Draft) { d.Body = strings.Repeat(">", 60) + "x" }, []string{recommendation.FieldBody}},
		"reward unsaid":    {func(d *recommendation.Draft) { d.Rewarded = "" }, []string{recommendation.FieldRewarded}},
		"reward not named": {func(d *recommendation.Draft) { d.Rewarded = recommendation.Yes }, []string{recommendation.FieldReward}},
		"a long reward":    {func(d *recommendation.Draft) { d.Rewarded, d.Reward = recommendation.Yes, strings.Repeat("é", 201) }, []string{recommendation.FieldReward}},
	} {
		d := told()
		c.change(&d)
		_, err := h.Check(d, time.Time{})
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
	no := told() // what is said to be nothing is nothing
	no.Reward = "une remise"
	if r, err := h.Publish(t.Context(), claude, no); err != nil || r.Reward != "" {
		t.Errorf("%+v, %v", r, err)
	}
}

// The month is that of here: at half past eleven in the evening of the last of October it is October, and in Paris half past midnight of the first of November is.
func TestMonthIsOfHere(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.at = time.Date(2026, 10, 31, 23, 30, 0, 0, time.UTC)
	d := told()
	d.Month = "11"
	if _, err := h.Check(d, time.Time{}); err != nil {
		t.Error(err)
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	h := open(t)
	r := h.tells(t, func(d *recommendation.Draft) { d.Year = "2022" })
	h.at = noon.AddDate(2, 0, 0) // by now it is older than may be told: what was told stays
	first, second := recommendation.Filled(r), recommendation.Filled(r)
	first.Body, second.Body = story+" Vraiment.", story+" Pas mal."
	is, err := h.Edit(t.Context(), claude, r.ID, first)
	if err != nil || is.Body != first.Body || is.Edited.IsZero() || !is.Created.Equal(r.Created) || is.Version() == r.Version() {
		t.Errorf("%+v, %v", is, err)
	}
	if _, err := h.Edit(t.Context(), claude, r.ID, second); !errors.Is(err, fault.Conflict) {
		t.Error(err)
	}
	for v, want := range map[viewer.Viewer]error{nobody: fault.SignedOut, dany: fault.Forbidden} {
		if _, err := h.Edit(t.Context(), v, r.ID, first); !errors.Is(err, want) {
			t.Error(err)
		}
		if err := h.Delete(t.Context(), v, r.ID); !errors.Is(err, want) { // the page itself cannot
			t.Error(err)
		}
	}
	if err := h.Delete(t.Context(), claude, r.ID); err != nil {
		t.Error(err)
	}
	if _, err := h.Get(t.Context(), r.ID); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

func TestReply(t *testing.T) {
	t.Parallel()
	h := open(t)
	r := h.tells(t, nil)
	for v, want := range map[viewer.Viewer]error{nobody: fault.SignedOut, claude: fault.Forbidden} {
		if _, err := h.Answer(t.Context(), v, r.ID, "Merci.", 0); !errors.Is(err, want) {
			t.Error(err)
		}
	}
	for _, body := range []string{"", "x", strings.Repeat("é", 2001)} {
		if _, err := h.Answer(t.Context(), dany, r.ID, body, 0); !errors.Is(err, fault.Invalid) {
			t.Errorf("%.5q: %v", body, err)
		}
	}
	is, err := h.Answer(t.Context(), dany, r.ID, "**Merci**.", 0)
	if err != nil || is.Answer() == nil || is.Reply.HTML != "<p><strong>Merci</strong>.</p>" || is.Reply.By != (viewer.Author{Page: "firm", Account: "a-2"}) || len(is.Owes) != 2 {
		t.Fatalf("%+v, %v", is, err)
	}
	third := viewer.Viewer{Account: "a-3"}
	if _, err := h.Answer(t.Context(), third, r.ID, "Autre chose.", 0); !errors.Is(err, fault.Conflict) {
		t.Error(err)
	}
	is, err = h.Answer(t.Context(), third, r.ID, "Autre chose.", is.Reply.Version())
	if err != nil || is.Reply.Body != "Autre chose." || is.Reply.Edited.IsZero() || is.Reply.By.Account != "a-2" {
		t.Errorf("%+v, %v", is.Reply, err)
	}
	if is, err = h.Silence(t.Context(), dany, r.ID); err != nil || is.Reply != nil || len(is.Owes) != 1 {
		t.Errorf("%+v, %v", is, err)
	}
}

// What is held or taken down is in no list, cannot be changed, and the page cannot write over a reply that was taken down.
func TestMark(t *testing.T) {
	t.Parallel()
	h, held := open(t), true
	h.Screen(func(_ context.Context, _ viewer.Viewer, w unseen.Words) (unseen.Verdict, error) {
		if w.Title != "" || w.ID == "" || w.Text == "" {
			t.Errorf("%+v", w)
		}
		if held {
			return unseen.Verdict{Mark: &unseen.Mark{At: noon, Held: true}}, nil
		}
		return unseen.Verdict{Follow: true}, nil
	})
	r := h.tells(t, nil)
	if len(r.Owes) != 0 || h.Edits(t, r.ID) == nil {
		t.Errorf("%+v", r)
	}
	if n, err := h.Count(t.Context(), "firm"); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	for range 2 {
		if err := h.Mark(t.Context(), r.ID, nil); err != nil {
			t.Fatal(err)
		}
	}
	if is, err := h.Get(t.Context(), r.ID); err != nil || len(is.Owes) != 1 || h.Edits(t, r.ID) != nil {
		t.Errorf("%+v, %v", is, err)
	}
	if err := errors.Join(h.MarkReply(t.Context(), r.ID, nil), h.Mark(t.Context(), "rien", nil)); err != nil {
		t.Error(err)
	}
	is, err := h.Answer(t.Context(), dany, r.ID, "Voyez https://exemple.fr", 0)
	if err != nil || is.Answer() != nil || len(is.Owes) != 1 {
		t.Errorf("%+v, %v", is, err)
	}
	if err := h.MarkReply(t.Context(), r.ID, nil); err != nil {
		t.Fatal(err)
	}
	if is, _ := h.Get(t.Context(), r.ID); is.Answer() == nil || len(is.Owes) != 2 {
		t.Errorf("%+v", is)
	}
	if err := h.MarkReply(t.Context(), r.ID, &unseen.Mark{At: noon}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Answer(t.Context(), dany, r.ID, "Encore.", 0); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if _, err := h.Silence(t.Context(), dany, r.ID); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
}

// Edits tries to change nothing.
func (h *house) Edits(t *testing.T, id string) error {
	t.Helper()
	_, err := h.ForEdit(t.Context(), claude, id)
	return err
}

func TestForget(t *testing.T) {
	t.Parallel()
	h := open(t)
	r := h.tells(t, nil)
	kept := h.tells(t, func(d *recommendation.Draft) { d.Voice = "shop" })
	if _, err := h.Answer(t.Context(), dany, kept.ID, "Merci.", 0); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := errors.Join(h.Forget(t.Context(), "a-1", []string{"p-1"}), h.Forget(t.Context(), "a-2", nil)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Get(t.Context(), r.ID); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if is, err := h.Get(t.Context(), kept.ID); err != nil || is.By != (viewer.Author{Page: "shop"}) || is.Reply.By != (viewer.Author{Page: "firm"}) {
		t.Errorf("%+v, %v", is, err)
	}
	for _, whom := range []string{"a-1", "a-2"} {
		for r, err := range h.By(t.Context(), whom) {
			t.Errorf("still theirs: %+v, %v", r, err)
		}
	}
	if err := h.ForgetPage(t.Context(), "firm"); err != nil { // what was said of it goes
		t.Fatal(err)
	}
	if n, err := h.Count(t.Context(), "firm"); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

func TestFrom(t *testing.T) {
	t.Parallel()
	h := open(t)
	old := h.tells(t, nil)
	h.at = noon.Add(time.Hour)
	h.tells(t, func(d *recommendation.Draft) { d.Voice = "shop" })
	for limit, first := range map[int]bool{1: false, 2: true} {
		from, err := h.From(t.Context(), &old, limit)
		list, err2 := h.Of(t.Context(), "firm", page.Req{Limit: limit, Cursor: from})
		if err != nil || err2 != nil || from.IsZero() != first || !slices.ContainsFunc(list.Items, func(r recommendation.Recommendation) bool { return r.ID == old.ID }) {
			t.Errorf("%d: %v, %+v, %v %v", limit, from, list, err, err2)
		}
	}
}

func TestKeep(t *testing.T) {
	t.Parallel()
	h := open(t)
	r := recommendation.Recommendation{Page: "firm", By: viewer.Author{Page: "p-1"}, Tie: recommendation.Partner, Lived: "2026-01", Body: "*x*", Created: noon, Reply: &recommendation.Reply{Body: "*y*", Created: noon}}
	for range 2 {
		if err := h.Keep(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	is, err := h.Get(t.Context(), recommendation.IDOf("p-1", "firm"))
	if err != nil || is.HTML != "<p><em>x</em></p>" || is.Reply.HTML != "<p><em>y</em></p>" || len(is.Owes) != 0 {
		t.Errorf("%+v, %v", is, err)
	}
	for range 2 {
		if err := h.Remove(t.Context(), is.ID); err != nil {
			t.Fatal(err)
		}
	}
}
