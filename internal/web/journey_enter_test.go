package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/viewer"
	"partant/views"
)

func TestEnterByCode(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.join("claude", viewer.Member)
	b := h.visit()
	b.get("/connexion?suite=%2Fannuaire").submit(`form[action="/connexion"]`, url.Values{account.FieldEmail: {"Claude@exemple.invalid"}}).leads(http.StatusSeeOther, "/connexion/entrer")
	page := b.get("/connexion/entrer").is(http.StatusOK)
	page.has(".lead", "Claude@exemple.invalid")
	letter := h.letter("Claude@exemple.invalid", "Votre code pour entrer")
	if !strings.HasPrefix(letter.Text, "Bonjour claude,") || !strings.Contains(letter.HTML, code(t, letter)) || letter.From != "partant@localhost" && !strings.HasPrefix(letter.From, "partant@") {
		t.Errorf("from %s: %s", letter.From, letter.Text)
	}
	wrong := page.submit("main form", url.Values{account.FieldCode: {"000 00"}}).is(http.StatusUnprocessableEntity)
	wrong.has("#champ-code-erreur", "a 6 chiffres") // no try is used up
	said := code(t, letter)
	wrong = wrong.submit("main form", url.Values{account.FieldCode: {said[1:] + string('0'+(said[0]-'0'+1)%10)}}).is(http.StatusUnprocessableEntity)
	wrong.has("#champ-code-erreur", "4 essais")
	wrong.submit("main form", url.Values{account.FieldCode: {code(t, letter)}}).leads(http.StatusSeeOther, "/annuaire")
	b.get("/compte").is(http.StatusOK).has("h1", "claude")
	if _, kept := b.cookies[h.cookie("entree")]; kept {
		t.Error("the cookie of the door stays")
	}
	h.visit().get("/connexion/entrer").is(http.StatusNotFound).has("h1", "Ce code ne sert plus")
}

// The link works in any browser, once, and only when its button is pressed: programs that look at letters open links.
func TestEnterByLink(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.join("claude", viewer.Member)
	h.visit().knock("claude@exemple.invalid").is(http.StatusSeeOther)
	path := link(t, h.letter("claude@exemple.invalid", "Votre code pour entrer"))
	b := h.visit()
	for range 3 {
		if a := b.get(path).is(http.StatusOK); a.Header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("Referrer-Policy %q", a.Header.Get("Referrer-Policy"))
		}
	}
	b.get("/compte").is(http.StatusSeeOther) // not in yet
	b.get(path).submit("main form", nil).leads(http.StatusSeeOther, "/bienvenue")
	b.get("/compte").is(http.StatusOK)
	for _, over := range []string{path, "/connexion/lien/invente", "/connexion/lien/..%2F.."} {
		h.visit().get(over).is(http.StatusNotFound).has("h1", "Ce code ne sert plus")
	}
	h.visit().post("/connexion/lien", url.Values{views.FieldSecret: {strings.TrimPrefix(path, "/connexion/lien/")}}).is(http.StatusNotFound)
}

// Somebody unknown who only gave an address says the rest once it is known to be theirs.
func TestUnknownAtTheDoor(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.visit()
	b.knock("neuve@exemple.invalid").leads(http.StatusSeeOther, "/connexion/entrer")
	b.get("/inscription/fin").is(http.StatusNotFound) // not before the code
	letter := h.letter("neuve@exemple.invalid", "créer votre compte")
	b.get("/connexion/entrer").submit("main form", url.Values{account.FieldCode: {code(t, letter)}}).leads(http.StatusSeeOther, "/inscription/fin")
	rest := b.get("/inscription/fin").is(http.StatusOK)
	rest.has(".lead", "neuve@exemple.invalid")
	refused := rest.submit("main form", url.Values{account.FieldName: {"Dominique"}, account.FieldPassword: {"court"}}).is(http.StatusUnprocessableEntity)
	refused.counts("main form .wrong", 3)
	if refused.value("#champ-nom") != "Dominique" {
		t.Error("what was typed is lost")
	}
	refused.submit("main form", url.Values{account.FieldAdult: {"oui"}, account.FieldTerms: {"oui"}, account.FieldPassword: {""}}).leads(http.StatusSeeOther, "/bienvenue")
	b.get("/compte").has("h1", "Dominique")
	h.letter("neuve@exemple.invalid", "Bienvenue")
	b.get("/inscription/fin").is(http.StatusNotFound)
}

// Whoever asks learns nothing of an address but in its letters.
func TestDoorTellsNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.join("claude", viewer.Member)
	look := func(email string, ask func(b *browser, email string) *answer) string {
		b := h.visit()
		a := ask(b, email).is(http.StatusSeeOther)
		return a.Header.Get("Location") + strings.ReplaceAll(string(b.get("/connexion/entrer").body), email, "")
	}
	for name, ask := range map[string]func(*browser, string) *answer{
		"knock":   func(b *browser, email string) *answer { return b.knock(email) },
		"sign up": func(b *browser, email string) *answer { return b.get("/inscription").submit("main form", entry(email)) },
	} {
		if known, unknown := look("claude@exemple.invalid", ask), look("personne@exemple.invalid", ask); known != unknown {
			t.Errorf("%s: a known address reads\n%s\nan unknown one\n%s", name, known, unknown)
		}
	}
	h.letter("claude@exemple.invalid", "Vous avez déjà un compte")
}

func TestCodeGrowsOld(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.join("claude", viewer.Member)
	b := h.visit()
	b.knock("claude@exemple.invalid")
	letter := h.letter("claude@exemple.invalid", "Votre code")
	form := b.get("/connexion/entrer")
	h.hands.pass(61 * time.Minute)
	form.submit("main form", url.Values{account.FieldCode: {code(t, letter)}}).is(http.StatusNotFound).has("main", "Recevoir un autre code")
	b.get(link(t, letter)).is(http.StatusNotFound)
}

// Somebody who signed in in another tab may still send a form of the door; other forms come back with what was typed.
func TestFormsOfAnotherSession(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	b.post("/connexion", url.Values{account.FieldEmail: {"claude@exemple.invalid"}, account.FieldPassword: {password}}).is(http.StatusSeeOther)
	old := b.get("/fiches/nouvelle")
	b.signIn()
	again := old.submit("main form", company("Plomberie du Val")).is(http.StatusForbidden)
	again.has("h1", "Envoyez à nouveau")
	again.submit("main form", nil).leads(http.StatusSeeOther, "/fiches/plomberie-du-val")

	form := b.get("/fiches/nouvelle")
	delete(b.cookies, h.cookie("session"))
	out := form.submit("main form", company("Menuiserie du Val")).is(http.StatusUnauthorized)
	out.has("h1", "Connectez-vous d'abord")
	b.signIn()
	again = out.submit("main form", nil).is(http.StatusForbidden)
	again.submit("main form", nil).leads(http.StatusSeeOther, "/fiches/menuiserie-du-val")
}
