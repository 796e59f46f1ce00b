package mailroom_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/mail/mailtest"
	"partant/internal/password"
	"partant/internal/store/sqlite"
)

// What a child process of the test is told: the folder of the store, the mail server, and the time.
const (
	workerFolder = "PARTANT_TEST_WORKER"
	workerPost   = "PARTANT_TEST_WORKER_POST"
	workerNow    = "PARTANT_TEST_WORKER_NOW"
	workerNews   = "PARTANT_TEST_WORKER_NEWS" // it sends what is new, not what accounts owe
)

// atOnce is how many letters a Mailroom may have under way when it is killed.
const atOnce = 4

// sendUntilKilled is a program that does nothing but send what its store owes.
func sendUntilKilled(dir string) {
	fail := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	at, err := time.Parse(time.RFC3339, os.Getenv(workerNow))
	fail(err)
	began := time.Now()
	now := func() time.Time { return at.Add(time.Since(began)).Truncate(time.Millisecond) }
	db, err := sqlite.Open(dir)
	fail(err)
	accounts := account.New(db.Accounts(), password.NewHasher(), password.Common(), now, func() {})
	open := room
	if os.Getenv(workerNews) != "" {
		open = newsRoom
	}
	m, err := open(db, accounts, os.Getenv(workerPost), now)
	fail(err)
	m.Run(context.Background())
}

// A thousand letters, a mail server with bad days, and a program that is killed again and again: none is lost, and twice
// come only those that were under way at a kill or a cut, each under its one Message-ID (SAFETY.md R10).
func TestKill(t *testing.T) {
	t.Parallel()
	letters, kills := 60, 3
	if os.Getenv("PARTANT_ENDURE") != "" {
		letters, kills = 1000, 20
	}
	dir := t.TempDir()
	noon := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	members := owe(t, dir, letters, noon)
	s := mailtest.Start(t, mailtest.Options{})
	dice := rand.New(rand.NewPCG(9, 9))
	cuts := 0
	for i := range kills {
		f := mailtest.Faults{Cut: []mailtest.Stage{mailtest.Never, mailtest.Recipient, mailtest.Taken}[dice.IntN(3)], Cuts: 2}
		if f.Cut == mailtest.Taken {
			cuts += f.Cuts
		}
		s.Misbehave(f)
		sendAndKill(t, dir, s, noon.Add(time.Duration(i)*time.Hour), func() bool { return len(s.Received()) >= (i+1)*letters/(kills+2) })
	}
	s.Misbehave(mailtest.Faults{})
	sendAndKill(t, dir, s, noon.Add(30*24*time.Hour), func() bool { return owes(t, dir, members) == 0 })
	came := map[string]map[string]int{} // by address, by Message-ID
	again := 0
	for _, l := range s.Received() {
		if came[l.To] == nil {
			came[l.To] = map[string]int{}
		}
		if came[l.To][l.ID()]++; came[l.To][l.ID()] > 1 {
			again++
		}
	}
	for to, ids := range came {
		if len(ids) != 1 {
			t.Errorf("%s got %v", to, ids)
		}
	}
	if len(came) != letters || again > kills*atOnce+cuts {
		t.Errorf("of %d letters %d came, %d again", letters, len(came), again)
	}
	t.Logf("%d letters, %d kills, %d came again", letters, kills, again)
}

// owe fills a store with members who are owed a letter each, and returns their accounts.
func owe(t *testing.T, dir string, letters int, at time.Time) (members []string) {
	t.Helper()
	db, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	accounts := account.New(db.Accounts(), password.NewHasher(), password.Common(), func() time.Time { return at }, func() {})
	for i := range letters {
		a, err := accounts.Admit(t.Context(), account.Entry{Name: "Claude", Email: fmt.Sprintf("claude%d@exemple.invalid", i), Adult: true, Terms: true}, "")
		if err != nil {
			t.Fatal(err)
		}
		members = append(members, a.ID)
	}
	return members
}

// sendAndKill starts the program at a time and kills it once that is enough.
func sendAndKill(t *testing.T, dir string, s *mailtest.Server, at time.Time, enough func() bool, env ...string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), workerFolder+"="+dir, workerPost+"="+s.URL(), workerNow+"="+at.Format(time.RFC3339))
	child.Env = append(child.Env, env...)
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = child.Process.Kill() // SIGKILL
		_ = child.Wait()
	}()
	for end := time.Now().Add(2 * time.Minute); !enough(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d letters came and more were waited for", len(s.Received()))
		}
	}
}

// owes is how many letters the store still owes.
func owes(t *testing.T, dir string, members []string) (letters int) {
	t.Helper()
	db, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, id := range members {
		a, err := db.Accounts().Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range a.Owes {
			if d.Kind == account.OwesNotice {
				letters++
			}
		}
	}
	return letters
}
