package profile

import (
	"slices"
	"time"
)

// OwesIndex is the debt of telling the search index about a change.
const OwesIndex = "index"

// Debt is work the profile owes since it was written; see the catalog package.
type Debt struct {
	ID   string    `json:"id"`
	Kind string    `json:"kind"`
	Due  time.Time `json:"due"`
}

// FirstDue is when the first debt is due; the zero time when nothing is owed.
func (p *Profile) FirstDue() time.Time {
	if len(p.Owes) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(p.Owes, func(a, b Debt) int { return a.Due.Compare(b.Due) }).Due
}

// PutOff gives the debts due at now another due time, lease later.
func (p *Profile) PutOff(now time.Time, lease time.Duration) {
	for i := range p.Owes {
		if !p.Owes[i].Due.After(now) {
			p.Owes[i].Due = now.Add(lease)
		}
	}
}

// Clear takes away the debts that were paid, by id.
func (p *Profile) Clear(paid []Debt) {
	p.Owes = slices.DeleteFunc(p.Owes, func(d Debt) bool {
		return slices.ContainsFunc(paid, func(other Debt) bool { return other.ID == d.ID })
	})
}
