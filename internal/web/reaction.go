package web

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/limit"
	"partant/internal/reaction"
	"partant/views"
)

// praised is what is reacted to: the thing, and the local path of the form.
type praised struct {
	thing  reaction.Thing
	action string
	back   string // local path of where it stands
}

func answerPraised(id string) praised {
	path := "/reponses/" + url.PathEscape(id)
	return praised{reaction.Thing{Kind: reaction.OfAnswer, ID: id}, path + "/reaction", path}
}

func (s *site) praisedAnswer(c *fiber.Ctx) (praised, error) {
	return answerPraised(c.Params("id")), nil
}

func (s *site) praisedPost(c *fiber.Ctx) (praised, error) {
	p, err := s.publicPost(c)
	return postPraised(p.ID, p.Slug), err
}

func postPraised(id, slug string) praised {
	path := "/publications/" + url.PathEscape(slug)
	return praised{reaction.Thing{Kind: reaction.OfPost, ID: id}, path + "/reaction", path}
}

func (s *site) praisedTalk(c *fiber.Ctx) (praised, error) {
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	return talkPraised(d.ID, d.Slug), err
}

func talkPraised(id, slug string) praised {
	return praised{reaction.Thing{Kind: reaction.OfTalk, ID: id}, talkPath(slug) + "/reaction", talkPath(slug)}
}

// react says something of a thing, or takes it back: the whole page again, or the buttons alone for htmx.
func (s *site) react(at func(c *fiber.Ctx) (praised, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, v := c.UserContext(), who(c).viewer()
		p, err := at(c)
		if err == nil {
			err = s.Limits.Allow(ctx, limit.React, limit.Member(v.Account))
		}
		if err != nil {
			return err
		}
		kind, on := typed(c, reaction.FieldSay), true
		if undo := typed(c, reaction.FieldUndo); undo != "" {
			kind, on = undo, false
		}
		if err := s.Reactions.React(ctx, v, p.thing, reaction.Kind(kind), on); err != nil {
			return err
		}
		if c.Get("HX-Request") != "true" {
			return seeOther(c, p.back)
		}
		shown, err := s.praise(c, []praised{p})
		if err != nil {
			return err
		}
		return show(c, views.ReactionForm(shown[0]))
	}
}

// praise is what is said of things, for whoever reads.
func (s *site) praise(c *fiber.Ctx, all []praised) ([]views.Reactions, error) {
	things := make([]reaction.Thing, len(all))
	for i := range all {
		things[i] = all[i].thing
	}
	v := who(c).viewer()
	said, err := s.Reactions.Of(c.UserContext(), v, things)
	shown := make([]views.Reactions, len(all))
	for i := range all {
		shown[i] = views.Reactions{Action: all[i].action, Token: who(c).token(), Can: v.SignedIn(), Said: views.PraiseOf(said[all[i].thing.String()])}
	}
	return shown, err
}

// fillPraise adds what is said of answers.
func (s *site) fillPraise(c *fiber.Ctx, list []views.Answer) error {
	all := make([]praised, len(list))
	for i := range list {
		all[i] = answerPraised(list[i].ID)
	}
	shown, err := s.praise(c, all)
	for i := range shown {
		shown[i].Can = shown[i].Can && !list[i].Mine
		list[i].Reactions = shown[i]
	}
	return err
}
