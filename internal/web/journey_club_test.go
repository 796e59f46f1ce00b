package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/club"
	"partant/internal/discussion"
	"partant/internal/id"
	"partant/internal/mail/mailtest"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// clubOf is a page of a club of somebody's, with a room that receives in some way.
func (b *browser) clubOf(name string, way club.Way) profile.Profile {
	b.h.t.Helper()
	p := b.h.page(b, func(d *profile.Draft) { d.Kind, d.Name = profile.Club, name })
	b.get("/clubs/"+p.Slug+"/reglages").is(http.StatusOK).submit("main form", url.Values{club.FieldWay: {string(way)}}).leads(http.StatusSeeOther, "/clubs/"+p.Slug)
	return p
}

// joins has somebody fill the form by which one comes in.
func (b *browser) joins(p profile.Profile, form url.Values) *answer {
	b.h.t.Helper()
	return b.get("/clubs/"+p.Slug+"/rejoindre").is(http.StatusOK).submit("main form.form", form)
}

// notified waits until somebody is told so, whatever it leads to.
func (h *house) notified(b *browser, want string) {
	h.t.Helper()
	if _, err := h.Notifier.Pay(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		a := b.get("/notifications").is(http.StatusOK)
		if strings.Contains(words(a.one("main")), want) {
			return
		}
		if time.Now().After(end) {
			h.t.Fatalf("not told %q: %s", want, a.main())
		}
	}
}

// From a page without room to a club with members: opened, asked for, answered, announced, left.
func TestClubJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	chef, _, _ := h.speaker("Dumont")
	asks, _, _ := h.speaker("Loiseau")
	visitor := h.visit()
	p := h.page(chef, func(d *profile.Draft) { d.Kind, d.Name = profile.Club, "Club Essais 45" })
	at := "/clubs/" + p.Slug
	visitor.get(at).is(http.StatusOK).has("main", "n'a pas encore ouvert sa salle")
	visitor.get(at+"/rejoindre").leads(http.StatusSeeOther, "/connexion?suite="+url.QueryEscape(at+"/rejoindre"))
	asks.get(at + "/reglages").is(http.StatusForbidden)
	chef.get(at).has("main", "Ouvrez la salle du club")
	refused := chef.get(at+"/reglages").submit("main form", url.Values{club.FieldWay: {"x"}}).is(http.StatusUnprocessableEntity)
	refused.has("[role=alert]", "comment on rejoint")
	chef.get(at+"/reglages").submit("main form", url.Values{club.FieldWay: {string(club.OnRequest)}, club.FieldQuestions: {"Votre métier ?"}, club.FieldKinds: {"Adhérent\nBienfaiteur"}}).leads(http.StatusSeeOther, at)
	chef.get(at).has("main", "1 membre", "à la présidence")
	visitor.get("/fiches/"+p.Slug).is(http.StatusOK).has("main", "Rejoindre le club")

	visitor.get(at).is(http.StatusOK).has("main", "Sur demande")
	asks.joins(p, nil).is(http.StatusUnprocessableEntity).has("[role=alert]", "pose cette question", "formule")
	asks.joins(p, url.Values{club.AnswerField(0): {"Menuisière"}, club.FieldKind: {"Adhérent"}, club.FieldListed: {"oui"}}).leads(http.StatusSeeOther, at)
	asks.get(at).has("main", "attend la réponse du bureau")
	asks.get(at + "/membres").is(http.StatusForbidden)
	h.notified(chef, "Claire Loiseau demande à rejoindre")
	waits := chef.get(at + "/demandes").is(http.StatusOK)
	waits.has("main", "Claire Loiseau", "Menuisière", "Adhérent")
	waits.submit(`form[action^="`+at+`/demandes/"]`, url.Values{views.FieldAnswerTo: {views.AnswerYes}, club.FieldWord: {"Bienvenue !"}}).leads(http.StatusSeeOther, at+"/demandes")
	h.notified(asks, "Le bureau vous accueille dans")
	visitor.get(at).has("main", "2 membres", "Claire Loiseau")

	form := chef.get(at + "/annonces/nouvelle").is(http.StatusOK)
	form.submit("main form", url.Values{club.FieldTitle: {"Dîner"}, club.FieldBody: {"Le **18**"}, views.FieldPreview: {"oui"}}).is(http.StatusOK).has(".letter strong", "18")
	form.submit("main form", url.Values{club.FieldTitle: {"Dîner"}}).is(http.StatusUnprocessableEntity)
	form.submit("main form", url.Values{club.FieldTitle: {"Dîner"}, club.FieldBody: {"<div>Le 18</div>"}}).is(http.StatusUnprocessableEntity).shows(".field .wrong", "rien à lire")
	form.submit("main form", url.Values{club.FieldTitle: {"Dîner de Noël"}, club.FieldBody: {"Le **18 décembre** à l'ECG"}}).leads(http.StatusSeeOther, at+"/annonces")
	asks.get(at).has("main", "Dîner de Noël")
	if seen := visitor.get(at); contains(seen.body, "Dîner") {
		t.Error("a visitor reads what the board announces")
	}
	h.notified(asks, "annonce à ses membres")
	asks.get(at+"/liens").submit(`form[action="`+at+`/liens"]`, url.Values{club.FieldTitle: {"x"}, club.FieldURL: {"javascript:alert(1)"}}).is(http.StatusUnprocessableEntity).has("[role=alert]", "https://")
	asks.get(at+"/liens").submit(`form[action="`+at+`/liens"]`, url.Values{club.FieldTitle: {"Statuts"}, club.FieldURL: {"https://exemple.fr/statuts"}}).leads(http.StatusSeeOther, at+"/liens")
	chef.get(at).has(`a[href="https://exemple.fr/statuts"]`, "Statuts")
	_, id, _ := strings.Cut(attribute(asks.get(at+"/annonces").is(http.StatusOK).one("article.letter"), "id"), "annonce-")
	visitor.get("/signaler/annonce/" + id).is(http.StatusNotFound)
	h.join("curieux", viewer.Member).get("/signaler/annonce/" + id).is(http.StatusNotFound)
	asks.get("/signaler/annonce/"+id).is(http.StatusOK).has("main", "Dîner de Noël")
	h.join("modeste", viewer.Moderator).get("/signaler/annonce/" + id).is(http.StatusOK)
	asks.get("/clubs/"+p.Slug+"/membres?nom=claire").is(http.StatusOK).has("main", "2 membres trouvés")
	asks.get("/clubs/"+p.Slug+"/membres?nom=loiseau").has("main", "1 membre trouvé")

	asks.get(at).submit(`form[action="`+at+`/choix"]`, url.Values{club.FieldListed: nil}).leads(http.StatusSeeOther, at)
	if seen := visitor.get(at); contains(seen.body, "Loiseau") {
		t.Error("who chose not to be listed is listed")
	}
	chef.get(at+"/quitter").has("main", "Vous présidez seul")
	chef.post(at+"/quitter", url.Values{views.FieldToken: {chef.token()}}).is(http.StatusConflict)
	asks.get(at+"/quitter").submit("main form", nil).leads(http.StatusSeeOther, at)
	asks.get(at + "/annonces").is(http.StatusForbidden)
	if got := asks.get("/notifications"); contains(got.body, "Noël") {
		t.Error("who left still reads what was announced")
	}
}

