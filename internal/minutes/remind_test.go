package minutes_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/fault"
	"partant/internal/minutes"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
)

// Who has something to do is reminded the day before at nine, or on the day; done, it is not owed any more, and undone it is again.
func TestActionsAreReminded(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	ok(t, err)
	t.Cleanup(func() { db.Close() })
	now := begins.Add(time.Hour)
	s := minutes.New(db.Minutes(), meeting{}, plain{}, func() time.Time { return now }, func() {})
	ninas := []minutes.Comer{{Account: "nina", Page: "p-nina", Name: "Nina"}}
	writes := func(until, who string) minutes.Record {
		t.Helper()
		r := at(t, s, host)
		d := minutes.Draft{At: r.Version(), Body: "Bien.", Actions: []minutes.Line{{What: "Appeler", Who: who, Until: until}}}
		if len(r.Actions) > 0 {
			d.Actions[0].ID = r.Actions[0].ID
		}
		r, err := s.Write(t.Context(), host, "atelier", d, ninas)
		ok(t, err)
		return r
	}
	due := func() (all []string) {
		t.Helper()
		r, err := db.Minutes().Record(t.Context(), "e-1")
		ok(t, err)
		for _, d := range r.Owes {
			if d.Kind == minutes.OwesDue {
				all = append(all, d.Due.Format(time.RFC3339))
			}
		}
		return all
	}
	for _, c := range []struct {
		until, who string
		want       []string
	}{
		{"2027-01-20", "Nina", []string{"2027-01-19T08:00:00Z"}}, {"2027-01-13", "Nina", []string{"2027-01-13T08:00:00Z"}}, {"2027-01-12", "Nina", nil}, {"2027-01-01", "Nina", nil},
		{"", "Nina", nil}, {"2027-01-20", "Le voisin", nil}, {"2027-06-20", "Nina", []string{"2027-06-19T07:00:00Z"}},
	} {
		writes(c.until, c.who)
		if diff := cmp.Diff(c.want, due()); diff != "" {
			t.Errorf("%q, %s: %s", c.until, c.who, diff)
		}
	}
	action := writes("2027-01-20", "Nina").Actions[0].ID
	ok(t, s.Do(t.Context(), nina, "atelier", action, true))
	if got := due(); got != nil {
		t.Error("what is done is reminded of", got)
	}
	ok(t, s.Do(t.Context(), nina, "atelier", action, false))
	if got := due(); len(got) != 1 {
		t.Error(got)
	}
	if _, err := s.Pressing(t.Context(), "nina", "e-1"); !errors.Is(err, fault.NotFound) {
		t.Error("it presses a week before", err)
	}
	now = time.Date(2027, 1, 19, 9, 0, 0, 0, time.UTC)
	if left, err := s.Pressing(t.Context(), "nina", "e-1"); err != nil || len(left) != 1 {
		t.Error(left, err)
	}
	writes("2027-01-20", "Nina")
	if got := due(); len(got) != 1 { // its hour has come, and nobody was told yet
		t.Error(got)
	}
	ok(t, s.Forget(t.Context(), "nina"))
	if got := due(); got != nil {
		t.Error("who has left is reminded", got)
	}
}

// plain is a Renderer that changes nothing.
type plain struct{}

func (plain) Render(markdown string) (string, error) { return markdown, nil }
