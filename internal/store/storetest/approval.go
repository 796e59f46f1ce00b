package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
)

// asking are the terms of an event of so many places that one comes to with the yes of a host.
func asking(places int) event.Terms {
	t := room(places)
	t.Approval = true
	return t
}

// judged gives a verdict, and returns the seat.
func judged(t *testing.T, s event.Rosters, terms event.Terms, who string, v event.Verdict) event.Seat {
	t.Helper()
	is, err := s.Judge(t.Context(), terms, event.IDOf("e-1", event.Member(who)), event.Judgement{Verdict: v, Word: "mot", At: noon})
	return must(t, is, err).Seat
}

// lettered is the kind of the one letter that somebody is owed; empty for none.
func lettered(t *testing.T, s event.Answers, who string) (kind string) {
	t.Helper()
	a, err := s.AnswerOf(t.Context(), "e-1", event.IDOf("e-1", event.Member(who)))
	for _, d := range must(t, a, err).Owes {
		switch {
		case !slices.Contains(event.Letters, d.Kind):
		case kind != "":
			t.Fatalf("%s is owed %v", who, a.Owes)
		default:
			kind = d.Kind
		}
	}
	return kind
}

// Who asks takes no place until a host says yes; then they wait in the order of these yeses. What was said is said once.
func approvalAsked(t *testing.T, s event.Stores) {
	terms := asking(1)
	for range 2 {
		for _, who := range []string{"a", "b", "c"} {
			same(t, hears(t, s, terms, says(who, event.Partant, 0)), event.Asked)
		}
	}
	same(t, tally(t, s), event.Tally{Asked: 3, Last: 3})
	same(t, listed(t, s, event.GroupAsked), []string{"a", "b", "c"})
	got, err := s.AnswerOf(t.Context(), "e-1", event.IDOf("e-1", event.Member("a")))
	if a := must(t, got, err); lettered(t, s, "a") != event.OwesAsked || !a.Owes.Has(event.OwesAsking) || len(a.Owes) != 2 {
		t.Errorf("who asks is owed %+v", a.Owes)
	}
	for range 2 {
		same(t, judged(t, s, terms, "c", event.Agree), event.Placed)
		same(t, judged(t, s, terms, "b", event.Agree), event.Waiting)
		same(t, judged(t, s, terms, "a", event.Refuse), event.Declined)
	}
	same(t, tally(t, s), event.Tally{Taken: 1, Queued: 1, Placed: 1, Waiting: 1, Declined: 1, Last: 5})
	same(t, []string{lettered(t, s, "a"), lettered(t, s, "b"), lettered(t, s, "c")}, []string{event.OwesDeclined, event.OwesWaiting, event.OwesPlaced})
	for who, v := range map[string]event.Verdict{"a": event.Agree, "b": event.Refuse, "c": event.Refuse} {
		_, err := s.Judge(t.Context(), terms, event.IDOf("e-1", event.Member(who)), event.Judgement{Verdict: v, At: noon})
		wantErr(t, err, event.ErrJudged)
	}
	_, err = s.Judge(t.Context(), terms, "rien", event.Judgement{Verdict: event.Agree, At: noon})
	wantErr(t, err, fault.NotFound)
	_, err = s.Judge(t.Context(), terms, event.IDOf("e-1", event.Member("a")), event.Judgement{Verdict: event.Reopen, At: terms.Start})
	wantErr(t, err, event.ErrClosed)
	same(t, tally(t, s).Last, int64(5))
	got, err = s.AnswerOf(t.Context(), "e-1", event.IDOf("e-1", event.Member("c")))
	same(t, must(t, got, err).Agreed, event.Agreed{People: 1, Word: "mot"})
}

