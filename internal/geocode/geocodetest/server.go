// Package geocodetest is a service of addresses for tests: a real server that knows what it is told, and fails as it is
// told to.
package geocodetest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"

	"partant/internal/geo"
)

// Server speaks as the Base adresse nationale does. It knows no address until it is told.
type Server struct {
	URL string

	mu     sync.Mutex
	answer http.HandlerFunc
	asked  []url.Values
}

// Start runs a server that ends with the test.
func Start(t testing.TB) *Server {
	s := &Server{answer: Text(Nothing)}
	server := httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(server.Close)
	s.URL = server.URL + "/geocodage"
	return s
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.URL.Query())
	answer := s.answer
	s.mu.Unlock()
	if r.Method != http.MethodGet || r.URL.Path != "/geocodage/search" {
		http.NotFound(w, r)
		return
	}
	answer(w, r)
}

// Answers makes the server answer so from now on.
func (s *Server) Answers(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// Asked are the questions so far.
func (s *Server) Asked() []url.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// Text answers with a body.
func Text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		fmt.Fprint(w, body)
	}
}

// Status answers with a status and no place.
func Status(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, `{"code":400}`, status) }
}

// Nothing is the answer when no address is like the one asked for.
const Nothing = `{"type":"FeatureCollection","features":[],"query":"x"}`

// Found is what the service knows of an address.
type Found struct {
	At      geo.Point
	Commune string
	Kind    string
	Score   float64
}

// Place answers with one place, as the service writes it.
func Place(f Found) http.HandlerFunc {
	return Text(fmt.Sprintf(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[%v,%v]},
		"properties":{"label":"12 Mail Ouest 45300 Pithiviers","score":%v,"id":"45252_0790_00012","banId":null,"name":"12 Mail Ouest","postcode":"45300","citycode":%q,
		"x":644518.44,"y":6787411.2,"city":"Pithiviers","context":"45, Loiret, Centre-Val de Loire","type":%q,"importance":0.55,"_type":"address"}}],"query":"12 mail Ouest"}`,
		f.At.Lon, f.At.Lat, f.Score, f.Commune, f.Kind))
}
