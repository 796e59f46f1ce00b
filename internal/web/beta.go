package web

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/post"
	"partant/internal/text"
	"partant/views"
)

// project is what is known of a project in the making.
type project struct {
	versions []post.Post
	reviews  map[comment.Aspect][]comment.Comment
	settled  map[string]post.Settled
	pace     post.Pace
}

// projectOf reads all versions of a project and what is said of it.
func (s *site) projectOf(ctx context.Context, line string) (p project, err error) {
	p.reviews = map[comment.Aspect][]comment.Comment{}
	if p.versions, err = s.Posts.Versions(ctx, line); err != nil {
		return p, err
	}
	var critics []post.Criticism
	for _, a := range comment.Aspects() {
		found, err := s.Answers.Reviews(ctx, line, a)
		if err != nil {
			return p, err
		}
		p.reviews[a] = found
		for i := range found {
			if a.Criticises() {
				critics = append(critics, post.Criticism{ID: found[i].ID, At: found[i].Created})
			}
		}
	}
	p.settled, p.pace = post.Settle(p.versions, critics)
	return p, nil
}

// review finds what was said by its id; nil when nobody sees it.
func (p *project) review(id string) *comment.Comment {
	for _, found := range p.reviews {
		if i := slices.IndexFunc(found, func(c comment.Comment) bool { return c.ID == id }); i >= 0 {
			return &found[i]
		}
	}
	return nil
}

// fillProject adds to the page of a version what its project is, and to what is answered which version answers it.
func (s *site) fillProject(c *fiber.Ctx, p *post.Post, shown *views.PostPage) error {
	if p.Beta == nil || p.Draft {
		return nil
	}
	all, err := s.projectOf(c.UserContext(), p.Beta.Line)
	if err != nil {
		return err
	}
	path := "/publications/" + url.PathEscape(p.Slug)
	shown.Project = &views.Project{Version: p.Beta.Version, Whole: path + "#reponses", Pace: all.pace}
	if shown.Can {
		shown.Project.Next = "/publications/nouvelle?" + post.FieldFormer + "=" + url.QueryEscape(p.Slug)
	}
	for i := range all.versions {
		shown.Project.Versions = append(shown.Project.Versions, all.version(&all.versions[i], p.ID))
	}
	asked := comment.Aspect(c.Query(comment.FieldAspect))
	if c.Query(comment.FieldAspect) != "" && !asked.Is() {
		return fault.NotFound
	}
	for _, a := range comment.Aspects() {
		n := len(all.reviews[a])
		shown.Project.Reviews = append(shown.Project.Reviews, views.ReviewCount{Text: views.AspectWord(a), Count: n, Most: n == comment.MostReviews,
			URL: path + "?" + comment.FieldAspect + "=" + string(a) + "#reponses", On: a == asked})
	}
	if asked != "" {
		err = s.filterProject(c, all.reviews[asked], shown)
		shown.Project.Filter = views.AspectWord(asked)
	}
	for _, list := range [][]views.Answer{shown.Thread.Answers.List, shown.Project.Found} {
		for i := range list {
			list[i].Settled = settledLink(all.settled[list[i].ID])
		}
	}
	return err
}

// filterProject shows what says one thing of a project alone.
func (s *site) filterProject(c *fiber.Ctx, found []comment.Comment, shown *views.PostPage) error {
	r, err := s.readerOf(c)
	if err != nil {
		return err
	}
	shown.Chrome.Canonical, shown.Chrome.NoIndex = "", true
	r.replies = !shown.Post.Closed
	if shown.Project.Found, err = s.shownAnswers(c, found, r); err == nil {
		err = s.fillPraise(c, shown.Project.Found)
	}
	return err
}

// settledLink leads to the version that answers a criticism.
func settledLink(s post.Settled) views.Link {
	if s.By == nil {
		return views.Link{}
	}
	return views.Link{Text: "Répondu par la version " + s.By.Beta.Version + ", " + views.DaysAfter(s.Days), URL: "/publications/" + url.PathEscape(s.By.Slug)}
}

// version is one in the line of them. It names what it answered first only.
func (p *project) version(v *post.Post, here string) views.Version {
	shown := views.Version{Slug: v.Slug, Version: v.Beta.Version, Called: v.Heading(), At: views.Day(v.Published.In(clock.Paris)), Here: v.ID == here}
	for _, one := range v.Beta.Settles {
		if c := p.review(one); c != nil && p.settled[one].By != nil && p.settled[one].By.ID == v.ID {
			shown.Settles = append(shown.Settles, views.Link{Text: text.Cut(text.Line(c.Body), briefMost), URL: "/reponses/" + url.PathEscape(one)})
		}
	}
	return shown
}

// continued is the empty form of the version that follows another: the same project, in the same name.
func (s *site) continued(c *fiber.Ctx, form *views.PostFormPage) error {
	if form.Draft.Former == "" {
		return nil
	}
	former, err := s.Posts.ForEdit(c.UserContext(), who(c).viewer(), form.Draft.Former)
	if err != nil {
		return err
	}
	form.Draft.Voice, form.Draft.Title, form.Draft.Tags = former.By.Page, former.Title, strings.Join(former.Tags, ", ")
	form.Voices = slices.DeleteFunc(form.Voices, func(b views.Byline) bool { return b.Page != former.By.Page })
	return s.fillVersion(c, form, post.Post{})
}

// fillVersion adds to the form of a publication the version that it follows, and the criticisms that it may answer: those that
// no other version answers, said before it was published.
func (s *site) fillVersion(c *fiber.Ctx, form *views.PostFormPage, is post.Post) error {
	line, before := is.Line(), is.Published
	if form.Draft.Former != "" {
		former, err := s.Posts.ForEdit(c.UserContext(), who(c).viewer(), form.Draft.Former)
		if err != nil {
			return err
		}
		if former.Beta == nil || former.Draft {
			return fault.NotFound
		}
		line = former.Beta.Line
		form.Follows = views.FollowedVersion{Slug: former.Slug, Called: former.Heading(), Version: former.Beta.Version}
	}
	form.Versioned = is.Beta != nil && (!is.Draft || is.Beta.Line != is.ID)
	if line == "" {
		return nil
	}
	all, err := s.projectOf(c.UserContext(), line)
	if err == nil {
		form.Criticisms, err = s.openCriticisms(c.UserContext(), &all, is.ID, before, form.Draft.Settles)
	}
	return err
}

// openCriticisms are those that a version may answer, the oldest first.
func (s *site) openCriticisms(ctx context.Context, all *project, version string, before time.Time, ticked []string) (list []views.Criticism, err error) {
	var open []comment.Comment
	for _, a := range comment.Aspects() {
		for _, c := range all.reviews[a] {
			by := all.settled[c.ID].By
			if a.Criticises() && (by == nil || by.ID == version) && (before.IsZero() || c.Created.Before(before)) {
				open = append(open, c)
			}
		}
	}
	slices.SortFunc(open, func(a, b comment.Comment) int { return a.Created.Compare(b.Created) })
	var pages []string
	for i := range open {
		pages = append(pages, open[i].By.Page)
	}
	lines, err := s.bylines(ctx, distinct(pages))
	for i := range open {
		c := &open[i]
		list = append(list, views.Criticism{ID: c.ID, Words: text.Cut(text.Line(c.Body), briefMost), Aspect: views.AspectWord(c.Review.Aspect), By: views.Said(saidBy(c, lines)),
			At: views.Day(c.Created.In(clock.Paris)), On: slices.Contains(ticked, c.ID)})
	}
	return list, err
}
