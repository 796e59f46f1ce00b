package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
)

// Key is a passkey: what a device signs with, in place of a password. No two accounts have one of the same ID.
type Key struct {
	ID      string    `json:"id"`
	Data    string    `json:"data"`  // what Devices wrote: not a secret
	Label   string    `json:"label"` // what its member calls it
	Created time.Time `json:"created"`
	Used    time.Time `json:"used,omitzero"`
}

// Devices asks devices to make passkeys and to sign with them: see package passkey. A ceremony has two halves; the
// session between them is kept here, once and for five minutes.
type Devices interface {
	// Register begins to make a key. Options are for the browser.
	Register(a Account) (options []byte, session string, err error)
	// Registered returns the ID and the Data of the new key. fault.Invalid, fault.Forbidden, fault.Conflict.
	Registered(a Account, session string, answer []byte) (Key, error)
	// SignIn begins a sign-in by whoever holds a key of this site.
	SignIn() (options []byte, session string, err error)
	// SignedIn asks find for the account that the device names, and returns its id and the key as it is to be kept now.
	// fault.Invalid, fault.Forbidden.
	SignedIn(session string, answer []byte, find func(account string) (Account, error)) (account string, used Key, err error)
	// Confirm begins to ask the owner for one of their keys; fault.NotFound when there is none.
	Confirm(a Account) (options []byte, session string, err error)
	// Confirmed returns the key that was used, as it is to be kept now. fault.Invalid, fault.Forbidden.
	Confirmed(a Account, session string, answer []byte) (Key, error)
}

// MostKeys is how many passkeys an account may have.
const MostKeys = 20

// HasDevices reports whether there are passkeys at the address of this site.
func (s *Service) HasDevices() bool { return s.factors.Devices != nil }

// devices returns fault.NotFound where there are none.
func (s *Service) devices() (Devices, error) {
	if s.factors.Devices == nil {
		return nil, fmt.Errorf("no passkeys here: %w", fault.NotFound)
	}
	return s.factors.Devices, nil
}

// AskNewKey begins to make a passkey: options for the browser, and the secret that binds them to it.
func (s *Service) AskNewKey(ctx context.Context, account string) (options []byte, browser string, err error) {
	defer fault.Wrap(&err, "account.AskNewKey")
	devices, err := s.devices()
	if err != nil {
		return nil, "", err
	}
	a, err := s.store.Get(ctx, account)
	if err != nil {
		return nil, "", err
	}
	options, session, err := devices.Register(a)
	if err != nil {
		return nil, "", err
	}
	browser, err = s.keep(ctx, Ticket{Purpose: ToAddKey, Account: account, Kept: session}, secondAtMost)
	return options, browser, err
}

// AddKey keeps the passkey that a device made. It returns printed codes when it is the first factor, for this one time;
// every other browser is signed out then. ErrOver; fault.Invalid or fault.Forbidden when the answer is none to what was
// asked; fault.Conflict when somebody has that key already, or the account has MostKeys.
func (s *Service) AddKey(ctx context.Context, account, browser, label string, answer []byte, secret, agent string) (rescue []string, err error) {
	defer fault.Wrap(&err, "account.AddKey")
	devices, err := s.devices()
	if err != nil {
		return nil, err
	}
	t, err := s.spend(ctx, browser, ToAddKey, account)
	if err != nil {
		return nil, err
	}
	a, err := s.store.Get(ctx, account)
	if err != nil {
		return nil, err
	}
	key, err := devices.Registered(a, t.Kept, answer)
	if err != nil {
		return nil, err
	}
	key.Label, key.Created = text.Cut(text.Line(label), 60), s.now()
	return s.addFactor(ctx, account, KeyAdded, secret, agent, func(a *Account) error {
		if len(a.Keys) >= MostKeys {
			return fmt.Errorf("%d passkeys already: %w", MostKeys, fault.Conflict)
		}
		a.Keys = append(a.Keys, key)
		return nil
	})
}

