package storetest

import (
	"slices"
	"testing"
	"time"

	"partant/internal/event"
)

// reminded is when somebody is reminded by letter; the zero time: never. The notice is due at the same instant.
func reminded(t *testing.T, s event.Answers, who string) (due time.Time) {
	t.Helper()
	got, err := s.AnswerOf(t.Context(), "e-1", event.IDOf("e-1", event.Member(who)))
	a := must(t, got, err)
	for _, d := range a.Owes {
		if d.Kind == event.OwesRemind {
			due = d.Due
		}
	}
	for _, d := range a.Owes {
		if d.Kind == event.OwesRemindTold && !d.Due.Equal(due) {
			t.Errorf("%s is told in the site at %v, by letter at %v", who, d.Due, due)
		}
	}
	return due
}

// Who has a place and chose so is reminded once, at an hour that moves with the event; who waits is not, until they have a place; who
// comes no more is not, nor is anybody of what is cancelled.
func answerReminded(t *testing.T, s event.Stores) {
	terms := room(2)
	wants := func(who string, what event.Says, remind event.Remind) {
		t.Helper()
		a := says(who, what, 0)
		a.Account, a.Remind = who, remind
		_, err := s.Answer(t.Context(), terms, a)
		ok(t, err)
	}
	wants("a", event.Partant, event.HourBefore)
	wants("b", event.Partant, event.Unreminded)
	wants("c", event.Partant, event.HourBefore) // waits
	before := terms.Start.Add(-time.Hour)
	all := func() []time.Time { return []time.Time{reminded(t, s, "a"), reminded(t, s, "b"), reminded(t, s, "c")} }
	same(t, all(), []time.Time{before, {}, {}})
	wants("b", event.No, event.HourBefore)
	same(t, all(), []time.Time{before, {}, before})
	terms.Version, terms.Sequence, terms.Start = 2, terms.Sequence+1, terms.Start.Add(24*time.Hour)
	ok(t, s.Arrange(t.Context(), terms, noon))
	same(t, all(), []time.Time{before.Add(24 * time.Hour), {}, before.Add(24 * time.Hour)})
	due, err := s.DueAnswers(t.Context(), before, time.Minute, 9, event.OwesRemind)
	same(t, len(must(t, due, err)), 0)
	wants("c", event.Maybe, event.HourBefore)
	same(t, all(), []time.Time{before.Add(24 * time.Hour), {}, {}})
	terms.Version, terms.Cancelled = 3, true
	ok(t, s.Arrange(t.Context(), terms, noon))
	same(t, all(), []time.Time{{}, {}, {}})
	got, err := s.AnswerOf(t.Context(), "e-1", event.IDOf("e-1", event.Member("a")))
	if a := must(t, got, err); a.Remind != event.HourBefore || !slices.Contains(event.Mailed, event.OwesRemind) {
		t.Errorf("the choice is lost: %+v", a)
	}
}
