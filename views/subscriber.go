package views

import (
	"partant/internal/fault"
	"partant/internal/subscriber"
)

// ByLetterPage is …/suivre/courriel.
type ByLetterPage struct {
	Chrome Chrome
	Name   string // of what is followed
	Back   string // local, its page
	Action string // local
	Draft  subscriber.Draft
	Trap   string
	Wrong  fault.Fields
}

// byLetterOrder is the order of the fields.
var byLetterOrder = []string{subscriber.FieldEmail}

// SubscriptionPage is the page that the link of a letter leads to.
type SubscriptionPage struct {
	Chrome    Chrome
	Path      string // local
	Stop      string // local: where all ends
	Email     string
	Waits     bool // something is to be confirmed
	Rhythm    subscriber.Rhythm
	List      []Followed
	Confirmed []bool // of each of List
}
