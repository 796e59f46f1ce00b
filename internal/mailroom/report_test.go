package mailroom_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/mail/mailtest"
	"partant/internal/mailroom"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/internal/viewer"
)

// bench is a house with reports.
type bench struct {
	*house
	moderation *moderation.Service
	box        mailroom.ReportBox
}

func openBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{house: open(t)}
	b.moderation = moderation.New(b.db.Reports(), b.now, func() {})
	b.box = mailroom.ReportBox{Site: site(), Store: b.db.Reports(), Accounts: b.Service, Done: b.moderation.Sent}
	b.Mailroom = b.with(b.box)
	return b
}

// report tells of a letter, and returns the report.
func (b *bench) report(by moderation.Party) moderation.Report {
	b.t.Helper()
	err := b.moderation.Report(b.t.Context(), moderation.Report{Kind: moderation.Letter, Thing: "m-1", Title: "Gagnez vite", Text: "Cliquez.", Why: "Une arnaque,\nencore.",
		By: by, Author: moderation.Party{Email: "inconnu@exemple.invalid", Name: "Inconnu"}})
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

func (b *bench) decide(report string, upheld bool) {
	b.t.Helper()
	if err := b.moderation.Decide(b.t.Context(), judge, report, upheld, "Nous avons regardé : c'est une arnaque."); err != nil {
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
	b.says(receipt, "Bonjour Claude,", "Vous avez signalé « Gagnez vite » le 2026-11-26 12:00:00", "Une arnaque, > encore.", "ne sait pas que le signalement vient de vous")
	b.decide(r.ID, true)
	b.empty(1)
	b.empty(0)
	decision := b.got("claude@exemple.invalid")
	if plain(decision.Subject) != "Votre signalement : notre décision" {
		t.Errorf("subject %q", decision.Subject)
	}
	b.says(decision, "Nous l'avons retenu.", "non par un programme", "c'est une arnaque.", "dans les six mois", "https://partant.example/mentions-legales")
}

// Somebody without an account hears by the address that they gave; what is not upheld is said so.
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
			b.says(l, "Nous ne l'avons pas retenu.")
		}
	}
	if len(subjects) != 2 {
		t.Errorf("%q", subjects)
	}
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
	stored, err := b.db.Reports().UpdateReport(t.Context(), r.ID, func(*moderation.Report) error { return nil })
	if err != nil || len(stored.Owes) != 0 || len(b.lost()) != 0 {
		t.Errorf("%+v, %v; lost %+v", stored.Owes, err, b.lost())
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

func TestReportBoxSaysThatTheStoreIsAway(t *testing.T) {
	t.Parallel()
	b := openBench(t)
	b.report(moderation.Party{Account: "a-1", Name: "Claude"})
	b.box.Accounts = awayAccounts{}
	if _, err := b.box.Take(t.Context(), b.now(), time.Minute); !errors.Is(err, fault.Unavailable) {
		t.Errorf("error %v", err)
	}
}
