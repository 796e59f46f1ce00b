package reaction

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/viewer"
)

// The form fields: a kind that is said, a kind that is taken back.
const (
	FieldSay  = "reaction"
	FieldUndo = "sans_reaction"
)

// Author returns the account that wrote a thing; empty when it is not known. fault.NotFound, fault.Gone.
type Author func(ctx context.Context, t Thing) (account string, err error)

// ErrOwn is the fault.Forbidden of who would praise their own words.
var ErrOwn = errors.Join(errors.New("these are one's own words"), fault.Forbidden)

// Service applies the rules of reactions.
type Service struct {
	store  Stores
	author Author
	now    clock.Clock
	payer  *debt.Payer
	apart  Apart // nil: everybody meets everybody
}

// Apart reports whether one of two accounts wants nothing of the other.
type Apart func(ctx context.Context, one, other string) (bool, error)

// Apart has reactions refused between those.
func (s *Service) Apart(apart Apart) *Service {
	s.apart = apart
	return s
}

// meet refuses a reaction to the words of who wants nothing of its account, or the other way round.
func (s *Service) meet(ctx context.Context, account, author string) error {
	if s.apart == nil || author == "" {
		return nil
	}
	apart, err := s.apart(ctx, account, author)
	if err == nil && apart {
		err = fault.Forbidden
	}
	return err
}

// New returns a Service.
func New(store Stores, author Author, now clock.Clock) *Service {
	return &Service{store: store, author: author, now: now, payer: debt.NewPayer("counting reactions", glance, 1)}
}

const (
	// lease is how long a debt is out of the reach of other workers.
	lease = time.Minute
	// together is how many debts are paid at once: a thing that all of them are of is counted once.
	together = 200
	// glance is how often the store is asked what other processes owe.
	glance = 5 * time.Second
)

// React says something of a thing, or takes it back. Done twice it is done once. The number is right when it returns; should
// the process die before, a worker counts. Errors: fault.SignedOut, fault.Invalid, ErrOwn, fault.NotFound, fault.Gone.
func (s *Service) React(ctx context.Context, v viewer.Viewer, t Thing, k Kind, on bool) (err error) {
	defer fault.Wrap(&err, "reaction.React(%.60s)", t)
	switch {
	case !v.SignedIn():
		return fault.SignedOut
	case !k.Valid():
		return fault.Invalid
	}
	author, err := s.author(ctx, t)
	if err == nil && on && author == v.Account {
		err = ErrOwn
	}
	if err == nil && on {
		err = s.meet(ctx, v.Account, author)
	}
	if err != nil {
		return err
	}
	rID := IDOf(v.Account, t, k)
	if on {
		err = s.begin(ctx, Reaction{ID: rID, Account: v.Account, Thing: t, Kind: k, At: s.now()})
	} else {
		err = s.end(ctx, rID)
	}
	if err == nil {
		err = s.settleNow(ctx, rID, t)
	}
	return err
}

// Move makes what was said of one thing said of another that has taken its place: its words are the same, and their author. Done twice it
// is done once. The numbers are right when a worker has counted.
func (s *Service) Move(ctx context.Context, from, to Thing) (err error) {
	defer fault.Wrap(&err, "reaction.Move(%.60s)", from)
	for {
		some, err := s.store.ReactionsTo(ctx, from, together)
		if err != nil || len(some) == 0 {
			return err
		}
		for _, r := range some {
			if err := s.begin(ctx, Reaction{ID: IDOf(r.Account, to, r.Kind), Account: r.Account, Thing: to, Kind: r.Kind, At: r.At}); err != nil {
				return err
			}
			if err := s.end(ctx, r.ID); err != nil {
				return err
			}
		}
		s.Wake()
	}
}

// Keep has an account that nobody has say something of a thing: examples are made so. One that is there is left as it is.
func (s *Service) Keep(ctx context.Context, account string, t Thing, k Kind, at time.Time) error {
	r := Reaction{ID: IDOf(account, t, k), Account: account, Thing: t, Kind: k, At: at}
	if err := s.begin(ctx, r); err != nil {
		return err
	}
	return s.settleNow(ctx, r.ID, t)
}

func (r *Reaction) owe(now time.Time) {
	r.Owes = debt.Owes{{ID: id.New(), Kind: OwesCount, Due: now}}
}

// begin stores a reaction; one that is there stays, one that was taken back begins anew.
func (s *Service) begin(ctx context.Context, r Reaction) error {
	r.owe(r.At)
	for {
		err := s.store.InsertReaction(ctx, r)
		if errors.Is(err, fault.Taken{Field: "id"}) {
			_, err = s.store.UpdateReaction(ctx, r.ID, func(old *Reaction) error {
				if !old.Ended.IsZero() {
					rev := old.Rev
					*old = r
					old.Rev = rev
				}
				return nil
			})
			if errors.Is(err, fault.NotFound) {
				continue // it went just now
			}
		}
		return err
	}
}

