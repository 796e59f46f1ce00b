package profile

import (
	"fmt"
	"regexp"
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

var (
	spanForm   = regexp.MustCompile(`^(\d{1,2})(?:h|:)?(\d{2})?(?:-|–|a)(\d{1,2})(?:h|:)?(\d{2})?$`)
	spacesForm = regexp.MustCompile(`\s*(-|–|h|:)\s*|\s+(a)\s+`)
)

// ParseDay reads one day as people write it: « 9h-12h30 14h-19h », « 9:00–18:00 », « fermé » or nothing.
func ParseDay(s string) ([]Span, error) {
	s = strings.NewReplacer(",", " ", ";", " ", "/", " ", " et ", " ", " puis ", " ", "de ", "").Replace(text.Fold(s))
	if s == "" || strings.HasPrefix(s, "ferme") {
		return nil, nil
	}
	s = spacesForm.ReplaceAllString(s, "$1$2")
	var day []Span
	for _, part := range strings.Fields(s) {
		span, err := parseSpan(part)
		if err != nil {
			return nil, err
		}
		if len(day) > 0 && span.From < day[len(day)-1].To {
			return nil, fmt.Errorf("les heures se chevauchent")
		}
		day = append(day, span)
	}
	if len(day) > 4 {
		return nil, fmt.Errorf("quatre ouvertures par jour au plus")
	}
	return day, nil
}

func parseSpan(part string) (Span, error) {
	m := spanForm.FindStringSubmatch(part)
	if m == nil {
		return Span{}, fmt.Errorf("écrivez par exemple 9h-12h30 14h-19h")
	}
	span := Span{From: minutes(m[1], m[2]), To: minutes(m[3], m[4])}
	if span.To <= span.From {
		span.To += dayMinutes // past midnight
	}
	if span.From >= dayMinutes || span.To > span.From+dayMinutes || span.To > 30*60 {
		return Span{}, fmt.Errorf("ces heures n'existent pas")
	}
	return span, nil
}

func minutes(hour, minute string) int {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute) // empty is zero
	if m > 59 {
		return 100 * dayMinutes
	}
	return h*60 + m
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
