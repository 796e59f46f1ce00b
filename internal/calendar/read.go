package calendar

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"

	"partant/internal/clock"
	"partant/internal/text"
)

// Entry is one meeting of a file, at one time: what repeats is several of them.
type Entry struct {
	UID       string // of the meeting, as its calendar names it
	Nth       string // which of its repetitions, as an instant, « 20270108T173000Z »; empty: it does not repeat
	Sequence  int
	Start     time.Time // UTC
	End       time.Time // UTC; not before Start
	AllDay    bool      // Start and End are midnights of Paris, End that of the day after the last
	Title     string
	Text      string
	Place     string
	URL       string // as it is written: it may be anything
	Tags      []string
	Cancelled bool
	Line      int // of its BEGIN:VEVENT in the file, the first is 1
}

// Refused is a meeting that could not be read, and why, in French.
type Refused struct {
	Line  int // in the file
	Title string
	Why   string
}

// Reading is what a file holds.
type Reading struct {
	Entries []Entry // by their start
	Refused []Refused
	Past    int // meetings that were over before the first day that was asked for
	Cut     int // meetings that repeat more often than Most
}

const (
	// MostBytes bounds a file.
	MostBytes = 1 << 20
	// MostMeetings bounds how many meetings of a file are read, and how many entries they make.
	MostMeetings = 1000
	// Most bounds how often one meeting repeats.
	Most = 60
)

// ErrNone is a file without any meeting: no calendar, or an empty one.
var ErrNone = errors.New("no meeting in the file")

// ErrLarge is a file of more than MostBytes.
var ErrLarge = errors.New("the file is too large")

// Read returns the meetings of a .ics file that end after from and begin before to. One that cannot be read does not keep the
// others. Errors: ErrNone, ErrLarge; that of the context, since a rule may take long to follow.
func Read(ctx context.Context, file []byte, from, to time.Time) (Reading, error) {
	var all Reading
	if len(file) > MostBytes {
		return all, ErrLarge
	}
	found := blocks(bytes.TrimPrefix(file, []byte("\ufeff")))
	zones := zonesOf(found)
	var masters []meeting
	instead := map[string][]time.Time{} // the repetitions that have an entry of their own
	for _, b := range found {
		if b.kind != "VEVENT" || len(masters)+len(all.Refused) >= MostMeetings {
			continue
		}
		m, err := b.meeting(zones)
		if err != nil {
			all.Refused = append(all.Refused, refusal(b, m, err))
			continue
		}
		if !m.of.IsZero() {
			instead[m.entry.UID] = append(instead[m.entry.UID], m.of)
		}
		masters = append(masters, m)
	}
	if len(masters)+len(all.Refused) == 0 {
		return all, ErrNone
	}
	for _, m := range masters {
		if err := ctx.Err(); err != nil {
			return all, err
		}
		all.add(m, instead[m.entry.UID], from, to)
	}
	slices.SortStableFunc(all.Entries, func(a, b Entry) int { return a.Start.Compare(b.Start) })
	return all, nil
}

// add adds the entries of a meeting between two instants.
func (r *Reading) add(m meeting, instead []time.Time, from, to time.Time) {
	if m.repeats == nil {
		switch {
		case m.entry.End.Before(from):
			r.Past++
		case m.entry.Start.Before(to) && len(r.Entries) < MostMeetings:
			r.Entries = append(r.Entries, m.entry)
		}
		return
	}
	starts, cut, err := m.repeat(from, to)
	if err != nil {
		r.Refused = append(r.Refused, Refused{Line: m.entry.Line, Title: m.entry.Title, Why: why(err)})
		return
	}
	if cut {
		r.Cut++
	}
	if len(starts) == 0 {
		r.Past++
	}
	for _, start := range starts {
		if slices.ContainsFunc(instead, start.Equal) || len(r.Entries) >= MostMeetings {
			continue
		}
		one := m.entry
		one.Start, one.End, one.Nth = start, m.ending(start), start.Format("20060102T150405Z")
		r.Entries = append(r.Entries, one)
	}
}

// meeting is one VEVENT.
type meeting struct {
	entry   Entry
	of      time.Time // the repetition that it stands for
	wall    time.Time // its start, as its own zone shows it
	zone    zone
	repeats *rrule.Set // nil: it does not repeat
}

// ending is when a repetition ends: whole days are days of the calendar, hours are hours of the clock.
func (m *meeting) ending(start time.Time) time.Time {
	long := m.entry.End.Sub(m.entry.Start)
	if !m.entry.AllDay {
		return start.Add(long)
	}
	days := int((long + 12*time.Hour) / (24 * time.Hour))
	return start.In(clock.Paris).AddDate(0, 0, days).UTC()
}

// block is one component of a file, between its BEGIN and its END, with the number of its first line.
type block struct {
	kind  string
	line  int
	lines []string
}

// deepest bounds how components are nested.
const deepest = 8

