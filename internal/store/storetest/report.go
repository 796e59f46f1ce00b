package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/moderation"
	"partant/internal/page"
)

// Reports runs the suite of moderation.Store. open gives a fresh, empty store.
func Reports(t *testing.T, open func(t *testing.T) moderation.Store) {
	for name, check := range map[string]func(*testing.T, moderation.Store){
		"InsertUpdate": reportInsertUpdate, "Open": reportsOpen, "Due": reportsDue, "Concerning": reportsConcerning, "Sweep": reportsSweep, "Strange": reportStrange,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullReport leaves no field zero.
func fullReport(n int) moderation.Report {
	at := noon.Add(time.Duration(n) * time.Minute)
	return moderation.Report{ID: fmt.Sprintf("r-%d", n), Rev: 1, Kind: moderation.Letter, Thing: "m-1", Title: "Un devis", Text: "Bonjour,\nun devis ?",
		Author: moderation.Party{Account: "a-1", Email: "x@exemple.invalid", Name: "Claude"}, By: moderation.Party{Account: "a-2", Email: "y@exemple.invalid", Name: "Dany"},
		Why: "Publicité", Created: at, Decided: at.Add(time.Hour), DecidedBy: "a-3", Upheld: true, Decision: "Compte suspendu", Expires: at.Add(2 * time.Hour),
		Owes: debt.Owes{{ID: "d-1", Kind: moderation.OwesReceipt, Due: at, Tries: 1}}}
}

// waitingReport is one that nobody has decided.
func waitingReport(n int) moderation.Report {
	r := fullReport(n)
	r.Decided, r.DecidedBy, r.Upheld, r.Decision, r.Expires = time.Time{}, "", false, "", time.Time{}
	return r
}

func decide(r *moderation.Report) error {
	r.Decided, r.Expires = noon.Add(time.Hour), noon.Add(2*time.Hour)
	return nil
}

func reportInsertUpdate(t *testing.T, s moderation.Store) {
	for _, want := range []moderation.Report{fullReport(1), {ID: "zéro", Rev: 1}} {
		ok(t, s.InsertReport(t.Context(), want))
		wantErr(t, s.InsertReport(t.Context(), want), fault.Taken{Field: "id"})
		got, err := s.UpdateReport(t.Context(), want.ID, func(*moderation.Report) error { return nil })
		want.Rev = 2
		same(t, must(t, got, err), want)
	}
	mine := errors.New("mine")
	_, err := s.UpdateReport(t.Context(), "r-1", func(r *moderation.Report) error { r.Text = ""; return mine })
	wantErr(t, err, mine)
	_, err = s.UpdateReport(t.Context(), "rien", func(*moderation.Report) error { return nil })
	wantErr(t, err, fault.NotFound)
}

func reportsOpen(t *testing.T, s moderation.Store) {
	ok(t, s.InsertReport(t.Context(), fullReport(9)))
	for _, n := range []int{2, 0, 3, 1} {
		ok(t, s.InsertReport(t.Context(), waitingReport(n)))
	}
	_, err := s.UpdateReport(t.Context(), "r-1", decide)
	ok(t, err)
	var seen []string
	for req := (page.Req{Limit: 2}); ; {
		got, err := s.OpenReports(t.Context(), req)
		for _, r := range must(t, got, err).Items {
			seen = append(seen, r.ID)
		}
		if req.Cursor = got.Next; got.Next.IsZero() {
			break
		}
	}
	same(t, seen, []string{"r-0", "r-2", "r-3"})
}

func reportsDue(t *testing.T, s moderation.Store) {
	ok(t, s.InsertReport(t.Context(), waitingReport(0)))
	take := func(now time.Time) int {
		got, err := s.DueReports(t.Context(), now, time.Minute, 9)
		return len(must(t, got, err))
	}
	same(t, []int{take(noon.Add(-time.Second)), take(noon), take(noon), take(noon.Add(time.Minute))}, []int{0, 1, 0, 1})
}

// A report is found by who made it, who is meant and who decided, as long as it concerns them, the last made first.
func reportsConcerning(t *testing.T, s moderation.Store) {
	for n := range 5 {
		ok(t, s.InsertReport(t.Context(), fullReport(n)))
	}
	found := func(whom string, limit int) (ids []string) {
		for req := (page.Req{Limit: limit}); ; {
			got, err := s.ReportsConcerning(t.Context(), whom, req)
			for _, r := range must(t, got, err).Items {
				ids = append(ids, r.ID)
			}
			if req.Cursor = got.Next; got.Next.IsZero() {
				return ids
			}
		}
	}
	for _, whom := range []string{"compte:a-1", "compte:a-2", "compte:a-3", "boite:x@exemple.invalid", "boite:y@exemple.invalid"} {
		for _, limit := range []int{1, 2, 50} {
			same(t, found(whom, limit), []string{"r-4", "r-3", "r-2", "r-1", "r-0"})
		}
	}
	same(t, found("compte:", 5), nil)
	_, err := s.UpdateReport(t.Context(), "r-4", func(r *moderation.Report) error { r.By = moderation.Party{Name: "x"}; return nil })
	ok(t, err)
	same(t, found("compte:a-2", 50), []string{"r-3", "r-2", "r-1", "r-0"})
	ok(t, s.SweepReports(t.Context(), noon.Add(1000*time.Hour)))
	same(t, found("compte:a-1", 50), nil)
}

func reportsSweep(t *testing.T, s moderation.Store) {
	ok(t, s.InsertReport(t.Context(), waitingReport(0)))
	ok(t, s.InsertReport(t.Context(), waitingReport(1)))
	_, err := s.UpdateReport(t.Context(), "r-0", decide)
	ok(t, err)
	ok(t, s.SweepReports(t.Context(), noon.Add(time.Hour)))
	_, err = s.UpdateReport(t.Context(), "r-0", func(*moderation.Report) error { return nil })
	ok(t, err)
	ok(t, s.SweepReports(t.Context(), noon.Add(1000*time.Hour)))
	_, err = s.UpdateReport(t.Context(), "r-0", func(*moderation.Report) error { return nil })
	wantErr(t, err, fault.NotFound)
	_, err = s.UpdateReport(t.Context(), "r-1", func(*moderation.Report) error { return nil })
	ok(t, err) // it waits, however long
}

func reportStrange(t *testing.T, s moderation.Store) {
	for n, said := range strange {
		r := waitingReport(n)
		r.Title, r.Text, r.Why, r.By.Name = said, said, said, said
		ok(t, s.InsertReport(t.Context(), r))
		got, err := s.UpdateReport(t.Context(), r.ID, func(*moderation.Report) error { return nil })
		r.Rev = 2
		same(t, must(t, got, err), r)
	}
}
