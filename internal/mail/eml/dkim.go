package eml

import (
	"crypto"
	"fmt"

	gomail "github.com/wneessen/go-mail"

	"partant/internal/clock"
	"partant/internal/fault"
)

// DKIM says how letters are signed for the domain of their sender. The zero value: they are not.
type DKIM struct {
	Selector string // the public key stands in the DNS under selector._domainkey.domain
	Key      []byte // private, RSA or Ed25519, in PEM
}

// signature makes the line DKIM-Signature.
type signature struct {
	domain, selector string
	key              crypto.Signer // nil: nothing is signed
	now              clock.Clock
}

// maxTag is the longest tag that the library does not break in the middle, which makes its signature wrong.
const maxTag = 75 - len("d=; ")

// open reads the key. fault.Invalid: it is none, or the selector is missing or too long.
func (d DKIM) open(domain string, now clock.Clock) (signature, error) {
	if d.Selector == "" && len(d.Key) == 0 {
		return signature{}, nil
	}
	key, err := gomail.PrivKeyFromPEM(d.Key)
	if err != nil {
		return signature{}, fmt.Errorf("mail: the DKIM key is no private key in PEM, RSA or Ed25519: %w", fault.Invalid)
	}
	selector, err := domains.ToASCII(d.Selector)
	if err != nil || len(selector) > maxTag || len(domain) > maxTag {
		return signature{}, fmt.Errorf("mail: DKIM needs a selector, such as « partant », not %.60q, and a domain of at most %d characters: %w",
			d.Selector, maxTag, fault.Invalid)
	}
	return signature{domain: domain, selector: selector, key: key, now: now}, nil
}

// on asks for the signature of msg. Which lines of the header it covers depends on the letter: those of an unsubscription
// must be among them (RFC 8058), and the list may not be longer than maxTag.
func (s signature) on(msg *gomail.Msg, unsubscribe bool) {
	if s.key == nil {
		return
	}
	signer := gomail.NewDKIMSigner(s.domain, s.selector, s.key) // one for each letter: it is not safe for concurrent use
	signer.NowFunc = s.now
	signer.SignHeaders("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")
	if unsubscribe {
		signer.SignHeaders("From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post")
	}
	msg.SetDKIM(signer)
}
