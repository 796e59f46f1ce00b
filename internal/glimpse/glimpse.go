// Package glimpse looks at a page of the Web for what it says of itself: its title, a sentence, a picture. It goes there
// through package outside alone, once, and believes nothing: all is bounded in time and in size, and read as text.
package glimpse

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html/charset"

	"partant/internal/fault"
	"partant/internal/host"
	"partant/internal/outside"
	"partant/internal/post"
)

// Limits of one look.
const (
	patience     = 8 * time.Second // all of it; connecting may take half
	longestPage  = 512 << 10       // what is read of a page
	heaviest     = 3 << 20         // a picture that weighs more is none
	mostRequests = 4               // one, and three redirects
	longestURL   = 2000
)

// Looker is a post.Peeker. Safe for concurrent use. It keeps nothing: no connection, no cookie, no answer.
type Looker struct {
	transport *http.Transport
	agent     string
	own       string // the host of the site itself
	patience  time.Duration
}

var _ post.Peeker = (*Looker)(nil)

// New returns a Looker that tells the sites it asks which one it belongs to. The zero Lab is the real world.
func New(base *url.URL, lab outside.Lab) *Looker {
	lab = lab.Filled(patience)
	return &Looker{transport: lab.Transport(), agent: "Partant (+" + base.String() + ")", own: base.Hostname(), patience: lab.Patience}
}

// Peek implements post.Peeker.
func (l *Looker) Peek(ctx context.Context, address string) (_ post.Glimpse, err error) {
	defer fault.Wrap(&err, "glimpse.Peek(%.100q)", address)
	ctx, cancel := context.WithTimeout(ctx, l.patience)
	defer cancel()
	at, err := l.fit(address)
	if err != nil {
		return post.Glimpse{}, err
	}
	content, kind, at, err := l.fetch(ctx, at, "text/html, application/xhtml+xml", longestPage)
	if err != nil {
		return post.Glimpse{}, err
	}
	if media, _, _ := mime.ParseMediaType(kind); media != "text/html" && media != "application/xhtml+xml" {
		return post.Glimpse{}, fmt.Errorf("%.40q is no page: %w", kind, fault.NotFound)
	}
	text, err := charset.NewReader(bytes.NewReader(content), kind)
	if err != nil {
		return post.Glimpse{}, fmt.Errorf("%w: %w", fault.NotFound, err)
	}
	seen := read(text)
	g := seen.glimpse(strings.TrimPrefix(at.Hostname(), "www."))
	g.Picture = l.picture(ctx, at, seen.image)
	return g, nil
}

// fit returns an address that may be asked: of a site with a name, on the ports of the Web. fault.NotFound for any other.
func (l *Looker) fit(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || len(address) > longestURL || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Port() != "" {
		return nil, fmt.Errorf("no address of a page: %w", fault.NotFound)
	}
	name, err := host.Parse(u.Hostname())
	if err != nil || strings.EqualFold(name, l.own) {
		return nil, fmt.Errorf("no site of others: %w", fault.NotFound)
	}
	u.Host, u.Fragment = name, ""
	return u, nil
}

// fetch returns up to most bytes of what is at an address, or where it sends from there, and what that says it is.
func (l *Looker) fetch(ctx context.Context, at *url.URL, accept string, most int64) (content []byte, kind string, from *url.URL, err error) {
	for range mostRequests {
		var location string
		content, kind, location, err = l.get(ctx, at, accept, most)
		if err != nil || location == "" {
			return content, kind, at, err
		}
		next, err := at.Parse(location)
		if err != nil || at.Scheme == "https" && next.Scheme != "https" {
			return nil, "", nil, fmt.Errorf("sent to %.100q: %w", location, fault.NotFound)
		}
		if at, err = l.fit(next.String()); err != nil {
			return nil, "", nil, err
		}
	}
	return nil, "", nil, fmt.Errorf("sent on %d times: %w", mostRequests, fault.NotFound)
}

// get makes one request.
func (l *Looker) get(ctx context.Context, at *url.URL, accept string, most int64) (content []byte, kind, location string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, "", "", fmt.Errorf("%w: %w", fault.NotFound, err)
	}
	req.Header = http.Header{"User-Agent": {l.agent}, "Accept": {accept}, "Accept-Language": {"fr, *;q=0.5"}}
	res, err := l.transport.RoundTrip(req)
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

// picture returns the picture that a page names, if it is one that can be had. That there is none is no error.
func (l *Looker) picture(ctx context.Context, page *url.URL, named string) []byte {
	if named == "" {
		return nil
	}
	at, err := page.Parse(named)
	if err == nil {
		at, err = l.fit(at.String())
	}
	if err != nil {
		return nil
	}
	content, kind, _, err := l.fetch(ctx, at, "image/jpeg, image/png, image/webp, image/gif", heaviest+1)
	if err != nil || len(content) > heaviest || !strings.HasPrefix(kind, "image/") {
		return nil
	}
	return content
}
