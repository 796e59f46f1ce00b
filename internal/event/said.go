package event

import (
	"context"
	"errors"
	"time"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// What is said below an event (package comment) is for those who may see it by themselves: who holds the secret address of an event for who is
// invited reads along once they have answered it and, where hosts have a say, once they have said yes.

// IsClosed reports whether nothing more is said below e.
func (e *Event) IsClosed() bool { return !e.Closed.IsZero() }

// ReadsAlong reports whether v may read what is said below e.
func (s *Service) ReadsAlong(ctx context.Context, v viewer.Viewer, e *Event) (bool, error) {
	sees, err := s.CanSee(ctx, v, e, false)
	if err != nil || !sees || e.For != Invited || !e.Approval || s.Owns(ctx, v, e) || s.hosts(ctx, v, e, true) {
		return sees, err
	}
	a, err := s.Of(ctx, v, e)
	if errors.Is(err, fault.NotFound) {
		err = nil
	}
	return a.Seat == Placed || a.Seat == Waiting, err
}

// ForReader returns an event by id to who reads in ctx (viewer.Of) and may read what is said below it. Errors: as Get.
func (s *Service) ForReader(ctx context.Context, id string) (_ Event, err error) {
	defer fault.Wrap(&err, "event.ForReader(%.40q)", id)
	e, err := s.store.Event(ctx, id)
	if err == nil {
		err = s.shut(ctx, &e, s.ReadsAlong)
	}
	if err == nil {
		err = e.Unseen()
	}
	if err != nil {
		return Event{}, err
	}
	return e, nil
}

// Takes is nil when something may be said below an event by who reads in ctx, closed when nothing more is said. fault.NotFound, also of a
// draft; fault.Gone.
func (s *Service) Takes(ctx context.Context, id string, closed error) error {
	e, err := s.ForReader(ctx, id)
	switch {
	case err != nil:
		return err
	case e.Draft:
		return fault.NotFound
	case e.IsClosed():
		return closed
	}
	return nil
}

// Shuts is the fault.NotFound of who reads in ctx and may not read what is said below an event; nil for every other, also of one that is hidden
// or gone: that is for others to say.
func (s *Service) Shuts(ctx context.Context, id string) error { return s.shuts(ctx, id, s.ReadsAlong) }

// Hides is the same for the event itself.
func (s *Service) Hides(ctx context.Context, id string) error {
	return s.shuts(ctx, id, func(ctx context.Context, v viewer.Viewer, e *Event) (bool, error) { return s.CanSee(ctx, v, e, false) })
}

// may reports whether somebody may do something with an event.
type may func(ctx context.Context, v viewer.Viewer, e *Event) (bool, error)

func (s *Service) shuts(ctx context.Context, id string, reads may) error {
	e, err := s.store.Event(ctx, id)
	switch {
	case errors.Is(err, fault.NotFound):
		return nil
	case err != nil:
		return err
	}
	return s.shut(ctx, &e, reads)
}

// shut is the fault.NotFound of who reads in ctx and may not.
func (s *Service) shut(ctx context.Context, e *Event, reads may) error {
	is, err := reads(ctx, viewer.Of(ctx), e)
	if err == nil && !is {
		err = fault.NotFound
	}
	return err
}

// Close has nothing more said below an event, or again: those may who run it, and moderators. What was said stays.
// Errors: fault.SignedOut, fault.Forbidden, fault.NotFound, also of a draft; fault.Gone.
func (s *Service) Close(ctx context.Context, v viewer.Viewer, slug string, closed bool) (err error) {
	defer fault.Wrap(&err, "event.Close(%.80q)", slug)
	if !v.SignedIn() {
		return fault.SignedOut
	}
	e, err := s.BySlug(ctx, v, slug)
	switch {
	case err != nil:
		return err
	case e.Draft:
		return fault.NotFound
	case !v.Moderates() && !s.Can(ctx, v, &e):
		return fault.Forbidden
	}
	_, err = s.change(ctx, e.ID, func(e *Event) error {
		switch {
		case !closed:
			e.Closed = time.Time{}
		case !e.IsClosed():
			e.Closed = s.now()
		}
		return nil
	})
	return err
}
