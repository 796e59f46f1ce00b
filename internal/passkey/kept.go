package passkey

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/go-webauthn/webauthn/webauthn"

	"partant/internal/fault"
)

// user is an Owner as the library wants it.
type user struct {
	Owner
	keys webauthn.Credentials
}

func (u user) WebAuthnID() []byte                         { return []byte(u.ID) }
func (u user) WebAuthnName() string                       { return u.Name }
func (u user) WebAuthnDisplayName() string                { return u.Display }
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.keys }

// read opens the keys of an owner. One that cannot be read was not kept as it was given: an error of no kind.
func read(o Owner) (user, error) {
	u := user{Owner: o, keys: make(webauthn.Credentials, len(o.Keys))}
	for i, k := range o.Keys {
		if err := json.Unmarshal([]byte(k.Data), &u.keys[i]); err != nil {
			return user{}, fmt.Errorf("passkey %s of account %s: %w", k.ID, o.ID, err)
		}
	}
	return u, nil
}

// written closes a key. What a device said to prove its make is left out: it is never asked for, and would tell more
// of people than is needed.
func written(credential webauthn.Credential) (Key, error) {
	credential.Attestation = webauthn.CredentialAttestation{}
	data, err := json.Marshal(credential)
	if err != nil {
		return Key{}, err
	}
	return Key{ID: base64.RawURLEncoding.EncodeToString(credential.ID), Data: string(data)}, nil
}

// act is a kind of ceremony.
type act string

const (
	registering act = "register"
	signingIn   act = "sign-in"
	confirming  act = "confirm"
)

// ceremony is what a session holds. Its act keeps the challenge of one ceremony from being answered in another.
type ceremony struct {
	Act  act                  `json:"act"`
	Data webauthn.SessionData `json:"data"`
}

// begun writes the two things that the first half of a ceremony gives.
func begun(a act, options any, data *webauthn.SessionData) (forBrowser []byte, session string, err error) {
	kept, err := json.Marshal(ceremony{a, *data})
	if err != nil {
		return nil, "", err
	}
	forBrowser, err = json.Marshal(options)
	return forBrowser, string(kept), err
}

// resumed reads a session, or returns fault.Invalid: one of another act, or none.
func resumed(a act, session string) (webauthn.SessionData, error) {
	var c ceremony
	if err := json.Unmarshal([]byte(session), &c); err != nil {
		return c.Data, fmt.Errorf("session of a passkey: %w: %w", fault.Invalid, err)
	}
	if c.Act != a {
		return c.Data, fmt.Errorf("session of another act, %q: %w", c.Act, fault.Invalid)
	}
	return c.Data, nil
}
