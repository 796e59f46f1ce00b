package subscriber_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/store/sqlite"
	"partant/internal/subscriber"
	"partant/internal/text"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// house is a service on a real store, in a world of its own making.
type house struct {
	*subscriber.Service
	t     *testing.T
	store sqlite.Subscribers
	at    time.Time
	rung  int
	taken map[string][]string // sources, by the address of an account
	gone  map[string]bool     // sources that are there no more
	id    string              // of marion@exemple.invalid
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t, store: db.Subscribers(), at: noon, taken: map[string][]string{}, gone: map[string]bool{}}
	secrets := subscriber.Secrets{Print: func(email string) string { return "print of " + text.Fold(email) },
		Seal: func(of string) string { return "seal-" + of }, Fits: func(of, word string) bool { return word == "seal-"+of }}
	there := func(_ context.Context, source, _ string) (bool, error) { return !h.gone[source], nil }
	h.Service = subscriber.New(h.store, secrets, h, there, func() time.Time { return h.at }, func() { h.rung++ })
	return h
}

// Take implements subscriber.Accounts.
func (h *house) Take(_ context.Context, email string, wants []subscriber.Want) (bool, error) {
	before, known := h.taken[email]
	for _, w := range wants {
		before = append(before, w.Source)
	}
	if known {
		h.taken[email] = before
	}
	return known, nil
}

const marion = "marion@exemple.invalid"

// ask has an address ask for a source, and returns what is kept of it.
func (h *house) ask(email, source, rhythm string) subscriber.Subscriber {
	h.t.Helper()
	if err := h.Ask(h.t.Context(), subscriber.Draft{Source: source, Email: email, Rhythm: rhythm}); err != nil {
		h.t.Fatal(err)
	}
	due, err := h.store.DueSubscribers(h.t.Context(), h.at, 0, 9, subscriber.OwesLetter)
	if err != nil || len(due) == 0 {
		h.t.Fatalf("no letter is owed: %v", err)
	}
	h.id = due[0].ID
	return due[0]
}

func (h *house) secret() string { return "seal-" + h.id }

func (h *house) confirm() {
	h.t.Helper()
	if _, err := h.Confirm(h.t.Context(), h.id, h.secret()); err != nil {
		h.t.Fatal(err)
	}
}

// kept is what is stored now.
func (h *house) kept() subscriber.Subscriber {
	h.t.Helper()
	one, err := h.Open(h.t.Context(), h.id, h.secret())
	if err != nil {
		h.t.Fatal(err)
	}
	return one
}

func kinds(owes debt.Owes) (all []string) {
	for _, d := range owes {
		all = append(all, d.Kind)
	}
	return all
}

func sources(one subscriber.Subscriber) []string { return one.Sources() }

