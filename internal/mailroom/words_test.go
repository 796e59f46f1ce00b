package mailroom

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/lang"
	"partant/internal/mail"
	"partant/internal/message"
	"partant/internal/moderation"
	"partant/internal/profile"
)

// people are the accounts of these tests, by id.
type people map[string]account.Account

func (p people) Get(_ context.Context, id string) (account.Account, error) {
	a, ok := p[id]
	if !ok {
		return a, fault.NotFound
	}
	return a, nil
}

// every writes each letter that Partant knows to write, to reader.
func every(t *testing.T, reader account.Account) map[string]mail.Letter {
	t.Helper()
	site := Site{Name: "Partant Loiret", Base: "https://partant.example", Moment: func(at time.Time) string { return "26 novembre " + at.Format("15:04") }}
	noon := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	all := map[string]mail.Letter{}
	d := debt.Debt{ID: "d-1"}

	entry := &account.Entrant{Name: "Zoé"}
	for name, ticket := range map[string]account.Ticket{
		"move": {Purpose: account.ToMove, Account: "a-1"}, "leave": {Purpose: account.ToLeave, Account: "a-1"}, "enter": {Purpose: account.ToEnter, Account: "a-1"},
		"open again": {Purpose: account.ToEnter, Account: "a-1", Entry: entry}, "open": {Purpose: account.ToEnter, Entry: entry},
	} {
		ticket.Email, ticket.Sealed = "zoe@exemple.invalid", &account.Sealed{Code: "123456", Link: "SECRET"}
		all["ticket "+name] = TicketBox{Site: site}.letter(ticket, d, reader)
	}

	for _, what := range append(slices.Collect(maps.Keys(happenedFrench)), "nouveau") {
		a := reader
		for name, until := range map[string]time.Time{"": noon.AddDate(0, 0, account.LapseReminder), " later": noon.AddDate(0, account.LapseNotice, 0)} {
			a.Log = []account.Line{{ID: "d-1", At: noon, What: what, Reason: "REASON", Until: until}}
			all["notice "+string(what)+name] = NoticeBox{Site: site}.letter(a, d)
		}
	}

	for _, what := range []claim.What{claim.TellCode, claim.TellInvited, claim.TellGranted, claim.TellRefused, claim.TellDisputed, claim.TellKept, claim.TellShared, claim.TellReplaced, claim.TellJoined, claim.TellDeclined} {
		for _, role := range []profile.Role{profile.Owner, profile.Editor, profile.Reader, profile.Shown} {
			for _, means := range []claim.Means{claim.ByHandOver, claim.ByInvitation} {
				l := claim.Letter{Debt: d, What: what, Name: "PAGE", Slug: "page", To: reader.Email, Called: reader.Name, Language: reader.Language, Who: "WHO", Joined: "JOINED",
					Claim: claim.Claim{ID: "c-1", Role: role, Means: means, Reason: "REASON", State: claim.Granted, Why: "WHY", Mail: &claim.Mail{Sealed: "123456"}}}
				all[fmt.Sprintf("claim %s %s %s", what, role, means)] = ClaimBox{Site: site}.letter(l)
			}
		}
	}

	pages := PageBox{Site: site, Accounts: people{"a-1": reader, "a-2": {Name: "WHO"}}}
	for _, what := range []profile.Deed{profile.Reverted, profile.Unmarked} {
		for _, by := range []string{"a-2", "a-3"} {
			p := profile.Profile{Name: "PAGE", Slug: "page", Acts: []profile.Act{{What: what, By: by, Reason: "REASON", At: noon, Told: []profile.Told{{ID: "d-1", To: "a-1"}}}}}
			l, err := pages.letter(t.Context(), &p, d)
			if err != nil {
				t.Fatal(what, err)
			}
			all[fmt.Sprintf("page %s %s", what, by)] = l
		}
	}

	messages := MessageBox{Site: site, Accounts: people{"a-1": reader, "a-2": {Name: "OTHER", Email: "other@exemple.invalid"}}}
	for _, kind := range []string{message.OwesConfirmation, message.OwesLetter} {
		for _, shown := range []bool{false, true} {
			for _, answers := range []string{"", "m-0"} {
				m := message.Message{ID: "m-1", Page: message.Page{Name: "PAGE"}, From: message.Party{Account: "a-2", Name: "WHO"}, Subject: "SUBJECT", Text: "TEXT",
					To: []message.Party{{Account: "a-1", Sealed: "SECRET", Letter: "d-1"}}, Shown: shown, Answers: answers}
				if kind == message.OwesConfirmation {
					m.From, m.To = m.To[0], nil
				}
				l, err := messages.letter(t.Context(), m, debt.Debt{ID: "d-1", Kind: kind})
				if err != nil {
					t.Fatal(kind, err)
				}
				all[fmt.Sprintf("message %s %v %q", kind, shown, answers)] = l
			}
		}
	}

	for name, l := range caseLetters(t, site, reader, noon) {
		all[name] = l
	}
	for _, n := range []int{1, 2} {
		all[fmt.Sprintf("bell %d", n)] = in(reader.Language).bell(n, n > 1, site).letter("d-1", mail.Address{Name: reader.Name, Email: reader.Email}, in(reader.Language))
	}
	return all
}

