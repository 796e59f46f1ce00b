package kept

import (
	"context"

	"partant/internal/profile"
)

// profilesKept is how many profiles are remembered, some 3 KB each.
const profilesKept = 4000

// Profiles is a profile.Store that remembers what it reads.
type Profiles struct {
	profile.Store
	memory memory[profile.Profile]
}

// NewProfiles returns a Profiles in front of a store.
func NewProfiles(store profile.Store, changes Changes) Profiles {
	return Profiles{store, newMemory[profile.Profile](profilesKept, changes)}
}

// Get implements profile.Store.
func (s Profiles) Get(ctx context.Context, id string) (profile.Profile, error) {
	return s.memory.read(ctx, id, func() (profile.Profile, error) { return s.Store.Get(ctx, id) })
}

// BySlug implements profile.Store.
func (s Profiles) BySlug(ctx context.Context, slug string) (profile.Profile, error) {
	return s.memory.read(ctx, "slug "+slug, func() (profile.Profile, error) { return s.Store.BySlug(ctx, slug) })
}

// Many implements profile.Store: what is not remembered is read in one go.
func (s Profiles) Many(ctx context.Context, ids []string) ([]profile.Profile, error) {
	at, known := s.memory.now(ctx)
	if !known {
		return s.Store.Many(ctx, ids)
	}
	byID := make(map[string]profile.Profile, len(ids))
	var missing []string
	for _, id := range ids {
		if p, ok := s.memory.get(id, at); ok {
			byID[id] = p
		} else {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		read, err := s.Store.Many(ctx, missing)
		if err != nil {
			return nil, err
		}
		for _, p := range read {
			byID[p.ID] = p
			s.memory.put(p.ID, at, p)
		}
	}
	found := make([]profile.Profile, 0, len(ids))
	for _, id := range ids {
		if p, ok := byID[id]; ok {
			found = append(found, p)
		}
	}
	return found, nil
}
