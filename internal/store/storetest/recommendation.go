package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/recommendation"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Recommendations runs the suite of the ports of recommendations. open gives a fresh, empty store.
func Recommendations(t *testing.T, open func(t *testing.T) recommendation.Stores) {
	for name, check := range map[string]func(*testing.T, recommendation.Stores){
		"InsertGet": recommendationInsertGet, "Missing": recommendationMissing, "Update": recommendationUpdate, "OfPage": recommendationsOfPage,
		"Unseen": recommendationUnseen, "Concerning": recommendationsConcerning, "Parallel": recommendationParallel, "TakeDue": recommendationsDue, "Remove": recommendationRemove,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullRecommendation leaves no field zero but the marks of what nobody sees.
func fullRecommendation(by, of string) recommendation.Recommendation {
	return recommendation.Recommendation{ID: recommendation.IDOf(by, of), Rev: 1, Page: of, By: viewer.Author{Page: by, Account: "a-1"}, Tie: recommendation.Client, Lived: "2026-05",
		Body: "Un **escalier** posé en deux jours.", HTML: "<p>Un <strong>escalier</strong> posé en deux jours.</p>", Reward: "une remise", Created: noon, Edited: noon.Add(time.Hour),
		Reply: &recommendation.Reply{By: viewer.Author{Page: of, Account: "a-2"}, Body: "Merci.", HTML: "<p>Merci.</p>", Created: noon.Add(2 * time.Hour), Edited: noon.Add(3 * time.Hour)},
		Owes:  debt.Owes{{ID: "o-1", Kind: recommendation.OwesNotice, Due: noon, Tries: 1}}}
}

func recommendationInsertGet(t *testing.T, s recommendation.Stores) {
	full := fullRecommendation("p-1", "p-2")
	for _, want := range []recommendation.Recommendation{full, {ID: "vide", Rev: 1}} {
		ok(t, s.Insert(t.Context(), want))
		got, err := s.Get(t.Context(), want.ID)
		same(t, must(t, got, err), want)
	}
	wantErr(t, s.Insert(t.Context(), recommendation.Recommendation{ID: full.ID}), fault.Taken{Field: "id"})
	got, err := s.Get(t.Context(), full.ID)
	same(t, must(t, got, err), full)
}

func recommendationMissing(t *testing.T, s recommendation.Stores) {
	_, err := s.Get(t.Context(), "x")
	wantErr(t, err, fault.NotFound)
	_, err = s.Update(t.Context(), "x", func(*recommendation.Recommendation) error { return nil })
	wantErr(t, err, fault.NotFound)
	ok(t, s.Settle(t.Context(), "x", debt.Debt{ID: "o"}))
	got, err := s.OfPage(t.Context(), "p-2", page.Req{Limit: 5})
	same(t, must(t, got, err), page.Of[recommendation.Recommendation]{})
	n, err := s.Count(t.Context(), "p-2", 5)
	same(t, must(t, n, err), 0)
}

func recommendationUpdate(t *testing.T, s recommendation.Stores) {
	r := fullRecommendation("p-1", "p-2")
	ok(t, s.Insert(t.Context(), r))
	got, err := s.Update(t.Context(), r.ID, func(r *recommendation.Recommendation) error { r.Reply, r.Tie = nil, recommendation.Partner; return nil })
	r.Rev, r.Reply, r.Tie = 2, nil, recommendation.Partner
	same(t, must(t, got, err), r)
	mine := errors.New("mine")
	_, err = s.Update(t.Context(), r.ID, func(r *recommendation.Recommendation) error { r.Body = ""; return mine })
	wantErr(t, err, mine)
	got, err = s.Get(t.Context(), r.ID)
	same(t, must(t, got, err), r)
}

// recommendationIDs reads a list page by page.
func recommendationIDs(t *testing.T, list func(page.Req) (page.Of[recommendation.Recommendation], error), limit int) (ids []string) {
	t.Helper()
	for r, err := range page.All(limit, list) {
		ids = append(ids, must(t, r, err).ID)
	}
	return ids
}

// The list of a page has the last first, also those of one instant, and nothing of another page.
func recommendationsOfPage(t *testing.T, s recommendation.Stores) {
	var want []string
	for n := range 7 {
		r := fullRecommendation(fmt.Sprintf("p-%d", n), "of")
		r.ID, r.Created = fmt.Sprintf("r-%d", n), noon.Add(time.Duration(n/3)*time.Minute)
		ok(t, s.Insert(t.Context(), r))
		want = append([]string{r.ID}, want...)
	}
	ok(t, s.Insert(t.Context(), fullRecommendation("p-1", "another")))
	for _, limit := range []int{1, 3, 50} {
		same(t, recommendationIDs(t, func(r page.Req) (page.Of[recommendation.Recommendation], error) {
			return s.OfPage(context.Background(), "of", r)
		}, limit), want)
	}
	at := page.Cursor{Key: page.Instant(noon.Add(time.Minute)), ID: "r-4~"} // the key that the law promises
	got, err := s.OfPage(t.Context(), "of", page.Req{Limit: 1, Cursor: at})
	same(t, must(t, got, err).Items[0].ID, "r-4")
	for most, n := range map[int]int{3: 3, 50: 7} {
		got, err := s.Count(t.Context(), "of", most)
		same(t, must(t, got, err), n)
	}
}

// What moderation hides is in no list and counted nowhere, can be read and changed by its id, and comes back as it was.
func recommendationUnseen(t *testing.T, s recommendation.Stores) {
	r := fullRecommendation("p-1", "p-2")
	ok(t, s.Insert(t.Context(), r))
	for _, m := range []*unseen.Mark{{At: noon}, {At: noon, Held: true}, nil} {
		_, err := s.Update(t.Context(), r.ID, func(r *recommendation.Recommendation) error { r.Down, r.Reply.Down = m, m; return nil })
		ok(t, err)
		want := map[bool]int{true: 1}[m == nil]
		list, err := s.OfPage(t.Context(), "p-2", page.Req{Limit: 5})
		same(t, len(must(t, list, err).Items), want)
		n, err := s.Count(t.Context(), "p-2", 5)
		same(t, must(t, n, err), want)
		got, err := s.Get(t.Context(), r.ID)
		same(t, must(t, got, err).Down, m)
	}
}

func recommendationsConcerning(t *testing.T, s recommendation.Stores) {
	var want []string
	for n := range 5 {
		r := fullRecommendation("p-1", "p-2")
		r.ID, r.Created = fmt.Sprintf("r-%d", n), noon.Add(time.Duration(n/2)*time.Minute)
		ok(t, s.Insert(t.Context(), r))
		want = append([]string{r.ID}, want...)
	}
	for _, whom := range []string{"compte:a-1", "compte:a-2", "fiche:p-1", "sur:p-2"} {
		for _, limit := range []int{1, 4, 50} {
			same(t, recommendationIDs(t, func(r page.Req) (page.Of[recommendation.Recommendation], error) {
				return s.Concerning(context.Background(), whom, r)
			}, limit), want)
		}
	}
	for _, whom := range []string{"fiche:p-2", "sur:p-1", "compte:a-3"} {
		same(t, recommendationIDs(t, func(r page.Req) (page.Of[recommendation.Recommendation], error) {
			return s.Concerning(context.Background(), whom, r)
		}, 5), nil)
	}
}

func recommendationParallel(t *testing.T, s recommendation.Stores) {
	r := fullRecommendation("p-1", "p-2")
	r.Reward = ""
	ok(t, s.Insert(t.Context(), r))
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := s.Update(t.Context(), r.ID, func(r *recommendation.Recommendation) error { r.Reward += "x"; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := s.Get(t.Context(), r.ID)
	same(t, len(must(t, got, err).Reward), 20)
}

func recommendationsDue(t *testing.T, s recommendation.Stores) {
	r := fullRecommendation("p-1", "p-2")
	ok(t, s.Insert(t.Context(), r))
	take := func(now time.Time, kinds ...string) int {
		got, err := s.TakeDue(t.Context(), now, 10*time.Minute, 9, kinds...)
		return len(must(t, got, err))
	}
	same(t, []int{take(noon.Add(-time.Second)), take(noon, recommendation.OwesReply), take(noon, recommendation.OwesNotice), take(noon), take(noon.Add(10 * time.Minute))}, []int{0, 0, 1, 0, 1})
	ok(t, s.Settle(t.Context(), r.ID, debt.Debt{ID: "o-1"}))
	same(t, take(noon.Add(time.Hour)), 0)
}

func recommendationRemove(t *testing.T, s recommendation.Stores) {
	r := fullRecommendation("p-1", "p-2")
	ok(t, s.Insert(t.Context(), r))
	for range 2 {
		ok(t, s.Remove(t.Context(), r.ID))
	}
	_, err := s.Get(t.Context(), r.ID)
	wantErr(t, err, fault.NotFound)
	n, err := s.Count(t.Context(), "p-2", 5)
	same(t, must(t, n, err), 0)
	found, err := s.Concerning(t.Context(), "compte:a-1", page.Req{Limit: 5})
	same(t, len(must(t, found, err).Items), 0)
	ok(t, s.Insert(t.Context(), fullRecommendation("p-1", "p-2"))) // it can be said anew
}