func same(t *testing.T, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// An address follows once it has said so, and is told from then on.
func TestConfirm(t *testing.T) {
	t.Parallel()
	h := open(t)
	one := h.ask(marion, "fiche:p-1", "jour")
	same(t, one.Sources(), []string(nil))
	same(t, kinds(one.Owes), []string{subscriber.OwesLetter, subscriber.OwesEnd})
	same(t, h.rung, 1)
	h.at = noon.Add(time.Hour)
	h.confirm()
	h.confirm()
	one = h.kept()
	same(t, one.Sources(), []string{"fiche:p-1"})
	same(t, one.Rhythm, subscriber.Daily)
	same(t, one.NewsTo, h.at)
	same(t, kinds(one.Owes), []string{subscriber.OwesDigest})
	if hour := one.Owes[0].Due.Sub(noon); hour < 12*time.Hour || hour > 24*time.Hour {
		t.Errorf("the digest is due at %s", one.Owes[0].Due)
	}
}

// Whoever asks for an address that is known learns nothing, changes nothing that stands, and the same letter leaves.
func TestAskAgain(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.ask(marion, "fiche:p-1", "jour")
	h.confirm()
	one := h.ask(" Marion@EXEMPLE.invalid", "fiche:p-1", "semaine")
	same(t, one.Rhythm, subscriber.Daily)
	same(t, one.Sources(), []string{"fiche:p-1"})
	one = h.ask(marion, "sujet:bois", "semaine")
	same(t, one.Sources(), []string{"fiche:p-1"})
	same(t, len(one.Wants), 2)
	h.confirm()
	same(t, sources(h.kept()), []string{"fiche:p-1", "sujet:bois"})
	for range subscriber.Most + 5 {
		h.ask(marion, fmt.Sprint("fiche:p-", len(h.kept().Wants)+1), "")
	}
	same(t, len(h.kept().Wants), subscriber.Most)
}

func TestAskWrong(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, email := range []string{"", "marion", "marion@", "a b@c.fr", strings.Repeat("a", 300) + "@b.fr"} {
		err := h.Ask(t.Context(), subscriber.Draft{Source: "fiche:p-1", Email: email})
		var wrong fault.Fields
		if !errors.As(err, &wrong) || wrong[subscriber.FieldEmail] == "" {
			t.Errorf("%q: %v", email, err)
		}
	}
}

// Only the link opens what an address follows.
func TestLink(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.ask(marion, "fiche:p-1", "")
	same(t, h.Link(h.id), h.id+"/"+h.secret())
	for name, do := range map[string]func(id, secret string) error{
		"open":    func(id, secret string) error { _, err := h.Open(t.Context(), id, secret); return err },
		"confirm": func(id, secret string) error { _, err := h.Confirm(t.Context(), id, secret); return err },
		"drop":    func(id, secret string) error { return h.Drop(t.Context(), id, secret, "fiche:p-1") },
		"rhythm":  func(id, secret string) error { return h.SetRhythm(t.Context(), id, secret, "jour") },
		"stop":    func(id, secret string) error { return h.Stop(t.Context(), id, secret) },
	} {
		if err := do(h.id, "seal-autre"); !errors.Is(err, subscriber.ErrOver) {
			t.Errorf("%s with another's secret: %v", name, err)
		}
		if err := do("rien", "seal-rien"); name != "stop" && !errors.Is(err, subscriber.ErrOver) {
			t.Errorf("%s of nobody: %v", name, err)
		}
	}
	same(t, h.kept().Email, marion)
}

// With the last thing, or one click, the address goes; twice is once.
func TestOut(t *testing.T) {
	t.Parallel()
	for name, out := range map[string]func(h *house) error{
		"drop": func(h *house) error {
			err := h.Drop(t.Context(), h.id, h.secret(), "fiche:p-1")
			if err == nil {
				same(t, sources(h.kept()), []string{"sujet:bois"})
				err = h.Drop(t.Context(), h.id, h.secret(), "sujet:bois")
			}
			return err
		},
		"stop": func(h *house) error {
			return errors.Join(h.Stop(t.Context(), h.id, h.secret()), h.Stop(t.Context(), h.id, h.secret()))
		},
		"forget": func(h *house) error {
			return errors.Join(h.Forget(t.Context(), "MARION@exemple.invalid"), h.Forget(t.Context(), marion))
		},
	} {
		h := open(t)
		h.ask(marion, "fiche:p-1", "")
		h.ask(marion, "sujet:bois", "")
		h.confirm()
		if err := out(h); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := h.Open(t.Context(), h.id, h.secret()); !errors.Is(err, subscriber.ErrOver) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What nobody confirmed goes after two days, and the address with it; what was confirmed stays.
func TestSweep(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.ask("other@exemple.invalid", "fiche:p-9", "")
	other := h.id
	h.ask("zoe@exemple.invalid", "fiche:p-1", "")
	h.confirm()
	h.at = noon.Add(time.Hour)
	if err := h.Ask(t.Context(), subscriber.Draft{Source: "sujet:bois", Email: "zoe@exemple.invalid"}); err != nil {
		t.Fatal(err)
	}
	h.at = noon.Add(time.Hour + subscriber.UnconfirmedKept)
	if err := h.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Open(t.Context(), other, "seal-"+other); !errors.Is(err, subscriber.ErrOver) {
		t.Error(err)
	}
	same(t, len(h.kept().Wants), 1)
	same(t, sources(h.kept()), []string{"fiche:p-1"})
}

// A digest that was told owes the next; what is gone is let go, and an address that follows nothing is forgotten.
func TestTold(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.ask(marion, "fiche:p-1", "jour")
	h.ask(marion, "fiche:p-2", "jour")
	h.confirm()
	paid := h.kept().Owes[0]
	h.at = paid.Due.Add(time.Minute)
	h.gone["fiche:p-1"] = true
	for range 2 {
		if err := h.Told(t.Context(), h.id, paid, h.at.Add(-2*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	one := h.kept()
	same(t, one.Sources(), []string{"fiche:p-2"})
	same(t, one.NewsTo, h.at.Add(-2*time.Minute))
	if len(one.Owes) != 1 || !one.Owes[0].Due.After(h.at) || one.Owes[0].ID == paid.ID {
		t.Errorf("%+v", one.Owes)
	}
	h.gone["fiche:p-2"] = true
	if err := h.Told(t.Context(), h.id, one.Owes[0], h.at); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Open(t.Context(), h.id, h.secret()); !errors.Is(err, subscriber.ErrOver) {
		t.Error(err)
	}
	if err := h.Told(t.Context(), h.id, paid, h.at); err != nil { // it went meanwhile
		t.Error(err)
	}
}

// The account of an address takes over what it confirmed, when it signs up and when it confirms; the address goes.
func TestAdopt(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.ask(marion, "fiche:p-1", "")
	h.confirm()
	h.ask(marion, "fiche:never-confirmed", "")
	if err := h.Adopt(t.Context(), marion); err != nil {
		t.Fatal(err)
	}
	same(t, len(h.kept().Wants), 2) // no account yet
	h.taken[marion] = nil
	for range 2 {
		if err := h.Adopt(t.Context(), marion); err != nil {
			t.Fatal(err)
		}
	}
	same(t, h.taken[marion], []string{"fiche:p-1"})
	h.ask(marion, "sujet:bois", "")
	member, err := h.Confirm(t.Context(), h.id, h.secret())
	same(t, member, true)
	same(t, err, nil)
	same(t, h.taken[marion], []string{"fiche:p-1", "sujet:bois"})
	if _, err := h.Open(t.Context(), h.id, h.secret()); !errors.Is(err, subscriber.ErrOver) {
		t.Error(err)
	}
}

// A letter that left is not owed any more; one that could not leave is, later. Neither minds who went.
func TestLetters(t *testing.T) {
	t.Parallel()
	h := open(t)
	one := h.ask(marion, "fiche:p-1", "")
	later := h.at.Add(time.Hour)
	if err := h.Later(t.Context(), h.id, one.Owes[0], later); err != nil {
		t.Fatal(err)
	}
	due, err := h.store.DueSubscribers(t.Context(), h.at.Add(time.Minute), 0, 9, subscriber.OwesLetter)
	same(t, len(due), 0)
	same(t, err, nil)
	if err := h.Asked(t.Context(), h.id, one.Owes[0]); err != nil {
		t.Fatal(err)
	}
	same(t, kinds(h.kept().Owes), []string{subscriber.OwesEnd})
	for _, err := range []error{h.Later(t.Context(), "rien", one.Owes[0], later), h.Asked(t.Context(), "rien", one.Owes[0])} {
		same(t, err, nil)
	}
	if err := h.SetRhythm(t.Context(), h.id, h.secret(), "jour"); err != nil {
		t.Fatal(err)
	}
	same(t, h.kept().Rhythm.String(), "jour")
	same(t, kinds(h.kept().Owes), []string{subscriber.OwesEnd}) // nothing is confirmed: no digest
}
