package signin

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
)

// AttemptLasts is how long somebody may stay at a provider.
const AttemptLasts = 10 * time.Minute

// Service applies the rules of signing in through providers.
type Service struct {
	base      *url.URL
	providers []Provider
	attempts  Attempts
	now       clock.Clock
}

// New returns a Service for the site at base. Pages show the providers in this order.
func New(base *url.URL, providers []Provider, attempts Attempts, now clock.Clock) *Service {
	return &Service{base: base, providers: providers, attempts: attempts, now: now}
}

// Offered lists the providers.
func (s *Service) Offered() []Offer {
	var all []Offer
	for _, p := range s.providers {
		all = append(all, Offer{p.Key(), p.Label()})
	}
	return all
}

// Begin sends somebody to a provider. secret is for their browser alone, redirect is where it goes now. next and account
// come back with the attempt; account is that of a signed-in member who links the provider, else empty.
// fault.NotFound when there is no such provider; Refusal (Away).
func (s *Service) Begin(ctx context.Context, key, next, account string) (secret, redirect string, err error) {
	defer fault.Wrap(&err, "signin.Begin(%.20q)", key)
	p, err := s.provider(key)
	if err != nil {
		return "", "", err
	}
	secret = id.Secret()
	a := Attempt{Digest: id.Digest(secret), Provider: key, State: id.Secret(), Nonce: id.Secret(), Verifier: id.Secret(),
		Next: next, Account: account, Expires: s.now().Add(AttemptLasts)}
	if redirect, err = p.Begin(ctx, &a, s.callback(key)); err != nil {
		return "", "", err
	}
	if err := s.attempts.PutAttempt(ctx, a); err != nil {
		return "", "", err
	}
	return secret, redirect, nil
}

func (s *Service) provider(key string) (Provider, error) {
	i := slices.IndexFunc(s.providers, func(p Provider) bool { return p.Key() == key })
	if i < 0 {
		return nil, fmt.Errorf("no such provider: %w", fault.NotFound)
	}
	return s.providers[i], nil
}

// callback is made of the address of the site, never of a request: whoever chooses the Host would get the codes.
func (s *Service) callback(key string) string { return s.base.JoinPath(CallbackPath(key)).String() }

// Finish lets somebody in who comes back with the secret of their browser, to the address of the provider key, with
// what the provider put into the query. The attempt is over whatever comes of it; it comes back beside a Refusal too,
// when there was one.
//
// Whoever links (Attempt.Account) must still be signed in to that account: this the caller checks.
// fault.NotFound when there is no such provider; Refusal.
func (s *Service) Finish(ctx context.Context, secret, key string, query url.Values) (_ Identity, a Attempt, err error) {
	defer fault.Wrap(&err, "signin.Finish(%.20q)", key)
	p, err := s.provider(key)
	if err != nil {
		return Identity{}, Attempt{}, err
	}
	if a, err = s.take(ctx, secret); err != nil {
		return Identity{}, Attempt{}, err
	}
	if err := s.check(a, key, query); err != nil {
		return Identity{}, a, err
	}
	who, err := p.Finish(ctx, a, s.callback(key), query)
	if err == nil && who.Subject == "" {
		err = Refusal{Untrusted, errors.New("it names nobody")}
	}
	if err != nil {
		return Identity{}, a, err
	}
	who.Provider = key
	return who, a, nil
}

// take removes the attempt of a browser, so that it ends once.
func (s *Service) take(ctx context.Context, secret string) (Attempt, error) {
	if secret == "" {
		return Attempt{}, Refusal{Unknown, errors.New("the browser has no cookie of an attempt")}
	}
	a, err := s.attempts.TakeAttempt(ctx, id.Digest(secret))
	if errors.Is(err, fault.NotFound) {
		return Attempt{}, Refusal{Why: Unknown}
	}
	return a, err
}

// check looks at everything that can be known without asking the provider.
func (s *Service) check(a Attempt, key string, query url.Values) error {
	switch {
	case !s.now().Before(a.Expires):
		return Refusal{Why: Expired}
	case a.Provider != key:
		return Refusal{Mixed, fmt.Errorf("the attempt went to %s", a.Provider)}
	case !handedBack(query, a.State):
		return Refusal{Why: Forged}
	case query.Has("error"):
		return reported(query.Get("error"))
	case query.Get("code") == "" || len(query["code"]) > 1:
		return Refusal{Untrusted, errors.New("it sent no code, or several")}
	}
	return nil
}

// handedBack reports whether the query holds the state, once.
func handedBack(query url.Values, state string) bool {
	got := query["state"]
	return len(got) == 1 && state != "" && subtle.ConstantTimeCompare([]byte(got[0]), []byte(state)) == 1
}

// declined are the words of providers for « the person said no ».
var declined = []string{"access_denied", "user_cancelled_login", "user_cancelled_authorize"}

// reported is what an error means that the provider put into the query.
func reported(code string) error {
	if slices.Contains(declined, code) {
		return Refusal{Why: Declined}
	}
	return Refusal{Away, fmt.Errorf("it reports %.40q", code)}
}

// Sweep removes attempts that are over.
func (s *Service) Sweep(ctx context.Context) error { return s.attempts.Sweep(ctx, s.now()) }
