package web_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	ical "github.com/emersion/go-ical"

	"partant/internal/event"
	"partant/internal/moderation"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// agenda reads an answer as calendars do, by another library than the one that writes.
func (a *answer) agenda() map[string]ical.Event {
	a.t.Helper()
	a.is(http.StatusOK)
	if kind := a.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/calendar; charset=utf-8") {
		a.t.Fatalf("%s is %s", a.asked, kind)
	}
	c, err := ical.NewDecoder(bytes.NewReader(a.body)).Decode()
	if err != nil {
		a.t.Fatalf("%s: %v in\n%s", a.asked, err, a.body)
	}
	if n := bytes.Count(a.body, []byte("BEGIN:VTIMEZONE")); n != 1 {
		a.t.Errorf("%s: %d zones", a.asked, n)
	}
	all := map[string]ical.Event{}
	for _, e := range c.Events() {
		all[of(e, "SUMMARY")] = e
	}
	return all
}

// of is what an entry says; empty when it says nothing.
func of(e ical.Event, name string) string {
	if e.Component == nil || e.Props.Get(name) == nil {
		return ""
	}
	if said, err := e.Props.Text(name); err == nil {
		return said
	}
	return e.Props.Get(name).Value
}

// announcesFor is announces in the name of a page.
func (b *browser) announcesFor(p profile.Profile, change func(url.Values)) string {
	b.h.t.Helper()
	return b.announces(func(f url.Values) {
		f.Set(viewer.FieldVoice, p.ID)
		if change != nil {
			change(f)
		}
	})
}

// A calendar that follows the site, a commune, a subject or a page shows what visitors may read of it, and moves with it.
func TestAgendaJourney(t *testing.T) {
	t.Parallel()
	h := open(t, secured, behindProxy)
	host, _, company := h.speaker("Dumont")
	phone := h.visit()
	if all := phone.get("/evenements.ics").agenda(); len(all) != 0 {
		t.Errorf("%d events of none", len(all))
	}
	path := host.announcesFor(company, nil)
	host.announcesFor(company, func(f url.Values) {
		f.Set(event.FieldTitle, "Petit déjeuner")
		f.Set(event.FieldCommune, "Olivet")
		f.Set(event.FieldTags, "")
	})
	host.announcesFor(company, func(f url.Values) { f.Set(event.FieldTitle, "Un secret"); f.Set(views.FieldDo, views.DoDraft) })
	for address, want := range map[string]int{"/evenements.ics": 2, "/evenements.ics?commune=gien": 1, "/evenements.ics?commune=gien&passes=oui": 1, "/evenements.ics?sujet=Incubateur": 1, "/evenements.ics?commune=olivet&sujet=incubateur": 0,
		"/fiches/" + company.Slug + ".ics": 2} {
		if all := phone.get(address).agenda(); len(all) != want {
			t.Errorf("%s: %d events, want %d", address, len(all), want)
		}
	}
	phone.get("/evenements.ics?commune=atlantis").is(http.StatusNotFound)
	phone.get("/fiches/personne.ics").is(http.StatusNotFound)

	before := phone.get("/evenements.ics").hides("salle.exemple.fr").agenda()["Premier atelier"]
	if start, err := before.DateTimeStart(time.UTC); err != nil || start.UTC().Format(time.RFC3339) != "2027-01-12T17:30:00Z" || before.Props.Get("DTSTART").Params.Get("TZID") != "Europe/Paris" {
		t.Errorf("it starts at %v, %v", start, err)
	}
	if said := of(before, "DESCRIPTION"); !strings.HasPrefix(said, "Annoncé par "+company.Name+".") || !strings.Contains(said, secureBase+path) {
		t.Errorf("it says %q", said)
	}
	h.hands.pass(time.Minute)
	host.get(path+"/modifier").submit("main form[method=post]", url.Values{event.FieldHour: {"19:00"}}).leads(http.StatusSeeOther, path)
	moved := phone.get("/evenements.ics?commune=gien").agenda()["Premier atelier"]
	if start, _ := moved.DateTimeStart(time.UTC); start.UTC().Format(time.RFC3339) != "2027-01-12T18:00:00Z" || of(moved, "UID") != of(before, "UID") || of(moved, "SEQUENCE") != "1" {
		t.Errorf("moved to %v as %s, for the %s. time", start, of(moved, "UID"), of(moved, "SEQUENCE"))
	}
	host.get(path+"/annuler").submit("main form", url.Values{event.FieldReason: {"Il neige."}}).leads(http.StatusSeeOther, path)
	off := phone.get("/evenements.ics").agenda()["Premier atelier"]
	if of(off, "STATUS") != "CANCELLED" || of(off, "SEQUENCE") != "2" || of(off, "UID") != of(before, "UID") {
		t.Errorf("cancelled: %s, %s", of(off, "STATUS"), of(off, "SEQUENCE"))
	}

	for i, want := range []int{2, 0} { // not long ago, and long ago
		day := time.Date(2027, []time.Month{time.March, time.June}[i], 1, 12, 0, 0, 0, time.UTC)
		h.hands.set(day)
		h.await("events of that day", func() bool {
			err := h.Events.PayDue(t.Context())
			return err == nil && len(phone.get("/evenements.ics").agenda()) == want
		})
	}
}

