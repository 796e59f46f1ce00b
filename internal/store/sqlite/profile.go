package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
)

// Profiles is the profile.Store, profile.Lists and profile.Debts of the file.
type Profiles struct{ db *DB }

// Profiles returns the store of profiles.
func (db *DB) Profiles() Profiles { return Profiles{db} }

// Insert implements profile.Store.
func (s Profiles) Insert(ctx context.Context, p profile.Profile) error {
	p.Rev = 1
	return s.db.changeOf(ctx, ofProfiles, func(c *conn) error {
		if known, err := exists(c, `SELECT 1 FROM profile WHERE id = ?`, p.ID); err != nil || known {
			return orTaken(err, "id")
		}
		if err := reserveNames(c, &p); err != nil {
			return err
		}
		return putProfile(c, &p)
	})
}

// Get implements profile.Store.
func (s Profiles) Get(ctx context.Context, id string) (p profile.Profile, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		return one(c, &p, `SELECT doc FROM profile WHERE id = ?`, id)
	})
	return living(p, err)
}

// BySlug implements profile.Store.
func (s Profiles) BySlug(ctx context.Context, slug string) (profile.Profile, error) {
	return s.named(ctx, "fiche:"+slug)
}

// BySIRET implements profile.Store.
func (s Profiles) BySIRET(ctx context.Context, siret string) (profile.Profile, error) {
	return s.named(ctx, "siret:"+siret)
}

// named returns who has a unique name.
func (s Profiles) named(ctx context.Context, key string) (p profile.Profile, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		return one(c, &p, `SELECT doc FROM name JOIN profile ON profile.id = name.owner WHERE key = ?`, key)
	})
	return living(p, err)
}

// living leaves out what nobody is to see.
func living(p profile.Profile, err error) (profile.Profile, error) {
	if err == nil {
		err = p.Unseen()
	}
	if err != nil {
		return profile.Profile{}, err
	}
	return p, nil
}

