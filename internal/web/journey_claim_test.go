package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"partant/internal/claim"
	"partant/internal/config"
	"partant/internal/id"
	"partant/internal/profile"
	"partant/internal/proof"
	"partant/internal/viewer"
	"partant/views"
)

// ownSite is the web site of a page: it shows a file, or answers as it is told to.
type ownSite struct {
	*httptest.Server
	file   atomic.Pointer[string]
	status atomic.Int64
}

func openSite(t *testing.T) *ownSite {
	s := &ownSite{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file := s.file.Load()
		switch {
		case s.status.Load() != 0:
			w.Header().Set("Location", "https://ailleurs.fr/")
			w.WriteHeader(int(s.status.Load()))
		case file == nil || r.URL.Path != proof.Path || r.Host != "www.heron.fr":
			http.NotFound(w, r)
		default:
			_, _ = io.WriteString(w, *file)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// proved makes the house look for every proof at a site.
func (s *ownSite) proved(c *config.Config) { c.ProofAt = strings.TrimPrefix(s.URL, "http://") }

// registered publishes a page from open data.
func (h *house) registered(name string, change ...func(*profile.Draft)) profile.Profile {
	h.t.Helper()
	r := profile.Record{ID: id.New(), Source: &profile.Source{Key: "essai:" + name, Name: "Essai", Licence: "Licence Ouverte 2.0"},
		Draft: profile.Draft{Kind: profile.Company, Name: name, Commune: "45234", Web: "https://www.heron.fr"}}
	for _, c := range change {
		c(&r.Draft)
	}
	if _, err := h.Profiles.Import(h.t.Context(), r); err != nil {
		h.t.Fatal(err)
	}
	found, err := h.Profiles.Many(h.t.Context(), viewer.Viewer{}, []string{r.ID})
	if err != nil || len(found) != 1 {
		h.t.Fatal(found, err)
	}
	return found[0]
}

// begin asks for a page, from the page itself.
func (b *browser) begin(slug string) *answer {
	b.h.t.Helper()
	a := b.get("/fiches/" + slug + "/revendiquer").is(http.StatusOK)
	a.submit("main form", url.Values{string(profile.FieldTitle): {"gérante"}}).leads(http.StatusSeeOther, "/fiches/"+slug+"/revendiquer")
	return b.get("/fiches/" + slug + "/revendiquer").is(http.StatusOK)
}

// way is the form of a step of a claim.
func way(slug, do string) string {
	return `main form[action="/fiches/` + slug + `/revendiquer/` + do + `"]`
}

func TestClaimByFileJourney(t *testing.T) {
	t.Parallel()
	site := openSite(t)
	h := open(t, site.proved)
	p := h.registered("Menuiserie du Héron")
	h.visit().get("/fiches/"+p.Slug).has(".yours", "C'est votre entreprise ?", "Revendiquez cette page")
	h.visit().get("/fiches/"+p.Slug+"/revendiquer").leads(http.StatusSeeOther, "/connexion?suite=%2Ffiches%2Fmenuiserie-du-heron%2Frevendiquer")
	b := h.join("camille", viewer.Member)
	page := b.begin(p.Slug)
	page.has("#par-fichier", "www.heron.fr")
	page.has(`a[href="https://www.heron.fr`+proof.Path+`"]`, proof.Path)
	file := b.get("/fiches/" + p.Slug + "/revendiquer/partant.txt").is(http.StatusOK)
	if got := file.Header.Get("Content-Disposition"); !strings.Contains(got, "partant.txt") || len(file.body) < 40 {
		t.Errorf("%q %q", got, file.body)
	}
	look := `section.way form[action$="/revendiquer/verifier"]`
	try := func(say string) {
		t.Helper()
		page.submit(look, nil).is(http.StatusUnprocessableEntity).has("[role=alert]", say)
	}
	try("Nous n'avons pas trouvé le fichier sur votre site.")
	other := "le-code-de-quelqu-un-d-autre\n"
	site.file.Store(&other)
	try("Le fichier est bien là, mais il ne contient pas votre code.")
	site.status.Store(http.StatusFound)
	try("Votre site renvoie vers une autre adresse.")
	site.status.Store(http.StatusForbidden)
	try("Votre site a refusé de montrer le fichier.")
	site.status.Store(0)
	token := string(file.body)
	site.file.Store(&token)
	page.submit(look, nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	mine := b.get("/fiches/" + p.Slug).is(http.StatusOK)
	mine.has(".notice", "cette page est la vôtre")
	mine.has("h1 a.tag.ok[href='#verification']", "page vérifiée")
	mine.has("#verification", "Page vérifiée le 23 novembre 2026 par un fichier sur son site www.heron.fr.")
	b.get("/fiches/" + p.Slug + "/modifier").is(http.StatusOK)
	h.settle()
	h.visit().get("/annuaire?q=menuiserie").has(".card .sr", "page vérifiée le 23 novembre 2026")
	h.letter("camille@exemple.invalid", "est la vôtre")
	b.get("/fiches/" + p.Slug + "/revendiquer/partant.txt").is(http.StatusNotFound)
}

func TestClaimByMailJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.registered("Menuiserie du Héron")
	b := h.join("camille", viewer.Member)
	page := b.begin(p.Slug)
	page.counts(`input[name=code]`, 0)
	refused := page.submit(way(p.Slug, "courriel"), url.Values{claim.FieldEmail: {"camille@exemple.fr"}}).is(http.StatusUnprocessableEntity)
	refused.has("#champ-email-erreur", "@heron.fr")
	page.submit(way(p.Slug, "courriel"), url.Values{claim.FieldEmail: {"contact@heron.fr"}}).leads(http.StatusSeeOther, "/fiches/"+p.Slug+"/revendiquer")
	letter := h.letter("contact@heron.fr", "Le code pour la page")
	for _, words := range []string{"camille", "Menuiserie du Héron", "Donnez-lui ce code"} {
		if !strings.Contains(letter.Text, words) {
			t.Errorf("the letter does not say %q:\n%s", words, letter.Text)
		}
	}
	if strings.Contains(letter.Text, "http://") && strings.Contains(letter.Text, "/revendi") {
		t.Error("a link grants the page to whoever makes somebody open it")
	}
	form := b.get("/fiches/" + p.Slug + "/revendiquer").is(http.StatusOK)
	form.submit(way(p.Slug, "code"), url.Values{claim.FieldCode: {"12345"}}).is(http.StatusUnprocessableEntity).has("#champ-code-erreur", "4 essais")
	other := h.join("dany", viewer.Member)
	other.begin(p.Slug)
	other.post("/fiches/"+p.Slug+"/revendiquer/code", url.Values{claim.FieldCode: {code(t, letter)}, views.FieldToken: {other.token()}}).is(http.StatusUnprocessableEntity)
	form.submit(way(p.Slug, "code"), url.Values{claim.FieldCode: {code(t, letter)}}).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	b.get("/fiches/"+p.Slug).has("#verification", "par une adresse e-mail de son domaine heron.fr")
}

// A page that somebody holds: both say why, a moderator decides, nothing changes before.
func TestDisputeJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, b, judge := h.join("odile", viewer.Member), h.join("camille", viewer.Member), h.join("modeste", viewer.Moderator)
	p := h.page(owner, func(d *profile.Draft) { d.Name, d.Kind = "CCI du Loiret", profile.Institution })
	owner.get("/fiches/"+p.Slug).counts("h1 .tag", 0) // making a page shows nothing
	h.visit().get("/fiches/"+p.Slug).has(".facet-side", "Cette page vous revient ?")
	page := b.begin(p.Slug)
	page.has(".lead", "Quelqu'un tient déjà cette page")
	page.counts("#par-fichier, #par-courriel", 0) // its address is the word of who made it
	page.submit(way(p.Slug, "moderateur"), nil).is(http.StatusUnprocessableEntity).has("#champ-motif-erreur", "pourquoi")
	page.submit(way(p.Slug, "moderateur"), url.Values{claim.FieldStatement: {"Je suis de la vraie CCI."}}).leads(http.StatusSeeOther, "/fiches/"+p.Slug+"/revendiquer")
	b.get("/fiches/" + p.Slug + "/modifier").is(http.StatusForbidden)

	letter := h.letter("odile@exemple.invalid", "Quelqu'un d'autre demande la page")
	path := regexp.MustCompile(`/revendications/\S+`).FindString(letter.Text)
	answer := owner.get(path).is(http.StatusOK)
	answer.has(".said", "Je suis de la vraie CCI.")
	answer.counts("#decider", 0)
	answer.submit(`main form[action$="/reponse"]`, url.Values{claim.FieldAnswer: {"Je l'ai faite en attendant."}}).leads(http.StatusSeeOther, path)

	b.get("/moderation/revendications").is(http.StatusForbidden)
	queue := judge.get("/moderation/revendications").is(http.StatusOK)
	queue.has(".devices li", "CCI du Loiret", "contestée", "camille")
	queue.has(`a[href="`+path+`"]`, "CCI du Loiret")
	decide := judge.get(path).is(http.StatusOK)
	decide.has("main", "Je l'ai faite en attendant.")
	decide.submit(`main form[action^="/moderation/"]`, url.Values{views.FieldVerdict: {views.VerdictRefuse}}).is(http.StatusUnprocessableEntity).has("#champ-raison-erreur", "Dites pourquoi")
	decide.has("main", "camille@exemple.invalid", "odile@exemple.invalid")
	answer.counts(`a[href^="/moderation/comptes/"]`, 0)
	mute := decide.submit(`main form[action^="/moderation/"]`, url.Values{views.FieldVerdict: {views.VerdictGrant}, views.FieldReplace: {"oui"}}).is(http.StatusUnprocessableEntity)
	mute.has("#champ-raison-erreur", "Dites pourquoi")
	mute.counts("input[type=checkbox][checked]", 1)
	decide.submit(`main form[action^="/moderation/"]`, url.Values{views.FieldVerdict: {views.VerdictGrant}, views.FieldReplace: {"oui"}, claim.FieldReason: {"Le registre donne le nom de camille."}}).leads(http.StatusSeeOther, "/moderation/revendications")
	b.get("/fiches/"+p.Slug).has("#verification", "par un modérateur")
	b.get("/fiches/" + p.Slug + "/modifier").is(http.StatusOK)
	owner.get("/fiches/" + p.Slug + "/modifier").is(http.StatusForbidden)
	lost := h.letter("odile@exemple.invalid", "Vous ne tenez plus la page")
	for _, want := range []string{"Le registre donne le nom de camille.", "/mentions-legales#contact"} {
		if !strings.Contains(lost.Text, want) {
			t.Errorf("the letter does not say %q:\n%s", want, lost.Text)
		}
	}
	for _, party := range []*browser{owner, b} {
		party.get(path).is(http.StatusOK).has("main", "Le registre donne le nom de camille.", "Vous n'êtes pas d'accord")
	}
	h.letter("camille@exemple.invalid", "est la vôtre")
	judge.get("/moderation/revendications").has(".empty", "Rien n'attend")
}

func TestRefusalJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, judge, p := h.join("camille", viewer.Member), h.join("modeste", viewer.Moderator), h.registered("Menuiserie du Héron")
	b.begin(p.Slug).submit(way(p.Slug, "moderateur"), url.Values{claim.FieldStatement: {"C'est ma maison."}}).is(http.StatusSeeOther)
	path := judge.get("/moderation/revendications").one(`.devices a`).Attr[0].Val
	judge.get(path).submit(`main form[action^="/moderation/"]`, url.Values{views.FieldVerdict: {views.VerdictRefuse}, claim.FieldReason: {"Le registre dit autre chose."}}).is(http.StatusSeeOther)
	if letter := h.letter("camille@exemple.invalid", "Votre demande pour la page"); !strings.Contains(letter.Text, "> Le registre dit autre chose.") {
		t.Errorf("the letter does not say why:\n%s", letter.Text)
	}
	again := b.get("/fiches/" + p.Slug + "/revendiquer").is(http.StatusOK)
	again.has(".said", "Le registre dit autre chose.")
	b.begin(p.Slug).has("#par-fichier", "www.heron.fr")
	judge.get(path).is(http.StatusOK)
	h.join("omar", viewer.Member).get(path).is(http.StatusForbidden)
	h.visit().get(path).is(http.StatusSeeOther)
}

func TestVouchingJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, claude, p := h.join("camille", viewer.Member), h.join("claude", viewer.Member), h.registered("Menuiserie du Héron")
	club := h.page(claude, func(d *profile.Draft) { d.Name, d.Kind = "Club du Val", profile.Club })
	page := b.begin(p.Slug)
	path := strings.TrimPrefix(page.value("#adresse-garant"), h.Base.String())
	claude.get(path).is(http.StatusForbidden) // the club is not verified
	_, err := h.Profiles.Join(t.Context(), club.ID, profile.Entry{ID: "essai", Mate: profile.Mate{Account: claude.account.ID, Role: profile.Owner}, Verified: &profile.Verified{Means: "dns", Of: "club.fr", At: noon}})
	if err != nil {
		t.Fatal(err)
	}
	form := claude.get(path).is(http.StatusOK)
	form.has("h1", "camille demande la page Menuiserie du Héron")
	form.counts("#decider, #repondre", 0)
	vouched := form.submit(`main form[action$="/garant"]`, nil)
	vouched.leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	vouched.follow().is(http.StatusOK).has(".notice", "Merci")
	h.visit().get("/fiches/"+p.Slug).has("#verification", "« Club du Val », qui s'en porte garant")
	b.get("/fiches/" + p.Slug + "/modifier").is(http.StatusOK)
}

