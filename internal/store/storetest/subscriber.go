package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/subscriber"
)

// Subscribers runs the suite of the port of who follows by letter. open gives a fresh, empty store.
func Subscribers(t *testing.T, open func(t *testing.T) subscriber.Store) {
	for name, check := range map[string]func(*testing.T, subscriber.Store){
		"InsertGet": subscriberInsertGet, "Missing": subscriberMissing, "UpdateRefused": subscriberUpdateRefused, "Once": subscriberOnce,
		"Remove": subscriberRemove, "Due": subscribersDue,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullSubscriber leaves no field zero.
func fullSubscriber(id string) subscriber.Subscriber {
	return subscriber.Subscriber{ID: id, Rev: 1, Email: "marion@exemple.invalid", Rhythm: subscriber.Daily, NewsTo: noon,
		Wants: []subscriber.Want{{Source: "sujet:bois", Name: "Bois", At: noon, Confirmed: noon.Add(time.Minute)}},
		Owes:  debt.Owes{{ID: "d-1", Kind: subscriber.OwesDigest, Due: noon, Tries: 1}}}
}

func subscriberInsertGet(t *testing.T, s subscriber.Store) {
	for _, want := range []subscriber.Subscriber{fullSubscriber("s-1"), {ID: "zéro", Rev: 1}} {
		ok(t, s.InsertSubscriber(t.Context(), want))
		got, err := s.Subscriber(t.Context(), want.ID)
		same(t, must(t, got, err), want)
		wantErr(t, s.InsertSubscriber(t.Context(), want), fault.Taken{Field: "id"})
	}
}

func subscriberMissing(t *testing.T, s subscriber.Store) {
	_, err := s.Subscriber(t.Context(), id.New())
	wantErr(t, err, fault.NotFound)
	_, err = s.UpdateSubscriber(t.Context(), id.New(), func(*subscriber.Subscriber) error { return nil })
	wantErr(t, err, fault.NotFound)
	ok(t, s.RemoveSubscriber(t.Context(), id.New()))
	due, err := s.DueSubscribers(t.Context(), noon, time.Minute, 9, subscriber.OwesDigest)
	same(t, must(t, due, err), nil)
}

func subscriberUpdateRefused(t *testing.T, s subscriber.Store) {
	one, mine := fullSubscriber("s-1"), errors.New("mine")
	ok(t, s.InsertSubscriber(t.Context(), one))
	_, err := s.UpdateSubscriber(t.Context(), one.ID, func(s *subscriber.Subscriber) error { s.Email = ""; return mine })
	wantErr(t, err, mine)
	got, err := s.Subscriber(t.Context(), one.ID)
	same(t, must(t, got, err), one)
}

// Many ask at once for one address: it is there once, and each of its changes is made.
func subscriberOnce(t *testing.T, s subscriber.Store) {
	one := fullSubscriber("s-1")
	var group sync.WaitGroup
	for range 12 {
		group.Go(func() {
			if err := s.InsertSubscriber(t.Context(), one); err != nil && !errors.Is(err, fault.Conflict) {
				t.Error(err)
			}
			if _, err := s.UpdateSubscriber(t.Context(), one.ID, func(s *subscriber.Subscriber) error { s.Owes[0].Tries++; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := s.Subscriber(t.Context(), one.ID)
	same(t, must(t, got, err).Owes[0].Tries, 13)
}

func subscriberRemove(t *testing.T, s subscriber.Store) {
	ok(t, s.InsertSubscriber(t.Context(), fullSubscriber("s-1")))
	for range 2 {
		ok(t, s.RemoveSubscriber(t.Context(), "s-1"))
	}
	_, err := s.Subscriber(t.Context(), "s-1")
	wantErr(t, err, fault.NotFound)
	ok(t, s.InsertSubscriber(t.Context(), fullSubscriber("s-1")))
}

func subscribersDue(t *testing.T, s subscriber.Store) {
	kinds := []string{subscriber.OwesDigest, subscriber.OwesLetter}
	for n, due := range []time.Time{noon.Add(time.Minute), noon, noon} {
		one := fullSubscriber(fmt.Sprint("s-", n))
		one.Owes[0].Due, one.Owes[0].Kind = due, kinds[n/2]
		ok(t, s.InsertSubscriber(t.Context(), one))
	}
	take := func(now time.Time, kinds ...string) (ids []string) {
		got, err := s.DueSubscribers(t.Context(), now, 10*time.Minute, 9, kinds...)
		for _, one := range must(t, got, err) {
			ids = append(ids, one.ID)
		}
		return ids
	}
	same(t, take(noon.Add(-time.Second), kinds...), nil)
	same(t, take(noon, subscriber.OwesDigest), []string{"s-1"})
	same(t, take(noon.Add(time.Minute), subscriber.OwesDigest), []string{"s-0"}) // the other is leased
	same(t, take(noon.Add(time.Minute), subscriber.OwesLetter), []string{"s-2"})
}
