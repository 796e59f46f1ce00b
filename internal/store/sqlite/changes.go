package sqlite

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// news says what of that which processes remember a write makes old. A new noun that says nothing makes everything old:
// slow, but never wrong.
type news int

const (
	ofEverything news = iota
	ofPages           // what pages and lists show, profiles and answers apart: above all what is said
	ofAnswers         // what is said below something, who comes to events, how many reacted to what
	ofProfiles        // profiles
	ofAccounts        // accounts, sessions and follows
	ofReaders         // what one member alone is shown: what they are told, how far they have read
	ofNothing         // what nobody remembers: tickets, attempts, letters, leases
)

// The counters in the file, each raised in the transaction of the write that it counts: whatever one process has written,
// and no more, another one sees.
const (
	pagesCounter = iota
	accountsCounter
	profilesCounter
	readersCounter
	answersCounter
	counters
)

// counter is the last known number of one of them. It only grows.
type counter struct{ atomic.Uint64 }

func (n *counter) raise(to uint64) {
	for was := n.Load(); was < to && !n.CompareAndSwap(was, to); was = n.Load() {
	}
}

// makesOld lists the counters that a write must raise.
func (n news) makesOld() []int {
	switch n {
	case ofPages:
		return []int{pagesCounter}
	case ofAnswers:
		return []int{answersCounter}
	case ofProfiles:
		return []int{profilesCounter}
	case ofAccounts:
		return []int{accountsCounter}
	case ofReaders:
		return []int{readersCounter}
	case ofNothing:
		return nil
	}
	return []int{pagesCounter, accountsCounter, profilesCounter, readersCounter, answersCounter}
}

// glance is how old the news of other processes may be.
const glance = 50 * time.Millisecond

// Changes returns a number that differs from an earlier one when anything that pages show has been written since: at once
// for the writes of this process, within 50 ms for those of others (commands that run beside a server).
func (db *DB) Changes(context.Context) (uint64, error) {
	return db.counted(pagesCounter, profilesCounter, answersCounter)
}

// SubjectChanges is the same for what is answered, discussions, publications and events: neither answers nor profiles make them old.
func (db *DB) SubjectChanges(context.Context) (uint64, error) { return db.counted(pagesCounter) }

// ProfileChanges is the same for profiles alone: what is said does not make them old.
func (db *DB) ProfileChanges(context.Context) (uint64, error) { return db.counted(profilesCounter) }

// AccountChanges is the same for accounts, sessions and follows.
func (db *DB) AccountChanges(context.Context) (uint64, error) { return db.counted(accountsCounter) }

// ReaderChanges is the same for what members are told and how far they have read.
func (db *DB) ReaderChanges(context.Context) (uint64, error) { return db.counted(readersCounter) }

// counted is the sum of counters: each of them only grows.
func (db *DB) counted(which ...int) (sum uint64, err error) {
	if err := db.hear(); err != nil {
		return 0, err
	}
	for _, w := range which {
		sum += db.counts[w].Load()
	}
	return sum, nil
}

// hear has the news of other processes be no older than a glance.
func (db *DB) hear() error {
	now := time.Since(db.opened).Milliseconds()
	if last := db.glanced.Load(); now-last >= glance.Milliseconds() && db.glanced.CompareAndSwap(last, now) {
		return db.look()
	}
	return nil
}

// look reads the counters again when another connection has written.
func (db *DB) look() error {
	db.watching.Lock()
	defer db.watching.Unlock()
	if err := db.open(); err != nil {
		return err
	}
	version := int64(0)
	err := db.watcher.each(func(s *sqlite3.Stmt) error { version = s.ColumnInt64(0); return nil }, `PRAGMA data_version`)
	if err != nil || version == db.version {
		return err
	}
	db.written.Add(1)
	err = db.watcher.each(func(s *sqlite3.Stmt) error {
		if which := s.ColumnInt(0); which < counters {
			db.counts[which].raise(uint64(s.ColumnInt64(1)))
		}
		return nil
	}, `SELECT id, n FROM change`)
	if err == nil {
		db.version = version
	}
	return err
}

// count raises the counters of what the jobs of a transaction that succeeded have written, and returns their numbers, to be
// made known once it is committed.
func count(c *conn, jobs []job, outcomes []error) (raised [counters]uint64, err error) {
	var old [counters]bool
	for i, j := range jobs {
		if outcomes[i] == nil {
			for _, which := range j.news.makesOld() {
				old[which] = true
			}
		}
	}
	for which := range old {
		if old[which] && err == nil {
			err = c.each(func(s *sqlite3.Stmt) error { raised[which] = uint64(s.ColumnInt64(0)); return nil },
				`INSERT INTO change (id, n) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET n = n + 1 RETURNING n`, which)
		}
	}
	return raised, err
}
