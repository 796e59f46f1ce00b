package storetest

import (
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/unseen"
)

// Who organises finds all that is theirs, by what has become of it, whoever else may see it; a tombstone is nobody's. Others find no more than before.
func eventsOrganised(t *testing.T, s event.Stores) {
	for _, one := range []struct {
		id    string
		hours int
		is    func(*event.Event)
	}{
		{"tard", 72, func(*event.Event) {}},
		{"tot", 24, func(e *event.Event) { e.For = event.Members }},
		{"tenu", 48, func(e *event.Event) { e.Down = &unseen.Mark{At: noon, Held: true} }},
		{"invite", 49, func(e *event.Event) { e.For = event.Invited }},
		{"annule", 50, func(e *event.Event) { e.Cancelled = noon }},
		{"accueilli", 25, func(e *event.Event) { e.By.Account, e.Hosts[0].Account = "a-9", "a-1" }},
		{"demande", 26, func(e *event.Event) {
			e.By.Account, e.Hosts = "a-9", []event.Host{{Page: "p-1", Account: "a-1", Asked: noon}}
		}},
		{"hier", -24, func(e *event.Event) { e.Over = true }},
		{"avant", -48, func(e *event.Event) { e.Over, e.Down = true, &unseen.Mark{At: noon} }},
		{"projet", 12, func(e *event.Event) { e.Draft = true }},
		{"ancien", -12, func(e *event.Event) { e.Draft, e.Over = true, true }},
		{"efface", 30, func(e *event.Event) { e.Deleted = noon }},
	} {
		e := openEvent(one.id, noon.Add(time.Duration(one.hours)*time.Hour))
		one.is(&e)
		ok(t, s.InsertEvent(t.Context(), e))
	}
	for _, limit := range []int{1, 2, 9} {
		same(t, eventsOf(t, s, event.Filter{Account: "a-1"}, limit), []string{"tot", "accueilli", "tenu", "invite", "annule", "tard"})
		same(t, eventsOf(t, s, event.Filter{Account: "a-1", Past: true}, limit), []string{"hier", "avant"})
		same(t, eventsOf(t, s, event.Filter{Account: "a-1", Drafts: true}, limit), []string{"ancien", "projet"})
	}
	same(t, eventsOf(t, s, event.Filter{Account: "a-9"}, 9), []string{"tot", "accueilli", "demande", "tenu", "invite", "annule", "tard"})
	same(t, eventsOf(t, s, event.Filter{Page: "p-1"}, 9), []string{"accueilli", "demande", "annule", "tard"})
	_, err := s.UpdateEvent(t.Context(), "projet", func(e *event.Event) error { e.Draft = false; return nil })
	ok(t, err)
	_, err = s.UpdateEvent(t.Context(), "accueilli", func(e *event.Event) error { e.Hosts = nil; return nil })
	ok(t, err)
	same(t, eventsOf(t, s, event.Filter{Account: "a-1"}, 9), []string{"projet", "tot", "tenu", "invite", "annule", "tard"})
	same(t, eventsOf(t, s, event.Filter{Account: "a-1", Drafts: true}, 9), []string{"ancien"})
}
