package sqlite

import (
	"context"
	"fmt"
	"testing"
	"time"

	"partant/internal/follow"
	"partant/internal/notify"
	"partant/internal/page"
)

// crowd has so many accounts follow one page, one account follow as many tags, and told of each of them.
func crowd(t *testing.T, db *DB, many int) {
	t.Helper()
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for n := range many {
		account, tag := fmt.Sprint("a-", n), follow.Target{Kind: follow.Tag, ID: fmt.Sprint("t-", n)}
		at = at.Add(time.Duration(n%3) * time.Second)
		one := follow.Follow{ID: follow.IDOf(account, heron), Account: account, Target: heron, At: at}
		err := db.Follows().InsertFollow(t.Context(), one)
		if err == nil {
			err = db.Follows().InsertFollow(t.Context(), follow.Follow{ID: follow.IDOf("a", tag), Account: "a", Target: tag, At: at})
		}
		if err == nil {
			err = db.Notifications().PutNotification(t.Context(), notify.Notification{ID: fmt.Sprint(n), Account: "a", At: at})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

var heron = follow.Target{Kind: follow.Page, ID: "p-1"}

// cost is how much the readers work for one question.
func cost(t *testing.T, db *DB, ask func(context.Context) error) int {
	t.Helper()
	db.steps()
	if err := ask(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db.steps()
}

// The bell, the button, the number of followers and each page of a list cost the same whatever there is behind them.
func TestFollowingCostsTheSame(t *testing.T) {
	t.Parallel()
	small, large := openFresh(t), openFresh(t)
	const few, many = 120, 900
	crowd(t, small, few)
	crowd(t, large, many)
	for _, db := range []*DB{small, large} {
		if _, err := db.Follows().Recount(t.Context(), heron); err != nil {
			t.Fatal(err)
		}
	}
	last := page.Cursor{Key: stamp(time.Date(2026, 11, 23, 12, 0, 20, 0, time.UTC)), ID: "f"}
	for name, ask := range map[string]func(*DB) func(context.Context) error{
		"bell": func(db *DB) func(context.Context) error {
			return func(ctx context.Context) error {
				n, err := db.Notifications().CountUnread(ctx, "a", 100)
				if n != 100 {
					t.Errorf("%d unread", n)
				}
				return err
			}
		},
		"button": func(db *DB) func(context.Context) error {
			return func(ctx context.Context) error {
				_, err := db.Follows().FollowsAmong(ctx, []string{follow.IDOf("a-3", heron)})
				return err
			}
		},
		"number": func(db *DB) func(context.Context) error {
			return func(ctx context.Context) error { _, err := db.Follows().Counted(ctx, heron); return err }
		},
		"bound": func(db *DB) func(context.Context) error {
			return func(ctx context.Context) error { _, err := db.Follows().CountFollows(ctx, "a", 100); return err }
		},
		"recent": func(db *DB) func(context.Context) error {
			return func(ctx context.Context) error {
				n, err := db.Follows().CountFollowers(ctx, heron, time.Time{}, 100)
				if n != 100 {
					t.Errorf("%d began", n)
				}
				return err
			}
		},
		"followers": func(db *DB) func(context.Context) error {
			return func(ctx context.Context) error {
				_, err := db.Follows().FollowersOf(ctx, heron, page.Req{Limit: 10, Cursor: last})
				return err
			}
		},
		"follows": func(db *DB) func(context.Context) error {
			return func(ctx context.Context) error {
				_, err := db.Follows().FollowsOf(ctx, "a", page.Req{Limit: 10, Cursor: last})
				return err
			}
		},
		"told": func(db *DB) func(context.Context) error {
			return func(ctx context.Context) error {
				_, err := db.Notifications().NotificationsConcerning(ctx, notify.OfAccount("a"), page.Req{Limit: 10})
				return err
			}
		},
	} {
		one, other := cost(t, small, ask(small)), cost(t, large, ask(large))
		if one == 0 || other > one+one/2 {
			t.Errorf("%s: %d steps of %d, %d steps of %d", name, one, few, other, many)
		}
	}
}
