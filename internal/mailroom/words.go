package mailroom

import (
	"time"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/digest"
	"partant/internal/lang"
	"partant/internal/mail"
	"partant/internal/message"
)

// said is what a language has to say in one letter. Addresses of links, and what people wrote, are the box's business.
type said struct {
	Subject string
	Before  []string // paragraphs
	Do      string   // label of the one thing to do
	After   []string
	More    []string // labels of what else one may do
}

// language tells what happened. Boxes say what and to whom; all sentences are in french and in english.
type language interface {
	tag() lang.Tag
	// greeting opens a letter; the name may be empty.
	greeting(name string) string
	// moment writes an instant of the territory.
	moment(s Site, at time.Time) string
	// meeting tells what becomes of an event that somebody answered.
	meeting(m meeting, s Site) said
	pass() string

	ticket(e errand, s Site) said
	notice(line account.Line, s Site) said
	claim(l claim.Letter, s Site) said
	page(d done, s Site) said
	// question asks a visitor whether they wrote.
	question(m message.Message, s Site) said
	// delivery brings what somebody wrote, and the address that they show; empty: none.
	delivery(m message.Message, address string, s Site) said
	// verdict tells somebody whom a case concerns what was received or decided.
	verdict(v verdict, s Site) said
	// bell tells a moderator how much waits.
	bell(n int, more bool, s Site) said

	// word tells at once what concerns somebody; digest tells all that is new.
	word(t []digest.Told, s Site) said
	digest(n digest.News, s Site) said
	newsTitle(p newsPart) string
	told(t digest.Told) string
	talk(t digest.Talk) string
	// coming says of an event when it is, and what its reader answered.
	coming(c *digest.Coming, s Site) string
	chooseRhythm() string
}

// in returns the language of a tag.
func in(t lang.Tag) language {
	if t == lang.English {
		return english{}
	}
	return french{}
}

// errand is what the code of a ticket is for.
type errand int

const (
	toEnter     errand = iota
	toOpen             // an account
	toOpenAgain        // the address has an account already: it is entered
	toMove             // to the address of the letter
	toLeave            // the address of the letter
)

func errandOf(t account.Ticket) errand {
	switch {
	case t.Purpose == account.ToMove:
		return toMove
	case t.Purpose == account.ToLeave:
		return toLeave
	case t.Account == "":
		return toOpen
	case t.Entry != nil:
		return toOpenAgain
	}
	return toEnter
}

// letter is the letter, numbered id, in which s is said to somebody.
func (s said) letter(id string, to mail.Address, l language) mail.Letter {
	return mail.Letter{ID: id, To: to, Language: l.tag(), Opening: l.greeting(to.Name), Subject: s.Subject, Before: s.Before,
		Action: mail.Action{Label: s.Do}, After: s.After}
}