// blocks cuts a file into its meetings and its zones. Lines end as they like; what is outside is left out.
func blocks(file []byte) (all []block) {
	var open *block
	depth := 0
	for i, raw := range strings.Split(strings.ReplaceAll(string(file), "\r\n", "\n"), "\n") {
		line := strings.TrimRight(raw, "\r")
		begins, ends := component(line, "BEGIN:"), component(line, "END:")
		if open == nil {
			if begins == "VEVENT" || begins == "VTIMEZONE" {
				open, depth = &block{kind: begins, line: i + 1, lines: []string{line}}, 1
			}
			continue
		}
		if begins == open.kind || depth > deepest { // the one before never ended
			all = append(all, *open)
			open, depth = &block{kind: open.kind, line: i + 1, lines: []string{line}}, 1
			continue
		}
		open.lines = append(open.lines, line)
		switch {
		case begins != "":
			depth++
		case ends != "":
			depth--
		}
		if depth == 0 {
			all, open = append(all, *open), nil
		}
	}
	if open != nil {
		all = append(all, *open)
	}
	return all
}

func component(line, prefix string) string {
	if len(line) < len(prefix) || !strings.EqualFold(line[:len(prefix)], prefix) {
		return ""
	}
	return strings.ToUpper(strings.TrimSpace(line[len(prefix):]))
}

// refused is why a meeting cannot be read: a sentence in French, and the line that it is about.
type refused struct {
	line int
	why  string
}

func (r refused) Error() string { return r.why }

func refuse(format string, values ...any) error { return refused{why: fmt.Sprintf(format, values...)} }

func why(err error) string {
	var r refused
	if errors.As(err, &r) {
		return r.why
	}
	return "Cette entrée ne se lit pas."
}

func refusal(b block, m meeting, err error) Refused {
	one := Refused{Line: b.line, Title: m.entry.Title, Why: why(err)}
	var r refused
	if errors.As(err, &r) && r.line > 0 {
		one.Line = r.line
	}
	return one
}

// parse has the library read a block. What it cannot read is found again line by line, to say where it is.
func (b block) parse() (*ics.Calendar, error) {
	if last := b.lines[len(b.lines)-1]; component(last, "END:") != b.kind {
		return nil, refused{b.line, "Cette entrée ne finit pas : il manque « END:" + b.kind + " »."}
	}
	for i, line := range b.lines {
		if !utf8.ValidString(line) {
			return nil, refused{b.line + i, "Cette ligne n'est pas écrite en UTF-8."}
		}
	}
	c, err := ics.ParseCalendar(strings.NewReader("BEGIN:VCALENDAR\r\n" + strings.Join(b.lines, "\r\n") + "\r\nEND:VCALENDAR\r\n"))
	if err == nil {
		return c, nil
	}
	for _, l := range b.logical() {
		if p, err := ics.ParseProperty(ics.ContentLine(l.text)); l.text != "" && (err != nil || p == nil) {
			return nil, refused{l.line, "Cette ligne ne se lit pas : « " + text.Cut(text.Line(l.text), 60) + " »."}
		}
	}
	return nil, refused{b.line, "Cette entrée ne se lit pas."}
}

// logical is the lines of a block, those that were folded put together again.
func (b block) logical() (all []numbered) {
	for i, line := range b.lines {
		if last := len(all) - 1; last >= 0 && line != "" && (line[0] == ' ' || line[0] == '\t') {
			all[last].text += line[1:]
			continue
		}
		all = append(all, numbered{b.line + i, line})
	}
	return all
}

type numbered struct {
	line int
	text string
}

// meeting reads a VEVENT. With an error it may hold the title.
func (b block) meeting(zones map[string]zone) (m meeting, err error) {
	c, err := b.parse()
	if err != nil {
		return m, err
	}
	if len(c.Events()) != 1 {
		return m, refused{b.line, "Cette entrée ne se lit pas."}
	}
	e := c.Events()[0]
	m.entry = Entry{UID: value(e, ics.ComponentPropertyUniqueId), Title: text.Line(value(e, ics.ComponentPropertySummary)), Text: text.Lines(value(e, ics.ComponentPropertyDescription)),
		Place: text.Line(value(e, ics.ComponentPropertyLocation)), URL: text.Line(value(e, ics.ComponentPropertyUrl)), Line: b.line,
		Cancelled: strings.EqualFold(value(e, ics.ComponentPropertyStatus), "CANCELLED")}
	m.entry.Sequence, _ = strconv.Atoi(value(e, ics.ComponentPropertySequence))
	m.entry.Tags = tagsOf(e)
	if m.entry.Title == "" {
		return m, refuse("Elle n'a pas de titre (SUMMARY).")
	}
	if err := m.times(e, zones); err != nil {
		return m, err
	}
	if m.entry.UID == "" { // older calendars give none: what it says names it
		m.entry.UID = m.entry.Title + "@" + m.entry.Start.Format("20060102T150405Z")
	}
	return m, nil
}

func value(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return ics.FromText(p.Value)
	}
	return ""
}

func tagsOf(e *ics.VEvent) (tags []string) {
	for _, p := range e.Properties {
		if p.IANAToken != string(ics.ComponentPropertyCategories) {
			continue
		}
		for _, tag := range strings.Split(p.Value, ",") {
			if tag = text.Line(ics.FromText(tag)); tag != "" && len(tags) < 20 {
				tags = append(tags, tag)
			}
		}
	}
	return tags
}
