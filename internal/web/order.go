package web

import (
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// orderForm is where a moderator moves, merges or splits a discussion.
func (s *site) orderForm(c *fiber.Ctx) error {
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	if err != nil {
		return err
	}
	return s.showOrder(c, d, views.OrderPage{Key: id.New(), Theme: d.Theme, Town: s.Territory.TownName(d.Commune)})
}

func (s *site) showOrder(c *fiber.Ctx, d discussion.Discussion, p views.OrderPage) error {
	p.Chrome, p.Slug, p.Title, p.Themes, p.Towns = s.chrome(c, "Ranger une discussion", views.NavTalk), d.Slug, d.Title, themes(), s.talkTowns()
	after, err := page.ParseCursor(c.Query(views.ParamAfter))
	if err != nil {
		return fault.NotFound
	}
	list, err := s.Answers.Of(c.UserContext(), ofDiscussion(&d).target, page.Req{Limit: answersShown, Cursor: after})
	if err == nil {
		p.Answers, err = s.shownAnswers(c, list.Items, reader{})
	}
	if err != nil {
		return err
	}
	if !list.Next.IsZero() {
		p.Next = talkPath(d.Slug) + "/ranger?" + views.ParamAfter + "=" + list.Next.String()
	}
	return show(c.Status(statusOf(p.Wrong)), views.Order(p))
}

// order does what the form of a moderator says.
func (s *site) order(c *fiber.Ctx) error {
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	if err != nil {
		return err
	}
	p := views.OrderPage{Key: typed(c, views.FieldKey), Theme: typed(c, discussion.FieldTheme), Town: text.Line(typed(c, discussion.FieldCommune)),
		Into: typed(c, discussion.FieldInto), NewTitle: typed(c, discussion.FieldTitle)}
	path, said := talkPath(d.Slug), ""
	switch typed(c, views.FieldDo) {
	case views.DoMerge:
		said = "Les discussions sont réunies. Les réponses arrivent dans un instant."
		path, err = s.merge(c, d, p.Into)
	case views.DoSplit:
		said = "La nouvelle discussion est ouverte. Ses réponses arrivent dans un instant."
		path, err = s.split(c, d, p)
	default:
		p.Theme, said = typed(c, discussion.FieldTheme), "La discussion est rangée."
		commune := s.communeOf(p.Town, "")
		if commune == "" {
			commune = p.Town // refused, since it is no code
		}
		_, err = s.Talk.Refile(c.UserContext(), who(c).viewer(), d.Slug, p.Theme, commune)
	}
	if errors.As(err, &p.Wrong) {
		return s.showOrder(c, d, p)
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, path)
}

// merge has a discussion end in the one of an address.
func (s *site) merge(c *fiber.Ctx, d discussion.Discussion, address string) (string, error) {
	address = strings.TrimSpace(address)
	if u, err := url.Parse(address); err == nil {
		address = strings.TrimPrefix(u.Path, "/discussions/")
	}
	into, err := s.Talk.Merge(c.UserContext(), who(c).viewer(), d.Slug, strings.Trim(address, "/"))
	return talkPath(into.Slug), err
}

// split opens a discussion with the answers that were chosen.
func (s *site) split(c *fiber.Ctx, d discussion.Discussion, p views.OrderPage) (string, error) {
	var take []string
	by := viewer.Author{}
	for _, one := range c.Request().PostArgs().PeekMulti(discussion.FieldTake) {
		a, err := s.Answers.Get(c.UserContext(), string(one))
		if errors.Is(err, fault.NotFound) || err == nil && (a.Unseen() != nil || a.Target != comment.Target{Kind: comment.Discussion, ID: d.ID}) {
			continue // it went meanwhile
		}
		if err != nil {
			return "", err
		}
		if take = append(take, a.ID); len(take) == 1 {
			by = a.By
		}
	}
	made, err := s.Talk.Split(c.UserContext(), who(c).viewer(), d.Slug, discussion.Draft{Key: p.Key, Title: p.NewTitle}, by, take)
	return talkPath(made.Slug), err
}

// toMerged leads to the discussion in which another ended.
func (s *site) toMerged(c *fiber.Ctx, failed error) error {
	var merged discussion.Merged
	if !errors.As(failed, &merged) {
		return failed
	}
	into, err := s.Talk.Get(c.UserContext(), merged.Into)
	if errors.As(err, &merged) { // that one ended in a third
		into, err = s.Talk.Get(c.UserContext(), merged.Into)
	}
	if err != nil {
		return failed
	}
	return c.Redirect(talkPath(into.Slug), fiber.StatusMovedPermanently)
}
