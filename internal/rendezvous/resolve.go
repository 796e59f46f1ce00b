package rendezvous

import (
	"slices"
	"time"
)

// resolve says which day words name: the next one.
func (r *reader) resolve(p *Proposal, d *named) {
	today := civil(r.now)
	switch {
	case d.relative:
		p.Day = today.AddDate(0, 0, d.offset)
	case d.day > 0:
		p.Day = dated(d, today)
		p.doubt(p.Day.IsZero(), NoSuchDay)
		if !p.Day.IsZero() && d.weekday != "" && weekdays[p.Day.Weekday()] != d.weekday {
			p.doubt(true, OtherWeekday)
			p.Or = near(p.Day, d.weekday, today)
		}
		p.doubt(!p.Day.IsZero() && p.Day.Before(today), Past)
	default:
		r.weekday(p, d, today)
	}
}

// dated is the day of a number, with or without month and year; zero when there is none.
func dated(d *named, today time.Time) time.Time {
	switch {
	case d.year > 0:
		return exact(d.year, d.month, d.day)
	case d.month > 0:
		for year := today.Year(); year <= today.Year()+8; year++ { // 29 February comes at least so often
			if day := exact(year, d.month, d.day); !day.IsZero() && !day.Before(today) {
				return day
			}
		}
		return time.Time{}
	}
	var nearest time.Time
	for n := range 62 {
		day := today.AddDate(0, 0, n)
		if day.Day() != d.day {
			continue
		}
		if d.weekday == "" || weekdays[day.Weekday()] == d.weekday {
			return day
		}
		if nearest.IsZero() {
			nearest = day
		}
	}
	return nearest
}

// exact is a day of the calendar; zero when it does not exist.
func exact(year int, month time.Month, day int) time.Time {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || t.Month() != month {
		return time.Time{}
	}
	return t
}

// weekday is the next day of that name.
func (r *reader) weekday(p *Proposal, d *named, today time.Time) {
	wanted := slices.Index(weekdays, d.weekday)
	ahead := (wanted - int(today.Weekday()) + 7) % 7
	thisWeek := (wanted+6)%7 > (int(today.Weekday())+6)%7 // weeks begin on Monday
	switch {
	case d.weeks > 0:
		if ahead == 0 {
			ahead = 7
		}
		ahead += 7 * d.weeks
	case ahead == 0 && d.next:
		ahead = 7
	case ahead == 0, d.next && thisWeek, d.habit:
		p.doubt(true, WhichWeek)
	}
	p.Day = today.AddDate(0, 0, ahead)
	if slices.Contains(p.Doubts, WhichWeek) {
		p.Or = []time.Time{p.Day.AddDate(0, 0, 7)}
	}
}

// near is the day of a name that is nearest to another, and not over.
func near(day time.Time, name string, today time.Time) (found []time.Time) {
	for _, n := range []int{-1, 1, -2, 2, -3, 3} {
		if one := day.AddDate(0, 0, n); weekdays[one.Weekday()] == name && !one.Before(today) {
			return []time.Time{one}
		}
	}
	return nil
}
