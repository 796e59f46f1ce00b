package goth

import (
	"context"
	"crypto/subtle"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/markbates/goth/providers/openidConnect"
)

// keySet is an oidc.KeySet of one verification, which remembers why the keys could not be had.
type keySet struct {
	*oidc.RemoteKeySet
	failed error
}

// VerifySignature implements oidc.KeySet.
func (k *keySet) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	payload, err := k.RemoteKeySet.VerifySignature(ctx, token)
	if cause := errors.Unwrap(err); cause != nil { // a signature that is wrong has none
		k.failed = cause
	}
	return payload, err
}

// signed returns a token that the provider has signed, checked as how says. Nobody signs with « none » or with a secret.
func (p *openID) signed(ctx context.Context, known *known, token string, how oidc.Config) (*oidc.IDToken, claims, error) {
	keys := &keySet{RemoteKeySet: known.keys}
	how.Now, how.SupportedSigningAlgs = p.now, known.algorithms
	read, err := oidc.NewVerifier(p.kind.issuer, keys, &how).Verify(ctx, token)
	if keys.failed != nil {
		return nil, claims{}, away("reading its keys", keys.failed)
	}
	var c claims
	if err == nil {
		err = read.Claims(&c)
	}
	if err != nil {
		return nil, claims{}, untrusted("%v", err)
	}
	return read, c, nil
}

// verify returns the claims of the ID token when it is signed by the provider, for this site, for this attempt and for
// this access token, and is not over.
func (p *openID) verify(ctx context.Context, known *known, tokens *openidConnect.Session, nonce string) (claims, error) {
	token, c, err := p.signed(ctx, known, tokens.IDToken, oidc.Config{ClientID: p.site.ID})
	switch {
	case err != nil:
		return c, err
	case !p.fresh(token.Nonce, nonce):
		return c, untrusted("the nonce is another's")
	case c.Party != "" && c.Party != p.site.ID, c.Party == "" && len(token.Audience) > 1:
		return c, untrusted("the ID token is for %.100q", c.Party)
	case !subjectFits(c.Subject):
		return c, untrusted("the subject is %.100q", c.Subject)
	case token.AccessTokenHash != "" && token.VerifyAccessToken(tokens.AccessToken) != nil:
		return c, untrusted("the ID token is of another access token")
	}
	return c, nil
}

// fresh reports whether a token was made for this attempt. LinkedIn signs no nonce; were it to, it must be ours.
func (p *openID) fresh(got, want string) bool {
	if got == "" && p.kind.plain {
		return true
	}
	return want != "" && subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}

// subjectFits reports whether a provider may call somebody that: at most 255 visible ASCII characters.
func subjectFits(subject string) bool {
	visible := func(r rune) bool { return r > ' ' && r <= '~' }
	return subject != "" && len(subject) <= 255 && !strings.ContainsFunc(subject, func(r rune) bool { return !visible(r) })
}

// ask reads the user info of subject, which may be signed as the ID token is. Zero claims when the provider has none.
func (p *openID) ask(ctx context.Context, known *known, access, subject string) (claims, error) {
	if known.userInfo == "" {
		return claims{}, nil
	}
	body, jwt, err := p.fetch(ctx, known.userInfo, access)
	if err != nil {
		return claims{}, err
	}
	var c claims
	if jwt {
		_, c, err = p.signed(ctx, known, string(body), oidc.Config{SkipClientIDCheck: true, SkipIssuerCheck: true, SkipExpiryCheck: true})
	} else {
		c, err = readClaims(body)
	}
	if err != nil {
		return c, err
	}
	if c.Subject != subject || c.Issuer != "" && c.Issuer != p.kind.issuer || len(c.Audience) > 0 && !slices.Contains(c.Audience, p.site.ID) {
		return c, untrusted("the user info is of somebody else")
	}
	return c, nil
}

// fetch gets what an access token is good for, and whether it is a JWT.
func (p *openID) fetch(ctx context.Context, address, access string) (body []byte, jwt bool, err error) {
	const doing = "reading the user info"
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, false, away(doing, err)
	}
	ask.Header.Set("Authorization", "Bearer "+access)
	answer, err := p.client.Do(ask)
	if err != nil {
		return nil, false, away(doing, err)
	}
	defer answer.Body.Close()
	if body, err = io.ReadAll(answer.Body); err != nil {
		return nil, false, away(doing, err)
	}
	if answer.StatusCode != http.StatusOK {
		return nil, false, away(doing, errors.New(answer.Status))
	}
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	return body, kind == "application/jwt", nil
}
