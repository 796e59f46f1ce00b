package web_test

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/config"
	"partant/internal/distance"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// TestReading reads the demonstration as a visitor does.
func TestReading(t *testing.T) {
	t.Parallel()
	h := open(t)
	if _, err := h.Demo.Load(t.Context(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	h.settle()
	for name, read := range map[string]func(*testing.T, *browser){
		"home": readHome, "directory": readDirectory, "nothing found": readNothing, "near": readNear, "a town in the text": readRound, "filters": readFilters, "as one types": readAsOneTypes, "map": readMap, "places": readPlaces, "files": readFiles, "words": readWords,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mine := *h
			mine.t = t
			read(t, mine.visit())
		})
	}
}

func readHome(t *testing.T, v *browser) {
	home := v.get("/").is(http.StatusOK)
	home.counts("#vide", 0)
	home.counts(".tries a", 3)
	home.counts(`form[role=search][action="/annuaire"] input[name=q]`, 1)
	for _, link := range home.all(".hero a[href], main section a[href]") {
		if to := attribute(link, "href"); strings.HasPrefix(to, "/") {
			if a := v.get(to); a.StatusCode != http.StatusOK && to != "/fiches/nouvelle" {
				t.Errorf("%s: %d", to, a.StatusCode)
			}
		}
	}
}

func readDirectory(t *testing.T, v *browser) {
	all := v.get("/annuaire").is(http.StatusOK)
	all.counts(".cards > .card", 20)
	all.counts(".pages a[rel=next]", 1)
	second := v.get(attribute(all.one(".pages a[rel=next]"), "href")).is(http.StatusOK)
	second.counts(".pages a[rel=prev]", 1)
	for typed, want := range map[string]string{"plonbier": "plomb", "hotel orleans": "Orléans", "mairie gien": "Gien", "cci": "CCI"} {
		found := v.get("/annuaire?q=" + url.QueryEscape(typed)).is(http.StatusOK)
		if cards := found.all(".cards > .card"); len(cards) == 0 || !strings.Contains(strings.ToLower(words(cards[0])), strings.ToLower(want)) {
			t.Errorf("%q finds %s", typed, found.main())
		}
		if got := found.value("#q"); got != typed {
			t.Errorf("the field holds %q, was %q", got, typed)
		}
		found.counts("head meta[name=robots][content=noindex]", 1)
	}
	for _, sort := range []string{"nom", "nouveautes", "", "distance"} {
		v.get("/annuaire?tri="+sort).is(http.StatusOK).counts(".sorts [aria-current]", 1)
	}
	byName := v.get("/annuaire?tri=nom").all(".cards > .card h3 a")
	if len(byName) == 0 || words(byName[0]) > words(byName[len(byName)-1]) {
		t.Error("the names are not in order")
	}
}

