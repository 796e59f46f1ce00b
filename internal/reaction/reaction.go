// Package reaction keeps what members say of the words of others without a word of their own: merci, intéressant, bravo. Who
// said it is known to themself alone; everybody sees how many did.
package reaction

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/id"
	"partant/internal/page"
)

// Kind is what is said.
type Kind string

// The kinds.
const (
	Thanks      Kind = "merci"
	Interesting Kind = "interessant"
	Bravo       Kind = "bravo"
)

// Kinds lists them as pages show them.
var Kinds = [...]Kind{Thanks, Interesting, Bravo}

// Valid reports whether k is one of them.
func (k Kind) Valid() bool { return k == Thanks || k == Interesting || k == Bravo }

// The kinds of things.
const (
	OfAnswer = "reponse"
	OfPost   = "publication"
	OfTalk   = "discussion"
	OfTopic  = "sujet"        // of an event: see TopicThing
	OfRecord = "compte-rendu" // of an event: its id
)

// Thing is what is reacted to.
type Thing struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// TopicThing is a topic that is proposed for an event: backed is what Interesting says of it.
func TopicThing(event, topic string) Thing { return Thing{OfTopic, event + "/" + topic} }

// String is the thing as one word.
func (t Thing) String() string { return t.Kind + ":" + t.ID }

// Reaction is one of one account to one thing.
type Reaction struct {
	ID      string    `json:"id"` // of the three: pressing twice, in two tabs, on two machines, is one
	Rev     int64     `json:"rev"`
	Account string    `json:"account"`
	Thing   Thing     `json:"thing"`
	Kind    Kind      `json:"kind"`
	At      time.Time `json:"at"`
	Ended   time.Time `json:"ended,omitzero"`  // taken back: it goes once it is counted out
	Muted   bool      `json:"muted,omitempty"` // its account is suspended: it is kept, and not counted
	Owes    debt.Owes `json:"owes,omitempty"`  // of kind OwesCount
}

// OwesCount is the debt of counting the reactions to a thing again.
const OwesCount = "compte"

// IDOf is the ID of a reaction.
func IDOf(account string, t Thing, k Kind) string {
	return id.Named("reaction", account+"\x00"+t.String()+"\x00"+string(k))
}

// IDsOf are those of all reactions that an account may have to things.
func IDsOf(account string, to []Thing) []string {
	ids := make([]string, 0, len(to)*len(Kinds))
	for _, t := range to {
		for _, k := range Kinds {
			ids = append(ids, IDOf(account, t, k))
		}
	}
	return ids
}

// Counted is the thing that r is counted for; empty: none.
func (r *Reaction) Counted() string {
	if r.Muted || !r.Ended.IsZero() {
		return ""
	}
	return r.Thing.String()
}

// Holder is the account whose r is; empty once it was taken back.
func (r *Reaction) Holder() string {
	if !r.Ended.IsZero() {
		return ""
	}
	return r.Account
}

// Counts is how many said what of one thing.
type Counts map[Kind]int

// Store keeps reactions.
type Store interface {
	// InsertReaction adds r with revision 1, or returns fault.Taken "id".
	InsertReaction(ctx context.Context, r Reaction) error
	// UpdateReaction runs edit on the stored reaction in one atomic step and returns what is stored then. Edit may run more
	// than once; when it fails nothing changes and its error comes back. fault.NotFound.
	UpdateReaction(ctx context.Context, id string, edit func(*Reaction) error) (Reaction, error)
	// RemoveReaction takes the reaction away unless it was written since that revision. A missing one is no error.
	RemoveReaction(ctx context.Context, id string, rev int64) error
	// ReactionsBy returns the reactions of an account to things that were not taken back, in any order.
	ReactionsBy(ctx context.Context, account string, to []Thing) ([]Reaction, error)
	// ReactionsOf lists those of an account, the last first.
	ReactionsOf(ctx context.Context, account string, req page.Req) (page.Of[Reaction], error)
	// ReactionsTo returns up to limit reactions that a thing is counted for, in any order.
	ReactionsTo(ctx context.Context, t Thing, limit int) ([]Reaction, error)
	// DueReactions returns up to limit reactions with a debt due at now, first due first, and puts these debts off by lease.
	DueReactions(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Reaction, error)
}

// Tallies keeps how many there are.
type Tallies interface {
	// TallyReactions counts the reactions to a thing and keeps the numbers where pages read them, as news only when they
	// differ. Of two counts at once the numbers kept in the end are those of the last reaction that was written.
	TallyReactions(ctx context.Context, t Thing) (Counts, error)
	// Tallied are the numbers that TallyReactions kept, by Thing.String; things without reactions are missing.
	Tallied(ctx context.Context, things []Thing) (map[string]Counts, error)
}

// Stores is what one driver fills.
type Stores interface {
	Store
	Tallies
}
