package sqlite

import (
	"fmt"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/page"
)

// What begins on some days is read and counted at the same cost whatever comes before and after, on a shelf of any length.
func TestSomeDaysCostTheSame(t *testing.T) {
	t.Parallel()
	at := time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)
	var costs []int
	for _, many := range []int{0, 300} {
		db := openFresh(t)
		insert := func(id string, start time.Time) {
			e := event.Event{ID: id, Slug: id, Start: event.Moment{At: start}}
			if err := db.Events().InsertEvent(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		for n := range 5 {
			insert(fmt.Sprint("e-", n), at.Add(time.Duration(n)*time.Hour))
		}
		for n := range many {
			insert(fmt.Sprint("avant-", n), at.Add(-time.Duration(n+1)*time.Hour))
			insert(fmt.Sprint("apres-", n), at.Add(time.Duration(n+24)*time.Hour))
		}
		f := event.Filter{Since: at, Before: at.Add(24 * time.Hour)}
		db.steps()
		list, err := db.Events().Events(t.Context(), f, page.Req{Limit: 9})
		if err != nil || len(list.Items) != 5 {
			t.Fatalf("%d, %v", len(list.Items), err)
		}
		if n, err := db.Events().CountEvents(t.Context(), f, 9); err != nil || n != 5 {
			t.Fatalf("%d, %v", n, err)
		}
		costs = append(costs, db.steps())
	}
	if costs[1] > costs[0]*11/10 {
		t.Errorf("%d steps among few, %d among many", costs[0], costs[1])
	}
}
