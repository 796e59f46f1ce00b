package mongo

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/webhook"
)

// Webhooks is the webhook.Store of the database.
type Webhooks struct{ docs store[webhook.Desk] }

// Webhooks returns the store of programs that pages tell.
func (db *DB) Webhooks() Webhooks {
	return Webhooks{store[webhook.Desk]{db, db.base.Collection("webhook"), webhookTraits}}
}

var webhookTraits = traits[webhook.Desk]{
	root:  func(d *webhook.Desk) (string, *int64) { return d.ID, &d.Rev },
	names: func(*webhook.Desk) []name { return nil },
	alive: func(*webhook.Desk) error { return nil },
	owes:  func(d *webhook.Desk) debt.Owes { return d.Owes },
	row: func(d *webhook.Desk) any {
		return webhookDoc{ID: d.ID, Doc: *d, Due: d.Owes.First()}
	},
}

// webhookDoc is a desk as it is stored.
type webhookDoc struct {
	ID  string       `bson:"_id"`
	Doc webhook.Desk `bson:"doc"`
	Due time.Time    `bson:"due,omitempty"` // of the first debt
}

// Desk implements webhook.Store.
func (s Webhooks) Desk(ctx context.Context, page string) (webhook.Desk, error) {
	return s.docs.get(ctx, page)
}

// EditDesk implements webhook.Store.
func (s Webhooks) EditDesk(ctx context.Context, page string, edit func(*webhook.Desk) error) (webhook.Desk, error) {
	return s.docs.updateOr(ctx, page, webhook.Desk{ID: page}, edit)
}

// DueDesks implements webhook.Store.
func (s Webhooks) DueDesks(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]webhook.Desk, error) {
	return s.docs.take(ctx, now, lease, limit, kinds...)
}

// RemoveDesk implements webhook.Store.
func (s Webhooks) RemoveDesk(ctx context.Context, page string) error {
	return s.docs.remove(ctx, page)
}
