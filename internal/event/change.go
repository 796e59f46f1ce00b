package event

import (
	"context"
	"errors"
	"fmt"
	"time"

	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// ErrCancelled is the fault.Forbidden of who would change what does not take place.
var ErrCancelled = fmt.Errorf("it is cancelled: %w", fault.Forbidden)

// Edit changes an event; a draft is published when d.Later is false. Its slug stays. Whoever is partant is told when its hour or its
// place changed. One that changed since the form was drawn is fault.Conflict. Errors: as Mine; ErrCancelled, fault.Fields.
func (s *Service) Edit(ctx context.Context, v viewer.Viewer, slug string, d Draft) (_ Event, err error) {
	defer fault.Wrap(&err, "event.Edit(%.80q)", slug)
	was, err := s.Mine(ctx, v, slug)
	if err != nil {
		return was, err
	}
	ahead := was
	if err := s.fill(ctx, &ahead, d); err != nil {
		return was, err
	}
	ahead.Draft = was.Draft && d.Later
	if err := s.look(ctx, v, &ahead); err != nil {
		return was, err
	}
	return s.change(ctx, was.ID, func(e *Event) error {
		was := *e
		switch {
		case was.IsCancelled():
			return ErrCancelled
		case d.At != 0 && d.At != was.Version():
			return fault.Conflict
		}
		if err := d.fill(e, s.known, s.renderer, s.now()); err != nil {
			return err
		}
		e.schedule(v.Account)
		e.HTML, e.Named, e.Down, e.Draft = ahead.HTML, ahead.Named, ahead.Down, ahead.Draft
		e.conceal()
		e.Over = e.Over && !e.End.At.After(s.now())
		e.Apart = e.Series != ""
		e.stamp(&was, s.now())
		s.publish(e, s.now())
		if was.Draft {
			was.Named = nil // nobody has been told
		}
		if was.For != e.For {
			was.Named = nil
			e.oweNews(s.now())
		}
		e.oweNaming(was.Named, s.now())
		return nil
	})
}

// stamp dates a change, and numbers it when calendars must know of it.
func (e *Event) stamp(was *Event, now time.Time) {
	if e.Edited = now; e.Edited.UnixMilli() <= was.Version() { // two changes in one millisecond: versions must differ
		e.Edited = time.UnixMilli(was.Version() + 1).UTC()
	}
	if !was.Draft && (e.Start != was.Start || e.End != was.End || e.Place != was.Place || e.Commune != was.Commune || e.Online != was.Online) {
		e.Sequence++
	}
}

// change edits an event that people, or its organisers, can read.
func (s *Service) change(ctx context.Context, id string, edit func(*Event) error) (Event, error) {
	e, err := s.store.UpdateEvent(ctx, id, func(e *Event) error {
		if err := e.Unseen(); err != nil {
			return err
		}
		return edit(e)
	})
	if err == nil {
		s.ring()
	}
	return e, err
}

// Cancel says that an event will not take place, and why; everybody who is partant, waits or may come is told. Done twice it is done
// once. Errors: as Mine; fault.Fields; fault.Conflict once it is over.
func (s *Service) Cancel(ctx context.Context, v viewer.Viewer, slug, reason string) (_ Event, err error) {
	defer fault.Wrap(&err, "event.Cancel(%.80q)", slug)
	was, err := s.Mine(ctx, v, slug)
	if err != nil {
		return was, err
	}
	if reason, err = reasonOf(reason); err != nil {
		return was, err
	}
	return s.cancel(ctx, was.ID, reason)
}

// reasonOf is a reason as it is kept, or fault.Fields.
func reasonOf(typed string) (string, error) {
	reason, wrong := text.Lines(typed), fault.Fields{}
	if reason == "" {
		wrong.Add(FieldReason, "Dites pourquoi, en quelques mots : ceux qui devaient venir le liront.")
	}
	long(wrong, FieldReason, reason, MaxReason)
	return reason, wrong.Err()
}

func (s *Service) cancel(ctx context.Context, id, reason string) (Event, error) {
	return s.change(ctx, id, func(e *Event) error {
		was := *e
		switch {
		case was.IsCancelled():
			return nil
		case was.Draft || !s.now().Before(was.End.At):
			return fault.Conflict
		}
		e.stamp(&was, s.now())
		e.Sequence++
		e.Cancelled, e.Reason = e.Edited, reason
		s.owe(e)
		return nil
	})
}

// Delete takes an event away: its text is gone at once, its address answers fault.Gone, and who would come is told that it does not
// take place. Errors: as Mine.
func (s *Service) Delete(ctx context.Context, v viewer.Viewer, slug string) (err error) {
	defer fault.Wrap(&err, "event.Delete(%.80q)", slug)
	was, err := s.Mine(ctx, v, slug)
	if err != nil {
		return err
	}
	return s.bury(ctx, was.ID)
}

func (s *Service) bury(ctx context.Context, id string) error {
	var image picture.Picture
	_, err := s.store.UpdateEvent(ctx, id, func(e *Event) error {
		if !e.IsDeleted() {
			image = e.Image
			e.bury(s.now())
			s.oweIndex(e)
		}
		return nil
	})
	if err == nil {
		s.ring()
		s.dropped(ctx, image)
	}
	return orGone(err)
}

// Mark hides an event because a moderator decided so, or shows it again with nil; meanwhile nobody answers. Done twice it is done
// once, and one that is gone is no error.
func (s *Service) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	_, err := s.store.UpdateEvent(ctx, id, func(e *Event) error {
		if e.IsDeleted() {
			return fault.Gone
		}
		held := e.Down != nil && e.Down.Held
		if e.Down = m; held {
			e.oweNaming(nil, s.now())
			e.oweNews(s.now())
		}
		s.owe(e)
		return nil
	})
	if err == nil {
		s.ring()
	}
	return orGone(err)
}

// Moderated returns an event that a moderator looks at, one that nobody sees too. fault.NotFound, of a draft too; fault.Gone for a
// tombstone.
func (s *Service) Moderated(ctx context.Context, id string) (Event, error) {
	e, err := s.store.Event(ctx, id)
	switch {
	case err == nil && e.IsDeleted():
		err = fault.Gone
	case err == nil && e.Draft:
		err = fault.NotFound
	}
	return e, err
}

// orGone takes what went meanwhile for done.
func orGone(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
