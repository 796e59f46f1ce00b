package views

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"partant/internal/event"
	"partant/internal/fault"
)

// PassPage is what somebody with a place shows at the door.
type PassPage struct {
	Chrome Chrome
	Card   EventCard
	Place  string
	Name   string
	People int
	Code   string
	Path   string // of the QR code: see package qr
	Size   string // its viewBox
	Back   string // local path
}

// PassShownPage is what the code of a pass leads to, for who is not at the door.
type PassShownPage struct {
	Chrome Chrome
	Card   EventCard
}

// DoorTally is how many came, and how many are expected. All but Parties are people.
type DoorTally struct {
	Came, Expected, WalkedIn int
	Free                     int
	Bounded                  bool
}

// said is the same in words: « 42 arrivés sur 60 attendus, et 3 sans inscription ».
func (t DoorTally) said() string {
	said := Plural(t.Came-t.WalkedIn, "arrivé", "arrivés") + " sur " + Plural(t.Expected, "attendu", "attendus")
	if t.WalkedIn > 0 {
		said += ", et " + Number(t.WalkedIn) + " sans inscription"
	}
	return said
}

// room says how much room is left; empty when there is no bound.
func (t DoorTally) room() string {
	switch {
	case !t.Bounded:
		return ""
	case t.Free == 0:
		return "Toutes les places sont prises ou attendues" + thin + ": si quelqu'un vient sans inscription, c'est à vous de voir."
	}
	return "Il reste " + Plural(t.Free, "place", "places") + " pour qui vient sans inscription."
}

// DoorParty is one line of the list of the door.
type DoorParty struct {
	ID       string
	By       Byline
	Name     string
	People   int // as many as they said they would be; as they came, without inscription
	Came     int // 0: not yet
	At       string
	Says     event.Says
	Seat     event.Seat
	Listed   bool // they let everybody see that they come
	WalkedIn bool
	Said     []string // to the questions, in their order
}

// Expects says how a party stands, whether it came or not.
func (p DoorParty) Expects() string {
	p.Came = 0
	return p.state()
}

// anchor is where a party stands on the page.
func (p *DoorParty) anchor() string { return "p-" + p.ID }

// state says how a party stands.
func (p *DoorParty) state() string {
	switch {
	case p.Came == 1 && p.People == 1:
		return "arrivé à " + p.At
	case p.Came >= p.People && p.Came > 0:
		return Number(p.Came) + " arrivés à " + p.At
	case p.Came > 0:
		return Number(p.Came) + " sur " + Number(p.People) + " arrivés à " + p.At
	case p.Seat == event.Waiting:
		return "en liste d'attente"
	case p.Seat == event.Placed:
		return "attendu"
	case p.Seat == event.Asked:
		return "demande sans réponse"
	case p.Seat == event.Declined:
		return "demande déclinée"
	case p.Says == event.Maybe:
		return "peut-être"
	}
	return "ne venait pas"
}

// counts are the numbers that the list of how many proposes.
func (p *DoorParty) counts() (all []string) {
	for n := 1; n <= min(event.MostTogether, max(p.People, p.Came, 1)+2); n++ {
		all = append(all, strconv.Itoa(n))
	}
	return all
}

// chosen is the number that it shows.
func (p *DoorParty) chosen() string { return strconv.Itoa(max(p.People, p.Came, 1)) }

// DoorPage is /evenements/{slug}/accueil.
type DoorPage struct {
	Chrome Chrome
	Card   EventCard
	Tally  DoorTally
	Query  string // part of a name
	Pass   string // code that was typed
	Lost   bool   // no pass has this code
	Open   bool
	Opens  string // when, if it is not open yet
	List   []DoorParty
	Rest   int    // how many more there are
	Key    string // of the gesture of the form at the end
	Who    string
	People string
	Wrong  fault.Fields
}

// closed says why nobody is noted.
func (p DoorPage) closed() string {
	switch {
	case p.Card.Draft:
		return "C'est un brouillon" + thin + ": l'accueil ouvre la veille, une fois l'événement annoncé."
	case p.Card.Cancelled:
		return "L'événement est annulé."
	case p.Opens != "":
		return "L'accueil ouvre la veille" + thin + ": le " + p.Opens + ". D'ici là, cette page montre qui est attendu."
	}
	return "L'événement est passé depuis plus d'une semaine" + thin + ": ce qui a été noté ne change plus."
}

// asks is the page with what was searched, for forms that come back to it.
func (p DoorPage) asked() string {
	if p.Query == "" {
		return ""
	}
	return "?" + url.Values{ParamDoorName: {p.Query}}.Encode()
}

// The parameters of the door.
const (
	ParamDoorName = "nom"
	ParamDoorPass = event.FieldPass
)

// FieldGesture and FieldParty are what is done, and to whom.
const (
	FieldGesture = "faire"
	FieldParty   = "partant"
)

var doorOrder = []string{event.FieldPass, event.FieldWho, event.FieldPeople}

// doorOf is an address at the door of an event.
func doorOf(slug, rest string) templ.SafeURL { return meet(slug, "/accueil"+rest) }

// DoorPrintPage is what is printed for the door: the list, or badges.
type DoorPrintPage struct {
	Chrome Chrome
	Card   EventCard
	Tally  DoorTally
	List   []DoorParty
}

// boxes is one box to tick for each person of a party.
func (p *DoorParty) boxes() []struct{} { return make([]struct{}, max(p.People, p.Came, 1)) }

// more is how many of a party have no name.
func (p *DoorParty) more() []struct{} { return p.boxes()[1:] }

// ScannerPage is /evenements/{slug}/accueil/scanner.
type ScannerPage struct {
	Chrome Chrome
	Card   EventCard
	Event  string // id
	Until  string // in milliseconds: then nothing of it stays on the phone
}

// FieldGestures holds what a phone at the door did, as JSON.
const FieldGestures = "gestes"

// The parameters of the table of who comes: only those who chose to be seen · with who came.
const (
	ParamListed   = event.FieldListed
	ParamPresence = "presence"
)

// CamePage is /compte/evenements.
type CamePage struct {
	Chrome Chrome
	List   []Came
	Next   string // local path
}

// Came is where somebody came.
type Came struct {
	Title, Slug string // empty: it is not there any more
	Day, Stamp  string
	With        int
}
