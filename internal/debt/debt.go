// Package debt is the work that a stored document owes since it was written: it is recorded in the same write, done by
// a worker later, and cleared once it is done.
package debt

import (
	"errors"
	"slices"
	"time"
)

// Debt is one piece of work. Doing it twice does no harm.
type Debt struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind"`
	Due   time.Time `json:"due"`
	Tries int       `json:"tries,omitempty"` // how often it was tried in vain
	From  string    `json:"from,omitempty"`  // how far one of many steps was paid: a cursor of who pays
}

// Owes are the debts of a document.
type Owes []Debt

// First is when the first debt is due; the zero time when nothing is owed.
func (o Owes) First() time.Time {
	if len(o) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(o, func(a, b Debt) int { return a.Due.Compare(b.Due) }).Due
}

// DueAt returns the debts that are due at now: of some kinds, or of any when none is named.
func (o Owes) DueAt(now time.Time, kinds ...string) Owes {
	var due Owes
	for _, d := range o {
		if !d.Due.After(now) && d.of(kinds) {
			due = append(due, d)
		}
	}
	return due
}

func (d Debt) of(kinds []string) bool { return len(kinds) == 0 || slices.Contains(kinds, d.Kind) }

// PutOff gives the debts due at now another due time, lease later: those of some kinds, or all when none is named.
func (o Owes) PutOff(now time.Time, lease time.Duration, kinds ...string) {
	for i := range o {
		if !o[i].Due.After(now) && o[i].of(kinds) {
			o[i].Due = now.Add(lease)
		}
	}
}

// Leased returns the debts, of some kinds or of all, that PutOff put off at now by lease: what is due earlier or later is in
// the hands of another worker, or waits.
func (o Owes) Leased(now time.Time, lease time.Duration, kinds ...string) Owes {
	var mine Owes
	for _, d := range o {
		if d.Due.Equal(now.Add(lease)) && d.of(kinds) {
			mine = append(mine, d)
		}
	}
	return mine
}

// Delay notes that one debt was tried in vain, and when it is due again. One that was cleared meanwhile is left out.
func (o Owes) Delay(id string, due time.Time) {
	for i := range o {
		if o[i].ID == id {
			o[i].Due, o[i].Tries = due, o[i].Tries+1
		}
	}
}

// Reach notes how far a debt was paid, and when the rest is due. One that was cleared meanwhile is left out.
func (o Owes) Reach(paid Debt) {
	for i := range o {
		if o[i].ID == paid.ID {
			o[i].Due, o[i].From, o[i].Tries = paid.Due, paid.From, 0
		}
	}
}

// Has reports whether a debt of a kind is owed, due or not.
func (o Owes) Has(kind string) bool {
	return slices.ContainsFunc(o, func(d Debt) bool { return d.Kind == kind })
}

// Drop takes away all debts of a kind.
func (o *Owes) Drop(kind string) {
	*o = slices.DeleteFunc(*o, func(d Debt) bool { return d.Kind == kind })
	if len(*o) == 0 {
		*o = nil
	}
}

// Owe records a debt that is due at once; one of each kind is enough.
func (o *Owes) Owe(id, kind string, now time.Time) {
	o.Drop(kind)
	*o = append(*o, Debt{ID: id, Kind: kind, Due: now})
}

// ErrOver ends the edit that would clear the last debt of a tombstone which is to go with it.
var ErrOver = errors.New("nothing is owed any more of what is to go")

// Pay is Clear for what may be a tombstone that is to go: then the last debt is not cleared, but is ErrOver.
func (o *Owes) Pay(goes bool, paid ...Debt) error {
	left := slices.Clone(*o)
	left.Clear(paid...)
	if goes && left == nil {
		return ErrOver
	}
	*o = left
	return nil
}

// Clear takes away the debts that were paid, by id.
func (o *Owes) Clear(paid ...Debt) {
	*o = slices.DeleteFunc(*o, func(d Debt) bool {
		return slices.ContainsFunc(paid, func(other Debt) bool { return other.ID == d.ID })
	})
	if len(*o) == 0 {
		*o = nil
	}
}
