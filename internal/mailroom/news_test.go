package mailroom_test

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/digest"
	"partant/internal/lang"
	"partant/internal/mail"
	"partant/internal/mail/eml"
	"partant/internal/mail/mailtest"
	"partant/internal/mail/smtp"
	"partant/internal/mailroom"
	"partant/internal/notify"
	"partant/internal/page"
	"partant/internal/store/sqlite"
)

// newsRoom is a mailroom of what is new, between a store and the mail server at a URL.
func newsRoom(db *sqlite.DB, accounts *account.Service, url string, now clock.Clock, _ ...mailroom.Box) (*mailroom.Mailroom, error) {
	writer, err := eml.New(eml.Config{From: mail.Address{Name: "Partant", Email: "partant@partant.example"}, Now: now})
	if err != nil {
		return nil, err
	}
	post, err := smtp.Open(smtp.Config{URL: url}, writer)
	notices := notify.New(db.Notifications(), now)
	return mailroom.New(post, dresser{}, db.Letters(), now, slog.New(slog.DiscardHandler), mailroom.NewsBox{Site: site(), Store: db.Accounts(),
		News: &digest.Service{Notices: notices}, Mailed: notices.Mailed, Done: accounts.NewsSent, Stop: accounts.WithStops("clé").StopLink}), err
}

// newsHouse is a mailroom of what is new.
type newsHouse struct {
	*house
	notices *notify.Service
}

func openNews(t *testing.T) *newsHouse {
	t.Helper()
	h := open(t)
	m, err := newsRoom(h.db, h.Service, h.server.URL(), h.now)
	if err != nil {
		t.Fatal(err)
	}
	h.Mailroom = m
	return &newsHouse{h, notify.New(h.db.Notifications(), h.now)}
}

