package web

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/club"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/views"
)

func clubPath(slug, do string) string { return "/clubs/" + url.PathEscape(slug) + do }

// before is a room that somebody stands before.
type before struct {
	page profile.Profile
	here club.Here
}

// clubAt is the room of the address, whoever looks. fault.NotFound for a page that gathers nobody.
func (s *site) clubAt(c *fiber.Ctx) (b before, err error) {
	v := who(c).viewer()
	if b.page, err = s.profileAt(c, v); err != nil {
		return b, err
	}
	b.here, err = s.Clubs.At(c.UserContext(), v, b.page.ID)
	return b, err
}

// inClub is clubAt for who may see a part of it. fault.Forbidden.
func (s *site) inClub(c *fiber.Ctx, p club.Part) (before, error) {
	b, err := s.clubAt(c)
	if err == nil && !b.here.CanSee(p) {
		err = fault.Forbidden
	}
	return b, err
}

// room is what all pages of a room have. Only the first is for search engines.
func (s *site) room(c *fiber.Ctx, b *before, title string, at views.RoomPlace) (r views.Room, err error) {
	r = views.Room{Chrome: s.chrome(c, title+" : "+b.page.Name, views.NavDirectory), Of: s.byline(&b.page), Place: at,
		Inside: b.here.CanSee(club.Inner), Office: b.here.CanSee(club.Office), Helm: b.here.CanSee(club.Helm), Network: b.here.Room.Network}
	r.Chrome.NoIndex = true
	if r.Office {
		r.Waiting, err = s.Clubs.Count(c.UserContext(), b.page.ID, club.Asked)
	}
	return r, err
}

// clubs leads to the clubs of the directory.
func (s *site) clubs(c *fiber.Ctx) error { return seeOther(c, "/annuaire?type=club") }

// facesShown is how many listed members the page of a room shows, talksShown how many discussions, saidShown how many announcements, and
// linksShown how many links.
const (
	facesShown = 12
	talksShown = 5
	saidShown  = 3
	linksShown = 6
)

// club is /clubs/{slug}.
func (s *site) club(c *fiber.Ctx) error {
	b, err := s.clubAt(c)
	if err != nil {
		return err
	}
	if b.page.Slug != c.Params("slug") {
		return c.Redirect(clubPath(b.page.Slug, ""), fiber.StatusMovedPermanently)
	}
	p := views.ClubPage{Pitch: b.page.Pitch, Opened: b.here.Room.IsOpen(), Mine: b.here.Page.Mine, Way: b.here.Room.Way,
		State: b.here.Me.State, Role: b.here.Role(), Word: b.here.Me.Word, Listed: b.here.Me.Listed, Quiet: b.here.Me.Quiet, Unasked: b.here.Me.Unasked}
	if p.Room, err = s.room(c, &b, "La salle", views.RoomHome); err != nil {
		return err
	}
	p.Chrome.NoIndex = b.page.Example || !p.Opened
	p.Chrome.Canonical = s.canonical(clubPath(b.page.Slug, ""))
	p.Chrome.Description = "Rejoindre " + b.page.Name + " : qui en est, comment on y entre."
	if m := &b.here.Me; !m.Paid.IsZero() && m.State == club.In {
		p.Paid, p.Late = views.Day(m.Paid.In(clock.Paris)), !m.UpToDate(s.Now())
	}
	if p.Opened {
		err = errors.Join(s.fillClub(c, &b, &p), s.fillInner(c, &b, &p), s.fillTalks(c, &b, &p), s.fillCircle(c, &b, &p), s.fillNetwork(c, &b, &p))
	}
	if err != nil {
		return err
	}
	return show(c, views.Club(p))
}

// fillClub adds what everybody sees: how many they are, and who chose to be seen.
func (s *site) fillClub(c *fiber.Ctx, b *before, p *views.ClubPage) (err error) {
	ctx := c.UserContext()
	if p.Count, err = s.Clubs.Count(ctx, b.page.ID, club.In); err != nil {
		return err
	}
	list, err := s.Clubs.Listed(ctx, b.page.ID, page.Req{Limit: facesShown})
	if err == nil {
		list.Items, err = met(s, c, list.Items, func(m *club.Member) string { return m.Page })
	}
	if err == nil {
		p.Faces, err = s.clubFaces(ctx, &b.here, list.Items)
	}
	p.Faces = slices.DeleteFunc(p.Faces, func(f views.ClubFace) bool { return f.Slug == "" }) // a page that is hidden for now
	return err
}

