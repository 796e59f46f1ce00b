package club

import (
	"context"
	"crypto/hmac"
	"errors"
	"strings"

	"partant/internal/fault"
	"partant/internal/id"
)

// Letters are letters of a club to its members that each may end.
type Letters string

// The letters.
const (
	OfNews      Letters = "annonces" // what its board announces: see Wishes.Quiet
	OfReminders Letters = "rappels"  // of the end of a membership: see Wishes.Unasked
)

// Stopping is what a StopLink ends.
type Stopping struct {
	Letters Letters
	Club    string
	Done    bool // they have ended already
}

// WithStops gives the Service the key that links to stop letters are made with: the same in every copy of the program. Nothing of a link is
// stored.
func (s *Service) WithStops(key string) *Service {
	s.stops = []byte(key)
	return s
}

// StopLink is the secret part of the link by which whoever has a letter of a club to a member ends these letters, without signing in. It is the
// same in each letter, and good as long as they are a member.
func (s *Service) StopLink(l Letters, club, account string) string {
	return string(l) + "." + club + "." + account + "." + s.stopMark(l, club, account)
}

func (s *Service) stopMark(l Letters, club, account string) string {
	return id.Mark(s.stops, "arret-club", string(l), club, account)
}

// Hears reports whether letters of a club about what its board announces go to an account as its member: boards of the clubs of a network hear of
// what it announces without being members.
func (s *Service) Hears(ctx context.Context, club, account string) (bool, error) {
	m, err := s.store.Member(ctx, IDOf(club, account))
	if errors.Is(err, fault.NotFound) {
		return false, nil
	}
	return m.State == In, err
}

// IsStopLink reports whether a link may be a StopLink; others stop all letters of an account.
func IsStopLink(link string) bool { return strings.Count(link, ".") == 3 }

// linked are the letters, the club and the account of a StopLink. fault.NotFound.
func (s *Service) linked(link string) (l Letters, club, account string, err error) {
	parts := strings.Split(link, ".")
	if len(parts) != 4 || len(s.stops) == 0 {
		return "", "", "", fault.NotFound
	}
	l, club, account = Letters(parts[0]), parts[1], parts[2]
	if l != OfNews && l != OfReminders || !hmac.Equal([]byte(parts[3]), []byte(s.stopMark(l, club, account))) {
		return "", "", "", fault.NotFound
	}
	return l, club, account, nil
}

// Stoppable returns what a StopLink ends, or fault.NotFound. Who is no member any more has no such letters.
func (s *Service) Stoppable(ctx context.Context, link string) (_ Stopping, err error) {
	defer fault.Wrap(&err, "club.Stoppable")
	l, club, account, err := s.linked(link)
	if err != nil {
		return Stopping{}, err
	}
	m, err := s.store.Member(ctx, IDOf(club, account))
	if errors.Is(err, fault.NotFound) {
		return Stopping{l, club, true}, nil
	}
	return Stopping{l, club, m.State != In || l == OfNews && m.Quiet || l == OfReminders && m.Unasked}, err
}

// Stop ends the letters of a StopLink, as the member could by Choose. Done twice it is done once; to who is no member any more nothing is done.
// fault.NotFound.
func (s *Service) Stop(ctx context.Context, link string) (err error) {
	defer fault.Wrap(&err, "club.Stop")
	l, club, account, err := s.linked(link)
	if err != nil {
		return err
	}
	_, err = s.store.UpdateMember(ctx, IDOf(club, account), func(m *Member) error {
		if l == OfNews {
			m.Quiet = true
		} else {
			m.Unasked = true
		}
		m.remind(s.now())
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		err = nil
	}
	return err
}
