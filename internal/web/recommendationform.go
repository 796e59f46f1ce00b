package web

import (
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/moderation"
	"partant/internal/profile"
	"partant/internal/recommendation"
	"partant/internal/viewer"
	"partant/views"
)

// recommendForm is /fiches/{slug}/recommander: an empty form.
func (s *site) recommendForm(c *fiber.Ctx) error {
	p, ok, err := s.recommending(c)
	if err != nil || !ok {
		return err
	}
	return show(c, views.Recommend(p))
}

// recommending is the form for the page of the address, with the voices of who asks. Not ok: something else was shown.
func (s *site) recommending(c *fiber.Ctx) (p views.RecommendPage, ok bool, err error) {
	of, err := s.profileAt(c, who(c).viewer())
	if err != nil {
		return p, false, err
	}
	err = s.Recommendations.May(c.UserContext(), who(c).viewer(), of.ID)
	if errors.Is(err, recommendation.ErrOwn) || errors.Is(err, recommendation.ErrClosed) {
		return p, false, s.cannotRecommend(c, &of, errors.Is(err, recommendation.ErrOwn))
	}
	r, failed := s.readerOf(c)
	if err = errors.Join(err, failed); err != nil {
		return p, false, err
	}
	if len(r.voices) == 0 {
		return p, false, s.noVoice(c, "/fiches/"+of.Slug)
	}
	p = s.recommendPage(c, "Recommander "+of.Name, &of, recommendation.Draft{Page: of.ID, Voice: r.voiceOf("")})
	p.Voices = r.voices
	return p, true, nil
}

func (s *site) cannotRecommend(c *fiber.Ctx, of *profile.Profile, own bool) error {
	p := views.CannotRecommendPage{Chrome: s.chrome(c, "Recommander "+of.Name, views.NavDirectory), Of: s.byline(of), Own: own}
	return show(c.Status(fiber.StatusForbidden), views.CannotRecommend(p))
}

func (s *site) recommendPage(c *fiber.Ctx, title string, of *profile.Profile, d recommendation.Draft) views.RecommendPage {
	p := views.RecommendPage{Chrome: s.chrome(c, title, views.NavDirectory), Of: s.byline(of), Draft: d}
	p.Chrome.NoIndex = true
	for y := range recommendation.MostYears + 1 {
		p.Years = append(p.Years, strconv.Itoa(s.local().Year()-y))
	}
	return p
}

// sentRecommendation is the form as it was sent.
func sentRecommendation(c *fiber.Ctx, d *recommendation.Draft) {
	of := func(field string) string { return typed(c, field) }
	d.Tie, d.Month, d.Year = recommendation.Tie(of(recommendation.FieldTie)), of(recommendation.FieldMonth), of(recommendation.FieldYear)
	d.Body, d.Rewarded, d.Reward = of(recommendation.FieldBody), of(recommendation.FieldRewarded), of(recommendation.FieldReward)
	d.At, _ = strconv.ParseInt(of(views.FieldAt), 10, 64) // unreadable: 0, as from a form that has none
}

// checkRecommendation reports whether a form must be shown again: something is wrong, or a preview was asked for.
func (s *site) checkRecommendation(c *fiber.Ctx, p *views.RecommendPage, made time.Time) (again bool, err error) {
	p.Preview, err = s.Recommendations.Check(p.Draft, made)
	err = unbaited(c, err)
	if errors.As(err, &p.Wrong) {
		return true, nil
	}
	if err != nil || p.ID == "" && !(reader{voices: p.Voices}).speaks(p.Draft.Voice, &p.Wrong) || typed(c, views.FieldPreview) != "" {
		return true, err
	}
	p.Preview = ""
	return false, nil
}