// member is somebody who wants to be told at once.
func (h *newsHouse) member(email string) account.Account {
	h.t.Helper()
	a, err := h.Admit(h.t.Context(), account.Entry{Name: "Claude", Email: email, Adult: true, Terms: true}, "")
	if err == nil {
		err = h.SetRhythm(h.t.Context(), a.ID, account.AtOnce.String())
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// tell stores a notification and rings, as the notifier does.
func tell(t *testing.T, db *sqlite.DB, accounts *account.Service, to, what string, now time.Time) {
	t.Helper()
	n := notify.Notification{ID: notify.IDOf(what, to), Account: to, Kind: notify.Commented, Thing: notify.Thing{Kind: "publication", Title: what}, At: now, Came: now}
	err := db.Notifications().PutNotification(t.Context(), n)
	if err := errors.Join(err, accounts.Ring(t.Context(), to, n.ID)); err != nil {
		t.Fatal(err)
	}
}

// Several become one letter, whose number is that of the first; what was read is not in it, nor what was told.
func TestWord(t *testing.T) {
	t.Parallel()
	h := openNews(t)
	a := h.member("claude@exemple.invalid")
	for _, what := range []string{"un", "deux", "trois"} {
		tell(t, h.db, h.Service, a.ID, what, h.now())
	}
	h.empty(0)
	if err := h.notices.Read(t.Context(), a.ID, notify.IDOf("deux", a.ID)); err != nil {
		t.Fatal(err)
	}
	h.pass(account.Hold)
	h.empty(1)
	h.empty(0)
	l := h.server.Received()[0]
	if l.Subject != "2 nouvelles vous concernent" || !strings.Contains(l.Text, "« un »") || !strings.Contains(l.Text, "« trois »") || strings.Contains(l.Text, "deux") {
		t.Errorf("%s\n%s", l.Subject, l.Text)
	}
	if want := "<" + notify.IDOf("un", a.ID) + "@partant.example>"; l.ID() != want {
		t.Errorf("its number is %s, want %s", l.ID(), want)
	}
	for name, want := range map[string]string{"List-Unsubscribe": "<https://partant.example/lettres/arret/" + h.StopLink(a.ID) + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"List-Id": "<nouvelles.partant.example>", "In-Reply-To": "", "Reply-To": ""} {
		if got := l.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	tell(t, h.db, h.Service, a.ID, "quatre", h.now())
	h.pass(account.Hold)
	h.empty(1)
	if got := h.server.Received()[1]; strings.Contains(got.Text, "trois") || !strings.Contains(got.Text, "« quatre »") {
		t.Errorf("%s", got.Text)
	}
	tell(t, h.db, h.Service, a.ID, "cinq", h.now())
	if err := h.notices.ReadAll(t.Context(), a.ID, time.Time{}); err != nil {
		t.Fatal(err)
	}
	h.pass(account.Hold)
	h.empty(0)
}

// A letter that waits for the mail server says what is unread when it leaves, under the number that it had.
func TestWordWaits(t *testing.T) {
	t.Parallel()
	h := openNews(t)
	a := h.member("claude@exemple.invalid")
	if err := h.SetLanguage(t.Context(), a.ID, lang.English.String()); err != nil {
		t.Fatal(err)
	}
	tell(t, h.db, h.Service, a.ID, "un", h.now())
	h.server.Misbehave(mailtest.Faults{Cut: mailtest.Recipient, Cuts: 1})
	h.pass(account.Hold)
	h.empty(0)
	tell(t, h.db, h.Service, a.ID, "deux", h.now())
	h.pass(time.Hour)
	h.empty(1)
	l := h.server.Received()[0]
	if l.Subject != "2 things are new for you" || l.ID() != "<"+notify.IDOf("un", a.ID)+"@partant.example>" {
		t.Errorf("%s %s", l.ID(), l.Subject)
	}
	h.empty(0)
}

// Killed again and again, with a mail server that has bad days: each member hears of each thing once, and twice only what was
// under way at a kill or a cut, under its one number.
func TestKillWord(t *testing.T) {
	t.Parallel()
	members, kills := 40, 3
	if os.Getenv("PARTANT_ENDURE") != "" {
		members, kills = 500, 20
	}
	h := openNews(t)
	var all []account.Account
	for n := range members {
		a := h.member(fmt.Sprintf("claude%d@exemple.invalid", n))
		tell(t, h.db, h.Service, a.ID, "un", h.now())
		tell(t, h.db, h.Service, a.ID, "deux", h.now())
		all = append(all, a)
	}
	dir := h.dir
	if err := h.db.Close(); err != nil {
		t.Fatal(err)
	}
	dice, cuts := rand.New(rand.NewPCG(3, 3)), 0
	for i := range kills {
		f := mailtest.Faults{Cut: []mailtest.Stage{mailtest.Never, mailtest.Recipient, mailtest.Taken}[dice.IntN(3)], Cuts: 2}
		if f.Cut == mailtest.Taken {
			cuts += f.Cuts
		}
		h.server.Misbehave(f)
		sendAndKill(t, dir, h.server, h.now().Add(time.Duration(i+1)*10*time.Minute), func() bool { return len(h.server.Received()) >= (i+1)*members/(kills+2) }, workerNews+"=1")
	}
	h.server.Misbehave(mailtest.Faults{})
	sendAndKill(t, dir, h.server, h.now().Add(3*time.Hour), func() bool { return wordsOwed(t, dir, all) == 0 }, workerNews+"=1")
	came, again := map[string]string{}, 0
	for _, l := range h.server.Received() {
		if was, twice := came[l.To]; twice {
			again++
			if was != l.ID() {
				t.Errorf("%s got %s and %s", l.To, was, l.ID())
			}
		}
		came[l.To] = l.ID()
		if !strings.Contains(l.Text, "« un »") || !strings.Contains(l.Text, "« deux »") {
			t.Errorf("%s was told\n%s", l.To, l.Text)
		}
	}
	if len(came) != members || again > kills*atOnce+cuts {
		t.Errorf("of %d members %d were told, %d again", members, len(came), again)
	}
}

// wordsOwed is how many letters are still owed, or notifications not marked.
func wordsOwed(t *testing.T, dir string, members []account.Account) (owed int) {
	t.Helper()
	db, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, m := range members {
		a, err := db.Accounts().Get(t.Context(), m.ID)
		if err != nil {
			t.Fatal(err)
		}
		told, err := db.Notifications().NotificationsConcerning(t.Context(), notify.OfAccount(m.ID), page.Req{Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range a.Owes {
			if d.Kind == account.OwesWord {
				owed++
			}
		}
		for _, n := range told.Items {
			if n.Mailed.IsZero() {
				owed++
			}
		}
	}
	return owed
}
