package views

import (
	"strconv"
	"strings"
	"time"

	"partant/internal/event"
	"partant/internal/fault"
)

// SeriesPage is the page of the dates of an event: how it is to repeat or, once it does, all its dates.
type SeriesPage struct {
	Chrome  Chrome
	Card    EventCard
	Plan    event.Season
	Rhythms []event.Rhythm
	Planned []PlannedDate // seen before it is announced
	Lacking []string      // months that lack the day that was chosen
	Dates   []SeriesDate  // of a series, in order; empty: it does not repeat yet
	Rest    int           // how many of them follow this one, and may be changed
	Young   bool          // who reads announces one date at a time: see OneDateToday
	Reason  string
	Wrong   fault.Fields
}

// OneDateToday is what somebody reads in their first day.
const OneDateToday = "Votre compte est tout neuf : le premier jour, on annonce une date à la fois. Revenez demain pour les autres."

// PlannedDate is a date of a series to be.
type PlannedDate struct {
	Day   string
	Words string
	Lost  string // why there is none
	First bool
	Taken bool
}

// SeriesDate is a date of a series.
type SeriesDate struct {
	Card  EventCard
	Here  bool // it is the one whose page this is
	Apart bool // it was changed alone
}

// What the form of a series sends as FieldDo.
const (
	DoForesee = "voir"
	DoRepeat  = "repeter"
	DoAfter   = "suivantes"
	DoEnd     = "arreter"
)

// rhythm says how an event repeats: « chaque mois, le 2e mardi ».
func (p SeriesPage) rhythm(r event.Rhythm) string { return Rhythm(r, p.Card.Start) }

// Rhythm says how what first takes place on a day repeats.
func Rhythm(r event.Rhythm, first time.Time) string {
	day := days[first.Weekday()]
	switch r {
	case event.Weekly:
		return "Chaque semaine, le " + day
	case event.Fortnightly:
		return "Toutes les deux semaines, le " + day
	case event.ByDate:
		return "Chaque mois, le " + dayOfMonth(first.Day())
	case event.ByWeekday:
		nth := (first.Day()-1)/7 + 1
		if nth == 1 {
			return "Chaque mois, le premier " + day
		}
		return "Chaque mois, le " + strconv.Itoa(nth) + "e " + day
	case event.ByLast:
		return "Chaque mois, le dernier " + day
	}
	return "Chaque mois, le dernier jour"
}

// MonthOf is the name of a month.
func MonthOf(m time.Month) string { return months[m-1] }

// rest says how many dates come after this one, before what they take of it.
func (p SeriesPage) rest() string {
	if p.Rest == 1 {
		return "La date qui suit prend"
	}
	return "Les " + strconv.Itoa(p.Rest) + " dates qui suivent prennent"
}

// others counts the dates of a series but this one.
func (p EventPage) others() string { return Plural(len(p.Dates), "autre date", "autres dates") }

// datesShown is how many other dates an event shows before they are unfolded.
const datesShown = 4

// soon are the other dates to be shown first: those to come, or the last when none is.
func (p EventPage) soon() []EventCard {
	for i := range p.Dates {
		if !p.Dates[i].Over {
			return p.Dates[i:min(len(p.Dates), i+datesShown)]
		}
	}
	return p.Dates[max(0, len(p.Dates)-datesShown):]
}

// seriesOrder is the order of the fields of the form.
var seriesOrder = []string{event.FieldRhythm, event.FieldTimes, event.FieldLast, event.FieldDates, event.FieldReason}

// lacking says which months have no date.
func (p SeriesPage) lacking() string {
	return "Tous les mois n'ont pas de " + strconv.Itoa(p.Card.Start.Day()) + " : il n'y a pas de date en " + strings.Join(p.Lacking, ", ") + ". Pour une date chaque mois, choisissez « le dernier jour » ou un jour de la semaine."
}
