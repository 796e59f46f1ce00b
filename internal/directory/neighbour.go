package directory

import (
	"context"
	"slices"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Neighbours returns up to n other pages of the commune and the sector of p: those whose names follow its own, and the
// first ones again after the last, so that every page is shown by some other. It asks the store alone, and costs the
// same however many pages there are.
func (s *Service) Neighbours(ctx context.Context, v viewer.Viewer, p *profile.Profile, n int) (near []profile.Profile, err error) {
	defer fault.Wrap(&err, "directory.Neighbours(%s)", p.ID)
	if p.Address.Commune == "" {
		return nil, nil
	}
	shelf := profile.Named{Commune: p.Address.Commune, Sector: p.Sector}
	for _, from := range []page.Cursor{{Key: text.Fold(p.Name), ID: p.ID}, {}} {
		list, err := s.store.Named(ctx, shelf, page.Req{Limit: n + 1, Cursor: from})
		if err != nil {
			return nil, err
		}
		for _, other := range list.Items {
			known := slices.ContainsFunc(near, func(o profile.Profile) bool { return o.ID == other.ID })
			if other.ID != p.ID && !known && len(near) < n {
				near = append(near, other.Seen(v))
			}
		}
		if len(near) == n {
			break
		}
	}
	return near, nil
}
