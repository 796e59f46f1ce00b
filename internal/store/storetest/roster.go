package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
)

// room are the terms of an event of so many places, which begins tomorrow.
func room(places int) event.Terms {
	return event.Terms{Event: "e-1", Version: 1, Places: places, With: 5, Until: noon.Add(24 * time.Hour), Start: noon.Add(24 * time.Hour)}
}

// says is what a member answers.
func says(who string, what event.Says, with int) event.Answer {
	return event.Answer{ID: event.IDOf("e-1", event.Member(who)), Event: "e-1", Who: event.Member(who), Account: who, Page: "p-" + who, Says: what, With: with, Listed: true, Said: []event.Said{{Question: "q-1", Text: "sans sel"}}, At: noon}
}

// hears answers, and returns the seat.
func hears(t *testing.T, s event.Rosters, terms event.Terms, a event.Answer) event.Seat {
	t.Helper()
	is, err := s.Answer(t.Context(), terms, a)
	return must(t, is, err).Seat
}

// listed are those of a group, in order.
func listed(t *testing.T, s event.Answers, g event.Group) (who []string) {
	t.Helper()
	for a, err := range page.All(7, func(req page.Req) (page.Of[event.Answer], error) { return s.AnswersIn(t.Context(), "e-1", g, req) }) {
		who = append(who, must(t, a, err).Account)
	}
	return who
}

func tally(t *testing.T, s event.Answers) event.Tally {
	t.Helper()
	r, err := s.Roster(t.Context(), "e-1")
	return must(t, r, err).Tally
}

// owed is the kind of the one letter that somebody is owed.
func owed(t *testing.T, s event.Answers, who string) string {
	t.Helper()
	a, err := s.AnswerOf(t.Context(), "e-1", event.IDOf("e-1", event.Member(who)))
	switch owes := must(t, a, err).Owes; len(owes) {
	case 0:
		return ""
	case 1:
		return owes[0].Kind
	default:
		t.Fatalf("%s is owed %v", who, owes)
		return ""
	}
}

func answerStored(t *testing.T, s event.Stores) {
	same(t, tally(t, s), event.Tally{})
	want := says("a", event.Partant, 2)
	want.Agreed = event.Agreed{People: 3, Refused: true}
	want.Name, want.Email, want.Owes = "Ada", "ada@exemple.invalid", debt.Owes{{ID: "d", Kind: "autre", Due: noon, Tries: 2}}
	is, err := s.Answer(t.Context(), room(9), want)
	ok(t, err)
	got, err := s.AnswerOf(t.Context(), "e-1", want.ID)
	same(t, must(t, got, err), is)
	want.Rev, want.Seat, want.Number, want.Owes = 1, event.Placed, 1, is.Owes
	same(t, got, want)
	same(t, tally(t, s), event.Tally{Taken: 3, Placed: 1, Last: 1})
	r, err := s.Roster(t.Context(), "e-1")
	same(t, must(t, r, err).Terms, room(9))
	_, err = s.AnswerOf(t.Context(), "e-1", "rien")
	wantErr(t, err, fault.NotFound)
}

// The second press of a button changes nothing, and is owed nothing.
func answerTwice(t *testing.T, s event.Stores) {
	for range 3 {
		same(t, hears(t, s, room(1), says("a", event.Partant, 0)), event.Placed)
		same(t, hears(t, s, room(1), says("b", event.Partant, 0)), event.Waiting)
	}
	same(t, tally(t, s), event.Tally{Taken: 1, Queued: 1, Placed: 1, Waiting: 1, Last: 2})
	same(t, []string{owed(t, s, "a"), owed(t, s, "b")}, []string{event.OwesPlaced, event.OwesWaiting})
}

