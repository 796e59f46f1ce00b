package clock_test

import (
	"testing"
	"time"

	"partant/internal/clock"
)

// Hours are of Paris: in spring one does not exist, in autumn one comes twice and the first counts.
func TestHere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		wall, utc string
		is        bool
	}{
		{"2026-11-30 08:30", "2026-11-30 07:30", true},
		{"2026-07-14 00:10", "2026-07-13 22:10", true},
		{"2027-03-28 01:59", "2027-03-28 00:59", true},
		{"2027-03-28 02:00", "", false},
		{"2027-03-28 02:59", "", false},
		{"2027-03-28 03:00", "2027-03-28 01:00", true},
		{"2026-10-25 01:59", "2026-10-24 23:59", true},
		{"2026-10-25 02:00", "2026-10-25 00:00", true},
		{"2026-10-25 02:30", "2026-10-25 00:30", true},
		{"2026-10-25 03:00", "2026-10-25 02:00", true},
	} {
		wall, err := time.Parse("2006-01-02 15:04", c.wall)
		if err != nil {
			t.Fatal(err)
		}
		at, is := clock.Here(wall)
		if is != c.is || is && at.Format("2006-01-02 15:04") != c.utc {
			t.Errorf("%s: %v, %v", c.wall, at, is)
		}
	}
}
