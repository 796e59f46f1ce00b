package sqlite

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/profile"
)

func fresh(n int) profile.Profile {
	at := time.Date(2026, 11, 23, 12, 0, n, 0, time.UTC)
	return profile.Profile{ID: id.New(), Slug: fmt.Sprintf("p-%d", n), Name: "Page", Created: at, Updated: at,
		About: profile.Rich{Text: string(make([]byte, 4000))}}
}

func openFresh(t *testing.T) *DB {
	t.Helper()
	return openAt(t, t.TempDir())
}

func openAt(t *testing.T, dir string) *DB {
	t.Helper()
	db, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// A full disk refuses writes with fault.Full, reading goes on, and writing recovers by itself (SAFETY.md R6). SQLite
// is told to stop growing: the answer is the one of a full disk.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	db := openFresh(t)
	for n := range 10 {
		if err := db.Profiles().Insert(t.Context(), fresh(n)); err != nil {
			t.Fatal(err)
		}
	}
	grow := func(pages int) {
		t.Helper()
		err := db.change(t.Context(), func(c *conn) error { return c.exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages)) })
		if err != nil {
			t.Fatal(err)
		}
	}
	grow(1) // SQLite takes the present size: no page more
	refused := 0
	for n := range 20 {
		if err := db.Profiles().Insert(t.Context(), fresh(100+n)); err != nil {
			refused++
			if !errors.Is(err, fault.Full) || !errors.Is(err, fault.Unavailable) {
				t.Fatalf("a full disk answers %v", err)
			}
		}
	}
	if refused == 0 {
		t.Fatal("nothing was refused: the test is not about a full disk")
	}
	list, err := db.Profiles().Newest(t.Context(), page.Req{Limit: 100})
	if err != nil || len(list.Items) != 10+20-refused {
		t.Errorf("reading: %d pages, %v", len(list.Items), err)
	}
	grow(1 << 20)
	if err := db.Profiles().Insert(t.Context(), fresh(500)); err != nil {
		t.Errorf("after room was made: %v", err)
	}
	if err := Check(db); err != nil {
		t.Error(err)
	}
}

// One job that fails takes no other of its group with it.
func TestGroupsAreIndependent(t *testing.T) {
	t.Parallel()
	db := openFresh(t)
	first, mine := fresh(1), errors.New("mine")
	jobs := []job{
		{func(c *conn) error { return putProfile(c, &first) }, ofProfiles, make(chan error, 1)},
		{func(c *conn) error { p := fresh(2); return errors.Join(putProfile(c, &p), mine) }, ofProfiles, make(chan error, 1)},
		{func(c *conn) error { panic("boom") }, ofProfiles, make(chan error, 1)},
		{func(c *conn) error { p := fresh(3); return putProfile(c, &p) }, ofProfiles, make(chan error, 1)},
	}
	err := db.change(t.Context(), func(*conn) error { return nil }) // the writer rests now
	if err != nil {
		t.Fatal(err)
	}
	c, err := openConn(db.file)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	db.commit(c, jobs)
	for i, ok := range []bool{true, false, false, true} {
		if err := <-jobs[i].said; (err == nil) != ok {
			t.Errorf("job %d: %v", i, err)
		}
	}
	list, err := db.Profiles().Newest(t.Context(), page.Req{Limit: 9})
	if err != nil || len(list.Items) != 2 {
		t.Errorf("%d pages are there, %v", len(list.Items), err)
	}
}

func TestNewerFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.change(t.Context(), func(c *conn) error { return c.exec(`UPDATE schema SET version = version + 1`) }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); !errors.Is(err, fault.Unavailable) {
		t.Errorf("opened: %v", err)
	}
}

// Every step of the schema may be cut by a kill: what is there then is brought up to date by the next start.
func TestMigrationsGoOn(t *testing.T) {
	t.Parallel()
	for at := range migrations {
		dir := t.TempDir()
		c, err := openConn(dir + "/" + FileName)
		if err != nil {
			t.Fatal(err)
		}
		step := "CREATE TABLE schema (version INTEGER NOT NULL);"
		for i := range at {
			step += migrations[i] + ";"
		}
		if err := errors.Join(c.Exec(step+fmt.Sprintf("INSERT INTO schema VALUES (%d)", at)), c.close()); err != nil {
			t.Fatal(err)
		}
		db, err := Open(dir)
		if err != nil {
			t.Fatalf("from step %d: %v", at, err)
		}
		if err := errors.Join(db.Profiles().Insert(t.Context(), fresh(1)), db.Close()); err != nil {
			t.Error(err)
		}
	}
}
