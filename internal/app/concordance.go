package app

import (
	"context"

	"partant/internal/catalog"
	"partant/internal/clock"
	"partant/internal/concordance"
	"partant/internal/markdown"
)

// concordance puts together what is found of what people write.
func (a *App) concordance(now clock.Clock) *concordance.Concordance {
	return concordance.New(
		concordance.Debtors{Posts: a.stores.posts, Talk: a.stores.talk, Answers: a.stores.answers, Pages: a.stores.profiles},
		concordance.Readers{News: a.Feed, Talk: a.Talk, Answers: a.Answers, Words: markdown.New().Words},
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