// Many implements profile.Store.
func (s Profiles) Many(ctx context.Context, ids []string) (found []profile.Profile, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		for _, id := range ids {
			err := c.each(appendTo(&found), `SELECT doc FROM profile WHERE id = ? AND created IS NOT NULL`, id)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}

// Update implements profile.Store.
func (s Profiles) Update(ctx context.Context, id string, edit func(*profile.Profile) error) (p profile.Profile, err error) {
	err = s.db.changeOf(ctx, ofProfiles, func(c *conn) error {
		p = profile.Profile{}
		err := one(c, &p, `SELECT doc FROM profile WHERE id = ?`, id)
		if err == nil && p.IsErased() {
			err = fault.Gone
		}
		if err != nil {
			return err
		}
		siret := p.SIRET
		if err := edit(&p); err != nil {
			return err
		}
		p.Rev++
		if siret != "" && siret != p.SIRET {
			if err := release(c, "siret:"+siret); err != nil {
				return err
			}
		}
		if err := reserveNames(c, &p); err != nil {
			return err
		}
		return putProfile(c, &p)
	})
	if err != nil {
		return profile.Profile{}, err
	}
	return p, nil
}

func reserveNames(c *conn, p *profile.Profile) error {
	for _, slug := range p.Slugs() {
		if err := reserve(c, "slug", "fiche:"+slug, p.ID); err != nil {
			return err
		}
	}
	if p.SIRET == "" {
		return nil
	}
	return reserve(c, "siret", "siret:"+p.SIRET, p.ID)
}

// putProfile writes p and the rows its lists are read from.
func putProfile(c *conn, p *profile.Profile) error {
	doc, err := json.Marshal(p)
	if err != nil {
		return err
	}
	created, source := p.Created, ""
	if p.IsErased() || p.IsHidden() {
		created = time.Time{}
	}
	if p.Source != nil {
		source = p.Source.Key
	}
	err = c.exec(`INSERT INTO profile (id, rev, doc, created, updated, source) VALUES (?, ?, ?, ?, ?, nullif(?, ''))
		ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, doc = excluded.doc, created = excluded.created,
		updated = excluded.updated, source = excluded.source`,
		p.ID, p.Rev, doc, created, p.Updated, source)
	if err == nil {
		err = oweInstead(c, "profile", p.ID, p.Owes)
	}
	if err != nil {
		return err
	}
	return putProfileRows(c, p)
}

func putProfileRows(c *conn, p *profile.Profile) error {
	if err := c.exec(`DELETE FROM profile_shelf WHERE profile = ?`, p.ID); err != nil {
		return err
	}
	if err := c.exec(`DELETE FROM profile_team WHERE profile = ?`, p.ID); err != nil {
		return err
	}
	name := text.Fold(p.Name)
	for _, shelf := range p.Shelves() {
		if err := c.exec(`INSERT INTO profile_shelf (shelf, name, profile) VALUES (?, ?, ?)`, shelf, name, p.ID); err != nil {
			return err
		}
	}
	for _, member := range p.MemberKeys() {
		err := c.exec(`INSERT INTO profile_team (account, created, profile) VALUES (?, ?, ?)`, member, p.Created, p.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// Take implements profile.Debts.
func (s Profiles) Take(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]profile.Profile, error) {
	return takeDue(ctx, s.db, ofNothing, dueIn("profile", now, limit, kinds), func(c *conn, p *profile.Profile) error {
		p.Owes.PutOff(now, lease, kinds...)
		return putDebts(c, p)
	})
}

// Settle implements profile.Debts.
func (s Profiles) Settle(ctx context.Context, paid []profile.Profile) error {
	return s.db.changeOf(ctx, ofProfiles, func(c *conn) error {
		for i := range paid {
			if err := settle(c, &paid[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func settle(c *conn, paid *profile.Profile) error {
	var found []profile.Profile
	if err := c.each(appendTo(&found), `SELECT doc FROM profile WHERE id = ?`, paid.ID); err != nil || len(found) == 0 {
		return err
	}
	p := &found[0]
	p.Owes.Clear(paid.Owes...)
	if p.Purge && len(p.Owes) == 0 {
		if err := c.exec(`DELETE FROM name WHERE key IN (SELECT 'fiche:' || value FROM json_each(?))`, jsonText(p.Slugs())); err != nil {
			return err
		}
		return c.exec(`DELETE FROM profile WHERE id = ?`, p.ID)
	}
	return putDebts(c, p)
}

// putDebts writes p where nothing but its debts has changed.
func putDebts(c *conn, p *profile.Profile) error {
	p.Rev++
	doc, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if err := oweInstead(c, "profile", p.ID, p.Owes); err != nil {
		return err
	}
	return c.exec(`UPDATE profile SET rev = ?, doc = ? WHERE id = ?`, p.Rev, doc, p.ID)
}

func jsonText(v []string) string {
	b, _ := json.Marshal(v) // strings always marshal
	return string(b)
}

// exists reports whether the query has a row.
func exists(c *conn, sql string, args ...any) (found bool, err error) {
	err = c.each(func(*sqlite3.Stmt) error { found = true; return nil }, sql, args...)
	return found, err
}

func orTaken(err error, field string) error {
	if err == nil {
		err = fault.Taken{Field: field}
	}
	return err
}

// one decodes the single document a query finds, or returns fault.NotFound.
func one[T any](c *conn, into *T, sql string, args ...any) error {
	var found []T
	if err := c.each(appendTo(&found), sql, args...); err != nil {
		return err
	}
	if len(found) == 0 {
		return fault.NotFound
	}
	*into = found[0]
	return nil
}

// appendTo decodes the first column of each row, a JSON document, behind the list.
func appendTo[T any](list *[]T) func(*sqlite3.Stmt) error {
	return func(s *sqlite3.Stmt) error {
		var v T
		if err := json.Unmarshal(s.ColumnRawBlob(0), &v); err != nil {
			return err
		}
		*list = append(*list, v)
		return nil
	}
}

// pageOf reads one item more than asked for, so as to know whether there is a next page.
func pageOf[T any](ctx context.Context, db *DB, req page.Req, key func(T) page.Cursor, sql string, args ...any) (page.Of[T], error) {
	var items []T
	err := db.read(ctx, func(c *conn) error { return c.each(appendTo(&items), sql, append(args, req.Limit+1)...) })
	if err != nil {
		return page.Of[T]{}, err
	}
	return page.Cut(items, req.Limit, key), nil
}
