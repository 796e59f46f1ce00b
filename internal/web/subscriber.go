package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"partant/internal/follow"
	"partant/internal/limit"
	"partant/internal/subscriber"
	"partant/internal/trap"
	"partant/internal/viewer"
	"partant/views"
)

// byLetterTrap is the name of the form of who follows by letter, for its trap.
const byLetterTrap = "suivre-lettre"

// byLetterForm is …/suivre/courriel: an address follows without an account. A member has better.
func (s *site) byLetterForm(c *fiber.Ctx) error {
	p, _, err := s.byLetterPage(c)
	if err != nil {
		return err
	}
	if who(c).viewer().SignedIn() {
		return seeOther(c, p.Back+"/suivre")
	}
	p.Trap = s.Trap.Key(byLetterTrap)
	return show(c, views.ByLetter(p))
}

// byLetterPage is the form for what the address names. fault.NotFound.
func (s *site) byLetterPage(c *fiber.Ctx) (views.ByLetterPage, followed, error) {
	f, err := s.followed(c)
	if err == nil {
		_, err = s.Follows.Mine(c.UserContext(), viewer.Viewer{}, f.target, f.name)
	}
	p := views.ByLetterPage{Chrome: s.chrome(c, "Suivre par e-mail", views.NavDirectory), Name: f.name, Back: f.path, Action: f.path + "/suivre/courriel"}
	p.Chrome.NoIndex = true
	return p, f, err
}

// byLetter keeps that an address would follow, until it confirms. The answer says nothing of the address: it is the same for one
// that follows already, one that has an account, one that nobody has.
func (s *site) byLetter(c *fiber.Ctx) error {
	p, f, err := s.byLetterPage(c)
	if err != nil {
		return err
	}
	p.Draft = subscriber.Draft{Source: f.target.String(), Email: typed(c, subscriber.FieldEmail), Rhythm: typed(c, subscriber.FieldRhythm)}
	if f.target.Kind == follow.Tag {
		p.Draft.Name = f.name
	}
	p.Trap, err = s.Trap.Check(byLetterTrap, typed(c, trap.FieldKey), typed(c, trap.FieldBait))
	if err == nil {
		err = s.ByLetter.Check(p.Draft)
	}
	if err == nil {
		err = s.Limits.Allow(c.UserContext(), limit.FollowByLetter, limit.Visitor(s.client(c)))
	}
	if err == nil {
		err = s.mayWrite(c, p.Draft.Email)
	}
	if err == nil {
		err = s.ByLetter.Ask(c.UserContext(), p.Draft)
	}
	switch {
	case errors.As(err, &p.Wrong):
		return show(c.Status(fiber.StatusUnprocessableEntity), views.ByLetter(p))
	case err != nil:
		return err
	}
	return seeOther(c, "/abonnement/attente")
}

// subscriptionWaits says that an address waits for its owner to confirm it.
func (s *site) subscriptionWaits(c *fiber.Ctx) error {
	return show(c, views.SubscriptionWaits(views.LetterWaitsPage{Chrome: s.letterChrome(c, "Encore un geste"), Outbox: s.Outbox}))
}

// subscriptionLink stands before all that the link of a letter leads to: its address is a secret, and a link that is over gets a
// calm page.
func (s *site) subscriptionLink(c *fiber.Ctx) error {
	c.Set("Referrer-Policy", "same-origin")
	err := c.Next()
	if errors.Is(err, subscriber.ErrOver) {
		return show(c.Status(fiber.StatusNotFound), views.SubscriptionOver(s.letterChrome(c, "Ce lien ne sert plus")))
	}
	return err
}

func subscriptionPath(c *fiber.Ctx) string {
	return "/abonnement/" + c.Params("id") + "/" + c.Params("secret")
}

