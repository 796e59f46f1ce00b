package web

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/recommendation"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

const (
	// recommendedShown is how many recommendations their page shows, recommendedFirst how many a profile does.
	recommendedShown = 20
	recommendedFirst = 3
)

// recommendations is /fiches/{slug}/recommandations.
func (s *site) recommendations(c *fiber.Ctx) error {
	v := who(c).viewer()
	p, err := s.profileAt(c, v)
	if err != nil {
		return err
	}
	path := views.ToRecommendations(p.Slug)
	if p.Slug != c.Params("slug") {
		return c.Redirect(path, fiber.StatusMovedPermanently)
	}
	from, err := page.ParseCursor(c.Query(views.ParamAfter))
	if err != nil {
		return fault.NotFound
	}
	shown := views.RecommendationsPage{Chrome: s.chrome(c, "Recommandations : "+p.Name, views.NavDirectory), Of: s.byline(&p)}
	if shown.Note, err = s.recommendedNote(c, &p); err != nil {
		return err
	}
	r, err := s.readerOf(c)
	if err != nil {
		return err
	}
	list, err := s.Recommendations.Of(c.UserContext(), p.ID, page.Req{Limit: recommendedShown, Cursor: from})
	if err == nil {
		shown.List, err = s.shownRecommendations(c, list.Items, r.pages())
	}
	if err != nil {
		return err
	}
	if !from.IsZero() {
		shown.First = path
	}
	if !list.Next.IsZero() {
		shown.Next = path + "?" + views.ParamAfter + "=" + list.Next.String()
	}
	shown.Chrome.Description = "Ce que disent de " + p.Name + " ceux qui ont travaillé avec elle, avec lui."
	shown.Chrome.NoIndex = p.Example || !from.IsZero() || len(shown.List) == 0
	if from.IsZero() {
		shown.Chrome.Canonical = s.canonical(path)
	}
	return show(c, views.Recommendations(shown))
}

// recommendedNote is what is said of the recommendations of a page beside them, without any.
func (s *site) recommendedNote(c *fiber.Ctx, p *profile.Profile) (n views.RecommendationsNote, err error) {
	n.Slug = p.Slug
	err = s.Recommendations.May(c.UserContext(), who(c).viewer(), p.ID)
	switch {
	case errors.Is(err, recommendation.ErrOwn):
		n.Team, n.Open = true, true
	case errors.Is(err, recommendation.ErrClosed):
	case err != nil:
		return n, err
	default:
		n.Open = true
	}
	n.Count, err = s.Recommendations.Count(c.UserContext(), p.ID)
	return n, err
}

// recommendationsOf is the section of a profile. It is the same for all who read, but for those of the team and where the page takes
// none, so that it is drawn once for all of them.
func (s *site) recommendationsOf(c *fiber.Ctx, of *views.ProfilePage) templ.Component {
	n := views.RecommendationsNote{Slug: of.Profile.Slug, Open: of.Claimed || of.Profile.Example, Team: of.InTeam && !who(c).viewer().Moderates() || of.Owner}
	key := strings.Join([]string{"recommandations", of.Profile.ID, n.Slug}, "\x00")
	if n.Open {
		key += "\x00ouvert"
	}
	if n.Team {
		key += "\x00equipe"
	}
	return s.fragment(c, key, func() (templ.Component, error) {
		ctx := c.UserContext()
		list, err := s.Recommendations.Of(ctx, of.Profile.ID, page.Req{Limit: recommendedFirst})
		if err == nil && len(list.Items) > 0 {
			if n.Count = len(list.Items); !list.Next.IsZero() {
				n.Count, err = s.Recommendations.Count(ctx, of.Profile.ID)
			}
		}
		if err == nil {
			n.List, err = s.shownRecommendations(c, list.Items, nil)
		}
		return views.RecommendationsNoteOf(n), err
	})
}

// shownRecommendations are recommendations with those who wrote them. What was said by a page that nobody sees any more is left out.
// Mine are the pages that whoever reads may speak for.
func (s *site) shownRecommendations(c *fiber.Ctx, list []recommendation.Recommendation, mine []string) (shown []views.Recommendation, err error) {
	list, err = met(s, c, list, func(r *recommendation.Recommendation) string { return r.By.Page })
	if err != nil {
		return nil, err
	}
	var pages []string
	for i := range list {
		pages = append(pages, list[i].By.Page, list[i].Page)
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	for i := range list {
		if r := &list[i]; lines[r.By.Page].Page != "" {
			shown = append(shown, shownRecommendation(r, lines, mine))
		}
	}
	return shown, err
}

func shownRecommendation(r *recommendation.Recommendation, lines map[string]views.Byline, mine []string) views.Recommendation {
	shown := views.Recommendation{ID: r.ID, By: lines[r.By.Page], Tie: r.Tie, Lived: views.MonthYear(r.Lived.Time()), At: views.Day(r.Created.In(clock.Paris)), HTML: r.HTML, Words: text.Line(r.Body), Reward: r.Reward,
		CanEdit: slices.Contains(mine, r.By.Page), CanReply: slices.Contains(mine, r.Page)}
	shown.CanReport = !shown.CanEdit
	if !r.Edited.IsZero() {
		shown.Edited = views.Day(r.Edited.In(clock.Paris))
	}
	if said := r.Answer(); said != nil {
		shown.Reply = &views.Rejoinder{By: lines[r.Page], At: views.Day(said.Created.In(clock.Paris)), HTML: said.HTML, CanReport: !shown.CanReply}
		if !said.Edited.IsZero() {
			shown.Reply.Edited = views.Day(said.Edited.In(clock.Paris))
		}
	}
	return shown
}

// recommendationLink leads to a recommendation, wherever it stands now.
func (s *site) recommendationLink(c *fiber.Ctx) error {
	r, err := s.Recommendations.Get(c.UserContext(), c.Params("id"))
	if err != nil {
		return err
	}
	path, err := s.recommendationPath(c.UserContext(), &r)
	if err != nil {
		return err
	}
	return seeOther(c, path)
}

// recommendationPath is where a recommendation is read. fault.NotFound, fault.Gone of the page that it is about.
func (s *site) recommendationPath(ctx context.Context, r *recommendation.Recommendation) (string, error) {
	found, err := s.Profiles.Many(ctx, viewer.Viewer{}, []string{r.Page})
	if err == nil && len(found) == 0 {
		err = fault.NotFound
	}
	if err != nil {
		return "", err
	}
	path := views.ToRecommendations(found[0].Slug)
	from, err := s.Recommendations.From(ctx, r, recommendedShown)
	if !from.IsZero() {
		path += "?" + views.ParamAfter + "=" + from.String()
	}
	return path + "#recommandation-" + r.ID, err
}

// recommendationRules is /recommandations/regles.
func (s *site) recommendationRules(c *fiber.Ctx) error {
	p := views.RecommendationRulesPage{Chrome: s.chrome(c, "Comment marchent les recommandations", views.NavNone)}
	p.Chrome.Canonical = s.canonical("/recommandations/regles")
	p.Chrome.Description = "Qui recommande, ce qui est contrôlé, dans quel ordre, et comment dire un doute."
	return show(c, views.RecommendationRules(p))
}
