package web

import (
	"github.com/gofiber/fiber/v2"

	"partant/views"
)

// pageFigures is /fiches/{slug}/chiffres, for the team of a page.
func (s *site) pageFigures(c *fiber.Ctx) error {
	f, err := s.Figures.Of(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	p := views.PageFiguresPage{Chrome: s.chrome(c, "Les chiffres de la page "+f.Page.Name, views.NavNone), Figures: f}
	p.Chrome.NoIndex = true
	if p.Speaks, err = s.speaksFor(c, f.Page.ID); err != nil {
		return err
	}
	return show(c, views.PageFigures(p))
}
