package subscriber

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
)

// The form fields, keys of fault.Fields.
const (
	FieldEmail  = "email"
	FieldRhythm = "rythme"
)

// ErrOver is the fault.NotFound of a link that leads to nobody any more.
var ErrOver = fmt.Errorf("nobody follows by that link: %w", fault.NotFound)

// Secrets are what the Service is given to know addresses and links again by.
type Secrets struct {
	Print func(email string) string  // of an address: nobody who does not know the secret tells which it is of
	Seal  func(of string) string     // the word that a link proves itself by
	Fits  func(of, word string) bool // whether a word is that of Seal
}

// Accounts takes over what an address follows once it has an account.
type Accounts interface {
	// Take has the account of an address follow things from now on, and reports false when the address has none.
	Take(ctx context.Context, email string, wants []Want) (bool, error)
}

// Service applies the rules of following by letter.
type Service struct {
	store    Store
	secrets  Secrets
	accounts Accounts
	there    func(ctx context.Context, source, name string) (bool, error) // whether there is anything to follow any more
	now      clock.Clock
	wake     func()
}

// New returns a Service. wake is called after each write that owes a letter.
func New(store Store, secrets Secrets, accounts Accounts, there func(ctx context.Context, source, name string) (bool, error), now clock.Clock, wake func()) *Service {
	return &Service{store, secrets, accounts, there, now, wake}
}

// Draft is what the form holds, as typed.
type Draft struct {
	Source, Name  string // what is followed
	Email, Rhythm string
}

// Check returns the fault.Fields that Ask would, and writes nothing.
func (s *Service) Check(d Draft) error {
	wrong := fault.Fields{}
	if !text.IsAddress(text.Line(d.Email)) {
		wrong.Add(FieldEmail, "Cette adresse e-mail n'est pas complète : écrivez par exemple prenom@exemple.fr.")
	}
	return wrong.Err()
}

func (s *Service) idOf(email string) string {
	return id.Named("abonne", s.secrets.Print(text.Line(email)))
}

// Ask keeps that an address would follow something, and owes it the letter that asks whether it is theirs: whatever was there
// before, so that whoever asks learns nothing of the address. Errors: fault.Fields.
func (s *Service) Ask(ctx context.Context, d Draft) (err error) {
	defer fault.Wrap(&err, "subscriber.Ask")
	if err := s.Check(d); err != nil {
		return err
	}
	now := s.now()
	ask := func(one *Subscriber) error {
		one.ask(Want{Source: d.Source, Name: d.Name, At: now})
		if len(one.Sources()) == 0 { // nobody changes how often somebody else is written to
			one.Rhythm = ParseRhythm(d.Rhythm)
		}
		one.Owes.Drop(OwesLetter)
		one.Owes = append(one.Owes, debt.Debt{ID: id.New(), Kind: OwesLetter, Due: now})
		if one.Waits() {
			one.Owes.Drop(OwesEnd)
			one.Owes = append(one.Owes, debt.Debt{ID: id.New(), Kind: OwesEnd, Due: now.Add(UnconfirmedKept)})
		}
		return nil
	}
	one := Subscriber{ID: s.idOf(d.Email), Email: text.Line(d.Email)}
	for {
		fresh := one
		if err := ask(&fresh); err != nil {
			return err
		}
		err := s.store.InsertSubscriber(ctx, fresh)
		if errors.Is(err, fault.Taken{Field: "id"}) {
			_, err = s.store.UpdateSubscriber(ctx, one.ID, ask)
			if errors.Is(err, fault.NotFound) {
				continue // it went just now
			}
		}
		if err == nil {
			s.wake()
		}
		return err
	}
}

// Link is the path of the link of a subscriber, without what stands before it: good as long as they follow anything.
func (s *Service) Link(subscriber string) string {
	return subscriber + "/" + s.secrets.Seal(subscriber)
}

// Open returns the subscriber that a link leads to. It changes nothing. ErrOver.
func (s *Service) Open(ctx context.Context, subscriber, secret string) (Subscriber, error) {
	if !s.secrets.Fits(subscriber, secret) {
		return Subscriber{}, ErrOver
	}
	one, err := s.store.Subscriber(ctx, subscriber)
	if errors.Is(err, fault.NotFound) {
		err = ErrOver
	}
	return one, err
}

// Confirm notes that an address is theirs: from now on they are told what is new. An address that has an account follows with that,
// and true is returned. Done twice it is done once. ErrOver.
func (s *Service) Confirm(ctx context.Context, subscriber, secret string) (member bool, err error) {
	defer fault.Wrap(&err, "subscriber.Confirm")
	one, err := s.change(ctx, subscriber, secret, func(one *Subscriber) { one.confirm(s.now()) })
	if err != nil {
		return false, err
	}
	return s.handOver(ctx, one, one.Email)
}

func (s *Service) change(ctx context.Context, subscriber, secret string, how func(*Subscriber)) (Subscriber, error) {
	if !s.secrets.Fits(subscriber, secret) {
		return Subscriber{}, ErrOver
	}
	one, err := s.store.UpdateSubscriber(ctx, subscriber, func(one *Subscriber) error { how(one); return nil })
	if errors.Is(err, fault.NotFound) {
		err = ErrOver
	}
	return one, err
}

