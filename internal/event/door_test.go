package event_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
)

var host = member("h") // speaks for p-h, which announces

// doors is an event in which these have a place, an hour before it begins.
func (r *rig) doors(t *testing.T, places string, who ...string) event.Event {
	t.Helper()
	d := draft()
	d.Places = places
	e := r.announced(t, d)
	for _, one := range who {
		r.says(t, e, one, event.Partant)
	}
	r.pass(e.Start.At.Add(-time.Hour).Sub(r.Now()))
	return e
}

// code is the pass of somebody.
func (r *rig) code(t *testing.T, e event.Event, who string) string {
	t.Helper()
	a, err := r.Of(t.Context(), member(who), &e)
	if err != nil {
		t.Fatal(err)
	}
	code, err := r.Pass(&a)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// admits does one gesture and returns what is told.
func (r *rig) admits(t *testing.T, e event.Event, g event.Gesture) event.Told {
	t.Helper()
	if g.Do == "" {
		g.Do = event.Enter
	}
	told, err := r.Admit(t.Context(), host, e.Slug, g)
	if err != nil || len(told) != 1 {
		t.Fatalf("%+v: %v, %v", g, told, err)
	}
	return told[0]
}

func (r *rig) people(t *testing.T, e event.Event) int {
	t.Helper()
	p, err := r.Present(t.Context(), &e)
	if err != nil {
		t.Fatal(err)
	}
	return p.People
}

func TestPasses(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.doors(t, "1", "b", "c")
	code := r.code(t, e, "b")
	if !regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$`).MatchString(code) || code != r.code(t, e, "b") {
		t.Errorf("the pass is %q", code)
	}
	waits, err := r.Of(t.Context(), member("c"), &e)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Pass(&waits); !errors.Is(err, event.ErrNoPass) {
		t.Errorf("who waits has a pass: %v", err)
	}
	plain := strings.ReplaceAll(code, "-", "")
	for _, typed := range []string{code, plain, strings.ToLower(code), " " + plain[:5] + " " + plain[5:] + "\n", "https://exemple.invalid/evenements/x/billet/" + plain + "/", strings.ReplaceAll(code, "0", "o")} {
		if got := event.PassForm(typed); got != code {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
	for _, typed := range []string{"", "ABC", code + "1", "7Q2M-XR9T-B4D!", "https://exemple.invalid/", strings.Repeat("U", 12)} {
		if got := event.PassForm(typed); got != "" {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
}

// Two at the door scan the same pass: the second hears when they came. A slip is undone, and what is sent again is done once.
func TestAdmit(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.doors(t, "10", "b", "c")
	code, key := r.code(t, e, "b"), id.New()
	first := r.admits(t, e, event.Gesture{ID: key, Code: code})
	if first.Outcome != event.Came || first.Arrival.People != 1 || first.Answer.Account != "b" {
		t.Errorf("first: %+v", first)
	}
	r.pass(time.Minute)
	if again := r.admits(t, e, event.Gesture{ID: key, Code: code}); again.Outcome != event.Came || again.Arrival.At != first.Arrival.At {
		t.Errorf("sent again: %+v", again)
	}
	second := r.admits(t, e, event.Gesture{ID: id.New(), Code: code})
	if second.Outcome != event.Already || second.Arrival.At != first.Arrival.At || r.people(t, e) != 1 {
		t.Errorf("the second is told %+v, %d came", second, r.people(t, e))
	}
	if more := r.admits(t, e, event.Gesture{Do: event.Amend, Answer: first.Answer.ID, People: 3}); more.Outcome != event.Came || r.people(t, e) != 3 || more.Arrival.At != first.Arrival.At {
		t.Errorf("three of them: %+v", more)
	}
	for range 2 {
		if undone := r.admits(t, e, event.Gesture{Do: event.Recall, Answer: first.Answer.ID}); undone.Outcome != event.Recalled || r.people(t, e) != 0 {
			t.Errorf("undone: %+v", undone)
		}
	}
	if late := r.admits(t, e, event.Gesture{ID: key, Code: code}); r.people(t, e) != 0 {
		t.Errorf("what was undone came back with a letter that was late: %+v", late)
	}
	if back := r.admits(t, e, event.Gesture{Code: code, Ago: 10 * time.Minute}); back.Outcome != event.Came || back.Arrival.At.After(r.Now().Add(-9*time.Minute)) {
		t.Errorf("ten minutes ago: %+v", back)
	}
	if never := r.admits(t, e, event.Gesture{Do: event.Recall, Code: r.code(t, e, "c")}); never.Outcome != event.Recalled {
		t.Errorf("who never came: %+v", never)
	}
	for _, g := range []event.Gesture{{Code: "0000-0000-0000"}, {Code: "rien"}, {Answer: "rien"}} {
		if told := r.admits(t, e, g); told.Outcome != event.Unknown || r.people(t, e) != 1 {
			t.Errorf("%+v: %+v", g, told)
		}
	}
}

// A crowd of volunteers scans the same two passes: each party is counted once.
func TestAdmitTogether(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.doors(t, "10", "b", "c")
	codes := []string{r.code(t, e, "b"), r.code(t, e, "c")}
	var all sync.WaitGroup
	var mu sync.Mutex
	came := 0
	for n := range 10 {
		all.Go(func() {
			told, err := r.Admit(t.Context(), host, e.Slug, event.Gesture{ID: id.New(), Do: event.Enter, Code: codes[n%2]})
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			} else if told[0].Outcome == event.Came {
				came++
			}
		})
	}
	all.Wait()
	if came != 2 || r.people(t, e) != 2 {
		t.Errorf("%d were first, %d people", came, r.people(t, e))
	}
}

func TestWalkIns(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.doors(t, "3", "b", "c")
	for range 2 {
		told := r.admits(t, e, event.Gesture{ID: "0193b1a0-0000-7000-8000-000000000001", Name: " Une  voisine ", People: 2})
		if told.Outcome != event.Came || told.Arrival.Name != "Une voisine" || told.Arrival.ID != event.WalkIn(e.ID, "0193b1a0-0000-7000-8000-000000000001") {
			t.Errorf("%+v", told)
		}
	}
	d, err := r.AtDoor(t.Context(), host, e.Slug)
	if err != nil {
		t.Fatal(err)
	}
	if free, bounded := d.Free(); free != 0 || !bounded || d.Expected != 2 || d.Present != (event.Present{Parties: 1, People: 2}) || len(d.Parties) != 3 {
		t.Errorf("%d free, the door is %+v", free, d)
	}
	walked := event.WalkIn(e.ID, "0193b1a0-0000-7000-8000-000000000001")
	if told := r.admits(t, e, event.Gesture{Do: event.Recall, Answer: walked}); told.Outcome != event.Recalled || r.people(t, e) != 0 {
		t.Errorf("undone: %+v", told)
	}
	r.admits(t, e, event.Gesture{ID: "0193b1a0-0000-7000-8000-000000000002", Name: "Un voisin"})
	// By a phone that has not heard of its id.
	if told := r.admits(t, e, event.Gesture{Key: "0193b1a0-0000-7000-8000-000000000002", Do: event.Amend, People: 3}); told.Arrival.Name != "Un voisin" || r.people(t, e) != 3 {
		t.Errorf("three of them: %+v", told)
	}
	r.admits(t, e, event.Gesture{Key: "0193b1a0-0000-7000-8000-000000000002", Do: event.Recall})
	if n := r.people(t, e); n != 0 {
		t.Errorf("%d are there after the slip", n)
	}
	for _, g := range []event.Gesture{{}, {Name: " "}, {Name: "Ada", People: -1}, {Name: "Ada", People: event.MostTogether + 1}, {Name: strings.Repeat("x", event.MaxName+1)}} {
		g.Do = event.Enter
		var wrong fault.Fields
		if _, err := r.Admit(t.Context(), host, e.Slug, g); !errors.As(err, &wrong) {
			t.Errorf("%+v: %v", g, err)
		}
	}
}

// The door is shut to all but those who announce, before the day and after the week, and when nothing takes place.
func TestDoorShut(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.announced(t, draft())
	r.says(t, e, "b", event.Partant)
	code := r.code(t, e, "b")
	admit := func(want error, who string) {
		t.Helper()
		if _, err := r.Admit(t.Context(), member(who), e.Slug, event.Gesture{Do: event.Enter, Code: code}); !errors.Is(err, want) {
			t.Errorf("%s is told %v, want %v", who, err, want)
		}
	}
	r.pass(e.Start.At.Add(-25 * time.Hour).Sub(r.Now()))
	admit(event.ErrShut, "h")
	r.pass(2 * time.Hour)
	admit(fault.Forbidden, "b")
	admit(fault.SignedOut, "")
	if _, err := r.AtDoor(t.Context(), member("b"), e.Slug); !errors.Is(err, fault.Forbidden) {
		t.Errorf("a guest reads the list: %v", err)
	}
	admit(nil, "h")
	r.pass(10 * 24 * time.Hour)
	admit(event.ErrShut, "h")
	off := r.announced(t, event.Draft{Voice: "p-h", Title: "Autre", Purpose: "Se voir", Place: "ECG", Commune: "45234", Day: "2027-02-12", Hour: "18:30", EndHour: "20:00"})
	if _, err := r.Cancel(t.Context(), host, off.Slug, "La neige"); err != nil {
		t.Fatal(err)
	}
	r.pass(off.Start.At.Add(-time.Hour).Sub(r.Now()))
	if e = off; true {
		admit(event.ErrShut, "h")
	}
}

// Who came is forgotten with the account, and thirteen months after the end; a guest who opens an account takes it along.
func TestWhoCameIsForgotten(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.doors(t, "10", "b", "c")
	for _, who := range []string{"b", "c"} {
		r.admits(t, e, event.Gesture{Code: r.code(t, e, who)})
	}
	came := func(who string) (n int) {
		for _, err := range r.CameBy(t.Context(), who) {
			if n++; err != nil {
				t.Fatal(err)
			}
		}
		return n
	}
	if err := r.Forget(t.Context(), "b", nil, nil); err != nil || came("b") != 0 || r.people(t, e) != 1 {
		t.Errorf("%v: %d", err, r.people(t, e))
	}
	guest := event.Arrival{ID: "invitée", Event: e.ID, Who: event.Guest("#dede@exemple.fr"), People: 1, At: r.Now()}
	if err := r.store.InsertArrival(t.Context(), guest); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := r.Adopt(t.Context(), "d", "dede@exemple.fr", ""); err != nil || came("d") != 1 {
			t.Errorf("adopted: %v, %d", err, came("d"))
		}
	}
	r.pass(event.AnswersKept + 48*time.Hour)
	if err := r.PayDue(t.Context()); err != nil || r.people(t, e) != 0 || came("c") != 0 {
		t.Errorf("%v: %d came", err, r.people(t, e))
	}
}

// A slip that was done and undone often is still known by its last gestures.
func TestGesturesAreBounded(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.doors(t, "10", "b")
	code := r.code(t, e, "b")
	var is event.Arrival
	for n := range 40 {
		do := event.Enter
		if n%2 == 1 {
			do = event.Recall
		}
		is = r.admits(t, e, event.Gesture{ID: id.Named("geste", fmt.Sprint(n)), Do: do, Code: code}).Arrival
	}
	if len(is.Gestures) > 12 || is.CameIn() {
		t.Errorf("%d gestures, %d came", len(is.Gestures), is.People)
	}
}
