// Package glimpse looks at a page of the Web for what it says of itself: its title, a sentence, a picture. It goes there
// through package outside alone, once, and believes nothing: all is bounded in time and in size, and read as text.
package glimpse

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html/charset"

	"partant/internal/fault"
	"partant/internal/outside"
	"partant/internal/post"
)

// Limits of one look.
const (
	patience    = 8 * time.Second // all of it
	longestPage = 512 << 10       // what is read of a page
	heaviest    = 3 << 20         // a picture that weighs more is none
)

// Looker is a post.Peeker. Safe for concurrent use.
type Looker struct{ site *outside.Reader }

var _ post.Peeker = (*Looker)(nil)

// New returns a Looker that tells the sites it asks which one it belongs to. The zero Lab is the real world.
func New(base *url.URL, lab outside.Lab) *Looker {
	return &Looker{outside.NewReader(base, lab, patience)}
}

// Peek implements post.Peeker.
func (l *Looker) Peek(ctx context.Context, address string) (_ post.Glimpse, err error) {
	defer fault.Wrap(&err, "glimpse.Peek(%.100q)", address)
	ctx, cancel := l.site.Patience(ctx)
	defer cancel()
	at, err := l.site.Fit(address)
	if err != nil {
		return post.Glimpse{}, err
	}
	content, kind, at, err := l.site.Fetch(ctx, at, "text/html, application/xhtml+xml", longestPage)
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

// picture returns the picture that a page names, if it is one that can be had. That there is none is no error.
func (l *Looker) picture(ctx context.Context, page *url.URL, named string) []byte {
	if named == "" {
		return nil
	}
	at, err := page.Parse(named)
	if err == nil {
		at, err = l.site.Fit(at.String())
	}
	if err != nil {
		return nil
	}
	content, kind, _, err := l.site.Fetch(ctx, at, "image/jpeg, image/png, image/webp, image/gif", heaviest+1)
	if err != nil || len(content) > heaviest || !strings.HasPrefix(kind, "image/") {
		return nil
	}
	return content
}
