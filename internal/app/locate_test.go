package app_test

import (
	"testing"

	"partant/internal/config"
	"partant/internal/geo"
	"partant/internal/geocode/geocodetest"
)

// The doctor says whether the service of addresses answers, and takes one that does not for no illness of the site.
func TestTheDoctorAsksTheGeocoder(t *testing.T) {
	t.Parallel()
	s := geocodetest.Start(t)
	place := geocodetest.Found{At: geo.Point{Lat: 47.9, Lon: 1.9}, Commune: "45234", Kind: "municipality", Score: 0.9}
	wrong := place
	wrong.Commune = "75056"
	cfg := func(url string) config.Config {
		cfg := small(t.TempDir())
		cfg.Geocoder = url
		return cfg
	}
	must(t, cfg(""), map[string]string{"service of addresses": "nothing"})
	s.Answers(geocodetest.Place(place))
	must(t, cfg(s.URL), map[string]string{"service of addresses": "ok"})
	if asked := s.Asked(); len(asked) != 1 || asked[0].Get("q") != "Orléans" || asked[0].Get("citycode") != "45234" {
		t.Errorf("it asked %v", asked)
	}
	s.Answers(geocodetest.Place(wrong))
	must(t, cfg(s.URL), map[string]string{"is it the Base adresse nationale?": "advice"})
	s.Answers(geocodetest.Status(500))
	must(t, cfg(s.URL), map[string]string{"does not answer as it should": "advice"})
	must(t, cfg("http://127.0.0.1:1"), map[string]string{"does not answer as it should": "advice"})
	must(t, cfg("data.geopf.fr"), map[string]string{"--geocoder": "wrong"})
}
