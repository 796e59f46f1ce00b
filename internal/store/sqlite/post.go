package sqlite

import (
	"context"
	"errors"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/debt"
	"partant/internal/page"
	"partant/internal/post"
)

// Posts is the post.Stores of the file.
type Posts struct{ docs docs[post.Post] }

// Posts returns the store of publications.
func (db *DB) Posts() Posts { return Posts{docs[post.Post]{db, postTraits}} }

var postTraits = traits[post.Post]{
	table: "post", news: ofPages,
	root:  func(p *post.Post) (string, *int64) { return p.ID, &p.Rev },
	owes:  func(p *post.Post) debt.Owes { return p.Owes },
	row:   func(*post.Post) []any { return nil },
	names: postNames,

	concerns: func(p *post.Post) (time.Time, []string) { return p.Created, p.Concerns() },
	beside:   beside[post.Post]{"post_source", "source", "published", "post", func(p *post.Post) []spot { return spots(p.Sources(), stamp(p.Published)) }},
}

// postNames are the names that p has alone.
func postNames(p *post.Post) []unique {
	all := []unique{{postKey(p.Slug), "slug"}}
	if key := p.VersionKey(); key != "" {
		all = append(all, unique{key, post.FieldVersion})
	}
	return all
}

func postKey(slug string) string { return "publication:" + slug }

// InsertPost implements post.Store.
func (s Posts) InsertPost(ctx context.Context, p post.Post) error { return s.docs.insert(ctx, p) }

// Post implements post.Store.
func (s Posts) Post(ctx context.Context, id string) (post.Post, error) { return s.docs.get(ctx, id) }

// PostBySlug implements post.Store.
func (s Posts) PostBySlug(ctx context.Context, slug string) (p post.Post, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		return one(c, &p, `SELECT doc FROM name JOIN post ON post.id = name.owner WHERE key = ?`, postKey(slug))
	})
	return p, err
}

// UpdatePost implements post.Store.
func (s Posts) UpdatePost(ctx context.Context, id string, edit func(*post.Post) error) (post.Post, error) {
	return s.docs.update(ctx, id, edit)
}

// RemovePost implements post.Store.
func (s Posts) RemovePost(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// DuePosts implements post.Debts.
func (s Posts) DuePosts(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]post.Post, error) {
	return s.docs.quiet().take(ctx, now, lease, limit, kinds...)
}

// SettlePost implements post.Debts.
func (s Posts) SettlePost(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.docs.settling(paid, post.OwesIndex).update(ctx, id, func(p *post.Post) error { return p.Owes.Pay(p.Purge, paid...) })
	if errors.Is(err, debt.ErrOver) {
		err = s.docs.remove(ctx, id)
	}
	return orMissing(err)
}

// PostsConcerning implements post.Lists.
func (s Posts) PostsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[post.Post], error) {
	return s.docs.concerning(ctx, whom, req)
}

// From implements post.Lists.
func (s Posts) From(ctx context.Context, sources []string, req page.Req) (page.Of[post.Post], error) {
	var found []post.Post
	err := s.docs.db.read(ctx, func(c *conn) error {
		return snapshot(c, func() (err error) { found, err = merged(c, sources, req); return err })
	})
	if err != nil {
		return page.Of[post.Post]{}, err
	}
	return page.Cut(found, req.Limit, byPublished), nil
}

func byPublished(p post.Post) page.Cursor { return page.Cursor{Key: stamp(p.Published), ID: p.ID} }

// snapshot runs f, all statements of which see one state of the store.
func snapshot(c *conn, f func() error) error {
	if err := c.exec(`BEGIN`); err != nil {
		return err
	}
	return errors.Join(f(), c.exec(`COMMIT`))
}

// merged reads the first of each source, then those that come first of all: one more than asked for.
func merged(c *conn, sources []string, req page.Req) (found []post.Post, err error) {
	var heads []page.Cursor
	for _, source := range sources {
		if heads, err = headOf(c, heads, source, req); err != nil {
			return nil, err
		}
	}
	for _, h := range firstOf(heads, req.Limit+1) {
		if err := c.each(appendTo(&found), `SELECT doc FROM post WHERE id = ?`, h.ID); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// headOf adds the first of a source behind the cursor.
func headOf(c *conn, heads []page.Cursor, source string, req page.Req) ([]page.Cursor, error) {
	from := from(req, last)
	err := c.each(func(s *sqlite3.Stmt) error {
		heads = append(heads, page.Cursor{Key: s.ColumnText(0), ID: s.ColumnText(1)})
		return nil
	}, `SELECT published, post FROM post_source WHERE source = ? AND (published, post) < (?, ?) ORDER BY published DESC, post DESC LIMIT ?`,
		source, from.Key, from.ID, req.Limit+1)
	return heads, err
}
