package event_test

import (
	"errors"
	"testing"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/viewer"
)

// An event that is like another is its own: it has no day yet, nobody answered it, and its address tells nothing.
func TestRepeat(t *testing.T) {
	t.Parallel()
	r := open(t)
	d := draft()
	d.Day, d.Hour, d.Which, d.EndDay, d.EndHour = "2027-10-31", "02:30", event.Second, "2027-11-01", "04:00"
	d.UntilDay, d.UntilHour, d.With, d.Places, d.Tags, d.For = "2027-10-30", "12:00", "2", "9", "bois, fer", event.Invited
	was := r.announced(t, d)
	r.says(t, was, "a", event.Partant)
	if _, err := r.Cancel(t.Context(), member("h"), was.Slug, "Il neige."); err != nil {
		t.Fatal(err)
	}
	again, like, err := r.Repeat(t.Context(), member("h"), was.Slug)
	if err != nil || like.ID != was.ID || again.Day+again.EndDay+again.UntilDay+again.UntilHour != "" || again.Which != event.Unasked || again.Later || again.At != 0 || again.From != nil {
		t.Fatalf("%+v, %v", again, err)
	}
	again.Day = "2027-11-30"
	is := r.announced(t, again)
	if is.ID == was.ID || is.Slug == was.Slug || is.Sequence != 0 || is.IsCancelled() || is.Title != was.Title || is.Purpose != was.Purpose || is.Places != 9 || is.With != 2 || len(is.Tags) != 2 || is.For != event.Invited || !is.Concealed {
		t.Errorf("%+v", is)
	}
	if head, err := r.Roster(t.Context(), &is); err != nil || head.Placed != 0 {
		t.Errorf("%+v, %v", head, err)
	}
	for v, kind := range map[viewer.Viewer]error{{}: fault.SignedOut, member("x"): fault.Forbidden} {
		if _, _, err := r.Repeat(t.Context(), v, was.Slug); !errors.Is(err, kind) {
			t.Errorf("%v: %v", v, err)
		}
	}
}
