package moderation_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

var (
	judge = viewer.Viewer{Account: "m-1", Role: viewer.Moderator}
	other = viewer.Viewer{Account: "m-2", Role: viewer.Moderator}
)

// bench is a service on a real store, with things of one kind that it may hide.
type bench struct {
	*moderation.Service
	t      *testing.T
	store  sqlite.Moderation
	at     time.Time
	crew   []string
	rung   int
	marks  map[string]*unseen.Mark
	things map[string]moderation.Thing
	past   moderation.Standing
	broken error // of hiding
}

func open(t *testing.T) *bench {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	b := &bench{t: t, store: db.Moderation(), at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), crew: []string{"m-1", "m-2"}, marks: map[string]*unseen.Mark{},
		things: map[string]moderation.Thing{"p-1": {Title: "Gagnez", Text: "Vite", Path: "/publications/gagnez", Authors: []moderation.Party{{Account: "a-1", Name: "Claude"}}}}}
	b.Service = moderation.New(db.Moderation(), moderation.Nouns{moderation.Post: b}, b, b, func() time.Time { return b.at }, func() {})
	return b
}

func (b *bench) Look(_ context.Context, id string) (moderation.Thing, error) {
	is, ok := b.things[id]
	if !ok {
		return is, fault.NotFound
	}
	is.Mark = b.marks[id]
	return is, nil
}

func (b *bench) Mark(_ context.Context, id string, m *unseen.Mark) error {
	if b.broken == nil {
		b.marks[id] = m
	}
	return b.broken
}

func (b *bench) Moderators(context.Context) ([]string, error) { return b.crew, nil }
func (b *bench) Call(context.Context) error                   { b.rung++; return nil }
func (b *bench) Standing(context.Context, string) (moderation.Standing, error) {
	return moderation.Standing{Since: b.past.Since, Verified: b.past.Verified}, nil
}

func (b *bench) Said(_ context.Context, _ string, most int) (int, error) {
	return min(b.past.Said, most), nil
}

// thing is the case of the one thing.
var thing = moderation.CaseOf(moderation.Post, "p-1")

