package app

import (
	"context"
	"fmt"
	"iter"

	"partant/internal/config"
	"partant/internal/fault"
	"partant/internal/search"
	"partant/internal/search/embedded"
	"partant/internal/search/french"
	"partant/internal/search/meili"
)

// openIndex opens the search engine that the configuration names.
func openIndex(ctx context.Context, cfg config.Config) (search.Index, error) {
	if cfg.Search == config.SearchOff {
		return noIndex{}, nil
	}
	if dir, yes := cfg.Embedded(); yes {
		return embedded.Open(ctx, dir, french.Directory())
	}
	return meili.Open(ctx, meili.Config{URL: cfg.Search, SearchKey: cfg.SearchKey, AdminKey: cfg.SearchAdminKey, Lexicon: french.Directory()})
}

// noIndex is the search.Index of a program that has none: the directory answers from the store, and debts wait.
type noIndex struct{}

var errOff = fmt.Errorf("search is switched off: %w", fault.Unavailable)

func (noIndex) Search(context.Context, search.Query) (search.Result, error) {
	return search.Result{}, errOff
}

func (noIndex) Put(context.Context, ...search.Document) (search.Mark, error) { return "", errOff }

func (noIndex) Delete(context.Context, ...string) (search.Mark, error) { return "", errOff }

func (noIndex) Wait(context.Context, search.Mark) error { return errOff }

func (noIndex) Rebuild(context.Context, iter.Seq2[search.Document, error]) (search.Report, error) {
	return search.Report{}, errOff
}

func (noIndex) Status(context.Context) (search.Status, error) { return search.Status{}, errOff }

func (noIndex) Close() error { return nil }
