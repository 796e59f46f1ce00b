package mailtest

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
)

// Received is a letter that arrived.
type Received struct {
	From, To   string // bare addresses: of the envelope, or of the header where there is none
	Header     netmail.Header
	Subject    string // decoded
	Text, HTML string // decoded, their lines ended by \n; HTML is empty when there is none
	Calendar   string // the entry that comes with it, and what it is for
	Method     string
	Picture    []byte // what its HTML shows, and the name that it is shown by
	PictureID  string
	TLS        bool // it came over TLS
	Raw        []byte
	Wrong      error // why Raw cannot be read: nil for every sound letter
}

// ID is its Message-ID.
func (r Received) ID() string { return r.Header.Get("Message-Id") }

// Parse reads a message.
func Parse(raw []byte) Received {
	r := Received{Raw: raw}
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		r.Wrong = err
		return r
	}
	r.Header = msg.Header
	subject, err := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
	from, fromErr := msg.Header.AddressList("From")
	to, toErr := msg.Header.AddressList("To")
	if err := errors.Join(err, fromErr, toErr); err != nil {
		r.Wrong = err
		return r
	}
	r.Subject, r.From, r.To = subject, from[0].Address, to[0].Address
	r.Wrong = r.body(msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), msg.Body)
	return r
}

// body reads a part, and the parts that it is made of.
func (r *Received) body(kind, encoding string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(kind)
	if err != nil {
		return err
	}
	if kind == "multipart/alternative" || kind == "multipart/mixed" || kind == "multipart/related" {
		return r.parts(multipart.NewReader(body, params["boundary"]))
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	b, err := io.ReadAll(body)
	if strings.HasPrefix(kind, "image/") {
		r.Picture = b
		return err
	}
	plain := strings.ReplaceAll(string(b), "\r\n", "\n")
	switch {
	case err != nil || !strings.EqualFold(params["charset"], "utf-8"):
		return errors.Join(err, errors.New("the letter is not in UTF-8"))
	case kind == "text/html":
		r.HTML = plain
	case kind == "text/calendar":
		r.Calendar, r.Method = string(b), params["method"]
	default:
		r.Text = plain
	}
	return nil
}

func (r *Received) parts(parts *multipart.Reader) error {
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if name := part.Header.Get("Content-ID"); name != "" {
			r.PictureID = strings.Trim(name, "<>")
		}
		if err := r.body(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part); err != nil {
			return err
		}
	}
}