// fillInner adds what only members see.
func (s *site) fillInner(c *fiber.Ctx, b *before, p *views.ClubPage) error {
	if !p.Inside {
		return nil
	}
	list, err := s.Clubs.Announcements(c.UserContext(), who(c).viewer(), b.page.ID, page.Req{Limit: saidShown})
	if err != nil {
		return err
	}
	p.News = clubNews(list.Items)
	if p.Shared, err = s.clubLinks(c.UserContext(), &b.here); err != nil {
		return err
	}
	p.Shared = p.Shared[:min(len(p.Shared), linksShown)]
	return nil
}

// fillTalks adds what is talked about in the room: what everybody reads and, to members, what they alone do.
func (s *site) fillTalks(c *fiber.Ctx, b *before, p *views.ClubPage) error {
	list, err := s.Talk.List(c.UserContext(), discussion.Filter{Club: b.page.ID}, page.Req{Limit: talksShown})
	if err == nil {
		list.Items, err = met(s, c, list.Items, func(d *discussion.Discussion) string { return d.By.Page })
	}
	if err == nil {
		p.Talks, err = s.talkCards(c, list.Items)
	}
	if err == nil && p.Inside {
		p.Among, _, err = s.clubAmong(c, b, page.Req{Limit: talksShown})
	}
	return err
}

// clubAmong are the discussions that members alone read.
func (s *site) clubAmong(c *fiber.Ctx, b *before, req page.Req) (cards []views.TalkCard, next page.Cursor, err error) {
	list, err := s.Talk.List(c.UserContext(), discussion.Filter{Club: b.page.ID, Private: true}, req)
	if err == nil {
		list.Items, err = met(s, c, list.Items, func(d *discussion.Discussion) string { return d.By.Page })
	}
	if err == nil {
		cards, err = s.talkCards(c, list.Items)
	}
	return cards, list.Next, err
}

// clubTalksPage is /clubs/{slug}/discussions.
func (s *site) clubTalksPage(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Inner)
	if err != nil {
		return err
	}
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	var p views.ClubTalksPage
	var next page.Cursor
	if p.Room, err = s.room(c, &b, "Discussions entre membres", views.RoomTalks); err == nil {
		p.List, next, err = s.clubAmong(c, &b, page.Req{Cursor: cursor})
	}
	if err != nil {
		return err
	}
	p.Next = after(clubPath(b.page.Slug, string(views.RoomTalks)), next)
	return show(c, views.ClubTalks(p))
}

func clubNews(list []club.Announcement) (all []views.ClubNews) {
	for _, a := range list {
		all = append(all, views.ClubNews{ID: a.ID, Title: a.Title, HTML: a.HTML, At: views.Moment(a.Created.In(clock.Paris))})
	}
	return all
}

// clubFaces are members as they are called today: by their page when they have one that people see.
func (s *site) clubFaces(ctx context.Context, h *club.Here, list []club.Member) (faces []views.ClubFace, err error) {
	var pages []string
	for i := range list {
		if list[i].Page != "" {
			pages = append(pages, list[i].Page)
		}
	}
	lines, err := s.bylines(ctx, distinct(pages))
	for i := range list {
		faces = append(faces, s.clubFace(h, &list[i], lines[list[i].Page]))
	}
	return faces, err
}

func (s *site) clubFace(h *club.Here, m *club.Member, by views.Byline) views.ClubFace {
	f := views.ClubFace{ID: m.ID, Kind: m.Kind, Listed: m.Listed, Since: views.Day(m.Since.In(clock.Paris))}
	switch {
	case m.Page == "":
		f.Name = m.Name
	case by.Page != "": // else nobody sees the page: who it is leaves, or was hidden
		f.Name, f.Slug, f.Town, f.Logo = by.Name, by.Slug, by.Town, by.Logo
	}
	if f.Name == "" {
		f.Name = "Quelqu'un"
	}
	if m.State == club.In {
		f.Role = h.Room.Role(m.ID)
	}
	if !m.Paid.IsZero() {
		f.Paid, f.Late = views.Day(m.Paid.In(clock.Paris)), !m.UpToDate(s.Now())
	}
	return f
}

