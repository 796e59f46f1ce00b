package views

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

	Relaxed bool   // no page has all the words: some were let go
	Down    bool   // the search engine is away: answered by name from the store, without counts
	Lost    string // a place that was typed and is not known: « Giien »
	Wider   *Wider // set when nothing was found
}

// Wider is what a larger circle, or no circle, would find.
type Wider struct {
	Radius int // km; 0: the whole territory
	Total  int
	Cards  []Card // the first of them
}
