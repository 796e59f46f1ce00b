package web

import (
	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/club"
	"partant/views"
)

// stopForm is where the link of a letter leads: it shows a button, since programs open links too.
func (s *site) stopForm(c *fiber.Ctx) error {
	if club.IsStopLink(c.Params("secret")) {
		return s.stopClubForm(c)
	}
	a, err := s.Accounts.Stoppable(c.UserContext(), c.Params("secret"))
	if err != nil {
		return err
	}
	c.Set("Referrer-Policy", "no-referrer")
	chrome := views.Chrome{Site: s.Site, Title: "Ne plus recevoir ces lettres", NoIndex: true}
	return show(c, views.StopLetters(views.StopPage{Chrome: chrome, Action: c.Path(), Stopped: a.Rhythm == account.Never}))
}

// stopLetters ends the letters about what is new, for whoever has one. A mail program wants a plain answer and follows nothing
// (RFC 8058); the button of the page leads back to it.
func (s *site) stopLetters(c *fiber.Ctx) error {
	stop := s.Accounts.Stop
	if club.IsStopLink(c.Params("secret")) {
		stop = s.Clubs.Stop
	}
	if err := stop(c.UserContext(), c.Params("secret")); err != nil {
		return err
	}
	if typed(c, views.FieldPage) != "" {
		return seeOther(c, c.Path())
	}
	return c.Type("txt", "utf-8").SendString("C'est fait : vous ne recevrez plus ces lettres.\n")
}

// stopClubForm is stopForm for one kind of letters of one club.
func (s *site) stopClubForm(c *fiber.Ctx) error {
	of, err := s.Clubs.Stoppable(c.UserContext(), c.Params("secret"))
	if err != nil {
		return err
	}
	c.Set("Referrer-Policy", "no-referrer")
	p := views.StopPage{Chrome: views.Chrome{Site: s.Site, Title: "Ne plus recevoir ces lettres", NoIndex: true}, Action: c.Path(), Stopped: of.Done, Letters: of.Letters, Club: views.Link{Text: "ce club"}}
	lines, err := s.bylines(c.UserContext(), []string{of.Club})
	if by := lines[of.Club]; by.Slug != "" {
		p.Club = views.Link{Text: by.Name, URL: clubPath(by.Slug, "")}
	}
	if err != nil {
		return err
	}
	return show(c, views.StopClub(p))
}
