package passkey_test

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"net/url"
	"slices"
	"testing"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncbor"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/passkey"
)

const origin = "https://partant.example"

func site(t testing.TB, base string) *passkey.Passkeys {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	p, err := passkey.New(u, "Partant Loiret")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// device is a phone that holds one key, with the browser on it: what FIDO calls an authenticator, and as little of it as
// ES256 needs. Its fields are what it says, true or not.
type device struct {
	rp, origin  string
	account     []byte
	id          []byte
	key         *ecdsa.PrivateKey
	count       uint32
	flags       protocol.AuthenticatorFlags
	kind        protocol.CeremonyType // of client data; zero for the right one
	crossOrigin bool
}

func newDevice(account string) *device {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err) // crypto/rand never fails
	}
	return &device{
		rp: "partant.example", origin: origin, account: []byte(account), id: []byte(id.Secret()), key: key,
		flags: protocol.FlagUserPresent | protocol.FlagUserVerified,
	}
}

// create answers the options of Register.
func (d *device) create(t testing.TB, options []byte) []byte {
	t.Helper()
	point, err := d.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		t.Fatal(err)
	}
	data := d.data(d.flags | protocol.FlagAttestedCredentialData)
	data = append(data, make([]byte, 16)...) // of no make
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.id)))
	data = append(data, d.id...)
	data = append(data, marshal(t, map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})...)
	return d.answer(t, map[string]any{
		"clientDataJSON":    d.client(t, options, protocol.CreateCeremony),
		"attestationObject": protocol.URLEncodedBase64(marshal(t, map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})),
	})
}

// get answers the options of SignIn and Confirm.
func (d *device) get(t testing.TB, options []byte) []byte {
	t.Helper()
	client, data := d.client(t, options, protocol.AssertCeremony), d.data(d.flags)
	sum := sha256.Sum256(client)
	digest := sha256.Sum256(slices.Concat(data, sum[:]))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return d.answer(t, map[string]any{
		"clientDataJSON": client, "authenticatorData": protocol.URLEncodedBase64(data),
		"signature": protocol.URLEncodedBase64(signature), "userHandle": protocol.URLEncodedBase64(d.account),
	})
}

// data is what every answer of a device begins with.
func (d *device) data(flags protocol.AuthenticatorFlags) []byte {
	rp := sha256.Sum256([]byte(d.rp))
	return binary.BigEndian.AppendUint32(append(rp[:], byte(flags)), d.count)
}

// client is what the browser adds.
func (d *device) client(t testing.TB, options []byte, kind protocol.CeremonyType) protocol.URLEncodedBase64 {
	t.Helper()
	var asked struct{ Challenge string }
	if err := json.Unmarshal(options, &asked); err != nil {
		t.Fatal(err)
	}
	return text(t, map[string]any{"type": cmp.Or(d.kind, kind), "challenge": asked.Challenge, "origin": d.origin, "crossOrigin": d.crossOrigin})
}

func (d *device) answer(t testing.TB, response map[string]any) []byte {
	t.Helper()
	name := protocol.URLEncodedBase64(d.id)
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

// begin runs the first half of a ceremony.
func begin(t testing.TB, half func() (options []byte, session string, err error)) (options []byte, session string) {
	t.Helper()
	options, session, err := half()
	if err != nil {
		t.Fatal(err)
	}
	return options, session
}

// member returns an owner with one key, which has been used so often, and the device that holds it.
func member(t testing.TB, p *passkey.Passkeys, count uint32) (passkey.Owner, *device) {
	t.Helper()
	o := passkey.Owner{ID: id.New(), Name: "claude@partant.example", Display: "Claude Martin"}
	d := newDevice(o.ID)
	d.count = count
	options, session := begin(t, func() ([]byte, string, error) { return p.Register(o) })
	key, err := p.Registered(o, session, d.create(t, options))
	if err != nil {
		t.Fatal(err)
	}
	o.Keys = []passkey.Key{key}
	return o, d
}

// known returns a find that knows some owners.
func known(owners ...passkey.Owner) func(string) (passkey.Owner, error) {
	return func(account string) (passkey.Owner, error) {
		for _, o := range owners {
			if o.ID == account {
				return o, nil
			}
		}
		return passkey.Owner{}, fault.NotFound
	}
}

var nobody = known()
