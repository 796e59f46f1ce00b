package web

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/distance"
	"partant/internal/follow"
	"partant/internal/profile"
	"partant/views"
)

// apiDiscussion is a discussion as programs read it.
type apiDiscussion struct {
	ID       string          `json:"id"`
	URL      string          `json:"url"`
	Slug     string          `json:"slug"`
	Kind     discussion.Kind `json:"kind"`
	Title    string          `json:"title"`
	Theme    string          `json:"theme"`
	Commune  string          `json:"commune,omitempty"` // INSEE code
	By       *apiBy          `json:"by,omitempty"`
	Text     *profile.Rich   `json:"text,omitempty"` // of a discussion alone, not in lists; so are the next three
	Purpose  string          `json:"purpose,omitempty"`
	Payer    string          `json:"payer,omitempty"`
	Accepted string          `json:"accepted,omitempty"` // id of the answer
	Answers  int             `json:"answers"`
	Pinned   bool            `json:"pinned,omitempty"`
	Private  bool            `json:"private,omitempty"` // only the members of a club read it
	Closed   *time.Time      `json:"closed,omitempty"`
	Created  time.Time       `json:"created"`
	Edited   *time.Time      `json:"edited,omitempty"`
	Active   time.Time       `json:"active"`
	Asked    *apiAsked       `json:"asked,omitempty"` // the institution that a question is put to
}

// apiAsked is a question to an institution, and what came of it.
type apiAsked struct {
	Page    *apiBy             `json:"page,omitempty"` // missing: it is no more
	Since   time.Time          `json:"since"`
	Days    int                `json:"days"`              // waited until now, or until it ended
	Outcome discussion.Outcome `json:"outcome,omitempty"` // missing: it waits
	Ended   *time.Time         `json:"ended,omitempty"`
	Answer  string             `json:"answer,omitempty"` // id of the answer
	Reason  string             `json:"reason,omitempty"` // why it was declined
	Passed  int                `json:"passed,omitempty"` // how often it was passed on
}

// apiAsked is what programs read of a question to an institution.
func (s *site) apiAsked(a *discussion.Ask, lines map[string]views.Byline) *apiAsked {
	if a == nil {
		return nil
	}
	return &apiAsked{Page: s.speaker(lines[a.Page]), Since: a.Since, Days: a.Days(s.Now()), Outcome: a.Outcome, Ended: since(a.Ended), Answer: a.Answer, Reason: a.Reason, Passed: len(a.Passed)}
}

// talkPages are the pages that a discussion names: who opened it, the institution that it is put to, the club in whose room it stands.
func talkPages(d *discussion.Discussion) []string {
	pages := []string{d.By.Page}
	if d.Ask != nil {
		pages = append(pages, d.Ask.Page)
	}
	if d.Club != "" {
		pages = append(pages, d.Club)
	}
	return pages
}

