package kept

import (
	"context"
	"fmt"
	"strings"

	"partant/internal/follow"
)

// followsKept is how many members' follows are remembered, up to some 60 KB each, and how many targets' numbers.
const followsKept = 1000

// Follows is a store of follows that remembers what members follow, and how many follow what. It is only for stores that
// count the writes of follows: what somebody let go must not stay in their feed.
type Follows struct {
	follow.Stores
	sources memory[[]string]
	among   memory[[]follow.Follow]
	counts  memory[int]
}

// NewFollows returns a Follows in front of a store; changes are those of follows, pages those of what pages show.
func NewFollows(store follow.Stores, changes, pages Changes) Follows {
	return Follows{store, newMemory[[]string](followsKept, changes), newMemory[[]follow.Follow](followsKept, changes), newMemory[int](followsKept, pages)}
}

// SourcesOf implements follow.Counts.
func (s Follows) SourcesOf(ctx context.Context, account string, most int) ([]string, error) {
	return s.sources.read(ctx, fmt.Sprint(most, " ", account), func() ([]string, error) { return s.Stores.SourcesOf(ctx, account, most) })
}

// FollowsAmong implements follow.Store.
func (s Follows) FollowsAmong(ctx context.Context, ids []string) ([]follow.Follow, error) {
	return s.among.read(ctx, strings.Join(ids, " "), func() ([]follow.Follow, error) { return s.Stores.FollowsAmong(ctx, ids) })
}

// Counted implements follow.Counts.
func (s Follows) Counted(ctx context.Context, t follow.Target) (int, error) {
	return s.counts.read(ctx, t.String(), func() (int, error) { return s.Stores.Counted(ctx, t) })
}
