package views

import (
	"slices"
	"strings"

	"partant/internal/fault"
	"partant/internal/profile"
)

// HistoryPage is /fiches/{slug}/historique.
type HistoryPage struct {
	Chrome  Chrome
	Slug    string
	Name    string
	Changes []PastChange
	Most    int          // how many versions are kept
	Wrong   fault.Fields // why a version cannot come back
}

// PastChange is one version of a page.
type PastChange struct {
	Version int64
	At      string
	By      string
	Edits   []PastEdit   // what changed
	Now     bool         // it is the present one
	First   bool         // the page was made with it
	Deed    profile.Deed // no version but what moderation did; empty: a version
	Reason  string       // of the deed
}

// PastEdit is one field that changed, and what it said, in words.
type PastEdit struct {
	Field   profile.Field
	Was, Is string
}

// mostSaid is how long what a field says may be to be shown, in bytes.
const mostSaid = 120

// short reports whether it can be shown what the field was and is: on one line, and different in words.
func (e PastEdit) short() bool {
	return e.Was != e.Is && len(e.Was) <= mostSaid && len(e.Is) <= mostSaid && !strings.ContainsAny(e.Was+e.Is, "\n\r")
}

// label is the question of the form, as it stands before what changed.
func (e PastEdit) label() string {
	label := fieldLabels[e.Field]
	if !e.short() || strings.HasSuffix(label, "?") {
		return unbroken(label)
	}
	return label + joint + ":"
}

// edits are the fields that changed and that the form has, in its order.
func (c PastChange) edits() []PastEdit {
	known := slices.DeleteFunc(slices.Clone(c.Edits), func(e PastEdit) bool { return fieldLabels[e.Field] == "" })
	slices.SortStableFunc(known, func(a, b PastEdit) int { return slices.Index(formOrder, a.Field) - slices.Index(formOrder, b.Field) })
	return known
}

// what says what changed with a version.
func (c PastChange) what() string {
	switch {
	case c.Deed == profile.TookDown:
		return "La modération a retiré la page. La raison" + joint + ":"
	case c.Deed == profile.Returned:
		return "La modération a remis la page."
	case c.First:
		return "La page est publiée."
	case len(c.edits()) == 0:
		return "La plus ancienne version gardée, ou un changement que le formulaire ne montre pas."
	}
	return "Ce qui a changé" + joint + ":"
}
