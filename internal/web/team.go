package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"partant/internal/claim"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/profile"
	"partant/views"
)

// team is /fiches/{slug}/equipe, for those who are of it.
func (s *site) team(c *fiber.Ctx) error { return s.showTeam(c, views.TeamPage{}) }

// showTeam draws a team; p holds what the request adds.
func (s *site) showTeam(c *fiber.Ctx, p views.TeamPage) error {
	v := who(c)
	t, err := s.Claims.Team(c.UserContext(), v.viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	p.Chrome = s.chrome(c, "L'équipe de "+t.Page.Name, views.NavNone)
	p.Chrome.NoIndex = true
	p.Slug, p.Name, p.Manage, p.Owner, p.Member = t.Page.Slug, t.Page.Name, t.Manage, t.Page.Owns(v.viewer()), t.Page.IsMate(v.viewer())
	p.HasPerson = v.account.Person != ""
	if err := s.fillMates(c, &p, &t); err != nil {
		return err
	}
	for _, o := range t.Offers {
		p.Offers = append(p.Offers, s.offerOf(&t, o, v.account.ID))
	}
	if p.Wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.Team(p))
}

// fillMates adds the team: people by their own page, else by what their account is called.
func (s *site) fillMates(c *fiber.Ctx, p *views.TeamPage, t *claim.Team) error {
	v := who(c)
	var ids []string
	for _, m := range t.Page.Team {
		ids = append(ids, m.Person)
	}
	people, err := s.Profiles.Many(c.UserContext(), v.viewer(), ids)
	if err != nil {
		return err
	}
	known := map[string]profile.Profile{}
	for _, person := range people {
		known[person.ID] = person
	}
	for _, m := range t.Page.Team {
		mate := views.Mate{Key: m.Key(), Name: t.Names[m.Key()], Title: m.Title, Role: m.Role, Account: m.Account != "", Me: m.Account != "" && m.Account == v.account.ID}
		if person, ok := known[m.Person]; ok {
			mate.Name, mate.Slug, mate.Logo = person.Name, person.Slug, person.Pictures.Logo
		}
		if mate.Name == "" {
			mate.Name = "Quelqu'un qui n'est plus là"
		}
		if mate.Me && p.Wrong == nil {
			p.Title, p.Shown = m.Title, m.Person != ""
		}
		p.Mates = append(p.Mates, mate)
	}
	return nil
}

func (s *site) offerOf(t *claim.Team, o claim.Claim, viewer string) views.Offer {
	offer := views.Offer{ID: o.ID, Role: o.Role, Until: views.Day(o.Expires.In(clock.Paris)), Mine: o.Account == viewer}
	if o.Mail != nil {
		offer.To = o.Mail.Email
	}
	for _, m := range t.Page.Team {
		if o.Account != "" && m.Account == o.Account {
			offer.To = t.Names[m.Key()]
		}
	}
	return offer
}

// managed is the id of the page whose team a form changes.
func (s *site) managed(c *fiber.Ctx) (pageID string, err error) {
	t, err := s.Claims.Team(c.UserContext(), who(c).viewer(), c.Params("slug"))
	return t.Page.ID, err
}

// changed leads on from a change of a team.
func (s *site) changed(c *fiber.Ctx, err error, done string) error {
	switch {
	case errors.Is(err, profile.ErrLastOwner):
		s.say(c, views.ToneWrong, "Une page garde toujours un propriétaire. Proposez d'abord la page à quelqu'un de l'équipe : c'est au bas de cette page.")
	case err != nil:
		return err
	default:
		s.say(c, views.ToneDone, done)
	}
	return seeOther(c, claimPath(c, "/equipe"))
}

func (s *site) appear(c *fiber.Ctx) error {
	pageID, err := s.managed(c)
	if err != nil {
		return err
	}
	form := views.TeamPage{Title: typed(c, string(profile.FieldTitle)), Shown: typed(c, views.FieldShown) != ""}
	err = s.Profiles.Introduce(c.UserContext(), who(c).viewer(), pageID, form.Title, form.Shown)
	if errors.As(err, &form.Wrong) {
		return s.showTeam(c, form)
	}
	return s.changed(c, err, "C'est enregistré.")
}

func (s *site) setRole(c *fiber.Ctx) error {
	pageID, err := s.managed(c)
	if err != nil {
		return err
	}
	role := profile.Role(typed(c, claim.FieldRole))
	if role == profile.Owner { // nothing was chosen: ownership is offered elsewhere
		return seeOther(c, claimPath(c, "/equipe"))
	}
	return s.changed(c, s.Profiles.SetRole(c.UserContext(), who(c).viewer(), pageID, typed(c, views.FieldMate), role), "Le rôle est changé.")
}

func (s *site) dismiss(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	t, err := s.Claims.Team(ctx, v, c.Params("slug"))
	if err != nil {
		return err
	}
	key := typed(c, views.FieldMate)
	m, _ := t.Page.Mate(key)
	own := m.Account == v.Account
	err = s.Profiles.Dismiss(ctx, v, t.Page.ID, key)
	if err == nil && own {
		s.say(c, views.ToneDone, "Vous avez quitté l'équipe.")
		return seeOther(c, claimPath(c, ""))
	}
	return s.changed(c, err, "Cette personne n'est plus de l'équipe.")
}