// Who has a calendar already is told so, until something changes.
func TestAgendaKept(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	host.announces(nil)
	first := h.visit().get("/evenements.ics").is(http.StatusOK)
	tag := first.Header.Get("ETag")
	if tag == "" || first.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("%v", first.Header)
	}
	again := func() *answer { return h.visit().get("/evenements.ics", header("If-None-Match", tag)) }
	if a := again().is(http.StatusNotModified); len(a.body) != 0 {
		t.Errorf("%d bytes", len(a.body))
	}
	host.announces(func(f url.Values) { f.Set(event.FieldTitle, "Un autre") })
	again().is(http.StatusOK)
}

// What a moderator hides, and what is deleted, goes from calendars.
func TestAgendaHidden(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	moderator := h.join("Juge", viewer.Moderator)
	path := host.announces(nil)
	other := host.announces(func(f url.Values) { f.Set(event.FieldTitle, "Un autre") })
	e, err := h.Events.BySlug(t.Context(), viewer.Viewer{}, strings.TrimPrefix(path, "/evenements/"))
	if err != nil {
		t.Fatal(err)
	}
	moderator.takesDown(moderation.Event, e.ID)
	host.get(other+"/supprimer").submit("main form", nil).is(http.StatusSeeOther)
	if all := h.visit().get("/evenements.ics").agenda(); len(all) != 0 {
		t.Errorf("%d events", len(all))
	}
}

// Lists say how to follow them, and lead there.
func TestAgendaOffered(t *testing.T) {
	t.Parallel()
	h := open(t, secured, behindProxy)
	host, _, company := h.speaker("Dumont")
	host.announcesFor(company, nil)
	for page, want := range map[string]string{"/evenements": "/evenements.ics", "/evenements?commune=gien&passes=oui": "/evenements.ics?commune=gien", "/fiches/" + company.Slug: "/fiches/" + company.Slug + ".ics"} {
		a := h.visit().get(page).is(http.StatusOK).shows(".subscribe", "S'abonner dans mon agenda", secureBase+want)
		a.counts(`.subscribe a[href="webcal://`+strings.TrimPrefix(secureBase, "https://")+want+`"]`, 1)
	}
	a := h.visit().get("/evenements?sujet=incubateur").shows(".subscribe", "sur « incubateur »")
	a.counts(`link[type="text/calendar"][href="`+secureBase+`/evenements.ics?sujet=incubateur"]`, 1)
}

