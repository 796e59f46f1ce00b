package web

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"partant/internal/club"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
	"partant/views"
)

// apiChapter is a club of a network.
type apiChapter struct {
	apiBy
	Commune string `json:"commune,omitempty"`
	Members int    `json:"members"` // up to club.MostCounted
}

// paramNetwork narrows events to those of the clubs of a network, named by its slug.
const paramNetwork = "network"

// apiChapters is /api/v1/profiles/{slug}/clubs: the clubs of a network, by name. fault.NotFound for what is no network.
func (s *site) apiChapters(c *fiber.Ctx) error {
	req, wrong := listed(c)
	if err := wrong.Err(); err != nil {
		return err
	}
	b, err := s.networkAt(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	list, err := s.Clubs.Chapters(ctx, &b.here, req)
	if err != nil {
		return err
	}
	ids, towns, size := make([]string, len(list.Items)), map[string]string{}, map[string]int{}
	for i := range list.Items {
		ids[i] = list.Items[i].ID
	}
	found, err := s.Profiles.Many(ctx, viewer.Viewer{}, ids)
	lines := map[string]views.Byline{}
	for i := range found {
		p := &found[i]
		if err == nil {
			lines[p.ID], towns[p.ID] = s.byline(p), p.Address.Commune
			size[p.ID], err = s.Clubs.Count(ctx, p.ID, club.In)
		}
	}
	if err != nil {
		return err
	}
	list.Items = slices.DeleteFunc(slices.Clone(list.Items), func(r club.Room) bool { return lines[r.ID].Page == "" })
	return c.JSON(itemsOf(list, func(r *club.Room) apiChapter { return apiChapter{*s.speaker(lines[r.ID]), towns[r.ID], size[r.ID]} }))
}

// apiNetworkEvents is /api/v1/events of the clubs of a network, which nothing else narrows.
func (s *site) apiNetworkEvents(c *fiber.Ctx, slug string, past bool, req page.Req, wrong fault.Fields) (page.Of[event.Event], error) {
	if c.Query(paramProfile)+c.Query(views.ParamEventTag)+c.Query(views.ParamTalkTown) != "" {
		wrong.Add(paramNetwork, "Les événements d'un réseau ne se restreignent à rien d'autre.")
	}
	p, err := s.Profiles.BySlug(c.UserContext(), everybody, slug)
	var here club.Here
	if err == nil {
		here, err = s.Clubs.At(c.UserContext(), everybody, p.ID)
	}
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) || err == nil && !here.Room.Network {
		wrong.Add(paramNetwork, "Ce n'est pas la fiche d'un réseau de clubs.")
		err = nil
	}
	if err == nil {
		err = wrong.Err()
	}
	if err != nil {
		return page.Of[event.Event]{}, err
	}
	pages, err := s.Clubs.Within(c.UserContext(), &here)
	if err != nil {
		return page.Of[event.Event]{}, err
	}
	return s.Events.OfPages(c.UserContext(), everybody, pages, nil, past, req)
}
