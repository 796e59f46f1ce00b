package views

import (
	"strconv"

	"partant/internal/event"
)

// MeetPage is /evenements/{slug}/rencontrer.
type MeetPage struct {
	Chrome Chrome
	Card   EventCard
	List   []Met
	Asks   bool   // the pages of who reads offer or seek something
	Others bool   // somebody else comes and is seen
	Own    string // local path of the page of their own; empty: they have none
	Most   int
}

// Met is somebody to meet.
type Met struct {
	By  Byline
	Why []MetWhy
}

// MetWhy is one reason.
type MetWhy struct {
	Of    Byline // the page that says so
	Own   bool   // it is the one of the person
	What  string
	Seeks bool
}

// said is the reason in a sentence; behind a page that is not the person's own its name goes before.
func (w MetWhy) said() string {
	switch {
	case w.Own && w.Seeks:
		return "Cherche" + joint + ": " + w.What + ", que vous proposez."
	case w.Own:
		return "Propose" + joint + ": " + w.What + ", que vous cherchez."
	case w.Seeks:
		return "cherche" + joint + ": " + w.What + ", que vous proposez."
	}
	return "propose" + joint + ": " + w.What + ", que vous cherchez."
}

// meetsOthers reports whether who reads comes, and others who show themselves do.
func (p EventPage) meetsOthers() bool {
	others := len(p.Coming)
	if p.listed() {
		others-- // themselves
	}
	return p.Chrome.Member.SignedIn() && p.Mine != nil && p.Mine.Seat == event.Placed && !p.Card.Over && !p.Card.Cancelled && others > 0
}

// how says how they are chosen.
func (p MeetPage) how() string {
	return strconv.Itoa(p.Most) + " au plus, parmi ceux qui ont une place et se montrent à tous" + joint + ": d'abord qui propose, mot pour mot, ce que cherche une de vos pages, ensuite qui cherche ce qu'elle propose, dans l'ordre de leur réponse. Seules comptent leur page et celles qui les nomment. Personne n'est prévenu."
}
