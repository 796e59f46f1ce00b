package kept

import (
	"context"
	"fmt"

	"partant/internal/distance"
	"partant/internal/page"
)

// distancesKept is how many pages of lists are remembered.
const distancesKept = 2000

// Distances is a store of distances that remembers its lists: every page that a member reads asks for two of them. It is only for
// stores that count the writes of distances: who was blocked must be gone at once.
type Distances struct {
	distance.Store
	lists memory[page.Of[distance.Distance]]
}

// NewDistances returns a Distances in front of a store; changes are those of distances.
func NewDistances(store distance.Store, changes Changes) Distances {
	return Distances{store, newMemory[page.Of[distance.Distance]](distancesKept, changes)}
}

// DistancesConcerning implements distance.Store.
func (s Distances) DistancesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[distance.Distance], error) {
	return s.lists.read(ctx, fmt.Sprint(req.Limit, " ", req.Cursor.String(), " ", whom), func() (page.Of[distance.Distance], error) {
		return s.Store.DistancesConcerning(ctx, whom, req)
	})
}