// A member's own calendar shows what they answered and what they organise, with the link for those who may know it, to who has its
// address; another address, and the old one leads nowhere.
func TestOwnAgenda(t *testing.T) {
	t.Parallel()
	h := open(t, secured, behindProxy)
	host, _, company := h.speaker("Dumont")
	path := host.announcesFor(company, func(f url.Values) { f.Set(event.FieldPlaces, "1"); f.Set(event.FieldWith, "") })
	maybe := host.announcesFor(company, func(f url.Values) { f.Set(event.FieldTitle, "Petit déjeuner") })
	no := host.announcesFor(company, func(f url.Values) { f.Set(event.FieldTitle, "Un dîner") })
	host.announcesFor(company, func(f url.Values) { f.Set(event.FieldTitle, "Un brouillon"); f.Set(views.FieldDo, views.DoDraft) })
	guest, late := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member)
	guest.answers(path, event.Partant, "").is(http.StatusSeeOther)
	late.answers(path, event.Partant, "").is(http.StatusSeeOther)
	guest.answers(maybe, event.Maybe, "").is(http.StatusSeeOther)
	guest.answers(no, event.No, "").is(http.StatusSeeOther)

	mine, waits, runs := guest.ownAgenda(), late.ownAgenda(), host.ownAgenda()
	phone := h.visit()
	answer := phone.get(mine)
	for name, want := range map[string]string{"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	all := answer.agenda()
	for title, want := range map[string][]string{"Premier atelier": {"CONFIRMED", "Vous êtes partant.", "https://salle.exemple.fr/atelier"}, "Petit déjeuner": {"TENTATIVE", "Vous viendrez peut-être.", ""}} {
		e := all[title]
		if of(e, "STATUS") != want[0] || !strings.HasPrefix(of(e, "DESCRIPTION"), want[1]) || of(e, "CONFERENCE") != want[2] || strings.Contains(of(e, "DESCRIPTION"), "salle.exemple.fr") != (want[2] != "") {
			t.Errorf("%s: %s, %q, %s", title, of(e, "STATUS"), of(e, "DESCRIPTION"), of(e, "CONFERENCE"))
		}
	}
	if len(all) != 2 {
		t.Errorf("%d events: %v", len(all), all)
	}
	if e := phone.get(waits).agenda()["Premier atelier"]; of(e, "STATUS") != "TENTATIVE" || of(e, "CONFERENCE") != "" || !strings.Contains(of(e, "DESCRIPTION"), "liste d'attente") {
		t.Errorf("who waits reads %q", of(e, "DESCRIPTION"))
	}
	if all := phone.get(runs).agenda(); len(all) != 3 || of(all["Premier atelier"], "CONFERENCE") == "" || !strings.HasPrefix(of(all["Un dîner"], "DESCRIPTION"), "Vous l'organisez.") {
		t.Errorf("who organises reads %v", all)
	}

	host.get(path+"/annuler").submit("main form", url.Values{event.FieldReason: {"Il neige."}}).leads(http.StatusSeeOther, path)
	if off := phone.get(mine).agenda()["Premier atelier"]; of(off, "STATUS") != "CANCELLED" || of(off, "SEQUENCE") != "1" {
		t.Errorf("cancelled: %s, %s", of(off, "STATUS"), of(off, "SEQUENCE"))
	}

	guest.get("/compte/agenda").submit("main form", url.Values{views.FieldDo: {views.DoRenew}}).leads(http.StatusSeeOther, "/compte/agenda")
	phone.get(mine).is(http.StatusNotFound)
	now := guest.follows("/compte/agenda")
	if phone.get(now).is(http.StatusOK); now == mine {
		t.Error("it is the address of before")
	}
	guest.get("/compte/agenda").submit("main form", url.Values{views.FieldDo: {views.DoClose}}).leads(http.StatusSeeOther, "/compte/agenda")
	phone.get(now).is(http.StatusNotFound)
	phone.get("/compte/agenda").is(http.StatusSeeOther)
}

// ownAgenda asks for an address, and returns it as a local path.
func (b *browser) ownAgenda() string {
	b.h.t.Helper()
	b.get("/compte/agenda").is(http.StatusOK).submit("main form", url.Values{views.FieldDo: {views.DoRenew}}).leads(http.StatusSeeOther, "/compte/agenda")
	return b.follows("/compte/agenda")
}

// follows is the address that a page shows to be copied, as a local path.
func (b *browser) follows(page string) string {
	b.h.t.Helper()
	shown := attribute(b.get(page).is(http.StatusOK).one(`main a[href^="webcal:"]`), "href")
	_, path, _ := strings.Cut(strings.TrimPrefix(shown, "webcal://"), "/")
	return "/" + path
}

// Who answered without account follows that event by the link of their letters, and nothing else.
func TestGuestAgenda(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	path := host.announcesFor(company, nil)
	other := host.announcesFor(company, func(f url.Values) { f.Set(event.FieldTitle, "Un autre") })
	guest := h.visit()
	guest.asksPartant(path, "ada@exemple.fr", nil).is(http.StatusSeeOther)
	at := partantLink(t, h.letter("ada@exemple.fr", "Confirmez votre réponse"))
	guest.get(at + "/agenda.ics").is(http.StatusNotFound) // nothing counts yet
	guest.get(at).submit("main form[action$='/confirmer']", nil).leads(http.StatusSeeOther, at)
	guest.asksPartant(other, "ada@exemple.fr", nil).is(http.StatusSeeOther)
	if got := guest.follows(at); got != at+"/agenda.ics" {
		t.Errorf("the page leads to %s", got)
	}
	mine := func() ical.Event { return h.visit().get(at + "/agenda.ics").agenda()["Premier atelier"] }
	if e := mine(); of(e, "STATUS") != "CONFIRMED" || of(e, "CONFERENCE") == "" {
		t.Errorf("%v", e)
	}
	if all := h.visit().get(at + "/agenda.ics").agenda(); len(all) != 1 {
		t.Errorf("%d events", len(all))
	}
	h.visit().get(at[:len(at)-1] + "/agenda.ics").is(http.StatusNotFound)
	host.get(path+"/annuler").submit("main form", url.Values{event.FieldReason: {"Il neige."}}).is(http.StatusSeeOther)
	if e := mine(); of(e, "STATUS") != "CANCELLED" {
		t.Errorf("%s", of(e, "STATUS"))
	}
	host.get(path+"/supprimer").submit("main form", nil).is(http.StatusSeeOther)
	if all := h.visit().get(at + "/agenda.ics").agenda(); len(all) != 0 {
		t.Errorf("%d events of one that is gone", len(all))
	}
}
