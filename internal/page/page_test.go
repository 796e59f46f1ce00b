package page_test

import (
	"errors"
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
