package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"partant/internal/config"
	"partant/internal/mail/mailtest"
	"partant/internal/message"
	"partant/internal/moderation"
	"partant/internal/profile"
	"partant/internal/trap"
	"partant/internal/viewer"
)

var letterIn = regexp.MustCompile(`https?://[^/\s]+(/messages/[^\s/]+/[^\s/]+)`)

// letterLink is the path of the link of a letter between people.
func letterLink(t testing.TB, l mailtest.Received) string {
	t.Helper()
	found := letterIn.FindStringSubmatch(l.Text)
	if found == nil {
		t.Fatalf("no link in\n%s", l.Text)
	}
	return found[1]
}

// written is a letter of a visitor.
func written(email, said string) url.Values {
	return url.Values{message.FieldName: {"Nina Voisine"}, message.FieldEmail: {email}, message.FieldSubject: {"Un escalier"}, message.FieldText: {said}}
}

// writes fills the form of a page as people do: it takes them a while.
func (b *browser) writes(slug string, form url.Values) *answer {
	b.h.t.Helper()
	page := b.get("/fiches/" + slug + "/ecrire").is(http.StatusOK)
	b.h.hands.pass(4 * time.Second)
	return page.submit("main form", form)
}

// A visitor writes, confirms, is answered, and answers again; addresses show only when somebody says so.
func TestVisitorWrites(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, func(d *profile.Draft) {
		d.Email = profile.Contact{Value: "atelier@exemple.invalid", For: profile.ForTeam}
	})
	b := h.visit()
	b.get("/fiches/"+p.Slug).has(`a[href="/fiches/`+p.Slug+`/ecrire"]`, "Écrire")
	b.writes(p.Slug, written("nina@exemple.invalid", "Bonjour,\n\nfaites-vous des escaliers ?")).leads(http.StatusSeeOther, "/messages/attente")
	b.get("/messages/attente").is(http.StatusOK).has("h1", "Encore un geste")
	asked := h.letter("nina@exemple.invalid", "Confirmez votre lettre")
	path := letterLink(t, asked)
	for range 2 { // looking sends nothing
		if page := b.get(path).is(http.StatusOK); page.Header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("Referrer-Policy %q", page.Header.Get("Referrer-Policy"))
		}
	}
	if got := h.letters("odile@exemple.invalid"); len(got) > 1 { // the welcome
		t.Errorf("%d letters have left already", len(got))
	}
	confirm := b.get(path)
	confirm.has(".written", "faites-vous des escaliers ?")
	confirm.submit("main form", nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	confirm.submit("main form", nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug) // twice is once
	b.get(path).has("h1", "Votre lettre est partie")

	got := h.letter("odile@exemple.invalid", "Nina Voisine vous écrit : Un escalier")
	h.letter("atelier@exemple.invalid", "Nina Voisine vous écrit")
	if strings.Contains(string(got.Raw), "nina@") || got.Header.Get("Reply-To") != "" {
		t.Errorf("the letter shows the address of its writer:\n%s", got.Raw)
	}
	theirs := letterLink(t, got)
	if theirs == letterLink(t, h.letter("atelier@exemple.invalid", "vous écrit")) {
		t.Error("two readers have one secret")
	}
	read := h.visit().get(theirs).is(http.StatusOK)
	read.has("h1", "Nina Voisine vous écrit")
	read.submit("main form", url.Values{message.FieldText: {""}}).is(http.StatusUnprocessableEntity).counts("#champ-texte-erreur", 1)
	read.submit("main form", url.Values{message.FieldText: {"Oui, en chêne."}}).leads(http.StatusSeeOther, theirs)
	answered := h.letter("nina@exemple.invalid", "Atelier du Héron vous répond : Re : Un escalier")
	for _, hidden := range []string{"odile", "atelier@"} {
		if strings.Contains(string(answered.Raw), hidden) {
			t.Errorf("the answer shows %s:\n%s", hidden, answered.Raw)
		}
	}
	h.visit().get(letterLink(t, answered)).submit("main form", url.Values{message.FieldText: {"Merci, voici mon adresse."}, message.FieldShow: {"oui"}}).is(http.StatusSeeOther)
	shown := h.letter("odile@exemple.invalid", "Nina Voisine vous répond")
	if reply := shown.Header.Get("Reply-To"); !strings.Contains(reply, "nina@exemple.invalid") || !strings.Contains(shown.Text, "nina@exemple.invalid") {
		t.Errorf("Reply-To %q:\n%s", reply, shown.Text)
	}
	h.visit().get("/messages/" + strings.Split(theirs, "/")[2] + "/" + strings.Split(letterLink(t, shown), "/")[3]).is(http.StatusNotFound)
}

