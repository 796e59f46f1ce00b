package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/picture"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Events runs the suite of the ports of events and of who answers them. open gives a fresh, empty store.
func Events(t *testing.T, open func(t *testing.T) event.Stores) {
	for name, check := range map[string]func(*testing.T, event.Stores){
		"InsertGet": eventInsertGet, "Taken": eventTaken, "UpdateRefused": eventUpdateRefused, "Lists": eventLists, "SeriesKilled": eventSeriesKilled, "SeriesSteered": eventSeriesSteered, "Between": eventsBetween, "Upcoming": eventUpcoming, "Narrow": eventsNarrow, "Concerning": eventConcerning, "Organised": eventsOrganised,
		"Due": eventDue, "Planned": eventPlanned, "Remove": eventRemove,
		"AnswerStored": answerStored, "AnswerTwice": answerTwice, "AnswerChanged": answerChanged, "AnswerRefused": answerRefused, "Companions": answerCompanions,
		"NotJumped": answerNotJumped, "PlacesLowered": answerPlacesLowered, "PlacesRaised": answerPlacesRaised, "TermsOld": answerTermsOld,
		"Changed": answerEventChanged, "Reminded": answerReminded, "Cancelled": answerEventCancelled, "Drop": answerDrop, "Edit": answerEdit, "Guest": answerGuest, "Pages": answerPages,
		"AnswersConcerning": answersConcerning, "AnswersDue": answersDue, "RemoveRoster": answerRemoveRoster, "Rush": answerRush, "RushOfParties": answerRushOfParties,
		"AsTheRuleSays": answerModel,
		"ApprovalAsked": approvalAsked, "ApprovalReopened": approvalReopened, "ApprovalCompanions": approvalCompanions, "ApprovalTurned": approvalTurned, "ApprovalTold": approvalTold, "ApprovalRush": approvalRush,
		"Arrivals": arrivals, "ArrivalsPages": arrivalsPages, "ArrivalsParallel": arrivalsParallel, "ArrivalsRemove": arrivalsRemove,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullEvent leaves no field zero.
func fullEvent(id string) event.Event {
	start := noon.Add(48 * time.Hour)
	return event.Event{ID: id, Rev: 1, Slug: "atelier-" + id, By: viewer.Author{Page: "p-1", Account: "a-1"}, Title: "Atelier", Body: "*Venez*", HTML: "<p><em>Venez</em></p>",
		Lead: "Venez", Purpose: "Se voir", Price: "gratuit", Payer: "le club", Tags: []string{"Bois"}, Commune: "45234", Place: "L'ECG", Online: "https://exemple.invalid/salle",
		Zone: event.Zone, Start: event.Moment{Wall: "2026-11-25T13:00", Second: true, At: start}, End: event.Moment{Wall: "2026-11-25T15:00", At: start.Add(2 * time.Hour)},
		Spot: &event.Spot{Point: geo.Point{Lat: 47.9029, Lon: 1.9093}, By: event.ByHand}, Places: 12, With: 2, Approval: true, Deadline: start.Add(-time.Hour), Sequence: 3, For: event.Members, Concealed: true, Draft: true, Created: noon, Published: noon.Add(time.Second), Edited: noon.Add(time.Minute),
		Cancelled: noon.Add(time.Hour), Reason: "La neige", Over: true, Deleted: noon.Add(2 * time.Hour), Down: &unseen.Mark{At: noon, Held: true}, Aside: true,
		Hosts:     []event.Host{{Page: "p-9", Account: "a-9", Asked: noon, Accepted: noon.Add(time.Minute)}},
		Questions: []event.Question{{ID: "q-1", Text: "Un régime ?", Kind: event.AsksChoice, Choices: []string{"oui", "non"}, Required: true}},
		Image:     picture.Picture{ID: "ph-1", Alt: "La salle", Width: 1600, Height: 900, Blur: "iVBO+/="},
		Plan:      &event.Plan{At: event.Moment{Wall: "2026-11-24T13:00", Second: true, At: noon.Add(24 * time.Hour)}, Account: "a-1", Missed: event.MissedLate},
		Dates:     event.Dates{Series: "e-0", Nth: "2026-11-25", Apart: true, Repeats: &event.Repeats{Days: []string{"2026-11-25", "2026-12-02"}, Version: 2, Source: "e-1", Ends: "2026-12-02", Reason: "La neige"}},
		Named:     []string{"p-2"}, Owes: debt.Owes{{ID: "d-1", Kind: event.OwesTerms, Due: noon, Tries: 1}}}
}

// openEvent is one that can be read.
func openEvent(id string, start time.Time) event.Event {
	e := fullEvent(id)
	e.Draft, e.Cancelled, e.Over, e.Deleted, e.Down, e.Deadline, e.Aside = false, time.Time{}, false, time.Time{}, nil, time.Time{}, false
	e.For, e.Concealed = event.Everybody, false
	e.Start.At, e.End.At = start, start.Add(2*time.Hour)
	return e
}

func eventInsertGet(t *testing.T, s event.Stores) {
	for _, want := range []event.Event{fullEvent("e-1"), {ID: "zéro", Rev: 1, Slug: "zero"}} {
		ok(t, s.InsertEvent(t.Context(), want))
		got, err := s.Event(t.Context(), want.ID)
		same(t, must(t, got, err), want)
		got, err = s.EventBySlug(t.Context(), want.Slug)
		same(t, must(t, got, err), want)
	}
	for _, read := range []func() (event.Event, error){
		func() (event.Event, error) { return s.Event(t.Context(), id.New()) },
		func() (event.Event, error) { return s.EventBySlug(t.Context(), "rien") },
		func() (event.Event, error) {
			return s.UpdateEvent(t.Context(), id.New(), func(*event.Event) error { return nil })
		},
	} {
		_, err := read()
		wantErr(t, err, fault.NotFound)
	}
}

func eventTaken(t *testing.T, s event.Stores) {
	one := fullEvent("e-1")
	ok(t, s.InsertEvent(t.Context(), one))
	wantErr(t, s.InsertEvent(t.Context(), one), fault.Taken{Field: "id"})
	other := fullEvent("e-2")
	other.Slug = one.Slug
	wantErr(t, s.InsertEvent(t.Context(), other), fault.Taken{Field: "slug"})
	other.Slug = "autre"
	ok(t, s.InsertEvent(t.Context(), other))
	_, err := s.UpdateEvent(t.Context(), other.ID, func(e *event.Event) error { e.Slug = one.Slug; return nil })
	wantErr(t, err, fault.Taken{Field: "slug"})
}

func eventUpdateRefused(t *testing.T, s event.Stores) {
	one, mine := fullEvent("e-1"), errors.New("mine")
	ok(t, s.InsertEvent(t.Context(), one))
	_, err := s.UpdateEvent(t.Context(), one.ID, func(e *event.Event) error { e.Title = ""; return mine })
	wantErr(t, err, mine)
	got, err := s.Event(t.Context(), one.ID)
	same(t, must(t, got, err), one)
}

// What is to come is listed by its hour, what is over from the last; each narrower list holds its own.
func eventLists(t *testing.T, s event.Stores) {
	for n, hours := range []int{72, 24, 48, 24} {
		e := openEvent(fmt.Sprint("e-", n), noon.Add(time.Duration(hours)*time.Hour))
		if n == 3 {
			e.Commune, e.Tags, e.By.Page = "", nil, "p-2"
		}
		ok(t, s.InsertEvent(t.Context(), e))
	}
	for n := range 3 {
		e := openEvent(fmt.Sprint("f-", n), noon.Add(time.Duration(n)*time.Hour))
		e.Over = true
		ok(t, s.InsertEvent(t.Context(), e))
	}
	hidden := openEvent("h", noon.Add(time.Hour))
	hidden.Down = &unseen.Mark{At: noon}
	ok(t, s.InsertEvent(t.Context(), hidden))
	ok(t, s.InsertEvent(t.Context(), fullEvent("brouillon")))
	for n, of := range []event.Audience{event.Members, event.Members, event.Invited} {
		e := openEvent(fmt.Sprint("m-", n), noon.Add(time.Duration(n)*time.Hour))
		e.For, e.Over = of, n == 1
		ok(t, s.InsertEvent(t.Context(), e))
	}
	for _, c := range []struct {
		f    event.Filter
		want []string
	}{
		{event.Filter{}, []string{"e-3", "e-1", "e-2", "e-0"}},
		{event.Filter{Commune: "45234"}, []string{"e-1", "e-2", "e-0"}},
		{event.Filter{Tag: "BOIS"}, []string{"e-1", "e-2", "e-0"}},
		{event.Filter{Tag: "bois", Commune: "45234", Past: true}, []string{"f-2", "f-1", "f-0"}},
		{event.Filter{Page: "p-2"}, []string{"e-3"}},
		{event.Filter{Past: true}, []string{"f-2", "f-1", "f-0"}},
		{event.Filter{Commune: "45999"}, nil},
		{event.Filter{Circle: "p-1"}, []string{"m-0"}},
		{event.Filter{Circle: "p-1", Past: true}, []string{"m-1"}},
		{event.Filter{Circle: "p-2"}, nil},
	} {
		for _, limit := range []int{1, 2, 9} {
			var got []string
			for e, err := range page.All(limit, func(req page.Req) (page.Of[event.Event], error) { return s.Events(t.Context(), c.f, req) }) {
				got = append(got, must(t, e, err).ID)
			}
			same(t, got, c.want)
		}
	}
	for _, c := range []struct {
		all  []event.Filter
		want []string
	}{
		{nil, nil},
		{[]event.Filter{{Page: "p-1"}, {Page: "p-2"}, {Page: "p-9"}, {Page: "p-7"}}, []string{"e-3", "e-1", "e-2", "e-0"}}, // each once, though one hosts what another announces
		{[]event.Filter{{Page: "p-2"}, {Circle: "p-1"}}, []string{"m-0", "e-3"}},
		{[]event.Filter{{Page: "p-1", Past: true}, {Circle: "p-1", Past: true}}, []string{"f-2", "m-1", "f-1", "f-0"}},
	} {
		for _, limit := range []int{1, 2, 9} {
			var got []string
			for e, err := range page.All(limit, func(req page.Req) (page.Of[event.Event], error) { return s.EventsAmong(t.Context(), c.all, req) }) {
				got = append(got, must(t, e, err).ID)
			}
			same(t, got, c.want)
		}
	}
	_, err := s.UpdateEvent(t.Context(), "e-3", func(e *event.Event) error { e.Over = true; return nil })
	ok(t, err)
	list, err := s.Events(t.Context(), event.Filter{Past: true}, page.Req{Limit: 1})
	same(t, must(t, list, err).Items[0].ID, "e-3")
}

func eventConcerning(t *testing.T, s event.Stores) {
	for n := range 3 {
		e := fullEvent(fmt.Sprint("e-", n))
		e.Created = noon.Add(time.Duration(n) * time.Minute)
		ok(t, s.InsertEvent(t.Context(), e))
	}
	for _, whom := range []string{"fiche:p-1", "compte:a-1", "brouillons:p-1"} {
		var got []string
		for e, err := range page.All(2, func(req page.Req) (page.Of[event.Event], error) { return s.EventsConcerning(t.Context(), whom, req) }) {
			got = append(got, must(t, e, err).ID)
		}
		same(t, got, []string{"e-2", "e-1", "e-0"})
	}
}

func eventDue(t *testing.T, s event.Stores) {
	one := fullEvent("e-1")
	one.Owes = debt.Owes{{ID: "d-1", Kind: event.OwesOver, Due: noon}, {ID: "d-2", Kind: event.OwesForget, Due: noon}}
	ok(t, s.InsertEvent(t.Context(), one))
	take := func(now time.Time) int {
		got, err := s.DueEvents(t.Context(), now, time.Minute, 9, event.OwesOver)
		return len(must(t, got, err))
	}
	same(t, []int{take(noon.Add(-time.Second)), take(noon), take(noon)}, []int{0, 1, 0})
	further := debt.Debt{ID: one.Owes[0].ID, Due: noon.Add(2 * time.Hour), From: "suite"}
	ok(t, s.SettleEvent(t.Context(), one.ID, func(o *debt.Owes) { o.Reach(further) }))
	kept, err := s.Event(t.Context(), one.ID)
	if o := must(t, kept, err).Owes[0]; o.From != "suite" || !o.Due.Equal(further.Due) || o.Kind != one.Owes[0].Kind {
		t.Errorf("it owes %+v", o)
	}
	paid := func(o *debt.Owes) { o.Clear(one.Owes[0]) }
	ok(t, s.SettleEvent(t.Context(), one.ID, paid))
	ok(t, s.SettleEvent(t.Context(), "rien", paid))
	same(t, take(noon.Add(3*time.Hour)), 0)
	got, err := s.Event(t.Context(), one.ID)
	same(t, must(t, got, err).Owes, one.Owes[1:])
}

func eventRemove(t *testing.T, s event.Stores) {
	one := fullEvent("e-1")
	ok(t, s.InsertEvent(t.Context(), one))
	for range 2 {
		ok(t, s.RemoveEvent(t.Context(), one.ID))
	}
	_, err := s.EventBySlug(t.Context(), one.Slug)
	wantErr(t, err, fault.NotFound)
	ok(t, s.InsertEvent(t.Context(), one))
}
