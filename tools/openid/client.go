package main

import (
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// The one client.
const (
	ClientID     = "partant"
	ClientSecret = "un secret d'essai : é&="
)

// client is a site that keeps a secret, at any address that a test has: it is an op.HasRedirectGlobs.
type client struct{}

func (client) RedirectURIGlobs() []string {
	return []string{"http://127.0.0.1:*/connexion/*/retour", "http://localhost:*/connexion/*/retour", "https://*.example/connexion/*/retour"}
}

func (client) PostLogoutRedirectURIGlobs() []string             { return nil }
func (client) GetID() string                                    { return ClientID }
func (client) RedirectURIs() []string                           { return nil }
func (client) PostLogoutRedirectURIs() []string                 { return nil }
func (client) ApplicationType() op.ApplicationType              { return op.ApplicationTypeWeb }
func (client) AuthMethod() oidc.AuthMethod                      { return oidc.AuthMethodBasic }
func (client) ResponseTypes() []oidc.ResponseType               { return []oidc.ResponseType{oidc.ResponseTypeCode} }
func (client) GrantTypes() []oidc.GrantType                     { return []oidc.GrantType{oidc.GrantTypeCode} }
func (client) LoginURL(id string) string                        { return "/login?request=" + id }
func (client) AccessTokenType() op.AccessTokenType              { return op.AccessTokenTypeBearer }
func (client) IDTokenLifetime() time.Duration                   { return tokensLast }
func (client) DevMode() bool                                    { return true }
func (client) IsScopeAllowed(string) bool                       { return true }
func (client) IDTokenUserinfoClaimsAssertion() bool             { return true }
func (client) ClockSkew() time.Duration                         { return 0 }
func (client) RestrictAdditionalIdTokenScopes() scopeFilter     { return every }
func (client) RestrictAdditionalAccessTokenScopes() scopeFilter { return every }

type scopeFilter = func([]string) []string

func every(scopes []string) []string { return scopes }
