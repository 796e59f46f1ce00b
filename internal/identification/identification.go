// Package identification keeps what a host must be able to tell an authority of who wrote something (LCEN, article 6; décret
// n° 2021-1362), and nothing else: each record is sealed for a key that is not on the machine. The site writes, and cannot read.
package identification

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/seal"
	"partant/internal/text"
)

// How long each kind is kept. The register and the pages say it from here.
const (
	// IdentityYears is how many years the civil identity outlives the account.
	IdentityYears = 5
	// SignUpYears is how many years what else was said at sign-up outlives it.
	SignUpYears = 1
	// ConnectionYears is how many years the address of a connection is kept.
	ConnectionYears = 1
)

// Kind says how long a record is kept, and how it begins.
type Kind string

// The kinds.
const (
	Identity   Kind = "identite"    // names and addresses, as given
	SignUp     Kind = "inscription" // the account, its dates, its pages
	Connection Kind = "connexion"   // the address that somebody connected from
)

// Record is what the store keeps. Who has the store alone learns how many there are of an account, and until when.
type Record struct {
	ID     string    `json:"id"`
	Mark   string    `json:"mark"` // of the account, by a digest that only the site makes
	Kind   Kind      `json:"kind"`
	Purge  time.Time `json:"purge,omitzero"` // when it is swept; zero while its account is open
	Sealed []byte    `json:"sealed"`         // an Entry
}

// Entry is what a record says once it is opened.
type Entry struct {
	Account string    `json:"account"`
	Kind    Kind      `json:"kind"`
	At      time.Time `json:"at"`
	Event   Event     `json:"event"`

	Name   string   `json:"name,omitempty"`
	Emails []string `json:"emails,omitempty"` // the one of that moment first, then those of before that are known

	Created time.Time `json:"created,omitzero"` // when the account was made
	Terms   time.Time `json:"terms,omitzero"`   // when its member accepted the terms
	By      []string  `json:"by,omitempty"`     // who they are at the providers that let them in
	Pages   []string  `json:"pages,omitempty"`  // slugs of the pages that went with the account

	Address string `json:"address,omitempty"` // of the connection
	Agent   string `json:"agent,omitempty"`   // the browser, as it names itself
}

// Event is what a record was made at.
type Event string

// The events.
const (
	Given   Event = "given"   // a name or an address was given
	Opened  Event = "opened"  // the account was made
	Used    Event = "used"    // somebody signed in, or wrote something
	Written Event = "written" // something was written without an account
	Closed  Event = "closed"  // the account was deleted
)

// Store keeps records.
type Store interface {
	// PutRecord adds r. One that is there stays as it is.
	PutRecord(ctx context.Context, r Record) error
	// CloseRecords gives the records of a mark and a kind that have none their time to be swept.
	CloseRecords(ctx context.Context, mark string, kind Kind, purge time.Time) error
	// RecordsAfter lists up to limit records with an id above after, by id.
	RecordsAfter(ctx context.Context, after string, limit int) ([]Record, error)
	// SweepRecords removes those whose time came before now.
	SweepRecords(ctx context.Context, now time.Time) error
}

// Service writes records.
type Service struct {
	store  Store
	secret []byte
	key    *seal.Public // nil: nothing is kept
	now    clock.Clock

	mu   sync.Mutex
	day  string          // of seen
	seen map[string]bool // connections of that day that are written already; by this process
}

// New returns a Service. Secret is the same in every copy of the program; without a key nothing is kept, and what was kept goes
// in its time.
func New(store Store, secret string, key *seal.Public, now clock.Clock) *Service {
	return &Service{store: store, secret: []byte(secret), key: key, now: now, seen: map[string]bool{}}
}

// Keeps reports whether anything is kept.
func (s *Service) Keeps() bool { return s.key != nil }

// mark is the clear name of an account's records: who has no secret cannot make it.
func (s *Service) mark(of string) string {
	return id.Mark(s.secret, of)
}

