package event

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// Attended is an event that took place, and who came to it.
type Attended struct {
	Event  Event
	Noted  bool // somebody was noted at the door: else nobody knows who came
	Placed int  // people who had a place, companions included
	Came   int  // people, companions and who came without having answered included
	Missed int  // people who had a place and did not come; of what was not noted, none
	New    int  // who had answered, and came to an event of the page for the first time that is known
}

// Regular is somebody who comes often.
type Regular struct {
	Answer Answer // to the last event to which they came; no more than whose it is when they took it back
	Times  int
	Last   time.Time
}

// Attendance is who came to the events of a page in some months.
type Attendance struct {
	Months   int
	Events   []Attended // that took place, the last first
	Sum      Attended   // of all of them, without an Event; Noted: some were
	Noted    int        // how many of them were noted
	Expected int        // people who had a place at those that were noted: Sum.Missed are of them
	People   int        // who had answered and came, each once
	Often    int        // how many of them came OftenFrom times or more
	Regulars []Regular  // these, the most often first, MostRegulars at most
	More     bool       // there were more events, which are not counted
}

// OftenFrom is from how many times on somebody comes often; MostRegulars how many of those are named; AttendedMost how many events are
// looked at, the last ones: a weekly club has 56 within AnswersKept.
const (
	OftenFrom    = 3
	MostRegulars = 50
	AttendedMost = 60
)

// attendedLooked is how many events of a page, those that were announced last, are read to find them.
const attendedLooked = 500

// AttendanceMonths are the periods that may be asked for.
var AttendanceMonths = [...]int{12, 6, 3}

// Attendance sums who came to what a page announced, or hosted with another, and is over since so many months: to who may speak for it,
// who may read the same of each event. Nothing is known beyond AnswersKept. Errors: fault.SignedOut, fault.Forbidden; fault.NotFound for a
// period that is none of AttendanceMonths.
func (s *Service) Attendance(ctx context.Context, v viewer.Viewer, page string, months int) (a Attendance, err error) {
	defer fault.Wrap(&err, "event.Attendance(%.40q, %d)", page, months)
	switch {
	case !v.SignedIn():
		return a, fault.SignedOut
	case !s.speaks(ctx, v, page):
		return a, fault.Forbidden
	case !slices.Contains(AttendanceMonths[:], months):
		return a, fault.NotFound
	}
	a.Months = months
	since := s.now().AddDate(0, -months, 0)
	over, err := s.tookPlace(ctx, page)
	if err != nil {
		return a, err
	}
	if len(over) > AttendedMost {
		a.More, over = !over[AttendedMost].End.At.Before(since), over[:AttendedMost]
	}
	faces := faces{}
	for _, e := range slices.Backward(over) { // who comes for the first time is known from those before
		came, err := s.came(ctx, e.ID)
		if err != nil {
			return a, err
		}
		counts := !e.End.At.Before(since)
		one := Attended{Event: e, New: faces.see(came, counts)}
		if !counts {
			continue
		}
		if err := s.attended(ctx, &one, came); err != nil {
			return a, err
		}
		a.add(one)
	}
	slices.Reverse(a.Events)
	return a, s.regulars(ctx, &a, faces)
}

// tookPlace are the events of a page that are over, within AnswersKept, the last first.
func (s *Service) tookPlace(ctx context.Context, page string) (all []Event, err error) {
	now := s.now()
	for _, whom := range []string{ofPage(page), hostedBy(page)} {
		n := 0
		for e, err := range s.concerning(ctx, whom) {
			if err != nil {
				return nil, err
			}
			if h, asked := e.host(page); e.tookPlace(now) && (!asked || h.IsHost()) {
				all = append(all, e)
			}
			if n++; n == attendedLooked {
				break
			}
		}
	}
	slices.SortFunc(all, func(a, b Event) int { return cmp.Or(b.Start.At.Compare(a.Start.At), cmp.Compare(b.ID, a.ID)) })
	return slices.CompactFunc(all, func(a, b Event) bool { return a.ID == b.ID }), nil
}

// tookPlace reports whether e is over, and it is still known who came.
func (e *Event) tookPlace(now time.Time) bool {
	return !e.Draft && !e.IsCancelled() && e.Unseen() == nil && !e.End.At.After(now) && e.End.At.After(now.Add(-AnswersKept))
}

// attended counts who had a place at an event, and who of them came.
func (s *Service) attended(ctx context.Context, one *Attended, came map[string]Arrival) error {
	for _, there := range came {
		one.Came, one.Noted = one.Came+there.People, one.Noted || there.CameIn()
	}
	for a, err := range s.answersIn(ctx, one.Event.ID, GroupPlaced) {
		if err != nil {
			return err
		}
		one.Placed += a.Party()
		if one.Noted {
			one.Missed += max(0, a.Party()-came[a.ID].People)
		}
	}
	return nil
}

// add sums an event.
func (a *Attendance) add(one Attended) {
	a.Events = append(a.Events, one)
	if one.Noted {
		a.Noted, a.Expected = a.Noted+1, a.Expected+one.Placed
	}
	sum := &a.Sum
	sum.Noted, sum.Placed, sum.Came, sum.Missed, sum.New = sum.Noted || one.Noted, sum.Placed+one.Placed, sum.Came+one.Came, sum.Missed+one.Missed, sum.New+one.New
}

// face is somebody who had answered and came, and where they came last.
type face struct {
	times int
	last  Arrival
}

// faces are those by who they are.
type faces map[string]*face

// see notes who came to an event, and returns how many were never seen before. What does not count is only remembered.
func (f faces) see(came map[string]Arrival, counts bool) (fresh int) {
	for _, there := range came {
		if !there.CameIn() || there.Unannounced() {
			continue
		}
		who := there.Who
		if there.Account != "" {
			who = Member(there.Account) // who answered without account has one now
		}
		is := f[who]
		if is == nil {
			is = &face{}
			f[who] = is
			fresh++
		}
		if counts {
			is.times++
		}
		is.last = there
	}
	return fresh
}

// regulars counts faces, and finds by what those who come often are called.
func (s *Service) regulars(ctx context.Context, a *Attendance, all faces) error {
	var often []*face
	for _, f := range all {
		if f.times > 0 {
			a.People++
		}
		if f.times >= OftenFrom {
			often = append(often, f)
		}
	}
	a.Often = len(often)
	slices.SortFunc(often, func(x, y *face) int {
		return cmp.Or(cmp.Compare(y.times, x.times), y.last.At.Compare(x.last.At), cmp.Compare(x.last.ID, y.last.ID))
	})
	for _, f := range often[:min(len(often), MostRegulars)] {
		answer, err := s.store.AnswerOf(ctx, f.last.Event, f.last.ID)
		if errors.Is(err, fault.NotFound) {
			answer, err = Answer{ID: f.last.ID, Event: f.last.Event, Who: f.last.Who, Account: f.last.Account}, nil
		}
		if err != nil {
			return err
		}
		a.Regulars = append(a.Regulars, Regular{Answer: answer, Times: f.times, Last: f.last.At})
	}
	return nil
}
