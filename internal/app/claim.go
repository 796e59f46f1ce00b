package app

import (
	"partant/internal/claim"
	"partant/internal/clock"
	"partant/internal/outside"
	"partant/internal/profile"
	"partant/internal/proof"
	"partant/internal/store/kept"
)

// pages reads profiles for the rules of claims.
type pages struct {
	profile.Store
	profile.Lists
}

// claims puts together who decides who answers for a page.
func (a *App) claims(now clock.Clock) (*claim.Service, error) {
	sites, err := a.sites()
	if err != nil {
		return nil, err
	}
	return claim.New(claim.Ports{
		Store: a.stores.claims, Pages: pages{kept.NewProfiles(a.stores.profiles, a.stores.db.ProfileChanges), a.Lists},
		Teams: a.Profiles, People: a.Accounts, Sites: sites,
	}, now, func() { a.Mailroom.Wake() }), nil
}

// sites looks for proofs where the sites are or, in a trial on a laptop, at one address of this machine.
func (a *App) sites() (*proof.Prover, error) {
	at, err := a.cfg.Proof()
	if err != nil {
		return nil, err
	}
	if !at.IsValid() {
		return proof.New(a.Base.String()), nil
	}
	return proof.NewInLab(a.Base.String(), outside.One(at)), nil
}
