package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/subtle"
	"crypto/x509"
	"errors"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

const (
	keyID      = "1"
	tokensLast = 5 * time.Minute
)

var (
	errUnknown = errors.New("unknown")
	errNever   = errors.New("this provider does not do that")
)

// storage is the op.Storage of one test: requests, codes and tokens in memory.
type storage struct {
	issuer     string
	now        func() Behaviour
	key, other *rsa.PrivateKey
	public     []byte // of key

	mu       sync.Mutex
	requests map[string]*request
	codes    map[string]string // code to request
	tokens   map[string]grant
}

// grant is what an access token is good for.
type grant struct {
	subject string
	scopes  []string
}

func newStorage(issuer string, now func() Behaviour) (*storage, error) {
	s := &storage{issuer: issuer, now: now, requests: map[string]*request{}, codes: map[string]string{}, tokens: map[string]grant{}}
	for _, key := range []**rsa.PrivateKey{&s.key, &s.other} {
		made, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return nil, err
		}
		*key = made
	}
	s.public = x509.MarshalPKCS1PublicKey(&s.key.PublicKey)
	return s, nil
}

// approve lets the user of b in.
func (s *storage) approve(id string, b Behaviour) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, known := s.requests[id]
	if !known {
		return errUnknown
	}
	r.subject, r.acr, r.done = b.User["sub"].(string), b.ACR, true
	return nil
}

// CreateAuthRequest implements op.AuthStorage.
func (s *storage) CreateAuthRequest(_ context.Context, asked *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &request{id: rand.Text(), asked: *asked}
	s.requests[r.id] = r
	return r, nil
}

// AuthRequestByID implements op.AuthStorage.
func (s *storage) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, known := s.requests[id]; known {
		return r, nil
	}
	return nil, errUnknown
}

// AuthRequestByCode implements op.AuthStorage.
func (s *storage) AuthRequestByCode(ctx context.Context, code string) (op.AuthRequest, error) {
	s.mu.Lock()
	id := s.codes[code]
	s.mu.Unlock()
	return s.AuthRequestByID(ctx, id)
}

// SaveAuthCode implements op.AuthStorage.
func (s *storage) SaveAuthCode(_ context.Context, id, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[code] = id
	return nil
}

// DeleteAuthRequest implements op.AuthStorage: its code is used.
func (s *storage) DeleteAuthRequest(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.requests, id)
	return nil
}

// CreateAccessToken implements op.AuthStorage.
func (s *storage) CreateAccessToken(_ context.Context, r op.TokenRequest) (string, time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := rand.Text()
	s.tokens[id] = grant{r.GetSubject(), r.GetScopes()}
	return id, time.Now().Add(tokensLast), nil
}

// SetUserinfoFromScopes implements op.OPStorage: what goes into the ID token.
func (s *storage) SetUserinfoFromScopes(_ context.Context, info *oidc.UserInfo, user, _ string, scopes []string) error {
	info.Subject = user
	if b := s.now(); !b.Thin {
		fill(info, b.claims(scopes))
	}
	return nil
}

// SetUserinfoFromToken implements op.OPStorage.
func (s *storage) SetUserinfoFromToken(_ context.Context, info *oidc.UserInfo, token, _, _ string) error {
	s.mu.Lock()
	granted, known := s.tokens[token]
	s.mu.Unlock()
	if !known {
		return errUnknown
	}
	info.Subject = granted.subject
	fill(info, s.now().claims(granted.scopes))
	return nil
}

func fill(info *oidc.UserInfo, claims map[string]any) {
	for name, value := range claims {
		info.AppendClaims(name, value)
	}
}

// GetClientByClientID implements op.OPStorage.
func (s *storage) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	if id != ClientID {
		return nil, errUnknown
	}
	return client{}, nil
}

// AuthorizeClientIDSecret implements op.OPStorage.
func (s *storage) AuthorizeClientIDSecret(_ context.Context, id, secret string) error {
	if id != ClientID || subtle.ConstantTimeCompare([]byte(secret), []byte(ClientSecret)) != 1 {
		return errUnknown
	}
	return nil
}

// SigningKey implements op.AuthStorage.
func (s *storage) SigningKey(context.Context) (op.SigningKey, error) { return signing{s.key}, nil }

// SignatureAlgorithms implements op.AuthStorage.
func (s *storage) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.RS256}, nil
}

// KeySet implements op.AuthStorage.
func (s *storage) KeySet(context.Context) ([]op.Key, error) {
	return []op.Key{published{&s.key.PublicKey}}, nil
}

// signing is an op.SigningKey, published an op.Key.
type (
	signing   struct{ key *rsa.PrivateKey }
	published struct{ key *rsa.PublicKey }
)

func (signing) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }
func (s signing) Key() any                                  { return s.key }
func (signing) ID() string                                  { return keyID }
func (published) ID() string                                { return keyID }
func (published) Algorithm() jose.SignatureAlgorithm        { return jose.RS256 }
func (published) Use() string                               { return "sig" }
func (p published) Key() any                                { return p.key }