// SetRhythm keeps how often they want to be written to. ErrOver.
func (s *Service) SetRhythm(ctx context.Context, subscriber, secret, rhythm string) (err error) {
	defer fault.Wrap(&err, "subscriber.SetRhythm")
	_, err = s.change(ctx, subscriber, secret, func(one *Subscriber) {
		one.Rhythm = ParseRhythm(rhythm)
		if len(one.Sources()) > 0 {
			one.oweDigest(s.now())
		}
	})
	return err
}

// Drop has them follow something no more; with the last thing the address goes. ErrOver.
func (s *Service) Drop(ctx context.Context, subscriber, secret, source string) (err error) {
	defer fault.Wrap(&err, "subscriber.Drop")
	one, err := s.change(ctx, subscriber, secret, func(one *Subscriber) {
		one.Wants = slices.DeleteFunc(slices.Clone(one.Wants), func(w Want) bool { return w.Source == source })
	})
	if err == nil && len(one.Wants) == 0 {
		err = s.store.RemoveSubscriber(ctx, subscriber)
	}
	return err
}

// Ended reports whether the address of a link is forgotten. ErrOver for a link that was never one.
func (s *Service) Ended(ctx context.Context, subscriber, secret string) (bool, error) {
	if !s.secrets.Fits(subscriber, secret) {
		return false, ErrOver
	}
	_, err := s.store.Subscriber(ctx, subscriber)
	return errors.Is(err, fault.NotFound), orGone(err)
}

// Stop ends all letters and forgets the address. Done twice it is done once. ErrOver for a link that was never one.
func (s *Service) Stop(ctx context.Context, subscriber, secret string) (err error) {
	defer fault.Wrap(&err, "subscriber.Stop")
	if !s.secrets.Fits(subscriber, secret) {
		return ErrOver
	}
	return s.store.RemoveSubscriber(ctx, subscriber)
}

// Adopt has the account that an address has now follow what it followed by letter, and forgets the rest. Done twice it is done once.
func (s *Service) Adopt(ctx context.Context, email string) (err error) {
	defer fault.Wrap(&err, "subscriber.Adopt")
	one, err := s.store.Subscriber(ctx, s.idOf(email))
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil {
		_, err = s.handOver(ctx, one, email)
	}
	return err
}

// handOver gives what was confirmed to the account of the address, if it has one. What waits for a word goes with it: whoever has
// an account follows by themself.
func (s *Service) handOver(ctx context.Context, one Subscriber, email string) (bool, error) {
	wants := slices.DeleteFunc(slices.Clone(one.Wants), func(w Want) bool { return w.Confirmed.IsZero() })
	taken, err := s.accounts.Take(ctx, email, wants)
	if err == nil && taken {
		err = s.store.RemoveSubscriber(ctx, one.ID)
	}
	return taken, err
}

// Forget takes an address away, however it is written. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, email string) error {
	return s.store.RemoveSubscriber(ctx, s.idOf(email))
}

// Asked notes that the letter of a debt of kind OwesLetter has left.
func (s *Service) Asked(ctx context.Context, subscriber string, paid debt.Debt) error {
	_, err := s.store.UpdateSubscriber(ctx, subscriber, func(one *Subscriber) error { one.Owes.Clear(paid); return nil })
	return orGone(err)
}

// Later notes that a letter was tried in vain, and when it is due again.
func (s *Service) Later(ctx context.Context, subscriber string, tried debt.Debt, due time.Time) error {
	_, err := s.store.UpdateSubscriber(ctx, subscriber, func(one *Subscriber) error { one.Owes.Delay(tried.ID, due); return nil })
	return orGone(err)
}

// Told notes that a digest told all until an instant: the next one is owed. What is there no more is not followed any more, and an
// address that follows nothing is forgotten.
func (s *Service) Told(ctx context.Context, subscriber string, paid debt.Debt, until time.Time) (err error) {
	defer fault.Wrap(&err, "subscriber.Told")
	one, err := s.store.Subscriber(ctx, subscriber)
	if err != nil {
		return orGone(err)
	}
	gone := map[string]bool{}
	for _, w := range one.Wants {
		there, err := s.there(ctx, w.Source, w.Name)
		if err != nil {
			return err
		}
		gone[w.Source] = !there
	}
	one, err = s.store.UpdateSubscriber(ctx, subscriber, func(one *Subscriber) error {
		one.Wants = slices.DeleteFunc(slices.Clone(one.Wants), func(w Want) bool { return gone[w.Source] })
		if slices.ContainsFunc(one.Owes, func(d debt.Debt) bool { return d.ID == paid.ID }) {
			one.Owes.Clear(paid)
			one.NewsTo = until
			one.oweDigest(s.now())
		}
		return nil
	})
	if err == nil && len(one.Wants) == 0 {
		err = s.store.RemoveSubscriber(ctx, subscriber)
	}
	return orGone(err)
}

// sweepLease is how long one that is to go is out of the reach of other workers.
const sweepLease = time.Minute

// Sweep takes away what nobody has confirmed in time, and addresses of which nothing else is left.
func (s *Service) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "subscriber.Sweep")
	for {
		due, err := s.store.DueSubscribers(ctx, s.now(), sweepLease, page.MaxLimit, OwesEnd)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, d := range due {
			one, err := s.store.UpdateSubscriber(ctx, d.ID, func(one *Subscriber) error { one.expire(s.now()); return nil })
			if err == nil && len(one.Wants) == 0 {
				err = s.store.RemoveSubscriber(ctx, d.ID)
			}
			if err := orGone(err); err != nil {
				return err
			}
		}
	}
}

// orGone takes what went meanwhile for done.
func orGone(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
