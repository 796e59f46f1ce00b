package event

import (
	"fmt"
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
)

// Says is what somebody answers.
type Says string

// The answers.
const (
	Partant Says = "partant"
	Maybe   Says = "peut-etre"
	No      Says = "pas-cette-fois"
)

// All lists them as forms propose them.
var All = [...]Says{Partant, Maybe, No}

// Seat is what somebody has by their answer.
type Seat string

// The seats. Nobody has one who may come, or comes not.
const (
	None        Seat = ""
	Placed      Seat = "place"
	Waiting     Seat = "attente"
	Unconfirmed Seat = "a-confirmer" // a guest who has not yet shown that the address is theirs: it counts for nothing
	Asked       Seat = "demande"     // who waits for the yes of a host, and takes no place meanwhile
	Declined    Seat = "decline"     // whom a host told no
)

// Answer is what one person says to one event.
type Answer struct {
	ID    string `json:"id"` // made of the event and of who answers: one each, see IDOf
	Rev   int64  `json:"rev"`
	Event string `json:"event"`
	Who   string `json:"who"` // see Member and Guest

	Says   Says  `json:"says"`
	With   int   `json:"with,omitempty"` // companions
	Seat   Seat  `json:"seat,omitempty"`
	Number int64 `json:"number,omitempty"` // of arrival, among all that were ever partant: the order of commit

	Account string `json:"account,omitempty"` // empty: a guest
	Page    string `json:"page,omitempty"`    // of the person, with an account
	Name    string `json:"name,omitempty"`    // of a guest
	Email   string `json:"email,omitempty"`   // of a guest; never shown
	Said    []Said `json:"said,omitempty"`    // to the questions of the event
	Listed  bool   `json:"listed,omitempty"`  // everybody may see that they come
	Remind  Remind `json:"remind,omitempty"`
	Nudged  bool   `json:"nudged,omitempty"` // they were asked whether they come
	Agreed
	At   time.Time `json:"at"`
	Owes debt.Owes `json:"owes,omitempty"`
}

// The kinds of debts of an Answer. All but OwesEnd are letters, of which the last alone is owed.
const (
	OwesConfirm   = "confirmer" // to a guest: is the address yours?
	OwesAgain     = "deja"      // to a guest who asked again: what you said, and the link to change it
	OwesPlaced    = "partant"
	OwesWaiting   = "attente"
	OwesPromoted  = "place-libre"
	OwesOut       = "desiste"
	OwesChanged   = "change"
	OwesCancelled = "annule"
	OwesAsked     = "demande" // hosts are asked whether they may come
	OwesDeclined  = "decline" // they may not
	OwesReopened  = "reprise" // the yes that they had was taken back
	OwesEnd       = "fin"     // what no guest confirmed goes
)

// Letters are the kinds that are letters.
var Letters = []string{OwesConfirm, OwesAgain, OwesPlaced, OwesWaiting, OwesPromoted, OwesOut, OwesChanged, OwesCancelled, OwesAsked, OwesDeclined, OwesReopened}

// UnconfirmedKept is how long it is kept what a guest has not confirmed.
const UnconfirmedKept = 48 * time.Hour

// MostParties is how many may answer one event, MostUnconfirmed how many of them may have yet to confirm.
const (
	MostParties     = 5000
	MostUnconfirmed = 500
)

// What somebody hears whose answer is not taken. All are fault.Forbidden, but ErrMany.
var (
	ErrClosed = fmt.Errorf("answers are taken no more: %w", fault.Forbidden)
	ErrNoRoom = fmt.Errorf("there is no room for more companions: %w", fault.Forbidden)
	ErrMany   = fmt.Errorf("too many answer: %w", fault.TooMany)
)

// Member and Guest name who answers: an account, or the print of an address.
func Member(account string) string { return "compte:" + account }
func Guest(print string) string    { return "adresse:" + print }

// IDOf is the ID of the answer that somebody gives to an event.
func IDOf(event, who string) string { return id.Named("partant", event+"\x00"+who) }

// Party is how many places a needs.
func (a *Answer) Party() int { return 1 + a.With }

// Counts reports whether a is told what becomes of the event.
func (a *Answer) Counts() bool {
	return a.Seat != Unconfirmed && a.Seat != Declined && a.Says != No
}

// Group is the list that a stands in.
func (a *Answer) Group() Group {
	if a.Seat != None {
		return Group(a.Seat)
	}
	return Group(a.Says)
}

// Group is one list of answers.
type Group string

// The groups, as organisers see them.
const (
	GroupPlaced  = Group(Placed)
	GroupWaiting = Group(Waiting)
	GroupMaybe   = Group(Maybe)
	GroupNo      = Group(No)

	GroupAsked    = Group(Asked)
	GroupDeclined = Group(Declined)
)

