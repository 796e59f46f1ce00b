package web_test

import (
	"bytes"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"partant/internal/event"
	"partant/internal/viewer"
	"partant/views"
)

// evening is an hour before an event of tomorrow begins.
var evening = time.Date(2026, 11, 24, 16, 30, 0, 0, time.UTC)

// tomorrow makes an event one of tomorrow, for so many.
func tomorrow(places string) func(url.Values) {
	return func(f url.Values) {
		f.Set(event.FieldDay, "2026-11-24")
		f.Set(event.FieldPlaces, places)
		f.Set(event.FieldWith, "2")
	}
}

// notes presses a button beside somebody's name at the door.
func (b *browser) notes(path, name string, do event.Do, people string) *answer {
	b.h.t.Helper()
	form := url.Values{views.FieldGesture: {string(do)}}
	if people != "" {
		form.Set(event.FieldPeople, people)
	}
	return b.get(path+"/accueil?"+url.Values{views.ParamDoorName: {name}}.Encode()).is(http.StatusOK).submit(".arrivals form", form).is(http.StatusSeeOther)
}

// A pass is in the letter, on the page and on paper; whoever scans it with any phone learns nothing, but those at the door.
func TestPass(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(nil)
	first, second := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member)
	first.get(path+"/billet").leads(http.StatusSeeOther, path)
	first.answers(path, event.Partant, "1").is(http.StatusSeeOther)
	second.answers(path, event.Partant, "").is(http.StatusSeeOther)
	second.get(path+"/billet").leads(http.StatusSeeOther, path) // who waits has none
	first.get(path).shows(".partant", "Mon billet")
	pass := first.get(path+"/billet").is(http.StatusOK).shows(".pass", "Loiseau", "2 personnes", "Premier atelier")
	code := words(pass.one(".pass .code"))
	if event.PassForm(code) != code {
		t.Errorf("the code is %q", code)
	}
	l := h.letter(first.account.Email, "Vous êtes partant")
	if !strings.Contains(l.Text, code) || !strings.Contains(l.HTML, `src="cid:`+l.PictureID+`"`) || !strings.Contains(l.Text, path+"/billet") {
		t.Errorf("the letter:\n%s", l.Text)
	}
	scanned := scan(t, l.Picture)
	at, found := strings.CutPrefix(scanned, h.Base.String())
	if !found || event.PassForm(scanned) != code {
		t.Fatalf("it is read as %q", scanned)
	}
	for _, b := range []*browser{h.visit(), second} {
		b.get("/") // what was said before is read
		known, unknown := b.get(at).is(http.StatusOK), b.get(path+"/billet/000000000000").is(http.StatusOK)
		if known.hides("Loiseau"); known.main() != unknown.main() {
			t.Errorf("%q and %q", known.main(), unknown.main())
		}
	}
	host.get(at).is(http.StatusSeeOther).follow().is(http.StatusOK).shows(".arrivals", "Loiseau", "attendu").hides("Berger")
	host.get(path+"/billet/000000000000").follow().is(http.StatusOK).shows("#qui-vient", "0000-0000-0000").counts(".arrivals li", 0)
	h.visit().get(path+"/billet").leads(http.StatusSeeOther, "/connexion?suite="+url.QueryEscape(path+"/billet"))
}

