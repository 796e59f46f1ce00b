package web

import (
	"cmp"
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/internal/text"
	"partant/views"
)

// caseLine is a case in the queue.
func caseLine(c *moderation.Case) views.CaseLine {
	var why []string
	if n := len(c.Waiting()); n == 1 {
		why = append(why, "un signalement")
	} else if n > 1 {
		why = append(why, views.Number(n)+" signalements")
	}
	if len(c.Open()) > 0 {
		why = append(why, "décision contestée")
	}
	for _, sign := range c.Signs {
		why = append(why, views.SignName(sign))
	}
	title := cmp.Or(c.Title, text.Cut(text.Line(c.Text), 80), "(sans titre)")
	last := c.Last()
	return views.CaseLine{ID: c.ID, Title: title, What: views.ThingName(c.Kind), Why: strings.Join(why, ", "), At: moment(c.Waits),
		Held: last != nil && last.What == moderation.Held}
}

// openCase makes the case of a thing that a moderator wants to judge without a report.
func (s *site) openCase(c *fiber.Ctx) error {
	made, err := s.Moderation.Open(c.UserContext(), who(c).viewer(), moderation.Kind(typed(c, views.FieldGenre)), typed(c, views.FieldThing))
	if err != nil {
		return err
	}
	return seeOther(c, "/moderation/dossiers/"+made)
}

func (s *site) showModerationCase(c *fiber.Ctx) error {
	p, err := s.moderationCase(c)
	if err != nil {
		return err
	}
	return show(c, views.ModerationCase(p))
}

