package web_test

import (
	"net/url"
	"strings"

	"partant/internal/club"
	"partant/internal/id"
	"partant/internal/profile"
	"partant/views"
)

// gathered is a club of the owner's with its room, in which other is a member and somebody asks to come in.
type gathered struct {
	page                          profile.Profile
	member, request, announcement string // ids
	file                          string
	network                       string // slug of a network that it asks to come into
}

// club is the one that stands for a page in the routes of rooms.
func (c *cast) club(p profile.Profile) gathered {
	c.h.t.Helper()
	if known, ok := c.clubs.Load(p.ID); ok {
		return known.(gathered)
	}
	ctx, owner, other := c.h.t.Context(), c.of["owner"], c.of["other"]
	g := gathered{page: c.h.page(owner, func(d *profile.Draft) { d.Kind, d.Name = profile.Club, "Club des Essais "+c.number() })}
	v, asks := owner.account.Viewer(), c.stranger()
	g.member, g.request = club.IDOf(g.page.ID, other.account.ID), club.IDOf(g.page.ID, asks.ID)
	err := c.h.Clubs.Begin(ctx, v, g.page.ID, club.Settings{Way: club.Open})
	if err == nil {
		_, err = c.h.Clubs.Join(ctx, other.account.Viewer(), g.page.ID, club.Entry{})
	}
	if err == nil {
		err = c.h.Clubs.Settle(ctx, v, g.page.ID, club.Settings{Way: club.OnRequest})
	}
	if err == nil {
		_, err = c.h.Clubs.Join(ctx, asks.Viewer(), g.page.ID, club.Entry{})
	}
	if err == nil {
		var said club.Announcement
		said, err = c.h.Clubs.Announce(ctx, v, g.page.ID, club.Words{Key: id.New(), Title: "Dîner", Body: "Jeudi."})
		g.announcement = said.ID
	}
	if err == nil {
		err = c.h.Clubs.Deposit(ctx, v, g.page.ID, "Statuts", strings.NewReader("Article premier"))
	}
	if err == nil {
		var room club.Here
		room, err = c.h.Clubs.At(ctx, v, g.page.ID)
		g.file = room.Room.Files[0].ID
	}
	if err == nil {
		net := c.h.page(owner, func(d *profile.Draft) { d.Kind, d.Name = profile.Club, "Fédération des Essais "+c.number() })
		g.network = net.Slug
		err = c.h.Clubs.Begin(ctx, v, net.ID, club.Settings{Way: club.Open, Network: true})
	}
	if err != nil {
		c.h.t.Fatal(err)
	}
	c.clubs.Store(p.ID, g)
	return g
}

// atClub fills the parameters of a route of rooms.
func (c *cast) atClub(route string, p profile.Profile, values map[string]string) {
	if !strings.HasPrefix(route, "/clubs/") {
		return
	}
	g := c.club(p)
	values[":slug"] = g.page.Slug
	switch {
	case strings.HasPrefix(route, "/clubs/:slug."), strings.HasPrefix(route, "/clubs/:slug/reseau/"):
		values[":slug"] = g.network
	case strings.HasPrefix(route, "/clubs/:slug/membres/"):
		values[":id"] = g.member
	case strings.HasPrefix(route, "/clubs/:slug/demandes/"):
		values[":id"] = g.request
	case strings.HasPrefix(route, "/clubs/:slug/documents/:id"):
		values[":id"] = g.file
	case strings.HasPrefix(route, "/clubs/:slug/annonces/"):
		values[":id"] = g.announcement
	}
}

// clubForm is what the form behind a POST route of a room asks for, rightly filled.
func (c *cast) clubForm(route string) url.Values {
	switch route {
	case "/clubs/:slug/annonces":
		return url.Values{views.FieldKey: {id.New()}, club.FieldTitle: {"Dîner"}, club.FieldBody: {"Jeudi."}}
	case "/clubs/:slug/liens":
		return url.Values{club.FieldTitle: {"Statuts"}, club.FieldURL: {"https://exemple.fr/" + c.number()}}
	case "/clubs/:slug/membres/:id/fonction":
		return url.Values{club.FieldRole: {string(club.Officer)}}
	case "/clubs/:slug/membres/:id/retirer":
		return url.Values{club.FieldReason: {"N'est plus du métier."}}
	case "/clubs/:slug/demandes/:id":
		return url.Values{views.FieldAnswerTo: {views.AnswerYes}}
	case "/clubs/:slug/reseau":
		return url.Values{club.FieldPage: {c.network(c.page)}, views.FieldDo: {string(club.Propose)}}
	case "/clubs/:slug/inviter":
		return url.Values{club.FieldEmail: {"nina" + c.number() + "@exemple.invalid"}}
	case "/clubs/:slug/inviter/liste":
		return url.Values{club.FieldList: {"nina" + c.number() + "@exemple.invalid"}}
	case "/clubs/:slug/reglages":
		return url.Values{club.FieldWay: {string(club.Open)}}
	}
	return url.Values{}
}

// network is the slug of the one that stands beside the club of a page.
func (c *cast) network(p profile.Profile) string { return c.club(p).network }
