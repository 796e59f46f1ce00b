package web

import (
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/club"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/text"
	"partant/views"
)

// clubMembers is /clubs/{slug}/membres, for members.
func (s *site) clubMembers(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Inner)
	if err != nil {
		return err
	}
	p := views.ClubMembersPage{Query: text.Cut(text.Line(c.Query(views.ParamMember)), mostQuoted)}
	if p.Room, err = s.room(c, &b, "Les membres", views.RoomPeople); err != nil {
		return err
	}
	if p.Count, err = s.Clubs.Count(c.UserContext(), b.page.ID, club.In); err != nil {
		return err
	}
	if p.Query != "" {
		err = s.findMembers(c, &b, &p)
	} else {
		err = s.listMembers(c, &b, &p)
	}
	if err != nil {
		return err
	}
	return show(c, views.ClubMembers(p))
}

func (s *site) listMembers(c *fiber.Ctx, b *before, p *views.ClubMembersPage) error {
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	list, err := s.Clubs.Members(c.UserContext(), who(c).viewer(), b.page.ID, club.In, page.Req{Cursor: cursor})
	if err != nil {
		return err
	}
	p.List, err = s.clubFaces(c.UserContext(), &b.here, list.Items)
	p.Next = after(clubPath(b.page.Slug, "/membres"), list.Next)
	return err
}

// findMembers looks for a name among the first members of a club, as they are called today: their pages may have changed their names since.
func (s *site) findMembers(c *fiber.Ctx, b *before, p *views.ClubMembersPage) error {
	ctx, sought := c.UserContext(), text.Fold(p.Query)
	req := page.Req{Limit: page.MaxLimit}
	for range club.MostCounted / page.MaxLimit {
		list, err := s.Clubs.Members(ctx, who(c).viewer(), b.page.ID, club.In, req)
		if err != nil {
			return err
		}
		faces, err := s.clubFaces(ctx, &b.here, list.Items)
		if err != nil {
			return err
		}
		for _, f := range faces {
			if strings.Contains(text.Fold(f.Name), sought) {
				p.List = append(p.List, f)
			}
		}
		if req.Cursor = list.Next; list.Next.IsZero() {
			return nil
		}
	}
	p.Most = true
	return nil
}

// clubRenewals is /clubs/{slug}/adhesions, for the board: whose membership ends soon, or has ended.
func (s *site) clubRenewals(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Office)
	if err != nil {
		return err
	}
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	list, err := s.Clubs.Ending(c.UserContext(), who(c).viewer(), b.page.ID, page.Req{Cursor: cursor})
	if err != nil {
		return err
	}
	p := views.ClubRenewalsPage{Next: after(clubPath(b.page.Slug, string(views.RoomRenewals)), list.Next)}
	if p.Room, err = s.room(c, &b, "Adhésions à renouveler", views.RoomRenewals); err != nil {
		return err
	}
	faces, err := s.clubFaces(c.UserContext(), &b.here, list.Items)
	for i, f := range faces {
		p.List = append(p.List, views.ClubRenewal{ClubFace: f, Year: club.NextYear(&list.Items[i], s.Now())})
	}
	if err != nil {
		return err
	}
	return show(c, views.ClubRenewals(p))
}

// clubMember is /clubs/{slug}/membres/{id}, for the board.
func (s *site) clubMember(c *fiber.Ctx) error {
	b, m, err := s.memberAt(c)
	if err != nil {
		return err
	}
	return s.showClubMember(c, &b, &m, views.ClubMemberPage{Renewal: club.FilledRenewal(&m)})
}

// memberAt is the member of the address, for the board of their club.
func (s *site) memberAt(c *fiber.Ctx) (b before, m club.Member, err error) {
	if b, err = s.inClub(c, club.Office); err != nil {
		return b, m, err
	}
	m, err = s.Clubs.One(c.UserContext(), who(c).viewer(), b.page.ID, c.Params("id"))
	return b, m, err
}

func (s *site) showClubMember(c *fiber.Ctx, b *before, m *club.Member, p views.ClubMemberPage) (err error) {
	faces, err := s.clubFaces(c.UserContext(), &b.here, []club.Member{*m})
	if err == nil {
		p.One = faces[0]
		p.Room, err = s.room(c, b, p.One.Name, "/membres/"+views.RoomPlace(m.ID))
	}
	if err != nil {
		return err
	}
	p.Me, p.Answers, p.Kinds, p.Year = m.ID == b.here.Me.ID, m.Answers, b.here.Room.Kinds, club.NextYear(m, s.Now())
	p.Remove, p.Chair = b.here.MayRemove(m.ID), b.here.Role() == club.Chair
	if p.Wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
		p.Renewal = orRenewal(p.Renewal, m)
	}
	return show(c, views.ClubMember(p))
}

