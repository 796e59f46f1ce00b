// Package seal closes data so that only the holder of a private key reads it again: not who closed it, nor who keeps it.
package seal

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/nacl/box"

	"partant/internal/fault"
)

// How the two halves of a key are written: nobody takes one for the other.
const (
	publicForm  = "partant-public-"
	privateForm = "partant-private-"
)

// Public is the half of a key that closes.
type Public struct{ half [32]byte }

// Private is the half that opens; it knows the other one.
type Private struct {
	half   [32]byte
	public Public
}

// NewKey draws a key and returns its two halves as ParsePublic and ParsePrivate read them.
func NewKey() (public, private string, err error) {
	pub, priv, err := box.GenerateKey(rand.Reader)
	if err != nil {
		return "", "", err
	}
	return write(publicForm, pub[:]), write(privateForm, append(priv[:], pub[:]...)), nil
}

func write(form string, half []byte) string { return form + base64.RawURLEncoding.EncodeToString(half) }

// read takes back what write wrote, of so many bytes.
func read(form, s string, size int) ([]byte, error) {
	text, right := strings.CutPrefix(strings.TrimSpace(s), form)
	half, err := base64.RawURLEncoding.DecodeString(text)
	if !right || err != nil || len(half) != size {
		return nil, fmt.Errorf("this is no key: want %s and what follows it, as it was printed: %w", form, fault.Invalid)
	}
	return half, nil
}

// ParsePublic reads the public half. fault.Invalid for anything else, the private half most of all.
func ParsePublic(s string) (p Public, err error) {
	half, err := read(publicForm, s, 32)
	copy(p.half[:], half)
	return p, err
}

// ParsePrivate reads the private half. fault.Invalid.
func ParsePrivate(s string) (p Private, err error) {
	half, err := read(privateForm, s, 64)
	if err != nil {
		return p, err
	}
	copy(p.half[:], half[:32])
	copy(p.public.half[:], half[32:])
	return p, nil
}

// Close returns data as only the private half reads it. Closed twice it never looks the same.
func (p Public) Close(data []byte) ([]byte, error) {
	return box.SealAnonymous(nil, data, &p.half, rand.Reader)
}

// Open returns what was closed with the other half; fault.Invalid when it was closed with another key, or has changed.
func (p Private) Open(sealed []byte) ([]byte, error) {
	data, right := box.OpenAnonymous(nil, sealed, &p.public.half, &p.half)
	if !right {
		return nil, fmt.Errorf("closed with another key, or damaged: %w", fault.Invalid)
	}
	return data, nil
}
