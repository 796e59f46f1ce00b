package mongo

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/page"
	"partant/internal/recommendation"
)

// Recommendations is the recommendation.Stores of the database.
type Recommendations struct {
	docs store[recommendation.Recommendation]
}

// Recommendations returns the store of what pages say of each other.
func (db *DB) Recommendations() Recommendations {
	return Recommendations{store[recommendation.Recommendation]{db, db.base.Collection("recommendation"), recommendationTraits}}
}

var recommendationTraits = traits[recommendation.Recommendation]{
	root:  func(r *recommendation.Recommendation) (string, *int64) { return r.ID, &r.Rev },
	names: func(*recommendation.Recommendation) []name { return nil },
	alive: func(*recommendation.Recommendation) error { return nil },
	owes:  func(r *recommendation.Recommendation) debt.Owes { return r.Owes },
	row: func(r *recommendation.Recommendation) any {
		return recommendationDoc{ID: r.ID, Doc: *r, Page: r.Listed(), Created: r.Created, Concerns: r.Concerns(), Due: r.Owes.First()}
	},
}

// recommendationDoc is a recommendation as it is stored.
type recommendationDoc struct {
	ID       string                        `bson:"_id"`
	Doc      recommendation.Recommendation `bson:"doc"`
	Page     string                        `bson:"page,omitempty"` // missing while nobody sees it
	Created  time.Time                     `bson:"created"`
	Concerns []string                      `bson:"concerns,omitempty"`
	Due      time.Time                     `bson:"due,omitempty"` // of the first debt
}

var (
	recommendationsOfPage = list[recommendation.Recommendation]{"recommendation_page", by("-created", "-_id"),
		func(r recommendation.Recommendation) page.Cursor { return stamp(r.Created, r.ID) }}
	recommendationsConcerning = list[recommendation.Recommendation]{"recommendation_concerns", by("-created", "-_id"),
		func(r recommendation.Recommendation) page.Cursor { return stamp(r.Created, r.ID) }}
)

// Insert implements recommendation.Store.
func (s Recommendations) Insert(ctx context.Context, r recommendation.Recommendation) error {
	return s.docs.db.noted(ctx, s.docs.insert(ctx, r))
}

// Get implements recommendation.Store.
func (s Recommendations) Get(ctx context.Context, id string) (recommendation.Recommendation, error) {
	return s.docs.get(ctx, id)
}

// Update implements recommendation.Store.
func (s Recommendations) Update(ctx context.Context, id string, edit func(*recommendation.Recommendation) error) (recommendation.Recommendation, error) {
	r, err := s.docs.update(ctx, id, edit)
	return r, s.docs.db.noted(ctx, err)
}

// OfPage implements recommendation.Store.
func (s Recommendations) OfPage(ctx context.Context, of string, req page.Req) (page.Of[recommendation.Recommendation], error) {
	from, err := since(req, endOfTime)
	if err != nil {
		return page.Of[recommendation.Recommendation]{}, err
	}
	return s.docs.page(ctx, recommendationsOfPage, req, append(where(is("page", of)), older(from, req)...))
}

// Count implements recommendation.Store.
func (s Recommendations) Count(ctx context.Context, of string, most int) (int, error) {
	n, err := s.docs.in.CountDocuments(ctx, where(is("page", of)), options.Count().SetLimit(int64(most)).SetHint(recommendationsOfPage.index))
	return int(n), kind(err)
}

// Concerning implements recommendation.Store.
func (s Recommendations) Concerning(ctx context.Context, whom string, req page.Req) (page.Of[recommendation.Recommendation], error) {
	return s.docs.concerning(ctx, recommendationsConcerning, whom, req)
}

// Remove implements recommendation.Store.
func (s Recommendations) Remove(ctx context.Context, id string) error {
	return s.docs.db.noted(ctx, s.docs.remove(ctx, id))
}

// TakeDue implements recommendation.Debts.
func (s Recommendations) TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]recommendation.Recommendation, error) {
	return s.docs.take(ctx, now, lease, limit, kinds...)
}

// Settle implements recommendation.Debts. No page shows it.
func (s Recommendations) Settle(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.docs.update(ctx, id, func(r *recommendation.Recommendation) error { r.Owes.Clear(paid...); return nil })
	return orMissing(err)
}
