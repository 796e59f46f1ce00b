package web

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/profile"
	"partant/internal/recommendation"
	"partant/views"
)

// apiRecommendation is a recommendation as programs read it.
type apiRecommendation struct {
	ID      string             `json:"id"`
	URL     string             `json:"url"`
	By      *apiBy             `json:"by,omitempty"`
	Tie     recommendation.Tie `json:"tie"`
	Lived   string             `json:"lived"` // the month of the experience: 2026-05
	Text    profile.Rich       `json:"text"`
	Reward  string             `json:"reward,omitempty"`
	Reply   *apiRejoinder      `json:"reply,omitempty"`
	Created time.Time          `json:"created"`
	Edited  *time.Time         `json:"edited,omitempty"`
}

// apiRejoinder is what the page replies.
type apiRejoinder struct {
	Text    profile.Rich `json:"text"`
	Created time.Time    `json:"created"`
	Edited  *time.Time   `json:"edited,omitempty"`
}

// apiRecommendations is /api/v1/profiles/{slug}/recommendations: the last first.
func (s *site) apiRecommendations(c *fiber.Ctx) error {
	req, wrong := listed(c)
	if err := wrong.Err(); err != nil {
		return err
	}
	of, err := s.profileAt(c, who(c).viewer())
	if err != nil {
		return err
	}
	list, err := s.Recommendations.Of(c.UserContext(), of.ID, req)
	if err == nil {
		list.Items, err = met(s, c, list.Items, func(r *recommendation.Recommendation) string { return r.By.Page })
	}
	if err != nil {
		return err
	}
	var pages []string
	for i := range list.Items {
		pages = append(pages, list.Items[i].By.Page)
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	if err != nil {
		return err
	}
	list.Items = slices.DeleteFunc(list.Items, func(r recommendation.Recommendation) bool { return lines[r.By.Page].Page == "" })
	return c.JSON(itemsOf(list, func(r *recommendation.Recommendation) apiRecommendation { return s.apiRecommended(r, lines[r.By.Page]) }))
}

func (s *site) apiRecommended(r *recommendation.Recommendation, by views.Byline) apiRecommendation {
	shown := apiRecommendation{ID: r.ID, URL: s.canonical(views.ToRecommendation(r.ID, "")), By: s.speaker(by), Tie: r.Tie, Lived: string(r.Lived),
		Text: profile.Rich{Text: r.Body, HTML: r.HTML}, Reward: r.Reward, Created: r.Created, Edited: since(r.Edited)}
	if said := r.Answer(); said != nil {
		shown.Reply = &apiRejoinder{Text: profile.Rich{Text: said.Body, HTML: said.HTML}, Created: said.Created, Edited: since(said.Edited)}
	}
	return shown
}
