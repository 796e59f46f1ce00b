package app

import (
	"context"
	"errors"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/message"
	"partant/internal/profile"
	"partant/internal/text"
)

// readers is the message.Pages that asks profiles.
type readers struct {
	profiles *profile.Service
	accounts account.Store
}

// Readers implements message.Pages. The owners come first; the address of the page follows.
func (r readers) Readers(ctx context.Context, slug string) (message.Page, []message.Reader, error) {
	p, who, err := r.profiles.ReadersOf(ctx, slug)
	if err != nil {
		return message.Page{}, nil, err
	}
	var all []message.Reader
	mailbox := text.Fold(who.Mailbox)
	for _, id := range who.Accounts {
		a, err := r.accounts.Get(ctx, id)
		if errors.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return message.Page{}, nil, err
		}
		all = append(all, message.Reader{Party: message.Party{Account: id}, Wants: message.Wish(a.Letters)})
		if text.Fold(a.Email) == mailbox {
			mailbox = "" // one letter is enough
		}
	}
	if mailbox != "" {
		all = append(all, message.Reader{Party: message.Party{Email: who.Mailbox}})
	}
	return message.Page{ID: p.ID, Slug: p.Slug, Name: p.Name}, all, nil
}

// writers is the message.People that asks accounts.
type writers struct{ accounts account.Store }

// Address implements message.People. Somebody who is suspended may not write as a visitor either.
func (w writers) Address(ctx context.Context, id, email string) (string, error) {
	var a account.Account
	var err error
	if id != "" {
		a, err = w.accounts.Get(ctx, id)
	} else if a, err = w.accounts.ByEmail(ctx, email); errors.Is(err, fault.NotFound) {
		return email, nil
	}
	switch {
	case err != nil:
		return "", err
	case a.Suspended != nil:
		return "", fault.Forbidden
	case id == "":
		return email, nil
	}
	return a.Email, nil
}
