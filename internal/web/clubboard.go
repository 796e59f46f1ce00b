package web

import (
	"errors"
	"io"
	"slices"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/club"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/limit"
	"partant/internal/page"
	"partant/views"
)

// clubSettings is /clubs/{slug}/reglages: for who presides, and for who owns the page of a club that has no room yet.
func (s *site) clubSettings(c *fiber.Ctx) error {
	b, p, err := s.settingsOf(c)
	if err != nil {
		return err
	}
	if p.Form = club.Filled(&b.here.Room); !p.Opened {
		p.Form.Way = club.OnRequest
	}
	return show(c, views.ClubSettings(p))
}

func (s *site) settingsOf(c *fiber.Ctx) (b before, p views.ClubSettingsPage, err error) {
	if b, err = s.clubAt(c); err != nil {
		return b, p, err
	}
	p.Opened = b.here.Room.IsOpen()
	if p.Opened && !b.here.CanSee(club.Helm) || !p.Opened && !b.here.Page.Mine {
		return b, p, fault.Forbidden
	}
	title := "Réglages"
	if !p.Opened {
		title = "Ouvrir la salle du club"
	}
	p.Room, err = s.room(c, &b, title, views.RoomSettings)
	return b, p, err
}

func (s *site) settleClub(c *fiber.Ctx) error {
	b, p, err := s.settingsOf(c)
	if err != nil {
		return err
	}
	p.Form = club.Settings{Way: club.Way(typed(c, club.FieldWay)), Questions: typed(c, club.FieldQuestions), Kinds: typed(c, club.FieldKinds), Network: typed(c, club.FieldNetwork) != ""}
	do, done := s.Clubs.Settle, "Les réglages sont enregistrés."
	if !p.Opened {
		do, done = s.Clubs.Begin, "La salle est ouverte. Invitez vos membres."
	}
	if err = s.mayManage(c); err == nil {
		err = do(c.UserContext(), who(c).viewer(), b.page.ID, p.Form)
	}
	if errors.As(err, &p.Wrong) {
		return show(c.Status(fiber.StatusUnprocessableEntity), views.ClubSettings(p))
	}
	return s.toClub(c, &b, err, "", done)
}

// clubRequests is /clubs/{slug}/demandes, for the board.
func (s *site) clubRequests(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Office)
	if err != nil {
		return err
	}
	return s.showRequests(c, &b, views.ClubRequestsPage{})
}

func (s *site) showRequests(c *fiber.Ctx, b *before, p views.ClubRequestsPage) (err error) {
	if p.Room, err = s.room(c, b, "Demandes et invitations", views.RoomRequests); err != nil {
		return err
	}
	for state, into := range map[club.State]*[]views.ClubRequest{club.Asked: &p.Asked, club.Invited: &p.Invited, club.Refused: &p.Refused} {
		if *into, err = s.requestsOf(c, b, state); err != nil {
			return err
		}
	}
	removed, err := s.requestsOf(c, b, club.Removed)
	if err != nil {
		return err
	}
	p.Refused = slices.Concat(p.Refused, removed)
	if p.Wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.ClubRequests(p))
}

func (s *site) requestsOf(c *fiber.Ctx, b *before, state club.State) (all []views.ClubRequest, err error) {
	list, err := s.Clubs.Members(c.UserContext(), who(c).viewer(), b.page.ID, state, page.Req{Limit: page.MaxLimit})
	if err != nil {
		return nil, err
	}
	faces, err := s.clubFaces(c.UserContext(), &b.here, list.Items)
	for i, f := range faces {
		m := &list.Items[i]
		all = append(all, views.ClubRequest{ID: m.ID, Face: f, At: views.Moment(m.Created.In(clock.Paris)), Kind: m.Kind, Answers: m.Answers, Word: m.Word,
			Removed: state == club.Removed, Until: views.Day(m.Expires.In(clock.Paris))})
	}
	return all, err
}

