package app

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"

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
	return meili.Open(ctx, server(cfg))
}

// openTalkIndex opens beside it the index of what people write, in the same engine.
func openTalkIndex(ctx context.Context, cfg config.Config) (*search.Talk, error) {
	if cfg.Search == config.SearchOff {
		return search.NewTalk(noIndex{}), nil
	}
	if dir, yes := cfg.Embedded(); yes {
		index, err := embedded.Open(ctx, filepath.Join(dir, talkNoun), french.Directory())
		if err != nil {
			return nil, err
		}
		return search.NewTalk(index), nil
	}
	at := server(cfg)
	at.Noun, at.Followed = talkNoun, true
	index, err := meili.Open(ctx, at)
	if err != nil {
		return nil, err
	}
	return search.NewTalk(index), nil
}

// talkNoun names the index of what people write: a folder in that of the pages, or the end of a name on a server.
const talkNoun = "talk"

// server is the Meilisearch server of the configuration.
func server(cfg config.Config) meili.Config {
	return meili.Config{URL: cfg.Search, SearchKey: cfg.SearchKey, AdminKey: cfg.SearchAdminKey, Prefix: cfg.SearchPrefix,
		Patience: cfg.SearchPatience, Lexicon: french.Directory()}
}

// SearchKeys asks the Meilisearch server of the configuration, with its master key, for the two keys of the site: one that
// searches, one that writes. Asked again it returns the same keys. fault.Invalid when the search engine is another one.
func SearchKeys(ctx context.Context, cfg config.Config, master string) (searchKey, adminKey string, err error) {
	if _, embedded := cfg.Embedded(); embedded || cfg.Search == config.SearchOff {
		return "", "", fmt.Errorf("--search names no Meilisearch server: %w", fault.Invalid)
	}
	return meili.Keys(ctx, server(cfg), master)
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
