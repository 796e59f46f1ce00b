package web

import (
	"errors"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/moderation"
)

// apiEventDraft is an event as programs send it. What a change does not name stays.
type apiEventDraft struct {
	As         *string   `json:"as"`
	Title      *string   `json:"title"`
	Text       *string   `json:"text"`
	Purpose    *string   `json:"purpose"`
	Price      *string   `json:"price"`
	Payer      *string   `json:"payer"`
	Commune    *string   `json:"commune"`
	Place      *string   `json:"place"`
	Link       *string   `json:"link"`
	Start      *string   `json:"start"`
	End        *string   `json:"end"`
	Deadline   *string   `json:"deadline"`
	Places     *int      `json:"places"`     // 0: no bound
	Companions *int      `json:"companions"` // whom each may bring
	Approval   *bool     `json:"approval"`
	Audience   *string   `json:"audience"`
	Tags       *[]string `json:"tags"`
}

// apiAudiences are the words of programs for who may find an event.
var apiAudiences = map[string]event.Audience{"everybody": event.Everybody, "members": event.Members, "invited": event.Invited}

// into writes what was sent into a draft, whose voice is left alone.
func (a *apiEventDraft) into(d *event.Draft) error {
	wrong := fault.Fields{}
	for to, sent := range map[*string]*string{&d.Title: a.Title, &d.Body: a.Text, &d.Purpose: a.Purpose, &d.Price: a.Price, &d.Payer: a.Payer, &d.Commune: a.Commune, &d.Place: a.Place, &d.Online: a.Link} {
		if sent != nil {
			*to = *sent
		}
	}
	apiMoment(a.Start, "start", &d.Day, &d.Hour, &d.Which, wrong)
	apiMoment(a.End, "end", &d.EndDay, &d.EndHour, &d.EndWhich, wrong)
	if a.Deadline != nil && *a.Deadline == "" {
		d.UntilDay, d.UntilHour, d.UntilWhich = "", "", event.Unasked
	} else {
		apiMoment(a.Deadline, "deadline", &d.UntilDay, &d.UntilHour, &d.UntilWhich, wrong)
	}
	for to, sent := range map[*string]*int{&d.Places: a.Places, &d.With: a.Companions} {
		switch {
		case sent == nil:
		case *sent == 0:
			*to = ""
		default:
			*to = strconv.Itoa(*sent)
		}
	}
	if a.Approval != nil {
		d.Approval = *a.Approval
	}
	if a.Audience != nil {
		known := false
		if d.For, known = apiAudiences[*a.Audience]; !known {
			wrong.Add("audience", "Ce champ attend everybody, members ou invited.")
		}
	}
	if a.Tags != nil {
		d.Tags = strings.Join(*a.Tags, ",")
	}
	return wrong.Err()
}

// apiMoment reads when something is: an hour of here, or an instant.
func apiMoment(sent *string, field string, day, hour *string, which *event.Which, wrong fault.Fields) {
	if sent == nil {
		return
	}
	if at, err := time.Parse(time.RFC3339, *sent); err == nil {
		*day, *hour, *which = event.Typed(at)
		return
	}
	wall, err := time.Parse("2006-01-02T15:04", *sent)
	if err != nil {
		wrong.Add(field, "Écrivez une heure d'ici, comme 2027-01-12T18:30, ou un instant complet, comme 2027-01-12T18:30:00+01:00.")
	}
	*day, *hour, *which = wall.Format(time.DateOnly), wall.Format("15:04"), event.Unasked
}

// apiAnnounce is POST /api/v1/events.
func (s *site) apiAnnounce(c *fiber.Ctx) error {
	sent, err := bodyOf[apiEventDraft](c)
	if err != nil {
		return err
	}
	d, as := event.Draft{}, ""
	if sent.As != nil {
		as = *sent.As
	}
	if err = sent.into(&d); err == nil {
		d.Key, err = draftKey(c)
	}
	if err == nil {
		d.Voice, err = s.apiVoice(c, as)
	}
	if err == nil {
		_, err = s.Events.Check(c.UserContext(), d, event.Event{})
	}
	var e event.Event
	if err == nil {
		e, err = s.announceDraft(c, d)
	}
	if err != nil {
		return forProgram(err)
	}
	return s.sendMade(c, "/events/"+url.PathEscape(e.Slug), heldIn(e.Down, moderation.Event, e.ID), func() error { return s.sendEvent(c, &e) })
}

// tagOf is the entity tag of an event as it is: what a change shows again.
func tagOf(e *event.Event) string { return `"` + strconv.FormatInt(e.Version(), 10) + `"` }

