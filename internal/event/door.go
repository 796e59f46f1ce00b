package event

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
)

// The form fields of the door, keys of fault.Fields.
const (
	FieldPass   = "billet"
	FieldWho    = "qui"
	FieldPeople = "personnes"
)

// The door is open from the day before the event, so that it can be tried, and for a week after it, so that a slip can be put right.
const (
	doorBefore = 24 * time.Hour
	doorAfter  = 7 * 24 * time.Hour
)

// ErrShut is the fault.Conflict of who is at the door too early, or too late, or of what does not take place.
var ErrShut = fmt.Errorf("the door is shut: %w", fault.Conflict)

// DoorOpens and DoorShuts are when people are noted at the door.
func (e *Event) DoorOpens() time.Time { return e.Start.At.Add(-doorBefore) }
func (e *Event) DoorShuts() time.Time { return e.End.At.Add(doorAfter) }

// DoorIsOpen reports whether people are noted at the door.
func (e *Event) DoorIsOpen(now time.Time) bool {
	return !e.Draft && !e.IsCancelled() && !now.Before(e.DoorOpens()) && now.Before(e.DoorShuts())
}

// Party is somebody who answered, or came without having answered, as the door knows them.
type Party struct {
	Answer  Answer // zero: they came without
	Arrival Arrival
	Code    string // of their pass; empty: they have none
}

// ID is the one of the answer, or of who came without.
func (p *Party) ID() string {
	if p.Answer.ID != "" {
		return p.Answer.ID
	}
	return p.Arrival.ID
}

// Size is how many they came, or would be.
func (p *Party) Size() int {
	if p.Arrival.CameIn() || p.Answer.ID == "" {
		return p.Arrival.People
	}
	return p.Answer.Party()
}

// Door is what those at the door know: all who have a place, who wait, who may come, and who came.
type Door struct {
	Event    Event
	Parties  []Party
	Present  Present
	Expected int // people who have a place, companions included
}

// Free is how many places nobody came for, and nobody has; bounded is false when there is no bound.
func (d *Door) Free() (free int, bounded bool) {
	if d.Event.Places == 0 {
		return 0, false
	}
	free = d.Event.Places - d.Present.People
	for i := range d.Parties {
		if p := &d.Parties[i]; p.Answer.Seat == Placed {
			free -= max(0, p.Answer.Party()-p.Arrival.People)
		}
	}
	return max(0, free), true
}

// AtDoor returns the door to those who may speak for the page that announces. It reads all answers: there are MostParties at most.
// Errors: as Mine.
func (s *Service) AtDoor(ctx context.Context, v viewer.Viewer, slug string) (d Door, err error) {
	defer fault.Wrap(&err, "event.AtDoor(%.80q)", slug)
	if d.Event, err = s.Held(ctx, v, slug); err != nil {
		return d, err
	}
	came, err := s.came(ctx, d.Event.ID)
	if err != nil {
		return d, err
	}
	for _, g := range []Group{GroupPlaced, GroupWaiting, GroupAsked, GroupMaybe, GroupNo, GroupDeclined} {
		for a, err := range s.answersIn(ctx, d.Event.ID, g) {
			if err != nil {
				return d, err
			}
			p := Party{Answer: a, Arrival: came[a.ID]}
			delete(came, a.ID)
			if (g == GroupNo || g == GroupDeclined) && !p.Arrival.CameIn() {
				continue
			}
			if g == GroupPlaced {
				p.Code = s.code(a.Event, a.ID)
				d.Expected += a.Party()
			}
			d.add(p)
		}
	}
	for _, a := range came {
		if a.CameIn() {
			d.add(Party{Arrival: a})
		}
	}
	return d, nil
}

func (d *Door) add(p Party) {
	if p.Arrival.CameIn() {
		d.Present.Parties++
		d.Present.People += p.Arrival.People
	}
	d.Parties = append(d.Parties, p)
}

