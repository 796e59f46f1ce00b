package contact

import (
	"context"
	"errors"
	"fmt"
	"time"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Get returns an exchange to one of its two, as they may read it: nothing of what the other gives before both have agreed, and never their
// note. Errors: fault.SignedOut; fault.NotFound for all others, once v took it out of their contacts, and when one of them blocks the other.
func (s *Service) Get(ctx context.Context, v viewer.Viewer, one string) (_ Exchange, err error) {
	defer fault.Wrap(&err, "contact.Get(%.40q)", one)
	if !v.SignedIn() {
		return Exchange{}, fault.SignedOut
	}
	e, err := s.store.Exchange(ctx, one)
	if err == nil && !e.standsFor(v.Account, s.now()) {
		err = fault.NotFound
	}
	if err == nil {
		err = s.shown(ctx, v.Account, &e)
	}
	if err != nil {
		return Exchange{}, err
	}
	return e, nil
}

// standsFor reports whether there is something in e for an account.
func (e *Exchange) standsFor(account string, now time.Time) bool {
	mine, _ := e.Sides(account)
	return mine != nil && mine.Gone.IsZero() && !e.over(now) && (e.State != Refused || mine == &e.From)
}

// shown empties e of what an account may not read. fault.NotFound when one blocks the other. Of who is gone, or leaves, nothing is left but the note.
func (s *Service) shown(ctx context.Context, account string, e *Exchange) error {
	mine, theirs := e.Sides(account)
	theirs.Note = ""
	if e.State == Refused {
		e.State = Offered // it is not told
	}
	if e.State != Agreed {
		theirs.Gives = Card{Name: theirs.Gives.Name, Page: theirs.Gives.Page}
	}
	if e.State == Agreed && !theirs.Gone.IsZero() || theirs.Account == "" {
		theirs.Gives, theirs.Account = Card{}, ""
		return nil
	}
	p, err := s.people.Person(ctx, theirs.Account)
	if errors.Is(err, fault.NotFound) && e.State == Agreed {
		theirs.Gives, theirs.Account = Card{}, ""
		return nil
	}
	if err == nil && e.State != Agreed && mine == &e.From { // whose code they read
		theirs.Gives = Card{Name: p.Name, Page: p.Page}
	}
	apart := false
	if err == nil {
		apart, err = s.people.Apart(ctx, mine.Account, theirs.Account)
	}
	if err == nil && apart {
		err = fault.NotFound
	}
	return err
}

// standard is how many contacts a page of the list has.
const standard = 30

// List lists exchanges of v, the last first, as Get shows them; those with whom a block stands between are left out. fault.SignedOut.
func (s *Service) List(ctx context.Context, v viewer.Viewer, l List, req page.Req) (list page.Of[Exchange], err error) {
	defer fault.Wrap(&err, "contact.List")
	if !v.SignedIn() {
		return list, fault.SignedOut
	}
	found, err := s.store.ExchangesConcerning(ctx, l.Of(v.Account), req.Clamp(standard))
	list.Next = found.Next
	for _, e := range found.Items {
		if !e.standsFor(v.Account, s.now()) {
			continue
		}
		switch err := s.shown(ctx, v.Account, &e); {
		case err == nil:
			list.Items = append(list.Items, e)
		case !errors.Is(err, fault.NotFound):
			return list, err
		}
	}
	return list, err
}

// Change gives something else to a contact. Errors: as Get; ErrOver; fault.Fields.
func (s *Service) Change(ctx context.Context, v viewer.Viewer, one string, g Gift) (err error) {
	defer fault.Wrap(&err, "contact.Change(%.40q)", one)
	gives, err := s.given(ctx, v, one, g)
	if err != nil {
		return err
	}
	_, err = s.store.UpdateExchange(ctx, one, func(e *Exchange) error {
		mine, _ := e.Sides(v.Account)
		if mine == nil || mine.Gives.IsZero() || e.State == Refused && mine == &e.To { // who offered is not told of a no
			return ErrOver
		}
		mine.Gives = gives
		return nil
	})
	return err
}

// Note writes what v wants to remember of a contact, for their own eyes. Errors: as Get; fault.Fields.
func (s *Service) Note(ctx context.Context, v viewer.Viewer, one, note string) (err error) {
	defer fault.Wrap(&err, "contact.Note(%.40q)", one)
	if _, err := s.Get(ctx, v, one); err != nil {
		return err
	}
	note = text.Lines(note)
	if n := text.Len(note); n > MaxNote {
		return fault.Fields{FieldNote: fmt.Sprintf("C'est trop long : %s caractères, il en faut %s au plus.", text.Number(n), text.Number(MaxNote))}
	}
	_, err = s.store.UpdateExchange(ctx, one, func(e *Exchange) error {
		mine, _ := e.Sides(v.Account)
		if mine == nil {
			return fault.NotFound
		}
		mine.Note = note
		return nil
	})
	return err
}
