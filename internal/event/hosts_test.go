package event_test

import (
	"errors"
	"testing"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// A page that is asked hosts an event once it accepts: until then nothing is shown. Its people run it and do not change it; each may
// withdraw, and an erased page is no host.
func TestHosts(t *testing.T) {
	t.Parallel()
	r := open(t)
	d := draft()
	d.Later = true
	e := r.announced(t, d)
	sees := func(who string) bool {
		t.Helper()
		now, err := r.store.Event(t.Context(), e.ID)
		if err != nil {
			t.Fatal(err)
		}
		is, err := r.CanSee(t.Context(), member(who), &now, true)
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	onPage := func() int {
		t.Helper()
		list, err := r.List(t.Context(), event.Filter{Page: "p-b"}, page.Req{})
		if err != nil {
			t.Fatal(err)
		}
		return len(list.Items)
	}
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	is := func(err, kind error) {
		t.Helper()
		if !errors.Is(err, kind) {
			t.Errorf("%v, want %v", err, kind)
		}
	}
	is(r.AskHost(t.Context(), viewer.Viewer{}, e.Slug, "p-b"), fault.SignedOut)
	if sees("b") {
		t.Error("a draft is seen by who was not asked")
	}
	for range 2 {
		ok(r.AskHost(t.Context(), member("h"), e.Slug, "p-b"))
	}
	var wrong fault.Fields
	if err := r.AskHost(t.Context(), member("h"), e.Slug, "p-h"); !errors.As(err, &wrong) {
		t.Error(err)
	}
	e, _ = r.store.Event(t.Context(), e.ID)
	if len(e.Hosts) != 1 || len(e.Owes) != 1 || e.Owes[0].Kind != event.OwesAsk || e.Owes[0].From != "p-b" || !sees("b") || sees("x") {
		t.Fatalf("%+v", e)
	}
	v := event.Filled(e)
	v.Later = false
	e, err := r.Edit(t.Context(), member("h"), e.Slug, v)
	ok(err)
	if onPage() != 0 || r.Can(t.Context(), member("b"), &e) {
		t.Error("a page that has not accepted hosts it")
	}
	_, err = r.Held(t.Context(), member("b"), e.Slug)
	is(err, fault.Forbidden)
	is(r.AcceptHost(t.Context(), member("h"), e.Slug, "p-b"), fault.NotFound)
	is(r.AcceptHost(t.Context(), member("x"), e.Slug, "p-x"), fault.NotFound)
	for range 2 {
		ok(r.AcceptHost(t.Context(), member("b"), e.Slug, "p-b"))
	}
	if onPage() != 1 {
		t.Error("it is not among the events of its host")
	}
	now, _ := r.store.Event(t.Context(), e.ID)
	if said := answered(&now); now.Version() != e.Version() || len(said) != 1 || !said[0] {
		t.Errorf("accepted: %+v", now)
	}
	mine, err := r.Diary(t.Context(), member("b"))
	list, err2 := r.Organised(t.Context(), member("b"), event.Organised{}, page.Req{})
	if err != nil || err2 != nil || len(mine) != 1 || !mine[0].Organise || len(list.Items) != 1 {
		t.Errorf("who accepted does not find it: %+v, %+v, %v, %v", mine, list, err, err2)
	}
	for e, err := range r.By(t.Context(), "b") {
		t.Errorf("who accepted did not announce %s, %v", e.ID, err)
	}
	_, err = r.AtDoor(t.Context(), member("b"), e.Slug)
	ok(err)
	_, err = r.Comers(t.Context(), member("b"), e.Slug, event.GroupPlaced, page.Req{})
	ok(err)
	_, err = r.Mine(t.Context(), member("b"), e.Slug)
	is(err, fault.Forbidden)
	_, err = r.Cancel(t.Context(), member("b"), e.Slug, "Non")
	is(err, fault.Forbidden)
	is(r.AskHost(t.Context(), member("b"), e.Slug, "p-x"), fault.Forbidden)
	is(r.DropHost(t.Context(), member("x"), e.Slug, "p-b"), fault.NotFound)

	ok(r.DropHost(t.Context(), member("b"), e.Slug, "p-b"))
	now, _ = r.store.Event(t.Context(), e.ID)
	if said := answered(&now); len(now.Hosts) != 0 || onPage() != 0 || r.Can(t.Context(), member("b"), &now) || now.Version() != e.Version() || len(said) != 1 || said[0] {
		t.Errorf("withdrawn: %+v", now)
	}
	ok(r.AskHost(t.Context(), member("h"), e.Slug, "p-b"))
	ok(r.AcceptHost(t.Context(), member("b"), e.Slug, "p-b"))
	ok(r.Forget(t.Context(), "b", nil, nil))
	if now, _ := r.store.Event(t.Context(), e.ID); now.By.Account != "h" || len(now.Hosts) != 1 || now.Hosts[0].Account != "" {
		t.Errorf("who left is known: %+v", now)
	}
	ok(r.ForgetPage(t.Context(), "p-b"))
	if now, _ := r.store.Event(t.Context(), e.ID); len(now.Hosts) != 0 || now.IsDeleted() || onPage() != 0 {
		t.Errorf("erased: %+v", now)
	}
}

// answered is what who announces an event is still to be told, of what is so: whether a page hosts it.
func answered(e *event.Event) (all []bool) {
	for _, d := range e.Owes {
		if d.Kind == event.OwesAnswered {
			if _, hosts, so := e.Answered(d); so {
				all = append(all, hosts)
			}
		}
	}
	return all
}
