package web

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/limit"
	"partant/internal/minutes"
	"partant/internal/reaction"
	"partant/views"
)

// talkedOf is what is talked about at the event of the address, and what whoever asks is to it.
type talkedOf struct {
	event  event.Event
	record minutes.Record
	at     minutes.Standing
	card   views.EventCard
}

// Standing is an event as what is talked about there knows it, to who has given an answer to it; the zero Answer: none.
func Standing(e *event.Event, hosts bool, mine *event.Answer) minutes.Standing {
	return minutes.Standing{ID: e.ID, Page: e.By.Page, Start: e.Start.At, End: e.End.At, Off: e.Draft || e.IsCancelled(), Hosts: hosts, Comes: e.Comes(mine)}
}

// talkedAt is the event of the address, to who may see it.
func (s *site) talkedAt(c *fiber.Ctx) (t talkedOf, err error) {
	ctx, v := c.UserContext(), who(c).viewer()
	if t.event, err = s.Events.BySlug(ctx, v, c.Params("slug")); err == nil {
		err = s.see(c, t.event.By.Page)
	}
	if err != nil {
		return t, err
	}
	mine, err := s.Events.Of(ctx, v, &t.event)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return t, err
	}
	t.at = Standing(&t.event, s.Events.Can(ctx, v, &t.event), &mine)
	if t.record, err = s.Minutes.Of(ctx, t.at); err != nil {
		return t, err
	}
	cards, err := s.eventCards(c, []event.Event{t.event})
	if err == nil {
		t.card = cards[0]
	}
	return t, err
}

// topics is /evenements/{slug}/ordre-du-jour.
func (s *site) topics(c *fiber.Ctx) error {
	return s.showTopics(c, minutes.Proposal{Key: id.New()}, nil)
}

// showTopics draws what is to be talked about; wrong is what was refused of a proposal.
func (s *site) showTopics(c *fiber.Ctx, form minutes.Proposal, wrong fault.Fields) error {
	t, err := s.talkedAt(c)
	if err != nil {
		return err
	}
	p := views.TopicsPage{Chrome: s.chrome(c, "Ordre du jour : "+t.event.Title, views.NavEvents), Event: t.event.ID, Card: t.card, Form: form, Wrong: wrong, Hosts: t.at.Hosts,
		CanPropose: (t.at.Hosts || t.at.Comes) && !t.at.Off && s.Now().Before(t.at.End), Over: !s.Now().Before(t.at.End), Read: t.record.IsPublished()}
	p.Chrome.NoIndex = true
	if p.Planned, p.Others, err = s.topicLines(c, &t); err != nil {
		return err
	}
	p.Late = planned(&t.record) > t.at.End.Sub(t.at.Start)
	if len(wrong) > 0 {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.Topics(p))
}

// planned is how long all that is taken lasts.
func planned(r *minutes.Record) (all time.Duration) {
	for _, t := range r.Planned() {
		all += time.Duration(t.Minutes) * time.Minute
	}
	return all
}

