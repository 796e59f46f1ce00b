package app

import (
	"context"
	"errors"
	"net/url"

	"partant/internal/clock"
	"partant/internal/config"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/mail"
	"partant/internal/mail/eml"
	"partant/internal/mail/outbox"
	"partant/internal/mail/smtp"
)

// openPost opens the post that the configuration names: a mail server, or a folder. Neither need be there yet.
// fault.Invalid when the sender or the key can never be right.
func openPost(cfg config.Config, now clock.Clock) (mail.Carrier, error) {
	from, err := cfg.Sender()
	if err != nil {
		return nil, err
	}
	writer, err := eml.New(eml.Config{From: mail.Address{Name: from.Name, Email: from.Address}, Now: now,
		DKIM: eml.DKIM{Selector: cfg.DKIMSelector, Key: []byte(cfg.DKIMKey)}})
	if err != nil {
		return nil, err
	}
	if dir, yes := cfg.Outbox(); yes {
		return outbox.Open(dir, writer), nil
	}
	return smtp.Open(smtp.Config{URL: cfg.SMTP}, writer)
}

// examineMail says where letters go. It sends nothing.
func examineMail(cfg config.Config) Finding {
	if _, err := openPost(cfg, clock.System); err != nil {
		return bad("Letters cannot be written: %s", plain(err))
	}
	dir, only := cfg.Outbox()
	from, _ := cfg.Sender() // openPost has seen it
	switch {
	case only:
		return advice("There is no mail server (PARTANT_SMTP): letters are only written to the folder %s, and nobody gets them.", dir)
	case cfg.DKIMSelector == "":
		return well("Letters go out through %s, from %s; 'partant doctor --mail you@example.org' sends one.", mailServer(cfg), from.Address)
	}
	return well("Letters go out through %s, from %s, signed (DKIM); 'partant doctor --mail you@example.org' sends one.", mailServer(cfg), from.Address)
}

// mailServer is the mail server of a configuration that has one, without its password.
func mailServer(cfg config.Config) string {
	u, err := url.Parse(cfg.SMTP)
	if err != nil {
		return "the mail server" // it would not have been opened
	}
	return u.Host
}

// TryMail sends one letter, now, to an address that somebody of the house reads, and says what became of it.
func TryMail(ctx context.Context, cfg config.Config, to string) Finding {
	if err := cfg.Check(); err != nil {
		return bad("No letter was sent, since a setting is wrong.")
	}
	post, err := openPost(cfg, clock.System)
	if err != nil {
		return bad("No letter was sent: %s", plain(err))
	}
	m := testLetter(cfg, to)
	err = post.Carry(ctx, m)
	dir, only := cfg.Outbox()
	var refused mail.Refused
	switch {
	case errors.As(err, &refused):
		return bad("The letter to %.100q was refused, and would be refused again: %s", to, refused.Reason)
	case only && errors.Is(err, fault.Full):
		return bad("The letter cannot be written to %s: the disk is full.", dir)
	case only && err != nil:
		return bad("The letter cannot be written: %s", plain(err))
	case err != nil:
		return bad("The letter could not be handed over; a real one would be tried again: %s", plain(err))
	case only:
		return advice("The letter was written to %s; without a mail server (PARTANT_SMTP) nobody gets it.", outbox.Path(dir, m.ID))
	}
	from, _ := cfg.Sender() // openPost has seen it
	return well("The mail server %s took a letter from %s to %s: look for it, among the unwanted ones too.", mailServer(cfg), from.Address, to)
}

// testLetter is another one each time.
func testLetter(cfg config.Config, to string) mail.Message {
	site := ""
	if base, err := cfg.Base(); err == nil {
		site = base.String()
	}
	l := mail.Letter{
		ID: "essai-" + id.New(), To: mail.Address{Email: to}, Subject: "Essai d'envoi de Partant", Opening: "Bonjour,",
		Before: []string{
			"Cette lettre a été demandée par la personne qui s'occupe du site " + site + ". Si vous la lisez, les lettres du site arrivent.",
			"Vous n'avez rien à faire.",
		},
	}
	return mail.Message{Letter: l, Text: l.Text()}
}