// orRenewal is what was typed or, when another form of the page was sent, what is there.
func orRenewal(typed club.Renewal, m *club.Member) club.Renewal {
	if typed == (club.Renewal{}) {
		return club.FilledRenewal(m)
	}
	return typed
}

func (s *site) renewMember(c *fiber.Ctx) error {
	b, m, err := s.memberAt(c)
	if err != nil {
		return err
	}
	p := views.ClubMemberPage{Renewal: club.Renewal{Kind: typed(c, club.FieldKind), Paid: typed(c, club.FieldPaid)}}
	err = s.Clubs.Renew(c.UserContext(), who(c).viewer(), b.page.ID, m.ID, p.Renewal)
	if errors.As(err, &p.Wrong) {
		return s.showClubMember(c, &b, &m, p)
	}
	back := "/membres/" + m.ID
	if typed(c, views.FieldRenewals) != "" {
		back = string(views.RoomRenewals)
	}
	return s.toClub(c, &b, err, back, "L'adhésion est notée.")
}

func (s *site) appointMember(c *fiber.Ctx) error {
	b, m, err := s.memberAt(c)
	if err == nil {
		err = s.Clubs.SetRole(c.UserContext(), who(c).viewer(), b.page.ID, m.ID, club.Role(typed(c, club.FieldRole)))
	}
	return s.chaired(c, &b, err, "/membres/"+m.ID, "La fonction est changée.")
}

func (s *site) handOverClub(c *fiber.Ctx) error {
	b, m, err := s.memberAt(c)
	if err == nil {
		err = s.Clubs.HandOver(c.UserContext(), who(c).viewer(), b.page.ID, m.ID)
	}
	return s.chaired(c, &b, err, "", "La présidence est passée. Vous êtes membre du club.")
}

// chaired leads on from a change of who presides.
func (s *site) chaired(c *fiber.Ctx, b *before, err error, at, done string) error {
	if errors.Is(err, club.ErrLastChair) {
		s.say(c, views.ToneWrong, "Un club garde toujours quelqu'un à sa présidence. Donnez-la d'abord à un autre membre.")
		return seeOther(c, clubPath(b.page.Slug, at))
	}
	return s.toClub(c, b, err, at, done)
}

func (s *site) removeMember(c *fiber.Ctx) error {
	b, m, err := s.memberAt(c)
	if err != nil {
		return err
	}
	p := views.ClubMemberPage{Reason: typed(c, club.FieldReason)}
	if err = s.mayManage(c); err == nil {
		err = s.Clubs.Remove(c.UserContext(), who(c).viewer(), b.page.ID, m.ID, p.Reason)
	}
	if errors.As(err, &p.Wrong) {
		return s.showClubMember(c, &b, &m, p)
	}
	return s.toClub(c, &b, err, "/membres", "Cette personne n'est plus membre. Elle en est prévenue, avec votre raison.")
}

// clubTable is /clubs/{slug}/membres.csv: the list for a spreadsheet, for the board.
func (s *site) clubTable(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Office)
	if err != nil {
		return err
	}
	t, err := sendSpreadsheet(c, "membres-"+b.page.Slug+".csv", "nom", "page", "fonction", "membre depuis", "formule", "à jour jusqu'au", "à jour", "affiché")
	for req := (page.Req{Limit: page.MaxLimit}); err == nil; {
		list, failed := s.Clubs.Members(c.UserContext(), who(c).viewer(), b.page.ID, club.In, req)
		if err = failed; err == nil {
			err = s.writeMembers(c, &b, t, list.Items)
		}
		if req.Cursor = list.Next; err == nil && list.Next.IsZero() {
			return t.end()
		}
	}
	return err
}

func (s *site) writeMembers(c *fiber.Ctx, b *before, t spreadsheet, list []club.Member) error {
	faces, err := s.clubFaces(c.UserContext(), &b.here, list)
	for i, f := range faces {
		path, paid := "", ""
		if f.Slug != "" {
			path = s.canonical("/fiches/" + f.Slug)
		}
		if m := &list[i]; !m.Paid.IsZero() {
			paid = m.Paid.In(clock.Paris).Format(time.DateOnly)
		}
		if err == nil {
			err = t.row(f.Name, path, views.ClubRole(f.Role), list[i].Since.In(clock.Paris).Format(time.DateOnly), f.Kind, paid, ouiNon(list[i].UpToDate(s.Now())), ouiNon(f.Listed))
		}
	}
	return err
}
