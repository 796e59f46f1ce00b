package mailroom

import (
	"context"
	"errors"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/lang"
	"partant/internal/mail"
	"partant/internal/moderation"
)

// Reports is what the mailroom asks of reports: see moderation.Store.
type Reports interface {
	DueReports(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]moderation.Report, error)
	UpdateReport(ctx context.Context, id string, edit func(*moderation.Report) error) (moderation.Report, error)
}

// ReportBox holds the letters to those who reported something: that it was received, and what was decided.
type ReportBox struct {
	Site     Site
	Store    Reports
	Accounts interface {
		Get(ctx context.Context, id string) (account.Account, error)
	}
	Done func(ctx context.Context, report string, paid debt.Debt) error // moderation.Service.Sent
}

// Take implements Box.
func (b ReportBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	reports, err := b.Store.DueReports(ctx, now, lease, 1)
	if err != nil || len(reports) == 0 {
		return nil, err
	}
	r := reports[0]
	to, words := mail.Address{Email: r.By.Email}, in(lang.French)
	if r.By.Account != "" {
		a, err := b.Accounts.Get(ctx, r.By.Account)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return nil, err
		}
		to, words = mail.Address{Name: a.Name, Email: a.Email}, in(a.Language)
	}
	var owed []Owed
	for _, d := range r.Owes.Leased(now, lease) {
		if to.Email != "" {
			owed = append(owed, b.owed(r, d, b.letter(r, d, to, words)))
		} else if err := b.Done(ctx, r.ID, d); err != nil { // the account is gone
			return nil, err
		}
	}
	return owed, nil
}

func (b ReportBox) owed(r moderation.Report, d debt.Debt, l mail.Letter) Owed {
	return Owed{Letter: l, Tries: d.Tries,
		Sent: func(ctx context.Context) error { return b.Done(ctx, r.ID, d) },
		Later: func(ctx context.Context, due time.Time) error {
			_, err := b.Store.UpdateReport(ctx, r.ID, func(r *moderation.Report) error { r.Owes.Delay(d.ID, due); return nil })
			return err
		}}
}

func (b ReportBox) letter(r moderation.Report, d debt.Debt, to mail.Address, words language) mail.Letter {
	if d.Kind == moderation.OwesReceipt {
		l := words.receipt(r, b.Site).letter(d.ID, to, words)
		l.Quote = r.Why
		return l
	}
	l := words.decision(r, b.Site).letter(d.ID, to, words)
	l.Quote, l.Action.URL = r.Decision, b.Site.Base+"/mentions-legales"
	return l
}
