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

// Identity is somebody as a provider knows them. Provider and Subject together are the key; an address is none. No two
// accounts have the same.
type Identity struct {
	Provider     string    `json:"provider"`
	Subject      string    `json:"subject"`
	Email        string    `json:"email,omitempty"`        // as the provider gives it, so that its owner knows which one it is
	Verified     bool      `json:"verified,omitempty"`     // the provider says that they read it
	Name         string    `json:"name,omitempty"`         // to fill a form; not kept with an account
	SIRET        string    `json:"siret,omitempty"`        // of the company that they say they work for
	SIRETVouched bool      `json:"siretVouched,omitempty"` // the provider checked that they do
	Said         time.Time `json:"said,omitzero"`          // when the provider last said this of the company
	Linked       time.Time `json:"linked,omitzero"`
}

// Key is what the identity is found by.
func (i Identity) Key() string { return id.Digest(i.Provider + "\x00" + i.Subject) }

// linked is i as an account keeps it.
func (i Identity) linked(now time.Time) Identity {
	i.Name, i.Linked, i.Said = "", now, now
	return i
}

// again is i as an account keeps it once the provider has said who they are anew: people change companies.
func (i Identity) again(said Identity, now time.Time) Identity {
	i.SIRET, i.SIRETVouched, i.Said = said.SIRET, said.SIRETVouched, now
	return i
}

// MostIdentities is how many identities an account may have.
const MostIdentities = 10

// Arrival is what comes of somebody whom a provider let in.
type Arrival struct {
	Account *Account // theirs; nil when nobody has the identity yet, and then:
	Purpose Purpose  // ByService: they finish signing up. ToJoin: they sign up. ToLink: they sign in, then link
	Browser string   // the secret that binds what is next to their browser
}

// Arrive takes in somebody whom a provider knows. next is where they were going. What a provider says of an address never
// opens the account that has this address: its owner signs in there and links the two.
func (s *Service) Arrive(ctx context.Context, i Identity, next string) (_ Arrival, err error) {
	defer fault.Wrap(&err, "account.Arrive(%s)", i.Provider)
	a, err := s.store.ByIdentity(ctx, i.Key())
	if err == nil {
		a, err = s.heard(ctx, a, i)
		return Arrival{Account: &a}, err
	}
	if !errors.Is(err, fault.NotFound) {
		return Arrival{}, err
	}
	i.Email, i.Name = text.Line(i.Email), text.Cut(text.Line(i.Name), 80)
	if i.Verified = i.Verified && IsAddress(i.Email); !i.Verified {
		return s.arriving(ctx, Ticket{Purpose: ToJoin, Service: &i, Next: next})
	}
	owner, err := s.store.ByEmail(ctx, i.Email)
	switch {
	case errors.Is(err, fault.NotFound):
		return s.arriving(ctx, Ticket{Purpose: ByService, Email: i.Email, Proved: true, Service: &i, Next: next})
	case err != nil:
		return Arrival{}, err
	}
	return s.arriving(ctx, Ticket{Purpose: ToLink, Account: owner.ID, Service: &i, Next: next})
}

// heard keeps what a provider says of the company of a member who has that identity already.
func (s *Service) heard(ctx context.Context, a Account, said Identity) (Account, error) {
	at := a.identity(said.Key())
	if at < 0 || said.SIRET == "" && a.Identities[at].SIRET == "" {
		return a, nil
	}
	return s.store.Update(ctx, a.ID, func(a *Account) error {
		if at := a.identity(said.Key()); at >= 0 {
			a.Identities = slices.Clone(a.Identities)
			a.Identities[at] = a.Identities[at].again(said, s.now())
		}
		return nil
	})
}

func (s *Service) arriving(ctx context.Context, t Ticket) (Arrival, error) {
	browser, err := s.keep(ctx, t, joinAtMost)
	return Arrival{Purpose: t.Purpose, Browser: browser}, err
}

// Joining returns who a provider said a browser is, to fill the form of an account; ErrOver.
func (s *Service) Joining(ctx context.Context, browser string) (Identity, error) {
	t, err := s.held(ctx, browser, ToJoin, "")
	if err != nil {
		return Identity{}, err
	}
	return *t.Service, nil
}

// joining is the identity that somebody who signs up comes with, or nil.
func (s *Service) joining(ctx context.Context, k Knock) (*Identity, error) {
	if k.Service == "" || k.Entry == nil {
		return nil, nil
	}
	i, err := s.Joining(ctx, k.Service)
	if errors.Is(err, ErrOver) {
		return nil, nil // they sign up without it
	}
	return &i, err
}

// Linking returns the identity that waits to be linked to an account, and where they were going; ErrOver.
func (s *Service) Linking(ctx context.Context, account, browser string) (Identity, string, error) {
	t, err := s.held(ctx, browser, ToLink, account)
	if err != nil {
		return Identity{}, "", err
	}
	return *t.Service, t.Next, nil
}

// LinkWaiting links it, now that the owner of the account has signed in and says so. ErrOver; errors of Link.
func (s *Service) LinkWaiting(ctx context.Context, account, browser, agent string) (err error) {
	defer fault.Wrap(&err, "account.LinkWaiting")
	t, err := s.spend(ctx, browser, ToLink, account)
	if err != nil {
		return err
	}
	return s.Link(ctx, account, *t.Service, agent)
}

// Link lets an identity open an account. Linked twice, only what it says of the company is new. fault.Taken "identite" when it opens another,
// fault.Conflict when the account has MostIdentities.
func (s *Service) Link(ctx context.Context, account string, i Identity, agent string) (err error) {
	defer fault.Wrap(&err, "account.Link(%s)", i.Provider)
	a, err := s.store.Get(ctx, account)
	if err == nil && a.identity(i.Key()) >= 0 {
		_, err = s.heard(ctx, a, i)
		return err
	}
	if err != nil {
		return err
	}
	return s.change(ctx, account, Linked, agent, func(a *Account) error {
		if a.identity(i.Key()) < 0 && len(a.Identities) >= MostIdentities {
			return fmt.Errorf("%d identities already: %w", MostIdentities, fault.Conflict)
		}
		a.Identities = slices.DeleteFunc(a.Identities, func(had Identity) bool { return had.Key() == i.Key() })
		a.Identities = append(a.Identities, i.linked(s.now()))
		return nil
	})
}

// Unlink takes an identity away, by its Key. A code by e-mail is always left as a way in. fault.NotFound.
func (s *Service) Unlink(ctx context.Context, account, key, agent string) (err error) {
	defer fault.Wrap(&err, "account.Unlink")
	return s.change(ctx, account, Unlinked, agent, func(a *Account) error {
		i := a.identity(key)
		if i < 0 {
			return fmt.Errorf("no such identity: %w", fault.NotFound)
		}
		a.Identities = slices.Delete(a.Identities, i, i+1)
		return nil
	})
}

// identity is the index of the identity of a key, or negative.
func (a *Account) identity(key string) int {
	return slices.IndexFunc(a.Identities, func(i Identity) bool { return i.Key() == key })
}

// SIRET is the company that a provider says a works for, or "".
func (a *Account) SIRET() string {
	for _, i := range a.Identities {
		if i.SIRET != "" {
			return i.SIRET
		}
	}
	return ""
}
