package app

import (
	"partant/internal/clock"
	"partant/internal/config"
	"partant/internal/signin"
	"partant/internal/signin/goth"
)

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
