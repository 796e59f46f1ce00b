package sqlite

import (
	"context"
	"errors"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/notify"
	"partant/internal/page"
)

// Notifications is the notify.Store of the file.
type Notifications struct {
	db   *DB
	docs docs[notify.Notification]
}

// Notifications returns the store of what members are told.
func (db *DB) Notifications() Notifications {
	return Notifications{db, docs[notify.Notification]{db, notificationTraits}}
}

var notificationTraits = traits[notify.Notification]{
	table: "notification", news: ofReaders, columns: []string{"unread", "at", "expires", "touched"},
	root: func(n *notify.Notification) (string, *int64) { return n.ID, &n.Rev },
	owes: func(*notify.Notification) debt.Owes { return nil },
	row: func(n *notify.Notification) []any {
		return []any{orNull(n.Unread()), stamp(n.At), n.Expires(), n.Touched()}
	},
	concerns: func(n *notify.Notification) (time.Time, []string) { return n.At, n.Concerns() },
}

// PutNotification implements notify.Store.
func (s Notifications) PutNotification(ctx context.Context, n notify.Notification) error {
	err := s.docs.insert(ctx, n)
	if errors.Is(err, fault.Taken{Field: "id"}) {
		return nil
	}
	return err
}

// NotificationsConcerning implements notify.Store.
func (s Notifications) NotificationsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[notify.Notification], error) {
	return s.docs.concerning(ctx, whom, req)
}

// CountUnread implements notify.Store.
func (s Notifications) CountUnread(ctx context.Context, account string, most int) (n int, err error) {
	err = s.db.read(ctx, func(c *conn) (err error) {
		n, err = number(c, `SELECT count(*) FROM (SELECT 1 FROM notification WHERE unread = ? LIMIT ?)`, account, most)
		return err
	})
	return n, err
}

// errStays says that there is nothing to change.
var errStays = errors.New("it stays as it is")

// MarkRead implements notify.Store.
func (s Notifications) MarkRead(ctx context.Context, account, id string, now time.Time) error {
	_, err := s.docs.update(ctx, id, func(n *notify.Notification) error {
		if n.Unread() != account {
			return errStays
		}
		n.Read = now
		return nil
	})
	if errors.Is(err, errStays) || errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// MarkAllRead implements notify.Store.
func (s Notifications) MarkAllRead(ctx context.Context, account string, until, now time.Time) error {
	return s.db.changeOf(ctx, ofReaders, func(c *conn) error {
		var unread []notify.Notification
		err := c.each(appendTo(&unread), `SELECT doc FROM notification WHERE unread = ? AND at <= ?`, account, stamp(until))
		for i := range unread {
			if n := &unread[i]; err == nil {
				err = s.docs.rewrite(c, n, func(n *notify.Notification) error { n.Read = now; return nil })
			}
		}
		return err
	})
}

// MarkMailed implements notify.Store.
func (s Notifications) MarkMailed(ctx context.Context, account string, ids []string, now time.Time) error {
	return s.db.changeOf(ctx, ofReaders, func(c *conn) error {
		var theirs []notify.Notification
		err := c.each(appendTo(&theirs), `SELECT doc FROM notification JOIN json_each(?) AS one ON notification.id = one.value`, jsonText(ids))
		for i := range theirs {
			if n := &theirs[i]; err == nil && n.Account == account {
				err = s.docs.rewrite(c, n, func(n *notify.Notification) error { n.Mailed = now; return nil })
			}
		}
		return err
	})
}

// Stirred implements notify.Store.
func (s Notifications) Stirred(ctx context.Context, since time.Time, limit int) (accounts []string, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		return c.each(func(row *sqlite3.Stmt) error { accounts = append(accounts, row.ColumnText(0)); return nil },
			`SELECT DISTINCT doc ->> 'account' FROM (SELECT CAST(doc AS TEXT) AS doc FROM notification WHERE touched >= ? ORDER BY touched DESC LIMIT ?)`, since, limit)
	})
	return accounts, err
}

// RemoveNotification implements notify.Store.
func (s Notifications) RemoveNotification(ctx context.Context, id string) error {
	return s.docs.remove(ctx, id)
}

// SweepNotifications implements notify.Store.
func (s Notifications) SweepNotifications(ctx context.Context, now time.Time) error {
	return s.docs.sweep(ctx, now)
}