func readNothing(t *testing.T, v *browser) {
	none := v.get("/annuaire?q=zzzzqqqq").is(http.StatusOK)
	none.counts(".empty", 1)
	none.has("#combien", "Aucun résultat")
	wider := v.get("/annuaire?q=hotel&commune=ascoux").is(http.StatusOK)
	if len(wider.all(".empty .card, .empty ~ .cards > .card, .empty + ul .card")) == 0 {
		t.Errorf("nothing is proposed further away: %s", wider.main())
	}
	v.get(attribute(wider.all(".empty a")[0], "href")).is(http.StatusOK)
	for query, want := range map[string][]string{
		"q=hotel&pres=45155&rayon=20&propose=zzz":                    {"propose : zzz"},
		"type=club&commune=gien":                                     {"Gien", "Clubs"},
		"q=zzzzqqqq&type=club":                                       {"« zzzzqqqq »"},
		"q=zzzzqqqq&etiquette=zzz":                                   nil,
		"q=boulanger&type=club&secteur=industrie&pres=45155&rayon=2": nil,
	} {
		page := v.get("/annuaire?" + query).is(http.StatusOK)
		chips := page.all(".empty .chip")
		if len(chips) != len(want) {
			t.Errorf("%s: %d ways out, want %q: %s", query, len(chips), want, page.main())
			continue
		}
		for i, chip := range chips {
			said, count, _ := strings.Cut(words(chip), want[i])
			found := words(v.get(attribute(chip, "href")).is(http.StatusOK).one("#combien"))
			if n := strings.Fields(count); said != "" || len(n) == 0 || !strings.HasPrefix(found, n[0]+" ") {
				t.Errorf("%s: without %q are %q", query, words(chip), found)
			}
		}
	}
	lost := v.get("/annuaire?pres=Atlantis&q=plombier").is(http.StatusOK)
	lost.has(".notice[data-tone=erreur]", "Atlantis")
	unknown := v.get("/annuaire?type=foo&commune=nimporte").is(http.StatusOK)
	unknown.counts(".found .notice[data-tone=erreur]", 2)
	unknown.has(".found", "le type « foo » : nous l'avons laissé de côté.", "la commune « nimporte » : nous l'avons laissée de côté.")
	for _, signs := range []string{"%", "🥖", "?!", "\x00", "« »"} {
		asked := "q=" + url.QueryEscape(signs)
		if signs != "\x00" {
			v.get("/annuaire?"+asked).is(http.StatusOK).has(".found .notice[data-tone=erreur]", "pas de mot dans")
		}
		talk := v.get("/recherche?" + asked).is(http.StatusOK)
		talk.counts(".card", 0)
		talk.has("main", "Cherchez un mot")
	}
	v.get("/api/v1/profiles?q=%25").is(http.StatusUnprocessableEntity)
	v.get("/sujets/zzzzqqqq").is(http.StatusNotFound)
}

func readNear(t *testing.T, v *browser) {
	v.get("/annuaire?rayon=5").is(http.StatusOK).has(".notice", "Autour de quelle commune")
	near := v.get("/annuaire?pres=Gien&rayon=5").is(http.StatusOK)
	near.counts(".beside circle.around", 1)
	if len(near.all(".cards > .card")) == 0 || near.value("#pres") != "Gien" {
		t.Errorf("round Gien: %s", near.main())
	}
	last := 0.0
	for _, p := range v.get("/api/v1/profiles?pres=Gien&rayon=5&limit=100").list().Items {
		if p.Distance == nil || *p.Distance < last || *p.Distance > 5_000 {
			t.Fatalf("distance %v after %v", p.Distance, last)
		}
		last = *p.Distance
	}
	said := v.get("/annuaire?q=tout+%C3%A0+moins+de+5+km+de+Gien").is(http.StatusOK)
	if said.value("#pres") != "Gien" || said.value("#q") != "" || words(said.one("#combien")) != words(near.one("#combien")) {
		t.Errorf("a distance in words: %s", said.main())
	}
	here := v.get("/annuaire?pres=47.9012345,1.9087654&rayon=2").is(http.StatusOK)
	if contains(here.body, "47.9012345") || contains(here.body, "1.9087654") {
		t.Error("the exact position is repeated")
	}
}

func readRound(t *testing.T, v *browser) {
	found := v.get("/annuaire?q=boulangerie+pithiviers").is(http.StatusOK)
	found.has(".found .notice", "Rien à Pithiviers même pour « boulangerie »", "les plus proches")
	for _, card := range found.all(".cards > .card") {
		if !contains([]byte(words(card)), "km") || contains([]byte(words(card)), "Mairie") {
			t.Errorf("no bakery, or nowhere: %s", words(card))
		}
	}
	found.counts(".beside path.area", 1)
	apart := v.get(attribute(found.one(".found .notice a"), "href")).is(http.StatusOK)
	if apart.value("#q") != "boulangerie" || apart.value("#pres") != "Pithiviers" || words(apart.one("#combien")) != words(found.one("#combien")) {
		t.Errorf("the place apart finds something else: %s", apart.main())
	}
	v.get("/annuaire?q=boulangerie+arrabloy").is(http.StatusOK).has(".found .notice", "autour de Gien")
	v.get("/annuaire?q=boulangerie+pithiviers&tri=nom").is(http.StatusOK).has(".found .notice", "autres communes")
	v.get("/annuaire?q=boulangerie+gien").is(http.StatusOK).counts(".found .notice", 0)
}

