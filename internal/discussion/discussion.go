// Package discussion keeps what people talk about in public: a subject with a question, a proposal or an open word. What is
// answered to it are comments, which another package keeps.
package discussion

import (
	"context"
	"slices"
	"strings"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Discussion is one subject.
type Discussion struct {
	ID   string `json:"id"`   // drawn with the empty form: the same form sent twice makes one
	Rev  int64  `json:"rev"`  // grows by one at each write; set by the store
	Slug string `json:"slug"` // unique, given once and for ever

	Title    string        `json:"title"`
	Body     string        `json:"body,omitempty"` // Markdown, as typed
	HTML     string        `json:"html,omitempty"` // rendered and sanitised when Body was written
	Kind     Kind          `json:"kind"`
	Purpose  string        `json:"purpose,omitempty"` // of a proposal: what it is for
	Payer    string        `json:"payer,omitempty"`   // of a proposal: who pays
	Theme    string        `json:"theme"`             // slug
	Commune  string        `json:"commune,omitempty"` // INSEE code
	Club     string        `json:"club,omitempty"`    // id of the page of the club in whose room it was opened
	Private  bool          `json:"private,omitempty"` // only the members of Club read it and answer
	By       viewer.Author `json:"by"`
	Accepted string        `json:"accepted,omitempty"` // id of the answer that its asker took for the right one

	Joined bool `json:"joined,omitempty"` // whoever opened it follows it, or has let it go: they are told as its followers are
	Ask    *Ask `json:"ask,omitempty"`    // the institution that a question is put to

	Into  string   `json:"into,omitempty"`  // id of the discussion that it was merged into
	From  string   `json:"from,omitempty"`  // id of the one that it was split from
	Take  []string `json:"take,omitempty"`  // ids of the answers that it takes from there
	Mover string   `json:"mover,omitempty"` // the moderator who did so, as the log names them

	Named   []string  `json:"named,omitempty"` // ids of the pages that its words name
	Created time.Time `json:"created"`
	Edited  time.Time `json:"edited,omitzero"` // when its words were changed last
	Active  time.Time `json:"active"`          // when it was answered last: lists are in this order
	Answers int       `json:"answers"`         // how many there are; late by a moment
	Closed  time.Time `json:"closed,omitzero"`
	Pinned  time.Time `json:"pinned,omitzero"`
	Deleted time.Time `json:"deleted,omitzero"` // a tombstone, which keeps its slug
	Purge   bool      `json:"purge,omitempty"`  // the tombstone goes too, with its last debt

	Down  *unseen.Mark `json:"down,omitempty"`  // nobody sees it: see package moderation
	Aside *Said        `json:"aside,omitempty"` // its words, put aside: whoever opened it leaves, and may change their mind; see Hide
	Owes  debt.Owes    `json:"owes,omitempty"`  // of kind OwesClear, OwesNaming, OwesIndex, and those of Ask
}

// Said are the words of a discussion, but its title.
type Said struct {
	Body    string `json:"body,omitempty"`
	HTML    string `json:"html,omitempty"`
	Purpose string `json:"purpose,omitempty"`
	Payer   string `json:"payer,omitempty"`
}

// Kind is what a discussion asks for.
type Kind string

// The kinds.
const (
	Open     Kind = "ouverte"
	Question Kind = "question"    // may have an accepted answer
	Proposal Kind = "proposition" // says what it is for and who pays
)

// Kinds lists them as forms propose them.
var Kinds = [...]Kind{Question, Proposal, Open}

// OwesClear is the debt of a tombstone whose answers are still there.
const OwesClear = "reponses"

// OwesJoin is the debt of having whoever opened it follow it: see package notify.
const OwesJoin = "suivre"

// Joins reports whether whoever opened d is about to follow it.
func (d *Discussion) Joins() bool {
	return slices.ContainsFunc(d.Owes, func(one debt.Debt) bool { return one.Kind == OwesJoin })
}

// OwesNaming is the debt of telling those who answer for the pages that a discussion names: see package notify.
const OwesNaming = "nommer"

// oweNaming owes the word when some pages were not named before. The debt has one id for ever: nobody is told twice.
func (d *Discussion) oweNaming(before []string, now time.Time) {
	if d.Down == nil && slices.ContainsFunc(d.Named, func(p string) bool { return !slices.Contains(before, p) }) {
		d.Owes.Drop(OwesNaming)
		d.Owes = append(d.Owes, debt.Debt{ID: id.Named("nommer", d.ID), Kind: OwesNaming, Due: now})
	}
}

// OwesIndex is the debt of telling those who search what is written there now. See Service.Indexed.
const OwesIndex = "index"

// IsDeleted reports whether d is a tombstone.
func (d *Discussion) IsDeleted() bool { return !d.Deleted.IsZero() }

// Unseen says why nobody sees d; nil when people do.
func (d *Discussion) Unseen() error {
	if d.IsDeleted() {
		return fault.Gone
	}
	if d.Into != "" {
		return Merged{d.Into}
	}
	if d.Aside != nil && d.Answers == 0 {
		return fault.Gone
	}
	return unseen.Of(d.Down, "discussion", d.ID)
}

// Answered is what a proposal answers to one of the two questions that each is asked.
type Answered struct{ Question, Answer string }

// Answered are what d answers to the questions of a proposal.
func (d *Discussion) Answered() (all []Answered) {
	for _, a := range []Answered{{"Pour quoi faire ?", d.Purpose}, {"Qui paye ?", d.Payer}} {
		if a.Answer != "" {
			all = append(all, a)
		}
	}
	return all
}

// Words are all that its asker says, but the title.
func (d *Discussion) Words() string {
	return strings.Join(slices.DeleteFunc([]string{d.Body, d.Purpose, d.Payer}, func(said string) bool { return said == "" }), "\n\n")
}

// say gives d these words.
func (d *Discussion) say(w Said) {
	d.Body, d.HTML, d.Purpose, d.Payer = w.Body, w.HTML, w.Purpose, w.Payer
}

// Whole is d with the words that are put aside, for who may read them still.
func (d *Discussion) Whole() Discussion {
	whole := *d
	if d.Aside != nil {
		whole.say(*d.Aside)
	}
	return whole
}

// IsClosed reports whether d takes no more answers.
func (d *Discussion) IsClosed() bool { return !d.Closed.IsZero() }

// Version tells one state of the words of d from another.
func (d *Discussion) Version() int64 { return max(d.Created.UnixMilli(), d.Edited.UnixMilli()) }

// Filter narrows a list. The zero Filter is all.
type Filter struct {
	Theme      string
	Commune    string
	Unanswered bool
	Waiting    bool   // for the answer of an institution
	Club       string // id; narrows by nothing else besides but Unanswered
	Private    bool   // those of Club that only its members read
}

// Shelf is where the discussions that a filter wants are found.
func (f Filter) Shelf() string {
	shelf := f.Theme + "|" + f.Commune
	if f.Club != "" {
		shelf = "club:" + f.Club
	}
	if f.Private {
		shelf += ":membres"
	}
	switch {
	case f.Unanswered:
		return shelf + "|sans-reponse"
	case f.Waiting:
		return shelf + "|attente"
	}
	return shelf + "|"
}

// Shelves are all those that d stands on, one for each filter that wants it; a tombstone and what nobody sees stand on none.
func (d *Discussion) Shelves() []string {
	if d.Unseen() != nil {
		return nil
	}
	var all []string
	for _, f := range d.filters() {
		all = append(all, f.Shelf())
		if d.Answers == 0 && !d.IsClosed() {
			f.Unanswered = true
			all = append(all, f.Shelf())
		}
		if f.Unanswered = false; d.Waits() {
			f.Waiting = true
			all = append(all, f.Shelf())
		}
	}
	return all
}

// filters are those that want d, whatever it waits for.
func (d *Discussion) filters() []Filter {
	if d.Private {
		return []Filter{{Club: d.Club, Private: true}}
	}
	all := []Filter{{}, {Theme: d.Theme}}
	if d.Commune != "" {
		all = append(all, Filter{Commune: d.Commune}, Filter{Theme: d.Theme, Commune: d.Commune})
	}
	if d.Club != "" {
		all = append(all, Filter{Club: d.Club})
	}
	return all
}

// Rank is what lists are ordered by, the greatest first: what is pinned, then what was answered last.
func (d *Discussion) Rank() string {
	rank := "0"
	if !d.Pinned.IsZero() {
		rank = "1"
	}
	return rank + d.Active.UTC().Format("2006-01-02T15:04:05.000Z")
}

// Concerns are those whom a discussion concerns: who wrote it, the page they spoke for, and the institutions that it is put to.
func (d *Discussion) Concerns() []string {
	var all []string
	if d.By.Account != "" {
		all = append(all, ofAccount(d.By.Account))
	}
	if d.By.Page != "" {
		all = append(all, ofPage(d.By.Page))
	}
	return append(all, d.Ask.concern()...)
}

func ofAccount(account string) string { return "compte:" + account }

func ofPage(pageID string) string { return "fiche:" + pageID }

// bury leaves of d only what must outlive it.
func (d *Discussion) bury(now time.Time) {
	*d = Discussion{ID: d.ID, Rev: d.Rev, Slug: d.Slug, Kind: d.Kind, Theme: d.Theme, Created: d.Created, Active: d.Active, Deleted: now,
		Owes: debt.Owes{{ID: id.New(), Kind: OwesClear, Due: now}}}
}

// Store keeps discussions.
type Store interface {
	// Insert adds d with revision 1, or returns fault.Taken: "id" or "slug".
	Insert(ctx context.Context, d Discussion) error
	// Get returns the discussion, or fault.NotFound; fault.Gone for a tombstone, its unseen.Error for one that nobody sees.
	Get(ctx context.Context, id string) (Discussion, error)
	// BySlug is Get by slug.
	BySlug(ctx context.Context, slug string) (Discussion, error)
	// Update runs edit on the stored discussion in one atomic step and returns what is stored then. Edit may run more than
	// once; when it fails nothing changes and its error comes back. It reaches what nobody sees. fault.NotFound; fault.Gone for a tombstone.
	Update(ctx context.Context, id string, edit func(*Discussion) error) (Discussion, error)
	// List returns what a filter wants, the greatest Rank first.
	List(ctx context.Context, f Filter, req page.Req) (page.Of[Discussion], error)
	// Concerning lists the discussions that concern somebody, the last created first: see Discussion.Concerns.
	Concerning(ctx context.Context, whom string, req page.Req) (page.Of[Discussion], error)
	// Remove takes a discussion away and frees its slug. A missing one is no error.
	Remove(ctx context.Context, id string) error
}

// Debts is what a worker needs.
type Debts interface {
	// TakeDue returns up to limit discussions, tombstones too, with a debt of these kinds (of any when none is named) due
	// at now, first due first, and puts these debts off by lease, so that no other worker takes them meanwhile.
	TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Discussion, error)
	// Settle clears debts that were paid. A tombstone marked Purge goes with the last of them. A missing discussion is no
	// error.
	Settle(ctx context.Context, id string, paid ...debt.Debt) error
}

// Stores is what one driver fills.
type Stores interface {
	Store
	Debts
}
