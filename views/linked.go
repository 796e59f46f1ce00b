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
	if of.Kind == profile.Person {
		return l
	}
	l.Founded = of.Founded
	if of.Place != nil && of.Kind == profile.Company {
		l.Geo = &linkedPoint{Type: "GeoCoordinates", Lat: of.Place.Lat, Lon: of.Place.Lon}
	}
	return l
}
