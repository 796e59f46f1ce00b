package views

import (
	"fmt"
	"slices"
	"strings"
)

// Facet is one way to narrow, with its counts.
type Facet struct {
	Param   Param
	Title   string
	Options []FacetOption // the ticked first, then by count
	More    int           // how many values are not listed
}

// FacetOption is one value of a facet.
type FacetOption struct {
	Value string
	Text  string
	Count int
	On    bool
}

// DirectoryPage is /annuaire.
type DirectoryPage struct {
	Chrome Chrome
	Ask    Ask
	Total  int
	Pages  int // last page that can be opened
	Cards  []Card
	Facets []Facet
	Map    MapView

	Relaxed bool      // no page has all the words: some were let go
	Down    bool      // the search engine is away: answered by name from the store, without counts
	Unknown []Unknown // what the address asks and nobody knows
	Wider   *Wider    // set when nothing was found
	Drops   []Drop    // what to let go when nothing was found
	Said    SaidElsewhere
	Round   *Round // set when the text names a commune that is read as a place
}

// Drop is a part of the question without which something is found.
type Drop struct {
	Text  string // « propose : apprenti »
	Count int
	Ask   Ask // without it
}

// Narrowings are the parts of the question that can be let go and leave something to ask: each kind of filter, the
// place, the words.
func (a Ask) Narrowings() (all []Drop) {
	add := func(text string, without Ask) {
		if without.Page = 0; !without.IsZero() {
			all = append(all, Drop{Text: text, Ask: without})
		}
	}
	seen := map[Param]bool{}
	for _, f := range a.Filters {
		if !seen[f.Param] {
			add(a.labels(f.Param), a.Cleared(f.Param))
		}
		seen[f.Param] = true
	}
	if a.Near != "" {
		add(a.around(), a.Anywhere())
	}
	if a.Text != "" {
		without := a
		without.Text = ""
		add(quoted(a.Text), without)
	}
	return all
}

// labels are what the filters of a parameter say.
func (a Ask) labels(p Param) string {
	var words []string
	for _, f := range a.Filters {
		if f.Param == p {
			words = append(words, f.label())
		}
	}
	return strings.Join(words, ", ")
}

// Round says that a commune in the text was read as a place: « boulangerie pithiviers ».
type Round struct {
	Town string
	Rest string // « boulangerie »
	Has  bool   // somebody in the commune answers to Rest
	Ask  Ask    // the same, asked with the place apart: there a distance can be chosen
}

// say is what was done: « Rien à Pithiviers même pour « boulangerie » : voici les fiches les plus proches. »
func (p DirectoryPage) roundSay() string {
	r := p.Round
	shown := "voici les fiches les plus proches."
	if p.Ask.Sort != SortRelevance {
		shown = "voici les fiches des autres communes."
	}
	if r.Has {
		return "Voici les fiches pour " + quoted(r.Rest) + " autour" + de(r.Town) + "."
	}
	return "Rien " + at(r.Town) + " même pour " + quoted(r.Rest) + joint + ": " + shown
}

// Wider is what a larger circle, or no circle, would find.
type Wider struct {
	Radius int // km; 0: the whole territory
	Total  int
	Cards  []Card // the first of them
}

// tally says how much was found.
func (p DirectoryPage) tally() string {
	switch {
	case p.Down && len(p.Cards) > 0:
		return "Par nom"
	case p.Total <= 0:
		return "Aucun résultat"
	case p.Ask.IsZero():
		return Plural(p.Total, "fiche", "fiches")
	}
	return Plural(p.Total, "résultat", "résultats")
}

// largest is the count that fills a bar.
func (f Facet) largest() int {
	most := 0
	for _, o := range f.Options {
		most = max(most, o.Count)
	}
	return most
}

// box names the box of a value for good: what was ticked stays ticked, and keeps the focus, when the boxes change places.
// Names hold letters, digits and dashes alone: the value stands there in hexadecimal.
func (f Facet) box(o FacetOption) string { return fmt.Sprintf("%s-%x", f.Param, o.Value) }

// hidden are the filters that no box of a facet shows: the form must carry them all the same.
func (p DirectoryPage) hidden() []Filter {
	return slices.DeleteFunc(slices.Clone(p.Ask.Filters), func(f Filter) bool {
		return slices.ContainsFunc(p.Facets, func(facet Facet) bool {
			return facet.Param == f.Param && slices.ContainsFunc(facet.Options, func(o FacetOption) bool { return o.On && o.Value == f.Value })
		})
	})
}
