package passkey_test

import (
	"net/url"
	"testing"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/passkey"
	"partant/internal/passkey/passkeytest"
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

type device = passkeytest.Device

func newDevice(account string) *device { return passkeytest.New("partant.example", origin, account) }

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
	d.Count = count
	options, session := begin(t, func() ([]byte, string, error) { return p.Register(o) })
	key, err := p.Registered(o, session, d.Create(t, options))
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
