package account

import (
	"context"
	"errors"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// How long people stay signed in (SAFETY.md a2): idle and in all.
const (
	// MostDays is how long a session lasts in all, in days.
	MostDays = 90

	idle         = 14 * 24 * time.Hour
	absolute     = MostDays * 24 * time.Hour
	adminIdle    = 30 * time.Minute
	adminAtMost  = 12 * time.Hour
	ticketAtMost = 24 * time.Hour
)

// Open begins a session, notes it in the log and returns its secret, which is not stored. An account that is suspended
// stays outside: Barred.
func (s *Service) Open(ctx context.Context, a Account, agent string) (secret string, err error) {
	return s.open(ctx, a, agent, false)
}

// OpenStrong is Open for somebody who showed two factors, or a passkey.
func (s *Service) OpenStrong(ctx context.Context, a Account, agent string) (secret string, err error) {
	return s.open(ctx, a, agent, true)
}

func (s *Service) open(ctx context.Context, a Account, agent string, strong bool) (secret string, err error) {
	secret = id.Secret()
	back := false // the account was to be deleted, and is not any more
	_, err = s.store.Update(ctx, a.ID, func(a *Account) error {
		if a.Suspended != nil {
			return Barred{Suspension: *a.Suspended, Account: a.ID}
		}
		left := a.Leaves()
		a.note(s.now(), Entered, cutAgent(agent))
		a.wake(s.now(), cutAgent(agent))
		back = left && !a.Leaves()
		return nil
	})
	if err != nil {
		return "", err
	}
	if back {
		s.wake()
	}
	now := s.now()
	err = s.sessions.PutSession(ctx, Session{Digest: id.Digest(secret), Account: a.ID, Agent: cutAgent(agent),
		Created: now, Seen: now, Proved: now, Strong: strong, Expires: now.Add(stay(a.Role))})
	return secret, err
}

func cutAgent(agent string) string { return text.Cut(text.Line(agent), 200) }

func stay(role viewer.Role) time.Duration {
	if role == viewer.Admin {
		return adminIdle
	}
	return idle
}

// Resume returns the account of a session; fault.SignedOut when it is unknown or over. Use prolongs it, up to its limit.
func (s *Service) Resume(ctx context.Context, secret string) (_ Account, err error) {
	session, err := s.sessions.Session(ctx, id.Digest(secret))
	if err == nil && !s.now().Before(session.Expires) {
		err = s.over(ctx, session)
	}
	if errors.Is(err, fault.NotFound) {
		return Account{}, fault.SignedOut
	}
	if err != nil {
		return Account{}, err
	}
	a, err := s.store.Get(ctx, session.Account)
	if errors.Is(err, fault.NotFound) || err == nil && a.Suspended != nil {
		return Account{}, fault.SignedOut
	}
	a.Strong = session.Strong
	if err == nil {
		err = s.prolong(ctx, a, session)
	}
	return a, err
}

// over removes a session that has ended, so that setting the clock back does not revive it, and returns fault.NotFound.
func (s *Service) over(ctx context.Context, session Session) error {
	err := s.sessions.EndSession(ctx, session.Digest)
	if err != nil && !errors.Is(err, fault.Unavailable) { // a full disk: it is still over
		return err
	}
	return fault.NotFound
}

// prolong moves the end of a session that is used, at most once in an hour (in a minute for an administrator).
func (s *Service) prolong(ctx context.Context, a Account, session Session) error {
	now, pause, most := s.now(), time.Hour, absolute
	if a.Role == viewer.Admin {
		pause, most = time.Minute, adminAtMost
	}
	if now.Sub(session.Seen) < pause {
		return nil
	}
	session.Seen, session.Expires = now, now.Add(stay(a.Role))
	if limit := session.Created.Add(most); session.Expires.After(limit) {
		session.Expires = limit
	}
	err := s.sessions.PutSession(ctx, session)
	if errors.Is(err, fault.Unavailable) {
		return nil // a full disk must not sign anybody out: the session goes on as it was
	}
	return errors.Join(err, s.touch(ctx, a))
}

// Close ends a session. Ending one that is over is no error.
func (s *Service) Close(ctx context.Context, secret string) error {
	return s.sessions.EndSession(ctx, id.Digest(secret))
}

// Sessions lists where an account is signed in.
func (s *Service) Sessions(ctx context.Context, account string) ([]Session, error) {
	return s.sessions.SessionsOf(ctx, account)
}

// CloseOne ends one session of an account, by digest; those of others are left alone.
func (s *Service) CloseOne(ctx context.Context, account, digest string) error {
	session, err := s.sessions.Session(ctx, digest)
	if errors.Is(err, fault.NotFound) || err == nil && session.Account != account {
		return nil
	}
	if err != nil {
		return err
	}
	return s.sessions.EndSession(ctx, digest)
}
