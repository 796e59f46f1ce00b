package event

import (
	"context"
	"slices"
	"strconv"
	"time"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// seasonsApart is how many dates of a rhythm are looked at for the first that is still to come.
const seasonsApart = 200

// Another returns the draft of the first date of another season of the series of an event, as Repeat does of one event, and the plan of its
// other dates: the same rhythm, as often. It begins on the day that follows the last one in that rhythm, the next that is still to come; what
// it does not know stays empty. Errors: as Mine; fault.Conflict of what is in no series.
func (s *Service) Another(ctx context.Context, v viewer.Viewer, slug string) (d Draft, e Event, p Season, err error) {
	defer fault.Wrap(&err, "event.Another(%.80q)", slug)
	if e, err = s.Mine(ctx, v, slug); err != nil {
		return d, e, p, err
	}
	if e.Series == "" {
		return d, e, p, fault.Conflict
	}
	head, err := s.store.Event(ctx, e.Series)
	if err != nil {
		return d, e, p, err
	}
	days := []string{e.Nth}
	if head.Repeats != nil {
		days = slices.DeleteFunc(slices.Clone(head.Repeats.Days), func(day string) bool { return head.Repeats.Ends != "" && day >= head.Repeats.Ends })
	}
	p = Season{Rhythm: rhythmOf(days), Times: strconv.Itoa(max(len(days), 2))}
	d = Again(e)
	if day := s.nextDay(&e, days, p.Rhythm); day != "" {
		next := Filled(e.onDay(day))
		d.Day, d.Which, d.EndDay, d.EndWhich = next.Day, next.Which, next.EndDay, next.EndWhich
		d.UntilDay, d.UntilHour, d.UntilWhich = next.UntilDay, next.UntilHour, next.UntilWhich
	}
	return d, e, p, nil
}

// nextDay is the first day to come of a rhythm, after the last of a series; empty: there is none near.
func (s *Service) nextDay(e *Event, days []string, r Rhythm) string {
	if len(days) == 0 || s.repeat == nil {
		return ""
	}
	last, err := time.Parse(time.DateOnly, days[len(days)-1])
	if err != nil {
		return ""
	}
	if wall, err := time.Parse(wallLayout, e.Start.Wall); err == nil {
		last = last.Add(time.Duration(wall.Hour())*time.Hour + time.Duration(wall.Minute())*time.Minute)
	}
	walls, err := s.repeat(last, r.rule(last), seasonsApart)
	if err != nil {
		return ""
	}
	for _, wall := range walls {
		if at := dateAt(wall); wall.After(last) && at.Lost == "" && at.Start.After(s.now()) {
			return at.Day
		}
	}
	return ""
}

// rhythmOf reads the rhythm of a series from its days, some of which may have been left out.
func rhythmOf(days []string) Rhythm {
	all := make([]time.Time, 0, len(days))
	for _, day := range days {
		if at, err := time.Parse(time.DateOnly, day); err == nil {
			all = append(all, at)
		}
	}
	if len(all) < 2 {
		return Weekly
	}
	least := all[1].Sub(all[0])
	for i := range all[1:] {
		least = min(least, all[i+1].Sub(all[i]))
	}
	same := func(of func(time.Time) int) bool {
		return !slices.ContainsFunc(all, func(day time.Time) bool { return of(day) != of(all[0]) })
	}
	left := func(day time.Time) int { return day.AddDate(0, 1, -day.Day()).Day() - day.Day() } // days of its month after it
	switch {
	case least <= 7*24*time.Hour:
		return Weekly
	case least <= 14*24*time.Hour:
		return Fortnightly
	case same(time.Time.Day):
		return ByDate
	case same(left) && left(all[0]) == 0:
		return AtMonthEnd
	case same(nth) && nth(all[0]) <= 4:
		return ByWeekday
	}
	return ByLast
}
