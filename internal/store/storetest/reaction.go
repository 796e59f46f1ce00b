package storetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/reaction"
)

// Reactions runs the suite of the ports of reactions. open gives a fresh, empty store.
func Reactions(t *testing.T, open func(t *testing.T) reaction.Stores) {
	for name, check := range map[string]func(*testing.T, reaction.Stores){
		"InsertGet": reactionInsertGet, "Missing": reactionMissing, "Ended": reactionEnded, "Lists": reactionLists, "Due": reactionDue, "To": reactionsTo,
		"Tally": reactionTally, "TallyParallel": reactionTallyParallel,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

var praised, unpraised = reaction.Thing{Kind: reaction.OfAnswer, ID: "c-1"}, reaction.Thing{Kind: reaction.OfPost, ID: "p-1"}

// fullReaction leaves no field zero but those that take it off its lists.
func fullReaction(account string, k reaction.Kind) reaction.Reaction {
	return reaction.Reaction{ID: reaction.IDOf(account, praised, k), Rev: 1, Account: account, Thing: praised, Kind: k, At: noon,
		Owes: debt.Owes{{ID: "d-1", Kind: reaction.OwesCount, Due: noon, Tries: 1}}}
}

func reactionInsertGet(t *testing.T, s reaction.Stores) {
	bare := reaction.Thing{Kind: reaction.OfPost, ID: "p-9"}
	for _, want := range []reaction.Reaction{fullReaction("a-1", reaction.Thanks), {ID: reaction.IDOf("a-2", bare, reaction.Bravo), Rev: 1, Account: "a-2"}} {
		ok(t, s.InsertReaction(t.Context(), want))
		got, err := s.ReactionsBy(t.Context(), want.Account, []reaction.Thing{praised, bare})
		same(t, must(t, got, err), []reaction.Reaction{want})
		wantErr(t, s.InsertReaction(t.Context(), reaction.Reaction{ID: want.ID}), fault.Taken{Field: "id"})
	}
	none, err := s.ReactionsBy(t.Context(), "a-1", nil)
	same(t, must(t, none, err), nil)
}

func reactionMissing(t *testing.T, s reaction.Stores) {
	_, err := s.UpdateReaction(t.Context(), "rien", func(*reaction.Reaction) error { return nil })
	wantErr(t, err, fault.NotFound)
	ok(t, s.RemoveReaction(t.Context(), "rien", 1))
	list, err := s.ReactionsOf(t.Context(), "a-1", page.Req{Limit: 5})
	same(t, must(t, list, err), page.Of[reaction.Reaction]{})
	n, err := s.TallyReactions(t.Context(), praised)
	same(t, len(must(t, n, err)), 0)
	kept, err := s.Tallied(t.Context(), []reaction.Thing{praised})
	same(t, len(must(t, kept, err)), 0)
	kept, err = s.Tallied(t.Context(), nil)
	same(t, len(must(t, kept, err)), 0)
}

// What was taken back is nobody's; what is muted is its account's, and counted nowhere. Neither goes while it was written since.
func reactionEnded(t *testing.T, s reaction.Stores) {
	r := fullReaction("a-1", reaction.Bravo)
	ok(t, s.InsertReaction(t.Context(), r))
	muted, err := s.UpdateReaction(t.Context(), r.ID, func(r *reaction.Reaction) error { r.Muted = true; return nil })
	must(t, muted, err)
	n, err := s.TallyReactions(t.Context(), praised)
	same(t, len(must(t, n, err)), 0)
	there, err := s.ReactionsBy(t.Context(), r.Account, []reaction.Thing{r.Thing})
	same(t, must(t, there, err), []reaction.Reaction{muted})
	ended, err := s.UpdateReaction(t.Context(), r.ID, func(r *reaction.Reaction) error { r.Muted, r.Ended = false, noon; return nil })
	must(t, ended, err)
	there, err = s.ReactionsBy(t.Context(), r.Account, []reaction.Thing{r.Thing})
	same(t, must(t, there, err), nil)
	list, err := s.ReactionsOf(t.Context(), "a-1", page.Req{Limit: 5})
	same(t, len(must(t, list, err).Items), 0)
	ok(t, s.RemoveReaction(t.Context(), r.ID, 1))
	wantErr(t, s.InsertReaction(t.Context(), r), fault.Taken{Field: "id"})
	ok(t, s.RemoveReaction(t.Context(), r.ID, ended.Rev))
	ok(t, s.InsertReaction(t.Context(), r))
}

func reactionLists(t *testing.T, s reaction.Stores) {
	var want []string
	for n := range 7 {
		r := fullReaction("a-1", reaction.Thanks)
		r.ID, r.At = fmt.Sprintf("r-%d", n), noon.Add(time.Duration(n/2)*time.Minute)
		ok(t, s.InsertReaction(t.Context(), r))
		want = append([]string{r.ID}, want...)
	}
	ok(t, s.InsertReaction(t.Context(), fullReaction("a-2", reaction.Thanks)))
	for _, limit := range []int{1, 3, 50} {
		var got []string
		for r, err := range page.All(limit, func(req page.Req) (page.Of[reaction.Reaction], error) {
			return s.ReactionsOf(t.Context(), "a-1", req)
		}) {
			got = append(got, must(t, r, err).ID)
		}
		same(t, got, want)
	}
}

func reactionsTo(t *testing.T, s reaction.Stores) {
	all, gone := map[string]bool{}, fullReaction("a-9", reaction.Bravo)
	for n := range 3 {
		r := fullReaction(fmt.Sprintf("a-%d", n), reaction.Thanks)
		ok(t, s.InsertReaction(t.Context(), r))
		all[r.ID] = true
	}
	gone.Ended = noon
	ok(t, s.InsertReaction(t.Context(), gone))
	for limit, want := range map[int]int{1: 1, 3: 3, 9: 3} {
		found, err := s.ReactionsTo(t.Context(), praised, limit)
		same(t, len(must(t, found, err)), want)
		for _, r := range found {
			if !all[r.ID] {
				t.Errorf("%+v was taken back", r)
			}
		}
	}
	found, err := s.ReactionsTo(t.Context(), reaction.Thing{Kind: reaction.OfPost, ID: "autre"}, 9)
	same(t, len(must(t, found, err)), 0)
}

func reactionDue(t *testing.T, s reaction.Stores) {
	r := fullReaction("a-1", reaction.Thanks)
	ok(t, s.InsertReaction(t.Context(), r))
	take := func(now time.Time) int {
		due, err := s.DueReactions(t.Context(), now, time.Minute, 5)
		return len(must(t, due, err))
	}
	same(t, []int{take(noon.Add(-time.Second)), take(noon), take(noon), take(noon.Add(time.Minute))}, []int{0, 1, 0, 1})
}

func reactionTally(t *testing.T, s reaction.Stores) {
	for n, k := range []reaction.Kind{reaction.Thanks, reaction.Thanks, reaction.Bravo} {
		ok(t, s.InsertReaction(t.Context(), fullReaction(fmt.Sprintf("a-%d", n), k)))
	}
	want := reaction.Counts{reaction.Thanks: 2, reaction.Bravo: 1}
	kept, err := s.Tallied(t.Context(), []reaction.Thing{praised})
	same(t, len(must(t, kept, err)), 0)
	for range 2 {
		n, err := s.TallyReactions(t.Context(), praised)
		same(t, must(t, n, err), want)
	}
	kept, err = s.Tallied(t.Context(), []reaction.Thing{unpraised, praised})
	same(t, must(t, kept, err), map[string]reaction.Counts{praised.String(): want})
	for n, k := range []reaction.Kind{reaction.Thanks, reaction.Thanks, reaction.Bravo} {
		_, err := s.UpdateReaction(t.Context(), reaction.IDOf(fmt.Sprintf("a-%d", n), praised, k), func(r *reaction.Reaction) error { r.Ended = noon; return nil })
		ok(t, err)
	}
	n, err := s.TallyReactions(t.Context(), praised)
	same(t, len(must(t, n, err)), 0)
	kept, err = s.Tallied(t.Context(), []reaction.Thing{praised})
	same(t, len(must(t, kept, err)), 0)
}

// Many react at once, and each counts: the numbers kept in the end are all.
func reactionTallyParallel(t *testing.T, s reaction.Stores) {
	var group sync.WaitGroup
	for n := range 12 {
		group.Go(func() {
			r := fullReaction(fmt.Sprintf("a-%d", n), reaction.Kinds[n%3])
			if err := s.InsertReaction(t.Context(), r); err != nil {
				t.Error(err)
			}
			if _, err := s.TallyReactions(t.Context(), praised); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	kept, err := s.Tallied(t.Context(), []reaction.Thing{praised})
	same(t, must(t, kept, err)[praised.String()], reaction.Counts{reaction.Thanks: 4, reaction.Interesting: 4, reaction.Bravo: 4})
	if !slices.Contains(reaction.Kinds[:], reaction.Thanks) {
		t.Error("kinds")
	}
}
