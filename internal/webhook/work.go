package webhook

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
)

const (
	// glance is how late something is said that nobody told us of.
	glance = 2 * time.Second
	// lease is how long a desk is out of the reach of other workers: longer than all calls of one round take.
	lease = 2 * time.Minute
	// atOnce is how many pages' programs are called side by side, since one may keep us waiting.
	atOnce = 8
	// sumsEvery is how often it is looked whether numbers changed.
	sumsEvery = time.Minute
	// roundMost is how many messages of one page are said in a row.
	roundMost = 10
)

// waits are how long after each failure something is said again; then it is given up, and the program is stopped: some three days in all.
var waits = [...]time.Duration{30 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 8 * time.Hour, 24 * time.Hour, 36 * time.Hour}

// PayDue says what is due now. A kill at any moment has it said again, with the same id.
func (s *Service) PayDue(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "webhook.PayDue")
	for {
		now := s.now()
		due, err := s.store.DueDesks(ctx, now, lease, atOnce, OwesMessage, OwesSums)
		if err != nil || len(due) == 0 {
			return err
		}
		failed := make([]error, len(due))
		var all sync.WaitGroup
		for i := range due {
			all.Go(func() { failed[i] = s.payAlive(ctx, &due[i], now) })
		}
		all.Wait()
		if err := errors.Join(failed...); err != nil {
			return err
		}
	}
}

// payAlive is pay that outlives a panic: it runs beside others.
func (s *Service) payAlive(ctx context.Context, d *Desk, now time.Time) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return s.pay(ctx, d, now)
}

func (s *Service) pay(ctx context.Context, d *Desk, now time.Time) error {
	silent := map[string]bool{} // programs that did not answer in this round
	for i, one := range d.Owes.Leased(now, lease, OwesMessage) {
		h, m := d.message(one.ID)
		var err error
		switch {
		case h == nil:
			err = s.settle(ctx, d.ID, func(d *Desk) { d.Owes.Clear(one) })
		case i >= roundMost || silent[h.ID]:
			err = s.settle(ctx, d.ID, func(d *Desk) { d.again(one, s.now().Add(waits[0])) })
		default:
			silent[h.ID], err = s.say(ctx, d, h, m, one)
		}
		if err != nil {
			return err
		}
	}
	for _, one := range d.Owes.Leased(now, lease, OwesSums) {
		if err := s.sum(ctx, d.ID, one); err != nil {
			return err
		}
	}
	return nil
}

// again has a debt be due at another time, tried or not.
func (d *Desk) again(one debt.Debt, due time.Time) {
	for i := range d.Owes {
		if d.Owes[i].ID == one.ID {
			d.Owes[i].Due = due
		}
	}
}

// settle writes down what came of something.
func (s *Service) settle(ctx context.Context, page string, edit func(*Desk)) error {
	_, err := s.store.EditDesk(ctx, page, func(d *Desk) error {
		if d.Rev == 0 { // the page is gone meanwhile
			return fault.Gone
		}
		edit(d)
		return nil
	})
	if errors.Is(err, fault.Gone) {
		return nil
	}
	return err
}

// say says one thing to one program, and writes down what it answered.
func (s *Service) say(ctx context.Context, d *Desk, h *Hook, m *Message, one debt.Debt) (silent bool, err error) {
	body, err := s.source.Body(ctx, d.ID, *m)
	if errors.Is(err, fault.NotFound) {
		return false, s.settle(ctx, d.ID, func(d *Desk) {
			if _, m := d.message(one.ID); m != nil {
				m.State = GivenUp
			}
			d.Owes.Clear(one)
		})
	}
	if err != nil {
		return false, err
	}
	status := s.caller.Call(ctx, h.URL, s.secrets(h), m.ID, s.now(), body)
	if ctx.Err() != nil {
		return false, ctx.Err() // we are the ones who stop
	}
	stopped := false
	err = s.settle(ctx, d.ID, func(d *Desk) { stopped = d.heard(one, status, s.now()) })
	if err == nil && stopped {
		s.told()
	}
	return status < 200 || status > 299, err
}

// gone is what a program answers that wants to hear no more.
const gone = 410

// heard notes what came of a message. It reports whether the program is told no more.
func (d *Desk) heard(one debt.Debt, status int, now time.Time) (stopped bool) {
	h, m := d.message(one.ID)
	if m == nil || m.State != Waits {
		d.Owes.Clear(one)
		return false
	}
	m.Tried, m.Status = now, status
	switch {
	case status >= 200 && status <= 299:
		m.State = Heard
		d.Owes.Clear(one)
	case m.Kind == Test: // who tries it looks at the answer
		m.State = GivenUp
		d.Owes.Clear(one)
	case status != gone && one.Tries < len(waits):
		d.Owes.Delay(one.ID, now.Add(waits[one.Tries]))
		return false
	default:
		d.stop(h, now)
		d.sum(id.New(), now)
		d.Owes.Owe(id.New(), OwesNotice, now)
		stopped = true
	}
	d.trim(h)
	return stopped
}

// sum tells the programs of a page which numbers changed, and looks again in a while.
func (s *Service) sum(ctx context.Context, page string, one debt.Debt) error {
	sums, err := s.source.Sums(ctx, page)
	if err != nil {
		return err
	}
	return s.settle(ctx, page, func(d *Desk) {
		now := s.now()
		if !d.wants(Counted) {
			d.Owes.Clear(one)
			return
		}
		for event, is := range sums {
			if is.Equal(d.Told[event]) || d.Told[event] == (Sums{}) && is.Equal(Sums{Places: is.Places, Left: is.Left}) {
				continue
			}
			for i := range d.Hooks {
				if h := &d.Hooks[i]; h.Wants(Counted) {
					d.count(h, Message{ID: id.New(), Kind: Counted, Event: event, At: now}, now)
				}
			}
		}
		d.Told = sums
		d.again(one, now.Add(sumsEvery))
	})
}

// count has a program be told numbers, unless it waits to be told them: it will hear how they are then. What may be on its way this
// instant tells numbers as they were.
func (d *Desk) count(h *Hook, m Message, now time.Time) {
	for _, one := range d.Owes {
		if old := h.message(one.ID); old != nil && old.Kind == Counted && old.Event == m.Event && one.Due.After(now.Add(lease)) {
			return
		}
	}
	d.say(h, m, now)
}

// DueNotices takes desks whose page is to hear that a program is told no more.
func (s *Service) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Desk, error) {
	return s.store.DueDesks(ctx, now, lease, limit, OwesNotice)
}

// Noticed clears that debt.
func (s *Service) Noticed(ctx context.Context, page string, paid debt.Debt) error {
	return s.settle(ctx, page, func(d *Desk) { d.Owes.Clear(paid) })
}
