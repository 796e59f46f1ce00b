package eml_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/mail/eml"
)

// hostile are texts that try to end the line of the header that they stand in, or to pass for something else.
var hostile = []string{
	"x\r\nBcc: v@exemple.invalid", "x\nBcc: v@exemple.invalid", "x\rBcc: v@exemple.invalid", "x\r\n\r\nbody", "\r\n", "\n\n",
	"x\u0085Bcc: v@exemple.invalid", "x\u2028Bcc: v@exemple.invalid", "x\u2029Bcc: v@exemple.invalid", "x\vBcc: v@exemple.invalid",
	"x\fBcc: v@exemple.invalid", "x\x00Bcc: v@exemple.invalid", "\x1b[31mx", "x\x7fy", "x\x80\xff\r\nBcc: v@exemple.invalid",
	"=?utf-8?q?x=0D=0ABcc:_v@exemple.invalid?=", "=?utf-8?b?DQpCY2M6IHZAZXhlbXBsZS5pbnZhbGlk?=",
	"x" + strings.Repeat(" ", 300) + "Bcc: v@exemple.invalid", strings.Repeat(" ", 300), strings.Repeat("Bcc: ", 300), strings.Repeat("é ", 300),
	"x\r\n Bcc: v@exemple.invalid", "\u202egnp.exe", "\ufeffx", "a, b <c@exemple.invalid>, \"d", `\"; Bcc: <v@exemple.invalid>`, "%0d%0aBcc: v", "é\u2028Bcc: v",
}

func TestHostileTextsMakeNoLineOfTheHeader(t *testing.T) {
	t.Parallel()
	sound, _ := read(t, writer(t), full())
	for _, h := range hostile {
		for where, edit := range map[string]func(*mail.Message, *eml.Config){
			"subject":  func(m *mail.Message, _ *eml.Config) { m.Subject = h },
			"to":       func(m *mail.Message, _ *eml.Config) { m.To.Name = h },
			"reply to": func(m *mail.Message, _ *eml.Config) { m.ReplyTo.Name = h },
			"from":     func(_ *mail.Message, c *eml.Config) { c.From.Name = h },
			"id":       func(m *mail.Message, _ *eml.Config) { m.ID = h },
			"text":     func(m *mail.Message, _ *eml.Config) { m.Text = h },
			"html":     func(m *mail.Message, _ *eml.Config) { m.HTML = h },
		} {
			m := full()
			w := writer(t, func(c *eml.Config) { edit(&m, c) })
			got, written := read(t, w, m)
			if diff := cmp.Diff(sound.keys(), got.keys()); diff != "" {
				t.Errorf("%s %.60q: %s", where, h, diff)
			}
			mustBeCalm(t, where, got)
			mustBeLines(t, written.Content)
		}
	}
}

// mustBeCalm checks that each line is there once, folded rightly, and reads as one line.
func mustBeCalm(t *testing.T, where string, p parsed) {
	t.Helper()
	for key, values := range p.Header {
		if len(values) != 1 {
			t.Errorf("%s: %d lines %s", where, len(values), key)
		}
	}
	for _, key := range []string{"From", "To", "Reply-To"} {
		list, err := p.AddressList(key)
		if err != nil || len(list) != 1 || unsteady(list[0].Name) || !strings.HasSuffix(list[0].Address, "@exemple.invalid") || len(list[0].Address) > 23 {
			t.Errorf("%s: %s is %v, %v", where, key, list, err)
		}
	}
	if s := p.subject(t); unsteady(s) {
		t.Errorf("%s: the subject is %q", where, s)
	}
}

// unsteady reports whether a text would move what stands around it.
func unsteady(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\u202e' })
}

func TestWhatLooksEncodedIsNotDecoded(t *testing.T) {
	t.Parallel()
	m := full()
	m.Subject, m.To.Name = "=?utf-8?q?Virement_re=C3=A7u?=", "=?utf-8?q?La_banque?="
	got, _ := read(t, writer(t), m)
	to, err := got.AddressList("To")
	if err != nil || to[0].Name != "= ?utf-8?q?La_banque?=" || got.subject(t) != "= ?utf-8?q?Virement_re=C3=A7u?=" {
		t.Errorf("%q, %v, %v", got.subject(t), to, err)
	}
}

