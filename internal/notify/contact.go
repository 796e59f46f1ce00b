package notify

import (
	"context"
	"errors"
	"time"

	"partant/internal/contact"
	"partant/internal/debt"
	"partant/internal/fault"
)

// Contacts says who members are to each other: see contact.People.
type Contacts interface {
	Person(ctx context.Context, account string) (contact.Person, error)
}

// ContactBox tells members that somebody offers to exchange how they are reached, and that somebody agreed.
type ContactBox struct {
	All    contact.Debts
	People Contacts
}

// DueNotices implements Due.
func (b ContactBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.All.DueExchanges(ctx, now, lease, limit, contact.Notices...)
	if err != nil {
		return nil, err
	}
	for i := range due {
		for _, d := range due[i].Owes.Leased(now, lease, contact.Notices...) {
			n, err := b.notice(ctx, &due[i], d)
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, nil
}

// notice is what one of two is told. Who acted is named by their page when they gave it.
func (b ContactBox) notice(ctx context.Context, e *contact.Exchange, d debt.Debt) (Notice, error) {
	told, acted, kind, stands := &e.To, &e.From, Offered, e.State == contact.Offered
	if d.Kind == contact.OwesAgreed {
		told, acted, kind, stands = &e.From, &e.To, Exchanged, e.State == contact.Agreed
	}
	n := Notice{Of: e.ID, Debt: d, To: []string{told.Account}, Kind: kind, Page: acted.Gives.Page, At: e.At(), Thing: Thing{Kind: AboutContact, ID: e.ID, Title: contactsTitle},
		Dropped: !stands || acted.Account == "" || !told.Gone.IsZero() || !acted.Gone.IsZero()}
	_, err := b.People.Person(ctx, acted.Account)
	if errors.Is(err, fault.NotFound) {
		n.Dropped, err = true, nil
	}
	return n, err
}

// contactsTitle is where one reads of all of them.
const contactsTitle = "Mes contacts"

// Told implements Due.
func (b ContactBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.All.SettleExchange(ctx, of, paid)
}
