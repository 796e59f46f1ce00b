package mailroom_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/mail/mailtest"
	"partant/internal/mailroom"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// bench is a house with cases.
type bench struct {
	*house
	moderation *moderation.Service
	box        mailroom.CaseBox
}

// nobody knows what people have shown so far: all are new here.
type nobody struct{}

func (nobody) Standing(context.Context, string) (moderation.Standing, error) {
	return moderation.Standing{}, nil
}

func (nobody) Said(context.Context, string, int) (int, error) { return 0, nil }

func openBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{house: open(t)}
	b.moderation = moderation.New(b.db.Moderation(), nil, b.Service, nobody{}, b.now, func() {})
	b.box = mailroom.CaseBox{Site: site(), Store: b.db.Moderation(), Accounts: b.Service, Settle: b.moderation.Settle, Done: b.moderation.Sent,
		Seal: func(string) string { return "un-secret" }}
	b.Mailroom = b.with(b.box)
	return b
}

// report tells of a letter, and returns the case.
func (b *bench) report(by moderation.Party) moderation.Case {
	b.t.Helper()
	is := moderation.Thing{Title: "Gagnez vite", Text: "Cliquez.", Authors: []moderation.Party{{Email: "inconnu@exemple.invalid", Name: "Inconnu"}}}
	err := b.moderation.ReportThing(b.t.Context(), moderation.Letter, "m-1", is, moderation.Notice{By: by, Ground: "arnaque", Why: "Une arnaque,\nencore."})
	if err != nil {
		b.t.Fatal(err)
	}
	all, err := b.moderation.Waiting(b.t.Context(), judge, page.Req{})
	if err != nil || len(all.Items) == 0 {
		b.t.Fatal(all, err)
	}
	return all.Items[len(all.Items)-1]
}

var judge = viewer.Viewer{Account: "m-1", Role: viewer.Moderator}

func (b *bench) decide(c string, upheld bool) {
	b.t.Helper()
	if _, err := b.moderation.Decide(b.t.Context(), judge, c, moderation.Verdict{Seen: !upheld, Ground: "arnaque", Facts: "Nous avons regardé : c'est une arnaque."}); err != nil {
		b.t.Fatal(err)
	}
}

// Whoever reports gets a receipt with what they wrote, then the decision with its words; a member by their account.
func TestReportLetters(t *testing.T) {
	t.Parallel()
	b := openBench(t)
	a := b.admit("Claude")
	b.empty(1) // the welcome
	r := b.report(moderation.Party{Account: a.ID, Name: "Claude"})
	b.empty(1)
	b.empty(0)
	receipt := b.got("claude@exemple.invalid")
	if receipt.Subject != "Nous avons reçu votre signalement" || strings.Contains(string(receipt.Raw), "inconnu@") {
		t.Errorf("%s", receipt.Raw)
	}
	b.says(receipt, "Bonjour Claude,", "Vous avez signalé la lettre « Gagnez vite » le 2026-11-26 12:00:00", "Une arnaque, > encore.", "ne sait pas que le signalement vient de vous")
	b.decide(r.ID, true)
	b.empty(1)
	b.empty(0)
	decision := b.got("claude@exemple.invalid")
	if plain(decision.Subject) != "Votre signalement : notre décision" {
		t.Errorf("subject %q", decision.Subject)
	}
	b.says(decision, "Nous avons retenu votre signalement.", "non par un programme", "c'est une arnaque.", "dans les six mois", "https://partant.example/decisions/"+r.ID)
	entries, err := b.moderation.Log(t.Context(), judge, page.Req{})
	if err != nil || len(entries.Items) != 2 || !slices.ContainsFunc(entries.Items, func(e moderation.Entry) bool { return e.What == moderation.Upheld }) {
		t.Errorf("the log says %+v, %v", entries.Items, err)
	}
}

// Somebody without an account hears by the address that they gave, with a link of their own; what is not upheld is said so.
func TestReportLettersToAVisitor(t *testing.T) {
	t.Parallel()
	b := openBench(t)
	r := b.report(moderation.Party{Email: "nina@exemple.invalid", Name: "Nina"})
	b.decide(r.ID, false)
	b.empty(2)
	var subjects []string
	for _, l := range b.server.Received() {
		if l.To != "nina@exemple.invalid" {
			t.Errorf("a letter to %s", l.To)
		}
		subjects = append(subjects, plain(l.Subject))
		if strings.Contains(l.Subject, "décision") {
			b.says(l, "Nous avons regardé, et n'avons rien retiré.", "https://partant.example/decisions/"+r.ID+"/un-secret")
		}
	}
	if len(subjects) != 2 {
		t.Errorf("%q", subjects)
	}
}

// A form that anybody can send to any address must not send words of strangers there.
func TestReceiptsToStrangersQuoteNothing(t *testing.T) {
	t.Parallel()
	b := openBench(t)
	is := moderation.Thing{Title: "Une page"}
	if err := b.moderation.ReportThing(t.Context(), moderation.Page, "p-1", is, moderation.Notice{By: moderation.Party{Email: "nina@exemple.invalid"}, Ground: "faux", Why: "Achetez ici."}); err != nil {
		t.Fatal(err)
	}
	b.empty(1)
	if l := b.got("nina@exemple.invalid"); strings.Contains(string(l.Raw), "Achetez") || !strings.Contains(plain(l.Text), "Vous n'avez rien signalé ?") {
		t.Errorf("%s", l.Raw)
	}
}