// Counted are the groups of those whose answer Counts.
var Counted = [...]Group{GroupPlaced, GroupWaiting, GroupAsked, GroupMaybe}

// Concerns are those whom a concerns.
func (a *Answer) Concerns() []string {
	all := []string{a.Who}
	if a.Account != "" && a.Who != Member(a.Account) {
		all = append(all, Member(a.Account))
	}
	return all
}

// owe owes a letter, and none of those it makes old.
func (a *Answer) owe(kind string, now time.Time) {
	if kind == OwesChanged && slices.ContainsFunc([]string{OwesPlaced, OwesWaiting, OwesPromoted, OwesAsked}, a.Owes.Has) {
		return // that letter has not left yet: it will tell how things are
	}
	a.quiet()
	a.Owes = append(a.Owes, debt.Debt{ID: id.New(), Kind: kind, Due: now})
}

// quiet drops the letters that have not left.
func (a *Answer) quiet() {
	for _, kind := range Letters {
		a.Owes.Drop(kind)
	}
}

// Terms are what a roster knows of its event.
type Terms struct {
	Event     string    `json:"event"`
	Version   int64     `json:"version"` // of the event that they were read from
	Places    int       `json:"places"`  // 0: no bound
	With      int       `json:"with"`
	Until     time.Time `json:"until"`
	Start     time.Time `json:"start"`
	Sequence  int       `json:"sequence"`
	Closed    bool      `json:"closed"`
	Cancelled bool      `json:"cancelled"`
	Approval  bool      `json:"approval,omitempty"` // who is partant waits for the yes of a host
}

// Tally is how many answer an event. Taken and Queued count companions, the others do not.
type Tally struct {
	Taken       int   `json:"taken"`  // places
	Queued      int   `json:"queued"` // places that are waited for
	Placed      int   `json:"placed"`
	Waiting     int   `json:"waiting"`
	Maybe       int   `json:"maybe"`
	No          int   `json:"no"`
	Unconfirmed int   `json:"unconfirmed"`
	Asked       int   `json:"asked,omitempty"`    // who wait for a yes; they take no place
	Declined    int   `json:"declined,omitempty"` // who had a no
	Last        int64 `json:"last"`               // the number of the last arrival
}

// Roster is the head of the list of who answers: what the next answer depends on, and nothing else. A store keeps it and the answers,
// changes them in one atomic step and asks here what becomes of them: the rule is the same on all.
type Roster struct {
	Terms
	Tally
}

// Left is how many places are left; bounded is false when there is no bound.
func (r *Roster) Left() (left int, bounded bool) {
	return max(0, r.Places-r.Taken), r.Places > 0
}

// fits reports whether a party of so many finds room.
func (r *Roster) fits(party int) bool { return r.Places == 0 || r.Taken+party <= r.Places }

// count adds an answer to the tally, or with -1 takes it out.
func (r *Roster) count(a *Answer, n int) {
	switch a.Group() {
	case GroupPlaced:
		r.Placed, r.Taken = r.Placed+n, r.Taken+n*a.Party()
	case GroupWaiting:
		r.Waiting, r.Queued = r.Waiting+n, r.Queued+n*a.Party()
	case GroupMaybe:
		r.Maybe += n
	case GroupNo:
		r.No += n
	case Group(Unconfirmed):
		r.Unconfirmed += n
	case GroupAsked:
		r.Asked += n
	case GroupDeclined:
		r.Declined += n
	}
}

// Arrange has r know newer terms; older ones are left. It returns the letter that all are owed whose answer Counts, empty for none.
func (r *Roster) Arrange(t Terms) (letter string) {
	if t.Version <= r.Version {
		return ""
	}
	was := r.Terms
	r.Terms = t
	switch {
	case was.Version == 0:
		return ""
	case t.Cancelled && !was.Cancelled:
		return OwesCancelled
	case t.Sequence > was.Sequence && !t.Cancelled:
		return OwesChanged
	}
	return ""
}

// Tell owes an answer the letter that Arrange returned; who is reminded is reminded of how things are now.
func (r *Roster) Tell(a *Answer, letter string, now time.Time) {
	a.owe(letter, now)
	r.remind(a, now)
}