func TestTwinsAreAskedAbout(t *testing.T) {
	t.Parallel()
	h := open(t)
	first := h.registered("CCI du Loiret")
	b := h.join("camille", viewer.Member)
	sent := company("C.C.I.  du LOIRET")
	sent.Set(string(profile.FieldName), "cci du LOIRET")
	sent.Set(string(profile.FieldCommune), "Orléans")
	asked := b.get("/fiches/nouvelle").submit("main form", sent).is(http.StatusUnprocessableEntity)
	asked.has("#jumelles", "Est-ce l'une de ces pages ?")
	asked.has(`.names a[href="/fiches/`+first.Slug+`/revendiquer"]`, "C'est la mienne")
	if asked.value("#champ-nom") != "cci du LOIRET" {
		t.Error("what was typed is lost")
	}
	if h.visit().get("/fiches/cci-du-loiret-orleans").StatusCode != http.StatusNotFound {
		t.Error("the page was made all the same")
	}
	again := url.Values{views.FieldOther: {"oui"}}
	made := asked.submit("main form", again).is(http.StatusSeeOther)
	asked.submit("main form", again).leads(http.StatusSeeOther, made.Header.Get("Location")) // sent twice: one page
	asked.submit("main form", nil).is(http.StatusUnprocessableEntity)                        // there are others of the name, but not itself
	both := b.get("/fiches/nouvelle").submit("main form", sent).is(http.StatusUnprocessableEntity)
	both.has(`.names a[href="/fiches/`+first.Slug+`/revendiquer"]`, "C'est la mienne")
	both.has(`.names a[href="`+made.Header.Get("Location")+`/modifier"]`, "la modifier")
	sent.Set(string(profile.FieldCommune), "Gien")
	b.get("/fiches/nouvelle").submit("main form", sent).is(http.StatusSeeOther) // in another commune it is another
}
