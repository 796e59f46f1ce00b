package mongo

import (
	"context"
	"errors"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/notify"
	"partant/internal/page"
)

// Notifications is the notify.Store of the database.
type Notifications struct{ docs store[notify.Notification] }

// Notifications returns the store of what members are told.
func (db *DB) Notifications() Notifications {
	return Notifications{store[notify.Notification]{db, db.base.Collection("notification"), notificationTraits}}
}

var notificationTraits = traits[notify.Notification]{
	root:  func(n *notify.Notification) (string, *int64) { return n.ID, &n.Rev },
	names: func(*notify.Notification) []name { return nil },
	alive: func(*notify.Notification) error { return nil },
	owes:  func(*notify.Notification) debt.Owes { return nil },
	row: func(n *notify.Notification) any {
		return notificationDoc{ID: n.ID, Doc: *n, Unread: n.Unread(), Created: n.At, Concerns: n.Concerns(), Expires: n.Expires(), Touched: n.Touched()}
	},
}

// notificationDoc is a notification as it is stored.
type notificationDoc struct {
	ID       string              `bson:"_id"`
	Doc      notify.Notification `bson:"doc"`
	Unread   string              `bson:"unread,omitempty"` // account; missing once it was read
	Created  time.Time           `bson:"created"`
	Concerns []string            `bson:"concerns,omitempty"`
	Expires  time.Time           `bson:"expires"`
	Touched  time.Time           `bson:"touched,omitempty"`
}

var notificationsConcerning = list[notify.Notification]{"notification_concerns", by("-created", "-_id"),
	func(n notify.Notification) page.Cursor { return stamp(n.At, n.ID) }}

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
	return s.docs.concerning(ctx, notificationsConcerning, whom, req)
}

// CountUnread implements notify.Store.
func (s Notifications) CountUnread(ctx context.Context, account string, most int) (int, error) {
	n, err := s.docs.in.CountDocuments(ctx, where(is("unread", account)), options.Count().SetLimit(int64(most)).SetHint("notification_unread"))
	return int(n), kind(err)
}

// MarkRead implements notify.Store.
func (s Notifications) MarkRead(ctx context.Context, account, id string, now time.Time) error {
	return s.read(ctx, where(is("_id", id), is("unread", account)), now)
}

// MarkAllRead implements notify.Store.
func (s Notifications) MarkAllRead(ctx context.Context, account string, until, now time.Time) error {
	return s.read(ctx, where(is("unread", account), compare("created", atMost(until))), now)
}

// read notes what was read, each in one step.
func (s Notifications) read(ctx context.Context, which bson.D, now time.Time) error {
	n := notify.Notification{Read: now}
	_, err := s.docs.in.UpdateMany(ctx, which, where(set(at("doc.read", now), at("expires", n.Expires()), at("touched", now)), unset("unread"),
		bson.E{Key: "$inc", Value: where(is("doc.rev", int64(1)))}))
	return kind(err)
}

// MarkMailed implements notify.Store.
func (s Notifications) MarkMailed(ctx context.Context, account string, ids []string, now time.Time) error {
	_, err := s.docs.in.UpdateMany(ctx, where(isAny("_id", ids), is("doc.account", account)), where(set(at("doc.mailed", now)),
		bson.E{Key: "$inc", Value: where(is("doc.rev", int64(1)))}))
	return kind(err)
}

// Stirred implements notify.Store.
func (s Notifications) Stirred(ctx context.Context, since time.Time, limit int) (accounts []string, err error) {
	found, err := s.docs.find(ctx, where(compare("touched", atLeast(since))),
		options.Find().SetSort(by("-touched")).SetLimit(int64(limit)).SetHint("notification_touched"))
	for i := range found {
		accounts = append(accounts, found[i].Account)
	}
	slices.Sort(accounts)
	return slices.Compact(accounts), err
}

// RemoveNotification implements notify.Store.
func (s Notifications) RemoveNotification(ctx context.Context, id string) error {
	return s.docs.remove(ctx, id)
}

// SweepNotifications implements notify.Store.
func (s Notifications) SweepNotifications(ctx context.Context, now time.Time) error {
	_, err := s.docs.in.DeleteMany(ctx, where(compare("expires", below(now))))
	return kind(err)
}
