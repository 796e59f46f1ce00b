package discussion_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// institutions are « firm », which has a team, « p-2 » too, and « town », which has none.
type institutions struct{}

// Institution implements discussion.Institutions.
func (institutions) Institution(_ context.Context, page string) (bool, error) {
	claimed, known := map[string]bool{"firm": true, "p-2": true, "p-1": true, "town": false}[page]
	if !known {
		return false, fault.NotFound
	}
	return claimed, nil
}

func asking(t *testing.T) *house {
	h := open(t)
	h.Asking(institutions{})
	return h
}

func put(to string) discussion.Draft {
	d := question()
	d.To = to
	return d
}

const day = 24 * time.Hour

func (h *house) read(t *testing.T, d discussion.Discussion) discussion.Discussion {
	t.Helper()
	is, err := h.Get(t.Context(), d.ID)
	if err != nil {
		t.Fatal(err)
	}
	return is
}

func owes(d discussion.Discussion, kind string) (n int) {
	for _, one := range d.Owes {
		if one.Kind == kind {
			n++
		}
	}
	return n
}

func TestPutToAnInstitution(t *testing.T) {
	t.Parallel()
	h := asking(t)
	d := h.ask(t, put("firm"))
	if d.Ask == nil || d.Ask.Page != "firm" || !d.Ask.Since.Equal(noon) || !d.Waits() || owes(d, discussion.OwesAsk) != 1 {
		t.Errorf("%+v owes %+v", d.Ask, d.Owes)
	}
	if list, err := h.List(t.Context(), discussion.Filter{Waiting: true, Theme: d.Theme}, page.Req{}); err != nil || len(list.Items) != 1 {
		t.Errorf("%d wait, %v", len(list.Items), err)
	}
	open := put("firm")
	open.Kind = discussion.Open
	for name, draft := range map[string]discussion.Draft{"no question": open, "itself": put("p-1"), "nobody": put("x")} {
		var wrong fault.Fields
		if _, err := h.Open(t.Context(), claude, draft); !errors.As(err, &wrong) || wrong[discussion.FieldTo] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	edit := discussion.Filled(d)
	edit.Kind = discussion.Open
	var wrong fault.Fields
	if _, err := h.Edit(t.Context(), claude, d.Slug, edit); !errors.As(err, &wrong) || wrong[discussion.FieldKind] == "" {
		t.Errorf("it is a question no more: %v", err)
	}
}

func TestInstitutionPassesOn(t *testing.T) {
	t.Parallel()
	h := asking(t)
	d := h.ask(t, put("p-2"))
	h.at = noon.Add(3 * day)
	for name, c := range map[string]struct {
		v    viewer.Viewer
		to   string
		want error
	}{"a visitor": {nobody, "firm", fault.SignedOut}, "somebody else": {claude, "firm", fault.Forbidden}, "nobody": {dany, "x", fault.Invalid},
		"no team": {dany, "town", fault.Invalid}, "itself": {dany, "p-2", fault.Invalid}} {
		if _, err := h.PassOn(t.Context(), c.v, d.Slug, c.to); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	passed, err := h.PassOn(t.Context(), dany, d.Slug, "firm")
	if err != nil || passed.Ask.Page != "firm" || !passed.Ask.Since.Equal(noon) || !passed.Ask.Held.Equal(h.at) || len(passed.Ask.Passed) != 1 || owes(passed, discussion.OwesOutcome) != 1 || owes(passed, discussion.OwesAsk) != 1 {
		t.Fatalf("%+v, %v", passed.Ask, err)
	}
	if _, err := h.PassOn(t.Context(), dany, d.Slug, "p-2"); !errors.Is(err, fault.Invalid) {
		t.Errorf("back to where it was: %v", err)
	}
	for _, of := range []string{"p-2", "firm"} {
		if list, err := h.AskedOf(t.Context(), of, page.Req{}); err != nil || len(list.Items) != 1 {
			t.Errorf("%s was asked %d, %v", of, len(list.Items), err)
		}
	}
	if r := h.RightsOf(dany, &passed, []string{"p-2"}); r.Respond {
		t.Error("who passed it on may do so again")
	}
}

func TestInstitutionDeclines(t *testing.T) {
	t.Parallel()
	h := asking(t)
	d := h.ask(t, put("firm"))
	h.at = noon.Add(2 * day)
	if _, err := h.Decline(t.Context(), dany, d.Slug, "Non"); !errors.Is(err, fault.Invalid) {
		t.Errorf("without a reason: %v", err)
	}
	is, err := h.Decline(t.Context(), dany, d.Slug, "Ce n'est pas à nous d'en décider.")
	if err != nil || is.Waits() || is.Ask.Outcome != discussion.Declined || is.Ask.Days(noon.Add(9*day)) != 2 {
		t.Fatalf("%+v, %v", is.Ask, err)
	}
	if _, err := h.Decline(t.Context(), dany, d.Slug, "Ce n'est pas à nous d'en décider."); !errors.Is(err, fault.Conflict) {
		t.Errorf("twice: %v", err)
	}
	if err := h.Reply(t.Context(), d.ID, "c-1", "firm", h.at); err != nil {
		t.Fatal(err)
	}
	if is := h.read(t, d); is.Ask.Outcome != discussion.Replied || is.Ask.Reason != "" || is.Ask.Answer != "c-1" {
		t.Errorf("after an answer: %+v", is.Ask)
	}
}

func TestReply(t *testing.T) {
	t.Parallel()
	h := asking(t)
	d := h.ask(t, put("firm"))
	reply := func(answer, by string, after time.Duration) *discussion.Ask {
		t.Helper()
		if err := h.Reply(t.Context(), d.ID, answer, by, noon.Add(after)); err != nil {
			t.Fatal(err)
		}
		return h.read(t, d).Ask
	}
	if a := reply("c-1", "p-2", day); a.Outcome != "" {
		t.Errorf("another page answers: %+v", a)
	}
	if a := reply("c-2", "firm", 4*day); a.Answer != "c-2" || a.Days(h.at) != 4 {
		t.Errorf("it answers: %+v", a)
	}
	if a := reply("c-3", "firm", 5*day); a.Answer != "c-2" {
		t.Errorf("it answers again: %+v", a)
	}
	rev := h.read(t, d).Rev
	if reply("c-2", "firm", 4*day); h.read(t, d).Rev != rev {
		t.Error("told twice, it was written twice")
	}
	if a := reply("c-3", "", 0); a.Answer != "c-2" {
		t.Errorf("the second is taken back: %+v", a)
	}
	if a := reply("c-2", "", 0); a.Outcome != "" || !a.Ended.IsZero() {
		t.Errorf("the first is taken back: %+v", a)
	}
	if err := h.Reply(t.Context(), "x", "c", "firm", noon); err != nil {
		t.Errorf("of what is not there: %v", err)
	}
}

func TestRecord(t *testing.T) {
	t.Parallel()
	h := asking(t)
	for n, after := range []int{1, 9, 3, 0} {
		d := h.ask(t, put("firm"))
		if n == 3 {
			continue
		}
		if err := h.Reply(t.Context(), d.ID, "c", "firm", noon.Add(time.Duration(after)*day)); err != nil {
			t.Fatal(err)
		}
	}
	r, err := h.RecordOf(t.Context(), "firm")
	if want := (discussion.Record{Waiting: 1, Answered: 3, Median: 3}); err != nil || r != want {
		t.Errorf("%+v, %v", r, err)
	}
}

// What its institution's page is erased does not wait, and what nobody could read did not.
func TestAskWithoutInstitution(t *testing.T) {
	t.Parallel()
	h := asking(t)
	d := h.ask(t, put("firm"))
	if err := h.Mark(t.Context(), d.ID, &unseen.Mark{At: noon, Held: true}); err != nil {
		t.Fatal(err)
	}
	h.at = noon.Add(2 * day)
	if err := h.Mark(t.Context(), d.ID, nil); err != nil {
		t.Fatal(err)
	}
	if is := h.read(t, d); !is.Ask.Since.Equal(h.at) {
		t.Errorf("it waits since %v", is.Ask.Since)
	}
	for range 2 {
		if err := h.ForgetPage(t.Context(), "firm"); err != nil {
			t.Fatal(err)
		}
	}
	if is := h.read(t, d); is.Waits() || is.Ask.Outcome != discussion.Dropped || is.Title == "" {
		t.Errorf("%+v", is.Ask)
	}
}
