package message

import (
	"context"
	"fmt"

	"partant/internal/fault"
)

// Wish says from whom a reader wants letters that they did not ask for.
type Wish string

// The wishes.
const (
	FromAll     Wish = ""
	FromMembers Wish = "membres"
	FromNobody  Wish = "personne"
)

// Reader is somebody who reads for a page.
type Reader struct {
	Party
	Wants Wish
}

// admits reports whether the reader wants a letter of a member, or of a visitor.
func (r Reader) admits(member bool) bool {
	return r.Wants == FromAll || r.Wants == FromMembers && member
}

// What somebody hears who may not write to a page: those who read for it want letters of members alone, or of nobody.
var (
	ErrMembersOnly = fmt.Errorf("they want letters of members alone: %w", fault.Forbidden)
	ErrUnwanted    = fmt.Errorf("they want no letters: %w", fault.Forbidden)
)

// To returns the page that letters of a member, or of a visitor, to a slug are written to; with ErrMembersOnly and
// ErrUnwanted too. Errors: those, ErrNobody, fault.NotFound, fault.Gone.
func (s *Service) To(ctx context.Context, slug string, member bool) (Page, error) {
	p, _, err := s.willing(ctx, slug, member)
	return p, err
}

// willing returns a page and those who read for it and want the letter.
func (s *Service) willing(ctx context.Context, slug string, member bool) (Page, []Party, error) {
	p, readers, err := s.pages.Readers(ctx, slug)
	if err != nil {
		return Page{}, nil, err
	}
	if len(readers) == 0 {
		return p, nil, ErrNobody
	}
	var all []Party
	refusal := ErrUnwanted
	for _, r := range readers {
		if r.admits(member) {
			all = append(all, r.Party)
		} else if r.admits(true) {
			refusal = ErrMembersOnly
		}
	}
	if len(all) == 0 {
		return p, nil, refusal
	}
	return p, all, nil
}
