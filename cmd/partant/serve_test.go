package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"partant/internal/account"
	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/page"
	"partant/internal/store/sqlite"
	"partant/internal/testrig"
)

// served is a server that said it is ready.
type served struct {
	addr string
	said []string // what it said until then
	stop func() int
}

// serve starts the program and waits until it says that it is ready.
func serve(t *testing.T, args ...string) served {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := ln.Addr().String()
	ln.Close()
	ctx, cancel := context.WithCancel(t.Context())
	read, write := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, append([]string{"serve", "--addr", addr}, args...), console{out: io.Discard, err: write})
		write.Close()
	}()
	s := served{addr: addr, stop: func() int { cancel(); return <-code }}
	t.Cleanup(cancel)
	lines := bufio.NewScanner(read)
	for lines.Scan() {
		s.said = append(s.said, lines.Text())
		if strings.HasPrefix(lines.Text(), "Partant is ready: ") {
			go io.Copy(io.Discard, read)
			return s
		}
	}
	t.Fatalf("it ended with %d: %s", <-code, s.said)
	return s
}

func get(t *testing.T, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// One folder from its first start to the removal of the demonstration.
func TestALife(t *testing.T) {
	plainly(t)
	dir := t.TempDir()
	data := "--data=" + dir
	if got := ask(t, "doctor", data, "--addr", "127.0.0.1:0"); got.code != 0 || !strings.Contains(got.out, "the first start makes it") {
		t.Errorf("the doctor before the first start: %+v", got)
	}

	first := serve(t, data, "--demo")
	if found := get(t, "http://"+first.addr+"/api/v1/profiles?q=plonbier"); !strings.Contains(found, "Plomberie") {
		t.Errorf("the first visitor finds %s", found)
	}
	if got := ask(t, "healthcheck", "--addr", first.addr); got != (answer{}) {
		t.Errorf("healthcheck: %+v", got)
	}
	if got := ask(t, "doctor", data, "--addr", first.addr); got.code != 0 || !strings.Contains(got.out, "open in a running server") ||
		!strings.Contains(got.out, "A running server listens on "+first.addr) {
		t.Errorf("the doctor beside a server: %+v", got)
	}
	for _, second := range [][]string{{"serve", data, "--addr", "127.0.0.1:0"}, {"reindex", data}} {
		if got := ask(t, second...); got.code != exitFailed || !strings.Contains(got.err, "another partant is at work") {
			t.Errorf("%s beside a server: %+v", second, got)
		}
	}
	if code := first.stop(); code != 0 {
		t.Errorf("told to stop, the server ended with %d", code)
	}
	if got := ask(t, "healthcheck", "--addr", first.addr); got.code != exitFailed {
		t.Errorf("healthcheck without a server: %+v", got)
	}

	if got := ask(t, "demo", data); got.code != 0 || !strings.HasPrefix(got.out, "0 pages added, 0 changed, 1") {
		t.Errorf("the demonstration a second time: %+v", got)
	}
	if got := ask(t, "reindex", data); got.code != 0 || !strings.Contains(got.out, " pages indexed in ") {
		t.Errorf("reindex: %+v", got)
	}
	if got := ask(t, "demo", "--remove", data); got.code != 0 || strings.HasPrefix(got.out, "0 ") || !strings.HasSuffix(got.out, " pages removed\n") {
		t.Errorf("removing it: %+v", got)
	}
	if got := ask(t, "demo", data); got.code != 0 || !strings.HasSuffix(got.out, " pages added, 0 changed, 0 as they were, 0 erased before\n") {
		t.Errorf("the demonstration after it was removed: %+v", got)
	}
	if got := ask(t, "demo", "--remove", data); got.code != 0 {
		t.Errorf("removing it again: %+v", got)
	}
	second := serve(t, data, "--demo")
	defer second.stop()
	if got := ask(t, "demo", "--remove", data); got.out != "0 pages removed\n" {
		t.Errorf("a demonstration that was removed came back: %+v", got)
	}
}

func TestALoadThatWasCutShortGoesOn(t *testing.T) {
	plainly(t)
	dir := t.TempDir()
	cfg := config.Config{Addr: ":0", Data: dir, Region: "loiret", Search: "off", MetricsAddr: "off"}
	a, err := app.Open(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	short, cancel := context.WithCancel(t.Context())
	_, err = a.Demo.Load(short, func(done, _ int) {
		if done == 3 {
			cancel()
		}
	})
	if err == nil {
		t.Fatal("the load was not cut short")
	}
	a.Fresh = false // as at the next start
	if err := os.WriteFile(filepath.Join(dir, unfinished), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := fill(t.Context(), cfg, a, console{out: io.Discard, err: io.Discard}); err != nil {
		t.Fatal(err)
	}
	last := "demo:institution:prefecture-du-loiret"
	got, err := a.Lists.OfSource(t.Context(), last, page.Req{Limit: 1})
	if err != nil || len(got.Items) == 0 {
		t.Errorf("%+v, %v: pages are missing", got, err)
	}
	if _, err := os.Stat(filepath.Join(dir, unfinished)); err == nil {
		t.Error("the mark of an unfinished load stays")
	}
}

func TestPortsInUse(t *testing.T) {
	plainly(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	taken := ln.Addr().String()
	for flag, says := range map[string]string{"--addr": "cannot listen on", "--metrics-addr": "cannot serve /metrics on"} {
		got := ask(t, "serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0", flag, taken)
		if got.code != exitFailed || !strings.Contains(got.err, says) || strings.Contains(got.err, "is ready") {
			t.Errorf("%s %s: %+v", flag, taken, got)
		}
	}
}

func TestAdmin(t *testing.T) {
	plainly(t)
	dir := t.TempDir()
	data := "--data=" + dir
	signUp(t, dir, "jeanne@exemple.invalid")
	if got := ask(t, "admin", "grant", "jean@exemple.invalid", data); got.code != exitFailed || !strings.Contains(got.err, "nobody has signed up") {
		t.Errorf("%+v", got)
	}
	const none = "partant: there is no administrator: sign up on the site, then 'partant admin grant EMAIL'\n"
	for _, tt := range []struct{ args, out, err string }{
		{"admin list", "", none},
		{"admin grant Jeanne@exemple.invalid", "jeanne@exemple.invalid is now an administrator\n" +
			"This gives no right before they set up a second factor: http://localhost:4545/compte/verification\n", ""},
		{"admin list", "jeanne@exemple.invalid\n", ""},
		{"admin grant jeanne@exemple.invalid --moderator", "jeanne@exemple.invalid is now a moderator\n" +
			"This gives no right before they set up a second factor: http://localhost:4545/compte/verification\n", ""},
		{"admin list", "jeanne@exemple.invalid (moderator)\n", none},
		{"admin revoke jeanne@exemple.invalid", "jeanne@exemple.invalid is now a member\n", none},
		{"admin list", "", none},
	} {
		if got := ask(t, append(strings.Fields(tt.args), data)...); got != (answer{out: tt.out, err: tt.err}) {
			t.Errorf("partant %s: %+v", tt.args, got)
		}
	}
}

// A member who has lost every factor gets in by a code again, and is told by a letter what was done.
func TestFactorsReset(t *testing.T) {
	plainly(t)
	dir := t.TempDir()
	data := "--data=" + dir
	signUp(t, dir, "jeanne@exemple.invalid")
	reset := func(email string) answer { return ask(t, "admin", "factors", "reset", email, data) }
	if got := reset("jean@exemple.invalid"); got.code != exitFailed || got.err != "partant: nobody has signed up as jean@exemple.invalid: is the address right?\n" {
		t.Errorf("%+v", got)
	}
	if got := reset("jeanne@exemple.invalid"); got.code != exitFailed || !strings.Contains(got.err, "has no second factor: there is nothing to take away") {
		t.Errorf("%+v", got)
	}
	factor(t, dir, "jeanne@exemple.invalid")
	if got := reset("Jeanne@exemple.invalid"); got != (answer{out: "jeanne@exemple.invalid has no second factor any more and is signed out everywhere; a letter tells them\n"}) {
		t.Errorf("%+v", got)
	}
	if got := reset("jeanne@exemple.invalid"); got.code != exitFailed {
		t.Errorf("twice: %+v", got)
	}
	factor(t, dir, "jeanne@exemple.invalid")
	ask(t, "admin", "grant", "jeanne@exemple.invalid", data)
	if got := reset("jeanne@exemple.invalid"); !strings.Contains(got.out, "Their role gives no right before they set up another one: http://localhost:4545/compte/verification") {
		t.Errorf("%+v", got)
	}
}

// factor puts an application of codes in place.
func factor(t *testing.T, dir, email string) {
	t.Helper()
	db, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	a, err := db.Accounts().ByEmail(t.Context(), email)
	if err == nil {
		_, err = db.Accounts().Update(t.Context(), a.ID, func(a *account.Account) error {
			a.Totp, a.Rescue = &account.Totp{Secret: "s"}, []string{"un code"}
			return nil
		})
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// Where a folder is mistyped no database may spring up.
func TestLookingMakesNothing(t *testing.T) {
	plainly(t)
	above := t.TempDir()
	for _, dir := range []string{above, filepath.Join(above, "dta")} {
		for _, args := range []string{"admin list", "admin grant j@exemple.invalid", "admin revoke j@exemple.invalid", "admin factors reset j@exemple.invalid", "reindex", "demo --remove"} {
			got := ask(t, append(strings.Fields(args), "--data", dir)...)
			if got.code != exitFailed || got.out != "" || !strings.Contains(got.err, "there is no database of Partant in the folder "+dir) {
				t.Errorf("partant %s: %+v", args, got)
			}
		}
	}
	if left, err := os.ReadDir(above); err != nil || len(left) > 0 {
		t.Errorf("they made %v, %v", left, err)
	}
}

// On a server, the name of the database may be mistyped.
func TestLookingMakesNothingOnAServer(t *testing.T) {
	plainly(t)
	store := testrig.Mongo(t)
	for range 2 {
		got := ask(t, "admin", "list", "--store", store)
		if got.code != exitFailed || !strings.Contains(got.err, "there is no database of Partant at the address of --store") {
			t.Errorf("%+v", got)
		}
		doctor := ask(t, "doctor", "--store", store, "--addr", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "data"))
		if doctor.code != 0 || !strings.Contains(doctor.out, "There is no database yet") {
			t.Errorf("%+v", doctor)
		}
	}
}

func signUp(t *testing.T, dir, email string) {
	t.Helper()
	cfg := config.Config{Addr: ":0", Data: dir, Region: "loiret", MetricsAddr: "off"}
	a, err := app.OpenStore(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.Accounts.Admit(t.Context(), account.Entry{Name: "Jeanne", Email: email, Password: "une longue phrase de la Loire", Adult: true, Terms: true}, "Essai"); err != nil {
		t.Fatal(err)
	}
}

func TestStoppedBeforeTheEnd(t *testing.T) {
	plainly(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var errs bytes.Buffer
	code := run(ctx, []string{"demo", "--data", t.TempDir()}, console{out: io.Discard, err: &errs})
	if code != exitFailed || !strings.Contains(errs.String(), "stopped before the end") {
		t.Errorf("%d, %s", code, errs.String())
	}
}

func TestHealthcheckOfASickSite(t *testing.T) {
	plainly(t)
	sick := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	defer sick.Close()
	got := ask(t, "healthcheck", "--addr", strings.TrimPrefix(sick.URL, "http://"))
	if got.code != exitFailed || !strings.Contains(got.err, "/readyz answers 503") {
		t.Errorf("%+v", got)
	}
}
