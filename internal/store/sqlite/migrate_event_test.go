package sqlite

import (
	"slices"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/unseen"
	"partant/internal/viewer"

	"github.com/ncruces/go-sqlite3"
)

// Events of before are found by what they can be narrowed to since then, as if they were written today.
func TestEventsOfBeforeAreFound(t *testing.T) {
	t.Parallel()
	db := openFresh(t)
	at := func(wall string) event.Moment {
		day, _ := time.Parse("2006-01-02T15:04", wall)
		return event.Moment{Wall: wall, At: day.Add(-time.Hour)}
	}
	for _, e := range []event.Event{
		{ID: "court", Slug: "court", By: viewer.Author{Page: "p-1"}, Tags: []string{"Été", "bois"}, Commune: "45234", Start: at("2027-01-08T18:30"), End: at("2027-01-09T02:00")},
		{ID: "long", Slug: "long", By: viewer.Author{Page: "p-2"}, Commune: "45234", Start: at("2027-01-08T18:30"), End: at("2027-01-10T12:00"), Over: true},
		{ID: "organise", Slug: "organise", By: viewer.Author{Page: "p-1", Account: "a-1"}, Start: at("2027-01-08T18:30"), End: at("2027-01-08T19:30"), Hosts: []event.Host{
			{Page: "p-3", Account: "a-3", Accepted: time.Unix(1_800_000_000, 0)}, {Page: "p-4", Asked: time.Unix(1_800_000_000, 0)}, {Page: "p-5", Account: "a-1", Accepted: time.Unix(1_800_000_000, 0)}}},
		{ID: "tenu", Slug: "tenu", By: viewer.Author{Page: "p-1", Account: "a-1"}, Start: at("2025-01-08T18:30"), End: at("2025-01-08T19:30"), Over: true, Down: &unseen.Mark{At: time.Unix(1_700_000_000, 0), Held: true}},
		{ID: "brouillon", Slug: "brouillon", By: viewer.Author{Page: "p-1", Account: "a-1"}, Draft: true, Start: at("2027-01-08T18:30"), End: at("2027-01-08T19:30")},
		{ID: "efface", Slug: "efface", By: viewer.Author{Page: "p-1", Account: "a-1"}, Deleted: time.Unix(1_700_000_000, 0), Start: at("2027-01-08T18:30"), End: at("2027-01-08T19:30")},
		{ID: "membres", Slug: "membres", By: viewer.Author{Page: "p-2"}, For: event.Members, Start: at("2027-01-08T18:30"), End: at("2027-01-10T12:00")},
	} {
		if err := db.Events().InsertEvent(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	shelved := func() (all []string) {
		err := db.read(t.Context(), func(c *conn) error {
			return c.each(func(s *sqlite3.Stmt) error {
				all = append(all, s.ColumnText(0)+" "+s.ColumnText(1)+" "+s.ColumnText(2))
				return nil
			}, `SELECT shelf, rank, id FROM shelf WHERE noun = 'event' ORDER BY 1, 2, 3`)
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	want := shelved()
	err := db.change(t.Context(), func(c *conn) error {
		if err := c.exec(`DELETE FROM shelf WHERE shelf LIKE 'longs|%' OR shelf LIKE '%|fiche:%|%' OR shelf LIKE '%|compte:%'`); err != nil {
			return err
		}
		return c.Exec(eventsFurther + ";" + eventsOrganised)
	})
	if got := shelved(); err != nil || !slices.Equal(got, want) || len(want) < 16 {
		t.Errorf("%q, want %q, %v", got, want, err)
	}
}
