package contact

import (
	"context"
	"errors"
	"fmt"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/viewer"
)

// Person is somebody, and what they have to give.
type Person struct {
	Account string
	Name    string
	Page    string // id of their own page; empty: they have none that people see
	Email   string
	Phone   string // of that page
}

// People knows members.
type People interface {
	// Person returns who an account is; fault.NotFound once it is gone, leaves or is suspended.
	Person(ctx context.Context, account string) (Person, error)
	// Apart reports whether one of two accounts blocks the other.
	Apart(ctx context.Context, one, other string) (bool, error)
	// Together returns the id of an event that goes on now and at which both have a place; empty: there is none.
	Together(ctx context.Context, one, other string) (string, error)
	// Phone reads a number as typed, and says what is wrong with it, in French.
	Phone(typed string) (number, wrong string)
}

// Service applies the rules of exchanges.
type Service struct {
	store  Stores
	people People
	now    clock.Clock
	wake   func()
}

// New returns a Service. wake is called after each write that owes something.
func New(store Stores, people People, now clock.Clock, wake func()) *Service {
	return &Service{store, people, now, wake}
}

// The form fields, keys of fault.Fields.
const (
	FieldPage  = "donner_page"
	FieldEmail = "donner_email"
	FieldPhone = "telephone"
	FieldNote  = "note"
)

// Why something cannot be done.
var (
	// ErrOwn is the fault.Conflict of who reads their own code.
	ErrOwn = fmt.Errorf("this is their own code: %w", fault.Conflict)
	// ErrOver is the fault.Conflict of who answers an offer that is answered, or was taken back.
	ErrOver = fmt.Errorf("there is nothing to answer any more: %w", fault.Conflict)
)

// Gift is what somebody chooses to give besides their name, as typed.
type Gift struct {
	Page, Email bool
	Phone       string
}

// GiftOf is the form of what a side gives already, or of what somebody has when they have given nothing.
func GiftOf(p *Person, given Card) Gift {
	if given.IsZero() {
		return Gift{Page: p.Page != "", Phone: p.Phone}
	}
	return Gift{Page: given.Page != "", Email: given.Email != "", Phone: given.Phone}
}

func (s *Service) card(p *Person, g Gift) (Card, error) {
	c := Card{Name: p.Name}
	if g.Page {
		c.Page = p.Page
	}
	if g.Email {
		c.Email = p.Email
	}
	var wrong string
	if c.Phone, wrong = s.people.Phone(g.Phone); wrong != "" {
		return c, fault.Fields{FieldPhone: wrong}
	}
	return c, nil
}

// MyCode returns the code of v. fault.SignedOut; fault.NotFound until Renew made one: looking makes none.
func (s *Service) MyCode(ctx context.Context, v viewer.Viewer) (c Code, err error) {
	defer fault.Wrap(&err, "contact.MyCode")
	if !v.SignedIn() {
		return Code{}, fault.SignedOut
	}
	return s.store.CodeOf(ctx, v.Account)
}

// wordLength is how many signs a code has: 80 bits, few enough for a small picture.
const wordLength = 20

func (s *Service) another(ctx context.Context, account string) (Code, error) {
	c := Code{ID: account, Word: id.Digest(id.Secret())[:wordLength], Made: s.now()}
	return c, s.store.PutCode(ctx, c)
}

// Renew gives v a code, or another: the one before leads nowhere. What was exchanged stays. fault.SignedOut.
func (s *Service) Renew(ctx context.Context, v viewer.Viewer) (err error) {
	defer fault.Wrap(&err, "contact.Renew")
	if !v.SignedIn() {
		return fault.SignedOut
	}
	_, err = s.another(ctx, v.Account)
	return err
}

// Read returns whose code it is, of whom v may know no more than name and page, and what stands between them; the zero Exchange: nothing.
// Errors: fault.SignedOut; ErrOwn; fault.NotFound for a code that leads nowhere, and when one of them blocks the other.
func (s *Service) Read(ctx context.Context, v viewer.Viewer, word string) (p Person, e Exchange, err error) {
	defer fault.Wrap(&err, "contact.Read")
	if !v.SignedIn() {
		return p, e, fault.SignedOut
	}
	c, err := s.store.CodeBy(ctx, word)
	if err == nil && c.ID == v.Account {
		err = ErrOwn
	}
	if err == nil {
		p, err = s.meets(ctx, v.Account, c.ID)
	}
	if err != nil {
		return Person{}, e, err
	}
	e, err = s.store.Exchange(ctx, IDOf(v.Account, c.ID))
	p.Email, p.Phone = "", ""
	return p, e, orMissing(err)
}

// meets returns the other of two who may have to do with each other, else fault.NotFound.
func (s *Service) meets(ctx context.Context, mine, other string) (Person, error) {
	p, err := s.people.Person(ctx, other)
	apart := false
	if err == nil {
		apart, err = s.people.Apart(ctx, mine, other)
	}
	if err == nil && apart {
		err = fault.NotFound
	}
	if err != nil {
		return Person{}, err
	}
	return p, nil
}

// orMissing takes what is not there for done.
func orMissing(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
