// Package mailroom sends the letters that documents owe: it takes a due debt, writes the letter, hands it to the post
// and only then clears the debt. What cannot leave now leaves later; nothing is lost, and a letter that may have left
// already leaves again under the same number.
package mailroom

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/mail"
	"partant/internal/page"
)

// Owed is one letter that a document owes.
type Owed struct {
	Letter mail.Letter
	Tries  int       // in vain, so far
	Until  time.Time // when it is worth nothing any more; zero for never
	Sent   func(ctx context.Context) error
	Later  func(ctx context.Context, due time.Time) error
}

// Box holds what the documents of one noun owe.
type Box interface {
	// Take returns letters that are due at now, and puts their debts off by lease so that no other worker takes them
	// meanwhile. None when nothing is due.
	Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error)
}

// Mailroom sends letters. Any number of copies may run.
type Mailroom struct {
	boxes   []Box
	carrier mail.Carrier
	dresser mail.Dresser
	lost    Lost
	now     clock.Clock
	log     *slog.Logger
	payer   *debt.Payer
}

// Lost remembers the letters that never left.
type Lost interface {
	// Lose keeps what an administrator needs to know of a letter. Kept twice under one id it is there once, as it was first.
	Lose(ctx context.Context, l LostLetter) error
	// LostLetters lists them, the last lost first.
	LostLetters(ctx context.Context, req page.Req) (page.Of[LostLetter], error)
	// ForgetLost forgets those that an address, however it is written, never got.
	ForgetLost(ctx context.Context, email string) error
	// SweepLost forgets those that were lost before an instant.
	SweepLost(ctx context.Context, before time.Time) error
}

// LostLetter is a letter that nobody will get. Its text is not kept: it may hold a secret.
type LostLetter struct {
	ID      string    `json:"id"` // of the letter
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Reason  string    `json:"reason"`
	At      time.Time `json:"at"`
}

// New returns a Mailroom.
func New(carrier mail.Carrier, dresser mail.Dresser, lost Lost, now clock.Clock, log *slog.Logger, boxes ...Box) *Mailroom {
	return &Mailroom{boxes: boxes, carrier: carrier, dresser: dresser, lost: lost, now: now, log: log, payer: debt.NewPayer("sending letters", glance, hands)}
}

const (
	// lease is longer than the post may take for a letter.
	lease = time.Minute
	// hands is how many letters are under way at once.
	hands = 4
	// glance is how often the boxes are looked into for what other processes owe.
	glance = time.Second
)

// pauses are the times between tries (SAFETY.md R10).
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 8 * time.Hour, 24 * time.Hour}

// Wake tells the mailroom that there is something to send. It never blocks.
func (m *Mailroom) Wake() { m.payer.Wake() }

// Run sends letters until ctx ends. A letter under way is finished.
func (m *Mailroom) Run(ctx context.Context) {
	var all sync.WaitGroup
	for range hands {
		all.Go(func() {
			m.payer.Run(ctx, m.log, func(ctx context.Context) error {
				_, err := m.Empty(ctx)
				return err
			})
		})
	}
	all.Wait()
}

// Empty sends all that is due now, and returns how many letters left.
func (m *Mailroom) Empty(ctx context.Context) (sent int, err error) {
	for _, box := range m.boxes {
		n, err := m.empty(ctx, box)
		sent += n
		if err != nil {
			return sent, err
		}
	}
	return sent, nil
}

func (m *Mailroom) empty(ctx context.Context, box Box) (sent int, err error) {
	for ctx.Err() == nil {
		owed, err := box.Take(ctx, m.now(), lease)
		if err != nil || len(owed) == 0 {
			return sent, err
		}
		for _, o := range owed {
			left, err := m.send(context.WithoutCancel(ctx), o)
			if err != nil {
				return sent, err
			}
			if left {
				sent++
			}
		}
	}
	return sent, nil
}

// send tries one letter and notes how it ended. The error is the store's.
func (m *Mailroom) send(ctx context.Context, o Owed) (left bool, err error) {
	failed := m.carry(ctx, o.Letter)
	if failed == nil {
		return true, o.Sent(ctx)
	}
	due := m.now().Add(pauses[min(o.Tries, len(pauses)-1)])
	var refused mail.Refused
	if errors.As(failed, &refused) || o.Tries >= len(pauses) || !o.Until.IsZero() && due.After(o.Until) {
		return false, m.lose(ctx, o, failed)
	}
	m.log.Info("a letter waits", "letter", o.Letter.ID, "tries", o.Tries+1, "error", failed)
	return false, o.Later(ctx, due)
}

func (m *Mailroom) carry(ctx context.Context, l mail.Letter) error {
	html, err := m.dresser.Dress(ctx, l)
	if err != nil {
		return err
	}
	return m.carrier.Carry(ctx, mail.Message{Letter: l, Text: l.Text(), HTML: html})
}

// lose gives a letter up. What the document owes is cleared once it is written down that the letter is lost.
func (m *Mailroom) lose(ctx context.Context, o Owed, why error) error {
	m.log.Warn("a letter is lost", "letter", o.Letter.ID, "error", why)
	err := m.lost.Lose(ctx, LostLetter{ID: o.Letter.ID, To: o.Letter.To.Email, Subject: o.Letter.Subject, Reason: why.Error(), At: m.now()})
	if err != nil {
		return err
	}
	return o.Sent(ctx)
}
