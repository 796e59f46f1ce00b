package web

import (
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/club"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// What others may put on their sites: SAFETY.md V3.4.6. Such a page runs nothing, asks for nothing and sends nothing; any site may show it.
const (
	framedPolicy  = "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *; object-src 'none'"
	previewPolicy = policy + "; frame-src 'self'" // of the page that shows them to webmasters
)

// framed stands before pages that are shown on the sites of others. It comes before those who know visitors: they have no cookie to
// read and set none. What fails is said in the frame, where no page of ours could be shown.
func (s *site) framed(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentSecurityPolicy, framedPolicy)
	err := c.Next()
	if err == nil {
		return nil
	}
	code := status(err)
	s.logged(c, code, err)
	c.Response().ResetBody()
	c.Status(code).Set(fiber.HeaderCacheControl, "no-store")
	return show(c, views.Framed(views.FramedPage{Title: "Partant", More: s.canonical("/"), Gone: code == fiber.StatusNotFound || code == fiber.StatusGone, Failed: true}))
}

// previewing lets a page show frames of ours.
func (s *site) previewing(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentSecurityPolicy, previewPolicy)
	return c.Next()
}

// framedEvents is /integrer/evenements: what is to come, narrowed as its list is.
func (s *site) framedEvents(c *fiber.Ctx) error {
	var asked views.EventsPage
	f, err := s.eventNarrow(c, &asked, event.Filter{})
	switch {
	case err != nil:
		return err
	case len(asked.Lost) > 0:
		return fault.NotFound
	}
	return s.showFramedEvents(c, views.FramedPage{Title: views.AgendaName(asked), More: s.canonical(asked.Ask.URL())}, f)
}

// framedAgenda is /integrer/fiches/{slug}/evenements: what a page announces to everybody.
func (s *site) framedAgenda(c *fiber.Ctx) error {
	of, err := s.profileAt(c, viewer.Viewer{})
	if err != nil {
		return err
	}
	return s.showFramedEvents(c, views.FramedPage{Title: "Agenda : " + of.Name, More: s.canonical("/fiches/" + url.PathEscape(of.Slug))}, event.Filter{Page: of.ID})
}

// framedMost is how many things stand in a frame; a link leads to all.
const framedMost = 30

func (s *site) showFramedEvents(c *fiber.Ctx, p views.FramedPage, f event.Filter) error {
	list, err := s.Events.List(c.UserContext(), f, page.Req{Limit: framedMost})
	if err == nil {
		p.Events, err = s.eventCards(c, list.Items)
	}
	if err != nil {
		return err
	}
	p.Agenda, p.Goes = true, !list.Next.IsZero()
	return show(c, views.Framed(p))
}

// framedDirectory is /integrer/annuaire: what the directory answers to the same question.
func (s *site) framedDirectory(c *fiber.Ctx) error {
	q := s.question(c)
	if len(q.unknown) > 0 {
		return fault.NotFound
	}
	q.ask.Facets, q.ask.Marks, q.ask.Size, q.ask.Page = false, false, framedMost, 1
	q.view = q.view.OnMap(false)
	found, err := s.find(c, q.ask)
	if err != nil {
		return err
	}
	return show(c, views.Framed(views.FramedPage{Title: views.FramedName(q.view), More: s.canonical(q.view.URL()), Cards: s.found(found.Hits), Goes: found.Total > len(found.Hits)}))
}