// The board keeps memberships: who is up to date, who does what, who goes and why; the list leaves for a spreadsheet.
func TestClubBoard(t *testing.T) {
	t.Parallel()
	h := open(t)
	chef, _, _ := h.speaker("Dumont")
	goes, _, _ := h.speaker("Loiseau")
	stays := h.join("=cmd", viewer.Member)
	p := chef.clubOf("Club Essais 45", club.Open)
	at := "/clubs/" + p.Slug
	for _, b := range []*browser{goes, stays} {
		b.joins(p, nil).leads(http.StatusSeeOther, at)
	}
	one := at + "/membres/" + club.IDOf(p.ID, goes.account.ID)
	goes.get(one).is(http.StatusForbidden)
	goes.get(at + "/membres.csv").is(http.StatusForbidden)
	chef.get(one).submit(`form.form[action="`+one+`/cotisation"]`, url.Values{club.FieldPaid: {"bientôt"}}).is(http.StatusUnprocessableEntity).has("[role=alert]", "date")
	chef.get(one).submit(`form.form[action="`+one+`/cotisation"]`, url.Values{club.FieldPaid: {"2027-12-31"}}).leads(http.StatusSeeOther, one)
	goes.get(at).has("main", "à jour jusqu'au vendredi 31 décembre 2027")
	goes.get(at + "/adhesions").is(http.StatusForbidden)
	chef.get(at+"/adhesions").is(http.StatusOK).has("main", "Aucune adhésion à renouveler")
	chef.get(one).submit(`form.form[action="`+one+`/cotisation"]`, url.Values{club.FieldPaid: {"2026-12-20"}}).leads(http.StatusSeeOther, one)
	chef.get(at+"/adhesions").has("main", "Claire Loiseau", "à jour jusqu'au dimanche 20 décembre 2026")
	chef.get(at+"/adhesions").submit(`form[action="`+one+`/cotisation"]`, nil).leads(http.StatusSeeOther, at+"/adhesions")
	goes.get(at).has("main", "à jour jusqu'au lundi 20 décembre 2027")
	goes.get(at).submit(`form[action="`+at+`/choix"]`, url.Values{club.FieldUnasked: {"oui"}}).leads(http.StatusSeeOther, at)
	goes.get(at).one(`[name="` + club.FieldUnasked + `"][checked]`)
	chef.get(one).submit(`form.form[action="`+one+`/cotisation"]`, url.Values{club.FieldPaid: {"2027-12-31"}}).leads(http.StatusSeeOther, one)
	chef.get(at+"/chiffres").is(http.StatusOK).has("main", "Membres", "novembre 2026")
	table := chef.get(at + "/membres.csv").is(http.StatusOK)
	if got := string(table.body); !strings.HasPrefix(got, "\uFEFFnom;page;") || !strings.Contains(got, "Claire Loiseau;") || !strings.Contains(got, "2027-12-31;oui") || !strings.Contains(got, "'=cmd") {
		t.Errorf("%s", got)
	}
	chef.get(one).submit(`form[action="`+one+`/fonction"]`, url.Values{club.FieldRole: {string(club.Officer)}}).leads(http.StatusSeeOther, one)
	h.notified(goes, "a changé votre fonction dans")
	goes.get(at+"/demandes").is(http.StatusOK).has("main", "Personne n'attend")
	goes.get(at + "/reglages").is(http.StatusForbidden)
	chef.get(one).submit(`form[action="`+one+`/retirer"]`, url.Values{club.FieldReason: {"non"}}).is(http.StatusUnprocessableEntity)
	chef.get(one).submit(`form[action="`+one+`/retirer"]`, url.Values{club.FieldReason: {"N'est plus du métier."}}).leads(http.StatusSeeOther, at+"/membres")
	h.notified(goes, "Le bureau vous a retiré des membres")
	goes.get(at).has("main", "Le bureau vous a retiré", "N'est plus du métier.")
	goes.get(at+"/rejoindre").has("main", "Le bureau a dit non")
	chef.get(at+"/demandes").submit(`form[action="`+at+`/demandes/`+club.IDOf(p.ID, goes.account.ID)+`"]`, nil).leads(http.StatusSeeOther, at+"/demandes")
	goes.joins(p, nil).leads(http.StatusSeeOther, at)
	over := chef.get(one).is(http.StatusOK)
	h.hands.pass(31 * time.Minute)
	over.submit(`form[action="`+one+`/presidence"]`, nil).leads(http.StatusSeeOther, "/compte/confirmer?suite="+url.QueryEscape(one))
}

