package post_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// planned is a draft that is to appear.
func planned(day, hour string) post.Draft {
	d := news()
	d.Later, d.Planned, d.Day, d.Hour = true, true, day, hour
	return d
}

// scheduled is a house that publishes what is planned.
func scheduled(t *testing.T) *house {
	h := open(t)
	h.Scheduling(h.store, func(_ context.Context, account string) (bool, error) { return !h.barred[account], nil })
	return h
}

func (h *house) publishDue(t *testing.T) int {
	t.Helper()
	n, err := h.PublishDue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// What is planned appears once when its time has come, and not before; it stands where what is published then stands.
func TestPlan(t *testing.T) {
	t.Parallel()
	h := scheduled(t)
	p := publish(t, h, claude, planned("2026-11-27", "08:30"))
	want := time.Date(2026, 11, 27, 7, 30, 0, 0, time.UTC)
	if !p.Draft || !p.Planned().Equal(want) || len(p.Owes) != 1 || p.Owes[0].Kind != post.OwesPublish || !p.Owes[0].Due.Equal(want) {
		t.Fatalf("%+v", p)
	}
	h.at = want.Add(-time.Millisecond)
	if n := h.publishDue(t); n != 0 {
		t.Fatal("it came too early")
	}
	other := publish(t, h, claude, news())
	h.at = want.Add(time.Second)
	if n := h.publishDue(t); n != 1 || h.publishDue(t) != 0 {
		t.Fatal(n)
	}
	is, err := h.BySlug(t.Context(), viewer.Viewer{}, p.Slug)
	if err != nil || is.Draft || is.Plan != nil || len(is.Owes) != 0 || !is.Published.Equal(h.at) || !is.Changed().IsZero() {
		t.Errorf("%+v, %v", is, err)
	}
	list, err := h.OfPage(t.Context(), "fournil", page.Req{})
	if err != nil || len(list.Items) != 2 || list.Items[0].ID != p.ID || list.Items[1].ID != other.ID {
		t.Errorf("%+v, %v", list.Items, err)
	}
}

func TestPlanRefused(t *testing.T) {
	t.Parallel()
	h := scheduled(t)
	for _, c := range []struct{ day, hour, field string }{
		{"", "", post.FieldDay}, {"30/11/2026", "08:30", post.FieldDay}, {"2026-11-30", "25:00", post.FieldDay}, {"2026-02-30", "08:30", post.FieldDay},
		{"2026-11-23", "13:00", post.FieldDay}, {"2028-01-01", "08:00", post.FieldDay}, {"2027-03-28", "02:30", post.FieldHour},
	} {
		_, err := h.Publish(t.Context(), claude, planned(c.day, c.hour))
		t.Log(c)
		wrongField(t, err, c.field)
	}
}

// A plan is changed, taken back, or overtaken by somebody who publishes at once; what is published is never planned.
func TestReplan(t *testing.T) {
	t.Parallel()
	h := scheduled(t)
	p := publish(t, h, claude, planned("2026-11-27", "08:30"))
	edit := post.Filled(p)
	if !edit.Planned || edit.Day != "2026-11-27" || edit.Hour != "08:30" {
		t.Errorf("%+v", edit)
	}
	edit.Day = "2026-11-28"
	p, err := h.Edit(t.Context(), dany, p.ID, edit)
	if err != nil || p.Planned().Day() != 28 || len(p.Owes) != 1 || p.Plan.Account != "a-2" {
		t.Fatalf("%+v, %v", p, err)
	}
	for range 2 {
		if p, err = h.Unplan(t.Context(), claude, p.ID); err != nil || !p.Planned().IsZero() || len(p.Owes) != 0 {
			t.Fatalf("%+v, %v", p, err)
		}
	}
	_, err = h.Unplan(t.Context(), nina, p.ID)
	wantErr(t, err, fault.Forbidden)
	edit = post.Filled(p)
	edit.Later, edit.Planned, edit.Day, edit.Hour = true, true, "2026-11-29", "09:00"
	if p, err = h.Edit(t.Context(), claude, p.ID, edit); err != nil || p.Planned().IsZero() {
		t.Fatal(err)
	}
	edit = post.Filled(p)
	edit.Later, edit.Planned = false, false
	if p, err = h.Edit(t.Context(), claude, p.ID, edit); err != nil || p.Draft || p.Plan != nil || len(p.Owes) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	edit = post.Filled(p)
	edit.Later, edit.Planned, edit.Day, edit.Hour = true, true, "2026-11-29", "09:00"
	if p, err = h.Edit(t.Context(), claude, p.ID, edit); err != nil || p.Draft || p.Plan != nil {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = h.Unplan(t.Context(), claude, p.ID)
	wantErr(t, err, fault.Conflict)
	h.at = h.at.Add(30 * 24 * time.Hour)
	if n := h.publishDue(t); n != 0 {
		t.Error(n)
	}
}

// A worker that dies with a debt in hand loses nothing; any number of them publish once.
func TestPlanOnce(t *testing.T) {
	t.Parallel()
	h := scheduled(t)
	for range 20 {
		publish(t, h, claude, planned("2026-11-27", "08:30"))
	}
	h.at = time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	if dead, err := h.store.DuePosts(t.Context(), h.at, time.Minute, 50, post.OwesPublish); err != nil || len(dead) != 20 {
		t.Fatal(len(dead), err)
	}
	if n := h.publishDue(t); n != 0 {
		t.Fatal(n)
	}
	h.at = h.at.Add(time.Minute)
	var total atomic.Int64
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			n, err := h.PublishDue(context.WithoutCancel(t.Context()))
			if err != nil {
				t.Error(err)
			}
			total.Add(int64(n))
		})
	}
	workers.Wait()
	if total.Load() != 20 {
		t.Errorf("%d appeared", total.Load())
	}
}

