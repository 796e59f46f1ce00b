package mailtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/mail"
)

// Opened is a fresh carrier, and what arrived at its other end.
type Opened struct {
	mail.Carrier
	Arrived func() []Received
}

// Carriers runs the suite.
func Carriers(t *testing.T, open func(t *testing.T) Opened) {
	for name, check := range map[string]func(*testing.T, Opened){
		"Whole": whole, "Least": least, "Bodies": bodies, "SameID": sameID, "OtherIDs": otherIDs, "Hostile": hostile,
		"Refused": refused, "Given up": givenUp, "Parallel": parallel,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// Letter is a message in which nothing is left out, to a recipient of its own.
func Letter(id string) mail.Message {
	return mail.Message{
		Letter: mail.Letter{ID: id, To: mail.Address{Name: "Hélène Exemple", Email: "helene." + id + "@exemple.invalid"},
			ReplyTo: mail.Address{Name: "Jeanne d'Orléans", Email: "jeanne@exemple.invalid"}, Subject: "Votre fiche a été lue " + id + " fois",
			Unsubscribe: "https://partant.example/lettres/" + id},
		Text: "Bonjour Hélène,\n\nÀ bientôt.\n", HTML: "<!doctype html><p>Bonjour Hélène, à bientôt.</p>\n",
	}
}

// carry carries m and returns all that arrived until then, each sound.
func carry(t *testing.T, o Opened, m mail.Message) []Received {
	t.Helper()
	if err := o.Carry(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	return sound(t, o)
}

func sound(t *testing.T, o Opened) []Received {
	t.Helper()
	all := o.Arrived()
	for _, r := range all {
		if r.Wrong != nil {
			t.Errorf("%v in\n%s", r.Wrong, r.Raw)
		}
	}
	return all
}

// one is the only letter that arrived.
func one(t *testing.T, all []Received) Received {
	t.Helper()
	if len(all) != 1 {
		t.Fatalf("%d letters arrived, want one", len(all))
	}
	return all[0]
}

// lines are the names of the lines of the header that a letter has; others may be added on the way.
var lines = []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}

func whole(t *testing.T, o Opened) {
	m := Letter("12")
	got := one(t, carry(t, o, m))
	if got.To != m.To.Email || got.From == "" || got.Subject != m.Subject || got.Text != m.Text || got.HTML != m.HTML {
		t.Errorf("from %s to %s came %q\n%s\n%s", got.From, got.To, got.Subject, got.Text, got.HTML)
	}
	for key, want := range map[string]string{"To": m.To.Name, "Reply-To": m.ReplyTo.Name} {
		list, err := got.Header.AddressList(key)
		if err != nil || len(list) != 1 || list[0].Name != want {
			t.Errorf("%s: %v, %v", key, list, err)
		}
	}
	for key, want := range map[string]string{"Auto-Submitted": "auto-generated", "List-Unsubscribe": "<" + m.Unsubscribe + ">",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} {
		if got.Header.Get(key) != want {
			t.Errorf("%s is %q", key, got.Header.Get(key))
		}
	}
	if _, err := got.Header.Date(); err != nil {
		t.Error(err)
	}
}

func least(t *testing.T, o Opened) {
	got := one(t, carry(t, o, mail.Message{Letter: mail.Letter{ID: "a", To: mail.Address{Email: "claude@exemple.invalid"}}, Text: "Bonjour.\n"}))
	if got.Text != "Bonjour.\n" || got.HTML != "" || got.Header.Get("Reply-To") != "" || got.Header.Get("List-Unsubscribe") != "" {
		t.Errorf("%s", got.Raw)
	}
}

// bodies holds what the way of a letter may break: dots, « From », long lines, all of Unicode.
func bodies(t *testing.T, o Opened) {
	for i, text := range []string{".\n..\n.\n", "From ici\n>From là\n", strings.Repeat("à", 100_000) + "\n", "=3D =\n=\n", "\n\n\nfin\n", " tout au bord \n",
		"\U0001F985 œuvre €\n", "QUIT\nRSET\n.\nMAIL FROM:<v@exemple.invalid>\n", "--\n--boundary--\n", strings.Repeat("ligne\n", 20_000)} {
		m := Letter(fmt.Sprint("body", i))
		m.Text, m.HTML = text, "<pre>"+text+"</pre>\n"
		all := carry(t, o, m)
		i := slices.IndexFunc(all, func(r Received) bool { return r.To == m.To.Email })
		if i < 0 || all[i].Text != m.Text || all[i].HTML != m.HTML {
			t.Errorf("%.60q came as %.60q", m.Text, all[i].Text)
		}
	}
}

// sameID: a letter that is carried again is known for the same.
func sameID(t *testing.T, o Opened) {
	m := Letter("again")
	first := one(t, carry(t, o, m))
	m.Subject, m.Text = "Autre chose", "Autrement dit.\n"
	for _, r := range carry(t, o, m) {
		if r.ID() != first.ID() || r.ID() == "" {
			t.Errorf("the Message-ID was %s, and is %s", first.ID(), r.ID())
		}
	}
}

// otherIDs: letters with other IDs are other letters, however alike.
func otherIDs(t *testing.T, o Opened) {
	ids := []string{"a", "A", "a/b", "a_b", "../a", "a b", "é", "a\r\nb", "a\x00b", strings.Repeat("x", 300), strings.Repeat("x", 301)}
	seen := map[string]bool{}
	for _, id := range ids {
		m := Letter("same")
		m.ID = id
		for _, r := range carry(t, o, m) {
			seen[r.ID()] = true
		}
	}
	if len(seen) != len(ids) || len(o.Arrived()) != len(ids) {
		t.Errorf("%d letters arrived as %d with %d Message-IDs", len(ids), len(o.Arrived()), len(seen))
	}
}

// hostile: what was typed makes neither another line of the header nor another recipient.
func hostile(t *testing.T, o Opened) {
	for i, h := range []string{"x\r\nBcc: v@exemple.invalid", "x\nBcc: v@exemple.invalid", "x\rBcc: v@exemple.invalid", "x\u2028Bcc: v@exemple.invalid",
		"x\u0085Bcc: v@exemple.invalid", "x\r\n\r\nbody", "\x00", "a\" <v@exemple.invalid>, \"b", strings.Repeat(" ", 200) + "x", "=?utf-8?q?=0D=0ABcc:_v?="} {
		m := Letter(fmt.Sprint("hostile", i))
		m.To.Name, m.ReplyTo.Name, m.Subject = h, h, h
		all := carry(t, o, m)
		i := slices.IndexFunc(all, func(r Received) bool { return r.To == m.To.Email })
		if i < 0 {
			t.Fatalf("%q went elsewhere", h)
		}
		keys := slices.Sorted(maps.Keys(all[i].Header))
		want := slices.Sorted(slices.Values(append([]string{"Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post"}, lines...)))
		if diff := cmp.Diff(want, keys); diff != "" {
			t.Errorf("%q: %s", h, diff)
		}
		if strings.ContainsAny(all[i].Subject, "\r\n\x00\u0085\u2028") {
			t.Errorf("%q came as %q", h, all[i].Subject)
		}
	}
}

func refused(t *testing.T, o Opened) {
	for _, email := range []string{"", "claude", "a b@exemple.invalid", "claude@exemple.invalid\r\nRCPT TO:<v@exemple.invalid>",
		"claude@exemple.invalid> NOTIFY=<x", "Claude <claude@exemple.invalid>", "claude@exemple.invalid,v@exemple.invalid", "claude@[127.0.0.1]"} {
		m := Letter("refused")
		m.To.Email = email
		if err := o.Carry(t.Context(), m); !errors.As(err, new(mail.Refused)) {
			t.Errorf("to %q: %v", email, err)
		}
	}
	if n := len(o.Arrived()); n > 0 {
		t.Errorf("%d letters arrived", n)
	}
}

// givenUp: who does not wait has not been refused.
func givenUp(t *testing.T, o Opened) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := o.Carry(ctx, Letter("given-up")); !errors.Is(err, context.Canceled) || errors.As(err, new(mail.Refused)) {
		t.Errorf("%v", err)
	}
	if n := len(o.Arrived()); n > 0 {
		t.Errorf("%d letters arrived", n)
	}
}

func parallel(t *testing.T, o Opened) {
	const letters = 30
	var group sync.WaitGroup
	for i := range letters {
		group.Go(func() {
			if err := o.Carry(t.Context(), Letter(fmt.Sprint("p", i))); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	seen := map[string]bool{}
	for _, r := range sound(t, o) {
		seen[r.To] = true
	}
	if len(seen) != letters {
		t.Errorf("%d of %d letters arrived", len(seen), letters)
	}
}
