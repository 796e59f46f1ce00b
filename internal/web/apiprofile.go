package web

import (
	"fmt"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/picture"
	"partant/internal/profile"
	"partant/views"
)

// apiProfile is a profile as programs read it: what an anonymous visitor may see, e-mail addresses apart.
type apiProfile struct {
	ID          string          `json:"id"`
	URL         string          `json:"url"`
	Slug        string          `json:"slug"`
	Type        profile.Kind    `json:"type"`
	Name        string          `json:"name"`
	Pitch       string          `json:"pitch,omitempty"`
	Description *profile.Rich   `json:"description,omitempty"` // of a profile alone, not in lists
	NAF         string          `json:"naf,omitempty"`
	Trade       string          `json:"trade,omitempty"`
	Sector      string          `json:"sector,omitempty"`
	Street      string          `json:"street,omitempty"`
	Postcode    string          `json:"postcode,omitempty"`
	Commune     string          `json:"commune,omitempty"` // INSEE code
	Town        string          `json:"town,omitempty"`
	Lat         *float64        `json:"lat,omitempty"`
	Lon         *float64        `json:"lon,omitempty"`
	Precision   string          `json:"precision,omitempty"`
	Phone       string          `json:"phone,omitempty"`
	Web         string          `json:"web,omitempty"`
	Links       []string        `json:"links,omitempty"`
	Hours       []apiOpening    `json:"hours,omitempty"`
	Size        *apiSize        `json:"size,omitempty"`
	Founded     int             `json:"founded,omitempty"`
	SIREN       string          `json:"siren,omitempty"`
	SIRET       string          `json:"siret,omitempty"`
	Tags        []string        `json:"tags,omitempty"`
	Offers      []string        `json:"offers,omitempty"`
	Seeks       []string        `json:"seeks,omitempty"`
	Logo        string          `json:"logo,omitempty"` // address of its square
	Cover       *apiPhoto       `json:"cover,omitempty"`
	Photos      []apiPhoto      `json:"photos,omitempty"`
	Team        []apiMate       `json:"team,omitempty"` // of a profile alone, not in lists
	Source      *profile.Source `json:"source,omitempty"`
	Example     bool            `json:"example,omitempty"`
	Distance    *float64        `json:"distance,omitempty"` // metres
	Updated     time.Time       `json:"updated"`
}

// apiOpening is one opening of a day, in local time; one that ends before it begins ends the day after.
type apiOpening struct {
	Day  int    `json:"day"` // 1, Monday, to 7
	From string `json:"from"`
	To   string `json:"to"`
}

// apiSize is a band of Insee.
type apiSize struct {
	Code  string `json:"code"`
	Label string `json:"label"`
}

// apiPhoto is a photo in its largest size.
type apiPhoto struct {
	URL    string `json:"url"`
	Alt    string `json:"alt,omitempty"` // what it shows
	Width  int    `json:"width"`         // in pixels
	Height int    `json:"height"`
}

// apiMate is somebody of the team who is shown.
type apiMate struct {
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	Slug  string `json:"slug"`
	URL   string `json:"url"`
}

// apiProfile is /api/v1/profiles/{slug}.
func (s *site) apiProfile(c *fiber.Ctx) error {
	p, err := s.profileAt(c, who(c).viewer())
	if err != nil {
		return err
	}
	if p.Slug != c.Params("slug") {
		return c.Redirect("/api/v1/profiles/"+url.PathEscape(p.Slug), fiber.StatusMovedPermanently)
	}
	a := s.apiOf(&p)
	if p.About.Text != "" {
		a.Description = &p.About
	}
	team, err := s.mates(c, who(c).viewer(), &p)
	if err != nil {
		return err
	}
	for _, m := range team {
		a.Team = append(a.Team, apiMate{Name: m.Name, Title: m.Title, Slug: m.Slug, URL: s.canonical("/fiches/" + m.Slug)})
	}
	return c.JSON(a)
}

func (s *site) apiOf(p *profile.Profile) apiProfile {
	a := apiProfile{ID: p.ID, URL: s.canonical("/fiches/" + p.Slug), Slug: p.Slug, Type: p.Kind, Name: p.Name, Pitch: p.Pitch,
		NAF: p.Activity, Trade: s.Territory.Trade(p), Sector: p.Sector, Street: p.Address.Street, Postcode: p.Address.Postcode,
		Commune: p.Address.Commune, Town: s.Territory.TownName(p.Address.Commune), Phone: p.Phone.Value, Web: p.Web, Links: p.Links,
		Hours: openings(p.Hours), SIREN: p.SIREN, SIRET: p.SIRET, Founded: p.Founded, Tags: p.Tags, Offers: p.Offers, Seeks: p.Seeks,
		Source: p.Source, Example: p.Example, Updated: p.Updated}
	shown := p.Pictures.Shown()
	if shown.Logo.Is() {
		a.Logo = s.canonical(views.BadgePath(shown.Logo))
	}
	if shown.Cover.Is() {
		a.Cover = &s.apiPhotos([]picture.Picture{shown.Cover})[0]
	}
	a.Photos = s.apiPhotos(shown.Photos)
	if p.Place != nil {
		a.Lat, a.Lon, a.Precision = &p.Place.Lat, &p.Place.Lon, string(p.Place.By)
	}
	if size, ok := s.Territory.Activities.Size(p.Size); ok {
		a.Size = &apiSize{Code: size.Code, Label: size.Label}
	}
	return a
}

func (s *site) apiPhotos(list []picture.Picture) (all []apiPhoto) {
	for _, p := range list {
		all = append(all, apiPhoto{URL: s.canonical(views.PhotoPath(p)), Alt: p.Alt, Width: p.Width, Height: p.Height})
	}
	return all
}

func openings(h profile.Hours) (list []apiOpening) {
	for day, spans := range h {
		for _, span := range spans {
			list = append(list, apiOpening{Day: day + 1, From: hourOf(span.From), To: hourOf(span.To)})
		}
	}
	return list
}

// hourOf writes minutes since midnight as programs read them.
func hourOf(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60%24, minutes%60) }
