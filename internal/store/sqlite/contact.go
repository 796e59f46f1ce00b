package sqlite

import (
	"context"
	"time"

	"partant/internal/contact"
	"partant/internal/debt"
	"partant/internal/page"
)

// Contacts is the contact.Stores of the file.
type Contacts struct {
	codes     docs[contact.Code]
	exchanges docs[contact.Exchange]
}

// Contacts returns the store of codes and of what members exchanged by them.
func (db *DB) Contacts() Contacts {
	return Contacts{docs[contact.Code]{db, codeTraits}, docs[contact.Exchange]{db, exchangeTraits}}
}

var codeTraits = traits[contact.Code]{
	table: "contact_code", news: ofNothing,
	root:  func(c *contact.Code) (string, *int64) { return c.ID, &c.Rev },
	owes:  func(*contact.Code) debt.Owes { return nil },
	row:   func(*contact.Code) []any { return nil },
	names: func(c *contact.Code) []unique { return []unique{{codeKey(c.Word), "code"}} },
}

func codeKey(word string) string { return "contact:" + word }

var exchangeTraits = traits[contact.Exchange]{
	table: "contact", news: ofNothing, columns: []string{"expires"},
	root:     func(e *contact.Exchange) (string, *int64) { return e.ID, &e.Rev },
	owes:     func(e *contact.Exchange) debt.Owes { return e.Owes },
	row:      func(e *contact.Exchange) []any { return []any{e.Expires} },
	concerns: func(e *contact.Exchange) (time.Time, []string) { return e.At(), e.Concerns() },
}

// PutCode implements contact.Codes.
func (s Contacts) PutCode(ctx context.Context, c contact.Code) error {
	_, err := s.codes.editOr(ctx, c.ID, contact.Code{}, func(is *contact.Code) error {
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
func (s Contacts) CodeBy(ctx context.Context, word string) (code contact.Code, err error) {
	err = s.codes.db.read(ctx, func(c *conn) error {
		return one(c, &code, `SELECT doc FROM name JOIN contact_code ON contact_code.id = name.owner WHERE key = ?`, codeKey(word))
	})
	return code, err
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
	return s.exchanges.concerning(ctx, whom, req)
}

// SweepExchanges implements contact.Exchanges.
func (s Contacts) SweepExchanges(ctx context.Context, now time.Time) error {
	return s.exchanges.sweep(ctx, now)
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
