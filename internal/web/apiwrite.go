package web

import (
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/moderation"
	"partant/internal/post"
)

// apiPostDraft is a publication as programs send it.
type apiPostDraft struct {
	As      string   `json:"as"` // slug of the page that speaks
	Title   string   `json:"title"`
	Text    string   `json:"text"`
	Tags    []string `json:"tags"`
	Preview *bool    `json:"preview"` // false: nothing is shown of the page behind the first link
}

// apiPublish is POST /api/v1/posts.
func (s *site) apiPublish(c *fiber.Ctx) error {
	sent, err := bodyOf[apiPostDraft](c)
	if err != nil {
		return err
	}
	d := post.Draft{Title: sent.Title, Body: sent.Text, Tags: strings.Join(sent.Tags, ","), NoPreview: sent.Preview != nil && !*sent.Preview}
	if d.Key, err = draftKey(c); err == nil {
		d.Voice, err = s.apiVoice(c, sent.As)
	}
	if err == nil {
		_, err = s.Posts.Preview(c.UserContext(), d)
	}
	var p post.Post
	if err == nil {
		p, err = s.publishDraft(c, d)
	}
	if err != nil {
		return forProgram(err)
	}
	return s.sendMade(c, "/posts/"+url.PathEscape(p.Slug), heldIn(p.Down, moderation.Post, p.ID), func() error { return s.sendPost(c, &p) })
}

// apiUnpublish is DELETE /api/v1/posts/{slug}.
func (s *site) apiUnpublish(c *fiber.Ctx) error {
	_, err := s.removePost(c)
	return done(c, err)
}

// apiTalkDraft is a discussion as programs send it.
type apiTalkDraft struct {
	As      string          `json:"as"`
	Kind    discussion.Kind `json:"kind"`
	Title   string          `json:"title"`
	Text    string          `json:"text"`
	Purpose string          `json:"purpose"`
	Payer   string          `json:"payer"`
	Theme   string          `json:"theme"`
	Commune string          `json:"commune"` // INSEE code
	To      string          `json:"to"`      // slug of an institution
	Club    string          `json:"club"`    // slug of the page of a club
	Private bool            `json:"private"`
}

// apiOpen is POST /api/v1/discussions.
func (s *site) apiOpen(c *fiber.Ctx) error {
	sent, err := bodyOf[apiTalkDraft](c)
	if err != nil {
		return err
	}
	d := discussion.Draft{Kind: sent.Kind, Title: sent.Title, Body: sent.Text, Purpose: sent.Purpose, Payer: sent.Payer, Theme: sent.Theme, Commune: sent.Commune, Private: sent.Private}
	if d.Key, err = draftKey(c); err == nil {
		d.Voice, err = s.apiVoice(c, sent.As)
	}
	if err == nil {
		err = s.apiWhere(c, sent, &d)
	}
	if err == nil {
		_, err = s.Talk.Check(c.UserContext(), d)
	}
	var one discussion.Discussion
	if err == nil {
		one, err = s.openDraft(c, d)
	}
	if err != nil {
		return forProgram(err)
	}
	return s.sendMade(c, talkPath(one.Slug), heldIn(one.Down, moderation.Discussion, one.ID), func() error { return s.sendTalk(c, &one) })
}

// apiWhere finds the institution and the club that a discussion names.
func (s *site) apiWhere(c *fiber.Ctx, sent apiTalkDraft, d *discussion.Draft) error {
	wrong := fault.Fields{}
	if sent.To != "" {
		p, err := s.Profiles.BySlug(c.UserContext(), who(c).viewer(), sent.To)
		if errors.Is(err, fault.NotFound) {
			wrong.Add("to", "Cette fiche n'existe pas.")
		} else if err != nil {
			return err
		}
		d.To = p.ID
	}
	if sent.Club != "" {
		in, err := s.clubOfTalk(c, sent.Club)
		if err != nil {
			return err
		}
		if d.Club = in.Page; d.Club == "" {
			wrong.Add("club", "Cette personne n'est pas membre de ce club, ou il n'a pas ouvert sa salle.")
		}
	}
	if sent.Private && sent.Club == "" {
		wrong.Add("private", "Entre membres de quel club ? Nommez-le.")
	}
	return wrong.Err()
}

// apiRemoveTalk is DELETE /api/v1/discussions/{slug}.
func (s *site) apiRemoveTalk(c *fiber.Ctx) error { return done(c, s.removeTalk(c)) }

// apiAnswerDraft is an answer as programs send it: below one thing, which one of five fields names.
type apiAnswerDraft struct {
	As         string         `json:"as"`
	Discussion string         `json:"discussion"` // slugs
	Post       string         `json:"post"`
	Profile    string         `json:"profile"`
	Event      string         `json:"event"`
	Comment    string         `json:"comment"` // id of the answer that is answered
	Text       string         `json:"text"`
	Aspect     comment.Aspect `json:"aspect"` // of a project
}

