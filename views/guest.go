package views

import (
	"partant/internal/comment"
	"partant/internal/fault"
)

// GuestPage is the form of an answer without account.
type GuestPage struct {
	Chrome  Chrome
	Subject Link // what is answered
	Kind    comment.Kind
	Answer  *Answer // the answer that is answered; nil: the thing itself
	Action  string  // local path that it is sent to
	Enter   string  // local path that a member answers at
	Draft   comment.GuestDraft
	Aspects bool   // it must say what it says of a project
	Trap    string // key of the form: see package trap
	Preview string // sanitised HTML; empty: none was asked for
	Wrong   fault.Fields
}

var guestOrder = []string{"site_web", comment.FieldName, comment.FieldEmail, comment.FieldAspect, comment.FieldBody}

// GuestWord is an answer without account, as its guest and moderators see it.
type GuestWord struct {
	Chrome  Chrome
	Path    string // local path of the link; empty for moderators
	ID      string
	Name    string
	HTML    string
	State   comment.State
	Subject Link
	At      string // ready: Moment(…)
}

// GuestQueue is what waits of them for moderators.
type GuestQueue struct {
	Guests      []GuestWord
	MoreGuests  bool
	GuestWrong  fault.Fields // of the decision on GuestOf
	GuestOf     string
	GuestReason string // as typed
}

func (q GuestQueue) wrongOf(id string) string {
	if id != q.GuestOf {
		return ""
	}
	return q.GuestWrong[comment.FieldReason]
}

func (q GuestQueue) reasonOf(id string) string {
	if id != q.GuestOf {
		return ""
	}
	return q.GuestReason
}
