package web_test

import (
	"bytes"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/mail/mailtest"
	"partant/internal/moderation"
	"partant/internal/picture"
	"partant/internal/poster"
	"partant/internal/viewer"
	"partant/views"
)

// workshop is the form of an event rightly filled: a Tuesday in January.
func workshop() url.Values {
	return url.Values{event.FieldTitle: {"Premier atelier"}, event.FieldPurpose: {"Préparer l'incubateur : qui apporte quoi ?"}, event.FieldDay: {"2027-01-12"}, event.FieldHour: {"18:30"}, event.FieldEndHour: {"20:00"},
		event.FieldPlace: {"L'ECG, 12 rue des Carmes"}, event.FieldCommune: {"Gien"}, event.FieldOnline: {"https://salle.exemple.fr/atelier"}, event.FieldBody: {"On commence **à l'heure**."}, event.FieldPrice: {"gratuit"},
		event.FieldPayer: {"La salle est prêtée."}, event.FieldPlaces: {"2"}, event.FieldWith: {"1"}, event.FieldTags: {"incubateur"}}
}

// announces has somebody announce an event and returns its path.
func (b *browser) announces(change func(url.Values)) string {
	b.h.t.Helper()
	form := workshop()
	if change != nil {
		change(form)
	}
	a := b.get("/evenements/nouveau").is(http.StatusOK).submit("main form[method=post]", form).is(http.StatusSeeOther)
	path := a.Header.Get("Location")
	if !strings.HasPrefix(path, "/evenements/") {
		b.h.t.Fatalf("leads to %q", path)
	}
	return path
}

// answers says partant, or something else, on the page of an event.
func (b *browser) answers(path string, says event.Says, with string) *answer {
	b.h.t.Helper()
	form := url.Values{event.FieldSays: {string(says)}}
	if with != "" {
		form.Set(event.FieldWith, with)
	}
	return b.get(path).is(http.StatusOK).submit(".partant form", form)
}

func TestEventJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	visitor := h.visit()
	visitor.get("/evenements").is(http.StatusOK).shows(".empty", "Rien n'est encore annoncé")
	path := host.announces(nil)
	if path != "/evenements/premier-atelier" {
		t.Errorf("it is at %s", path)
	}
	read := visitor.get(path).is(http.StatusOK)
	read.shows("h1", "Premier atelier")
	read.shows(".event .date", "mardi", "12", "janvier")
	read.shows(".facts", "mardi 12 janvier 2027, de 18", "à 20", "L'ECG, 12 rue des Carmes", "Gien", "qui apporte quoi", "gratuit", "prêtée", "s'affiche ici pour ceux qui sont partants")
	read.shows(".prose strong", "à l'heure")
	read.shows(".room", "Il reste 2", "places sur 2")
	read.counts("form[method=post]", 0)
	read.counts(`script[type="application/ld+json"]`, 1)
	visitor.get("/evenements").shows(".meet", "Premier atelier", "Gien", "mardi", "Dumont")
	visitor.get("/evenements?commune=gien").shows(".meet", "Premier atelier")
	visitor.get("/evenements?commune=olivet").shows(".empty", "Rien de prévu à Olivet")
	visitor.get("/evenements?sujet=Incubateur").shows(".meet", "Premier atelier")
	visitor.get("/sitemap-evenements.xml").is(http.StatusOK)

	first, second := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member)
	first.answers(path, event.Partant, "1").leads(http.StatusSeeOther, path+"#partant")
	visitor.get(path).shows(".room", "Complet")
	first.get(path).shows("#partant-titre", "Vous êtes partant").shows(".partant", "Vos 2 places").shows(".facts", "https://salle.exemple.fr/atelier")
	visitor.get(path).hides("salle.exemple.fr")
	second.answers(path, event.Partant, "").is(http.StatusSeeOther)
	second.get(path).shows("#partant-titre", "liste d'attente").shows(".partant", "la première réponse à attendre").hides("salle.exemple.fr")
	in := h.letter(first.account.Email, "Vous êtes partant")
	h.letter(second.account.Email, "liste d'attente")
	first.answers(path, event.No, "").is(http.StatusSeeOther)
	second.get(path).shows("#partant-titre", "Vous êtes partant")

	if in.Method != "REQUEST" || !strings.Contains(in.Calendar, "DTSTART;TZID=Europe/Paris:20270112T183000\r\n") || !strings.Contains(in.Text, "https://salle.exemple.fr/atelier") {
		t.Errorf("the letter brings %s\n%s\n%s", in.Method, in.Calendar, in.Text)
	}
	if up := h.letter(second.account.Email, "Une place s'est libérée"); up.Method != "REQUEST" {
		t.Errorf("promoted by %q", up.Method)
	}
	if out := h.letter(first.account.Email, "Vous ne venez plus"); out.Method != "CANCEL" || !strings.Contains(out.Calendar, "STATUS:CANCELLED") {
		t.Errorf("taken back by %q", out.Method)
	}
	host.get(path+"/participants").is(http.StatusOK).shows(".comers", "Berger")
	host.get(path+"/participants?liste=pas-cette-fois").shows(".comers", "Loiseau")
	second.get(path + "/participants").is(http.StatusForbidden)
	second.get(path + "/modifier").is(http.StatusForbidden)
	visitor.get("/fiches/" + company.Slug).is(http.StatusOK)
}

