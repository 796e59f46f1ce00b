package profile

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"partant/internal/text"
)

// Hours are the opening hours of a week, Monday first, in local time.
type Hours [7][]Span

// Span is an opening in minutes since midnight; To may pass 24 h (a bar that closes at 2 is open until 26 h).
type Span struct{ From, To int }

// IsZero reports whether no day has hours.
func (h Hours) IsZero() bool {
	return !slices.ContainsFunc(h[:], func(day []Span) bool { return len(day) > 0 })
}

// OpenAt reports whether the hours hold the wall time of t, as its location shows it.
func (h Hours) OpenAt(t time.Time) bool {
	day, minute := (int(t.Weekday())+6)%7, t.Hour()*60+t.Minute()
	holds := func(spans []Span, m int) bool {
		return slices.ContainsFunc(spans, func(s Span) bool { return s.From <= m && m < s.To })
	}
	return holds(h[day], minute) || holds(h[(day+6)%7], minute+24*60)
}

const dayMinutes = 24 * 60

// MaxSpans is how many openings a day may have.
const MaxSpans = 4

var (
	errHours   = errors.New("écrivez par exemple 9h-12h30 14h-19h")
	errOverlap = errors.New("elles se chevauchent")
	errNoHours = errors.New("ces heures n'existent pas")
	errSpans   = fmt.Errorf("%d ouvertures par jour au plus", MaxSpans)

	// hourWords leaves of a sentence its hours, hourSigns sets its signs apart.
	hourWords = strings.NewReplacer(" et ", " ", " puis ", " ", " de ", " ", " a ", " - ", ",", " ", ";", " ", "/", " / ", ".", " ")
	hourSigns = strings.NewReplacer("h", " h ", ":", " h ", "-", " - ", "–", " - ", "—", " - ")
)

// ParseDay reads one day as people write it: « 9h-12h30 14h-19h », « de 9 h à 18 h », « 9:00–18:00 », « fermé » or nothing.
func ParseDay(s string) ([]Span, error) {
	s = text.Fold(s)
	if strings.HasPrefix(s, "ferme") {
		return nil, nil
	}
	words := strings.Fields(hourSigns.Replace(hourWords.Replace(" " + strings.ReplaceAll(s, " ", "  ") + " ")))
	var day []Span
	for len(words) > 0 {
		span, rest, err := parseSpan(words)
		switch {
		case err != nil:
			return nil, err
		case len(day) > 0 && span.From < day[len(day)-1].To:
			return nil, errOverlap
		case len(day) == MaxSpans:
			return nil, errSpans
		}
		day, words = append(day, span), rest
	}
	return day, nil
}

// parseSpan reads « 9 h - 12 h 30 » from the front of words. A stroke stands between openings, or in the middle of one.
func parseSpan(words []string) (span Span, rest []string, err error) {
	if words[0] == "/" {
		words = words[1:]
	}
	span.From, rest, err = parseTime(words)
	if err == nil && (len(rest) == 0 || rest[0] != "-" && rest[0] != "/") {
		err = errHours
	}
	if err == nil {
		span.To, rest, err = parseTime(rest[1:])
	}
	if err != nil {
		return span, nil, err
	}
	if span.To <= span.From {
		span.To += dayMinutes // past midnight
	}
	if span.From >= dayMinutes || span.To > 30*60 {
		return span, nil, errNoHours
	}
	return span, rest, nil
}

// parseTime reads « 9 », « 9 h » or « 9 h 30 »: two digits are minutes unless an hour of their own begins there.
func parseTime(words []string) (minutes int, rest []string, err error) {
	hour, ok := number(words)
	if !ok || hour > 24 {
		return 0, nil, errHours
	}
	words = words[1:]
	if len(words) == 0 || words[0] != "h" {
		return hour * 60, words, nil
	}
	words = words[1:]
	minute, ok := number(words)
	if !ok || len(words[0]) != 2 || minute > 59 || startsHour(words) {
		return hour * 60, words, nil
	}
	return hour*60 + minute, words[1:], nil
}

// startsHour reports whether the number in front is an hour of its own: « 14 h ».
func startsHour(words []string) bool { return len(words) > 1 && words[1] == "h" }

func number(words []string) (int, bool) {
	if len(words) == 0 || len(words[0]) > 2 {
		return 0, false
	}
	n, err := strconv.Atoi(words[0])
	return n, err == nil && n >= 0
}

// String writes the span as people do: « 9 h – 12 h 30 ».
func (s Span) String() string { return oclock(s.From) + " – " + oclock(s.To) }

func oclock(m int) string {
	m %= dayMinutes
	if m%60 == 0 {
		return fmt.Sprintf("%d\u00a0h", m/60)
	}
	return fmt.Sprintf("%d\u00a0h\u00a0%02d", m/60, m%60)
}

// FormatDay writes a day as ParseDay reads it, for the form.
func FormatDay(day []Span) string {
	parts := make([]string, len(day))
	for i, s := range day {
		parts[i] = typed(s.From) + "-" + typed(s.To)
	}
	return strings.Join(parts, " ")
}

func typed(m int) string {
	m %= dayMinutes
	if m%60 == 0 {
		return fmt.Sprintf("%dh", m/60)
	}
	return fmt.Sprintf("%dh%02d", m/60, m%60)
}

// fillHours reports every day that cannot be read, those with the same thing wrong together.
func (d Draft) fillHours(p *Profile, add adder) {
	var reasons []string
	days := map[string][]string{} // by reason
	for i, typed := range d.Hours {
		day, err := ParseDay(typed)
		p.Hours[i] = day
		if err == nil {
			continue
		}
		if days[err.Error()] == nil {
			reasons = append(reasons, err.Error())
		}
		days[err.Error()] = append(days[err.Error()], DayNames[i])
	}
	for i, reason := range reasons {
		reasons[i] = "Les heures " + enumerated(days[reason]) + " : " + reason + "."
	}
	if len(reasons) > 0 {
		add(FieldHours, strings.Join(reasons, " "))
	}
}

// enumerated joins what a sentence lists: « du lundi, du mardi et du jeudi ».
func enumerated(list []string) string {
	last := len(list) - 1
	if last == 0 {
		return list[0]
	}
	return strings.Join(list[:last], ", ") + " et " + list[last]
}

// DayNames are the days of Hours as they stand in a sentence.
var DayNames = [7]string{"du lundi", "du mardi", "du mercredi", "du jeudi", "du vendredi", "du samedi", "du dimanche"}
