package event

import (
	"context"
	"fmt"
	"slices"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
)

// Arrival is a party that came: one for each answer whose party came, one for each that came without having answered. It is apart
// from the answer, which says what people meant to do.
type Arrival struct {
	ID      string `json:"id"` // of the answer; of who came without one: see WalkIn
	Rev     int64  `json:"rev"`
	Event   string `json:"event"`
	Who     string `json:"who,omitempty"`     // see Member and Guest; empty: came without having answered
	Account string `json:"account,omitempty"` // as in Answer
	Name    string `json:"name,omitempty"`    // of who came without having answered, as the door wrote it

	People   int       `json:"people"` // how many of the party came; 0: it was a slip, and nobody did
	At       time.Time `json:"at"`     // when the first of them came
	Gestures []string  `json:"gestures,omitempty"`
}

// gesturesKept is how many ids of gestures an arrival remembers: one that is sent again is known among them.
const gesturesKept = 12

// MostTogether is how many one party may be at the door, more than they said too; MostArrivals how many parties may come to one event.
const (
	MostTogether = 50
	MostArrivals = 2 * MostParties
)

// WalkIn is the ID of the arrival of who came without having answered: key is drawn with the form, or by the phone at the door.
func WalkIn(event, key string) string { return id.Named("entree", event+"\x00"+key) }

// CameIn reports whether anybody of the party came.
func (a *Arrival) CameIn() bool { return a.People > 0 }

// Unannounced reports whether the party came without having answered.
func (a *Arrival) Unannounced() bool { return a.Who == "" }

// Concerns are the event, by which all arrivals are listed, and whom a concerns.
func (a *Arrival) Concerns() []string {
	all := []string{cameTo(a.Event)}
	if a.Who != "" {
		all = append(all, a.Who)
	}
	if a.Account != "" && a.Who != Member(a.Account) {
		all = append(all, Member(a.Account))
	}
	return all
}

// cameTo is what the arrivals of an event are listed by.
func cameTo(event string) string { return "evenement:" + event }

// Present is how many came to an event.
type Present struct{ Parties, People int }

// Arrivals keeps who came. Whatever several people do at the door in the same instant, each arrival is one document, changed in one
// atomic step.
type Arrivals interface {
	// InsertArrival adds a with revision 1, or returns fault.Taken "id".
	InsertArrival(ctx context.Context, a Arrival) error
	// UpdateArrival runs edit on the stored arrival in one atomic step and returns what is stored then. Edit may run more than once;
	// when it fails nothing changes and its error comes back. fault.NotFound.
	UpdateArrival(ctx context.Context, id string, edit func(*Arrival) error) (Arrival, error)
	// RemoveArrival takes one away; RemoveArrivals all those of an event. A missing one is no error.
	RemoveArrival(ctx context.Context, id string) error
	RemoveArrivals(ctx context.Context, event string) error
	// ArrivalsConcerning lists what concerns somebody, slips too, the last first: see Arrival.Concerns.
	ArrivalsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Arrival], error)
	// Present counts who came to an event; slips count for nothing.
	Present(ctx context.Context, event string) (Present, error)
}

// Gesture is what somebody at the door does.
type Gesture struct {
	ID     string // drawn by who sends it: the same sent again is done once
	Answer string // whose party it is
	Code   string // the pass that was shown; instead of Answer
	Key    string // of the gesture that noted who came without having answered, for what is done to them next; instead of Answer
	Name   string // of who came without having answered; instead of both
	People int    // how many came; 0: all of the party
	Do     Do
	Ago    time.Duration // how long ago, when it was kept for want of a network
}

// Do is what is done.
type Do string

// The gestures.
const (
	Enter  Do = "arrive" // they came
	Recall Do = "annule" // it was a slip
	Amend  Do = "change" // they came, and they are so many
)

// Outcome is what becomes of a gesture.
type Outcome string

// The outcomes.
const (
	Came     Outcome = "arrive"
	Already  Outcome = "deja"    // somebody at the door noted them before
	Recalled Outcome = "annule"  // nobody came
	Unknown  Outcome = "inconnu" // no such pass, or it was given back
)

// Told is what who is at the door hears of a gesture.
type Told struct {
	Gesture string
	Outcome Outcome
	Arrival Arrival
	Answer  Answer // zero: they came without having answered
}

// take does a gesture to an arrival, whose first gesture may be this one. Changed is false when nothing is to be written.
func (a *Arrival) take(g *Gesture, people int, at time.Time) (o Outcome, changed bool) {
	if slices.Contains(a.Gestures, g.ID) {
		if g.Do == Recall {
			return Recalled, false
		}
		return Came, false
	}
	switch {
	case g.Do == Recall && !a.CameIn():
		return Recalled, false
	case g.Do == Enter && a.CameIn():
		return Already, false
	}
	if !a.CameIn() {
		a.At = at
	}
	if a.People, o = people, Came; g.Do == Recall {
		a.People, o = 0, Recalled
	}
	a.Gestures = append(a.Gestures, g.ID)
	a.Gestures = slices.Clone(a.Gestures[max(0, len(a.Gestures)-gesturesKept):])
	return o, true
}

// check says what is wrong with the words of a gesture: fault.Fields.
func (g *Gesture) check() error {
	wrong := fault.Fields{}
	switch {
	case g.Do == Recall:
	case g.People < 0 || g.People > MostTogether:
		wrong.Add(FieldPeople, fmt.Sprintf("Écrivez un nombre de 1 à %d.", MostTogether))
	case g.Answer == "" && g.Code == "" && g.Name == "" && (g.Key == "" || g.Do == Enter):
		wrong.Add(FieldWho, "Écrivez un nom, même court : « Une voisine » suffit.")
	}
	long(wrong, FieldWho, g.Name, MaxName)
	return wrong.Err()
}
