package sqlite_test

import (
	"fmt"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/store/sqlite"
)

// BenchmarkAnswer is « partant » in a room of any size: what it costs does not grow with how many have answered.
func BenchmarkAnswer(b *testing.B) {
	db, err := sqlite.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	s := db.Events()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	terms := event.Terms{Event: "e", Version: 1, Places: 150, Until: now.Add(time.Hour), Start: now.Add(time.Hour)}
	n := 0
	for b.Loop() {
		n++
		if n%4000 == 0 {
			terms.Event = fmt.Sprint("e", n)
		}
		who := event.Member(fmt.Sprint("m", n))
		a := event.Answer{ID: event.IDOf(terms.Event, who), Event: terms.Event, Who: who, Account: who, Says: event.Partant, At: now}
		if _, err := s.Answer(b.Context(), terms, a); err != nil {
			b.Fatal(err)
		}
	}
}