var clubLinkIn = regexp.MustCompile(`https?://[^/\s]+(/clubs/[^\s<]+)`)

// invitedBy is the path that the letter of a club leads to.
func (h *house) invitedBy(email string) string {
	h.t.Helper()
	found := clubLinkIn.FindStringSubmatch(h.letter(email, "invité à rejoindre").Text)
	if found == nil {
		h.t.Fatal("no link in the letter")
	}
	return found[1]
}

// By letter, by link and by a list: nobody is in before they say yes, a no needs no account, a dry run sends nothing.
func TestClubInvitations(t *testing.T) {
	t.Parallel()
	h := open(t)
	chef, _, _ := h.speaker("Dumont")
	p := chef.clubOf("Club Essais 45", club.ByInvitation)
	at, visitor := "/clubs/"+p.Slug, h.visit()
	visitor.get(at).has("main", "Sur invitation")
	nina := h.join("nina", viewer.Member)
	nina.get(at+"/rejoindre").has("main", "sur invitation")
	nina.get(at + "/inviter").is(http.StatusForbidden)

	chef.get(at+"/inviter").submit(`form[action="`+at+`/inviter"]`, url.Values{club.FieldEmail: {"nina"}}).is(http.StatusUnprocessableEntity)
	chef.get(at+"/inviter").submit(`form[action="`+at+`/inviter"]`, url.Values{club.FieldEmail: {"nina@ailleurs.fr"}}).leads(http.StatusSeeOther, at+"/inviter")
	link := h.invitedBy("nina@ailleurs.fr")
	visitor.get(link).is(http.StatusOK).has("main", "Me connecter", "Non merci")
	chef.get(at+"/demandes").has("main", "nina@ailleurs.fr")
	nina.get(link).submit(`form[action="`+link+`"]`, nil).leads(http.StatusSeeOther, at)
	nina.get(at).has("main", "Vous êtes membre")
	visitor.get(link).is(http.StatusNotFound).has("main", "ne sert plus")

	chef.get(at+"/inviter").submit(`form[action="`+at+`/inviter"]`, url.Values{club.FieldEmail: {"non@ailleurs.fr"}})
	no := h.invitedBy("non@ailleurs.fr")
	visitor.get(no).submit(`form[action="`+no+`/refus"]`, nil).leads(http.StatusSeeOther, at)
	chef.get(at+"/inviter").submit(`form[action="`+at+`/inviter"]`, url.Values{club.FieldEmail: {"non@ailleurs.fr"}}).is(http.StatusUnprocessableEntity).has("[role=alert]", "a dit non")
	if got := chef.get(at + "/demandes"); contains(got.body, "non@ailleurs.fr") {
		t.Error("who said no is remembered by their address")
	}

	shown := chef.get(at+"/inviter").submit(`form[action="`+at+`/inviter/lien"]`, url.Values{views.FieldLinkDo: {views.LinkOpens}}).is(http.StatusOK)
	open := clubLinkIn.FindStringSubmatch(string(shown.body))[1]
	if again := chef.get(at + "/inviter"); contains(again.body, open) {
		t.Error("the link is kept")
	}
	omar := h.join("omar", viewer.Member)
	omar.get(open).is(http.StatusOK).submit("main form.form", nil).leads(http.StatusSeeOther, at)
	omar.get(at).has("main", "Vous êtes membre")
	chef.get(at+"/inviter").submit(`form[action="`+at+`/inviter/lien"]`, url.Values{views.FieldLinkDo: {views.LinkCloses}}).leads(http.StatusSeeOther, at+"/inviter")
	h.join("tard", viewer.Member).get(open).is(http.StatusNotFound)

	list := "Nom;E-mail\nA;a@ailleurs.fr\nB;faux\nC;omar@exemple.invalid"
	tried := chef.get(at+"/inviter").submit(`form[action="`+at+`/inviter/liste"]`, url.Values{club.FieldList: {list}}).is(http.StatusOK)
	tried.has("main", "1 lettre partirait", "Rien n'est envoyé", "n'est pas complète", "déjà membre")
	if got := chef.get(at + "/demandes"); contains(got.body, "a@ailleurs.fr") {
		t.Error("a dry run invites")
	}
	tried.submit(`form:has(input[value="`+views.StepSend+`"])`, nil).is(http.StatusOK).has("main", "1 invitation part")
	h.invitedBy("a@ailleurs.fr")
}