// A breakfast that moves moves in every calendar; one that is cancelled goes from them; one that is deleted is gone.
func TestEventMoves(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	guest := h.join("Loiseau", viewer.Member)
	path := host.announces(nil)
	guest.answers(path, event.Partant, "").is(http.StatusSeeOther)
	h.letter(guest.account.Email, "Vous êtes partant")
	h.hands.pass(time.Minute)

	form := host.get(path + "/modifier").is(http.StatusOK)
	form.submit("main form[method=post]", url.Values{event.FieldHour: {"19:00"}}).leads(http.StatusSeeOther, path)
	moved := h.letter(guest.account.Email, "Changement")
	if moved.Method != "REQUEST" || !strings.Contains(moved.Calendar, "T190000\r\n") || !strings.Contains(moved.Calendar, "SEQUENCE:1\r\n") {
		t.Errorf("moved by %s\n%s", moved.Method, moved.Calendar)
	}
	form.submit("main form[method=post]", url.Values{event.FieldTitle: {"Autre chose"}}).is(http.StatusConflict).shows("main div.notice[role=alert]", "modifié entre-temps").shows(".facts", "de 19")

	host.get(path+"/annuler").submit("main form", url.Values{event.FieldReason: {""}}).is(http.StatusUnprocessableEntity).shows(".wrong", "Dites pourquoi")
	host.get(path+"/annuler").submit("main form", url.Values{event.FieldReason: {"Il neige."}}).leads(http.StatusSeeOther, path)
	h.visit().get(path).is(http.StatusOK).shows(".event > .notice", "annulé", "Il neige.")
	off := h.letter(guest.account.Email, "Annulé")
	if off.Method != "CANCEL" || !strings.Contains(off.Text, "Il neige.") || !strings.Contains(off.Calendar, "SEQUENCE:2\r\n") {
		t.Errorf("cancelled by %s\n%s\n%s", off.Method, off.Calendar, off.Text)
	}
	file := h.visit().get(path + ".ics").is(http.StatusOK)
	if kind := file.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/calendar") || !contains(file.body, "STATUS:CANCELLED") {
		t.Errorf("%s\n%s", kind, file.body)
	}
	guest.post(path+"/reponse", url.Values{views.FieldToken: {guest.token()}, event.FieldSays: {"partant"}}).is(http.StatusUnprocessableEntity).shows("main", "On ne répond plus")

	host.get(path+"/supprimer").submit("main form", nil).leads(http.StatusSeeOther, "/evenements")
	h.visit().get(path).is(http.StatusGone)
	if all := h.letters(guest.account.Email); len(all) != 4 { // with the one of welcome
		for _, l := range all {
			t.Errorf("of 3 letters, since nobody is told twice that it is off: %s", l.Subject)
		}
	}
}

func TestEventRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	for _, c := range []struct{ field, value, say string }{
		{event.FieldHour, "", "Choisissez un jour"},
		{event.FieldDay, "2026-11-01", "déjà passé"},
		{event.FieldEndHour, "17:00", "La fin est avant le début"},
		{event.FieldOnline, "javascript:alert(1)", "https://"},
		{event.FieldOnline, "http://exemple.fr", "https://"},
		{event.FieldPurpose, "", "pour quoi on se retrouve"},
		{event.FieldPlaces, "mille", "Écrivez un nombre"},
		{event.FieldWith, "9", "moins de places"},
		{event.FieldCommune, "Atlantis", "n'est pas du département"},
		{event.FieldUntilDay, "2027-02-01", "Choisissez un jour"},
	} {
		form := workshop()
		form.Set(c.field, c.value)
		host.get("/evenements/nouveau").submit("main form[method=post]", form).is(http.StatusUnprocessableEntity).shows(".wrong", c.say)
	}
	over := workshop()
	over.Set(event.FieldUntilDay, "2026-11-20")
	over.Set(event.FieldUntilHour, "12:00")
	host.get("/evenements/nouveau").submit("main form[method=post]", over).is(http.StatusUnprocessableEntity).shows(".wrong", "personne ne pourrait répondre")
	night := workshop()
	night.Set(event.FieldDay, "2027-03-28")
	night.Set(event.FieldHour, "02:30")
	night.Set(event.FieldEndHour, "04:00")
	host.get("/evenements/nouveau").submit("main form[method=post]", night).is(http.StatusUnprocessableEntity).shows(".wrong", "il n'est jamais 2 h 30")
	night.Set(event.FieldDay, "2027-10-31")
	asked := host.get("/evenements/nouveau").submit("main form[method=post]", night).is(http.StatusUnprocessableEntity).shows(".wrong", "deux fois 2 h 30")
	path := asked.submit("main form[method=post]", url.Values{event.FieldWhich: {"seconde"}}).is(http.StatusSeeOther).Header.Get("Location")
	if file := h.visit().get(path + ".ics"); !contains(file.body, "DTSTART:20271031T013000Z") {
		t.Errorf("the second time is\n%s", file.body)
	}
}

func TestEventDraft(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(func(f url.Values) { f.Set(views.FieldDo, views.DoDraft) })
	h.visit().get(path).is(http.StatusNotFound)
	h.visit().get(path + ".ics").is(http.StatusNotFound)
	h.visit().get("/evenements").hides("Premier atelier")
	host.get(path).is(http.StatusOK).shows(".event > .notice", "brouillon")
	host.get(path+"/modifier").submit("main form[method=post]", nil).leads(http.StatusSeeOther, path)
	h.visit().get(path).is(http.StatusOK)
}

var partantIn = regexp.MustCompile(`https?://[^/\s]+(/partants/[^/\s]+/[^/\s]+/[^/\s]+)`)

func partantLink(t testing.TB, l mailtest.Received) string {
	t.Helper()
	found := partantIn.FindStringSubmatch(l.Text)
	if found == nil {
		t.Fatalf("no link in\n%s", l.Text)
	}
	return found[1]
}

// asksPartant fills the form of a guest as people do, in more than three seconds.
func (b *browser) asksPartant(path, email string, change func(url.Values)) *answer {
	b.h.t.Helper()
	form := url.Values{event.FieldName: {"Ada"}, event.FieldEmail: {email}}
	if change != nil {
		change(form)
	}
	page := b.get(path + "/partant").is(http.StatusOK)
	b.h.hands.pass(5 * time.Second)
	return page.submit("main form", form)
}

func TestEventGuest(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(nil)
	guest := h.visit()
	guest.asksPartant(path, "ada@exemple.fr", func(f url.Values) { f.Set(event.FieldEmail, "ada") }).is(http.StatusUnprocessableEntity).shows(".wrong", "n'est pas complète")
	guest.asksPartant(path, "ada@exemple.fr", func(f url.Values) { f.Set(event.FieldWith, "1"); f.Set(event.FieldListed, "oui") }).leads(http.StatusSeeOther, "/partants/attente")
	guest.get("/partants/attente").is(http.StatusOK)
	ask := h.letter("ada@exemple.fr", "Confirmez votre réponse")
	if strings.Contains(ask.Text, "Ada") || strings.Contains(ask.Text, "Premier atelier") {
		t.Errorf("words of a stranger go to who asked for nothing:\n%s", ask.Text)
	}
	at := partantLink(t, ask)
	guest.get(at).is(http.StatusOK).shows("h1", "Confirmer votre réponse")
	h.visit().get(path).shows(".room", "Il reste 2") // looking changes nothing
	guest.get(at).submit("main form[action$='/confirmer']", nil).leads(http.StatusSeeOther, at)
	guest.get(at).shows("#partant-titre", "Vous êtes partant").shows(".facts", "https://salle.exemple.fr/atelier")
	h.visit().get(path).shows(".room", "Complet").shows(".faces", "Ada", "sans compte").hides("ada@exemple.fr")
	placed := h.letter("ada@exemple.fr", "Vous êtes partant")
	if placed.Method != "REQUEST" || partantLink(t, placed) != at {
		t.Errorf("%s\n%s", placed.Method, placed.Text)
	}
	guest.get(at).submit(".partant form", url.Values{event.FieldSays: {string(event.No)}}).leads(http.StatusSeeOther, at)
	h.visit().get(path).shows(".room", "Il reste 2")
	h.letter("ada@exemple.fr", "Vous ne venez plus")
	guest.get(strings.TrimSuffix(at, "x")+"y").is(http.StatusNotFound).shows("h1", "ne sert plus")
}

