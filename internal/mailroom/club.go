package mailroom

import (
	"context"
	"errors"
	"time"

	"partant/internal/club"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/mail"
)

// Invitations is what the mailroom asks of those whom clubs invite: see club.Debts.
type Invitations interface {
	DueMembers(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]club.Member, error)
}

// ClubBox holds the letters to those whom clubs invite. They read French: nobody has asked them.
type ClubBox struct {
	Site  Site
	Store Invitations
	// Named is the slug and the name of a club, and what an account is called; fault.NotFound when the club is gone, an empty name when the
	// account is.
	Named func(ctx context.Context, club, account string) (slug, name, by string, err error)
	Sent  func(ctx context.Context, member, owed string) error // club.Service.Sent
	Later func(ctx context.Context, member, owed string, due time.Time) error
}

// Take implements Box.
func (b ClubBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	for {
		due, err := b.Store.DueMembers(ctx, now, lease, 1, club.OwesLetter)
		if err != nil || len(due) == 0 {
			return nil, err
		}
		for _, d := range due[0].Owes.Leased(now, lease, club.OwesLetter) {
			o, some, err := b.owed(ctx, &due[0], d)
			if err != nil {
				return nil, err
			}
			if some {
				return []Owed{o}, nil
			}
		}
	}
}

// owed is the letter of an invitation. Not some: there is nobody to write to any more, and the debt is paid.
func (b ClubBox) owed(ctx context.Context, m *club.Member, d debt.Debt) (o Owed, some bool, err error) {
	member, email, secret, ok := m.ID, "", "", false
	if email, secret, ok = m.LetterOf(); !ok {
		return o, false, b.Sent(ctx, member, d.ID)
	}
	slug, name, by, err := b.Named(ctx, m.Club, m.By)
	if errors.Is(err, fault.NotFound) {
		return o, false, b.Sent(ctx, member, d.ID)
	}
	if err != nil {
		return o, false, err
	}
	words := french{}
	l := words.clubInvitation(name, by, b.Site).letter(d.ID, mail.Address{Email: email}, words)
	l.Action.URL = b.Site.Base + "/clubs/" + slug + "/invitation/" + member + "/" + secret
	return Owed{Letter: l, Tries: d.Tries, Until: m.Expires,
		Sent:  func(ctx context.Context) error { return b.Sent(ctx, member, d.ID) },
		Later: func(ctx context.Context, due time.Time) error { return b.Later(ctx, member, d.ID, due) }}, true, nil
}

// clubInvitation speaks to who is invited into a club.
func (french) clubInvitation(name, by string, s Site) said {
	who := "Le bureau du club"
	if by != "" {
		who = by
	}
	return said{Subject: "Vous êtes invité à rejoindre « " + name + " »", Do: "Voir l'invitation",
		Before: []string{who + " vous invite parmi les membres de « " + name + " » sur " + s.Name + "."},
		After: []string{"Le lien permet d'accepter ou de refuser ; rien ne se passe tant que vous n'avez pas dit oui. L'invitation vaut quatorze jours.",
			"Vous n'attendiez rien ? Ne faites rien : elle s'efface d'elle-même, et votre adresse avec elle. Si vous refusez, ce club ne pourra plus vous écrire ainsi pendant trois mois."}}
}