// A page that gathers nobody has no room; a club that is gone has none either.
func TestClubsAlone(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, own, company := h.speaker("Dumont")
	for _, p := range []profile.Profile{own, company} {
		b.get("/clubs/" + p.Slug).is(http.StatusNotFound)
	}
	b.get("/clubs/nulle-part").is(http.StatusNotFound)
	b.get("/clubs").leads(http.StatusSeeOther, "/annuaire?type=club")
	p := b.clubOf("Club Essais 45", club.Open)
	if err := h.Profiles.Erase(t.Context(), b.account.Viewer(), p.ID); err != nil {
		t.Fatal(err)
	}
	b.get("/clubs/" + p.Slug).is(http.StatusGone)
}

// Members open discussions in the room of their club; everybody reads them, there and in the list of the club.
func TestClubTalk(t *testing.T) {
	t.Parallel()
	h := open(t)
	chef, _, _ := h.speaker("Dumont")
	other, _, _ := h.speaker("Loiseau")
	p := chef.clubOf("Club Essais 45", club.OnRequest)
	at, visitor := "/clubs/"+p.Slug, h.visit()
	form := chef.get("/discussions/nouvelle?club=" + p.Slug).is(http.StatusOK)
	form.has("main", "Dans la salle de Club Essais 45")
	said := form.submit("main form[method=post]", url.Values{discussion.FieldTitle: {"Qui vient au salon ?"}, discussion.FieldTheme: {"autre"}}).is(http.StatusSeeOther)
	path := said.Header.Get("Location")
	for _, page := range []string{at, "/discussions?club=" + p.Slug, "/discussions"} {
		visitor.get(page).is(http.StatusOK).has("main", "Qui vient au salon")
	}
	visitor.get(path).has(`a[href="/discussions?club=`+p.Slug+`"]`, "Club Essais 45")
	visitor.get("/discussions?club=inconnu").is(http.StatusOK).has("main", "Nous ne connaissons pas")
	out := other.get("/discussions/nouvelle?club=" + p.Slug).is(http.StatusOK)
	out.counts("input[name="+discussion.FieldClub+"]", 0)
	out.submit("main form[method=post]", url.Values{discussion.FieldTitle: {"Par la fenêtre"}, discussion.FieldTheme: {"autre"}, discussion.FieldClub: {p.ID}}).is(http.StatusUnprocessableEntity).has("[role=alert]", "Seuls les membres")
	chef.get(path+"/modifier").submit("main form[method=post]", url.Values{discussion.FieldTitle: {"Qui vient au salon de mai ?"}}).is(http.StatusSeeOther)
	visitor.get("/discussions?club="+p.Slug).has("main", "salon de mai")
}

