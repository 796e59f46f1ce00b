package web

import (
	"context"
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"partant/internal/calendar"
	"partant/internal/clock"
	"partant/internal/club"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/syndication"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// networkAt is the room of the address when it is a network's. fault.NotFound for all others.
func (s *site) networkAt(c *fiber.Ctx) (before, error) {
	b, err := s.clubAt(c)
	if err == nil && !b.here.Room.Network {
		err = fault.NotFound
	}
	return b, err
}

// clubNetwork is /clubs/{slug}/reseau: the clubs of a network, for everybody; the networks of a club, for its board.
func (s *site) clubNetwork(c *fiber.Ctx) error {
	b, err := s.clubAt(c)
	if err != nil {
		return err
	}
	return s.showNetwork(c, &b, views.ClubNetworkPage{})
}

func (s *site) showNetwork(c *fiber.Ctx, b *before, p views.ClubNetworkPage) (err error) {
	if !b.here.Room.Network && !b.here.CanSee(club.Office) {
		return fault.NotFound
	}
	title, fill := "Réseaux", s.fillNetworks
	if b.here.Room.Network {
		title, fill = "Les clubs du réseau", s.fillChapters
	}
	if p.Room, err = s.room(c, b, title, views.RoomNetwork); err == nil {
		err = fill(c, b, &p)
	}
	if err != nil {
		return err
	}
	if p.Wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.ClubNetwork(p))
}

// fillNetworks adds the networks that a club is in, and those that wait for an answer.
func (s *site) fillNetworks(c *fiber.Ctx, b *before, p *views.ClubNetworkPage) error {
	r := &b.here.Room
	var ids []string
	for _, one := range r.Bonds {
		ids = append(ids, one.Network)
	}
	lines, err := s.bylines(c.UserContext(), ids)
	for _, one := range r.Bonds {
		ch := views.ClubChapter{By: lines[one.Network], ID: one.Network}
		switch one.State {
		case club.In:
			ch.Since = sinceDay(one)
			p.List = append(p.List, ch)
		case club.Invited:
			p.Asked = append(p.Asked, ch)
		case club.Asked:
			p.Invited = append(p.Invited, ch)
		}
	}
	return err
}

func sinceDay(b club.Bond) string { return "depuis le " + views.Day(b.At.In(clock.Paris)) }

// networkMeets is how many events the page of a network shows.
const networkMeets = 5

// fillChapters adds the clubs of a network, and what they announce.
func (s *site) fillChapters(c *fiber.Ctx, b *before, p *views.ClubNetworkPage) error {
	ctx, path := c.UserContext(), clubPath(b.page.Slug, "/reseau")
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	p.Chrome.NoIndex, p.Chrome.Canonical = b.page.Example || !cursor.IsZero(), s.canonical(path)
	p.Chrome.Description = "Les clubs de " + b.page.Name + ", et leurs rendez-vous."
	p.Chrome.Feed = offers("Ce que publient les clubs de "+b.page.Name, clubPath(b.page.Slug, ""))
	p.Agenda = s.agenda(clubPath(b.page.Slug, ".ics"))
	p.Chrome.Agenda = p.Agenda
	if p.Count, err = s.Clubs.CountChapters(ctx, &b.here, club.In); err != nil {
		return err
	}
	list, err := s.Clubs.Chapters(ctx, &b.here, page.Req{Cursor: cursor})
	if err == nil {
		list.Items, err = met(s, c, list.Items, func(r *club.Room) string { return r.ID })
	}
	if err == nil {
		p.List, err = s.chapters(ctx, b, list.Items, p.Office)
		p.Count = max(p.Count-len(list.Items)+len(p.List), len(p.List)) // what is hidden for now is not counted
	}
	p.Next = after(path, list.Next)
	if err == nil && cursor.IsZero() {
		var meets page.Of[event.Event]
		if meets, err = s.networkEvents(c, b, false, page.Req{Limit: networkMeets}); err == nil {
			p.Meets, err = s.metCards(c, meets.Items)
		}
	}
	if err == nil && p.Office {
		err = s.fillProposals(c, b, p)
	}
	return err
}

