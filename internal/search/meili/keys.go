package meili

import (
	"context"
	"crypto/sha256"
	"fmt"

	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/fault"
)

// Keys asks the server, with its master key, for the two keys of the site that cfg.Prefix names: one that searches,
// one that writes, both for its own indexes only. Asked again, it returns the same keys.
func Keys(ctx context.Context, cfg Config, master string) (searchKey, adminKey string, err error) {
	defer fault.Wrap(&err, "search: keys of %s", cfg.Prefix)
	if err := cfg.check(); err != nil {
		return "", "", err
	}
	var x Index
	defer x.Close()
	server := x.dial(cfg.URL, master, readTimeout)
	searchKey, err = key(ctx, server, cfg.Prefix, "recherche", "search")
	if err != nil {
		return "", "", err
	}
	adminKey, err = key(ctx, server, cfg.Prefix, "indexation", "search", "documents.add", "documents.delete",
		"indexes.create", "indexes.get", "indexes.delete", "indexes.swap", "settings.get", "settings.update",
		"stats.get", "tasks.get")
	return searchKey, adminKey, err
}

// key returns the key of one use, made when the server has none. Its identifier tells the prefix and the use, so
// that the server itself remembers.
func key(ctx context.Context, server ms.ServiceManager, prefix, use string, actions ...string) (string, error) {
	h := sha256.Sum256([]byte(prefix + " " + use))
	h[6], h[8] = h[6]&0x0f|0x40, h[8]&0x3f|0x80 // the server wants a UUID of version 4
	uid := fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
	if has, err := server.GetKeyWithContext(ctx, uid); err == nil {
		return has.Key, nil
	}
	made, err := server.CreateKeyWithContext(ctx, &ms.Key{
		UID: uid, Name: prefix + " " + use, Description: "Partant", Actions: actions, Indexes: []string{prefix + "-*"},
	})
	if err != nil {
		return "", explain(ctx, err)
	}
	return made.Key, nil
}