// answerRequest says yes or no to who asks, takes an invitation back, or forgets a refusal.
func (s *site) answerRequest(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Office)
	if err != nil {
		return err
	}
	ctx, v, one, done := c.UserContext(), who(c).viewer(), c.Params("id"), "C'est fait."
	p := views.ClubRequestsPage{Word: typed(c, club.FieldWord), About: one}
	switch do := typed(c, views.FieldAnswerTo); do {
	case views.AnswerYes, views.AnswerNo:
		_, err = s.Clubs.Decide(ctx, v, b.page.ID, one, do == views.AnswerYes, p.Word)
		if done = "Cette personne est prévenue de votre refus."; do == views.AnswerYes {
			done = "Bienvenue ! Cette personne est prévenue qu'elle est membre."
		}
	case views.AnswerUndo:
		err = s.Clubs.Cancel(ctx, v, b.page.ID, one)
	case views.AnswerLift:
		err = s.Clubs.Lift(ctx, v, b.page.ID, one)
	default:
		err = fault.Invalid
	}
	if errors.As(err, &p.Wrong) {
		return s.showRequests(c, &b, p)
	}
	if errors.Is(err, club.ErrOver) || errors.Is(err, fault.NotFound) {
		s.say(c, views.ToneInfo, "Quelqu'un du bureau y a déjà répondu.")
		return seeOther(c, clubPath(b.page.Slug, "/demandes"))
	}
	return s.toClub(c, &b, err, "/demandes", done)
}

// clubInvite is /clubs/{slug}/inviter, for the board.
func (s *site) clubInvite(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Office)
	if err != nil {
		return err
	}
	return s.showInvite(c, &b, views.ClubInvitePage{})
}

func (s *site) showInvite(c *fiber.Ctx, b *before, p views.ClubInvitePage) (err error) {
	if p.Room, err = s.room(c, b, "Inviter", views.RoomInvite); err != nil {
		return err
	}
	p.Unsure = !b.here.Page.Proud
	if l := b.here.Room.Link; l != nil && p.Linked == "" {
		p.Linked = views.Day(l.Made.In(clock.Paris))
	}
	for i := range p.Lines {
		if p.Lines[i].Invited() {
			p.Letters++
		}
	}
	if p.Wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.ClubInvite(p))
}

func (s *site) inviteToClub(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Office)
	if err != nil {
		return err
	}
	p := views.ClubInvitePage{Email: typed(c, club.FieldEmail)}
	if err = s.Limits.Allow(c.UserContext(), limit.Invite, limit.Member(who(c).account.ID)); err == nil {
		err = s.mayWrite(c, p.Email)
	}
	if err == nil {
		err = s.Clubs.Invite(c.UserContext(), who(c).viewer(), b.page.ID, p.Email)
	}
	if errors.As(err, &p.Wrong) {
		return s.showInvite(c, &b, p)
	}
	return s.toClub(c, &b, err, "/inviter", "L'invitation part.")
}

// clubLinkForm opens or closes the link of a club. The new one is shown in the answer itself: nothing keeps it.
func (s *site) clubLinkForm(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Office)
	if err != nil {
		return err
	}
	ctx, v := c.UserContext(), who(c).viewer()
	if err := s.mayManage(c); err != nil {
		return err
	}
	if typed(c, views.FieldLinkDo) == views.LinkCloses {
		return s.toClub(c, &b, s.Clubs.CloseLink(ctx, v, b.page.ID), "/inviter", "Le lien ne laisse plus entrer personne.")
	}
	secret, err := s.Clubs.OpenLink(ctx, v, b.page.ID)
	if err != nil {
		return err
	}
	return s.showInvite(c, &b, views.ClubInvitePage{Link: s.canonical(clubPath(b.page.Slug, "/lien/"+secret)), Linked: views.Day(s.local())})
}

