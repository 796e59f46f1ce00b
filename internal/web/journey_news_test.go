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
	"partant/internal/debt"
	"partant/internal/mail/mailtest"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// rhythm has a member choose how often they are written to.
func (b *browser) rhythm(r account.Rhythm) {
	b.h.t.Helper()
	page := b.get("/compte").is(http.StatusOK)
	page.submit(`form[action="/compte/rythme"]`, url.Values{account.FieldRhythm: {r.String()}}).leads(http.StatusSeeOther, "/compte")
	if got := attribute(b.get("/compte").one("input[name=rythme][checked]"), "value"); got != r.String() {
		b.h.t.Fatalf("%q is kept for %q", got, r)
	}
}

// news are the letters about what is new that went to a member.
func (h *house) news(of *browser) (letters []mailtest.Received) {
	h.t.Helper()
	for _, l := range h.letters(of.account.Email) {
		if l.Header.Get("List-Id") != "" {
			letters = append(letters, l)
		}
	}
	return letters
}

// morning lets the time pass until the digests of tomorrow have left.
func (h *house) morning(of ...*browser) {
	h.t.Helper()
	at := h.hands.now().Truncate(24 * time.Hour).Add(31 * time.Hour) // seven o'clock of UTC, eight in winter Paris
	h.hands.pass(at.Sub(h.hands.now()))
	h.digested(of...)
}

// digested waits until no letter about what is new is due to some members.
func (h *house) digested(of ...*browser) {
	h.t.Helper()
	if _, err := h.Notifier.Pay(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	h.await("the letters", func() bool {
		if _, err := h.Digests.Empty(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
		for _, b := range of {
			a, err := h.Accounts.Get(h.t.Context(), b.account.ID)
			if err != nil {
				continue // gone
			}
			for _, d := range a.Owes {
				if (d.Kind == account.OwesDigest || d.Kind == account.OwesWord) && !d.Due.After(h.hands.now().Add(time.Minute)) {
					return false
				}
			}
		}
		return true
	})
}

// rung waits until a member is owed the letter about so many unread notifications.
func (h *house) rung(b *browser, unread int) {
	h.t.Helper()
	h.unread(b, unread)
	h.await("a letter is owed", func() bool {
		a, err := h.Accounts.Get(h.t.Context(), b.account.ID)
		return err == nil && slices.ContainsFunc(a.Owes, func(d debt.Debt) bool { return d.Kind == account.OwesWord })
	})
}

var stopIn = regexp.MustCompile(`https?://[^/\s>]+(/lettres/arret/[^\s>]+)`)

// Who wants to be told at once is, some minutes later, of all that came meanwhile and that they have not read.
func TestLetterAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t, secured)
	asker, _, _ := h.speaker("odile")
	other, _, _ := h.speaker("fanny")
	asker.rhythm(account.AtOnce)
	path := asker.opened(nil)

	answer := other.says(path, "Chez nous, en **juin**.")
	h.rung(asker, 1)
	h.hands.pass(account.Hold - 2*time.Minute)
	h.digested(asker, other)
	if got := h.news(asker); len(got) != 0 {
		t.Fatalf("it did not wait: %q", got[0].Subject)
	}
	h.hands.pass(3 * time.Minute)
	h.digested(asker, other)
	l := h.letter(asker.account.Email, "Claire fanny vous a répondu dans « Qui a raccordé")
	for _, part := range []string{"Bonjour odile,", "> Chez nous, en **juin**.", "/reponses/" + idIn(answer), "/lettres/arret/", "/compte#vos-e-mails"} {
		if !strings.Contains(l.Text, part) || part[0] == '/' && !strings.Contains(l.HTML, part) {
			t.Errorf("it lacks %q:\n%s", part, l.Text)
		}
	}
	if l.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || l.Header.Get("In-Reply-To") == "" || l.Header.Get("References") != l.Header.Get("In-Reply-To") ||
		!strings.HasPrefix(l.Header.Get("List-Id"), "<nouvelles.") {
		t.Errorf("its header is %v", l.Header)
	}
	if contains(l.Raw, other.account.ID) {
		t.Error("another account is told")
	}

	other.says(path, "Et en juillet.")
	other.says(path, "Et en août.")
	h.rung(asker, 3)
	h.hands.pass(account.Hold)
	h.digested(asker, other)
	two := h.letter(asker.account.Email, "2 nouvelles vous concernent")
	if two.Header.Get("In-Reply-To") != l.Header.Get("In-Reply-To") {
		t.Errorf("two letters about one discussion are apart: %v", two.Header)
	}
	if strings.Contains(two.Text, "juin") || !strings.Contains(two.Text, "Et en août.") {
		t.Errorf("what was told is told again:\n%s", two.Text)
	}

	other.says(path, "Et en septembre.")
	h.rung(asker, 4)
	asker.get("/notifications").submit(`form[action="/notifications/lues"]:not(.told *)`, nil).is(http.StatusSeeOther)
	h.hands.pass(account.Hold)
	h.digested(asker, other)
	if got := h.news(asker); len(got) != 2 {
		t.Errorf("%d letters, one of what was read", len(got))
	}
	if got := h.news(other); len(got) != 0 {
		t.Errorf("%d letters to who acted", len(got))
	}
}

