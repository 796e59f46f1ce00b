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
	to, tongue, err := b.mailbox(ctx, reader)
	if err != nil {
		return mail.Letter{}, err
	}
	var from mail.Address
	if m.Shown && d.Kind != message.OwesConfirmation {
		if from, _, err = b.mailbox(ctx, m.From); err != nil {
			return mail.Letter{}, err
		}
		from.Name = m.From.Name // as the reader knows them
	}
	link, words := b.Site.Base+"/messages/"+m.ID+"/"+reader.Sealed, in(tongue)
	tell := words.delivery(m, from.Email, b.Site)
	if d.Kind == message.OwesConfirmation {
		tell = words.question(m, b.Site)
	}
	l := tell.letter(d.ID, to, words)
	if d.Kind != message.OwesConfirmation { // who has confirmed nothing may be anybody: they are sent none of a stranger's words
		l.Quote = m.Text
	}
	l.ReplyTo, l.Action.URL = from, link
	for i, label := range tell.More {
		l.More = append(l.More, mail.Action{Label: label, URL: link + [...]string{"/bloquer", "/signaler"}[i]})
	}
	return l, nil
}

// mailbox is where somebody reads, and in which language; fault.NotFound.
func (b MessageBox) mailbox(ctx context.Context, p message.Party) (mail.Address, lang.Tag, error) {
	if p.Account == "" {
		return mail.Address{Email: p.Email}, lang.French, nil
	}
	a, err := b.Accounts.Get(ctx, p.Account)
	return mail.Address{Name: a.Name, Email: a.Email}, a.Language, err
}
