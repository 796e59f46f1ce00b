// Package recommendation keeps what somebody who has dealt with a page says of it: what they lived, when, what ties them, and
// what the page replies. One page recommends another once; only who wrote takes it back, or a moderator: never the page itself.
package recommendation

import (
	"context"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Recommendation is what one page says of another.
type Recommendation struct {
	ID   string        `json:"id"`   // see IDOf
	Rev  int64         `json:"rev"`  // grows by one at each write; set by the store
	Page string        `json:"page"` // id of the page that is recommended
	By   viewer.Author `json:"by"`

	Tie    Tie    `json:"tie"`
	Lived  Month  `json:"lived"`            // when
	Body   string `json:"body"`             // Markdown, as typed
	HTML   string `json:"html"`             // rendered and sanitised when Body was written
	Reward string `json:"reward,omitempty"` // what its author got for it, in their words; empty: nothing

	Created time.Time    `json:"created"`
	Edited  time.Time    `json:"edited,omitzero"`
	Reply   *Reply       `json:"reply,omitempty"`
	Down    *unseen.Mark `json:"down,omitempty"` // nobody sees it: see package moderation
	Owes    debt.Owes    `json:"owes,omitempty"` // of the kinds below
}

// Reply is what the page that is recommended says to it.
type Reply struct {
	By      viewer.Author `json:"by"`
	Body    string        `json:"body"`
	HTML    string        `json:"html"`
	Created time.Time     `json:"created"`
	Edited  time.Time     `json:"edited,omitzero"`
	Down    *unseen.Mark  `json:"down,omitempty"`
}

// The kinds of debts of a recommendation.
const (
	OwesNotice = "avis"     // those who answer for the page are told; see package notify
	OwesReply  = "replique" // its author is told of the reply
)

// Kind and ReplyKind are what package moderation calls a recommendation and the reply to one.
const (
	Kind      = "recommandation"
	ReplyKind = "droit-de-reponse"
)

// Tie is what ties who recommends to whom they recommend.
type Tie string

// The ties.
const (
	Client   Tie = "client"
	Supplier Tie = "fournisseur"
	Partner  Tie = "partenaire"
	Clubmate Tie = "club"
	Other    Tie = "autre"
)

// Ties lists them as forms propose them.
var Ties = [...]Tie{Client, Supplier, Partner, Clubmate, Other}

// Month is a month of a year: « 2026-05 ».
type Month string

const monthLayout = "2006-01"

// MonthOf is the month of an instant, here.
func MonthOf(t time.Time) Month { return Month(t.In(clock.Paris).Format(monthLayout)) }

// Time is the first day of m; the zero time for what is no month.
func (m Month) Time() time.Time {
	t, err := time.Parse(monthLayout, string(m))
	if err != nil {
		return time.Time{}
	}
	return t
}

// IDOf is the id of what one page says of another: there is one at most.
func IDOf(by, page string) string { return id.Named("recommandation", by+"\x00"+page) }

// Unseen says why nobody sees r; nil when people do.
func (r *Recommendation) Unseen() error { return unseen.Of(r.Down, Kind, r.ID) }

// Answer is the reply that people see; nil when there is none.
func (r *Recommendation) Answer() *Reply {
	if r.Reply == nil || r.Reply.Down != nil {
		return nil
	}
	return r.Reply
}

// Replied is nil when there is a reply that can be read, or could be: fault.NotFound, fault.Gone.
func (r *Recommendation) Replied() error {
	if r.Reply == nil {
		return fault.NotFound
	}
	return r.Unseen()
}

// Listed is the page among whose recommendations r is found; empty while nobody sees it.
func (r *Recommendation) Listed() string {
	if r.Down != nil {
		return ""
	}
	return r.Page
}

// Version tells one state of the words of r from another.
func (r *Recommendation) Version() int64 { return max(r.Created.UnixMilli(), r.Edited.UnixMilli()) }

// Version does the same for a reply; 0 for none.
func (r *Reply) Version() int64 {
	if r == nil {
		return 0
	}
	return max(r.Created.UnixMilli(), r.Edited.UnixMilli())
}

// Concerns are those whom r concerns: who wrote it and who replied, the page that speaks, the page that is spoken of.
func (r *Recommendation) Concerns() []string {
	all := []string{about(r.Page)}
	if r.By.Page != "" {
		all = append(all, ofPage(r.By.Page))
	}
	if r.By.Account != "" {
		all = append(all, ofAccount(r.By.Account))
	}
	if r.Reply != nil && r.Reply.By.Account != "" {
		all = append(all, ofAccount(r.Reply.By.Account))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func ofAccount(account string) string { return "compte:" + account }
func ofPage(pageID string) string     { return "fiche:" + pageID }
func about(pageID string) string      { return "sur:" + pageID }

// oweNotice owes those who answer for the page the word of r. The debt has one id for ever: nobody is told twice.
func (r *Recommendation) oweNotice(now time.Time) {
	if r.Down == nil {
		r.Owes.Owe(id.Named(OwesNotice, r.ID), OwesNotice, now)
	}
}

// oweReply owes its author the word of the reply, once for ever.
func (r *Recommendation) oweReply(now time.Time) {
	if r.Answer() != nil {
		r.Owes.Owe(id.Named(OwesReply, r.ID), OwesReply, now)
	}
}

// Store keeps recommendations.
type Store interface {
	// Insert adds r with revision 1, or returns fault.Taken "id".
	Insert(ctx context.Context, r Recommendation) error
	// Get returns one, whoever sees it, or fault.NotFound.
	Get(ctx context.Context, id string) (Recommendation, error)
	// Update runs edit on the stored one in one atomic step and returns what is stored then. Edit may run more than once;
	// when it fails nothing changes and its error comes back. fault.NotFound.
	Update(ctx context.Context, id string, edit func(*Recommendation) error) (Recommendation, error)
	// OfPage lists those that people see of a page, the last created first. The key of its cursor is the instant of
	// creation, as page.Instant writes it.
	OfPage(ctx context.Context, page string, req page.Req) (page.Of[Recommendation], error)
	// Count counts them, up to most.
	Count(ctx context.Context, page string, most int) (int, error)
	// Concerning lists those that concern somebody, the last created first: see Recommendation.Concerns.
	Concerning(ctx context.Context, whom string, req page.Req) (page.Of[Recommendation], error)
	// Remove takes one away. A missing one is no error.
	Remove(ctx context.Context, id string) error
}

// Debts is what a worker needs.
type Debts interface {
	// TakeDue returns up to limit of those with a debt of these kinds (of any when none is named) due at now, first due
	// first, and puts these debts off by lease, so that no other worker takes them meanwhile.
	TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Recommendation, error)
	// Settle clears debts that were paid. A missing one is no error.
	Settle(ctx context.Context, id string, paid ...debt.Debt) error
}

// Stores is what one driver fills.
type Stores interface {
	Store
	Debts
}