// Who planned it speaks for the page no more, or has left: it stays a draft that says so, and can be planned again.
func TestPlanMissed(t *testing.T) {
	t.Parallel()
	h := scheduled(t)
	p, left := publish(t, h, dany, planned("2026-11-27", "08:30")), publish(t, h, claude, planned("2026-11-27", "08:30"))
	edit := post.Filled(left)
	left, err := h.Edit(t.Context(), dany, left.ID, edit)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Forget(t.Context(), "a-2", nil); err != nil {
		t.Fatal(err)
	}
	is, err := h.ByID(t.Context(), claude, left.ID)
	if err != nil || is.Plan == nil || !is.Plan.Missed || is.Plan.Account == "a-2" || len(is.Owes) != 0 {
		t.Errorf("%+v, %v", is.Plan, err)
	}
	again := publish(t, h, dany, planned("2026-11-27", "08:30"))
	h.teams["fournil"] = []string{"a-1"}
	h.at = time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	if n := h.publishDue(t); n != 0 {
		t.Error(n)
	}
	for _, one := range []post.Post{p, again} {
		if is, err := h.ByID(t.Context(), claude, one.ID); err != nil || !is.Draft || is.Plan == nil || !is.Plan.Missed {
			t.Errorf("%+v, %v", is, err)
		}
	}
}

// What is planned goes through the same eyes as what is published by hand, when it appears.
func TestPlanHeld(t *testing.T) {
	t.Parallel()
	h, asked := scheduled(t), 0
	h.Screen(holding(h, &asked))
	p := publish(t, h, claude, planned("2026-11-27", "08:30"))
	if asked != 0 {
		t.Fatal("a draft was looked at")
	}
	h.at = time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	if n := h.publishDue(t); n != 1 || asked != 1 {
		t.Error(n, asked)
	}
	if is, err := h.Moderated(t.Context(), p.ID); err != nil || is.Down == nil || !is.Down.Held {
		t.Errorf("%+v, %v", is, err)
	}
	if err := h.Mark(t.Context(), p.ID, (*unseen.Mark)(nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := h.BySlug(t.Context(), viewer.Viewer{}, p.Slug); err != nil {
		t.Error(err)
	}
}

// What is deleted owes no publication.
func TestPlanDeleted(t *testing.T) {
	t.Parallel()
	h := scheduled(t)
	p := publish(t, h, claude, planned("2026-11-27", "08:30"))
	if err := h.Delete(t.Context(), claude, p.ID); err != nil {
		t.Fatal(err)
	}
	h.at = time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC)
	if n := h.publishDue(t); n != 0 {
		t.Error(n)
	}
}

// Who is suspended, or about to leave, publishes nothing by what they planned before.
func TestPlanBarred(t *testing.T) {
	t.Parallel()
	h := scheduled(t)
	p := publish(t, h, claude, planned("2026-11-27", "08:30"))
	h.barred["a-1"] = true
	h.at = time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	if n := h.publishDue(t); n != 0 {
		t.Error(n)
	}
	if is, err := h.ByID(t.Context(), dany, p.ID); err != nil || !is.Draft || !is.Plan.Missed {
		t.Errorf("%+v, %v", is, err)
	}
}
