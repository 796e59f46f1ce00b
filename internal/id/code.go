package id

import (
	"crypto/rand"
	"strings"
	"unicode"
)

const (
	digits = "0123456789"
	// letters holds no two signs that look alike on paper: neither 0 and O nor 1, I and L.
	letters   = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	rescueLen = 10 // of 31 signs each: 49 bits
)

// Digits returns n decimal digits, each as likely as the others: what a letter asks somebody to type. Six of them are
// a million guesses, so whoever checks them counts the tries.
func Digits(n int) string { return pick(digits, n) }

// Rescue returns a code to print and keep, such as "7KQ2M-XH4WD": 49 random bits in signs that nobody takes for
// another. What is stored of it is its Digest.
func Rescue() string { return grouped(pick(letters, rescueLen)) }

// RescueForm returns what somebody typed as Rescue would have written it, so that their digests can be compared: case,
// spaces, hyphens and dashes do not matter. It returns "" for what cannot be such a code. A 0 or an O stands for no
// sign of a code, so none is guessed at.
func RescueForm(typed string) string {
	var kept strings.Builder
	for _, r := range typed {
		switch r = unicode.ToUpper(r); {
		case unicode.IsSpace(r) || unicode.Is(unicode.Pd, r):
		case !strings.ContainsRune(letters, r) || kept.Len() == rescueLen:
			return ""
		default:
			kept.WriteRune(r)
		}
	}
	if kept.Len() != rescueLen {
		return ""
	}
	return grouped(kept.String())
}

// grouped puts a hyphen in the middle: five signs are what one reads at a glance.
func grouped(code string) string { return code[:rescueLen/2] + "-" + code[rescueLen/2:] }

// pick draws n signs of an alphabet of at most 256. A byte above the last whole multiple of its length is drawn again:
// without that the first signs would come up more often.
func pick(alphabet string, n int) string {
	whole := 256 - 256%len(alphabet)
	out := make([]byte, 0, n)
	for b := make([]byte, 2*n); len(out) < n; {
		rand.Read(b)
		for _, v := range b {
			if int(v) < whole && len(out) < n {
				out = append(out, alphabet[int(v)%len(alphabet)])
			}
		}
	}
	return string(out)
}