// topicLines are the topics that are taken, each with its hour, and the others, the most backed first.
func (s *site) topicLines(c *fiber.Ctx, t *talkedOf) (taken, others []views.TopicLine, err error) {
	if len(t.record.Topics) == 0 {
		return nil, nil, nil
	}
	v, things := who(c).viewer(), make([]reaction.Thing, len(t.record.Topics))
	var pages []string
	for i, one := range t.record.Topics {
		things[i] = reaction.TopicThing(t.event.ID, one.ID)
		pages = append(pages, one.By.Page)
	}
	said, err := s.Reactions.Of(c.UserContext(), v, things)
	if err != nil {
		return nil, nil, err
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	if err != nil {
		return nil, nil, err
	}
	around, err := s.apart(c)
	from := t.event.Start.Here()
	for i, one := range t.record.Topics {
		backed := said[things[i].String()]
		l := views.TopicLine{ID: one.ID, Title: one.Title, Why: one.Why, By: lines[one.By.Page], Minutes: one.Minutes, Backs: backed.Counts[reaction.Interesting], Mine: backed.Mine[reaction.Interesting],
			CanBack: (t.at.Hosts || t.at.Comes) && one.By.Account != v.Account, CanWithdraw: v.SignedIn() && (t.at.Hosts || one.By.Account == v.Account && s.Now().Before(t.at.End))}
		if around.Hides(one.By.Page) { // what is taken is taken by all; of whom it is they do not want to hear
			l.By, l.Why, l.CanBack = views.Byline{}, "", false
		}
		if one.Minutes > 0 {
			to := from.Add(time.Duration(one.Minutes) * time.Minute)
			l.From, l.To = timeOfDay(from), timeOfDay(to)
			from, taken = to, append(taken, l)
		} else {
			others = append(others, l)
		}
	}
	views.SortTopics(others)
	return taken, others, err
}

// proposeTopic takes a proposal.
func (s *site) proposeTopic(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	p := minutes.Proposal{Key: typed(c, views.FieldKey), Title: typed(c, minutes.FieldTitle), Why: typed(c, minutes.FieldWhy)}
	err := s.mayManage(c)
	if err == nil {
		err = s.Minutes.Propose(ctx, v, c.Params("slug"), p)
	}
	var wrong fault.Fields
	switch {
	case errors.As(err, &wrong):
		return s.showTopics(c, p, wrong)
	case errors.Is(err, minutes.ErrOver):
		return s.showTopics(c, p, fault.Fields{minutes.FieldTitle: "C'est passé : on ne propose plus de sujet."})
	}
	return s.toTopics(c, err, "Votre sujet est proposé. Ceux qui viennent peuvent le soutenir.")
}

func (s *site) toTopics(c *fiber.Ctx, err error, said string) error {
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, meetPath(c.Params("slug"))+"/ordre-du-jour")
}

// backTopic says that one wants to talk of something, or no more.
func (s *site) backTopic(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	e, err := s.Events.BySlug(ctx, v, c.Params("slug"))
	if err == nil {
		err = s.Limits.Allow(ctx, limit.React, limit.Member(v.Account))
	}
	if err == nil {
		err = s.Reactions.React(ctx, v, reaction.TopicThing(e.ID, c.Params("id")), reaction.Interesting, typed(c, views.FieldUndo) == "")
	}
	if err != nil {
		return err
	}
	return seeOther(c, meetPath(e.Slug)+"/ordre-du-jour#sujet-"+url.PathEscape(c.Params("id")))
}

// withdrawTopic takes a topic away.
func (s *site) withdrawTopic(c *fiber.Ctx) error {
	err := s.Minutes.Withdraw(c.UserContext(), who(c).viewer(), c.Params("slug"), c.Params("id"))
	return s.toTopics(c, err, "Le sujet est retiré.")
}

// arrangeTopics puts topics in order.
func (s *site) arrangeTopics(c *fiber.Ctx) error {
	of, err := s.talkedAt(c)
	if err != nil {
		return err
	}
	var places []minutes.Place
	for _, t := range of.record.Topics {
		order, _ := strconv.Atoi(typed(c, views.OrderField(t.ID))) // unreadable: the first
		long, _ := strconv.Atoi(typed(c, views.LastsField(t.ID)))  // unreadable: it is not taken
		places = append(places, minutes.Place{Topic: t.ID, Order: order, Minutes: long})
	}
	return s.toTopics(c, s.Minutes.Arrange(c.UserContext(), who(c).viewer(), of.event.Slug, places), "L'ordre du jour est enregistré.")
}

// topicsShown is how many topics stand on the page of an event.
const topicsShown = 5

// fillTopics adds to the page of an event what is talked about there; mine is the answer of whoever reads.
func (s *site) fillTopics(c *fiber.Ctx, e *event.Event, mine *event.Answer, p *views.EventPage) error {
	if e.Draft {
		return nil
	}
	at := Standing(e, p.CanEdit, mine)
	r, err := s.Minutes.Of(c.UserContext(), at)
	if err != nil {
		return err
	}
	t := talkedOf{event: *e, record: r, at: at}
	taken, others, err := s.topicLines(c, &t)
	p.Topics = views.TopicsNote{Planned: taken, Others: others[:min(len(others), topicsShown)], More: max(0, len(others)-topicsShown), CanPropose: (at.Hosts || at.Comes) && !at.Off && s.Now().Before(at.End),
		Read: r.IsPublished(), CanWrite: at.Hosts && !at.Off && !s.Now().Before(at.Start), Actions: r.Open()}
	return err
}