// recommend publishes what the form holds.
func (s *site) recommend(c *fiber.Ctx) error {
	p, ok, err := s.recommending(c)
	if err != nil || !ok {
		return err
	}
	sentRecommendation(c, &p.Draft)
	p.Draft.Voice = reader{voices: p.Voices}.voiceOf(typed(c, viewer.FieldVoice))
	if again, err := s.checkRecommendation(c, &p, time.Time{}); again || err != nil {
		return orRecommend(c, err, &p)
	}
	if err := s.maySay(c, limit.Recommend, limit.PublishFirst); err != nil {
		return err
	}
	r, err := s.Recommendations.Publish(c.UserContext(), who(c).viewer(), p.Draft)
	switch {
	case errors.As(err, &p.Wrong):
		return orRecommend(c, nil, &p)
	case errors.Is(err, fault.Conflict) && r.Down == nil:
		return s.recommendedAlready(c, p, r)
	case err != nil && !errors.Is(err, fault.Conflict):
		return err
	}
	return s.recommended(c, &r, "Votre recommandation est publiée. Merci pour ceux qui la liront.")
}

// recommended leads to what was just written, or to why it is not seen yet.
func (s *site) recommended(c *fiber.Ctx, r *recommendation.Recommendation, said string) error {
	if r.Down != nil {
		return s.toHeld(c, moderation.Recommendation, r.ID)
	}
	path, err := s.recommendationPath(c.UserContext(), r)
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, path)
}

// recommendedAlready shows the form again beside what is there: sent once more, it takes its place, knowingly.
func (s *site) recommendedAlready(c *fiber.Ctx, p views.RecommendPage, was recommendation.Recommendation) error {
	p.ID, p.Draft.At, p.Conflict, p.Voices = was.ID, was.Version(), true, nil
	p.Theirs = views.Recommendation{ID: was.ID, HTML: was.HTML}
	return show(c.Status(fiber.StatusConflict), views.Recommend(p))
}

// orRecommend shows a form again, unless it failed.
func orRecommend(c *fiber.Ctx, err error, p *views.RecommendPage) error {
	if err != nil {
		return err
	}
	return show(c.Status(statusOf(p.Wrong)), views.Recommend(*p))
}

// recommendationToEdit is the recommendation of the address, to who wrote it, and the form of it.
func (s *site) recommendationToEdit(c *fiber.Ctx) (r recommendation.Recommendation, p views.RecommendPage, err error) {
	r, err = s.Recommendations.ForEdit(c.UserContext(), who(c).viewer(), c.Params("id"))
	if err != nil {
		return r, p, err
	}
	of, err := s.recommendedPage(c, &r)
	p = s.recommendPage(c, "Modifier une recommandation", &of, recommendation.Filled(r))
	p.ID = r.ID
	return r, p, err
}

// recommendedPage is the page that a recommendation is about. fault.Gone.
func (s *site) recommendedPage(c *fiber.Ctx, r *recommendation.Recommendation) (of profile.Profile, err error) {
	found, err := s.Profiles.Many(c.UserContext(), who(c).viewer(), []string{r.Page})
	if err == nil && len(found) == 0 {
		err = fault.Gone
	}
	if err != nil {
		return of, err
	}
	return found[0], nil
}

func (s *site) editRecommendationForm(c *fiber.Ctx) error {
	_, p, err := s.recommendationToEdit(c)
	return orRecommend(c, err, &p)
}

func (s *site) editRecommendation(c *fiber.Ctx) error {
	was, p, err := s.recommendationToEdit(c)
	if err != nil {
		return err
	}
	sentRecommendation(c, &p.Draft)
	if again, err := s.checkRecommendation(c, &p, was.Created); again || err != nil {
		return orRecommend(c, err, &p)
	}
	if err := s.Limits.Allow(c.UserContext(), limit.Rework, limit.Member(who(c).account.ID)); err != nil {
		return err
	}
	r, err := s.Recommendations.Edit(c.UserContext(), who(c).viewer(), was.ID, p.Draft)
	switch {
	case errors.As(err, &p.Wrong):
		return orRecommend(c, nil, &p)
	case errors.Is(err, fault.Conflict):
		return s.recommendedAlready(c, p, was)
	case errors.Is(err, recommendation.ErrOwn):
		of, err := s.recommendedPage(c, &was)
		if err != nil {
			return err
		}
		return s.cannotRecommend(c, &of, true)
	case err != nil:
		return err
	}
	return s.recommended(c, &r, "Votre recommandation est modifiée.")
}

