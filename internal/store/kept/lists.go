package kept

import (
	"context"
	"fmt"
	"slices"

	"partant/internal/page"
	"partant/internal/profile"
)

// pagesKept is how many pages of lists are remembered, some 60 KB each.
const pagesKept = 300

// Lists is a profile.Lists that remembers the pages it reads, those apart that are read once to the end.
type Lists struct {
	profile.Lists
	memory memory[page.Of[profile.Profile]]
}

// NewLists returns a Lists in front of a store.
func NewLists(lists profile.Lists, changes Changes) Lists {
	return Lists{lists, newMemory[page.Of[profile.Profile]](pagesKept, changes)}
}

// Newest implements profile.Lists.
func (s Lists) Newest(ctx context.Context, req page.Req) (page.Of[profile.Profile], error) {
	return s.read(ctx, key("newest", req), func() (page.Of[profile.Profile], error) { return s.Lists.Newest(ctx, req) })
}

// InCommune implements profile.Lists.
func (s Lists) InCommune(ctx context.Context, commune string, req page.Req) (page.Of[profile.Profile], error) {
	return s.Named(ctx, profile.Named{Commune: commune}, req)
}

// Named implements profile.Lists.
func (s Lists) Named(ctx context.Context, q profile.Named, req page.Req) (page.Of[profile.Profile], error) {
	return s.read(ctx, key("named "+q.Shelf()+" "+q.Prefix, req), func() (page.Of[profile.Profile], error) { return s.Lists.Named(ctx, q, req) })
}

// key names a page: no two pages share one, whatever the cursor holds.
func key(list string, req page.Req) string {
	return fmt.Sprintf("%q %d %s", list, req.Limit, req.Cursor)
}

// read returns a copy: callers change what they got into what their viewer may see.
func (s Lists) read(ctx context.Context, key string, read func() (page.Of[profile.Profile], error)) (page.Of[profile.Profile], error) {
	list, err := s.memory.read(ctx, key, read)
	list.Items = slices.Clone(list.Items)
	return list, err
}
