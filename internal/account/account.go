// Package account knows who has an account, lets them in, and remembers that they are in.
package account

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/lang"
	"partant/internal/viewer"
)

// Account is somebody who can sign in. It is never shown: what people see is the profile of its Person.
type Account struct {
	ID           string      `json:"id"`
	Rev          int64       `json:"rev"` // grows by one at each write; set by the store
	Email        string      `json:"email"`
	Name         string      `json:"name"`     // what they are called, for themselves
	Password     string      `json:"password"` // argon2id in PHC form
	Role         viewer.Role `json:"role"`
	Person       string      `json:"person,omitempty"`       // id of their own profile, once they have one
	Slug         string      `json:"slug,omitempty"`         // its slug then: one that is old by now redirects
	Terms        time.Time   `json:"terms"`                  // when they accepted the terms of use
	TermsVersion string      `json:"termsVersion,omitempty"` // which ones
	Step         Step        `json:"step"`                   // how far the welcome has led them
	Failures     Failures    `json:"failures,omitzero"`
	Created      time.Time   `json:"created"`

	Totp       *Totp      `json:"totp,omitempty"`       // the application of codes, once it is in place
	Rescue     []string   `json:"rescue,omitempty"`     // digests of the printed codes that are still good
	Keys       []Key      `json:"keys,omitempty"`       // passkeys, the oldest first
	Identities []Identity `json:"identities,omitempty"` // who they are at providers, the oldest first
	Programs   []Program  `json:"programs,omitempty"`   // programs that ask in their name, the oldest first
	Missed     Failures   `json:"missed,omitzero"`      // wrong codes of the second step since the last right one

	Suspended *Suspension `json:"suspended,omitempty"` // by a moderator; nil: it is open
	Rung      time.Time   `json:"rung,omitzero"`       // when it was told last, as a moderator, that something waits

	Letters  Letters  `json:"letters,omitempty"`  // from whom they want letters that they did not ask for
	Language lang.Tag `json:"language,omitempty"` // what Partant writes to them in; pages are French
	Discreet bool     `json:"discreet,omitempty"` // they are left out where followers are listed
	Agenda   string   `json:"agenda,omitempty"`   // what the address of their own calendar is made with; empty: it has none

	Rhythm Rhythm    `json:"rhythm,omitempty"` // how often they want to be written to about what is new
	NewsTo time.Time `json:"newsTo,omitzero"`  // until when digests have told them what they follow

	Strong bool `json:"-"` // set by Resume, never stored: the session was opened with two factors or a passkey

	Log     []Line    `json:"log,omitempty"`     // the newest last, LogMost at most
	Owes    debt.Owes `json:"owes,omitempty"`    // of kind OwesNotice: the letter about a line of the log; of leave.go; of lapse.go; of news.go
	Leaving *Leaving  `json:"leaving,omitempty"` // they asked for the account to be deleted, or nobody used it

	Used  time.Time `json:"used,omitzero"`   // when they last signed in or came by, to the week
	Lapse *Lapse    `json:"lapse,omitempty"` // nil: the account is used
}

// Step is a stage of the first hour of a member.
type Step int

// The stages, in order.
const (
	StepWho Step = iota
	StepCompany
	StepFollow
	StepDone
)

// Failures counts wrong passwords since the last right one; sign-in slows down with them and never locks.
type Failures struct {
	Count int       `json:"count"`
	Last  time.Time `json:"last"`
}

// Viewer is a on whose behalf things are done. The rights of a role are for strong sessions; in others they are a member.
func (a *Account) Viewer() viewer.Viewer {
	v := viewer.Viewer{Account: a.ID, Person: a.Person, Role: newRole}
	if a.Strong {
		v.Role = a.Role
	}
	return v
}

// Weak reports whether a has a role that this session gives no rights of.
func (a *Account) Weak() bool { return a.Role != newRole && a.Role != "" && !a.Strong }

// Session is one browser that is signed in. Only the digest of its secret is stored.
type Session struct {
	Digest  string    `json:"digest"`
	Account string    `json:"account"`
	Agent   string    `json:"agent"` // what the browser says of itself, cut
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`             // to the hour
	Proved  time.Time `json:"proved,omitzero"`  // when they last showed who they are: sensitive changes want it fresh
	Strong  bool      `json:"strong,omitempty"` // opened with two factors or a passkey
	Expires time.Time `json:"expires"`
}

// Store keeps accounts.
type Store interface {
	// Insert adds a with revision 1, reserving its folded e-mail, its passkeys and its identities, or returns fault.Taken:
	// "id", "email", "cle" or "identite".
	Insert(ctx context.Context, a Account) error
	// Get returns the account, or fault.NotFound.
	Get(ctx context.Context, id string) (Account, error)
	// ByEmail returns the account with this e-mail, compared folded, or fault.NotFound.
	ByEmail(ctx context.Context, email string) (Account, error)
	// ByIdentity returns the account with the identity of this Key, or fault.NotFound.
	ByIdentity(ctx context.Context, key string) (Account, error)
	// Update runs edit on the stored account in one atomic step and returns what is stored then. Edit may run more than
	// once; when it fails nothing changes and its error comes back. fault.NotFound; fault.Taken "email", "cle" or "identite".
	Update(ctx context.Context, id string, edit func(*Account) error) (Account, error)
	// TakeDue returns up to limit accounts with a debt due at now, first due first, and puts these debts off by lease, so
	// that no other worker takes them meanwhile. When kinds are named, debts of no other kind count or move.
	TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Account, error)
	// Remove takes an account away and frees its e-mail. A missing one is no error.
	Remove(ctx context.Context, id string) error
	// WithRole lists up to limit accounts that have a role, by id.
	WithRole(ctx context.Context, role viewer.Role, limit int) ([]Account, error)
	// Suspended lists up to limit accounts that are suspended, the last one first.
	Suspended(ctx context.Context, limit int) ([]Account, error)
}

// Sessions keeps what browsers that are signed in show.
type Sessions interface {
	// PutSession adds or replaces the session of a digest.
	PutSession(ctx context.Context, s Session) error
	// Session returns the session, or fault.NotFound. It may be past its end: the Service looks.
	Session(ctx context.Context, digest string) (Session, error)
	// SessionsOf lists up to 100 sessions of an account, by digest.
	SessionsOf(ctx context.Context, account string) ([]Session, error)
	// EndSession removes a session. A missing one is no error.
	EndSession(ctx context.Context, digest string) error
	// Sweep removes sessions and tickets that ended before now.
	Sweep(ctx context.Context, now time.Time) error
}

// Hasher makes and checks the stored form of passwords.
type Hasher interface {
	// Hash returns the PHC string of a password; fault.Unavailable when the machine is too busy.
	Hash(ctx context.Context, password string) (string, error)
	// Check reports whether password made hash and whether hash should be made again with today's parameters.
	// An empty hash costs the same time and is never right.
	Check(ctx context.Context, hash, password string) (right, stale bool, err error)
}
