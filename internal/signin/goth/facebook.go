package goth

import (
	"context"
	"net/http"
	"net/url"

	"github.com/markbates/goth/providers/facebook"

	"partant/internal/signin"
	"partant/internal/text"
)

// facebookOf is a signin.Provider. Facebook speaks OAuth 2 without an ID token: the state alone ties the answer to the
// browser, and no address counts as verified.
type facebookOf struct {
	site   Client
	client *http.Client
}

// Facebook returns the provider of that name.
func (m Maker) Facebook(c Client) signin.Provider { return facebookOf{c, m.client} }

// Key implements signin.Provider.
func (facebookOf) Key() string { return "facebook" }

// Label implements signin.Provider.
func (facebookOf) Label() string { return "Facebook" }

// Begin implements signin.Provider. It asks nobody anything.
func (p facebookOf) Begin(ctx context.Context, a *signin.Attempt, callback string) (redirect string, err error) {
	session, err := p.library(ctx, callback).BeginAuth(a.State)
	if err != nil {
		return "", away("beginning", err)
	}
	if redirect, err = session.GetAuthURL(); err != nil {
		return "", away("beginning", err)
	}
	a.Session = session.Marshal()
	return redirect, nil
}

// library is the provider of goth for one use: no more is asked of people than is used.
func (p facebookOf) library(ctx context.Context, callback string) *facebook.Provider {
	l := facebook.New(p.site.ID, p.site.Secret, callback).SetCustomFields([]string{"id", "name", "email"})
	l.HTTPClient = within(ctx, p.client)
	return l
}

// Finish implements signin.Provider. Of the token it keeps nothing.
func (p facebookOf) Finish(ctx context.Context, a signin.Attempt, callback string, query url.Values) (signin.Identity, error) {
	l := p.library(ctx, callback)
	session, err := l.UnmarshalSession(a.Session)
	if err != nil {
		return signin.Identity{}, untrusted("the attempt is damaged: %v", err)
	}
	if err := authorize(session, l, url.Values{"code": {query.Get("code")}}); err != nil {
		return signin.Identity{}, traded(err)
	}
	user, err := l.FetchUser(session)
	if err != nil {
		return signin.Identity{}, away("reading the user info", err)
	}
	if !subjectFits(user.UserID) {
		return signin.Identity{}, untrusted("the subject is %.100q", user.UserID)
	}
	email, _ := address(claims{Email: user.Email}, claims{})
	return signin.Identity{Provider: p.Key(), Subject: user.UserID, Email: email, Name: text.Cut(text.Line(user.Name), 80)}, nil
}
