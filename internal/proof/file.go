package proof

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"partant/internal/fault"
	"partant/internal/host"
)

// File looks for the token on a line of its own in the first 4 KiB of https://NAME/.well-known/partant.txt, and over
// http only where https cannot be reached: a wrong certificate is no such case. Redirects are followed from http to
// https and between a name and the same with « www. », to that file and no other.
//
// It returns nil, a Reason, or fault.Invalid for a token that is none.
func (p *Prover) File(ctx context.Context, name, token string) (err error) {
	defer fault.Wrap(&err, "proof.File(%.60q)", name)
	ctx, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	if name, err = fit(name, token); err != nil {
		return err
	}
	content, err := p.follow(ctx, address("https", name))
	if errors.Is(err, Unreachable) {
		content, err = p.follow(ctx, address("http", name))
	}
	if err == nil && !TokenIn(content, token) {
		err = Other
	}
	return err
}

// fit returns the one spelling of name.
func fit(name, token string) (string, error) {
	if !wellFormed(token) {
		return "", fmt.Errorf("a token of %d bytes is none: %w", len(token), fault.Invalid)
	}
	name, err := host.Parse(name)
	if err != nil {
		return "", fmt.Errorf("%w: %w", Unfit, err)
	}
	return name, nil
}

func address(scheme, name string) *url.URL { return &url.URL{Scheme: scheme, Host: name, Path: Path} }

// follow returns what the file holds, at the address or where the site sends from there.
func (p *Prover) follow(ctx context.Context, at *url.URL) ([]byte, error) {
	for range mostRequests {
		content, location, err := p.get(ctx, at)
		if err != nil || location == "" {
			return content, err
		}
		if at, err = step(at, location); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%w: %d times", Redirected, mostRequests)
}

// get makes one request. It returns the file or where the site sends; a RoundTripper follows nothing by itself and
// knows no cookies.
func (p *Prover) get(ctx context.Context, at *url.URL) (content []byte, location string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, "", err
	}
	req.Header = http.Header{"User-Agent": {p.agent}, "Accept": {"text/plain, */*;q=0.1"}}
	res, err := p.transport.RoundTrip(req)
	if err != nil {
		return nil, "", explain(err)
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusOK:
		content, err = io.ReadAll(io.LimitReader(res.Body, longestFile+1))
		if err != nil {
			err = explain(err)
		}
		return content, "", err
	case http.StatusNotFound, http.StatusGone:
		return nil, "", Missing
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if location = res.Header.Get("Location"); location == "" {
			err = Redirected
		}
		return nil, location, err
	}
	return nil, "", fmt.Errorf("%w: status %d", Refused, res.StatusCode)
}

// step returns the address that a redirect leads to, or Redirected when it is not the same file of the same site, or
// when it leaves https. The address is made anew: nothing of the redirect but scheme and host is in it.
func step(from *url.URL, location string) (*url.URL, error) {
	to, err := from.Parse(location)
	if err != nil {
		return nil, fmt.Errorf("%w to what is no URL", Redirected)
	}
	name, err := host.OfURL(to.String())
	down := from.Scheme == "https" && to.Scheme != "https"
	if err != nil || down || !sameSite(from.Host, name) || to.Path != Path || to.RawQuery != "" {
		return nil, fmt.Errorf("%w to %.100q", Redirected, to.Redacted())
	}
	return address(to.Scheme, name), nil
}

// sameSite reports whether two names differ by « www. » at most.
func sameSite(a, b string) bool {
	return strings.TrimPrefix(a, "www.") == strings.TrimPrefix(b, "www.")
}
