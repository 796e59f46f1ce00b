package web_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/club"
	"partant/internal/media"
	"partant/internal/moderation"
	"partant/internal/viewer"
	"partant/views"
)

// deposits sends a document to the room of a club.
func (b *browser) deposits(at, title, name string, content []byte) *answer {
	b.h.t.Helper()
	return b.send(at, url.Values{views.FieldToken: {b.token()}, club.FieldTitle: {title}}, []attached{{club.FieldFile, name, content}})
}

// What members put into the room of their club is theirs alone: no outlet gives it to a visitor, a stranger, a moderator or who left, and it is never shown
// as a page of ours, whatever its bytes are.
func TestClubDocuments(t *testing.T) {
	t.Parallel()
	h := open(t)
	chef, _, _ := h.speaker("Dumont")
	mate, _, _ := h.speaker("Loiseau")
	gone, other, judge := h.join("parti", viewer.Member), h.join("autre", viewer.Member), h.join("juge", viewer.Moderator)
	p := chef.clubOf("Club Essais 45", club.Open)
	room := "/clubs/" + p.Slug
	at := room + "/documents"
	for _, b := range []*browser{mate, gone} {
		b.joins(p, nil).leads(http.StatusSeeOther, room)
	}
	mate.get(at).is(http.StatusOK).has("main", "Déposer un document")
	const pdf = "%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n"
	mate.deposits(at, "Statuts <2026>", "../../x.exe", []byte(pdf)).leads(http.StatusSeeOther, at)
	list := gone.get(at).is(http.StatusOK)
	list.has("main", "Statuts <2026>", "PDF", "Claire Loiseau")
	file := attribute(list.one(`a[href^="`+at+`/"]`), "href")
	got := gone.get(file).is(http.StatusOK)
	if string(got.body) != pdf || got.Header.Get("Content-Type") != "application/pdf" || got.Header.Get("Content-Disposition") != `attachment; filename="statuts-2026.pdf"` ||
		got.Header.Get("Cache-Control") != "no-store" || got.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%v %s", got.Header, got.body)
	}
	id := strings.TrimPrefix(file, at+"/")
	gone.get("/medias/" + id + "/" + media.Original).is(http.StatusNotFound)
	for name, c := range map[string]struct {
		content []byte
		say     string
	}{"page.pdf": {[]byte("<!DOCTYPE html><script>alert(1)</script>"), "d'une sorte que nous ne prenons pas"}, "vide.pdf": {nil, "vide"}, "dessin.png": {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "SVG"},
		"lourd.txt": {bytes.Repeat([]byte("a"), media.MostBytes+1), "trop lourd"}} {
		again := mate.deposits(at, "Le titre reste", name, c.content)
		again.is(http.StatusUnprocessableEntity).has("main", c.say)
		again.one(`input[value="Le titre reste"]`)
	}
	mate.send(at, url.Values{views.FieldToken: {mate.token()}}, nil).is(http.StatusUnprocessableEntity).has("main", "Dites ce que contient", "Choisissez d'abord un fichier")
	mate.deposits(at, "L'affiche", "affiche.png", painted(60, 40)).leads(http.StatusSeeOther, at)
	mate.deposits(at, "Statuts <2026>", "statuts.txt", []byte(strings.Repeat("Article premier. ", 40))).leads(http.StatusSeeOther, at)
	mate.deposits(at, "STATUTS 2026", "statuts.pdf", []byte(pdf+"%")).leads(http.StatusSeeOther, at)
	mate.get(at).has("main", "L'affiche", "image")
	all := gone.get(attribute(mate.get(at).one(`main a[href$=".zip"]`), "href")).is(http.StatusOK)
	archive, err := zip.NewReader(bytes.NewReader(all.body), int64(len(all.body)))
	if err != nil || all.Header.Get("Content-Type") != "application/zip" || all.Header.Get("Content-Disposition") != `attachment; filename="documents-`+p.Slug+`.zip"` || all.Header.Get("Cache-Control") != "no-store" {
		t.Fatal(err, all.Header)
	}
	held := map[string]string{}
	for _, f := range archive.File {
		content, err := fs.ReadFile(archive, f.Name)
		if err != nil {
			t.Error(f.Name, err)
		}
		held[f.Name] = string(content)
	}
	if len(held) != 4 || held["statuts-2026.pdf"] != pdf+"%" || held["statuts-2026-2.pdf"] != pdf || !strings.HasPrefix(held["statuts-2026.txt"], "Article") || held["l-affiche.png"] == "" {
		t.Errorf("it holds %q", held)
	}

	gone.get(room+"/quitter").submit(`form[action$="/quitter"]`, nil).is(http.StatusSeeOther)
	for who, b := range map[string]*browser{"visitor": h.visit(), "stranger": other, "moderator": judge, "gone": gone} {
		for _, path := range []string{at, at + ".zip", file, "/medias/" + id + "/" + media.Original, room, "/fiches/" + p.Slug, "/recherche?q=statuts", "/api/v1/profiles/" + p.Slug} {
			if a := b.get(path); contains(a.body, "Statuts") || contains(a.body, pdf) || a.StatusCode >= http.StatusInternalServerError {
				t.Errorf("%s reads it at %s: %d", who, path, a.StatusCode)
			}
		}
		if b.account.ID != "" {
			b.deposits(at, "Par la fenêtre", "a.txt", []byte("bonjour")).is(http.StatusForbidden)
			b.post(at+"/"+id+"/retirer", url.Values{views.FieldToken: {b.token()}}).is(http.StatusForbidden)
		}
	}
	chef.post(at+"/"+id+"/retirer", url.Values{views.FieldToken: {chef.token()}}).leads(http.StatusSeeOther, at)
	mate.get(file).is(http.StatusNotFound)
	if _, err := h.Media.Pay(t.Context()); err != nil {
		t.Error(err)
	}
	h.await("its bytes are gone", func() bool { // the house may be at it
		_, err := h.Media.Fetch(t.Context(), media.Thing{Kind: media.OfClub, ID: p.ID}, id, "")
		return err != nil
	})
}