// clubLinks are the links of a room, with who put them there.
func (s *site) clubLinks(ctx context.Context, h *club.Here) (all []views.ClubLink, err error) {
	names := s.memberNames(ctx, h)
	for _, one := range h.Room.Shared {
		by, err := names(one.By)
		if err != nil {
			return nil, err
		}
		all = append(all, views.ClubLink{ID: one.ID, Title: one.Title, URL: one.URL, By: by, At: views.Day(one.At.In(clock.Paris)), May: h.MayUnshare(one)})
	}
	return all, nil
}

// memberNames are what members of a room are called, before what they put there: « Claire Loiseau, »; each is looked up once.
func (s *site) memberNames(ctx context.Context, h *club.Here) func(member string) (string, error) {
	known := map[string]string{"": ""}
	return func(member string) (string, error) {
		if by, is := known[member]; is {
			return by, nil
		}
		m, err := s.Clubs.Known(ctx, member)
		if err != nil {
			return "", err
		}
		faces, err := s.clubFaces(ctx, h, []club.Member{m})
		if err != nil {
			return "", err
		}
		known[member] = faces[0].Name + ", "
		return known[member], nil
	}
}

// chooseClub writes down what a member wants of a club.
func (s *site) chooseClub(c *fiber.Ctx) error {
	b, err := s.clubAt(c)
	if err == nil {
		err = s.Clubs.Choose(c.UserContext(), who(c).viewer(), b.page.ID, club.Wishes{Listed: typed(c, club.FieldListed) != "", Quiet: typed(c, club.FieldQuiet) != "", Unasked: typed(c, club.FieldUnasked) != ""})
	}
	return s.toClub(c, &b, err, "", "C'est enregistré.")
}

// toClub leads on from a change of a room.
func (s *site) toClub(c *fiber.Ctx, b *before, err error, at, done string) error {
	if err != nil {
		return err
	}
	if done != "" {
		s.say(c, views.ToneDone, done)
	}
	return seeOther(c, clubPath(b.page.Slug, at))
}

// clubLinksPage is /clubs/{slug}/liens.
func (s *site) clubLinksPage(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Inner)
	if err != nil {
		return err
	}
	return s.showClubLinks(c, &b, views.ClubLinksPage{})
}

func (s *site) showClubLinks(c *fiber.Ctx, b *before, p views.ClubLinksPage) (err error) {
	if p.Room, err = s.room(c, b, "Liens partagés", views.RoomLinks); err == nil {
		p.List, err = s.clubLinks(c.UserContext(), &b.here)
	}
	if err != nil {
		return err
	}
	if p.Wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.ClubLinks(p))
}

func (s *site) shareInClub(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Inner)
	if err != nil {
		return err
	}
	p := views.ClubLinksPage{Form: club.Find{Title: typed(c, club.FieldTitle), URL: typed(c, club.FieldURL)}}
	if err = s.mayManage(c); err == nil {
		err = s.Clubs.Share(c.UserContext(), who(c).viewer(), b.page.ID, p.Form)
	}
	if errors.As(err, &p.Wrong) {
		return s.showClubLinks(c, &b, p)
	}
	return s.toClub(c, &b, err, "/liens", "Le lien est ajouté.")
}

func (s *site) unshareInClub(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Inner)
	if err == nil {
		err = s.Clubs.Unshare(c.UserContext(), who(c).viewer(), b.page.ID, typed(c, views.FieldShared))
	}
	return s.toClub(c, &b, err, "/liens", "Le lien est retiré.")
}

// fillRoom adds to a page that gathers people the way to its room.
func (s *site) fillRoom(c *fiber.Ctx, of *views.ProfilePage) error {
	if k := of.Profile.Kind; k != profile.Club && k != profile.Institution {
		return nil
	}
	h, err := s.Clubs.At(c.UserContext(), who(c).viewer(), of.Profile.ID)
	if err == nil {
		of.Room = views.ClubNoteOf(&h)
		of.Networks, err = s.clubNetworks(c, &h)
	}
	return err
}
