package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/app"
	"partant/internal/config"
)

// crowdServer tells a child process of the test to serve this folder and address until it is killed.
const crowdServer = "PARTANT_TEST_CROWD"

// TestMain is that child where it is told so: the server alone, so that its memory can be told from that of the crowd.
func TestMain(m *testing.M) {
	if dir, addr, told := strings.Cut(os.Getenv(crowdServer), " "); told {
		os.Exit(run(context.Background(), []string{"serve", "--data", dir, "--addr", addr, "--event-networks", "127.0.0.0/8", "--metrics-addr", "off"}, console{out: io.Discard, err: os.Stdout}))
	}
	os.Exit(m.Run())
}

// crowdPassword is that of everybody in the crowd.
const crowdPassword = "une rivière tranquille"

// startCrowdServer starts the program with one account, and returns its address and process.
func startCrowdServer(t *testing.T) (addr string, pid int) {
	t.Helper()
	dir := t.TempDir()
	cfg := config.Config{Addr: ":4545", Data: dir, Region: "loiret", Search: "embedded", MetricsAddr: "off"}
	a, err := app.Open(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Accounts.Admit(t.Context(), account.Entry{Name: "Claude", Email: "claude@exemple.invalid", Password: crowdPassword, Adult: true, Terms: true}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	addr = freeAddr(t)
	return addr, startChild(t, dir, addr).Process.Pid
}

// freeAddr is an address of this machine that nobody listens on.
func freeAddr(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	return "localhost:" + port
}

// startChild starts the program as a process that ends with the test, and waits until it says that it is ready.
func startChild(t *testing.T, dir, addr string, env ...string) *exec.Cmd {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(append(os.Environ(), crowdServer+"="+dir+" "+strings.Replace(addr, "localhost", "127.0.0.1", 1)), env...)
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { child.Process.Kill(); child.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "Partant is ready: ") {
			go io.Copy(io.Discard, out)
			return child
		}
	}
	t.Fatal("the server did not start")
	return nil
}

// knock posts the form of the password, as a browser does, and returns the status.
func knock(ctx context.Context, addr, path string) (int, error) {
	form := url.Values{account.FieldEmail: {"claude@exemple.invalid"}, account.FieldPassword: {crowdPassword}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+addr+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://"+addr)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	a, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		return 0, err
	}
	defer a.Body.Close()
	_, err = io.Copy(io.Discard, a.Body)
	return a.StatusCode, err
}

// crowd lets n people sign in at the same instant, and returns how long each waited.
func crowd(t *testing.T, addr string, n int) []time.Duration {
	t.Helper()
	took := make([]time.Duration, n)
	var all sync.WaitGroup
	for n := range n {
		all.Go(func() {
			began := time.Now()
			status, err := knock(t.Context(), addr, "/connexion")
			if took[n] = time.Since(began); status != http.StatusSeeOther || err != nil {
				t.Errorf("sign-in %d: %d, %v", n, status, err)
			}
		})
	}
	all.Wait()
	return took
}

// resident is the most memory that a process has had, in MiB; 0 where nobody knows.
func resident(t *testing.T, pid int) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), "VmHWM:")
	kib, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kib >> 10
}

// TestCrowdSignsIn lets many people sign in at the same instant (SAFETY.md R5): each gets in. At full volume none waits
// over 15 s and the memory of the server grows by 64 MiB at most.
func TestCrowdSignsIn(t *testing.T) {
	endure, n := os.Getenv("PARTANT_ENDURE") != "", 16
	if endure {
		n = 400
	}
	addr, pid := startCrowdServer(t)
	crowd(t, addr, 2)
	before := resident(t, pid)
	slowest := slices.Max(crowd(t, addr, n))
	grown := resident(t, pid) - before
	t.Logf("%d sign-ins at once: the slowest took %v, the server grew by %d MiB to %d", n, slowest.Round(time.Millisecond), grown, before+grown)
	if endure && (slowest > 15*time.Second || grown > 64) {
		t.Error("that is too much")
	}
}
