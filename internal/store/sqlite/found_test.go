package sqlite

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// FoundAsTheySay checks that every document is found by what it says, and by nothing else: writes touch only what differs.
func FoundAsTheySay(t *testing.T, db *DB) {
	t.Helper()
	accounts, clubs, events := db.Accounts(), db.Clubs(), db.Events()
	for _, err := range []error{
		foundAsTheySay(accounts.docs), foundAsTheySay(accounts.tickets), foundAsTheySay(db.Claims().docs),
		foundAsTheySay(clubs.rooms), foundAsTheySay(clubs.members), foundAsTheySay(clubs.announcements),
		foundAsTheySay(db.Comments().docs), foundAsTheySay(db.Discussions().docs), foundAsTheySay(db.Distances().docs),
		foundAsTheySay(events.docs), foundAsTheySay(events.answers), foundAsTheySay(events.arrivals),
		foundAsTheySay(db.Follows().docs), foundAsTheySay(db.Messages().docs), foundAsTheySay(db.Minutes().docs),
		foundAsTheySay(db.Moderation().docs), foundAsTheySay(db.Notifications().docs), foundAsTheySay(db.Photos().docs),
		foundAsTheySay(db.Posts().docs), foundAsTheySay(db.Reactions().docs), foundAsTheySay(db.Readings().docs),
		foundAsTheySay(db.Recommendations().docs), foundAsTheySay(db.Subscribers().docs), foundAsTheySay(db.Webhooks().docs),
	} {
		if err != nil {
			t.Error(err)
		}
	}
}

func foundAsTheySay[T any](d docs[T]) error {
	return d.db.read(context.Background(), func(c *conn) error {
		var all []T
		if err := c.each(appendTo(&all), `SELECT doc FROM `+d.table); err != nil {
			return err
		}
		var want [4][]string
		for i := range all {
			id, _ := d.root(&all[i])
			f := d.found(&all[i])
			for n, spots := range [...][]spot{f.debts, f.concerns, f.shelves, f.beside} {
				for _, s := range spots {
					want[n] = append(want[n], fmt.Sprint(id, " ", s.name, " ", s.rank))
				}
			}
		}
		of := [...]string{`SELECT id, kind, due FROM debt WHERE noun = '` + d.table + `'`, `SELECT id, whom, created FROM concern WHERE noun = '` + d.table + `'`,
			`SELECT id, shelf, rank FROM shelf WHERE noun = '` + d.table + `'`, `SELECT ` + d.beside.id + `, ` + d.beside.name + `, ` + d.beside.rank + ` FROM ` + d.beside.table}
		for n, rows := range of {
			if n == 3 && d.beside.table == "" {
				continue
			}
			if err := same(c, rows, want[n]); err != nil {
				return err
			}
		}
		return nil
	})
}

// same compares rows of three columns, in any order and each once, with what they should be.
func same(c *conn, rows string, want []string) error {
	var got []string
	err := c.each(func(row *sqlite3.Stmt) error {
		got = append(got, fmt.Sprint(row.ColumnText(0), " ", row.ColumnText(1), " ", row.ColumnText(2)))
		return nil
	}, rows)
	slices.Sort(got)
	slices.Sort(want)
	if want = slices.Compact(want); err == nil && !slices.Equal(got, want) {
		err = fmt.Errorf("%s finds\n%q, documents say\n%q", rows, got, want)
	}
	return err
}
