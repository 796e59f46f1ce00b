package meili

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/search"
	"partant/internal/search/french"
)

// snippetWords is how long a snippet is.
const snippetWords = 30

// question is a search.Query as the server is asked it: the hits first, then one query for each open facet.
type question struct {
	queries []*ms.SearchRequest
	opened  []search.Field // the field of each query after the first
	words   int            // that count
}

func (x *Index) question(q search.Query) question {
	words := x.lexicon.Plan(q.Text)
	typed := plain(q.Text)
	if len(words) == 0 {
		typed = ""
	}
	one := func(f search.Filter) *ms.SearchRequest {
		size := int64(0)
		return &ms.SearchRequest{
			IndexUID: x.name, Query: typed, Filter: filter(f, q.Near), HitsPerPage: &size, AttributesToSearchOn: searchedOn(words),
		}
	}
	ask := question{words: len(words)}
	hits := one(q.Filter)
	if q.Page.Size > 0 {
		size := int64(q.Page.Size)
		hits.Page, hits.HitsPerPage = int64(q.Page.Number), &size
		hits.Sort = sorting(q, typed != "")
		hits.AttributesToRetrieve = []string{"id", "_geo"}
		if q.Marks {
			mark(hits)
		}
	}
	ask.queries = append(ask.queries, hits)
	for _, f := range q.Facets {
		if !f.Open || len(q.Filter.Values(f.Field)) == 0 {
			hits.Facets = append(hits.Facets, facet(f.Field))
			continue
		}
		opened := one(q.Filter.Without(f.Field))
		opened.Facets = []string{facet(f.Field)}
		ask.queries, ask.opened = append(ask.queries, opened), append(ask.opened, f.Field)
	}
	return ask
}

// matching sets which documents answer: those with all words, or with the rarest of them.
func (a question) matching(strategy ms.MatchingStrategy) {
	for _, q := range a.queries {
		q.MatchingStrategy = strategy
	}
}

func mark(q *ms.SearchRequest) {
	q.AttributesToHighlight = []string{"name", "description"}
	q.AttributesToCrop = []string{"description"}
	q.CropLength = snippetWords
	q.HighlightPreTag, q.HighlightPostTag = openMark, closeMark
}

// searchedOn narrows a search for one or two letters: there are too many of them in descriptions.
func searchedOn(words []french.Word) []string {
	if len(words) == 1 && words[0].Open && !words[0].Everywhere() {
		return []string{"name", "commune"}
	}
	return nil
}

// maxWord is how much of a word is sent, in characters: the server compares less.
const maxWord = 100

// plain returns what was typed with nothing left that the server takes for an operator: no quotation mark, no minus
// before a word. A space at the end stays: it says that the last word is whole.
func plain(typed string) string {
	typed = strings.Map(func(r rune) rune {
		if r == '"' || unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(typed, " "))
	words := strings.Fields(typed)
	if len(words) == 0 {
		return ""
	}
	whole := len(words) > french.MaxWords || strings.HasSuffix(typed, " ")
	words = words[:min(len(words), french.MaxWords)]
	for i, w := range words {
		if runes := []rune(strings.TrimLeft(w, "-")); len(runes) > maxWord {
			words[i] = string(runes[:maxWord])
		} else {
			words[i] = string(runes)
		}
	}
	typed = strings.Join(words, " ")
	if whole {
		typed += " "
	}
	return typed
}

func sorting(q search.Query, texted bool) []string {
	const last = "order.id:asc"
	switch q.Sort {
	case search.ByDistance:
		c := q.Near.Center
		return []string{fmt.Sprintf("_geoPoint(%s,%s):asc", number(c.Lat), number(c.Lon)), last}
	case search.ByCreated:
		return []string{"created:desc", last}
	case search.ByName:
		return []string{"order.name:asc", last}
	case search.ByFollowers:
		return []string{"followers:desc", last}
	case search.ByRelevance:
		if texted {
			return nil
		}
	}
	return []string{"updated:desc", last}
}

// filter writes a filter in the language of the server. Values go through among alone, so no value can be syntax.
func filter(f search.Filter, near *search.Near) string {
	var all []string
	for _, field := range fields {
		if values := f.Values(field); len(values) > 0 {
			all = append(all, among(facet(field), values))
		}
	}
	if f.MinFollowers > 0 {
		all = append(all, fmt.Sprintf("followers >= %d", f.MinFollowers))
	}
	if !f.UpdatedFrom.IsZero() {
		all = append(all, fmt.Sprintf("updated >= %d", f.UpdatedFrom.Add(time.Second-1).Unix()))
	}
	if near != nil && near.Radius > 0 {
		c := near.Center
		all = append(all, fmt.Sprintf("_geoRadius(%s,%s,%s)", number(c.Lat), number(c.Lon), number(near.Radius)))
	}
	return strings.Join(all, " AND ")
}

// among keeps the documents that have one of the values. The exact form has no character that needs escaping.
func among(attribute string, values []string) string {
	forms := make([]string, len(values))
	for i, v := range values {
		forms[i] = `"` + exact(v) + `"`
	}
	return attribute + " IN [" + strings.Join(forms, ", ") + "]"
}