func readFilters(t *testing.T, v *browser) {
	clubs := v.get("/annuaire?type=club").is(http.StatusOK)
	clubs.counts(".active .chip", 1)
	for _, box := range clubs.all(`.facets input[type=checkbox]`) {
		v.get("/annuaire?"+url.Values{attribute(box, "name"): {attribute(box, "value")}}.Encode()).is(http.StatusOK).counts(".empty", 0)
	}
	both := v.get("/annuaire?type=entreprise&type=institution&commune=orleans").is(http.StatusOK)
	both.counts(`.facets input[type=checkbox][checked]`, 3)
	for _, chip := range both.all(".active a.chip") {
		v.get(attribute(chip, "href")).is(http.StatusOK)
	}
	few, all := v.get("/api/v1/profiles?type=club").list().Total, v.get("/api/v1/profiles").list().Total
	if few == 0 || few >= all {
		t.Errorf("%d clubs of %d", few, all)
	}
}

func readAsOneTypes(t *testing.T, v *browser) {
	for _, typed := range []string{"p", "pl", "plo", "plomb", "plombier ", "plombier or"} {
		part := v.get("/annuaire?q="+url.QueryEscape(typed), smooth).is(http.StatusOK)
		part.counts("#resultats", 1)
		part.counts("header.bar, head title", 0)
		if whole := v.get("/annuaire?q=" + url.QueryEscape(typed)); words(whole.one("#resultats")) != words(part.one("#resultats")) {
			t.Errorf("%q: the part is not the part of the page", typed)
		}
	}
	for _, list := range []string{"communes", "propose", "cherche"} {
		if options := v.get("/listes/" + list).is(http.StatusOK).all("option[value]"); len(options) < 10 {
			t.Errorf("%d options of %s", len(options), list)
		}
	}
}

// Whoever writes « @ » and the beginning of a name is shown pages of that name, without those that they keep at a distance.
func TestPagesToName(t *testing.T) {
	t.Parallel()
	p := meet(t)
	p.h.settle()
	named := func(b *browser, q string) *answer {
		return b.get("/listes/fiches?q=" + url.QueryEscape(q)).is(http.StatusOK)
	}
	path := func(of profile.Profile) string { return "li[data-slug='" + of.Slug + "']" }
	for _, q := range []string{p.fannysP.Slug, p.fannysP.Name, p.fannysP.Name[:4]} {
		named(p.odile, q).counts(path(p.fannysP), 1)
	}
	for _, q := range []string{"", "-", "zzzzqq", strings.Repeat("a", 5000)} {
		named(p.odile, q).counts("li", 0)
	}
	p.chooses(p.fanny, p.odilesP, string(distance.Block))
	named(p.odile, p.fannysP.Name).counts(path(p.fannysP), 0)
	p.h.visit().get("/listes/fiches?q=a").leads(http.StatusSeeOther, "/connexion?suite="+url.QueryEscape("/listes/fiches?q=a"))

	p.h.page(p.odile, func(d *profile.Draft) { d.Kind, d.Name = profile.Institution, "Mairie d'Exemple" })
	if list := p.h.visit().get("/listes/institutions").is(http.StatusOK).all("option"); len(list) != 1 || attribute(list[0], "value") != "Mairie d'Exemple" {
		t.Errorf("%d institutions", len(list))
	}
}

func readMap(t *testing.T, v *browser) {
	whole := v.get("/carte").is(http.StatusOK)
	if dots := whole.all(".map .wide a.dot"); len(dots) < 40 {
		t.Errorf("%d lights on the map", len(dots))
	}
	base := v.get("/carte/fond.svg").is(http.StatusOK)
	if err := xml.Unmarshal(base.body, new(struct{})); err != nil {
		t.Error(err)
	}
	v.get("/annuaire?vue=carte").is(http.StatusOK).counts(".results.onmap", 1)
	for _, path := range []string{"/", "/carte", "/annuaire?vue=carte", "/annuaire?q=hotel&vue=carte", "/secteurs/construction", "/annuaire?pres=Gien&rayon=50"} {
		readLights(t, v, path)
	}
}