func (b *bench) said(by moderation.Party) {
	b.t.Helper()
	if err := b.Report(b.t.Context(), moderation.Post, "p-1", moderation.Notice{By: by, Ground: "arnaque", Why: " Une  arnaque. "}); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) now() moderation.Case {
	b.t.Helper()
	c, err := b.store.Case(b.t.Context(), thing)
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

// pays settles all that is no letter, as the mailroom does.
func (b *bench) pays() {
	b.t.Helper()
	c := b.now()
	for _, d := range c.Owes {
		if d.Kind != moderation.OwesLetter {
			if err := b.Settle(b.t.Context(), &c, d); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}

func (b *bench) decides(v viewer.Viewer, seen bool, want error) {
	b.t.Helper()
	b.at = b.at.Add(time.Minute)
	if _, err := b.Decide(b.t.Context(), v, thing, moderation.Verdict{Seen: seen, Ground: "arnaque", Facts: "Le lien vole des mots de passe."}); !errors.Is(err, want) {
		b.t.Fatalf("decided: %v, want %v", err, want)
	}
}

// letters are those that the case owes, as « what to whom ».
func (b *bench) letters() (all []string) {
	b.t.Helper()
	for _, told := range b.now().Told {
		all = append(all, string(told.What)+" "+told.To.Account+told.To.Email)
	}
	slices.Sort(all)
	return all
}

// Many report one thing: it is one case, each of them once, and all hear what was decided; who wrote hears why.
func TestReportsAreOneCase(t *testing.T) {
	t.Parallel()
	b := open(t)
	for _, by := range []moderation.Party{{Account: "a-2"}, {Account: "a-2"}, {Email: "Nina@exemple.fr"}, {Email: "nina@exemple.fr"}, {}, {}} {
		b.said(by)
	}
	waiting, err := b.Waiting(t.Context(), judge, page.Req{})
	if err != nil || len(waiting.Items) != 1 || len(waiting.Items[0].Waiting()) != 4 || waiting.Items[0].Reports[0].Why != "Une  arnaque." {
		t.Fatalf("%+v, %v", waiting, err)
	}
	b.pays()
	if b.rung != 1 {
		t.Errorf("the bell rang %d times", b.rung)
	}
	b.decides(judge, false, nil)
	if m := b.marks["p-1"]; m == nil || m.Held {
		t.Errorf("%+v: it is still seen", m)
	}
	want := []string{"accuse Nina@exemple.fr", "accuse a-2", "decision Nina@exemple.fr", "decision a-2", "motifs a-1"}
	if got := b.letters(); !slices.Equal(got, want) {
		t.Errorf("letters %q", got)
	}
	b.decides(judge, false, fault.Conflict) // nobody asked again
	b.decides(other, true, nil)             // but it may come back
	if b.marks["p-1"] != nil {
		t.Error("it is not seen again")
	}
	b.said(moderation.Party{Account: "a-2"})
	b.decides(judge, true, nil)
	if n := len(b.now().Decisions); n != 3 {
		t.Errorf("%d decisions", n)
	}
	if err := b.Report(t.Context(), moderation.Post, "rien", moderation.Notice{Ground: "arnaque", Why: "x"}); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

// What is missing is said; what is taken down cannot be reported any more; very many is enough.
func TestReportRefused(t *testing.T) {
	t.Parallel()
	b := open(t)
	for name, n := range map[string]moderation.Notice{"nothing": {}, "no ground": {Why: "x"}, "no words": {Ground: "arnaque", Why: "\r\n"}, "too many words": {Ground: "arnaque", Why: strings.Repeat("x", 1001)},
		"no address": {Ground: "arnaque", Why: "x", By: moderation.Party{Email: "nina"}}} {
		if err := b.Report(t.Context(), moderation.Post, "p-1", n); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	b.marks["p-1"] = &unseen.Mark{}
	if err := b.Report(t.Context(), moderation.Post, "p-1", moderation.Notice{Ground: "arnaque", Why: "x"}); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	delete(b.marks, "p-1")
	b.said(moderation.Party{})
	_, err := b.store.UpdateCase(t.Context(), thing, func(c *moderation.Case) error {
		for range 499 {
			c.Reports = append(c.Reports, moderation.Report{})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Report(t.Context(), moderation.Post, "p-1", moderation.Notice{Ground: "arnaque", Why: "x"}); !errors.Is(err, moderation.ErrFull) {
		t.Error(err)
	}
}

// Nobody judges what concerns them, and only moderators judge; a verdict against somebody has a rule and facts.
func TestWhoDecides(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.said(moderation.Party{Account: "m-1"})
	b.decides(judge, true, moderation.ErrOwn)
	b.decides(viewer.Viewer{Account: "a-1", Role: viewer.Moderator}, true, moderation.ErrOwn)
	b.decides(viewer.Viewer{Account: "a-9"}, true, fault.Forbidden)
	for _, said := range []moderation.Verdict{{}, {Ground: "arnaque"}, {Facts: "Des faits, voilà."}, {Seen: true}, {Ground: "arnaque", Facts: strings.Repeat("x", 1001)}} {
		if _, err := b.Decide(t.Context(), other, thing, said); !errors.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", said, err)
		}
	}
	if _, err := b.Waiting(t.Context(), viewer.Viewer{Account: "a-9"}, page.Req{}); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	b.decides(other, true, nil)
}

// When hiding fails the decision stands, and the worker does it later; an older decision never undoes a newer one.
func TestEffectsAreDebts(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.said(moderation.Party{Account: "a-2"})
	b.broken = fault.Unavailable
	b.decides(judge, false, fault.Unavailable)
	b.broken = nil
	first := b.now()
	b.decides(other, true, nil)
	for _, d := range first.Owes { // the late worker of the first decision
		if d.Kind == moderation.OwesEffect {
			late := b.now()
			if err := b.Settle(t.Context(), &late, d); err != nil {
				t.Fatal(err)
			}
		}
	}
	if b.marks["p-1"] != nil {
		t.Error("a decision that was overtaken hid it")
	}
}

// Who wrote contests, once and within six months; somebody else judges as long as there is somebody.
func TestContest(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.said(moderation.Party{Email: "nina@exemple.fr"})
	author := viewer.Viewer{Account: "a-1"}
	if _, err := b.For(t.Context(), author, thing); !errors.Is(err, fault.NotFound) {
		t.Error("the author reads that somebody reported:", err)
	}
	b.decides(judge, false, nil)
	if _, err := b.For(t.Context(), viewer.Viewer{Account: "a-9"}, thing); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if _, err := b.For(t.Context(), viewer.Viewer{}, thing); !errors.Is(err, fault.SignedOut) {
		t.Error(err)
	}
	mine, err := b.For(t.Context(), author, thing)
	if err != nil || !mine.Author || b.CanContest(&mine) == nil || len(mine.Heard()) != 1 {
		t.Fatalf("%+v, %v", mine, err)
	}
	if err := b.Contest(t.Context(), mine, "non"); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if err := b.Contest(t.Context(), mine, "C'est un vrai concours."); err != nil {
		t.Fatal(err)
	}
	if err := b.Contest(t.Context(), mine, "C'est un vrai concours."); !errors.Is(err, fault.Conflict) {
		t.Error("contested twice:", err)
	}
	b.decides(judge, true, moderation.ErrFirst)
	b.crew = []string{"m-1"}
	b.decides(judge, false, nil) // nobody else is there
	if again, err := b.For(t.Context(), author, thing); err != nil || b.CanContest(&again) != nil || again.Contested()[0].Outcome == "" {
		t.Errorf("%+v, %v", again, err)
	}
	c := b.now()
	hers, err := b.ForLink(t.Context(), thing, func(seal string) bool { return seal == c.Seal(moderation.Party{Email: "nina@exemple.fr"}) })
	if err != nil || hers.Author || len(hers.MyReports()) != 1 || b.CanContest(&hers) != nil {
		t.Errorf("%+v, %v", hers, err)
	}
	if _, err := b.ForLink(t.Context(), thing, func(string) bool { return false }); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

// Who reported contests that nothing was done, and not after six months.
func TestReporterContests(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.said(moderation.Party{Account: "a-2"})
	b.decides(judge, true, nil)
	mine, err := b.For(t.Context(), viewer.Viewer{Account: "a-2"}, thing)
	if err != nil || b.CanContest(&mine) == nil {
		t.Fatal(mine, err)
	}
	if _, err := b.For(t.Context(), viewer.Viewer{Account: "a-1"}, thing); !errors.Is(err, fault.NotFound) {
		t.Error("the author reads of a report that came to nothing:", err)
	}
	b.at = b.at.Add(moderation.Contestable + time.Hour)
	if b.CanContest(&mine) != nil {
		t.Error("after six months")
	}
	b.at = b.at.Add(-time.Hour * 24)
	if err := b.Contest(t.Context(), mine, "C'est pourtant une arnaque."); err != nil {
		t.Fatal(err)
	}
	b.decides(other, false, nil)
	if b.marks["p-1"] == nil || !slices.Contains(b.letters(), "motifs a-1") || !slices.Contains(b.letters(), "decision a-2") {
		t.Errorf("%+v, %q", b.marks, b.letters())
	}
}

// The log tells what was done and of whom nothing; figures count it by month.
func TestLog(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.said(moderation.Party{Email: "nina@exemple.fr", Name: "Nina"})
	b.decides(judge, false, nil)
	b.pays()
	b.pays() // twice is once
	entries, err := b.Log(t.Context(), judge, page.Req{})
	if err != nil || len(entries.Items) != 2 {
		t.Fatalf("%+v, %v", entries, err)
	}
	down, reported := entries.Items[0], entries.Items[1]
	if down.What != moderation.TakenDown || down.By == "" || strings.Contains(down.By, "m-1") || down.Ground != "arnaque" || reported.What != moderation.Reported || reported.By != "" || reported.Case != thing {
		t.Errorf("%+v %+v", down, reported)
	}
	if _, err := b.Log(t.Context(), viewer.Viewer{Account: "a-1"}, page.Req{}); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	figures, err := b.Figures(t.Context())
	if err != nil || len(figures) != moderation.Months || figures[0].N[moderation.TakenDown] != 1 || figures[0].N[moderation.Reported] != 1 || figures[1].N[moderation.TakenDown] != 0 {
		t.Errorf("%+v, %v", figures, err)
	}
}

// A moderator opens the case of a thing that nobody reported; left alone it is gone the day after, decided it stays a year.
func TestOpen(t *testing.T) {
	t.Parallel()
	b := open(t)
	if _, err := b.Open(t.Context(), viewer.Viewer{Account: "a-1"}, moderation.Post, "p-1"); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	for range 2 {
		if got, err := b.Open(t.Context(), judge, moderation.Post, "p-1"); err != nil || got != thing {
			t.Fatal(got, err)
		}
	}
	b.decides(judge, true, nil) // it is looked at, and stays
	b.at = b.at.Add(300 * 24 * time.Hour)
	if err := b.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Case(t.Context(), judge, thing); err != nil {
		t.Error(err)
	}
	b.at = b.at.Add(70 * 24 * time.Hour)
	if err := b.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Case(t.Context(), judge, thing); !errors.Is(err, fault.NotFound) {
		t.Error("kept for ever:", err)
	}
	if _, err := b.Open(t.Context(), judge, "lettre", "l-1"); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

// A suspension is a decision like others, whose letter is the account's own.
func TestSuspended(t *testing.T) {
	t.Parallel()
	b := open(t)
	who := moderation.Party{Account: "a-1", Name: "Claude"}
	if err := b.Suspended(t.Context(), judge, who, "Lettres en nombre", "Trois cents lettres."); err != nil {
		t.Fatal(err)
	}
	mine, err := b.For(t.Context(), viewer.Viewer{Account: "a-1"}, moderation.CaseOf(moderation.Account, "a-1"))
	if err != nil || len(mine.Told) != 0 || b.CanContest(&mine) == nil || mine.Heard()[0].Rule() != "Lettres en nombre" {
		t.Fatalf("%+v, %v", mine, err)
	}
	if err := b.Contest(t.Context(), mine, "C'était mon fils."); err != nil {
		t.Fatal(err)
	}
	if err := b.Reopened(t.Context(), other, who); err != nil {
		t.Fatal(err)
	}
	if mine, err = b.For(t.Context(), viewer.Viewer{Account: "a-1"}, mine.ID); err != nil || mine.Down() || len(mine.Open()) != 0 {
		t.Errorf("%+v, %v", mine, err)
	}
}
