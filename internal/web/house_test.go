package web_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/account"
	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/id"
	"partant/internal/profile"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),    // one for the life of the process
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2")) // ends within ten seconds of the server
}

// house is the whole program on a new folder, answering on a port of the loopback, with clocks that tests move.
type house struct {
	*app.App
	t     testing.TB
	addr  string // where it listens
	data  string // its folder
	hands *hands
	log   *ledger

	closed bool // the test has closed the store itself
}

// hands are the clocks of a house.
type hands struct {
	mu           sync.Mutex
	wall, steady time.Time
	broken       bool
	asked        func() // called when somebody asks for the time
}

// noon is when every house begins: a Monday, one o'clock in Paris.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func (h *hands) now() time.Time {
	h.mu.Lock()
	asked := h.asked
	h.mu.Unlock()
	if asked != nil {
		asked()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.broken {
		panic("the clock fell down")
	}
	return h.wall
}

// meanwhile does something once, when a function that is named so asks for the time.
func (h *hands) meanwhile(in string, do func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = func() {
		if !strings.Contains(string(debug.Stack()), in) {
			return
		}
		h.mu.Lock()
		due := h.asked != nil
		h.asked = nil
		h.mu.Unlock()
		if due {
			do()
		}
	}
}

// breakDown makes all that asks for the time panic, until repair.
func (h *hands) breakDown() { h.mu.Lock(); defer h.mu.Unlock(); h.broken = true }
func (h *hands) repair()    { h.mu.Lock(); defer h.mu.Unlock(); h.broken = false }

func (h *hands) ticks() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.steady }
func (h *hands) set(at time.Time) { h.mu.Lock(); defer h.mu.Unlock(); h.wall = at }
func (h *hands) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wall, h.steady = h.wall.Add(d), h.steady.Add(d)
}

// ledger is the log of a house. A failure of the site's own in it fails the test, unless the test expects some.
type ledger struct {
	mu       sync.Mutex
	text     bytes.Buffer
	expected bool
}

func (l *ledger) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *ledger) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// expectFailures lets the site fail from now on.
func (l *ledger) expectFailures() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.expected = true
}

func (l *ledger) failures() string {
	if l.expected {
		return ""
	}
	var lines []string
	for line := range strings.Lines(l.String()) {
		if strings.Contains(line, "level=ERROR") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// secureBase is the address of a house served over https by a proxy.
const secureBase = "https://partant.test"

func secured(c *config.Config) { c.BaseURL = secureBase }

// counted makes rate limits hold for the loopback too.
func counted(c *config.Config) { c.EventNetworks = nil }

// behindProxy believes what the loopback forwards.
func behindProxy(c *config.Config) { c.TrustedProxies = []string{"127.0.0.0/8", "10.0.0.0/8"} }

// open starts a house that ends with the test.
func open(t testing.TB, changes ...func(*config.Config)) *house {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, addr: ln.Addr().String(), data: t.TempDir(), log: &ledger{}, hands: &hands{wall: noon, steady: noon}}
	cfg := config.Config{Addr: h.addr, Data: h.data, Region: "loiret", Search: "embedded", MetricsAddr: "off", EventNetworks: []string{"127.0.0.0/8"}}
	for _, change := range changes {
		change(&cfg)
	}
	if _, here := cfg.SQLite(); here {
		sqlitetest.Fill(t, h.data)
	}
	log := slog.New(slog.NewTextHandler(h.log, nil))
	h.App, err = app.OpenAt(t.Context(), cfg, log, app.Clocks{Wall: h.hands.now, Steady: h.hands.ticks})
	if err != nil {
		t.Fatal(err)
	}
	h.serve(ln)
	if cfg.Search != config.SearchOff {
		h.awaitIndex()
	}
	return h
}

// awaitIndex waits until the new index is in order: until then the directory answers from the store.
func (h *house) awaitIndex() {
	h.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		pages, err := h.Index.Status(h.t.Context())
		said, err2 := h.Said.Status(h.t.Context())
		if err := errors.Join(err, err2); err != nil {
			h.t.Fatal(err)
		}
		if pages.Ready && said.Ready && !pages.Stale && !said.Stale {
			return
		}
		h.Catalog.Wake()
		h.Said.Wake()
	}
	h.t.Fatal("the index is not ready after a minute")
}

func (h *house) serve(ln net.Listener) {
	ctx, stop := context.WithCancel(context.WithoutCancel(h.t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(ctx, ln) }()
	h.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			h.t.Errorf("serving: %v", err)
		}
		if err := h.closeStore(); err != nil {
			h.t.Errorf("closing: %v", err)
		}
		if said := h.log.failures(); said != "" {
			h.t.Errorf("the site failed:\n%s", said)
		}
		h.App = nil // a test that has ended keeps its cleanups, and so its house
	})
}

// settle waits until searches see all that was written.
func (h *house) settle() {
	h.t.Helper()
	if _, err := h.Catalog.Pay(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.Said.Pay(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

const password = "une rivière tranquille"

// join makes an account with a role, as a letter lets people in, and returns its browser, signed in.
func (h *house) join(name string, role viewer.Role) *browser { return h.admit(name, role, "") }

// joinWithPassword is join for somebody who will sign in again, by password.
func (h *house) joinWithPassword(name string, role viewer.Role) *browser {
	return h.admit(name, role, password)
}

func (h *house) admit(name string, role viewer.Role, secret string) *browser {
	h.t.Helper()
	ctx := h.t.Context()
	a, err := h.Accounts.Admit(ctx, account.Entry{Name: name, Email: name + "@exemple.invalid", Password: secret, Adult: true, Terms: true}, "Essai")
	if err == nil && role != viewer.Member {
		a, err = h.Accounts.Grant(ctx, a.Email, role)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	b := h.visit()
	b.account = a
	b.account.Strong = role != viewer.Member // in a session opened with two factors: what a role wants
	b.signIn()
	return b
}

// page publishes a page of a member.
func (h *house) page(of *browser, change func(*profile.Draft)) profile.Profile {
	h.t.Helper()
	d := profile.Draft{Key: id.New(), Kind: profile.Company, Name: "Atelier du Héron", Commune: "45234"}
	if change != nil {
		change(&d)
	}
	p, err := h.Profiles.Create(h.t.Context(), of.account.Viewer(), d)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// endure reports whether the full volumes are asked for (make endure).
func endure() bool { return os.Getenv("PARTANT_ENDURE") != "" }

// closeStore takes the store away while the site goes on.
func (h *house) closeStore() error {
	if h.closed {
		return nil
	}
	h.closed = true
	return h.Close()
}
