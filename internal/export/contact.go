package export

import (
	"context"
	"iter"
	"time"

	"partant/internal/account"
	"partant/internal/contact"
)

// Contact is what an archive tells of somebody whom a member exchanged with, or offers to.
type Contact struct {
	State contact.State `json:"state"`
	At    time.Time     `json:"at"`
	Mine  bool          `json:"mine"` // it was the member who offered
	Gave  contact.Card  `json:"gave,omitzero"`
	Got   contact.Card  `json:"got,omitzero"`
	Note  string        `json:"note,omitempty"`
	Event string        `json:"event,omitempty"` // id of one at which both had a place then
}

// Contacts is the section « contacts »: with whom a member exchanged how they are reached, what each gave, and what they noted.
func Contacts(of func(ctx context.Context, account string) iter.Seq2[contact.Exchange, error]) Section {
	return Section{Name: "contacts", About: "Vos contacts : ce que vous leur avez donné, ce qu'ils vous ont donné, et ce que vous en avez noté.",
		Columns: []string{"date", "état", "nom", "e-mail", "téléphone", "page", "note", "e-mail donné", "téléphone donné"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(of(ctx, a.ID), func(e contact.Exchange) Row {
				mine, theirs := e.Sides(a.ID)
				doc := Contact{State: e.State, At: e.At(), Gave: mine.Gives, Got: theirs.Gives, Note: mine.Note, Event: e.Event, Mine: mine == &e.From}
				return Row{Doc: doc, Cells: []string{stamp(doc.At), string(doc.State), doc.Got.Name, doc.Got.Email, doc.Got.Phone, doc.Got.Page, doc.Note, doc.Gave.Email, doc.Gave.Phone}}
			})
		}}
}