// actionsTodo is /compte/actions: what minutes give a member to do.
func (s *site) actionsTodo(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	p := views.ActionsPage{Chrome: s.chrome(c, "Ce que j'ai à faire", views.NavMe)}
	for r, err := range s.Minutes.By(ctx, v.Account) {
		if err != nil {
			return err
		}
		if !r.IsPublished() || !slices.ContainsFunc(r.Actions, func(a minutes.Action) bool { return a.Account == v.Account }) {
			continue
		}
		e, err := s.Events.Get(ctx, v, r.ID)
		if errors.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		for i := range r.Actions {
			if a := &r.Actions[i]; a.Account == v.Account {
				line := s.actionLine(a, views.Byline{})
				line.Event, line.Can = views.Link{Text: e.Title, URL: meetPath(e.Slug) + "/compte-rendu"}, true
				p.List = append(p.List, line)
			}
		}
		if len(p.List) >= actionsMost {
			break
		}
	}
	views.SortActions(p.List)
	return show(c, views.Actions(p))
}

// actionsMost is about how many actions a member is shown.
const actionsMost = 200

// actionLine is an action as it is read.
func (s *site) actionLine(a *minutes.Action, by views.Byline) views.ActionLine {
	l := views.ActionLine{ID: a.ID, What: a.What, Who: a.Who, By: by, Done: !a.Done.IsZero(), Sort: a.Until}
	if day, err := time.ParseInLocation(time.DateOnly, a.Until, clock.Paris); err == nil {
		l.Until, l.Late = views.Day(day), !l.Done && s.Now().After(day.AddDate(0, 0, 1))
	}
	return l
}

// doAction notes that an action is done, or not yet.
func (s *site) doAction(c *fiber.Ctx) error {
	err := s.Minutes.Do(c.UserContext(), who(c).viewer(), c.Params("slug"), c.Params("id"), typed(c, views.FieldUndo) == "")
	if err != nil {
		return err
	}
	return seeOther(c, meetPath(c.Params("slug"))+"/compte-rendu#actions")
}

// praisedMinutes are the minutes of the address, as what is reacted to.
func (s *site) praisedMinutes(c *fiber.Ctx) (praised, error) {
	e, err := s.Events.BySlug(c.UserContext(), who(c).viewer(), c.Params("slug"))
	return minutesPraised(&e), err
}

func minutesPraised(e *event.Event) praised {
	path := meetPath(e.Slug) + "/compte-rendu"
	return praised{reaction.Thing{Kind: reaction.OfRecord, ID: e.ID}, path + "/reaction", path + "#utile"}
}

// comersOf are those who may be named in an action: who comes, and who has one already.
func (s *site) comersOf(c *fiber.Ctx, t *talkedOf) (all []minutes.Comer, err error) {
	var list []event.Answer
	for _, a := range t.record.Actions {
		if a.Account != "" && !slices.ContainsFunc(list, func(one event.Answer) bool { return one.Account == a.Account }) {
			list = append(list, event.Answer{Account: a.Account, Page: a.Page, Name: cmp.Or(a.Who, nobodySeen)})
		}
	}
	known := len(list)
	for a, err := range s.Events.Placed(c.UserContext(), t.event.ID) {
		if err != nil {
			return nil, err
		}
		if a.Account != "" && slices.ContainsFunc(list[:known], func(one event.Answer) bool { return one.Account == a.Account }) {
			continue
		}
		if list = append(list, a); len(list) >= comersNamed {
			break
		}
	}
	lines, err := s.answerLines(c, list)
	for i, a := range list {
		if name := cmp.Or(lines[i].Name, a.Name); name != "" {
			all = append(all, minutes.Comer{Account: a.Account, Page: a.Page, Name: name})
		}
	}
	return all, err
}

// comersNamed bounds how many of those who come a form proposes.
const comersNamed = 300