// keep seals an entry under an id, to be swept at an instant.
func (s *Service) keep(ctx context.Context, id string, e Entry, purge time.Time) error {
	if s.key == nil {
		return nil
	}
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	sealed, err := s.key.Close(data)
	if err != nil {
		return err
	}
	return s.store.PutRecord(ctx, Record{ID: id, Mark: s.mark(e.whose()), Kind: e.Kind, Purge: purge, Sealed: sealed})
}

// Name keeps the identity of an account as it is given now; cause is what it was given by: written twice it is there once.
func (s *Service) Name(ctx context.Context, cause string, e Entry) (err error) {
	defer fault.Wrap(&err, "identification.Name")
	e.Kind, e.Event, e.At = Identity, Given, s.now()
	return s.keep(ctx, s.mark("donnee\x00"+cause), e, time.Time{})
}

// Connect keeps the address that an account, or whoever writes without one, connects from: once a day for each address. What is
// written a second time, by another process, does no harm.
func (s *Service) Connect(ctx context.Context, e Entry) (err error) {
	defer fault.Wrap(&err, "identification.Connect")
	if s.key == nil || !s.first(e) {
		return nil
	}
	e.Kind, e.At = Connection, s.now()
	err = s.keep(ctx, id.Secret(), e, s.until(ConnectionYears)) // nothing of the id follows from what is sealed
	if err != nil {
		s.forget(e)
	}
	return err
}

// Agent is as much as is kept of what a browser says of itself.
func Agent(said string) string { return text.Cut(text.Line(said), 200) }

// mostSeen bounds the memory of connections: when it is full, some are written twice.
const mostSeen = 100_000

func nameOf(e Entry) string { return e.whose() + "\x00" + e.Address + "\x00" + string(e.Event) }

// whose is what an entry is marked by: an account, or the mailbox of somebody without one.
func (e Entry) whose() string {
	if e.Account == "" && len(e.Emails) > 0 {
		return "boite\x00" + text.Fold(e.Emails[0])
	}
	return e.Account
}

// first reports whether a connection is the first of its day.
func (s *Service) first(e Entry) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if day := s.now().Format(time.DateOnly); day != s.day || len(s.seen) >= mostSeen {
		s.day = day
		clear(s.seen)
	}
	name := nameOf(e)
	was := s.seen[name]
	s.seen[name] = true
	return !was
}

func (s *Service) forget(e Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.seen, nameOf(e))
}

// until is when what lasts so many years from now is swept: at the end of the day, so that it does not tell the hour of anything.
func (s *Service) until(years int) time.Time {
	return s.now().AddDate(years, 0, 1).Truncate(24 * time.Hour)
}

// Close notes that an account is deleted: what it was is sealed, and all that is kept of it gets its end. Done twice it is done
// once.
func (s *Service) Close(ctx context.Context, e Entry) (err error) {
	defer fault.Wrap(&err, "identification.Close")
	e.Event, e.At = Closed, s.now()
	for _, one := range []struct {
		Kind
		years int
	}{{Identity, IdentityYears}, {SignUp, SignUpYears}} {
		until, said := s.until(one.years), e.of(one.Kind)
		if err := s.keep(ctx, s.mark("cloture\x00"+string(one.Kind)+"\x00"+e.Account), said, until); err != nil {
			return err
		}
		if err := s.store.CloseRecords(ctx, s.mark(e.whose()), one.Kind, until); err != nil {
			return err
		}
	}
	return nil
}

// of is the part of e that a kind keeps.
func (e Entry) of(k Kind) Entry {
	part := Entry{Account: e.Account, Kind: k, At: e.At, Event: e.Event}
	if k == Identity {
		part.Name, part.Emails = e.Name, e.Emails
	} else {
		part.Created, part.Terms, part.By, part.Pages = e.Created, e.Terms, e.By, e.Pages
	}
	return part
}

// Sweep removes what has had its time.
func (s *Service) Sweep(ctx context.Context) error { return s.store.SweepRecords(ctx, s.now()) }