// listToClub shows what inviting a list would do or, once that was seen, does it.
func (s *site) listToClub(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Office)
	if err != nil {
		return err
	}
	ctx, v := c.UserContext(), who(c).viewer()
	p := views.ClubInvitePage{}
	if p.List, err = sentList(c); err != nil {
		return err
	}
	do := s.Clubs.Try
	if p.Sent = typed(c, views.FieldListStep) == views.StepSend; p.Sent {
		do, err = s.Clubs.InviteAll, s.Limits.Allow(ctx, limit.InviteList, limit.Member(v.Account))
	} else {
		err = s.mayManage(c)
	}
	if err == nil {
		p.Lines, err = do(ctx, v, b.page.ID, p.List, s.Addresses)
	}
	if !errors.As(err, &p.Wrong) && err != nil {
		return err
	}
	if p.Sent && err == nil {
		p.List = ""
	}
	return s.showInvite(c, &b, p)
}

// sentList is the list as it was sent: a file, or what was pasted.
func sentList(c *fiber.Ctx) (string, error) {
	files := sent(c)
	if len(files) == 0 {
		return typed(c, club.FieldList), nil
	}
	f, err := files[0].Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	bytes, err := io.ReadAll(io.LimitReader(f, club.MaxList+1))
	return club.Readable(bytes), err
}

// clubAnnouncements is /clubs/{slug}/annonces, for members.
func (s *site) clubAnnouncements(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Heard)
	if err != nil {
		return err
	}
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	list, err := s.Clubs.Announcements(c.UserContext(), who(c).viewer(), b.page.ID, page.Req{Cursor: cursor})
	if err != nil {
		return err
	}
	p := views.ClubNewsPage{List: clubNews(list.Items), Next: after(clubPath(b.page.Slug, "/annonces"), list.Next)}
	if p.Room, err = s.room(c, &b, "Annonces", views.RoomNews); err != nil {
		return err
	}
	return show(c, views.ClubAnnouncements(p))
}

// announcing is the form of an announcement, for the board.
func (s *site) announcing(c *fiber.Ctx) (b before, p views.ClubAnnouncePage, err error) {
	if b, err = s.inClub(c, club.Office); err == nil {
		p.Room, err = s.room(c, &b, "Annoncer quelque chose", "/annonces/nouvelle")
	}
	return b, p, err
}

func (s *site) announceForm(c *fiber.Ctx) error {
	_, p, err := s.announcing(c)
	if err != nil {
		return err
	}
	p.Form.Key = id.New()
	return show(c, views.ClubAnnounce(p))
}

func (s *site) announce(c *fiber.Ctx) error {
	b, p, err := s.announcing(c)
	if err != nil {
		return err
	}
	p.Form = club.Words{Key: typed(c, views.FieldKey), Title: typed(c, club.FieldTitle), Body: typed(c, club.FieldBody)}
	if typed(c, views.FieldPreview) != "" {
		p.Preview, err = s.Clubs.Check(p.Form)
		return orAnnounce(c, err, p)
	}
	if err = s.Limits.Allow(c.UserContext(), limit.Announce, limit.Member(who(c).account.ID)); err == nil {
		_, err = s.Clubs.Announce(c.UserContext(), who(c).viewer(), b.page.ID, p.Form)
	}
	if errors.Is(err, fault.Invalid) {
		return orAnnounce(c, err, p)
	}
	return s.toClub(c, &b, err, "/annonces", "L'annonce est publiée. Les membres en sont prévenus.")
}

func orAnnounce(c *fiber.Ctx, err error, p views.ClubAnnouncePage) error {
	if err != nil && !errors.As(err, &p.Wrong) {
		return err
	}
	return show(c.Status(statusOf(p.Wrong)), views.ClubAnnounce(p))
}

func (s *site) unannounce(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Office)
	if err == nil {
		err = s.Clubs.Unsay(c.UserContext(), who(c).viewer(), b.page.ID, c.Params("id"))
	}
	return s.toClub(c, &b, err, "/annonces", "L'annonce est retirée.")
}

// clubFigures is /clubs/{slug}/chiffres, for the board.
func (s *site) clubFigures(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Office)
	if err != nil {
		return err
	}
	p := views.ClubFiguresPage{}
	if p.Figures, err = s.Clubs.Figures(c.UserContext(), who(c).viewer(), b.page.ID); err != nil {
		return err
	}
	if p.Room, err = s.room(c, &b, "Les chiffres du club", views.RoomFigures); err != nil {
		return err
	}
	return show(c, views.ClubFigures(p))
}
