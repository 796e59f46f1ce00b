package event_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Hosts have a say: who asks waits for it, with and without account; who runs the event needs none; strangers have none to give.
func TestApproval(t *testing.T) {
	t.Parallel()
	r, ctx := open(t), t.Context()
	d := draft()
	d.Approval, d.Places, d.With = true, "2", "1"
	e := r.announced(t, d)
	asked := r.says(t, e, "a", event.Partant)
	if host := r.says(t, e, "h", event.Partant); asked.Seat != event.Asked || host.Seat != event.Placed {
		t.Fatalf("%s, %s", asked.Seat, host.Seat)
	}
	if err := r.Ask(ctx, e.Slug, event.Reply{Says: "partant", Name: "Ada", Email: "ada@exemple.fr"}); err != nil {
		t.Fatal(err)
	}
	guest := event.IDOf(e.ID, event.Guest("#ada@exemple.fr"))
	secret := "spartant|" + e.ID + "|" + guest
	if a, err := r.Confirm(ctx, e.ID, guest, secret); err != nil || a.Seat != event.Asked {
		t.Fatalf("%+v, %v", a, err)
	}
	is := func(err, kind error) {
		t.Helper()
		if !errors.Is(err, kind) {
			t.Errorf("%v, want %v", err, kind)
		}
	}
	judge := func(who, answer string, v event.Verdict, word string) (event.Answer, error) {
		t.Helper()
		return r.Judge(ctx, member(who), e.Slug, answer, v, word)
	}
	_, err := r.Judge(ctx, viewer.Viewer{}, e.Slug, guest, event.Agree, "")
	is(err, fault.SignedOut)
	_, err = judge("a", asked.ID, event.Agree, "")
	is(err, fault.Forbidden)
	_, err = judge("h", "rien", event.Agree, "")
	is(err, fault.NotFound)
	_, err = judge("h", guest, "peut-etre", "")
	is(err, fault.Invalid)
	var wrong fault.Fields
	if _, err = judge("h", guest, event.Agree, strings.Repeat("é", event.MaxWord+1)); !errors.As(err, &wrong) || wrong[event.FieldWord] == "" {
		t.Error(err)
	}
	if a, err := judge("h", guest, event.Agree, " Au plaisir ! "); err != nil || a.Seat != event.Placed || a.Word != "Au plaisir !" {
		t.Errorf("%+v, %v", a, err)
	}
	if a, err := judge("h", asked.ID, event.Agree, ""); err != nil || a.Seat != event.Waiting {
		t.Errorf("%+v, %v", a, err)
	}
	_, err = r.Change(ctx, e.ID, guest, secret, event.Reply{Says: "partant", With: "1"})
	is(err, event.ErrAgreed)
	list, err := r.Comers(ctx, member("h"), e.Slug, event.GroupWaiting, page.Req{})
	if err != nil || len(list.Items) != 1 {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := judge("h", guest, event.Reopen, ""); err != nil {
		t.Error(err)
	}
	door, err := r.AtDoor(ctx, member("h"), e.Slug)
	if err != nil || door.Expected != 2 || len(door.Parties) != 3 { // the one who waited has the place now
		t.Errorf("%+v, %v", door, err)
	}
	if a, _ := r.Of(ctx, member("a"), &e); !e.Comes(&a) || e.Comes(&event.Answer{Says: event.Maybe}) || e.Comes(&event.Answer{Says: event.Partant, Seat: event.Asked}) {
		t.Error("who comes is not who was agreed to")
	}
	if was := r.says(t, e, "b", event.Partant); was.Seat != event.Asked {
		t.Error(was.Seat)
	}
	again, _, err := r.Repeat(ctx, member("h"), e.Slug)
	if err != nil || !again.Approval {
		t.Errorf("another like it: %+v, %v", again, err)
	}

	open := event.Filled(e)
	open.At, open.Approval, open.Places = 0, false, "3"
	if _, err := r.Edit(ctx, member("h"), e.Slug, open); err != nil {
		t.Fatal(err)
	}
	r.pass(time.Minute)
	if err := r.PayDue(ctx); err != nil {
		t.Fatal(err)
	}
	head, err := r.Roster(ctx, &e)
	if err != nil || head.Taken != 3 || head.Waiting != 1 || head.Asked != 0 {
		t.Errorf("%+v, %v", head, err)
	}
	_, err = judge("h", guest, event.Reopen, "")
	is(err, event.ErrJudged)
}