// Whoever asks learns nothing of an address: not that it has an account, nor that it has answered.
func TestEventGuestLearnsNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(nil)
	member, mute := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member)
	member.answers(path, event.Partant, "").is(http.StatusSeeOther)
	stranger := h.visit()
	var said []string
	for _, email := range []string{"personne@exemple.fr", member.account.Email, mute.account.Email, strings.ToUpper(member.account.Email)} {
		a := stranger.asksPartant(path, email, nil).is(http.StatusSeeOther)
		said = append(said, a.Header.Get("Location")+string(a.body))
	}
	for _, one := range said {
		if one != said[0] {
			t.Errorf("%q and %q", one, said[0])
		}
	}
	h.letter(member.account.Email, "Vous avez déjà répondu")
	at := partantLink(t, h.letter(mute.account.Email, "Confirmez votre réponse"))
	stranger.get(at).submit("main form[action$='/confirmer']", nil).is(http.StatusSeeOther)
	mute.get(path).shows("#partant-titre", "Vous êtes partant") // it is theirs: one person has one answer
	mute.answers(path, event.Partant, "").is(http.StatusSeeOther)
	h.visit().get(path).shows(".room", "Complet").hides("1\u00a0réponse attend")
}

// What a moderator takes down nobody answers any more, and what newcomers announce waits to be read.
func TestEventModerated(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	moderator := h.join("Juge", viewer.Moderator)
	path := host.announces(nil)
	e, err := h.Events.BySlug(t.Context(), viewer.Viewer{}, strings.TrimPrefix(path, "/evenements/"))
	if err != nil {
		t.Fatal(err)
	}
	h.visit().get(path).counts(`a[href="/signaler/evenement/`+e.ID+`"]`, 1)
	moderator.takesDown(moderation.Event, e.ID)
	h.visit().get(path).is(http.StatusGone)
	h.visit().get("/evenements").hides("Premier atelier")
}

// What a member announced and answered goes with them, and their place to who waits.
func TestEventLeaves(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(func(f url.Values) { f.Set(event.FieldPlaces, "1"); f.Set(event.FieldWith, "") })
	first, second := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member)
	first.answers(path, event.Partant, "").is(http.StatusSeeOther)
	second.answers(path, event.Partant, "").is(http.StatusSeeOther)
	if err := h.Events.Forget(t.Context(), first.account.ID, []string{first.account.Email}, nil); err != nil {
		t.Fatal(err)
	}
	second.get(path).shows("#partant-titre", "Vous êtes partant")
	host.get(path + "/participants").hides("Loiseau")
}

// shows is has, and goes on.
func (a *answer) shows(selector string, texts ...string) *answer {
	a.t.Helper()
	a.has(selector, texts...)
	return a
}

// hides says that words are nowhere on the page.
func (a *answer) hides(words string) *answer {
	a.t.Helper()
	if contains(a.body, words) {
		a.t.Errorf("%q is on the page", words)
	}
	return a
}

