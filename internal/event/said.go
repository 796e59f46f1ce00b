package event

import (
	"context"
	"errors"
	"time"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// What is said below an event (package comment) is for those who may see it by themselves: who holds the secret address of an event for who is
// invited reads along once they have answered it.

// IsClosed reports whether nothing more is said below e.
func (e *Event) IsClosed() bool { return !e.Closed.IsZero() }

// ForReader returns an event by id to who reads in ctx (viewer.Of). Errors: as Get.
func (s *Service) ForReader(ctx context.Context, id string) (Event, error) {
	return s.Get(ctx, viewer.Of(ctx), id)
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

// Shuts is the fault.NotFound of who reads in ctx and may not see an event; nil for every other, also of one that is hidden or gone: that is
// for others to say.
func (s *Service) Shuts(ctx context.Context, id string) error {
	e, err := s.store.Event(ctx, id)
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	sees := false
	if err == nil {
		sees, err = s.CanSee(ctx, viewer.Of(ctx), &e, false)
	}
	if err == nil && !sees {
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
