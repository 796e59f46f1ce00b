// Package passkeytest holds a device that signs as phones do, and lies when a test wants it to.
package passkeytest

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"partant/internal/id"
)

// Device is a phone that holds one key, with the browser on it: what FIDO calls an authenticator, and as little of it as
// ES256 needs. Its fields are what it says, true or not.
type Device struct {
	RP, Origin  string
	Account     []byte
	ID          []byte
	Count       uint32
	Flags       protocol.AuthenticatorFlags
	Kind        protocol.CeremonyType // of client data; zero for the right one
	CrossOrigin bool
	Key         *ecdsa.PrivateKey
}

// New returns the device of an account, at the site of a host name and an origin.
func New(rp, origin, account string) *Device {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err) // crypto/rand never fails
	}
	return &Device{
		RP: rp, Origin: origin, Account: []byte(account), ID: []byte(id.Secret()), Key: key,
		Flags: protocol.FlagUserPresent | protocol.FlagUserVerified,
	}
}

// Create answers the options of Register.
func (d *Device) Create(t testing.TB, options []byte) []byte {
	t.Helper()
	point, err := d.Key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		t.Fatal(err)
	}
	data := d.data(d.Flags | protocol.FlagAttestedCredentialData)
	data = append(data, make([]byte, 16)...) // of no make
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.ID)))
	data = append(data, d.ID...)
	data = append(data, marshal(t, map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})...)
	return d.answer(t, map[string]any{
		"clientDataJSON":    d.client(t, options, protocol.CreateCeremony),
		"attestationObject": protocol.URLEncodedBase64(marshal(t, map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})),
	})
}

// Get answers the options of SignIn and Confirm.
func (d *Device) Get(t testing.TB, options []byte) []byte {
	t.Helper()
	client, data := d.client(t, options, protocol.AssertCeremony), d.data(d.Flags)
	sum := sha256.Sum256(client)
	digest := sha256.Sum256(slices.Concat(data, sum[:]))
	signature, err := ecdsa.SignASN1(rand.Reader, d.Key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return d.answer(t, map[string]any{
		"clientDataJSON": client, "authenticatorData": protocol.URLEncodedBase64(data),
		"signature": protocol.URLEncodedBase64(signature), "userHandle": protocol.URLEncodedBase64(d.Account),
	})
}

// data is what every answer of a device begins with.
func (d *Device) data(flags protocol.AuthenticatorFlags) []byte {
	rp := sha256.Sum256([]byte(d.RP))
	return binary.BigEndian.AppendUint32(append(rp[:], byte(flags)), d.Count)
}

// client is what the browser adds.
func (d *Device) client(t testing.TB, options []byte, kind protocol.CeremonyType) protocol.URLEncodedBase64 {
	t.Helper()
	var asked struct{ Challenge string }
	if err := json.Unmarshal(options, &asked); err != nil {
		t.Fatal(err)
	}
	return text(t, map[string]any{"type": cmp.Or(d.Kind, kind), "challenge": asked.Challenge, "origin": d.Origin, "crossOrigin": d.CrossOrigin})
}

func (d *Device) answer(t testing.TB, response map[string]any) []byte {
	t.Helper()
	name := protocol.URLEncodedBase64(d.ID)
	return text(t, map[string]any{
		"id": name, "rawId": name, "type": "public-key", "authenticatorAttachment": "platform", "response": response,
		"clientExtensionResults": map[string]any{"credProps": map[string]any{"rk": true}}, // nobody asked
	})
}

func text(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	b, err := webauthncbor.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