// Programs read what visitors read, and how full it is.
func TestEventAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	path := host.announcesFor(company, nil)
	host.answers(path, event.Partant, "1").is(http.StatusSeeOther)
	_, _, other := h.speaker("Loiseau")
	for query, want := range map[string]int{"?profile=" + company.Slug: 1, "?profile=" + company.Slug + "&passes=oui": 0, "?profile=" + other.Slug: 0} {
		if got := len(h.visit().get("/api/v1/events" + query).list().Items); got != want {
			t.Errorf("%s: %d events, want %d", query, got, want)
		}
	}
	for _, query := range []string{"?profile=rien", "?profile=" + company.Slug + "&commune=gien"} {
		h.visit().get("/api/v1/events" + query).is(http.StatusUnprocessableEntity)
	}
	list := h.visit().get("/api/v1/events?commune=gien&sujet=incubateur").is(http.StatusOK)
	one := h.visit().get("/api/v1" + strings.Replace(path, "evenements", "events", 1)).is(http.StatusOK)
	for _, a := range []*answer{list, one} {
		for _, want := range []string{`"start":"2027-01-12T17:30:00Z"`, `"wall":"2027-01-12T18:30"`, `"zone":"Europe/Paris"`, `"online":true`} {
			if !contains(a.body, want) {
				t.Errorf("%s is not in %s", want, a.body)
			}
		}
		a.hides("salle.exemple.fr")
	}
	if !contains(one.body, `"places":{"most":2,"left":0,"taken":2,"waiting":0}`) {
		t.Errorf("%s", one.body)
	}
	h.visit().get("/api/v1/events?couleur=bleu").is(http.StatusUnprocessableEntity)
	h.visit().get("/api/v1/events/rien").is(http.StatusNotFound)
}

// meetings reads events with everything in them, and checks them against the contract.
func (r reader) meetings(c *cast) {
	r.t.Helper()
	v, at := viewer.Viewer{Account: c.of["owner"].account.ID}, c.h.hands.now()
	d := event.Draft{Voice: c.page.ID, Title: "Atelier", Purpose: "Se voir.", Body: "À l'heure.", Day: "2027-01-12", Hour: "18:30", EndHour: "20:00", Place: "L'ECG", Commune: "45234", Online: "https://exemple.fr/salle",
		Price: "gratuit", Payer: "L'école", Places: "5", UntilDay: "2027-01-10", UntilHour: "12:00", Tags: "bois", Approval: true}
	off, err := c.h.Events.Announce(r.t.Context(), v, d)
	if err == nil {
		_, err = c.h.Events.Announce(r.t.Context(), v, d)
	}
	if err == nil {
		c.h.hands.set(at.Add(time.Second))
		_, err = c.h.Events.Cancel(r.t.Context(), v, off.Slug, "La neige.")
	}
	if err != nil {
		r.t.Fatal(err)
	}
	old := off
	old.ID, old.Slug, old.Over, old.Cancelled = "passe", "passe", true, time.Time{}
	old.Hosts = []event.Host{{Page: c.fresh().ID, Asked: at, Accepted: at}}
	old.Image = picture.Picture{ID: "ph-1", Alt: "La salle", Width: 1600, Height: 900}
	if err := c.h.Events.Keep(r.t.Context(), old); err != nil {
		r.t.Fatal(err)
	}
	visitor := c.of["visitor"]
	for _, query := range []string{"?limit=1", "?commune=orleans&sujet=bois", "?passes=oui"} {
		r.answer("/api/v1/events", visitor.get("/api/v1/events"+query).is(http.StatusOK))
	}
	r.answer("/api/v1/events/{slug}", visitor.get("/api/v1/events/"+off.Slug).is(http.StatusOK))
	r.answer("/api/v1/events/{slug}", visitor.get("/api/v1/events/"+old.Slug).is(http.StatusOK))
	r.answer("/api/v1/events/{slug}", visitor.get("/api/v1/events/rien").is(http.StatusNotFound))
}

// An event that is shared is seen before it is opened: its picture is drawn, and drawn anew when it changes.
func TestEventPoster(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, _ := h.speaker("claire")
	at := b.announces(nil)
	image := attribute(h.visit().get(at).one(`meta[property="og:image"]`), "content")
	if !strings.HasSuffix(image, at+"/partage.png") {
		t.Fatal(image)
	}
	a := h.visit().get(at + "/partage.png").is(http.StatusOK)
	if m, err := png.DecodeConfig(bytes.NewReader(a.body)); err != nil || m.Width != poster.Width || m.Height != poster.Height || a.Header.Get("Content-Type") != "image/png" {
		t.Errorf("%+v, %v, %s", m, err, a.Header.Get("Content-Type"))
	}
	h.visit().get("/evenements/rien/partage.png").is(http.StatusNotFound)
}
