package event

import (
	"context"
	"fmt"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Agreed is what hosts said to who asked to come to an event that one comes to with their yes. It outlives what its author answers: who
// gives a place back and comes again need not ask again, and who was turned down does not ask again.
type Agreed struct {
	People  int    `json:"agreed,omitempty"`  // for how many a host said yes, who asked included; 0: none did
	Refused bool   `json:"refused,omitempty"` // a host said no
	Word    string `json:"word,omitempty"`    // what the host said with it
}

// Verdict is what a host says to who asks to come.
type Verdict string

// The verdicts.
const (
	Agree  Verdict = "accepter"
	Refuse Verdict = "refuser"
	Reopen Verdict = "reprendre" // the yes or the no is taken back: they wait for it again
)

// Judgement is a verdict on one answer.
type Judgement struct {
	Verdict Verdict
	Word    string
	At      time.Time
}

// FieldWord is the form field of the word that goes with a verdict, FieldApproval that of an event which asks for the yes of its hosts;
// both are keys of fault.Fields.
const (
	FieldWord     = "mot"
	FieldApproval = "sur_accord"
)

// MaxWord is the longest word that goes with a verdict, in characters.
const MaxWord = 600

// OwesAsking is the debt of an Answer of telling hosts that somebody asks to come: once for each who asks, however often they do. See
// package notify.
const OwesAsking = "sur-accord"

var (
	// ErrAgreed is the fault.Forbidden of who wants to bring more people than a host agreed to: what they have stays theirs.
	ErrAgreed = fmt.Errorf("a host agreed to fewer people: %w", fault.Forbidden)
	// ErrJudged is the fault.Conflict of a verdict on who does not wait for one: another host was quicker, or they ask no more.
	ErrJudged = fmt.Errorf("they do not wait for a verdict: %w", fault.Conflict)
)

// isAgreed reports whether somebody may take as many places as they want, as far as hosts have a say.
func (r *Roster) isAgreed(a *Answer) bool { return !r.Approval || a.Party() <= a.People }

// moves reports whether what was said before has become something else by itself when it is said again.
func (r *Roster) moves(was, want *Answer) bool {
	return (was.Seat == Asked || was.Seat == Declined) && (!r.Approval || want.Party() <= want.People)
}

// asks has a wait for the yes of a host, unless one said no. Who asks already keeps their rank.
func (r *Roster) asks(seat Seat, a *Answer) {
	if a.Seat = Declined; a.Refused {
		a.quiet()
		return
	}
	if a.Seat = Asked; seat == Asked {
		return
	}
	r.Last++
	a.Number = r.Last
	a.owe(OwesAsked, a.At)
	a.Owes.Owe(id.Named("sur-accord", a.ID), OwesAsking, a.At)
}

// arrive gives a, who needs no yes any more, a place, or the last rank of those who wait. Ahead is how many wait.
func (r *Roster) arrive(a *Answer, ahead int, now time.Time) {
	r.Last++
	a.Number, a.Word = r.Last, ""
	if ahead == 0 && r.fits(a.Party()) {
		a.Seat = Placed
		a.owe(OwesPlaced, now)
		return
	}
	a.Seat = Waiting
	a.owe(OwesWaiting, now)
}

// Judge decides what becomes of an answer by the verdict of a host. Changed is false when nothing is to be written: the verdict was
// given before. It counts the answer; who is promoted by it comes after, see Promotes. Errors: ErrClosed, ErrJudged.
func (r *Roster) Judge(was Answer, j Judgement) (is Answer, changed bool, err error) {
	is = was
	agreed := was.People > 0 && (was.Seat == Placed || was.Seat == Waiting)
	switch {
	case r.Closed || r.Cancelled || !j.At.Before(r.Start):
		return was, false, ErrClosed
	case j.Verdict == Agree && agreed, j.Verdict == Refuse && was.Seat == Declined, j.Verdict == Reopen && was.Seat == Asked:
		return was, false, nil
	case !r.Approval:
		return was, false, ErrJudged
	case j.Verdict == Reopen && (agreed || was.Seat == Declined):
		is.Agreed = Agreed{}
		is.Seat = Asked
		is.reopened(was.Seat, j.At)
	case was.Seat != Asked:
		return was, false, ErrJudged
	case j.Verdict == Agree:
		is.Agreed = Agreed{People: is.Party()}
		r.arrive(&is, r.Waiting, j.At)
		is.Word = j.Word
	default:
		is.Agreed, is.Seat = Agreed{Refused: true, Word: j.Word}, Declined
		is.owe(OwesDeclined, j.At)
	}
	r.remind(&is, j.At)
	r.recount(&was, &is)
	return is, true, nil
}

// reopened owes the letter to who had a yes and waits for it again, unless the letter of the yes has not left: then nobody was told.
func (a *Answer) reopened(seat Seat, now time.Time) {
	untold := false
	for _, d := range a.Owes {
		untold = untold || (d.Kind == OwesPlaced || d.Kind == OwesWaiting) && !d.Due.After(now) // one that is on its way is put off
	}
	if a.quiet(); !untold && seat != Declined {
		a.owe(OwesReopened, now)
		a.Owes[len(a.Owes)-1].From = string(seat) // calendars have what had a place
	}
}

// Opens reports whether anybody waits for a yes that nobody is asked for any more: see Admits.
func (r *Roster) Opens(now time.Time) bool {
	return !r.Approval && r.Asked > 0 && !r.Closed && !r.Cancelled && now.Before(r.Start)
}

// Admits takes in the first who waits for a yes, now that none is needed: there is a place for them, or they wait behind those who wait
// for one.
func (r *Roster) Admits(first *Answer, now time.Time) {
	r.count(first, -1)
	r.arrive(first, r.Waiting, now)
	r.remind(first, now)
	r.count(first, 1)
}

// Comes reports whether a counts among those who come: who has a place or waits for one, and who may come as far as hosts have no say.
func (e *Event) Comes(a *Answer) bool {
	return a.Seat == Placed || a.Seat == Waiting || a.Says == Maybe && a.Seat == None && (!e.Approval || a.People > 0)
}

// Judge tells somebody who asks to come what a host says. Said twice it is said once. Errors: as Held; fault.Fields; fault.NotFound of an
// answer that is none to this event; ErrClosed once it has begun; ErrJudged.
func (s *Service) Judge(ctx context.Context, v viewer.Viewer, slug, answer string, verdict Verdict, word string) (_ Answer, err error) {
	defer fault.Wrap(&err, "event.Judge(%.80q)", slug)
	e, err := s.Held(ctx, v, slug)
	if err == nil && verdict != Agree && verdict != Refuse && verdict != Reopen {
		err = fault.Invalid
	}
	if err != nil {
		return Answer{}, err
	}
	wrong := fault.Fields{}
	word = text.Lines(word)
	if long(wrong, FieldWord, word, MaxWord); len(wrong) > 0 {
		return Answer{}, wrong
	}
	a, err := s.store.Judge(ctx, e.Terms(), answer, Judgement{verdict, word, s.now()})
	if err == nil {
		s.wake()
	}
	return a, err
}

// AnswerAt returns one answer to an event, to those who run it. Errors: as Held; fault.NotFound.
func (s *Service) AnswerAt(ctx context.Context, v viewer.Viewer, slug, answer string) (Answer, error) {
	e, err := s.Held(ctx, v, slug)
	if err != nil {
		return Answer{}, err
	}
	a, err := s.store.AnswerOf(ctx, e.ID, answer)
	if err == nil && a.Event != e.ID {
		err = fault.NotFound
	}
	return a, err
}

// AsksStill reports whether hosts are still to be told that a asks to come.
func (e *Event) AsksStill(a *Answer, now time.Time) bool {
	return a.Seat == Asked && e.Unseen() == nil && !e.IsCancelled() && now.Before(e.Start.At)
}
