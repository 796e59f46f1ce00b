package webhook

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Form fields, keys of fault.Fields.
const (
	FieldURL   = "adresse"
	FieldKinds = "quoi"
)

// Store keeps desks, one for each page that has told a program.
type Store interface {
	// Desk returns the programs of a page. fault.NotFound.
	Desk(ctx context.Context, page string) (Desk, error)
	// EditDesk runs edit on what is kept for a page, or on a new desk with that id, in one atomic step; edit may run more than once. When it
	// fails nothing changes.
	EditDesk(ctx context.Context, page string, edit func(*Desk) error) (Desk, error)
	// DueDesks takes up to limit desks of which some debt is due at now, the first due first, and puts these debts off by lease.
	DueDesks(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Desk, error)
	// RemoveDesk takes away all programs of a page. A missing one is no error.
	RemoveDesk(ctx context.Context, page string) error
}

// Authors says who may speak for a page.
type Authors interface {
	// Author lets v speak in the name of a page, as things stand at this instant. fault.SignedOut, fault.Forbidden.
	Author(ctx context.Context, v viewer.Viewer, page string) (viewer.Author, error)
}

// Caller reaches programs of others.
type Caller interface {
	// Fit returns an address as it will be called, or why it cannot be: fault.NotFound.
	Fit(address string) (string, error)
	// Call says something once, signed with each of some secrets, and returns what the program answered; 0 when it could not be reached.
	Call(ctx context.Context, address string, secrets []string, message string, at time.Time, body []byte) (status int)
}

// Source knows what is told.
type Source interface {
	// Body is what is said in a message to a page's program, as JSON. fault.NotFound when there is nothing to be said any more.
	Body(ctx context.Context, page string, m Message) ([]byte, error)
	// Sums are the numbers of what a page announces to everybody, by event.
	Sums(ctx context.Context, page string) (map[string]Sums, error)
}

// Service applies the rules.
type Service struct {
	store   Store
	authors Authors
	caller  Caller
	seal    func(of string) string
	source  Source
	now     clock.Clock
	payer   *debt.Payer
	told    func() // somebody is to be noticed
}

// New returns a Service. Seal derives what nobody else knows from words; told is called when a notice is owed.
func New(store Store, authors Authors, caller Caller, seal func(of string) string, now clock.Clock, told func()) *Service {
	return &Service{store: store, authors: authors, caller: caller, seal: seal, now: now, told: told, payer: debt.NewPayer("telling programs", glance, 1)}
}

// Of has the service tell what a source knows.
func (s *Service) Of(source Source) *Service {
	s.source = source
	return s
}

// Draft is what somebody asks for.
type Draft struct {
	Key   string // of the form: sent twice it makes one
	URL   string
	Kinds []string
}

// kinds are those that were chosen.
func (d Draft) kinds(wrong fault.Fields) (all []Kind) {
	for _, k := range Kinds {
		if slices.Contains(d.Kinds, string(k)) {
			all = append(all, k)
		}
	}
	if len(all) == 0 {
		wrong.Add(FieldKinds, "Choisissez au moins une chose à dire.")
	}
	return all
}

// ErrMost is the fault.Conflict of one program too many.
var ErrMost = fmt.Errorf("a page tells %d programs: %w", Most, fault.Conflict)

// Desk returns the programs of a page to who may speak for it. Errors: those of Authors.
func (s *Service) Desk(ctx context.Context, v viewer.Viewer, page string) (d Desk, err error) {
	defer fault.Wrap(&err, "webhook.Desk")
	if _, err := s.authors.Author(ctx, v, page); err != nil {
		return d, err
	}
	d, err = s.store.Desk(ctx, page)
	if errors.Is(err, fault.NotFound) {
		return Desk{ID: page}, nil
	}
	return d, err
}

// Add has a program be told. Errors: as Desk; fault.Fields; ErrMost.
func (s *Service) Add(ctx context.Context, v viewer.Viewer, page string, d Draft) (h Hook, err error) {
	defer fault.Wrap(&err, "webhook.Add")
	wrong := fault.Fields{}
	h = Hook{ID: d.Key, Since: s.now(), Turn: 1, Kinds: d.kinds(wrong)}
	if h.ID == "" {
		h.ID = id.New()
	}
	address := text.Line(d.URL)
	if h.URL, err = s.caller.Fit(address); err != nil || text.Len(address) > MaxURL {
		wrong.Add(FieldURL, "Donnez une adresse qui commence par https:// et qui se trouve sur l'Internet, sans numéro de port : https://exemple.fr/partant")
	}
	return h, s.edit(ctx, v, page, wrong, func(desk *Desk) error {
		if had := desk.Hook(h.ID); had != nil {
			h = *had
			return nil
		}
		if len(desk.Hooks) >= Most {
			return ErrMost
		}
		desk.Hooks = append(desk.Hooks, h)
		return nil
	})
}

