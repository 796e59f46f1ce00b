package web

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/feed"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// apiPost is a publication as programs read it.
type apiPost struct {
	ID        string        `json:"id"`
	URL       string        `json:"url"`
	Slug      string        `json:"slug"`
	Title     string        `json:"title,omitempty"` // short news may have none
	Lead      string        `json:"lead,omitempty"`  // how it begins, in plain words
	Text      *profile.Rich `json:"text,omitempty"`  // of a publication alone, not in lists
	Tags      []string      `json:"tags,omitempty"`
	Commune   string        `json:"commune,omitempty"` // INSEE code
	By        *apiBy        `json:"by"`
	Photos    []apiPhoto    `json:"photos,omitempty"`
	Link      *apiLink      `json:"link,omitempty"`    // what the page behind the first link says of itself
	Version   string        `json:"version,omitempty"` // of a project that is shown before it is finished
	Project   string        `json:"project,omitempty"` // the same in all its versions
	Published time.Time     `json:"published"`
	Edited    *time.Time    `json:"edited,omitempty"`
}

// apiLink is a page that a publication leads to.
type apiLink struct {
	URL         string `json:"url"`
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Site        string `json:"site,omitempty"`
}

// The parameters of a list of publications besides the commune.
const (
	paramProfile = "profile"
	paramTag     = "tag"
)

// apiPosts is /api/v1/posts: the last first, of all, or of one page, tag or commune.
func (s *site) apiPosts(c *fiber.Ctx) error {
	req, wrong := listed(c, paramProfile, paramTag, string(views.ParamCommune))
	source, err := s.apiSource(c, wrong)
	if err == nil {
		err = wrong.Err()
	}
	if err != nil {
		return err
	}
	list, err := s.Feed.From(c.UserContext(), []string{source}, req)
	if err == nil {
		list.Items, err = met(s, c, list.Items, func(e *feed.Entry) string { return e.By.ID })
	}
	if err != nil {
		return err
	}
	return c.JSON(itemsOf(list, func(e *feed.Entry) apiPost { return s.apiNews(&e.Post, s.byline(&e.By)) }))
}

// apiSource is the list that a program asks for.
func (s *site) apiSource(c *fiber.Ctx, wrong fault.Fields) (string, error) {
	sources := []string{}
	if c.Query(paramProfile) != "" {
		of, err := s.apiProfileOf(c, wrong)
		if err != nil {
			return "", err
		}
		sources = append(sources, post.OfPage(of))
	}
	if tag := text.Line(c.Query(paramTag)); tag != "" {
		sources = append(sources, post.OfTag(tag))
	}
	if code := s.apiTown(c, wrong); code != "" {
		sources = append(sources, post.OfTown(code))
	}
	switch len(sources) {
	case 0:
		return post.Everything, nil
	case 1:
		return sources[0], nil
	}
	wrong.Add(paramTag, "Un seul de ces paramètres à la fois : profile, tag, commune.")
	return "", nil
}

// apiProfileOf reads the profile that a program names by its slug; its id, empty when none is named.
func (s *site) apiProfileOf(c *fiber.Ctx, wrong fault.Fields) (string, error) {
	slug := c.Query(paramProfile)
	if slug == "" {
		return "", nil
	}
	p, err := s.Profiles.BySlug(c.UserContext(), viewer.Viewer{}, slug)
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		wrong.Add(paramProfile, "Cette fiche n'existe pas.")
		err = nil
	}
	return p.ID, err
}

// apiPost is /api/v1/posts/{slug}.
func (s *site) apiPost(c *fiber.Ctx) error {
	p, err := s.Posts.BySlug(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err == nil {
		err = s.see(c, p.By.Page)
	}
	if err != nil {
		return err
	}
	return s.sendPost(c, &p)
}

// sendPost answers with a publication.
func (s *site) sendPost(c *fiber.Ctx, p *post.Post) error {
	lines, err := s.bylines(c.UserContext(), []string{p.By.Page})
	if err != nil {
		return err
	}
	by, ok := lines[p.By.Page]
	if !ok {
		return fault.Gone
	}
	a := s.apiNews(p, by)
	a.Text = &profile.Rich{Text: p.Body, HTML: p.HTML}
	return c.JSON(a)
}

func (s *site) apiNews(p *post.Post, by views.Byline) apiPost {
	var link *apiLink
	if seen := p.Shown(); seen != nil {
		link = &apiLink{seen.URL, seen.Title, seen.Description, seen.Site}
	}
	version := ""
	if p.Beta != nil {
		version = p.Beta.Version
	}
	return apiPost{Link: link, Version: version, Project: p.Line(), ID: p.ID, URL: s.canonical("/publications/" + p.Slug), Slug: p.Slug, Title: p.Title, Lead: p.Lead, Tags: p.Tags, Commune: p.Commune, By: s.speaker(by), Photos: s.apiPhotos(p.Photos),
		Published: p.Published, Edited: since(p.Changed())}
}