// scan reads the QR code of a picture.
func scan(t *testing.T, picture []byte) string {
	t.Helper()
	drawn, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	bits, err := gozxing.NewBinaryBitmapFromImage(drawn)
	if err != nil {
		t.Fatal(err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bits, nil)
	if err != nil {
		t.Fatal(err)
	}
	return read.GetText()
}

func TestGuestPass(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(nil)
	guest := h.visit()
	guest.asksPartant(path, "ada@exemple.fr", nil).is(http.StatusSeeOther)
	at := partantLink(t, h.letter("ada@exemple.fr", "Confirmez votre réponse"))
	guest.get(at+"/billet").leads(http.StatusSeeOther, at)
	guest.get(at).submit("main form[action$='/confirmer']", nil).is(http.StatusSeeOther)
	guest.get(at+"/billet").is(http.StatusOK).shows(".pass", "Ada", "une personne")
	if l := h.letter("ada@exemple.fr", "Vous êtes partant"); !strings.Contains(l.Text, at+"/billet") || len(l.Picture) == 0 {
		t.Errorf("the letter:\n%s", l.Text)
	}
	guest.get(strings.TrimSuffix(at, "x") + "y/billet").is(http.StatusNotFound)
	host.get(path+"/annuler").submit("main form", url.Values{event.FieldReason: {"La neige"}}).is(http.StatusSeeOther)
	guest.get(at+"/billet").leads(http.StatusSeeOther, at)
}

func TestDoorJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(tomorrow("3"))
	first, second := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member)
	first.answers(path, event.Partant, "1").is(http.StatusSeeOther)
	second.answers(path, event.Maybe, "").is(http.StatusSeeOther)
	early := host.get(path+"/accueil").is(http.StatusOK).shows("main", "L'accueil ouvre la veille").counts(".arrivals form", 0)
	early.shows(".arrivals", "Loiseau", "2 personnes", "Berger", "peut-être")
	first.get(path + "/accueil").is(http.StatusForbidden)
	h.visit().get(path + "/accueil").is(http.StatusSeeOther)
	host.post(path+"/accueil", url.Values{event.FieldWho: {"Trop tôt"}, event.FieldPeople: {"1"}, views.FieldToken: {host.token()}}).is(http.StatusSeeOther)
	host.get(path+"/accueil").shows("body", "L'accueil n'est pas ouvert").shows(".arrived", "0", "arrivé sur 2", "attendus")

	h.hands.set(evening)
	host.post(path+"/accueil", url.Values{event.FieldWho: {"Une voisine"}, event.FieldPeople: {"1"}, views.FieldGesture: {"zzz"}, views.FieldToken: {host.token()}}).is(http.StatusUnprocessableEntity)
	host.get(path+"/accueil?nom=LOIS").shows(".arrivals", "Loiseau").hides("Berger")
	host.get(path+"/accueil?nom=personne").shows("main", "Personne ne porte ce nom")
	host.notes(path, "loiseau", event.Enter, "1").follow().shows(".notice", "1", "personne notée à 17", "30").shows(".arrivals", "1 sur 2", "arrivés à 17")
	h.hands.pass(2 * time.Minute)
	host.post(path+"/accueil", url.Values{views.FieldParty: {strings.TrimPrefix(attribute(host.get(path+"/accueil?nom=loiseau").one(".arrivals li"), "id"), "p-")}, views.FieldGesture: {"arrive"}, views.FieldToken: {host.token()}}).
		follow().shows(".notice", "déjà arrivé à 17", "30")
	host.notes(path, "loiseau", event.Amend, "2").follow().shows(".arrivals", "2 arrivés à 17")
	host.get(path+"/accueil").shows(".arrived", "2", "arrivés sur 2", "attendus")

	page := host.get(path+"/accueil").is(http.StatusOK).shows("main", "Il reste 1", "place pour qui vient sans inscription")
	walk := url.Values{event.FieldWho: {"Une voisine"}, event.FieldPeople: {"2"}}
	for range 2 { // sent twice, noted once
		page.submit(`form[action="`+path+`/accueil"].form`, walk).is(http.StatusSeeOther)
	}
	host.get(path+"/accueil").shows(".arrived", "2", "arrivés sur 2", "attendus, et 2 sans inscription").shows("main", "Toutes les places sont prises ou attendues")
	for _, bad := range []url.Values{{event.FieldWho: {" "}}, {event.FieldWho: {"x"}, event.FieldPeople: {"beaucoup"}}, {event.FieldWho: {"x"}, event.FieldPeople: {"51"}}} {
		page.submit(`form[action="`+path+`/accueil"].form`, bad).is(http.StatusUnprocessableEntity).counts(".wrong", 1)
	}
	host.notes(path, "voisine", event.Recall, "").follow().shows(".notice", "l'arrivée est annulée")
	host.notes(path, "berger", event.Enter, "").follow().shows(".arrivals", "arrivé à 17")
	host.get(path+"/accueil").shows(".arrived", "3", "arrivés sur 2")

	host.get(path+"/participants?liste=venus").is(http.StatusOK).shows(".comers", "Berger", "Loiseau", "avec 1", "arrivé à 17").shows("main", "3", "personnes sont venues")
	table := host.get(path + "/participants.csv").is(http.StatusOK)
	if got := string(table.body); !strings.HasPrefix(got, "\uFEFFnom;page;commune;") || !strings.Contains(got, "\nLoiseau;") || !strings.Contains(got, ";attendu;2;non") || strings.Contains(got, "@") || strings.Contains(got, "arrivés") {
		t.Errorf("the table:\n%s", got)
	}
	host.get(path+"/accueil").submit(`form[action="`+path+`/accueil"].form`, url.Values{event.FieldWho: {"=1+1"}, event.FieldPeople: {"1"}}).is(http.StatusSeeOther)
	if got := string(host.get(path + "/participants.csv?presence=oui").body); !strings.Contains(got, "\n'=1+1;;;sans inscription;1;non;1;17") || !strings.Contains(got, ";attendu;2;non;2;17") {
		t.Errorf("the table with who came:\n%s", got)
	}
	if got := string(host.get(path + "/participants.csv?visible=oui&presence=oui").body); strings.Count(got, "\n") != 1 {
		t.Errorf("nobody chose to be seen:\n%s", got)
	}
	host.notes(path, "=1+1", event.Recall, "").is(http.StatusSeeOther)
	second.get(path + "/participants.csv").is(http.StatusForbidden)
	second.get("/compte/evenements").is(http.StatusOK).shows(".comers", "Premier atelier", "mardi 24 novembre 2026")
	host.get("/compte/evenements").is(http.StatusOK).counts(".comers li", 0)

	host.get(path+"/accueil/liste").is(http.StatusOK).shows(".list", "Berger", "Loiseau", "2 arrivés").counts(".list .box", 3)
	host.get(path+"/accueil/badges").is(http.StatusOK).shows(".badges", "Loiseau", "avec Loiseau", "Berger").counts(".badges li", 3)
	for _, of := range []string{"/accueil", "/accueil/liste", "/accueil/badges"} {
		second.get(path + of).is(http.StatusForbidden)
	}
	h.hands.pass(8 * 24 * time.Hour)
	host.get(path+"/accueil").shows(".notice", "depuis plus d'une semaine").counts(".arrivals form", 0)
}