func answerChanged(t *testing.T, s event.Stores) {
	for _, who := range []string{"a", "b", "c"} {
		hears(t, s, room(1), says(who, event.Partant, 0))
	}
	same(t, hears(t, s, room(1), says("a", event.Maybe, 0)), event.None)
	same(t, owed(t, s, "b"), event.OwesPromoted)
	same(t, owed(t, s, "a"), event.OwesOut)
	same(t, hears(t, s, room(1), says("a", event.Partant, 0)), event.Waiting)
	same(t, listed(t, s, event.GroupWaiting), []string{"c", "a"})
	same(t, hears(t, s, room(1), says("c", event.No, 0)), event.None)
	same(t, owed(t, s, "c"), "")
	same(t, tally(t, s), event.Tally{Taken: 1, Queued: 1, Placed: 1, Waiting: 1, No: 1, Last: 4})
	ahead, err := s.Ahead(t.Context(), "e-1", 4)
	same(t, must(t, ahead, err), 0)
}

func answerRefused(t *testing.T, s event.Stores) {
	closed, over := room(1), room(1)
	closed.Closed, closed.Version = true, 2
	_, err := s.Answer(t.Context(), closed, says("a", event.Partant, 0))
	wantErr(t, err, event.ErrClosed)
	over.Until, over.Version = noon, 3
	_, err = s.Answer(t.Context(), over, says("a", event.Partant, 0))
	wantErr(t, err, event.ErrClosed)
	same(t, hears(t, s, over, says("a", event.No, 0)), event.None) // to the last
	_, err = s.Answer(t.Context(), closed, says("b", event.Partant, 0))
	wantErr(t, err, event.ErrClosed) // older terms do not open it
	r, err := s.Roster(t.Context(), "e-1")
	same(t, must(t, r, err).Terms, over)
}

func answerCompanions(t *testing.T, s event.Stores) {
	same(t, hears(t, s, room(5), says("a", event.Partant, 1)), event.Placed)
	same(t, hears(t, s, room(5), says("b", event.Partant, 0)), event.Placed)
	same(t, hears(t, s, room(5), says("a", event.Partant, 2)), event.Placed) // four of five
	_, err := s.Answer(t.Context(), room(5), says("a", event.Partant, 4))
	wantErr(t, err, event.ErrNoRoom)
	same(t, hears(t, s, room(5), says("c", event.Partant, 1)), event.Waiting)
	_, err = s.Answer(t.Context(), room(5), says("b", event.Partant, 1)) // somebody waits: nobody takes more before them
	wantErr(t, err, event.ErrNoRoom)
	same(t, tally(t, s), event.Tally{Taken: 4, Queued: 2, Placed: 2, Waiting: 1, Last: 3})
	same(t, hears(t, s, room(5), says("a", event.Partant, 1)), event.Placed)
	same(t, tally(t, s), event.Tally{Taken: 5, Placed: 3, Last: 3})
}

// A party that does not fit waits, and nobody behind it gets the places that are left; who asks for more places while they wait
// goes to the end, who asks for fewer stays.
func answerNotJumped(t *testing.T, s event.Stores) {
	hears(t, s, room(3), says("a", event.Partant, 1))
	same(t, hears(t, s, room(3), says("b", event.Partant, 1)), event.Waiting)
	same(t, hears(t, s, room(3), says("c", event.Partant, 0)), event.Waiting)
	hears(t, s, room(3), says("d", event.Partant, 2))
	same(t, listed(t, s, event.GroupWaiting), []string{"b", "c", "d"})
	hears(t, s, room(3), says("c", event.Partant, 1))
	same(t, listed(t, s, event.GroupWaiting), []string{"b", "d", "c"})
	hears(t, s, room(3), says("d", event.Partant, 1))
	same(t, listed(t, s, event.GroupWaiting), []string{"b", "d", "c"})
	same(t, hears(t, s, room(3), says("b", event.Partant, 0)), event.Waiting) // as it was asked; then there is room
	same(t, listed(t, s, event.GroupPlaced), []string{"a", "b"})
	same(t, tally(t, s).Taken, 3)
}

