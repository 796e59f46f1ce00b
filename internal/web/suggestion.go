package web

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/suggestion"
	"partant/internal/text"
	"partant/views"
)

// suggested are pages that whoever asks may want to follow, for the page in a frame, at a path. The page is drawn without them when
// they cannot be found: nobody waits for them.
func (s *site) suggested(c *fiber.Ctx, in views.Chrome, back string) views.Suggestions {
	shown := views.Suggestions{Chrome: in, Back: back}
	found, err := s.Suggested.Of(c.UserContext(), who(c).viewer())
	if err != nil {
		s.Log.Warn("suggesting pages", "error", err)
		return shown
	}
	for i := range found {
		one := &found[i]
		shown.List = append(shown.List, views.Suggested{Byline: s.byline(&one.Page), Path: "/fiches/" + url.PathEscape(one.Page.Slug), Why: why(one)})
	}
	return shown
}

// why says in a few words for what reason a page is suggested.
func why(s *suggestion.Suggestion) string {
	switch s.Why {
	case suggestion.Followed:
		return views.FollowedByPeople(s.People)
	case suggestion.Clubmate:
		return "Suivi par " + text.Number(s.People) + " membres de vos clubs"
	case suggestion.Offers:
		return "Propose ce que vous cherchez\u00a0: " + s.What
	case suggestion.Sector:
		if far := views.Kilometres(s.Metres); far != "" {
			return "Même secteur, " + far
		}
		return "Même secteur, tout près"
	}
	return "Dans votre commune"
}
