package fault_test

import (
	"errors"
	"testing"
	"time"

	"partant/internal/fault"
)

func TestFields(t *testing.T) {
	wrong := fault.Fields{}
	if wrong.Err() != nil {
		t.Fatal("empty Fields must be no error")
	}
	wrong.Add("name", "first")
	wrong.Add("name", "second")
	wrong.Add("address", "other")
	err := func() (err error) {
		defer fault.Wrap(&err, "check(%d)", 7)
		return wrong.Err()
	}()
	if !errors.Is(err, fault.Invalid) {
		t.Errorf("%v is not Invalid", err)
	}
	var got fault.Fields
	if !errors.As(err, &got) || got["name"] != "first" {
		t.Errorf("fields lost on the way: %v", got)
	}
	if want := "check(7): invalid: address: other; name: first"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestKindsAreSeenThroughWrapping(t *testing.T) {
	for _, c := range []struct{ err, kind error }{
		{fault.Taken{Field: "siret"}, fault.Conflict},
		{fault.Full, fault.Unavailable},
		{fault.TooManyFor{Most: 1, Wait: time.Second}, fault.TooMany},
		{errors.Join(errors.New("driver"), fault.NotFound), fault.NotFound},
	} {
		if !errors.Is(c.err, c.kind) {
			t.Errorf("%v is not %v", c.err, c.kind)
		}
	}
	if errors.Is(fault.NotFound, fault.Conflict) {
		t.Error("kinds must differ")
	}
}

func TestSecondsToWait(t *testing.T) {
	for wait, want := range map[time.Duration]int{
		time.Nanosecond: 1, time.Second: 1, time.Second + 1: 2, 90 * time.Second: 90,
	} {
		if got := (fault.TooManyFor{Most: 5, Wait: wait}).Seconds(); got != want {
			t.Errorf("%v is %d s, want %d", wait, got, want)
		}
	}
}
