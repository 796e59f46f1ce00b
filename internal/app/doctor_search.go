package app

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"partant/internal/catalog"
	"partant/internal/config"
	"partant/internal/search"
	"partant/internal/search/embedded"
	"partant/internal/text"
)

// loadsIn is how long the doctor waits for an index to load.
const loadsIn = 10 * time.Second

// examineSearch asks the search engine, whether or not there is a store yet; an embedded one that a running server holds
// is well.
func examineSearch(ctx context.Context, cfg config.Config) []Finding {
	dir, own := cfg.Embedded()
	switch {
	case cfg.Search == config.SearchOff:
		return []Finding{advice("Search is switched off: the directory finds by the beginning of names alone.")}
	case own && isMissing(dir):
		return []Finding{advice("There is no index yet: the first start makes it.")}
	}
	index, err := openIndex(ctx, cfg)
	if errors.Is(err, embedded.ErrInUse) {
		return []Finding{well("The index is open in a running server.")}
	}
	if err != nil {
		return []Finding{bad("The search engine cannot be opened: %s", plain(err))}
	}
	defer index.Close()
	ctx, cancel := context.WithTimeout(ctx, loadsIn)
	defer cancel()
	if own {
		return []Finding{examineIndex(ctx, index), examineTalk(ctx, cfg)}
	}
	server := examineServer(ctx, cfg, index)
	if server.Bad {
		return append(examineKeys(cfg), server)
	}
	return append(examineKeys(cfg), server, examineTalk(ctx, cfg))
}

// examineTalk asks the index of what people write, beside that of the pages. What is wrong with it the next start puts right.
func examineTalk(ctx context.Context, cfg config.Config) Finding {
	if dir, own := cfg.Embedded(); own && isMissing(filepath.Join(dir, talkNoun)) {
		return advice("There is no index of what people write yet: the next start makes it.")
	}
	index, err := openTalkIndex(ctx, cfg)
	if err != nil {
		return advice("The index of what people write cannot be opened: %s", plain(err))
	}
	defer index.Close()
	err = catalog.AwaitReady(ctx, index)
	status, err2 := index.Status(ctx)
	switch {
	case err != nil || err2 != nil:
		return advice("The index of what people write cannot be read; until it can, nothing is found in it: %s", plain(errors.Join(err, err2)))
	case status.Stale:
		return advice("The index of what people write is empty, of another version or damaged: the next start, or 'partant reindex', makes it anew.")
	}
	return well("What people write can be searched: %d discussions and publications.", status.Documents)
}

// examineIndex waits until an embedded index has loaded. What is wrong with it the next start puts right.
func examineIndex(ctx context.Context, index search.Index) Finding {
	if err := catalog.AwaitReady(ctx, index); err != nil {
		return advice("The index cannot be read; until it can, the directory finds by the beginning of names alone: %s", plain(err))
	}
	status, err := index.Status(ctx)
	if err != nil {
		return advice("The index says nothing of its state: %s", plain(err))
	}
	return examineStatus(status)
}

// examineServer asks a Meilisearch server. The site works without it, but finds hardly anything, and nothing but who runs
// it can put that right.
func examineServer(ctx context.Context, cfg config.Config, index search.Index) Finding {
	status, err := index.Status(ctx)
	switch {
	case err != nil:
		return bad("Searching at %s does not work (%s): start Meilisearch there, or correct PARTANT_SEARCH and its keys. "+
			"Until then the directory finds by the beginning of names alone.", address(cfg.Search), inShort(err))
	case !status.Ready && !status.Stale:
		return advice("The search engine has no index yet: the first start makes it.")
	}
	return examineStatus(status)
}

func examineStatus(status search.Status) Finding {
	if status.Stale {
		return advice("The index is empty, of another version or damaged: the next start, or 'partant reindex', makes it anew.")
	}
	return well("The search engine answers and holds %d pages.", status.Documents)
}

// examineKeys looks for the key that fills the index.
func examineKeys(cfg config.Config) []Finding {
	if cfg.SearchAdminKey != "" {
		return nil
	}
	return []Finding{advice("PARTANT_SEARCH_ADMIN_KEY is empty: this program cannot write to the index ('partant search setup' gets the keys).")}
}

// address is where a URL leads, without who enters there.
func address(of string) string {
	u, err := url.Parse(of)
	if err != nil {
		return "the address of PARTANT_SEARCH"
	}
	return u.Scheme + "://" + u.Host
}

// inShort is the end of what another program said, where the cause stands.
func inShort(err error) string {
	const most = 120
	said := strings.Join(strings.Fields(plain(err)), " ")
	return text.Cut(said[strings.LastIndex(": "+said, ": "):], most)
}