// came are the arrivals of an event, by ID.
func (s *Service) came(ctx context.Context, event string) (map[string]Arrival, error) {
	all := map[string]Arrival{}
	for a, err := range s.arrivalsOf(ctx, cameTo(event)) {
		if err != nil {
			return nil, err
		}
		all[a.ID] = a
	}
	return all, nil
}

// Present counts who came to e.
func (s *Service) Present(ctx context.Context, e *Event) (Present, error) {
	return s.store.Present(ctx, e.ID)
}

// Admit does what somebody at the door did, in that order, and tells what became of each gesture. One that was done before is told again,
// and done once. Errors: as Mine; ErrShut, fault.Fields, ErrMany; what was done before the error stays done.
func (s *Service) Admit(ctx context.Context, v viewer.Viewer, slug string, gestures ...Gesture) (told []Told, err error) {
	defer fault.Wrap(&err, "event.Admit(%.80q)", slug)
	e, err := s.Held(ctx, v, slug)
	if err == nil && !e.DoorIsOpen(s.now()) {
		err = ErrShut
	}
	if err != nil {
		return nil, err
	}
	for i := range gestures {
		one, err := s.admit(ctx, &e, &gestures[i])
		if err != nil {
			return told, err
		}
		told = append(told, one)
	}
	return told, nil
}

// admit does one gesture.
func (s *Service) admit(ctx context.Context, e *Event, g *Gesture) (told Told, err error) {
	g.Name = text.Line(g.Name)
	if !id.Valid(g.ID) {
		g.ID = id.New()
	}
	if err := g.check(); err != nil {
		return told, err
	}
	a, party, err := s.shown(ctx, e, g)
	if told = (Told{Gesture: g.ID, Answer: a, Outcome: Unknown}); errors.Is(err, fault.NotFound) {
		return told, nil
	}
	if err != nil {
		return told, err
	}
	if g.People > 0 {
		party = g.People
	}
	first := Arrival{ID: a.ID, Event: e.ID, Who: a.Who, Account: a.Account}
	if a.ID == "" {
		first.ID, first.Name = s.walkIn(e, g), g.Name
	}
	told.Arrival, told.Outcome, err = s.note(ctx, first, g, party, s.when(e, g.Ago))
	return told, err
}

// shown is whose party a gesture is about; the zero Answer for who came without having answered. fault.NotFound.
func (s *Service) shown(ctx context.Context, e *Event, g *Gesture) (a Answer, party int, err error) {
	switch {
	case g.Code != "":
		a, err = s.byPass(ctx, e, g.Code)
	case g.Key != "" && g.Do != Enter:
		return a, 1, nil
	case g.Answer != "":
		a, err = s.store.AnswerOf(ctx, e.ID, g.Answer)
		if errors.Is(err, fault.NotFound) && g.Do != Enter { // who came without an answer is named by their arrival
			return Answer{}, 1, nil
		}
		if err == nil && a.Event != e.ID {
			err = fault.NotFound
		}
	}
	return a, a.Party(), err
}

// walkIn is the ID of the arrival of who came without having answered.
func (s *Service) walkIn(e *Event, g *Gesture) string {
	switch {
	case g.Answer != "":
		return g.Answer
	case g.Key != "" && g.Do != Enter:
		return WalkIn(e.ID, g.Key)
	}
	return WalkIn(e.ID, g.ID)
}

// byPass finds whose pass it is, among those who have a place.
func (s *Service) byPass(ctx context.Context, e *Event, typed string) (Answer, error) {
	code := PassForm(typed)
	for a, err := range s.answersIn(ctx, e.ID, GroupPlaced) {
		if err != nil {
			return Answer{}, err
		}
		if s.code(e.ID, a.ID) == code {
			return a, nil
		}
	}
	return Answer{}, ErrNoPass
}

