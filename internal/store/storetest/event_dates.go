package storetest

import (
	"fmt"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/page"
)

// eventsOf are the ids of what a filter wants, read so many at a time.
func eventsOf(t *testing.T, s event.Stores, f event.Filter, limit int) (got []string) {
	t.Helper()
	for e, err := range page.All(limit, func(req page.Req) (page.Of[event.Event], error) { return s.Events(t.Context(), f, req) }) {
		got = append(got, must(t, e, err).ID)
	}
	return got
}

// Bounds of time hold what begins between them, the first included and the last not, on each shelf, read and counted alike.
func eventsBetween(t *testing.T, s event.Stores) {
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	for n := range 5 {
		coming, over := openEvent(fmt.Sprint("e-", n), hour(n+1)), openEvent(fmt.Sprint("f-", n), hour(-n-1))
		over.Over = true
		ok(t, s.InsertEvent(t.Context(), coming))
		ok(t, s.InsertEvent(t.Context(), over))
	}
	twin := openEvent("e-1b", hour(2))
	ok(t, s.InsertEvent(t.Context(), twin))
	for _, c := range []struct {
		f    event.Filter
		want []string
	}{
		{event.Filter{Since: hour(2), Before: hour(4)}, []string{"e-1b", "e-1", "e-2"}},
		{event.Filter{Since: hour(4)}, []string{"e-3", "e-4"}},
		{event.Filter{Before: hour(2)}, []string{"e-0"}},
		{event.Filter{Since: hour(2), Before: hour(2)}, nil},
		{event.Filter{Since: hour(9)}, nil},
		{event.Filter{Tag: "bois", Commune: "45234", Since: hour(3), Before: hour(5)}, []string{"e-2", "e-3"}},
		{event.Filter{Past: true, Since: hour(-3), Before: hour(-1)}, []string{"f-1", "f-2"}},
		{event.Filter{Past: true, Before: hour(-3)}, []string{"f-3", "f-4"}},
		{event.Filter{Past: true, Since: hour(-1)}, []string{"f-0"}},
		{event.Filter{Since: time.Unix(-9, 0), Before: hour(2)}, []string{"e-0"}},
		{event.Filter{Since: hour(5), Before: time.Unix(1<<40, 0)}, []string{"e-4"}},
	} {
		for _, limit := range []int{1, 2, 9} {
			same(t, eventsOf(t, s, c.f, limit), c.want)
		}
		n, err := s.CountEvents(t.Context(), c.f, 9)
		same(t, must(t, n, err), len(c.want))
	}
	n, err := s.CountEvents(t.Context(), event.Filter{}, 3)
	same(t, must(t, n, err), 3)
	// a cursor of another list leads into this one, no further
	list, err := s.Events(t.Context(), event.Filter{}, page.Req{Limit: 1})
	before := must(t, list, err).Next
	list, err = s.Events(t.Context(), event.Filter{Since: hour(3), Before: hour(4)}, page.Req{Limit: 9, Cursor: before})
	same(t, len(must(t, list, err).Items), 1)
}

// Each combination of who announces, subject and commune has its list, and so has what is held on more than one day.
func eventsNarrow(t *testing.T, s event.Stores) {
	for n, of := range []struct {
		page, commune string
		tags          []string
		days          int
	}{{"p-1", "45234", []string{"Bois", "Été"}, 0}, {"p-1", "", []string{"Bois"}, 2}, {"p-2", "45234", nil, 3}} {
		e := openEvent(fmt.Sprint("e-", n), noon.Add(time.Duration(n+1)*time.Hour))
		e.By.Page, e.Commune, e.Tags = of.page, of.commune, of.tags
		e.Start.Wall, e.End.Wall = "2026-11-23T18:00", fmt.Sprintf("2026-11-%dT05:30", 24+of.days)
		ok(t, s.InsertEvent(t.Context(), e))
	}
	for _, c := range []struct {
		f    event.Filter
		want []string
	}{
		{event.Filter{Page: "p-1", Tag: "bois"}, []string{"e-0", "e-1"}},
		{event.Filter{Page: "p-1", Tag: "ete", Commune: "45234"}, []string{"e-0"}},
		{event.Filter{Page: "p-1", Commune: "45234"}, []string{"e-0"}},
		{event.Filter{Page: "p-2", Commune: "45234", Since: noon}, []string{"e-2"}},
		{event.Filter{Page: "p-2", Tag: "bois"}, nil},
		{event.Filter{Lasting: true}, []string{"e-1", "e-2"}},
		{event.Filter{Lasting: true, Page: "p-1", Tag: "bois"}, []string{"e-1"}},
		{event.Filter{Lasting: true, Commune: "45234"}, []string{"e-2"}},
		{event.Filter{Lasting: true, Past: true}, nil},
	} {
		same(t, eventsOf(t, s, c.f, 9), c.want)
	}
}
