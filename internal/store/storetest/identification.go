package storetest

import (
	"fmt"
	"testing"
	"time"

	"partant/internal/identification"
)

// Identification runs the suite of identification.Store. open gives a fresh, empty store.
func Identification(t *testing.T, open func(t *testing.T) identification.Store) {
	for name, check := range map[string]func(*testing.T, identification.Store){
		"PutOnce": recordsPutOnce, "After": recordsAfter, "Close": recordsClose, "Sweep": recordsSweep,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullRecord leaves no field zero.
func fullRecord(id, mark string, kind identification.Kind) identification.Record {
	return identification.Record{ID: id, Mark: mark, Kind: kind, Purge: noon, Sealed: []byte{0, 1, 255, 'x'}}
}

func allRecords(t *testing.T, s identification.Store) []identification.Record {
	t.Helper()
	all, err := s.RecordsAfter(t.Context(), "", 100)
	return must(t, all, err)
}

func recordsPutOnce(t *testing.T, s identification.Store) {
	want := fullRecord("a", "m", identification.Identity)
	ok(t, s.PutRecord(t.Context(), want))
	again := fullRecord("a", "other", identification.SignUp)
	again.Sealed = []byte("autre")
	ok(t, s.PutRecord(t.Context(), again)) // the first one stays
	zero := identification.Record{ID: "b", Sealed: []byte{}}
	ok(t, s.PutRecord(t.Context(), zero))
	got := allRecords(t, s)
	if len(got) != 2 || len(got[1].Sealed) != 0 {
		t.Fatalf("%+v", got)
	}
	got[1].Sealed = zero.Sealed
	same(t, got, []identification.Record{want, zero})
}

func recordsAfter(t *testing.T, s identification.Store) {
	for _, n := range []int{3, 1, 4, 0, 2} {
		ok(t, s.PutRecord(t.Context(), fullRecord(fmt.Sprint("r", n), "m", identification.Connection)))
	}
	var ids []string
	for after := ""; ; {
		some, err := s.RecordsAfter(t.Context(), after, 2)
		if must(t, some, err); len(some) == 0 {
			break
		}
		for _, r := range some {
			ids = append(ids, r.ID)
		}
		after = some[len(some)-1].ID
	}
	same(t, ids, []string{"r0", "r1", "r2", "r3", "r4"})
}

func recordsClose(t *testing.T, s identification.Store) {
	open := func(id, mark string, kind identification.Kind) {
		r := fullRecord(id, mark, kind)
		r.Purge = time.Time{}
		ok(t, s.PutRecord(t.Context(), r))
	}
	open("a", "m", identification.Identity)
	open("b", "m", identification.SignUp)
	open("c", "other", identification.Identity)
	ok(t, s.PutRecord(t.Context(), fullRecord("d", "m", identification.Identity)))
	end := noon.AddDate(5, 0, 0)
	for range 2 {
		ok(t, s.CloseRecords(t.Context(), "m", identification.Identity, end))
	}
	ok(t, s.CloseRecords(t.Context(), "m", identification.Identity, end.AddDate(1, 0, 0))) // it has its end already
	for i, want := range []time.Time{end, {}, {}, noon} {
		if got := allRecords(t, s)[i].Purge; !got.Equal(want) {
			t.Errorf("record %d: %v, want %v", i, got, want)
		}
	}
}

func recordsSweep(t *testing.T, s identification.Store) {
	for n, purge := range []time.Time{noon.Add(-time.Millisecond), noon, noon.Add(time.Hour), {}} {
		r := fullRecord(fmt.Sprint(n), "m", identification.Identity)
		r.Purge = purge
		ok(t, s.PutRecord(t.Context(), r))
	}
	for _, tt := range []struct {
		at   time.Time
		left int
	}{{noon, 3}, {noon.Add(time.Millisecond), 2}, {noon.AddDate(100, 0, 0), 1}, {noon.AddDate(100, 0, 0), 1}} {
		ok(t, s.SweepRecords(t.Context(), tt.at))
		if got := allRecords(t, s); len(got) != tt.left || got[len(got)-1].ID != "3" {
			t.Errorf("at %v: %+v", tt.at, got)
		}
	}
}
