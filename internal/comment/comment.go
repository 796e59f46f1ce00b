// Package comment keeps what people answer in public: below a discussion, a publication, a page, an event. An answer has a target,
// and a place in the tree of those below it.
package comment

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

// Kind is what can be answered.
type Kind string

// The kinds of targets.
const (
	Discussion Kind = "discussion"
	Post       Kind = "publication"
	Page       Kind = "fiche"
	Event      Kind = "evenement"
)

// Target is the thing that is answered.
type Target struct {
	Kind Kind   `json:"kind"`
	ID   string `json:"id"`
}

// Key is the target as one word.
func (t Target) Key() string { return string(t.Kind) + ":" + t.ID }

// Comment is one answer.
type Comment struct {
	ID  string `json:"id"`  // drawn with the empty form: the same form sent twice makes one answer
	Rev int64  `json:"rev"` // grows by one at each write; set by the store

	Target Target        `json:"target"`
	Thread string        `json:"thread"`           // id of the answer that opens its branch; its own for a root
	Parent string        `json:"parent,omitempty"` // id of the answer that it answers; none for a root
	Place  string        `json:"place"`            // where it stands below its target: see Under
	Level  int           `json:"level"`            // how many answers lead to it, itself counted
	By     viewer.Author `json:"by"`               // zero in a tombstone, and of a guest
	Guest  *Guest        `json:"guest,omitempty"`  // who wrote it without account
	Body   string        `json:"body,omitempty"`   // Markdown, as typed
	HTML   string        `json:"html,omitempty"`   // rendered and sanitised when Body was written

	Named   []string  `json:"named,omitempty"` // ids of the pages that its words name
	Created time.Time `json:"created"`
	Edited  time.Time `json:"edited,omitzero"`
	Deleted time.Time `json:"deleted,omitzero"` // a tombstone: its words and its author are gone, what answers it stays
	Owes    debt.Owes `json:"owes,omitempty"`   // of the kinds below

	Review *Review `json:"review,omitempty"` // what it says of a project; nil: nothing is asked

	Down *unseen.Mark `json:"down,omitempty"` // nobody sees it: see package moderation
	Away bool         `json:"away,omitempty"` // nobody sees it: who wrote it leaves, and may change their mind; see Hide
}

// The kinds of debts of an answer.
const (
	OwesCount  = "compte" // its target has not counted it yet, or still counts it; see package thread
	OwesNotice = "avis"   // who is answered is told; see package notify
	OwesNaming = "nommer" // those who answer for the pages that it names are told; see package notify
	OwesLetter = "lettre" // its guest is asked whether the address is theirs, or told what was decided; see package mailroom
	OwesEnd    = "fin"    // it goes, should nobody have let it through by then; see Service.Sweep
	OwesIndex  = "index"  // those who search its target do not know its words yet, or still do; see Service.Indexed
)

// MaxBody bounds an answer, in characters.
const MaxBody = 5000

// MostDepth is how deep the tree of answers grows; what answers the deepest stands beside it.
const MostDepth = 3

// EditWindow is how long an answer can be changed by its author.
const EditWindow = 30 * time.Minute

// IsDeleted reports whether c is a tombstone.
func (c *Comment) IsDeleted() bool { return !c.Deleted.IsZero() }

// Unseen says why nobody sees the words of c; nil when people do.
func (c *Comment) Unseen() error {
	switch {
	case c.IsDeleted(), c.Away:
		return fault.Gone
	case c.Held():
		return fault.NotFound
	}
	return unseen.Of(c.Down, "reponse", c.ID)
}

// Depth is how deep c stands in the tree, from 1 to MostDepth.
func (c *Comment) Depth() int { return strings.Count(c.Place, stepMark) + 1 }

// Flat reports whether c stands beside what it answers, because the tree grows no deeper: it must say what that is.
func (c *Comment) Flat() bool { return c.Level > MostDepth }

// stepMark parts the steps of a place. It sorts before what steps are made of, so that an answer comes right behind what it
// answers, and before what was said later beside it.
const stepMark = "."

// Under is the place of a new answer below the answer at parent; "" is the target itself. Places sort as the tree is read: the
// roots in the order in which they were written, each followed by what answers it.
func Under(parent string) string {
	steps := strings.Split(parent, stepMark)
	if parent == "" {
		steps = nil
	}
	return strings.Join(append(steps[:min(len(steps), MostDepth-1)], id.New()), stepMark)
}

// Root is the place of the answer that opens the branch of a place.
func Root(place string) string {
	root, _, _ := strings.Cut(place, stepMark)
	return root
}

