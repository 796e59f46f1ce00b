package web

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/limit"
	"partant/internal/moderation"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// newEvent is the empty form. ?en_tant_que= says for which page.
func (s *site) newEvent(c *fiber.Ctx) error {
	p, err := s.eventForm(c, nil, event.Draft{Key: id.New(), Voice: c.Query(viewer.FieldVoice)})
	if err != nil {
		return err
	}
	if len(p.Voices) == 0 {
		return s.noVoice(c, "/evenements")
	}
	if err := s.fromConversation(c, &p); err != nil {
		return err
	}
	return show(c, views.EventForm(p))
}

// repeatEvent is the form of an event that is like another, on another day.
func (s *site) repeatEvent(c *fiber.Ctx) error {
	d, like, err := s.Events.Repeat(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	d.Key = id.New()
	p, err := s.eventForm(c, nil, d)
	p.Like = views.Link{Text: like.Title, URL: meetPath(like.Slug)}
	return showEventForm(c, err, &p)
}

// anotherSeason is the form of the first date of another season of a series.
func (s *site) anotherSeason(c *fiber.Ctx) error {
	d, like, season, err := s.Events.Another(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if errors.Is(err, fault.Conflict) && like.Slug != "" { // it is in no series yet
		return seeOther(c, meetPath(like.Slug)+"/serie")
	}
	if err != nil {
		return err
	}
	d.Key = id.New()
	p, err := s.eventForm(c, nil, d)
	p.Like, p.Season = views.Link{Text: like.Title, URL: meetPath(like.Slug)}, season
	return showEventForm(c, err, &p)
}

// eventForm is the form of a draft, with the lists it proposes. Was is what is edited, nil for a new one.
func (s *site) eventForm(c *fiber.Ctx, was *event.Event, d event.Draft) (views.EventFormPage, error) {
	p := views.EventFormPage{Draft: d, Town: s.Territory.TownName(d.Commune), Towns: s.talkTowns()}
	title := "Annoncer un événement"
	if was != nil {
		title, p.Slug, p.WasDraft, p.WasFor = "Modifier l'événement", was.Slug, was.Draft, was.For
	}
	p.Chrome = s.chrome(c, title, views.NavEvents)
	r, err := s.readerOf(c)
	p.Voices = r.voices
	if was == nil && !r.has(d.Voice) {
		p.Draft.Voice = r.voiceOf("")
	}
	return p, err
}

// has reports whether the reader may speak for a page.
func (r reader) has(voice string) bool { return voice != "" && r.speaks(voice, &fault.Fields{}) }

// sentEvent is the form as it was sent. A commune that is not known is left to the Service to refuse.
func (s *site) sentEvent(c *fiber.Ctx, was *event.Event) (views.EventFormPage, error) {
	of := func(field string) string { return typed(c, field) }
	d := event.Draft{Key: of(views.FieldKey), Voice: of(viewer.FieldVoice), Later: of(views.FieldDo) == views.DoDraft || of(views.FieldDo) == views.DoPlan, Planned: of(views.FieldDo) == views.DoPlan, For: event.Audience(of(event.FieldFor)), Title: of(event.FieldTitle), Body: of(event.FieldBody), Purpose: of(event.FieldPurpose),
		Price: of(event.FieldPrice), Payer: of(event.FieldPayer), Place: of(event.FieldPlace), Online: of(event.FieldOnline), Day: of(event.FieldDay), Hour: of(event.FieldHour),
		Which: event.Which(of(event.FieldWhich)), EndDay: of(event.FieldEndDay), EndHour: of(event.FieldEndHour), EndWhich: event.Which(of(event.FieldEndWhich)),
		Places: of(event.FieldPlaces), With: of(event.FieldWith), UntilDay: of(event.FieldUntilDay), UntilHour: of(event.FieldUntilHour), UntilWhich: event.Which(of(event.FieldUntilWhich)), Tags: of(event.FieldTags),
		PlanDay: of(event.FieldPlanDay), PlanHour: of(event.FieldPlanHour), PlanWhich: event.Which(of(event.FieldPlanWhich))}
	d.Questions, d.Approval = sentQuestions(c), of(event.FieldApproval) != ""
	d.At, _ = strconv.ParseInt(of(views.FieldAt), 10, 64) // unreadable: 0, as from a form that has none
	town := text.Line(of(event.FieldCommune))
	if d.Commune = s.communeOf(town, ""); d.Commune == "" && town != "" {
		d.Commune = town // several are called so: refused, since it is no code
	}
	p, err := s.eventForm(c, was, d)
	p.Town, p.Draft.Voice = town, d.Voice
	if r := event.Rhythm(of(event.FieldRhythm)); r != "" {
		p.Season = event.Season{Rhythm: r, Times: text.Cut(text.Line(of(event.FieldTimes)), 3)}
	}
	if err == nil && was == nil {
		err = s.sourceOf(c, &p)
	}
	return p, err
}

// checkEvent reports whether a form must be shown again: something is wrong, or a preview was asked for.
func (s *site) checkEvent(c *fiber.Ctx, p *views.EventFormPage, was event.Event) (again bool, err error) {
	html, err := s.Events.Check(c.UserContext(), p.Draft, was)
	err = unbaited(c, err)
	if errors.As(err, &p.Wrong) {
		s.whichTown(p.Wrong, p.Town, "")
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if p.Slug == "" && !(reader{voices: p.Voices}).speaks(p.Draft.Voice, &p.Wrong) {
		return true, nil
	}
	if typed(c, views.FieldPreview) == "" {
		return false, nil
	}
	if p.Preview = html; html == "" {
		p.Preview = "<p>(sans texte)</p>"
	}
	return true, nil
}

func showEventForm(c *fiber.Ctx, err error, p *views.EventFormPage) error {
	if err != nil {
		return err
	}
	return show(c.Status(statusOf(p.Wrong)), views.EventForm(*p))
}

// announceEvent publishes what the form holds, or keeps it as a draft.
func (s *site) announceEvent(c *fiber.Ctx) error {
	p, err := s.sentEvent(c, nil)
	if err != nil {
		return err
	}
	if len(p.Voices) == 0 {
		return s.noVoice(c, "/evenements")
	}
	if again, err := s.checkEvent(c, &p, event.Event{}); again || err != nil {
		return showEventForm(c, err, &p)
	}
	e, err := s.announceDraft(c, p.Draft)
	if errors.As(err, &p.Wrong) {
		return showEventForm(c, nil, &p)
	}
	if err == nil && p.Season.Rhythm != "" && !e.Draft && e.Down == nil {
		s.say(c, views.ToneDone, "La première date est annoncée. Voici les autres : vérifiez-les, puis annoncez-les.")
		return seeOther(c, meetPath(e.Slug)+"/serie?"+url.Values{event.FieldRhythm: {string(p.Season.Rhythm)}, event.FieldTimes: {p.Season.Times}}.Encode())
	}
	return s.announced(c, &e, err, "Votre événement est annoncé.")
}

// announceDraft announces an event that was looked at. One that comes twice counts once.
func (s *site) announceDraft(c *fiber.Ctx, d event.Draft) (event.Event, error) {
	ctx, v := c.UserContext(), who(c).viewer()
	if !made(s.Events.Get(ctx, v, d.Key)) {
		if err := s.maySay(c, limit.Event, limit.PublishFirst); err != nil {
			return event.Event{}, err
		}
	}
	return s.Events.Announce(ctx, v, d)
}

// announced leads to an event that was written.
func (s *site) announced(c *fiber.Ctx, e *event.Event, err error, said string) error {
	switch {
	case err != nil:
		return err
	case e.Down != nil:
		return s.toHeld(c, moderation.Event, e.ID)
	case !e.Planned().IsZero():
		said = "C'est prévu : votre événement sera annoncé le " + moment(e.Planned()) + "."
	case e.Draft:
		said = "Votre brouillon est gardé."
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, meetPath(e.Slug))
}

func (s *site) editEvent(c *fiber.Ctx) error {
	e, err := s.changeable(c)
	if err != nil {
		return err
	}
	p, err := s.eventForm(c, &e, event.Filled(e))
	return showEventForm(c, err, &p)
}

// changeable is the event of the address, to who may change it.
func (s *site) changeable(c *fiber.Ctx) (event.Event, error) {
	e, err := s.Events.Mine(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err == nil && e.IsCancelled() {
		err = event.ErrCancelled
	}
	return e, err
}

// reworkEvent changes an event as a draft that was looked at says.
func (s *site) reworkEvent(c *fiber.Ctx, slug string, d event.Draft) (event.Event, error) {
	ctx, v := c.UserContext(), who(c).viewer()
	if err := s.Limits.Allow(ctx, limit.Rework, limit.Member(v.Account)); err != nil {
		return event.Event{}, err
	}
	return s.Events.Edit(ctx, v, slug, d)
}

func (s *site) saveEvent(c *fiber.Ctx) error {
	was, err := s.changeable(c)
	if err != nil {
		return err
	}
	p, err := s.sentEvent(c, &was)
	if err != nil {
		return err
	}
	if again, err := s.checkEvent(c, &p, was); again || err != nil {
		return showEventForm(c, err, &p)
	}
	is, err := s.reworkEvent(c, was.Slug, p.Draft)
	switch {
	case errors.As(err, &p.Wrong):
		return showEventForm(c, nil, &p)
	case errors.Is(err, fault.Conflict):
		return s.eventConflict(c, was, p)
	}
	return s.announced(c, &is, err, "Vos changements sont enregistrés.")
}

// eventConflict shows a form again beside what somebody else wrote meanwhile: sent again, it replaces that, knowingly.
func (s *site) eventConflict(c *fiber.Ctx, now event.Event, p views.EventFormPage) error {
	theirs, err := s.eventPage(c, &now)
	if err != nil {
		return err
	}
	theirs.Online, theirs.Edited = now.Online, ""
	p.Conflict, p.Draft.At, p.Theirs = true, now.Version(), &theirs
	return show(c.Status(fiber.StatusConflict), views.EventForm(p))
}

// eventEnd is the page of a button that ends an event.
func (s *site) eventEnd(c *fiber.Ctx, title string) (views.EventEndPage, event.Event, error) {
	e, err := s.Events.Mine(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return views.EventEndPage{}, e, err
	}
	cards, err := s.eventCards(c, []event.Event{e})
	if err != nil {
		return views.EventEndPage{}, e, err
	}
	r, err := s.Events.Roster(c.UserContext(), &e)
	return views.EventEndPage{Chrome: s.chrome(c, title, views.NavEvents), Card: cards[0], Placed: r.Placed}, e, err
}

func (s *site) cancelEventForm(c *fiber.Ctx) error {
	p, e, err := s.eventEnd(c, "Annuler un événement")
	if err == nil && (e.IsCancelled() || e.Draft) {
		return seeOther(c, meetPath(e.Slug))
	}
	if err != nil {
		return err
	}
	return show(c, views.CancelEvent(p))
}

func (s *site) cancelEvent(c *fiber.Ctx) error {
	p, e, err := s.eventEnd(c, "Annuler un événement")
	if err != nil {
		return err
	}
	p.Reason = typed(c, event.FieldReason)
	_, err = s.Events.Cancel(c.UserContext(), who(c).viewer(), e.Slug, p.Reason)
	switch {
	case errors.As(err, &p.Wrong):
		return show(c.Status(fiber.StatusUnprocessableEntity), views.CancelEvent(p))
	case err != nil:
		return err
	}
	s.say(c, views.ToneDone, "L'événement est annulé. Ceux qui devaient venir reçoivent une lettre.")
	return seeOther(c, meetPath(e.Slug))
}

func (s *site) deleteEventForm(c *fiber.Ctx) error {
	p, _, err := s.eventEnd(c, "Supprimer un événement")
	if err != nil {
		return err
	}
	return show(c, views.DeleteEvent(p))
}

func (s *site) deleteEvent(c *fiber.Ctx) error {
	if err := s.Events.Delete(c.UserContext(), who(c).viewer(), c.Params("slug")); err != nil {
		return err
	}
	s.say(c, views.ToneDone, "L'événement est supprimé.")
	return seeOther(c, "/evenements")
}
