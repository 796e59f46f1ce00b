package event

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/picture"
	"partant/internal/viewer"
)

// Dates is what an event is in a series. Each date of a series is an event by itself, with its own answers.
type Dates struct {
	Series  string   `json:"series,omitempty"`  // id of its head, the first date; empty: it does not repeat
	Nth     string   `json:"nth,omitempty"`     // the day that it has in the series, « 2027-01-08 », wherever it was moved to
	Apart   bool     `json:"apart,omitempty"`   // it was changed alone
	Repeats *Repeats `json:"repeats,omitempty"` // of the head: what the series is to be
}

// Repeats is what a series is to be. The head owes OwesDates until it is so: each step done twice is done once, so that a kill in the
// middle makes no date twice and loses none.
type Repeats struct {
	Days    []string `json:"days"`             // of all its dates, in order, the head first
	Version int64    `json:"version"`          // grows with each change
	Source  string   `json:"source,omitempty"` // id of the date that those after it are made as; empty: the head
	Ends    string   `json:"ends,omitempty"`   // from that day on all are cancelled
	Reason  string   `json:"reason,omitempty"` // why
}

func inSeries(head string) string { return "serie:" + head }

// dateID is the id of a date of a series: the same for ever, so that none is made twice.
func dateID(head, day string) string { return id.Named("serie", head+"\x00"+day) }

// ErrSeries is the fault.Conflict of who repeats what repeats already.
var ErrSeries = fmt.Errorf("it is a date of a series: %w", fault.Conflict)

// repeatable returns an event that can become the head of a series.
func (s *Service) repeatable(ctx context.Context, v viewer.Viewer, slug string) (Event, error) {
	e, err := s.Mine(ctx, v, slug)
	if err == nil {
		err = e.MayRepeat(s.now())
	}
	return e, err
}

// MayRepeat is nil for what can become the head of a series. Errors: ErrSeries, ErrCancelled, fault.Conflict of a draft and of what has begun.
func (e *Event) MayRepeat(now time.Time) error {
	switch {
	case e.Series != "":
		return ErrSeries
	case e.IsCancelled():
		return ErrCancelled
	case e.Draft || !now.Before(e.Start.At):
		return fault.Conflict
	}
	return nil
}

// Season lists the dates of a plan, and makes nothing: the first is the event itself. Errors: as Mine; ErrSeries, ErrCancelled, fault.Conflict
// of a draft and of what has begun; fault.Fields.
func (s *Service) Season(ctx context.Context, v viewer.Viewer, slug string, p Season) (_ []SeasonDay, err error) {
	defer fault.Wrap(&err, "event.Season(%.80q)", slug)
	e, err := s.repeatable(ctx, v, slug)
	if err != nil {
		return nil, err
	}
	return s.dates(&e, p)
}

// Recur makes a series of an event: those of its dates that p wants. Whoever was told of the first is not told again. Sent twice it makes
// one series. Errors: as Season.
func (s *Service) Recur(ctx context.Context, v viewer.Viewer, slug string, p Season) (_ Event, err error) {
	defer fault.Wrap(&err, "event.Recur(%.80q)", slug)
	e, err := s.repeatable(ctx, v, slug)
	if err != nil {
		return e, err
	}
	planned, err := s.dates(&e, p)
	if err != nil {
		return e, err
	}
	days := []string{planned[0].Day}
	for _, d := range planned[1:] {
		if d.Lost == "" && (p.Only == nil || slices.Contains(p.Only, d.Day)) {
			days = append(days, d.Day)
		}
	}
	if len(days) < 2 {
		return e, fault.Fields{FieldDates: "Gardez au moins une autre date."}
	}
	e, err = s.change(ctx, e.ID, func(e *Event) error {
		if err := e.MayRepeat(s.now()); err != nil {
			return err
		}
		e.Dates = Dates{Series: e.ID, Nth: days[0], Repeats: &Repeats{Days: days, Version: 1}}
		e.Owes.Owe(id.New(), OwesDates, s.now())
		return nil
	})
	if err != nil {
		return e, err
	}
	return e, s.nowDates(ctx, e.ID)
}

// nowDates has a series be what its head says without waiting for a worker, who goes on where this is cut off.
func (s *Service) nowDates(ctx context.Context, head string) error {
	e, err := s.store.Event(ctx, head)
	if err != nil {
		return err
	}
	for _, d := range slices.Clone(e.Owes) {
		if d.Kind == OwesDates {
			return s.arrange(ctx, &e, d)
		}
	}
	return nil
}

