package app

import (
	"context"
	"errors"

	"partant/internal/fault"
	"partant/internal/mention"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// namer knows the pages that words name: see comment.Namer.
type namer struct{ profiles *profile.Service }

// Link makes links of « @ » and a slug, of today or of former days. The words stay as they were typed: a page that is renamed is
// reached by the redirection of its old slug, one that is erased is no link to whoever writes later.
func (n namer) Link(ctx context.Context, html string) (linked string, pages []string, err error) {
	slugs, paths := mention.Find(html), map[string]string{}
	if len(slugs) > mention.Most {
		return "", nil, fault.Invalid
	}
	seen := map[string]bool{}
	for _, slug := range slugs {
		p, err := n.profiles.BySlug(ctx, viewer.Viewer{}, slug)
		if errors.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return "", nil, err
		}
		paths[slug] = "/fiches/" + slug
		if !seen[p.ID] {
			seen[p.ID], pages = true, append(pages, p.ID)
		}
	}
	return mention.Link(html, func(slug string) string { return paths[slug] }), pages, nil
}
