package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/mail/mailtest"
)

// letters are those that went to an address, in no order. The post of a house without a mail server is a folder.
func (h *house) letters(to string) (found []mailtest.Received) {
	h.t.Helper()
	files, err := filepath.Glob(filepath.Join(h.data, "outbox", "*.eml"))
	if err != nil {
		h.t.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			h.t.Fatal(err)
		}
		if letter := mailtest.Parse(raw); letter.Wrong != nil {
			h.t.Fatalf("%s: %v", file, letter.Wrong)
		} else if letter.To == to {
			found = append(found, letter)
		}
	}
	return found
}

// letter waits for the only letter to an address whose subject has these words.
func (h *house) letter(to, subject string) mailtest.Received {
	h.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		for _, l := range h.letters(to) {
			if strings.Contains(l.Subject, subject) {
				return l
			}
		}
	}
	h.t.Fatalf("no letter to %s about %q", to, subject)
	return mailtest.Received{}
}

var (
	codeIn = regexp.MustCompile(`(?m)^ +(\d{3} \d{3})$`)
	linkIn = regexp.MustCompile(`https?://[^/\s]+(/connexion/lien/\S+)`)
)

// code is the code of a letter.
func code(t testing.TB, l mailtest.Received) string {
	t.Helper()
	found := codeIn.FindStringSubmatch(l.Text)
	if found == nil {
		t.Fatalf("no code in\n%s", l.Text)
	}
	return found[1]
}

// link is the path of the link of a letter.
func link(t testing.TB, l mailtest.Received) string {
	t.Helper()
	found := linkIn.FindStringSubmatch(l.Text)
	if found == nil {
		t.Fatalf("no link in\n%s", l.Text)
	}
	return found[1]
}

// entryOf goes through the form of /inscription and the letter that follows it.
func (b *browser) entryOf(form url.Values, at string) *answer {
	b.h.t.Helper()
	b.get(at).submit("main form", form).leads(http.StatusSeeOther, "/connexion/entrer")
	letter := b.h.letter(form.Get(account.FieldEmail), "code")
	return b.get("/connexion/entrer").is(http.StatusOK).submit("main form", url.Values{account.FieldCode: {code(b.h.t, letter)}})
}

// knock asks for a letter at the door.
func (b *browser) knock(email string) *answer {
	b.h.t.Helper()
	return b.get("/connexion").submit(`form[action="/connexion/code"]`, url.Values{account.FieldEmail: {email}})
}

// withPassword goes through the door by a password.
func (b *browser) withPassword(at, email, word string) *answer {
	b.h.t.Helper()
	return b.get(at).submit("main form", url.Values{account.FieldEmail: {email}, account.FieldPassword: {word}})
}