// A verdict is taken back: the place goes to who waits, and who had it is told, if they were told of it. A no holds until then.
func approvalReopened(t *testing.T, s event.Stores) {
	terms := asking(1)
	for _, who := range []string{"a", "b", "c"} {
		hears(t, s, terms, says(who, event.Partant, 0))
	}
	judged(t, s, terms, "a", event.Agree)
	judged(t, s, terms, "b", event.Agree)
	ok(t, s.SettleAnswer(t.Context(), "e-1", event.IDOf("e-1", event.Member("a")), func(o *debt.Owes) { *o = nil }))
	for range 2 {
		same(t, judged(t, s, terms, "a", event.Reopen), event.Asked)
	}
	same(t, []string{lettered(t, s, "a"), lettered(t, s, "b")}, []string{event.OwesReopened, event.OwesPromoted})
	same(t, judged(t, s, terms, "c", event.Agree), event.Waiting)
	same(t, judged(t, s, terms, "c", event.Reopen), event.Asked) // nobody was told: nothing is to be taken back
	same(t, lettered(t, s, "c"), "")
	judged(t, s, terms, "c", event.Refuse)
	for range 2 {
		hears(t, s, terms, says("c", event.No, 0))
		same(t, hears(t, s, terms, says("c", event.Partant, 0)), event.Declined)
	}
	same(t, lettered(t, s, "c"), "")
	same(t, judged(t, s, terms, "c", event.Reopen), event.Asked)
	same(t, tally(t, s), event.Tally{Taken: 1, Placed: 1, Asked: 2, Last: 6})
	same(t, listed(t, s, event.GroupAsked), []string{"a", "c"})
}

// A yes is for so many people, and holds when a place is given back and taken again.
func approvalCompanions(t *testing.T, s event.Stores) {
	terms := asking(6)
	for _, with := range []int{3, 1} { // they change their mind while nobody has looked
		same(t, hears(t, s, terms, says("a", event.Partant, with)), event.Asked)
	}
	judged(t, s, terms, "a", event.Agree)
	same(t, hears(t, s, terms, says("a", event.Partant, 0)), event.Placed)
	same(t, hears(t, s, terms, says("a", event.Partant, 1)), event.Placed)
	_, err := s.Answer(t.Context(), terms, says("a", event.Partant, 2))
	wantErr(t, err, event.ErrAgreed)
	same(t, tally(t, s), event.Tally{Taken: 2, Placed: 1, Last: 2})
	hears(t, s, terms, says("a", event.No, 0))
	same(t, hears(t, s, terms, says("a", event.Partant, 1)), event.Placed)
	hears(t, s, terms, says("a", event.Maybe, 0))
	same(t, hears(t, s, terms, says("a", event.Partant, 2)), event.Asked)
	host := says("h", event.Partant, 1)
	host.People = 2
	same(t, hears(t, s, terms, host), event.Placed)
}

// Who has a place keeps it when hosts begin to have a say, who waits keeps their rank. When they have none any more, who waits for a yes
// comes in as they came, behind who waits for a place, and before who answers at that instant.
func approvalTurned(t *testing.T, s event.Stores) {
	for _, who := range []string{"a", "b"} {
		hears(t, s, room(1), says(who, event.Partant, 0))
	}
	on := asking(1)
	on.Version = 2
	ok(t, s.Arrange(t.Context(), on, noon))
	for _, who := range []string{"c", "d", "e"} {
		hears(t, s, on, says(who, event.Partant, 0))
	}
	same(t, judged(t, s, on, "d", event.Refuse), event.Declined)
	_, err := s.Answer(t.Context(), on, says("a", event.Partant, 1))
	wantErr(t, err, event.ErrAgreed)
	same(t, hears(t, s, on, says("a", event.No, 0)), event.None)
	same(t, listed(t, s, event.GroupPlaced), []string{"b"}) // as it was promised to them
	off := room(3)
	off.Version = 3
	same(t, hears(t, s, off, says("f", event.Partant, 0)), event.Waiting)
	same(t, listed(t, s, event.GroupPlaced), []string{"b", "c", "e"})
	same(t, []string{lettered(t, s, "c"), lettered(t, s, "d")}, []string{event.OwesPlaced, event.OwesDeclined})
	_, err = s.Judge(t.Context(), off, event.IDOf("e-1", event.Member("d")), event.Judgement{Verdict: event.Reopen, At: noon})
	wantErr(t, err, event.ErrJudged)
	same(t, hears(t, s, off, says("d", event.Partant, 0)), event.Waiting) // as everybody now
	same(t, tally(t, s), event.Tally{Taken: 3, Queued: 2, Placed: 3, Waiting: 2, No: 1, Last: 9})
}

