// Package totp checks the six digits that an application on a phone shows for half a minute (RFC 6238).
package totp

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"partant/internal/fault"
)

const (
	period    = 30 // seconds that a step lasts
	skew      = 1  // steps that the clock of a phone may be early or late
	digits    = 6
	secretLen = 20 // bytes: 160 bits, what RFC 4226 advises
	mostTyped = 64 // bytes that are looked at: more is not somebody typing
)

// Applications on phones understand these and little else.
var (
	options  = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
	encoding = base32.StdEncoding.WithPadding(base32.NoPadding)
)

// Codes checks the codes of one site. Safe for concurrent use.
type Codes struct{ issuer string }

// New returns Codes under the name that the application shows beside the digits, such as "Partant Loiret".
func New(issuer string) *Codes { return &Codes{plain(issuer)} }

// Secret returns 160 random bits in base32, 32 characters: what the site and one application share.
func (c *Codes) Secret() string {
	b := make([]byte, secretLen)
	rand.Read(b) // never fails: crypto/rand ends the process instead
	return encoding.EncodeToString(b)
}

// URL returns the otpauth:// address that an application reads from a QR code. Account is what the application shows
// under the name of the site, most often an e-mail. fault.Invalid when there is no account, or secret is not one.
func (c *Codes) URL(secret, account string) (string, error) {
	raw, err := encoding.DecodeString(secret)
	if err != nil {
		return "", fmt.Errorf("secret of a one-time code: %w: %w", fault.Invalid, err)
	}
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: c.issuer, AccountName: plain(account), Secret: raw, Period: period, Digits: options.Digits, Algorithm: options.Algorithm,
	})
	if err != nil {
		return "", fmt.Errorf("address of a one-time code: %w: %w", fault.Invalid, err)
	}
	return key.URL(), nil
}

// plain leaves out the colon, which ends the name of the site in an address.
func plain(name string) string { return strings.TrimSpace(strings.ReplaceAll(name, ":", " ")) }

// Check reports whether typed is the code of the secret at an instant, or of the half minute before or after it, and
// which step it belongs to. A code that was used, or is older than one, is refused: last is the step of the last code
// that was right, 0 at first, and whoever calls keeps the new one in the same write that lets the person in.
func (c *Codes) Check(secret, typed string, now time.Time, last int64) (step int64, ok bool) {
	code, ok := sixDigits(typed)
	if !ok {
		return 0, false
	}
	// All steps are looked at, whatever comes of the first: the time taken says nothing. Should two have the same
	// code, the later one counts, so that it is not good for another half minute.
	found := int64(-1)
	for s := floor(now) - skew; s <= floor(now)+skew; s++ {
		if s >= 0 && s > last && same(secret, s, code) {
			found = s
		}
	}
	return max(found, 0), found >= 0
}

// floor returns the step that an instant is in.
func floor(now time.Time) int64 { return now.Unix() / period }

// same compares in constant time. A secret that is none has no code.
func same(secret string, step int64, code string) bool {
	want, err := hotp.GenerateCodeCustom(secret, uint64(step), options)
	return err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1
}

// sixDigits returns what was typed without its spaces, those that do not break included: applications show « 123 456 ».
func sixDigits(typed string) (string, bool) {
	if len(typed) > mostTyped {
		return "", false
	}
	code := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, typed)
	return code, len(code) == digits && strings.Trim(code, "0123456789") == ""
}