// readLights follows every light: those of several communes lead to a map, and what is there is what they say.
func readLights(t *testing.T, v *browser, path string) {
	several := 0
	page := v.get(path).is(http.StatusOK)
	for _, dot := range page.all(".map a.dot") {
		to, err := url.Parse(attribute(dot, "href"))
		if err != nil {
			t.Fatal(err)
		}
		merged := to.Query().Get("vue") == "carte"
		if !merged {
			continue
		}
		several++
		found := v.get(to.String()).is(http.StatusOK)
		found.counts(".results.onmap", 1)
		said, _, _ := strings.Cut(words(dot), " fiches")
		if n := said[strings.LastIndexByte(said, ' ')+1:]; to.Query().Has("commune") && !strings.HasPrefix(words(found.one("#combien")), n+" ") {
			t.Errorf("%s: the light says %s, %s shows %s", path, words(dot), to, words(found.one("#combien")))
		}
	}
	if several == 0 {
		t.Errorf("%s: no light stands for several communes", path)
	}
}

func readPlaces(t *testing.T, v *browser) {
	for _, c := range v.h.Territory.Region.Communes[:40] {
		v.get("/communes/"+c.Slug).is(http.StatusOK).has("h1", c.Name)
	}
	for _, e := range v.h.Territory.Region.EPCIs {
		v.get("/intercommunalites/"+e.Slug).is(http.StatusOK).has("h1", e.Name)
	}
	for _, s := range v.h.Territory.Activities.Sectors() {
		v.get("/secteurs/" + s.Slug).is(http.StatusOK)
	}
	for _, path := range []string{"/communes/atlantis", "/intercommunalites/x", "/secteurs/x", "/communes/orleans?suite=x", "/communes/", "/fiches", "/fiches/"} {
		v.get(path).is(http.StatusNotFound)
	}
	for called, path := range map[string]string{ // what people write into an address
		"/communes/Gien": "/communes/gien", "/communes/45155": "/communes/gien", "/communes/GIEN": "/communes/gien", "/communes/Orl%C3%A9ans": "/communes/orleans",
		"/communes/45200":                      "/communes/montargis", // to everybody; to Insee it is Ménestreau-en-Villette
		"/intercommunalites/Orleans-Metropole": "/intercommunalites/orleans-metropole", "/secteurs/Construction": "/secteurs/construction",
		"/fiches/CCI-du-Loiret": "/fiches/cci-du-loiret", "/fiches/CCI%20du%20Loiret": "/fiches/cci-du-loiret", "/api/v1/profiles/CCI-du-Loiret": "/api/v1/profiles/cci-du-loiret",
	} {
		v.get(called).leads(http.StatusMovedPermanently, path)
		v.get(path).is(http.StatusOK)
	}
	seen := map[string]bool{}
	for path := "/communes/orleans"; path != ""; {
		page := v.get(path).is(http.StatusOK)
		for _, card := range page.all(".cards > .card h3 a") {
			if seen[attribute(card, "href")] {
				t.Errorf("%s is listed twice", attribute(card, "href"))
			}
			seen[attribute(card, "href")] = true
		}
		path = ""
		if next := page.all(`main a[href*="suite="]`); len(next) > 0 {
			path = attribute(next[0], "href")
		}
	}
	if total := v.get("/api/v1/profiles?commune=orleans").list().Total; len(seen) != total {
		t.Errorf("the pages of Orléans list %d of %d", len(seen), total)
	}
}

