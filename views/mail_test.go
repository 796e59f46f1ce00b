package views_test

import (
	"strings"
	"testing"

	"partant/internal/lang"
	"partant/internal/mail"
	"partant/views"
	"partant/views/sample"
)

func letter(t *testing.T, l mail.Letter) string {
	t.Helper()
	var out strings.Builder
	site := &views.Site{BaseURL: "https://partant.example", Region: views.Region{Name: "Loiret"}}
	if err := views.Letter(site, l).Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestLetter(t *testing.T) {
	t.Parallel()
	l := sample.Letter()
	html := letter(t, l)
	for _, part := range []string{l.Opening, l.Code, l.Action.URL, l.Action.Label, "Deux\nlignes", l.Unsubscribe, "Partant Loiret"} {
		if !strings.Contains(html, part) {
			t.Errorf("the letter lacks %q", part)
		}
	}
	for _, fetched := range []string{"src=", "url(", "<link", "@import"} {
		if strings.Contains(html, fetched) {
			t.Errorf("the letter fetches something: %q", fetched)
		}
	}
}

// A picture is shown by its name in the letter that it comes with.
func TestLetterShows(t *testing.T) {
	t.Parallel()
	l := sample.Letter()
	l.Shown = mail.Picture{Name: `b"il let.png`, Alt: `Un "billet"`}
	if html := letter(t, l); !strings.Contains(html, `src="cid:b%22il%20let.png"`) || !strings.Contains(html, `alt="Un &#34;billet&#34;"`) {
		t.Error(html)
	}
}

// Nothing that somebody wrote is live in a letter.
func TestHostileLetter(t *testing.T) {
	t.Parallel()
	for _, payload := range []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `javascript:alert(1)`, `</title><svg onload=alert(1)>`} {
		html := letter(t, mail.Letter{Subject: payload, Opening: payload, Before: []string{payload}, Code: payload, Quote: payload,
			After: []string{payload}, Action: mail.Action{Label: payload, URL: payload}, Unsubscribe: payload})
		for _, live := range []string{"<script", "<img", "<svg", `href="javascript`} {
			if strings.Contains(html, live) {
				t.Errorf("%q is live: %s", payload, live)
			}
		}
	}
}

// A letter says which language it is in, to screen readers too.
func TestLetterInItsLanguage(t *testing.T) {
	t.Parallel()
	l := sample.Letter()
	for tag, words := range map[lang.Tag][]string{lang.French: {`<html lang="fr">`, "Ne plus recevoir ces lettres"}, lang.English: {`<html lang="en">`, "Stop receiving these letters"}} {
		l.Language = tag
		for _, word := range words {
			if html := letter(t, l); !strings.Contains(html, word) {
				t.Errorf("in %q it lacks %q", tag, word)
			}
		}
	}
}
