package smtp

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"strings"
	"unicode"

	gosmtp "github.com/wneessen/go-mail/smtp"

	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/mail/eml"
	"partant/internal/text"
)

// hand hands the letter over. Nil: the server has said that it has it.
func hand(client *gosmtp.Client, letter eml.Message) error {
	ascii := !strings.ContainsFunc(letter.From+letter.To, func(r rune) bool { return r > unicode.MaxASCII })
	if able, _ := client.Extension("SMTPUTF8"); !ascii && !able {
		return mail.Refused{Reason: "the mail server takes no addresses with accents"}
	}
	client.SkipSMTPUTF8(ascii) // what is asked for without need narrows the way of the letter
	if err := client.Mail("<" + letter.From + ">"); err != nil {
		return err
	}
	if err := client.Rcpt("<" + letter.To + ">"); err != nil {
		return err
	}
	data, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := data.Write(letter.Content); err != nil {
		return err // the connection is closed without another word: one more would end the letter here
	}
	return data.Close()
}

// leave says good-bye. That the server does not hear it, or is gone, changes nothing.
func leave(client *gosmtp.Client) {
	if client.UpdateDeadline(farewell) == nil {
		_ = client.Quit()
	}
}

// maxReason bounds what is told of an answer of the server, in bytes.
const maxReason = 200

// said is an error in one line, the answer of the server in it as it was put.
func said(err error) string {
	s := err.Error()
	if answer := (*textproto.Error)(nil); errors.As(err, &answer) {
		s = strings.Replace(s, answer.Error(), fmt.Sprint(answer.Code, " ", answer.Msg), 1)
	}
	if s = text.Line(s); len(s) > maxReason {
		s = strings.ToValidUTF8(s[:maxReason], "")
	}
	return s
}

// explain turns an error of handing a letter over into one of the port.
func (c *Carrier) explain(ctx context.Context, err error) error {
	var answer *textproto.Error
	switch {
	case errors.As(err, new(mail.Refused)):
		return err
	case errors.As(err, &answer) && answer.Code/100 == 5 && !ours(answer.Code):
		return mail.Refused{Reason: said(answer)}
	}
	return c.unavailable(ctx, err)
}

// ours reports whether an answer tells of our own configuration (RFC 4954: sign in first, not like this), which says
// nothing against the letter.
func ours(code int) bool { return code == 530 || code == 534 || code == 535 || code == 538 }

// unavailable is why the server does not have the letter, or why nobody knows.
func (c *Carrier) unavailable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("mail: %s: %w: %w", c.address, ctx.Err(), fault.Unavailable)
	}
	return fmt.Errorf("mail: %s: %s: %w", c.address, said(err), fault.Unavailable)
}
