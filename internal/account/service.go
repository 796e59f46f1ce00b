package account

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Service applies the rules of accounts.
type Service struct {
	store    Store
	sessions Sessions
	tickets  Tickets
	hasher   Hasher
	common   func(password string) bool
	factors  Factors
	now      clock.Clock
	wake     func()
}

// Stores are the ports of accounts, most often filled by one driver.
type Stores interface {
	Store
	Sessions
	Tickets
}

// New returns a Service. common reports whether a password is among those everybody tries; wake is called after each
// write that owes a letter.
func New(stores Stores, hasher Hasher, common func(string) bool, now clock.Clock, wake func()) *Service {
	return &Service{store: stores, sessions: stores, tickets: stores, hasher: hasher, common: common, now: now, wake: wake}
}

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

// The form fields of an account, keys of fault.Fields.
const (
	FieldName     = "nom"
	FieldEmail    = "email"
	FieldPassword = "mot_de_passe"
	FieldAdult    = "quinze_ans"
	FieldTerms    = "conditions"
)

// MinPassword and MaxPassword bound the characters (the bytes) of a password.
const (
	MinPassword = 10
	MaxPassword = 1024
)

// Entry is what somebody gives to sign up. Without a password they sign in by the code of a letter.
type Entry struct {
	Name, Email, Password string
	Adult                 bool // says to be 15 or more (SAFETY.md part 4)
	Terms                 bool // accepts the terms of use
}

// newRole is what everybody begins as.
const newRole = viewer.Member

func (s *Service) checkEntry(e Entry, name string) error {
	wrong := fault.Fields{}
	if name == "" {
		wrong.Add(FieldName, "Dites-nous comment vous vous appelez.")
	}
	s.checkEmail(wrong, e.Email)
	if e.Password != "" {
		s.checkPassword(wrong, e.Email, e.Password)
	}
	if !e.Adult {
		wrong.Add(FieldAdult, "Il faut avoir 15 ans ou plus pour ouvrir un compte seul.")
	}
	if !e.Terms {
		wrong.Add(FieldTerms, "Acceptez les conditions pour ouvrir un compte.")
	}
	return wrong.Err()
}

// IsAddress reports whether a text reads as an e-mail address that letters may be sent to.
func IsAddress(email string) bool {
	at, err := mail.ParseAddress(email)
	return err == nil && at.Address == email && len(email) <= 254 && strings.Contains(email[strings.LastIndexByte(email, '@')+1:], ".")
}

func (s *Service) checkEmail(wrong fault.Fields, email string) {
	if !IsAddress(email) {
		wrong.Add(FieldEmail, "Cette adresse e-mail n'est pas complète : écrivez par exemple prenom@exemple.fr.")
	}
}

func (s *Service) checkPassword(wrong fault.Fields, email, password string) {
	folded := text.Fold(password)
	local, _, _ := strings.Cut(text.Fold(email), "@")
	switch {
	case text.Len(password) < MinPassword:
		wrong.Add(FieldPassword, fmt.Sprintf("Il faut %d caractères au moins : une phrase courte convient très bien.", MinPassword))
	case len(password) > MaxPassword:
		wrong.Add(FieldPassword, "Ce mot de passe est trop long.")
	case len(local) > 3 && strings.Contains(folded, local):
		wrong.Add(FieldPassword, "Ce mot de passe contient votre adresse : choisissez-en un autre.")
	case s.common(folded):
		wrong.Add(FieldPassword, "Tout le monde essaie ce mot de passe : choisissez-en un autre.")
	}
}

// errWrong is what every failed sign-in says: it does not tell whether the address is known.
var errWrong = fault.Fields{FieldPassword: "L'adresse e-mail ou le mot de passe ne convient pas."}

// SignIn checks a password and returns the account. An unknown address takes as long as a wrong password.
// Errors: fault.Fields; fault.TooManyFor while the account waits after wrong passwords.
func (s *Service) SignIn(ctx context.Context, email, password string) (_ Account, err error) {
	defer fault.Wrap(&err, "account.SignIn")
	a, err := s.store.ByEmail(ctx, text.Line(email))
	if err != nil && !errors.Is(err, fault.NotFound) {
		return Account{}, err
	}
	known := err == nil
	if wait := a.Failures.until().Sub(s.now()); known && wait > 0 {
		return Account{}, fault.TooManyFor{Most: freeTries, Wait: wait}
	}
	if len(password) > MaxPassword {
		return Account{}, errWrong
	}
	right, stale, err := s.hasher.Check(ctx, a.Password, password)
	switch {
	case err != nil:
		return Account{}, err
	case !known:
		return Account{}, s.failedUnknown(ctx)
	case !right:
		return Account{}, s.failed(ctx, a.ID)
	}
	return s.entered(ctx, a, password, stale)
}

// freeTries is how many wrong passwords cost nothing; then the wait doubles from 1 s to 15 min.
const freeTries = 10

// until is when the next try is heard.
func (f Failures) until() time.Time {
	if f.Count < freeTries {
		return time.Time{}
	}
	return f.Last.Add(min(time.Second<<min(f.Count-freeTries, 10), 15*time.Minute))
}

func (s *Service) failed(ctx context.Context, account string) error {
	_, err := s.store.Update(ctx, account, func(a *Account) error {
		a.Failures.miss(s.now())
		return nil
	})
	if err != nil {
		return err
	}
	return errWrong
}

// failedUnknown is failed for an address without account. It writes too, a session that is over and that nobody has, since
// a write is what the time of an answer would tell one from the other by.
func (s *Service) failedUnknown(ctx context.Context) error {
	err := s.sessions.PutSession(ctx, Session{Digest: id.Digest(id.Secret()), Created: s.now(), Seen: s.now(), Expires: s.now()})
	if err != nil {
		return err
	}
	return errWrong
}

// entered forgets failures and brings an old hash up to date.
func (s *Service) entered(ctx context.Context, a Account, password string, stale bool) (Account, error) {
	hash := a.Password
	if stale {
		fresh, err := s.hasher.Hash(ctx, password)
		if err != nil {
			return a, err
		}
		hash = fresh
	}
	if !stale && a.Failures.Count == 0 {
		return a, nil
	}
	return s.store.Update(ctx, a.ID, func(a *Account) error {
		a.Password, a.Failures = hash, Failures{}
		return nil
	})
}

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
	_, err = s.store.Update(ctx, a.ID, func(a *Account) error {
		if a.Suspended != nil {
			return Barred{*a.Suspended}
		}
		a.note(s.now(), Entered, cutAgent(agent))
		return nil
	})
	if err != nil {
		return "", err
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
	return err
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

// Advance notes that a member has done a step of the welcome.
func (s *Service) Advance(ctx context.Context, account string, step Step) (Account, error) {
	return s.store.Update(ctx, account, func(a *Account) error { a.Step = max(a.Step, step); return nil })
}

// Embody notes which profile is the member's own. The first one stays.
func (s *Service) Embody(ctx context.Context, account, person, slug string) (Account, error) {
	return s.store.Update(ctx, account, func(a *Account) error {
		if a.Person == "" {
			a.Person, a.Slug = person, slug
		}
		a.Step = max(a.Step, StepCompany)
		return nil
	})
}

// Get returns an account, or fault.NotFound.
func (s *Service) Get(ctx context.Context, account string) (Account, error) {
	return s.store.Get(ctx, account)
}

// Sweep removes what is over.
func (s *Service) Sweep(ctx context.Context) error { return s.sessions.Sweep(ctx, s.now()) }
