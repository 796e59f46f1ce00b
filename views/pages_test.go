package views_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"partant/internal/account"
	"partant/internal/trap"
	"partant/internal/treatment"
	"partant/internal/webhook"
	"partant/views"
	"partant/views/sample"
)

// drawn renders a component and parses what came out.
func drawn(t testing.TB, c templ.Component) *html.Node {
	t.Helper()
	var out strings.Builder
	if err := c.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(strings.NewReader(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func all(n *html.Node, selector string) []*html.Node {
	return cascadia.QueryAll(n, cascadia.MustCompile(selector))
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// words is the text of a node with single spaces.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// TestEveryPage checks what holds for all pages in all states.
func TestEveryPage(t *testing.T) {
	for _, p := range sample.Pages() {
		t.Run(p.Path, func(t *testing.T) {
			t.Parallel()
			doc := drawn(t, p.Draw)
			for selector, want := range map[string]int{
				`html[lang=fr]`: 1, `head > title`: 1, `h1`: 1, `main#contenu`: 1, `header.bar`: 1, `footer`: 1, `nav[aria-label=Principal]`: 1,
				`meta[name=viewport]`: 1, `link[rel=stylesheet]`: 1, `[style]`: 0, `style`: 0, `script:not([src]):not([type="application/ld+json"])`: 0,
			} {
				if got := len(all(doc, selector)); got != want {
					t.Errorf("%d × %s, want %d", got, selector, want)
				}
			}
			if first := all(doc, "body a")[0]; attr(first, "href") != "#contenu" {
				t.Errorf("the first link is not the one that skips to the content: %s", words(first))
			}
			checkNames(t, doc)
			checkControls(t, doc)
			checkForms(t, doc)
		})
	}
}

// checkNames finds ids used twice and references that lead nowhere.
func checkNames(t *testing.T, doc *html.Node) {
	t.Helper()
	ids := map[string]int{}
	for _, n := range all(doc, "[id]") {
		ids[attr(n, "id")]++
	}
	for id, n := range ids {
		if n > 1 || id == "" {
			t.Errorf("id %q is used %d times", id, n)
		}
	}
	for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "list", "form"} {
		for _, n := range all(doc, "["+name+"]") {
			for ref := range strings.FieldsSeq(attr(n, name)) {
				if ids[ref] == 0 {
					t.Errorf("%s=%q leads nowhere", name, ref)
				}
			}
		}
	}
	for _, n := range all(doc, `a[href^="#"]`) {
		if id := attr(n, "href")[1:]; ids[id] == 0 {
			t.Errorf("link to #%s leads nowhere", id)
		}
	}
}

// checkControls finds fields and buttons without a name, and links without words.
func checkControls(t *testing.T, doc *html.Node) {
	t.Helper()
	labelled := map[string]bool{}
	for _, n := range all(doc, "label[for]") {
		labelled[attr(n, "for")] = words(n) != ""
	}
	for _, n := range all(doc, `input:not([type=hidden]), select, textarea`) {
		inside := false
		for a := range n.Ancestors() {
			inside = inside || a.Data == "label" && words(a) != ""
		}
		picture := attr(n, "type") == "image" && attr(n, "alt") != "" // a button: its picture names it
		if !inside && !picture && !labelled[attr(n, "id")] && attr(n, "aria-label") == "" {
			t.Errorf("field %q has no label", attr(n, "name"))
		}
	}
	for _, n := range all(doc, "button, main a:not(.dot):not(.pin), header a") {
		described := len(all(n, `img[alt]:not([alt=""])`)) > 0 // a photo that opens large
		if words(n) == "" && attr(n, "aria-label") == "" && !described {
			t.Errorf("<%s %s> has no words", n.Data, attr(n, "href"))
		}
	}
}

// forgotten are the fields of forms that browsers are to keep nothing of: codes, baits, addresses that hold a secret, what confirms a farewell.
var forgotten = []string{account.FieldCode, account.FieldOldCode, account.FieldEmail, trap.FieldBait, webhook.FieldURL}

// checkForms makes sure that forms that change something carry the token when there is one, and that no field of a
// password is ever filled. What somebody wrote is there again when they go back.
func checkForms(t *testing.T, doc *html.Node) {
	t.Helper()
	member := len(all(doc, `header a[href="/compte"]`)) > 0
	for _, f := range all(doc, "form[method=post]") {
		if tokens := len(all(f, `input[type=hidden][name=jeton][value]`)); member && tokens != 1 {
			t.Errorf("form %s has %d tokens", attr(f, "action"), tokens)
		}
	}
	for _, f := range all(doc, `form[method=post] [autocomplete=off], form[method=post][autocomplete=off]`) {
		if !slices.Contains(forgotten, attr(f, "name")) {
			t.Errorf("browsers forget what was typed in %q when one goes back", attr(f, "name"))
		}
	}
	for _, f := range all(doc, "input[type=password]") {
		if attr(f, "value") != "" {
			t.Error("a password is shown again")
		}
	}
}

// TestWhatPagesShow checks the elements that people come for, page by page.
func TestWhatPagesShow(t *testing.T) {
	tests := []struct {
		path, selector string
		count          int
		first          string // words of the first; empty: any
	}{
		{"/", "h1", 1, "Les entreprises, les clubs et les institutions du Loiret se trouvent ici."},
		{"/", `form[role=search][action="/annuaire"] input[name=q]`, 1, ""},
		{"/", ".hero .map .wide a.dot:first-child", 1, "Orléans et 9 communes voisines : 603 fiches 603"},
		{"/", ".hero .map .narrow .hit", 50, ""},
		{"/", ".flow li", 4, "3 652 entreprises"},
		{"/", ".three > section", 3, ""},
		{"/", `[href^="/evenements"]`, 1, "Événements"},
		{"/evenements", ".meet", 5, ""},
		{"/evenements/mois/2026-11", "table.calendar td:not(.out)", 30, ""},
		{"/evenements/x", ".partant .go-there", 1, "Partant !"},
		{"/evenements/x-partant", ".partant form button", 3, ""},
		{"/evenements/x-annule", ".partant form", 0, ""},
		{"/vide", "#vide", 1, "La base est vide : voici quoi faire"},
		{"/vide", ".three", 0, ""},
		{"/annuaire", ".cards > .card", 10, ""},
		{"/annuaire", ".card mark", 1, "Plomberie"},
		{"/annuaire", ".facets fieldset", 6, ""},
		{"/annuaire", `.facets input[type=checkbox][form=chercher]`, 14, ""},
		{"/annuaire", `.facets input[type=checkbox][checked]`, 1, ""},
		{"/annuaire", `input[type=hidden][name=cherche][value="un apprenti"]`, 1, ""},
		{"/annuaire", ".active .chip", 4, "Retirer à 20 km d'Orléans"},
		{"/annuaire", `.beside .pin.many[data-f~="studio-heron"]`, 1, ""},
		{"/annuaire", `.beside .wide, .beside .narrow`, 0, ""}, // phones show no map there
		{"/annuaire", ".beside circle.around", 1, ""},
		{"/annuaire", ".pages a[rel=next]", 1, "Suivante"},
		{"/annuaire", ".pages a[rel=prev]", 0, ""},
		{"/annuaire", ".sorts [aria-current]", 1, "Pertinence"},
		{"/annuaire-rien", "#combien", 1, "Aucun résultat"},
		{"/annuaire-rien", `.empty a[href*="rayon=20"]`, 1, "Voici 3 fiches à moins de 20 km"},
		{"/annuaire-rien", `.empty .chip`, 4, "Entreprises 12 fiches"},
		{"/annuaire-rien", `.empty .chip[href="/annuaire?cherche=un+apprenti&pres=45234&q=plombier&rayon=5"]`, 1, ""},
		{"/annuaire-repos", ".found .notice", 4, "La recherche se repose : voici les fiches dont le nom commence ainsi. Les compteurs et les distances reviendront avec elle."},
		{"/annuaire-repos", `.found .notice[data-tone=erreur] + .notice[data-tone=erreur]`, 1, "Nous ne connaissons pas la commune « nimporte » : nous l'avons laissée de côté."},
		{"/annuaire-lieu", `.found .notice a[href="/annuaire?pres=45252&q=plombier"]`, 1, "Choisir une distance"},
		{"/annuaire-carte", ".results.onmap .beside .wide .dot", 198, ""},
		{"/carte", ".towns li", 252, ""},
		{"/commune", ".area", 1, ""},
		{"/commune", `a[href="/fiches/nouvelle?commune=45155"]`, 1, "Y publier ma page"},
		{"/commune-vide", ".empty", 1, "Personne n'a encore de page ici. Publiez la première ."},
		{"/fiche", `a[href="tel:+33261910012"]`, 1, "02 61 91 00 12"},
		{"/fiche", `form#email[method=post][action="/fiches/plomberie-du-val/email"]`, 1, "Voir l'adresse e-mail"},
		{"/fiche", `a[href^="mailto:"][id=email]`, 0, ""},
		{"/fiche", ".state.ok", 1, "Ouvert maintenant"},
		{"/fiche", ".hours [data-today] dt", 1, "mardi"},
		{"/fiche", ".fiche > header .eg", 1, "exemple"},
		{"/fiche", ".owner", 0, ""},
		{"/fiche", `script[type="application/ld+json"]`, 0, ""}, // an example is nobody
		{"/fiche-equipe", ".owner .go", 1, "Donnez vos horaires."},
		{"/fiche-equipe", `.owner a[href="/fiches/plomberie-du-val/modifier#champ-horaires"]`, 1, ""},
		{"/fiche-equipe", `a[href="mailto:contact@plomberie-du-val.invalid"]`, 1, "contact@plomberie-du-val.invalid"},
		{"/fiche-nue", `script[type="application/ld+json"]`, 1, ""},
		{"/fiche-nue", ".facet-side .soft", 3, ""},
		{"/fiche-nue", `a[href^="tel:"]`, 0, ""},
		{"/publier", `.kinds input[type=radio]`, 4, ""},
		{"/publier", `details.step[open]`, 0, ""},
		{"/publier", `input[name=commune][list=communes][required]`, 1, ""},
		{"/publier-erreurs", `[role=alert] a[href="#champ-siret"]`, 1, "Ce SIRET a 13 chiffres, il en faut 14 (ou 9 pour un SIREN)."},
		{"/publier-erreurs", `#champ-siret[aria-invalid=true][value="1234567890123"]`, 1, ""},
		{"/publier-erreurs", `details.step[open]`, 1, ""},
		{"/publier-erreurs", `.notice[role=alert] p`, 1, "3 réponses sont à revoir. Votre texte est gardé."},
		{"/connexion-code-erreur", `.notice[role=alert] p`, 1, "Une réponse est à revoir."}, // a code is not shown again
		{"/modifier-conflit", `.notice[role=alert]`, 1, ""},
		{"/modifier-conflit", `input[name=version][value="3"]`, 1, ""},
		{"/supprimer", `form[action="/fiches/plomberie-du-val/supprimer"] button`, 1, "Supprimer la page"},
		{"/connexion", `input[name=suite][value="/compte"]`, 1, ""},
		{"/inscription-erreurs", `input[name=quinze_ans][checked]`, 1, ""},
		{"/inscription-erreurs", `.field[data-wrong]`, 2, ""},
		{"/compte", `form[action="/deconnexion"] button`, 1, "Me déconnecter"},
		{"/compte", `.devices form`, 1, "Déconnecter Safari sur iPhone"},
		{"/bienvenue-1", `.steps [aria-current=step]`, 1, "Qui êtes-vous ?"},
		{"/bienvenue-3", ".lead", 1, "Voici qui se présente près de chez vous : ouvrez leurs pages, suivez celles dont vous voulez des nouvelles."},
		{"/premier-administrateur", `input[name=cle][value=secret]`, 1, ""},
		{"/premier-administrateur-fini", `main form`, 0, ""},
		{"/mentions-legales", "#contact, #signaler", 2, ""},
		{"/mentions-legales", "main .notice", 0, ""},
		{"/mentions-legales-vides", "main .notice", 1, ""},
		{"/conditions", "h1", 1, "Conditions d'utilisation"},
		{"/confidentialite", "main h3", len(treatment.All()), "Tenir votre compte"},
		{"/compte-suppression", "main .names > li", 2, ""},
		{"/compte-suppression-erreur", "#champ-email[value='camille@']", 1, ""},
		{"/compte-depart", "main form", 2, ""},
		{"/conditions-accepter", `input[name=suite][value="/fiches/nouvelle"]`, 1, ""},
		{"/conditions-acceptees", "main form", 0, ""},
		{"/erreur-429", ".lead", 1, "Vous allez plus vite que nous : attendez un instant. Revenez dans deux minutes."},
		{"/erreur-410", "h1", 1, "Cette page n'existe plus"},
		{"/erreur-404", `main a.button[href="/annuaire"]`, 1, "Chercher dans l'annuaire"},
		{"/erreur-500", `meta[name=robots][content=noindex]`, 1, ""},
	}
	pages := map[string]*html.Node{}
	for _, p := range sample.Pages() {
		pages[p.Path] = drawn(t, p.Draw)
	}
	for _, test := range tests {
		found := all(pages[test.path], test.selector)
		if len(found) != test.count {
			t.Errorf("%s: %d × %s, want %d", test.path, len(found), test.selector, test.count)
		} else if test.first != "" && words(found[0]) != strings.ReplaceAll(test.first, "\u202f", " ") {
			t.Errorf("%s: %s says %q, want %q", test.path, test.selector, words(found[0]), test.first)
		}
	}
}

// TestSignsStayWithTheirWords looks for spaces that may break before a sign, and for brackets round nothing.
func TestSignsStayWithTheirWords(t *testing.T) {
	t.Parallel()
	breaks := regexp.MustCompile(`\S* ([:;!?»%€](\s|$))|« |\(\)`)
	for _, p := range sample.Pages() {
		for n := range drawn(t, p.Draw).Descendants() {
			if n.Type != html.TextNode || slices.Contains([]string{"script", "code", "kbd", "textarea"}, n.Parent.Data) {
				continue
			}
			if found := breaks.FindString(n.Data); found != "" {
				t.Errorf("%s: %q may break in %q", p.Path, found, strings.TrimSpace(n.Data))
			}
		}
	}
}

// TestFragment checks that the answer to htmx is the part of the page that it replaces.
func TestFragment(t *testing.T) {
	t.Parallel()
	part := drawn(t, views.DirectoryResults(sample.Directory()))
	if n := len(all(part, "body > #resultats")); n != 1 {
		t.Fatalf("%d × #resultats at the top of the fragment", n)
	}
	if n := len(all(part, "head > title, header.bar")); n != 0 {
		t.Errorf("the fragment holds %d parts of the frame", n)
	}
	page := drawn(t, views.Directory(sample.Directory()))
	if got, want := words(all(page, "#resultats")[0]), words(all(part, "#resultats")[0]); got != want {
		t.Errorf("the page and the fragment differ:\n%s\n%s", got, want)
	}
}

// TestZeroPages draws every page from its zero struct: a handler that forgets a field must not break the site.
func TestZeroPages(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]templ.Component{
		"Home": views.Home(views.HomePage{}), "Directory": views.Directory(views.DirectoryPage{}), "Map": views.Map(views.MapPage{}), "Place": views.Place(views.PlacePage{}),
		"Profile": views.Profile(views.ProfilePage{}), "ProfileForm": views.ProfileForm(views.ProfileFormPage{}), "EraseConfirm": views.EraseConfirm(views.EraseConfirmPage{}),
		"SignIn": views.SignIn(views.SignInPage{}), "SignUp": views.SignUp(views.SignUpPage{}), "Account": views.Account(views.AccountPage{}), "Welcome": views.Welcome(views.WelcomePage{}),
		"FirstAdmin": views.FirstAdmin(views.FirstAdminPage{}), "Error": views.Error(views.ErrorPage{}), "About": views.About(views.TextPage{}), "Legal": views.Legal(views.TextPage{}),
		"Privacy": views.Privacy(views.TextPage{}), "Accessibility": views.Accessibility(views.TextPage{}), "Sources": views.Sources(views.TextPage{}),
	} {
		if doc := drawn(t, c); len(all(doc, "h1")) != 1 {
			t.Errorf("%s has no heading", name)
		}
	}
}
