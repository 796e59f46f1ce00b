package goth

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"partant/internal/signin"
	"partant/internal/text"
)

// claims are what an ID token or a user info says, as far as it is used here.
type claims struct {
	Subject    string   `json:"sub"`
	Issuer     string   `json:"iss"`
	Audience   audience `json:"aud"`
	Party      string   `json:"azp"` // for whom the token was made, of its audience
	Email      string   `json:"email"`
	Verified   *yes     `json:"email_verified"` // nil when nothing is said
	Name       string   `json:"name"`
	GivenName  string   `json:"given_name"`
	FamilyName string   `json:"family_name"`
	UsualName  string   `json:"usual_name"` // ProConnect's word for the family name
	SIRET      string   `json:"siret"`
	ACR        string   `json:"acr"` // how sure the provider is of them
}

func readClaims(body []byte) (c claims, err error) {
	if err := json.Unmarshal(body, &c); err != nil {
		return claims{}, untrusted("the claims: %v", err)
	}
	return c, nil
}

// audience is one name or several.
type audience []string

// UnmarshalJSON implements json.Unmarshaler.
func (a *audience) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(a))
}

// yes is true for true, and for "true", which some providers write. All else is no.
type yes bool

// UnmarshalJSON implements json.Unmarshaler.
func (y *yes) UnmarshalJSON(b []byte) error {
	*y = yes(bytes.Equal(b, []byte("true")) || bytes.Equal(b, []byte(`"true"`)))
	return nil
}

// identity joins what the ID token and the user info say. The subject is made of the issuer too: were the site to go to
// another one under the same key, its subject 1 would be somebody else.
func (p *openID) identity(token, info claims) signin.Identity {
	who := signin.Identity{Provider: p.kind.key, Subject: p.kind.issuer + "#" + token.Subject}
	who.Email, who.EmailVerified = address(token, info)
	who.Name = text.Cut(text.Line(first(info.called(), token.called())), 80)
	if p.kind.company {
		who.SIRET = siret(first(info.SIRET, token.SIRET))
		who.SIRETVouched = who.SIRET != "" && slices.Contains(vouched, token.ACR)
	}
	return who
}

// address is that of the user info, else that of the ID token. Each vouches for its own alone: a word on one address
// says nothing of another.
func address(token, info claims) (email string, verified bool) {
	of := info
	if info.Email == "" {
		of = token
	}
	if of.Verified == nil && token.Email == of.Email {
		of.Verified = token.Verified
	}
	email = text.Line(of.Email)
	if email != of.Email || len(email) > 254 || !strings.Contains(email, "@") {
		return "", false
	}
	return email, of.Verified != nil && bool(*of.Verified)
}

// called is how somebody is called.
func (c claims) called() string {
	return first(c.Name, text.Line(c.GivenName+" "+first(c.UsualName, c.FamilyName)))
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// siret returns the 14 digits of a SIRET, or nothing. Whether it exists is for others to see.
func siret(s string) string {
	s = strings.ReplaceAll(s, " ", "")
	if len(s) != 14 || strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		return ""
	}
	return s
}

// vouched are the levels of ProConnect at which somebody has checked that a person works for the company: eidas0 and
// self-asserted are not among them.
var vouched = []string{"eidas1", "eidas1-mfa", "eidas2", "eidas3",
	"https://proconnect.gouv.fr/assurance/consistency-checked", "https://proconnect.gouv.fr/assurance/consistency-checked-2fa"}