// edit changes the desk of a page, for who may.
func (s *Service) edit(ctx context.Context, v viewer.Viewer, page string, wrong fault.Fields, change func(*Desk) error) error {
	if _, err := s.authors.Author(ctx, v, page); err != nil {
		return err
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	_, err := s.store.EditDesk(ctx, page, func(d *Desk) error {
		if err := change(d); err != nil {
			return err
		}
		d.sum(id.New(), s.now())
		return nil
	})
	if err == nil {
		s.Wake()
	}
	return err
}

// hook changes one program.
func (s *Service) hook(ctx context.Context, v viewer.Viewer, page, hook string, wrong fault.Fields, change func(*Desk, *Hook) error) error {
	return s.edit(ctx, v, page, wrong, func(d *Desk) error {
		h := d.Hook(hook)
		if h == nil {
			return fault.NotFound
		}
		return change(d, h)
	})
}

// Choose changes what a program is told. One that was stopped is told again. Errors: as Desk; fault.NotFound, fault.Fields.
func (s *Service) Choose(ctx context.Context, v viewer.Viewer, page, hook string, d Draft) (err error) {
	defer fault.Wrap(&err, "webhook.Choose")
	wrong := fault.Fields{}
	kinds := d.kinds(wrong)
	return s.hook(ctx, v, page, hook, wrong, func(_ *Desk, h *Hook) error {
		h.Kinds, h.Stopped = kinds, time.Time{}
		return nil
	})
}

// Remove has a program be told no more, and forgets it. Done twice it is done once. Errors: as Desk.
func (s *Service) Remove(ctx context.Context, v viewer.Viewer, page, hook string) (err error) {
	defer fault.Wrap(&err, "webhook.Remove")
	return s.edit(ctx, v, page, nil, func(d *Desk) error {
		if h := d.Hook(hook); h != nil {
			d.stop(h, s.now())
			d.Hooks = slices.DeleteFunc(d.Hooks, func(h Hook) bool { return h.ID == hook })
		}
		return nil
	})
}

// Turn gives a program another secret; for a day what is said is signed with the former too. Errors: as Desk; fault.NotFound.
func (s *Service) Turn(ctx context.Context, v viewer.Viewer, page, hook string) (secret string, err error) {
	defer fault.Wrap(&err, "webhook.Turn")
	err = s.hook(ctx, v, page, hook, nil, func(_ *Desk, h *Hook) error {
		h.Turn, h.Turned = h.Turn+1, s.now()
		secret = s.Secret(h)
		return nil
	})
	return secret, err
}

// Try tells a program something that means nothing. Errors: as Desk; fault.NotFound.
func (s *Service) Try(ctx context.Context, v viewer.Viewer, page, hook string) (err error) {
	defer fault.Wrap(&err, "webhook.Try")
	return s.hook(ctx, v, page, hook, nil, func(d *Desk, h *Hook) error {
		h.Stopped = time.Time{}
		d.say(h, Message{ID: id.New(), Kind: Test, At: s.now()}, s.now())
		return nil
	})
}

// formerKept is how long what is said is signed with a former secret too.
const formerKept = 24 * time.Hour

// Secret is what a program knows that what it hears is ours. It is derived and kept nowhere.
func (s *Service) Secret(h *Hook) string { return s.secret(h, h.Turn) }

func (s *Service) secret(h *Hook, turn int) string {
	key := sha256.Sum256([]byte(s.seal("relais|" + h.ID + "|" + strconv.Itoa(turn))))
	return "whsec_" + base64.StdEncoding.EncodeToString(key[:])
}

// secrets are those that are good now, the last first.
func (s *Service) secrets(h *Hook) []string {
	all := []string{s.Secret(h)}
	if h.Turn > 1 && s.now().Before(h.Turned.Add(formerKept)) {
		all = append(all, s.secret(h, h.Turn-1))
	}
	return all
}

// Tell has the programs of a page be told what happened to an event. Of what is said once: done twice it is done once.
func (s *Service) Tell(ctx context.Context, page string, of string, k Kind, event string, at time.Time) (err error) {
	defer fault.Wrap(&err, "webhook.Tell")
	d, err := s.store.Desk(ctx, page)
	if errors.Is(err, fault.NotFound) || err == nil && !d.wants(k) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = s.store.EditDesk(ctx, page, func(d *Desk) error {
		for i := range d.Hooks {
			if h := &d.Hooks[i]; h.Wants(k) {
				d.say(h, Message{ID: id.Named("relais", of+"\x00"+h.ID), Kind: k, Event: event, At: at}, s.now())
			}
		}
		return nil
	})
	s.Wake()
	return err
}

// ForgetPage takes away all programs of a page that is gone. Done twice it is done once.
func (s *Service) ForgetPage(ctx context.Context, page string) error {
	return s.store.RemoveDesk(ctx, page)
}

// Wake says that something may be owed.
func (s *Service) Wake() { s.payer.Wake() }

// Run says what is owed, until ctx ends. Any number of copies may run.
func (s *Service) Run(ctx context.Context, log *slog.Logger) { s.payer.Run(ctx, log, s.PayDue) }
