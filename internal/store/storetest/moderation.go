package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/moderation"
	"partant/internal/page"
)

// Moderation runs the suite of moderation.Stores. open gives a fresh, empty store.
func Moderation(t *testing.T, open func(t *testing.T) moderation.Stores) {
	for name, check := range map[string]func(*testing.T, moderation.Stores){
		"InsertUpdate": caseInsertUpdate, "Parallel": caseParallel, "Open": casesOpen, "Due": casesDue, "Concerning": casesConcerning, "Sweep": casesSweep,
		"Remove": caseRemove, "Strange": caseStrange, "Entries": entriesListed, "EntriesStay": entriesStay, "EntriesCounted": entriesCounted,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullCase leaves no field zero.
func fullCase(n int) moderation.Case {
	at := noon.Add(time.Duration(n) * time.Minute)
	author := moderation.Party{Account: "a-1", Email: "x@exemple.invalid", Name: "Claude"}
	by := moderation.Party{Account: "a-2", Email: "y@exemple.invalid", Name: "Dany"}
	return moderation.Case{ID: fmt.Sprintf("c-%d", n), Rev: 1, Kind: moderation.Post, Thing: "p-1", Title: "Un devis", Text: "Bonjour,\nun devis ?",
		Authors: []moderation.Party{author}, Signs: []moderation.Sign{moderation.Newcomer},
		Reports:   []moderation.Report{{ID: "r-1", By: by, Ground: "publicite", Why: "Publicité", At: at, Decision: "d-1"}},
		Appeals:   []moderation.Appeal{{ID: "e-1", Of: "d-1", By: author, Words: "Non.", At: at, Outcome: "d-2"}},
		Decisions: []moderation.Decision{{ID: "d-1", What: moderation.TakenDown, At: at, By: "a-3", Ground: "publicite", Facts: "Trois fois le même."}},
		Created:   at, Waits: at, Expires: at.Add(2 * time.Hour),
		Told: []moderation.Told{{ID: "l-1", What: moderation.Answered, Of: "d-1", Report: "r-1", To: by}},
		Owes: debt.Owes{{ID: "l-1", Kind: moderation.OwesLetter, Due: at, Tries: 1}}}
}

// waitingCase is one that nobody has decided.
func waitingCase(n int) moderation.Case {
	c := fullCase(n)
	c.Expires = time.Time{}
	return c
}

// close ends a case.
func closeCase(c *moderation.Case) error {
	c.Waits, c.Expires = time.Time{}, noon.Add(2*time.Hour)
	return nil
}

func caseInsertUpdate(t *testing.T, s moderation.Stores) {
	for _, want := range []moderation.Case{fullCase(1), {ID: "zéro", Rev: 1}} {
		ok(t, s.InsertCase(t.Context(), want))
		wantErr(t, s.InsertCase(t.Context(), want), fault.Taken{Field: "id"})
		got, err := s.Case(t.Context(), want.ID)
		same(t, must(t, got, err), want)
		got, err = s.UpdateCase(t.Context(), want.ID, func(*moderation.Case) error { return nil })
		want.Rev = 2
		same(t, must(t, got, err), want)
	}
	mine := errors.New("mine")
	_, err := s.UpdateCase(t.Context(), "c-1", func(c *moderation.Case) error { c.Text = ""; return mine })
	wantErr(t, err, mine)
	_, err = s.UpdateCase(t.Context(), "rien", func(*moderation.Case) error { return nil })
	wantErr(t, err, fault.NotFound)
	_, err = s.Case(t.Context(), "rien")
	wantErr(t, err, fault.NotFound)
}

// Many report one thing at once: all are there.
func caseParallel(t *testing.T, s moderation.Stores) {
	ok(t, s.InsertCase(t.Context(), moderation.Case{ID: "c-1", Created: noon}))
	var all sync.WaitGroup
	for n := range 10 {
		all.Go(func() {
			_, err := s.UpdateCase(t.Context(), "c-1", func(c *moderation.Case) error {
				c.Reports = append(c.Reports, moderation.Report{ID: fmt.Sprint(n), At: noon})
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got, err := s.Case(t.Context(), "c-1")
	same(t, len(must(t, got, err).Reports), 10)
}

func casesOpen(t *testing.T, s moderation.Stores) {
	for _, n := range []int{2, 0, 3, 1} {
		ok(t, s.InsertCase(t.Context(), waitingCase(n)))
	}
	_, err := s.UpdateCase(t.Context(), "c-1", closeCase)
	ok(t, err)
	var seen []string
	for req := (page.Req{Limit: 2}); ; {
		got, err := s.OpenCases(t.Context(), req)
		for _, c := range must(t, got, err).Items {
			seen = append(seen, c.ID)
		}
		if req.Cursor = got.Next; got.Next.IsZero() {
			break
		}
	}
	same(t, seen, []string{"c-0", "c-2", "c-3"})
}

func casesDue(t *testing.T, s moderation.Stores) {
	ok(t, s.InsertCase(t.Context(), waitingCase(0)))
	take := func(now time.Time) int {
		got, err := s.DueCases(t.Context(), now, time.Minute, 9)
		return len(must(t, got, err))
	}
	same(t, []int{take(noon.Add(-time.Second)), take(noon), take(noon), take(noon.Add(time.Minute))}, []int{0, 1, 0, 1})
}

// A case is found by all whom it concerns, as long as it does, the last made first.
func casesConcerning(t *testing.T, s moderation.Stores) {
	for n := range 5 {
		ok(t, s.InsertCase(t.Context(), fullCase(n)))
	}
	found := func(whom string, limit int) (ids []string) {
		for req := (page.Req{Limit: limit}); ; {
			got, err := s.CasesConcerning(t.Context(), whom, req)
			for _, c := range must(t, got, err).Items {
				ids = append(ids, c.ID)
			}
			if req.Cursor = got.Next; got.Next.IsZero() {
				return ids
			}
		}
	}
	for _, whom := range []string{"compte:a-1", "compte:a-2", "compte:a-3", "boite:x@exemple.invalid", "boite:y@exemple.invalid"} {
		for _, limit := range []int{1, 2, 50} {
			same(t, found(whom, limit), []string{"c-4", "c-3", "c-2", "c-1", "c-0"})
		}
	}
	same(t, found("compte:", 5), nil)
	_, err := s.UpdateCase(t.Context(), "c-4", func(c *moderation.Case) error { c.Reports = nil; return nil })
	ok(t, err)
	same(t, found("compte:a-2", 50), []string{"c-3", "c-2", "c-1", "c-0"})
	ok(t, s.SweepCases(t.Context(), noon.Add(1000*time.Hour)))
	same(t, found("compte:a-1", 50), nil)
}

func casesSweep(t *testing.T, s moderation.Stores) {
	ok(t, s.InsertCase(t.Context(), waitingCase(0)))
	ok(t, s.InsertCase(t.Context(), waitingCase(1)))
	_, err := s.UpdateCase(t.Context(), "c-0", closeCase)
	ok(t, err)
	ok(t, s.SweepCases(t.Context(), noon.Add(time.Hour)))
	_, err = s.Case(t.Context(), "c-0")
	ok(t, err)
	ok(t, s.SweepCases(t.Context(), noon.Add(1000*time.Hour)))
	_, err = s.Case(t.Context(), "c-0")
	wantErr(t, err, fault.NotFound)
	_, err = s.Case(t.Context(), "c-1")
	ok(t, err) // it waits, however long
}

func caseRemove(t *testing.T, s moderation.Stores) {
	ok(t, s.InsertCase(t.Context(), fullCase(0)))
	for range 2 {
		ok(t, s.RemoveCase(t.Context(), "c-0"))
	}
	_, err := s.Case(t.Context(), "c-0")
	wantErr(t, err, fault.NotFound)
	got, err := s.CasesConcerning(t.Context(), "compte:a-1", page.Req{Limit: 5})
	same(t, len(must(t, got, err).Items), 0)
}

func caseStrange(t *testing.T, s moderation.Stores) {
	for n, said := range strange {
		c := waitingCase(n)
		c.Title, c.Text, c.Reports[0].Why, c.Authors[0].Name, c.Decisions[0].Facts = said, said, said, said, said
		ok(t, s.InsertCase(t.Context(), c))
		got, err := s.Case(t.Context(), c.ID)
		same(t, must(t, got, err), c)
	}
}

func entry(n int) moderation.Entry {
	return moderation.Entry{ID: fmt.Sprintf("e-%d", n), At: noon.Add(time.Duration(n) * time.Hour), What: moderation.TakenDown, Kind: moderation.Page, Case: "c-1", Ground: "arnaque", By: "ab12cd34"}
}

func entriesListed(t *testing.T, s moderation.Stores) {
	for _, n := range []int{3, 0, 2, 1} {
		ok(t, s.WriteEntry(t.Context(), entry(n)))
	}
	twin := entry(2)
	twin.ID = "e-2b"
	ok(t, s.WriteEntry(t.Context(), twin))
	var seen []moderation.Entry
	for req := (page.Req{Limit: 2}); ; {
		got, err := s.Entries(t.Context(), req)
		seen = append(seen, must(t, got, err).Items...)
		if req.Cursor = got.Next; got.Next.IsZero() {
			break
		}
	}
	same(t, seen, []moderation.Entry{entry(3), twin, entry(2), entry(1), entry(0)})
}

// What is written stays as it was written.
func entriesStay(t *testing.T, s moderation.Stores) {
	ok(t, s.WriteEntry(t.Context(), entry(1)))
	other := entry(1)
	other.What, other.Ground = moderation.Kept, ""
	ok(t, s.WriteEntry(t.Context(), other))
	got, err := s.Entries(t.Context(), page.Req{Limit: 5})
	same(t, must(t, got, err).Items, []moderation.Entry{entry(1)})
}

func entriesCounted(t *testing.T, s moderation.Stores) {
	for n := range 3 {
		ok(t, s.WriteEntry(t.Context(), entry(n)))
	}
	count := func(month string, what moderation.What) int {
		n, err := s.CountEntries(t.Context(), month, what)
		return must(t, n, err)
	}
	month := moderation.MonthOf(noon)
	same(t, []int{count(month, moderation.TakenDown), count(month, moderation.Kept), count("1999-01", moderation.TakenDown)}, []int{3, 0, 0})
}
