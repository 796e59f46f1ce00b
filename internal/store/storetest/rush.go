package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/page"
)

// modelled does on one list in memory what a store does.
func modelled(head *event.Roster, all map[string]event.Answer, terms event.Terms, a event.Answer) (event.Answer, error) {
	modelArranged(head, all, terms, a.At)
	var was *event.Answer
	if before, said := all[a.ID]; said {
		was = &before
	}
	is, changed, err := head.Say(was, a)
	if changed {
		all[a.ID] = is
	}
	modelSettled(head, all, a.At)
	return is, err
}

// crowdOf is how many are partant at the same instant, for so many places (SAFETY.md R3).
const (
	crowdOf, placesOf = 400, 150
	givenBack         = 30
)

// Four hundred press the button twice at the same instant: a hundred and fifty have a place, the others wait in the order in which
// they were taken. Then thirty give theirs back, at the same instant too: the first thirty who wait have them.
func answerRush(t *testing.T, s event.Stores) {
	terms := room(placesOf)
	atOnce(t, crowdOf, func(n int) {
		for range 2 {
			if _, err := s.Answer(t.Context(), terms, says(fmt.Sprintf("m%03d", n), event.Partant, 0)); err != nil {
				t.Error(err)
			}
		}
	})
	same(t, tally(t, s), event.Tally{Taken: placesOf, Queued: crowdOf - placesOf, Placed: placesOf, Waiting: crowdOf - placesOf, Last: crowdOf})
	placed, waiting := numbers(t, s, event.GroupPlaced), numbers(t, s, event.GroupWaiting)
	same(t, placed, upTo(1, placesOf))
	same(t, waiting, upTo(placesOf+1, crowdOf))

	leavers, next := listed(t, s, event.GroupPlaced)[:givenBack], listed(t, s, event.GroupWaiting)[:givenBack]
	atOnce(t, givenBack, func(n int) {
		for range 2 {
			if _, err := s.Answer(t.Context(), terms, says(leavers[n], event.No, 0)); err != nil {
				t.Error(err)
			}
		}
	})
	same(t, tally(t, s), event.Tally{Taken: placesOf, Queued: crowdOf - placesOf - givenBack, Placed: placesOf, Waiting: crowdOf - placesOf - givenBack, No: givenBack, Last: crowdOf})
	same(t, numbers(t, s, event.GroupPlaced), upTo(givenBack+1, placesOf+givenBack))
	for _, who := range next {
		same(t, owed(t, s, who), event.OwesPromoted)
	}
	letters := map[string]int{}
	for {
		due, err := s.DueAnswers(t.Context(), noon, time.Hour, 100, event.Letters...)
		if len(must(t, due, err)) == 0 {
			break
		}
		for _, a := range due {
			letters[a.Owes[0].Kind]++
		}
	}
	same(t, letters, map[string]int{event.OwesPlaced: placesOf - givenBack, event.OwesWaiting: crowdOf - placesOf - givenBack, event.OwesPromoted: givenBack, event.OwesOut: givenBack})
}

// Parties of one to three come at the same instant, and change their minds: never more than there is room for.
func answerRushOfParties(t *testing.T, s event.Stores) {
	const parties, places = 60, 50
	terms := room(places)
	atOnce(t, parties, func(n int) {
		who := fmt.Sprintf("m%02d", n)
		for _, with := range []int{n % 3, n % 2} {
			_, err := s.Answer(t.Context(), terms, says(who, event.Partant, with))
			if err != nil && !errors.Is(err, event.ErrNoRoom) {
				t.Error(err)
			}
		}
		if n%5 == 0 {
			if _, err := s.Answer(t.Context(), terms, says(who, event.No, 0)); err != nil {
				t.Error(err)
			}
		}
	})
	weighed(t, s, places)
	same(t, tally(t, s).No, parties/5)
}

// weighed checks that the numbers of a roster are those of its answers, that there are no more than places, and that nobody waits for
// whom there is room.
func weighed(t *testing.T, s event.Answers, places int) {
	t.Helper()
	is := tally(t, s)
	taken, queued := 0, 0
	for _, g := range []event.Group{event.GroupPlaced, event.GroupWaiting} {
		for a, err := range page.All(9, func(req page.Req) (page.Of[event.Answer], error) { return s.AnswersIn(t.Context(), "e-1", g, req) }) {
			ok(t, err)
			if g == event.GroupPlaced {
				taken += a.Party()
			} else {
				queued += a.Party()
			}
		}
	}
	same(t, []int{is.Taken, is.Queued}, []int{taken, queued})
	first, err := s.AnswersIn(t.Context(), "e-1", event.GroupWaiting, page.Req{Limit: 1})
	if taken > places || len(must(t, first, err).Items) > 0 && taken+first.Items[0].Party() <= places {
		t.Errorf("%d of %d places taken, and %v waits", taken, places, first.Items)
	}
}

// atOnce runs so many at the same instant.
func atOnce(t *testing.T, n int, do func(n int)) {
	t.Helper()
	start := make(chan struct{})
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { <-start; do(i) })
	}
	close(start)
	group.Wait()
}

func numbers(t *testing.T, s event.Answers, g event.Group) (all []int64) {
	t.Helper()
	for a, err := range page.All(50, func(req page.Req) (page.Of[event.Answer], error) { return s.AnswersIn(t.Context(), "e-1", g, req) }) {
		all = append(all, must(t, a, err).Number)
	}
	return all
}

func upTo(first, last int64) (all []int64) {
	for n := first; n <= last; n++ {
		all = append(all, n)
	}
	return all
}
