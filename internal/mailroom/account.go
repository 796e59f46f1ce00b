package mailroom

import (
	"context"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/mail"
)

// Tickets is what the mailroom asks of accounts about tickets: see account.Tickets and account.Service.
type Tickets interface {
	DueTickets(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]account.Ticket, error)
	UpdateTicket(ctx context.Context, digest string, edit func(*account.Ticket) error) (account.Ticket, error)
	Get(ctx context.Context, id string) (account.Account, error)
}

// TicketSent notes that a letter has left: account.Service.Sent.
type TicketSent func(ctx context.Context, digest string, paid debt.Debt) error

// Site is what letters say of the site.
type Site struct {
	Name   string                 // « Partant Loiret »
	Base   string                 // « https://partant.example », without a final slash
	Moment func(time.Time) string // writes an instant in French, as pages do
}

// TicketBox holds the letters of codes and links.
type TicketBox struct {
	Site  Site
	Store Tickets
	Done  TicketSent
}

// Take implements Box.
func (b TicketBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	tickets, err := b.Store.DueTickets(ctx, now, lease, 1)
	if err != nil || len(tickets) == 0 {
		return nil, err
	}
	t := tickets[0]
	var reader account.Account
	if a, err := b.Store.Get(ctx, t.Account); t.Account != "" && err == nil {
		reader = a
	}
	var owed []Owed
	for _, d := range t.Owes {
		if t.Sealed == nil {
			return nil, b.Done(ctx, t.Digest, d) // it has nothing left to say
		}
		owed = append(owed, Owed{Letter: b.letter(t, d, reader), Tries: d.Tries, Until: t.Expires,
			Sent: func(ctx context.Context) error { return b.Done(ctx, t.Digest, d) },
			Later: func(ctx context.Context, due time.Time) error {
				_, err := b.Store.UpdateTicket(ctx, t.Digest, func(t *account.Ticket) error { t.Owes.Delay(d.ID, due); return nil })
				return err
			}})
	}
	return owed, nil
}

// letter writes the letter of a code to the account that it is for; to a zero one when there is none yet.
func (b TicketBox) letter(t account.Ticket, d debt.Debt, a account.Account) mail.Letter {
	e, words := errandOf(t), in(a.Language)
	l := words.ticket(e, b.Site).letter(d.ID, mail.Address{Name: a.Name, Email: t.Email}, words)
	l.Code = split(t.Sealed.Code)
	if e != toMove && e != toLeave {
		l.Action.URL = b.Site.Base + "/connexion/lien/" + t.Sealed.Link
	}
	return l
}

// split parts the digits of a code in two.
func split(code string) string { return code[:len(code)/2] + " " + code[len(code)/2:] }

// Accounts is what the mailroom asks of accounts: see account.Store.
type Accounts interface {
	TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]account.Account, error)
	Update(ctx context.Context, id string, edit func(*account.Account) error) (account.Account, error)
}

// NoticeBox holds the letters about what happened to an account.
type NoticeBox struct {
	Site  Site
	Store Accounts
}

// Take implements Box.
func (b NoticeBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	accounts, err := b.Store.TakeDue(ctx, now, lease, 1, account.OwesNotice)
	if err != nil || len(accounts) == 0 {
		return nil, err
	}
	a := accounts[0]
	var owed []Owed
	for _, d := range a.Owes.Leased(now, lease) {
		if d.Kind != account.OwesNotice {
			continue // the work of package leave
		}
		change := func(ctx context.Context, edit func(*account.Account)) error {
			_, err := b.Store.Update(ctx, a.ID, func(a *account.Account) error { edit(a); return nil })
			return err
		}
		owed = append(owed, Owed{Letter: b.letter(a, d), Tries: d.Tries,
			Sent: func(ctx context.Context) error {
				return change(ctx, func(a *account.Account) { a.Owes.Clear(d) })
			},
			Later: func(ctx context.Context, due time.Time) error {
				return change(ctx, func(a *account.Account) { a.Owes.Delay(d.ID, due) })
			}})
	}
	return owed, nil
}

func (b NoticeBox) letter(a account.Account, d debt.Debt) mail.Letter {
	line, _ := a.Line(d.ID)
	to := mail.Address{Name: a.Name, Email: a.Email}
	if line.Told != "" {
		to.Email = line.Told
	}
	words := in(a.Language)
	l := words.notice(line, b.Site).letter(d.ID, to, words)
	l.Quote = line.Reason
	switch line.What {
	case account.Lapsing, account.Lapsed:
		l.Action.URL = b.Site.Base + "/connexion"
	case account.LapsingShut:
		l.Action.URL = b.Site.Base + "/mentions-legales"
	case account.Suspended: // a statement of reasons (Digital Services Act, article 17): nobody can open the account to read more
		l.Action.URL = b.Site.Base + "/mentions-legales"
	case account.FactorsReset:
		l.Action.URL = b.Site.Base + "/compte/verification"
	default:
		l.Action.URL = b.Site.Base + "/compte"
	}
	return l
}