// recommendationAlone is one recommendation as its author or the page sees it, and whom it is about.
func (s *site) recommendationAlone(c *fiber.Ctx, r recommendation.Recommendation) (views.Recommendation, views.Byline, error) {
	of, err := s.recommendedPage(c, &r)
	if err != nil {
		return views.Recommendation{}, views.Byline{}, err
	}
	lines, err := s.bylines(c.UserContext(), distinct([]string{r.By.Page, r.Page}))
	return shownRecommendation(&r, lines, nil), s.byline(&of), err
}

func (s *site) endRecommendationForm(c *fiber.Ctx) error {
	r, err := s.Recommendations.ForEdit(c.UserContext(), who(c).viewer(), c.Params("id"))
	if err != nil {
		return err
	}
	one, of, err := s.recommendationAlone(c, r)
	if err != nil {
		return err
	}
	return show(c, views.DeleteRecommendation(views.RecommendationEndPage{Chrome: s.chrome(c, "Retirer une recommandation", views.NavDirectory), One: one, Of: of}))
}

func (s *site) endRecommendation(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	r, err := s.Recommendations.ForEdit(ctx, v, c.Params("id"))
	if err != nil {
		return err
	}
	of, err := s.recommendedPage(c, &r)
	if err == nil {
		err = s.Limits.Allow(ctx, limit.Rework, limit.Member(v.Account))
	}
	if err == nil {
		err = s.Recommendations.Delete(ctx, v, r.ID)
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "Votre recommandation est retirée.")
	return seeOther(c, views.ToRecommendations(of.Slug))
}

// rejoinder is the form by which a page replies to the recommendation of the address.
func (s *site) rejoinder(c *fiber.Ctx) (r recommendation.Recommendation, p views.RejoinderPage, err error) {
	r, err = s.Recommendations.ForReply(c.UserContext(), who(c).viewer(), c.Params("id"))
	if err != nil {
		return r, p, err
	}
	p = views.RejoinderPage{Chrome: s.chrome(c, "Répondre à une recommandation", views.NavDirectory), At: r.Reply.Version()}
	if r.Reply != nil {
		p.Text = r.Reply.Body
	}
	p.One, p.Of, err = s.recommendationAlone(c, r)
	return r, p, err
}

func (s *site) rejoinderForm(c *fiber.Ctx) error {
	_, p, err := s.rejoinder(c)
	if err != nil {
		return err
	}
	return show(c, views.ReplyToRecommendation(p))
}

// rejoin publishes the reply of a page, changes it or takes it back.
func (s *site) rejoin(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	r, p, err := s.rejoinder(c)
	if err != nil {
		return err
	}
	undo := typed(c, views.FieldUndo) != ""
	at := p.At
	p.Text = typed(c, recommendation.FieldReply)
	p.At, _ = strconv.ParseInt(typed(c, views.FieldAt), 10, 64)
	if !undo {
		p.Preview, err = s.Recommendations.CheckReply(p.Text)
		err = unbaited(c, err)
		if errors.As(err, &p.Wrong) || err == nil && typed(c, views.FieldPreview) != "" {
			return show(c.Status(statusOf(p.Wrong)), views.ReplyToRecommendation(p))
		}
		p.Preview = ""
	}
	if err == nil {
		err = s.Limits.Allow(ctx, limit.Rework, limit.Member(v.Account)) // one reply to each: nothing to flood with
	}
	switch {
	case err != nil:
		return err
	case undo:
		r, err = s.Recommendations.Silence(ctx, v, r.ID)
	default:
		r, err = s.Recommendations.Answer(ctx, v, r.ID, p.Text, p.At)
	}
	if errors.Is(err, fault.Conflict) {
		p.At, p.Conflict = at, true
		return show(c.Status(fiber.StatusConflict), views.ReplyToRecommendation(p))
	}
	if err != nil {
		return err
	}
	return s.rejoined(c, &r)
}

// rejoined leads to the reply that was just written, or to why it is not seen yet.
func (s *site) rejoined(c *fiber.Ctx, r *recommendation.Recommendation) error {
	switch {
	case r.Reply == nil:
		return s.recommended(c, r, "Votre réponse est retirée.")
	case r.Reply.Down != nil:
		return s.toHeld(c, moderation.Rejoinder, r.ID)
	}
	return s.recommended(c, r, "Votre réponse est publiée.")
}