// After has the dates that follow one be as it is: its words, its place, its hours, its places, its questions. Each keeps its day; what was changed
// alone, is over or does not take place stays as it is. Who comes is told of a new hour or place, once for each date. Errors: as Mine;
// fault.Conflict of what is in no series.
func (s *Service) After(ctx context.Context, v viewer.Viewer, slug string) (err error) {
	defer fault.Wrap(&err, "event.After(%.80q)", slug)
	e, err := s.Mine(ctx, v, slug)
	switch {
	case err != nil:
		return err
	case e.IsCancelled():
		return ErrCancelled
	}
	return s.steer(ctx, &e, func(r *Repeats) { r.Source = e.ID })
}

// End cancels a date of a series and all that follow; who would come to one is told, once for each date. Errors: as Mine; fault.Fields;
// fault.Conflict of what is in no series.
func (s *Service) End(ctx context.Context, v viewer.Viewer, slug, reason string) (err error) {
	defer fault.Wrap(&err, "event.End(%.80q)", slug)
	e, err := s.Mine(ctx, v, slug)
	if err != nil {
		return err
	}
	if reason, err = reasonOf(reason); err != nil {
		return err
	}
	return s.steer(ctx, &e, func(r *Repeats) {
		if r.Ends == "" || e.Nth < r.Ends {
			r.Ends, r.Reason = e.Nth, reason
		}
	})
}

// steer changes what the series of a date is to be, and has it be so.
func (s *Service) steer(ctx context.Context, e *Event, change func(*Repeats)) error {
	if e.Series == "" {
		return fault.Conflict
	}
	_, err := s.store.UpdateEvent(ctx, e.Series, func(head *Event) error {
		if head.Repeats == nil {
			return fault.Conflict
		}
		r := *head.Repeats
		change(&r)
		r.Version++
		head.Repeats = &r
		head.Owes.Owe(id.New(), OwesDates, s.now())
		return nil
	})
	if err != nil {
		return err
	}
	return s.nowDates(ctx, e.Series)
}

// arrange has a series be what its head says, date by date. When that changed meanwhile it is owed again.
func (s *Service) arrange(ctx context.Context, head *Event, paid debt.Debt) error {
	r := head.Repeats
	if r != nil {
		source, err := s.source(ctx, head)
		if err != nil {
			return err
		}
		for _, day := range r.Days {
			if err := s.date(ctx, head, source, day); err != nil {
				return err
			}
		}
	}
	_, err := s.store.UpdateEvent(ctx, head.ID, func(e *Event) error {
		e.Owes.Clear(paid)
		if e.Repeats != nil && (r == nil || e.Repeats.Version != r.Version) {
			e.Owes.Owe(id.New(), OwesDates, s.now())
		}
		return nil
	})
	s.ring()
	return orGone(err)
}

// source is the date that the others are made as; nil: there is none that can be read any more, and none is made or changed.
func (s *Service) source(ctx context.Context, head *Event) (*Event, error) {
	e, err := s.store.Event(ctx, cmp.Or(head.Repeats.Source, head.ID))
	if err != nil || e.Unseen() != nil {
		return nil, orGone(err)
	}
	return &e, nil
}

// date has one date of a series be there, be as its source or be cancelled.
func (s *Service) date(ctx context.Context, head, source *Event, day string) error {
	r, key := head.Repeats, dateID(head.ID, day)
	if day == head.Nth {
		key = head.ID
	}
	is, err := s.store.Event(ctx, key)
	missing := errors.Is(err, fault.NotFound)
	ends := r.Ends != "" && day >= r.Ends
	switch {
	case err != nil && !missing:
		return err
	case missing && (ends || source == nil):
		return nil
	case missing:
		return s.make(ctx, source, head.ID, day)
	case is.Unseen() != nil || is.IsCancelled() || is.Over:
		return nil
	case ends:
		_, err = s.cancel(ctx, key, r.Reason)
		return doneAlready(err)
	case source == nil || r.Source == "" || is.Apart && is.ID != r.Source || day < source.Nth:
		return nil
	}
	return s.follow(ctx, source, key)
}

// doneAlready takes what is over or gone for done.
func doneAlready(err error) error {
	if errors.Is(err, fault.Conflict) || errors.Is(err, fault.Gone) {
		return nil
	}
	return orGone(err)
}

// make inserts a date as its source is. One that is there is left.
func (s *Service) make(ctx context.Context, source *Event, head, day string) error {
	now := s.now()
	e := source.onDay(day)
	e.ID, e.Rev, e.Sequence, e.Concealed = dateID(head, day), 0, 0, false
	e.Dates = Dates{Series: head, Nth: day}
	e.Created, e.Published, e.Edited, e.Cancelled, e.Reason, e.Nudged, e.Over, e.Closed = now, now, time.Time{}, time.Time{}, "", time.Time{}, false, time.Time{}
	e.Image, e.Plan, e.Hosts = picture.Picture{}, nil, nil // a photo is of one event, and who hosts it with us was asked for that one
	e.From, e.Owes, e.Tags, e.Named = nil, nil, slices.Clone(source.Tags), slices.Clone(source.Named)
	if !e.Start.At.After(now) {
		return nil // its day came before it was made
	}
	s.owe(&e)
	_, err := s.insert(ctx, e)
	return doneAlready(err)
}

