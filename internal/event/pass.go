package event

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"partant/internal/fault"
)

// passLetters are those of the codes of passes: none looks like another (Crockford's base 32).
const passLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// A code has 60 bits: it is typed in a moment, and nobody guesses one.
const (
	passLength = 12
	passGroup  = 4
)

// ErrNoPass is the fault.NotFound of who has no place.
var ErrNoPass = fmt.Errorf("no place, no pass: %w", fault.NotFound)

// Pass returns the code of the pass of an answer, which says nothing of who has it: « 7Q2M-XR9T-B4DK ». It is derived, not kept, and
// the same whenever the answer has a place. ErrNoPass.
func (s *Service) Pass(a *Answer) (string, error) {
	if a.Seat != Placed {
		return "", ErrNoPass
	}
	return s.code(a.Event, a.ID), nil
}

func (s *Service) code(event, answer string) string {
	sealed := sha256.Sum256([]byte(s.secrets.Seal("billet|" + event + "|" + answer)))
	var code strings.Builder
	for n, bits := 0, uint64(0); n < passLength; n++ {
		if n%8 == 0 { // eight letters are five bytes
			for _, b := range sealed[n/8*5:][:5] {
				bits = bits<<8 | uint64(b)
			}
		}
		if n > 0 && n%passGroup == 0 {
			code.WriteByte('-')
		}
		code.WriteByte(passLetters[bits>>(35-5*(n%8))&31])
	}
	return code.String()
}

// PassForm is the code that somebody typed or scanned, as Pass writes it; the address that a pass shows ends with it. Small letters,
// spaces and look-alikes are forgiven. Empty for what cannot be one.
func PassForm(typed string) string {
	typed = strings.TrimRight(strings.TrimSpace(typed), "/")
	typed = strings.ToUpper(typed[strings.LastIndexByte(typed, '/')+1:])
	var code strings.Builder
	n := 0
	for _, r := range typed {
		switch r {
		case ' ', '-', '\u00a0', '\u202f':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if !strings.ContainsRune(passLetters, r) || n == passLength {
			return ""
		}
		if n > 0 && n%passGroup == 0 {
			code.WriteByte('-')
		}
		code.WriteRune(r)
		n++
	}
	if n < passLength {
		return ""
	}
	return code.String()
}