// Nobody is thrown out of a room that gets smaller; nobody gets in before there is room again.
func answerPlacesLowered(t *testing.T, s event.Stores) {
	for _, who := range []string{"a", "b", "c", "d"} {
		hears(t, s, room(3), says(who, event.Partant, 0))
	}
	small := room(1)
	small.Version = 2
	ok(t, s.Arrange(t.Context(), small, noon))
	same(t, listed(t, s, event.GroupPlaced), []string{"a", "b", "c"})
	for n, who := range []string{"a", "b", "c"} {
		hears(t, s, small, says(who, event.No, 0))
		same(t, tally(t, s).Waiting, 1-n/2)
	}
	same(t, listed(t, s, event.GroupPlaced), []string{"d"})
}

func answerPlacesRaised(t *testing.T, s event.Stores) {
	for _, who := range []string{"a", "b", "c", "d"} {
		hears(t, s, room(1), says(who, event.Partant, 0))
	}
	for places, want := range map[int]int{3: 3, 4: 4} {
		more := room(places)
		more.Version = int64(places)
		ok(t, s.Arrange(t.Context(), more, noon))
		same(t, tally(t, s).Placed, max(want, tally(t, s).Placed))
	}
	same(t, listed(t, s, event.GroupPlaced), []string{"a", "b", "c", "d"})
	same(t, []string{owed(t, s, "b"), owed(t, s, "d")}, []string{event.OwesPromoted, event.OwesPromoted})
	hears(t, s, room(1), says("e", event.Partant, 0)) // asked with old terms
	same(t, tally(t, s).Waiting, 1)
	free := room(0)
	free.Version = 9
	same(t, hears(t, s, free, says("f", event.Partant, 5)), event.Waiting) // behind e, who is let in first
	same(t, listed(t, s, event.GroupPlaced), []string{"a", "b", "c", "d", "e", "f"})
}

func answerTermsOld(t *testing.T, s event.Stores) {
	is := room(5)
	is.Version = 7
	ok(t, s.Arrange(t.Context(), is, noon))
	ok(t, s.Arrange(t.Context(), room(1), noon))
	same(t, hears(t, s, room(1), says("a", event.Partant, 3)), event.Placed)
	r, err := s.Roster(t.Context(), "e-1")
	same(t, must(t, r, err).Terms, is)
}

// All who count are told that an event has changed, once: who has not been written to yet will read how things are.
func answerEventChanged(t *testing.T, s event.Stores) {
	for n, what := range []event.Says{event.Partant, event.Partant, event.Maybe, event.No} {
		hears(t, s, room(1), says(fmt.Sprint(n), what, 0))
	}
	ok(t, s.SettleAnswer(t.Context(), "e-1", event.IDOf("e-1", event.Member("0")), func(o *debt.Owes) { *o = nil }))
	moved := room(1)
	for moved.Version = 2; moved.Version < 4; moved.Version++ {
		moved.Sequence++
		ok(t, s.Arrange(t.Context(), moved, noon))
		ok(t, s.Arrange(t.Context(), moved, noon))
	}
	same(t, []string{owed(t, s, "0"), owed(t, s, "1"), owed(t, s, "2"), owed(t, s, "3")}, []string{event.OwesChanged, event.OwesWaiting, event.OwesChanged, ""})
}

func answerEventCancelled(t *testing.T, s event.Stores) {
	for n, what := range []event.Says{event.Partant, event.Partant, event.Maybe, event.No} {
		hears(t, s, room(1), says(fmt.Sprint(n), what, 0))
	}
	off := room(2)
	off.Version, off.Cancelled, off.Sequence = 2, true, 1
	for range 2 {
		ok(t, s.Arrange(t.Context(), off, noon))
	}
	same(t, []string{owed(t, s, "0"), owed(t, s, "1"), owed(t, s, "2"), owed(t, s, "3")}, []string{event.OwesCancelled, event.OwesCancelled, event.OwesCancelled, ""})
	same(t, tally(t, s).Waiting, 1) // nobody is promoted into a room that stays empty
}

