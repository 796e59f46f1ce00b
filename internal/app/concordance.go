package app

import (
	"context"

	"partant/internal/catalog"
	"partant/internal/clock"
	"partant/internal/concordance"
	"partant/internal/event"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/viewer"
)

// concordance puts together what is found of what people write.
func (a *App) concordance(now clock.Clock) *concordance.Concordance {
	return concordance.New(
		concordance.Debtors{Posts: a.stores.posts, Talk: a.stores.talk, Answers: a.stores.answers, Events: a.stores.events, Pages: a.stores.profiles},
		concordance.Readers{News: a.Feed, Talk: a.Talk, Answers: a.Answers, Events: announced{a}, Words: markdown.New().Words},
		a.talkIndex, now, a.log)
}

// indexes are what forgets the words of who leaves.
type indexes struct {
	pages *catalog.Catalog
	said  *concordance.Concordance
}

// Forget implements leave.Index.
func (i indexes) Forget(ctx context.Context) error {
	if err := i.pages.Forget(ctx); err != nil {
		return err
	}
	return i.said.Forget(ctx)
}

// announced is the concordance.Events that asks events, and whether their pages are seen.
type announced struct{ *App }

// Get implements concordance.Events.
func (a announced) Get(ctx context.Context, id string) (event.Event, error) {
	e, err := a.Events.Get(ctx, viewer.Viewer{}, id)
	if err == nil {
		_, err = shownPage(ctx, a.stores.profiles, e.By.Page)
	}
	return e, err
}

// List implements concordance.Events.
func (a announced) List(ctx context.Context, f event.Filter, req page.Req) (page.Of[event.Event], error) {
	return a.Events.List(ctx, f, req)
}
