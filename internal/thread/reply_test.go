package thread_test

import (
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/viewer"
)

// A question to an institution hears of its answers, of the next one when the first is taken back, and of none that others write.
func TestReplies(t *testing.T) {
	t.Parallel()
	h := open(t)
	q := discussion.Discussion{ID: "q", Slug: "q", Kind: discussion.Question, Theme: "autre", Created: noon, Active: noon, Ask: &discussion.Ask{Page: "firm", Since: noon, Held: noon}}
	if err := h.topics.Insert(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	say := func(id, page string, after time.Duration) {
		t.Helper()
		c := comment.Comment{ID: id, Target: to("q"), Thread: id, Place: id, Level: 1, By: viewer.Author{Page: page}, Created: noon.Add(after), Owes: debt.Owes{{ID: id, Kind: comment.OwesCount, Due: noon}}}
		if err := h.answers.Insert(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	takeBack := func(id string) {
		t.Helper()
		_, err := h.answers.Update(t.Context(), id, func(c *comment.Comment) error {
			c.By, c.Deleted = viewer.Author{}, noon
			c.Owes.Owe("again-"+id, comment.OwesCount, noon)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	answer := func(want string) {
		t.Helper()
		if _, err := h.Pay(t.Context()); err != nil {
			t.Fatal(err)
		}
		d, err := h.topics.Get(t.Context(), "q")
		if err != nil || d.Ask.Answer != want || (d.Ask.Outcome == discussion.Replied) != (want != "") {
			t.Errorf("%+v, %v, want %q", d.Ask, err, want)
		}
	}
	say("a", "p-1", time.Hour)
	answer("")
	say("b", "firm", 2*time.Hour)
	say("c", "firm", 3*time.Hour)
	answer("b")
	takeBack("b")
	answer("c")
	takeBack("a")
	answer("c")
	takeBack("c")
	answer("")
}
