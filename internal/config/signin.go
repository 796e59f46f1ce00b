package config

import (
	"errors"
	"net"
	"net/url"
)

// Client is how the site is known to a provider through which people sign in. Without either half nothing is offered.
type Client struct {
	ID     string `placeholder:"NAME" env:"ID" help:"Identifier that the provider gave the site. With its secret, people may sign in through it."`
	Secret string `placeholder:"SECRET" env:"SECRET" help:"Secret that the provider gave the site." secret:"all"`
}

// ProConnect is the provider of that name.
type ProConnect struct {
	Issuer string `placeholder:"URL" env:"ISSUER" help:"OpenID Connect issuer of ProConnect, of its production or of its trials. It must sign with RS256 or ES256."`
	ID     string `placeholder:"NAME" env:"ID" help:"Identifier that ProConnect gave the site."`
	Secret string `placeholder:"SECRET" env:"SECRET" help:"Secret that ProConnect gave the site." secret:"all"`
}

// OIDC is any other provider that speaks OpenID Connect.
type OIDC struct {
	Issuer string `placeholder:"URL" env:"ISSUER" help:"Issuer of any OpenID Connect provider, exactly as its metadata writes it."`
	ID     string `placeholder:"NAME" env:"ID" help:"Identifier that it gave the site."`
	Secret string `placeholder:"SECRET" env:"SECRET" help:"Secret that it gave the site." secret:"all"`
	Label  string `placeholder:"NAME" env:"LABEL" help:"What people call it. Default: the name of its host."`
}

// Set reports whether the provider may be offered.
func (c Client) Set() bool { return c.ID != "" && c.Secret != "" }

// Set reports whether the provider may be offered.
func (p ProConnect) Set() bool { return p.Issuer != "" && p.ID != "" && p.Secret != "" }

// Set reports whether the provider may be offered.
func (o OIDC) Set() bool { return o.Issuer != "" && o.ID != "" && o.Secret != "" }

func (c Config) checkSignIn() error {
	return errors.Join(
		checkClient("linkedin", c.LinkedIn), checkClient("google", c.Google), checkClient("facebook", c.Facebook),
		checkIssuer("proconnect", c.ProConnect.Issuer, Client{c.ProConnect.ID, c.ProConnect.Secret}),
		checkIssuer("oidc", c.OIDC.Issuer, Client{c.OIDC.ID, c.OIDC.Secret}))
}

// checkClient says what is half: whoever set one of two wanted people to sign in.
func checkClient(provider string, c Client) error {
	if (c.ID == "") != (c.Secret == "") {
		return wrongf("--%s-id and --%s-secret go together: one of them is empty", provider, provider)
	}
	return nil
}

func checkIssuer(provider, issuer string, c Client) error {
	switch {
	case issuer == "" && c == (Client{}):
		return nil
	case issuer == "" || !c.Set():
		return wrongf("--%s-issuer, --%s-id and --%s-secret go together: one of them is empty", provider, provider, provider)
	case !isIssuer(issuer):
		return wrongf("--%s-issuer %q: want https://host, exactly as its metadata writes it", provider, issuer)
	}
	return nil
}

// isIssuer reports whether s may name an issuer. In clear it must be on this machine: that is for trials.
func isIssuer(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return false
	}
	here := u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && here
}
