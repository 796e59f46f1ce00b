package kept

import (
	"context"
	"fmt"
	"slices"

	"partant/internal/page"
	"partant/internal/profile"
)

// pagesKept is how many pages of a noun's lists are remembered, some 60 KB each; teamsKept those of the pages of a member, a
// few each.
const (
	pagesKept = 300
	teamsKept = 2000
)

// listMemory keeps pages of lists.
type listMemory[V any] struct{ memory[page.Of[V]] }

func newListMemory[V any](most int, changes Changes) listMemory[V] {
	return listMemory[V]{newMemory[page.Of[V]](most, changes)}
}

// read returns a copy: callers change what they got into what their viewer may see.
func (m listMemory[V]) read(ctx context.Context, key string, read func() (page.Of[V], error)) (page.Of[V], error) {
	list, err := m.memory.read(ctx, key, read)
	list.Items = slices.Clone(list.Items)
	return list, err
}

// key names a page: no two pages share one, whatever the cursor holds.
func key(list string, req page.Req) string {
	return fmt.Sprintf("%q %d %s", list, req.Limit, req.Cursor)
}

// Lists is a profile.Lists that remembers the pages it reads, those apart that are read once to the end.
type Lists struct {
	profile.Lists
	memory  listMemory[profile.Profile]
	members listMemory[profile.Profile]
}

// NewLists returns a Lists in front of a store.
func NewLists(lists profile.Lists, changes Changes) Lists {
	return Lists{lists, newListMemory[profile.Profile](pagesKept, changes), newListMemory[profile.Profile](teamsKept, changes)}
}

// Newest implements profile.Lists.
func (s Lists) Newest(ctx context.Context, req page.Req) (page.Of[profile.Profile], error) {
	return s.memory.read(ctx, key("newest", req), func() (page.Of[profile.Profile], error) { return s.Lists.Newest(ctx, req) })
}

// InCommune implements profile.Lists.
func (s Lists) InCommune(ctx context.Context, commune string, req page.Req) (page.Of[profile.Profile], error) {
	return s.Named(ctx, profile.Named{Commune: commune}, req)
}

// OfMember implements profile.Lists.
func (s Lists) OfMember(ctx context.Context, account string, req page.Req) (page.Of[profile.Profile], error) {
	return s.members.read(ctx, key(account, req), func() (page.Of[profile.Profile], error) { return s.Lists.OfMember(ctx, account, req) })
}

// Named implements profile.Lists.
func (s Lists) Named(ctx context.Context, q profile.Named, req page.Req) (page.Of[profile.Profile], error) {
	return s.memory.read(ctx, key("named "+q.Shelf()+" "+q.Prefix, req), func() (page.Of[profile.Profile], error) { return s.Lists.Named(ctx, q, req) })
}
