package comment

import (
	"cmp"
	"context"
	"time"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Shuts is the fault.NotFound of who reads in ctx (viewer.Of) and may not read a target, nor what is answered to it.
type Shuts func(ctx context.Context, t Target) error

// Closed has answers read by those who may read their target.
func (s *Service) Closed(shuts Shuts) *Service {
	s.shuts = shuts
	return s
}

// Get returns an answer, a tombstone too, or fault.NotFound, also of one that is held.
func (s *Service) Get(ctx context.Context, id string) (Comment, error) {
	c, err := s.store.Get(ctx, id)
	if err == nil && c.Held() {
		return Comment{}, fault.NotFound
	}
	return c, err
}

// ForReader is Get for who reads in ctx. fault.NotFound also of an answer whose target they may not read.
func (s *Service) ForReader(ctx context.Context, id string) (Comment, error) {
	c, err := s.Get(ctx, id)
	if err == nil && s.shuts != nil {
		err = s.shuts(ctx, c.Target)
	}
	if err != nil {
		return Comment{}, err
	}
	return c, nil
}

// untold is err, or, for others than who wrote c, the fault.NotFound of who may not read its target: they do not learn that c is there.
func (s *Service) untold(ctx context.Context, c *Comment, v viewer.Viewer, err error) error {
	if err == nil || s.shuts == nil || c.ID == "" || c.By.Account == v.Account {
		return err
	}
	return cmp.Or(s.shuts(ctx, c.Target), err)
}

// standard is how many answers a page of them has.
const standard = 50

// From says where to begin to read, in pages of limit answers, to find an answer on the first of them: at the beginning
// (the zero cursor) when it is near enough, else with its branch, else with itself.
func (s *Service) From(ctx context.Context, c *Comment, limit int) (page.Cursor, error) {
	for _, from := range []string{"", Root(c.Place)} {
		before, err := s.store.Between(ctx, c.Target, from, c.Place, limit)
		if err != nil || before < limit {
			return cursorBefore(from), err
		}
	}
	return cursorBefore(c.Place), nil
}

// cursorBefore is that of the page which begins at a place: no id sorts before a hyphen.
func cursorBefore(place string) page.Cursor {
	if place == "" {
		return page.Cursor{}
	}
	return page.Cursor{Key: place, ID: "-"}
}

// Of lists the answers below a target as they are read: see Store.OfTarget.
func (s *Service) Of(ctx context.Context, t Target, req page.Req) (page.Of[Comment], error) {
	return s.store.OfTarget(ctx, t, req.Clamp(standard))
}

// Since counts the answers below a target that were written after an instant, up to most.
func (s *Service) Since(ctx context.Context, t Target, since time.Time, most int) (int, error) {
	return s.store.CountSince(ctx, t, since, most)
}

// Latest returns the last answers below a target that are still there, the last created first.
func (s *Service) Latest(ctx context.Context, t Target, limit int) ([]Comment, error) {
	return s.store.Latest(ctx, t, limit)
}