// apiDiscussions is /api/v1/discussions: what is pinned first, then what was answered last.
func (s *site) apiDiscussions(c *fiber.Ctx) error {
	req, wrong := listed(c, views.ParamTheme, views.ParamTalkTown)
	f := discussion.Filter{Theme: c.Query(views.ParamTheme), Commune: s.apiTown(c, wrong)}
	if f.Theme != "" && discussion.ThemeName(f.Theme) == "" {
		wrong.Add(views.ParamTheme, "Nous ne connaissons pas ce thème.")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	list, err := s.Talk.List(c.UserContext(), f, req)
	if err == nil {
		list.Items, err = met(s, c, list.Items, func(d *discussion.Discussion) string { return d.By.Page })
	}
	if err != nil {
		return err
	}
	var pages []string
	for i := range list.Items {
		pages = append(pages, talkPages(&list.Items[i])...)
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	if err != nil {
		return err
	}
	return c.JSON(itemsOf(list, func(d *discussion.Discussion) apiDiscussion { return s.apiTalk(d, lines) }))
}

// apiDiscussion is /api/v1/discussions/{slug}.
func (s *site) apiDiscussion(c *fiber.Ctx) error {
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	if err == nil {
		err = s.see(c, d.By.Page)
	}
	if err != nil {
		return err
	}
	return s.sendTalk(c, &d)
}

// sendTalk answers with a discussion.
func (s *site) sendTalk(c *fiber.Ctx, d *discussion.Discussion) error {
	lines, err := s.bylines(c.UserContext(), distinct(talkPages(d)))
	if err != nil {
		return err
	}
	a := s.apiTalk(d, lines)
	a.Purpose, a.Payer, a.Accepted = d.Purpose, d.Payer, d.Accepted
	if d.Body != "" {
		a.Text = &profile.Rich{Text: d.Body, HTML: d.HTML}
	}
	return c.JSON(a)
}

func (s *site) apiTalk(d *discussion.Discussion, lines map[string]views.Byline) apiDiscussion {
	return apiDiscussion{ID: d.ID, URL: s.canonical(talkPath(d.Slug)), Slug: d.Slug, Kind: d.Kind, Title: d.Title, Theme: d.Theme, Commune: d.Commune, By: s.speaker(lines[d.By.Page]), Asked: s.apiAsked(d.Ask, lines),
		Answers: d.Answers, Pinned: !d.Pinned.IsZero(), Private: d.Private, Closed: since(d.Closed), Created: d.Created, Edited: since(d.Edited), Active: d.Active}
}

// apiComment is an answer as programs read it. One that was taken back keeps its place, without words and author.
type apiComment struct {
	ID      string        `json:"id"`
	URL     string        `json:"url"`
	Parent  string        `json:"parent,omitempty"` // id of the answer that it answers
	Depth   int           `json:"depth"`
	By      *apiBy        `json:"by,omitempty"`
	Guest   string        `json:"guest,omitempty"` // name of who answered without account
	Text    *profile.Rich `json:"text,omitempty"`
	Deleted bool          `json:"deleted,omitempty"`
	Apart   bool          `json:"apart,omitempty"` // there is a distance between who wrote it and who reads: its words are left out
	Created time.Time     `json:"created"`
	Edited  *time.Time    `json:"edited,omitempty"`
}

// apiComments is /api/v1/discussions/{slug}/comments: as the tree is read.
func (s *site) apiComments(c *fiber.Ctx) error {
	req, wrong := listed(c)
	if err := wrong.Err(); err != nil {
		return err
	}
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	if err == nil {
		err = s.see(c, d.By.Page)
	}
	if err != nil {
		return err
	}
	list, err := s.Answers.Of(c.UserContext(), comment.Target{Kind: comment.Discussion, ID: d.ID}, req)
	if err != nil {
		return err
	}
	lines, err := s.bylines(c.UserContext(), speakersOf(d, list.Items))
	if err != nil {
		return err
	}
	around, err := s.apart(c)
	if err != nil {
		return err
	}
	return c.JSON(itemsOf(list, func(a *comment.Comment) apiComment { return s.apiAnswer(a, lines[a.By.Page], around) }))
}

func (s *site) apiAnswer(a *comment.Comment, by views.Byline, around distance.Around) apiComment {
	shown := apiComment{ID: a.ID, URL: s.canonical("/reponses/" + a.ID), Parent: a.Parent, Depth: a.Depth(), Deleted: a.Unseen() != nil, Apart: around.Hides(a.By.Page), Created: a.Created, Edited: since(a.Edited)}
	if !shown.Deleted && !shown.Apart {
		shown.By = s.speaker(by)
		shown.Text = &profile.Rich{Text: a.Body, HTML: a.HTML}
		if a.Guest != nil && by.Page == "" {
			shown.Guest = a.Guest.Name
		}
	}
	return shown
}

// apiFollowers is who follows a page: how many do, and those who are named.
type apiFollowers struct {
	Total int `json:"total"` // as they were counted last
	apiItems[apiFollower]
}

type apiFollower struct {
	apiBy
	Since time.Time `json:"since"`
}

// apiFollowers is /api/v1/profiles/{slug}/followers. It is not kept: whether somebody is named changes without a word to pages.
func (s *site) apiFollowers(c *fiber.Ctx) error {
	req, wrong := listed(c)
	if err := wrong.Err(); err != nil {
		return err
	}
	of, err := s.profileAt(c, who(c).viewer())
	if err != nil {
		return err
	}
	list, lines, total, err := s.followersOf(c.UserContext(), of.ID, req)
	if err == nil {
		list.Items, err = met(s, c, list.Items, func(f *follow.Follower) string { return f.Page })
	}
	if err != nil {
		return err
	}
	list.Items = slices.DeleteFunc(list.Items, func(f follow.Follower) bool { return lines[f.Page].Page == "" })
	return c.JSON(apiFollowers{total, itemsOf(list, func(f *follow.Follower) apiFollower { return apiFollower{*s.speaker(lines[f.Page]), f.At} })})
}
