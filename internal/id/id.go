// Package id makes the sortable identifiers of everything that is stored, and the secrets and codes that are not.
package id

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/google/uuid"
)

// New returns a new UUIDv7 in its canonical 36-character form. Ids made later
// in one process sort after those made before. An id is public, never a secret.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// Valid reports whether s is an id in canonical form.
func Valid(s string) bool {
	u, err := uuid.Parse(s)
	return err == nil && len(s) == 36 && u.String() == s
}

// Named returns the id that stands for a name in a name space: the same name
// gives the same id for ever. Imports use it so that running twice adds nothing.
func Named(space, name string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte(space+"\x00"+name)).String()
}

// Secret returns 256 random bits as 43 URL-safe characters.
func Secret() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails: crypto/rand ends the process instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// Mark returns what only who has a key can make of some words (HMAC-SHA-256, in base64 for addresses).
func Mark(key []byte, of ...string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(strings.Join(of, "\x00")))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Digest returns the SHA-256 of a secret in hexadecimal: what is stored of it.
func Digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
