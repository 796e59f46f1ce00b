package views

import (
	"partant/internal/distance"
	"partant/internal/fault"
)

// DistancePage is /fiches/{slug}/distance.
type DistancePage struct {
	Chrome Chrome
	By     Byline        // the page
	Kind   distance.Kind // what was chosen before; empty: nothing
	Wrong  fault.Fields
}

// DistancesPage is /compte/distances.
type DistancesPage struct {
	Chrome Chrome
	List   []Kept
	First  bool
	Next   string // local; empty on the last page
}

// Kept is a page that is kept at a distance.
type Kept struct {
	Byline Byline
	Kind   distance.Kind
	Since  string // ready: Day(…)
	Path   string // local, of the form that changes it
}

// how says how far a page is kept.
func (k Kept) how() string {
	switch k.Kind {
	case distance.Block:
		return "bloquée depuis le " + k.Since
	case distance.Silence:
		return "masquée depuis le " + k.Since
	}
	return "n'est plus proposée, depuis le " + k.Since
}

// undo is what the button that ends it says.
func (k Kept) undo() string {
	switch k.Kind {
	case distance.Block:
		return "Débloquer"
	case distance.Silence:
		return "Ne plus masquer"
	}
	return "Proposer de nouveau"
}
