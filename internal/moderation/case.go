// Package moderation keeps what is said against things that people publish, and what is decided about them (Digital Services
// Act, articles 16, 17 and 20): all that concerns one thing is one Case. Whoever reports gets a receipt, then the decision; whoever
// wrote gets the reasons of every restriction, and both may contest it; a log that nothing changes remembers what was done.
package moderation

import (
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/id"
)

// Case is all that concerns one thing: what was reported, what was decided, what is contested.
type Case struct {
	ID  string `json:"id"`  // see CaseOf
	Rev int64  `json:"rev"` // grows by one at each write; set by the store

	Kind    Kind    `json:"kind"`
	Thing   string  `json:"thing"` // its id
	Title   string  `json:"title"`
	Text    string  `json:"text"`              // as it was when it came here last
	Authors []Party `json:"authors,omitempty"` // who answers for it
	Page    string  `json:"page,omitempty"`    // id of the one that spoke when a program looked at it last

	Reports   []Report   `json:"reports,omitempty"`
	Signs     []Sign     `json:"signs,omitempty"` // why a program wants somebody to look at it
	Appeals   []Appeal   `json:"appeals,omitempty"`
	Decisions []Decision `json:"decisions,omitempty"` // the last one last

	Created time.Time `json:"created"`
	Waits   time.Time `json:"waits,omitzero"`   // since when a decision is wanted; zero: none is
	Expires time.Time `json:"expires,omitzero"` // zero while it waits
	Told    []Told    `json:"told,omitempty"`   // letters that have not left yet
	Owes    debt.Owes `json:"owes,omitempty"`   // of the kinds below
}

// Kind is what a case is about.
type Kind string

// The kinds.
const (
	Letter     Kind = "lettre"
	Page       Kind = "fiche"
	Post       Kind = "publication"
	Discussion Kind = "discussion"
	Answer     Kind = "reponse"
	Account    Kind = "compte" // a suspension

	Event          Kind = "evenement"
	Recommendation Kind = "recommandation"
	Rejoinder      Kind = "droit-de-reponse" // what a page replies to one
	Announcement   Kind = "annonce"          // of the board of a club, to its members
	ClubFile       Kind = "document"         // that members of a club share
)

// Party is somebody with an account, or with an address only, or without.
type Party struct {
	Account string `json:"account,omitempty"`
	Email   string `json:"email,omitempty"`
	Name    string `json:"name"`
}

// Report is what one person says against a thing.
type Report struct {
	ID       string    `json:"id"`
	By       Party     `json:"by"`
	Ground   string    `json:"ground"` // key of a Ground
	Why      string    `json:"why"`
	At       time.Time `json:"at"`
	Decision string    `json:"decision,omitempty"` // id of the one that ended it; empty: it waits
}

// Sign is what a program saw in words.
type Sign string

// The signs. Newcomer alone only asks for a look; the others hold what they were seen in.
const (
	Newcomer Sign = "nouveau" // of somebody who is new here: see Standing
	Links    Sign = "liens"
	Twice    Sign = "double" // the same text as elsewhere
)

// Appeal is the word of somebody who contests a decision.
type Appeal struct {
	ID      string    `json:"id"`
	Of      string    `json:"of"` // the decision
	By      Party     `json:"by"`
	Words   string    `json:"words"`
	At      time.Time `json:"at"`
	Outcome string    `json:"outcome,omitempty"` // id of the decision that ended it; empty: it waits
}

// Decision is one thing that was decided.
type Decision struct {
	ID     string    `json:"id"`
	What   What      `json:"what"`
	At     time.Time `json:"at"`
	By     string    `json:"by,omitempty"`     // account; none when a program did it
	Ground string    `json:"ground,omitempty"` // key of a Ground; of a suspension: the rule itself
	Facts  string    `json:"facts,omitempty"`  // as who is concerned reads it
}

// What is what was decided.
type What string

