// Package goth lets people in through the providers of the library of that name: LinkedIn, Google, ProConnect and any
// other that speaks OpenID Connect, and Facebook. The library leads the flow; what OpenID Connect providers sign is
// verified by go-oidc (docs/decisions/sign-in.md).
package goth

import (
	"net/http"
	"net/url"

	"partant/internal/clock"
	"partant/internal/signin"
)

// Client is what a provider gave the site when it was registered there.
type Client struct{ ID, Secret string }

// Maker makes providers. None is asked for anything before somebody wants to sign in through it.
type Maker struct {
	client *http.Client
	now    clock.Clock
}

// New returns a Maker. now tells whether a token is over.
func New(now clock.Clock) Maker {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DisableKeepAlives = true // asked seldom: nothing stays open meanwhile
	return Maker{newClient(t), now}
}

// kind is what there is to know of an OpenID Connect provider.
type kind struct {
	key, label, issuer string
	scopes             []string
	claims             string // those of the ID token to insist on, as the parameter of that name
	plain              bool   // takes no PKCE, signs no nonce: LinkedIn
	company            bool   // says for which company people work: ProConnect
}

var usual = []string{"openid", "profile", "email"}

// The kinds that everybody knows.
var (
	google     = kind{key: "google", label: "Google", issuer: "https://accounts.google.com", scopes: usual}
	linkedIn   = kind{key: "linkedin", label: "LinkedIn", issuer: "https://www.linkedin.com/oauth", scopes: usual, plain: true}
	proConnect = kind{key: "proconnect", label: "ProConnect", company: true,
		scopes: []string{"openid", "given_name", "usual_name", "email", "siret"}, claims: `{"id_token":{"acr":{"essential":true}}}`}
)

// Google returns the provider of that name.
func (m Maker) Google(c Client) signin.Provider { return m.openID(google, c) }

// LinkedIn returns the provider of that name.
func (m Maker) LinkedIn(c Client) signin.Provider { return m.openID(linkedIn, c) }

// ProConnect returns the provider of that name, at the issuer of its production or of its trials. It must sign with
// RS256 or ES256.
func (m Maker) ProConnect(issuer string, c Client) signin.Provider {
	k := proConnect
	k.issuer = issuer
	return m.openID(k, c)
}

// OpenID returns the provider of an issuer, by discovery. Without a label it is called by the name of its host.
func (m Maker) OpenID(issuer, label string, c Client) signin.Provider {
	if u, err := url.Parse(issuer); err == nil && label == "" {
		label = u.Hostname()
	}
	return m.openID(kind{key: "openid", label: label, issuer: issuer, scopes: usual}, c)
}
