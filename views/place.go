package views

// PlaceKind is what a PlacePage is about.
type PlaceKind string

// The kinds of place pages.
const (
	PlaceCommune PlaceKind = "commune"
	PlaceEPCI    PlaceKind = "intercommunalité"
	PlaceSector  PlaceKind = "secteur"
	PlaceTag     PlaceKind = "étiquette"
)

// PlacePage is /communes/…, /intercommunalites/…, /secteurs/… and /sujets/…: the same page about different things.
type PlacePage struct {
	Chrome    Chrome
	Kind      PlaceKind
	Name      string
	Lead      string // one sentence; may be empty
	Facts     []Fact
	Map       MapView
	Total     int     // -1 when it is not known
	Counts    []Count // by sector for a place, by commune for a sector
	CountsOf  string  // heading of Counts: « Les métiers »
	Cards     []Card
	All       string // the directory narrowed to this
	Next      string // URL of the next page; empty on the last
	Around    []Count
	AroundOf  string // heading of Around: « Communes voisines »
	PublishIn string // URL of the form with the commune filled; may be empty
}