// Concerns are those whom an answer concerns: who wrote it, and the page they spoke for; of a guest, their address and
// the moderators who must look; and the project that it reviews, as long as people see it.
func (c *Comment) Concerns() []string {
	var all []string
	if c.By.Account != "" {
		all = append(all, OfAccount(c.By.Account))
	}
	if c.By.Page != "" {
		all = append(all, OfPage(c.By.Page))
	}
	if c.Guest != nil && c.Guest.Print != "" {
		all = append(all, ofAddress(c.Guest.Print))
	}
	if c.Guest != nil && c.Guest.State == Waiting {
		all = append(all, ofModerators)
	}
	if c.Review != nil && c.Unseen() == nil {
		all = append(all, ofReview(c.Review.Line, c.Review.Aspect))
	}
	return all
}

// OfAccount names an account among those whom answers concern, OfPage a page that spoke.
func OfAccount(account string) string { return "compte:" + account }

// OfPage is the same for a page.
func OfPage(pageID string) string { return "fiche:" + pageID }

// bury leaves of c only what must outlive it: its place, so that what answers it stays where it is.
func (c *Comment) bury(now time.Time) {
	*c = Comment{ID: c.ID, Rev: c.Rev, Target: c.Target, Thread: c.Thread, Parent: c.Parent, Place: c.Place, Level: c.Level,
		Created: c.Created, Deleted: now, Owes: c.Owes}
	for _, kind := range []string{OwesNotice, OwesNaming, OwesLetter, OwesEnd} { // nobody is told of what is gone
		c.Owes.Drop(kind)
	}
	c.owe(OwesCount, now)
}

// owe records a debt; one of each kind is enough.
func (c *Comment) owe(kind string, now time.Time) {
	c.Owes.Owe(id.New(), kind, now)
}

// oweNaming owes the word to those who answer for the pages that c names, when some were not named before. The debt has one
// id for ever, so that nobody is told twice of one answer.
func (c *Comment) oweNaming(before []string, now time.Time) {
	if c.Down == nil && slices.ContainsFunc(c.Named, func(p string) bool { return !slices.Contains(before, p) }) {
		c.Owes.Drop(OwesNaming)
		c.Owes = append(c.Owes, debt.Debt{ID: id.Named("nommer", c.ID), Kind: OwesNaming, Due: now})
	}
}

// Store keeps answers.
type Store interface {
	// Insert adds c with revision 1, or returns fault.Taken "id".
	Insert(ctx context.Context, c Comment) error
	// Get returns the answer, a tombstone too, or fault.NotFound.
	Get(ctx context.Context, id string) (Comment, error)
	// Update runs edit on the stored answer in one atomic step and returns what is stored then. Edit may run more than
	// once; when it fails nothing changes and its error comes back. fault.NotFound.
	Update(ctx context.Context, id string, edit func(*Comment) error) (Comment, error)
	// OfTarget lists the answers below a target as the tree is read, by Place, tombstones too, those that are held left out. The key of its cursor is
	// the place of the last one seen.
	OfTarget(ctx context.Context, t Target, req page.Req) (page.Of[Comment], error)
	// Between counts the answers below a target whose place is not before from, and before to; tombstones too; up to most.
	Between(ctx context.Context, t Target, from, to string, most int) (int, error)
	// Concerning lists the answers that concern somebody, the last created first: see Comment.Concerns.
	Concerning(ctx context.Context, whom string, req page.Req) (page.Of[Comment], error)
	// Latest returns the last answers below a target that are no tombstones, the last created first.
	Latest(ctx context.Context, t Target, limit int) ([]Comment, error)
	// CountSince counts the answers below a target that people see and that were created after an instant, up to most.
	CountSince(ctx context.Context, t Target, since time.Time, most int) (int, error)
	// Remove takes an answer away, without a tombstone. A missing one is no error.
	Remove(ctx context.Context, id string) error
}

// Debts is what a worker needs.
type Debts interface {
	// TakeDue returns up to limit answers with a debt of these kinds (of any when none is named) due at now, first due
	// first, and puts these debts off by lease, so that no other worker takes them meanwhile.
	TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Comment, error)
	// Settle clears debts that were paid. A missing answer is no error.
	Settle(ctx context.Context, id string, paid ...debt.Debt) error
	// Tally counts the answers below a target that people see, and tells when the last of them was created: the
	// zero time when there is none.
	Tally(ctx context.Context, t Target) (n int, last time.Time, err error)
}

// Stores is what one driver fills.
type Stores interface {
	Store
	Debts
}
