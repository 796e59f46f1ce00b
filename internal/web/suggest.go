package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/directory"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/search"
	"partant/internal/text"
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

// institutionsListed is how many institutions a field proposes: those of a département and some hundred more.
const institutionsListed = 500

func (s *site) listInstitutions(c *fiber.Ctx) error {
	var options []views.Option
	req := page.Req{Limit: page.MaxLimit}
	for len(options) < institutionsListed {
		list, err := s.Lists.Named(c.UserContext(), profile.Named{Kind: profile.Institution}, req)
		if err != nil {
			return err
		}
		for i := range list.Items {
			options = append(options, views.Option{Value: list.Items[i].Name})
		}
		if req.Cursor = list.Next; req.Cursor.IsZero() {
			break
		}
	}
	return show(c, views.Options(options))
}

// pagesNamed is how many pages are proposed to who types « @ » and the beginning of a name.
const pagesNamed = 6

// listPages are the pages that a text may name, by what was typed after « @ ».
func (s *site) listPages(c *fiber.Ctx) error {
	typed := text.Cut(text.Line(strings.ReplaceAll(c.Query("q"), "-", " ")), maxTextLength)
	if typed == "" {
		return show(c, views.Named(nil))
	}
	found, err := s.find(c, directory.Ask{Text: typed, Page: 1, Size: pagesNamed})
	if err != nil {
		return err
	}
	var named []views.Byline
	for i := range found.Hits {
		named = append(named, s.byline(&found.Hits[i].Profile))
	}
	return show(c, views.Named(named))
}
