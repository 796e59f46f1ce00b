package views

import (
	"strconv"

	"partant/internal/calendar"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/viewer"
)

// The form fields of a calendar that is taken in. FieldFile is its file.
const (
	FieldCalendarURL = "adresse"
	FieldCalendar    = "agenda"    // the file that was looked at
	FieldCalendarOf  = "agenda_de" // the address that it came from
	FieldTake        = "prendre"   // keys of the meetings that are chosen
)

// IntakePage is /evenements/importer.
type IntakePage struct {
	Chrome  Chrome
	Voices  []Byline
	Towns   []string
	Batch   event.Batch
	Town    string // as typed
	Address string
	File    string // the calendar itself; empty: none yet
	Wrong   fault.Fields

	Seen   bool // Lines are what would be made
	Done   bool // Lines are what was made
	Young  bool // they asked to publish, and keep drafts on their first day
	Lines  []IntakeLine
	More   int // lines that are not shown
	Fresh  int // meetings that become events
	Waits  int // those that have to wait for the next time
	Past   int // meetings that are over
	Cut    int // meetings that repeat beyond what is read
	Unread []calendar.Refused
}

// IntakeLine is a meeting of the calendar and what becomes of it.
type IntakeLine struct {
	Key   string
	Line  int
	Title string
	When  string
	Town  string
	Place string
	Fate  event.Fate
	Why   string
	Notes []string
	Slug  string // of the event that it is
	Held  bool   // a moderator reads it first
}

// where says where it takes place.
func (l IntakeLine) where() string {
	if l.Place != "" {
		return l.Place
	}
	return l.Town
}

// mark is what becomes of it, in a word.
func (l IntakeLine) mark(done bool) string {
	switch {
	case l.Fate == event.Fresh && done && l.Held:
		return "attend une relecture"
	case l.Fate == event.Fresh && done:
		return "fait"
	case l.Fate == event.Known:
		return "déjà là"
	case l.Fate == event.Refused:
		return "refusé"
	case l.Fate == event.Waits:
		return "la prochaine fois"
	}
	return "laissé"
}

// summed says in a sentence what the calendar brings.
func (p IntakePage) summed() string {
	said := "Rien de nouveau dans ce calendrier"
	if p.Fresh > 0 {
		said = Plural(min(p.Fresh, event.IntakeMost), "rendez-vous à venir peut devenir un événement", "rendez-vous à venir peuvent devenir des événements")
	}
	return said + ". Rien n'est fait encore."
}

// made says what was done.
func (p IntakePage) made() string {
	if p.Batch.Later {
		return Plural(p.Fresh, "brouillon gardé", "brouillons gardés")
	}
	return Plural(p.Fresh, "événement annoncé", "événements annoncés")
}

// left says what the calendar holds that is not listed.
func (p IntakePage) left() (said []string) {
	if p.Past > 0 {
		said = append(said, Plural(p.Past, "rendez-vous est passé", "rendez-vous sont passés")+" : nous les laissons.")
	}
	if p.Cut > 0 {
		said = append(said, "Ce qui se répète sans fin est suivi "+strconv.Itoa(calendar.Most)+" fois.")
	}
	if p.More > 0 {
		said = append(said, "Et "+Plural(p.More, "autre", "autres")+", que nous ne montrons pas ici.")
	}
	return said
}

var intakeOrder = []string{FieldFile, FieldCalendarURL, viewer.FieldVoice, event.FieldPurpose, event.FieldPlace, event.FieldCommune, FieldTake}