// A letter that tells of one club alone ends by one click, and only letters like it: of its announcements, or of the end of the membership.
func TestClubLettersEnd(t *testing.T) {
	t.Parallel()
	h := open(t, secured)
	chef, _, _ := h.speaker("Dumont")
	goes := h.join("Loiseau", viewer.Member)
	p := chef.clubOf("Club Essais 45", club.Open)
	at := "/clubs/" + p.Slug
	goes.joins(p, nil).leads(http.StatusSeeOther, at)
	goes.rhythm(account.AtOnce)
	says := func(title string) {
		chef.get(at+"/annonces/nouvelle").submit("main form", url.Values{views.FieldKey: {id.New()}, club.FieldTitle: {title}, club.FieldBody: {"À lire."}}).is(http.StatusSeeOther)
		h.notified(goes, title)
	}
	ends := func(l mailtest.Received, list string) (path string) {
		if l.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || !strings.HasPrefix(l.Header.Get("List-Id"), "<"+list+".") {
			t.Errorf("%q: %q", l.Subject, l.Header)
		}
		path = stopIn.FindStringSubmatch(l.Header.Get("List-Unsubscribe"))[1]
		if !strings.Contains(l.Text, path) {
			t.Errorf("%q does not show %s", l.Subject, path)
		}
		return path
	}
	says("La galette")
	h.rung(goes, 1)
	h.hands.pass(account.Hold + time.Minute)
	news := ends(h.letter(goes.account.Email, "La galette"), "annonces-club")
	one := at + "/membres/" + club.IDOf(p.ID, goes.account.ID)
	chef.get(one).submit(`form.form[action="`+one+`/cotisation"]`, url.Values{club.FieldPaid: {h.hands.now().AddDate(0, 0, 31).Format(time.DateOnly)}}).leads(http.StatusSeeOther, one)
	h.hands.pass(2 * 24 * time.Hour)
	h.notified(goes, "Votre adhésion se termine bientôt")
	h.rung(goes, 2)
	h.hands.pass(account.Hold + time.Minute)
	var reminder mailtest.Received // with the news of the day, or alone
	h.await("a letter that reminds of the membership", func() bool {
		all := h.letters(goes.account.Email)
		i := slices.IndexFunc(all, func(l mailtest.Received) bool { return strings.Contains(l.Text, "adhésion se termine bientôt") })
		if i >= 0 {
			reminder = all[i]
		}
		return i >= 0
	})
	reminders := ends(reminder, "rappels-club")

	visitor := h.visit()
	visitor.get(reminders).is(http.StatusOK).shows("main", "Club Essais 45", "se termine, ni par lettre")
	for range 2 {
		visitor.post(reminders, url.Values{"List-Unsubscribe": {"One-Click"}}, without("Origin"), without("Sec-Fetch-Site")).is(http.StatusOK)
	}
	goes.get(at).counts(`[name="`+club.FieldUnasked+`"][checked]`, 1).counts(`[name="`+club.FieldQuiet+`"][checked]`, 0)
	visitor.get(news).is(http.StatusOK).submit("main form", nil).leads(http.StatusSeeOther, news).follow().is(http.StatusOK).shows("main", "C'est fait", "annonce")
	goes.get(at).counts(`[name="`+club.FieldQuiet+`"][checked]`, 1)
	for _, wrong := range []string{news + "x", strings.Replace(news, "annonces", "rappels", 1), "/lettres/arret/a.b.c.d", "/lettres/arret/..."} {
		visitor.get(wrong).is(http.StatusNotFound)
		visitor.post(wrong, url.Values{"List-Unsubscribe": {"One-Click"}}).is(http.StatusNotFound)
	}
	goes.post(at+"/quitter", url.Values{views.FieldToken: {goes.token()}}).is(http.StatusSeeOther)
	visitor.get(news).is(http.StatusOK).shows("main", "C'est fait")
	visitor.post(news, url.Values{"List-Unsubscribe": {"One-Click"}}).is(http.StatusOK)
}
