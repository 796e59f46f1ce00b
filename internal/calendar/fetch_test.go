package calendar_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/calendar"
	"partant/internal/fault"
	"partant/internal/outside"
)

// A calendar is fetched from where it is, and from nowhere inside our network, however one is led there.
func TestFetch(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/club.ics":
			w.Header().Set("Content-Type", "application/octet-stream")
			w.Write(event("DTSTART:20260108T183000"))
		case "/grand.ics":
			w.Write(bytes.Repeat([]byte("x"), calendar.MostBytes+1))
		case "/ailleurs.ics":
			http.Redirect(w, r, "/club.ics", http.StatusFound)
		case "/dedans.ics":
			http.Redirect(w, r, "http://127.0.0.1/", http.StatusFound)
		case "/rond.ics":
			http.Redirect(w, r, "/rond.ics", http.StatusFound)
		case "/panne.ics":
			w.WriteHeader(http.StatusBadGateway)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	lab := outside.One(netip.MustParseAddrPort(server.Listener.Addr().String()))
	lab.Patience = 10 * time.Second
	f := calendar.NewFetcher(&url.URL{Scheme: "http", Host: "partant.test"}, lab)
	for address, want := range map[string]error{
		"http://club.exemple.fr/club.ics": nil, "http://club.exemple.fr/ailleurs.ics": nil, "http://club.exemple.fr/grand.ics": calendar.ErrLarge, "http://club.exemple.fr/rien.ics": fault.NotFound,
		"http://club.exemple.fr/dedans.ics": fault.NotFound, "http://club.exemple.fr/rond.ics": fault.NotFound, "http://club.exemple.fr/panne.ics": fault.Unavailable, "http://127.0.0.1/club.ics": fault.NotFound,
		"http://[::1]/": fault.NotFound, "http://localhost/club.ics": fault.NotFound, "http://club.exemple.fr:6379/": fault.NotFound, "http://a:b@club.exemple.fr/club.ics": fault.NotFound, "file:///etc/passwd": fault.NotFound,
		"http://partant.test/evenements.ics": fault.NotFound, "webcal://club.exemple.fr/club.ics": fault.Unavailable, "": fault.NotFound, "http://" + strings.Repeat("a", 3000) + ".fr/": fault.NotFound,
	} { // a webcal: address is asked by https, which this server does not speak
		file, err := f.Fetch(t.Context(), address)
		if !errors.Is(err, want) || want == nil && !bytes.HasPrefix(file, []byte("BEGIN:VCALENDAR")) {
			t.Errorf("%s: %d bytes, %v", address, len(file), err)
		}
	}
}
