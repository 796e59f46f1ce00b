package web

import (
	"encoding/xml"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/page"
)

// robots tells crawlers what not to ask: forms, and the endless combinations of filters.
func (s *site) robots(c *fiber.Ctx) error {
	c.Type("txt", "utf-8")
	return c.SendString("User-agent: *\nDisallow: /annuaire?\nDisallow: /fiches/nouvelle\nDisallow: /discussions/nouvelle\nDisallow: /reponses/\nDisallow: /listes/\nDisallow: /compte\nDisallow: /agenda/\nDisallow: /partants/\n" +
		"Disallow: /connexion\nDisallow: /inscription\nDisallow: /api/\n\nSitemap: " + s.canonical("/sitemap.xml") + "\n")
}

type sitemapIndex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Parts   []sitemapURL `xml:"sitemap"`
}

type sitemapSet struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemapIndex lists a map of the places and one of each commune's pages: each has its own index in the store.
func (s *site) sitemapIndex(c *fiber.Ctx) error {
	index := sitemapIndex{Parts: []sitemapURL{{Loc: s.canonical("/sitemap-lieux.xml")}, {Loc: s.canonical("/sitemap-evenements.xml")}}}
	for _, town := range s.Territory.Region.Communes {
		index.Parts = append(index.Parts, sitemapURL{Loc: s.canonical("/sitemap-" + town.Slug + ".xml")})
	}
	return sendXML(c, index)
}

// sitemapMost is the protocol's bound on the addresses of one map.
const sitemapMost = 50_000

func (s *site) sitemapPart(c *fiber.Ctx) error {
	if c.Params("part") == "lieux" {
		return sendXML(c, s.placesMap())
	}
	if c.Params("part") == "evenements" {
		return s.eventsMap(c)
	}
	town, ok := s.Territory.Region.BySlug(c.Params("part"))
	if !ok {
		return fault.NotFound
	}
	set := sitemapSet{}
	req := page.Req{Limit: page.MaxLimit}
	for len(set.URLs) < sitemapMost {
		list, err := s.Lists.InCommune(c.UserContext(), town.INSEE, req)
		if err != nil {
			return err
		}
		for _, p := range list.Items {
			if !p.Example {
				set.URLs = append(set.URLs, sitemapURL{Loc: s.canonical("/fiches/" + url.PathEscape(p.Slug)), LastMod: p.Updated.Format(time.DateOnly)})
			}
		}
		if list.Next.IsZero() {
			break
		}
		req.Cursor = list.Next
	}
	return sendXML(c, set)
}

func (s *site) placesMap() sitemapSet {
	set := sitemapSet{}
	add := func(path string) { set.URLs = append(set.URLs, sitemapURL{Loc: s.canonical(path)}) }
	for _, path := range []string{"/", "/annuaire", "/carte", "/evenements", "/a-propos", "/sources", "/mentions-legales", "/accessibilite"} {
		add(path)
	}
	for _, town := range s.Territory.Region.Communes {
		add("/communes/" + town.Slug)
	}
	for _, e := range s.Territory.Region.EPCIs {
		add("/intercommunalites/" + e.Slug)
	}
	for _, sector := range s.Territory.Activities.Sectors() {
		add("/secteurs/" + sector.Slug)
	}
	return set
}

func sendXML(c *fiber.Ctx, v any) error {
	b, err := xml.Marshal(v)
	if err != nil {
		return err
	}
	c.Set("Content-Type", "application/xml; charset=utf-8")
	c.Response().AppendBodyString(xml.Header)
	c.Response().AppendBody(b)
	return nil
}
