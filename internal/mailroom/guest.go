package mailroom

import (
	"context"
	"time"

	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/mail"
)

// Guests is what the mailroom asks of the answers of those who have no account: see comment.Debts.
type Guests interface {
	TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]comment.Comment, error)
}

// GuestBox holds the letters to those who answered without account: the question whether the address is theirs, and what a
// moderator decided. They read French: nobody has asked them.
type GuestBox struct {
	Site  Site
	Store Guests
	Done  func(ctx context.Context, answer string, paid debt.Debt) error // comment.Service.Sent
	Later func(ctx context.Context, answer string, tried debt.Debt, due time.Time) error
}

// Take implements Box.
func (b GuestBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	due, err := b.Store.TakeDue(ctx, now, lease, 1, comment.OwesLetter)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	c := due[0]
	var owed []Owed
	for _, d := range c.Owes.Leased(now, lease, comment.OwesLetter) {
		if c.Guest == nil || c.Guest.Email == "" { // nobody is to be told any more
			if err := b.Done(ctx, c.ID, d); err != nil {
				return nil, err
			}
			continue
		}
		owed = append(owed, Owed{Letter: b.letter(c, d), Tries: d.Tries,
			Sent:  func(ctx context.Context) error { return b.Done(ctx, c.ID, d) },
			Later: func(ctx context.Context, due time.Time) error { return b.Later(ctx, c.ID, d, due) }})
	}
	return owed, nil
}

func (b GuestBox) letter(c comment.Comment, d debt.Debt) mail.Letter {
	words, link := french{}, b.Site.Base+"/sans-compte/"+c.ID+"/"+c.Guest.Sealed
	l := words.guest(c.Guest.State, b.Site).letter(d.ID, mail.Address{Email: c.Guest.Email}, words)
	l.Action.URL = link
	switch c.Guest.State {
	case comment.Refused:
		l.Quote, l.Action.URL = c.Guest.Reason, b.Site.Base+"/mentions-legales"
	case comment.Published:
		l.Action.URL = b.Site.Base + "/reponses/" + c.ID
		l.More = []mail.Action{{Label: "Retirer ma réponse", URL: link}}
	}
	return l
}

// guest says to somebody without account how far their answer has come. Who has confirmed nothing may be anybody: they are
// sent none of a stranger's words, not even a name.
func (french) guest(state comment.State, s Site) said {
	switch state {
	case comment.Published:
		return said{Subject: "Votre réponse est publiée", Do: "Lire ma réponse",
			Before: []string{"Un modérateur de " + s.Name + " a lu la réponse que vous avez écrite sans compte : elle est publiée, avec votre nom et sans votre adresse."},
			After: []string{"Gardez cette lettre : le second lien retire votre réponse quand vous le voulez. Nous effaçons maintenant votre adresse ; il n'en reste qu'une empreinte, " +
				"qui vous rendra cette réponse si vous ouvrez un compte avec elle."}}
	case comment.Refused:
		return said{Subject: "Votre réponse n'est pas publiée", Do: "Mentions légales",
			Before: []string{"Un modérateur de " + s.Name + " a lu la réponse que vous avez écrite sans compte, et ne l'a pas publiée. C'est une personne qui a décidé, non un programme. Elle vous dit :"},
			After:  []string{"Votre réponse et votre adresse sont effacées. Vous n'êtes pas d'accord ? Écrivez à l'équipe du site, dont l'adresse est dans les mentions légales : une autre personne relira."}}
	}
	return said{Subject: "Confirmez votre réponse", Do: "Voir ma réponse et la confirmer",
		Before: []string{"Quelqu'un a écrit une réponse sur " + s.Name + " en donnant cette adresse. Si c'est vous, confirmez-la : un modérateur la lira, puis elle sera publiée avec votre nom. Votre adresse ne sera jamais montrée."},
		After:  []string{"Sans confirmation, tout est effacé dans deux jours. Vous n'avez rien écrit ? Ne faites rien."}}
}
