package event

import (
	"fmt"
	"slices"
	"time"

	"partant/internal/text"
)

// Filter narrows a list. The zero Filter is all that is to come.
type Filter struct {
	Page    string // id of who announces
	Circle  string // id of who announces it to the members of its club alone: ask Service.ForMembers
	Account string // id of who announced it or accepted to host it: all of theirs but drafts, whoever may see it; nothing else narrows it
	Drafts  bool   // of Account, the drafts alone
	Commune string // INSEE code
	Tag     string
	Past    bool
	Lasting bool // only what is held on more than one day: see Event.Lasts

	Since  time.Time // it begins then or later; zero: no bound
	Before time.Time // it begins before; zero: no bound
}

// Shelf is where the events that a filter wants are found, whenever they begin: see Ranks.
func (f Filter) Shelf() string {
	if f.Drafts {
		return "brouillons|compte:" + f.Account
	}
	shelf := "a-venir|"
	if f.Past {
		shelf = "passes|"
	}
	if f.Lasting {
		shelf = "longs|" + shelf
	}
	if f.Account != "" {
		return shelf + "compte:" + f.Account
	}
	if f.Circle != "" {
		return shelf + "membres:" + f.Circle
	}
	if f.Page != "" {
		if shelf += "fiche:" + f.Page; f.Tag != "" || f.Commune != "" {
			shelf += "|"
		}
	}
	switch {
	case f.Tag != "" && f.Commune != "":
		return shelf + "sujet:" + text.Fold(f.Tag) + "|" + f.Commune
	case f.Tag != "":
		return shelf + "sujet:" + text.Fold(f.Tag)
	case f.Commune != "":
		return shelf + "commune:" + f.Commune
	}
	return shelf
}

// Ranks are the ranks of what begins when a filter wants it, both included: a bound of time is one of the key, and nothing beyond it is
// read.
func (f Filter) Ranks() (least, greatest string) {
	from, to := int64(0), int64(endOfTime)
	if !f.Since.IsZero() {
		from = min(max(f.Since.UnixMilli(), from), to)
	}
	if !f.Before.IsZero() {
		to = min(max(f.Before.UnixMilli()-1, 0), to)
	}
	if !f.Past {
		from, to = endOfTime-to, endOfTime-from
	}
	return rank(from), rank(to)
}

// Shelves are all those that e stands on: of who organises it, whatever it is, but a tombstone, which stands on none; and of others, unless it is
// a draft or nobody sees it. What is for the members of a club stands on theirs, and what is for who is invited on none of them: all other
// lists hold what everybody may see.
func (e *Event) Shelves() []string {
	all := e.own()
	if e.Draft || e.Unseen() != nil || e.For == Invited {
		return all
	}
	filters := []Filter{{Circle: e.By.Page}}
	if e.For != Members {
		filters = e.filters()
	}
	for _, f := range filters {
		f.Past = e.Over
		if all = append(all, f.Shelf()); e.Lasts() {
			f.Lasting = true
			all = append(all, f.Shelf())
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// own are the shelves of who organises e.
func (e *Event) own() (all []string) {
	if e.IsDeleted() {
		return nil
	}
	for _, account := range e.organisers() {
		all = append(all, Filter{Account: account, Drafts: e.Draft, Past: e.Over}.Shelf())
	}
	return all
}

// filters are all those that find e, who announces it or hosts it with them, its subjects and its commune being told or not.
func (e *Event) filters() (all []Filter) {
	for _, page := range append([]string{""}, e.Runners()...) {
		for _, tag := range append([]string{""}, e.Tags...) {
			all = append(all, Filter{Page: page, Tag: tag})
			if e.Commune != "" {
				all = append(all, Filter{Page: page, Tag: tag, Commune: e.Commune})
			}
		}
	}
	return all
}

// Rank is what lists are ordered by, the greatest first: of what is to come and of drafts the soonest, of what is over the last.
func (e *Event) Rank() string {
	at := e.Start.At.UnixMilli()
	if !e.Over || e.Draft {
		at = endOfTime - at
	}
	return rank(at)
}

func rank(at int64) string { return fmt.Sprintf("%015d", at) }

// endOfTime is later than any event, in milliseconds.
const endOfTime = 253_402_300_800_000

// night is when an evening ends at the latest: what goes on until then is of the day on which it began.
const night = 6 * time.Hour

// Days are the first and the last day of e, « 2027-01-08 », as the clocks of Paris show them.
func (e *Event) Days() (first, last string) {
	first, _, _ = e.Start.typed()
	if end, err := time.Parse(wallLayout, e.End.Wall); err == nil {
		last = end.Add(-night).Format(time.DateOnly)
	}
	return first, max(first, last)
}

// Lasts reports whether e is held on more than one day.
func (e *Event) Lasts() bool {
	first, last := e.Days()
	return first != last
}
