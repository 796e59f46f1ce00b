package goth

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/markbates/goth/providers/openidConnect"
)

// pause is how long a provider that failed is not asked again: while it is down, nobody waits for it in turn.
const pause = 5 * time.Second

// discovery finds out where a provider is, when that is first needed. What was found holds for the life of the process.
type discovery struct {
	kind   kind
	site   Client
	client *http.Client
	steady func() time.Time // goes on evenly when the clock of the machine is set

	turn   chan struct{} // holds one token: who has it may look at the rest
	known  *known
	failed error
	again  time.Time
}

// known is a provider that was found.
type known struct {
	goth       *openidConnect.Provider // copied before use
	keys       *oidc.RemoteKeySet
	algorithms []string // it signs with one of these
	userInfo   string
	names      bool // it puts its issuer into each answer (RFC 9207)
}

func newDiscovery(k kind, site Client, client *http.Client) *discovery {
	d := &discovery{kind: k, site: site, client: client, steady: time.Now, turn: make(chan struct{}, 1)}
	d.turn <- struct{}{}
	return d
}

// get returns the provider, or Away.
func (d *discovery) get(ctx context.Context) (*known, error) {
	select {
	case <-d.turn:
	case <-ctx.Done():
		return nil, away("waiting for its metadata", ctx.Err())
	}
	defer func() { d.turn <- struct{}{} }()
	if d.known != nil {
		return d.known, nil
	}
	if d.failed != nil && d.steady().Before(d.again) {
		return nil, d.failed
	}
	// One visitor who leaves must not make all others wait: the search ends by the client's own patience.
	d.known, d.failed = d.look(context.WithoutCancel(ctx))
	d.again = d.steady().Add(pause)
	return d.known, d.failed
}

// metadata is what OpenID Connect discovery tells, as far as it is used here.
type metadata struct {
	Authorization string `json:"authorization_endpoint"`
	Token         string `json:"token_endpoint"`
	UserInfo      string `json:"userinfo_endpoint"`
	Keys          string `json:"jwks_uri"`

	Algorithms []string `json:"id_token_signing_alg_values_supported"`
	Names      bool     `json:"authorization_response_iss_parameter_supported"`
}

// look asks the provider. go-oidc does it, not goth: goth would use a client without limits and take any issuer.
func (d *discovery) look(ctx context.Context) (*known, error) {
	ctx = oidc.ClientContext(ctx, d.client)
	provider, err := oidc.NewProvider(ctx, d.kind.issuer)
	if err != nil {
		return nil, away("reading its metadata", err)
	}
	var m metadata
	if err := provider.Claims(&m); err != nil {
		return nil, away("reading its metadata", err)
	}
	if err := m.check(d.kind.issuer); err != nil {
		return nil, away("reading its metadata", err)
	}
	library, err := openidConnect.NewCustomisedURL(d.site.ID, d.site.Secret, "", m.Authorization, m.Token, d.kind.issuer, m.UserInfo, "",
		d.kind.scopes...)
	if err != nil {
		return nil, away("preparing it", err)
	}
	return &known{library, oidc.NewRemoteKeySet(ctx, m.Keys), m.signs(), m.UserInfo, m.Names}, nil
}

// public are the algorithms that sign with one key and verify with another: with these alone nobody who verifies can
// sign.
var public = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

// signs lists those of the provider's algorithms that are public. Where it names none go-oidc takes RS256.
func (m metadata) signs() []string {
	return slices.DeleteFunc(slices.Clone(m.Algorithms), func(a string) bool { return !slices.Contains(public, a) })
}

// check sees that nothing is asked over a line that is less safe than the issuer's own.
func (m metadata) check(issuer string) error {
	first, err := url.Parse(issuer)
	if err != nil {
		return err
	}
	for name, address := range map[string]string{"authorization_endpoint": m.Authorization, "token_endpoint": m.Token,
		"jwks_uri": m.Keys, "userinfo_endpoint": m.UserInfo} {
		if address == "" && name == "userinfo_endpoint" {
			continue
		}
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || first.Scheme != "http") {
			return fmt.Errorf("its %s is %.100q", name, address)
		}
	}
	return nil
}
