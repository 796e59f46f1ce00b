package views

import (
	"net/url"
	"time"

	"partant/internal/profile"
)

// eventLink is what search engines are told of an event (schema.org).
type eventLink struct {
	Context     string     `json:"@context"`
	Type        string     `json:"@type"`
	Name        string     `json:"name"`
	Description string     `json:"description,omitempty"`
	URL         string     `json:"url"`
	Start       string     `json:"startDate"`
	End         string     `json:"endDate"`
	Status      string     `json:"eventStatus"`
	Mode        string     `json:"eventAttendanceMode"`
	Image       []string   `json:"image,omitempty"`
	Location    *placeLink `json:"location,omitempty"`
	Organizer   any        `json:"organizer"` // one, or all that host it
	Free        *bool      `json:"isAccessibleForFree,omitempty"`
	Most        int        `json:"maximumAttendeeCapacity,omitempty"`
	Left        *int       `json:"remainingAttendeeCapacity,omitempty"`
}

type placeLink struct {
	Type    string `json:"@type"`
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"`
	URL     string `json:"url,omitempty"`

	Geo *linkedPoint `json:"geo,omitempty"`
}

type partyLink struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

// linked is the event for search engines.
func (p EventPage) linked() eventLink {
	l := eventLink{Context: "https://schema.org", Type: "Event", Name: p.Card.Title, Description: p.Purpose, URL: p.URL, Start: p.Card.stamp(), End: p.Card.End.Format(time.RFC3339),
		Status: "https://schema.org/EventScheduled", Mode: "https://schema.org/OfflineEventAttendanceMode", Most: p.Room.Places,
		Organizer: p.organizers()}
	if p.Card.Image.Is() {
		l.Image = []string{p.Chrome.site().BaseURL + string(large(p.Card.Image))}
	}
	if p.Card.Cancelled {
		l.Status = "https://schema.org/EventCancelled"
	}
	if p.Room.Places > 0 {
		l.Left = &p.Room.Left
	}
	if free := isFree(p.Price); free {
		l.Free = &free
	}
	switch {
	case p.Place == "":
		l.Mode, l.Location = "https://schema.org/OnlineEventAttendanceMode", &placeLink{Type: "VirtualLocation", URL: p.URL}
	case p.IsOnline:
		l.Mode = "https://schema.org/MixedEventAttendanceMode"
		fallthrough
	default:
		l.Location = &placeLink{Type: "Place", Name: p.Place, Address: p.Town.Text}
		if at := p.Ground.At; at != nil {
			l.Location.Geo = &linkedPoint{Type: "GeoCoordinates", Lat: at.Lat, Lon: at.Lon}
		}
	}
	return l
}

// organizers are who announces an event and, beside them, those who host it.
func (p EventPage) organizers() any {
	of := func(b Byline) partyLink {
		kind := "Organization"
		if b.Kind == profile.Person {
			kind = "Person"
		}
		return partyLink{kind, b.Name, p.Chrome.site().BaseURL + "/fiches/" + url.PathEscape(b.Slug)}
	}
	all := []partyLink{of(p.Card.By)}
	for _, h := range p.Hosts {
		if h.Accepted {
			all = append(all, of(h.By))
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

// isFree reports whether a price in words says that there is none.
func isFree(price string) bool { return price == "gratuit" || price == "Gratuit" }