// framedMembers is /integrer/clubs/{slug}/membres: the members of a club who chose that everybody sees them there.
func (s *site) framedMembers(c *fiber.Ctx) error {
	b, err := s.clubAt(c)
	if err == nil && !b.here.Room.IsOpen() {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	list, err := s.Clubs.Listed(c.UserContext(), b.page.ID, page.Req{Limit: framedMost})
	if err != nil {
		return err
	}
	pages := make([]string, len(list.Items))
	for i := range list.Items {
		pages[i] = list.Items[i].Page
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	if err != nil {
		return err
	}
	p := views.FramedPage{Title: "Membres : " + b.page.Name, More: s.canonical(clubPath(b.page.Slug, "")), Goes: !list.Next.IsZero()}
	for _, one := range pages {
		if by, ok := lines[one]; ok && by.Slug != "" { // else nobody sees the page: who it is leaves, or was hidden
			p.Cards = append(p.Cards, views.CardOf(by))
		}
	}
	return show(c, views.Framed(p))
}

// embedding is /integrer: what can be put on another site, how it looks there, and the code to copy.
func (s *site) embedding(c *fiber.Ctx) error {
	p := views.EmbeddingPage{Towns: s.talkTowns(), Text: text.Cut(text.Line(c.Query(string(views.ParamText))), maxTextLength)}
	slug := c.Query(views.ParamOfPage)
	var err error
	if slug != "" {
		err = s.embedPage(c, slug, &p)
	} else {
		s.embedPlace(c, &p)
	}
	if err != nil {
		return err
	}
	p.Chrome = s.chrome(c, "Sur votre site", views.NavNone)
	p.Chrome.NoIndex = slug != "" || p.Town != "" || p.Text != ""
	p.Chrome.Canonical = s.canonical("/integrer")
	return show(c, views.Embedding(p))
}

// embedPage proposes what a page has to show: what it announces and, of a club, who is in.
func (s *site) embedPage(c *fiber.Ctx, slug string, p *views.EmbeddingPage) error {
	of, err := s.Profiles.BySlug(c.UserContext(), viewer.Viewer{}, slug)
	if err != nil {
		return err
	}
	at := url.PathEscape(of.Slug)
	p.Of = views.Link{Text: of.Name, URL: "/fiches/" + at}
	p.Frames = append(p.Frames, s.frame("agenda", "Son agenda", "Ce que cette page annonce à tous, le plus proche d'abord.", "Agenda : "+of.Name, "/integrer/fiches/"+at+"/evenements"))
	h, err := s.Clubs.At(c.UserContext(), viewer.Viewer{}, of.ID)
	if err == nil && h.Room.IsOpen() && h.CanSee(club.Public) {
		p.Frames = append(p.Frames, s.frame("membres", "Ses membres", "Ceux qui ont choisi d'être vus de tous, et eux seuls.", "Membres : "+of.Name, "/integrer/clubs/"+at+"/membres"))
	}
	if errors.Is(err, fault.NotFound) {
		err = nil
	}
	return err
}

// embedPlace proposes the agenda and the directory of a commune, or of all.
func (s *site) embedPlace(c *fiber.Ctx, p *views.EmbeddingPage) {
	agenda, ask := views.EventAsk{}, views.Ask{Text: p.Text}
	if name := text.Line(c.Query(views.ParamTalkTown)); name != "" {
		if town, ok := s.townCalled(text.Cut(name, maxTextLength)); ok {
			p.Town, agenda.Commune, ask = town.Name, town.Slug, ask.With(views.ParamCommune, town.Slug)
		} else {
			p.Lost = text.Cut(name, mostQuoted)
		}
	}
	p.Frames = []views.Embedded{
		s.frame("agenda", "L'agenda", "Ce qui s'annonce à tous, le plus proche d'abord.", "Agenda du réseau", "/integrer"+agenda.URL()),
		s.frame("annuaire", "L'annuaire", "Les pages que l'annuaire trouve : trente au plus, et un lien vers toutes.", "Annuaire du réseau", "/integrer"+ask.URL()),
	}
}

// frame is one thing that can be put on another site; path is local.
func (s *site) frame(id, title, say, name, path string) views.Embedded {
	return views.Embedded{ID: id, Title: title, Say: say, Path: path, Code: `<iframe src="` + strings.ReplaceAll(s.canonical(path), "&", "&amp;") + `" title="` + views.Quoted(name) + `" width="100%" height="560" loading="lazy"></iframe>`}
}
