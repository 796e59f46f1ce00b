package account

import (
	"context"
	"fmt"
	"strings"

	"partant/internal/clock"
	"partant/internal/fault"
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
	stops    []byte // the key of the links that stop letters
	witness  bool   // names and addresses that are given owe to be told: OwesIdentity
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

const errNameless = "Dites-nous comment vous vous appelez."

func (s *Service) checkEntry(e Entry, name string) error {
	wrong := fault.Fields{}
	if name == "" {
		wrong.Add(FieldName, errNameless)
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
func IsAddress(email string) bool { return text.IsAddress(email) }

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

// Advance notes that a member has done a step of the welcome.
func (s *Service) Advance(ctx context.Context, account string, step Step) (Account, error) {
	return s.store.Update(ctx, account, func(a *Account) error { a.Step = max(a.Step, step); return nil })
}

// Embody notes which profile is the member's own. The first one stays.
func (s *Service) Embody(ctx context.Context, account, person, slug string) (Account, error) {
	return s.store.Update(ctx, account, func(a *Account) error {
		if a.Person == "" {
			a.Person, a.Slug = person, slug
			a.owe(OwesWords, s.now())
		}
		a.Step = max(a.Step, StepCompany)
		return nil
	})
}

// ByEmail returns the account of an e-mail, for whoever runs the machine: pages never tell. fault.NotFound.
func (s *Service) ByEmail(ctx context.Context, email string) (Account, error) {
	return s.store.ByEmail(ctx, text.Line(email))
}

// Get returns an account, or fault.NotFound.
func (s *Service) Get(ctx context.Context, account string) (Account, error) {
	return s.store.Get(ctx, account)
}

// Sweep removes what is over.
func (s *Service) Sweep(ctx context.Context) error { return s.sessions.Sweep(ctx, s.now()) }
