package web

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/club"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/views"
)

// mayManage counts a change in the room of a club, by member.
func (s *site) mayManage(c *fiber.Ctx) error {
	return s.Limits.Allow(c.UserContext(), limit.Club, limit.Member(who(c).account.ID))
}

// joinPage is the form by which one comes into a room.
func (s *site) joinPage(c *fiber.Ctx, b *before) (p views.ClubJoinPage, err error) {
	if !b.here.Room.IsOpen() {
		return p, fault.NotFound
	}
	p = views.ClubJoinPage{Way: b.here.Room.Way, Questions: b.here.Room.Questions, Kinds: b.here.Room.Kinds, Action: clubPath(b.page.Slug, "/rejoindre")}
	p.Shut = p.Way == club.ByInvitation && !b.here.Page.Mine
	m := &b.here.Me
	p.Kept, p.Word = (m.State == club.Refused || m.State == club.Removed) && s.Now().Before(m.Expires), m.Word
	p.Room, err = s.room(c, b, "Rejoindre le club", "/rejoindre")
	return p, err
}

// joinClubForm is /clubs/{slug}/rejoindre.
func (s *site) joinClubForm(c *fiber.Ctx) error {
	b, err := s.clubAt(c)
	if err != nil {
		return err
	}
	if st := b.here.Me.State; st == club.In || st == club.Asked {
		return seeOther(c, clubPath(b.page.Slug, ""))
	}
	p, err := s.joinPage(c, &b)
	if err != nil {
		return err
	}
	return show(c, views.ClubJoin(p))
}

// clubLink is /clubs/{slug}/lien/{secret}. Opening it changes nothing: programs that look at letters open links.
func (s *site) clubLink(c *fiber.Ctx) error {
	c.Set("Referrer-Policy", "same-origin") // the address is a secret; without any referrer the form would have no origin
	b, err := s.clubAt(c)
	if err == nil && !b.here.Holds(c.Params("secret")) {
		err = fault.NotFound
	}
	if err != nil {
		return s.orClubInvitationOver(c, err)
	}
	if b.here.Me.State == club.In {
		return seeOther(c, clubPath(b.page.Slug, ""))
	}
	p, err := s.joinPage(c, &b)
	if err != nil {
		return err
	}
	p.Sure, p.Shut, p.Entry.Secret = true, false, c.Params("secret")
	return show(c, views.ClubJoin(p))
}

// sentEntry is the form as it was sent.
func sentEntry(c *fiber.Ctx, questions int) club.Entry {
	d := club.Entry{Kind: typed(c, club.FieldKind), Listed: typed(c, club.FieldListed) != "", Secret: typed(c, views.FieldClubSecret)}
	for i := range questions {
		d.Answers = append(d.Answers, typed(c, club.AnswerField(i)))
	}
	return d
}

// joinClub takes what somebody says who joins.
func (s *site) joinClub(c *fiber.Ctx) error {
	b, err := s.clubAt(c)
	if err != nil {
		return err
	}
	p, err := s.joinPage(c, &b)
	if err != nil {
		return err
	}
	p.Entry = sentEntry(c, len(p.Questions))
	p.Sure = p.Entry.Secret != "" && b.here.Holds(p.Entry.Secret)
	p.Shut = p.Shut && !p.Sure
	if err := s.Limits.Allow(c.UserContext(), limit.JoinClub, limit.Member(who(c).account.ID)); err != nil {
		return err
	}
	m, err := s.Clubs.Join(c.UserContext(), who(c).viewer(), b.page.ID, p.Entry)
	switch {
	case errors.As(err, &p.Wrong):
		return show(c.Status(fiber.StatusUnprocessableEntity), views.ClubJoin(p))
	case errors.Is(err, club.ErrKept) || errors.Is(err, club.ErrShut):
		return show(c.Status(fiber.StatusForbidden), views.ClubJoin(p))
	case err != nil:
		return err
	}
	done := "Bienvenue dans le club."
	if m.State == club.Asked {
		done = "Votre demande est partie : le bureau vous répondra."
	}
	return s.toClub(c, &b, nil, "", done)
}

// leaveClubForm is /clubs/{slug}/quitter.
func (s *site) leaveClubForm(c *fiber.Ctx) error {
	b, err := s.clubAt(c)
	if err != nil {
		return err
	}
	if b.here.Me.State != club.In {
		return seeOther(c, clubPath(b.page.Slug, ""))
	}
	return s.showLeaveClub(c, &b, b.here.Room.OnlyChair(b.here.Me.ID))
}

