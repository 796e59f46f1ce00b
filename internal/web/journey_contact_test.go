package web_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	vcf "github.com/emersion/go-vcard"

	"partant/internal/account"
	"partant/internal/contact"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/export"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// Two who meet at an event exchange how they are reached, each choosing what; one takes it back; one blocks the other; one leaves.
func TestContactJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	ada, _, _ := h.speaker("Dumont")
	bob, bobs, _ := h.speaker("Loiseau")
	third, visitor := h.join("Moreau", viewer.Member), h.visit()
	bob.rhythm(account.AtOnce)
	path := ada.announces(func(f url.Values) {
		f.Set(event.FieldDay, "2026-11-23")
		f.Set(event.FieldHour, "13:30")
		f.Set(event.FieldEndHour, "16:00")
	})
	for _, b := range []*browser{ada, bob} {
		b.answers(path, event.Partant, "0").is(http.StatusSeeOther)
	}

	mine := bob.get("/contacts/code").submit("main form", nil).leads(http.StatusSeeOther, "/contacts/code").follow().is(http.StatusOK)
	mine.counts(`.qr svg path[d]`, 1)
	address := words(mine.one(".address"))
	at := address[strings.Index(address, "/contacts/"):]
	visitor.get(at).leads(http.StatusSeeOther, "/connexion?suite="+url.QueryEscape(at))
	bob.get(at).leads(http.StatusSeeOther, "/contacts/code")
	ada.get("/contacts/code/0123456789abcdef0123").is(http.StatusNotFound).has("h1", "ne mène plus à personne")
	read := ada.get(at).is(http.StatusOK)
	read.has("h1", "Claire Loiseau")
	read.hides(bob.account.Email)
	refused := read.submit("main form", url.Values{contact.FieldEmail: {"oui"}, contact.FieldPhone: {"12"}}).is(http.StatusUnprocessableEntity)
	refused.has("#champ-telephone-erreur", "10 chiffres")
	if refused.value("#champ-telephone") != "12" || !given(refused.one("#champ-donner_email"), "checked") {
		t.Error("what was chosen is lost")
	}
	ada.get(at).submit("main form", url.Values{contact.FieldPage: {"oui"}, contact.FieldEmail: {"oui"}, contact.FieldPhone: {"06 12 34 56 78"}}).leads(http.StatusSeeOther, "/contacts")
	ada.get("/contacts").hides("Personne encore").has("main", "En attente de leur oui", "Claire Loiseau", "Vous proposez", "votre page", ada.account.Email, "06 12 34 56 78")
	sent := attribute(ada.get("/contacts").one("#envoyes ~ .names h3 a"), "href")
	ada.get(sent).is(http.StatusOK).has("main", "Vous proposez", ada.account.Email, "06 12 34 56 78")
	waits := ada.get(at).is(http.StatusOK) // sent again as it is, it changes nothing
	if !given(waits.one("#champ-donner_page"), "checked") || !given(waits.one("#champ-donner_email"), "checked") || waits.value("#champ-telephone") != profile.FormatPhone("+33612345678") {
		t.Error("the form of an offer that waits forgets what was offered")
	}
	waits.submit("main form", nil).leads(http.StatusSeeOther, "/contacts")

	h.notified(bob, "propose d'échanger vos coordonnées")
	h.hands.pass(account.Hold)
	h.digested(bob)
	if all := h.news(bob); len(all) != 1 || !strings.Contains(all[0].Subject, "échanger vos coordonnées") || !strings.Contains(all[0].Text, "/contacts/") {
		t.Errorf("%+v", all)
	}
	asked := bob.get("/contacts").is(http.StatusOK).hides(ada.account.Email).hides("612345678").hides(profile.FormatPhone("+33612345678"))
	one := attribute(asked.one(`.card .over a`), "href")
	third.get(one).is(http.StatusNotFound)
	third.post(one, url.Values{views.FieldToken: {third.token()}, views.FieldDo: {views.DoTakeBack}}).is(http.StatusSeeOther) // of nothing of theirs
	ada.get(one + "/carte.vcf").is(http.StatusNotFound)
	ada.post(one, url.Values{views.FieldToken: {ada.token()}, views.FieldDo: {views.DoAccept}}).leads(http.StatusSeeOther, "/contacts")
	bob.get(one).is(http.StatusOK).hides(ada.account.Email).submit("main form.form", url.Values{contact.FieldPage: nil, contact.FieldEmail: {"oui"}, contact.FieldPhone: {""}, views.FieldDo: {views.DoAccept}}).leads(http.StatusSeeOther, one)
	got := bob.get(one).is(http.StatusOK)
	got.has("main", ada.account.Email, "06 12 34 56 78", "Premier atelier")
	h.notified(ada, "a échangé ses coordonnées avec vous")
	ada.get(one).shows("main", bob.account.Email).hides("tel:")
	third.get(one).is(http.StatusNotFound)
	ada.get(one).submit(`form:has(textarea)`, url.Values{contact.FieldNote: {"Le boulanger"}, views.FieldDo: {views.DoNote}}).leads(http.StatusSeeOther, one)
	bob.get(one).hides("Le boulanger")

	file := bob.get(one + "/carte.vcf").is(http.StatusOK)
	card, err := vcf.NewDecoder(bytes.NewReader(file.body)).Decode()
	if err != nil || card.Value(vcf.FieldEmail) != ada.account.Email || card.Value(vcf.FieldTelephone) != "+33612345678" || !strings.Contains(card.Value(vcf.FieldURL), "/fiches/") || !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%v, %v", card, err)
	}
	zip := ada.get("/compte/donnees").submit(`form[action="/compte/donnees"]`, nil).is(http.StatusOK).body
	archive, err := export.Read(bytes.NewReader(zip), int64(len(zip)))
	if rows := archive.Others["contacts"]; err != nil || len(rows) != 1 || !strings.Contains(string(rows[0]), bob.account.Email) || !strings.Contains(string(rows[0]), "Le boulanger") {
		t.Errorf("%s, %v", rows, err)
	}
	bob.get("/contacts/code").submit(`form[action="/contacts/code"]`, nil).leads(http.StatusSeeOther, "/contacts/code")
	third.get(at).is(http.StatusNotFound)

	bob.get(one).submit("details:last-of-type form", url.Values{views.FieldDo: {views.DoTakeBack}}).leads(http.StatusSeeOther, "/contacts")
	bob.get(one).is(http.StatusNotFound)
	ada.get(one).is(http.StatusOK).shows("main", "a repris").hides(bob.account.Email)
	ada.get("/contacts").shows("main", "Le boulanger").hides("Loiseau").counts(".card .em.plain svg", 1)

	again := bob.get("/contacts/code").is(http.StatusOK)
	address = words(again.one(".address"))
	at = address[strings.Index(address, "/contacts/"):]
	third.get(at).submit("main form", nil).is(http.StatusSeeOther)
	pair{h: h}.chooses(third, bobs, string(distance.Block))
	bob.get("/contacts").hides("Moreau")
	third.get(at).is(http.StatusNotFound)
	ada.get(at).is(http.StatusOK)
}
