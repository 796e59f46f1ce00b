package views

import (
	"net/url"
	"strings"
)

// EventAsk is what the list of events is asked for.
type EventAsk struct {
	Commune string // slug
	Tag     string
	Past    bool
	After   string // cursor
}

// The parameters of the list of events. ParamTalkTown is one of them.
const (
	ParamEventTag = "sujet"
	ParamPast     = "passes"
)

// URL is the address that asks this.
func (a EventAsk) URL() string {
	q := url.Values{}
	for name, value := range map[string]string{ParamTalkTown: a.Commune, ParamEventTag: a.Tag, ParamAfter: a.After} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if a.Past {
		q.Set(ParamPast, "oui")
	}
	if len(q) == 0 {
		return "/evenements"
	}
	return "/evenements?" + q.Encode()
}

// Agenda is the address of the calendar of what is to come of it.
func (a EventAsk) Agenda() string {
	a.Past, a.After = false, ""
	return strings.Replace(a.URL(), "/evenements", "/evenements.ics", 1)
}

func (a EventAsk) past(yes bool) EventAsk {
	a.After, a.Past = "", yes
	return a
}

func (a EventAsk) ofTown(slug string) EventAsk {
	a.After, a.Commune = "", slug
	return a
}

func (a EventAsk) ofTag(tag string) EventAsk {
	a.After, a.Tag = "", tag
	return a
}

func (a EventAsk) narrowed() bool { return a.Commune != "" || a.Tag != "" }

// EventsPage is the list of events.
type EventsPage struct {
	Chrome Chrome
	Ask    EventAsk
	Town   string // its name
	Towns  []string
	Lost   string // a filter that is not known
	List   []EventCard
	Next   string // local path
	Agenda Agenda
}

// Common is the list of events.
func (p EventsPage) Common() Common { return Common{Chrome: p.Chrome, Content: events(p)} }

// heading says what the list holds.
func (p EventsPage) heading() string {
	title := "Événements"
	if p.Ask.Past {
		title = "Événements passés"
	}
	if p.Ask.Tag != "" {
		title += ", " + p.Ask.Tag
	}
	if p.Town != "" {
		title += " à " + p.Town
	}
	return title
}

// monthOf is the month that begins in a list, empty for one that goes on.
func (p EventsPage) monthOf(i int) string {
	month := MonthYear(p.List[i].Start)
	if i > 0 && MonthYear(p.List[i-1].Start) == month {
		return ""
	}
	return month
}
