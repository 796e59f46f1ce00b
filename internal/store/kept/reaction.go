package kept

import (
	"context"
	"strings"

	"partant/internal/reaction"
)

// reactedKept is how many pages' numbers are remembered, and how many members' reactions to one.
const reactedKept = 1000

// Reactions is a store of reactions that remembers their numbers, and who reacted to what: that is as new as the numbers,
// which are written after it.
type Reactions struct {
	reaction.Stores
	counts memory[map[string]reaction.Counts]
	by     memory[[]reaction.Reaction]
}

// NewReactions returns a Reactions in front of a store.
func NewReactions(store reaction.Stores, changes Changes) Reactions {
	return Reactions{store, newMemory[map[string]reaction.Counts](reactedKept, changes), newMemory[[]reaction.Reaction](reactedKept, changes)}
}

// Tallied implements reaction.Tallies.
func (s Reactions) Tallied(ctx context.Context, things []reaction.Thing) (map[string]reaction.Counts, error) {
	return s.counts.read(ctx, keyOf("", things), func() (map[string]reaction.Counts, error) { return s.Stores.Tallied(ctx, things) })
}

// ReactionsBy implements reaction.Store.
func (s Reactions) ReactionsBy(ctx context.Context, account string, to []reaction.Thing) ([]reaction.Reaction, error) {
	return s.by.read(ctx, keyOf(account, to), func() ([]reaction.Reaction, error) { return s.Stores.ReactionsBy(ctx, account, to) })
}

func keyOf(account string, things []reaction.Thing) string {
	var key strings.Builder
	key.WriteString(account)
	for _, t := range things {
		key.WriteByte(' ')
		key.WriteString(t.Kind)
		key.WriteByte(':')
		key.WriteString(t.ID)
	}
	return key.String()
}
