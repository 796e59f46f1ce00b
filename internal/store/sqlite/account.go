package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/account"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Accounts is the account.Store and account.Sessions of the file.
type Accounts struct{ db *DB }

// Accounts returns the store of accounts.
func (db *DB) Accounts() Accounts { return Accounts{db} }

// Insert implements account.Store.
func (s Accounts) Insert(ctx context.Context, a account.Account) error {
	a.Rev = 1
	return s.db.change(ctx, func(c *conn) error {
		if known, err := exists(c, `SELECT 1 FROM account WHERE id = ?`, a.ID); err != nil || known {
			return orTaken(err, "id")
		}
		if err := reserve(c, "email", emailKey(a.Email), a.ID); err != nil {
			return err
		}
		return putAccount(c, &a)
	})
}

func emailKey(email string) string { return "email:" + text.Fold(email) }

func putAccount(c *conn, a *account.Account) error {
	doc, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return c.exec(`INSERT INTO account (id, rev, doc, role) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, doc = excluded.doc, role = excluded.role`,
		a.ID, a.Rev, doc, string(a.Role))
}

// Get implements account.Store.
func (s Accounts) Get(ctx context.Context, id string) (a account.Account, err error) {
	err = s.db.read(ctx, func(c *conn) error { return one(c, &a, `SELECT doc FROM account WHERE id = ?`, id) })
	return a, err
}

// ByEmail implements account.Store.
func (s Accounts) ByEmail(ctx context.Context, email string) (a account.Account, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		return one(c, &a, `SELECT doc FROM name JOIN account ON account.id = name.owner WHERE key = ?`, emailKey(email))
	})
	return a, err
}

// Update implements account.Store.
func (s Accounts) Update(ctx context.Context, id string, edit func(*account.Account) error) (a account.Account, err error) {
	err = s.db.change(ctx, func(c *conn) error {
		a = account.Account{}
		if err := one(c, &a, `SELECT doc FROM account WHERE id = ?`, id); err != nil {
			return err
		}
		was := emailKey(a.Email)
		if err := edit(&a); err != nil {
			return err
		}
		a.Rev++
		if emailKey(a.Email) != was {
			if err := reserve(c, "email", emailKey(a.Email), a.ID); err != nil {
				return err
			}
			if err := release(c, was); err != nil {
				return err
			}
		}
		return putAccount(c, &a)
	})
	if err != nil {
		return account.Account{}, err
	}
	return a, nil
}

// WithRole implements account.Store.
func (s Accounts) WithRole(ctx context.Context, role viewer.Role, limit int) (all []account.Account, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		return c.each(appendTo(&all), `SELECT doc FROM account WHERE role = ? ORDER BY id LIMIT ?`, string(role), limit)
	})
	return all, err
}

// PutSession implements account.Sessions.
func (s Accounts) PutSession(ctx context.Context, session account.Session) error {
	doc, err := json.Marshal(session)
	if err != nil {
		return err
	}
	return s.db.change(ctx, func(c *conn) error {
		return c.exec(`INSERT OR REPLACE INTO session (digest, account, doc, expires) VALUES (?, ?, ?, ?)`,
			session.Digest, session.Account, doc, session.Expires)
	})
}

// Session implements account.Sessions.
func (s Accounts) Session(ctx context.Context, digest string) (session account.Session, err error) {
	err = s.db.read(ctx, func(c *conn) error { return one(c, &session, `SELECT doc FROM session WHERE digest = ?`, digest) })
	return session, err
}

// SessionsOf implements account.Sessions.
func (s Accounts) SessionsOf(ctx context.Context, owner string) (all []account.Session, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		return c.each(appendTo(&all), `SELECT doc FROM session WHERE account = ? ORDER BY digest LIMIT 100`, owner)
	})
	return all, err
}

// EndSession implements account.Sessions.
func (s Accounts) EndSession(ctx context.Context, digest string) error {
	return s.db.change(ctx, func(c *conn) error { return c.exec(`DELETE FROM session WHERE digest = ?`, digest) })
}

// PutTicket implements account.Sessions.
func (s Accounts) PutTicket(ctx context.Context, t account.Ticket) error {
	doc, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return s.db.change(ctx, func(c *conn) error {
		return c.exec(`INSERT OR REPLACE INTO ticket (digest, doc, expires) VALUES (?, ?, ?)`, t.Digest, doc, t.Expires)
	})
}

// TakeTicket implements account.Sessions.
func (s Accounts) TakeTicket(ctx context.Context, digest string) (t account.Ticket, err error) {
	err = s.db.change(ctx, func(c *conn) error {
		return one(c, &t, `DELETE FROM ticket WHERE digest = ? RETURNING doc`, digest)
	})
	return t, err
}

// Sweep implements account.Sessions.
func (s Accounts) Sweep(ctx context.Context, now time.Time) error {
	some := false
	err := s.db.read(ctx, func(c *conn) error {
		return c.each(func(*sqlite3.Stmt) error { some = true; return nil },
			`SELECT 1 FROM session WHERE expires < ?1 UNION ALL SELECT 1 FROM ticket WHERE expires < ?1 LIMIT 1`, now)
	})
	if err != nil || !some {
		return err
	}
	return s.db.change(ctx, func(c *conn) error {
		if err := c.exec(`DELETE FROM session WHERE expires < ?`, now); err != nil {
			return err
		}
		return c.exec(`DELETE FROM ticket WHERE expires < ?`, now)
	})
}
