package views

import (
	"strconv"
	"time"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/minutes"
	"partant/internal/picture"

	"github.com/a-h/templ"
)

// EventCard is an event in a list.
type EventCard struct {
	Slug  string
	Title string
	By    Byline
	Town  string
	Start time.Time // in Paris
	End   time.Time // in Paris

	Cancelled bool
	Over      bool
	Draft     bool
	Online    bool // only
	Image     picture.Picture
	Planned   string // when it is announced by itself, in words; empty: it is not planned
	For       event.Audience

	Late     bool   // a draft whose day is past
	Unseen   bool   // moderation keeps it from being seen; known of what one organises alone
	Held     bool   // until somebody has read it
	Decision string // local path of why; empty: who reads did not write it
}

// bare reports whether there is nothing to mark.
func (c *EventCard) bare() bool {
	return !c.Cancelled && !c.Draft && !c.By.Example && c.For == event.Everybody && !c.Unseen
}

// weekday, day and month are what stands in the block of its date.
func (c *EventCard) weekday() string { return days[c.Start.Weekday()] }
func (c *EventCard) day() string     { return dayOfMonth(c.Start.Day()) }
func (c *EventCard) month() string   { return months[c.Start.Month()-1] }

// stamp is its beginning for programs.
func (c *EventCard) stamp() string { return c.Start.Format(time.RFC3339) }

// When says when it is, in full: « mardi 8 janvier 2027, de 18 h 30 à 20 h ».
func (c *EventCard) When() string {
	from, to := Clock(c.Start.Hour()*60+c.Start.Minute()), Clock(c.End.Hour()*60+c.End.Minute())
	if c.Start.Format(time.DateOnly) == c.End.Format(time.DateOnly) {
		return Day(c.Start) + ", de " + from + " à " + to
	}
	return "du " + Day(c.Start) + " à " + from + " au " + Day(c.End) + " à " + to
}

// hours is the same below a date that is read already.
func (c *EventCard) hours() string {
	if c.Start.Format(time.DateOnly) != c.End.Format(time.DateOnly) {
		return c.When()
	}
	return "de " + Clock(c.Start.Hour()*60+c.Start.Minute()) + " à " + Clock(c.End.Hour()*60+c.End.Minute())
}

// EventPage is one event.
type EventPage struct {
	Talk     Link // the conversation that it was born from; no URL: none
	Chrome   Chrome
	ID       string
	Card     EventCard
	Ground   EventGround
	Place    string
	Town     Link
	Online   string // the link itself, for those who may know it
	IsOnline bool
	HTML     string
	Lead     string
	Purpose  string
	Price    string
	Payer    string
	Tags     []string
	Reason   string // why it was cancelled
	Deadline string // until when one answers, when it is not the beginning
	Edited   string
	Missed   string // why it was not announced when it was planned

	Questions []event.Question
	Said      map[string]string // as typed, when it was refused

	Room     EventRoom
	Approval bool            // hosts have a say in who comes
	With     int             // companions that one may bring
	Mine     *EventAnswer    // what the member who reads has said; nil: nothing
	Wrong    fault.Fields    // of the answer that was refused
	Topic    string          // as typed, when it was refused
	Coming   []Byline        // who comes and chose to be seen
	Faces    templ.Component // they, as they were drawn already; nil: they were not
	Hidden   int             // how many more come

	Hosts   []EventHost // pages that host it too, or were asked to
	Hosting bool        // who reads runs it
	CanEdit bool        // and may change it
	URL     string      // absolute
	Answer  string      // local path that an answer is sent to
	Pass    string      // local path of what is shown at the door; empty: no place
	Guest   bool        // reads by the link of a letter, without account
	Topics  TopicsNote

	Thread   *Thread // what is said below it; nil: who reads may not, or it is a draft
	Sealed   bool    // by its secret address alone: what is said is for who has answered
	CanClose bool    // say whether more is said

	Dates   []EventCard // the other dates of its series
	Repeats bool        // its organisers may have it repeat, or change its series
	Agenda  Agenda      // of a guest: this event alone, by their secret
}

// sealedWords says when who holds the secret address reads what is said.
func (p EventPage) sealedWords() string {
	if p.Approval {
		return "Elles s'affichent ici une fois que ceux qui organisent vous ont dit oui."
	}
	return "Elles s'affichent ici une fois que vous avez répondu, avec votre compte."
}

// faces are those who come, drawn once for all who see them alike.
func (p EventPage) faces() templ.Component {
	if p.Faces != nil {
		return p.Faces
	}
	return Faces(p.Coming)
}