// What a program hears whose change comes without knowing what it changes.
var (
	errUnmatched = refusal{fiber.NewError(fiber.StatusPreconditionRequired), "Dites quelle version vous changez : lisez l'événement, puis renvoyez son en-tête ETag dans If-Match."}
	errStale     = refusal{fiber.ErrPreconditionFailed, "L'événement a changé depuis que vous l'avez lu : lisez-le à nouveau, puis refaites votre changement."}
	errOff       = refusal{fault.Conflict, "Cet événement est annulé : il ne change plus."}
)

// apiRework is PATCH /api/v1/events/{slug}: what it does not name stays.
func (s *site) apiRework(c *fiber.Ctx) error {
	sent, err := bodyOf[apiEventDraft](c)
	if err != nil {
		return err
	}
	was, err := s.changeable(c)
	switch match := c.Get(fiber.HeaderIfMatch); {
	case errors.Is(err, event.ErrCancelled):
		return errOff
	case err != nil:
		return err
	case match == "":
		return errUnmatched
	case match != "*" && !strings.Contains(match, tagOf(&was)):
		return errStale
	case sent.As != nil:
		return fault.Fields{"as": "Un événement garde la page qui l'a annoncé."}
	}
	d := event.Filled(was)
	if d.EndDay == "" {
		d.EndDay = d.Day // of the day it was, also when the beginning moves
	}
	if err = sent.into(&d); err == nil {
		_, err = s.Events.Check(c.UserContext(), d, was)
	}
	var is event.Event
	if err == nil {
		is, err = s.reworkEvent(c, was.Slug, d)
	}
	switch {
	case errors.Is(err, event.ErrCancelled):
		return errOff
	case errors.Is(err, fault.Conflict):
		return errStale
	case err != nil:
		return forProgram(err)
	}
	if held := heldIn(is.Down, moderation.Event, is.ID); held != "" {
		return s.sendMade(c, "", held, nil)
	}
	return s.sendEvent(c, &is)
}

// apiCancel is POST /api/v1/events/{slug}/cancel: it does not take place. Done twice it is done once.
func (s *site) apiCancel(c *fiber.Ctx) error {
	sent, err := bodyOf[struct {
		Reason string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	e, err := s.Events.Cancel(c.UserContext(), who(c).viewer(), c.Params("slug"), sent.Reason)
	if err != nil {
		return forProgram(err)
	}
	return s.sendEvent(c, &e)
}

// apiRemoveEvent is DELETE /api/v1/events/{slug}.
func (s *site) apiRemoveEvent(c *fiber.Ctx) error {
	return done(c, s.Events.Delete(c.UserContext(), who(c).viewer(), c.Params("slug")))
}

// apiComing is what the member of a key answered to an event.
type apiComing struct {
	Says       event.Says        `json:"says"`
	Seat       event.Seat        `json:"seat,omitempty"` // missing: none
	Companions int               `json:"companions,omitempty"`
	Listed     bool              `json:"listed"`
	Remind     event.Remind      `json:"remind,omitempty"`
	Answers    map[string]string `json:"answers,omitempty"`
}

// apiComingDraft is an answer to an event as programs send it.
type apiComingDraft struct {
	Says       string            `json:"says"`
	Companions int               `json:"companions"`
	Listed     bool              `json:"listed"`
	Remind     string            `json:"remind"`
	Answers    map[string]string `json:"answers"` // to the questions of the event, by their ids
}

func sendComing(c *fiber.Ctx, a *event.Answer) error {
	return c.JSON(apiComing{Says: a.Says, Seat: a.Seat, Companions: a.With, Listed: a.Listed, Remind: a.Remind, Answers: saidIn(a)})
}

// apiMyAnswer is GET /api/v1/events/{slug}/answer. fault.NotFound for who has not answered.
func (s *site) apiMyAnswer(c *fiber.Ctx) error {
	if !who(c).viewer().SignedIn() {
		c.Set(fiber.HeaderWWWAuthenticate, challenge)
		return errNoKey
	}
	e, err := s.apiEventAt(c)
	var a event.Answer
	if err == nil {
		a, err = s.Events.Of(c.UserContext(), who(c).viewer(), &e)
		if errors.Is(err, fault.NotFound) {
			err = errUnsaid
		}
	}
	if err != nil {
		return err
	}
	return sendComing(c, &a)
}

// apiAnswerEvent is PUT /api/v1/events/{slug}/answer: said twice it is said once.
func (s *site) apiAnswerEvent(c *fiber.Ctx) error {
	sent, err := bodyOf[apiComingDraft](c)
	if err != nil {
		return err
	}
	r := event.Reply{Says: sent.Says, Listed: sent.Listed, Remind: sent.Remind, Said: map[string]string{}} // all is asked, as on the page
	maps.Copy(r.Said, sent.Answers)
	if sent.Companions != 0 {
		r.With = strconv.Itoa(sent.Companions)
	}
	a, err := s.sayComing(c, r)
	if wrong := unanswerable(err); wrong != nil {
		err = wrong
	}
	if err != nil {
		return forProgram(err)
	}
	return sendComing(c, &a)
}
