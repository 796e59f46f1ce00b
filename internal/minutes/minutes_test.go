package minutes_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/markdown"
	"partant/internal/minutes"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"

	"github.com/google/go-cmp/cmp"
)

var (
	begins = time.Date(2027, 1, 12, 17, 30, 0, 0, time.UTC)
	host   = viewer.Viewer{Account: "hote", Person: "p-hote"}
	nina   = viewer.Viewer{Account: "nina", Person: "p-nina"}
	other  = viewer.Viewer{Account: "autre"}
)

// meeting is an event of an hour and a half, which nina comes to.
type meeting struct{}

func (meeting) Stands(_ context.Context, v viewer.Viewer, _ string) (minutes.Standing, error) {
	return minutes.Standing{ID: "e-1", Start: begins, End: begins.Add(90 * time.Minute), Hosts: v.Account == host.Account, Comes: v.Account == nina.Account}, nil
}

func (m meeting) StandsBy(ctx context.Context, v viewer.Viewer, id string) (minutes.Standing, error) {
	return m.Stands(ctx, v, id)
}

// open is a Service at an hour that tests move.
func open(t *testing.T) (s *minutes.Service, now *time.Time) {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	now = new(time.Time)
	*now = begins.Add(-time.Hour)
	return minutes.New(db.Minutes(), meeting{}, markdown.New(), func() time.Time { return *now }, func() {}), now
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// at is the record as somebody reads it.
func at(t *testing.T, s *minutes.Service, v viewer.Viewer) minutes.Record {
	t.Helper()
	is, _ := meeting{}.Stands(t.Context(), v, "atelier")
	r, err := s.Of(t.Context(), is)
	ok(t, err)
	return r
}

func titles(r *minutes.Record) (all []string) {
	for _, t := range r.Topics {
		all = append(all, t.Title)
	}
	return all
}

// The same form sent twice proposes once, and what hosts do not name stays at the end.
func TestTopics(t *testing.T) {
	t.Parallel()
	s, now := open(t)
	ctx, key := t.Context(), id.New()
	for range 2 {
		ok(t, s.Propose(ctx, nina, "atelier", minutes.Proposal{Key: key, Title: "Le quai"}))
	}
	for _, title := range []string{"La fibre", "Le marché", "La navette", "Le parking"} {
		ok(t, s.Propose(ctx, host, "atelier", minutes.Proposal{Title: title})) // hosts may propose more than three
	}
	r := at(t, s, other)
	places := []minutes.Place{{r.Topics[2].ID, 1, 30}, {r.Topics[0].ID, 2, 1000}, {r.Topics[1].ID, 2, -5}}
	ok(t, s.Arrange(ctx, host, "atelier", places))
	r = at(t, s, other)
	if diff := cmp.Diff([]string{"Le marché", "Le quai", "La fibre", "La navette", "Le parking"}, titles(&r)); diff != "" {
		t.Error(diff)
	}
	if got := []int{r.Topics[0].Minutes, r.Topics[1].Minutes, r.Topics[2].Minutes}; !cmp.Equal(got, []int{30, minutes.LongestTime, 0}) {
		t.Errorf("they take %v", got)
	}
	for name, got := range map[string]error{
		"a stranger proposes":     s.Propose(ctx, other, "atelier", minutes.Proposal{Title: "Par la fenêtre"}),
		"a visitor proposes":      s.Propose(ctx, viewer.Viewer{}, "atelier", minutes.Proposal{Title: "Par la fenêtre"}),
		"a stranger withdraws":    s.Withdraw(ctx, other, "atelier", key),
		"who comes puts in order": s.Arrange(ctx, nina, "atelier", places),
	} {
		if !errors.Is(got, fault.Forbidden) && !errors.Is(got, fault.SignedOut) {
			t.Errorf("%s: %v", name, got)
		}
	}
	*now = begins.Add(2 * time.Hour)
	if err := s.Withdraw(ctx, nina, "atelier", key); !errors.Is(err, minutes.ErrOver) {
		t.Error(err)
	}
	if err := s.Propose(ctx, nina, "atelier", minutes.Proposal{Title: "Trop tard"}); !errors.Is(err, minutes.ErrOver) {
		t.Error(err)
	}
	ok(t, s.Withdraw(ctx, host, "atelier", key))
	ok(t, s.Withdraw(ctx, host, "atelier", key))
}

// A name that two have is nobody's, one without an account is kept as typed; an action that is done stays done when others are added; who leaves is nowhere.
func TestActions(t *testing.T) {
	t.Parallel()
	s, now := open(t)
	ctx := t.Context()
	ok(t, s.Propose(ctx, nina, "atelier", minutes.Proposal{Title: "Pris"}))
	ok(t, s.Propose(ctx, nina, "atelier", minutes.Proposal{Title: "Pas pris"}))
	r := at(t, s, nina)
	ok(t, s.Arrange(ctx, host, "atelier", []minutes.Place{{r.Topics[0].ID, 1, 20}}))
	*now = begins.Add(time.Hour)
	comers := []minutes.Comer{{"nina", "p-nina", "Nina Exemple"}, {"a-1", "p-1", "Jean Exemple"}, {"a-2", "p-2", "Jean Exemple"}, {"", "", "Odile Sans Compte"}, {"a-3", "", "Sans Page"}}
	d := minutes.Draft{Actions: []minutes.Line{{What: "Appeler", Who: "nina exemple", Until: "2027-01-20"}, {What: "Réserver", Who: "Jean Exemple"}, {What: "Noter", Who: "Odile Sans Compte"}, {What: "Prêter", Who: "sans page"}}}
	r, err := s.Write(ctx, host, "atelier", d, comers)
	ok(t, err)
	if a, b := r.Actions[0], r.Actions[1]; a.Account != "nina" || a.Who != "" || b.Account != "" || b.Who != "Jean Exemple" || r.Actions[2].Who != "Odile Sans Compte" || r.Actions[3].Account != "a-3" || r.Actions[3].Who != "sans page" || r.Open() != 4 {
		t.Errorf("%+v", r.Actions)
	}
	ok(t, s.Do(ctx, nina, "atelier", r.Actions[0].ID, true))
	ok(t, s.Do(ctx, nina, "atelier", r.Actions[0].ID, true))
	if err := s.Do(ctx, nina, "atelier", r.Actions[1].ID, true); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	again := minutes.Filled(&r, func(a *minutes.Action) string { return map[string]string{"nina": "Nina Exemple"}[a.Account] + a.Who })
	again.Actions = append(again.Actions, minutes.Line{What: "Écrire", Until: "demain"})
	var wrong fault.Fields
	if _, err := s.Write(ctx, host, "atelier", again, comers); !errors.As(err, &wrong) || wrong[minutes.UntilField(4)] == "" {
		t.Error(err)
	}
	again.Actions[4].Until = ""
	r, err = s.Write(ctx, host, "atelier", again, comers)
	ok(t, err)
	if r.Open() != 4 || r.Actions[0].Done.IsZero() || len(r.Owes) != 1 {
		t.Errorf("%+v, owes %v", r.Actions, r.Owes)
	}
	if _, err := s.Write(ctx, host, "atelier", again, comers); !errors.Is(err, fault.Conflict) {
		t.Error(err)
	}
	if s.Read(ctx, other, "e-1") == nil || s.Read(ctx, nina, "e-1") != nil || len(at(t, s, other).Actions) > 0 || len(at(t, s, nina).Actions) != 5 {
		t.Error("others read it, or who comes does not")
	}
	for range 2 {
		ok(t, s.Forget(ctx, "nina"))
	}
	r = at(t, s, host)
	if diff := cmp.Diff([]string{"Pris"}, titles(&r)); diff != "" || len(r.Concerns()) != 1 {
		t.Error(diff, r.Concerns())
	}
}
