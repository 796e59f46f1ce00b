package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/id"
	"partant/internal/viewer"
	"partant/views"
)

// told is what a phone at the door hears.
type told struct {
	Told []struct {
		ID, Outcome, Party, Name string
		People                   int
		At                       int64
	}
	Came int
}

// gesture is what a phone sends of what it did.
type gesture struct {
	ID     string `json:"id"`
	Answer string `json:"answer,omitempty"`
	Key    string `json:"key,omitempty"`
	Code   string `json:"code,omitempty"`
	Name   string `json:"name,omitempty"`
	People int    `json:"people,omitempty"`
	Do     string `json:"do"`
	Ago    int64  `json:"ago,omitempty"` // in milliseconds
}

// sends has a phone send what it did.
func (b *browser) sends(path string, gestures ...gesture) (heard told) {
	b.h.t.Helper()
	sent, err := json.Marshal(gestures)
	if err != nil {
		b.h.t.Fatal(err)
	}
	a := b.post(path+"/accueil/gestes", url.Values{views.FieldToken: {b.token()}, views.FieldGestures: {string(sent)}}).is(http.StatusOK)
	if err := json.Unmarshal(a.body, &heard); err != nil || len(heard.Told) != len(gestures) {
		b.h.t.Fatalf("%s: %v", a.body, err)
	}
	return heard
}

// The list that a phone keeps names people and holds no pass; what it did is done once, whoever did it before.
func TestScannerSpeaks(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(tomorrow("9"))
	first, second := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member)
	first.answers(path, event.Partant, "1").is(http.StatusSeeOther)
	second.answers(path, event.Partant, "").is(http.StatusSeeOther)
	code := words(first.get(path + "/billet").one(".pass .code"))
	host.get(path+"/accueil/scanner").leads(http.StatusSeeOther, path+"/accueil") // it is shut
	h.hands.set(evening)

	page := host.get(path + "/accueil/scanner").is(http.StatusOK)
	if p := page.Header; !strings.Contains(p.Get("Permissions-Policy"), "camera=(self)") || !strings.Contains(p.Get("Content-Security-Policy"), "worker-src 'self'") {
		t.Errorf("%s\n%s", p.Get("Permissions-Policy"), p.Get("Content-Security-Policy"))
	}
	if p := host.get(path + "/accueil").Header.Get("Permissions-Policy"); !strings.Contains(p, "camera=()") {
		t.Errorf("another page may ask for the camera: %s", p)
	}
	worker := h.visit().get(path + "/accueil/veilleur.js").is(http.StatusOK)
	if kind := worker.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/javascript") || strings.Contains(string(worker.body), "Atelier") || worker.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("the worker is %s, %s", kind, worker.Header.Get("Cache-Control"))
	}
	file := host.get(path + "/accueil/liste.json").is(http.StatusOK)
	var list struct {
		Expected, Came int
		Parties        []struct{ ID, Name, Pass, State string }
	}
	if err := json.Unmarshal(file.body, &list); err != nil || list.Expected != 3 || len(list.Parties) != 2 || list.Parties[1].Name != "Loiseau" || len(list.Parties[1].Pass) != 32 || list.Parties[1].State != "attendu" {
		t.Fatalf("%s: %v", file.body, err)
	}
	if strings.Contains(string(file.body), code) || strings.Contains(string(file.body), strings.ReplaceAll(code, "-", "")) || strings.Contains(string(file.body), "@") {
		t.Errorf("a phone has passes or addresses: %s", file.body)
	}
	for _, of := range []string{"/accueil/liste.json", "/accueil/scanner"} {
		second.get(path + of).is(http.StatusForbidden)
		h.visit().get(path + of).is(http.StatusSeeOther)
	}
	second.post(path+"/accueil/gestes", url.Values{views.FieldToken: {second.token()}, views.FieldGestures: {"[]"}}).is(http.StatusForbidden)
	host.post(path+"/accueil/gestes", url.Values{views.FieldToken: {host.token()}, views.FieldGestures: {"{"}}).is(http.StatusBadRequest)

	scanned, walked, key := id.New(), id.New(), id.New()
	did := []gesture{
		{ID: scanned, Answer: list.Parties[1].ID, People: 2, Do: "arrive", Ago: 600_000},
		{ID: key, Key: key, Name: "Une voisine", People: 1, Do: "arrive", Ago: 1000},
		{ID: walked, Key: key, People: 1, Do: "annule"},
		{ID: id.New(), Code: "0000-0000-0000", Do: "arrive"},
		{ID: id.New(), Name: strings.Repeat("x", 200), Do: "arrive"},
		{ID: "rien", Name: "x", Do: "arrive"},
	}
	for range 2 {
		heard := host.sends(path, did...)
		var outcomes []string
		for _, one := range heard.Told {
			outcomes = append(outcomes, one.Outcome)
		}
		if got := strings.Join(outcomes, " "); got != "arrive arrive annule inconnu refuse refuse" && got != "arrive annule annule inconnu refuse refuse" || heard.Came != 2 {
			t.Errorf("%s, %d came", got, heard.Came)
		}
		if at := time.UnixMilli(heard.Told[0].At); !at.Before(h.hands.now().Add(-9*time.Minute)) || heard.Told[0].Name != "Loiseau" {
			t.Errorf("%+v", heard.Told[0])
		}
	}
	if late := host.sends(path, gesture{ID: id.New(), Code: code, Do: "arrive"}); late.Told[0].Outcome != "deja" || late.Told[0].People != 2 || late.Came != 2 {
		t.Errorf("another phone hears %+v", late)
	}
	if out := host.get("/compte").submit(`form[action="/deconnexion"]`, nil).is(http.StatusSeeOther).Header.Get("Clear-Site-Data"); out != `"storage"` {
		t.Errorf("who signs out leaves what the phone kept: %q", out)
	}
}

// What is written at the door is shown as it was written: names, searches, codes.
func TestHostileDoor(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(tomorrow("9"))
	h.hands.set(evening)
	for n, payload := range payloads {
		if h.hands.pass(20 * time.Second); n%5 != 0 {
			continue
		}
		form := url.Values{views.FieldToken: {host.token()}, views.FieldKey: {payload}, event.FieldWho: {payload}, event.FieldPeople: {"1"}, event.FieldPass: {payload}}
		host.post(path+"/accueil", form).harmless()
		form.Set(event.FieldPeople, payload)
		host.post(path+"/accueil?"+url.Values{views.ParamDoorName: {payload}}.Encode(), form).harmless()
		host.post(path+"/accueil", url.Values{views.FieldToken: {host.token()}, views.FieldParty: {payload}, views.FieldGesture: {"annule"}}).harmless()
		host.post(path+"/accueil", url.Values{views.FieldToken: {host.token()}, views.FieldParty: {payload}, views.FieldGesture: {payload}}).harmless()
		for name := range map[string]bool{views.ParamDoorName: true, views.ParamDoorPass: true} {
			host.get(path + "/accueil?" + url.Values{name: {payload}}.Encode()).harmless()
		}
		host.get(path + "/billet/" + url.PathEscape(payload)).harmless()
	}
	for _, at := range []string{"/accueil", "/accueil/liste", "/accueil/badges", "/participants?liste=venus"} {
		a := host.get(path + at).is(http.StatusOK)
		if a.harmless(); !strings.Contains(string(a.body), "mal.invalid") && !strings.Contains(string(a.body), "&lt;") {
			t.Errorf("%s shows none of what was written", at)
		}
	}
}
