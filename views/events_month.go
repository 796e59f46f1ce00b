package views

import (
	"strings"
	"time"
)

// EventsMonthPage is the calendar of a month.
type EventsMonthPage struct {
	EventsPage
	Weeks [][]MonthDay // from Monday to Sunday
	Prev  time.Time    // the month before; zero: there is none to be shown, and so with the next
	After time.Time
	Now   time.Time // the present month
	Far   bool      // programs that read whole sites need not go on from here
}

// MonthDay is one day of a calendar. The zero MonthDay is of another month.
type MonthDay struct {
	Date  time.Time
	Today bool
	List  []EventCard
	More  int // how many more there are
	Most  bool
}

// Common is the calendar.
func (p EventsMonthPage) Common() Common { return Common{Chrome: p.Chrome, Content: eventsMonth(p)} }

// MonthName is a month as a title says it: « Janvier 2027 ».
func MonthName(month time.Time) string {
	name := MonthYear(month)
	return strings.ToUpper(name[:1]) + name[1:] // each begins with a plain letter
}

// Empty reports whether nothing is held all month.
func (p EventsMonthPage) Empty() bool {
	for _, week := range p.Weeks {
		for i := range week {
			if len(week[i].List) > 0 {
				return false
			}
		}
	}
	return true
}

// hour says when an event is on a day of a calendar: only the first of its days begins at an hour.
func (d *MonthDay) hour(c *EventCard) string {
	if c.Start.Format(time.DateOnly) != d.Date.Format(time.DateOnly) {
		return "suite"
	}
	return Clock(c.Start.Hour()*60 + c.Start.Minute())
}

// more says how many events of a day are not shown.
func (d *MonthDay) more() string {
	said := "+" + joint + Plural(d.More, "autre", "autres")
	if d.Most {
		said += " au moins"
	}
	return said
}
