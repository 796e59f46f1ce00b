package web

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/views"
)

// series is /evenements/{slug}/serie: how an event is to repeat or, once it does, its dates.
func (s *site) series(c *fiber.Ctx) error {
	p, e, err := s.seriesPage(c)
	if err != nil {
		return err
	}
	p.Plan.Rhythm = p.Rhythms[0]
	if r := event.Rhythm(c.Query(event.FieldRhythm)); slices.Contains(p.Rhythms, r) && len(p.Dates) == 0 { // another season
		p.Plan = event.Season{Rhythm: r, Times: c.Query(event.FieldTimes)}
		planned, err := s.Events.Season(c.UserContext(), who(c).viewer(), e.Slug, p.Plan)
		if err != nil && !errors.As(err, &p.Wrong) {
			return err
		}
		fillPlanned(&p, planned)
	}
	return showSeries(c, p)
}

func (s *site) seriesPage(c *fiber.Ctx) (p views.SeriesPage, e event.Event, err error) {
	v := who(c).viewer()
	if e, err = s.Events.Mine(c.UserContext(), v, c.Params("slug")); err != nil {
		return p, e, err
	}
	cards, err := s.eventCards(c, []event.Event{e})
	if err != nil {
		return p, e, err
	}
	p = views.SeriesPage{Chrome: s.chrome(c, "Les dates d'un événement", views.NavEvents), Card: cards[0], Rhythms: event.Rhythms(e.Start.Here())}
	if e.Series == "" {
		p.Young, err = s.Moderation.InFirstDay(c.UserContext(), v)
		return p, e, errors.Join(err, e.MayRepeat(s.Now()))
	}
	others, err := s.Events.Siblings(c.UserContext(), v, &e)
	if err != nil {
		return p, e, err
	}
	all := append(others, e)
	slices.SortFunc(all, func(a, b event.Event) int { return a.Start.At.Compare(b.Start.At) })
	if cards, err = s.eventCards(c, all); err != nil {
		return p, e, err
	}
	for i := range all {
		p.Dates = append(p.Dates, views.SeriesDate{Card: cards[i], Here: all[i].ID == e.ID, Apart: all[i].Apart})
		if all[i].Nth > e.Nth && !all[i].IsCancelled() && !all[i].Over && !all[i].Apart {
			p.Rest++
		}
	}
	return p, e, nil
}

// steerSeries shows the dates of a series to be, announces them, or changes those that follow one.
func (s *site) steerSeries(c *fiber.Ctx) error {
	switch typed(c, views.FieldDo) {
	case views.DoAfter:
		return s.followingDates(c)
	case views.DoEnd:
		return s.endSeries(c)
	}
	return s.announceDates(c)
}

func (s *site) announceDates(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	p, e, err := s.seriesPage(c)
	if err != nil {
		return err
	}
	if len(p.Dates) > 0 { // sent twice
		return seeOther(c, meetPath(e.Slug)+"/serie")
	}
	p.Plan = event.Season{Rhythm: event.Rhythm(typed(c, event.FieldRhythm)), Times: typed(c, event.FieldTimes), Last: typed(c, event.FieldLast)}
	planned, err := s.Events.Season(ctx, v, e.Slug, p.Plan)
	if errors.As(err, &p.Wrong) {
		return showSeries(c, p)
	}
	if err != nil {
		return err
	}
	announces := typed(c, views.FieldDo) == views.DoRepeat
	if announces {
		p.Plan.Only = []string{}
		for _, day := range c.Request().PostArgs().PeekMulti(event.FieldDates) {
			p.Plan.Only = append(p.Plan.Only, string(day))
		}
	}
	fillPlanned(&p, planned)
	if !announces {
		return showSeries(c, p)
	}
	if p.Young {
		p.Wrong = fault.Fields{event.FieldDates: views.OneDateToday}
		return showSeries(c, p)
	}
	if err := s.Limits.Allow(ctx, limit.Intake, limit.Member(v.Account)); err != nil {
		return err
	}
	_, err = s.Events.Recur(ctx, v, e.Slug, p.Plan)
	switch {
	case errors.As(err, &p.Wrong):
		return showSeries(c, p)
	case errors.Is(err, event.ErrSeries):
	case err != nil:
		return err
	default:
		s.say(c, views.ToneDone, "Les dates sont annoncées : chacune a sa page.")
	}
	return seeOther(c, meetPath(e.Slug)+"/serie")
}

func showSeries(c *fiber.Ctx, p views.SeriesPage) error {
	return show(c.Status(statusOf(p.Wrong)), views.Series(p))
}

// fillPlanned shows what a plan comes to, and the months that have no such day.
func fillPlanned(p *views.SeriesPage, planned []event.SeasonDay) {
	for i, d := range planned {
		p.Planned = append(p.Planned, views.PlannedDate{Day: d.Day, Words: views.Moment(d.Start), Lost: d.Lost, First: i == 0,
			Taken: i > 0 && d.Lost == "" && (p.Plan.Only == nil || slices.Contains(p.Plan.Only, d.Day))})
		if i == 0 || p.Plan.Rhythm != event.ByDate {
			continue
		}
		for month := event.Month(planned[i-1].Start).End(); month.Before(event.Month(d.Start).Begin()); month = event.Month(month).End() {
			p.Lacking = append(p.Lacking, views.MonthYear(month.In(clock.Paris)))
		}
	}
}

// followingDates has those that follow a date be as it is.
func (s *site) followingDates(c *fiber.Ctx) error {
	v, slug := who(c).viewer(), c.Params("slug")
	if err := s.Limits.Allow(c.UserContext(), limit.Rework, limit.Member(v.Account)); err != nil {
		return err
	}
	if err := s.Events.After(c.UserContext(), v, slug); err != nil {
		return err
	}
	s.say(c, views.ToneDone, "C'est fait : les dates qui suivent sont comme celle-ci.")
	return seeOther(c, meetPath(slug)+"/serie")
}

// endSeries cancels a date and all that follow.
func (s *site) endSeries(c *fiber.Ctx) error {
	p, e, err := s.seriesPage(c)
	if err != nil {
		return err
	}
	p.Reason = typed(c, event.FieldReason)
	err = s.Events.End(c.UserContext(), who(c).viewer(), e.Slug, p.Reason)
	switch {
	case errors.As(err, &p.Wrong):
		return showSeries(c, p)
	case err != nil:
		return err
	}
	s.say(c, views.ToneDone, "La série s'arrête là. Ceux qui devaient venir reçoivent une lettre.")
	return seeOther(c, meetPath(e.Slug)+"/serie")
}

// fillDates adds the other dates of a series.
func (s *site) fillDates(c *fiber.Ctx, e *event.Event, p *views.EventPage) error {
	p.Repeats = p.CanEdit && (e.Series != "" || e.MayRepeat(s.Now()) == nil)
	others, err := s.Events.Siblings(c.UserContext(), who(c).viewer(), e)
	if err == nil {
		p.Dates, err = s.eventCards(c, others)
	}
	return err
}