func TestWhatIsNoAddressIsRefused(t *testing.T) {
	t.Parallel()
	bad := []string{"", "claude", "claude@", "@exemple.invalid", "a b@exemple.invalid", `"a b"@exemple.invalid`, "Claude <claude@exemple.invalid>",
		"claude@exemple.invalid, jeanne@exemple.invalid", "claude@exemple..invalid", "claude@exem_ple.invalid",
		"claude@[127.0.0.1]", ".claude@exemple.invalid", "claude@exemple.invalid.", strings.Repeat("x", 250) + "@exemple.invalid",
		"claude@" + strings.Repeat("x", 64) + ".invalid", " claude@exemple.invalid", "claude@exemple.invalid ", "<claude@exemple.invalid>",
		"cla\u2028ude@exemple.invalid", "claude@exem\u2028ple.invalid", "cla\u00a0ude@exemple.invalid", "cla\u0085ude@exemple.invalid", "clau\u202ede@exemple.invalid",
		"claude\x00@exemple.invalid", "claude@exemple.invalid\x00", "claude\xff@exemple.invalid", "(a)claude@exemple.invalid"}
	for _, h := range hostile {
		bad = append(bad, h, h+"@exemple.invalid", "claude@exemple.invalid"+h, "claude@"+h)
	}
	for _, email := range bad {
		for where, edit := range map[string]func(*mail.Message){
			"to": func(m *mail.Message) { m.To.Email = email }, "reply to": func(m *mail.Message) { m.ReplyTo.Email = email },
		} {
			if email == "" && where == "reply to" {
				continue // nobody reads answers
			}
			m := full()
			edit(&m)
			mustRefuse(t, m)
		}
		if _, err := eml.New(eml.Config{From: mail.Address{Email: email}, Now: now}); !errors.Is(err, fault.Invalid) {
			t.Errorf("from %q: %v", email, err)
		}
	}
}

// mustRefuse checks that m is refused, in one short line.
func mustRefuse(t *testing.T, m mail.Message) {
	t.Helper()
	_, err := writer(t).Write(m)
	var refused mail.Refused
	if !errors.As(err, &refused) || len(refused.Reason) > 300 || unsteady(refused.Reason) {
		t.Errorf("to %q, answers to %q: %v", m.To.Email, m.ReplyTo.Email, err)
	}
}

func TestALetterWithoutIDIsRefused(t *testing.T) {
	t.Parallel()
	m := full()
	m.ID = ""
	mustRefuse(t, m)
}

func TestName(t *testing.T) {
	t.Parallel()
	for _, same := range []string{"a", "0198c0de-0000-7000-8000-000000000001", "code_1-a", strings.Repeat("x", 64)} {
		if got := eml.Name(same); got != same {
			t.Errorf("%q becomes %q", same, got)
		}
	}
	seen := map[string]string{}
	for _, id := range append([]string{"", "a b", "a/b", "a_b", "A_b", "a.b", "../../etc/passwd", ".", "..", "é", "É", "a\x00b", "con",
		strings.Repeat("x", 65), strings.Repeat("x", 66), strings.Repeat("é", 1000)}, hostile...) {
		name := eml.Name(id)
		if other, twice := seen[name]; twice {
			t.Errorf("%q and %q are both %q", id, other, name)
		}
		seen[name] = id
		if len(name) > 100 || name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_+") != "" || name != eml.Name(id) {
			t.Errorf("%q becomes %q", id, name)
		}
	}
}

// What strangers type makes no line, whatever it is.
func FuzzWrite(f *testing.F) {
	for _, h := range hostile {
		f.Add(h, h, h, h)
	}
	f.Add("a", "Claude", "claude@exemple.invalid", "Bonjour")
	w := writer(f)
	f.Fuzz(func(t *testing.T, id, name, email, subject string) {
		m := full()
		sound, _ := read(t, w, m)
		m.ID, m.Subject, m.ReplyTo = id, subject, mail.Address{Name: name, Email: email}
		m.To.Name, m.Text = name, subject
		if _, err := w.Write(m); errors.As(err, new(mail.Refused)) {
			m.ReplyTo.Email = "jeanne@exemple.invalid"
			m.ID += "x"
		}
		got, _ := read(t, w, m)
		if diff := cmp.Diff(sound.keys(), got.keys()); diff != "" && email != "" {
			t.Errorf("%s", diff)
		}
		if unsteady(got.subject(t)) {
			t.Errorf("%q", got.subject(t))
		}
	})
}