// follow has a date be as its source. What is so already is not written.
func (s *Service) follow(ctx context.Context, source *Event, key string) error {
	_, err := s.change(ctx, key, func(e *Event) error {
		was := *e
		if e.IsCancelled() || e.Over || !s.now().Before(e.Start.At) {
			return fault.Conflict
		}
		if e.ID == source.ID {
			e.Apart = false
			return nil
		}
		is := source.onDay(e.Nth)
		if !is.Start.At.After(s.now()) || is.alike(e) && !is.showsElse(e) {
			return fault.Conflict
		}
		if is.alike(e) { // a marker is no word: nobody is written to
			e.Spot = is.Spot
			s.owePlace(e)
			return nil
		}
		e.Title, e.Body, e.HTML, e.Lead, e.Purpose, e.Price, e.Payer = is.Title, is.Body, is.HTML, is.Lead, is.Purpose, is.Price, is.Payer
		e.Tags, e.Named, e.Commune, e.Place, e.Online = slices.Clone(is.Tags), slices.Clone(is.Named), is.Commune, is.Place, is.Online
		e.Start, e.End, e.Deadline, e.Places, e.With, e.For, e.Questions = is.Start, is.End, is.Deadline, is.Places, is.With, is.For, is.Questions
		e.Approval, e.Spot = is.Approval, is.Spot
		e.conceal()
		e.stamp(&was, s.now())
		s.owe(e)
		return nil
	})
	return doneAlready(err)
}

// alike reports whether two dates say the same.
func (e *Event) alike(o *Event) bool {
	return e.Title == o.Title && e.Body == o.Body && e.HTML == o.HTML && e.Purpose == o.Purpose && e.Price == o.Price && e.Payer == o.Payer && slices.Equal(e.Tags, o.Tags) &&
		e.Commune == o.Commune && e.Place == o.Place && e.Online == o.Online && e.Start.At.Equal(o.Start.At) && e.End.At.Equal(o.End.At) && e.Deadline.Equal(o.Deadline) &&
		e.Places == o.Places && e.With == o.With && e.Approval == o.Approval && e.For == o.For && reflect.DeepEqual(e.Questions, o.Questions)
}

// onDay is e at the same hours of another day of its series.
func (e *Event) onDay(day string) Event {
	is := *e
	from, _ := time.Parse(time.DateOnly, e.Start.Wall[:min(len(e.Start.Wall), len(time.DateOnly))])
	to, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return is
	}
	days := int(to.Sub(from) / (24 * time.Hour))
	is.Start = e.Start.later(days)
	if is.End = e.End.later(days); !is.End.At.After(is.Start.At) {
		is.End = momentAt(is.Start.At.Add(e.End.At.Sub(e.Start.At)))
	}
	if !e.Deadline.IsZero() {
		is.Deadline = momentAt(e.Deadline).later(days).At
		if is.Deadline.After(is.Start.At) {
			is.Deadline = is.Start.At
		}
	}
	return is
}

// later is the same hour on the wall so many days later. One that comes twice is the first; one that does not come is as much later as
// the clock is moved.
func (m Moment) later(days int) Moment {
	wall, err := time.Parse(wallLayout, m.Wall)
	if err != nil {
		return m
	}
	wall = wall.AddDate(0, 0, days)
	if all := instants(wall); len(all) > 0 {
		return Moment{Wall: wall.Format(wallLayout), At: all[0]}
	}
	return momentAt(dateAt(wall).Start.UTC())
}

// Siblings lists the dates of the series of e, those too that are over or do not take place, by their hour; drafts, what is deleted and
// what v may not see are left out, and so is e. Nil when it is in none.
func (s *Service) Siblings(ctx context.Context, v viewer.Viewer, e *Event) (all []Event, err error) {
	if e.Series == "" {
		return nil, nil
	}
	list, err := s.store.EventsConcerning(ctx, inSeries(e.Series), page.Req{Limit: page.MaxLimit})
	for i := range list.Items {
		o := &list.Items[i]
		if o.ID == e.ID || o.Unseen() != nil {
			continue
		}
		sees, err := s.CanSee(ctx, v, o, false)
		if err != nil {
			return nil, err
		}
		if sees {
			all = append(all, *o)
		}
	}
	return inOrder(all), err
}
