package moderation_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/internal/store/sqlite"
	"partant/internal/viewer"
)

var judge = viewer.Viewer{Account: "m-1", Role: viewer.Moderator}

func open(t *testing.T) (*moderation.Service, sqlite.Reports, *time.Time) {
	t.Helper()
	db, err := sqlite.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	return moderation.New(db.Reports(), func() time.Time { return at }, func() {}), db.Reports(), &at
}

func report(by string) moderation.Report {
	return moderation.Report{Kind: moderation.Letter, Thing: "l-1", Title: "Gagnez", Text: "Vite", Why: " Une  arnaque. ", By: moderation.Party{Account: by}, Author: moderation.Party{Account: "a-1"}}
}

func TestReportAndDecide(t *testing.T) {
	t.Parallel()
	s, store, at := open(t)
	for _, by := range []string{"a-2", "a-2", "a-3"} { // told twice is once
		if err := s.Report(t.Context(), report(by)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Waiting(t.Context(), judge, page.Req{})
	if err != nil || len(got.Items) != 2 || got.Items[0].Owes[0].Kind != moderation.OwesReceipt {
		t.Fatalf("%+v, %v", got, err)
	}
	id := got.Items[0].ID
	if err := s.Decide(t.Context(), judge, id, true, " "); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if err := s.Decide(t.Context(), judge, id, true, "Compte suspendu."); err != nil {
		t.Fatal(err)
	}
	if err := s.Decide(t.Context(), judge, id, false, "Non."); !errors.Is(err, fault.Conflict) {
		t.Errorf("decided twice: %v", err)
	}
	decided, err := store.UpdateReport(t.Context(), id, func(*moderation.Report) error { return nil })
	if err != nil || !decided.Upheld || decided.DecidedBy != "m-1" || len(decided.Owes) != 2 {
		t.Errorf("%+v, %v", decided, err)
	}
	for _, d := range decided.Owes {
		if err := s.Sent(t.Context(), id, d); err != nil {
			t.Error(err)
		}
	}
	if got, err := s.Waiting(t.Context(), judge, page.Req{}); err != nil || len(got.Items) != 1 {
		t.Errorf("%d wait, %v", len(got.Items), err)
	}
	*at = at.Add(366 * 24 * time.Hour)
	if err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Decide(t.Context(), judge, id, true, "Encore."); !errors.Is(err, fault.NotFound) {
		t.Errorf("kept for ever: %v", err)
	}
	if err := s.Sent(t.Context(), id, debt.Debt{}); err != nil {
		t.Error(err)
	}
}

func TestWhoDecides(t *testing.T) {
	t.Parallel()
	s, _, _ := open(t)
	for _, said := range []string{"", "\r\n", strings.Repeat("x", 1001)} {
		r := report("a-2")
		if r.Why = said; !errors.Is(s.Report(t.Context(), r), fault.Invalid) {
			t.Errorf("%.20q is a reason", said)
		}
	}
	for _, by := range []string{"m-1", "a-2"} {
		if err := s.Report(t.Context(), report(by)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Waiting(t.Context(), judge, page.Req{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range got.Items {
		want := error(nil)
		if r.By.Account == judge.Account {
			want = fault.Conflict // their own
		}
		author := viewer.Viewer{Account: "a-1", Role: viewer.Moderator}
		if err := s.Decide(t.Context(), author, r.ID, false, "Pas moi."); !errors.Is(err, fault.Conflict) {
			t.Errorf("who is meant decides: %v", err)
		}
		if err := s.Decide(t.Context(), judge, r.ID, false, "Non."); !errors.Is(err, want) {
			t.Errorf("%s: %v", r.By.Account, err)
		}
	}
	member := viewer.Viewer{Account: "a-2", Role: viewer.Member}
	if _, err := s.Waiting(t.Context(), member, page.Req{}); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if err := s.Decide(t.Context(), member, got.Items[0].ID, true, "Oui."); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
}
