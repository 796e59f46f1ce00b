package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/id"
	"partant/internal/profile"
	"partant/internal/store/sqlite"
)

// writerFolder tells a child process of the test to write there until it is killed.
const writerFolder = "PARTANT_TEST_WRITER"

// writeUntilKilled inserts profiles from eight goroutines and prints the id of each once it is acknowledged.
func writeUntilKilled(dir string) {
	db, err := sqlite.Open(dir)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	var printing sync.Mutex
	for range 8 {
		go func() {
			for {
				p := profile.Profile{ID: id.New(), Kind: profile.Company, Name: "Écrite", Created: time.Now(), Updated: time.Now()}
				p.Slug = p.ID
				if err := db.Profiles().Insert(context.Background(), p); err == nil {
					printing.Lock()
					fmt.Println(p.ID)
					printing.Unlock()
				}
			}
		}()
	}
	select {}
}

// An acknowledged write survives kill -9 at any moment, and the file is whole (SAFETY.md R1).
func TestKill(t *testing.T) {
	t.Parallel()
	cycles := 4
	if os.Getenv("PARTANT_ENDURE") != "" {
		cycles = 100
	}
	dir := t.TempDir()
	var acknowledged []string
	for range cycles {
		acknowledged = append(acknowledged, writeAndKill(t, dir, 200)...)
		db, err := sqlite.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range acknowledged {
			if _, err := db.Profiles().Get(t.Context(), id); err != nil {
				t.Errorf("acknowledged and lost: %s: %v", id, err)
			}
		}
		if err := sqlite.Check(db); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d acknowledged writes", cycles, len(acknowledged))
}

// writeAndKill returns the ids that a writer acknowledged before it was killed, in the middle of its work.
func writeAndKill(t *testing.T, dir string, least int) (ids []string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), writerFolder+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "error") {
			t.Fatal(line)
		}
		if len(line) == 36 { // a line that the kill has cut is no acknowledgement
			ids = append(ids, line)
		}
		if len(ids) == least {
			if err := child.Process.Kill(); err != nil { // SIGKILL; what is in the pipe is still read
				t.Fatal(err)
			}
		}
	}
	_ = child.Wait() // it was killed
	return ids
}
