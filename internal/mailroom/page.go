package mailroom

import (
	"context"
	"errors"
	"net/url"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/profile"
)

// Pages is what the mailroom asks of pages: see profile.Debts and profile.Store.
type Pages interface {
	profile.Debts
	Update(ctx context.Context, id string, edit func(*profile.Profile) error) (profile.Profile, error)
}

// PageBox holds the letters to owners about what was done to their page.
type PageBox struct {
	Site     Site
	Store    Pages
	Accounts interface {
		Get(ctx context.Context, id string) (account.Account, error)
	}
}

// Take implements Box.
func (b PageBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	pages, err := b.Store.Take(ctx, now, lease, 1, profile.OwesLetter)
	if err != nil || len(pages) == 0 {
		return nil, err
	}
	p := pages[0]
	var owed []Owed
	for _, d := range p.Owes.Leased(now, lease) {
		if d.Kind != profile.OwesLetter {
			continue
		}
		l, err := b.letter(ctx, &p, d)
		if errors.Is(err, fault.NotFound) { // nobody is left to tell
			err = b.sent(ctx, &p, d)
		} else if err == nil {
			owed = append(owed, b.owed(p, d, l))
		}
		if err != nil {
			return nil, err
		}
	}
	return owed, nil
}

func (b PageBox) owed(p profile.Profile, d debt.Debt, l mail.Letter) Owed {
	return Owed{Letter: l, Tries: d.Tries,
		Sent: func(ctx context.Context) error { return b.sent(ctx, &p, d) },
		Later: func(ctx context.Context, due time.Time) error {
			_, err := b.Store.Update(ctx, p.ID, func(p *profile.Profile) error { p.Owes.Delay(d.ID, due); return nil })
			if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
				return nil // the page went meanwhile, and its letters with it
			}
			return err
		}}
}

// sent clears a debt, of a page that may be gone.
func (b PageBox) sent(ctx context.Context, p *profile.Profile, d debt.Debt) error {
	return b.Store.Settle(ctx, []profile.Profile{{ID: p.ID, Owes: debt.Owes{d}}})
}

// letter writes one letter; fault.NotFound when nobody is left to read it.
func (b PageBox) letter(ctx context.Context, p *profile.Profile, d debt.Debt) (mail.Letter, error) {
	act, to, ok := p.ActOf(d.ID)
	if !ok || act.What == profile.TookDown || act.What == profile.Returned { // those are told by the case of the page
		return mail.Letter{}, fault.NotFound
	}
	a, err := b.Accounts.Get(ctx, to)
	if err != nil {
		return mail.Letter{}, err
	}
	by, err := b.Accounts.Get(ctx, act.By)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return mail.Letter{}, err
	}
	words := in(a.Language)
	l := words.page(done{act: act, name: p.Name, by: by.Name}, b.Site).letter(d.ID, mail.Address{Name: a.Name, Email: a.Email}, words)
	l.Quote, l.Action.URL = act.Reason, b.link(act.What, p.Slug)
	return l, nil
}

// link leads to what there is to do about an act.
func (b PageBox) link(what profile.Deed, slug string) string {
	page := b.Site.Base + "/fiches/" + url.PathEscape(slug)
	switch what {
	case profile.Reverted, profile.Unmarked:
		return page + "/historique"
	}
	return page
}

// done is what a letter about a page speaks of.
type done struct {
	act  profile.Act
	name string // of the page
	by   string // who did it; may be empty. Letters do not name moderators
}
