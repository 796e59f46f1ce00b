// Package meili keeps the search index on a Meilisearch server: the driver for many machines.
//
// A write is a task that the server does later, about a second; Wait tells when. A search that the server does not
// answer in time is fault.Unavailable, and when several fail in a row the next ones fail at once for a while.
package meili

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/breaker"
	"partant/internal/fault"
	"partant/internal/search"
	"partant/internal/search/french"
)

// Config says where the server is and what to ask it.
type Config struct {
	URL       string          // http://host:port
	SearchKey string          // a key that may only search; empty: AdminKey searches too
	AdminKey  string          // a key that may write; empty: every write is fault.Unavailable
	Prefix    string          // begins the names of the indexes, so that several sites share a server
	Noun      string          // what the index holds, the end of its name; empty: "profiles"
	Followed  bool            // what fits a text alike is parted by followers, as the embedded index does
	Patience  time.Duration   // how long one Search may take; 0 means 300 ms
	Lexicon   *french.Lexicon // the words that searches leave out or widen
}

const defaultPatience = 300 * time.Millisecond

// Index is a search.Index on a Meilisearch server.
type Index struct {
	name     string // of the index on the server
	patience time.Duration
	leftover time.Duration // the age of an unfinished index that Rebuild removes
	atOnce   int           // how many bytes a rebuild sends at once
	lexicon  *french.Lexicon
	settings *ms.Settings
	read     ms.ServiceManager
	write    ms.ServiceManager // nil when there is no key to write with
	breaker  *breaker.Breaker[[]ms.SearchResponse]
	idle     []*http.Client // to be closed

	preparing sync.Mutex
	prepared  bool // the index exists
}

var _ search.Index = (*Index)(nil)

// Open returns the index that cfg describes, and makes it when the server has none. The server need not answer yet:
// then the first write makes the index. The only error is fault.Invalid, for a bad cfg.
func Open(ctx context.Context, cfg Config) (*Index, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	x := &Index{
		name:     indexName(cfg),
		patience: cfg.Patience,
		leftover: leftoverAge,
		atOnce:   mostAtOnce,
		lexicon:  cfg.Lexicon,
		settings: settings(cfg.Lexicon),
		breaker:  newBreaker(restAfterThem),
	}
	if cfg.Followed {
		x.settings.RankingRules = append(x.settings.RankingRules, "followers:desc")
	}
	if x.patience == 0 {
		x.patience = defaultPatience
	}
	readKey := cfg.SearchKey
	if readKey == "" {
		readKey = cfg.AdminKey
	}
	x.read = x.dial(cfg.URL, readKey, max(readTimeout, x.patience))
	if cfg.AdminKey == "" {
		return x, nil
	}
	x.write = x.dial(cfg.URL, cfg.AdminKey, writeTimeout)
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	if mark, err := x.prepare(ctx); err == nil {
		_ = x.Wait(ctx, mark) // a server that does not answer is what Status and Search report
	}
	return x, nil
}

var (
	wellFormedPrefix = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)
	wellFormedNoun   = regexp.MustCompile(`^[a-z]{0,20}$`) // no hyphen: unfinished indexes have one behind it
)

func (cfg Config) check() error {
	u, err := url.Parse(cfg.URL)
	switch {
	case err != nil:
		return fmt.Errorf("search: the address of Meilisearch is not a URL: %w", fault.Invalid) // err may hold a password
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return fmt.Errorf("search: the address of Meilisearch %q is not like http://host:7700: %w", u.Redacted(), fault.Invalid)
	case !wellFormedPrefix.MatchString(cfg.Prefix):
		return fmt.Errorf("search: prefix %.60q: %w", cfg.Prefix, fault.Invalid)
	case !wellFormedNoun.MatchString(cfg.Noun):
		return fmt.Errorf("search: noun %.60q: %w", cfg.Noun, fault.Invalid)
	case cfg.Lexicon == nil:
		return fmt.Errorf("search: no lexicon: %w", fault.Invalid)
	}
	return nil
}

func indexName(cfg Config) string { return cfg.Prefix + "-" + cmp.Or(cfg.Noun, "profiles") }

func (x *Index) dial(address, key string, timeout time.Duration) ms.ServiceManager {
	client := newClient(timeout)
	x.idle = append(x.idle, client)
	// The library would send a body again that it has already read, so it never tries twice.
	return ms.New(strings.TrimRight(address, "/"), ms.WithAPIKey(key), ms.WithCustomClient(client), ms.DisableRetries())
}

// Close lets go of the connections.
func (x *Index) Close() error {
	for _, client := range x.idle {
		client.CloseIdleConnections()
	}
	return nil
}

// Status says whether the index is there, how many documents it has and whether its settings are this program's.
func (x *Index) Status(ctx context.Context) (search.Status, error) {
	if x.write == nil {
		return x.readerStatus(ctx)
	}
	index := x.write.Index(x.name)
	stats, err := index.GetStatsWithContext(ctx, nil)
	if missing(err) {
		return search.Status{Stale: true}, nil
	} else if err != nil {
		return search.Status{}, explain(ctx, err)
	}
	got, err := index.GetSettingsWithContext(ctx)
	if err != nil {
		return search.Status{}, explain(ctx, err)
	}
	if len(got.RankingRules) == 0 {
		return search.Status{}, fmt.Errorf("search: the server has strange settings: %w", fault.Unavailable)
	}
	return search.Status{
		Ready:     true,
		Documents: int(stats.NumberOfDocuments),
		Stale:     fingerprint(got) != fingerprint(x.settings),
	}, nil
}

// readerStatus is what a key that only searches can tell.
func (x *Index) readerStatus(ctx context.Context) (search.Status, error) {
	found, err := x.Search(ctx, search.Query{})
	if errors.Is(err, errNoIndex) {
		return search.Status{}, nil
	}
	return search.Status{Ready: err == nil, Documents: found.Total}, err
}
