package profile

import (
	"context"
	"fmt"
	"slices"
)

// Readers are those who read what is written to a page. Nobody does when both fields are empty.
type Readers struct {
	Accounts []string // of its owners
	Mailbox  string   // the address that its owner gave
}

// None reports whether nothing can arrive.
func (r Readers) None() bool { return len(r.Accounts) == 0 && r.Mailbox == "" }

// Readers returns who reads for p. An address that comes from open data is nobody's consent: letters never go there.
func (p *Profile) Readers() Readers {
	var r Readers
	if p.Example {
		return r
	}
	for _, m := range p.Team {
		if m.Account != "" && m.Role == Owner && !slices.Contains(r.Accounts, m.Account) {
			r.Accounts = append(r.Accounts, m.Account)
		}
	}
	if p.Source == nil || len(r.Accounts) > 0 && slices.Contains(p.Owned, FieldEmail) {
		r.Mailbox = p.Email.Value
	}
	return r
}

// ReadersOf returns the page of a slug and who reads for it. fault.NotFound, fault.Gone.
func (s *Service) ReadersOf(ctx context.Context, slug string) (_ Profile, _ Readers, err error) {
	p, err := s.store.BySlug(ctx, slug)
	if err != nil {
		return Profile{}, Readers{}, fmt.Errorf("profile.ReadersOf(%.80q): %w", slug, err)
	}
	return p, p.Readers(), nil
}
