package web

import (
	"cmp"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/qr"
	"partant/views"
)

// PassAddress is what the QR code of a pass holds: whoever is at the door is led to its party, with the camera of any phone.
func PassAddress(base *url.URL, slug, code string) string {
	return strings.TrimSuffix(base.String(), "/") + meetPath(slug) + "/billet/" + strings.ReplaceAll(code, "-", "")
}

// pass is /evenements/{slug}/billet, for a member who has a place.
func (s *site) pass(c *fiber.Ctx) error {
	v := who(c).viewer()
	e, err := s.Events.BySlug(c.UserContext(), v, c.Params("slug"))
	if err != nil {
		return err
	}
	a, err := s.Events.Of(c.UserContext(), v, &e)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return err
	}
	return s.showPass(c, &e, &a, meetPath(e.Slug))
}

// guestPass is the same by the link of a letter.
func (s *site) guestPass(c *fiber.Ctx) error {
	e, a, err := s.Events.Open(c.UserContext(), c.Params("event"), c.Params("id"), c.Params("secret"))
	if err != nil {
		return err
	}
	return s.showPass(c, &e, &a, partantPath(c))
}

// showPass draws a pass; who has none is led back to what they answered.
func (s *site) showPass(c *fiber.Ctx, e *event.Event, a *event.Answer, back string) error {
	code, err := s.Events.Pass(a)
	if errors.Is(err, event.ErrNoPass) || err == nil && e.IsCancelled() {
		s.say(c, views.ToneInfo, "Il n'y a pas de billet\u00a0: il en faut une place.")
		return seeOther(c, back)
	}
	if err != nil {
		return err
	}
	p := views.PassPage{Chrome: s.letterChrome(c, "Mon billet"), Place: e.Place, Code: code, People: a.Party(), Back: back}
	cards, err := s.eventCards(c, []event.Event{*e})
	if err != nil {
		return err
	}
	lines, err := s.answerLines(c, []event.Answer{*a})
	if err != nil {
		return err
	}
	p.Card, p.Name = cards[0], cmp.Or(lines[0].Name, a.Name)
	path, size, err := qr.Path(PassAddress(s.BaseURL, e.Slug, code))
	if err != nil {
		return err
	}
	side := strconv.Itoa(size)
	p.Path, p.Size = path, "0 0 "+side+" "+side
	return show(c, views.Pass(p))
}

// passShown is what the code of a pass leads to. Those at the door find its party; all others learn nothing, not even whether there is
// such a pass.
func (s *site) passShown(c *fiber.Ctx) error {
	c.Set("Referrer-Policy", "same-origin")
	e, err := s.Events.BySlug(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	if s.Events.Can(c.UserContext(), who(c).viewer(), &e) {
		return seeOther(c, meetPath(e.Slug)+"/accueil?"+url.Values{views.ParamDoorPass: {c.Params("code")}}.Encode())
	}
	cards, err := s.eventCards(c, []event.Event{e})
	if err != nil {
		return err
	}
	p := views.PassShownPage{Chrome: s.chrome(c, "Un billet", views.NavEvents), Card: cards[0]}
	p.Chrome.NoIndex = true
	return show(c, views.PassShown(p))
}
