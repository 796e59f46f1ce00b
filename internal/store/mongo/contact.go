package mongo

import (
	"context"
	"time"

	"partant/internal/contact"
	"partant/internal/debt"
	"partant/internal/page"
)

// Contacts is the contact.Stores of the database.
type Contacts struct {
	codes     store[contact.Code]
	exchanges store[contact.Exchange]
}

// Contacts returns the store of codes and of what members exchanged by them.
func (db *DB) Contacts() Contacts {
	return Contacts{store[contact.Code]{db, db.base.Collection("contact_code"), codeTraits}, store[contact.Exchange]{db, db.base.Collection("contact"), exchangeTraits}}
}

var codeTraits = traits[contact.Code]{
	root:  func(c *contact.Code) (string, *int64) { return c.ID, &c.Rev },
	names: func(c *contact.Code) []name { return []name{{key: codeKey(c.Word), field: "code"}} },
	alive: func(*contact.Code) error { return nil },
	owes:  func(*contact.Code) debt.Owes { return nil },
	row:   func(c *contact.Code) any { return codeDoc{c.ID, *c} },
}

func codeKey(word string) string { return "contact:" + word }

type codeDoc struct {
	ID  string       `bson:"_id"`
	Doc contact.Code `bson:"doc"`
}

var exchangeTraits = traits[contact.Exchange]{
	root:  func(e *contact.Exchange) (string, *int64) { return e.ID, &e.Rev },
	names: func(*contact.Exchange) []name { return nil },
	alive: func(*contact.Exchange) error { return nil },
	owes:  func(e *contact.Exchange) debt.Owes { return e.Owes },
	row: func(e *contact.Exchange) any {
		return exchangeDoc{ID: e.ID, Doc: *e, Created: e.At(), Concerns: e.Concerns(), Expires: e.Expires, Due: e.Owes.First()}
	},
}

// exchangeDoc is an exchange as it is stored.
type exchangeDoc struct {
	ID       string           `bson:"_id"`
	Doc      contact.Exchange `bson:"doc"`
	Created  time.Time        `bson:"created"` // or agreed
	Concerns []string         `bson:"concerns,omitempty"`
	Expires  time.Time        `bson:"expires,omitempty"`
	Due      time.Time        `bson:"due,omitempty"` // of the first debt
}

var exchangesConcerning = list[contact.Exchange]{"contact_concerns", by("-created", "-_id"),
	func(e contact.Exchange) page.Cursor { return stamp(e.At(), e.ID) }}

// PutCode implements contact.Codes.
func (s Contacts) PutCode(ctx context.Context, c contact.Code) error {
	_, err := s.codes.updateOr(ctx, c.ID, contact.Code{}, func(is *contact.Code) error {
		rev := is.Rev
		*is = c
		is.Rev = rev
		return nil
	})
	return err
}

// CodeOf implements contact.Codes.
func (s Contacts) CodeOf(ctx context.Context, account string) (contact.Code, error) {
	return s.codes.get(ctx, account)
}

// CodeBy implements contact.Codes.
func (s Contacts) CodeBy(ctx context.Context, word string) (contact.Code, error) {
	return s.codes.byName(ctx, codeKey(word))
}

// RemoveCode implements contact.Codes.
func (s Contacts) RemoveCode(ctx context.Context, account string) error {
	return s.codes.remove(ctx, account)
}

// InsertExchange implements contact.Exchanges.
func (s Contacts) InsertExchange(ctx context.Context, e contact.Exchange) error {
	return s.exchanges.insert(ctx, e)
}

// Exchange implements contact.Exchanges.
func (s Contacts) Exchange(ctx context.Context, id string) (contact.Exchange, error) {
	return s.exchanges.get(ctx, id)
}

// UpdateExchange implements contact.Exchanges.
func (s Contacts) UpdateExchange(ctx context.Context, id string, edit func(*contact.Exchange) error) (contact.Exchange, error) {
	return s.exchanges.update(ctx, id, edit)
}

// RemoveExchange implements contact.Exchanges.
func (s Contacts) RemoveExchange(ctx context.Context, id string) error {
	return s.exchanges.remove(ctx, id)
}

// ExchangesConcerning implements contact.Exchanges.
func (s Contacts) ExchangesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[contact.Exchange], error) {
	return s.exchanges.concerning(ctx, exchangesConcerning, whom, req)
}

// SweepExchanges implements contact.Exchanges.
func (s Contacts) SweepExchanges(ctx context.Context, now time.Time) error {
	_, err := s.exchanges.in.DeleteMany(ctx, where(compare("expires", below(now))))
	return kind(err)
}

// DueExchanges implements contact.Debts.
func (s Contacts) DueExchanges(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]contact.Exchange, error) {
	return s.exchanges.take(ctx, now, lease, limit, kinds...)
}

// SettleExchange implements contact.Debts.
func (s Contacts) SettleExchange(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.exchanges.update(ctx, id, func(e *contact.Exchange) error { e.Owes.Clear(paid...); return nil })
	return orMissing(err)
}
