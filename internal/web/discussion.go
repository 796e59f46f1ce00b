package web

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/limit"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

func talkPath(slug string) string { return "/discussions/" + url.PathEscape(slug) }

// lines are those of a text.
func lines(of string) []string { return strings.Split(of, "\n") }

// talk is the list of discussions.
func (s *site) talk(c *fiber.Ctx) error {
	p := views.TalkPage{Themes: themes(), Towns: s.talkTowns()}
	f := s.talkAsk(c, &p)
	after, err := page.ParseCursor(p.Ask.After)
	if err != nil {
		return fault.NotFound
	}
	list, err := s.Talk.List(c.UserContext(), f, page.Req{Cursor: after})
	if err == nil {
		p.List, err = s.talkCards(c, list.Items)
	}
	if err != nil {
		return err
	}
	if !list.Next.IsZero() {
		next := p.Ask
		next.After = list.Next.String()
		p.Next = next.URL()
	}
	title := "Discussions"
	if p.Theme != "" {
		title += ", " + p.Theme
	}
	if p.Town != "" {
		title += ", " + p.Town
	}
	p.Chrome = s.chrome(c, title, views.NavTalk)
	p.Chrome.Description = "Ce dont parlent les entreprises, les clubs et les institutions " + s.Site.Region.Of + " : questions, propositions, réponses."
	p.Chrome.NoIndex = p.Ask.Unanswered || p.Ask.After != "" || len(p.List) == 0
	if p.Ask.After == "" {
		p.Chrome.Canonical = s.canonical(p.Ask.URL())
	}
	return s.showCommon(c, p.Common())
}

// talkAsk reads the address. What it does not know it leaves out, and says so: a shared link never fails.
func (s *site) talkAsk(c *fiber.Ctx, p *views.TalkPage) (f discussion.Filter) {
	p.Ask.After = c.Query(views.ParamAfter)
	if theme := text.Line(c.Query(views.ParamTheme)); theme != "" {
		if p.Theme = discussion.ThemeName(theme); p.Theme == "" {
			p.Lost = text.Cut(theme, mostQuoted)
		} else {
			p.Ask.Theme, f.Theme = theme, theme
		}
	}
	if name := text.Line(c.Query(views.ParamTalkTown)); name != "" {
		if town, ok := s.townCalled(text.Cut(name, maxTextLength)); ok {
			p.Town, p.Ask.Commune, f.Commune = town.Name, town.Slug, town.INSEE
		} else {
			p.Lost = text.Cut(name, mostQuoted)
		}
	}
	f.Unanswered = c.Query(views.ParamUnanswered) != ""
	p.Ask.Unanswered = f.Unanswered
	return f
}

func themes() (all []views.Option) {
	for _, t := range discussion.Themes() {
		all = append(all, views.Option{Value: t.Slug, Text: t.Name})
	}
	return all
}

func (s *site) talkTowns() (names []string) {
	for _, town := range s.Territory.Region.Communes {
		names = append(names, town.Name)
	}
	return names
}

