package locate_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/geocode"
	"partant/internal/geocode/geocodetest"
	"partant/internal/id"
	"partant/internal/locate"
	"partant/internal/markdown"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/territory"
	"partant/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	noon   = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	towns  = territory.New(region.Loiret())
	claude = viewer.Viewer{Account: "a-1", Role: viewer.Member}
	mailW  = geo.Point{Lat: 48.17263, Lon: 2.24875}
	door   = geocodetest.Found{At: mailW, Commune: "45252", Kind: "housenumber", Score: 0.97}
)

// house is a locator between a real store and a real server, with a clock that tests set.
type house struct {
	*locate.Locator
	*profile.Service
	t       *testing.T
	store   sqlite.Profiles
	service *geocodetest.Server
	now     time.Time
	rung    int
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t, store: db.Profiles(), service: geocodetest.Start(t), now: noon}
	clock := func() time.Time { return h.now }
	h.Service = profile.New(h.store, towns, markdown.New(), clock, func() { h.rung++ }).KeepIn(db.History()).PlaceAddresses()
	client, err := geocode.New(geocode.Config{URL: h.service.URL, Rest: time.Millisecond, Patience: 500 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	h.Locator = locate.New(h.store, h.Service, towns, client, clock, slog.New(slog.DiscardHandler))
	return h
}

// bakery is a page of Pithiviers with a street and nothing on the map.
func bakery() profile.Draft {
	return profile.Draft{Key: id.New(), Kind: profile.Company, Name: "Boulangerie du Mail", Street: "12 mail Ouest", Postcode: "45300", Commune: "45252"}
}

func (h *house) create(d profile.Draft) profile.Profile {
	h.t.Helper()
	p, err := h.Create(h.t.Context(), claude, d)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// edit changes a page as its form does.
func (h *house) edit(pageID string, change func(*profile.Draft)) profile.Profile {
	h.t.Helper()
	d := profile.Filled(h.get(pageID))
	change(&d)
	p, err := h.Edit(h.t.Context(), claude, pageID, d)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func (h *house) get(pageID string) profile.Profile {
	h.t.Helper()
	p, err := h.store.Get(h.t.Context(), pageID)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// pays pays what is due, and checks how many pages were placed.
func (h *house) pays(want int) {
	h.t.Helper()
	if got, err := h.Pay(h.t.Context()); err != nil || got != want {
		h.t.Errorf("%d pages placed, want %d: %v", got, want, err)
	}
}

func (h *house) placed(pageID string, by profile.Precision) profile.Profile {
	h.t.Helper()
	p := h.get(pageID)
	if p.Place == nil || p.Place.By != by || by == profile.AtAddress && p.Place.Point != mailW {
		h.t.Errorf("%s is placed at %+v, want by %s", p.Name, p.Place, by)
	}
	return p
}

// owes counts the debts of each kind.
func owes(p profile.Profile) (index, place int) {
	for _, d := range p.Owes {
		if d.Kind == profile.OwesPlace {
			place++
		} else {
			index++
		}
	}
	return index, place
}

func TestPlacesAPageAtItsAddress(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.service.Answers(geocodetest.Place(door))
	p := h.create(bakery())
	if p.Place.By != profile.AtCommune || len(h.service.Asked()) != 0 {
		t.Errorf("saving waited for the service: %+v", p.Place)
	}
	if index, place := owes(p); index != 1 || place != 1 {
		t.Errorf("it owes %+v", p.Owes)
	}
	rung := h.rung
	h.pays(1)
	is := h.placed(p.ID, profile.AtAddress)
	if index, place := owes(is); index != 3 || place != 0 || h.rung == rung {
		t.Errorf("the index is told nothing: %+v", is.Owes)
	}
	if asked := h.service.Asked(); len(asked) != 1 || asked[0].Get("q") != "12 mail Ouest 45300 Pithiviers" || asked[0].Get("citycode") != "45252" {
		t.Errorf("asked %v", asked)
	}
	if is.Version() != p.Version() || !is.Updated.Equal(p.Updated) || is.By != claude.Account || len(is.Owned) != 0 {
		t.Errorf("a machine wrote a version of its own: %+v", is)
	}
	h.pays(0)
	h.edit(p.ID, func(d *profile.Draft) { d.At, d.Pitch = p.Version(), "Pain au levain" }) // drawn before it was placed
	h.pays(0)
	h.placed(p.ID, profile.AtAddress)
	if len(h.service.Asked()) != 1 {
		t.Error("an address that is known is asked for again")
	}
}

func TestAnotherStreetIsPlacedAgain(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.service.Answers(geocodetest.Place(door))
	p := h.create(bakery())
	h.pays(1)
	for _, change := range []func(*profile.Draft){
		func(d *profile.Draft) { d.Street = "3 place du Martroi" },
		func(d *profile.Draft) { d.Postcode = "45302" },
	} {
		h.service.Answers(geocodetest.Place(door))
		moved := h.edit(p.ID, change)
		if moved.Place.By != profile.AtCommune {
			t.Errorf("the place of another address is kept: %+v", moved.Place)
		}
		h.pays(1)
		h.placed(p.ID, profile.AtAddress)
	}
	if asked := h.service.Asked(); len(asked) != 3 || asked[1].Get("q") != "3 place du Martroi 45300 Pithiviers" {
		t.Errorf("asked %v", asked)
	}
	gone := h.edit(p.ID, func(d *profile.Draft) { d.Street = "" })
	h.pays(0)
	if gone.Place.By != profile.AtCommune || len(h.service.Asked()) != 3 {
		t.Errorf("%+v", gone.Place)
	}
}

// What an owner shows is theirs; taken away, the address has its word again.
func TestTheHandWins(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.service.Answers(geocodetest.Place(door))
	p := h.create(bakery())
	if _, err := h.ShowAt(t.Context(), claude, p.Slug, "48.1700,2.2500"); err != nil {
		t.Fatal(err)
	}
	h.pays(0)
	shown := h.placed(p.ID, profile.ByHand)
	if _, place := owes(shown); place != 0 || len(h.service.Asked()) != 0 {
		t.Errorf("asked %v, owes %+v", h.service.Asked(), shown.Owes)
	}
	if _, err := h.ShowAt(t.Context(), claude, p.Slug, ""); err != nil {
		t.Fatal(err)
	}
	h.pays(1)
	h.placed(p.ID, profile.AtAddress)
}

// Nobody is asked about what has no street, is an example, or is not for everybody to know.
func TestWhatIsNotAsked(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.service.Answers(geocodetest.Place(door))
	noStreet, discreet := bakery(), bakery()
	noStreet.Street = ""
	discreet.Kind, discreet.Door = profile.Person, profile.ForMembers
	a, b := h.create(noStreet), h.create(discreet)
	records := []profile.Record{
		{ID: "exemple", Draft: bakery(), Example: true},
		{ID: "source", Draft: bakery(), Place: &profile.Place{Point: geo.Point{Lat: 48.17, Lon: 2.25}, By: profile.BySource}},
	}
	for _, r := range records {
		if _, err := h.Import(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	for _, pageID := range []string{a.ID, b.ID, "exemple", "source"} {
		if _, place := owes(h.get(pageID)); place != 0 {
			t.Errorf("%s owes a place", pageID)
		}
	}
	h.pays(0)
	if asked := h.service.Asked(); len(asked) != 0 {
		t.Errorf("asked %v", asked)
	}
	opened := h.edit(b.ID, func(d *profile.Draft) { d.Door = profile.ForAll })
	h.pays(1)
	h.placed(opened.ID, profile.AtAddress)
	shut := h.edit(b.ID, func(d *profile.Draft) { d.Door = profile.ForTeam })
	if shut.Place.By != profile.AtCommune {
		t.Errorf("a street that is not for all is still on the map: %+v", shut.Place)
	}
}

// An answer that may be wrong is no answer: the page stays at its commune, which is true.
func TestDoubtfulAnswersAreNone(t *testing.T) {
	t.Parallel()
	but := func(change func(*geocodetest.Found)) http.HandlerFunc {
		f := door
		change(&f)
		return geocodetest.Place(f)
	}
	for name, answer := range map[string]http.HandlerFunc{
		"another commune":  but(func(f *geocodetest.Found) { f.Commune = "45234" }),
		"no commune":       but(func(f *geocodetest.Found) { f.Commune = "" }),
		"low score":        but(func(f *geocodetest.Found) { f.Score = 0.59 }),
		"the commune only": but(func(f *geocodetest.Found) { f.Kind = "municipality" }),
		"no kind":          but(func(f *geocodetest.Found) { f.Kind = "" }),
		"far away":         but(func(f *geocodetest.Found) { f.At = geo.Point{Lat: 47.69, Lon: 2.63} }),
		"nothing":          geocodetest.Text(geocodetest.Nothing),
		"not understood":   geocodetest.Status(400),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			h.service.Answers(answer)
			p := h.create(bakery())
			h.pays(0)
			if _, place := owes(h.placed(p.ID, profile.AtCommune)); place != 0 || len(h.service.Asked()) != 1 {
				t.Errorf("asked %d times, still owes %d", len(h.service.Asked()), place)
			}
			h.now = h.now.Add(24 * time.Hour)
			h.pays(0)
			if len(h.service.Asked()) != 1 {
				t.Error("it is asked again")
			}
		})
	}
	for _, kind := range []string{"street", "locality"} {
		h := open(t)
		h.service.Answers(but(func(f *geocodetest.Found) { f.Kind, f.Score = kind, 0.6 }))
		h.create(bakery())
		h.pays(1)
	}
}

// A service that is away for days loses nothing, and is asked less and less often.
func TestAServiceThatIsAwayLosesNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.service.Answers(geocodetest.Status(503))
	p := h.create(bakery())
	var tries []time.Duration
	for h.now.Before(noon.Add(10 * time.Hour)) {
		before := len(h.service.Asked())
		_, err := h.Pay(t.Context())
		if asked := len(h.service.Asked()); asked > before {
			tries = append(tries, h.now.Sub(noon))
			if !errors.Is(err, fault.Unavailable) || strings.Contains(err.Error(), "Ouest") {
				t.Fatal(err)
			}
		}
		time.Sleep(2 * time.Millisecond) // the breaker rests for one
		h.now = h.now.Add(time.Minute)
	}
	if n := len(tries); n < 6 || n > 9 || tries[1] != time.Minute || tries[2] != 6*time.Minute || tries[3] != 36*time.Minute {
		t.Errorf("tried after %v", tries)
	}
	h.placed(p.ID, profile.AtCommune)
	h.service.Answers(geocodetest.Place(door))
	h.now = h.now.Add(3 * time.Hour)
	h.pays(1)
	h.placed(p.ID, profile.AtAddress)
}

// One failure ends a round: the other pages wait for the end of their lease, and are placed when the service is back.
func TestOneFailureEndsARound(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.service.Answers(geocodetest.Status(500))
	for range 12 {
		d := bakery()
		d.Key = id.New()
		h.create(d)
	}
	if _, err := h.Pay(t.Context()); !errors.Is(err, fault.Unavailable) || len(h.service.Asked()) != 1 {
		t.Fatalf("%v, asked %d times", err, len(h.service.Asked()))
	}
	h.service.Answers(geocodetest.Place(door))
	h.now = h.now.Add(2 * time.Minute)
	h.pays(12)
}

// A page that changes, is placed by hand or is erased while the service thinks keeps what its people did.
func TestWhileTheServiceThinks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		meanwhile func(h *house, p profile.Profile)
		want      profile.Precision // empty: it is gone
	}{
		"another street": {func(h *house, p profile.Profile) { h.edit(p.ID, func(d *profile.Draft) { d.Street = "3 rue Haute" }) }, profile.AtCommune},
		"by hand": {func(h *house, p profile.Profile) {
			if _, err := h.ShowAt(h.t.Context(), claude, p.Slug, "48.17,2.25"); err != nil {
				h.t.Error(err)
			}
		}, profile.ByHand},
		"no longer for all": {func(h *house, p profile.Profile) {
			h.edit(p.ID, func(d *profile.Draft) { d.Kind, d.Door = profile.Person, profile.ForTeam })
		}, profile.AtCommune},
		"a line": {func(h *house, p profile.Profile) { h.edit(p.ID, func(d *profile.Draft) { d.Pitch = "Pain" }) }, profile.AtAddress},
		"erased": {func(h *house, p profile.Profile) {
			if err := h.Erase(h.t.Context(), claude, p.ID); err != nil {
				h.t.Error(err)
			}
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			p := h.create(bakery())
			var once sync.Once
			h.service.Answers(func(w http.ResponseWriter, r *http.Request) {
				once.Do(func() {
					c.meanwhile(h, p)
					h.service.Answers(geocodetest.Text(geocodetest.Nothing)) // of what is asked next
				})
				geocodetest.Place(door)(w, r)
			})
			if _, err := h.Pay(t.Context()); err != nil {
				t.Fatal(err)
			}
			if c.want != "" {
				h.placed(p.ID, c.want)
			} else if _, err := h.store.Get(t.Context(), p.ID); !errors.Is(err, fault.Gone) {
				t.Error(err)
			}
			if owing, err := h.store.Take(t.Context(), noon.Add(48*time.Hour), time.Minute, 9, profile.OwesPlace); err != nil || len(owing) != 0 {
				t.Errorf("still owed: %+v, %v", owing, err)
			}
		})
	}
}

// A page that nobody sees for now is asked about when it is seen again.
func TestHiddenPagesWait(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.service.Answers(geocodetest.Place(door))
	p := h.create(bakery())
	hide := func(why []profile.Hiding) {
		if _, err := h.store.Update(t.Context(), p.ID, func(p *profile.Profile) error { p.Hidden = why; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	hide([]profile.Hiding{{Why: profile.Leaving, At: noon}})
	h.pays(0)
	hide(nil)
	h.now = h.now.Add(25 * time.Hour)
	h.pays(1)
	if len(h.service.Asked()) != 1 {
		t.Errorf("asked %d times", len(h.service.Asked()))
	}
}

// Without a service what is owed is forgotten, and Run ends.
func TestWithoutAService(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.create(bakery())
	locate.New(h.store, h.Service, towns, nil, func() time.Time { return noon }, slog.New(slog.DiscardHandler)).Run(t.Context())
	if index, place := owes(h.placed(p.ID, profile.AtCommune)); index != 1 || place != 0 {
		t.Errorf("owes %d and %d", index, place)
	}
}

func TestRunPaysWhenItIsWoken(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.service.Answers(geocodetest.Place(door))
	p := h.create(bakery())
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { h.Run(ctx); close(ended) }()
	h.Wake()
	for end := time.Now().Add(time.Minute); h.get(p.ID).Place.By != profile.AtAddress; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the page is not placed after a minute")
		}
	}
	stop()
	<-ended
}

// broken is profiles that panic.
type broken struct{ locate.Profiles }

func (broken) Placed(context.Context, profile.Profile, debt.Debt, *geo.Point) error { panic("broken") }

func TestAPanicEndsNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.create(bakery())
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	locate.New(h.store, broken{}, towns, nil, func() time.Time { return noon }, slog.New(slog.DiscardHandler)).Run(ctx)
	if ctx.Err() == nil {
		t.Error("Run ended before its time")
	}
}
