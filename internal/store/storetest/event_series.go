package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/viewer"
)

// host speaks for every page.
type host struct{}

func (host) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	return viewer.Author{Page: page, Account: v.Account}, nil
}

// cutOff is a store that a process loses after so many new events: before the next is written or, with after, once the last was.
type cutOff struct {
	event.Stores
	left  *int
	after bool
}

var errCut = errors.New("killed")

func (c cutOff) InsertEvent(ctx context.Context, e event.Event) error {
	if *c.left == 0 && !c.after {
		return errCut
	}
	*c.left--
	err := c.Stores.InsertEvent(ctx, e)
	if *c.left == 0 && c.after {
		return errCut
	}
	return err
}

// seriesOf is how many dates the series of these tests have.
const seriesOf = 6

// everyWeek follows the only rule of these tests.
func everyWeek(start time.Time, _ string, most int) (all []time.Time, err error) {
	for n := range min(most, seriesOf) {
		all = append(all, start.AddDate(0, 0, 7*n))
	}
	return all, nil
}

// onStore is a service of events on a store, at a time.
func onStore(s event.Stores, at *time.Time) *event.Service {
	return event.New(s, host{}, asTyped{}, func(string) bool { return true }, func() time.Time { return *at }, func() {}).Repeating(everyWeek)
}

// datesOf are the dates of a series as they stand: day, hour, place, and whether it is cancelled.
func datesOf(t *testing.T, s event.Stores, head string) (all []string) {
	t.Helper()
	list, err := s.EventsConcerning(t.Context(), "serie:"+head, page.Req{Limit: 99})
	for _, e := range must(t, list, err).Items {
		said := e.Nth + " " + e.Start.Wall[11:] + " " + e.Place
		if e.IsCancelled() {
			said += " annulé"
		}
		all = append(all, said)
	}
	slices.Sort(all)
	return all
}

// weekly is what datesOf lists of a series of so many dates.
func weekly(n int, say func(day string, nth int) string) (all []string) {
	for i := range n {
		day := time.Date(2027, 1, 12+7*i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		all = append(all, say(day, i))
	}
	return all
}

// A process that is killed anywhere while it makes the dates of a series loses none, and none is made twice, by however many workers.
func eventSeriesKilled(t *testing.T, s event.Stores) {
	for n, cut := range []struct {
		made  int
		after bool
	}{{0, false}, {1, true}, {3, false}, {seriesOf - 1, true}} {
		now, left := noon.Add(time.Duration(n)*time.Hour), cut.made
		v := viewer.Viewer{Account: "a-1", Role: viewer.Member}
		d := event.Draft{Key: id.New(), Voice: "p-1", Title: fmt.Sprint("Atelier ", n), Purpose: "Se voir", Place: "L'ECG", Commune: "45234", Day: "2027-01-12", Hour: "18:30", EndHour: "20:00"}
		e, err := onStore(s, &now).Announce(t.Context(), v, d)
		e = must(t, e, err)
		_, err = onStore(cutOff{s, &left, cut.after}, &now).Recur(t.Context(), v, e.Slug, event.Season{Rhythm: event.Weekly, Times: "6"})
		wantErr(t, err, errCut)
		now = now.Add(2 * time.Minute) // the lease has ended
		var group sync.WaitGroup
		for range 2 {
			group.Go(func() {
				if err := onStore(s, &now).PayDue(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		same(t, datesOf(t, s, e.ID), weekly(seriesOf, func(day string, _ int) string { return day + " 18:30 L'ECG" }))
		head, err := s.Event(t.Context(), e.ID)
		if must(t, head, err).Owes.Has(event.OwesDates) {
			t.Error("the head owes dates still")
		}
	}
}

// One date is changed or cancelled alone, those that follow one are changed with it, and a series ends where it is said to; each as the head
// says, whatever was done before.
func eventSeriesSteered(t *testing.T, s event.Stores) {
	now, v := noon, viewer.Viewer{Account: "a-1", Role: viewer.Member}
	service := onStore(s, &now)
	d := event.Draft{Key: id.New(), Voice: "p-1", Title: "Atelier", Purpose: "Se voir", Place: "L'ECG", Commune: "45234", Day: "2027-01-12", Hour: "18:30", EndHour: "20:00"}
	head, err := service.Announce(t.Context(), v, d)
	head = must(t, head, err)
	_, err = service.Recur(t.Context(), v, head.Slug, event.Season{Rhythm: event.Weekly, Times: "6"})
	ok(t, err)
	_, err = service.Recur(t.Context(), v, head.Slug, event.Season{Rhythm: event.Weekly, Times: "6"})
	wantErr(t, err, fault.Conflict)
	nth := func(n int) event.Event {
		list, err := s.EventsConcerning(t.Context(), "serie:"+head.ID, page.Req{Limit: 99})
		for _, e := range must(t, list, err).Items {
			if e.Nth == time.Date(2027, 1, 12+7*n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) {
				return e
			}
		}
		t.Fatalf("there is no date %d", n)
		return event.Event{}
	}
	edit := func(n int, change func(*event.Draft)) {
		now = now.Add(time.Minute)
		e := nth(n)
		d := event.Filled(e)
		change(&d)
		_, err := service.Edit(t.Context(), v, e.Slug, d)
		ok(t, err)
	}
	edit(2, func(d *event.Draft) { d.Place = "La halle" })
	_, err = service.Cancel(t.Context(), v, nth(3).Slug, "Fermé")
	ok(t, err)
	edit(1, func(d *event.Draft) { d.Place, d.Hour, d.EndHour = "La mairie", "19:00", "20:30" })
	now = now.Add(time.Minute)
	ok(t, service.After(t.Context(), v, nth(1).Slug))
	said := func(day string, n int) string {
		switch {
		case n == 0:
			return day + " 18:30 L'ECG"
		case n == 2:
			return day + " 18:30 La halle"
		case n == 3:
			return day + " 18:30 L'ECG annulé"
		}
		return day + " 19:00 La mairie"
	}
	same(t, datesOf(t, s, head.ID), weekly(seriesOf, said))
	same(t, []int{nth(0).Sequence, nth(1).Sequence, nth(4).Sequence, nth(3).Sequence}, []int{0, 1, 1, 1})
	rev := nth(5).Rev
	ok(t, service.After(t.Context(), v, nth(1).Slug)) // done twice it is done once
	same(t, nth(5).Sequence, 1)
	if got := nth(5); got.Edited.After(now) || got.Rev > rev+1 {
		t.Errorf("written %d times more, %s", got.Rev-rev, got.Edited)
	}
	ok(t, service.End(t.Context(), v, nth(4).Slug, "Terminé"))
	ok(t, service.End(t.Context(), v, nth(5).Slug, "Autre"))
	same(t, datesOf(t, s, head.ID), weekly(seriesOf, func(day string, n int) string {
		if n >= 4 {
			return said(day, n) + " annulé"
		}
		return said(day, n)
	}))
	same(t, nth(5).Reason, "Terminé")
	ok(t, service.Delete(t.Context(), v, head.Slug))
	ok(t, service.PayDue(t.Context()))
	same(t, len(datesOf(t, s, head.ID)), seriesOf)
	same(t, nth(4).Place, "La mairie")
}