func answerDrop(t *testing.T, s event.Stores) {
	hears(t, s, room(1), says("a", event.Partant, 0))
	hears(t, s, room(1), says("b", event.Partant, 0))
	for range 2 {
		ok(t, s.DropAnswer(t.Context(), "e-1", event.IDOf("e-1", event.Member("a")), noon))
	}
	same(t, listed(t, s, event.GroupPlaced), []string{"b"})
	same(t, tally(t, s), event.Tally{Taken: 1, Placed: 1, Last: 2})
	ok(t, s.DropAnswer(t.Context(), "rien", "rien", noon))
	same(t, hears(t, s, room(1), says("a", event.Partant, 0)), event.Waiting)
}

func answerEdit(t *testing.T, s event.Stores) {
	a, mine := says("a", event.Partant, 0), errors.New("mine")
	hears(t, s, room(1), a)
	_, err := s.EditAnswer(t.Context(), "e-1", a.ID, func(a *event.Answer) error { a.Name = "x"; return mine })
	wantErr(t, err, mine)
	_, err = s.EditAnswer(t.Context(), "e-1", a.ID, func(a *event.Answer) error { a.Name, a.Account = "Ada", "autre"; return nil })
	ok(t, err)
	got, err := s.AnswerOf(t.Context(), "e-1", a.ID)
	same(t, must(t, got, err).Name, "Ada")
	_, err = s.EditAnswer(t.Context(), "e-1", "rien", func(*event.Answer) error { return nil })
	wantErr(t, err, fault.NotFound)
	ok(t, s.SettleAnswer(t.Context(), "e-1", "rien", func(*debt.Owes) {}))
	list, err := s.AnswersConcerning(t.Context(), event.Member("autre"), page.Req{Limit: 9})
	same(t, len(must(t, list, err).Items), 1)
}

// What a guest has not confirmed counts for nothing; whose answer counts is written to, whoever asks, and nothing else happens.
func answerGuest(t *testing.T, s event.Stores) {
	ask := event.Answer{ID: event.IDOf("e-1", event.Guest("x")), Event: "e-1", Who: event.Guest("x"), Name: "Ada", Email: "ada@exemple.invalid", Says: event.Partant, Seat: event.Unconfirmed, At: noon}
	for range 2 {
		same(t, hears(t, s, room(1), ask), event.Unconfirmed)
	}
	same(t, tally(t, s), event.Tally{Unconfirmed: 1})
	same(t, hears(t, s, room(1), says("b", event.Partant, 0)), event.Placed)
	yes := ask
	yes.Seat = event.None
	same(t, hears(t, s, room(1), yes), event.Waiting)
	same(t, tally(t, s), event.Tally{Taken: 1, Queued: 1, Placed: 1, Waiting: 1, Last: 2})
	ask.With, ask.Name = 3, "Mallory"
	same(t, hears(t, s, room(1), ask), event.Waiting)
	got, err := s.AnswerOf(t.Context(), "e-1", ask.ID)
	same(t, []any{must(t, got, err).Name, got.With, got.Owes[0].Kind, len(got.Owes)}, []any{"Ada", 0, event.OwesAgain, 1})
}

func answerPages(t *testing.T, s event.Stores) {
	var want []string
	for n := range 12 {
		who := fmt.Sprint("m", n)
		hears(t, s, room(0), says(who, event.Partant, 0))
		want = append(want, who)
	}
	same(t, listed(t, s, event.GroupPlaced), want)
	same(t, listed(t, s, event.GroupNo), nil)
	_, err := s.AnswersIn(t.Context(), "e-1", event.GroupPlaced, page.Req{Limit: 2, Cursor: page.Cursor{Key: "x", ID: "y"}})
	wantErr(t, err, fault.Invalid)
}

