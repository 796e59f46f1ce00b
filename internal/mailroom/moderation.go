package mailroom

import (
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/lang"
	"partant/internal/mail"
	"partant/internal/moderation"
)

// Cases is what the mailroom asks of cases: see moderation.Store.
type Cases interface {
	DueCases(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]moderation.Case, error)
	UpdateCase(ctx context.Context, id string, edit func(*moderation.Case) error) (moderation.Case, error)
}

// CaseBox holds the letters to those whom a case concerns: that a report was received, what was decided, and why. What else a case
// owes is paid on the way.
type CaseBox struct {
	Site     Site
	Store    Cases
	Accounts interface {
		Get(ctx context.Context, id string) (account.Account, error)
	}
	Settle func(ctx context.Context, c *moderation.Case, owed debt.Debt) error // moderation.Service.Settle
	Done   func(ctx context.Context, caseID string, paid debt.Debt) error      // moderation.Service.Sent
	Seal   func(of string) string                                              // makes the secret of a link: see moderation.Case.Seal
}

// Take implements Box.
func (b CaseBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	cases, err := b.Store.DueCases(ctx, now, lease, 1)
	if err != nil || len(cases) == 0 {
		return nil, err
	}
	c := cases[0]
	var owed []Owed
	for _, d := range c.Owes.Leased(now, lease) {
		if d.Kind != moderation.OwesLetter {
			if err := b.Settle(ctx, &c, d); err != nil {
				return nil, err
			}
			continue
		}
		l, err := b.letter(ctx, &c, d)
		if errors.Is(err, fault.NotFound) { // nobody is left to tell
			err = b.Done(ctx, c.ID, d)
		} else if err == nil {
			owed = append(owed, b.owed(c.ID, d, l))
		}
		if err != nil {
			return nil, err
		}
	}
	return owed, nil
}

func (b CaseBox) owed(caseID string, d debt.Debt, l mail.Letter) Owed {
	return Owed{Letter: l, Tries: d.Tries,
		Sent: func(ctx context.Context) error { return b.Done(ctx, caseID, d) },
		Later: func(ctx context.Context, due time.Time) error {
			_, err := b.Store.UpdateCase(ctx, caseID, func(c *moderation.Case) error { c.Owes.Delay(d.ID, due); return nil })
			if errors.Is(err, fault.NotFound) {
				return nil // it is over
			}
			return err
		}}
}

// verdict is what a letter of a case speaks of.
type verdict struct {
	mail     moderation.Mail
	c        *moderation.Case
	at       time.Time            // of what the letter answers
	decision *moderation.Decision // nil in a receipt
	appeal   bool                 // it answers who contested
	visitor  bool                 // nobody has shown that the address is theirs
}

// letter writes one letter; fault.NotFound when nobody is left to read it.
func (b CaseBox) letter(ctx context.Context, c *moderation.Case, d debt.Debt) (mail.Letter, error) {
	i := slices.IndexFunc(c.Told, func(t moderation.Told) bool { return t.ID == d.ID })
	if i < 0 {
		return mail.Letter{}, fault.NotFound
	}
	told := c.Told[i]
	to, words := mail.Address{Email: told.To.Email}, in(lang.French)
	if told.To.Account != "" {
		a, err := b.Accounts.Get(ctx, told.To.Account)
		if err != nil {
			return mail.Letter{}, err
		}
		to, words = mail.Address{Name: a.Name, Email: a.Email}, in(a.Language)
	}
	v, quote := speaks(c, told)
	l := words.verdict(v, b.Site).letter(d.ID, to, words)
	l.Quote, l.Action.URL = quote, b.Site.Base+"/decisions/"+c.ID
	if told.To.Account == "" {
		l.Action.URL += "/" + b.Seal(c.Seal(told.To))
	}
	if v.mail == moderation.Receipt && !v.appeal {
		l.Action = mail.Action{}
	}
	return l, nil
}

// speaks is what a letter speaks of, and the words that it quotes. A receipt to an address that nobody has shown to be theirs quotes nothing: the form
// would send letters of strangers to strangers.
func speaks(c *moderation.Case, told moderation.Told) (v verdict, quote string) {
	v = verdict{mail: told.What, c: c, visitor: told.To.Account == "" && c.Kind != moderation.Letter}
	for _, r := range c.Reports {
		if r.ID == told.Report {
			v.at, quote = r.At, r.Why
		}
	}
	for _, a := range c.Appeals {
		if a.ID == told.Report {
			v.at, quote, v.appeal = a.At, a.Words, true
		}
	}
	if v.decision = c.Decision(told.Of); v.decision != nil {
		quote = v.decision.Facts
	} else if v.visitor && !v.appeal {
		quote = ""
	}
	return v, quote
}

// Bells is what the mailroom asks of accounts about what waits for moderators: see account.Store.
type Bells = Accounts

// BellBox holds the letters to moderators: that something waits.
type BellBox struct {
	Site    Site
	Store   Bells
	Waiting func(ctx context.Context) (n int, more bool, err error)
}

// Take implements Box.
func (b BellBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	accounts, err := b.Store.TakeDue(ctx, now, lease, 1, account.OwesBell)
	if err != nil || len(accounts) == 0 {
		return nil, err
	}
	n, more, err := b.Waiting(ctx)
	if err != nil {
		return nil, err
	}
	a := accounts[0]
	change := func(ctx context.Context, edit func(*account.Account)) error {
		_, err := b.Store.Update(ctx, a.ID, func(a *account.Account) error { edit(a); return nil })
		return err
	}
	var owed []Owed
	for _, d := range a.Owes.Leased(now, lease, account.OwesBell) {
		clear := func(ctx context.Context) error {
			return change(ctx, func(a *account.Account) { a.Owes.Clear(d) })
		}
		if n == 0 || !a.Judges() { // somebody has looked meanwhile
			if err := clear(ctx); err != nil {
				return nil, err
			}
			continue
		}
		words := in(a.Language)
		l := words.bell(n, more, b.Site).letter(d.ID, mail.Address{Name: a.Name, Email: a.Email}, words)
		l.Action.URL = b.Site.Base + "/moderation"
		owed = append(owed, Owed{Letter: l, Tries: d.Tries, Sent: clear,
			Later: func(ctx context.Context, due time.Time) error {
				return change(ctx, func(a *account.Account) { a.Owes.Delay(d.ID, due) })
			}})
	}
	return owed, nil
}
