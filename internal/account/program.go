package account

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
)

// Program is a program of a member's that asks in their name, by a key that was shown once. Only the digest of its secret is stored.
type Program struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`             // as its member calls it
	Writes  bool      `json:"writes,omitempty"` // it may also publish and answer; without, it reads
	Digest  string    `json:"digest"`
	Created time.Time `json:"created"`
	Until   time.Time `json:"until"`         // its key opens nothing from then on
	Used    time.Time `json:"used,omitzero"` // the day of its last use
}

// Over reports whether the time of the key is over at an instant.
func (p *Program) Over(now time.Time) bool { return !now.Before(p.Until) }

// MostPrograms is how many programs an account may have, and MaxProgram how long their names are, in characters.
const (
	MostPrograms = 10
	MaxProgram   = 60
)

// ProgramDays are how many days a key may last. No account lapses before its keys have: see LapseYears.
var ProgramDays = [...]int{30, 90, 365}

// The form fields of a program, keys of fault.Fields.
const (
	FieldProgram = "logiciel"
	FieldScope   = "droits"
	FieldDays    = "duree"
)

// What FieldScope says.
const (
	ScopeRead  = "lire"
	ScopeWrite = "ecrire"
)

// ProgramDraft is a program as its form was filled. Key is the id that it will have, drawn with the empty form.
type ProgramDraft struct {
	Key, Name, Scope, Days string
}

// ErrPrograms is the fault.Conflict of who has MostPrograms already; ErrProgramMade that of a form that is sent again once its key was
// shown.
var (
	ErrPrograms    = fmt.Errorf("%d programs already: %w", MostPrograms, fault.Conflict)
	ErrProgramMade = fmt.Errorf("the key was made before: %w", fault.Conflict)
)

// check is what d asks for, or fault.Fields.
func (d ProgramDraft) check(now time.Time) (Program, error) {
	p, wrong := Program{ID: d.Key, Name: text.Line(d.Name), Writes: d.Scope == ScopeWrite, Created: now}, fault.Fields{}
	if !id.Valid(p.ID) {
		p.ID = id.New()
	}
	switch {
	case p.Name == "":
		wrong.Add(FieldProgram, "Dites de quel logiciel il s'agit : vous le reconnaîtrez dans la liste.")
	case text.Len(p.Name) > MaxProgram:
		wrong.Add(FieldProgram, fmt.Sprintf("%d caractères au plus.", MaxProgram))
	}
	if d.Scope != ScopeRead && d.Scope != ScopeWrite {
		wrong.Add(FieldScope, "Choisissez ce que ce logiciel peut faire.")
	}
	i := slices.IndexFunc(ProgramDays[:], func(days int) bool { return fmt.Sprint(days) == d.Days })
	if i < 0 {
		wrong.Add(FieldDays, "Choisissez combien de temps la clé sert.")
	} else {
		p.Until = now.AddDate(0, 0, ProgramDays[i])
	}
	return p, wrong.Err()
}

// AddProgram lets a program ask in the name of a member, and returns its key, which is not stored. Programs whose time is over make
// room. A form that was sent twice in a few minutes makes one program, and the last key that was shown is the one that opens. Errors:
// fault.Fields, ErrPrograms, ErrProgramMade.
func (s *Service) AddProgram(ctx context.Context, account string, d ProgramDraft, agent string) (key string, err error) {
	defer fault.Wrap(&err, "account.AddProgram")
	p, err := d.check(s.now())
	if err != nil {
		return "", err
	}
	secret := id.Secret()
	p.Digest = id.Digest(secret)
	_, err = s.store.Update(ctx, account, func(a *Account) error { return a.program(p, cutAgent(agent)) })
	if err != nil {
		return "", err
	}
	s.wake()
	return programKey(account, secret), nil
}

// twice is how long after a form made a key the same form, sent again, makes its key anew.
const twice = 5 * time.Minute

func (a *Account) program(p Program, agent string) error {
	programs := slices.Clone(a.Programs)
	if i := slices.IndexFunc(programs, func(q Program) bool { return q.ID == p.ID }); i >= 0 {
		if was := programs[i]; !was.Used.IsZero() || p.Created.Sub(was.Created) > twice {
			return ErrProgramMade
		}
		programs[i].Digest = p.Digest
		a.Programs = programs
		return nil
	}
	programs = slices.DeleteFunc(programs, func(q Program) bool { return q.Over(p.Created) })
	if len(programs) >= MostPrograms {
		return ErrPrograms
	}
	a.Programs = append(programs, p)
	a.note(p.Created, ProgramAdded, agent).Reason = p.Name
	return nil
}

// RemoveProgram ends what a program may do, at once. One that is gone is no error.
func (s *Service) RemoveProgram(ctx context.Context, account, program, agent string) (err error) {
	defer fault.Wrap(&err, "account.RemoveProgram")
	_, err = s.store.Update(ctx, account, func(a *Account) error {
		i := slices.IndexFunc(a.Programs, func(p Program) bool { return p.ID == program })
		if i < 0 {
			return nil
		}
		name := a.Programs[i].Name
		a.Programs = slices.Delete(slices.Clone(a.Programs), i, i+1)
		a.note(s.now(), ProgramRemoved, cutAgent(agent)).Reason = name
		return nil
	})
	return err
}

// keyMark begins every key, so that one that was published by mistake is recognised.
const keyMark = "partant_"

// programKey is what a program shows: whose it is, and its secret.
func programKey(account, secret string) string { return keyMark + account + "_" + secret }

// OfProgram returns the account and the program of a key, and notes the day. The account is never Strong: no key has the rights of a
// role. fault.SignedOut for a key that opens nothing: what others can tell of it is that it does not, be it unknown, over, or of an
// account that is suspended or leaves.
func (s *Service) OfProgram(ctx context.Context, key string) (a Account, p Program, err error) {
	defer fault.Wrap(&err, "account.OfProgram")
	rest, marked := strings.CutPrefix(key, keyMark)
	account, secret, _ := strings.Cut(rest, "_")
	if !marked || !id.Valid(account) || secret == "" {
		return Account{}, Program{}, fault.SignedOut
	}
	a, err = s.store.Get(ctx, account)
	if errors.Is(err, fault.NotFound) {
		err = fault.SignedOut
	}
	if err != nil {
		return Account{}, Program{}, err
	}
	digest := []byte(id.Digest(secret))
	i := slices.IndexFunc(a.Programs, func(p Program) bool { return hmac.Equal(digest, []byte(p.Digest)) })
	if i < 0 || a.Leaves() || a.Suspended != nil || a.Programs[i].Over(s.now()) {
		return Account{}, Program{}, fault.SignedOut
	}
	return a, a.Programs[i], s.useProgram(ctx, account, a.Programs[i])
}

// useProgram notes the day that a program was last used, once a day. A full disk is no error.
func (s *Service) useProgram(ctx context.Context, account string, p Program) error {
	y, m, d := s.now().In(clock.Paris).Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if !p.Used.Before(today) {
		return nil
	}
	_, err := s.store.Update(ctx, account, func(a *Account) error {
		if i := slices.IndexFunc(a.Programs, func(q Program) bool { return q.ID == p.ID }); i >= 0 {
			a.Programs = slices.Clone(a.Programs)
			a.Programs[i].Used = today
		}
		return nil
	})
	if errors.Is(err, fault.Unavailable) || errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