// Say decides what becomes of an answer: was is what its author said before, nil when they said nothing. Changed is false when
// nothing is to be written. It counts the answer; who is promoted by it comes after, see Promotes. Errors: ErrClosed, ErrNoRoom,
// ErrAgreed, ErrMany.
func (r *Roster) Say(was *Answer, want Answer) (is Answer, changed bool, err error) {
	if err := r.takes(was, &want); err != nil {
		return want, false, err
	}
	if want.Seat == Unconfirmed {
		return r.ask(was, want)
	}
	is, seat := want, None
	if was != nil {
		is.Rev, is.Number, is.Owes, is.Agreed = was.Rev, was.Number, was.Owes, was.Agreed
		if seat = was.Seat; want.People > is.People { // who answers is a host
			is.Agreed = want.Agreed
		}
		if was.same(&want) && !r.moves(was, &is) {
			return *was, false, nil
		}
	}
	if is.Owes.Drop(OwesEnd); is.Says == Partant {
		err = r.seat(was, &is)
	} else if is.quiet(); seat == Placed {
		is.owe(OwesOut, is.At)
	}
	if err != nil {
		return *was, false, err
	}
	r.remind(&is, is.At)
	r.recount(was, &is)
	return is, true, nil
}

// same reports whether somebody says again what they said.
func (a *Answer) same(want *Answer) bool {
	return a.Seat != Unconfirmed && a.Says == want.Says && a.With == want.With && a.Listed == want.Listed && a.Remind == want.Remind && a.Page == want.Page && a.Account == want.Account && a.Name == want.Name && slices.Equal(a.Said, want.Said)
}

// takes returns why r takes no such answer now.
func (r *Roster) takes(was *Answer, want *Answer) error {
	until := r.Until
	if want.Says == No {
		until = r.Start // a place can be given back to the last
	}
	switch {
	case r.Closed || r.Cancelled || !want.At.Before(until):
		return ErrClosed
	case was == nil && r.Placed+r.Waiting+r.Maybe+r.No+r.Asked+r.Declined >= MostParties:
		return ErrMany
	case want.Seat == Unconfirmed && was == nil && r.Unconfirmed >= MostUnconfirmed:
		return ErrMany
	}
	return nil
}

// ask keeps what a guest would say. Whose answer counts already is written to, and nothing changes: whoever asks learns nothing.
func (r *Roster) ask(was *Answer, want Answer) (is Answer, changed bool, err error) {
	if was != nil && was.Seat != Unconfirmed {
		is = *was
		is.owe(OwesAgain, want.At)
		if want.Email != "" && is.Email == "" {
			is.Email = want.Email
		}
		return is, true, nil
	}
	is = want
	if was != nil {
		is.Rev = was.Rev
	}
	is.owe(OwesConfirm, want.At)
	is.Owes = append(is.Owes, debt.Debt{ID: id.New(), Kind: OwesEnd, Due: want.At.Add(UnconfirmedKept)})
	r.recount(was, &is)
	return is, true, nil
}

func (r *Roster) recount(was *Answer, is *Answer) {
	if was != nil {
		r.count(was, -1)
	}
	r.count(is, 1)
}

// seat gives a, who is partant, what they have by it. Who has a place keeps it, whatever they ask for; who waits keeps their rank,
// unless they ask for more places: that is a new arrival, or they would keep others waiting for more than they first asked. Who wants
// to bring more than a host agreed to keeps what they have too.
func (r *Roster) seat(was *Answer, a *Answer) error {
	seat, more := None, 0
	if was != nil {
		seat, more = was.Seat, a.With-was.With
	}
	switch {
	case (seat == Placed || seat == Waiting) && more <= 0:
		a.Seat = seat
		return nil
	case (seat == Placed || seat == Waiting) && !r.isAgreed(a):
		return ErrAgreed
	case seat == Placed && (r.Waiting > 0 || !r.fits(more)):
		return ErrNoRoom
	case seat == Placed:
		a.Seat = Placed
		return nil
	case !r.isAgreed(a):
		r.asks(seat, a)
		return nil
	}
	ahead := r.Waiting
	if seat == Waiting {
		ahead-- // themselves
	}
	r.arrive(a, ahead, a.At)
	return nil
}

// Promotes reports whether the first who waits gets a place now, and gives it to them. A party that does not fit is not jumped over.
func (r *Roster) Promotes(first *Answer, now time.Time) bool {
	if r.Closed || r.Cancelled || !now.Before(r.Start) || !r.fits(first.Party()) {
		return false
	}
	r.count(first, -1)
	first.Seat = Placed
	first.owe(OwesPromoted, now)
	r.remind(first, now)
	r.count(first, 1)
	return true
}

// Free reports whether anybody who waits may be promoted at all: it spares looking for them.
func (r *Roster) Free() bool { return r.Waiting > 0 && r.fits(1) }

// Forgets takes an answer out of the tally.
func (r *Roster) Forgets(a *Answer) { r.count(a, -1) }
