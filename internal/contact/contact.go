// Package contact lets two members give each other how they are reached: one shows a code, the other reads it, each chooses what to
// give, and nothing of either is shown to the other before both have agreed.
package contact

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/id"
	"partant/internal/page"
)

// Code is what a member shows to be read. Another word, and the old one leads nowhere.
type Code struct {
	ID   string    `json:"id"` // of the account
	Rev  int64     `json:"rev"`
	Word string    `json:"word"` // drawn, of nobody else
	Made time.Time `json:"made"`
}

// Card is what one side gives to the other.
type Card struct {
	Name  string `json:"name,omitempty"`
	Page  string `json:"page,omitempty"` // id of their own page
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"` // « +33238791234 »
}

// IsZero reports whether nothing is given.
func (c Card) IsZero() bool { return c == Card{} }

// Side is one of the two.
type Side struct {
	Account string    `json:"account,omitempty"` // empty: it is gone
	Gives   Card      `json:"gives,omitzero"`    // zero until they have said yes, and once they took it back
	Note    string    `json:"note,omitempty"`    // for their own eyes
	Gone    time.Time `json:"gone,omitzero"`     // when they took the other out of their contacts
}

// Exchange is what stands between two accounts: one for both.
type Exchange struct {
	ID      string    `json:"id"` // see IDOf
	Rev     int64     `json:"rev"`
	From    Side      `json:"from"` // who read the code
	To      Side      `json:"to"`   // whose code it was
	State   State     `json:"state"`
	Created time.Time `json:"created"`
	Agreed  time.Time `json:"agreed,omitzero"`
	Event   string    `json:"event,omitempty"`  // id of one at which both had a place then
	Expires time.Time `json:"expires,omitzero"` // of what waits, and of what nobody has any more
	Owes    debt.Owes `json:"owes,omitempty"`
}

// State is how far an exchange has come.
type State string

// The states.
const (
	Offered State = "propose"
	Refused State = "refuse" // whoever offered is not told, and does not insist
	Agreed  State = "accepte"
)

// The kinds of debts of an exchange.
const (
	OwesOffer  = "proposition" // whose code was read is told
	OwesAgreed = "accord"      // whoever offered is told
	OwesForget = "oubli"       // where they met is forgotten
)

// Notices are the debts that package notify pays.
var Notices = []string{OwesOffer, OwesAgreed}

const (
	// WaitDays is how long an offer waits; refused, how long it is not made again.
	WaitDays = 30
	// MetMonths is how long it is known at which event two met: as long as anybody knows who came to one.
	MetMonths = 13
	// MostContacts is how many contacts and offers an account may have.
	MostContacts = 2000
	// MaxNote is how long a note may be.
	MaxNote = 500
)

// IDOf is the id of the exchange of two accounts, whichever is first.
func IDOf(a, b string) string { return id.Named("contact", min(a, b)+"\x00"+max(a, b)) }

// Sides are what an account has in e, and the other side. Both are nil for who has nothing to do with it.
func (e *Exchange) Sides(account string) (mine, theirs *Side) {
	switch account {
	case "":
		return nil, nil
	case e.From.Account:
		return &e.From, &e.To
	case e.To.Account:
		return &e.To, &e.From
	}
	return nil, nil
}

// At is when e came to be what it is.
func (e *Exchange) At() time.Time {
	if e.State == Agreed {
		return e.Agreed
	}
	return e.Created
}

// The lists of an account.
const (
	Contacts List = "contact:" // with whom it has exchanged
	Received List = "recu:"    // who offers to
	Sent     List = "envoye:"  // to whom it offers, and who has not said yes
	everyone List = "compte:"
)

// List is one list of the exchanges of an account.
type List string

// Of names the list of an account.
func (l List) Of(account string) string { return string(l) + account }

// Concerns are the lists that e stands in: see List.Of.
func (e *Exchange) Concerns() (all []string) {
	for _, s := range []*Side{&e.From, &e.To} {
		if s.Account == "" {
			continue
		}
		all = append(all, everyone.Of(s.Account))
		switch {
		case e.State == Agreed && s.Gone.IsZero():
			all = append(all, Contacts.Of(s.Account))
		case e.State == Offered && s == &e.To:
			all = append(all, Received.Of(s.Account))
		case (e.State == Offered || e.State == Refused) && s == &e.From && s.Gone.IsZero():
			all = append(all, Sent.Of(s.Account))
		}
	}
	return all
}

// Codes keeps codes.
type Codes interface {
	// PutCode writes the code of an account in the place of the one before. fault.Taken "code" when its word is somebody else's.
	PutCode(ctx context.Context, c Code) error
	// CodeOf returns that of an account, or fault.NotFound.
	CodeOf(ctx context.Context, account string) (Code, error)
	// CodeBy returns the one with a word, or fault.NotFound.
	CodeBy(ctx context.Context, word string) (Code, error)
	// RemoveCode takes that of an account away. A missing one is no error.
	RemoveCode(ctx context.Context, account string) error
}

// Exchanges keeps exchanges.
type Exchanges interface {
	// InsertExchange adds e with revision 1, or returns fault.Taken "id".
	InsertExchange(ctx context.Context, e Exchange) error
	// Exchange returns one, or fault.NotFound.
	Exchange(ctx context.Context, id string) (Exchange, error)
	// UpdateExchange runs edit on the stored exchange in one atomic step and returns what is stored then. Edit may run more than once; when
	// it fails nothing changes and its error comes back. fault.NotFound.
	UpdateExchange(ctx context.Context, id string, edit func(*Exchange) error) (Exchange, error)
	// RemoveExchange takes one away. A missing one is no error.
	RemoveExchange(ctx context.Context, id string) error
	// ExchangesConcerning lists those of a list, the last first by At: see Exchange.Concerns.
	ExchangesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Exchange], error)
	// SweepExchanges removes those that expired before now.
	SweepExchanges(ctx context.Context, now time.Time) error
}

// Debts is what workers need.
type Debts interface {
	// DueExchanges returns up to limit exchanges with a debt of these kinds due at now, first due first, and puts these debts off by lease,
	// so that no other worker takes them meanwhile.
	DueExchanges(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Exchange, error)
	// SettleExchange clears debts that were paid. A missing exchange is no error.
	SettleExchange(ctx context.Context, id string, paid ...debt.Debt) error
}

// Stores is what one driver fills.
type Stores interface {
	Codes
	Exchanges
	Debts
}
