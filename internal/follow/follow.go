// Package follow knows who follows what: pages, tags, communes and discussions.
package follow

import (
	"context"
	"strings"
	"time"

	"partant/internal/debt"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Kind is what can be followed. Its value is the French word that addresses use.
type Kind string

// What can be followed.
const (
	Page    Kind = "fiche"   // its ID is that of a profile
	Tag     Kind = "sujet"   // its ID is TagKey of what people write
	Commune Kind = "commune" // its ID is the INSEE code
	Talk    Kind = "discussion"
)

// Target is one thing that can be followed.
type Target struct {
	Kind Kind   `json:"kind"`
	ID   string `json:"id"`
}

// String is the target as sources are named: « fiche:… », « sujet:… », « commune:… ».
func (t Target) String() string {
	if t.ID == "" {
		return ""
	}
	return string(t.Kind) + ":" + t.ID
}

// TagKey is what tags are told apart by: « Bois » and « bois » are one.
func TagKey(tag string) string { return text.Fold(tag) }

// Parse reads what String wrote; the zero Target for anything else.
func Parse(source string) Target {
	kind, of, _ := strings.Cut(source, ":")
	switch t := (Target{Kind(kind), of}); t.Kind {
	case Page, Tag, Commune, Talk:
		if of != "" {
			return t
		}
	}
	return Target{}
}

// Follow is that somebody follows something. Following twice is one: its ID is made of both.
type Follow struct {
	ID      string    `json:"id"`
	Rev     int64     `json:"rev"` // grows by one at each write; set by the store
	Account string    `json:"account"`
	Target  Target    `json:"target"`
	Name    string    `json:"name,omitempty"` // of a tag: as it was written
	At      time.Time `json:"at"`
	Ended   time.Time `json:"ended,omitzero"` // no list holds it any more; it goes once it owes nothing
	Owes    debt.Owes `json:"owes,omitempty"` // of kind OwesCount and OwesNotice
}

// The kinds of debts of a follow.
const (
	OwesCount  = "compte" // the followers of its target are counted again: see Count
	OwesNotice = "avis"   // those who answer for the page that is followed are told: see package notify
)

// IDOf is the ID of the follow of a target by an account.
func IDOf(account string, t Target) string { return id.Named("suivi", account+"\x00"+t.String()) }

// Listed is under whom and under what lists find f: nobody and nothing once it has ended.
func (f *Follow) Listed() (account, target string) {
	if !f.Ended.IsZero() {
		return "", ""
	}
	return f.Account, f.Target.String()
}

// Store keeps follows.
type Store interface {
	// InsertFollow adds f with revision 1, or returns fault.Taken "id".
	InsertFollow(ctx context.Context, f Follow) error
	// UpdateFollow runs edit on the stored follow in one atomic step and returns what is stored then. Edit may run more than
	// once; when it fails nothing changes and its error comes back. fault.NotFound.
	UpdateFollow(ctx context.Context, id string, edit func(*Follow) error) (Follow, error)
	// RemoveFollow takes the follow away unless it was written since that revision. A missing one is no error.
	RemoveFollow(ctx context.Context, id string, rev int64) error
	// FollowsAmong returns those of the follows that are there and have not ended, in any order.
	FollowsAmong(ctx context.Context, ids []string) ([]Follow, error)
	// FollowsOf lists what an account follows, the last first.
	FollowsOf(ctx context.Context, account string, req page.Req) (page.Of[Follow], error)
	// FollowersOf lists who follows a target, the last first.
	FollowersOf(ctx context.Context, t Target, req page.Req) (page.Of[Follow], error)
	// DueFollows returns up to limit follows with a debt of a kind due at now, first due first, and puts these debts off by
	// lease, so that no other worker takes them meanwhile.
	DueFollows(ctx context.Context, now time.Time, lease time.Duration, limit int, kind string) ([]Follow, error)
}

// Counts keeps how many follow each target, and counts how many began of late and what one account follows. A target that nobody follows has none.
type Counts interface {
	// Recount counts the followers of a target and keeps the number where pages read it, as news only when it differs. Of
	// two counts at once the number kept in the end is that of the last follow that was written.
	Recount(ctx context.Context, t Target) (int, error)
	// Counted is the number that Recount kept.
	Counted(ctx context.Context, t Target) (int, error)
	// CountFollowers counts those who follow a target and began since an instant, which counts, up to most.
	CountFollowers(ctx context.Context, t Target, since time.Time, most int) (int, error)
	// CountFollows counts what an account follows, up to most.
	CountFollows(ctx context.Context, account string, most int) (int, error)
	// SourcesOf returns up to most targets that an account follows, as Target.String, in their order.
	SourcesOf(ctx context.Context, account string, most int) ([]string, error)
}

// Stores are both.
type Stores interface {
	Store
	Counts
}

// Things knows what there is to follow.
type Things interface {
	// Followable returns fault.NotFound for what is not there, and whether v answers for it. name is how a tag was written.
	Followable(ctx context.Context, v viewer.Viewer, t Target, name string) (mine bool, err error)
}

// People knows by what page others may see an account.
type People interface {
	// Face is the own page of an account; empty when it has none, or does not want to be seen among followers.
	Face(ctx context.Context, account string) (page string, err error)
}
