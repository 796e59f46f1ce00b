// Package storetest holds one suite per port of the store. A driver is done when its suites are green; a difference
// between drivers becomes a case here, never an "if" above.
package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// noon is the instant fixtures are made at: with milliseconds, so that a driver that drops them is seen.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 123_000_000, time.UTC)

// wantErr fails the test unless err is of the kind.
func wantErr(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("error is %v, want %v", err, kind)
	}
}

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// same compares what came back with what was stored; nil and empty lists are alike.
func same[T any](t *testing.T, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("stored and read differ (-want +got):\n%s", diff)
	}
}