// EventRoom is how full it is.
type EventRoom struct {
	Places  int // 0: no bound
	Left    int
	Taken   int // places, companions included
	Waiting int // parties
	Maybe   int

	Asked, Declined int // read by hosts alone

	Begun bool // who waits does not get in any more
	Over  bool
	Shut  bool // nobody answers any more, or not yet
}

// full reports whether who comes now waits.
func (r EventRoom) full() bool { return r.Places > 0 && (r.Left == 0 || r.Waiting > 0) }

// share is how much of the room is taken, of a hundred.
func (r EventRoom) share() string {
	if r.Places == 0 {
		return "0"
	}
	return strconv.Itoa(min(100, r.Taken*100/r.Places))
}

// said is how full it is, in words.
func (r EventRoom) said() string {
	switch {
	case r.Over && r.Taken == 0:
		return "Personne n'était partant"
	case r.Over:
		return Plural(r.Taken, "personne était partante", "personnes étaient partantes")
	case r.Taken == 0 && (r.Begun || r.Shut && r.Places == 0):
		return "Personne n'est partant"
	case r.Begun:
		return Plural(r.Taken, "personne vient", "personnes viennent")
	case r.Places == 0 && r.Taken == 0:
		return "Soyez la première personne"
	case r.Places == 0:
		return Plural(r.Taken, "personne vient", "personnes viennent")
	case r.full() && r.Waiting > 0:
		return "Complet, " + Plural(r.Waiting, "réponse attend", "réponses attendent")
	case r.full():
		return "Complet"
	}
	return "Il reste " + Plural(r.Left, "place", "places") + " sur " + Number(r.Places)
}

// RoomShut is said of an event that nobody answers any more.
const RoomShut = "0 On ne répond plus à cet événement."

// RoomSaid is how full an event is, for scripts: how much of a hundred, then in words.
func RoomSaid(places, taken, waiting int) string {
	r := EventRoom{Places: places, Left: max(0, places-taken), Taken: taken, Waiting: waiting}
	return r.share() + " " + r.said()
}

// EventAnswer is what somebody has said to an event.
type EventAnswer struct {
	Said   map[string]string // to the questions, by their IDs
	Says   event.Says
	Seat   event.Seat
	With   int
	Listed bool
	Rank   int // among those who wait
	Remind event.Remind
	Name   string // of a guest
	Agreed bool   // a host said yes
	Word   string // what the host said with the verdict
}

// heading says where somebody stands.
func (a *EventAnswer) heading() string {
	switch {
	case a.Seat == event.Placed:
		return "Vous êtes partant"
	case a.Seat == event.Waiting:
		return "Vous êtes en liste d'attente"
	case a.Seat == event.Asked:
		return "Votre demande est partie"
	case a.Seat == event.Declined:
		return "Votre demande n'est pas retenue"
	case a.Says == event.Maybe:
		return "Vous viendrez peut-être"
	case a.Seat == event.Unconfirmed:
		return "Confirmer votre réponse ?"
	}
	return "Pas cette fois"
}

// more says the rest.
func (a *EventAnswer) more() string {
	switch {
	case a.Seat == event.Placed && a.With == 0:
		return "Votre place est gardée."
	case a.Seat == event.Placed:
		return "Vos " + Number(a.With+1) + " places sont gardées."
	case a.Seat == event.Waiting && a.Rank == 1:
		return "Vous êtes la première réponse à attendre : dès qu'une place se libère, elle est à vous, et nous vous écrivons."
	case a.Seat == event.Waiting:
		return "Vous êtes au rang " + Number(a.Rank) + " : dès que votre tour vient, votre place est à vous, et nous vous écrivons."
	case a.Seat == event.Asked:
		return "Ceux qui organisent la lisent et vous répondent par une lettre. D'ici là, aucune place n'est gardée."
	case a.Seat == event.Declined:
		return "Ceux qui organisent ne peuvent pas vous accueillir cette fois."
	case a.Says == event.Maybe:
		return "Aucune place n'est gardée : dites « partant » quand vous le saurez."
	}
	return "Vous pouvez changer d'avis jusqu'au début."
}

// companions are the numbers that the form proposes.
func companions(most int) (all []string) {
	for n := range most + 1 {
		all = append(all, strconv.Itoa(n))
	}
	return all
}

// with is what the list of companions shows as chosen.
func (p EventPage) with() string {
	if p.Mine == nil {
		return "0"
	}
	return strconv.Itoa(p.Mine.With)
}

func (p EventPage) listed() bool { return p.Mine != nil && p.Mine.Listed }

// partantWords is what the large button says.
func (p EventPage) partantWords() string {
	switch {
	case p.Mine != nil && (p.Mine.Seat == event.Placed || p.Mine.Seat == event.Waiting || p.asking()):
		return "Garder ces choix"
	case p.needsYes():
		return "Partant, je demande à venir"
	case p.Room.full():
		return "Partant, j'attends mon tour"
	}
	return "Partant !"
}

