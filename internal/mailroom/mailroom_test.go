package mailroom_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/id"
	"partant/internal/mail"
	"partant/internal/mail/eml"
	"partant/internal/mail/mailtest"
	"partant/internal/mail/smtp"
	"partant/internal/mailroom"
	"partant/internal/page"
	"partant/internal/password"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(workerFolder); dir != "" {
		sendUntilKilled(dir)
	}
	goleak.VerifyTestMain(m)
}

// hands is a clock that tests move.
type hands struct {
	mu sync.Mutex
	at time.Time
}

func (h *hands) now() time.Time       { h.mu.Lock(); defer h.mu.Unlock(); return h.at }
func (h *hands) pass(d time.Duration) { h.mu.Lock(); defer h.mu.Unlock(); h.at = h.at.Add(d) }

// dresser draws the letter as its own text.
type dresser struct{}

func (dresser) Dress(_ context.Context, l mail.Letter) (string, error) {
	return "<p>" + l.Opening + "</p>", nil
}

// house is a mailroom between a real store and a real mail server.
type house struct {
	*mailroom.Mailroom
	*account.Service
	*hands
	t      *testing.T
	dir    string
	db     *sqlite.DB
	server *mailtest.Server
}

func open(t *testing.T) *house {
	t.Helper()
	dir := sqlitetest.Dir(t)
	db, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t, dir: dir, db: db, hands: &hands{at: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)}, server: mailtest.Start(t, mailtest.Options{})}
	h.Service = account.New(db.Accounts(), password.NewHasher(), password.Common(), h.now, func() {})
	h.Mailroom = h.another()
	return h
}

// another is a second copy of the program at work on the same store.
func (h *house) another() *mailroom.Mailroom { return h.with() }

// with is a mailroom with more boxes than those of accounts.
func (h *house) with(more ...mailroom.Box) *mailroom.Mailroom {
	h.t.Helper()
	m, err := room(h.db, h.Service, h.server.URL(), h.now, more...)
	if err != nil {
		h.t.Fatal(err)
	}
	return m
}

// room is a mailroom between a store and the mail server at a URL.
func room(db *sqlite.DB, accounts *account.Service, url string, now clock.Clock, more ...mailroom.Box) (*mailroom.Mailroom, error) {
	writer, err := eml.New(eml.Config{From: mail.Address{Name: "Partant", Email: "partant@partant.example"}, Now: now})
	if err != nil {
		return nil, err
	}
	post, err := smtp.Open(smtp.Config{URL: url}, writer)
	if err != nil {
		return nil, err
	}
	boxes := append([]mailroom.Box{mailroom.TicketBox{Site: site(), Store: db.Accounts(), Done: accounts.Sent},
		mailroom.NoticeBox{Site: site(), Store: db.Accounts()}}, more...)
	return mailroom.New(post, dresser{}, db.Letters(), now, slog.New(slog.DiscardHandler), boxes...), nil
}

func site() mailroom.Site {
	return mailroom.Site{Name: "Partant Loiret", Base: "https://partant.example", Moment: func(at time.Time) string { return at.Format(time.DateTime) }}
}

func (h *house) knock(email string) {
	h.t.Helper()
	if _, err := h.Knock(h.t.Context(), account.Knock{Email: email}); err != nil {
		h.t.Fatal(err)
	}
}

// empty sends what is due and checks how many letters left.
func (h *house) empty(want int) {
	h.t.Helper()
	if sent, err := h.Empty(h.t.Context()); err != nil || sent != want {
		h.t.Fatalf("%d letters left, want %d; %v", sent, want, err)
	}
}

func (h *house) lost() []mailroom.LostLetter {
	h.t.Helper()
	got, err := h.db.Letters().LostLetters(h.t.Context(), page.Req{Limit: 100})
	if err != nil {
		h.t.Fatal(err)
	}
	return got.Items
}

func TestLettersLeaveOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.knock("claude@exemple.invalid")
	h.empty(1)
	h.empty(0)
	got := h.server.Received()
	if len(got) != 1 || got[0].To != "claude@exemple.invalid" || !strings.Contains(got[0].Text, "https://partant.example/connexion/lien/") {
		t.Fatalf("%+v", got)
	}
}

