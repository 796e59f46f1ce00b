package app

import (
	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/config"
	"partant/internal/passkey"
	"partant/internal/signin"
	"partant/internal/signin/goth"
	"partant/internal/totp"
)

// factors are what people show beside a password, a letter or a provider.
func (a *App) factors() account.Factors {
	name := "Partant " + a.Territory.Region.Name
	f := account.Factors{Codes: totp.New(name)}
	keys, err := passkey.New(a.Base, name)
	if err != nil {
		a.log.Info("no passkeys at this address: browsers want https and a name, or http://localhost", "error", err)
		return f
	}
	f.Devices = passkey.Devices{Passkeys: keys}
	return f
}

// providers are those that the configuration names whole, in the order in which pages show them. None is asked yet.
func providers(cfg config.Config, now clock.Clock) (all []signin.Provider) {
	m := goth.New(now)
	for _, known := range []struct {
		client config.Client
		make   func(goth.Client) signin.Provider
	}{
		{cfg.LinkedIn, m.LinkedIn}, {cfg.Google, m.Google}, {cfg.Facebook, m.Facebook},
	} {
		if known.client.Set() {
			all = append(all, known.make(goth.Client(known.client)))
		}
	}
	if p := cfg.ProConnect; p.Set() {
		all = append(all, m.ProConnect(p.Issuer, goth.Client{ID: p.ID, Secret: p.Secret}))
	}
	if o := cfg.OIDC; o.Set() {
		all = append(all, m.OpenID(o.Issuer, o.Label, goth.Client{ID: o.ID, Secret: o.Secret}))
	}
	return all
}
