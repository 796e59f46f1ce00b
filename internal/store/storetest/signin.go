package storetest

import (
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/signin"
)

// Attempts runs the suite of attempts to sign in. open gives a fresh, empty store.
func Attempts(t *testing.T, open func(t *testing.T) signin.Attempts) {
	for name, check := range map[string]func(*testing.T, signin.Attempts){
		"Once": attemptOnce, "Zero": attemptZero, "Race": attemptRace, "Sweep": attemptSweep, "Strange": attemptStrange,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullAttempt leaves no field zero.
func fullAttempt(digest string) signin.Attempt {
	return signin.Attempt{Digest: digest, Provider: "google", State: "s", Nonce: "n", Verifier: "v",
		Session: `{"AuthURL":"https://fournisseur.invalid/?a=b&c"}`, Next: "/fiches/nouvelle?x=é", Account: "a-1", Expires: noon}
}

func attemptOnce(t *testing.T, s signin.Attempts) {
	ok(t, s.PutAttempt(t.Context(), fullAttempt("other")))
	want := fullAttempt("d")
	ok(t, s.PutAttempt(t.Context(), want))
	got, err := s.TakeAttempt(t.Context(), "d")
	same(t, must(t, got, err), want)
	_, err = s.TakeAttempt(t.Context(), "d")
	wantErr(t, err, fault.NotFound)
	_, err = s.TakeAttempt(t.Context(), "rien")
	wantErr(t, err, fault.NotFound)
	got, err = s.TakeAttempt(t.Context(), "other")
	same(t, must(t, got, err), fullAttempt("other"))
}

// attemptZero keeps one that never ends, which no sweep removes.
func attemptZero(t *testing.T, s signin.Attempts) {
	want := signin.Attempt{Digest: "zéro"}
	ok(t, s.PutAttempt(t.Context(), want))
	ok(t, s.Sweep(t.Context(), noon))
	got, err := s.TakeAttempt(t.Context(), want.Digest)
	same(t, must(t, got, err), want)
}

func attemptRace(t *testing.T, s signin.Attempts) {
	ok(t, s.PutAttempt(t.Context(), fullAttempt("d")))
	var group sync.WaitGroup
	outcomes := make(chan error, 20)
	for range cap(outcomes) {
		group.Go(func() { _, err := s.TakeAttempt(t.Context(), "d"); outcomes <- err })
	}
	group.Wait()
	close(outcomes)
	won := 0
	for err := range outcomes {
		if err == nil {
			won++
		} else if !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d callers took one attempt", won)
	}
}

func attemptSweep(t *testing.T, s signin.Attempts) {
	early, late := fullAttempt("ends at 12"), fullAttempt("ends at 14")
	late.Expires = noon.Add(2 * time.Hour)
	ok(t, s.PutAttempt(t.Context(), early))
	ok(t, s.PutAttempt(t.Context(), late))
	ok(t, s.Sweep(t.Context(), noon)) // ends now, so not before it
	ok(t, s.Sweep(t.Context(), noon.Add(-time.Hour)))
	got, err := s.TakeAttempt(t.Context(), early.Digest)
	same(t, must(t, got, err), early)

	ok(t, s.PutAttempt(t.Context(), early))
	ok(t, s.Sweep(t.Context(), noon.Add(time.Minute)))
	_, err = s.TakeAttempt(t.Context(), early.Digest)
	wantErr(t, err, fault.NotFound)
	got, err = s.TakeAttempt(t.Context(), late.Digest)
	same(t, must(t, got, err), late)
}

func attemptStrange(t *testing.T, s signin.Attempts) {
	for _, word := range strange {
		want := fullAttempt("")
		fillStrings(reflect.ValueOf(&want).Elem(), word)
		ok(t, s.PutAttempt(t.Context(), want))
		got, err := s.TakeAttempt(t.Context(), word)
		same(t, must(t, got, err), want)
	}
	for _, word := range []string{"\xff", string(make([]byte, 5000))} { // a cookie may hold any bytes
		_, err := s.TakeAttempt(t.Context(), word)
		wantErr(t, err, fault.NotFound)
	}
}
