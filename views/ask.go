package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"partant/internal/text"
)

// Param is a name in the query of /annuaire.
type Param string

// The parameters of the directory. The filters may be given several times.
const (
	ParamText    Param = "q"
	ParamKind    Param = "type"
	ParamSector  Param = "secteur"
	ParamCommune Param = "commune"
	ParamEPCI    Param = "interco"
	ParamTag     Param = "etiquette"
	ParamOffer   Param = "propose"
	ParamSeek    Param = "cherche"
	ParamNear    Param = "pres"  // INSEE code, "lat,lon", or a commune as typed; the first that is not empty counts
	ParamRadius  Param = "rayon" // km
	ParamSort    Param = "tri"
	ParamPage    Param = "page"
	ParamView    Param = "vue"
)

// Sort is a value of ParamSort.
type Sort string

// The orders of the directory.
const (
	SortRelevance Sort = ""
	SortDistance  Sort = "distance"
	SortNewest    Sort = "nouveautes"
	SortName      Sort = "nom"
)

// ViewMap is the value of ParamView that shows the map instead of the list.
const ViewMap = "carte"

// radii are the distances that the form proposes, in kilometres.
var radii = [...]int{2, 5, 10, 20, 50}

// Filter is one thing a person narrowed the directory by.
type Filter struct {
	Param Param
	Value string // as it stands in the URL
	Text  string // as it is read
}

// Ask is what somebody asks of the directory: what its URL says, with the words to show it.
type Ask struct {
	Text     string
	Filters  []Filter
	Near     string // value of ParamNear; empty: nowhere in particular
	NearText string // « Gien », « votre position »
	Radius   int    // km; 0: no limit, only a centre to sort by
	Sort     Sort
	Page     int  // from 1; 0 is 1
	Map      bool // the map instead of the list
}

// URL is the one address of what is asked.
func (a Ask) URL() string {
	q := url.Values{}
	set := func(p Param, v string) {
		if v != "" {
			q.Add(string(p), v)
		}
	}
	set(ParamText, a.Text)
	for _, f := range a.Filters {
		set(f.Param, f.Value)
	}
	set(ParamNear, a.Near)
	if a.Near != "" && a.Radius > 0 {
		set(ParamRadius, strconv.Itoa(a.Radius))
	}
	set(ParamSort, string(a.Sort))
	if a.Map {
		set(ParamView, ViewMap)
	}
	if a.Page > 1 {
		set(ParamPage, strconv.Itoa(a.Page))
	}
	if len(q) == 0 {
		return "/annuaire"
	}
	return "/annuaire?" + q.Encode()
}

// IsZero reports whether nothing narrows the directory.
func (a Ask) IsZero() bool { return a.Text == "" && len(a.Filters) == 0 && a.Near == "" }

// With adds a filter and returns to the first page.
func (a Ask) With(p Param, value string) Ask {
	a.Filters, a.Page = append(slices.Clone(a.Filters), Filter{Param: p, Value: value}), 0
	return a
}

// Without lets a filter go and returns to the first page.
func (a Ask) Without(p Param, value string) Ask {
	a.Filters = slices.DeleteFunc(slices.Clone(a.Filters), func(f Filter) bool { return f.Param == p && f.Value == value })
	a.Page = 0
	return a
}

// Cleared lets all filters of a parameter go and returns to the first page.
func (a Ask) Cleared(p Param) Ask {
	a.Filters = slices.DeleteFunc(slices.Clone(a.Filters), func(f Filter) bool { return f.Param == p })
	a.Page = 0
	return a
}

// Anywhere lets the place go.
func (a Ask) Anywhere() Ask {
	a.Near, a.NearText, a.Radius, a.Page = "", "", 0, 0
	if a.Sort == SortDistance {
		a.Sort = SortRelevance
	}
	return a
}

// Within changes the radius.
func (a Ask) Within(km int) Ask { a.Radius, a.Page = km, 0; return a }

// Sorted changes the order.
func (a Ask) Sorted(s Sort) Ask { a.Sort, a.Page = s, 0; return a }

// At goes to a page.
func (a Ask) At(page int) Ask { a.Page = page; return a }

// OnMap shows the map, or the list.
func (a Ask) OnMap(on bool) Ask { a.Map, a.Page = on, 0; return a }

// number is the page shown, from 1.
func (a Ask) number() int { return max(1, a.Page) }

// place names the centre: a name, or a point that has none.
func (a Ask) place() string {
	if a.NearText != "" {
		return a.NearText
	}
	return a.Near
}

// atPoint reports whether the centre is a point, not a commune.
func (a Ask) atPoint() bool { return strings.Contains(a.Near, ",") }

// placeTyped is what stands in the field of the place. A point stays out of sight: typing a commune replaces it, since
// the first ParamNear that is not empty counts.
func (a Ask) placeTyped() string {
	if a.atPoint() {
		return ""
	}
	return a.place()
}

func (a Ask) placeHint() string {
	if a.atPoint() {
		return a.place()
	}
	return "une commune"
}

// around says the place and the distance: « à 5 km de Gien ».
func (a Ask) around() string {
	if a.Radius > 0 {
		return "à " + strconv.Itoa(a.Radius) + joint + "km" + de(a.place())
	}
	return "autour" + de(a.place())
}

// de joins a name to what comes before it: « de Gien », « d'Olivet », « du Malesherbois ».
func de(name string) string {
	switch {
	case strings.HasPrefix(name, "Le "):
		return " du " + name[3:]
	case strings.HasPrefix(name, "Les "):
		return " des " + name[4:]
	case strings.ContainsRune("aeiouyh", rune((text.Fold(name) + " ")[0])):
		return " d'" + name
	}
	return " de " + name
}

// radii are the distances to choose from, with the one of the URL.
func (a Ask) radii() []int {
	if a.Radius == 0 || slices.Contains(radii[:], a.Radius) {
		return radii[:]
	}
	all := append(slices.Clone(radii[:]), a.Radius)
	slices.Sort(all)
	return all
}

// order is one way to sort, as a link.
type order struct {
	text string
	ask  Ask
	on   bool
}

// sorts are the orders that make a difference: around a place and without words, relevance is distance.
func (a Ask) sorts() []order {
	nearest := a.Text == "" && a.Near != ""
	list := []struct {
		sort Sort
		text string
	}{{SortRelevance, "Pertinence"}, {SortDistance, "Distance"}, {SortNewest, "Nouveautés"}, {SortName, "Nom"}}
	orders := make([]order, 0, len(list))
	for _, s := range list {
		if s.sort == SortDistance && a.Near == "" || s.sort == SortRelevance && nearest {
			continue
		}
		on := a.Sort == s.sort || nearest && s.sort == SortDistance && a.Sort == SortRelevance
		orders = append(orders, order{text: s.text, ask: a.Sorted(s.sort), on: on})
	}
	return orders
}

// label says what a filter narrows by, when its value alone would not.
func (f Filter) label() string {
	words := f.Text
	if words == "" {
		words = f.Value
	}
	switch f.Param {
	case ParamOffer:
		return "propose\u00a0: " + words
	case ParamSeek:
		return "cherche\u00a0: " + words
	}
	return words
}
