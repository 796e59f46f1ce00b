package mongo

import (
	"context"
	"time"

	claims "partant/internal/claim" // here a claim is of a name
	"partant/internal/debt"
	"partant/internal/page"
)

// Claims is the claim.Store of the database.
type Claims struct{ docs store[claims.Claim] }

// Claims returns the store of claims.
func (db *DB) Claims() Claims {
	return Claims{store[claims.Claim]{db, db.base.Collection("claim"), claimTraits}}
}

var claimTraits = traits[claims.Claim]{
	root:  func(c *claims.Claim) (string, *int64) { return c.ID, &c.Rev },
	names: func(*claims.Claim) []name { return nil },
	alive: func(*claims.Claim) error { return nil },
	owes:  func(c *claims.Claim) debt.Owes { return c.Owes },
	row: func(c *claims.Claim) any {
		openPage, waiting := c.Listed()
		return claimDoc{ID: c.ID, Doc: *c, Created: c.Created, Page: openPage, Concerns: c.Concerns(), Waiting: waiting, Due: c.Owes.First()}
	},
}

// claimDoc is a claim as it is stored.
type claimDoc struct {
	ID       string       `bson:"_id"`
	Doc      claims.Claim `bson:"doc"`
	Created  time.Time    `bson:"created"`
	Page     string       `bson:"page,omitempty"` // while it is open
	Concerns []string     `bson:"concerns,omitempty"`
	Waiting  time.Time    `bson:"waiting,omitempty"` // while moderators have it before them
	Due      time.Time    `bson:"due,omitempty"`     // of the first debt
}

var (
	claimsOfPage     = list[claims.Claim]{"claim_page", by("-created", "-_id"), byAsked}
	claimsConcerning = list[claims.Claim]{"claim_concerns", by("-created", "-_id"), byAsked}
	claimsWaiting    = list[claims.Claim]{"claim_waiting", by("waiting", "_id"),
		func(c claims.Claim) page.Cursor { return stamp(c.Waiting, c.ID) }}
)

func byAsked(c claims.Claim) page.Cursor { return stamp(c.Created, c.ID) }

// Insert implements claim.Store.
func (s Claims) Insert(ctx context.Context, c claims.Claim) error { return s.docs.insert(ctx, c) }

// Get implements claim.Store.
func (s Claims) Get(ctx context.Context, id string) (claims.Claim, error) { return s.docs.get(ctx, id) }

// Update implements claim.Store.
func (s Claims) Update(ctx context.Context, id string, edit func(*claims.Claim) error) (claims.Claim, error) {
	return s.docs.update(ctx, id, edit)
}

// TakeDue implements claim.Store.
func (s Claims) TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]claims.Claim, error) {
	return s.docs.take(ctx, now, lease, limit)
}

// OfPage implements claim.Store.
func (s Claims) OfPage(ctx context.Context, pageID string, req page.Req) (page.Of[claims.Claim], error) {
	from, err := since(req, endOfTime)
	if err != nil {
		return page.Of[claims.Claim]{}, err
	}
	return s.docs.page(ctx, claimsOfPage, req, append(where(is("page", pageID)), older(from, req)...))
}

// Concerning implements claim.Store.
func (s Claims) Concerning(ctx context.Context, whom string, req page.Req) (page.Of[claims.Claim], error) {
	return s.docs.concerning(ctx, claimsConcerning, whom, req)
}

// Remove implements claim.Store.
func (s Claims) Remove(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// Waiting implements claim.Store.
func (s Claims) Waiting(ctx context.Context, req page.Req) (page.Of[claims.Claim], error) {
	from, err := since(req, time.Time{})
	if err != nil {
		return page.Of[claims.Claim]{}, err
	}
	return s.docs.page(ctx, claimsWaiting, req, where(compare("waiting", atLeast(from)),
		either(compare("waiting", above(from)), compare("_id", above(req.Cursor.ID)))))
}
