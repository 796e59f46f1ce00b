package profile

import "strings"

// digits keeps the digits of s when it holds nothing else but spaces, dots and hyphens.
func digits(s string) (string, bool) {
	d := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u00a0\u202f.-", r) {
			return -1
		}
		return r
	}, s)
	return d, strings.Trim(d, "0123456789") == ""
}

// luhn reports whether the weighted sum of the digits is a multiple of ten (ISO/IEC 7812-1).
func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	return sum%10 == 0
}

// laPoste is the SIREN whose establishments do not follow Luhn: their digits sum to a multiple of five (Insee).
const laPoste = "356000000"

// ValidSIREN reports whether s is nine digits with a right key.
func ValidSIREN(s string) bool { return len(s) == 9 && strings.Trim(s, "0123456789") == "" && luhn(s) }

// ValidSIRET reports whether s is fourteen digits with a right key, those of La Poste included.
func ValidSIRET(s string) bool {
	if len(s) != 14 || strings.Trim(s, "0123456789") != "" {
		return false
	}
	if strings.HasPrefix(s, laPoste) && s != laPoste+"00048" {
		sum := 0
		for _, c := range s {
			sum += int(c - '0')
		}
		return sum%5 == 0
	}
	return luhn(s)
}
