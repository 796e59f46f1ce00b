package web

import (
	"github.com/gofiber/fiber/v2"

	"partant/internal/search"
	"partant/views"
)

// listTowns are the options of a field that asks for a commune.
func (s *site) listTowns(c *fiber.Ctx) error {
	options := make([]views.Option, len(s.Territory.Region.Communes))
	for i, t := range s.Territory.Region.Communes {
		options[i].Value = t.Name
	}
	return show(c, views.Options(options))
}

func (s *site) listOffers(c *fiber.Ctx) error { return s.listWishes(c, search.Offer) }
func (s *site) listSeeks(c *fiber.Ctx) error  { return s.listWishes(c, search.Seek) }

// wishesListed is how many offers or needs a field proposes: the commonest.
const wishesListed = 300

func (s *site) listWishes(c *fiber.Ctx, f search.Field) error {
	values, err := s.Directory.Values(c.UserContext(), f)
	if err != nil {
		return err
	}
	var options []views.Option
	for _, v := range first(values, wishesListed) {
		options = append(options, views.Option{Value: v.Name})
	}
	return show(c, views.Options(options))
}