// An event that does not take place tells who asks; who had a no hears nothing more of it, and a guest asks once they have confirmed.
func approvalTold(t *testing.T, s event.Stores) {
	terms := asking(1)
	guest := event.Answer{ID: event.IDOf("e-1", event.Guest("x")), Event: "e-1", Who: event.Guest("x"), Name: "Ada", Email: "ada@exemple.invalid", Says: event.Partant, Seat: event.Unconfirmed, At: noon}
	same(t, hears(t, s, terms, guest), event.Unconfirmed)
	guest.Seat = event.None
	same(t, hears(t, s, terms, guest), event.Asked)
	for _, who := range []string{"a", "b"} {
		hears(t, s, terms, says(who, event.Partant, 0))
	}
	judged(t, s, terms, "b", event.Refuse)
	for _, who := range []string{"a", "b"} {
		ok(t, s.SettleAnswer(t.Context(), "e-1", event.IDOf("e-1", event.Member(who)), func(o *debt.Owes) { *o = nil }))
	}
	off := asking(1)
	off.Version, off.Cancelled, off.Sequence = 2, true, 1
	ok(t, s.Arrange(t.Context(), off, noon))
	same(t, []string{lettered(t, s, "a"), lettered(t, s, "b")}, []string{event.OwesCancelled, ""})
	off.Version, off.Approval = 3, false
	ok(t, s.Arrange(t.Context(), off, noon))
	same(t, tally(t, s).Asked, 2) // nobody is let into a room that stays empty
}

// Hosts say yes to sixty at the same instant, each twice, while some give places back: never more than there is room for, and who waits
// first comes in.
func approvalRush(t *testing.T, s event.Stores) {
	const parties, places = 60, 25
	terms := asking(places)
	who := func(n int) string { return fmt.Sprintf("m%02d", n) }
	atOnce(t, parties, func(n int) {
		if _, err := s.Answer(t.Context(), terms, says(who(n), event.Partant, n%3)); err != nil {
			t.Error(err)
		}
	})
	same(t, []int{tally(t, s).Asked, tally(t, s).Taken}, []int{parties, 0})
	atOnce(t, parties, func(n int) {
		for _, v := range []event.Verdict{event.Agree, event.Agree, event.Reopen, event.Agree} {
			if v == event.Reopen && n%7 != 0 {
				continue
			}
			_, err := s.Judge(t.Context(), terms, event.IDOf("e-1", event.Member(who(n))), event.Judgement{Verdict: v, At: noon})
			if err != nil && !errors.Is(err, event.ErrJudged) {
				t.Error(err)
			}
		}
		if n%5 == 0 {
			if _, err := s.Answer(t.Context(), terms, says(who(n), event.No, 0)); err != nil {
				t.Error(err)
			}
		}
	})
	weighed(t, s, places)
	same(t, []int{tally(t, s).Asked, tally(t, s).No}, []int{0, parties / 5})
}

// verdicts are those that hosts give in the model, a yes more often.
var verdicts = []event.Verdict{event.Agree, event.Agree, event.Refuse, event.Reopen}

// modelJudged does on one list in memory what a store does of a verdict.
func modelJudged(head *event.Roster, all map[string]event.Answer, terms event.Terms, answer string, j event.Judgement) (is event.Answer, err error) {
	modelArranged(head, all, terms, j.At)
	was, known := all[answer]
	if err = fault.NotFound; known {
		var changed bool
		if is, changed, err = head.Judge(was, j); changed {
			all[answer] = is
		}
	}
	modelSettled(head, all, j.At)
	return is, err
}

// modelArranged has the model know terms.
func modelArranged(head *event.Roster, all map[string]event.Answer, terms event.Terms, now time.Time) {
	if head.Arrange(terms); head.Opens(now) {
		modelSettled(head, all, now)
	}
}

// modelSettled promotes in the model, and admits.
func modelSettled(head *event.Roster, all map[string]event.Answer, now time.Time) {
	first := func(g event.Group) *event.Answer {
		var found *event.Answer
		for _, one := range all {
			if one.Group() == g && (found == nil || one.Number < found.Number) {
				found = &one
			}
		}
		return found
	}
	for head.Free() {
		a := first(event.GroupWaiting)
		if !head.Promotes(a, now) {
			break
		}
		all[a.ID] = *a
	}
	for head.Opens(now) {
		a := first(event.GroupAsked)
		head.Admits(a, now)
		all[a.ID] = *a
	}
}
