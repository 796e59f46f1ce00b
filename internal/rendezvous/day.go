package rendezvous

import (
	"slices"
	"time"
)

// named is a day as words name it: what they do not say is zero.
type named struct {
	weekday  string
	day      int
	month    time.Month
	year     int
	next     bool // « prochain »
	weeks    int  // « en huit », « en quinze »: how many later
	offset   int  // in days from now, when relative
	relative bool
	habit    bool // « le mardi »: each of them, perhaps
}

var weekdays = []string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}

var months = map[string]time.Month{"janvier": 1, "janv": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7,
	"aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12}

// whole are the months that are not cut short.
var whole = []string{"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"}

// day reads a day from a token on; its end is 0 when there is none.
func (r *reader) day(at int) (named, int) {
	for _, how := range []func(int) (named, int){r.relative, r.digits, r.written, r.bare} {
		if d, end := how(at); end > 0 {
			return d, end
		}
	}
	return named{}, 0
}

// relative reads « demain », « après-demain », « aujourd'hui », « ce soir », « dans huit jours ».
func (r *reader) relative(at int) (named, int) {
	in := func(days, end int) (named, int) { return named{relative: true, offset: days}, end }
	switch {
	case r.is(at, "apres", "-", "demain"):
		return in(2, at+3)
	case r.is(at, "apres", "demain"):
		return in(2, at+2)
	case r.is(at, "demain"):
		return in(1, at+1)
	case r.is(at, "aujourd", "'", "hui"):
		return in(0, at+3)
	case r.is(at, "ce", "soir"), r.is(at, "ce", "matin"), r.is(at, "ce", "midi"):
		return in(0, at+1) // the hour may follow: « ce midi »
	case r.is(at, "cet", "apres"):
		return in(0, at+2)
	case r.is(at, "dans"):
		n, end := r.number(at + 1)
		switch unit := r.word(end); {
		case end == 0 || n > 366:
		case unit == "jour" || unit == "jours":
			return in(n, end+1)
		case unit == "semaine" || unit == "semaines":
			return in(7*n, end+1)
		}
	}
	return named{}, 0
}

// digits reads « 08/01/2008 », « 8.1.2008 », « 2008-01-08 », and « 8/1 » where a word says that it is a day.
func (r *reader) digits(at int) (d named, end int) {
	a, b, c := r.at(at), r.at(at+2), r.at(at+4)
	sign := r.word(at + 1)
	if !a.isNumber() || !b.isNumber() || r.at(at-1).isNumber() || r.word(at-1) == sign {
		return d, 0
	}
	n := func(i int) int { n, _ := r.number(i); return n }
	switch {
	case sign == "-" && len(a.word) == 4 && len(b.word) == 2 && c.isNumber():
		d = named{year: n(at), month: time.Month(n(at + 2)), day: n(at + 4)}
		end = at + 5
	case (sign == "/" || sign == ".") && len(a.word) < 3 && len(b.word) < 3 && len(c.word) == 4 && c.isNumber() && r.word(at+3) == sign:
		d = named{day: n(at), month: time.Month(n(at + 2)), year: n(at + 4)}
		end = at + 5
	case sign == "/" && len(a.word) < 3 && len(b.word) < 3 && r.word(at+3) != "/" && r.introduces(at-1):
		d = named{day: n(at), month: time.Month(n(at + 2))}
		end = at + 3
	}
	if d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 {
		return named{}, 0
	}
	return d, end
}

// introduces reports whether a token says that a day follows.
func (r *reader) introduces(at int) bool {
	return slices.Contains([]string{"le", "du", "au", "les", "ce"}, r.word(at)) || slices.Contains(weekdays, r.word(at))
}

// written reads « mardi 8 janvier 2008 », « 8 janvier », « mardi 8 », « mardi », « mardi prochain », « mardi en huit ».
func (r *reader) written(at int) (d named, end int) {
	end = at
	if slices.Contains(weekdays, r.word(at)) {
		d.weekday, end = r.word(at), at+1
		d.habit = r.word(at-1) == "le"
		if r.word(end) == "," || r.word(end) == "le" {
			if n, next := r.number(end + 1); next > 0 && n <= 31 {
				end++
			}
		}
		if date, next := r.digits(end); next > 0 {
			date.weekday = d.weekday
			return date, next
		}
	}
	n, next := r.number(end)
	if next > 0 && (r.word(next) == "er" || r.word(next) == "ᵉʳ") && n == 1 {
		next++
	}
	month, known := months[r.word(next)]
	switch {
	case next > 0 && known && n >= 1 && n <= 31:
		d.day, d.month, d.habit = n, month, false
		return r.year(d, next)
	case d.weekday == "":
		return named{}, 0
	case next > 0 && n >= 1 && n <= 31 && r.at(end).isNumber() && !r.isClock(end):
		d.day, d.habit = n, false
		return d, next
	}
	return r.after(d, end)
}

// year reads the year behind a month, and the point of one that is cut short.
func (r *reader) year(d named, at int) (named, int) {
	end := at + 1
	if !slices.Contains(whole, r.word(at)) && r.word(end) == "." {
		end++
	}
	if t := r.at(end); t.isNumber() && len(t.word) == 4 && r.word(end+1) != "h" {
		d.year, _ = r.number(end)
		end++
	}
	return d, end
}

// after reads what follows a mere weekday. « mardi dernier » is no proposal.
func (r *reader) after(d named, end int) (named, int) {
	switch w := r.word(end); {
	case w == "dernier" || w == "passe":
		return named{}, 0
	case w == "prochain":
		d.next, d.habit = true, false
		return d, end + 1
	case r.is(end, "en", "huit"):
		d.weeks, d.habit = 1, false
		return d, end + 2
	case r.is(end, "en", "quinze"):
		d.weeks, d.habit = 2, false
		return d, end + 2
	}
	return d, end
}

// bare reads « le 8 », when an hour or another day of the same month follows.
func (r *reader) bare(at int) (named, int) {
	if r.word(at) != "le" && r.word(at) != "les" || !r.at(at+1).isNumber() || r.isClock(at+1) {
		return named{}, 0
	}
	n, end := r.number(at + 1)
	if n < 1 || n > 31 {
		return named{}, 0
	}
	if _, _, next := r.hours(end); next > 0 {
		return named{day: n}, end
	}
	if w := r.word(end); w == "ou" || w == "et" || w == "," { // « le 8 ou le 10 décembre »
		next := end + 1
		if r.word(next) == "le" {
			next++
		}
		if other, stop := r.day(next); stop > 0 && other.day > 0 {
			return named{day: n}, end
		}
	}
	return named{}, 0
}