// A document of a club is reported by who reads it; a moderator reads that one alone, and takes it down for all: its author is told why, and may have it back.
func TestClubDocumentReported(t *testing.T) {
	t.Parallel()
	h := open(t)
	chef, _, _ := h.speaker("Dumont")
	mate, _, _ := h.speaker("Loiseau")
	member, other, judge, second := h.join("membre", viewer.Member), h.join("autre", viewer.Member), h.join("juge", viewer.Moderator), h.join("second", viewer.Moderator)
	p := chef.clubOf("Club Essais 45", club.Open)
	at := "/clubs/" + p.Slug + "/documents"
	for _, b := range []*browser{mate, member} {
		b.joins(p, nil).leads(http.StatusSeeOther, "/clubs/"+p.Slug)
	}
	mate.deposits(at, "Le fichier des clients", "clients.csv", []byte("nom;adresse\nDupont;Gien\n")).leads(http.StatusSeeOther, at)
	list := member.get(at).is(http.StatusOK)
	file, form := attribute(list.one(`a[href^="`+at+`/"]`), "href"), attribute(list.one(".report"), "href")
	for _, b := range []*browser{other, h.visit()} {
		b.get(form).is(http.StatusNotFound)
	}
	member.get("/signaler/document/rien").is(http.StatusNotFound)
	report := member.get(form).is(http.StatusOK)
	report.has("main", "Signaler ce document", "Le fichier des clients")
	report.submit("main form", url.Values{moderation.FieldGround: {"vie-privee"}, moderation.FieldWhy: {"Des adresses de particuliers."}}).is(http.StatusSeeOther)

	opened := attribute(judge.get("/moderation").one(`a[href^="/moderation/dossiers/"]`), "href")
	judge.get(opened).is(http.StatusOK).has("main", "Le fichier des clients", "ouvrir le document")
	if got := judge.get(opened + "/document").is(http.StatusOK); !contains(got.body, "Dupont") || got.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v %s", got.Header, got.body)
	}
	judge.get(at).is(http.StatusForbidden)
	judge.get(file).is(http.StatusForbidden)
	member.get(opened + "/document").is(http.StatusForbidden)
	judge.get(opened).submit(verdict, takes("Il donne des adresses.")).is(http.StatusSeeOther)
	for _, b := range []*browser{member, mate, chef} {
		b.get(at).is(http.StatusOK).hides("Le fichier des clients")
		if a := b.get(file); a.StatusCode == http.StatusOK || contains(a.body, "Dupont") {
			t.Errorf("it is still read: %d", a.StatusCode)
		}
	}
	member.get(at + ".zip").is(http.StatusNotFound)
	judge.get(opened + "/document").is(http.StatusOK)

	mine := "/decisions/" + strings.TrimPrefix(opened, "/moderation/dossiers/")
	told := mate.get(mine).is(http.StatusOK)
	told.has("main", "Le fichier des clients", "Il donne des adresses.")
	told.submit("main form", url.Values{moderation.FieldWords: {"Ce sont des entreprises."}}).leads(http.StatusSeeOther, mine)
	second.get(opened).submit(verdict, keeps("En effet, ce sont des entreprises.")).is(http.StatusSeeOther)
	member.get(at).is(http.StatusOK).has("main", "Le fichier des clients")
	member.get(file).is(http.StatusOK)
	for _, b := range []*browser{judge, second} {
		b.get(opened + "/document").is(http.StatusNotFound) // there is nothing to judge any more
	}
}
