package mailroom

import (
	"context"
	"errors"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/message"
)

// Messages is what the mailroom asks of letters between people: see message.Store.
type Messages interface {
	DueMessages(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]message.Message, error)
	UpdateMessage(ctx context.Context, id string, edit func(*message.Message) error) (message.Message, error)
}

// MessageBox holds what people write to each other, and the question whether a visitor's address is theirs.
type MessageBox struct {
	Site     Site
	Store    Messages
	Accounts interface {
		Get(ctx context.Context, id string) (account.Account, error)
	}
	Done func(ctx context.Context, message string, paid debt.Debt) error // message.Service.Sent
}

// Take implements Box.
func (b MessageBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	messages, err := b.Store.DueMessages(ctx, now, lease, 1)
	if err != nil || len(messages) == 0 {
		return nil, err
	}
	m := messages[0]
	var owed []Owed
	for _, d := range m.Owes.Leased(now, lease) {
		l, err := b.letter(ctx, m, d)
		if errors.Is(err, fault.NotFound) { // nobody is there any more
			err = b.Done(ctx, m.ID, d)
		} else if err == nil {
			owed = append(owed, b.owed(m, d, l))
		}
		if err != nil {
			return nil, err
		}
	}
	return owed, nil
}

func (b MessageBox) owed(m message.Message, d debt.Debt, l mail.Letter) Owed {
	return Owed{Letter: l, Tries: d.Tries, Until: m.Expires,
		Sent: func(ctx context.Context) error { return b.Done(ctx, m.ID, d) },
		Later: func(ctx context.Context, due time.Time) error {
			_, err := b.Store.UpdateMessage(ctx, m.ID, func(m *message.Message) error { m.Owes.Delay(d.ID, due); return nil })
			return err
		}}
}

// letter writes the letter of a debt; fault.NotFound when nobody is to get it any more.
func (b MessageBox) letter(ctx context.Context, m message.Message, d debt.Debt) (mail.Letter, error) {
	reader, known := m.Reader(d.ID)
	if !known || reader.Sealed == "" {
		return mail.Letter{}, fault.NotFound
	}
	to, err := b.mailbox(ctx, reader)
	if err != nil {
		return mail.Letter{}, err
	}
	l := mail.Letter{ID: d.ID, To: to, Opening: greeting(to.Name), Quote: m.Text}
	link := b.Site.Base + "/messages/" + m.ID + "/" + reader.Sealed
	if d.Kind == message.OwesConfirmation {
		return b.question(l, m, link), nil
	}
	if m.Shown {
		from, err := b.mailbox(ctx, m.From)
		if err != nil {
			return mail.Letter{}, err
		}
		l.ReplyTo = mail.Address{Name: m.From.Name, Email: from.Email}
	}
	return b.delivery(l, m, link), nil
}

func (b MessageBox) mailbox(ctx context.Context, p message.Party) (mail.Address, error) {
	if p.Account == "" {
		return mail.Address{Email: p.Email}, nil
	}
	a, err := b.Accounts.Get(ctx, p.Account)
	return mail.Address{Name: a.Name, Email: a.Email}, err
}

// question asks a visitor whether they wrote.
func (b MessageBox) question(l mail.Letter, m message.Message, link string) mail.Letter {
	l.Subject = "Confirmez votre lettre à " + m.Page.Name
	l.Before = []string{"Vous avez écrit à « " + m.Page.Name + " » sur " + b.Site.Name + ". Votre lettre attend : elle part dès que vous confirmez que cette adresse est la vôtre. Votre adresse ne sera pas montrée."}
	l.Action = mail.Action{Label: "Envoyer ma lettre", URL: link}
	l.After = []string{"Sans réponse de votre part, la lettre est effacée dans deux jours. Vous n'avez rien écrit ? Ne faites rien."}
	return l
}

// delivery brings what somebody wrote.
func (b MessageBox) delivery(l mail.Letter, m message.Message, link string) mail.Letter {
	l.Subject = m.From.Name + " vous écrit : " + m.Subject
	first := m.From.Name + " a écrit à votre page « " + m.Page.Name + " » sur " + b.Site.Name + ". Objet : " + m.Subject
	if m.Answers != "" {
		l.Subject = m.From.Name + " vous répond : " + m.Subject
		first = m.From.Name + " vous répond, par " + b.Site.Name + ". Objet : " + m.Subject
	}
	l.Before = []string{first}
	l.Action = mail.Action{Label: "Répondre", URL: link}
	if m.Shown {
		l.After = []string{m.From.Name + " vous montre son adresse : " + l.ReplyTo.Email + ". Répondez-lui directement, ou par le site."}
	} else {
		l.After = []string{"Cette lettre passe par le site, qui ne montre l'adresse de personne sans son accord. Répondre à cet e-mail n'arrive à personne : ouvrez le lien."}
	}
	l.After = append(l.After, "Elle vient de quelqu'un que nous ne connaissons pas forcément : n'envoyez ni mot de passe ni argent sur sa seule parole.")
	l.More = []mail.Action{
		{Label: "Ne plus recevoir de lettres de cette personne", URL: link + "/bloquer"},
		{Label: "Signaler cette lettre", URL: link + "/signaler"},
	}
	return l
}
