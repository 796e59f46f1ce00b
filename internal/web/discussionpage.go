package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/live"
	"partant/internal/text"
	"partant/views"
)

// discussion is /discussions/{slug}.
func (s *site) discussion(c *fiber.Ctx) error {
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	if err == nil {
		err = s.see(c, d.By.Page)
	}
	if err != nil {
		return s.toMerged(c, err)
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
	of := ofDiscussion(&d)
	p := views.DiscussionPage{ID: d.ID, CanEdit: rights.Edit, CanClose: rights.Close, CanPin: rights.Pin, CanDelete: rights.Delete, Later: c.Query(views.ParamAfter) != "",
		NoVoice: v.SignedIn() && len(r.voices) == 0, Form: sent}
	if r.read, err = s.readUntil(c, &d); err != nil {
		return err
	}
	if p.Answers, err = s.answersOf(c, of, r); err != nil {
		return err
	}
	hear(&d, p.Answers.List)
	if p.Unread, err = s.unreadOf(c, &d, &p.Answers, r.read); err != nil {
		return err
	}
	if err := s.describe(c, &p, d); err != nil {
		return err
	}
	if d.From != "" {
		if from, err := s.Talk.Get(c.UserContext(), d.From); err == nil {
			p.Origin = views.Origin{Slug: from.Slug, Title: from.Title}
		}
	}
	if p.Asked, err = s.waited(c, &d, rights.Respond); err != nil {
		return err
	}
	if p.Asked != nil {
		p.Asked.Form, _ = c.Locals(keyRespond).(*views.RespondForm)
	}
	if err := s.choose(c, &p, d, r); err != nil {
		return err
	}
	said, err := s.praise(c, []praised{talkPraised(d.ID, d.Slug)})
	if err != nil {
		return err
	}
	p.Reactions = said[0]
	p.Reactions.Can = p.Reactions.Can && d.By.Account != v.Account
	if p.Form == nil && len(r.voices) > 0 && !d.IsClosed() {
		f := s.answerForm(c, of.sent, r)
		if rights.Respond {
			f.Voice = d.Ask.Page
		}
		p.Form = &f
	}
	if p.Follow, err = s.following(c, followedTalk(&d).button()); err != nil {
		return err
	}
	if v.SignedIn() && d.By.Account == v.Account {
		p.Convene = convenes(d.Title+"\n"+d.Words(), fromTalk+d.ID)
	}
	if p.Meetings, err = s.bornFrom(c, of.target); err != nil {
		return err
	}
	p.Follow.On = p.Follow.On || v.SignedIn() && d.By.Account == v.Account && d.Joins()
	p.Chrome = s.chrome(c, d.Title, views.NavTalk)
	p.Chrome.Live = views.Live(d.Slug)
	p.Chrome.Description = text.Cut(text.Line(d.Body), 200)
	p.Chrome.NoIndex = p.Card.By.Example || p.Later
	if p.Chrome.NoIndex = p.Chrome.NoIndex || d.Private; !d.Private {
		p.Chrome.Feed = offers("Les réponses à « "+d.Title+" »", of.path)
	}
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
	} else {
		p.Card.Answers = s.answersTo(c, live.Topic{Name: LiveAnswers, ID: d.ID}, d.Answers)
	}
	p.State = unanswered(d, p.Card)
	return nil
}

// unanswered says what a discussion still waits for.
func unanswered(d discussion.Discussion, card views.TalkCard) string {
	switch {
	case card.Closed || d.Ask != nil && d.Accepted == "":
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
	if errors.Is(err, fault.NotFound) || err == nil && a.Unseen() != nil {
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
	return s.answerBelow(c, ofDiscussion(&d), func(f *views.AnswerForm) error { return s.showDiscussion(c, d, f) })
}
