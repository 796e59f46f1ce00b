package eml

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	netmail "net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"partant/internal/mail"
	"partant/internal/text"
)

// box is a mailbox that was found right: a local part without quotes, a domain in ASCII.
type box struct{ name, local, domain string }

// String is the bare address.
func (b box) String() string { return b.local + "@" + b.domain }

// header is the address as the header has it.
func (b box) header() *netmail.Address { return &netmail.Address{Name: b.name, Address: b.String()} }

// maxAddress is the longest address that fits into an envelope (RFC 5321).
const maxAddress = 254

// domains writes names of domains with accents the way the mail knows them, and refuses what is no name.
var domains = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.CheckHyphens(false), idna.VerifyDNSLength(true))

// address checks a mailbox. mail.Refused: nothing can ever be delivered there.
func address(a mail.Address) (box, error) {
	refused := mail.Refused{Reason: fmt.Sprintf("%.60q is no e-mail address", a.Email)}
	parsed, err := netmail.ParseAddress(a.Email)
	if err != nil || parsed.Address != a.Email { // a name beside it, or a local part in quotes
		return box{}, refused
	}
	at := strings.LastIndexByte(a.Email, '@')
	local := a.Email[:at]
	domain, err := domains.ToASCII(a.Email[at+1:])
	if err != nil || strings.ContainsFunc(a.Email, notInBoxes) || strings.Contains(local, encoded) || len(local)+1+len(domain) > maxAddress {
		return box{}, refused
	}
	return box{name: line(a.Name), local: local, domain: domain}, nil
}

// notInBoxes reports what of foreign writing net/mail lets pass: signs and spaces. Letters may have accents (RFC 6531).
func notInBoxes(r rune) bool {
	return r > unicode.MaxASCII && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
}

// maxLine is how much of a name or a subject is worth reading, in characters.
const maxLine = 200

// encoded begins an encoded word (RFC 2047), which readers show as something else.
const encoded = "=?"

// line makes one line of what was typed, shown as it was typed.
func line(s string) string {
	return text.Cut(strings.ReplaceAll(text.Line(s), encoded, "= ?"), maxLine)
}

// maxName bounds the part of an ID that is kept as it is.
const maxName = 64

// Name returns the ID of a letter in the characters that a Message-ID and the name of a file may both have: the same for
// the same ID, another for another.
func Name(id string) string {
	plain := strings.Map(plainly, id)
	if plain == id && id != "" && len(id) <= maxName {
		return id
	}
	digest := sha256.Sum256([]byte(id))
	return plain[:min(len(plain), maxName/2)] + "+" + hex.EncodeToString(digest[:16])
}

// plainly keeps what is alike in every file system.
func plainly(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
		return r
	}
	return '_'
}