func (s *site) showLeaveClub(c *fiber.Ctx, b *before, last bool) error {
	p := views.ClubLeavePage{Last: last}
	n, err := s.Clubs.Count(c.UserContext(), b.page.ID, club.In)
	if err == nil {
		p.Room, err = s.room(c, b, "Quitter le club", "/quitter")
	}
	if err != nil {
		return err
	}
	p.Alone = n < 2
	if last && !reads(c) {
		c.Status(fiber.StatusConflict)
	}
	return show(c, views.ClubLeave(p))
}

// leaveClub takes a member out, or takes back what somebody asked.
func (s *site) leaveClub(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	b, err := s.clubAt(c)
	if err != nil {
		return err
	}
	if b.here.Me.State == club.Asked {
		return s.toClub(c, &b, s.Clubs.Withdraw(ctx, v, b.page.ID), "", "Votre demande est retirée.")
	}
	err = s.Clubs.Leave(ctx, v, b.page.ID)
	if errors.Is(err, club.ErrLastChair) {
		return s.showLeaveClub(c, &b, true)
	}
	return s.toClub(c, &b, err, "", "Vous avez quitté le club.")
}

// clubInvitation is where the link of a letter leads. Opening it changes nothing.
func (s *site) clubInvitation(c *fiber.Ctx) error {
	c.Set("Referrer-Policy", "same-origin") // as in clubLink
	p, _, err := s.invitedToClub(c)
	if err != nil {
		return s.orClubInvitationOver(c, err)
	}
	return show(c, views.ClubJoin(p))
}

// invitedToClub is the form of an invitation.
func (s *site) invitedToClub(c *fiber.Ctx) (p views.ClubJoinPage, b before, err error) {
	if b, err = s.clubAt(c); err != nil {
		return p, b, err
	}
	h, m, err := s.Clubs.Invitation(c.UserContext(), who(c).viewer(), c.Params("id"), c.Params("secret"))
	if err == nil && m.Club != b.page.ID {
		err = fault.NotFound
	}
	if err != nil {
		return p, b, err
	}
	b.here = h
	if p, err = s.joinPage(c, &b); err != nil {
		return p, b, err
	}
	p.Sure, p.Shut, p.Kept = true, false, false
	p.Action = clubPath(b.page.Slug, "/invitation/"+url.PathEscape(c.Params("id"))+"/"+url.PathEscape(c.Params("secret")))
	p.Decline = p.Action + "/refus"
	return p, b, nil
}

func (s *site) acceptClub(c *fiber.Ctx) error {
	ctx := c.UserContext()
	if err := s.Limits.Allow(ctx, limit.SignIn, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	p, b, err := s.invitedToClub(c)
	if err != nil {
		return s.orClubInvitationOver(c, err)
	}
	p.Entry = sentEntry(c, len(p.Questions))
	_, err = s.Clubs.Accept(ctx, who(c).viewer(), c.Params("id"), c.Params("secret"), p.Entry)
	if errors.As(err, &p.Wrong) {
		return show(c.Status(fiber.StatusUnprocessableEntity), views.ClubJoin(p))
	}
	if errors.Is(err, fault.NotFound) {
		return s.orClubInvitationOver(c, err)
	}
	return s.toClub(c, &b, err, "", "Bienvenue dans le club.")
}

// declineClub takes a no, from whoever holds the link: somebody who does not want to come needs no account.
func (s *site) declineClub(c *fiber.Ctx) error {
	ctx := c.UserContext()
	if err := s.Limits.Allow(ctx, limit.SignIn, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	_, b, err := s.invitedToClub(c)
	if err == nil {
		_, err = s.Clubs.Decline(ctx, c.Params("id"), c.Params("secret"))
	}
	if err != nil {
		return s.orClubInvitationOver(c, err)
	}
	return s.toClub(c, &b, nil, "", "C'est noté : vous ne rejoignez pas ce club, et votre adresse est effacée.")
}

// orClubInvitationOver says 404 of a link that lets in nobody any more.
func (s *site) orClubInvitationOver(c *fiber.Ctx, err error) error {
	if !errors.Is(err, fault.NotFound) {
		return err
	}
	chrome := s.chrome(c, "Cette invitation ne sert plus", views.NavNone)
	chrome.NoIndex = true
	return show(c.Status(fiber.StatusNotFound), views.ClubInvitationOver(chrome))
}
