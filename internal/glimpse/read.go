package glimpse

import (
	"cmp"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"partant/internal/post"
	"partant/internal/text"
)

// head is what a page says of itself.
type head struct {
	title, ogTitle, about, ogAbout, site, image string
}

// mostMarks bounds how many marks are read.
const mostMarks = 5000

// read reads the head of a page, up to where its body begins.
func read(page io.Reader) (h head) {
	z := html.NewTokenizer(page)
	z.SetMaxBuf(longestPage)
	titled := false
	for range mostMarks {
		switch z.Next() {
		case html.ErrorToken:
			return h
		case html.TextToken:
			if titled && h.title == "" {
				h.title = string(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			mark := atom.Lookup(name)
			titled = mark == atom.Title
			switch {
			case mark == atom.Body:
				return h
			case mark == atom.Meta && more:
				h.meta(attributes(z))
			}
		case html.EndTagToken:
			titled = false
		}
	}
	return h
}

// attributes are those of a mark that count here.
func attributes(z *html.Tokenizer) (name, content string) {
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "name", "property":
			name = cmp.Or(name, strings.ToLower(string(value)))
		case "content":
			content = string(value)
		}
	}
	return name, content
}

// meta notes what a meta mark says, the first of each.
func (h *head) meta(name, content string) {
	for known, slot := range map[string]*string{"og:title": &h.ogTitle, "description": &h.about, "og:description": &h.ogAbout, "og:site_name": &h.site, "og:image": &h.image, "og:image:secure_url": &h.image} {
		if name == known && *slot == "" {
			*slot = strings.TrimSpace(content)
		}
	}
}

// glimpse is what is kept of it, in plain words. A page without a title says nothing.
func (h head) glimpse(site string) post.Glimpse {
	title := plain(cmp.Or(h.ogTitle, h.title), post.MaxPreviewTitle)
	if title == "" {
		return post.Glimpse{}
	}
	return post.Glimpse{Title: title, Description: plain(cmp.Or(h.ogAbout, h.about), post.MaxPreviewText), Site: plain(cmp.Or(h.site, site), post.MaxPreviewSite)}
}

// plain is what a page said as one line of text, so many characters at most.
func plain(s string, most int) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		if r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 { // what turns the direction of others' words
			return -1
		}
		return r
	}, s)
	return text.Cut(text.Line(s), most)
}

// First implements post.Peeker.
func (l *Looker) First(page string) string {
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken:
			name, more := z.TagName()
			if atom.Lookup(name) != atom.A {
				continue
			}
			if at := link(z, more); at != "" {
				if _, err := l.site.Fit(at); err == nil {
					return at
				}
			}
		}
	}
}

// link is where a mark leads, if that is an address of the Web.
func link(z *html.Tokenizer, more bool) (at string) {
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if u, err := url.Parse(string(value)); string(key) == "href" && err == nil && u.IsAbs() {
			at = string(value)
		}
	}
	return at
}
