package mailroom

import (
	"context"
	"net/url"
	"time"

	"partant/internal/claim"
	"partant/internal/mail"
)

// Claims is what the mailroom asks of claims: see claim.Service.
type Claims interface {
	Letters(ctx context.Context, now time.Time, lease time.Duration) (letters []claim.Letter, some bool, err error)
	Sent(ctx context.Context, l claim.Letter) error
	Later(ctx context.Context, l claim.Letter, due time.Time) error
}

// ClaimBox holds the letters about who answers for a page.
type ClaimBox struct {
	Site   Site
	Claims Claims
}

// Take implements Box.
func (b ClaimBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	for {
		letters, some, err := b.Claims.Letters(ctx, now, lease)
		if err != nil || !some {
			return nil, err
		}
		owed, err := b.owed(ctx, letters)
		if err != nil || len(owed) > 0 {
			return owed, err
		}
	}
}

// owed writes letters; those that nobody is left to read are done.
func (b ClaimBox) owed(ctx context.Context, letters []claim.Letter) (owed []Owed, err error) {
	for _, l := range letters {
		if l.To == "" {
			if err := b.Claims.Sent(ctx, l); err != nil {
				return nil, err
			}
			continue
		}
		o := Owed{Letter: b.letter(l), Tries: l.Debt.Tries,
			Sent:  func(ctx context.Context) error { return b.Claims.Sent(ctx, l) },
			Later: func(ctx context.Context, due time.Time) error { return b.Claims.Later(ctx, l, due) }}
		if l.What == claim.TellCode {
			o.Until = l.Claim.Mail.Expires
		}
		owed = append(owed, o)
	}
	return owed, nil
}

func (b ClaimBox) letter(l claim.Letter) mail.Letter {
	words := in(l.Language)
	m := words.claim(l, b.Site).letter(l.Debt.ID, mail.Address{Name: l.Called, Email: l.To}, words)
	m.Action.URL = b.link(l)
	switch l.What {
	case claim.TellCode:
		m.Code = split(l.Claim.Mail.Sealed)
	case claim.TellRefused:
		m.Quote = l.Claim.Reason
	case claim.TellGranted, claim.TellShared, claim.TellReplaced, claim.TellKept:
		m.Quote = l.Claim.Ground()
	}
	return m
}

// link leads to what a letter is about.
func (b ClaimBox) link(l claim.Letter) string {
	page := b.Site.Base + "/fiches/" + url.PathEscape(l.Slug)
	switch l.What {
	case claim.TellCode:
		return "" // the code is all that there is to give
	case claim.TellInvited:
		if l.Claim.Means != claim.ByHandOver {
			return b.Site.Base + "/invitations/" + l.Claim.Mail.Sealed
		}
	case claim.TellGranted:
		return page
	case claim.TellRefused, claim.TellReplaced:
		return page + "/revendiquer"
	case claim.TellDisputed:
		return b.Site.Base + "/revendications/" + l.Claim.ID
	}
	return page + "/equipe"
}
