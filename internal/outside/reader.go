package outside

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"partant/internal/fault"
	"partant/internal/host"
)

const (
	mostRequests = 4 // one, and three redirects
	longestURL   = 2000
)

// Reader reads what is at addresses that strangers name. Safe for concurrent use. It keeps nothing: no connection, no cookie, no answer.
type Reader struct {
	transport *http.Transport
	agent     string
	own       string // the host of the site itself
	patience  time.Duration
}

// NewReader returns a Reader that tells the sites it asks which one it belongs to, and takes so long for all of one address at most. The
// zero Lab is the real world.
func NewReader(base *url.URL, lab Lab, patience time.Duration) *Reader {
	lab = lab.Filled(patience)
	return &Reader{transport: lab.Transport(), agent: "Partant (+" + base.String() + ")", own: base.Hostname(), patience: lab.Patience}
}

// Patience returns ctx with an end: connecting may take half of that time.
func (r *Reader) Patience(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, r.patience)
}

// Fit returns an address that may be asked: of a site with a name, on the ports of the Web. fault.NotFound for any other.
func (r *Reader) Fit(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || len(address) > longestURL || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Port() != "" {
		return nil, fmt.Errorf("no address of a page: %w", fault.NotFound)
	}
	name, err := host.Parse(u.Hostname())
	if err != nil || strings.EqualFold(name, r.own) {
		return nil, fmt.Errorf("no site of others: %w", fault.NotFound)
	}
	u.Host, u.Fragment = name, ""
	return u, nil
}

// Fetch returns up to most bytes of what is at an address that is Fit, or where it sends from there, what that says it is, and where it
// was found. fault.NotFound, fault.Unavailable.
func (r *Reader) Fetch(ctx context.Context, at *url.URL, accept string, most int64) (content []byte, kind string, from *url.URL, err error) {
	for range mostRequests {
		var location string
		content, kind, location, err = r.get(ctx, at, accept, most)
		if err != nil || location == "" {
			return content, kind, at, err
		}
		next, err := at.Parse(location)
		if err != nil || at.Scheme == "https" && next.Scheme != "https" {
			return nil, "", nil, fmt.Errorf("sent to %.100q: %w", location, fault.NotFound)
		}
		if at, err = r.Fit(next.String()); err != nil {
			return nil, "", nil, err
		}
	}
	return nil, "", nil, fmt.Errorf("sent on %d times: %w", mostRequests, fault.NotFound)
}

// get makes one request.
func (r *Reader) get(ctx context.Context, at *url.URL, accept string, most int64) (content []byte, kind, location string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, "", "", fmt.Errorf("%w: %w", fault.NotFound, err)
	}
	req.Header = http.Header{"User-Agent": {r.agent}, "Accept": {accept}, "Accept-Language": {"fr, *;q=0.5"}}
	res, err := r.transport.RoundTrip(req)
	if err != nil {
		return nil, "", "", fmt.Errorf("%w: %w", fault.Unavailable, err)
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode >= 300 && res.StatusCode < 400 && res.Header.Get("Location") != "":
		return nil, "", res.Header.Get("Location"), nil
	case res.StatusCode >= 500 || res.StatusCode == http.StatusTooManyRequests:
		return nil, "", "", fmt.Errorf("status %d: %w", res.StatusCode, fault.Unavailable)
	case res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != "":
		return nil, "", "", fmt.Errorf("status %d: %w", res.StatusCode, fault.NotFound)
	}
	content, err = io.ReadAll(io.LimitReader(res.Body, most))
	if err != nil {
		err = fmt.Errorf("%w: %w", fault.Unavailable, err)
	}
	return content, res.Header.Get("Content-Type"), "", err
}

// Post sends something to an address that is Fit, once, and returns the status of the answer, of which it reads nothing. It is sent nowhere
// else from there. fault.NotFound, fault.Unavailable.
func (r *Reader) Post(ctx context.Context, at *url.URL, header http.Header, body []byte) (status int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, at.String(), bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("%w: %w", fault.NotFound, err)
	}
	req.Header = header.Clone()
	req.Header.Set("User-Agent", r.agent)
	res, err := r.transport.RoundTrip(req)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", fault.Unavailable, err)
	}
	return res.StatusCode, res.Body.Close()
}
