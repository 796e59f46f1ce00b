package main

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// faults are the ways to misbehave.
var faults = []string{
	// Of every answer to a site.
	"down", "slow", "large", "elsewhere",
	// Of the metadata.
	"metadata-issuer", "announces-issuer",
	// Of the answer that holds the tokens: no ID token, a number for one, an access token that it was not made for.
	"no-token", "number", "other-access-token",
	// Of the claims of the ID token.
	"nonce", "no-nonce", "issuer", "audience", "party", "expired", "expiry-text", "no-subject",
	// Of its signature.
	"none", "key", "hs256",
	// Of the user info.
	"userinfo-subject", "userinfo-key", "userinfo-none", "userinfo-audience", "userinfo-issuer",
	// LinkedIn signs no nonce, takes no verifier, and wants the secret in the form.
	"linkedin",
}

const elsewhere = "https://ailleurs.invalid"

// spoilt is an answer as b wants it.
func (s *storage) spoilt(path string, body []byte, kind string, b Behaviour) ([]byte, string, error) {
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, "", err
	}
	var err error
	switch path {
	case pathMetadata:
		spoilMetadata(answer, b)
	case pathToken:
		err = s.spoilTokens(answer, b)
	case pathUserInfo:
		spoilUserInfo(answer, b)
		if b.Signed {
			jwt, err := s.signedInfo(answer, b)
			return []byte(jwt), "application/jwt; charset=utf-8", err
		}
	}
	if err != nil {
		return nil, "", err
	}
	body, err = json.Marshal(answer)
	return body, kind, err
}

func spoilMetadata(answer map[string]any, b Behaviour) {
	if b.has("metadata-issuer") {
		answer["issuer"] = elsewhere
	}
	answer["authorization_response_iss_parameter_supported"] = b.has("announces-issuer")
}

func (s *storage) spoilTokens(answer map[string]any, b Behaviour) error {
	token, _ := answer["id_token"].(string)
	claims, err := payload(token)
	if err != nil {
		return err
	}
	spoilClaims(claims, b)
	if answer["id_token"], err = s.signed(claims, b, ""); err != nil {
		return err
	}
	switch {
	case b.has("no-token"):
		delete(answer, "id_token")
	case b.has("number"):
		answer["id_token"] = 1
	case b.has("other-access-token"):
		answer["access_token"] = "x" + answer["access_token"].(string)
	}
	return nil
}

func spoilClaims(claims map[string]any, b Behaviour) {
	for fault, change := range map[string]func(){
		"nonce":       func() { claims["nonce"] = "another" },
		"no-nonce":    func() { delete(claims, "nonce") },
		"linkedin":    func() { delete(claims, "nonce") },
		"issuer":      func() { claims["iss"] = elsewhere },
		"audience":    func() { claims["aud"] = "somebody" },
		"party":       func() { claims["aud"], claims["azp"] = []string{ClientID, "somebody"}, "somebody" },
		"expired":     func() { claims["exp"] = time.Now().Add(-time.Minute).Unix() },
		"expiry-text": func() { claims["exp"] = "tomorrow" },
		"no-subject":  func() { delete(claims, "sub") },
	} {
		if b.has(fault) {
			change()
		}
	}
}

func spoilUserInfo(answer map[string]any, b Behaviour) {
	if b.has("userinfo-subject") {
		answer["sub"] = "somebody else"
	}
}

// signedInfo is the user info as ProConnect sends it.
func (s *storage) signedInfo(answer map[string]any, b Behaviour) (string, error) {
	answer["iss"], answer["aud"] = s.issuer, ClientID
	if b.has("userinfo-audience") {
		answer["aud"] = "somebody"
	}
	if b.has("userinfo-issuer") {
		answer["iss"] = elsewhere
	}
	return s.signed(answer, b, "userinfo-")
}

// signed signs claims: well, or with the fault of that name behind the prefix.
func (s *storage) signed(claims map[string]any, b Behaviour, prefix string) (string, error) {
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	with := jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: s.key, KeyID: keyID}}
	switch {
	case b.has(prefix + "none"):
		return raw(`{"alg":"none"}`) + "." + raw(string(body)) + ".", nil
	case b.has(prefix + "key"):
		with.Key = jose.JSONWebKey{Key: s.other, KeyID: keyID}
	case b.has(prefix + "hs256"): // the key that everybody has, taken for a secret
		with = jose.SigningKey{Algorithm: jose.HS256, Key: jose.JSONWebKey{Key: slices.Clone(s.public), KeyID: keyID}}
	}
	signer, err := jose.NewSigner(with, nil)
	if err != nil {
		return "", err
	}
	token, err := signer.Sign(body)
	if err != nil {
		return "", err
	}
	return token.CompactSerialize()
}

func raw(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// payload reads the claims of a token without looking at its signature.
func payload(token string) (claims map[string]any, err error) {
	_, rest, _ := strings.Cut(token, ".")
	middle, _, _ := strings.Cut(rest, ".")
	body, err := base64.RawURLEncoding.DecodeString(middle)
	if err != nil {
		return nil, err
	}
	return claims, json.Unmarshal(body, &claims)
}
