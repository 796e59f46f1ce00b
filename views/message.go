package views

import (
	"partant/internal/fault"
	"partant/internal/message"
	"partant/internal/moderation"
	"partant/internal/trap"
)

// FieldAgain of the form of /messages/…/bloquer: letters may arrive again. The other fields are named by packages
// message, moderation and trap.
const FieldAgain = "a_nouveau"

// WritePage is /fiches/{slug}/ecrire.
type WritePage struct {
	Chrome Chrome
	Slug   string
	Name   string // of the page that is written to
	Draft  message.Draft
	Trap   string // the key of the form
	Wrong  fault.Fields
}

// LetterWaitsPage is /messages/attente: a visitor's letter waits for its writer.
type LetterWaitsPage struct {
	Chrome Chrome
	Outbox bool // letters are only written to a folder
}

// NoLettersPage is what somebody reads who may not write to a page: its readers want letters of members alone, or none.
type NoLettersPage struct {
	Chrome     Chrome
	Slug, Name string
	Members    bool // they want those of members
}

// LetterPage is what the link of a letter leads to: the letter, and what one does with it.
type LetterPage struct {
	Chrome  Chrome
	Reading message.Reading
	Path    string // of the link
	At      string // when it was written
	Text    string // of the answer or the report, as typed
	Show    bool   // the answer shows its writer's address
	Wrong   fault.Fields
}

// letterOrder is the order of the fields of all these forms.
var letterOrder = []string{trap.FieldBait, message.FieldName, message.FieldEmail, message.FieldSubject, message.FieldText, moderation.FieldWhy}

// textarea is the question of a text of several lines.
func textarea(name, label, value, wrong, rows string) field {
	return field{Name: name, Label: label, Value: value, Wrong: wrong, Rows: rows}
}
