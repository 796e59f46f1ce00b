package web_test

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/viewer"
)

// doorsAsked are the forms that an address is given to: what they answer must not tell whether it has an account.
func doorsAsked(email string) map[string]func(b *browser) *answer {
	return map[string]func(b *browser) *answer{
		"password": func(b *browser) *answer {
			return b.post("/connexion", url.Values{account.FieldEmail: {email}, account.FieldPassword: {"un mauvais mot de passe"}})
		},
		"code": func(b *browser) *answer {
			return b.post("/connexion/code", url.Values{account.FieldEmail: {email}})
		},
		"sign-up": func(b *browser) *answer { return b.post("/inscription", entry(email)) },
		"typing a code": func(b *browser) *answer {
			b.post("/connexion/code", url.Values{account.FieldEmail: {email}})
			return b.post("/connexion/entrer", url.Values{account.FieldCode: {"12345"}}) // one digit short: always wrong
		},
		"the code's page": func(b *browser) *answer {
			b.post("/inscription", entry(email))
			return b.get("/connexion/entrer")
		},
	}
}

// TestNobodyIsEnumerated compares what an address with an account and one without get: status, headers, every byte, the
// address itself and secrets apart (SAFETY.md, enumeration; V6.3.8). At full volume the median times differ by 5 ms at most.
func TestNobodyIsEnumerated(t *testing.T) {
	if !endure() {
		t.Parallel()
	}
	samples := 2
	if endure() {
		samples = 200
	}
	h := open(t)
	for n := range samples {
		h.join(fmt.Sprintf("connue-%03d", n), viewer.Member)
	}
	times := map[string]map[string][]time.Duration{}
	for n := range samples {
		said := map[string]map[string]string{}
		for turn := range 2 { // in turns, so that what the machine does besides falls on both alike
			who := []string{"known", "unknown"}[(n+turn)%2]
			email := fmt.Sprintf("%s-%03d@exemple.invalid", map[string]string{"known": "connue", "unknown": "autres"}[who], n)
			for door, ask := range doorsAsked(email) {
				began := time.Now()
				a := ask(h.visit())
				note(times, door)[who] = append(times[door][who], time.Since(began))
				note(said, door)[who] = a.but(email)
			}
		}
		for door, two := range said {
			if two["known"] != two["unknown"] {
				t.Fatalf("%s tells who has an account:\n%s\n---\n%s", door, two["known"], two["unknown"])
			}
		}
	}
	for door, two := range times {
		known, unknown := median(two["known"]), median(two["unknown"])
		t.Logf("%s: median %v with an account, %v without", door, known.Round(10*time.Microsecond), unknown.Round(10*time.Microsecond))
		if diff := (known - unknown).Abs(); endure() && diff > 5*time.Millisecond {
			t.Errorf("%s: the medians differ by %v", door, diff)
		}
	}
}

// note returns what is noted of a door.
func note[V any](of map[string]map[string]V, door string) map[string]V {
	if of[door] == nil {
		of[door] = map[string]V{}
	}
	return of[door]
}

// but is all of an answer but an address, secrets and the time.
func (a *answer) but(email string) string {
	var b bytes.Buffer
	fmt.Fprintln(&b, a.StatusCode)
	for _, name := range slices.SortedFunc(func(yield func(string) bool) {
		for name := range a.Header {
			if name != "Date" && !yield(name) {
				return
			}
		}
	}, cmp.Compare[string]) {
		for _, value := range a.Header[name] {
			if name == "Set-Cookie" {
				key, rest, _ := strings.Cut(value, "=")
				secret, how, _ := strings.Cut(rest, ";")
				value = fmt.Sprint(key, " ", len(secret), " ", how)
			}
			fmt.Fprintln(&b, name, value)
		}
	}
	b.WriteString(strings.ReplaceAll(string(a.body), email, "ADRESSE"))
	return b.String()
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// BenchmarkSession is what a request of a member pays to be known: 50 µs at most (issue of the accounts).
func BenchmarkSession(b *testing.B) {
	h := open(b)
	secret := h.join("claude", viewer.Member).cookies[h.cookie("session")]
	for b.Loop() {
		if _, err := h.Accounts.Resume(b.Context(), secret); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSessionAfterAWrite is the same while something is written all the time, so that nothing can be remembered.
func BenchmarkSessionAfterAWrite(b *testing.B) {
	h := open(b)
	member := h.join("claude", viewer.Member)
	secret := member.cookies[h.cookie("session")]
	for b.Loop() {
		b.StopTimer()
		if _, err := h.Accounts.Advance(b.Context(), member.account.ID, account.StepDone); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := h.Accounts.Resume(b.Context(), secret); err != nil {
			b.Fatal(err)
		}
	}
}
