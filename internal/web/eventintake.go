package web

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/calendar"
	"partant/internal/clock"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// Calendars gets the calendars of other sites.
type Calendars interface {
	// Fetch returns the file at an address that somebody gave. fault.NotFound, fault.Unavailable, calendar.ErrLarge.
	Fetch(ctx context.Context, address string) ([]byte, error)
}

// intakePath is where calendars of others are taken in.
const intakePath = "/evenements/importer"

// intakeShown is how many meetings of a calendar are listed.
const intakeShown = 200

// intakeForm is the empty form. ?en_tant_que= says for which page.
func (s *site) intakeForm(c *fiber.Ctx) error {
	p, err := s.intakePage(c, c.Query(viewer.FieldVoice))
	if err != nil {
		return err
	}
	if len(p.Voices) == 0 {
		return s.noVoice(c, "/evenements")
	}
	return show(c, views.Intake(p))
}

func (s *site) intakePage(c *fiber.Ctx, voice string) (views.IntakePage, error) {
	p := views.IntakePage{Chrome: s.chrome(c, "Importer un agenda", views.NavEvents), Towns: s.talkTowns(), Wrong: fault.Fields{}}
	r, err := s.readerOf(c)
	if p.Voices, p.Batch.Voice = r.voices, voice; !r.has(voice) {
		p.Batch.Voice = r.voiceOf("")
	}
	return p, err
}

// takeCalendar shows what a calendar would bring and, once that was seen, makes it.
func (s *site) takeCalendar(c *fiber.Ctx) error {
	p, err := s.intakePage(c, typed(c, viewer.FieldVoice))
	if err != nil {
		return err
	}
	if len(p.Voices) == 0 {
		return s.noVoice(c, "/evenements")
	}
	p.Batch.Voice = typed(c, viewer.FieldVoice) // one that is not theirs is refused, not replaced
	p.Address, p.Town = strings.TrimSpace(typed(c, views.FieldCalendarURL)), text.Line(typed(c, event.FieldCommune))
	p.Batch.Purpose, p.Batch.Place = text.Lines(typed(c, event.FieldPurpose)), text.Line(typed(c, event.FieldPlace))
	s.checkIntake(&p)
	seen, err := s.readCalendar(c, &p)
	if err != nil {
		return err
	}
	if do := typed(c, views.FieldDo); seen && len(p.Wrong) == 0 && (do == views.DoPublish || do == views.DoDraft) {
		return s.takeIn(c, p, do == views.DoDraft)
	}
	if p.File != "" && p.Wrong[viewer.FieldVoice] == "" {
		if err := s.foresee(c, &p); err != nil {
			return err
		}
	}
	p.File = strings.ToValidUTF8(p.File, "\uFFFD") // it comes back by a form
	return show(c.Status(statusOf(p.Wrong)), views.Intake(p))
}

// checkIntake says what is wrong with what stands for all.
func (s *site) checkIntake(p *views.IntakePage) {
	(reader{voices: p.Voices}).speaks(p.Batch.Voice, &p.Wrong)
	if p.Town != "" {
		if p.Batch.Commune = s.communeOf(p.Town, ""); !s.Events.Knows(p.Batch.Commune) {
			p.Wrong.Add(event.FieldCommune, "Cette commune n'est pas du département, ou plusieurs portent ce nom. Choisissez-la dans la liste, ou laissez vide.")
		}
	}
	for field, said := range map[string]struct{ text, name string }{event.FieldPurpose: {p.Batch.Purpose, "La raison"}, event.FieldPlace: {p.Batch.Place, "Le lieu"}} {
		if text.Len(said.text) > event.MaxWords {
			p.Wrong.Add(field, said.name+" est trop long : "+text.Number(event.MaxWords)+" caractères au plus.")
		}
	}
}

// readCalendar puts the file of a form, of an address, or the one that was seen before into p. Seen: it is the last.
func (s *site) readCalendar(c *fiber.Ctx, p *views.IntakePage) (seen bool, err error) {
	member := limit.Member(who(c).account.ID)
	files := sent(c)
	var file []byte
	switch {
	case len(files) > 0:
		if err := s.Limits.Allow(c.UserContext(), limit.Calendar, member); err != nil {
			return false, err
		}
		f, err := files[0].Open()
		if err != nil {
			return false, err
		}
		defer f.Close()
		if file, err = io.ReadAll(io.LimitReader(f, calendar.MostBytes+1)); err != nil {
			return false, err
		}
		p.Address = ""
	case p.Address != "" && p.Address != typed(c, views.FieldCalendarOf):
		if err := s.Limits.Allow(c.UserContext(), limit.CalendarURL, member); err != nil {
			return false, err
		}
		if file, err = s.Calendars.Fetch(c.UserContext(), p.Address); err != nil {
			return false, s.unfetched(c, p, err)
		}
	default:
		file, seen = []byte(typed(c, views.FieldCalendar)), true
	}
	switch {
	case len(file) == 0:
		p.Wrong.Add(views.FieldFile, "Choisissez un fichier .ics, ou donnez l'adresse d'un agenda.")
	case len(file) > calendar.MostBytes:
		p.Wrong.Add(views.FieldFile, "Ce fichier dépasse un mégaoctet : exportez de votre agenda une période plus courte.")
	default:
		p.File = string(file)
	}
	return seen, nil
}

