package meili

import (
	"strconv"
	"strings"
)

// exact returns a form of value that keeps its identity, and its order when it holds no control character and no
// space at an end: the server folds case and compatible characters of what it compares, and trims it; the port does
// not. Lower case, digits and most signs stay; a capital and the signs of its neighbourhood come after a colon, all
// else in hexadecimal after a tilde.
func exact(value string) string {
	var b strings.Builder
	b.Grow(len(value) + 8)
	for i := range len(value) {
		switch c := value[i]; {
		case c < ' ' || c >= '~' || c == ' ' && (i == 0 || i == len(value)-1):
			b.WriteByte('~')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
		case c >= 'A' && c <= 'Z':
			b.WriteByte(':')
			b.WriteByte(c - 'A' + 'a')
		case c >= ':' && c <= '@':
			b.WriteByte(':')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

const hexDigits = "0123456789abcdef"

// inexact undoes exact.
func inexact(form string) (value string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(form); i++ {
		switch c := form[i]; {
		case c == '~':
			if i+2 >= len(form) {
				return "", false
			}
			n, err := strconv.ParseUint(form[i+1:i+3], 16, 8)
			if err != nil {
				return "", false
			}
			b.WriteByte(byte(n))
			i += 2
		case c == ':':
			i++
			if i == len(form) {
				return "", false
			}
			b.WriteByte(capital(form[i]))
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), true
}

// capital returns what exact wrote as c after a colon.
func capital(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// exacts returns the exact form of every value that is not empty.
func exacts(values ...string) []string {
	var forms []string
	for _, v := range values {
		if v != "" {
			forms = append(forms, exact(v))
		}
	}
	return forms
}
