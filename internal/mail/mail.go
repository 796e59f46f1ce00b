// Package mail says what a letter is and who carries it. What is owed to whom, and when, is not its business: see mailroom.
package mail

import (
	"context"
	"strings"

	"partant/internal/lang"
)

// Address is a mailbox and the name beside it. Neither has line breaks.
type Address struct{ Name, Email string }

// Letter is what somebody is to read, before it is dressed as text and as HTML. All texts are plain, and in one language.
type Letter struct {
	ID      string  // the same each time the letter is tried: its Message-ID is made of it
	To      Address // one letter goes to one person
	ReplyTo Address // zero: nobody reads answers
	Subject string  // one line

	Language lang.Tag // what the texts are written in, and what the letter itself adds to them

	Opening string   // « Bonjour Claude, »
	Before  []string // paragraphs
	Code    string   // digits to type, shown large; most often empty
	Action  Action   // the one thing to do; zero for none
	Quote   string   // what somebody wrote, its line breaks kept
	Parts   []Part   // lists of what else there is to read
	After   []string // paragraphs
	More    []Action // what else one may do, small

	Attached Attachment // zero: none
	Shown    Picture    // zero: none

	// Unsubscribe is the URL where one click ends letters of this kind (RFC 8058); empty for those about the account
	// itself, which nobody can do without.
	Unsubscribe string

	// Thread is the ID of the conversation that the letter tells of, as if it had been a letter: mail programs show together
	// what names the same one, and an answer by mail would name it too. Empty: none.
	Thread string
	// List names the kind of letters that Unsubscribe ends, in lower-case letters: « nouvelles ». Empty: none.
	List string
}

// Attachment is a text beside a letter, for programs.
type Attachment struct {
	Name string // of the file
	Type string // media type, with its parameters
	Text string
}

// Picture comes with a letter, and its HTML shows it: nothing is fetched for it.
type Picture struct {
	Name string // of the file; the HTML names the picture by it
	Type string // media type
	Data []byte
	Alt  string // what it shows, for those who do not see it
}

// Part is one list of a letter, under a title.
type Part struct {
	Title string
	Items []Item
}

// Item is one thing of a list: what it is, where it is read, and a word about it.
type Item struct{ Text, URL, Note string }

// Action is a link that a letter is about.
type Action struct{ Label, URL string }

// Message is a letter ready for the post.
type Message struct {
	Letter
	Text, HTML string
}

// Dresser draws letters.
type Dresser interface {
	// Dress returns the HTML of a letter: a whole document that fetches nothing.
	Dress(ctx context.Context, l Letter) (string, error)
}

// Carrier is the post.
type Carrier interface {
	// Carry hands m over and returns nil once the other side has taken charge of it. Refused when it never will; any
	// other error means that nobody has it, or that nobody knows, and that it is to be tried again.
	Carry(ctx context.Context, m Message) error
}

// Refused is the answer of a server that will not take a letter, now or later: the mailbox does not exist.
type Refused struct{ Reason string }

// Error gives the reason as the server put it.
func (r Refused) Error() string { return "refused: " + r.Reason }

// label returns the words before an address of a text: « Voir la page : », "See the page:".
func (l Letter) label(words string) string {
	if l.Language == lang.English {
		return words + ":"
	}
	return words + " :"
}

// Farewell labels the link Unsubscribe.
func (l Letter) Farewell() string {
	if l.Language == lang.English {
		return "Stop receiving these letters"
	}
	return "Ne plus recevoir ces lettres"
}

// Text returns the letter as plain text, in paragraphs with an empty line between.
func (l Letter) Text() string {
	parts := []string{l.Opening}
	parts = append(parts, l.Before...)
	if l.Quote != "" {
		parts = append(parts, "> "+strings.ReplaceAll(l.Quote, "\n", "\n> "))
	}
	if l.Code != "" {
		parts = append(parts, "    "+l.Code)
	}
	if l.Action.URL != "" {
		parts = append(parts, l.label(l.Action.Label)+"\n"+l.Action.URL)
	}
	for _, p := range l.Parts {
		parts = append(parts, p.text())
	}
	parts = append(parts, l.After...)
	for _, a := range l.More {
		parts = append(parts, l.label(a.Label)+"\n"+a.URL)
	}
	if l.Unsubscribe != "" {
		parts = append(parts, l.label(l.Farewell())+"\n"+l.Unsubscribe)
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// text is a list as plain text.
func (p Part) text() string {
	var b strings.Builder
	b.WriteString(strings.ToUpper(p.Title))
	for _, i := range p.Items {
		b.WriteString("\n\n- " + i.Text)
		if i.Note != "" {
			b.WriteString(" (" + i.Note + ")")
		}
		b.WriteString("\n  " + i.URL)
	}
	return b.String()
}
