package eml_test

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/clock"
	"partant/internal/mail"
	"partant/internal/mail/eml"
)

var now = clock.At(time.Date(2026, 11, 23, 8, 5, 0, 0, time.UTC))

func writer(t testing.TB, edit ...func(*eml.Config)) *eml.Writer {
	t.Helper()
	cfg := eml.Config{From: mail.Address{Name: "Réseau du Loiret", Email: "partant@exemple.invalid"}, Now: now}
	for _, e := range edit {
		e(&cfg)
	}
	w, err := eml.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// full is a letter with nothing left out.
func full() mail.Message {
	return mail.Message{
		Letter: mail.Letter{ID: "0198c0de-0000-7000-8000-000000000001", To: mail.Address{Name: "Claude Exemple", Email: "claude@exemple.invalid"},
			ReplyTo: mail.Address{Name: "Jeanne", Email: "jeanne@exemple.invalid"}, Subject: "Votre page a été lue 12 fois",
			Unsubscribe: "https://partant.example/lettres/arret?jeton=abc"},
		Text: "Bonjour Claude,\n\nÀ bientôt.\n.\nFrom ici\n", HTML: "<!doctype html>\n<p>Bonjour Claude, à bientôt.</p>\n",
	}
}

// parsed is a message as a reader takes it.
type parsed struct {
	netmail.Header
	kinds, bodies []string
}

func read(t testing.TB, w *eml.Writer, m mail.Message) (parsed, eml.Message) {
	t.Helper()
	written, err := w.Write(m)
	if err != nil {
		t.Fatal(err)
	}
	msg, err := netmail.ReadMessage(bytes.NewReader(written.Content))
	if err != nil {
		t.Fatalf("%v in\n%s", err, written.Content)
	}
	p := parsed{Header: msg.Header}
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	if kind != "multipart/alternative" {
		p.add(t, msg.Header.Get("Content-Type"), quotedprintable.NewReader(msg.Body))
		return p, written
	}
	for parts := multipart.NewReader(msg.Body, params["boundary"]); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return p, written
		}
		if err != nil {
			t.Fatal(err)
		}
		p.add(t, part.Header.Get("Content-Type"), part)
	}
}

func (p *parsed) add(t testing.TB, kind string, body io.Reader) {
	t.Helper()
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	p.kinds, p.bodies = append(p.kinds, kind), append(p.bodies, strings.ReplaceAll(string(b), "\r\n", "\n"))
}

// keys are the lines of a header, by name.
func (p parsed) keys() []string { return slices.Sorted(maps.Keys(p.Header)) }

func (p parsed) subject(t testing.TB) string {
	t.Helper()
	s, err := new(mime.WordDecoder).DecodeHeader(p.Get("Subject"))
	if err != nil {
		t.Error(err)
	}
	return s
}

func TestWrite(t *testing.T) {
	t.Parallel()
	got, written := read(t, writer(t), full())
	want := []string{"Auto-Submitted", "Content-Type", "Date", "From", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-Id", "Mime-Version",
		"Reply-To", "Subject", "To"}
	if diff := cmp.Diff(want, got.keys()); diff != "" {
		t.Error(diff)
	}
	for key, want := range map[string]string{
		"Auto-Submitted": "auto-generated", "Date": "Mon, 23 Nov 2026 08:05:00 +0000", "To": `"Claude Exemple" <claude@exemple.invalid>`,
		"Reply-To": `"Jeanne" <jeanne@exemple.invalid>`, "List-Unsubscribe": "<https://partant.example/lettres/arret?jeton=abc>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Message-Id": "<0198c0de-0000-7000-8000-000000000001@exemple.invalid>",
	} {
		if got.Get(key) != want {
			t.Errorf("%s is %q, want %q", key, got.Get(key), want)
		}
	}
	from, err := got.AddressList("From")
	if err != nil || len(from) != 1 || *from[0] != (netmail.Address{Name: "Réseau du Loiret", Address: "partant@exemple.invalid"}) {
		t.Errorf("From is %v, %v", from, err)
	}
	if s := got.subject(t); s != "Votre page a été lue 12 fois" {
		t.Errorf("the subject is %q", s)
	}
	if diff := cmp.Diff([]string{"text/plain; charset=UTF-8", "text/html; charset=UTF-8"}, got.kinds); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{full().Text, full().HTML}, got.bodies); diff != "" {
		t.Error(diff)
	}
	if written.From != "partant@exemple.invalid" || written.To != "claude@exemple.invalid" {
		t.Errorf("from %s to %s", written.From, written.To)
	}
}

