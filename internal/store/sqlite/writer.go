package sqlite

import (
	"context"
	"errors"
	"fmt"

	"partant/internal/fault"
)

// job is one write: what it does, what it makes old and where its outcome goes.
type job struct {
	do   func(*conn) error
	news news
	said chan error
}

// groupMost bounds how many writes share one commit, and so how long the first of them waits.
const groupMost = 128

// change runs do in a transaction of the writer and returns once it is on the disk. When do fails or panics nothing
// of it stays. The context bounds the wait for the writer only: a write that has begun is not torn (SAFETY.md 3.6).
func (db *DB) change(ctx context.Context, do func(*conn) error) error {
	return db.changeOf(ctx, ofEverything, do)
}

// changeOf is change for a write that makes less than everything old.
func (db *DB) changeOf(ctx context.Context, news news, do func(*conn) error) error {
	j := job{do: do, news: news, said: make(chan error, 1)}
	select {
	case db.jobs <- j:
		return <-j.said
	case <-db.closing:
		return errClosed
	case <-ctx.Done():
		return fmt.Errorf("waiting for the writer: %w: %w", fault.Unavailable, ctx.Err())
	}
}

// write is the one goroutine that changes the file: it commits together all that waits.
func (db *DB) write(c *conn) {
	defer close(db.done)
	defer c.close()
	for {
		select {
		case j := <-db.jobs:
			db.commit(c, db.group(j))
		case said := <-db.scrubs:
			said <- c.scrub()
		case <-db.closing:
			return
		}
	}
}

// group gathers the jobs that wait already behind first.
func (db *DB) group(first job) []job {
	jobs := []job{first}
	for len(jobs) < groupMost {
		select {
		case j := <-db.jobs:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// commit runs jobs in one transaction, each in a savepoint of its own where there are several, and tells each how it ended.
func (db *DB) commit(c *conn, jobs []job) {
	run := attempt
	if len(jobs) == 1 {
		run = alone
	}
	outcomes := make([]error, len(jobs))
	err := c.exec(`BEGIN IMMEDIATE`)
	for i := range jobs {
		if err == nil {
			outcomes[i], err = run(c, jobs[i])
		}
	}
	var raised [counters]uint64
	if err == nil {
		raised, err = count(c, jobs, outcomes)
	}
	err = db.end(c, raised, err)
	for i, j := range jobs {
		j.said <- errors.Join(outcomes[i], err)
	}
}

// end commits what went well so far, and makes it known before anybody hears that it is written; or undoes all.
func (db *DB) end(c *conn, raised [counters]uint64, err error) error {
	if err == nil {
		err = c.exec(`COMMIT`)
	}
	if err != nil && !c.GetAutocommit() {
		return errors.Join(err, c.exec(`ROLLBACK`))
	}
	if err == nil {
		db.written.Add(1)
	}
	for which := range raised {
		if err == nil {
			db.counts[which].raise(raised[which])
		}
	}
	return err
}

// attempt runs one job. The second error is the transaction's: it ends all jobs of the group.
func attempt(c *conn, j job) (own, all error) {
	if err := c.exec(`SAVEPOINT job`); err != nil {
		return nil, err
	}
	own = safely(c, j)
	if own != nil {
		if c.GetAutocommit() { // SQLite has rolled everything back by itself: no room, or worse
			return nil, own
		}
		if err := c.exec(`ROLLBACK TO job`); err != nil {
			return own, err
		}
	}
	return own, c.exec(`RELEASE job`)
}

// alone is attempt for the only job of a transaction: its error undoes that.
func alone(c *conn, j job) (own, all error) { return nil, safely(c, j) }

// safely turns a panic of a job into its error: one bad edit must not end the writer.
func safely(c *conn, j job) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic in a write: %v", r)
		}
	}()
	return j.do(c)
}
