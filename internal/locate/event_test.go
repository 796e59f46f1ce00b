package locate_test

import (
	"context"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/geocode"
	"partant/internal/geocode/geocodetest"
	"partant/internal/locate"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

// owner lets claude speak for every page.
type owner struct{}

func (owner) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	if v != claude {
		return viewer.Author{}, fault.Forbidden
	}
	return viewer.Author{Page: page, Account: v.Account}, nil
}

// plain renders text as it is.
type plain struct{}

func (plain) Render(s string) (string, error) { return s, nil }
func (plain) Words(html string) string        { return html }
func (plain) Follow(html string) string       { return html }

// Events are placed at their address, and the service is asked once for all that are held at one; a service that is away loses nothing,
// a doubtful answer is none.
func TestPlacesEvents(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	now, service := noon, geocodetest.Start(t)
	clock := func() time.Time { return now }
	known := func(commune string) bool { _, ok := towns.Town(commune); return ok }
	events := event.New(db.Events(), owner{}, plain{}, known, clock, func() {})
	events.Mapped(func(commune string) (geo.Point, bool) { town, ok := towns.Town(commune); return town.Point, ok }, true)
	client, err := geocode.New(geocode.Config{URL: service.URL, Rest: time.Millisecond, Patience: 500 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	locator := locate.New(db.Profiles(), nil, towns, client, clock, slog.New(slog.DiscardHandler)).Meeting(db.Events().DueEvents, events)
	announce := func(day, place string) event.Event {
		t.Helper()
		e, err := events.Announce(t.Context(), claude, event.Draft{Voice: "p-1", Title: "Atelier " + day, Purpose: "Se voir", Place: place, Commune: "45252", Day: day, Hour: "18:30", EndHour: "20:00"})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	pays := func(want int) {
		t.Helper()
		if n, _ := locator.Pay(t.Context()); n != want {
			t.Errorf("%d placed, want %d", n, want)
		}
	}
	placed := func(e event.Event) *event.Spot {
		t.Helper()
		is, err := db.Events().Event(t.Context(), e.ID)
		if err != nil {
			t.Fatal(err)
		}
		return is.Spot
	}
	service.Answers(geocodetest.Status(http.StatusServiceUnavailable))
	one, two := announce("2027-01-12", "La Fabrique, 12 mail Ouest"), announce("2027-01-19", "La Fabrique, 12 mail Ouest")
	pays(0)
	now = now.Add(5 * time.Minute)
	service.Answers(geocodetest.Place(door))
	before := len(service.Asked())
	pays(2)
	for _, e := range []event.Event{one, two} {
		if is := placed(e); is == nil || is.Point != mailW.Fine() || is.By != event.AtAddress {
			t.Errorf("it stands at %+v", is)
		}
	}
	if asked := service.Asked()[before:]; len(asked) != 1 || asked[0].Get("q") != "12 mail Ouest Pithiviers" || asked[0].Get("citycode") != "45252" {
		t.Errorf("asked %v", asked)
	}
	doubtful := door
	doubtful.Score = 0.3
	service.Answers(geocodetest.Place(doubtful))
	three := announce("2027-01-26", "3 rue Verte")
	pays(0)
	if placed(three) != nil {
		t.Error("a doubtful answer places it")
	}
	pays(0)
	if n := len(service.Asked()) - before; n != 2 {
		t.Errorf("asked %d times", n)
	}
}
