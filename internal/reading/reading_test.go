package reading_test

import (
	"testing"
	"time"

	"partant/internal/reading"
	"partant/internal/store/sqlite"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestRead(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	now := noon
	s := reading.New(db.Readings(), func() time.Time { return now })
	read := func(account, talk string, until time.Time) {
		t.Helper()
		if err := s.Read(t.Context(), account, talk, until); err != nil {
			t.Fatal(err)
		}
	}
	read("a", "d-1", noon.Add(-time.Hour))
	read("a", "d-1", noon.Add(-2*time.Hour)) // an older window
	read("a", "d-2", noon.Add(time.Hour))    // nobody has read what is still to come
	read("b", "d-1", noon)
	until, err := s.Until(t.Context(), "a", "d-1", "d-2", "d-3")
	if err != nil || len(until) != 2 || !until["d-1"].Equal(noon.Add(-time.Hour)) || !until["d-2"].Equal(noon) {
		t.Errorf("%v, %v", until, err)
	}
	for range 2 {
		if err := s.Forget(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
	}
	if until, err := s.Until(t.Context(), "a", "d-1", "d-2"); len(until) != 0 || err != nil {
		t.Errorf("after it left: %v, %v", until, err)
	}
	now = noon.Add(reading.Kept + time.Hour)
	if err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if until, err := s.Until(t.Context(), "b", "d-1"); len(until) != 0 || err != nil {
		t.Errorf("a year later: %v, %v", until, err)
	}
}
