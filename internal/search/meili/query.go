package meili

import (
	"fmt"
	"strings"
	"time"

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
	words   []french.Word  // that count
}

func (x *Index) question(q search.Query) question {
	words := x.lexicon.Plan(q.Text)
	typed := x.asked(q.Text, words)
	one := func(f search.Filter) *ms.SearchRequest {
		size := int64(0)
		return &ms.SearchRequest{
			IndexUID: x.name, Query: typed, Filter: filter(f, q.Near), HitsPerPage: &size,
			AttributesToSearchOn: searchedOn(words), MatchingStrategy: ms.All,
		}
	}
	ask := question{words: words}
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

// said returns the question by the sound of its words, for those that are written quite otherwise; ok is false when
// it has none that are said.
func (a question) said() (b question, ok bool) {
	var words []string
	for _, w := range a.words {
		if w.Slips() == 0 {
			return question{}, false
		}
		words = append(words, sound(w.Text))
	}
	if n := len(words); n > 0 && !a.words[n-1].Open {
		words = append(words, "")
	}
	return a.with(func(q *ms.SearchRequest) { q.Query = strings.Join(words, " ") }), len(words) > 0
}

// relaxed returns the question with its commonest words let go as need be; ok is false when it has one word at most.
func (a question) relaxed() (b question, ok bool) {
	return a.with(func(q *ms.SearchRequest) { q.MatchingStrategy = ms.Frequency }), len(a.words) > 1
}

// with returns the question with each of its queries changed: hits and facets must count the same documents.
func (a question) with(change func(*ms.SearchRequest)) question {
	queries := make([]*ms.SearchRequest, len(a.queries))
	for i, q := range a.queries {
		changed := *q
		change(&changed)
		queries[i] = &changed
	}
	a.queries = queries
	return a
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

// asked returns the words of typed that count, as they were typed: nothing in it is an operator. A space at its end
// says that the last word is whole. A whole word with a digit stands between quotation marks, which the server takes
// to the letter: one number is not another.
func (x *Index) asked(typed string, plan []french.Word) string {
	if len(plan) == 0 {
		return ""
	}
	var words []string
	seen := make(map[string]bool)
	onlyStops := x.lexicon.Stop(plan[0].Text)
	for _, t := range french.Tokens(typed) {
		if !t.Joined && !seen[t.Word] && (onlyStops || !x.lexicon.Stop(t.Word)) {
			words = append(words, asTyped(typed, t))
		}
		seen[t.Word] = true
	}
	words = words[:min(len(words), french.MaxWords)]
	open := plan[len(plan)-1].Open
	for i, w := range words {
		if strings.ContainsAny(w, "0123456789") && !(open && i == len(words)-1) {
			words[i] = `"` + w + `"`
		}
	}
	if !open {
		words = append(words, "")
	}
	return strings.Join(words, " ")
}

// maxWord is how much of a word is sent as it was typed, in bytes. More is cut with the accents off.
const maxWord = 100

func asTyped(typed string, t french.Token) string {
	if t.End-t.Start > maxWord {
		return t.Word
	}
	return typed[t.Start:t.End]
}

func sorting(q search.Query, texted bool) []string {
	const last = "order_id:asc"
	switch q.Sort {
	case search.ByDistance:
		c := q.Near.Center
		return []string{fmt.Sprintf("_geoPoint(%s,%s):asc", number(c.Lat), number(c.Lon)), last}
	case search.ByCreated:
		return []string{"created:desc", last}
	case search.ByName:
		return []string{"order_name:asc", last}
	case search.ByFollowers:
		return []string{"followers:desc", last}
	case search.ByRelevance:
		if texted {
			return nil
		}
	}
	return []string{"updated:desc", last}
}

// filter writes a filter in the language of the server. Values go through quote alone.
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

// among keeps the documents that have one of the values.
func among(attribute string, values []string) string {
	forms := make([]string, len(values))
	for i, v := range values {
		forms[i] = quote(exact(v))
	}
	return attribute + " IN [" + strings.Join(forms, ", ") + "]"
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// quote writes a value so that nothing in it is syntax.
func quote(value string) string { return `"` + escapes.Replace(value) + `"` }
