package searchtest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"partant/internal/geo"
	"partant/internal/search"
	"partant/internal/search/searchtest/corpus"
)

//go:embed testdata/queries.json
var queries []byte

// Set is the queries that relevance is measured on, for the full corpus.
type Set struct {
	Questions  []Question  `json:"relevance"`
	Structural []Structure `json:"structural"`
}

// Question is a text and what a person who types it is after.
type Question struct {
	ID       string   `json:"id"`
	Category string   `json:"category"`
	Text     string   `json:"text"`
	Relevant []Clause `json:"relevant_if_any"`
	Count    int      `json:"relevant_count"`
}

// Clause holds for a profile when every list that is set has its value.
type Clause struct {
	IDs      []string `json:"ids"`
	Trades   []string `json:"trades"`
	Communes []string `json:"communes"`
	Surnames []string `json:"surnames"`
	Places   []string `json:"places"`
}

// Structure is a query whose answer, or some property of it, is exact.
type Structure struct {
	ID    string `json:"id"`
	Check string `json:"check"`
	Query struct {
		Text   string `json:"text"`
		Filter struct {
			Kinds        []string `json:"kinds"`
			Sectors      []string `json:"sectors"`
			Communes     []string `json:"communes"`
			Tags         []string `json:"tags"`
			MinFollowers int64    `json:"min_followers"`
			UpdatedFrom  int64    `json:"updated_from"`
		} `json:"filter"`
		Near *struct {
			Lat    float64 `json:"lat"`
			Lon    float64 `json:"lon"`
			Radius float64 `json:"radius_m"`
		} `json:"near"`
		Sort      string         `json:"sort"`
		Page      int            `json:"page"`
		PerPage   int            `json:"per_page"`
		Facets    []search.Field `json:"facets"`
		Highlight bool           `json:"highlight"`
	} `json:"query"`
	Total  int                            `json:"expected_total"`
	IDs    []string                       `json:"expected_page_ids"`
	Facets map[search.Field]search.Counts `json:"expected_facets"`
}

// Queries returns the set. It panics when the file is broken: it is part of the program.
func Queries() Set {
	var set Set
	if err := json.Unmarshal(queries, &set); err != nil {
		panic(fmt.Sprintf("testdata/queries.json: %v", err))
	}
	return set
}

// holds reports whether p is what the question is after.
func (q Question) holds(p corpus.Profile) bool {
	return slices.ContainsFunc(q.Relevant, func(c Clause) bool { return c.holds(p) })
}

func (c Clause) holds(p corpus.Profile) bool {
	among := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	return among(c.IDs, p.ID) && among(c.Trades, p.About.Trade) && among(c.Communes, p.Commune) &&
		among(c.Surnames, p.About.Surname) && among(c.Places, p.About.Place)
}

// query returns s as the port asks it.
func (s Structure) query() search.Query {
	from := s.Query
	q := search.Query{Text: from.Text, Marks: from.Highlight, Page: search.Page{Number: from.Page, Size: from.PerPage}}
	q.Filter = search.Filter{
		Kinds: from.Filter.Kinds, Sectors: from.Filter.Sectors, Communes: from.Filter.Communes, Tags: from.Filter.Tags,
		MinFollowers: from.Filter.MinFollowers,
	}
	if from.Filter.UpdatedFrom > 0 {
		q.Filter.UpdatedFrom = time.Unix(from.Filter.UpdatedFrom, 0)
	}
	if n := from.Near; n != nil {
		q.Near = &search.Near{Center: geo.Point{Lat: n.Lat, Lon: n.Lon}, Radius: n.Radius}
	}
	q.Sort = map[string]search.Sort{"distance": search.ByDistance, "updated": search.ByUpdated, "followers": search.ByFollowers}[from.Sort]
	for _, field := range from.Facets {
		q.Facets = append(q.Facets, search.Facet{Field: field})
	}
	return q
}
