package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/identification"
	"partant/internal/profile"
	"partant/internal/seal"
	"partant/internal/unseen"
)

// openIdentification has what a host must be able to tell an authority kept, sealed, when the configuration names a key for it.
func (a *App) openIdentification(ctx context.Context, now clock.Clock) error {
	key, err := a.cfg.Sealing()
	if err != nil {
		return err
	}
	secret, err := a.stores.secrets.Secret(ctx, "identification", id.Secret())
	a.Identification = identification.New(a.stores.sealed, secret, key, now)
	if key != nil {
		a.Accounts.WithWitness()
	}
	return err
}

// identified is what is sealed of an account besides its connections.
func identified(who account.Account) identification.Entry {
	e := identification.Entry{Account: who.ID, Name: who.Name, Emails: who.Addresses(), Created: who.Created, Terms: who.Terms}
	for _, i := range who.Identities {
		e.By = append(e.By, i.Provider+" "+i.Subject)
	}
	return e
}

const (
	// witnessed is how many accounts are looked at together.
	witnessed = 50
	// witnessLease is how long an account is out of the reach of other workers, and so how soon it is tried again.
	witnessLease = time.Minute
)

// witness keeps the names and addresses that members gave, until ctx ends.
func (a *App) witness(ctx context.Context) {
	debt.NewPayer("keeping who members said they are", time.Minute, 1).Run(ctx, a.log, func(ctx context.Context) error {
		if !a.Identification.Keeps() {
			return debt.ErrEnough // what was owed before is told once there is a key again
		}
		return a.PayIdentities(ctx)
	})
}

// PayIdentities keeps all names and addresses that wait to be kept.
func (a *App) PayIdentities(ctx context.Context) error {
	for {
		due, err := a.Accounts.TakeGiven(ctx, witnessLease, witnessed)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, who := range due {
			for _, d := range who.Owes {
				if d.Kind != account.OwesIdentity {
					continue
				}
				e := identified(who)
				err := a.Identification.Name(ctx, d.ID, identification.Entry{Account: e.Account, Name: e.Name, Emails: e.Emails})
				if err == nil {
					err = a.Accounts.Settle(ctx, who.ID, d)
				}
				if err != nil {
					return err
				}
			}
		}
	}
}

// closes seals who had an account that is erased, with the addresses of the pages that go with it.
func (a *App) closes(ctx context.Context, who account.Account, pages []string) error {
	e := identified(who)
	for _, id := range pages {
		p, _, err := a.Profiles.Moderated(ctx, id) // it is hidden by now
		if err != nil && !errors.Is(err, fault.NotFound) {
			return err
		}
		if p.Slug != "" {
			e.Pages = append(e.Pages, p.Slug)
		}
	}
	return a.Identification.Close(ctx, e)
}

// Identify opens what is kept of whom an authority asks about, with the private half of the key: by an e-mail address, by the slug
// of a page, or by an account. Of the page those are meant who speak for it today, and whose account it went with.
func (a *App) Identify(ctx context.Context, key seal.Private, q identification.Question) (f identification.Found, open []account.Account, err error) {
	if q.Email != "" {
		if who, err := a.Accounts.ByEmail(ctx, q.Email); err == nil {
			q.Accounts = append(q.Accounts, who.ID)
		}
	}
	if q.Page != "" {
		team, err := a.speakers(ctx, q.Page)
		if err != nil {
			return f, nil, err
		}
		q.Accounts = append(q.Accounts, team...)
	}
	if f, err = identification.Open(ctx, a.stores.sealed, key, q); err != nil {
		return f, nil, err
	}
	ids := map[string]bool{}
	for _, id := range q.Accounts {
		ids[id] = true
	}
	for _, e := range f.Entries {
		ids[e.Account] = true
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		if who, err := a.Accounts.Get(ctx, id); err == nil {
			open = append(open, who)
		}
	}
	return f, open, nil
}

// speakers are the accounts of the team of a page, and of those who wrote its versions.
func (a *App) speakers(ctx context.Context, slug string) (accounts []string, err error) {
	p, err := a.stores.profiles.BySlug(ctx, slug)
	var hidden unseen.Error
	if errors.As(err, &hidden) { // by a moderator
		p, _, err = a.Profiles.Moderated(ctx, hidden.ID)
	}
	if err != nil && !errors.Is(err, fault.NotFound) {
		return nil, err
	}
	for _, m := range p.Team {
		accounts = append(accounts, m.Account)
	}
	if p.ID == "" {
		return nil, nil
	}
	pasts, err := a.stores.history.Pasts(ctx, p.ID, profile.MostPasts)
	for _, v := range pasts {
		if by := v.Profile.By; by != "" && by != profile.Left {
			accounts = append(accounts, by)
		}
	}
	return accounts, err
}
