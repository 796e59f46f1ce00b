package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/minutes"
	"partant/internal/page"
	"partant/internal/picture"
	"partant/internal/viewer"
)

// Minutes runs the suite of minutes.Store. open gives a fresh, empty store.
func Minutes(t *testing.T, open func(t *testing.T) minutes.Store) {
	for name, check := range map[string]func(*testing.T, minutes.Store){
		"Edit": minutesEdit, "Refused": minutesRefused, "Concerning": minutesConcerning, "Due": minutesDue, "Parallel": minutesParallel,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullMinutes leaves no field zero.
func fullMinutes(event string) minutes.Record {
	return minutes.Record{ID: event, Rev: 1, Created: noon,
		Topics: []minutes.Topic{{ID: "t-1", Title: "Le quai", Why: "On s'y gare mal.", By: viewer.Author{Page: "p-1", Account: "a-1"}, At: noon, Minutes: 20, Body: "**Oui**", HTML: "<p><strong>Oui</strong></p>"}},
		Body:   "Nous étions *douze*.", HTML: "<p>Nous étions <em>douze</em>.</p>", Public: true, Published: noon.Add(time.Hour), Edited: noon.Add(2 * time.Hour),
		Actions: []minutes.Action{{ID: "x-1", What: "Appeler la mairie", Who: "Nina", Account: "a-2", Page: "p-2", Until: "2027-01-15", Done: noon.Add(3 * time.Hour)}},
		Owes:    debt.Owes{{ID: "o-1", Kind: minutes.OwesTell, Due: noon, Tries: 1}},
		Files:   []document.Document{{ID: "f-1", Title: "La salle", Type: "image/jpeg", Bytes: 1234, By: "m-1", At: noon, Picture: picture.Picture{ID: "f-1", Alt: "La salle", Width: 800, Height: 600, Blur: "abc"}}, {ID: "f-2", Title: "Plan", Type: "application/pdf", Bytes: 99, At: noon}}}
}

// record has a store keep r.
func record(t *testing.T, s minutes.Store, r minutes.Record) {
	t.Helper()
	_, err := s.EditRecord(t.Context(), r.ID, func(is *minutes.Record) error { *is = r; return nil })
	ok(t, err)
}

func minutesEdit(t *testing.T, s minutes.Store) {
	_, err := s.Record(t.Context(), "e-1")
	wantErr(t, err, fault.NotFound)
	want := fullMinutes("e-1")
	record(t, s, want)
	got, err := s.Record(t.Context(), "e-1")
	same(t, must(t, got, err), want)
	got, err = s.EditRecord(t.Context(), "e-1", func(r *minutes.Record) error { r.Body = "Autre"; return nil })
	want.Body, want.Rev = "Autre", 2
	same(t, must(t, got, err), want)
	stored, err := s.Record(t.Context(), "e-1")
	same(t, must(t, stored, err), want)
	for range 2 {
		ok(t, s.RemoveRecord(t.Context(), "e-1"))
	}
	_, err = s.Record(t.Context(), "e-1")
	wantErr(t, err, fault.NotFound)
	ok(t, s.SettleRecord(t.Context(), "e-1", debt.Debt{ID: "o-1"}))
}

// An edit that fails writes nothing, also where there was nothing, and whatever its error is.
func minutesRefused(t *testing.T, s minutes.Store) {
	for _, mine := range []error{errors.New("mine"), fault.NotFound} {
		for _, event := range []string{"e-1", "e-2"} {
			_, before := s.Record(t.Context(), event)
			_, err := s.EditRecord(t.Context(), event, func(r *minutes.Record) error { r.Body = "x"; return mine })
			wantErr(t, err, mine)
			is, after := s.Record(t.Context(), event)
			if errors.Is(before, fault.NotFound) != errors.Is(after, fault.NotFound) || is.Body == "x" {
				t.Errorf("%s: %+v", event, is)
			}
		}
		if _, err := s.Record(t.Context(), "e-1"); err != nil {
			record(t, s, fullMinutes("e-1"))
		}
	}
}

func minutesConcerning(t *testing.T, s minutes.Store) {
	list := func(account string) (ids []string) {
		got, err := s.RecordsConcerning(t.Context(), minutes.OfAccount(account), page.Req{Limit: 5})
		for _, r := range must(t, got, err).Items {
			ids = append(ids, r.ID)
		}
		return ids
	}
	first, second := fullMinutes("e-1"), fullMinutes("e-2")
	second.Created = noon.Add(time.Minute)
	record(t, s, first)
	record(t, s, second)
	same(t, list("a-1"), []string{"e-2", "e-1"})
	same(t, list("a-2"), []string{"e-2", "e-1"})
	_, err := s.EditRecord(t.Context(), "e-2", func(r *minutes.Record) error { r.Actions = nil; return nil })
	ok(t, err)
	same(t, list("a-2"), []string{"e-1"})
	ok(t, s.RemoveRecord(t.Context(), "e-1"))
	same(t, list("a-2"), nil)
}

func minutesDue(t *testing.T, s minutes.Store) {
	record(t, s, fullMinutes("e-1"))
	due := func(at time.Time) int {
		got, err := s.DueRecords(t.Context(), at, time.Minute, 5)
		return len(must(t, got, err))
	}
	same(t, due(noon.Add(-time.Second)), 0)
	same(t, due(noon), 1)
	same(t, due(noon), 0) // another worker has it
	ok(t, s.SettleRecord(t.Context(), "e-1", debt.Debt{ID: "o-1"}))
	same(t, due(noon.Add(time.Hour)), 0)
}

// Those who propose at the same instant all find their topic there, also where there was no record.
func minutesParallel(t *testing.T, s minutes.Store) {
	const n = 12
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			_, err := s.EditRecord(t.Context(), "e-1", func(r *minutes.Record) error {
				r.Created = noon
				r.Topics = append(append([]minutes.Topic{}, r.Topics...), minutes.Topic{ID: string(rune('a' + i)), At: noon})
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := s.Record(t.Context(), "e-1")
	same(t, len(must(t, got, err).Topics), n)
}
