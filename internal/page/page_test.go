package page_test

import (
	"errors"
	"strconv"
	"testing"

	"partant/internal/fault"
	"partant/internal/page"
)

func TestCursorRoundTrip(t *testing.T) {
	for _, c := range []page.Cursor{{}, {Key: "2026-11-23T10:00:00.000Z", ID: "a"}, {Key: "é\"/\\ ", ID: "z"}} {
		got, err := page.ParseCursor(c.String())
		if err != nil || got != c {
			t.Errorf("%+v came back as %+v, %v", c, got, err)
		}
	}
}

// numbers is a list of the numbers below n that fails once it was read so often; 0: never.
func numbers(n, fails int) func(page.Req) (page.Of[int], error) {
	read := 0
	return func(req page.Req) (of page.Of[int], err error) {
		if read++; read == fails {
			return of, fault.Unavailable
		}
		from, _ := strconv.Atoi(req.Cursor.Key)
		for i := from; i < min(from+req.Limit, n); i++ {
			of.Items = append(of.Items, i)
		}
		if from+req.Limit < n {
			of.Next = page.Cursor{Key: strconv.Itoa(from + req.Limit), ID: "x"}
		}
		return of, nil
	}
}

func TestAll(t *testing.T) {
	for _, tt := range []struct{ n, fails, stop, want int }{{0, 0, 99, 0}, {3, 0, 99, 3}, {7, 0, 99, 7}, {6, 0, 99, 6}, {7, 2, 99, 3}, {7, 0, 4, 4}} {
		got, failed := 0, error(nil)
		for i, err := range page.All(3, numbers(tt.n, tt.fails)) {
			if failed = err; err == nil && i != got {
				t.Errorf("%+v: %d came after %d", tt, i, got)
			}
			if err == nil {
				got++
			}
			if got == tt.stop {
				break
			}
		}
		if got != tt.want || errors.Is(failed, fault.Unavailable) != (tt.fails > 0) {
			t.Errorf("%+v: %d came, %v", tt, got, failed)
		}
	}
}

func FuzzParseCursor(f *testing.F) {
	f.Add("")
	f.Add("eyJrIjoiYSIsImkiOiJiIn0")
	f.Add("%00")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := page.ParseCursor(s)
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Fatalf("%q: %v", s, err)
		}
		if err != nil && !c.IsZero() {
			t.Fatalf("%q: a cursor beside an error", s)
		}
	})
}

func TestClamp(t *testing.T) {
	for in, want := range map[int]int{-1: 20, 0: 20, 1: 1, 100: 100, 5000: 100} {
		if got := (page.Req{Limit: in}).Clamp(20).Limit; got != want {
			t.Errorf("limit %d became %d, want %d", in, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	key := func(s string) page.Cursor { return page.Cursor{ID: s} }
	if p := page.Cut([]string{"a", "b"}, 2, key); len(p.Items) != 2 || !p.Next.IsZero() {
		t.Errorf("whole list: %+v", p)
	}
	if p := page.Cut([]string{"a", "b", "c"}, 2, key); len(p.Items) != 2 || p.Next.ID != "b" {
		t.Errorf("cut list: %+v", p)
	}
}
