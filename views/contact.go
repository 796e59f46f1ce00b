package views

import (
	"strings"

	"partant/internal/contact"
	"partant/internal/fault"
	"partant/internal/profile"
)

// ContactsPage is /contacts.
type ContactsPage struct {
	Chrome   Chrome
	Received []ContactCard // who offers to exchange
	Sent     []ContactCard // to whom the member offers
	List     []ContactCard
	First    bool // it is the first page of the list
	Next     string
}

// ContactCard is somebody with whom a member exchanges, or may.
type ContactCard struct {
	ID    string
	By    Byline // their own page, when they gave it
	Gives contact.Card
	Gave  contact.Card
	Note  string // the member's own
	At    string // the day
	Met   Link   // the event at which both had a place
}

// Name is what they are called; nobody any more, once they took back what they gave.
func (c ContactCard) Name() string {
	switch {
	case c.Gives.Name != "":
		return c.Gives.Name
	case c.By.Name != "":
		return c.By.Name
	}
	return "Quelqu'un qui a repris ses coordonnées"
}

// Nameless reports whether nothing is left that says who they are.
func (c ContactCard) Nameless() bool { return c.Gives.Name == "" && c.By.Name == "" }

func (c ContactCard) phone() string { return profile.FormatPhone(c.Gives.Phone) }

// offered says what the member offers to give.
func (c ContactCard) offered() string {
	said := []string{"votre nom"}
	if c.Gave.Page != "" {
		said = append(said, "votre page")
	}
	if c.Gave.Email != "" {
		said = append(said, "votre e-mail, "+c.Gave.Email)
	}
	if c.Gave.Phone != "" {
		said = append(said, "votre téléphone, "+profile.FormatPhone(c.Gave.Phone))
	}
	return "Vous proposez" + joint + ": " + strings.Join(said, joint+"; ") + "."
}

// MyCodePage is /contacts/code.
type MyCodePage struct {
	Chrome Chrome
	Name   string
	URL    string
	Path   string // of the QR code: see package qr
	Size   string // its viewBox
}

// ContactCodePage is what a code leads to.
type ContactCodePage struct {
	Chrome Chrome
	Code   string
	Name   string
	By     Byline // their own page, if they have one
	Known  bool   // they have exchanged
	Waits  bool   // the reader has offered, and waits
	ID     string // of the exchange that there is
	Gift   GiftForm
	Wrong  fault.Fields
}

// GiftForm is what somebody may give.
type GiftForm struct {
	Name, Email string
	Page        Byline // their own; the zero Byline: they have none
	Gift        contact.Gift
}

// ContactPage is /contacts/{id}.
type ContactPage struct {
	Chrome Chrome
	Card   ContactCard
	Asks   bool // it waits for the reader to say yes or no
	Waits  bool // it waits for the other
	Note   string
	Gift   GiftForm
	Wrong  fault.Fields
}

// What is done with a contact: values of FieldDo, with DoAccept and DoDecline.
const (
	DoGive     = "donner"
	DoNote     = "noter"
	DoTakeBack = "retirer"
)

var contactOrder = []string{contact.FieldPage, contact.FieldEmail, contact.FieldPhone, contact.FieldNote}
