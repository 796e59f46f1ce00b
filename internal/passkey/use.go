package passkey

import (
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"partant/internal/fault"
	"partant/internal/id"
)

// SignIn begins a sign-in by whoever holds a key of this site: no name is asked. Options are for
// PublicKeyCredential.parseRequestOptionsFromJSON.
func (p *Passkeys) SignIn() (options []byte, session string, err error) {
	defer fault.Wrap(&err, "passkey.SignIn")
	assertion, data, err := p.site.BeginDiscoverableLogin()
	if err != nil {
		return nil, "", err
	}
	return begun(signingIn, assertion.Response, data)
}

// SignedIn ends what SignIn began. It asks find for the owner that the device names, by an id that has the right form
// and nothing else to it, and returns the account and its key as it is to be kept now: the count of uses has changed.
//
// fault.Invalid when session or answer cannot be read; fault.Forbidden when find knows no such account
// (fault.NotFound), the key is not one of its keys, the answer is not one to this session, or the count shows that the
// key was copied. Another error of find comes back as it is.
func (p *Passkeys) SignedIn(session string, answer []byte, find func(accountID string) (Owner, error)) (accountID string, used Key, err error) {
	defer fault.Wrap(&err, "passkey.SignedIn")
	data, err := resumed(signingIn, session)
	if err != nil {
		return "", Key{}, err
	}
	parsed, err := parse(answer, protocol.ParseCredentialRequestResponseBytes)
	if err != nil {
		return "", Key{}, err
	}
	o, err := named(parsed.Response.UserHandle, find)
	if err != nil {
		return "", Key{}, err
	}
	whoever := func(_, _ []byte) (webauthn.User, error) { return o, nil }
	credential, err := p.site.ValidateDiscoverableLogin(whoever, data, parsed)
	if err != nil {
		return "", Key{}, refused(err)
	}
	used, err = counted(credential)
	return o.ID, used, err
}

// named returns the owner that a device names.
func named(handle []byte, find func(accountID string) (Owner, error)) (user, error) {
	if !id.Valid(string(handle)) {
		return user{}, fmt.Errorf("the device names no account: %w", fault.Forbidden)
	}
	o, err := find(string(handle))
	if errors.Is(err, fault.NotFound) {
		return user{}, fmt.Errorf("the account that the device names: %w: %w", fault.Forbidden, err)
	}
	if err != nil {
		return user{}, err
	}
	return read(o)
}

// Confirm begins to ask a known owner for one of their keys: as a second factor, or before what is delicate.
// fault.NotFound when the owner has none. Options are as for SignIn.
func (p *Passkeys) Confirm(o Owner) (options []byte, session string, err error) {
	defer fault.Wrap(&err, "passkey.Confirm(%s)", o.ID)
	if len(o.Keys) == 0 {
		return nil, "", fmt.Errorf("no passkey: %w", fault.NotFound)
	}
	u, err := read(o)
	if err != nil {
		return nil, "", err
	}
	assertion, data, err := p.site.BeginLogin(u)
	if err != nil {
		return nil, "", err
	}
	return begun(confirming, assertion.Response, data)
}

// Confirmed ends what Confirm began and returns the key that was used, as it is to be kept now. Errors are those of
// SignedIn.
func (p *Passkeys) Confirmed(o Owner, session string, answer []byte) (used Key, err error) {
	defer fault.Wrap(&err, "passkey.Confirmed(%s)", o.ID)
	data, err := resumed(confirming, session)
	if err != nil {
		return Key{}, err
	}
	parsed, err := parse(answer, protocol.ParseCredentialRequestResponseBytes)
	if err != nil {
		return Key{}, err
	}
	u, err := read(o)
	if err != nil {
		return Key{}, err
	}
	credential, err := p.site.ValidateLogin(u, data, parsed)
	if err != nil {
		return Key{}, refused(err)
	}
	return counted(credential)
}

// counted returns the key as it is to be kept. A count that does not grow shows that there are two of it; keys that
// live on several devices by design always say 0.
func counted(credential *webauthn.Credential) (Key, error) {
	if credential.Authenticator.CloneWarning {
		return Key{}, fmt.Errorf("the key may have been copied: %w", fault.Forbidden)
	}
	return written(*credential)
}
