package web

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partant/internal/club"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/limit"
	"partant/internal/moderation"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// newDiscussion is the empty form. ?theme= and ?commune= fill it in advance.
func (s *site) newDiscussion(c *fiber.Ctx) error {
	p, err := s.discussionForm(c, "", discussion.Draft{Key: id.New(), Kind: discussion.Question, Theme: text.Line(c.Query(views.ParamTheme))})
	if err != nil {
		return err
	}
	if len(p.Voices) == 0 {
		return s.noVoice(c, "/discussions")
	}
	if p.To, err = s.prefilled(c); err != nil {
		return err
	}
	if p.In, err = s.clubOfTalk(c, c.Query(views.ParamClub)); err != nil {
		return err
	}
	p.Draft.Club, p.Draft.Private = p.In.Page, p.In.Page != "" && c.Query(discussion.FieldPrivate) != ""
	return show(c, views.DiscussionForm(p))
}

// clubOfTalk is the club of a slug, when whoever asks is a member of it; the zero Byline else.
func (s *site) clubOfTalk(c *fiber.Ctx, slug string) (views.Byline, error) {
	if slug == "" {
		return views.Byline{}, nil
	}
	ctx, v := c.UserContext(), who(c).viewer()
	p, err := s.Profiles.BySlug(ctx, v, slug)
	if err != nil {
		return views.Byline{}, orNothing(err)
	}
	h, err := s.Clubs.At(ctx, v, p.ID)
	if err != nil || !h.CanSee(club.Inner) {
		return views.Byline{}, orNothing(err)
	}
	return s.byline(&p), nil
}

// orNothing takes what is not there for nothing.
func orNothing(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
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
	d := discussion.Draft{Club: of(discussion.FieldClub), Private: of(discussion.FieldPrivate) != "", Key: of(views.FieldKey), Voice: of(viewer.FieldVoice), Kind: discussion.Kind(of(discussion.FieldKind)), Title: of(discussion.FieldTitle),
		Body: of(discussion.FieldBody), Purpose: of(discussion.FieldPurpose), Payer: of(discussion.FieldPayer), Theme: of(discussion.FieldTheme)}
	d.At, _ = strconv.ParseInt(of(views.FieldAt), 10, 64) // unreadable: 0, as from a form that has none
	town := text.Line(of(discussion.FieldCommune))
	if d.Commune = s.communeOf(town, ""); d.Commune == "" && town != "" {
		d.Commune = town // several are called so: refused, since it is no code
	}
	p, err := s.discussionForm(c, slug, d)
	p.Town = town
	if err == nil && d.Club != "" {
		lines, failed := s.bylines(c.UserContext(), []string{d.Club})
		p.In, err = lines[d.Club], failed
	}
	if err == nil && slug == "" && d.Kind == discussion.Question {
		err = s.sentTo(c, &p)
	}
	return p, err
}

// sentTo reads to which institution a question is put.
func (s *site) sentTo(c *fiber.Ctx, p *views.DiscussionFormPage) (err error) {
	p.Institution = text.Line(typed(c, discussion.FieldTo))
	p.Draft.To, p.Choice, p.Unsure, err = s.institution(c, p.Institution)
	if err == nil && typed(c, views.FieldChoice) != "" && p.Draft.To != "" {
		lines, err := s.bylines(c.UserContext(), []string{p.Draft.To})
		p.To = lines[p.Draft.To]
		return err
	}
	return err
}

// openDiscussion publishes what the form holds.
func (s *site) openDiscussion(c *fiber.Ctx) error {
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
	d, err := s.openDraft(c, p.Draft)
	if errors.As(err, &p.Wrong) {
		return orShow(c, nil, &p)
	}
	if err != nil {
		return err
	}
	if d.Down != nil {
		return s.toHeld(c, moderation.Discussion, d.ID)
	}
	s.say(c, views.ToneDone, "Votre discussion est ouverte.")
	return seeOther(c, talkPath(d.Slug))
}

// openDraft opens a discussion that was looked at. One that comes twice counts once.
func (s *site) openDraft(c *fiber.Ctx, draft discussion.Draft) (discussion.Discussion, error) {
	if !made(s.Talk.Get(c.UserContext(), draft.Key)) {
		if err := s.maySay(c, limit.Discuss, limit.PublishFirst); err != nil {
			return discussion.Discussion{}, err
		}
	}
	d, err := s.Talk.Open(c.UserContext(), who(c).viewer(), draft)
	if err == nil && d.Down == nil {
		err = s.Reading.Read(c.UserContext(), who(c).account.ID, d.ID, d.Created)
	}
	return d, err
}

// checkDiscussion reports whether a form must be shown again: something is wrong, or a preview was asked for.
func (s *site) checkDiscussion(c *fiber.Ctx, p *views.DiscussionFormPage) (again bool, err error) {
	html, err := s.Talk.Check(c.UserContext(), p.Draft)
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
	if len(p.Unsure) > 0 {
		p.Wrong = p.Unsure
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
	is, err := s.Talk.Edit(ctx, v, was.Slug, p.Draft)
	switch {
	case errors.As(err, &p.Wrong):
		return orShow(c, nil, &p)
	case errors.Is(err, fault.Conflict):
		p.Conflict, p.Draft.At = true, was.Version() // sent again, it replaces what is there now, knowingly
		p.Theirs = views.DiscussionPage{Card: views.TalkCard{Title: was.Title}, HTML: was.HTML, Purpose: was.Purpose, Payer: was.Payer}
		return show(c.Status(fiber.StatusConflict), views.DiscussionForm(p))
	case err != nil:
		return err
	case is.Down != nil:
		return s.toHeld(c, moderation.Discussion, is.ID)
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
	if err == nil && (a.Unseen() != nil || a.Target != comment.Target{Kind: comment.Discussion, ID: d.ID}) {
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

// removeTalk deletes the discussion of the address.
func (s *site) removeTalk(c *fiber.Ctx) error {
	d, err := s.deletable(c)
	if err == nil {
		err = s.Limits.Allow(c.UserContext(), limit.Rework, limit.Member(who(c).account.ID))
	}
	if err == nil {
		err = s.Talk.Delete(c.UserContext(), who(c).viewer(), d.Slug)
	}
	return err
}

func (s *site) endDiscussion(c *fiber.Ctx) error {
	if err := s.removeTalk(c); err != nil {
		return err
	}
	s.say(c, views.ToneDone, "La discussion est supprimée.")
	return seeOther(c, "/discussions")
}
