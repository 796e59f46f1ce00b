// Package welcome leads a new member through the first hour: who they are, their company, who is near.
package welcome

import (
	"context"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/profile"
)

// Service joins accounts and profiles for newcomers.
type Service struct {
	accounts *account.Service
	profiles *profile.Service
}

// New returns a Service.
func New(accounts *account.Service, profiles *profile.Service) *Service {
	return &Service{accounts: accounts, profiles: profiles}
}

// Person gives an account its own page: a name, what they do in a line, a commune (INSEE code). Done twice, the first
// page stays. Errors: fault.Fields.
func (s *Service) Person(ctx context.Context, a account.Account, name, title, commune string) (_ account.Account, err error) {
	defer fault.Wrap(&err, "welcome.Person")
	if a.Person != "" {
		return s.accounts.Advance(ctx, a.ID, account.StepCompany)
	}
	p, err := s.profiles.Create(ctx, a.Viewer(), profile.Draft{
		Key: id.Named("personne", a.ID), Kind: profile.Person, Name: name, Pitch: title, Commune: commune,
	})
	if err != nil {
		return a, err
	}
	return s.accounts.Embody(ctx, a.ID, p.ID, p.Slug)
}
