package fault_test

import (
	"errors"
	"testing"

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