// when is the instant of a gesture, as far as a phone can be believed.
func (s *Service) when(e *Event, ago time.Duration) time.Time {
	at := s.now().Add(-max(0, ago)).Truncate(time.Millisecond)
	if at.Before(e.DoorOpens()) {
		return s.now()
	}
	return at
}

// note writes a gesture: to the arrival that is there, or as the first of its party.
func (s *Service) note(ctx context.Context, first Arrival, g *Gesture, party int, at time.Time) (is Arrival, o Outcome, err error) {
	edit := func(a *Arrival) error {
		if a.Event != first.Event {
			return fault.NotFound
		}
		var changed bool
		if o, changed = a.take(g, party, at); !changed {
			is = *a
			return errSame
		}
		return nil
	}
	for range tries {
		now, err := s.store.UpdateArrival(ctx, first.ID, edit)
		switch {
		case err == nil:
			return now, o, nil
		case errors.Is(err, errSame):
			return is, o, nil
		case !errors.Is(err, fault.NotFound):
			return is, o, err
		case g.Do == Recall || first.Who == "" && first.Name == "":
			return first, Recalled, nil // nobody came
		}
		if err := s.room(ctx, first.Event); err != nil {
			return is, o, err
		}
		is = first
		o, _ = is.take(g, party, at)
		if err = s.store.InsertArrival(ctx, is); !errors.Is(err, fault.Conflict) {
			is.Rev = 1
			return is, o, err
		} // somebody noted them in the same instant
	}
	return is, o, fault.Conflict
}

// room refuses parties without end.
func (s *Service) room(ctx context.Context, event string) error {
	p, err := s.store.Present(ctx, event)
	if err == nil && p.Parties >= MostArrivals {
		err = ErrMany
	}
	return err
}

// errSame ends an edit that would change nothing.
var errSame = errors.New("nothing changes")

func (s *Service) answersIn(ctx context.Context, event string, g Group) iter.Seq2[Answer, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Answer], error) { return s.store.AnswersIn(ctx, event, g, req) })
}

func (s *Service) arrivalsOf(ctx context.Context, whom string) iter.Seq2[Arrival, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Arrival], error) { return s.store.ArrivalsConcerning(ctx, whom, req) })
}

// CameBy yields where somebody came, the last first; slips are left out.
func (s *Service) CameBy(ctx context.Context, account string) iter.Seq2[Arrival, error] {
	return func(yield func(Arrival, error) bool) {
		for a, err := range s.arrivalsOf(ctx, Member(account)) {
			if (err != nil || a.CameIn()) && !yield(a, err) {
				return
			}
		}
	}
}

// CameTo lists where a member came, a page at a time, the last first; slips are left out. fault.SignedOut.
func (s *Service) CameTo(ctx context.Context, v viewer.Viewer, req page.Req) (page.Of[Arrival], error) {
	if !v.SignedIn() {
		return page.Of[Arrival]{}, fault.SignedOut
	}
	list, err := s.store.ArrivalsConcerning(ctx, Member(v.Account), req.Clamp(standard))
	list.Items = slices.DeleteFunc(list.Items, func(a Arrival) bool { return !a.CameIn() })
	return list, err
}

// forgetArrivals takes away that somebody came, wherever.
func (s *Service) forgetArrivals(ctx context.Context, whom string) error {
	for a, err := range s.arrivalsOf(ctx, whom) {
		if err == nil {
			err = s.store.RemoveArrival(ctx, a.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// adoptArrivals makes where a guest came theirs who has the account now.
func (s *Service) adoptArrivals(ctx context.Context, guest, account string) error {
	for a, err := range s.arrivalsOf(ctx, guest) {
		if err == nil && !slices.Contains(a.Concerns(), Member(account)) {
			_, err = s.store.UpdateArrival(ctx, a.ID, func(a *Arrival) error { a.Account = account; return nil })
		}
		if err := orGone(err); err != nil {
			return err
		}
	}
	return nil
}
