package meili

import (
	"encoding/base32"
	"encoding/json"
	"slices"
	"strings"

	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/search"
	"partant/internal/search/french"
	"partant/internal/text"
)

// document is a search.Document as the server keeps it. The searched fields hold the text; the compared ones hold
// values in the form of exact.
type document struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	NAFLabel    string   `json:"nafLabel"`
	Sector      string   `json:"sector"`
	Commune     string   `json:"commune"`
	Postcode    string   `json:"postcode"`
	Description string   `json:"description"`
	Tags        []string `json:"tags"`
	Offers      []string `json:"offers"`
	Seeks       []string `json:"seeks"`

	Facet     map[search.Field][]string `json:"facet"`
	Order     order                     `json:"order"`
	Followers int64                     `json:"followers"`
	Created   int64                     `json:"created"`
	Updated   int64                     `json:"updated"`
	Place     *place                    `json:"_geo"`
}

// order is what the strict orders compare besides numbers.
type order struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type place struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

// version names the form of document. It goes up when a field changes its meaning: then old indexes are stale.
const version = "form1"

// settings returns how the server searches. The reasons are measurements: see docs/decisions.
func settings(lexicon *french.Lexicon) *ms.Settings {
	filterable := []string{"_geo", "followers", "updated"}
	for _, f := range fields {
		filterable = append(filterable, facet(f))
	}
	return &ms.Settings{
		RankingRules:         []string{"sort", "words", "typo", "exactness", "proximity", "attribute"},
		SearchableAttributes: []string{"name", "tags", "nafLabel", "sector", "commune", "offers", "seeks", "description", "postcode"},
		FilterableAttributes: filterable,
		// No document has a field named as the version: it is there to be read back.
		SortableAttributes:  []string{"_geo", "created", "followers", "order.id", "order.name", "updated", version},
		DisplayedAttributes: []string{"id", "name", "description", "_geo"},
		TypoTolerance: &ms.TypoTolerance{
			Enabled:             true,
			MinWordSizeForTypos: ms.MinWordSizeForTypos{OneTypo: 4, TwoTypos: 8},
			DisableOnWords:      []string{},
			DisableOnAttributes: []string{"postcode"},
			DisableOnNumbers:    true,
		},
		StopWords:           lexicon.StopWords(),
		Synonyms:            synonyms(lexicon),
		LocalizedAttributes: []*ms.LocalizedAttributes{{Locales: []string{"fra"}, AttributePatterns: []string{"*"}}},
		ProximityPrecision:  ms.ByAttribute,
		Pagination:          &ms.Pagination{MaxTotalHits: 10_000_000},
		Faceting: &ms.Faceting{
			MaxValuesPerFacet: 1_000_000,
			SortFacetValuesBy: map[string]ms.SortFacetType{"*": ms.SortFacetTypeAlpha},
		},
	}
}

// synonyms adds to the lexicon's what other engines get from a stemmer and from folding.
func synonyms(lexicon *french.Lexicon) map[string][]string {
	all := lexicon.Synonyms()
	add := func(a, b string) {
		if !slices.Contains(all[a], b) {
			all[a] = append(slices.Clone(all[a]), b)
		}
	}
	pairs := append(lexicon.Plurals(), [2]string{"st", "saint"}, [2]string{"ste", "sainte"})
	for _, p := range pairs {
		add(p[0], p[1])
		add(p[1], p[0])
	}
	return all
}

// fingerprint is equal for settings that search alike. Only what settings sets is compared, in any order where
// order means nothing: the server gives lists back sorted.
func fingerprint(s *ms.Settings) string {
	ours := ms.Settings{
		RankingRules:         s.RankingRules,
		SearchableAttributes: s.SearchableAttributes,
		FilterableAttributes: slices.Sorted(slices.Values(s.FilterableAttributes)),
		SortableAttributes:   slices.Sorted(slices.Values(s.SortableAttributes)),
		DisplayedAttributes:  s.DisplayedAttributes,
		TypoTolerance:        s.TypoTolerance,
		StopWords:            slices.Sorted(slices.Values(s.StopWords)),
		Synonyms:             make(map[string][]string),
		LocalizedAttributes:  s.LocalizedAttributes,
		ProximityPrecision:   s.ProximityPrecision,
		Pagination:           s.Pagination,
		Faceting:             s.Faceting,
	}
	for word, others := range s.Synonyms {
		ours.Synonyms[word] = slices.Sorted(slices.Values(others))
	}
	b, err := json.Marshal(ours)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// fields are those that facets count and filters compare.
var fields = [...]search.Field{search.Kind, search.Sector, search.Commune, search.EPCI, search.Tag, search.Offer, search.Seek}

// facet returns the name of the compared form of a field.
func facet(f search.Field) string { return "facet." + string(f) }

// exact returns a form of value that keeps its identity and its order: the server folds case and compatible
// characters of what it compares, and the port does not. It holds a-v and digits only.
func exact(value string) string { return strings.ToLower(alphabet.EncodeToString([]byte(value))) }

// inexact undoes exact.
func inexact(form string) (string, error) {
	b, err := alphabet.DecodeString(strings.ToUpper(form))
	return string(b), err
}

var alphabet = base32.HexEncoding.WithPadding(base32.NoPadding)

// maxCompared is how many bytes of a name the order by name looks at: the server keeps 468 of the exact form.
const maxCompared = 290

func newDocument(d search.Document) document {
	return document{
		ID: d.ID, Name: unmarked(d.Name), NAFLabel: d.NAFLabel, Sector: d.Sector, Commune: d.Commune,
		Postcode: d.Postcode, Description: unmarked(d.Description), Tags: d.Tags, Offers: d.Offers, Seeks: d.Seeks,
		Facet:     facets(d),
		Order:     order{ID: exact(d.ID), Name: orderedName(d.Name)},
		Followers: d.Followers, Created: d.CreatedAt.Unix(), Updated: d.UpdatedAt.Unix(),
		Place: newPlace(d),
	}
}

func orderedName(name string) string {
	folded := text.Fold(name)
	return exact(folded[:min(len(folded), maxCompared)])
}

func newPlace(d search.Document) *place {
	if d.At == nil {
		return nil
	}
	return &place{Lat: d.At.Lat, Lng: d.At.Lon}
}

// facets returns the compared form of every value that is not empty.
func facets(d search.Document) map[search.Field][]string {
	values := map[search.Field][]string{
		search.Kind: {d.Kind}, search.Sector: {d.Sector}, search.Commune: {d.Commune}, search.EPCI: {d.EPCI},
		search.Tag: d.Tags, search.Offer: d.Offers, search.Seek: d.Seeks,
	}
	forms := make(map[search.Field][]string, len(values))
	for field, all := range values {
		for _, v := range all {
			if v != "" {
				forms[field] = append(forms[field], exact(v))
			}
		}
	}
	return forms
}

// The server puts these round what matched. They are not HTML, which it does not escape, and no document has them.
const (
	openMark  = "\x02"
	closeMark = "\x03"
)

var withoutMarks = strings.NewReplacer(openMark, " ", closeMark, " ")

func unmarked(s string) string { return withoutMarks.Replace(s) }
