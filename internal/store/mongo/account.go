package mongo

import (
	"context"
	"errors"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Accounts is the account.Store, account.Sessions and account.Tickets of the database.
type Accounts struct {
	docs     store[account.Account]
	sessions *driver.Collection
	tickets  store[account.Ticket]
}

// Accounts returns the store of accounts.
func (db *DB) Accounts() Accounts {
	return Accounts{
		docs:     store[account.Account]{db, db.base.Collection("account"), accountTraits},
		sessions: db.base.Collection("session"),
		tickets:  store[account.Ticket]{db, db.base.Collection("ticket"), ticketTraits},
	}
}

var accountTraits = traits[account.Account]{
	root:  func(a *account.Account) (string, *int64) { return a.ID, &a.Rev },
	names: accountNames,
	alive: func(*account.Account) error { return nil },
	owes:  func(a *account.Account) debt.Owes { return a.Owes },
	row: func(a *account.Account) any {
		return accountDoc{ID: a.ID, Doc: *a, Role: string(a.Role), Due: a.Owes.First()}
	},
}

// accountNames are those that no two accounts share.
func accountNames(a *account.Account) []name {
	names := []name{{key: emailKey(a.Email), field: "email"}}
	for _, k := range a.Keys {
		names = append(names, name{key: "cle:" + k.ID, field: "cle"})
	}
	for _, i := range a.Identities {
		names = append(names, name{key: identityKey(i.Key()), field: "identite"})
	}
	return names
}

func identityKey(key string) string { return "identite:" + key }

// accountDoc is an account as it is stored.
type accountDoc struct {
	ID   string          `bson:"_id"`
	Doc  account.Account `bson:"doc"`
	Role string          `bson:"role"`
	Due  time.Time       `bson:"due,omitempty"` // of the first debt
}

var ticketTraits = traits[account.Ticket]{
	root:  func(t *account.Ticket) (string, *int64) { return t.Digest, &t.Rev },
	names: func(*account.Ticket) []name { return nil },
	alive: func(*account.Ticket) error { return nil },
	owes:  func(t *account.Ticket) debt.Owes { return t.Owes },
	row: func(t *account.Ticket) any {
		return ticketDoc{Digest: t.Digest, Doc: *t, Account: t.Account, Expires: t.Expires, Due: t.Owes.First()}
	},
}

// ticketDoc is a ticket as it is stored.
type ticketDoc struct {
	Digest  string         `bson:"_id"`
	Doc     account.Ticket `bson:"doc"`
	Account string         `bson:"account,omitempty"`
	Expires time.Time      `bson:"expires,omitempty"`
	Due     time.Time      `bson:"due,omitempty"` // of the first debt
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
	return s.docs.byName(ctx, emailKey(email))
}

// ByIdentity implements account.Store.
func (s Accounts) ByIdentity(ctx context.Context, key string) (account.Account, error) {
	return s.docs.byName(ctx, identityKey(key))
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
func (s Accounts) WithRole(ctx context.Context, role viewer.Role, limit int) ([]account.Account, error) {
	return s.docs.find(ctx, where(is("role", string(role))),
		options.Find().SetSort(by("_id")).SetLimit(int64(limit)).SetHint("account_role"))
}

// sessionDoc is a session as it is stored.
type sessionDoc struct {
	Digest  string          `bson:"_id"`
	Doc     account.Session `bson:"doc"`
	Account string          `bson:"account"`
	Expires time.Time       `bson:"expires,omitempty"`
}

// PutSession implements account.Sessions.
func (s Accounts) PutSession(ctx context.Context, v account.Session) error {
	return put(ctx, s.sessions, v.Digest, sessionDoc{Digest: v.Digest, Doc: v, Account: v.Account, Expires: v.Expires})
}

// Session implements account.Sessions.
func (s Accounts) Session(ctx context.Context, digest string) (account.Session, error) {
	var d sessionDoc
	err := s.sessions.FindOne(ctx, where(is("_id", digest))).Decode(&d)
	return d.Doc, kind(err)
}

// SessionsOf implements account.Sessions.
func (s Accounts) SessionsOf(ctx context.Context, owner string) ([]account.Session, error) {
	found, err := s.sessions.Find(ctx, where(is("account", owner)),
		options.Find().SetSort(by("_id")).SetLimit(100).SetHint("session_account"))
	if err != nil {
		return nil, kind(err)
	}
	var rows []sessionDoc
	if err := found.All(ctx, &rows); err != nil {
		return nil, kind(err)
	}
	var all []account.Session
	for _, d := range rows {
		all = append(all, d.Doc)
	}
	return all, nil
}

// EndSession implements account.Sessions.
func (s Accounts) EndSession(ctx context.Context, digest string) error {
	_, err := s.sessions.DeleteOne(ctx, where(is("_id", digest)))
	return kind(err)
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
func (s Accounts) TakeTicket(ctx context.Context, digest string) (account.Ticket, error) {
	var d ticketDoc
	err := s.tickets.in.FindOneAndDelete(ctx, where(is("_id", digest))).Decode(&d)
	return d.Doc, kind(err)
}

// EndTickets implements account.Tickets.
func (s Accounts) EndTickets(ctx context.Context, owner string) error {
	_, err := s.tickets.in.DeleteMany(ctx, where(is("account", owner)))
	return kind(err)
}

// DueTickets implements account.Tickets.
func (s Accounts) DueTickets(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]account.Ticket, error) {
	return s.tickets.take(ctx, now, lease, limit)
}

// Sweep implements account.Sessions.
func (s Accounts) Sweep(ctx context.Context, now time.Time) error {
	_, sessions := s.sessions.DeleteMany(ctx, where(compare("expires", below(now))))
	_, tickets := s.tickets.in.DeleteMany(ctx, where(compare("expires", below(now))))
	return errors.Join(kind(sessions), kind(tickets))
}

// put adds or replaces the document of a key. Two that add it at once may make one of them fail: it then replaces.
func put(ctx context.Context, in *driver.Collection, key string, doc any) error {
	_, err := in.ReplaceOne(ctx, where(is("_id", key)), doc, options.Replace().SetUpsert(true))
	if driver.IsDuplicateKeyError(err) {
		_, err = in.ReplaceOne(ctx, where(is("_id", key)), doc)
	}
	return kind(err)
}
