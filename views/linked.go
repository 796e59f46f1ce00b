package views

import (
	"strings"

	"partant/internal/profile"
)

// linked is what search engines read of a page (schema.org, JSON-LD).
type linked struct {
	Context     string       `json:"@context"`
	Type        string       `json:"@type"`
	Name        string       `json:"name"`
	URL         string       `json:"url,omitempty"`
	Description string       `json:"description,omitempty"`
	Telephone   string       `json:"telephone,omitempty"`
	Address     *linkedPlace `json:"address,omitempty"`
	Geo         *linkedPoint `json:"geo,omitempty"`
	SameAs      []string     `json:"sameAs,omitempty"`
	Logo        string       `json:"logo,omitempty"`
	Image       []string     `json:"image,omitempty"`
	Founded     int          `json:"foundingDate,omitempty"`
	TaxID       string       `json:"taxID,omitempty"`
}

type linkedPlace struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress,omitempty"`
	Postcode string `json:"postalCode,omitempty"`
	Locality string `json:"addressLocality,omitempty"`
	Country  string `json:"addressCountry"`
}

type linkedPoint struct {
	Type string  `json:"@type"`
	Lat  float64 `json:"latitude"`
	Lon  float64 `json:"longitude"`
}

// pictured is the logo of an organisation, and what else there is to see; of a person the portrait comes first of it.
func (p ProfilePage) pictured() (logo string, images []string) {
	shown, base := p.Profile.Pictures.Shown(), p.Chrome.site().BaseURL
	if shown.Logo.Is() {
		logo = base + BadgePath(shown.Logo)
	}
	if p.Profile.Kind == profile.Person && logo != "" {
		logo, images = "", []string{logo}
	}
	if shown.Cover.Is() {
		images = append(images, base+PhotoPath(shown.Cover))
	}
	for _, photo := range shown.Photos {
		images = append(images, base+PhotoPath(photo))
	}
	return logo, images
}

var schemaTypes = map[profile.Kind]string{
	profile.Company: "LocalBusiness", profile.Club: "Organization", profile.Institution: "Organization", profile.Person: "Person",
}

// linked never holds the e-mail, and of the phone only what the viewer may see.
func (p ProfilePage) linked() linked {
	of := p.Profile
	l := linked{Context: "https://schema.org", Type: schemaTypes[of.Kind], Name: of.Name, URL: p.Chrome.Canonical, Description: of.Pitch,
		Telephone: of.Phone.Value, TaxID: of.SIREN}
	if p.Town.Text != "" {
		l.Address = &linkedPlace{Type: "PostalAddress", Street: of.Address.Street, Postcode: of.Address.Postcode, Locality: p.Town.Text, Country: "FR"}
	}
	for _, link := range append([]string{of.Web}, of.Links...) {
		if strings.HasPrefix(link, "http") {
			l.SameAs = append(l.SameAs, link)
		}
	}
	l.Logo, l.Image = p.pictured()
	if of.Kind == profile.Person {
		return l
	}
	l.Founded = of.Founded
	if of.Place != nil && of.Kind == profile.Company {
		l.Geo = &linkedPoint{Type: "GeoCoordinates", Lat: of.Place.Lat, Lon: of.Place.Lon}
	}
	return l
}
