package geocode_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/geocode"
	"partant/internal/geocode/geocodetest"
	"partant/internal/locate"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	mail = locate.Question{Address: "12 mail Ouest 45300 Pithiviers", Commune: "45252"}
	door = geocodetest.Found{At: geo.Point{Lat: 48.17263, Lon: 2.24875}, Commune: "45252", Kind: "housenumber", Score: 0.9741}
)

// ask is a client of a server that answers as it is told, and has little patience.
func ask(t *testing.T, answer http.HandlerFunc) (*geocode.Client, *geocodetest.Server) {
	t.Helper()
	s := geocodetest.Start(t)
	s.Answers(answer)
	return client(t, geocode.Config{URL: s.URL, Patience: 300 * time.Millisecond}), s
}

func client(t *testing.T, cfg geocode.Config) *geocode.Client {
	t.Helper()
	cfg.Site = "https://partant.exemple.fr"
	c, err := geocode.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestGeocode(t *testing.T) {
	t.Parallel()
	c, s := ask(t, geocodetest.Place(door))
	got, err := c.Geocode(t.Context(), mail)
	if want := (locate.Answer{At: door.At, Commune: "45252", Kind: locate.House, Score: 0.9741}); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	asked := map[string][]string{"q": {mail.Address}, "citycode": {"45252"}, "limit": {"1"}, "autocomplete": {"0"}}
	if diff := cmp.Diff(asked, map[string][]string(s.Asked()[0])); diff != "" {
		t.Error(diff)
	}
}

func TestTellsWhoAsks(t *testing.T) {
	t.Parallel()
	said := make(chan string, 1)
	c, _ := ask(t, func(w http.ResponseWriter, r *http.Request) {
		said <- r.UserAgent()
		geocodetest.Place(door)(w, r)
	})
	if _, err := c.Geocode(t.Context(), mail); err != nil {
		t.Fatal(err)
	}
	if got := <-said; got != "Partant (+https://partant.exemple.fr)" {
		t.Error(got)
	}
}

// A service that fails is Unavailable, whatever the failure; one that knows nothing, or does not understand, has answered.
func TestFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   error
	}{
		"knows nothing":     {geocodetest.Text(geocodetest.Nothing), fault.NotFound},
		"does not get it":   {geocodetest.Status(400), fault.Invalid},
		"is broken":         {geocodetest.Status(500), fault.Unavailable},
		"is closed":         {geocodetest.Status(503), fault.Unavailable},
		"has had enough":    {geocodetest.Status(429), fault.Unavailable},
		"wants a key":       {geocodetest.Status(403), fault.Unavailable},
		"is elsewhere":      {geocodetest.Status(404), fault.Unavailable},
		"has no content":    {geocodetest.Status(204), fault.Unavailable},
		"speaks HTML":       {geocodetest.Text("<html><title>Maintenance</title>"), fault.Unavailable},
		"speaks otherwise":  {geocodetest.Text(`{"results":[]}`), fault.Unavailable},
		"says nothing":      {geocodetest.Text(""), fault.Unavailable},
		"says null":         {geocodetest.Text("null"), fault.Unavailable},
		"stops half way":    {geocodetest.Text(`{"type":"FeatureCollection","features":[{"geome`), fault.Unavailable},
		"has no point":      {geocodetest.Text(`{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[2.1]},"properties":{}}]}`), fault.Unavailable},
		"leaves the globe":  {geocodetest.Text(`{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[2.1,900]},"properties":{}}]}`), fault.Unavailable},
		"talks for ever":    {geocodetest.Text(`{"type":"FeatureCollection","features":[],"query":"` + strings.Repeat("a", 80<<10) + `"}`), fault.Unavailable},
		"never ends":        {endless, fault.Unavailable},
		"thinks for ever":   {silent, fault.Unavailable},
		"hangs up":          {hangUp, fault.Unavailable},
		"promises too much": {short, fault.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked, _ := ask(t, c.answer)
			got, err := asked.Geocode(t.Context(), mail)
			if !errors.Is(err, c.want) || got != (locate.Answer{}) {
				t.Errorf("%+v, %v", got, err)
			}
			if strings.Contains(fmt.Sprint(err), "mail") || strings.Contains(fmt.Sprint(err), "Ouest") {
				t.Errorf("the error repeats the address: %v", err)
			}
		})
	}
}