func answersConcerning(t *testing.T, s event.Stores) {
	var want []string
	for n := range 5 {
		name := fmt.Sprint("e-", n)
		terms := room(1)
		terms.Event = name
		for _, who := range []string{"a", "b"} {
			a := says(who, event.Maybe, 0)
			a.Event, a.ID = name, event.IDOf(name, a.Who)
			hears(t, s, terms, a)
		}
		want = append(want, name)
	}
	slices.Reverse(want)
	for _, limit := range []int{1, 2, 9} {
		var got []string
		for a, err := range page.All(limit, func(req page.Req) (page.Of[event.Answer], error) {
			return s.AnswersConcerning(t.Context(), event.Member("b"), req)
		}) {
			got = append(got, must(t, a, err).Event)
		}
		same(t, got, want)
	}
}

func answersDue(t *testing.T, s event.Stores) {
	for n := range 3 {
		a := says(fmt.Sprint(n), event.Partant, 0)
		a.At = noon.Add(time.Duration(n) * time.Minute)
		hears(t, s, room(9), a)
	}
	take := func(now time.Time, limit int, kinds ...string) (who []string) {
		got, err := s.DueAnswers(t.Context(), now, time.Hour, limit, kinds...)
		for _, a := range must(t, got, err) {
			who = append(who, a.Account)
		}
		return who
	}
	same(t, take(noon, 9, event.OwesEnd), nil)
	same(t, take(noon, 9, event.Letters...), []string{"0"})
	same(t, take(noon.Add(2*time.Minute), 1, event.Letters...), []string{"1"})
	same(t, take(noon.Add(2*time.Minute), 9, event.Letters...), []string{"2"})
	same(t, take(noon.Add(2*time.Minute), 9, event.Letters...), nil)
	same(t, len(take(noon.Add(2*time.Hour), 9, event.Letters...)), 3)
}

func answerRemoveRoster(t *testing.T, s event.Stores) {
	hears(t, s, room(1), says("a", event.Partant, 0))
	for range 2 {
		ok(t, s.RemoveRoster(t.Context(), "e-1"))
	}
	same(t, tally(t, s), event.Tally{})
	list, err := s.AnswersConcerning(t.Context(), event.Member("a"), page.Req{Limit: 9})
	same(t, len(must(t, list, err).Items), 0)
}

// Whatever people do, the store does what the rule does on one list in memory.
func answerModel(t *testing.T, s event.Stores) {
	random := rand.New(rand.NewPCG(7, 45))
	head, model := event.Roster{Terms: event.Terms{Event: "e-1"}}, map[string]event.Answer{}
	terms, taken := room(8), 0
	check := func(step int, is, want event.Answer, err, wanted error) {
		t.Helper()
		if !errors.Is(err, wanted) || is.Seat != want.Seat || is.Number != want.Number {
			t.Fatalf("step %d: %v %d, %v; want %v %d, %v", step, is.Seat, is.Number, err, want.Seat, want.Number, wanted)
		}
		if diff := cmp.Diff(head.Tally, tally(t, s)); diff != "" {
			t.Fatalf("step %d (-want +got):\n%s", step, diff)
		}
		if head.Places > 0 && head.Taken > max(head.Places, taken) {
			t.Fatalf("step %d: %d taken of %d", step, head.Taken, head.Places)
		}
		taken = head.Taken
	}
	for step := range 200 {
		if random.IntN(15) == 0 {
			terms.Version++
			terms.Places, terms.Approval = random.IntN(14), random.IntN(3) > 0
		}
		a := says(fmt.Sprint("m", random.IntN(12)), event.All[random.IntN(20)*random.IntN(20)%3], 0)
		if a.Says == event.Partant {
			a.With = random.IntN(3)
		}
		is, err := s.Answer(t.Context(), terms, a)
		want, wanted := modelled(&head, model, terms, a)
		check(step, is, want, err, wanted)
		j := event.Judgement{Verdict: verdicts[random.IntN(len(verdicts))], At: noon}
		answer := event.IDOf("e-1", event.Member(fmt.Sprint("m", random.IntN(12))))
		is, err = s.Judge(t.Context(), terms, answer, j)
		want, wanted = modelJudged(&head, model, terms, answer, j)
		check(step, is, want, err, wanted)
	}
}
