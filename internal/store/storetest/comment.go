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

	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Comments runs the suite of the ports of answers. open gives a fresh, empty store.
func Comments(t *testing.T, open func(t *testing.T) comment.Stores) {
	for name, check := range map[string]func(*testing.T, comment.Stores){
		"InsertGet": commentInsertGet, "InsertTaken": commentInsertTaken, "Missing": commentMissing, "Update": commentUpdate,
		"Tombstone": commentTombstone, "Unseen": commentUnseen, "OfTarget": commentsOfTarget, "Concerning": commentsConcerning, "Parallel": commentsParallel,
		"Between": commentsBetween, "TakeDue": commentsDue, "Tally": commentsTally, "Remove": commentRemove, "Held": commentHeld, "Latest": commentsLatest, "Reviews": commentReviews,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

var subject = comment.Target{Kind: comment.Discussion, ID: "d-1"}

// fullComment leaves no field zero.
func fullComment() comment.Comment {
	return comment.Comment{ID: id.New(), Rev: 1, Target: subject, Thread: "c-1", Parent: "c-2", Place: comment.Under("x"), Level: 2,
		By: viewer.Author{Page: "p-1", Account: "a-1"}, Body: "Oui.", HTML: "<p>Oui.</p>", Named: []string{"p-9"}, Created: noon, Edited: noon.Add(time.Minute), Deleted: noon.Add(time.Hour), Down: &unseen.Mark{At: noon, Held: true},
		Guest: &comment.Guest{Name: "Odile", Email: "odile@exemple.invalid", Print: "empreinte", Key: "cle", Sealed: "secret", State: comment.Published, Reason: "non"}, Review: &comment.Review{Line: "p-1", Aspect: comment.Hinders},
		Owes: debt.Owes{{ID: "o-1", Kind: comment.OwesCount, Due: noon, Tries: 1}}}
}

// living is one that is no tombstone.
func livingComment() comment.Comment {
	c := fullComment()
	c.Deleted, c.Guest, c.Down = time.Time{}, nil, nil
	return c
}

func commentsBetween(t *testing.T, s comment.Stores) {
	other := subject
	other.ID = "d-2"
	for _, at := range []struct {
		of    comment.Target
		place string
	}{{subject, "1"}, {subject, "2"}, {subject, "2.1"}, {subject, "2.2"}, {subject, "3"}, {other, "2.3"}} {
		c := livingComment()
		c.Target, c.Place = at.of, at.place
		ok(t, s.Insert(t.Context(), c))
	}
	for _, ask := range []struct {
		from, to   string
		most, want int
	}{{"", "1", 9, 0}, {"", "2.2", 9, 3}, {"", "4", 9, 5}, {"", "4", 4, 4}, {"2", "2.2", 9, 2}, {"2", "2", 9, 0}, {"3", "2", 9, 0}} {
		n, err := s.Between(t.Context(), subject, ask.from, ask.to, ask.most)
		if err != nil || n != ask.want {
			t.Errorf("%+v: %d, %v", ask, n, err)
		}
	}
}

// What is said of a project is found by project and aspect as long as people see it, the last first.
func commentReviews(t *testing.T, s comment.Stores) {
	var ids []string
	for n := range 3 {
		c := livingComment()
		c.Created = noon.Add(time.Duration(n) * time.Minute)
		if n == 1 {
			c.Review = &comment.Review{Line: "p-1", Aspect: comment.Works}
		}
		ids = append(ids, c.ID)
		ok(t, s.Insert(t.Context(), c))
	}
	found := func(whom string) (all []string) {
		list, err := s.Concerning(t.Context(), whom, page.Req{Limit: 9})
		for _, c := range must(t, list, err).Items {
			all = append(all, c.ID)
		}
		return all
	}
	same(t, found("projet:p-1:gene"), []string{ids[2], ids[0]})
	same(t, found("projet:p-1:marche"), []string{ids[1]})
	same(t, found("projet:p-2:gene"), nil)
	_, err := s.Update(t.Context(), ids[2], func(c *comment.Comment) error { c.Down = &unseen.Mark{At: noon}; return nil })
	ok(t, err)
	same(t, found("projet:p-1:gene"), []string{ids[0]})
}

// What a guest wrote is in no list below its target and not counted until it is published; moderators find what waits.
func commentHeld(t *testing.T, s comment.Stores) {
	c := livingComment()
	c.By, c.Guest = viewer.Author{}, &comment.Guest{Name: "Odile", Print: "empreinte", State: comment.Waiting}
	ok(t, s.Insert(t.Context(), c))
	for _, state := range []comment.State{comment.Waiting, comment.Unconfirmed, comment.Refused, comment.Published} {
		_, err := s.Update(t.Context(), c.ID, func(c *comment.Comment) error {
			g := *c.Guest
			g.State = state
			c.Guest = &g
			return nil
		})
		ok(t, err)
		shown, waits := 0, 0
		if state == comment.Published {
			shown = 1
		}
		if state == comment.Waiting {
			waits = 1
		}
		below, err := s.OfTarget(t.Context(), subject, page.Req{Limit: 5})
		same(t, len(must(t, below, err).Items), shown)
		n, _, err := s.Tally(t.Context(), subject)
		same(t, must(t, n, err), shown)
		queue, err := s.Concerning(t.Context(), "moderation", page.Req{Limit: 5})
		same(t, len(must(t, queue, err).Items), waits)
		mine, err := s.Concerning(t.Context(), "adresse:empreinte", page.Req{Limit: 5})
		same(t, len(must(t, mine, err).Items), 1)
	}
}

func commentInsertGet(t *testing.T, s comment.Stores) {
	for _, want := range []comment.Comment{fullComment(), {ID: id.New(), Rev: 1}} {
		ok(t, s.Insert(t.Context(), want))
		got, err := s.Get(t.Context(), want.ID)
		same(t, must(t, got, err), want)
	}
}

func commentInsertTaken(t *testing.T, s comment.Stores) {
	c := fullComment()
	ok(t, s.Insert(t.Context(), c))
	wantErr(t, s.Insert(t.Context(), comment.Comment{ID: c.ID}), fault.Taken{Field: "id"})
	got, err := s.Get(t.Context(), c.ID)
	same(t, must(t, got, err), c)
}

func commentMissing(t *testing.T, s comment.Stores) {
	_, err := s.Get(t.Context(), id.New())
	wantErr(t, err, fault.NotFound)
	_, err = s.Update(t.Context(), id.New(), func(*comment.Comment) error { return nil })
	wantErr(t, err, fault.NotFound)
	ok(t, s.Settle(t.Context(), id.New(), debt.Debt{ID: "x"}))
	got, err := s.OfTarget(t.Context(), subject, page.Req{Limit: 5})
	same(t, must(t, got, err), page.Of[comment.Comment]{})
	n, last, err := s.Tally(t.Context(), subject)
	if err != nil || n != 0 || !last.IsZero() {
		t.Errorf("%d, %v, %v", n, last, err)
	}
}

func commentUpdate(t *testing.T, s comment.Stores) {
	c := livingComment()
	ok(t, s.Insert(t.Context(), c))
	got, err := s.Update(t.Context(), c.ID, func(c *comment.Comment) error { c.Body = "Non."; return nil })
	must(t, got, err)
	stored, err := s.Get(t.Context(), c.ID)
	same(t, must(t, stored, err), got)
	if got.Rev != 2 || got.Body != "Non." || got.Place != c.Place {
		t.Errorf("after the update: %+v", got)
	}
	mine := errors.New("mine")
	_, err = s.Update(t.Context(), c.ID, func(c *comment.Comment) error { c.Body = ""; return mine })
	wantErr(t, err, mine)
	again, err := s.Get(t.Context(), c.ID)
	same(t, must(t, again, err), got)
}

// A tombstone stays where it was in the tree, concerns nobody and is counted no more.
// What moderation hides keeps its place and its words, and is not counted.
func commentUnseen(t *testing.T, s comment.Stores) {
	c := livingComment()
	ok(t, s.Insert(t.Context(), c))
	for _, m := range []*unseen.Mark{{At: noon}, nil} {
		_, err := s.Update(t.Context(), c.ID, func(c *comment.Comment) error { c.Down = m; return nil })
		ok(t, err)
		n, _, err := s.Tally(t.Context(), c.Target)
		want := 1
		if m != nil {
			want = 0
		}
		same(t, must(t, n, err), want)
		got, err := s.OfTarget(t.Context(), c.Target, page.Req{Limit: 5})
		all := must(t, got, err).Items
		if len(all) != 1 || all[0].Body != c.Body {
			t.Errorf("%+v", all)
		}
	}
}

func commentTombstone(t *testing.T, s comment.Stores) {
	c := livingComment()
	ok(t, s.Insert(t.Context(), c))
	_, err := s.Update(t.Context(), c.ID, func(c *comment.Comment) error {
		c.Deleted, c.By, c.Body, c.HTML, c.Guest = noon, viewer.Author{}, "", "", nil
		return nil
	})
	ok(t, err)
	got, err := s.OfTarget(t.Context(), subject, page.Req{Limit: 5})
	if all := must(t, got, err).Items; len(all) != 1 || !all[0].IsDeleted() || all[0].Place != c.Place {
		t.Errorf("%+v", all)
	}
	n, _, err := s.Tally(t.Context(), subject)
	same(t, must(t, n, err), 0)
	found, err := s.Concerning(t.Context(), comment.OfAccount("a-1"), page.Req{Limit: 5})
	same(t, len(must(t, found, err).Items), 0)
}

// commentIDs reads a list page by page.
func commentIDs(t *testing.T, list func(page.Req) (page.Of[comment.Comment], error), limit int) (ids []string) {
	t.Helper()
	for c, err := range page.All(limit, list) {
		ids = append(ids, must(t, c, err).ID)
	}
	return ids
}

// A forest grown at random is read as a tree is: compared with one that is walked.
func commentsOfTarget(t *testing.T, s comment.Stores) {
	r := rand.New(rand.NewPCG(4, 5))
	var all []comment.Comment
	below := map[string][]string{} // by parent: those that stand under it, in the order of time
	for n := range 60 {
		c := livingComment()
		c.ID, c.Parent, c.Place, c.Level = fmt.Sprintf("c-%d", r.IntN(1_000_000)*100+n), "", comment.Under(""), 1
		if n > 3 && r.IntN(4) > 0 {
			above := all[r.IntN(n)]
			c.Parent, c.Place, c.Level = above.ID, comment.Under(above.Place), above.Level+1
			if above.Level >= comment.MostDepth { // beside it
				c.Parent = above.Parent
			}
		}
		all = append(all, c)
		if c.Level > comment.MostDepth {
			c.Level = comment.MostDepth
			all[n].Level = c.Level
		}
		below[c.Parent] = append(below[c.Parent], c.ID)
		ok(t, s.Insert(t.Context(), c))
	}
	other := livingComment()
	other.Target.ID = "d-2"
	ok(t, s.Insert(t.Context(), other))
	var want []string
	var walk func(parent string)
	walk = func(parent string) {
		for _, child := range below[parent] {
			want = append(want, child)
			walk(child)
		}
	}
	walk("")
	for _, limit := range []int{1, 7, 60, 100} {
		same(t, commentIDs(t, func(r page.Req) (page.Of[comment.Comment], error) {
			return s.OfTarget(context.Background(), subject, r)
		}, limit), want)
	}
}

func commentsConcerning(t *testing.T, s comment.Stores) {
	var want []string
	for n := range 6 {
		c := livingComment()
		c.ID, c.Created = fmt.Sprintf("c-%d", n), noon.Add(time.Duration(n/2)*time.Minute)
		ok(t, s.Insert(t.Context(), c))
		want = append([]string{c.ID}, want...)
	}
	for _, whom := range []string{comment.OfAccount("a-1"), comment.OfPage("p-1")} {
		for _, limit := range []int{1, 4, 50} {
			same(t, commentIDs(t, func(r page.Req) (page.Of[comment.Comment], error) { return s.Concerning(context.Background(), whom, r) }, limit), want)
		}
	}
	same(t, commentIDs(t, func(r page.Req) (page.Of[comment.Comment], error) {
		return s.Concerning(context.Background(), "compte:x", r)
	}, 5), nil)
}

// Many answer at once: all answers are there, and all are counted.
func commentsParallel(t *testing.T, s comment.Stores) {
	root := livingComment()
	root.Place = comment.Under("")
	ok(t, s.Insert(t.Context(), root))
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			c := livingComment()
			c.Place = comment.Under(root.Place)
			if err := s.Insert(t.Context(), c); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	n, _, err := s.Tally(t.Context(), subject)
	same(t, must(t, n, err), 21)
	all, err := s.OfTarget(t.Context(), subject, page.Req{Limit: 100})
	if got := must(t, all, err).Items; len(got) != 21 || got[0].ID != root.ID || !strings.HasPrefix(got[20].Place, root.Place) {
		t.Errorf("%d answers, the first %s", len(got), got[0].ID)
	}
}

func commentsDue(t *testing.T, s comment.Stores) {
	c, other := livingComment(), livingComment()
	other.Owes = debt.Owes{{ID: "o-2", Kind: "autre", Due: noon}}
	ok(t, s.Insert(t.Context(), c))
	ok(t, s.Insert(t.Context(), other))
	take := func(now time.Time, kinds ...string) (ids []string) {
		got, err := s.TakeDue(t.Context(), now, 10*time.Minute, 9, kinds...)
		for _, c := range must(t, got, err) {
			ids = append(ids, c.ID)
		}
		return ids
	}
	same(t, take(noon.Add(-time.Second)), nil)
	same(t, take(noon, comment.OwesCount), []string{c.ID})
	same(t, take(noon), []string{other.ID})
	same(t, take(noon.Add(time.Minute)), nil)
	ok(t, s.Settle(t.Context(), c.ID, debt.Debt{ID: "o-1"}))
	ok(t, s.Settle(t.Context(), c.ID, debt.Debt{ID: "o-1"}))
	same(t, take(noon.Add(time.Hour)), []string{other.ID})
	got, err := s.Get(t.Context(), c.ID)
	if must(t, got, err); got.Owes != nil || got.Body != c.Body {
		t.Errorf("%+v", got)
	}
}

func commentsTally(t *testing.T, s comment.Stores) {
	for n := range 5 {
		c := livingComment()
		c.Created = noon.Add(time.Duration(n) * time.Minute)
		if n == 4 {
			c.Deleted = noon
		}
		ok(t, s.Insert(t.Context(), c))
	}
	n, last, err := s.Tally(t.Context(), subject)
	ok(t, err)
	if n != 4 || !last.Equal(noon.Add(3*time.Minute)) {
		t.Errorf("%d answers, the last at %v", n, last)
	}
	for after, want := range map[time.Duration]int{-time.Minute: 4, 0: 3, time.Minute: 2, 3 * time.Minute: 0} {
		got, err := s.CountSince(t.Context(), subject, noon.Add(after), 9)
		same(t, must(t, got, err), want)
	}
	got, err := s.CountSince(t.Context(), subject, noon.Add(-time.Minute), 2)
	same(t, must(t, got, err), 2)
}

func commentRemove(t *testing.T, s comment.Stores) {
	c := livingComment()
	ok(t, s.Insert(t.Context(), c))
	for range 2 {
		ok(t, s.Remove(t.Context(), c.ID))
	}
	_, err := s.Get(t.Context(), c.ID)
	wantErr(t, err, fault.NotFound)
	for _, list := range []func() (page.Of[comment.Comment], error){
		func() (page.Of[comment.Comment], error) { return s.OfTarget(t.Context(), subject, page.Req{Limit: 5}) },
		func() (page.Of[comment.Comment], error) {
			return s.Concerning(t.Context(), comment.OfPage("p-1"), page.Req{Limit: 5})
		},
	} {
		got, err := list()
		if len(must(t, got, err).Items) > 0 {
			t.Errorf("%+v", got.Items)
		}
	}
	if due, err := s.TakeDue(t.Context(), noon, time.Minute, 5); err != nil || slices.ContainsFunc(due, func(d comment.Comment) bool { return d.ID == c.ID }) {
		t.Errorf("%+v, %v", due, err)
	}
}

// commentsLatest wants what was written last, whatever its place, without tombstones and without what stands elsewhere.
func commentsLatest(t *testing.T, s comment.Stores) {
	var want []string
	for minute := range 6 {
		c := livingComment()
		c.Created = noon.Add(time.Duration(minute*5%6) * time.Minute) // their places are in another order
		switch minute {
		case 2:
			c.Deleted = noon
		case 3:
			c.Target.ID = "another"
		}
		ok(t, s.Insert(t.Context(), c))
	}
	all, err := s.Latest(t.Context(), subject, 9)
	if must(t, all, err); len(all) != 4 {
		t.Fatalf("%d answers", len(all))
	}
	for i, c := range all {
		want = append(want, c.ID)
		if i > 0 && c.Created.After(all[i-1].Created) || c.IsDeleted() || c.Target != subject {
			t.Errorf("%d is %+v", i, c)
		}
	}
	two, err := s.Latest(t.Context(), subject, 2)
	if must(t, two, err); len(two) != 2 || two[0].ID != want[0] || two[1].ID != want[1] {
		t.Errorf("two of them: %+v", two)
	}
	none, err := s.Latest(t.Context(), comment.Target{Kind: comment.Page, ID: "d-1"}, 2)
	if must(t, none, err); len(none) != 0 {
		t.Errorf("%+v", none)
	}
}
