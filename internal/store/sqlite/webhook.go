package sqlite

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/webhook"
)

// Webhooks is the webhook.Store of the file.
type Webhooks struct{ docs docs[webhook.Desk] }

// Webhooks returns the store of programs that pages tell.
func (db *DB) Webhooks() Webhooks {
	return Webhooks{docs[webhook.Desk]{db, webhookTraits}.quiet()}
}

var webhookTraits = traits[webhook.Desk]{
	table: "webhook",
	root:  func(d *webhook.Desk) (string, *int64) { return d.ID, &d.Rev },
	owes:  func(d *webhook.Desk) debt.Owes { return d.Owes },
	row:   func(*webhook.Desk) []any { return nil },
}

// Desk implements webhook.Store.
func (s Webhooks) Desk(ctx context.Context, page string) (webhook.Desk, error) {
	return s.docs.get(ctx, page)
}

// EditDesk implements webhook.Store.
func (s Webhooks) EditDesk(ctx context.Context, page string, edit func(*webhook.Desk) error) (webhook.Desk, error) {
	return s.docs.editOr(ctx, page, webhook.Desk{ID: page}, edit)
}

// DueDesks implements webhook.Store.
func (s Webhooks) DueDesks(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]webhook.Desk, error) {
	return s.docs.take(ctx, now, lease, limit, kinds...)
}

// RemoveDesk implements webhook.Store.
func (s Webhooks) RemoveDesk(ctx context.Context, page string) error {
	return s.docs.remove(ctx, page)
}
