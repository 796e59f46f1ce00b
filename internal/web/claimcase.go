package web

import (
	"cmp"
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/claim"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/text"
	"partant/views"
)

// claimCase is /revendications/{id}, for those who have a word in it.
func (s *site) claimCase(c *fiber.Ctx) error { return s.showCase(c, nil) }

func (s *site) showCase(c *fiber.Ctx, wrong fault.Fields) error {
	k, leave, err := s.Claims.Open(c.UserContext(), who(c).viewer(), c.Params("id"))
	if err != nil {
		return err
	}
	p := s.casePage(&k)
	p.Chrome = s.chrome(c, "Une demande pour "+k.Page.Name, views.NavNone)
	p.Chrome.NoIndex, p.Wrong = true, wrong
	p.Judge, p.CanAnswer = leave.Judge, leave.Answer
	for _, one := range k.Parties {
		p.Parties = append(p.Parties, views.Party{Account: one.Account, Name: one.Name, Email: one.Email, Owns: one.Owns})
	}
	for _, own := range leave.Vouch {
		p.Vouch = append(p.Vouch, views.Option{Value: own.Slug, Text: own.Name})
	}
	if wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
		p.Replace = typed(c, views.FieldReplace) != ""
		for field, into := range map[string]*string{claim.FieldAnswer: &p.Answer, claim.FieldReason: &p.Reason} {
			if now := typed(c, field); now != "" {
				*into = now
			}
		}
	}
	return show(c, views.Case(p))
}

func (s *site) casePage(k *claim.Case) views.CasePage {
	c := &k.Claim
	p := views.CasePage{ID: c.ID, Slug: k.Page.Slug, Name: k.Page.Name, Who: k.Who, Title: c.Title, Since: views.Moment(c.Created.In(clock.Paris)),
		Statement: c.Statement, Answer: c.Answer, Disputed: c.Disputed || k.Taken, State: c.State, Ground: c.Ground(), Reason: c.Reason, Verified: views.Verified(k.Page.Verified, clock.Paris)}
	if c.Shown() {
		p.Shown = views.Means(c.Means, c.Of)
	}
	return p
}

func (s *site) vouch(c *fiber.Ctx) error {
	v := who(c).viewer()
	done, err := s.Claims.Vouch(c.UserContext(), v, c.Params("id"), typed(c, claim.FieldPage))
	if err != nil {
		return s.judged(c, err, "", "/revendications/"+url.PathEscape(c.Params("id")))
	}
	of, err := s.Profiles.Many(c.UserContext(), v, []string{done.Page})
	if err != nil || len(of) == 0 {
		return cmp.Or(err, fault.NotFound)
	}
	return s.judged(c, nil, "Merci : vous vous êtes porté garant, la page a trouvé qui la tient.", "/fiches/"+url.PathEscape(of[0].Slug)) // the case is closed to who vouched
}

func (s *site) answerClaim(c *fiber.Ctx) error {
	err := s.Claims.Answer(c.UserContext(), who(c).viewer(), c.Params("id"), typed(c, claim.FieldAnswer))
	return s.judged(c, err, "Votre réponse est devant les modérateurs.", "/revendications/"+url.PathEscape(c.Params("id")))
}

// judgeClaim is the decision of a moderator.
func (s *site) judgeClaim(c *fiber.Ctx) error {
	ctx, v, claimID := c.UserContext(), who(c).viewer(), c.Params("id")
	if typed(c, views.FieldVerdict) == views.VerdictGrant {
		_, err := s.Claims.Grant(ctx, v, claimID, typed(c, views.FieldReplace) != "", typed(c, claim.FieldReason))
		return s.judged(c, err, "La page est accordée. La lettre part.", "/moderation/revendications")
	}
	err := s.Claims.Refuse(ctx, v, claimID, typed(c, claim.FieldReason))
	return s.judged(c, err, "La demande est refusée. La lettre part, avec votre raison.", "/moderation/revendications")
}

// judged leads on from a word that somebody had in a claim.
func (s *site) judged(c *fiber.Ctx, err error, done, to string) error {
	var wrong fault.Fields
	switch {
	case errors.As(err, &wrong):
		return s.showCase(c, wrong)
	case errors.Is(err, claim.ErrOver):
		s.say(c, views.ToneInfo, "Cette demande est déjà close.")
	case err != nil:
		return err
	default:
		s.say(c, views.ToneDone, done)
	}
	return seeOther(c, to)
}

// casesShown is how many claims a page of the queue has.
const casesShown = 20

// claimQueue is what waits for the moderators.
func (s *site) claimQueue(c *fiber.Ctx) error {
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	list, err := s.Claims.Waiting(c.UserContext(), who(c).viewer(), page.Req{Limit: casesShown, Cursor: cursor})
	if err != nil {
		return err
	}
	p := views.QueuePage{Chrome: s.chrome(c, "Pages revendiquées", views.NavNone)}
	p.Chrome.NoIndex = true
	for i := range list.Items {
		one := s.casePage(&list.Items[i])
		one.Since, one.Statement = views.Moment(list.Items[i].Claim.Waiting.In(clock.Paris)), text.Cut(one.Statement, 200)
		p.Cases = append(p.Cases, one)
	}
	if !list.Next.IsZero() {
		p.Next = "/moderation/revendications?suite=" + url.QueryEscape(list.Next.String())
	}
	return show(c, views.Queue(p))
}