// subscription shows an address what it follows. Programs that look at letters open links: looking changes nothing.
func (s *site) subscription(c *fiber.Ctx) error {
	one, err := s.ByLetter.Open(c.UserContext(), c.Params("id"), c.Params("secret"))
	if err != nil {
		return err
	}
	p := views.SubscriptionPage{Chrome: s.letterChrome(c, "Mes abonnements par e-mail"), Path: subscriptionPath(c), Stop: "/lettres/fin/" + c.Params("id") + "/" + c.Params("secret"),
		Email: one.Email, Waits: one.Waits(), Rhythm: one.Rhythm}
	list := make([]follow.Follow, len(one.Wants))
	for i, w := range one.Wants {
		list[i] = follow.Follow{Target: follow.Parse(w.Source), Name: w.Name, At: w.At}
	}
	if p.List, err = s.followedBy(c.UserContext(), list); err != nil {
		return err
	}
	for i, w := range one.Wants {
		p.List[i].Source = w.Source
		p.Confirmed = append(p.Confirmed, !w.Confirmed.IsZero())
	}
	return show(c, views.Subscription(p))
}

func (s *site) confirmSubscription(c *fiber.Ctx) error {
	member, err := s.ByLetter.Confirm(c.UserContext(), c.Params("id"), c.Params("secret"))
	if err != nil {
		return err
	}
	if member {
		s.say(c, views.ToneDone, "C'est confirmé. Vous avez un compte avec cette adresse\u00a0: c'est lui qui suit désormais.")
		return seeOther(c, "/compte/abonnements")
	}
	s.say(c, views.ToneDone, "C'est confirmé. La première lettre part dès qu'il y a du nouveau.")
	return seeOther(c, subscriptionPath(c))
}

// dropSubscription has an address follow something no more; with the last thing the address goes.
func (s *site) dropSubscription(c *fiber.Ctx) error {
	ctx, id, secret := c.UserContext(), c.Params("id"), c.Params("secret")
	if err := s.ByLetter.Drop(ctx, id, secret, typed(c, views.FieldTarget)); err != nil {
		return err
	}
	if _, err := s.ByLetter.Open(ctx, id, secret); errors.Is(err, subscriber.ErrOver) {
		return seeOther(c, "/lettres/fin/"+id+"/"+secret)
	}
	s.say(c, views.ToneDone, "C'est fait\u00a0: vous ne suivez plus cela.")
	return seeOther(c, subscriptionPath(c))
}

func (s *site) setSubscriptionRhythm(c *fiber.Ctx) error {
	if err := s.ByLetter.SetRhythm(c.UserContext(), c.Params("id"), c.Params("secret"), typed(c, subscriber.FieldRhythm)); err != nil {
		return err
	}
	s.say(c, views.ToneDone, "C'est noté.")
	return seeOther(c, subscriptionPath(c))
}

// endForm is where the link of a letter leads that ends all of them: it shows a button, since programs open links too.
func (s *site) endForm(c *fiber.Ctx) error {
	over, err := s.ByLetter.Ended(c.UserContext(), c.Params("id"), c.Params("secret"))
	if err != nil {
		return err
	}
	c.Set("Referrer-Policy", "no-referrer")
	chrome := views.Chrome{Site: s.Site, Title: "Ne plus recevoir ces lettres", NoIndex: true}
	return show(c, views.EndSubscription(views.StopPage{Chrome: chrome, Action: c.Path(), Stopped: over}))
}

// endLetters forgets the address of whoever has one of its letters. A mail program wants a plain answer and follows nothing (RFC
// 8058); the button of the page leads back to it.
func (s *site) endLetters(c *fiber.Ctx) error {
	if err := s.ByLetter.Stop(c.UserContext(), c.Params("id"), c.Params("secret")); err != nil {
		return err
	}
	if typed(c, views.FieldPage) != "" {
		return seeOther(c, c.Path())
	}
	return c.Type("txt", "utf-8").SendString("C'est fait\u00a0: votre adresse est effacée.\n")
}
