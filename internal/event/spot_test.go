package event_test

import (
	"errors"
	"testing"

	"partant/internal/calendar"
	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/viewer"
)

// Of a place in words a service of addresses is asked only what looks like an address.
func TestStreet(t *testing.T) {
	t.Parallel()
	for place, want := range map[string]string{
		"L'ECG, 12 rue des Carmes, au fond de la cour":  "12 rue des Carmes",
		"L'ECG\n12, rue des Carmes (2e étage)":          "12 rue des Carmes",
		"Salle des fêtes, place du Martroi":             "place du Martroi",
		"3 bis Av. de la Gare ; sonner":                 "3 bis Av. de la Gare",
		"Allée du Château":                              "Allée du Château",
		"Chez Nina":                                     "",
		"Le café de la rue haute":                       "",
		"Salle 12":                                      "",
		"Routes et chemins, une exposition à la mairie": "",
	} {
		if got := (&event.Event{Place: place}).Street(); got != want {
			t.Errorf("%q: %q, want %q", place, got, want)
		}
	}
}

// An event stands where its address is, once that is found, or where who announces it shows; other words take that away. Nothing is asked
// of what not everybody may read.
func TestSpot(t *testing.T) {
	t.Parallel()
	r, ctx := open(t), t.Context()
	town := geo.Point{Lat: 47.9, Lon: 1.9}
	r.Mapped(func(commune string) (geo.Point, bool) { return town, commune == "45234" }, true)
	d := draft()
	d.Place = "L'ECG, 12 rue des Carmes"
	e := r.announced(t, d)
	stored := func() event.Event {
		t.Helper()
		now, err := r.store.Event(ctx, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	owed := func() (due debt.Debt) {
		for _, d := range stored().Owes {
			if d.Kind == event.OwesPlace {
				due = d
			}
		}
		return due
	}
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	found, edit := town.Moved(300, 0).Fine(), func(change func(*event.Draft)) {
		t.Helper()
		d := event.Filled(stored())
		change(&d)
		_, err := r.Edit(ctx, member("h"), e.Slug, d)
		ok(err)
	}
	asked := stored()
	if owed().ID == "" {
		t.Fatal("nobody is asked")
	}
	ok(r.Located(ctx, &asked, owed(), &found))
	is := stored()
	if is.Spot == nil || is.Spot.Point != found || is.Spot.By != event.AtAddress || owed().ID != "" || is.Version() != asked.Version() {
		t.Fatalf("%+v", is)
	}
	edit(func(d *event.Draft) { d.Title = "Autre" })
	if stored().Spot == nil {
		t.Error("other words than those of the place take it away")
	}
	edit(func(d *event.Draft) { d.Place = "La Nef, 3 rue Verte" })
	if stored().Spot != nil || owed().ID == "" {
		t.Error("it stands where it was, and is held elsewhere")
	}
	ok(r.Located(ctx, &asked, owed(), &found)) // for what it was before
	if stored().Spot != nil {
		t.Error("an answer to another question places it")
	}

	_, err := r.ShowAt(ctx, member("h"), e.Slug, town.Moved(200, 100).String())
	ok(err)
	asked = stored()
	if asked.Spot == nil || asked.Spot.By != event.ByHand || owed().ID != "" {
		t.Errorf("%+v", asked.Spot)
	}
	ok(r.Located(ctx, &asked, debt.Debt{ID: "d"}, &found))
	if got := stored().Spot; got.By != event.ByHand {
		t.Errorf("a machine knows better: %+v", got)
	}
	_, err = r.ShowAt(ctx, member("h"), e.Slug, "")
	ok(err)
	if stored().Spot != nil || owed().ID == "" {
		t.Error("it is not asked for again")
	}
	var wrong fault.Fields
	for _, at := range []string{"ailleurs", town.Moved(60_000, 0).String()} {
		if _, err := r.ShowAt(ctx, member("h"), e.Slug, at); !errors.As(err, &wrong) || wrong[event.FieldSpot] == "" {
			t.Errorf("%s: %v", at, err)
		}
	}
	for v, kind := range map[viewer.Viewer]error{{}: fault.SignedOut, member("x"): fault.Forbidden} {
		if _, err := r.ShowAt(ctx, v, e.Slug, ""); !errors.Is(err, kind) {
			t.Errorf("%v: %v", v, err)
		}
	}
	d.For = event.Invited
	if private := r.announced(t, d); private.SeeksPlace() {
		t.Error("the service is told where few people meet")
	}
}

// A marker that is shown for one date is taken along by those that follow it, which read no « Modifié » for that.
func TestSpotOfSeries(t *testing.T) {
	t.Parallel()
	r, ctx := open(t), t.Context()
	r.Repeating(calendar.Repeat)
	town := geo.Point{Lat: 47.9, Lon: 1.9}
	r.Mapped(func(string) (geo.Point, bool) { return town, true }, false)
	d := draft()
	d.Day = "2027-01-12"
	e := r.announced(t, d)
	head, err := r.Recur(ctx, member("h"), e.Slug, event.Season{Rhythm: event.Weekly, Times: "3"})
	if err == nil {
		_, err = r.ShowAt(ctx, member("h"), e.Slug, town.Moved(200, 100).String())
	}
	if err != nil {
		t.Fatal(err)
	}
	others := func(shown bool) {
		t.Helper()
		list, err := r.Siblings(ctx, member("h"), &head)
		if err != nil || len(list) != 2 {
			t.Fatalf("%d dates, %v", len(list), err)
		}
		for i := range list {
			if is := &list[i]; (is.Spot != nil && is.Spot.By == event.ByHand) != shown || !is.Edited.IsZero() {
				t.Errorf("%s: %+v, edited %v", is.Nth, is.Spot, is.Edited)
			}
		}
	}
	others(false)
	if err := r.After(ctx, member("h"), e.Slug); err != nil {
		t.Fatal(err)
	}
	others(true)
}
