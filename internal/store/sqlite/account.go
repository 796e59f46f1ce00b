package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Accounts is the account.Store, account.Sessions and account.Tickets of the file.
type Accounts struct {
	db      *DB
	docs    docs[account.Account]
	tickets docs[account.Ticket]
}

// Accounts returns the store of accounts.
func (db *DB) Accounts() Accounts {
	return Accounts{db: db, docs: docs[account.Account]{db, accountTraits}, tickets: docs[account.Ticket]{db, ticketTraits}}
}

var accountTraits = traits[account.Account]{
	table: "account", news: ofAccounts, columns: []string{"role"},
	root:  func(a *account.Account) (string, *int64) { return a.ID, &a.Rev },
	owes:  func(a *account.Account) debt.Owes { return a.Owes },
	row:   func(a *account.Account) []any { return []any{string(a.Role)} },
	names: accountNames,
}

// accountNames are those that no two accounts share.
func accountNames(a *account.Account) []unique {
	names := []unique{{emailKey(a.Email), "email"}}
	for _, k := range a.Keys {
		names = append(names, unique{"cle:" + k.ID, "cle"})
	}
	for _, i := range a.Identities {
		names = append(names, unique{identityKey(i.Key()), "identite"})
	}
	return names
}

func identityKey(key string) string { return "identite:" + key }

var ticketTraits = traits[account.Ticket]{
	table: "ticket", news: ofNothing, columns: []string{"expires", "account"},
	root: func(t *account.Ticket) (string, *int64) { return t.Digest, &t.Rev },
	owes: func(t *account.Ticket) debt.Owes { return t.Owes },
	row:  func(t *account.Ticket) []any { return []any{t.Expires, t.Account} },
}

func emailKey(email string) string { return "email:" + text.Fold(email) }

// Insert implements account.Store.
func (s Accounts) Insert(ctx context.Context, a account.Account) error { return s.docs.insert(ctx, a) }

// Get implements account.Store.
func (s Accounts) Get(ctx context.Context, id string) (account.Account, error) {
	return s.docs.get(ctx, id)
}

// ByEmail implements account.Store.
func (s Accounts) ByEmail(ctx context.Context, email string) (account.Account, error) {
	return s.byName(ctx, emailKey(email))
}

// ByIdentity implements account.Store.
func (s Accounts) ByIdentity(ctx context.Context, key string) (account.Account, error) {
	return s.byName(ctx, identityKey(key))
}

func (s Accounts) byName(ctx context.Context, key string) (a account.Account, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		return one(c, &a, `SELECT doc FROM name JOIN account ON account.id = name.owner WHERE key = ?`, key)
	})
	return a, err
}

// Update implements account.Store.
func (s Accounts) Update(ctx context.Context, id string, edit func(*account.Account) error) (account.Account, error) {
	return s.docs.update(ctx, id, edit)
}

// Remove implements account.Store.
func (s Accounts) Remove(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// TakeDue implements account.Store.
func (s Accounts) TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]account.Account, error) {
	return s.docs.take(ctx, now, lease, limit, kinds...)
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
	return s.db.changeOf(ctx, ofAccounts, func(c *conn) error {
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
	return s.db.changeOf(ctx, ofAccounts, func(c *conn) error { return c.exec(`DELETE FROM session WHERE digest = ?`, digest) })
}

// PutTicket implements account.Tickets.
func (s Accounts) PutTicket(ctx context.Context, t account.Ticket) error {
	return s.tickets.insert(ctx, t)
}

// Ticket implements account.Tickets.
func (s Accounts) Ticket(ctx context.Context, digest string) (account.Ticket, error) {
	return s.tickets.get(ctx, digest)
}

// UpdateTicket implements account.Tickets.
func (s Accounts) UpdateTicket(ctx context.Context, digest string, edit func(*account.Ticket) error) (account.Ticket, error) {
	return s.tickets.update(ctx, digest, edit)
}

// TakeTicket implements account.Tickets.
func (s Accounts) TakeTicket(ctx context.Context, digest string) (t account.Ticket, err error) {
	err = s.db.changeOf(ctx, ofNothing, func(c *conn) error {
		return one(c, &t, `DELETE FROM ticket WHERE id = ? RETURNING doc`, digest)
	})
	return t, err
}

// EndTickets implements account.Tickets.
func (s Accounts) EndTickets(ctx context.Context, owner string) error {
	return s.db.change(ctx, func(c *conn) error { return c.exec(`DELETE FROM ticket WHERE account = ?`, owner) })
}

// DueTickets implements account.Tickets.
func (s Accounts) DueTickets(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]account.Ticket, error) {
	return s.tickets.take(ctx, now, lease, limit)
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
	return s.db.changeOf(ctx, ofAccounts, func(c *conn) error {
		if err := c.exec(`DELETE FROM session WHERE expires < ?`, now); err != nil {
			return err
		}
		return c.exec(`DELETE FROM ticket WHERE expires < ?`, now)
	})
}
