package meili

import (
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
	Sounds      []string `json:"sounds"`

	FacetKind    []string `json:"facet_kind,omitempty"`
	FacetSector  []string `json:"facet_sector,omitempty"`
	FacetCommune []string `json:"facet_commune,omitempty"`
	FacetEPCI    []string `json:"facet_epci,omitempty"`
	FacetTags    []string `json:"facet_tags,omitempty"`
	FacetOffers  []string `json:"facet_offers,omitempty"`
	FacetSeeks   []string `json:"facet_seeks,omitempty"`
	OrderID      string   `json:"order_id"`
	OrderName    string   `json:"order_name"`

	Followers int64  `json:"followers"`
	Created   int64  `json:"created"`
	Updated   int64  `json:"updated"`
	Place     *place `json:"_geo"`
}

type place struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

// version names the form of document. It goes up when a field changes its meaning: then old indexes are stale.
const version = "form2"

// settings returns how the server searches. What differs from its defaults was measured on the corpus of searchtest:
// exactness before attribute finds .03 more (and sort must come first to be an order at all), one typo from four
// letters on finds .05 more of the misspelt words, proximity by word costs half as much time again for .005. By
// default it would also cut pages at 1,000 hits and facets at 100 values.
func settings(lexicon *french.Lexicon) *ms.Settings {
	filterable := []string{"_geo", "followers", "updated"}
	for _, f := range fields {
		filterable = append(filterable, facet(f))
	}
	return &ms.Settings{
		RankingRules:         []string{"sort", "words", "typo", "exactness", "proximity", "attribute"},
		SearchableAttributes: []string{"name", "tags", "nafLabel", "sector", "commune", "offers", "seeks", "description", "postcode", "sounds"},
		FilterableAttributes: filterable,
		// No document has a field named as the version: it is there to be read back.
		SortableAttributes:  []string{"_geo", "created", "followers", "order_id", "order_name", "updated", version},
		DisplayedAttributes: []string{"id", "name", "description", "_geo"},
		TypoTolerance: &ms.TypoTolerance{
			Enabled:             true,
			MinWordSizeForTypos: ms.MinWordSizeForTypos{OneTypo: 4, TwoTypos: 8},
			DisableOnWords:      []string{},
			DisableOnAttributes: []string{"postcode", "sounds"},
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
func facet(f search.Field) string { return "facet_" + string(f) }

// maxCompared is how many bytes of a name the order by name looks at: the server keeps 468 of the exact form, which
// is three times as long at worst.
const maxCompared = 150

func newDocument(d search.Document) document {
	return document{
		ID: d.ID, Name: unmarked(d.Name), NAFLabel: d.NAFLabel, Sector: d.Sector, Commune: d.Commune,
		Postcode: d.Postcode, Description: unmarked(d.Description), Tags: d.Tags, Offers: d.Offers, Seeks: d.Seeks,
		Sounds:    sounds(d),
		FacetKind: exacts(d.Kind), FacetSector: exacts(d.Sector), FacetCommune: exacts(d.Commune), FacetEPCI: exacts(d.EPCI),
		FacetTags: exacts(d.Tags...), FacetOffers: exacts(d.Offers...), FacetSeeks: exacts(d.Seeks...),
		OrderID: exact(d.ID), OrderName: orderedName(d.Name),
		Followers: d.Followers, Created: d.CreatedAt.Unix(), Updated: d.UpdatedAt.Unix(),
		Place: newPlace(d),
	}
}

// sounds returns how the words of the short fields are said, little words left out: nobody gets those wrong, or no
// engine could tell.
func sounds(d search.Document) []string {
	var all []string
	for _, s := range slices.Concat([]string{d.Name, d.NAFLabel, d.Commune}, d.Tags) {
		for _, t := range french.Tokens(s) {
			if len(t.Word) >= 4 {
				all = append(all, sound(t.Word))
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// sound returns how a word is said, as a word that nobody writes: it matches another sound and nothing else.
func sound(word string) string { return "zq" + french.Sound(word) }

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

// The server puts these round what matched. They are not HTML, which it does not escape, and no document has them.
const (
	openMark  = "\x02"
	closeMark = "\x03"
)

var withoutMarks = strings.NewReplacer(openMark, " ", closeMark, " ")

func unmarked(s string) string { return withoutMarks.Replace(s) }