func (s *site) invite(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c)
	form := views.TeamPage{Guest: views.Guest{Email: typed(c, claim.FieldEmail), Title: typed(c, views.FieldGuestTitle), Role: profile.Role(typed(c, claim.FieldRole))}}
	if _, err := s.managed(c); err != nil {
		return err
	}
	err := s.Limits.Allow(ctx, limit.Invite, limit.Member(v.account.ID))
	if err == nil {
		err = s.mayWrite(c, form.Guest.Email)
	}
	if err == nil {
		err = s.Claims.Invite(ctx, v.viewer(), c.Params("slug"), claim.Guest{Email: form.Guest.Email, Title: form.Guest.Title, Role: form.Guest.Role})
	}
	if errors.As(err, &form.Wrong) {
		return s.showTeam(c, form)
	}
	return s.changed(c, err, "L'invitation part.")
}

func (s *site) cancelOffer(c *fiber.Ctx) error {
	if _, err := s.managed(c); err != nil {
		return err
	}
	err := s.Claims.Cancel(c.UserContext(), who(c).viewer(), typed(c, views.FieldClaim))
	if errors.Is(err, claim.ErrGone) {
		err = nil // it is gone all the same
	}
	return s.changed(c, err, "C'est retiré.")
}

func (s *site) takeOver(c *fiber.Ctx) error {
	if _, err := s.managed(c); err != nil {
		return err
	}
	_, err := s.Claims.TakeOver(c.UserContext(), who(c).viewer(), typed(c, views.FieldClaim))
	if errors.Is(err, fault.NotFound) {
		s.say(c, views.ToneInfo, "Cette proposition ne tient plus.")
		return seeOther(c, claimPath(c, ""))
	}
	return s.changed(c, err, "Vous êtes propriétaire de cette page.")
}

func (s *site) handOverForm(c *fiber.Ctx) error {
	v := who(c).viewer()
	t, err := s.Claims.Team(c.UserContext(), v, c.Params("slug"))
	if err == nil && !t.Manage {
		err = fault.Forbidden
	}
	if err != nil {
		return err
	}
	p := views.HandOverPage{Chrome: s.chrome(c, "Passer la main", views.NavNone), Slug: t.Page.Slug, Name: t.Page.Name}
	p.Chrome.NoIndex = true
	for _, m := range t.Page.Team {
		if m.Account != "" && m.Role != profile.Owner && m.Account != v.Account {
			p.Mates = append(p.Mates, views.Option{Value: m.Key(), Text: t.Names[m.Key()] + ", " + views.Role(m.Role)})
		}
	}
	return show(c, views.HandOver(p))
}

func (s *site) handOver(c *fiber.Ctx) error {
	err := s.Claims.HandOver(c.UserContext(), who(c).viewer(), c.Params("slug"), typed(c, views.FieldMate))
	if errors.Is(err, claim.ErrOver) {
		err = nil // it was offered already
	}
	return s.changed(c, err, "La proposition part. Rien ne change avant la réponse.")
}

// invitation is where the link of a letter leads. Opening it changes nothing: programs that look at letters open links.
func (s *site) invitation(c *fiber.Ctx) error {
	c.Set("Referrer-Policy", "same-origin") // the address is a secret; without any referrer the form would have no origin
	k, err := s.Claims.Invited(c.UserContext(), c.Params("secret"))
	if err != nil {
		return s.orInvitationOver(c, err)
	}
	p := views.InvitationPage{Chrome: s.chrome(c, "Une invitation", views.NavNone), Slug: k.Page.Slug, Name: k.Page.Name, Who: k.Who,
		Role: k.Claim.Role, Title: k.Claim.Title, Secret: c.Params("secret")}
	p.Chrome.NoIndex = true
	return show(c, views.Invitation(p))
}

func (s *site) acceptInvitation(c *fiber.Ctx) error {
	ctx := c.UserContext()
	if err := s.Limits.Allow(ctx, limit.SignIn, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	k, err := s.Claims.Accept(ctx, who(c).viewer(), typed(c, views.FieldInvitation))
	if err != nil {
		return s.orInvitationOver(c, err)
	}
	s.say(c, views.ToneDone, "Bienvenue dans l'équipe.")
	return seeOther(c, "/fiches/"+k.Page.Slug)
}

// declineInvitation takes a no, from whoever holds the link: somebody who does not want to come needs no account.
func (s *site) declineInvitation(c *fiber.Ctx) error {
	ctx := c.UserContext()
	if err := s.Limits.Allow(ctx, limit.SignIn, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	k, err := s.Claims.Decline(ctx, c.Params("secret"))
	if err != nil {
		return s.orInvitationOver(c, err)
	}
	s.say(c, views.ToneDone, "C'est noté : vous ne rejoignez pas l'équipe. La personne qui vous invitait en est prévenue.")
	return seeOther(c, "/fiches/"+k.Page.Slug)
}

// orInvitationOver says 404 of an invitation that nobody can take any more.
func (s *site) orInvitationOver(c *fiber.Ctx, err error) error {
	if !errors.Is(err, fault.NotFound) {
		return err
	}
	return show(c.Status(fiber.StatusNotFound), views.InvitationOver(s.chrome(c, "Cette invitation ne sert plus", views.NavNone)))
}
