package storetest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"partant/internal/page"
	"partant/internal/reading"
)

// Readings runs the suite of reading.Store. open gives a fresh, empty store.
func Readings(t *testing.T, open func(t *testing.T) reading.Store) {
	for name, check := range map[string]func(*testing.T, reading.Store){
		"Forward": readingForward, "Lists": readingLists, "Sweep": readingSweep, "Parallel": readingParallel,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

func markOf(account, talk string, after time.Duration) reading.Mark {
	return reading.Mark{ID: reading.IDOf(account, talk), Rev: 1, Account: account, Talk: talk, Until: noon.Add(after), Seen: noon.Add(after + time.Minute)}
}

func readingForward(t *testing.T, s reading.Store) {
	get := func() []reading.Mark {
		found, err := s.MarksAmong(t.Context(), []string{reading.IDOf("a", "d"), "x"})
		return must(t, found, err)
	}
	if found := get(); len(found) != 0 {
		t.Errorf("at first: %+v", found)
	}
	ok(t, s.PutMark(t.Context(), markOf("a", "d", time.Hour)))
	same(t, get(), []reading.Mark{markOf("a", "d", time.Hour)})
	ok(t, s.PutMark(t.Context(), markOf("a", "d", time.Minute))) // it never goes back
	same(t, get(), []reading.Mark{markOf("a", "d", time.Hour)})
	ok(t, s.PutMark(t.Context(), markOf("a", "d", 2*time.Hour)))
	want := markOf("a", "d", 2*time.Hour)
	want.Rev = 2
	same(t, get(), []reading.Mark{want})
	ok(t, s.RemoveMark(t.Context(), want.ID))
	ok(t, s.RemoveMark(t.Context(), want.ID))
	if found, err := s.MarksAmong(t.Context(), nil); len(found) != 0 || err != nil {
		t.Errorf("among none: %+v, %v", found, err)
	}
}

func readingLists(t *testing.T, s reading.Store) {
	var want []string
	for n, talk := range []string{"d-1", "d-2", "d-3"} {
		ok(t, s.PutMark(t.Context(), markOf("a", talk, time.Duration(n)*time.Minute)))
		ok(t, s.PutMark(t.Context(), markOf("b", talk, 0)))
		want = append([]string{talk}, want...)
	}
	for _, limit := range []int{1, 2, 50} {
		var got []string
		for m, err := range page.All(limit, func(r page.Req) (page.Of[reading.Mark], error) {
			return s.MarksConcerning(context.Background(), reading.OfAccount("a"), r)
		}) {
			ok(t, err)
			got = append(got, m.Talk)
		}
		same(t, got, want)
	}
}

func readingSweep(t *testing.T, s reading.Store) {
	ok(t, s.PutMark(t.Context(), markOf("a", "old", 0)))
	ok(t, s.PutMark(t.Context(), markOf("a", "new", 48*time.Hour)))
	ok(t, s.SweepMarks(t.Context(), noon.Add(reading.Kept+24*time.Hour)))
	left, err := s.MarksConcerning(t.Context(), reading.OfAccount("a"), page.Req{Limit: 9})
	if err != nil || len(left.Items) != 1 || left.Items[0].Talk != "new" {
		t.Errorf("%+v, %v", left.Items, err)
	}
}

// Whoever reads in several windows at once has read as far as the furthest of them.
func readingParallel(t *testing.T, s reading.Store) {
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() { ok(t, s.PutMark(t.Context(), markOf("a", "d", time.Duration(n)*time.Minute))) })
	}
	all.Wait()
	found, err := s.MarksAmong(t.Context(), []string{reading.IDOf("a", "d")})
	if err != nil || len(found) != 1 || !slices.ContainsFunc(found, func(m reading.Mark) bool { return m.Until.Equal(noon.Add(7 * time.Minute)) }) {
		t.Errorf("%+v, %v", found, err)
	}
}