// judgedFile hands over the document that a case is about: moderators of a site are no members of its clubs.
func (s *site) judgedFile(c *fiber.Ctx) error {
	ctx := c.UserContext()
	is, err := s.Moderation.Case(ctx, who(c).viewer(), c.Params("id"))
	if err == nil && (is.Kind != moderation.ClubFile || !is.Reveals()) {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	d, by, err := s.Clubs.ModeratedFile(ctx, is.Thing)
	if err != nil {
		return err
	}
	file, err := s.Media.Fetch(ctx, media.Thing{Kind: media.OfClub, ID: by.Page}, d.ID, "")
	if err != nil {
		return err
	}
	return handOver(c, &d, &file)
}

// moderationCase is a case as a moderator reads it.
func (s *site) moderationCase(c *fiber.Ctx) (views.ModerationCasePage, error) {
	ctx, v := c.UserContext(), who(c).viewer()
	is, err := s.Moderation.Case(ctx, v, c.Params("id"))
	if err != nil {
		return views.ModerationCasePage{}, err
	}
	p := views.ModerationCasePage{Chrome: s.chrome(c, "Dossier", views.NavMe), Case: is, Authors: is.Authors}
	for _, r := range is.Reports {
		p.Reports = append(p.Reports, views.ReportLine{Report: r, At: moment(r.At), Name: s.nameOf(c, r.By), Waits: r.Decision == ""})
	}
	for _, a := range is.Appeals {
		p.Appeals = append(p.Appeals, views.AppealLine{Appeal: a, At: moment(a.At), Name: s.nameOf(c, a.By), Waits: a.Outcome == ""})
	}
	for _, d := range is.Decisions {
		p.Decisions = append(p.Decisions, views.DecisionLine{Decision: d, At: moment(d.At), Name: s.deciderOf(c, &d)})
	}
	thing, err := s.Moderation.Look(ctx, is.Kind, is.Thing)
	switch {
	case err == nil && thing.Mark == nil:
		p.Path = thing.Path
	case err != nil && !errors.Is(err, fault.NotFound):
		return p, err
	}
	return p, s.fillMay(c, &p)
}

// fillMay says whether the moderator may decide, or why not.
func (s *site) fillMay(c *fiber.Ctx, p *views.ModerationCasePage) error {
	err := s.Moderation.MayJudge(c.UserContext(), who(c).viewer(), &p.Case)
	switch {
	case errors.Is(err, moderation.ErrOwn):
		p.MayNot = "Ce dossier vous concerne : quelqu'un d'autre décidera."
	case errors.Is(err, moderation.ErrFirst):
		p.MayNot = "Votre décision est contestée : quelqu'un d'autre doit la relire."
	case p.Case.Kind == moderation.Account && err == nil:
		p.MayNot = "Cela se décide depuis la page du compte : le rétablir, ou le laisser suspendu."
	default:
		p.May = err == nil
		return err
	}
	return nil
}

// nameOf names somebody of a case, to moderators.
func (s *site) nameOf(c *fiber.Ctx, p moderation.Party) string {
	switch {
	case p.Name != "":
		return p.Name
	case p.Email != "":
		return p.Email
	case p.Account == "":
		return "quelqu'un, sans adresse"
	}
	if a, err := s.Accounts.Get(c.UserContext(), p.Account); err == nil {
		return called(a)
	}
	return "quelqu'un qui a quitté le site"
}

// deciderOf names who decided, to moderators.
func (s *site) deciderOf(c *fiber.Ctx, d *moderation.Decision) string {
	if d.Automated() {
		return "par un programme"
	}
	if a, err := s.Accounts.Get(c.UserContext(), d.By); err == nil {
		return "par " + called(a)
	}
	return "par quelqu'un qui a quitté le site"
}

// decide ends what waits in a case.
func (s *site) decide(c *fiber.Ctx) error {
	said := moderation.Verdict{Seen: typed(c, moderation.FieldWhat) != "retirer", Ground: typed(c, moderation.FieldGround), Facts: typed(c, moderation.FieldFacts)}
	d, err := s.Moderation.Decide(c.UserContext(), who(c).viewer(), c.Params("id"), said)
	var wrong fault.Fields
	switch {
	case errors.As(err, &wrong):
		p, err := s.moderationCase(c)
		if err != nil {
			return err
		}
		p.Wrong, p.Ground, p.Facts = wrong, said.Ground, said.Facts
		return show(c.Status(fiber.StatusUnprocessableEntity), views.ModerationCase(p))
	case err != nil:
		return err
	}
	s.say(c, views.ToneDone, "C'est décidé ("+views.OutcomeName(d.What)+"). Les personnes concernées le lisent par lettre.")
	return seeOther(c, "/moderation")
}

// moderationLog is /moderation/journal.
func (s *site) moderationLog(c *fiber.Ctx) error {
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	found, err := s.Moderation.Log(c.UserContext(), who(c).viewer(), page.Req{Limit: shownAtOnce, Cursor: cursor})
	if err != nil {
		return err
	}
	p := views.LogPage{Chrome: s.chrome(c, "Journal de la modération", views.NavMe), Next: older("/moderation/journal?", found.Next)}
	for _, e := range found.Items {
		p.Entries = append(p.Entries, views.EntryLine{Entry: e, At: moment(e.At)})
	}
	return show(c, views.ModerationLog(p))
}

// figures is /moderation/chiffres.
func (s *site) moderationFigures(c *fiber.Ctx) error {
	months, err := s.Moderation.Figures(c.UserContext())
	if err != nil {
		return err
	}
	p := views.FiguresPage{Chrome: s.chrome(c, "La modération en chiffres", views.NavNone)}
	p.Chrome.Canonical = s.canonical("/moderation/chiffres")
	for _, m := range months {
		p.Months = append(p.Months, views.MonthFigures{Month: views.MonthYear(m.Month), N: m.N})
	}
	return show(c, views.Figures(p))
}

// toHeld leads to why what was just written is not seen yet.
func (s *site) toHeld(c *fiber.Ctx, kind moderation.Kind, thing string) error {
	s.say(c, views.ToneInfo, "Votre texte est gardé. Il attend d'être relu avant d'être vu : voici pourquoi.")
	return seeOther(c, "/decisions/"+moderation.CaseOf(kind, thing))
}

// decision is /decisions/{id}, for a member whom the case concerns.
func (s *site) decision(c *fiber.Ctx) error {
	r, err := s.Moderation.For(c.UserContext(), who(c).viewer(), c.Params("id"))
	if err != nil {
		return err
	}
	return s.showDecision(c, r, nil)
}

func (s *site) contest(c *fiber.Ctx) error {
	r, err := s.Moderation.For(c.UserContext(), who(c).viewer(), c.Params("id"))
	if err != nil {
		return err
	}
	return s.takeContest(c, r)
}

// decisionByLink is the same for whom a letter was written to that no account opens.
func (s *site) decisionByLink(c *fiber.Ctx) error {
	r, err := s.decisionLinked(c)
	if err != nil {
		return err
	}
	return s.showDecision(c, r, nil)
}

func (s *site) contestByLink(c *fiber.Ctx) error {
	r, err := s.decisionLinked(c)
	if err != nil {
		return err
	}
	return s.takeContest(c, r)
}

func (s *site) decisionLinked(c *fiber.Ctx) (moderation.Concerned, error) {
	return s.Moderation.ForLink(c.UserContext(), c.Params("id"), func(seal string) bool { return s.Trap.Fits(seal, c.Params("secret")) })
}

// takeContest has a decision read again.
func (s *site) takeContest(c *fiber.Ctx, r moderation.Concerned) error {
	err := s.Moderation.Contest(c.UserContext(), r, typed(c, moderation.FieldWords))
	var wrong fault.Fields
	switch {
	case errors.As(err, &wrong):
		return s.showDecision(c, r, wrong)
	case err != nil:
		return err
	}
	s.say(c, views.ToneDone, "Quelqu'un relira la décision, et vous écrira.")
	return seeOther(c, decisionPath(c, r.ID))
}

// decisionPath is where the reader came from.
func decisionPath(c *fiber.Ctx, of string) string {
	path := "/decisions/" + of
	if secret := c.Params("secret"); secret != "" {
		path += "/" + url.PathEscape(secret)
	}
	return path
}

func (s *site) showDecision(c *fiber.Ctx, r moderation.Concerned, wrong fault.Fields) error {
	p := views.DecisionPage{Chrome: s.letterChrome(c, "Décision de la modération"), Action: decisionPath(c, r.ID), Kind: r.Kind, Title: r.Title, Author: r.Author, Wrong: wrong}
	if wrong != nil {
		p.Words = typed(c, moderation.FieldWords)
		c.Status(fiber.StatusUnprocessableEntity)
	}
	if r.Author {
		p.Text = r.Text
	}
	for _, one := range r.MyReports() {
		p.Reports = append(p.Reports, views.ReportLine{Report: one, At: moment(one.At)})
	}
	heard := r.Heard()
	for _, d := range heard {
		p.Lines = append(p.Lines, views.DecisionLine{Decision: d, At: moment(d.At), Unheld: r.Unheld(&d)})
	}
	for _, a := range r.Contested() {
		p.Appeals = append(p.Appeals, views.AppealLine{Appeal: a, At: moment(a.At), Waits: a.Outcome == ""})
	}
	p.Waits = len(heard) == 0
	if d := s.Moderation.CanContest(&r); d != nil {
		p.Contest, p.Until = true, views.Day(d.At.Add(moderation.Contestable).In(clock.Paris))
	}
	if is, err := s.Moderation.Look(c.UserContext(), r.Kind, r.Thing); err == nil && is.Mark == nil {
		p.Path = is.Path
	}
	return show(c, views.Decision(p))
}