// apiReply is POST /api/v1/comments.
func (s *site) apiReply(c *fiber.Ctx) error {
	sent, err := bodyOf[apiAnswerDraft](c)
	if err != nil {
		return err
	}
	of, err := s.apiAnswered(c, sent)
	if err != nil {
		return err
	}
	d := comment.Draft{Target: of.target, Parent: sent.Comment, Body: sent.Text, Aspect: sent.Aspect}
	if d.Key, err = draftKey(c); err == nil {
		d.Voice, err = s.apiVoice(c, sent.As)
	}
	if err == nil {
		d.Words, err = s.Answers.Preview(c.UserContext(), d.Body)
	}
	var a comment.Comment
	if err == nil {
		a, err = s.sayDraft(c, of, d)
	}
	if err != nil {
		return forProgram(err)
	}
	return s.sendMade(c, "/comments/"+url.PathEscape(a.ID), heldIn(a.Down, moderation.Answer, a.ID), func() error { return s.sendAnswer(c, &a) })
}

// apiAnswered finds what an answer stands below, as the page reads it where people answer it.
func (s *site) apiAnswered(c *fiber.Ctx, sent apiAnswerDraft) (of subject, err error) {
	ctx, named, field := c.UserContext(), 0, ""
	by := "" // the page whose it is
	for name, value := range map[string]string{"discussion": sent.Discussion, "post": sent.Post, "profile": sent.Profile, "event": sent.Event, "comment": sent.Comment} {
		if value != "" {
			named, field = named+1, name
		}
	}
	if named != 1 {
		return of, fault.Fields{"discussion": "Dites à quoi vous répondez, par un seul de ces champs : discussion, post, profile, event, comment."}
	}
	switch field {
	case "discussion":
		d, failed := s.Talk.BySlug(ctx, sent.Discussion)
		of, by, err = ofDiscussion(&d), d.By.Page, failed
	case "post":
		p, failed := s.Posts.BySlug(ctx, who(c).viewer(), sent.Post)
		if failed == nil && p.Draft {
			failed = fault.NotFound
		}
		of, by, err = ofPost(&p), p.By.Page, failed
	case "profile":
		p, failed := s.Profiles.BySlug(ctx, who(c).viewer(), sent.Profile)
		open := false
		if failed == nil {
			p, open, failed = s.Profiles.Asked(ctx, p.ID)
		}
		of, by, err = ofPage(&p, open), p.ID, failed
	case "event":
		e, failed := s.Events.BySlug(ctx, who(c).viewer(), sent.Event)
		if failed == nil {
			e, failed = s.Events.ForReader(ctx, e.ID)
		}
		of, by, err = ofEvent(&e), e.By.Page, failed
	default:
		a, failed := s.Answers.ForReader(ctx, sent.Comment)
		if failed == nil {
			failed = a.Unseen()
		}
		if err, by = failed, a.By.Page; err == nil {
			of, err = s.subjectOf(ctx, a.Target)
		}
	}
	if err == nil {
		err = s.see(c, by)
	}
	if errors.Is(err, fault.NotFound) {
		err = fault.Fields{field: "Il n'y a rien de ce nom, ou cette personne ne peut pas le lire."}
	}
	return of, err
}

// apiComment is GET /api/v1/comments/{id}.
func (s *site) apiComment(c *fiber.Ctx) error {
	a, _, err := s.oneAnswer(c)
	if err == nil {
		err = a.Unseen()
	}
	if err == nil {
		err = s.see(c, a.By.Page)
	}
	if err != nil {
		return err
	}
	return s.sendAnswer(c, &a)
}

// sendAnswer answers with an answer.
func (s *site) sendAnswer(c *fiber.Ctx, a *comment.Comment) error {
	lines, err := s.bylines(c.UserContext(), distinct([]string{a.By.Page}))
	if err != nil {
		return err
	}
	around, err := s.apart(c)
	if err != nil {
		return err
	}
	return c.JSON(s.apiAnswer(a, lines[a.By.Page], around))
}

// apiTakeBack is DELETE /api/v1/comments/{id}.
func (s *site) apiTakeBack(c *fiber.Ctx) error {
	_, err := s.removeAnswer(c)
	return done(c, err)
}

// apiFollow is PUT and DELETE of …/follow: done twice it is done once.
func (s *site) apiFollow(c *fiber.Ctx) error {
	f, err := s.followed(c)
	if err == nil {
		err = s.setFollow(c, f, c.Method() == fiber.MethodPut)
	}
	return done(c, err)
}