// A member's letter leaves at once, under their name.
func TestMemberWrites(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.page(h.join("odile", viewer.Member), nil)
	b := h.join("marion", viewer.Member)
	form := b.get("/fiches/" + p.Slug + "/ecrire")
	form.counts("#champ-email", 0)
	letter := url.Values{message.FieldSubject: {"Un devis"}, message.FieldText: {"Bonjour"}}
	b.writes(p.Slug, letter).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	got := h.letter("odile@exemple.invalid", "marion vous écrit : Un devis")
	if strings.Contains(string(got.Raw), "marion@") {
		t.Errorf("the letter shows an address:\n%s", got.Raw)
	}
	again := b.writes(p.Slug, letter).is(http.StatusUnprocessableEntity)
	again.has("#champ-texte-erreur", "déjà envoyé")
	if again.value("#champ-objet") != "Un devis" {
		t.Error("what was typed is lost")
	}
}

// Letters go where somebody has said that they want them, never to an address from open data.
func TestWhereLettersArrive(t *testing.T) {
	t.Parallel()
	h := open(t)
	record := profile.Record{ID: "0192f3a0-0000-7000-8000-000000000001", Draft: profile.Draft{Kind: profile.Company, Name: "Scierie Ouverte", Commune: "45234",
		Email: profile.Contact{Value: "scierie@exemple.invalid", For: profile.ForAll}}, Source: &profile.Source{Key: "sirene:1", Name: "Insee"}}
	example := record
	example.ID, example.Draft.Name, example.Source, example.Example = "0192f3a0-0000-7000-8000-000000000002", "Menuiserie Exemple", nil, true
	for _, r := range []profile.Record{record, example} {
		if _, err := h.Profiles.Import(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	for _, slug := range []string{"scierie-ouverte", "menuiserie-exemple"} {
		h.visit().get("/fiches/"+slug).is(http.StatusOK).counts(`a[href$="/ecrire"]`, 0)
		h.visit().get("/fiches/" + slug + "/ecrire").is(http.StatusNotFound)
		h.visit().post("/fiches/"+slug+"/ecrire", written("nina@exemple.invalid", "Bonjour")).is(http.StatusNotFound)
	}
}

// Whoever fills forms in no time, fills what nobody sees, or has no key of ours, is shown the form again, politely.
func TestTrapOfLetters(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.page(h.join("odile", viewer.Member), nil)
	b := h.visit()
	form := b.get("/fiches/" + p.Slug + "/ecrire")
	letter := written("nina@exemple.invalid", "Bonjour")
	fast := form.submit("main form", letter).is(http.StatusUnprocessableEntity)
	fast.has("[role=alert]", "très vite")
	if fast.value("#champ-nom") != "Nina Voisine" {
		t.Error("what was typed is lost")
	}
	h.hands.pass(4 * time.Second)
	fast.submit("main form", with(letter, trap.FieldBait, "https://mal.invalid")).is(http.StatusUnprocessableEntity).has("[role=alert]", "personne ne voit")
	for _, key := range []string{"", "x", "zz.zz", h.Trap.Key("inscription")} {
		fast.submit("main form", with(letter, trap.FieldKey, key)).is(http.StatusUnprocessableEntity).has("[role=alert]", "trop longtemps")
	}
	if len(h.letters("nina@exemple.invalid")) != 0 {
		t.Error("a letter has left")
	}
	h.hands.pass(25 * time.Hour)
	late := fast.submit("main form", nil).is(http.StatusUnprocessableEntity)
	h.hands.pass(4 * time.Second)
	late.submit("main form", letter).leads(http.StatusSeeOther, "/messages/attente")
}

// The form of an account has the field that nobody sees, too.
func TestBaitOfSignUp(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.visit()
	form := with(entry("nina@exemple.invalid"), trap.FieldBait, "https://mal.invalid")
	caught := b.get("/inscription").submit("main form", form).is(http.StatusUnprocessableEntity)
	caught.has("[role=alert]", "personne ne voit")
	if len(h.letters("nina@exemple.invalid")) != 0 || caught.value("#champ-"+trap.FieldBait) != "" {
		t.Error("a letter has left, or the bait is still filled")
	}
	caught.submit("main form", entry("nina@exemple.invalid")).leads(http.StatusSeeOther, "/connexion/entrer")
}

// What nobody confirms is over after two days, and what nobody answers after a year.
func TestLettersGrowOld(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.page(h.join("odile", viewer.Member), nil)
	b := h.visit()
	b.writes(p.Slug, written("nina@exemple.invalid", "Bonjour")).is(http.StatusSeeOther)
	path := letterLink(t, h.letter("nina@exemple.invalid", "Confirmez"))
	form := b.get(path)
	h.hands.pass(49 * time.Hour)
	form.submit("main form", nil).is(http.StatusNotFound).has("h1", "Ce lien ne sert plus")
	if err := h.Messages.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.writes(p.Slug, written("nina@exemple.invalid", "Bonjour")).is(http.StatusSeeOther) // may be written again
	var fresh string
	for end := time.Now().Add(time.Minute); fresh == "" && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		for _, l := range h.letters("nina@exemple.invalid") {
			if at := letterLink(t, l); at != path {
				fresh = at
			}
		}
	}
	b.get(fresh).submit("main form", nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	theirs := letterLink(t, h.letter("odile@exemple.invalid", "vous écrit"))
	b.get(theirs).is(http.StatusOK)
	h.hands.pass(366 * 24 * time.Hour)
	b.get(theirs).is(http.StatusNotFound)
}

// Whoever wants no more letters of somebody gets none, from the account nor from its address, and the other is not told.
func TestBlock(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.page(h.join("odile", viewer.Member), nil)
	b := h.join("marion", viewer.Member)
	letter := url.Values{message.FieldSubject: {"Un devis"}, message.FieldText: {"Bonjour"}}
	b.writes(p.Slug, letter).is(http.StatusSeeOther)
	link := letterLink(t, h.letter("odile@exemple.invalid", "marion vous écrit"))
	reader := h.visit()
	page := reader.get(link + "/bloquer").is(http.StatusOK)
	reader.get(link).counts(".notice", 0) // not by looking
	page.submit("main form", nil).leads(http.StatusSeeOther, link)
	reader.get(link) // with what was just done
	reader.get(link).has("main .notice", "ne recevez plus")
	b.writes(p.Slug, with(letter, message.FieldText, "Encore moi")).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	stranger := h.visit()
	stranger.writes(p.Slug, written("Marion@exemple.invalid", "Par la fenêtre")).is(http.StatusSeeOther)
	stranger.get(letterLink(t, h.letter("Marion@exemple.invalid", "Confirmez"))).submit("main form", nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	h.settleMail()
	for _, l := range h.letters("odile@exemple.invalid") {
		if strings.Contains(l.Text, "Encore moi") || strings.Contains(l.Text, "Par la fenêtre") {
			t.Errorf("a letter of somebody who is blocked arrived:\n%s", l.Text)
		}
	}
	reader.get(link+"/bloquer").has("h1", "à nouveau")
	reader.get(link+"/bloquer").submit("main form", url.Values{"a_nouveau": {"oui"}}).is(http.StatusSeeOther)
	b.writes(p.Slug, with(letter, message.FieldText, "De retour")).is(http.StatusSeeOther)
	h.settleMail()
	if !strings.Contains(texts(h.letters("odile@exemple.invalid")), "De retour") {
		t.Error("the letter after the block did not arrive")
	}
}

// settleMail sends all that is owed.
func (h *house) settleMail() {
	h.t.Helper()
	h.hands.pass(2 * time.Minute) // past the lease of what another hand has taken
	if _, err := h.Mailroom.Empty(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

func texts(letters []mailtest.Received) string {
	var all strings.Builder
	for _, l := range letters {
		all.WriteString(l.Text)
	}
	return all.String()
}

// A letter is reported, waits for the moderators with its text, and who reported hears twice.
func TestReportLetter(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.page(h.join("odile", viewer.Member), nil)
	b := h.join("marion", viewer.Member)
	b.writes(p.Slug, url.Values{message.FieldSubject: {"Gagnez beaucoup"}, message.FieldText: {"<b>Cliquez</b> vite"}}).is(http.StatusSeeOther)
	link := letterLink(t, h.letter("odile@exemple.invalid", "Gagnez"))
	form := h.visit().get(link + "/signaler").is(http.StatusOK)
	form.submit("main form", nil).is(http.StatusUnprocessableEntity).counts("#champ-raison-erreur", 1)
	for range 2 {
		form.submit("main form", url.Values{moderation.FieldGround: {"arnaque"}, moderation.FieldWhy: {"C'est une arnaque."}}).leads(http.StatusSeeOther, link)
	}
	h.letter("odile@exemple.invalid", "Nous avons reçu votre signalement")
	moderator := h.join("modeste", viewer.Moderator)
	queue := moderator.get("/moderation").is(http.StatusOK)
	queue.has("#signalements ~ .devices", "Gagnez beaucoup", "un signalement")
	at := attribute(queue.one("#signalements ~ .devices a"), "href")
	judged := moderator.get(at).is(http.StatusOK)
	judged.has("main", "Gagnez beaucoup", "<b>Cliquez</b> vite", "C'est une arnaque.", "marion")
	judged.submit(verdict, url.Values{moderation.FieldWhat: {"retirer"}}).is(http.StatusUnprocessableEntity).counts("main .wrong", 2)
	judged.submit(verdict, url.Values{moderation.FieldWhat: {"retirer"}, moderation.FieldGround: {"arnaque"}, moderation.FieldFacts: {"Le compte est suspendu."}}).leads(http.StatusSeeOther, "/moderation")
	moderator.get("/moderation").counts("#signalements ~ .devices", 0)
	decided := h.letter("odile@exemple.invalid", "notre décision")
	if !strings.Contains(decided.Text, "Nous avons retenu") || !strings.Contains(decided.Text, "> Le compte est suspendu.") {
		t.Error(decided.Text)
	}
	judged.submit(verdict, url.Values{moderation.FieldWhat: {"retirer"}, moderation.FieldGround: {"arnaque"}, moderation.FieldFacts: {"Encore une fois."}}).is(http.StatusConflict)
}

// Cold contacts are few (SAFETY.md a4).
func TestContactsAreFew(t *testing.T) {
	t.Parallel()
	h := open(t, counted, behindProxy)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, nil)
	b := h.visit()
	numbers := []string{"un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze"}
	write := func(b *browser, n string, changes ...change) *answer {
		page := b.get("/fiches/" + p.Slug + "/ecrire")
		h.hands.pass(4 * time.Second)
		return page.submit("main form", written(n+"@exemple.invalid", "Bonjour "+n), changes...)
	}
	for _, n := range numbers[:5] {
		write(b, n).is(http.StatusSeeOther)
	}
	write(b, "six").is(http.StatusTooManyRequests)
	write(b, "six", from("203.0.113.9")).is(http.StatusSeeOther) // another address
	member := h.join("marion", viewer.Member)
	for i, n := range numbers {
		want := http.StatusSeeOther
		if i >= 10 {
			want = http.StatusTooManyRequests
		}
		write(member, n).is(want)
	}
	other := h.join("omar", viewer.Member)
	write(other, "un").is(http.StatusTooManyRequests) // the page has had its ten
	refused := with(written("sept@exemple.invalid", ""), message.FieldText, "")
	for range 20 { // what is refused counts for nothing
		b.get("/fiches/"+p.Slug+"/ecrire").submit("main form", refused, from("203.0.113.77")).is(http.StatusUnprocessableEntity)
	}
	write(b, "sept", from("203.0.113.77")).is(http.StatusSeeOther)
}

// What strangers write stays text: in the header of a letter, in its two bodies, and on the pages.
func TestHostileLetters(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *config.Config) { c.EventNetworks = []string{"127.0.0.0/8"} })
	p := h.page(h.join("odile", viewer.Member), nil)
	evil := url.Values{
		message.FieldName:    {"Nina\r\nBcc: tous@mal.invalid <script>alert(1)</script>"},
		message.FieldEmail:   {"nina@exemple.invalid"},
		message.FieldSubject: {"Bonjour\r\nX-Mal: oui\r\n\r\n<img src=x onerror=alert(1)>\u202e"},
		message.FieldText:    {"<a href=\"javascript:alert(1)\">ici</a>\r\n.\r\nMAIL FROM:<x@mal.invalid>\x00"},
	}
	h.visit().writes(p.Slug, evil).leads(http.StatusSeeOther, "/messages/attente")
	asked := h.letter("nina@exemple.invalid", "Confirmez")
	path := letterLink(t, asked)
	page := h.visit().get(path)
	page.counts("main script, main img, main a[href^=javascript]", 0)
	page.submit("main form", nil).is(http.StatusSeeOther)
	got := h.letter("odile@exemple.invalid", "vous écrit")
	for _, l := range []mailtest.Received{asked, got} {
		for _, name := range []string{"Bcc", "X-Mal", "Cc"} {
			if l.Header.Get(name) != "" {
				t.Errorf("the header has %s: %q", name, l.Header.Get(name))
			}
		}
		for _, bad := range []string{"<script", "<img", `href="javascript`, "\u202e", "\x00"} {
			if strings.Contains(l.HTML, bad) || bad < " " && strings.Contains(l.Text, bad) {
				t.Errorf("the letter holds %q:\n%s", bad, l.HTML)
			}
		}
	}
	h.visit().get(letterLink(t, got)).counts("main script, main img, main a[href^=javascript]", 0)
	for name, form := range map[string]url.Values{
		"long text":     with(evil, message.FieldText, strings.Repeat("é", message.MaxText+1)),
		"long subject":  with(evil, message.FieldSubject, strings.Repeat("é", message.MaxSubject+1)),
		"two mailboxes": with(evil, message.FieldEmail, "a@exemple.invalid, b@exemple.invalid"),
		"line break":    with(evil, message.FieldEmail, "a@exemple.invalid\r\nBcc: b@exemple.invalid"),
		"named":         with(evil, message.FieldEmail, "A <a@exemple.invalid>"),
		"blank":         with(evil, message.FieldText, " \r\n\u200b\t"),
	} {
		if a := h.visit().writes(p.Slug, form); a.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
	}
}
