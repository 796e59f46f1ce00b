package web

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// byline is a page that speaks.
func (s *site) byline(p *profile.Profile) views.Byline {
	return views.Byline{Page: p.ID, Slug: p.Slug, Kind: p.Kind, Name: p.Name, Logo: p.Pictures.Logo, Town: s.Territory.TownName(p.Address.Commune), Example: p.Example}
}

// bylines are those who speak on a page, by their id; one that is gone is missing, and its byline is zero.
func (s *site) bylines(ctx context.Context, pages []string) (map[string]views.Byline, error) {
	found, err := s.Profiles.Many(ctx, viewer.Viewer{}, pages)
	if err != nil {
		return nil, err
	}
	lines := make(map[string]views.Byline, len(found))
	for i := range found {
		lines[found[i].ID] = s.byline(&found[i])
	}
	return lines, nil
}

// voices are the pages that a member may speak for, their own first. Empty: they have none yet, and the welcome makes one.
func (s *site) voices(c *fiber.Ctx) ([]views.Byline, error) {
	v := who(c).viewer()
	mine, err := s.Lists.OfMember(c.UserContext(), v.Account, page.Req{Limit: pagesShown})
	if err != nil {
		return nil, err
	}
	var all []views.Byline
	for i := range mine.Items {
		p := &mine.Items[i]
		switch {
		case !p.CanSpeak(v):
		case p.ID == v.Person:
			all = append([]views.Byline{s.byline(p)}, all...)
		default:
			all = append(all, s.byline(p))
		}
	}
	return all, nil
}
