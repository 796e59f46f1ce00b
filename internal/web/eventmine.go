package web

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/views"
)

// organisedLists are the lists of /evenements/organises, in their order.
var organisedLists = []struct {
	group, title string
	which        event.Organised
}{
	{views.OrganisedNext, "À venir", event.Organised{}},
	{views.OrganisedDrafts, "Brouillons", event.Organised{Drafts: true}},
	{views.OrganisedPast, "C'est passé", event.Organised{Past: true}},
}

// organised is /evenements/organises: all that a member announced or hosts, what is for few people and what nobody sees for now too.
func (s *site) organised(c *fiber.Ctx) error {
	group := c.Query(views.ParamGroup)
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil || group == "" && !cursor.IsZero() {
		return fault.NotFound
	}
	p, known := views.OrganisedPage{Chrome: s.chrome(c, "Vos événements", views.NavEvents), One: group != ""}, group == ""
	for _, l := range organisedLists {
		if group != "" && group != l.group {
			continue
		}
		known = true
		list, err := s.Events.Organised(c.UserContext(), who(c).viewer(), l.which, page.Req{Cursor: cursor})
		if err != nil {
			return err
		}
		cards, err := s.ownCards(c, list.Items)
		if err != nil {
			return err
		}
		if len(cards) > 0 || !list.Next.IsZero() {
			p.Lists = append(p.Lists, views.OrganisedList{Group: l.group, Title: l.title, List: cards, Next: after("/evenements/organises?"+views.ParamGroup+"="+l.group, list.Next)})
		}
	}
	if !known {
		return fault.NotFound
	}
	return show(c, views.Organised(p))
}

// ownCards are events as who organises them sees them in a list.
func (s *site) ownCards(c *fiber.Ctx, list []event.Event) ([]views.EventCard, error) {
	cards, err := s.eventCards(c, list)
	for i := range cards {
		e := &list[i]
		cards[i].Late = e.Draft && !s.Now().Before(e.End.At)
		if e.Down == nil {
			continue
		}
		cards[i].Unseen, cards[i].Held = true, e.Down.Held
		if e.By.Account == who(c).viewer().Account {
			cards[i].Decision = "/decisions/" + moderation.CaseOf(moderation.Event, e.ID)
		}
	}
	return cards, err
}

// mayReportEvent is nil for who may see an event, by its address too: who reports has read its page.
func (s *site) mayReportEvent(c *fiber.Ctx, thing string) error {
	e, err := s.Events.Moderated(c.UserContext(), thing)
	if err != nil {
		return err
	}
	sees, err := s.Events.CanSee(c.UserContext(), who(c).viewer(), &e, e.For == event.Invited)
	if err == nil && !sees {
		err = fault.NotFound
	}
	return err
}

// fillCircle adds to the room of a club what comes next there: what everybody sees and, to who is in, what is announced to its members alone.
func (s *site) fillCircle(c *fiber.Ctx, b *before, p *views.ClubPage) error {
	if !p.Opened {
		return nil
	}
	req := page.Req{Limit: eventsShown}
	list, err := s.Events.List(c.UserContext(), event.Filter{Page: b.page.ID}, req)
	if err != nil {
		return err
	}
	next := slices.Clone(list.Items)
	if p.Inside {
		inner, err := s.Events.ForMembers(c.UserContext(), who(c).viewer(), b.page.ID, false, req)
		if err != nil {
			return err
		}
		next = append(next, inner.Items...)
		slices.SortStableFunc(next, func(a, b event.Event) int { return a.Start.At.Compare(b.Start.At) })
	}
	p.Meets, err = s.eventCards(c, next[:min(len(next), eventsShown)])
	return err
}

// nudge asks those who may come whether they do.
func (s *site) nudge(c *fiber.Ctx) error {
	slug := c.Params("slug")
	err := s.Events.Nudge(c.UserContext(), who(c).viewer(), slug)
	switch {
	case errors.Is(err, event.ErrNudged):
		s.say(c, views.ToneInfo, "Vous le leur avez déjà demandé : on ne le demande qu'une fois.")
	case errors.Is(err, event.ErrClosed):
		s.say(c, views.ToneInfo, "On ne répond plus à cet événement.")
	case err != nil:
		return err
	default:
		s.say(c, views.ToneDone, "C'est parti : ceux qui viendront peut-être reçoivent une lettre.")
	}
	return seeOther(c, meetPath(slug)+"/participants?"+views.ParamGroup+"="+string(event.GroupMaybe))
}
