package account

import (
	"context"
	"time"

	"partant/internal/debt"
)

// Ticket is a secret that may be used once, most often sent by e-mail: only its digest is stored.
type Ticket struct {
	Digest  string    `json:"digest"`
	Rev     int64     `json:"rev"` // grows by one at each write; set by the store
	Purpose Purpose   `json:"purpose"`
	Account string    `json:"account,omitempty"` // whose it is; empty for somebody who has none yet
	Email   string    `json:"email,omitempty"`   // where its letter goes
	Code    string    `json:"code,omitempty"`    // digest of the digits, bound to the browser that asked
	Tries   int       `json:"tries,omitempty"`   // wrong codes so far
	Proved  bool      `json:"proved,omitempty"`  // the code or the link was right: the rest is to be said
	Entry   *Entrant  `json:"entry,omitempty"`   // what somebody who signs up has said of themselves
	Next    string    `json:"next,omitempty"`    // where they wanted to go
	Pair    string    `json:"pair,omitempty"`    // digest of the ticket that goes with it
	Sealed  *Sealed   `json:"sealed,omitempty"`  // what the letter says, until it is sent
	Kept    string    `json:"kept,omitempty"`    // what the browser must not choose: the secret of an application, the ceremony of a passkey
	Service *Identity `json:"service,omitempty"` // who they are at a provider
	Created time.Time `json:"created,omitzero"`
	Expires time.Time `json:"expires"`
	Owes    debt.Owes `json:"owes,omitempty"` // of kind OwesLetter
}

// Purpose is what a ticket is for.
type Purpose string

// The purposes.
const (
	FirstAdmin Purpose = "premier-administrateur" // the one-time link printed at start
	ToEnter    Purpose = "entree"                 // sign in, or sign up, by a code or a link
	ToMove     Purpose = "adresse"                // a new e-mail address: goes to the new one
	ToLeave    Purpose = "ancienne-adresse"       // the same: goes to the old one
	ToVerify   Purpose = "seconde-etape"          // the first factor was right: the second is to be shown
	ToSetUp    Purpose = "application"            // an application of codes that is not confirmed yet
	ToAddKey   Purpose = "nouvelle-cle"           // the ceremony of a passkey that is made
	ByKey      Purpose = "cle"                    // the ceremony of a passkey that lets in
	ByService  Purpose = "service"                // a provider says whose address it is: the rest is to be said
	ToJoin     Purpose = "inscription-service"    // a provider knows them, not their address: they sign up
	Guessed    Purpose = "essais"                 // counts the passwords that were tried at an address without account
	ToLink     Purpose = "liaison"                // a provider knows the address of an account: they sign in there first
)

// Sealed is what only a letter may tell.
type Sealed struct {
	Code string `json:"code,omitempty"` // digits
	Link string `json:"link,omitempty"` // secret of the link
}

// Entrant is somebody who signs up, before their address is known to be theirs.
type Entrant struct {
	Name         string    `json:"name"`
	Password     string    `json:"password,omitempty"`     // argon2id in PHC form
	Terms        time.Time `json:"terms"`                  // when they accepted the terms of use
	TermsVersion string    `json:"termsVersion,omitempty"` // which ones
}

// OwesLetter is the debt of sending a ticket's letter.
const OwesLetter = "lettre"

// Over reports whether the ticket has ended at now.
func (t *Ticket) Over(now time.Time) bool { return !now.Before(t.Expires) }

// Tickets keeps what may be used once.
type Tickets interface {
	// PutTicket adds a ticket with revision 1, or returns fault.Taken "id".
	PutTicket(ctx context.Context, t Ticket) error
	// Ticket returns the ticket of a digest, or fault.NotFound. It may be past its end: the Service looks.
	Ticket(ctx context.Context, digest string) (Ticket, error)
	// UpdateTicket runs edit on the stored ticket in one atomic step and returns what is stored then. Edit may run more
	// than once; when it fails nothing changes and its error comes back. fault.NotFound.
	UpdateTicket(ctx context.Context, digest string, edit func(*Ticket) error) (Ticket, error)
	// TakeTicket removes a ticket and returns it: of any number of callers at once one gets it, the others fault.NotFound.
	TakeTicket(ctx context.Context, digest string) (Ticket, error)
	// EndTickets removes the tickets of an account.
	EndTickets(ctx context.Context, account string) error
	// DueTickets returns up to limit tickets with a debt due at now, first due first, and puts these debts off by lease.
	DueTickets(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Ticket, error)
}
