package meili

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/search"
)

// hit is what the server says of a document that matches.
type hit struct {
	ID     string `json:"id"`
	Place  *place `json:"_geo"`
	Marked struct {
		Name        string `json:"name"`
		Description string `json:"description"`
	} `json:"_formatted"`
}

// result reads the answers to a question. Anything but what was asked for is fault.Unavailable: another program
// may stand where the server was.
func (a question) result(q search.Query, answers []ms.SearchResponse) (search.Result, error) {
	if len(answers) != len(a.queries) {
		return search.Result{}, fmt.Errorf("search: %d answers to %d queries: %w", len(answers), len(a.queries), fault.Unavailable)
	}
	found := search.Result{Total: int(answers[0].TotalHits)}
	for _, h := range answers[0].Hits {
		one, err := newHit(q, h)
		if err != nil {
			return search.Result{}, err
		}
		found.Hits = append(found.Hits, one)
	}
	if len(q.Facets) == 0 {
		return found, nil
	}
	found.Facets = make(map[search.Field]search.Counts, len(q.Facets))
	for _, f := range q.Facets {
		counts, err := counts(a.answerOn(f, answers), f.Field)
		if err != nil {
			return search.Result{}, err
		}
		found.Facets[f.Field] = counts
	}
	return found, nil
}

// answerOn returns the answer that counts f.
func (a question) answerOn(f search.Facet, answers []ms.SearchResponse) ms.SearchResponse {
	for i, field := range a.opened {
		if f.Open && field == f.Field {
			return answers[i+1]
		}
	}
	return answers[0]
}

func newHit(q search.Query, raw ms.Hit) (search.Hit, error) {
	var h hit
	if err := raw.DecodeInto(&h); err != nil || h.ID == "" {
		return search.Hit{}, fmt.Errorf("search: the server answered with a strange hit: %w", fault.Unavailable)
	}
	one := search.Hit{ID: h.ID}
	if q.Near != nil {
		one.Distance = -1
		if h.Place != nil {
			one.Distance = geo.Distance(q.Near.Center, geo.Point{Lat: h.Place.Lat, Lon: h.Place.Lng})
		}
	}
	if q.Marks {
		one.Name, one.Snippet = marked(h.Marked.Name), marked(h.Marked.Description)
	}
	return one, nil
}

// marked turns the marks of the server into ranges. A mark without its pair marks nothing.
func marked(s string) search.Marked {
	var (
		b    strings.Builder
		m    search.Marked
		open = -1
	)
	for i := range len(s) {
		switch s[i] {
		case openMark[0]:
			open = b.Len()
		case closeMark[0]:
			if open >= 0 && open < b.Len() {
				m.Ranges = append(m.Ranges, [2]int{open, b.Len()})
			}
			open = -1
		default:
			b.WriteByte(s[i])
		}
	}
	m.Text = b.String()
	return m
}

// counts reads the distribution of a field.
func counts(answer ms.SearchResponse, field search.Field) (search.Counts, error) {
	var all map[string]map[string]int
	if len(answer.FacetDistribution) > 0 {
		if err := json.Unmarshal(answer.FacetDistribution, &all); err != nil {
			return nil, fmt.Errorf("search: the server answered with strange counts: %w", fault.Unavailable)
		}
	}
	values := make(search.Counts, len(all[facet(field)]))
	for form, n := range all[facet(field)] {
		value, ok := inexact(form)
		if !ok {
			return nil, fmt.Errorf("search: the server counts a strange value: %w", fault.Unavailable)
		}
		values[value] = n
	}
	return values, nil
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
