package views

import (
	"net/url"
	"strconv"

	"partant/internal/search"
)

// SaidAsk is what somebody looks for in what people write.
type SaidAsk struct {
	Text string
	What search.What // empty: everything
	Page int         // from 1
}

// ParamWhat narrows a search to one kind of what people write; these are its values.
const (
	ParamWhat         = "quoi"
	WhatDiscussions   = "discussions"
	WhatPublications  = "publications"
	WhatEvents        = "evenements"
	searchPath        = "/recherche"
	saidPlaceholder   = "Un mot, un sujet"
	saidSomewhereElse = "Dans les événements, les discussions et les publications"
)

// WhatOf reads a value of ParamWhat; empty for what it is not.
func WhatOf(value string) search.What {
	switch value {
	case WhatDiscussions:
		return search.Discussion
	case WhatPublications:
		return search.Publication
	case WhatEvents:
		return search.Event
	}
	return ""
}

// value is the same as an address says it.
func value(what search.What) string {
	switch what {
	case search.Discussion:
		return WhatDiscussions
	case search.Publication:
		return WhatPublications
	case search.Event:
		return WhatEvents
	}
	return ""
}

// URL is the address that asks this.
func (a SaidAsk) URL() string {
	q := url.Values{string(ParamText): {a.Text}}
	if a.What != "" {
		q.Set(ParamWhat, value(a.What))
	}
	if a.Page > 1 {
		q.Set(string(ParamPage), strconv.Itoa(a.Page))
	}
	return searchPath + "?" + q.Encode()
}

func (a SaidAsk) of(what search.What) SaidAsk { return SaidAsk{Text: a.Text, What: what} }
func (a SaidAsk) at(page int) SaidAsk         { a.Page = page; return a }

// SaidHit is something that people wrote and that was found.
type SaidHit struct {
	What    search.What
	Slug    string
	By      Byline // zero: nobody is there any more
	At      string // ready: when it was said, or when it begins
	Over    bool   // an event that has ended
	Answers int
	Title   search.Marked
	Excerpt search.Marked
}

// SaidElsewhere is what the search of the directory has found besides pages. The zero SaidElsewhere is nothing.
type SaidElsewhere struct {
	Ask   SaidAsk
	Hits  []SaidHit // the first
	Total int
}

// SearchPage is /recherche: what is found of what people write.
type SearchPage struct {
	Chrome  Chrome
	Ask     SaidAsk
	Hits    []SaidHit
	Total   int
	Pages   int  // last page that can be opened
	Relaxed bool // nothing has all the words
	Down    bool // the search engine is away

	Discussions, Publications, Events int // how many there are, whatever kind was asked for
}

// Common is the search of what people write.
func (p SearchPage) Common() Common {
	return Common{Chrome: p.Chrome.searching(), Content: searchPage(p)}
}

// heading says what is found.
func (p SearchPage) heading() string {
	if p.Ask.Text == "" || p.Down {
		return saidSomewhereElse
	}
	return Plural(p.Total, "résultat", "résultats") + " pour " + quoted(p.Ask.Text)
}

// tabs are the kinds that there are to choose from.
func (p SearchPage) tabs() (all []saidTab) {
	for _, t := range []struct {
		what search.What
		text string
		n    int
	}{{"", "Tout", p.Discussions + p.Publications + p.Events}, {search.Event, "Événements", p.Events}, {search.Discussion, "Discussions", p.Discussions}, {search.Publication, "Publications", p.Publications}} {
		all = append(all, saidTab{p.Ask.of(t.what), t.text, Number(t.n), t.what == p.Ask.What})
	}
	return all
}

type saidTab struct {
	ask     SaidAsk
	text, n string
	on      bool
}

// whatSaid names what it is: « Discussion ».
func (h *SaidHit) whatSaid() string {
	switch {
	case h.What == search.Publication:
		return "Publication"
	case h.What == search.Event && h.Over:
		return "Événement passé"
	case h.What == search.Event:
		return "Événement"
	}
	return "Discussion"
}
