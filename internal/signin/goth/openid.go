package goth

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	library "github.com/markbates/goth"
	"github.com/markbates/goth/providers/openidConnect"
	"golang.org/x/oauth2"

	"partant/internal/clock"
	"partant/internal/signin"
)

// openID is a signin.Provider that speaks OpenID Connect.
type openID struct {
	kind      kind
	site      Client
	client    *http.Client
	now       clock.Clock
	discovery *discovery
}

func (m Maker) openID(k kind, site Client) *openID {
	return &openID{k, site, m.client, m.now, newDiscovery(k, site, m.client)}
}

// Key implements signin.Provider.
func (p *openID) Key() string { return p.kind.key }

// Label implements signin.Provider.
func (p *openID) Label() string { return p.kind.label }

// Begin implements signin.Provider.
func (p *openID) Begin(ctx context.Context, a *signin.Attempt, callback string) (redirect string, err error) {
	known, err := p.discovery.get(ctx)
	if err != nil {
		return "", err
	}
	asking := *known.goth // its options are for this attempt alone
	asking.SetAuthCodeOptions(p.options(a, callback))
	session, err := asking.BeginAuth(a.State)
	if err != nil {
		return "", away("beginning", err)
	}
	if redirect, err = session.GetAuthURL(); err != nil {
		return "", away("beginning", err)
	}
	a.Session = session.Marshal()
	return redirect, nil
}

// options are the parameters of the request that goth does not know.
func (p *openID) options(a *signin.Attempt, callback string) map[string]string {
	all := map[string]string{"redirect_uri": callback, "nonce": a.Nonce}
	if !p.kind.plain {
		all["code_challenge"], all["code_challenge_method"] = oauth2.S256ChallengeFromVerifier(a.Verifier), "S256"
	}
	if p.kind.claims != "" {
		all["claims"] = p.kind.claims
	}
	return all
}

// Finish implements signin.Provider. Of the tokens it keeps nothing.
func (p *openID) Finish(ctx context.Context, a signin.Attempt, callback string, query url.Values) (signin.Identity, error) {
	known, err := p.discovery.get(ctx)
	if err != nil {
		return signin.Identity{}, err
	}
	if err := known.answers(query, p.kind.issuer); err != nil {
		return signin.Identity{}, err
	}
	tokens, err := p.trade(ctx, known, a, callback, query.Get("code"))
	if err != nil {
		return signin.Identity{}, err
	}
	told, err := p.verify(ctx, known, tokens, a.Nonce)
	if err != nil {
		return signin.Identity{}, err
	}
	more, err := p.ask(ctx, known, tokens.AccessToken, told.Subject)
	if err != nil {
		return signin.Identity{}, err
	}
	return p.identity(told, more), nil
}

// answers sees that the provider that answers is the one that was asked, where it says who it is (RFC 9207).
func (k *known) answers(query url.Values, issuer string) error {
	if got := query["iss"]; k.names && len(got) == 0 || len(got) > 1 || len(got) == 1 && got[0] != issuer {
		return untrusted("the answer is of %.100q", got)
	}
	return nil
}

// trade sends the code, and the verifier, for tokens.
func (p *openID) trade(ctx context.Context, k *known, a signin.Attempt, callback, code string) (*openidConnect.Session, error) {
	trading := *k.goth
	trading.HTTPClient = within(ctx, p.client)
	session, err := trading.UnmarshalSession(a.Session)
	if err != nil {
		return nil, untrusted("the attempt is damaged: %v", err)
	}
	send := url.Values{"code": {code}, "redirect_uri": {callback}}
	if !p.kind.plain {
		send.Set("code_verifier", a.Verifier)
	}
	if err := authorize(session, &trading, send); err != nil {
		return nil, traded(err)
	}
	tokens, ok := session.(*openidConnect.Session)
	if !ok || tokens.IDToken == "" {
		return nil, untrusted("there is no ID token")
	}
	return tokens, nil
}

var errStrange = errors.New("the answer is none that goth understands")

// authorize is session.Authorize without its panic: goth expects that an ID token is a text.
func authorize(session library.Session, provider library.Provider, send url.Values) (err error) {
	defer func() {
		if recover() != nil {
			err = errStrange
		}
	}()
	_, err = session.Authorize(provider, send)
	return err
}
