package goth

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// What a provider may take of us.
const (
	patience = 5 * time.Second // for one answer
	mostBody = 1 << 20
	mostHops = 3
)

var errElsewhere = errors.New("it leads to another host")

// newClient returns the HTTP client that asks providers: it waits five seconds, reads a megabyte and stays at the host that
// it was sent to.
func newClient(through http.RoundTripper) *http.Client {
	return &http.Client{Transport: bounded{through}, Timeout: patience, CheckRedirect: sameHost}
}

func sameHost(next *http.Request, via []*http.Request) error {
	if first := via[0].URL; next.URL.Scheme != first.Scheme || next.URL.Host != first.Host || len(via) > mostHops {
		return errElsewhere
	}
	return nil
}

// bounded cuts what is read of an answer.
type bounded struct{ through http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(ask *http.Request) (*http.Response, error) {
	answer, err := b.through.RoundTrip(ask)
	if err == nil {
		answer.Body = http.MaxBytesReader(nil, answer.Body, mostBody)
	}
	return answer, err
}

// within returns c as it is for work that ends with ctx: goth takes no context.
func within(ctx context.Context, c *http.Client) *http.Client {
	end, bounded := ctx.Deadline()
	if !bounded {
		return c
	}
	own := *c
	own.Timeout = max(min(c.Timeout, time.Until(end)), 1) // zero would be for ever
	return &own
}
