// Package markdown turns what members write in Markdown into HTML that is safe to show.
package markdown

import (
	"bytes"
	"fmt"
	stdhtml "html"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"partant/internal/fault"
)

// Limits of one text (SAFETY.md 3.7): pathological inputs grow a hundredfold.
const (
	maxIn    = 24 << 10 // bytes: room for 20,000 characters of French
	maxOut   = 256 << 10
	maxQuote = 8 // levels of quotation
)

// Renderer renders and cleans. Safe for concurrent use.
type Renderer struct {
	md     goldmark.Markdown
	policy *bluemonday.Policy
	words  *bluemonday.Policy // lets no element through
}

// New returns a Renderer whose headings begin at level 3, so that they fit under those of a page.
func New() *Renderer {
	return &Renderer{
		md: goldmark.New(
			goldmark.WithExtensions(extension.Strikethrough, extension.Linkify),
			goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(lower{}, 100)))),
		policy: policy(),
		words:  bluemonday.StrictPolicy(),
	}
}

// policy lets through text, lists, links and emphasis: no pictures, no styles, no frames, no classes.
func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "strong", "em", "del", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "hr", "code", "pre")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,6}$`)).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(false)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(false)
	return p
}

// Render returns safe HTML, or fault.Invalid when the text is too long or too deeply quoted to render.
func (r *Renderer) Render(source string) (string, error) {
	if len(source) > maxIn || quoteDepth(source) > maxQuote {
		return "", fmt.Errorf("markdown of %d bytes: %w", len(source), fault.Invalid)
	}
	var out bytes.Buffer
	if err := r.md.Convert([]byte(source), &out); err != nil {
		return "", err
	}
	if out.Len() > maxOut {
		return "", fmt.Errorf("markdown makes %d bytes of HTML: %w", out.Len(), fault.Invalid)
	}
	return strings.TrimSpace(strings.ReplaceAll(r.policy.Sanitize(out.String()), nofollow, byUsers)), nil
}

// What search engines are told of links: they are not ours. Texts cannot look so: the quotation marks of a text are escaped.
const (
	nofollow = ` rel="nofollow`
	byUsers  = ` rel="ugc nofollow`
)

// Follow returns what Render made with links that search engines may follow: those of somebody who is no newcomer.
func (r *Renderer) Follow(html string) string { return strings.ReplaceAll(html, byUsers, ` rel="ugc`) }

// Words returns the text of what Render made, without its marks: no HTML any more.
func (r *Renderer) Words(html string) string {
	return strings.Join(strings.Fields(stdhtml.UnescapeString(r.words.Sanitize(html))), " ")
}

// quoteDepth is the most quotation marks that open a line.
func quoteDepth(source string) int {
	deepest := 0
	for line := range strings.Lines(source) {
		n := strings.Count(line[:len(line)-len(strings.TrimLeft(line, "> \t"))], ">")
		deepest = max(deepest, n)
	}
	return deepest
}