func (s *site) talkCards(c *fiber.Ctx, list []discussion.Discussion) ([]views.TalkCard, error) {
	var pages []string
	for i := range list {
		pages = append(pages, list[i].By.Page)
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	if err != nil {
		return nil, err
	}
	cards := make([]views.TalkCard, len(list))
	for i := range list {
		cards[i] = s.talkCard(&list[i], lines[list[i].By.Page])
	}
	return cards, nil
}

func (s *site) talkCard(d *discussion.Discussion, by views.Byline) views.TalkCard {
	return views.TalkCard{Slug: d.Slug, Title: d.Title, Kind: d.Kind, Theme: discussion.ThemeName(d.Theme), Town: s.Territory.TownName(d.Commune), By: by,
		Answers: d.Answers, Active: views.Moment(d.Active.In(clock.Paris)), Pinned: !d.Pinned.IsZero(), Closed: d.IsClosed()}
}

// discussion is /discussions/{slug}.
func (s *site) discussion(c *fiber.Ctx) error {
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	if err != nil {
		return err
	}
	return s.showDiscussion(c, d, nil)
}

// showDiscussion draws a discussion; sent is the form of an answer that is shown again.
func (s *site) showDiscussion(c *fiber.Ctx, d discussion.Discussion, sent *views.AnswerForm) error {
	r, err := s.readerOf(c)
	if err != nil {
		return err
	}
	v := who(c).viewer()
	rights := s.Talk.RightsOf(v, &d, r.pages())
	r.replies, r.accepts, r.chosen = !d.IsClosed(), rights.Accept, d.Accepted
	of := subject{target: comment.Target{Kind: comment.Discussion, ID: d.ID}, path: talkPath(d.Slug), title: d.Title, closed: d.IsClosed()}
	p := views.DiscussionPage{CanEdit: rights.Edit, CanClose: rights.Close, CanPin: rights.Pin, CanDelete: rights.Delete, Later: c.Query(views.ParamAfter) != "",
		NoVoice: v.SignedIn() && len(r.voices) == 0, Form: sent}
	if p.Answers, err = s.answersOf(c, of, r); err != nil {
		return err
	}
	if err := s.describe(c, &p, d); err != nil {
		return err
	}
	if err := s.choose(c, &p, d, r); err != nil {
		return err
	}
	if p.Form == nil && len(r.voices) > 0 && !d.IsClosed() {
		f := s.answerForm(c, of.path+"/reponses", r)
		p.Form = &f
	}
	p.Chrome = s.chrome(c, d.Title, views.NavTalk)
	p.Chrome.Description = text.Cut(text.Line(d.Body), 200)
	p.Chrome.NoIndex = p.Card.By.Example || p.Later
	if reads(c) && !p.Later {
		p.Chrome.Canonical = s.canonical(of.path)
	}
	if sent != nil {
		c.Status(statusOf(sent.Wrong))
	}
	return show(c, views.Discussion(p))
}

// describe says what a discussion is.
func (s *site) describe(c *fiber.Ctx, p *views.DiscussionPage, d discussion.Discussion) error {
	cards, err := s.talkCards(c, []discussion.Discussion{d})
	if err != nil {
		return err
	}
	p.Card, p.ThemeOf, p.HTML, p.Purpose, p.Payer = cards[0], d.Theme, d.HTML, d.Purpose, d.Payer
	if town, ok := s.Territory.Region.Commune(d.Commune); ok {
		p.TownOf = town.Slug
	}
	p.At = views.Moment(d.Created.In(clock.Paris))
	if !d.Edited.IsZero() {
		p.Edited = views.Moment(d.Edited.In(clock.Paris))
	}
	if p.Answers.Next == "" && p.Answers.First == "" { // all are here: the count is right at once
		p.Card.Answers = 0
		for i := range p.Answers.List {
			if !p.Answers.List[i].Deleted {
				p.Card.Answers++
			}
		}
	}
	p.State = unanswered(d, p.Card)
	return nil
}

// unanswered says what a discussion still waits for.
func unanswered(d discussion.Discussion, card views.TalkCard) string {
	switch {
	case card.Closed:
		return ""
	case card.Answers == 0 && d.Kind == discussion.Question:
		return "Cette question attend sa première réponse."
	case card.Answers == 0 && d.Kind == discussion.Proposal:
		return "Cette proposition attend un premier avis : partant ?"
	case card.Answers == 0:
		return "Personne n'a encore répondu."
	case d.Kind == discussion.Question && d.Accepted == "":
		return "Aucune réponse n'a encore été retenue."
	}
	return ""
}

// choose shows the accepted answer, as long as it is there.
func (s *site) choose(c *fiber.Ctx, p *views.DiscussionPage, d discussion.Discussion, r reader) error {
	if d.Accepted == "" {
		return nil
	}
	a, err := s.Answers.Get(c.UserContext(), d.Accepted)
	if errors.Is(err, fault.NotFound) || err == nil && a.IsDeleted() {
		return nil
	}
	if err != nil {
		return err
	}
	shown, err := s.wholeAnswer(c, a, r)
	p.Chosen = &shown
	return err
}

// answerTo publishes an answer to a discussion.
func (s *site) answerTo(c *fiber.Ctx) error {
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	if err != nil {
		return err
	}
	r, err := s.readerOf(c)
	if err != nil {
		return err
	}
	if len(r.voices) == 0 {
		return s.noVoice(c, talkPath(d.Slug))
	}
	of := subject{target: comment.Target{Kind: comment.Discussion, ID: d.ID}, path: talkPath(d.Slug), title: d.Title, closed: d.IsClosed()}
	f := s.sentAnswer(c, of.path+"/reponses", r)
	a, again, err := s.takeAnswer(c, of, "", r, &f)
	switch {
	case err != nil:
		return err
	case again:
		return s.showDiscussion(c, d, &f)
	}
	return s.published(c, of, &a)
}

// newDiscussion is the empty form. ?theme= and ?commune= fill it in advance.
func (s *site) newDiscussion(c *fiber.Ctx) error {
	p, err := s.discussionForm(c, "", discussion.Draft{Key: id.New(), Kind: discussion.Question, Theme: text.Line(c.Query(views.ParamTheme))})
	if err != nil {
		return err
	}
	if len(p.Voices) == 0 {
		return s.noVoice(c, "/discussions")
	}
	return show(c, views.DiscussionForm(p))
}

// discussionForm is the form of a draft, with the lists it proposes.
func (s *site) discussionForm(c *fiber.Ctx, slug string, d discussion.Draft) (views.DiscussionFormPage, error) {
	title := "Ouvrir une discussion"
	if slug != "" {
		title = "Modifier la discussion"
	}
	p := views.DiscussionFormPage{Chrome: s.chrome(c, title, views.NavTalk), Slug: slug, Draft: d, Town: s.Territory.TownName(d.Commune), Themes: themes(), Towns: s.talkTowns()}
	r, err := s.readerOf(c)
	p.Voices, p.Draft.Voice = r.voices, r.voiceOf(d.Voice)
	return p, err
}

// sentDiscussion is the form as it was sent. A commune that is not known is left to the Service to refuse.
func (s *site) sentDiscussion(c *fiber.Ctx, slug string) (views.DiscussionFormPage, error) {
	of := func(field string) string { return typed(c, field) }
	d := discussion.Draft{Key: of(views.FieldKey), Voice: of(views.FieldVoice), Kind: discussion.Kind(of(discussion.FieldKind)), Title: of(discussion.FieldTitle),
		Body: of(discussion.FieldBody), Purpose: of(discussion.FieldPurpose), Payer: of(discussion.FieldPayer), Theme: of(discussion.FieldTheme)}
	d.At, _ = strconv.ParseInt(of(views.FieldAt), 10, 64) // unreadable: 0, as from a form that has none
	town := text.Line(of(discussion.FieldCommune))
	if d.Commune = s.communeOf(town, ""); d.Commune == "" && town != "" {
		d.Commune = town // several are called so: refused, since it is no code
	}
	p, err := s.discussionForm(c, slug, d)
	p.Town = town
	return p, err
}

// openDiscussion publishes what the form holds.
func (s *site) openDiscussion(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	p, err := s.sentDiscussion(c, "")
	if err != nil {
		return err
	}
	if len(p.Voices) == 0 {
		return s.noVoice(c, "/discussions")
	}
	if again, err := s.checkDiscussion(c, &p); again || err != nil {
		return orShow(c, err, &p)
	}
	if err := s.Limits.Allow(ctx, limit.Discuss, limit.Member(v.Account)); err != nil {
		return err
	}
	d, err := s.Talk.Open(ctx, v, p.Draft)
	if errors.As(err, &p.Wrong) {
		return orShow(c, nil, &p)
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "Votre discussion est ouverte.")
	return seeOther(c, talkPath(d.Slug))
}

// checkDiscussion reports whether a form must be shown again: something is wrong, or a preview was asked for.
func (s *site) checkDiscussion(c *fiber.Ctx, p *views.DiscussionFormPage) (again bool, err error) {
	html, err := s.Talk.Check(p.Draft)
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

// orShow shows a form again, unless it failed.
func orShow(c *fiber.Ctx, err error, p *views.DiscussionFormPage) error {
	if err != nil {
		return err
	}
	return show(c.Status(statusOf(p.Wrong)), views.DiscussionForm(*p))
}

func (s *site) editDiscussion(c *fiber.Ctx) error {
	d, err := s.Talk.ForEdit(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	p, err := s.discussionForm(c, d.Slug, discussion.Filled(d))
	return orShow(c, err, &p)
}

func (s *site) saveDiscussion(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	was, err := s.Talk.ForEdit(ctx, v, c.Params("slug"))
	if err != nil {
		return err
	}
	p, err := s.sentDiscussion(c, was.Slug)
	if err != nil {
		return err
	}
	if again, err := s.checkDiscussion(c, &p); again || err != nil {
		return orShow(c, err, &p)
	}
	if err := s.Limits.Allow(ctx, limit.Rework, limit.Member(v.Account)); err != nil {
		return err
	}
	_, err = s.Talk.Edit(ctx, v, was.Slug, p.Draft)
	switch {
	case errors.As(err, &p.Wrong):
		return orShow(c, nil, &p)
	case errors.Is(err, fault.Conflict):
		p.Conflict, p.Draft.At = true, was.Version() // sent again, it replaces what is there now, knowingly
		p.Theirs = views.DiscussionPage{Card: views.TalkCard{Title: was.Title}, HTML: was.HTML, Purpose: was.Purpose, Payer: was.Payer}
		return show(c.Status(fiber.StatusConflict), views.DiscussionForm(p))
	case err != nil:
		return err
	}
	s.say(c, views.ToneDone, "Vos changements sont enregistrés.")
	return seeOther(c, talkPath(was.Slug))
}

// accept says which answer was the right one.
func (s *site) accept(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	d, err := s.Talk.ForEdit(ctx, v, c.Params("slug"))
	if err != nil {
		return err
	}
	a, err := s.Answers.Get(ctx, typed(c, views.FieldReply))
	if err == nil && (a.IsDeleted() || a.Target != comment.Target{Kind: comment.Discussion, ID: d.ID}) {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	chosen, said := a.ID, "Cette réponse est retenue : on la lit en premier."
	if typed(c, views.FieldUndo) != "" {
		chosen, said = "", "Plus aucune réponse n'est retenue."
	}
	if _, err := s.Talk.Accept(ctx, v, d.Slug, chosen); err != nil {
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, talkPath(d.Slug))
}

// switched does something that a button of the page does, or takes back.
func (s *site) switched(c *fiber.Ctx, do func(v viewer.Viewer, slug string, on bool) error, said, undone string) error {
	on := typed(c, views.FieldUndo) == ""
	if !on {
		said = undone
	}
	if err := do(who(c).viewer(), c.Params("slug"), on); err != nil {
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, talkPath(c.Params("slug")))
}

func (s *site) closeDiscussion(c *fiber.Ctx) error {
	return s.switched(c, func(v viewer.Viewer, slug string, on bool) error {
		_, err := s.Talk.Close(c.UserContext(), v, slug, on)
		return err
	}, "La discussion est close.", "La discussion est rouverte.")
}

func (s *site) pinDiscussion(c *fiber.Ctx) error {
	return s.switched(c, func(v viewer.Viewer, slug string, on bool) error {
		_, err := s.Talk.Pin(c.UserContext(), v, slug, on)
		return err
	}, "La discussion est en tête de liste.", "La discussion a repris sa place dans la liste.")
}

func (s *site) endDiscussionForm(c *fiber.Ctx) error {
	d, err := s.deletable(c)
	if err != nil {
		return err
	}
	return show(c, views.DeleteDiscussion(views.DiscussionEndPage{Chrome: s.chrome(c, "Supprimer une discussion", views.NavTalk), Slug: d.Slug, Title: d.Title, Answers: d.Answers}))
}

// deletable is the discussion of the address, to who may delete it.
func (s *site) deletable(c *fiber.Ctx) (discussion.Discussion, error) {
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	if err != nil {
		return d, err
	}
	r, err := s.readerOf(c)
	if err == nil && !s.Talk.RightsOf(who(c).viewer(), &d, r.pages()).Delete {
		err = fault.Forbidden
	}
	return d, err
}

func (s *site) endDiscussion(c *fiber.Ctx) error {
	d, err := s.deletable(c)
	if err == nil {
		err = s.Limits.Allow(c.UserContext(), limit.Rework, limit.Member(who(c).account.ID))
	}
	if err == nil {
		err = s.Talk.Delete(c.UserContext(), who(c).viewer(), d.Slug)
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "La discussion est supprimée.")
	return seeOther(c, "/discussions")
}