// What can be decided.
const (
	Kept      What = "garde"   // it stays as it is
	TakenDown What = "retire"  // nobody sees it
	Restored  What = "remis"   // it is seen again, or at last
	Upheld    What = "retenu"  // the report is right, and there is nothing to take down
	Held      What = "attente" // nobody sees it until somebody has looked: by a program
	Suspended What = "suspendu"
	Reopened  What = "rouvert" // an account
	Reported  What = "signale" // no decision: the log counts reports too
	Contested What = "conteste"
	Ordered   What = "range" // a discussion got another theme, was split or was merged
)

// Automated reports whether a program decided.
func (d *Decision) Automated() bool { return d.By == "" }

// Restricts reports whether who wrote is owed reasons.
func (d *Decision) Restricts() bool {
	return d.What == TakenDown || d.What == Held || d.What == Suspended
}

// Told is one letter that a case owes.
type Told struct {
	ID     string `json:"id"` // also of its debt
	What   Mail   `json:"what"`
	Of     string `json:"of"` // the report, or the decision
	Report string `json:"report,omitempty"`
	To     Party  `json:"to"`
}

// Mail is what a letter of a case is.
type Mail string

// The letters.
const (
	Receipt   Mail = "accuse"   // to who reports or contests
	Answered  Mail = "decision" // to who reported: what was decided
	Statement Mail = "motifs"   // to who wrote: what was decided, and why
)

// The debts of a Case.
const (
	OwesLetter = "lettre"
	OwesEffect = "effet"    // the thing is not yet as was decided
	OwesEntry  = "journal"  // the log does not know it yet; the debt has the id of what it is to tell
	OwesBell   = "sonnette" // moderators do not know that it waits
)

// CaseOf is the id of the case of a thing.
func CaseOf(kind Kind, thing string) string { return id.Digest(string(kind) + "\x00" + thing)[:32] }

// Last is the last decision; nil when there is none.
func (c *Case) Last() *Decision {
	if len(c.Decisions) == 0 {
		return nil
	}
	return &c.Decisions[len(c.Decisions)-1]
}

// Decision returns the decision with an id, or nil.
func (c *Case) Decision(id string) *Decision {
	i := slices.IndexFunc(c.Decisions, func(d Decision) bool { return d.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Decisions[i]
}

// Down reports whether nobody sees the thing, by the last decision that says so.
func (c *Case) Down() bool {
	down := false
	for _, d := range c.Decisions {
		switch d.What {
		case TakenDown, Held, Suspended:
			down = true
		case Restored, Reopened:
			down = false
		}
	}
	return down
}

// Unheld reports whether d shows at last what a program held: it may be that nobody has seen it before.
func (c *Case) Unheld(d *Decision) bool {
	held := false
	for i := range c.Decisions {
		if c.Decisions[i].ID == d.ID {
			return held && d.What == Restored
		}
		switch c.Decisions[i].What {
		case Held:
			held = true
		case Restored:
			held = false
		}
	}
	return false
}

// Waiting are the reports that no decision has ended.
func (c *Case) Waiting() (all []Report) {
	for _, r := range c.Reports {
		if r.Decision == "" {
			all = append(all, r)
		}
	}
	return all
}

// Open returns the appeals that no decision has ended.
func (c *Case) Open() (all []Appeal) {
	for _, a := range c.Appeals {
		if a.Outcome == "" {
			all = append(all, a)
		}
	}
	return all
}

// Reveals reports whether moderators read what only they could not: there is something to judge, or nobody else reads it any more.
func (c *Case) Reveals() bool { return c.Down() || len(c.Waiting())+len(c.Open()) > 0 }

// Touches reports whether a case concerns an account: who is meant, who reported, who contests. Nobody judges what concerns them.
func (c *Case) Touches(account string) bool {
	is := func(p Party) bool { return p.Account != "" && p.Account == account }
	return slices.ContainsFunc(c.Authors, is) || slices.ContainsFunc(c.Reports, func(r Report) bool { return is(r.By) }) ||
		slices.ContainsFunc(c.Appeals, func(a Appeal) bool { return is(a.By) })
}