// RemoveKey takes a passkey away. last reports that no factor is left. fault.NotFound.
func (s *Service) RemoveKey(ctx context.Context, account, key, agent string) (last bool, err error) {
	defer fault.Wrap(&err, "account.RemoveKey")
	return s.removeFactor(ctx, account, KeyRemoved, agent, func(a *Account) error {
		was := len(a.Keys)
		a.Keys = slices.DeleteFunc(a.Keys, func(k Key) bool { return k.ID == key })
		if len(a.Keys) == was {
			return fmt.Errorf("no such passkey: %w", fault.NotFound)
		}
		return nil
	})
}

// AskKey begins a sign-in by a passkey: options for the browser, and the secret that binds them to it.
func (s *Service) AskKey(ctx context.Context) (options []byte, browser string, err error) {
	defer fault.Wrap(&err, "account.AskKey")
	devices, err := s.devices()
	if err != nil {
		return nil, "", err
	}
	options, session, err := devices.SignIn()
	if err != nil {
		return nil, "", err
	}
	browser, err = s.keep(ctx, Ticket{Purpose: ByKey, Kept: session}, secondAtMost)
	return options, browser, err
}

// EnterByKey lets in who holds a passkey: it asked for a finger, a face or a code, so it counts as two factors. ErrOver;
// fault.Invalid or fault.Forbidden when the answer is none to what was asked.
func (s *Service) EnterByKey(ctx context.Context, browser string, answer []byte) (_ Account, err error) {
	defer fault.Wrap(&err, "account.EnterByKey")
	devices, err := s.devices()
	if err != nil {
		return Account{}, err
	}
	t, err := s.spend(ctx, browser, ByKey, "")
	if err != nil {
		return Account{}, err
	}
	account, used, err := devices.SignedIn(t.Kept, answer, func(id string) (Account, error) { return s.store.Get(ctx, id) })
	if err != nil {
		return Account{}, err
	}
	return s.used(ctx, account, used)
}

// used keeps a key as its last use left it. fault.Forbidden when it was taken away meanwhile.
func (s *Service) used(ctx context.Context, account string, key Key) (Account, error) {
	return s.store.Update(ctx, account, func(a *Account) error {
		i := slices.IndexFunc(a.Keys, func(k Key) bool { return k.ID == key.ID })
		if i < 0 {
			return fmt.Errorf("the passkey is gone: %w", fault.Forbidden)
		}
		a.Keys[i].Data, a.Keys[i].Used = key.Data, s.now()
		return nil
	})
}

// AskSecondKey begins to ask for a passkey as second step. ErrOver; fault.NotFound when the account has none.
func (s *Service) AskSecondKey(ctx context.Context, browser string) (options []byte, err error) {
	defer fault.Wrap(&err, "account.AskSecondKey")
	devices, err := s.devices()
	if err != nil {
		return nil, err
	}
	a, err := s.Verifying(ctx, browser)
	if err != nil {
		return nil, err
	}
	options, session, err := devices.Confirm(a)
	if err != nil {
		return nil, err
	}
	_, err = s.tickets.UpdateTicket(ctx, id.Digest(browser), func(t *Ticket) error { t.Kept = session; return nil })
	return options, over(err)
}

// VerifyByKey lets in who showed a passkey as second step. Errors are those of EnterByKey.
func (s *Service) VerifyByKey(ctx context.Context, browser string, answer []byte) (_ Passage, err error) {
	defer fault.Wrap(&err, "account.VerifyByKey")
	devices, err := s.devices()
	if err != nil {
		return Passage{}, err
	}
	a, err := s.Verifying(ctx, browser)
	if err != nil {
		return Passage{}, err
	}
	session := ""
	t, err := s.tickets.UpdateTicket(ctx, id.Digest(browser), func(t *Ticket) error { session, t.Kept = t.Kept, ""; return nil }) // once
	if err != nil {
		return Passage{}, over(err)
	}
	key, err := devices.Confirmed(a, session, answer)
	if err != nil {
		return Passage{}, err
	}
	if a, err = s.used(ctx, a.ID, key); err != nil {
		return Passage{}, err
	}
	return s.verified(ctx, t, a)
}

// NoKey reports whether a passkey did not let in: what its device sent holds no more, or never did.
func NoKey(err error) bool {
	return errors.Is(err, fault.Invalid) || errors.Is(err, fault.Forbidden) || errors.Is(err, fault.NotFound)
}
