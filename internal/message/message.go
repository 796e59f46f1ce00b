// Package message carries letters between people who do not know each other's address: a visitor or a member writes to
// a page, whoever holds the page answers, and neither sees where the other reads until they say so.
package message

import (
	"context"
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/page"
)

// Message is one letter.
type Message struct {
	ID  string `json:"id"`  // made of who wrote what to whom: the same letter sent twice is one
	Rev int64  `json:"rev"` // grows by one at each write; set by the store

	Page    Page    `json:"page"` // the page it was written to, as it was then
	From    Party   `json:"from"` // its Key leads to the confirmation of a visitor's letter
	To      []Party `json:"to,omitempty"`
	Subject string  `json:"subject"`
	Text    string  `json:"text"` // plain
	State   State   `json:"state"`
	Answers string  `json:"answers,omitempty"` // id of the letter that this one answers
	Shown   bool    `json:"shown,omitempty"`   // its writer shows their address

	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
	Owes    debt.Owes `json:"owes,omitempty"` // of kind OwesConfirmation and OwesLetter
}

// Page is what a letter says of a page.
type Page struct {
	ID   string `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`
}

// Party is somebody who writes or reads. Somebody with an account has no Email here: it is read where accounts are kept.
type Party struct {
	Account string `json:"account,omitempty"`
	Email   string `json:"email,omitempty"`
	Name    string `json:"name"` // as the others see it: the page's for those who hold it

	Key    string `json:"key,omitempty"`    // digest of the secret in the letter that they get
	Sealed string `json:"sealed,omitempty"` // that secret, until the letter has left
	Letter string `json:"letter,omitempty"` // id of the debt of that letter
}

// State is how far a letter has come.
type State string

// The states.
const (
	Unconfirmed State = "a-confirmer" // a visitor's, until they press the button of the letter that we write them
	Sent        State = "envoyee"
	Blocked     State = "bloquee" // all who would read it want none of its writer, who is not told
)

// The debts of a Message.
const (
	OwesConfirmation = "confirmation" // the letter that asks a visitor whether the address is theirs
	OwesLetter       = "lettre"       // the letter to one reader: Party.Letter is its id
)

// Over reports whether m has ended at now.
func (m *Message) Over(now time.Time) bool { return !now.Before(m.Expires) }

// Reader returns who gets the letter of a debt.
func (m *Message) Reader(letter string) (Party, bool) {
	if letter != "" && m.From.Letter == letter {
		return m.From, true
	}
	i := slices.IndexFunc(m.To, func(p Party) bool { return p.Letter == letter })
	if i < 0 {
		return Party{}, false
	}
	return m.To[i], true
}

// Store keeps letters.
type Store interface {
	// InsertMessage adds m with revision 1, or returns fault.Taken "id".
	InsertMessage(ctx context.Context, m Message) error
	// Message returns the letter, or fault.NotFound. It may be past its end: the Service looks.
	Message(ctx context.Context, id string) (Message, error)
	// UpdateMessage runs edit on the stored letter in one atomic step and returns what is stored then. Edit may run more
	// than once; when it fails nothing changes and its error comes back. fault.NotFound.
	UpdateMessage(ctx context.Context, id string, edit func(*Message) error) (Message, error)
	// DueMessages returns up to limit letters with a debt due at now, first due first, and puts these debts off by lease,
	// so that no other worker takes them meanwhile.
	DueMessages(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Message, error)
	// MessagesConcerning lists the letters that concern somebody, the last created first: see Message.Concerns.
	MessagesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Message], error)
	// RemoveMessage removes a letter. A missing one is no error.
	RemoveMessage(ctx context.Context, id string) error
	// SweepMessages removes letters that ended before now.
	SweepMessages(ctx context.Context, now time.Time) error
}

// Block is somebody's wish to get no letter from somebody else.
type Block struct {
	ID      string    `json:"id"` // digest of the two: who they are is not kept
	Created time.Time `json:"created"`
}

// Blocks keeps wishes.
type Blocks interface {
	// PutBlock keeps b. Kept twice it is there once.
	PutBlock(ctx context.Context, b Block) error
	// Blocked reports whether one of the ids is kept.
	Blocked(ctx context.Context, ids []string) (bool, error)
	// EndBlock forgets a wish. A missing one is no error.
	EndBlock(ctx context.Context, id string) error
}

// Stores are the ports of letters, most often filled by one driver.
type Stores interface {
	Store
	Blocks
}

// Pages knows who reads what is written to a page.
type Pages interface {
	// Readers returns the page of a slug and those who read for it, without names or keys: none when nothing can arrive
	// there. fault.NotFound, fault.Gone.
	Readers(ctx context.Context, slug string) (Page, []Reader, error)
}

// People knows those who write.
type People interface {
	// Address returns where somebody reads: the address of an account, or email when account is empty.
	// fault.NotFound when the account is gone, fault.Forbidden when they may not write.
	Address(ctx context.Context, account, email string) (string, error)
}