// endless writes until nobody listens.
func endless(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		if _, err := w.Write([]byte(strings.Repeat(" ", 1000))); err != nil {
			return
		}
	}
}

// silent waits until nobody listens.
func silent(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func short(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "500")
	_, _ = w.Write([]byte(`{"type":"FeatureCollection"`))
}

func TestIsLedNowhereElse(t *testing.T) {
	t.Parallel()
	var led atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { led.Add(1) }))
	t.Cleanup(other.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		c, _ := ask(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, status) })
		if _, err := c.Geocode(t.Context(), mail); !errors.Is(err, fault.Unavailable) {
			t.Errorf("%d: %v", status, err)
		}
	}
	if led.Load() > 0 {
		t.Error("a redirect was followed")
	}
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	c := client(t, geocode.Config{URL: "http://" + ln.Addr().String()})
	if _, err := c.Geocode(t.Context(), mail); !errors.Is(err, fault.Unavailable) || strings.Contains(err.Error(), "Ouest") {
		t.Error(err)
	}
}

// After three failures in a row nobody is asked, until one question is let through again; answers that are no failures
// do not count, nor do callers who give up.
func TestLeavesAloneWhatFails(t *testing.T) {
	t.Parallel()
	s := geocodetest.Start(t)
	c := client(t, geocode.Config{URL: s.URL, Rest: time.Hour})
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for range 5 {
		if _, err := c.Geocode(over, mail); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if _, err := c.Geocode(t.Context(), mail); !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
	}
	before := len(s.Asked())
	s.Answers(geocodetest.Status(500))
	for range 10 {
		if _, err := c.Geocode(t.Context(), mail); !errors.Is(err, fault.Unavailable) {
			t.Error(err)
		}
	}
	if asked := len(s.Asked()) - before; asked != 3 {
		t.Errorf("a service that fails was asked %d times", asked)
	}
}

func TestAsksAgainWhenItIsBack(t *testing.T) {
	t.Parallel()
	s := geocodetest.Start(t)
	s.Answers(geocodetest.Status(500))
	c := client(t, geocode.Config{URL: s.URL, Rest: time.Millisecond})
	for range 5 {
		if _, err := c.Geocode(t.Context(), mail); !errors.Is(err, fault.Unavailable) {
			t.Error(err)
		}
	}
	s.Answers(geocodetest.Place(door))
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if _, err := c.Geocode(t.Context(), mail); err == nil {
			return
		}
	}
	t.Error("the service is back and nobody asks it")
}

// The service wants three letters or more, two hundred at most, the first a letter or a digit.
func TestQuestionsItUnderstands(t *testing.T) {
	t.Parallel()
	c, s := ask(t, geocodetest.Place(door))
	for _, address := range []string{"", "  ", "a", "12", "«»", "--1 "} {
		if _, err := c.Geocode(t.Context(), locate.Question{Address: address, Commune: "45252"}); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", address, err)
		}
	}
	if n := len(s.Asked()); n != 0 {
		t.Errorf("%d of them were asked", n)
	}
	for address, want := range map[string]string{
		" , 3 rue d'Été ": "3 rue d'Été", "Évêché": "Évêché", strings.Repeat("é", 300): strings.Repeat("é", 200), "a&q=b#c\r\nX: y": "a&q=b#c\r\nX: y",
	} {
		before := len(s.Asked())
		if _, err := c.Geocode(t.Context(), locate.Question{Address: address, Commune: "45252"}); err != nil {
			t.Errorf("%q: %v", address, err)
		}
		if got := s.Asked()[before]; got.Get("q") != want || len(got["q"]) != 1 || got.Get("limit") != "1" {
			t.Errorf("%q was asked as %v", address, got)
		}
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "geopf", "ftp://a", "http://", "//a/b", "https:///x", "http://a b"} {
		if _, err := geocode.New(geocode.Config{URL: bad}); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add([]byte(geocodetest.Nothing))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[2.1,48]},"properties":{"score":1e999}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := geocode.Read(strings.NewReader(string(body)))
		if err == nil && !a.At.Valid() {
			t.Errorf("%+v", a)
		}
		if err != nil && !errors.Is(err, fault.Unavailable) && !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}