// fillProposals adds, for the board of a network, who asks to come in and who is invited.
func (s *site) fillProposals(c *fiber.Ctx, b *before, p *views.ClubNetworkPage) error {
	for state, into := range map[club.State]*[]views.ClubChapter{club.Asked: &p.Asked, club.Invited: &p.Invited} {
		list, err := s.Clubs.Bonded(c.UserContext(), who(c).viewer(), b.page.ID, state, page.Req{Limit: page.MaxLimit})
		if err == nil {
			*into, err = s.chapters(c.UserContext(), b, list.Items, false)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// chapters are the clubs of a network whose pages people see; with since, since when they are in.
func (s *site) chapters(ctx context.Context, b *before, list []club.Room, since bool) (all []views.ClubChapter, err error) {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	lines, err := s.bylines(ctx, ids)
	for i := range list {
		by, seen := lines[list[i].ID]
		if err != nil || !seen {
			continue
		}
		one := views.ClubChapter{By: by, ID: by.Page}
		if since {
			one.Since = sinceDay(list[i].Bond(b.page.ID))
		}
		var n int
		if n, err = s.Clubs.Count(ctx, by.Page, club.In); err == nil {
			one.Members = views.ClubSize(n)
		}
		all = append(all, one)
	}
	return all, err
}

// networkEvents are those of all clubs of a network: what everybody sees and, to a member of some, what they see of these.
func (s *site) networkEvents(c *fiber.Ctx, b *before, past bool, req page.Req) (page.Of[event.Event], error) {
	ctx, v := c.UserContext(), who(c).viewer()
	pages, err := s.Clubs.Within(ctx, &b.here)
	if err != nil {
		return page.Of[event.Event]{}, err
	}
	var circles []string
	if v.SignedIn() {
		if circles, err = s.circlesOf(ctx, v.Account, pages); err != nil {
			return page.Of[event.Event]{}, err
		}
	}
	return s.Events.OfPages(ctx, v, pages, circles, past, req)
}

// circlesOf are those of the pages of a network, its own the first, that announce to an account what is for their members.
func (s *site) circlesOf(ctx context.Context, account string, pages []string) (circles []string, err error) {
	mine, err := s.Clubs.Clubs(ctx, account)
	for _, one := range pages[1:] {
		if slices.Contains(mine, one) {
			circles = append(circles, one)
		}
	}
	if err == nil {
		var in bool
		if in, err = s.Clubs.Reaches(ctx, account, pages[0]); in {
			circles = append(circles, pages[0])
		}
	}
	return circles, err
}

// networkAgenda is /clubs/{slug}/reseau/agenda.
func (s *site) networkAgenda(c *fiber.Ctx) error {
	b, err := s.networkAt(c)
	if err != nil {
		return err
	}
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	p := views.ClubAgendaPage{Past: c.Query(views.ParamPast) != "", Agenda: s.agenda(clubPath(b.page.Slug, ".ics"))}
	list, err := s.networkEvents(c, &b, p.Past, page.Req{Cursor: cursor})
	if err == nil {
		p.List, err = s.metCards(c, list.Items)
	}
	if err != nil {
		return err
	}
	path := clubPath(b.page.Slug, "/reseau/agenda")
	if p.Past {
		path += "?" + views.ParamPast + "=oui"
	}
	p.Next = after(path, list.Next)
	if p.Room, err = s.room(c, &b, "L'agenda du réseau", "/reseau/agenda"); err != nil {
		return err
	}
	return show(c, views.ClubAgenda(p))
}

// networkCalendar is /clubs/{slug}.ics: what the clubs of a network announce to everybody.
func (s *site) networkCalendar(c *fiber.Ctx) error {
	b, pages, err := s.networkPages(c)
	if err != nil {
		return err
	}
	if b.page.Slug != c.Params("slug") {
		return c.Redirect(clubPath(b.page.Slug, ".ics"), fiber.StatusMovedPermanently)
	}
	list, err := s.Events.AgendaOf(c.UserContext(), pages)
	if err != nil {
		return err
	}
	return s.sendMeetings(c, calendar.Feed{Name: b.page.Name, About: "Ce qu'annoncent les clubs de " + b.page.Name + ".", URL: s.canonical(clubPath(b.page.Slug, "/reseau"))}, list)
}

// networkNews is /clubs/{slug}.rss: what the clubs of a network publish.
func (s *site) networkNews(c *fiber.Ctx) (syndication.Feed, error) {
	b, pages, err := s.networkPages(c)
	if err != nil {
		return syndication.Feed{}, err
	}
	sources := make([]string, len(pages))
	for i, one := range pages {
		sources[i] = post.OfPage(one)
	}
	f := syndication.Feed{Title: b.page.Name, About: "Ce que publient les clubs de " + b.page.Name + ".", Page: clubPath(b.page.Slug, "/reseau"), Self: clubPath(b.page.Slug, ""), Updated: b.page.Created}
	return s.newsFrom(c, f, sources...)
}

// networkPages are the network of the address and its clubs, as visitors see them.
func (s *site) networkPages(c *fiber.Ctx) (b before, pages []string, err error) {
	if b.page, err = s.profileAt(c, everybody); err == nil {
		b.here, err = s.Clubs.At(c.UserContext(), viewer.Viewer{}, b.page.ID)
	}
	if err == nil && !b.here.Room.Network {
		err = fault.NotFound
	}
	if err == nil {
		pages, err = s.Clubs.Within(c.UserContext(), &b.here)
	}
	return b, pages, err
}

// bindClub does something about the bond of a club with a network, for the board of either.
func (s *site) bindClub(c *fiber.Ctx) error {
	b, err := s.inClub(c, club.Office)
	if err != nil {
		return err
	}
	ctx, v := c.UserContext(), who(c).viewer()
	do, other := club.Act(typed(c, views.FieldDo)), typed(c, views.FieldBondWith)
	p := views.ClubNetworkPage{}
	if do == club.Propose {
		p.Typed = text.Line(typed(c, club.FieldPage))
		if other, err = s.bondWith(c, &p); err == nil {
			err = s.Limits.Allow(ctx, limit.Invite, limit.Member(v.Account))
		}
	} else {
		err = s.mayManage(c)
	}
	var bond club.Bond
	if err == nil && b.here.Room.Network {
		bond, err = s.Clubs.Bind(ctx, v, other, b.page.ID, club.OfNetwork, do)
	} else if err == nil {
		bond, err = s.Clubs.Bind(ctx, v, b.page.ID, other, club.OfClub, do)
	}
	switch {
	case errors.As(err, &p.Wrong):
		return s.showNetwork(c, &b, p)
	case errors.Is(err, club.ErrOver):
		s.say(c, views.ToneInfo, "Ce n'est plus en attente : l'autre bureau a changé d'avis, ou quelqu'un du vôtre a déjà répondu.")
		return seeOther(c, clubPath(b.page.Slug, string(views.RoomNetwork)))
	}
	return s.toClub(c, &b, err, string(views.RoomNetwork), bondSaid(bond.State))
}

// bondWith is the page that the form names.
func (s *site) bondWith(c *fiber.Ctx, p *views.ClubNetworkPage) (pageID string, err error) {
	wrong := ""
	if pageID, p.Choice, wrong, err = s.pageNamed(c, p.Typed, profile.Club, profile.Institution); wrong != "" {
		err = fault.Fields{club.FieldPage: wrong}
	}
	return pageID, err
}

func bondSaid(now club.State) string {
	switch now {
	case club.In:
		return "C'est fait : le club est dans le réseau."
	case club.Asked, club.Invited:
		return "C'est parti : l'autre bureau est prévenu, et répond quand il veut."
	}
	return "C'est noté."
}

// networkFigures is /clubs/{slug}/reseau/chiffres, for the board.
func (s *site) networkFigures(c *fiber.Ctx) error {
	b, err := s.networkAt(c)
	if err == nil && !b.here.CanSee(club.Office) {
		err = fault.Forbidden
	}
	if err != nil {
		return err
	}
	ctx, now := c.UserContext(), s.Now()
	p := views.ClubNetworkFiguresPage{}
	if p.Figures, err = s.Clubs.NetworkFigures(ctx, who(c).viewer(), b.page.ID); err != nil {
		return err
	}
	pages, err := s.Clubs.Within(ctx, &b.here)
	for _, one := range pages {
		for into, f := range map[*int]event.Filter{&p.Soon: {Page: one}, &p.Past: {Page: one, Past: true, Since: now.AddDate(-1, 0, 0)}} {
			if err == nil {
				var n int
				n, err = s.Events.Count(ctx, f, views.MostMeets)
				*into += n
			}
		}
	}
	if err != nil {
		return err
	}
	if p.Room, err = s.room(c, &b, "Les chiffres du réseau", views.RoomFigures); err != nil {
		return err
	}
	return show(c, views.ClubNetworkFigures(p))
}

// fillNetwork adds to the page of a room which networks its club is in, and of a network how many clubs it has.
func (s *site) fillNetwork(c *fiber.Ctx, b *before, p *views.ClubPage) (err error) {
	p.Leads = b.here.Leads
	if p.Chapters, err = s.Clubs.CountChapters(c.UserContext(), &b.here, club.In); err == nil {
		p.Nets, err = s.clubNetworks(c, &b.here)
	}
	return err
}

// clubNetworks are the networks of a club that the reader meets.
func (s *site) clubNetworks(c *fiber.Ctx, h *club.Here) (all []views.Byline, err error) {
	ids, err := s.Clubs.Networks(c.UserContext(), &h.Room)
	if err == nil {
		ids, err = met(s, c, ids, func(id *string) string { return *id })
	}
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	lines, err := s.bylines(c.UserContext(), ids)
	for _, one := range ids {
		if by, seen := lines[one]; seen {
			all = append(all, by)
		}
	}
	return all, err
}