func (s *Service) end(ctx context.Context, reaction string) error {
	_, err := s.store.UpdateReaction(ctx, reaction, func(r *Reaction) error {
		if r.Ended.IsZero() {
			r.Ended = s.now()
			r.owe(s.now())
		}
		return nil
	})
	return orGone(err)
}

// settleNow counts a thing at once, and clears what a reaction to it owes.
func (s *Service) settleNow(ctx context.Context, reaction string, t Thing) error {
	var owed debt.Owes
	r, err := s.store.UpdateReaction(ctx, reaction, func(r *Reaction) error { owed = r.Owes; return nil })
	if err != nil {
		return orGone(err)
	}
	if _, err := s.store.TallyReactions(ctx, t); err != nil {
		return err
	}
	return s.settle(ctx, r.ID, owed)
}

// settle clears debts; a reaction that was taken back goes once it owes nothing.
func (s *Service) settle(ctx context.Context, reaction string, paid debt.Owes) error {
	r, err := s.store.UpdateReaction(ctx, reaction, func(r *Reaction) error { r.Owes.Clear(paid...); return nil })
	if err == nil && !r.Ended.IsZero() && len(r.Owes) == 0 {
		err = s.store.RemoveReaction(ctx, r.ID, r.Rev)
	}
	return orGone(err)
}

// Wake tells the worker that there is something to do. It never blocks.
func (s *Service) Wake() { s.payer.Wake() }

// Run counts what is owed until ctx ends.
func (s *Service) Run(ctx context.Context, log *slog.Logger) { s.payer.Run(ctx, log, s.Count) }

// Count counts all that is owed: a thing once, however many of its reactions owe it.
func (s *Service) Count(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "reaction.Count")
	for {
		due, err := s.store.DueReactions(ctx, s.now(), lease, together)
		if err != nil || len(due) == 0 {
			return err
		}
		counted := map[Thing]bool{}
		for i := range due {
			if t := due[i].Thing; !counted[t] {
				if _, err := s.store.TallyReactions(ctx, t); err != nil {
					return err
				}
				counted[t] = true
			}
			if err := s.settle(ctx, due[i].ID, due[i].Owes); err != nil {
				return err
			}
		}
	}
}

// Said is what is said of one thing, and what of it by who looks.
type Said struct {
	Counts Counts
	Mine   map[Kind]bool
}

// Of returns what is said of things, by Thing.String.
func (s *Service) Of(ctx context.Context, v viewer.Viewer, things []Thing) (map[string]Said, error) {
	if len(things) == 0 {
		return nil, nil
	}
	counts, err := s.store.Tallied(ctx, things)
	if err != nil {
		return nil, err
	}
	all := map[string]Said{}
	for _, t := range things {
		all[t.String()] = Said{Counts: counts[t.String()], Mine: map[Kind]bool{}}
	}
	if !v.SignedIn() {
		return all, nil
	}
	mine, err := s.store.ReactionsBy(ctx, v.Account, things)
	for _, r := range mine {
		all[r.Thing.String()].Mine[r.Kind] = true
	}
	return all, err
}

// Touched returns to which of the things v has said something.
func (s *Service) Touched(ctx context.Context, v viewer.Viewer, things []Thing) (map[Thing]bool, error) {
	if !v.SignedIn() || len(things) == 0 {
		return nil, nil
	}
	mine, err := s.store.ReactionsBy(ctx, v.Account, things)
	touched := make(map[Thing]bool, len(mine))
	for i := range mine {
		touched[mine[i].Thing] = true
	}
	return touched, err
}

// By yields the reactions of an account, the last first.
func (s *Service) By(ctx context.Context, account string) iter.Seq2[Reaction, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Reaction], error) { return s.store.ReactionsOf(ctx, account, req) })
}

// Mute takes the reactions of an account out of all numbers while it is suspended, or back into them. Done twice it is done
// once.
func (s *Service) Mute(ctx context.Context, account string, muted bool) (err error) {
	defer fault.Wrap(&err, "reaction.Mute")
	for r, err := range s.By(ctx, account) {
		if err == nil && r.Muted != muted {
			_, err = s.store.UpdateReaction(ctx, r.ID, func(r *Reaction) error {
				r.Muted = muted
				r.owe(s.now())
				return nil
			})
		}
		if err := orGone(err); err != nil {
			return err
		}
	}
	return s.Count(ctx)
}

// Forget takes away all reactions of an account that leaves. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string) (err error) {
	defer fault.Wrap(&err, "reaction.Forget")
	for r, err := range s.By(ctx, account) {
		if err == nil {
			err = s.end(ctx, r.ID)
		}
		if err != nil {
			return err
		}
	}
	return s.Count(ctx)
}

// orGone takes what went meanwhile for done.
func orGone(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