// Who is new and whose words are held reads so at once, and that it was a program.
func TestHeldIsSaid(t *testing.T) {
	t.Parallel()
	b := openBench(t)
	a := b.admit("Claude")
	b.empty(1)
	v := viewer.Viewer{Account: a.ID}
	got, err := b.moderation.Screen(t.Context(), v, unseen.Words{Kind: "publication", ID: "p-1", Title: "Gagnez", Text: "Voyez", HTML: `<a href="https://x.invalid">Voyez</a>`, By: viewer.Author{Account: a.ID}})
	if err != nil || got.Mark == nil || !got.Mark.Held {
		t.Fatal(got, err)
	}
	b.empty(1)
	l := b.got("claude@exemple.invalid")
	if plain(l.Subject) != "Votre texte attend d'être relu" {
		t.Errorf("subject %q", l.Subject)
	}
	b.says(l, "Un programme l'a mise de côté", "Vous n'avez rien à faire", "/decisions/"+moderation.CaseOf(moderation.Post, "p-1"))
}

// Nobody is left to tell: the debts are paid with nothing.
func TestReportOfSomebodyWhoIsGone(t *testing.T) {
	t.Parallel()
	b := openBench(t)
	a := b.admit("Claude")
	b.empty(1)
	r := b.report(moderation.Party{Account: a.ID, Name: "Claude"})
	if err := b.db.Accounts().Remove(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	b.empty(0)
	b.report(moderation.Party{Name: "personne"})
	b.empty(0)
	stored, err := b.db.Moderation().Case(t.Context(), r.ID)
	if err != nil || len(stored.Owes) != 0 || len(stored.Told) != 0 || len(stored.Reports) != 2 || len(b.lost()) != 0 {
		t.Errorf("%+v, %v; lost %+v", stored, err, b.lost())
	}
}

// Letters about a report wait while the server is away, each by itself, and leave once.
func TestReportLettersWait(t *testing.T) {
	t.Parallel()
	b := openBench(t)
	b.server.Misbehave(mailtest.Faults{Down: true})
	r := b.report(moderation.Party{Email: "nina@exemple.invalid", Name: "Nina"})
	b.empty(0)
	b.pass(time.Second)
	b.decide(r.ID, true)
	b.server.Misbehave(mailtest.Faults{})
	b.empty(1) // the decision; the receipt waits for its next try
	if l := b.got("nina@exemple.invalid"); !strings.Contains(l.Subject, "décision") {
		t.Errorf("%q left first", l.Subject)
	}
	b.pass(2 * time.Minute)
	b.empty(1)
	b.empty(0)
}

// What another copy has in hand is not sent a second time by one that comes for something newer.
func TestLettersInTheHandsOfAnother(t *testing.T) {
	t.Parallel()
	b := openBench(t)
	r := b.report(moderation.Party{Email: "nina@exemple.invalid", Name: "Nina"})
	theirs, err := b.box.Take(t.Context(), b.now(), time.Minute)
	if err != nil || len(theirs) != 1 {
		t.Fatal(theirs, err)
	}
	b.pass(time.Second)
	b.decide(r.ID, true)
	b.empty(1)
	if l := b.got("nina@exemple.invalid"); !strings.Contains(l.Subject, "décision") {
		t.Errorf("%q left", l.Subject)
	}
	if err := theirs[0].Sent(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.pass(time.Hour)
	b.empty(0)
}

func TestCaseBoxSaysThatTheStoreIsAway(t *testing.T) {
	t.Parallel()
	b := openBench(t)
	b.report(moderation.Party{Account: "a-1", Name: "Claude"})
	b.box.Accounts = awayAccounts{}
	if _, err := b.box.Take(t.Context(), b.now(), time.Minute); !errors.Is(err, fault.Unavailable) {
		t.Errorf("error %v", err)
	}
}

// Moderators hear that something waits: once an hour, all that waits together, and not at all when somebody has looked.
func TestTheBell(t *testing.T) {
	t.Parallel()
	b := openBench(t)
	m := b.admit("Modeste")
	b.empty(1)
	if _, err := b.Service.Grant(t.Context(), m.Email, viewer.Moderator); err != nil {
		t.Fatal(err)
	}
	waiting := 2
	b.Mailroom = b.with(b.box, mailroom.NoticeBox{Site: site(), Store: b.db.Accounts()}, mailroom.BellBox{Site: site(), Store: b.db.Accounts(),
		Waiting: func(context.Context) (int, bool, error) { return waiting, false, nil }})
	b.empty(1) // of the role
	for range 3 {
		if err := b.Service.Call(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	b.empty(1)
	b.says(b.got("modeste@exemple.invalid"), "2 choses attendent", "une fois par heure au plus", "https://partant.example/moderation")
	ring := func() {
		t.Helper()
		if err := b.Service.Call(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	b.pass(10 * time.Minute)
	ring()
	b.empty(0)
	b.pass(account.BellEvery)
	b.empty(1)
	ring()
	b.pass(2 * account.BellEvery)
	waiting = 0
	b.empty(0)
	waiting = 1
	b.empty(0) // it was looked at: that letter is owed no more
}
