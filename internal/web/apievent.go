package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/page"
	"partant/internal/picture"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/views"
)

// apiEvent is an event as programs read it. Who comes is not in it, nor the link of an online meeting.
type apiEvent struct {
	ID        string           `json:"id"`
	URL       string           `json:"url"`
	Calendar  string           `json:"calendar"`
	Slug      string           `json:"slug"`
	Title     string           `json:"title"`
	By        *apiBy           `json:"by,omitempty"`
	Hosts     []*apiBy         `json:"hosts,omitempty"` // that host it with them
	Image     *apiPhoto        `json:"image,omitempty"`
	Start     time.Time        `json:"start"`
	End       time.Time        `json:"end"`
	Zone      string           `json:"zone"`
	Wall      string           `json:"wall"` // what clocks there show when it begins
	Commune   string           `json:"commune,omitempty"`
	Place     string           `json:"place,omitempty"`
	Lat       *float64         `json:"lat,omitempty"`
	Lon       *float64         `json:"lon,omitempty"`
	Precision string           `json:"precision,omitempty"`
	Online    bool             `json:"online"`
	Purpose   string           `json:"purpose"`
	Price     string           `json:"price,omitempty"`
	Payer     string           `json:"payer,omitempty"`
	Tags      []string         `json:"tags,omitempty"`
	Text      *profile.Rich    `json:"text,omitempty"` // of an event alone, not in lists; so are the next two
	Places    *apiPlaces       `json:"places,omitempty"`
	Deadline  *time.Time       `json:"deadline,omitempty"`
	Approval  bool             `json:"approval,omitempty"`  // who comes needs the yes of its hosts
	Questions []event.Question `json:"questions,omitempty"` // that who comes answers; of an event alone
	Sequence  int              `json:"sequence"`
	Over      bool             `json:"over,omitempty"`
	Cancelled *time.Time       `json:"cancelled,omitempty"`
	Reason    string           `json:"reason,omitempty"`
	Published time.Time        `json:"published"`
	Edited    *time.Time       `json:"edited,omitempty"`
}

// apiPlaces is how full an event is.
type apiPlaces struct {
	Most    int  `json:"most,omitempty"` // missing: no bound
	Left    *int `json:"left,omitempty"` // missing: no bound
	Taken   int  `json:"taken"`
	Waiting int  `json:"waiting"`
}

// apiEvents is /api/v1/events: what is to come, the soonest first; with passes, what is over, the last first.
func (s *site) apiEvents(c *fiber.Ctx) error {
	req, wrong := listed(c, paramProfile, views.ParamEventTag, views.ParamTalkTown, views.ParamPast, paramNetwork)
	f := event.Filter{Commune: s.apiTown(c, wrong), Tag: text.Line(c.Query(views.ParamEventTag)), Past: c.Query(views.ParamPast) != ""}
	of, err := s.apiProfileOf(c, wrong)
	if f.Page = of; of != "" && (f.Tag != "" || f.Commune != "") {
		wrong.Add(paramProfile, "Les événements d'une fiche ne se restreignent ni à une commune ni à un sujet.")
	}
	if err == nil {
		err = wrong.Err()
	}
	if err != nil {
		return err
	}
	var list page.Of[event.Event]
	if network := c.Query(paramNetwork); network != "" {
		list, err = s.apiNetworkEvents(c, network, f.Past, req, wrong)
	} else {
		list, err = s.Events.List(c.UserContext(), f, req)
	}
	if err == nil {
		list.Items, err = met(s, c, list.Items, func(e *event.Event) string { return e.By.Page })
	}
	if err != nil {
		return err
	}
	var pages []string
	for i := range list.Items {
		pages = append(pages, hostingPages(&list.Items[i])...)
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	if err != nil {
		return err
	}
	return c.JSON(itemsOf(list, func(e *event.Event) apiEvent { return s.apiMeeting(e, lines) }))
}

// apiEvent is /api/v1/events/{slug}.
func (s *site) apiEvent(c *fiber.Ctx) error {
	e, err := s.apiEventAt(c)
	if err != nil {
		return err
	}
	return s.sendEvent(c, &e)
}

// apiEventAt is the event of the address: to a program with a key, as its member reads it; to others, one that everybody finds.
func (s *site) apiEventAt(c *fiber.Ctx) (event.Event, error) {
	v := who(c).viewer()
	if !v.SignedIn() {
		return s.Events.Public(c.UserContext(), c.Params("slug"))
	}
	e, err := s.Events.BySlug(c.UserContext(), v, c.Params("slug"))
	if err == nil {
		err = s.see(c, e.By.Page)
	}
	return e, err
}

// sendEvent answers with an event.
func (s *site) sendEvent(c *fiber.Ctx, e *event.Event) error {
	lines, err := s.bylines(c.UserContext(), hostingPages(e))
	if err != nil {
		return err
	}
	r, err := s.Events.Roster(c.UserContext(), e)
	if err != nil {
		return err
	}
	a := s.apiMeeting(e, lines)
	a.Deadline, a.Places = since(e.Deadline), &apiPlaces{Most: e.Places, Taken: r.Taken, Waiting: r.Waiting}
	if left, bounded := r.Left(); bounded {
		a.Places.Left = &left
	}
	if who(c).program != nil {
		c.Set(fiber.HeaderETag, tagOf(e))
	}
	a.Questions = e.Questions
	if e.Body != "" {
		a.Text = &profile.Rich{Text: e.Body, HTML: e.HTML}
	}
	return c.JSON(a)
}

// hostingPages are the page that announces an event and those that were asked to host it.
func hostingPages(e *event.Event) []string {
	pages := []string{e.By.Page}
	for _, h := range e.Hosts {
		pages = append(pages, h.Page)
	}
	return pages
}

func (s *site) apiMeeting(e *event.Event, lines map[string]views.Byline) apiEvent {
	a := apiEvent{ID: e.ID, URL: s.canonical(meetPath(e.Slug)), Calendar: s.canonical(meetPath(e.Slug) + ".ics"), Slug: e.Slug, Title: e.Title, By: s.speaker(lines[e.By.Page]), Start: e.Start.At, End: e.End.At,
		Zone: e.Zone, Wall: e.Start.Wall, Commune: e.Commune, Place: e.Place, Online: e.Online != "", Purpose: e.Purpose, Price: e.Price, Payer: e.Payer, Tags: e.Tags, Approval: e.Approval, Sequence: e.Sequence, Over: e.Over,
		Cancelled: since(e.Cancelled), Reason: e.Reason, Published: e.Published}
	if e.Edited.After(e.Published) {
		a.Edited = &e.Edited
	}
	for _, h := range e.Hosts {
		if host := s.speaker(lines[h.Page]); h.IsHost() && host != nil {
			a.Hosts = append(a.Hosts, host)
		}
	}
	if image := e.Shown(); image.Is() {
		a.Image = &s.apiPhotos([]picture.Picture{image})[0]
	}
	if at, by, ok := s.spotOfEvent(e); ok {
		a.Lat, a.Lon, a.Precision = &at.Lat, &at.Lon, by
	}
	return a
}
