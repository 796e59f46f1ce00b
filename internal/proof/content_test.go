package proof_test

import (
	"bytes"
	"strings"
	"testing"

	"partant/internal/proof"
)

const token = "k7Qm-2xLw_9RtZp4sVbN8cYd"

func TestTokenIn(t *testing.T) {
	t.Parallel()
	filler := func(n int) string { return strings.Repeat("a", n) + "\n" }
	for name, test := range map[string]struct {
		content string
		want    bool
	}{
		"alone":                          {token, true},
		"with a line end":                {token + "\n", true},
		"with a line end of Windows":     {token + "\r\n", true},
		"with a line end of old Macs":    {"Partant\r" + token + "\r", true},
		"after the mark of Windows":      {"\uFEFF" + token + "\r\n", true},
		"between blanks":                 {"\n\t " + token + " \t\n", true},
		"under other words":              {"# Partant\n\nNotre fiche :\n" + token + "\nmerci\n", true},
		"one of several":                 {strings.Repeat("b", 24) + "\n" + token, true},
		"at the very end of the limit":   {filler(4095-len(token)) + token, true},
		"then a line end":                {filler(4095-len(token)) + token + "\n" + filler(9000), true},
		"then a line end of Windows":     {filler(4095-len(token)) + token + "\r\n", true},
		"then another sign":              {filler(4095-len(token)) + token + "A", false},
		"across the limit":               {filler(4096-len(token)) + token, false},
		"behind the limit":               {filler(4096) + token + "\n", false},
		"behind a line without end":      {strings.Repeat("a", 5000) + "\n" + token, false},
		"nothing":                        {"", false},
		"nothing but line ends":          {"\n\r\n\r", false},
		"in a sentence":                  {"jeton " + token, false},
		"in a link":                      {"<p>" + token + "</p>", false},
		"as the record of a domain":      {"partant=" + token, false},
		"in another case":                {strings.ToUpper(token), false},
		"cut":                            {token[1:], false},
		"in two lines":                   {token[:9] + "\n" + token[9:], false},
		"after a NUL":                    {"\x00" + token, false},
		"after a space that is no blank": {"\u00a0" + token, false},
		"after a mark in the middle":     {"Partant\n\uFEFF" + token, false},
		"in UTF-16":                      {"\xff\xfe" + strings.Join(strings.Split(token, ""), "\x00") + "\x00", false},
	} {
		if got := proof.TokenIn([]byte(test.content), token); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// What is no token is in nothing: an empty line would prove any page.
func TestTokenInKnowsTokens(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", " ", "abc", strings.Repeat("a", 15), strings.Repeat("a", 129), token + " ", token + "\n" + token, "<!doctype html>..", "é" + token} {
		if proof.TokenIn([]byte("\n\n"+bad+"\n"), bad) {
			t.Errorf("%q was taken for a token", bad)
		}
	}
	for _, good := range []string{strings.Repeat("a", 16), strings.Repeat("-", 128)} {
		if !proof.TokenIn([]byte(good), good) {
			t.Errorf("%q was not found", good)
		}
	}
}

func FuzzTokenIn(f *testing.F) {
	for _, seed := range []string{"", token, "\uFEFF" + token + "\r\n", "a\r" + token + "b", strings.Repeat("\n", 4096-len(token)) + token + "x"} {
		f.Add([]byte(seed), token)
	}
	f.Add([]byte("\n\n"), "")
	f.Fuzz(func(t *testing.T, content []byte, token string) {
		whole := bytes.Clone(content)
		found := proof.TokenIn(content, token)
		if !bytes.Equal(whole, content) {
			t.Fatal("the content was changed")
		}
		if found && !bytes.Contains(content[:min(len(content), 4096)], []byte(token)) {
			t.Errorf("%q found in %q", token, content)
		}
		valid := proof.TokenIn([]byte(token), token)
		if found && !valid {
			t.Errorf("%q is a token here only", token)
		}
		if valid && !proof.TokenIn(append([]byte("\r\n"+token+"\r\n"), content...), token) {
			t.Errorf("%q not found before %q", token, content)
		}
		if joined := append([]byte(token+"x"), content...); valid && !found && proof.TokenIn(joined, token) && bytes.Count(joined, []byte(token)) == 1 {
			t.Errorf("%q found in the middle of a line", token)
		}
	})
}
