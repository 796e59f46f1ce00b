package contact

import (
	"context"
	"errors"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/viewer"
)

// Offer gives something to whose code it is, which they read once they agree: v has asked for theirs by it. Whose offer waits already has
// what it gives changed; who was offered to by them agrees; who has exchanged changes what they give. Errors: as Read; fault.Fields.
func (s *Service) Offer(ctx context.Context, v viewer.Viewer, word string, g Gift) (_ Exchange, err error) {
	defer fault.Wrap(&err, "contact.Offer")
	to, _, err := s.Read(ctx, v, word)
	if err != nil {
		return Exchange{}, err
	}
	me, err := s.people.Person(ctx, v.Account)
	if err != nil {
		return Exchange{}, err
	}
	gives, err := s.card(&me, g)
	if err != nil {
		return Exchange{}, err
	}
	met, err := s.people.Together(ctx, v.Account, to.Account)
	if err != nil {
		return Exchange{}, err
	}
	fresh := offer{v.Account, to.Account, gives, met, s.now()}
	for {
		e, err := s.store.UpdateExchange(ctx, IDOf(v.Account, to.Account), fresh.again)
		if errors.Is(err, fault.NotFound) {
			if err = s.room(ctx, v.Account); err == nil {
				e = Exchange{ID: IDOf(v.Account, to.Account)}
				fresh.begin(&e)
				err = s.store.InsertExchange(ctx, e)
			}
			if errors.Is(err, fault.Taken{Field: "id"}) {
				continue // it came just now
			}
		}
		if err == nil {
			s.wake()
		}
		return e, err
	}
}

// room refuses one more than MostContacts.
func (s *Service) room(ctx context.Context, account string) error {
	n := 0
	for _, err := range s.all(ctx, everyone.Of(account)) {
		if err != nil {
			return err
		}
		if n++; n >= MostContacts {
			return fault.Fields{FieldPhone: "Vous avez déjà beaucoup de contacts : retirez-en pour faire de la place."}
		}
	}
	return nil
}

// offer is what somebody gives to another.
type offer struct {
	from, to string
	gives    Card
	met      string
	at       time.Time
}

// begin has e be that offer, whatever it was.
func (o offer) begin(e *Exchange) {
	*e = Exchange{ID: e.ID, Rev: e.Rev, From: Side{Account: o.from, Gives: o.gives}, To: Side{Account: o.to}, State: Offered, Created: o.at, Expires: o.at.AddDate(0, 0, WaitDays), Event: o.met}
	e.Owes.Owe(id.New(), OwesOffer, o.at)
	if o.met != "" {
		e.Owes.Owe(id.Named(OwesForget, e.ID), OwesForget, o.at.AddDate(0, MetMonths, 0))
	}
}

// again is the offer where there was something before.
func (o offer) again(e *Exchange) error {
	mine, theirs := e.Sides(o.from)
	waits := mine != nil && !e.over(o.at)
	switch {
	case waits && e.State == Offered && mine == &e.To:
		e.agree(o.gives, o.at)
	case waits && e.State == Refused && mine == &e.From:
		mine.Gone, mine.Gives = time.Time{}, o.gives // it waits, as far as they know
	case waits && mine.Gone.IsZero() && theirs.Gone.IsZero() && e.State != Refused:
		mine.Gives = o.gives
	case mine != nil && e.State == Agreed: // one of them had ended it
		note, noted := mine.Note, theirs.Note
		o.begin(e)
		e.From.Note, e.To.Note = note, noted
	default:
		o.begin(e)
	}
	return nil
}

// over reports whether e waits for nothing any more.
func (e *Exchange) over(now time.Time) bool { return !e.Expires.IsZero() && now.After(e.Expires) }

// agree has both find each other.
func (e *Exchange) agree(gives Card, at time.Time) {
	e.To.Gives, e.State, e.Agreed, e.Expires = gives, Agreed, at, time.Time{}
	e.Owes.Drop(OwesOffer)
	e.Owes.Owe(id.New(), OwesAgreed, at)
}

// refuse ends an offer: whoever made it is not told, reads what they offered as before, and does not make it again for a while.
func (e *Exchange) refuse(at time.Time) {
	e.State, e.Expires = Refused, at.AddDate(0, 0, WaitDays)
	e.Owes.Drop(OwesOffer)
}

// Answer says yes to an offer, and gives something; or no, of which nobody is told. Errors: as Get; ErrOver; fault.Fields.
func (s *Service) Answer(ctx context.Context, v viewer.Viewer, one string, yes bool, g Gift) (_ Exchange, err error) {
	defer fault.Wrap(&err, "contact.Answer(%.40q)", one)
	var gives Card
	if !v.SignedIn() {
		return Exchange{}, fault.SignedOut
	}
	if yes {
		if gives, err = s.given(ctx, v, one, g); err != nil {
			return Exchange{}, err
		}
	}
	e, err := s.store.UpdateExchange(ctx, one, func(e *Exchange) error {
		switch {
		case e.To.Account == v.Account && e.State == Agreed && yes, e.To.Account == v.Account && e.State == Refused && !yes:
			return nil
		case e.To.Account != v.Account && e.From.Account != v.Account:
			return fault.NotFound
		case e.To.Account != v.Account || e.State != Offered || e.over(s.now()):
			return ErrOver
		case yes:
			e.agree(gives, s.now())
		default:
			e.refuse(s.now())
		}
		return nil
	})
	if err == nil {
		s.wake()
	}
	return e, err
}

// given is what v gives in an exchange that they may see. Errors: as Get; fault.Fields.
func (s *Service) given(ctx context.Context, v viewer.Viewer, one string, g Gift) (Card, error) {
	if _, err := s.Get(ctx, v, one); err != nil {
		return Card{}, err
	}
	me, err := s.people.Person(ctx, v.Account)
	if err != nil {
		return Card{}, err
	}
	return s.card(&me, g)
}
