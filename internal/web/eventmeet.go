package web

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/suggestion"
	"partant/views"
)

// meet is /evenements/{slug}/rencontrer, for who has a place there: whom to meet among those who come and show themselves.
func (s *site) meet(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	e, list, err := s.Events.Listed(ctx, v, c.Params("slug"), suggestion.ComersSeen)
	if errors.Is(err, event.ErrNotComing) {
		s.say(c, views.ToneInfo, "Qui rencontrer se lit quand on a une place : dites d'abord que vous venez.")
		return seeOther(c, meetPath(e.Slug)+"#partant")
	}
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
	p := views.MeetPage{Chrome: s.chrome(c, "Qui rencontrer", views.NavEvents), Card: cards[0], Others: len(list) > 0, Most: suggestion.MostMet}
	if own := who(c).account.Slug; own != "" {
		p.Own = "/fiches/" + url.PathEscape(own)
	}
	comers := make([]suggestion.Comer, len(list))
	for i := range list {
		comers[i] = suggestion.Comer{Account: list[i].Account, Page: list[i].Page}
	}
	found, asks, err := s.Suggested.Meet(ctx, v, comers)
	if p.Asks = asks; err != nil {
		return err
	}
	for i := range found {
		p.List = append(p.List, s.encounter(&found[i]))
	}
	return show(c, views.Meet(p))
}

func (s *site) encounter(e *suggestion.Encounter) views.Met {
	m := views.Met{By: s.byline(&e.Person)}
	for i := range e.Why {
		w := &e.Why[i]
		m.Why = append(m.Why, views.MetWhy{Of: s.byline(&w.Of), Own: w.Of.ID == e.Person.ID, What: w.What, Seeks: w.Seeks})
	}
	return m
}
