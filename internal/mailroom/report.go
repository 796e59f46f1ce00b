package mailroom

import (
	"context"
	"errors"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
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
	to := mail.Address{Email: r.By.Email}
	if r.By.Account != "" {
		a, err := b.Accounts.Get(ctx, r.By.Account)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return nil, err
		}
		to = mail.Address{Name: a.Name, Email: a.Email}
	}
	var owed []Owed
	for _, d := range r.Owes.Leased(now, lease) {
		if to.Email != "" {
			owed = append(owed, b.owed(r, d, to))
		} else if err := b.Done(ctx, r.ID, d); err != nil { // the account is gone
			return nil, err
		}
	}
	return owed, nil
}

func (b ReportBox) owed(r moderation.Report, d debt.Debt, to mail.Address) Owed {
	return Owed{Letter: b.letter(r, d, to), Tries: d.Tries,
		Sent: func(ctx context.Context) error { return b.Done(ctx, r.ID, d) },
		Later: func(ctx context.Context, due time.Time) error {
			_, err := b.Store.UpdateReport(ctx, r.ID, func(r *moderation.Report) error { r.Owes.Delay(d.ID, due); return nil })
			return err
		}}
}

func (b ReportBox) letter(r moderation.Report, d debt.Debt, to mail.Address) mail.Letter {
	l := mail.Letter{ID: d.ID, To: to, Opening: greeting(to.Name)}
	if d.Kind == moderation.OwesReceipt {
		l.Subject = "Nous avons reçu votre signalement"
		l.Before = []string{"Vous avez signalé « " + r.Title + " » le " + b.Site.Moment(r.Created) + ". Une personne de l'équipe de " + b.Site.Name + " le lira et décidera. Voici ce que vous avez écrit."}
		l.Quote = r.Why
		l.After = []string{"Qui a écrit ce que vous signalez ne sait pas que le signalement vient de vous."}
		return l
	}
	l.Subject = "Votre signalement : notre décision"
	what := "Nous ne l'avons pas retenu."
	if r.Upheld {
		what = "Nous l'avons retenu."
	}
	l.Before = []string{"Vous avez signalé « " + r.Title + " » le " + b.Site.Moment(r.Created) + ". " + what + " La décision a été prise par une personne, non par un programme. Elle vous dit :"}
	l.Quote = r.Decision
	l.After = []string{"Vous n'êtes pas d'accord ? Écrivez dans les six mois à l'équipe du site, dont l'adresse est dans les mentions légales : une autre personne relira."}
	l.Action = mail.Action{Label: "Mentions légales", URL: b.Site.Base + "/mentions-legales"}
	return l
}