// Meeting is an event that was born from a conversation, with what the member who reads has answered.
type Meeting struct {
	Card EventCard
	Mine *EventAnswer // nil: nothing yet
}

// said is what the member has answered, in a word.
func (m Meeting) said() string {
	switch {
	case m.Mine == nil:
		return ""
	case m.Mine.Seat == event.Placed:
		return "Vous êtes partant"
	case m.Mine.Seat == event.Waiting:
		return "Vous êtes en liste d'attente"
	case m.Mine.Seat == event.Asked, m.Mine.Seat == event.Declined:
		return m.Mine.heading()
	case m.Mine.Says == event.Maybe:
		return "Vous viendrez peut-être"
	}
	return "Ce sera une autre fois"
}

// EventEndPage is a page of one button: it deletes an event, or cancels it.
type EventEndPage struct {
	Chrome Chrome
	Card   EventCard
	Placed int // how many would be told
	Reason string
	Wrong  fault.Fields
}

// EventGuestPage is the form of who is partant without account.
type EventGuestPage struct {
	Chrome Chrome
	Event  EventPage
	Reply  event.Reply
	Trap   string
	Wrong  fault.Fields
}

var eventGuestOrder = []string{"site_web", event.FieldSays, event.FieldWith, minutes.FieldTopic, event.FieldName, event.FieldEmail}

// EventAnswerPage is the link of a guest's letter.
type EventAnswerPage struct {
	Chrome Chrome
	Event  EventPage
	Path   string // local, of the link
}

// ComersPage is who answers, for the organisers.
type ComersPage struct {
	Chrome Chrome
	Card   EventCard
	Room   EventRoom
	Group  event.Group
	List   []Comer
	Nudge  bool   // those who may come can be asked
	Nudged string // when they were; empty: never
	Next   string // local path
	Came   int    // people, for GroupCame

	Approval bool // hosts have a say in who comes
	Judges   bool // and can still answer
	Judged   JudgedComer
	About    string // of whom Word was refused
	Word     string // as typed
	Wrong    fault.Fields
}

// Comer is one line of it.
type Comer struct {
	ID     string
	Agreed bool   // a host said yes
	Word   string // what the host said with the verdict
	By     Byline
	Name   string // of who has no page
	With   int
	Listed bool
	At     string
	Said   []SaidLine
}

// called is how a comer is named.
func (c *Comer) called() string {
	if c.By.Page != "" {
		return c.By.Name
	}
	return c.Name
}

// comersGroup is one list of who answers.
type comersGroup struct {
	Group event.Group
	Name  string
}

// comersGroups are the groups and their names.
var comersGroups = []comersGroup{{event.GroupPlaced, "Partants"}, {event.GroupAsked, "Demandes"}, {event.GroupWaiting, "En attente"}, {event.GroupMaybe, "Peut-être"}, {event.GroupNo, "Pas cette fois"}, {event.GroupDeclined, "Déclinées"}, {GroupCame, "Venus"}}

// GroupCame is the list of who came, beside those of what was answered.
const GroupCame event.Group = "venus"

// ParamGroup is the parameter of the group.
const ParamGroup = "liste"

// question heads the box of the answer.
func (p EventPage) question() string {
	switch {
	case p.Card.Cancelled:
		return "Annulé"
	case p.Card.Over:
		return "Les réponses" // above stands that it is over
	case p.Mine != nil:
		return p.Mine.heading()
	}
	return "Partant" + thin + "?"
}

// closed says why nobody answers.
func (p EventPage) closed() string {
	switch {
	case p.Card.Draft:
		return "On répondra quand il sera annoncé."
	case p.Card.Cancelled, p.Card.Over:
		return "On ne répond plus."
	case p.Room.Begun:
		return "C'est commencé : on ne répond plus."
	}
	return "Le délai pour répondre est passé."
}

// canReturn reports whether a place can still be given back.
func (p EventPage) canReturn() bool {
	return p.Mine != nil && !p.Room.Begun && !p.Card.Cancelled && (p.Mine.Seat == event.Placed || p.Mine.Seat == event.Waiting || p.asking())
}

// returns is the button that gives back what somebody has.
func (p EventPage) returns() string {
	if p.asking() {
		return "Retirer ma demande"
	}
	return "Rendre ma place"
}

// forWhom says whom an event is for, when it is not for everybody.
func forWhom(a event.Audience) string {
	switch a {
	case event.Members:
		return "Pour les membres"
	case event.Invited:
		return "Sur invitation"
	}
	return ""
}