func TestNotices(t *testing.T) {
	t.Parallel()
	h := open(t)
	a, err := h.Admit(t.Context(), account.Entry{Name: "Claude", Email: "claude@exemple.invalid", Adult: true, Terms: true}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.SetPassword(t.Context(), a.ID, "un héron sur la rive", id.Secret(), "Navigateur"); err != nil {
		t.Fatal(err)
	}
	h.empty(2)
	subjects := map[string]bool{}
	for _, l := range h.server.Received() {
		subjects[l.Subject] = true
	}
	if !subjects["Bienvenue : votre compte est ouvert"] || !subjects["Votre mot de passe a changé"] {
		t.Errorf("%v", subjects)
	}
	h.empty(0)
}

// A server that is away loses nothing and doubles nothing (R10): letters are tried again after a minute, five, and so on.
func TestServerAway(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.server.Misbehave(mailtest.Faults{Down: true})
	for n := range 20 {
		h.knock(fmt.Sprintf("%d@exemple.invalid", n))
	}
	h.empty(0)
	for range 2 { // not yet time to try again
		h.pass(20 * time.Second)
		h.empty(0)
	}
	h.pass(time.Minute)
	h.empty(0) // a second try in vain
	h.server.Misbehave(mailtest.Faults{})
	h.pass(5 * time.Minute)
	h.empty(20)
	h.onceEach(20)
	if lost := h.lost(); len(lost) != 0 {
		t.Errorf("%+v", lost)
	}
}

// onceEach checks that each of n letters arrived, once.
func (h *house) onceEach(n int) {
	h.t.Helper()
	seen := map[string]int{}
	for _, l := range h.server.Received() {
		seen[l.To]++
		if seen[l.To] > 1 {
			h.t.Errorf("%s got its letter %d times", l.To, seen[l.To])
		}
	}
	if len(seen) != n {
		h.t.Errorf("%d of %d letters arrived", len(seen), n)
	}
}

// Any number of copies may run: a letter under way is leased.
func TestManyCopies(t *testing.T) {
	t.Parallel()
	h := open(t)
	for n := range 40 {
		h.knock(fmt.Sprintf("%d@exemple.invalid", n))
	}
	var all sync.WaitGroup
	for range 4 {
		copy := h.another()
		all.Go(func() {
			if _, err := copy.Empty(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	h.onceEach(40)
}

// What will never arrive is told to administrators, without its text.
func TestRefusedLettersAreLost(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.server.Misbehave(mailtest.Faults{Refuse: []string{"personne@exemple.invalid"}})
	h.knock("personne@exemple.invalid")
	h.empty(0)
	h.pass(25 * time.Hour)
	h.empty(0) // not tried again
	lost := h.lost()
	if len(lost) != 1 || lost[0].To != "personne@exemple.invalid" || lost[0].Reason == "" {
		t.Errorf("%+v", lost)
	}
}

// A code that has ended is worth no letter: it is given up, not sent the next day.
func TestLettersOfEndedCodes(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.server.Misbehave(mailtest.Faults{Down: true})
	h.knock("claude@exemple.invalid")
	for range 4 {
		h.empty(0)
		h.pass(31 * time.Minute)
	}
	h.server.Misbehave(mailtest.Faults{})
	h.empty(0)
	if lost := h.lost(); len(lost) != 1 {
		t.Errorf("%+v", lost)
	}
}

// A notice is tried for a day and a half, then lost.
func TestNoticesAreTriedForLong(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.server.Misbehave(mailtest.Faults{Down: true})
	if _, err := h.Admit(t.Context(), account.Entry{Name: "Claude", Email: "claude@exemple.invalid", Adult: true, Terms: true}, ""); err != nil {
		t.Fatal(err)
	}
	tries := 0
	for at := time.Duration(0); at < 60*time.Hour; at += 10 * time.Minute {
		before := h.server.Connections()
		h.empty(0)
		tries += h.server.Connections() - before
		h.pass(10 * time.Minute)
	}
	if lost := h.lost(); len(lost) != 1 || lost[0].Subject == "" {
		t.Errorf("after %d tries: %+v", tries, lost)
	}
}

func TestRunSendsAndEnds(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); h.Run(ctx) }()
	h.knock("claude@exemple.invalid")
	h.Wake()
	for end := time.Now().Add(time.Minute); len(h.server.Received()) == 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("no letter after a minute")
		}
	}
	stop()
	<-done
}

// broken is a box that panics, then one that fails.
type broken struct{ times atomic.Int32 }

func (b *broken) Take(context.Context, time.Time, time.Duration) ([]mailroom.Owed, error) {
	if b.times.Add(1) == 1 {
		panic("a document that nobody foresaw")
	}
	return nil, errors.New("away")
}

func TestRunOutlivesFailures(t *testing.T) {
	t.Parallel()
	h := open(t)
	box := &broken{}
	m := mailroom.New(nil, dresser{}, h.db.Letters(), h.now, slog.New(slog.DiscardHandler), box)
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	m.Run(ctx)
	if box.times.Load() == 0 {
		t.Error("nobody looked")
	}
}
