package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"
	"github.com/maypok86/otter/v2"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/poster"
	"partant/views"
)

// postersKept is how many pictures are remembered, some 100 KB each.
const postersKept = 60

// posters draws the pictures that go with a shared address, each once for each state of what it shows.
type posters struct {
	by    *poster.Painter // nil: no picture is drawn
	drawn *otter.Cache[string, []byte]
}

func newPosters(by *poster.Painter) posters {
	return posters{by, otter.Must(&otter.Options[string, []byte]{MaximumSize: postersKept})}
}

func (p posters) draw(key string, card poster.Card) ([]byte, error) {
	if png, ok := p.drawn.GetIfPresent(key); ok {
		return png, nil
	}
	png, err := p.by.Draw(card)
	if err == nil {
		p.drawn.Set(key, png)
	}
	return png, err
}

// eventPoster is /evenements/{slug}/partage.png.
func (s *site) eventPoster(c *fiber.Ctx) error {
	if s.posters.by == nil {
		return fault.NotFound
	}
	e, err := s.Events.BySlug(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err == nil {
		err = s.see(c, e.By.Page)
	}
	if err != nil {
		return err
	}
	cards, err := s.eventCards(c, []event.Event{e})
	if err != nil {
		return err
	}
	png, err := s.posters.draw(e.ID+" "+strconv.FormatInt(e.Rev, 10)+" "+cards[0].By.Name, eventPoster(&cards[0]))
	if err != nil {
		return err
	}
	c.Response().Header.SetContentType("image/png")
	return c.Send(png)
}

// eventPoster says of an event what its picture says.
func eventPoster(card *views.EventCard) poster.Card {
	over := card.By.Name
	if card.Cancelled {
		over = "Annulé · " + over
	}
	where := card.Town
	if card.Online {
		where = "en ligne"
	}
	return poster.Card{Over: over, Title: card.Title, Lines: []string{card.When(), where}}
}