// One letter in the morning tells what concerns a member and what is new where they follow; the next tells only what is newer.
func TestDigest(t *testing.T) {
	t.Parallel()
	h := open(t)
	reader, own, _ := h.speaker("rose")
	speaker, _, company := h.speaker("serge")
	stranger := h.join("simon", viewer.Member)
	h.page(stranger, func(d *profile.Draft) { d.Name, d.Commune = "Maison Simon", "45075" })
	h.morning(reader, speaker, stranger)
	h.morning(reader, speaker, stranger)
	if got := h.news(reader); len(got) != 0 {
		t.Fatalf("nothing is new, and a letter says %q", got[0].Text)
	}

	reader.get("/fiches/"+company.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	speaker.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Portes ouvertes"}, post.FieldBody: {"Venez."}}).is(http.StatusSeeOther)
	speaker.opened(nil)
	stranger.get("/fiches/"+own.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	h.unread(reader, 1)
	h.morning(reader, speaker, stranger)
	l := h.letter(reader.account.Email, "Une nouvelle vous concerne")
	for _, part := range []string{"CE QUI VOUS CONCERNE", "suit votre page « Claire rose »", "PUBLIÉ LÀ OÙ VOUS SUIVEZ", "Portes ouvertes (Atelier serge)", "/publications/portes-ouvertes",
		"ON EN PARLE", "Qui a raccordé"} {
		if !strings.Contains(l.Text, part) {
			t.Errorf("it lacks %q:\n%s", part, l.Text)
		}
	}
	h.letter(speaker.account.Email, "Une nouvelle vous concerne") // somebody follows their page; what they published is no news to them
	if got := h.news(stranger); len(got) != 0 {
		t.Errorf("who follows nothing gets %q", got[0].Text)
	}

	h.morning(reader, speaker, stranger)
	if got := h.news(reader); len(got) != 1 {
		t.Errorf("%d letters", len(got))
	}
	reader.rhythm(account.Weekly)
	speaker.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Soldes"}, post.FieldBody: {"Venez."}}).is(http.StatusSeeOther)
	for range 2 { // until Sunday
		h.morning(reader, speaker, stranger)
	}
	if got := h.news(reader); len(got) != 1 {
		t.Errorf("%d letters in the week", len(got))
	}
	h.morning(reader, speaker, stranger)
	week := h.letter(reader.account.Email, "Du nouveau sur Partant Loiret")
	if !strings.Contains(week.Text, "Soldes") || strings.Contains(week.Text, "Portes ouvertes") {
		t.Errorf("on Monday:\n%s", week.Text)
	}
}

// What is gone when a letter leaves is not in it: a page that leaves, an answer that was taken back.
func TestDigestOfWhatIsGone(t *testing.T) {
	t.Parallel()
	h := open(t)
	reader, _, _ := h.speaker("rose")
	leaver, _, _ := h.speaker("lea")
	other, _, _ := h.speaker("omar")
	path := reader.opened(nil)
	h.morning(reader, leaver, other)
	leaver.says(path, "Je pars demain.")
	gone := other.says(path, "Je n'ai rien dit.")
	h.unread(reader, 2)
	other.get("/reponses/"+idIn(gone)+"/supprimer").submit("main form", nil).is(http.StatusSeeOther)
	leaver.signIn() // sensitive: it wants a fresh proof
	leaver.get("/compte/suppression").submit("main form", url.Values{account.FieldEmail: {leaver.account.Email}}).is(http.StatusSeeOther)
	h.morning(reader, leaver, other)
	for _, l := range h.news(reader) {
		for _, word := range []string{"vous a répondu", "Claire lea", "Claire omar", "Je pars", "rien dit"} {
			if strings.Contains(l.Text, word) {
				t.Errorf("%q is told:\n%s", word, l.Text)
			}
		}
	}
	if got := h.news(leaver); len(got) != 0 {
		t.Errorf("who leaves gets %q", got[0].Text)
	}
}

// One click ends the letters, for whoever has one, signed in or not; a link opened by a program changes nothing.
func TestStopLetters(t *testing.T) {
	t.Parallel()
	h := open(t)
	reader, own, _ := h.speaker("rose")
	fan := h.join("fanny", viewer.Member)
	fan.get("/fiches/"+own.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	h.unread(reader, 1)
	h.morning(reader, fan)
	l := h.letter(reader.account.Email, "Une nouvelle vous concerne")
	path := stopIn.FindStringSubmatch(l.Text)[1]
	if !strings.Contains(l.Header.Get("List-Unsubscribe"), path) {
		t.Errorf("its header is %v", l.Header)
	}
	kept := func() account.Rhythm {
		t.Helper()
		a, err := h.Accounts.Get(t.Context(), reader.account.ID)
		if err != nil {
			t.Fatal(err)
		}
		return a.Rhythm
	}
	v := h.visit()
	v.get(path).is(http.StatusOK).has("h1", "Ne plus recevoir ces lettres")
	if kept() != account.Daily {
		t.Fatal("looking ended the letters")
	}
	for _, wrong := range []string{path + "x", "/lettres/arret/" + fan.account.ID, "/lettres/arret/" + fan.account.ID + path[strings.LastIndexByte(path, '.'):], "/lettres/arret/."} {
		v.get(wrong).is(http.StatusNotFound)
		v.post(wrong, url.Values{"List-Unsubscribe": {"One-Click"}}).is(http.StatusNotFound)
	}
	for range 2 { // from a mail program: it says nothing of where it comes from
		v.post(path, url.Values{"List-Unsubscribe": {"One-Click"}}, without("Origin"), without("Sec-Fetch-Site")).is(http.StatusOK)
	}
	if kept() != account.Never {
		t.Fatal("one click changed nothing")
	}
	v.get(path).is(http.StatusOK).has("h1", "C'est fait")
	reader.rhythm(account.Daily)
	v.get(path).submit("main form", nil).leads(http.StatusSeeOther, path).follow().has("h1", "C'est fait")
	if kept() != account.Never {
		t.Fatal("the button changed nothing")
	}
	for _, value := range []string{"", "toujours"} {
		reader.post("/compte/rythme", url.Values{account.FieldRhythm: {value}, views.FieldToken: {reader.token()}}).is(http.StatusUnprocessableEntity)
	}
	fan.get("/fiches/"+own.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	h.morning(reader, fan)
	if got := h.news(reader); len(got) != 1 {
		t.Errorf("%d letters", len(got))
	}
}