// caseLetters are all that a case may tell, about things of every kind.
func caseLetters(t *testing.T, site Site, reader account.Account, noon time.Time) map[string]mail.Letter {
	t.Helper()
	all := map[string]mail.Letter{}
	box := CaseBox{Site: site, Accounts: people{"a-1": reader}, Seal: func(string) string { return "SECRET" }}
	me := moderation.Party{Account: "a-1"}
	for _, kind := range []moderation.Kind{moderation.Letter, moderation.Page, moderation.Post, moderation.Discussion, moderation.Answer, moderation.Account, moderation.Recommendation, moderation.Rejoinder} {
		for _, what := range []moderation.What{moderation.Kept, moderation.TakenDown, moderation.Restored, moderation.Upheld, moderation.Held} {
			for _, mailed := range []moderation.Mail{moderation.Receipt, moderation.Answered, moderation.Statement} {
				for _, of := range []string{"r-1", "e-1"} {
					told := moderation.Told{ID: "d-1", What: mailed, Of: "v-1", Report: of, To: me}
					if mailed == moderation.Receipt {
						told.Of = of
					}
					if mailed == moderation.Answered && what == moderation.Held {
						continue // nobody is answered by a program
					}
					c := moderation.Case{ID: "c-1", Kind: kind, Title: "TITLE", Authors: []moderation.Party{me}, Told: []moderation.Told{told},
						Reports:   []moderation.Report{{ID: "r-1", By: me, Why: "TEXT", At: noon}},
						Appeals:   []moderation.Appeal{{ID: "e-1", By: me, Words: "WORDS", At: noon}},
						Decisions: []moderation.Decision{{ID: "v-1", What: what, At: noon, By: "m-1", Ground: "GROUND", Facts: "FACTS"}}}
					l, err := box.letter(t.Context(), &c, debt.Debt{ID: "d-1"})
					if err != nil {
						t.Fatal(kind, what, mailed, err)
					}
					all[fmt.Sprintf("case %s %s %s %s", kind, what, mailed, of)] = l
				}
			}
		}
	}
	return all
}

// reader is somebody who reads a language.
func reader(t lang.Tag) account.Account {
	return account.Account{ID: "a-1", Name: "Zoé", Email: "zoe@exemple.invalid", Language: t}
}

// sentences are the texts of l that nobody but Partant wrote.
func sentences(l mail.Letter) []string {
	all := append([]string{l.Subject, l.Opening}, slices.Concat(l.Before, l.After)...)
	for _, a := range append(l.More, l.Action) {
		if a.URL != "" {
			all = append(all, a.Label)
		}
	}
	return all
}

