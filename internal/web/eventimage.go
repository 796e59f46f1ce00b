package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/picture"
	"partant/views"
)

// eventImagePage is /evenements/{slug}/image for who may change the event.
func (s *site) eventImagePage(c *fiber.Ctx) (event.Event, views.EventImagePage, error) {
	e, err := s.changeable(c)
	if err != nil {
		return e, views.EventImagePage{}, err
	}
	cards, err := s.eventCards(c, []event.Event{e})
	if err != nil {
		return e, views.EventImagePage{}, err
	}
	p := views.EventImagePage{Chrome: s.chrome(c, "L'image de l'événement", views.NavEvents), Card: cards[0], Image: e.Image}
	p.Chrome.NoIndex = true
	return e, p, nil
}

func (s *site) eventImageForm(c *fiber.Ctx) error {
	_, p, err := s.eventImagePage(c)
	if err != nil {
		return err
	}
	return show(c, views.EventImage(p))
}

// saveEventImage takes an image, describes it, or takes it away. One that has come is kept while its description is wanting.
func (s *site) saveEventImage(c *fiber.Ctx) error {
	e, p, err := s.eventImagePage(c)
	if err != nil {
		return err
	}
	chosen, err := picture.Picture{}, error(nil)
	if typed(c, views.FieldDo) != views.DoNoCover {
		if chosen, err = s.chosenImage(c, &e); err == nil && !chosen.Is() {
			err = fault.Fields{event.FieldImage: "Choisissez d'abord une image."}
		}
		p.Image = chosen
	}
	if err == nil {
		_, err = s.Events.Picture(c.UserContext(), who(c).viewer(), e.Slug, chosen)
	}
	status := fiber.StatusUnprocessableEntity
	if err != nil && !errors.As(err, &p.Wrong) {
		if status, p.Wrong = busy(c, err, event.FieldImage); status == 0 {
			return err
		}
	}
	if p.Wrong != nil {
		return show(c.Status(status), views.EventImage(p))
	}
	said := "L'image est sur la page."
	if !chosen.Is() {
		said = "L'image est retirée."
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, meetPath(e.Slug))
}

// chosenImage is the image that came with the form, or the one that the form names, as the form describes it.
func (s *site) chosenImage(c *fiber.Ctx, e *event.Event) (picture.Picture, error) {
	p := picture.Picture{ID: typed(c, views.FieldImageID)}
	if p.ID != "" && p.ID == e.Image.ID {
		p = e.Image
	}
	taken, err := s.takePhotos(c, event.FieldImage, e.By.Page, media.Thing{Kind: media.OfEvent, ID: e.ID}, 1)
	if len(taken) > 0 {
		p = taken[0]
	}
	p.Alt = typed(c, event.FieldImageAlt)
	return p, err
}