func TestWriteTheLeast(t *testing.T) {
	t.Parallel()
	got, _ := read(t, writer(t), mail.Message{Letter: mail.Letter{ID: "a", To: mail.Address{Email: "claude@exemple.invalid"}}, Text: "Bonjour.\n"})
	want := []string{"Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}
	if diff := cmp.Diff(want, got.keys()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(parsed{Header: got.Header, kinds: []string{"text/plain; charset=UTF-8"}, bodies: []string{"Bonjour.\n"}}, got,
		cmp.AllowUnexported(parsed{})); diff != "" {
		t.Error(diff)
	}
}

// Lines are what servers take: at most 998 bytes, ended by CR LF, and in ASCII.
func TestLines(t *testing.T) {
	t.Parallel()
	m := full()
	m.Text = strings.Repeat("Sans aucun saut de ligne, à lire d'un trait. ", 500) + "\r\nFin\rde\nligne\x00\n"
	m.Subject = strings.Repeat("é", 5000)
	m.To.Name = strings.Repeat("x", 5000)
	_, written := read(t, writer(t), m)
	mustBeLines(t, written.Content)
}

func mustBeLines(t *testing.T, content []byte) {
	t.Helper()
	for _, line := range strings.Split(string(content), "\r\n") {
		if len(line) > 998 || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r > '~' }) {
			t.Errorf("this is no line: %.200q", line)
		}
	}
}

func TestDomainsWithAccents(t *testing.T) {
	t.Parallel()
	w := writer(t, func(c *eml.Config) { c.From.Email = "partant@Réseau.invalid" })
	m := full()
	m.To.Email = "hélène@Été.Exemple.invalid"
	got, written := read(t, w, m)
	if written.From != "partant@xn--rseau-bsa.invalid" || written.To != "hélène@xn--t-9fab.exemple.invalid" || w.Domain() != "xn--rseau-bsa.invalid" {
		t.Errorf("from %s to %s", written.From, written.To)
	}
	if id := got.Get("Message-Id"); !strings.HasSuffix(id, "@xn--rseau-bsa.invalid>") {
		t.Error(id)
	}
}

func TestUnsubscribe(t *testing.T) {
	t.Parallel()
	for link, want := range map[string][2]string{
		"":                                    {},
		"https://partant.example/a?b=c,d":     {"<https://partant.example/a?b=c,d>", "List-Unsubscribe=One-Click"},
		"https://partant.example/é":           {"<https://partant.example/%C3%A9>", "List-Unsubscribe=One-Click"},
		"http://localhost:4545/lettres/x":     {"<http://localhost:4545/lettres/x>", ""}, // one click needs https
		"https://partant.example/a\r\nBcc: x": {"refused"}, "https://partant.example/?a b": {"refused"}, "https://partant.example/?>, <mailto:x": {"refused"},
		"https://partant.example/?a=\u2028": {"refused"}, "javascript:alert(1)": {"refused"}, "ftp://partant.example": {"refused"}, "/lettres/x": {"refused"},
		"https://": {"refused"}, "https://partant.example/" + strings.Repeat("x", 1000): {"refused"},
	} {
		m := full()
		m.Unsubscribe = link
		if want[0] == "refused" {
			mustRefuse(t, m)
			continue
		}
		got, _ := read(t, writer(t), m)
		if diff := cmp.Diff(want, [2]string{got.Get("List-Unsubscribe"), got.Get("List-Unsubscribe-Post")}); diff != "" {
			t.Errorf("%s: %s", link, diff)
		}
	}
}