// unfetched says beside its field why a calendar could not be had.
func (s *site) unfetched(c *fiber.Ctx, p *views.IntakePage, err error) error {
	switch {
	case c.UserContext().Err() != nil:
		return err
	case errors.Is(err, calendar.ErrLarge):
		p.Wrong.Add(views.FieldCalendarURL, "L'agenda qui est à cette adresse dépasse un mégaoctet.")
	case errors.Is(err, fault.NotFound):
		p.Wrong.Add(views.FieldCalendarURL, "Il n'y a pas d'agenda à cette adresse, ou il n'est pas public. Copiez l'adresse « iCal » que donne votre agenda : elle commence par https:// et finit souvent par .ics.")
	case errors.Is(err, fault.Unavailable):
		p.Wrong.Add(views.FieldCalendarURL, "Le site de cet agenda n'a pas répondu : essayez de nouveau dans un instant, ou envoyez le fichier.")
	default:
		return err
	}
	return nil
}

// meetings reads what is to come of the calendar of a form.
func (s *site) meetings(c *fiber.Ctx, p *views.IntakePage) (all []event.Foreign, err error) {
	now := s.Now()
	read, err := calendar.Read(c.UserContext(), []byte(p.File), now, now.Add(event.AheadMost))
	if errors.Is(err, calendar.ErrNone) {
		p.Wrong.Add(views.FieldFile, "Il n'y a aucun rendez-vous dans ce fichier : est-ce bien un agenda, au format .ics ?")
		p.File = ""
		return nil, nil
	}
	p.Past, p.Cut, p.Unread = read.Past, read.Cut, read.Refused
	for i := range read.Entries {
		e := &read.Entries[i]
		own, _ := strings.CutSuffix(e.UID, "@"+s.BaseURL.Hostname())
		if own == e.UID {
			own = ""
		}
		all = append(all, event.Foreign{UID: e.UID, Nth: e.Nth, Line: e.Line, Start: e.Start, End: e.End, AllDay: e.AllDay, Title: e.Title, Text: e.Text, Place: e.Place, URL: e.URL, Commune: s.townIn(e.Place),
			Tags: e.Tags, Cancelled: e.Cancelled, Own: own})
	}
	return all, err
}

// townIn is the commune that an address ends with, « L'ECG, 12 rue des Carmes, 45000 Orléans, France »; empty when that is not sure.
func (s *site) townIn(place string) string {
	parts := strings.FieldsFunc(place, func(r rune) bool { return r == ',' || r == '\n' || r == ';' || r == '(' || r == ')' })
	for _, part := range slices.Backward(parts) {
		name, postcode := strings.TrimSpace(part), ""
		if number, rest, found := strings.Cut(name, " "); found && len(number) == 5 && strings.Trim(number, "0123456789") == "" {
			name, postcode = rest, number
		}
		if towns := s.Territory.Region.Meant(name, postcode); len(towns) == 1 {
			return towns[0].INSEE
		}
	}
	return ""
}

// foresee lists what the calendar would bring.
func (s *site) foresee(c *fiber.Ctx, p *views.IntakePage) error {
	all, err := s.meetings(c, p)
	if err != nil || p.File == "" {
		return err
	}
	list, err := s.Events.Foresee(c.UserContext(), who(c).viewer(), p.Batch, all)
	p.Seen = true
	s.fillFound(p, list)
	return err
}

// takeIn makes what was chosen. Who is new keeps drafts: what they announce on their first day is little.
func (s *site) takeIn(c *fiber.Ctx, p views.IntakePage, drafts bool) error {
	v := who(c).viewer()
	for _, key := range c.Request().PostArgs().PeekMulti(views.FieldTake) {
		p.Batch.Only = append(p.Batch.Only, string(key))
	}
	if len(p.Batch.Only) == 0 {
		p.Wrong.Add(views.FieldTake, "Cochez au moins un rendez-vous.")
		if err := s.foresee(c, &p); err != nil {
			return err
		}
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Intake(p))
	}
	if err := s.Limits.Allow(c.UserContext(), limit.Intake, limit.Member(v.Account)); err != nil {
		return err
	}
	young, err := s.Moderation.InFirstDay(c.UserContext(), v)
	if err != nil {
		return err
	}
	p.Young, p.Batch.Later = young && !drafts, drafts || young
	all, err := s.meetings(c, &p)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), uploadPatience) // some sixty writes
	defer cancel()
	list, err := s.Events.TakeIn(ctx, v, p.Batch, all)
	if err != nil {
		return err
	}
	p.Done = true
	s.fillFound(&p, slices.DeleteFunc(list, func(a event.Found) bool { return a.Fate != event.Fresh && !slices.Contains(p.Batch.Only, a.Key) }))
	return show(c, views.Intake(p))
}

func (s *site) fillFound(p *views.IntakePage, list []event.Found) {
	for i := range list {
		a := &list[i]
		switch a.Fate {
		case event.Fresh:
			p.Fresh++
		case event.Waits:
			p.Waits++
		}
		if len(p.Lines) == intakeShown {
			p.More++
			continue
		}
		line := views.IntakeLine{Key: a.Key, Line: a.Line, Title: a.Title, When: views.Moment(a.Start.In(clock.Paris)), Town: s.Territory.TownName(a.Commune), Place: a.Place, Fate: a.Fate, Why: a.Why, Notes: a.Notes, Slug: a.Event.Slug, Held: a.Event.Down != nil}
		if a.AllDay {
			line.When = views.Day(a.Start.In(clock.Paris))
		}
		p.Lines = append(p.Lines, line)
	}
}
