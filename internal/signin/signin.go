// Package signin lets people in through providers that know them. An attempt is remembered on the server for ten minutes
// and ends once, in the browser that began it.
package signin

import (
	"context"
	"net/url"
	"time"
)

// Identity is somebody as a provider knows them. Provider and Subject together are the key; an address is none.
type Identity struct {
	Provider      string // the Key of the provider
	Subject       string // never empty, never given to anybody else
	Email         string // may be empty, and may be anybody's unless it is verified
	EmailVerified bool   // the provider says that this person reads it
	Name          string // may be empty
	SIRET         string // of the company they say they work for: 14 digits, or empty
	SIRETVouched  bool   // the provider checked that they do: without it the SIRET may fill a form and proves nothing
}

// Attempt is what is remembered of somebody who went to a provider, until they come back.
type Attempt struct {
	Digest   string    `json:"digest"` // of the secret that only their browser has
	Provider string    `json:"provider"`
	State    string    `json:"state"`    // the provider hands it back: the answer is to this attempt
	Nonce    string    `json:"nonce"`    // the provider signs it: the ID token was made for this attempt
	Verifier string    `json:"verifier"` // of PKCE: whoever stole the code on its way has not got it
	Session  string    `json:"session"`  // what the library wants to remember
	Next     string    `json:"next"`     // where they were going, as it was given
	Account  string    `json:"account"`  // of the signed-in member who links a provider; else empty
	Expires  time.Time `json:"expires"`
}

// Attempts keeps attempts.
type Attempts interface {
	// PutAttempt adds an attempt.
	PutAttempt(ctx context.Context, a Attempt) error
	// TakeAttempt removes an attempt and returns it: of any number of callers at once one gets it, the others
	// fault.NotFound. It may be past its end: the Service looks.
	TakeAttempt(ctx context.Context, digest string) (Attempt, error)
	// Sweep removes attempts that ended before now.
	Sweep(ctx context.Context, now time.Time) error
}

// Provider is one that knows people. Its failures are Refusals.
type Provider interface {
	// Key names it in addresses and in stored identities: lower-case letters, for ever the same.
	Key() string
	// Label is its name as people know it.
	Label() string
	// Begin returns the address to send the browser to, which leads back to callback. It sends the state of a, and as
	// much of its nonce and verifier as the provider understands, and may keep what it needs in a.Session.
	// Away when the provider cannot be reached.
	Begin(ctx context.Context, a *Attempt, callback string) (redirect string, err error)
	// Finish trades what the provider handed back for an Identity. The Service has checked the state; what the provider
	// sent is checked here. Untrusted when it does not hold, Away when the provider cannot be reached.
	Finish(ctx context.Context, a Attempt, callback string, query url.Values) (Identity, error)
}

// Offer is a provider as a page shows it.
type Offer struct{ Key, Label string }

// CallbackPath is where a provider sends people back: the path to register there, after the address of the site.
func CallbackPath(key string) string { return "/connexion/" + key + "/retour" }
