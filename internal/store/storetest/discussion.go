package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Discussions runs the suite of the ports of discussions. open gives a fresh, empty store.
func Discussions(t *testing.T, open func(t *testing.T) discussion.Stores) {
	for name, check := range map[string]func(*testing.T, discussion.Stores){
		"InsertGet": discussionInsertGet, "InsertTaken": discussionInsertTaken, "Missing": discussionMissing, "Update": discussionUpdate,
		"Tombstone": discussionTombstone, "Unseen": discussionUnseen, "List": discussionsList, "Concerning": discussionsConcerning, "Parallel": discussionParallel,
		"TakeDue": discussionsDue, "Remove": discussionRemove,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullDiscussion leaves no field zero but the mark of a tombstone.
func fullDiscussion(slug string) discussion.Discussion {
	return discussion.Discussion{ID: id.New(), Rev: 1, Slug: slug, Title: "Une pépinière ?", Body: "Où **ça** ?", HTML: "<p>Où <strong>ça</strong> ?</p>", Kind: discussion.Proposal,
		Purpose: "Loger ceux qui commencent", Payer: "Ceux qui en profitent", Theme: "numerique", Commune: "45234", Club: "p-7", Joined: true, From: "d-0", Take: []string{"c-3"}, Mover: "main", By: viewer.Author{Page: "p-1", Account: "a-1"}, Accepted: "c-1",
		Created: noon, Edited: noon.Add(time.Minute), Active: noon.Add(time.Hour), Answers: 7, Closed: noon.Add(2 * time.Hour), Pinned: noon.Add(3 * time.Hour),
		Ask:  &discussion.Ask{Page: "p-9", Since: noon, Held: noon.Add(time.Hour), Passed: []discussion.Pass{{From: "p-8", At: noon.Add(time.Hour)}}, Outcome: discussion.Declined, Ended: noon.Add(2 * time.Hour), Answer: "c-2", Reason: "Ce n'est pas à nous."},
		Owes: debt.Owes{{ID: "o-1", Kind: discussion.OwesClear, Due: noon, Tries: 1}}}
}

func discussionInsertGet(t *testing.T, s discussion.Stores) {
	among := fullDiscussion("entre-membres")
	among.Private = true
	for _, want := range []discussion.Discussion{fullDiscussion("une"), among, {ID: id.New(), Rev: 1, Slug: "autre"}} {
		ok(t, s.Insert(t.Context(), want))
		got, err := s.Get(t.Context(), want.ID)
		same(t, must(t, got, err), want)
		got, err = s.BySlug(t.Context(), want.Slug)
		same(t, must(t, got, err), want)
	}
}

func discussionInsertTaken(t *testing.T, s discussion.Stores) {
	d := fullDiscussion("une")
	ok(t, s.Insert(t.Context(), d))
	wantErr(t, s.Insert(t.Context(), discussion.Discussion{ID: d.ID, Slug: "une"}), fault.Taken{Field: "id"})
	wantErr(t, s.Insert(t.Context(), discussion.Discussion{ID: d.ID, Slug: "deux"}), fault.Taken{Field: "id"})
	wantErr(t, s.Insert(t.Context(), fullDiscussion("une")), fault.Taken{Field: "slug"})
	_, err := s.BySlug(t.Context(), "deux")
	wantErr(t, err, fault.NotFound)
	got, err := s.BySlug(t.Context(), "une")
	same(t, must(t, got, err), d)
}

func discussionMissing(t *testing.T, s discussion.Stores) {
	for _, get := range []func(context.Context, string) (discussion.Discussion, error){s.Get, s.BySlug} {
		_, err := get(t.Context(), "x")
		wantErr(t, err, fault.NotFound)
		if errors.Is(err, fault.Gone) {
			t.Error("what never was is gone")
		}
	}
	_, err := s.Update(t.Context(), "x", func(*discussion.Discussion) error { return nil })
	wantErr(t, err, fault.NotFound)
	ok(t, s.Settle(t.Context(), "x", debt.Debt{ID: "o"}))
	got, err := s.List(t.Context(), discussion.Filter{}, page.Req{Limit: 5})
	same(t, must(t, got, err), page.Of[discussion.Discussion]{})
}

func discussionUpdate(t *testing.T, s discussion.Stores) {
	d := fullDiscussion("une")
	ok(t, s.Insert(t.Context(), d))
	got, err := s.Update(t.Context(), d.ID, func(d *discussion.Discussion) error { d.Title = "Autre"; return nil })
	must(t, got, err)
	stored, err := s.BySlug(t.Context(), "une")
	same(t, must(t, stored, err), got)
	if got.Rev != 2 || got.Title != "Autre" || got.Answers != 7 {
		t.Errorf("after the update: %+v", got)
	}
	mine := errors.New("mine")
	_, err = s.Update(t.Context(), d.ID, func(d *discussion.Discussion) error { d.Title = ""; return mine })
	wantErr(t, err, mine)
	again, err := s.Get(t.Context(), d.ID)
	same(t, must(t, again, err), got)
}

// A tombstone is gone, on no list, and keeps its slug.
// What moderation hides is on no shelf and cannot be read, but it can be changed, and comes back as it was.
func discussionUnseen(t *testing.T, s discussion.Stores) {
	d := fullDiscussion("une")
	ok(t, s.Insert(t.Context(), d))
	shelf := func() int {
		got, err := s.List(t.Context(), discussion.Filter{Theme: d.Theme}, page.Req{Limit: 5})
		return len(must(t, got, err).Items)
	}
	mark := func(m *unseen.Mark) {
		_, err := s.Update(t.Context(), d.ID, func(d *discussion.Discussion) error { d.Down = m; return nil })
		ok(t, err)
	}
	for _, m := range []*unseen.Mark{{At: noon}, {At: noon, Held: true}} {
		mark(m)
		want := map[bool]error{false: fault.Gone, true: fault.NotFound}[m.Held]
		_, err := s.Get(t.Context(), d.ID)
		wantErr(t, err, want)
		_, err = s.BySlug(t.Context(), d.Slug)
		wantErr(t, err, want)
		same(t, shelf(), 0)
	}
	mark(nil)
	got, err := s.BySlug(t.Context(), d.Slug)
	d.Rev = 4
	same(t, must(t, got, err), d)
	same(t, shelf(), 1)
}

func discussionTombstone(t *testing.T, s discussion.Stores) {
	d := fullDiscussion("une")
	ok(t, s.Insert(t.Context(), d))
	_, err := s.Update(t.Context(), d.ID, func(d *discussion.Discussion) error {
		d.Purge, d.Deleted, d.By = true, noon, viewer.Author{}
		return nil
	})
	ok(t, err)
	_, err = s.Get(t.Context(), d.ID)
	wantErr(t, err, fault.Gone)
	_, err = s.BySlug(t.Context(), "une")
	wantErr(t, err, fault.Gone)
	_, err = s.Update(t.Context(), d.ID, func(*discussion.Discussion) error { return nil })
	wantErr(t, err, fault.Gone)
	wantErr(t, s.Insert(t.Context(), fullDiscussion("une")), fault.Taken{Field: "slug"})
	list, err := s.List(t.Context(), discussion.Filter{}, page.Req{Limit: 5})
	same(t, len(must(t, list, err).Items), 0)
	due, err := s.TakeDue(t.Context(), noon, time.Minute, 5)
	same(t, len(must(t, due, err)), 1)
	ok(t, s.Settle(t.Context(), d.ID, debt.Debt{ID: "o-1"}))
	due, err = s.TakeDue(t.Context(), noon.Add(time.Hour), time.Minute, 5)
	same(t, len(must(t, due, err)), 0)
}

// discussionIDs reads a list page by page.
func discussionIDs(t *testing.T, list func(page.Req) (page.Of[discussion.Discussion], error), limit int) (ids []string) {
	t.Helper()
	for d, err := range page.All(limit, list) {
		ids = append(ids, must(t, d, err).ID)
	}
	return ids
}

// wanted are the ids of those that a filter wants, in order: found by looking at each.
func wanted(all []discussion.Discussion, f discussion.Filter) (ids []string) {
	var found []discussion.Discussion
	for _, d := range all {
		if !d.IsDeleted() && d.Private == f.Private && (f.Theme == "" || d.Theme == f.Theme) && (f.Commune == "" || d.Commune == f.Commune) && (f.Club == "" || d.Club == f.Club) && (!f.Unanswered || d.Answers == 0 && !d.IsClosed()) &&
			(!f.Waiting || d.Ask != nil && d.Ask.Ended.IsZero() && !d.IsClosed()) {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b discussion.Discussion) int {
		if a.Pinned.IsZero() != b.Pinned.IsZero() {
			return map[bool]int{true: 1, false: -1}[a.Pinned.IsZero()]
		}
		if n := b.Active.Compare(a.Active); n != 0 {
			return n
		}
		return strings.Compare(b.ID, a.ID)
	})
	for _, d := range found {
		ids = append(ids, d.ID)
	}
	return ids
}

// Every list is what a look at all finds, whatever the length of its pages, and follows what changes.
func discussionsList(t *testing.T, s discussion.Stores) {
	r := rand.New(rand.NewPCG(1, 2))
	var all []discussion.Discussion
	for n := range 40 {
		d := fullDiscussion(fmt.Sprintf("d-%d", n))
		d.Theme, d.Commune = []string{"numerique", "autre"}[r.IntN(2)], []string{"", "45234", "45155"}[r.IntN(3)]
		d.Active, d.Answers, d.Pinned, d.Closed = noon.Add(time.Duration(r.IntN(12))*time.Minute), r.IntN(2), time.Time{}, time.Time{}
		if r.IntN(8) == 0 {
			d.Pinned = noon
		}
		if r.IntN(5) == 0 {
			d.Closed = noon
		}
		if d.Club = ""; n%4 == 0 {
			d.Club, d.Private = "p-7", n%8 == 0
		}
		if d.Ask = nil; n%3 == 0 {
			d.Ask = &discussion.Ask{Page: "p-9", Since: noon, Held: noon}
		}
		if n%6 == 0 {
			d.Ask.Ended = noon
		}
		ok(t, s.Insert(t.Context(), d))
		all = append(all, d)
	}
	check := func() {
		t.Helper()
		for _, f := range []discussion.Filter{{}, {Theme: "numerique"}, {Commune: "45234"}, {Theme: "autre", Commune: "45155"}, {Unanswered: true},
			{Theme: "numerique", Unanswered: true}, {Commune: "45155", Unanswered: true}, {Theme: "autre", Commune: "45234", Unanswered: true}, {Theme: "aucun"},
			{Club: "p-7"}, {Club: "p-7", Unanswered: true}, {Club: "p-8"}, {Club: "p-7", Private: true}, {Club: "p-7", Private: true, Unanswered: true}, {Waiting: true}, {Theme: "numerique", Waiting: true}, {Theme: "autre", Commune: "45234", Waiting: true}} {
			for _, limit := range []int{3, 50} {
				same(t, discussionIDs(t, func(r page.Req) (page.Of[discussion.Discussion], error) { return s.List(context.Background(), f, r) }, limit), wanted(all, f))
			}
		}
	}
	check()
	for n := range 20 {
		_, err := s.Update(t.Context(), all[n].ID, func(d *discussion.Discussion) error {
			d.Answers++
			d.Active = noon.Add(time.Duration(20+r.IntN(5)) * time.Minute)
			d.Theme = "numerique"
			all[n].Answers, all[n].Active, all[n].Theme = d.Answers, d.Active, d.Theme
			return nil
		})
		ok(t, err)
	}
	check()
}

func discussionsConcerning(t *testing.T, s discussion.Stores) {
	var want []string
	for n := range 5 {
		d := fullDiscussion(fmt.Sprintf("d-%d", n))
		d.ID, d.Created = fmt.Sprintf("d-%d", n), noon.Add(time.Duration(n/2)*time.Minute)
		ok(t, s.Insert(t.Context(), d))
		want = append([]string{d.ID}, want...)
	}
	for _, whom := range []string{"compte:a-1", "fiche:p-1", "demande:p-8", "demande:p-9"} {
		for _, limit := range []int{1, 4, 50} {
			same(t, discussionIDs(t, func(r page.Req) (page.Of[discussion.Discussion], error) {
				return s.Concerning(context.Background(), whom, r)
			}, limit), want)
		}
	}
}

func discussionParallel(t *testing.T, s discussion.Stores) {
	d := fullDiscussion("une")
	d.Answers = 0
	ok(t, s.Insert(t.Context(), d))
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := s.Update(t.Context(), d.ID, func(d *discussion.Discussion) error { d.Answers++; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := s.Get(t.Context(), d.ID)
	same(t, must(t, got, err).Answers, 20)
}

func discussionsDue(t *testing.T, s discussion.Stores) {
	d := fullDiscussion("une")
	ok(t, s.Insert(t.Context(), d))
	take := func(now time.Time, kinds ...string) int {
		got, err := s.TakeDue(t.Context(), now, 10*time.Minute, 9, kinds...)
		return len(must(t, got, err))
	}
	same(t, []int{take(noon.Add(-time.Second)), take(noon, "autre"), take(noon, discussion.OwesClear), take(noon), take(noon.Add(10 * time.Minute))}, []int{0, 0, 1, 0, 1})
}

func discussionRemove(t *testing.T, s discussion.Stores) {
	d := fullDiscussion("une")
	ok(t, s.Insert(t.Context(), d))
	for range 2 {
		ok(t, s.Remove(t.Context(), d.ID))
	}
	_, err := s.Get(t.Context(), d.ID)
	wantErr(t, err, fault.NotFound)
	list, err := s.List(t.Context(), discussion.Filter{}, page.Req{Limit: 5})
	same(t, len(must(t, list, err).Items), 0)
	found, err := s.Concerning(t.Context(), "compte:a-1", page.Req{Limit: 5})
	same(t, len(must(t, found, err).Items), 0)
	ok(t, s.Insert(t.Context(), fullDiscussion("une"))) // its slug is free again
}
