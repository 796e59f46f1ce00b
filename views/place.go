package views

import "strings"

// PlaceKind is what a PlacePage is about.
type PlaceKind string

// The kinds of place pages.
const (
	PlaceCommune PlaceKind = "commune"
	PlaceEPCI    PlaceKind = "intercommunalité"
	PlaceSector  PlaceKind = "secteur"
	PlaceTag     PlaceKind = "mot-clé"
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
	Follow    FollowButton
	Followers int // as they were counted last
}

// over is the small line above the name.
func (p PlacePage) over() string {
	switch p.Kind {
	case PlaceCommune:
		return "Commune " + p.Chrome.of()
	case PlaceEPCI:
		return "Intercommunalité"
	case PlaceSector:
		return "Secteur d'activité"
	}
	return "Mot-clé"
}

// here is where the search of the page looks: « à Gien », « dans ce secteur ».
func (p PlacePage) here() string {
	switch p.Kind {
	case PlaceCommune:
		return at(p.Name)
	case PlaceSector:
		return "dans ce secteur"
	case PlaceTag:
		return "sous ce mot-clé"
	}
	return "dans cette intercommunalité"
}

// at puts a town in a sentence: « à Gien », « au Malesherbois », « aux Bordes ».
func at(town string) string {
	if rest, ok := strings.CutPrefix(town, "Le "); ok {
		return "au " + rest
	}
	if rest, ok := strings.CutPrefix(town, "Les "); ok {
		return "aux " + rest
	}
	return "à " + town
}
