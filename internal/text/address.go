package text

import (
	"net/mail"
	"strings"
)

// IsAddress reports whether a text reads as an e-mail address that letters may be sent to.
func IsAddress(email string) bool {
	at, err := mail.ParseAddress(email)
	return err == nil && at.Address == email && len(email) <= 254 && strings.Contains(email[strings.LastIndexByte(email, '@')+1:], ".")
}