func readFiles(t *testing.T, v *browser) {
	var index struct {
		Parts []struct {
			Loc string `xml:"loc"`
		} `xml:"sitemap"`
	}
	if err := xml.Unmarshal(v.get("/sitemap.xml").is(http.StatusOK).body, &index); err != nil || len(index.Parts) < 300 {
		t.Fatalf("%d maps: %v", len(index.Parts), err)
	}
	for _, part := range index.Parts[:12] {
		path := strings.TrimPrefix(part.Loc, v.h.Base.String())
		var set struct {
			URLs []struct {
				Loc string `xml:"loc"`
			} `xml:"url"`
		}
		if err := xml.Unmarshal(v.get(path).is(http.StatusOK).body, &set); err != nil {
			t.Fatal(err)
		}
		for _, u := range set.URLs[:min(len(set.URLs), 5)] {
			page := v.get(strings.TrimPrefix(u.Loc, v.h.Base.String())).is(http.StatusOK)
			page.counts("head meta[name=robots]", 0)
			if canonical := page.all("link[rel=canonical]"); len(canonical) != 1 || attribute(canonical[0], "href") != u.Loc {
				t.Errorf("%s is not its own canonical address", u.Loc)
			}
		}
	}
	robots := string(v.get("/robots.txt").is(http.StatusOK).body)
	if !strings.Contains(robots, "Sitemap: "+v.h.Base.String()+"/sitemap.xml") {
		t.Error(robots)
	}
	style := attribute(v.get("/").all("link[rel=stylesheet]")[0], "href")
	if a := v.get(style).is(http.StatusOK); a.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
		t.Errorf("the style is kept: %q", a.Header.Get("Cache-Control"))
	}
	if a := v.get(stylesheet).is(http.StatusOK); a.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("a file without fingerprint is kept: %q", a.Header.Get("Cache-Control"))
	}
	v.get("/public/css/partant.0000000000.css").is(http.StatusNotFound)
}

func readWords(_ *testing.T, v *browser) {
	for _, path := range []string{"/a-propos", "/mentions-legales", "/confidentialite", "/accessibilite", "/sources"} {
		page := v.get(path).is(http.StatusOK)
		page.counts("h1", 1)
		page.has("footer", "Mentions légales", "Accessibilité")
	}
}

// Tags hold signs that addresses use for themselves.
func TestTagsOfAnySign(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	tags := []string{"TCP/IP", "C++", "100 %", "50%", "a?b", "a#b", "éco-énergie", "R&D", "a;b", "a:b", "\"x\"", "a b", "..", "%2F"}
	for start := 0; start < len(tags); start += 7 {
		h.page(b, func(d *profile.Draft) { d.Name, d.Tags = "Signes", strings.Join(tags[start:start+7], ",") })
	}
	h.settle()
	v := h.visit()
	for _, tag := range tags {
		if tag != ".." { // is a way up
			v.get("/sujets/"+url.PathEscape(tag)).is(http.StatusOK).has("h1", tag)
		}
		v.get("/annuaire?etiquette="+url.QueryEscape(tag)).is(http.StatusOK).counts(".cards > .card", 1)
	}
}

// Without a search engine the directory answers from the store, and says so.
func TestSearchAway(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *config.Config) { c.Search = config.SearchOff })
	b := h.join("claude", viewer.Member)
	h.page(b, full)
	v := h.visit()
	found := v.get("/annuaire?q=atelier").is(http.StatusOK)
	found.counts(".cards > .card", 1)
	found.has(".found .notice", "La recherche se repose")
	for _, path := range []string{"/", "/carte", "/communes/orleans", "/secteurs/construction", "/intercommunalites/orleans-metropole", "/annuaire?page=3", "/annuaire?pres=Gien&rayon=5", "/fiches/atelier-du-heron", "/listes/propose", "/bienvenue"} {
		b.get(path).is(http.StatusOK)
	}
	v.get("/").counts("#vide", 0)
	l := v.get("/api/v1/profiles?q=atelier").list()
	if len(l.Items) != 1 || l.Total != -1 {
		t.Errorf("%+v", l)
	}
	v.get("/readyz").is(http.StatusOK)
	for _, path := range []string{"/sujets/bois", "/intercommunalites/beauce-loiretaine"} { // what the store cannot narrow by
		page := v.get(path).is(http.StatusOK)
		page.counts(".cards > .card", 0)
		page.has("main .notice", "La recherche se repose")
	}
	v.get("/secteurs/construction").is(http.StatusOK).counts(".cards > .card", 1)
	b.get("/fiches/nouvelle").submit("main form", company("Plomberie du Val")).is(http.StatusSeeOther)
}
