package web

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/discussion"
	"partant/internal/fault"
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
		list.Items, err = met(s, c, list.Items, func(d *discussion.Discussion) string { return d.By.Page })
	}
	if err == nil {
		p.List, err = s.talkCards(c, list.Items)
		p.Moved = listedTalks(list.Items)
	}
	if err != nil {
		return err
	}
	if !list.Next.IsZero() {
		next := p.Ask
		next.After = list.Next.String()
		p.Next = next.URL()
	}
	p.Chrome = s.chrome(c, talkTitle(&p), views.NavTalk)
	p.Chrome.Description = "Ce dont parlent les entreprises, les clubs et les institutions " + s.Site.Region.Of + " : questions, propositions, réponses."
	p.Chrome.NoIndex = p.Ask.Unanswered || p.Ask.Waiting || p.Ask.After != "" || len(p.List) == 0
	p.Chrome.Feed = talkFeed(p.Ask)
	if p.Ask.After == "" {
		p.Chrome.Canonical = s.canonical(p.Ask.URL())
	}
	return s.showCommon(c, p.Common())
}

// talkFeed is the feed of a list of discussions, wherever in it one is.
func talkFeed(ask views.TalkAsk) views.Syndicated {
	ask.After = ""
	_, query, narrowed := strings.Cut(ask.URL(), "?")
	if narrowed {
		query = "?" + query
	}
	return views.Syndicated{Title: "Les discussions", RSS: "/discussions.rss" + query, Atom: "/discussions.atom" + query}
}

// talkTitle says what a list of discussions holds.
func talkTitle(p *views.TalkPage) string {
	title := "Discussions"
	for _, narrower := range []string{p.Theme, p.Town, p.Club} {
		if narrower != "" {
			title += ", " + narrower
		}
	}
	return title
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
	if slug := text.Line(c.Query(views.ParamClub)); slug != "" {
		of, err := s.Profiles.BySlug(c.UserContext(), viewer.Viewer{}, slug)
		if err != nil { // no such page, or the store is away: the list says that it knows no such club
			p.Lost = text.Cut(slug, mostQuoted)
		} else {
			p.Club, p.Ask.Club, f.Club = of.Name, of.Slug, of.ID
			p.Theme, p.Town, p.Ask.Theme, p.Ask.Commune = "", "", "", ""
		}
	}
	f.Unanswered = c.Query(views.ParamUnanswered) != ""
	f.Waiting = !f.Unanswered && c.Query(views.ParamWaiting) != ""
	p.Ask.Unanswered, p.Ask.Waiting = f.Unanswered, f.Waiting
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
		pages = append(pages, talkPages(&list[i])...)
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	if err != nil {
		return nil, err
	}
	cards := make([]views.TalkCard, len(list))
	for i := range list {
		cards[i] = s.talkCard(&list[i], lines[list[i].By.Page])
		cards[i].In = lines[list[i].Club]
		if list[i].Ask != nil {
			cards[i].Wait, cards[i].Waits, cards[i].To = s.waitWords(&list[i]), list[i].Waits(), lines[list[i].Ask.Page]
		}
	}
	return cards, nil
}

func (s *site) talkCard(d *discussion.Discussion, by views.Byline) views.TalkCard {
	return views.TalkCard{ID: d.ID, Slug: d.Slug, Title: d.Title, Kind: d.Kind, Theme: discussion.ThemeName(d.Theme), Town: s.Territory.TownName(d.Commune), By: by,
		Answers: d.Answers, Active: views.Moment(d.Active.In(clock.Paris)), Pinned: !d.Pinned.IsZero(), Private: d.Private, Closed: d.IsClosed()}
}
