//go:build !race

package demo_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"partant/internal/clock"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/viewer"
)

const workshop = "premier-atelier-mardi-8-janvier"

// meets asserts that the demonstration shows an evening that is full, a workshop on Tuesday 8 January at half past six, with its minutes, and
// a season of breakfasts.
func (b base) meets(t *testing.T) {
	t.Helper()
	first, err := b.events.BySlug(t.Context(), viewer.Viewer{}, workshop)
	if at := first.Start.At.In(clock.Paris); err != nil || at.Weekday() != time.Tuesday || at.Format("2 1 15:04") != "8 1 18:30" {
		t.Fatalf("%s, %v", at, err)
	}
	r, err := b.minutes.Record(t.Context(), first.ID)
	if err != nil || !r.IsPublished() || !r.Public || len(r.Planned()) != 3 || len(r.Actions) != 3 || r.Open() != 0 || len(r.Owes) != 0 || !strings.Contains(r.Topics[0].HTML, "<strong>") {
		t.Errorf("%+v, %v", r, err)
	}
	evening, err := b.events.BySlug(t.Context(), viewer.Viewer{}, "la-soiree-des-400")
	if err != nil {
		t.Fatal(err)
	}
	full, err := b.events.Roster(t.Context(), &evening)
	if err != nil || full.Taken < full.Places-1 || full.Waiting == 0 {
		t.Errorf("%+v, %v", full, err)
	}
	b.amongMembers(t, 1)
	before, err := b.events.BySlug(t.Context(), viewer.Viewer{}, "l-atelier-d-avant-a-l-ecg")
	if err != nil || !before.Over || !before.DoorIsOpen(b.events.Now()) {
		t.Errorf("%+v, %v", before, err)
	}
	if there, err := b.came.Present(t.Context(), before.ID); err != nil || there.Parties != 18 || there.People != 23 {
		t.Errorf("%+v came, %v", there, err)
	}
	list, err := b.events.List(t.Context(), event.Filter{Tag: "petit déjeuner"}, page.Req{Limit: 20})
	if err != nil || len(list.Items) != 4 {
		t.Errorf("%d breakfasts, %v", len(list.Items), err)
	}
}

// amongMembers asserts that one club has an event and a discussion for its members alone, which nobody else finds; or, once they are gone, none.
func (b base) amongMembers(t *testing.T, want int) {
	t.Helper()
	of := id.Named("demo", "exemple:club:cercle-des-levees")
	list, err := b.events.List(t.Context(), event.Filter{Circle: of}, page.Req{Limit: 9})
	if err != nil || len(list.Items) != want {
		t.Fatalf("%d events among members, %v", len(list.Items), err)
	}
	for _, e := range list.Items {
		if _, err := b.events.BySlug(t.Context(), viewer.Viewer{}, e.Slug); !errors.Is(err, fault.NotFound) {
			t.Errorf("a visitor reads %s: %v", e.Slug, err)
		}
		if r, err := b.events.Roster(t.Context(), &e); err != nil || r.Taken != 3 || r.Waiting != 2 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	among := discussion.Filter{Club: of, Private: true}
	if n := len(b.listed(t, among)); n != want {
		t.Errorf("%d discussions among members", n)
	}
	for _, d := range append(b.listed(t, discussion.Filter{}), b.listed(t, discussion.Filter{Club: of})...) {
		if d.Private {
			t.Errorf("everybody finds %s", d.Slug)
		}
	}
}

// listed are the discussions that the store has under a filter.
func (b base) listed(t *testing.T, f discussion.Filter) []discussion.Discussion {
	t.Helper()
	list, err := b.discussed.List(t.Context(), f, page.Req{Limit: page.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	return list.Items
}

// parted asserts that nothing of them is left.
func (b base) parted(t *testing.T) {
	t.Helper()
	if list, err := b.events.List(t.Context(), event.Filter{}, page.Req{Limit: 20}); err != nil || len(list.Items) != 0 {
		t.Errorf("%d events are left, %v", len(list.Items), err)
	}
	if _, err := b.events.BySlug(t.Context(), viewer.Viewer{}, workshop); !errors.Is(err, fault.NotFound) {
		t.Errorf("the workshop: %v", err)
	}
	b.amongMembers(t, 0)
	if there, err := b.came.Present(t.Context(), id.Named("demo", "evenement:atelier-0")); err != nil || there.Parties != 0 {
		t.Errorf("%+v came, %v", there, err)
	}
	if r, err := b.minutes.Record(t.Context(), id.Named("demo", "evenement:atelier-1")); !errors.Is(err, fault.NotFound) {
		t.Errorf("its minutes: %+v, %v", r, err)
	}
}