// Both languages say the same of everything, and neither a word of the other's.
func TestBothLanguagesSayEverything(t *testing.T) {
	t.Parallel()
	letters := map[lang.Tag]map[string]mail.Letter{lang.French: every(t, reader(lang.French)), lang.English: every(t, reader(lang.English))}
	foreign := map[lang.Tag][]string{
		lang.French:  {" you ", " your ", " the ", " of ", " to ", " is ", "hello", "“", "page:", "link:"},
		lang.English: {" vous ", " votre ", " le ", " la ", " les ", " de ", " et ", " est ", " ne ", " un ", " une ", " du ", " ce ", " au ", "bonjour", "«", " :", " ?", "l'", "d'"},
	}
	for tag, all := range letters {
		for name, l := range all {
			if l.Language != tag || l.ID != "d-1" || l.To.Email == "" {
				t.Errorf("%s: in %q, to %+v", name, l.Language, l.To)
			}
			for _, text := range append(sentences(l), l.Text()) {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s leaves something unsaid in %q: %+v", name, tag, l)
				}
				for _, word := range foreign[tag] {
					if strings.Contains(strings.ToLower(" "+text), word) {
						t.Errorf("%s says %q in %q: %s", name, word, tag, text)
					}
				}
			}
		}
	}
	for name, f := range letters[lang.French] {
		e := letters[lang.English][name]
		if diff := cmp.Diff(shape(f), shape(e)); diff != "" {
			t.Errorf("%s: French (-) and English (+)\n%s", name, diff)
		}
		for i, text := range sentences(f) {
			if text == sentences(e)[i] {
				t.Errorf("%s is not translated: %s", name, text)
			}
		}
	}
}

// shape is what of a letter is the same in every language.
func shape(l mail.Letter) []string {
	all := []string{fmt.Sprint(len(l.Before), len(l.After), len(l.More), l.To, l.ReplyTo), l.Code, l.Quote, l.Action.URL}
	for _, a := range l.More {
		all = append(all, a.URL)
	}
	return all
}

// Each line of a log has a letter of its own, in both languages.
func TestBothLanguagesKnowWhatHappens(t *testing.T) {
	t.Parallel()
	for what := range happenedFrench {
		if _, known := happenedEnglish[what]; !known {
			t.Errorf("%q has no English", what)
		}
	}
	if len(happenedFrench) != len(happenedEnglish) {
		t.Errorf("%d in French, %d in English", len(happenedFrench), len(happenedEnglish))
	}
}

// What people wrote stays as they wrote it.
func TestWordsOfPeopleAreNotTranslated(t *testing.T) {
	t.Parallel()
	all := every(t, reader(lang.English))
	for name, words := range map[string][]string{
		"claim refus membre invitation": {"PAGE", "REASON"}, "claim arrivee lecture invitation": {"JOINED", "PAGE"}, "claim contestation membre passation": {"WHO", "PAGE"},
		`message lettre true "m-0"`: {"WHO", "SUBJECT", "TEXT", "other@exemple.invalid"}, "case lettre garde accuse r-1": {"TITLE", "TEXT"}, "case lettre retire motifs r-1": {"TITLE", "FACTS"},
		"notice suspension": {"REASON"}, "ticket enter": {"123 456", "/connexion/lien/SECRET"},
	} {
		l, written := all[name]
		for _, word := range words {
			if !written || !strings.Contains(l.Subject+l.Text(), word) {
				t.Errorf("%s lacks %q: %s", name, word, l.Text())
			}
		}
	}
}

// An English date is written as the British do, at the hour of the territory.
func TestMoments(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"case lettre garde accuse r-1": "on 26 November 2026, 13:00", "notice suspension": "on 26 November 2026, 13:00.", "notice adresse": "This was on 26 November 2026, 13:00."} {
		if got := every(t, reader(lang.English))[name].Text(); !strings.Contains(got, want) {
			t.Errorf("%s: %s", name, got)
		}
	}
}
