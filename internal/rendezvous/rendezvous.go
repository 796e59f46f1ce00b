// Package rendezvous reads in French words when and where people mean to meet, and whether they are « partants ». What the words
// leave open is asked for, never guessed: see Doubt.
package rendezvous

import (
	"time"

	"partant/internal/text"
)

// Proposal is one day that words name, with the hours and the place that go with it.
type Proposal struct {
	Day    time.Time   // midnight UTC of the civil day; zero: the words name a day that does not exist
	Or     []time.Time // the other days that the words may mean
	From   *Hour       // nil: they name no hour
	To     *Hour       // nil: they do not say until when
	Place  string      // as it is written, without the preposition; empty: they name none
	Said   string      // the words that name the day
	Doubts []Doubt     // what has to be asked, each once
}

// Hour is a wall time.
type Hour struct{ Hour, Minute int }

// Doubt is something that words leave open.
type Doubt string

// The doubts.
const (
	OtherWeekday Doubt = "jour"    // the date falls on another day of the week than the one that is named
	WhichWeek    Doubt = "semaine" // « mardi » said on a Tuesday, or « mardi prochain » while one is still to come this week
	NoSuchDay    Doubt = "date"    // « 31 février »
	Past         Doubt = "passe"   // it is over
	Midnight     Doubt = "minuit"  // of which night?
)

// MostRead bounds how much of a text is read, in characters.
const MostRead = 5000

// MostFound bounds how many days are read in one text.
const MostFound = 10

// Read returns what a text proposes, in its order, MostFound at most. Now is the wall time at which it was written: a day without a year, or a mere
// weekday, is the next such day.
func Read(words string, now time.Time) []Proposal {
	words = text.Cut(words, MostRead)
	r := reader{tokens: split(words), words: words, now: now}
	r.scan()
	return r.proposals()
}
