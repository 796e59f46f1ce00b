package notify

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
)

// Worker pays the notices that documents owe. Any number of copies may run.
type Worker struct {
	store  Store
	owners Owners
	now    clock.Clock
	log    *slog.Logger
	boxes  []Due
	ring   Ring
	payer  *debt.Payer
	deaf   Deaf
	sees   Sees
}

// Deaf reports whether an account wants to hear nothing of what a page does.
type Deaf func(ctx context.Context, account, page string) (bool, error)

// Sparing has members told nothing of those whom they do not want to hear.
func (w *Worker) Sparing(deaf Deaf) *Worker {
	w.deaf = deaf
	return w
}

// Sees returns who may read what they would be told of; nil: everybody.
type Sees func(ctx context.Context, of Thing) (Reads, error)

// Reads reports whether an account may read something.
type Reads func(ctx context.Context, account string) (bool, error)

// Sighted has members told of nothing that is not for them.
func (w *Worker) Sighted(sees Sees) *Worker {
	w.sees = sees
	return w
}

// readers are those who may read something.
func (w *Worker) readers(ctx context.Context, of Thing) (Reads, error) {
	if w.sees == nil {
		return nil, nil
	}
	return w.sees(ctx, of)
}

// spared reports whether an account is not told of a notice.
func (w *Worker) spared(ctx context.Context, account string, n *Notice, reads Reads) (bool, error) {
	if reads != nil {
		if may, err := reads(ctx, account); err != nil || !may {
			return !may, err
		}
	}
	if w.deaf == nil || n.Page == "" {
		return false, nil
	}
	return w.deaf(ctx, account, n.Page)
}

// Ring hears of each notification that an account got, maybe more than once.
type Ring func(ctx context.Context, account, notification string) error

// NewWorker returns a Worker: a box for each noun that owes notices. Ring is called once a notification is stored, before what
// owed it is cleared.
func NewWorker(store Store, owners Owners, ring Ring, now clock.Clock, log *slog.Logger, boxes ...Due) *Worker {
	return &Worker{store: store, owners: owners, ring: ring, now: now, log: log, boxes: boxes, payer: debt.NewPayer("telling members", glance, 1)}
}

const (
	// lease is how long a debt is out of the reach of other workers, and so how soon it is tried again.
	lease = time.Minute
	// together is how many are taken at once.
	together = 50
	// glance is how often the boxes are looked into for what other processes owe.
	glance = 2 * time.Second
)

// Wake tells the worker that there is something to do. It never blocks.
func (w *Worker) Wake() { w.payer.Wake() }

// Run tells members until ctx ends.
func (w *Worker) Run(ctx context.Context) {
	w.payer.Run(ctx, w.log, func(ctx context.Context) error {
		_, err := w.Pay(ctx)
		return err
	})
}

// Pay tells all that is due now and returns how many notices were paid. A box that fails does not keep the others.
func (w *Worker) Pay(ctx context.Context) (paid int, err error) {
	defer fault.Wrap(&err, "notify.Pay")
	for _, box := range w.boxes {
		n, failed := w.empty(ctx, box)
		paid, err = paid+n, errors.Join(err, failed)
	}
	return paid, err
}

func (w *Worker) empty(ctx context.Context, box Due) (paid int, err error) {
	for ctx.Err() == nil {
		due, err := box.DueNotices(ctx, w.now(), lease, together)
		if err != nil || len(due) == 0 {
			return paid, err
		}
		for _, n := range due {
			if err := w.tell(ctx, n); err != nil {
				return paid, err
			}
			if err := box.Told(ctx, n.Of, n.Debt); err != nil {
				return paid, err
			}
			paid++
		}
	}
	return paid, nil
}

// tell stores a notification for each who is concerned. A page that is gone has nobody to tell.
func (w *Worker) tell(ctx context.Context, n Notice) error {
	to := n.To
	if n.ToPage != "" {
		slug, name, owners, err := w.owners.OwnersOf(ctx, n.ToPage)
		if errors.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		to = append(slices.Clone(to), owners...)
		if n.Thing.ID == n.ToPage {
			n.Thing.Slug, n.Thing.Title = slug, name
		}
	}
	for _, page := range n.ToPages {
		_, _, owners, err := w.owners.OwnersOf(ctx, page)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return err
		}
		to = append(slices.Clone(to), owners...)
	}
	reads, err := w.readers(ctx, n.Thing)
	if err != nil {
		return err
	}
	slices.Sort(to)
	for _, account := range slices.Compact(to) {
		if account == n.But || account == "" || n.Dropped {
			continue
		}
		spared, err := w.spared(ctx, account, &n, reads)
		if err != nil {
			return err
		}
		if spared {
			continue
		}
		told := Notification{ID: IDOf(cmp.Or(n.As, n.Debt.ID), account), Account: account, Kind: n.Kind, Page: n.Page, Thing: n.Thing, At: n.At, Came: w.now()}
		err = w.store.PutNotification(ctx, told)
		if err == nil {
			err = w.ring(ctx, account, told.ID)
		}
		if err != nil {
			return err
		}
	}
	if n.Then != nil {
		return w.tell(ctx, *n.Then) // a notification that is there stays as it is
	}
	return nil
}
