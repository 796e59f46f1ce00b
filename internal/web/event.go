package web

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"partant/internal/calendar"
	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/limit"
	"partant/internal/minutes"
	"partant/internal/page"
	"partant/internal/text"
	"partant/views"
)

func meetPath(slug string) string { return "/evenements/" + url.PathEscape(slug) }

func (s *site) eventCards(c *fiber.Ctx, list []event.Event) ([]views.EventCard, error) {
	var pages []string
	for i := range list {
		pages = append(pages, list[i].By.Page)
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	cards := make([]views.EventCard, len(list))
	for i := range list {
		cards[i] = s.eventCard(&list[i], lines[list[i].By.Page])
	}
	return cards, err
}

func (s *site) eventCard(e *event.Event, by views.Byline) views.EventCard {
	return views.EventCard{Slug: e.Slug, Title: e.Title, By: by, Town: s.Territory.TownName(e.Commune), Start: e.Start.Here(), End: e.End.Here(),
		Cancelled: e.IsCancelled(), Over: e.Over, Draft: e.Draft, For: e.For, Online: e.Place == "", Planned: plannedWords(e), Image: e.Shown()}
}

// event is /evenements/{slug}.
func (s *site) event(c *fiber.Ctx) error {
	e, err := s.Events.BySlug(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err == nil {
		err = s.see(c, e.By.Page)
	}
	if err != nil {
		return err
	}
	return s.showEvent(c, e, nil)
}

// showEvent draws an event; wrong is what was refused of an answer.
func (s *site) showEvent(c *fiber.Ctx, e event.Event, wrong fault.Fields) error {
	return s.drawEvent(c, e, wrong, nil)
}

// drawEvent is showEvent with what somebody says below the event, which is shown once more.
func (s *site) drawEvent(c *fiber.Ctx, e event.Event, wrong fault.Fields, sent *views.AnswerForm) error {
	p, err := s.eventPage(c, &e)
	if err != nil {
		return err
	}
	v := who(c).viewer()
	p.CanEdit, p.Hosting = s.Events.Owns(c.UserContext(), v, &e), s.Events.Can(c.UserContext(), v, &e)
	if p.Hosts, err = s.eventHosts(c, &e); err != nil {
		return err
	}
	mine, err := s.Events.Of(c.UserContext(), v, &e)
	if err == nil {
		p.Mine, err = s.mine(c, &mine)
	}
	if err != nil && !errors.Is(err, fault.NotFound) {
		return err
	}
	if err := s.fillTopics(c, &e, &mine, &p); err != nil {
		return err
	}
	if err := s.fillDates(c, &e, &p); err != nil {
		return err
	}
	if p.Mine != nil && p.Mine.Seat == event.Placed {
		p.Pass = meetPath(e.Slug) + "/billet"
	}
	if event.KnowsLink(p.Hosting, &mine) {
		p.Online = e.Online
	}
	p.Chrome = s.chrome(c, e.Title, views.NavEvents)
	p.Chrome.Description = text.Cut(text.Line(p.Card.When()+". "+e.Purpose), 200)
	p.Chrome.NoIndex = p.Card.By.Example || e.Draft || e.For != event.Everybody
	if !p.Room.Shut {
		p.Chrome.Live = views.LiveMeet(e.Slug)
	}
	if e.For == event.Invited {
		c.Set("Referrer-Policy", "same-origin") // its address is a secret
	}
	if reads(c) {
		p.Chrome.Canonical = s.canonical(meetPath(e.Slug))
	}
	if s.posters.by != nil && !e.Draft && e.For != event.Members {
		p.Chrome.Poster = meetPath(e.Slug) + "/partage.png"
	}
	if p.Wrong = wrong; len(wrong) > 0 {
		p.Said = replyTo(c).Said
		p.Topic = typed(c, minutes.FieldTopic)
		c.Status(statusOf(wrong))
	}
	if err := s.fillSaid(c, &e, &p, sent); err != nil {
		return err
	}
	return show(c, views.Event(p))
}

// mine is an answer as who gave it sees it.
func (s *site) mine(c *fiber.Ctx, a *event.Answer) (*views.EventAnswer, error) {
	m := &views.EventAnswer{Said: saidIn(a), Says: a.Says, Seat: a.Seat, With: a.With, Listed: a.Listed, Remind: a.Remind, Name: a.Name, Agreed: a.People > 0, Word: a.Word}
	var err error
	if a.Seat == event.Waiting {
		m.Rank, err = s.Events.Rank(c.UserContext(), a)
	}
	return m, err
}

// eventPage is what all see of an event, but its frame.
func (s *site) eventPage(c *fiber.Ctx, e *event.Event) (views.EventPage, error) {
	p := views.EventPage{ID: e.ID, Place: e.Place, IsOnline: e.Online != "", HTML: e.HTML, Lead: e.Lead, Purpose: e.Purpose, Price: e.Price, Payer: e.Payer, Tags: e.Tags,
		Reason: e.Reason, With: e.With, Approval: e.Approval, URL: s.canonical(meetPath(e.Slug)), Answer: meetPath(e.Slug) + "/reponse", Questions: e.Questions}
	cards, err := s.eventCards(c, []event.Event{*e})
	if err != nil {
		return p, err
	}
	p.Card = cards[0]
	s.fillGround(c, e, &p)
	if e.From != nil {
		if from, err := s.conversationOf(c, comment.Target{Kind: comment.Kind(e.From.Kind), ID: e.From.ID}); err == nil {
			p.Talk = from.link()
		}
	}
	if town, ok := s.Territory.Region.Commune(e.Commune); ok {
		p.Town = views.Link{Text: town.Name, URL: "/communes/" + town.Slug}
	}
	if !e.Deadline.IsZero() {
		p.Deadline = views.Moment(e.Deadline.In(clock.Paris))
	}
	if e.Edited.After(e.Published) && !e.Draft {
		p.Edited = views.Moment(e.Edited.In(clock.Paris))
	}
	p.Missed = missedWords(e)
	return p, errors.Join(s.fillPlaces(c, e, &p.Room), s.fillComing(c, e, &p))
}

func (s *site) fillPlaces(c *fiber.Ctx, e *event.Event, room *views.EventRoom) error {
	r, err := s.Events.Roster(c.UserContext(), e)
	left, _ := r.Left()
	*room = views.EventRoom{Places: e.Places, Left: left, Taken: r.Taken, Waiting: r.Waiting, Maybe: r.Maybe, Asked: r.Asked, Declined: r.Declined,
		Begun: !s.Now().Before(e.Start.At), Over: e.Over, Shut: !e.IsOpen(s.Now())}
	return err
}

// fillComing adds who comes and chose to be seen.
func (s *site) fillComing(c *fiber.Ctx, e *event.Event, p *views.EventPage) error {
	r, err := s.Events.Roster(c.UserContext(), e)
	if err != nil || r.Placed == 0 {
		return err
	}
	p.Coming, err = s.faces(c, e)
	p.Faces = s.fragment(c, "comers\x00"+e.ID, func() (templ.Component, error) {
		list, err := s.faces(c, e)
		return views.Faces(list), err
	})
	p.Hidden = r.Placed - len(p.Coming)
	return err
}

// faces are those who come and chose to be seen.
func (s *site) faces(c *fiber.Ctx, e *event.Event) (all []views.Byline, err error) {
	list, err := s.Events.Coming(c.UserContext(), e)
	if err == nil {
		list, err = met(s, c, list, func(a *event.Answer) string { return a.Page })
	}
	if err != nil {
		return nil, err
	}
	lines, err := s.answerLines(c, list)
	for i := range list {
		if b := lines[i]; b.Slug != "" || b.Guest {
			all = append(all, b)
		}
	}
	return all, err
}

// nobodySeen stands for who has answered, and has no page any more that people see.
const nobodySeen = "Quelqu'un dont la page n'est plus là"

// answerLines are those who answer: a page, or the name of who has none.
func (s *site) answerLines(c *fiber.Ctx, list []event.Answer) ([]views.Byline, error) {
	var pages []string
	for i := range list {
		if list[i].Page != "" {
			pages = append(pages, list[i].Page)
		}
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	all := make([]views.Byline, len(list))
	for i := range list {
		if all[i] = lines[list[i].Page]; list[i].Page == "" {
			all[i] = views.Byline{Name: list[i].Name, Guest: true}
		}
	}
	return all, err
}

// replyTo is an answer as it was sent.
func replyTo(c *fiber.Ctx) event.Reply {
	said := map[string]string{}
	for name, value := range c.Request().PostArgs().All() {
		if question, ok := strings.CutPrefix(string(name), event.FieldSaid); ok {
			said[question] = string(value)
		}
	}
	return event.Reply{Said: said, Says: typed(c, event.FieldSays), With: typed(c, event.FieldWith), Listed: typed(c, event.FieldListed) != "", Remind: typed(c, event.FieldRemind), Name: typed(c, event.FieldName), Email: typed(c, event.FieldEmail)}
}

// answerEvent takes what a member answers.
func (s *site) answerEvent(c *fiber.Ctx) error {
	a, err := s.sayComing(c, replyTo(c))
	if wrong := unanswerable(err); wrong != nil {
		e, err := s.Events.BySlug(c.UserContext(), who(c).viewer(), c.Params("slug"))
		if err != nil {
			return err
		}
		return s.showEvent(c, e, wrong)
	}
	if err != nil {
		return err
	}
	said := answeredWith(&a)
	if topic := typed(c, minutes.FieldTopic); text.Line(topic) != "" {
		var wrong fault.Fields
		if err = s.proposeWith(c, &a, topic); errors.As(err, &wrong) {
			return s.topicRefused(c, said, wrong[minutes.FieldTitle])
		}
		if err != nil {
			return err
		}
		said += " Votre sujet est proposé."
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, meetPath(c.Params("slug"))+"#partant")
}

// sayComing takes what a member answers to the event of the address.
func (s *site) sayComing(c *fiber.Ctx, r event.Reply) (event.Answer, error) {
	ctx, v := c.UserContext(), who(c).viewer()
	if err := s.Limits.Allow(ctx, limit.Partant, limit.Member(v.Account)); err != nil {
		return event.Answer{}, err
	}
	return s.Events.Say(ctx, v, c.Params("slug"), r)
}

// proposeWith proposes a topic with the answer that was just given, which stands whatever becomes of it.
func (s *site) proposeWith(c *fiber.Ctx, a *event.Answer, topic string) error {
	if a.Says == event.No || a.Seat == event.Asked || a.Seat == event.Declined {
		return fault.Fields{minutes.FieldTitle: "Seuls ceux qui viennent proposent un sujet : le vôtre n'est pas proposé."}
	}
	p := minutes.Proposal{Key: id.Named("sujet", a.Event+a.ID+text.Fold(topic)), Title: topic}
	err := s.Minutes.Propose(c.UserContext(), who(c).viewer(), c.Params("slug"), p)
	if errors.Is(err, minutes.ErrOver) {
		return fault.Fields{minutes.FieldTitle: "C'est passé : on ne propose plus de sujet."}
	}
	return err
}

// topicRefused says that the answer is taken, and why the topic that came with it is not.
func (s *site) topicRefused(c *fiber.Ctx, said, why string) error {
	e, err := s.Events.BySlug(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	return s.showEvent(c, e, fault.Fields{minutes.FieldTopic: said + " " + why})
}

// unanswerable says why an answer is not taken, beside its form; nil for other failures.
func unanswerable(err error) (wrong fault.Fields) {
	switch {
	case errors.As(err, &wrong):
		return wrong
	case errors.Is(err, event.ErrClosed):
		return fault.Fields{event.FieldSays: "On ne répond plus à cet événement."}
	case errors.Is(err, event.ErrNoRoom):
		return fault.Fields{event.FieldWith: "Il n'y a pas assez de places pour venir plus nombreux. La vôtre est gardée, comme avant."}
	case errors.Is(err, event.ErrAgreed):
		return fault.Fields{event.FieldWith: "L'accord de ceux qui organisent vaut pour moins de monde. Ce que vous aviez est gardé, comme avant : pour venir plus nombreux, écrivez-leur."}
	case errors.Is(err, event.ErrMany):
		return fault.Fields{event.FieldSays: "Trop de monde répond en ce moment : essayez de nouveau dans une heure."}
	}
	return nil
}

func answeredWith(a *event.Answer) string {
	switch {
	case a.Seat == event.Placed:
		return "C'est noté : vous êtes partant. Une lettre part avec de quoi l'inscrire à votre agenda."
	case a.Seat == event.Waiting:
		return "C'est complet : vous êtes en liste d'attente, et nous vous écrivons dès qu'une place se libère."
	case a.Seat == event.Asked:
		return "C'est noté : votre demande est partie. Nous vous écrivons dès que ceux qui organisent ont répondu."
	case a.Seat == event.Declined:
		return "Ceux qui organisent ont déjà répondu : ils ne peuvent pas vous accueillir cette fois."
	case a.Says == event.Maybe:
		return "C'est noté : vous viendrez peut-être."
	}
	return "C'est noté. Une autre fois !"
}

// eventFile is /evenements/{slug}.ics.
func (s *site) eventFile(c *fiber.Ctx) error {
	e, err := s.Events.BySlug(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8; method=PUBLISH")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+e.Slug+`.ics"`)
	return c.SendString(calendar.Write(calendar.Publish, s.meeting(&e)))
}

// EventMeeting is an event as calendars know it. The link of an online meeting is not in it: those who may know it find it on the page.
func EventMeeting(e *event.Event, base *url.URL, town string) calendar.Meeting {
	link := base.String() + meetPath(e.Slug)
	place := e.Place
	if town != "" && !strings.Contains(text.Fold(place), text.Fold(town)) {
		place = strings.TrimPrefix(place+", "+town, ", ")
	}
	changed := e.Changed()
	m := calendar.Meeting{UID: e.ID + "@" + base.Hostname(), Sequence: e.Sequence, Stamp: changed, Created: e.Published, Changed: changed,
		Start: calendar.Moment{Wall: e.Start.Wall, Second: e.Start.Second, At: e.Start.At}, End: calendar.Moment{Wall: e.End.Wall, Second: e.End.Second, At: e.End.At},
		Title: e.Title, Text: strings.TrimSpace(e.Purpose + "\n\n" + link), Place: place, URL: link, Cancelled: e.IsCancelled() || e.IsDeleted()}
	if e.Spot != nil {
		m.At = &e.Spot.Point
	}
	return m
}

// eventShown is how many events of a page stand on it.
const eventsShown = 5

// fillEvents adds to a page what it announces.
func (s *site) fillEvents(c *fiber.Ctx, p *views.ProfilePage) error {
	p.Agenda = s.agenda("/fiches/" + url.PathEscape(p.Profile.Slug) + ".ics")
	list, err := s.Events.List(c.UserContext(), event.Filter{Page: p.Profile.ID}, page.Req{Limit: eventsShown})
	if err == nil {
		p.Events, err = s.eventCards(c, list.Items)
	}
	if err != nil || !p.News.Can {
		return err
	}
	drafts, err := s.Events.Drafts(c.UserContext(), who(c).viewer(), p.Profile.ID, page.Req{})
	if err == nil {
		p.EventDrafts, err = s.eventCards(c, drafts.Items)
	}
	return err
}

// eventsMap lists what is to come for search engines; examples are left out.
func (s *site) eventsMap(c *fiber.Ctx) error {
	set := sitemapSet{}
	for req := (page.Req{Limit: page.MaxLimit}); len(set.URLs) < sitemapMost; {
		list, err := s.Events.List(c.UserContext(), event.Filter{}, req)
		if err != nil {
			return err
		}
		cards, err := s.eventCards(c, list.Items)
		if err != nil {
			return err
		}
		for i, e := range list.Items {
			if !cards[i].By.Example {
				set.URLs = append(set.URLs, sitemapURL{Loc: s.canonical(meetPath(e.Slug)), LastMod: e.Changed().Format(time.DateOnly)})
			}
		}
		if list.Next.IsZero() {
			break
		}
		req.Cursor = list.Next
	}
	return sendXML(c, set)
}
