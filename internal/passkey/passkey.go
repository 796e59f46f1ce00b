// Package passkey registers the passkeys of members and checks what they sign (WebAuthn level 3).
//
// A ceremony has two halves. The first gives options for the browser, and a session that the caller keeps on the
// server for Patience at most and never shows; the second takes the browser's answer and that session, once: the same
// session must not be taken from its store twice. Each kind of ceremony refuses the sessions of the others.
//
// A key alone lets somebody in, so each ceremony asks that the device verifies its owner: by a finger, a face or a
// code (ASVS 6.3.3).
package passkey

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"partant/internal/fault"
)

// Patience is how long a browser waits for its owner, and a session is good.
const Patience = 5 * time.Minute

// Owner is an account as devices know it.
type Owner struct {
	ID      string // made by id.New; a device keeps it beside the key and gives it back at sign-in
	Name    string // tells accounts apart: an e-mail
	Display string // what people call themselves
	Keys    []Key
}

// Key is one passkey, to be kept. Two accounts never have a key of the same ID: whoever keeps them sees to it.
type Key struct {
	ID   string // base64url
	Data string // JSON of ours to read: public key, count of uses, what the device said of itself. Not a secret
}

// Passkeys are those of one site. Safe for concurrent use.
type Passkeys struct{ site *webauthn.WebAuthn }

// New returns the Passkeys of the site at a base URL: keys are bound to its host name, and answers must come from
// exactly its origin. The name of the site is shown by devices. fault.Invalid where browsers have no passkeys: names
// that are not domains, such as IP addresses, and http, save on localhost.
func New(base *url.URL, siteName string) (_ *Passkeys, err error) {
	defer fault.Wrap(&err, "passkey.New(%s)", base)
	host := strings.ToLower(base.Hostname())
	if base.Scheme != "https" && (base.Scheme != "http" || host != "localhost") || host == "" || siteName == "" {
		return nil, fmt.Errorf("no passkeys here: %w", fault.Invalid)
	}
	waits := webauthn.TimeoutConfig{Timeout: Patience, TimeoutUVD: Patience}
	site, err := webauthn.New(&webauthn.Config{
		RPID:                  host,
		RPDisplayName:         siteName,
		RPOrigins:             []string{base.Scheme + "://" + base.Host},
		AttestationPreference: protocol.PreferNoAttestation, // which device it is is nobody's business
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: protocol.ResidentKeyRequired(),
			ResidentKey:        protocol.ResidentKeyRequirementRequired,
			UserVerification:   protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{Login: waits, Registration: waits},
		// Some password managers say more than they were asked. Nothing of it is used.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", fault.Invalid, err)
	}
	return &Passkeys{site}, nil
}

// Register begins to make a key. Options are for PublicKeyCredential.parseCreationOptionsFromJSON. A device that
// holds one of the owner's keys already will not make another.
func (p *Passkeys) Register(o Owner) (options []byte, session string, err error) {
	defer fault.Wrap(&err, "passkey.Register(%s)", o.ID)
	u, err := read(o)
	if err != nil {
		return nil, "", err
	}
	creation, data, err := p.site.BeginRegistration(u, webauthn.WithExclusions(u.keys.CredentialDescriptors()))
	if err != nil {
		return nil, "", err
	}
	return begun(registering, creation.Response, data)
}

// Registered ends what Register began and returns the new key. fault.Invalid when session or answer cannot be read,
// fault.Forbidden when the answer is not one to this session, fault.Conflict when the owner has that key already.
func (p *Passkeys) Registered(o Owner, session string, answer []byte) (_ Key, err error) {
	defer fault.Wrap(&err, "passkey.Registered(%s)", o.ID)
	data, err := resumed(registering, session)
	if err != nil {
		return Key{}, err
	}
	parsed, err := parse(answer, protocol.ParseCredentialCreationResponseBytes)
	if err != nil {
		return Key{}, err
	}
	credential, err := p.site.CreateCredential(user{Owner: o}, data, parsed)
	if err != nil {
		return Key{}, refused(err)
	}
	key, err := written(*credential)
	if err == nil && slices.ContainsFunc(o.Keys, func(k Key) bool { return k.ID == key.ID }) {
		err = fmt.Errorf("the key is there already: %w", fault.Conflict)
	}
	return key, err
}

// mostAnswer is far above what devices send, and bounds what is parsed.
const mostAnswer = 32 << 10

// parse reads an answer, or returns fault.Invalid.
func parse[T any](answer []byte, read func([]byte) (T, error)) (parsed T, err error) {
	if len(answer) > mostAnswer {
		return parsed, fmt.Errorf("an answer of %d bytes: %w", len(answer), fault.Invalid)
	}
	if parsed, err = read(answer); err != nil {
		return parsed, fmt.Errorf("%w: %w", fault.Invalid, err)
	}
	return parsed, nil
}

// refused makes a fault.Forbidden of what the library holds against an answer, with what it says to developers.
func refused(err error) error {
	var e *protocol.Error
	if errors.As(err, &e) && e.DevInfo != "" {
		return fmt.Errorf("%w: %w (%s)", fault.Forbidden, err, e.DevInfo)
	}
	return fmt.Errorf("%w: %w", fault.Forbidden, err)
}
