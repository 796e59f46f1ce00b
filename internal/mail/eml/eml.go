// Package eml writes letters the way the post takes them: whole messages of RFC 5322, with a text, an HTML page when there
// is one, and a signature (DKIM) when there is a key.
package eml

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/mail"
)

// Config says who writes.
type Config struct {
	From mail.Address
	Now  clock.Clock
	DKIM DKIM
}

// Writer writes messages. Safe for concurrent use.
type Writer struct {
	from box
	now  clock.Clock
	sign signature
}

// Message is a letter as it travels: the two addresses of its envelope, and all its bytes, with lines that end in CR LF.
type Message struct {
	From, To string
	Content  []byte
}

// New returns a Writer. fault.Invalid: nobody can write from this address, or the key is none.
func New(cfg Config) (*Writer, error) {
	from, err := address(cfg.From)
	if err != nil {
		return nil, fmt.Errorf("mail: the sender %.60q is no e-mail address: %w", cfg.From.Email, fault.Invalid)
	}
	sign, err := cfg.DKIM.open(from.domain, cfg.Now)
	if err != nil {
		return nil, err
	}
	return &Writer{from: from, now: cfg.Now, sign: sign}, nil
}

// Domain is the domain of the sender.
func (w *Writer) Domain() string { return w.from.domain }

// Write writes m. Its Message-ID is made of the ID of the letter and the domain of the sender alone, so that a letter that
// is tried again can be known for the same. What was typed in names and in the subject never makes another line of the
// header. mail.Refused: an address, or the URL of Unsubscribe, can never be right.
func (w *Writer) Write(m mail.Message) (Message, error) {
	to, err := address(m.To)
	if err != nil {
		return Message{}, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := w.head(msg, m.Letter); err != nil {
		return Message{}, err
	}
	msg.FromMailAddress(w.from.header())
	msg.ToMailAddress(to.header())
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	if a := m.Attached; a.Name != "" {
		if err := msg.AttachReader(a.Name, strings.NewReader(a.Text), gomail.WithFileContentType(gomail.ContentType(a.Type)), gomail.WithFileEncoding(gomail.EncodingB64)); err != nil {
			return Message{}, fmt.Errorf("mail: attaching to letter %.60q: %w", m.ID, err)
		}
	}
	if p := m.Shown; p.Name != "" && m.HTML != "" {
		if err := msg.EmbedReader(p.Name, bytes.NewReader(p.Data), gomail.WithFileContentType(gomail.ContentType(p.Type)), gomail.WithFileContentID(p.Name)); err != nil {
			return Message{}, fmt.Errorf("mail: adding a picture to letter %.60q: %w", m.ID, err)
		}
	}
	w.sign.on(msg, m.Unsubscribe != "")
	var content bytes.Buffer
	if _, err := msg.WriteTo(&content); err != nil {
		return Message{}, fmt.Errorf("mail: writing letter %.60q: %w", m.ID, err)
	}
	return Message{From: w.from.String(), To: to.String(), Content: content.Bytes()}, nil
}

// head writes the header, less the sender and who it is for.
func (w *Writer) head(msg *gomail.Msg, l mail.Letter) error {
	if l.ID == "" {
		return mail.Refused{Reason: "the letter has no ID"}
	}
	if l.ReplyTo.Email != "" {
		answers, err := address(l.ReplyTo)
		if err != nil {
			return err
		}
		msg.ReplyToMailAddress(answers.header())
	}
	msg.Subject(line(l.Subject))
	msg.SetDateWithValue(w.now())
	msg.SetMessageIDWithValue(Name(l.ID) + "@" + w.from.domain)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nothing that answers by itself is to answer
	if l.Thread != "" {
		thread := "<" + Name(l.Thread) + "@" + w.from.domain + ">"
		msg.SetGenHeader(gomail.HeaderInReplyTo, thread)
		msg.SetGenHeader(gomail.HeaderReferences, thread)
	}
	if l.List != "" {
		msg.SetGenHeader("List-ID", "<"+Name(l.List)+"."+w.from.domain+">") // RFC 2919
	}
	return unsubscribe(msg, l.Unsubscribe)
}

// maxURL keeps the line of List-Unsubscribe, which cannot be folded, below the 998 bytes that servers take.
const maxURL = 900

// unsubscribe offers to end letters of this kind: with one click (RFC 8058), which needs https, or by opening the page.
func unsubscribe(msg *gomail.Msg, link string) error {
	if link == "" {
		return nil
	}
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || len(u.String()) > maxURL || strings.ContainsFunc(u.String(), notInLinks) {
		return mail.Refused{Reason: fmt.Sprintf("%.60q is no URL to unsubscribe at", link)}
	}
	switch u.Scheme {
	case "https":
		return msg.SetListUnsubscribeOneClick(u.String())
	case "http":
		msg.SetListUnsubscribe(u.String())
		return nil
	}
	return mail.Refused{Reason: fmt.Sprintf("%.60q is no URL to unsubscribe at", link)}
}

// notInLinks reports what cannot stand between the angle brackets of a header.
func notInLinks(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' }
