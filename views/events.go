package views

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// EventAsk is what the list of events is asked for.
type EventAsk struct {
	Commune string // slug
	Tag     string
	By      string // slug of the page that announces
	When    string // one of the words below
	From    string // « 2027-01-08 », and so is the next
	To      string
	Past    bool
	After   string // cursor
	Map     bool   // on the map: what is to come
	Month   string // « 2027-01 »: its calendar, and then neither days nor what is over are asked for
}

// The parameters of the list of events. ParamTalkTown is one of them.
const (
	ParamEventTag = "sujet"
	ParamPast     = "passes"
	ParamBy       = "par"
	ParamWhen     = "quand"
	ParamFrom     = "du"
	ParamUntil    = "au"
)

// The words of ParamWhen.
const (
	WhenToday = "aujourdhui"
	WhenWeek  = "semaine"
	WhenMonth = "mois"
)

// query is what it asks, as an address says it.
func (a EventAsk) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{ParamTalkTown: a.Commune, ParamEventTag: a.Tag, ParamBy: a.By, ParamWhen: a.When, ParamFrom: a.From, ParamUntil: a.To, ParamAfter: a.After} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if a.Past {
		q.Set(ParamPast, "oui")
	}
	return q
}

// asking is an address with what is asked there.
func asking(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// URL is the address that asks this.
func (a EventAsk) URL() string {
	if a.Month != "" {
		a = a.on("")
	}
	if a.Month != "" || a.Map {
		return asking(a.path(), a.past(false).query())
	}
	return asking(a.path(), a.query())
}

// path is the page that asks this, whatever it is narrowed by.
func (a EventAsk) path() string {
	if a.Month != "" {
		return "/evenements/mois/" + url.PathEscape(a.Month)
	}
	if a.Map {
		return "/evenements/carte"
	}
	return "/evenements"
}

// inMonth asks for the calendar of a month.
func (a EventAsk) inMonth(month time.Time) EventAsk {
	a.Month, a.Map = month.Format(MonthLayout), false
	return a
}

// asList asks for the same as a list, of any day.
func (a EventAsk) asList() EventAsk {
	a.Month, a.Map = "", false
	return a.anyDay().past(false)
}

// onMap asks for the same on the map.
func (a EventAsk) onMap() EventAsk {
	a.Month, a.Map = "", true
	return a.past(false)
}

// onDay asks for the list of one day.
func (a EventAsk) onDay(day time.Time) EventAsk {
	a = a.asList()
	a.From = day.Format(time.DateOnly)
	a.To = a.From
	return a
}

// MonthLayout is how a month stands in an address.
const MonthLayout = "2006-01"

// Agenda is the address of the calendar of what is to come of it, whatever its days.
func (a EventAsk) Agenda() string { return asking("/evenements.ics", a.asList().query()) }

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

func (a EventAsk) by(slug string) EventAsk {
	a.After, a.By = "", slug
	return a
}

// anyDay asks the same of any day, and on those of a word.
func (a EventAsk) anyDay() EventAsk { return a.on("") }
func (a EventAsk) on(when string) EventAsk {
	a.After, a.When, a.From, a.To = "", when, "", ""
	return a
}

// dated reports whether it asks for some days.
func (a EventAsk) dated() bool { return a.When != "" || a.From != "" || a.To != "" }

func (a EventAsk) narrowed() bool { return a.Commune != "" || a.Tag != "" || a.By != "" || a.dated() }

// EventsPage is the list of events.
type EventsPage struct {
	Chrome  Chrome
	Ask     EventAsk
	Town    string // its name
	Towns   []string
	By      string    // name of the page that announces
	Days    string    // which days are asked for, in words: « du 8 au 10 janvier 2027 »
	Gone    bool      // these days are over
	Lost    []string  // filters that are not known
	Notes   []string  // what was understood otherwise than it was written
	Month   time.Time // the month of the first of these days, or the present one
	Running []EventCard
	List    []EventCard
	Next    string // local path
	Agenda  Agenda
}

// Common is the list of events.
func (p EventsPage) Common() Common { return Common{Chrome: p.Chrome, Content: events(p)} }

// heading says what the list holds.
func (p EventsPage) heading() string {
	title := "Événements"
	if p.Ask.Past {
		title = "Événements passés"
	}
	if p.Ask.Map {
		title = "La carte des événements"
	}
	if p.Ask.Tag != "" {
		title += ", " + p.Ask.Tag
	}
	if p.Town != "" {
		title += " à " + p.Town
	}
	if p.By != "" {
		title += ", par " + p.By
	}
	switch {
	case strings.HasPrefix(p.Days, "en "):
		title += " " + p.Days
	case p.Days != "":
		title += ", " + p.Days
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

// Days writes some days in a row: « mardi 8 janvier 2027 », « du 8 au 10 janvier 2027 », « du 28 décembre 2026 au 3 janvier 2027 ».
func Days(first, last time.Time) string {
	from := date(first.Day(), int(first.Month()), first.Year())
	switch {
	case first.Format(time.DateOnly) == last.Format(time.DateOnly):
		return "le " + Day(first)
	case first.Year() == last.Year() && first.Month() == last.Month() && first.Day() == 1 && last.AddDate(0, 0, 1).Day() == 1:
		return "en " + MonthYear(first)
	case first.Year() == last.Year() && first.Month() == last.Month():
		from = dayOfMonth(first.Day())
	}
	return "du " + from + " au " + date(last.Day(), int(last.Month()), last.Year())
}

// dayOfMonth is a day without its month: « 1er », « 8 ».
func dayOfMonth(day int) string {
	if day == 1 {
		return "1er"
	}
	return strconv.Itoa(day)
}

// where says where and when one looked.
func (p EventsPage) where() string {
	switch {
	case p.Days != "":
		return p.Days
	case p.Town != "":
		return "à " + p.Town
	}
	return "ici"
}

// coming asks for what is to come: of days that are over, nothing is.
func (p EventsPage) coming() EventAsk {
	if p.Gone {
		return p.Ask.anyDay().past(false)
	}
	return p.Ask.past(false)
}

// chips reports whether the list is narrowed by what can be taken back.
func (p EventsPage) chips() bool { return p.Ask.narrowed() }
