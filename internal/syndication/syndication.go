// Package syndication writes what readers of feeds read: RSS 2.0 and Atom. What it writes depends on nothing but what it is
// given: the same feed gives the same bytes.
package syndication

import (
	"encoding/xml"
	"html"
	"strings"
	"time"

	"github.com/gorilla/feeds"
)

// Format is a way to write a feed.
type Format string

// The formats, by the ending of their addresses.
const (
	RSS  Format = "rss"
	Atom Format = "atom"
)

// Type is the Content-Type of a format.
func (f Format) Type() string { return "application/" + string(f) + "+xml; charset=utf-8" }

// Feed is what its reader follows, the last entry first.
type Feed struct {
	Title   string
	About   string    // one sentence
	Page    string    // absolute URL of what is followed
	Self    string    // absolute URL of the feed
	Updated time.Time // when the last thing in it changed
	Entries []Entry
}

// Entry is one thing to read.
type Entry struct {
	ID        string // a UUID: for ever the same, wherever the site and the entry move
	Title     string
	By        string // the page that speaks
	URL       string // absolute
	Lead      string // how it begins, in plain words
	HTML      string // all of it, sanitised, its links absolute
	Published time.Time
	Changed   time.Time // zero when it never was
}

// language is that of all pages.
const language = "fr"

// Write returns a feed in a format.
func Write(f Feed, as Format) ([]byte, error) {
	plain := f.plain()
	var doc feeds.XmlFeed = f.atom(plain)
	if as == RSS {
		doc = f.rss(plain)
	}
	text, err := feeds.ToXML(doc)
	return []byte(text), err
}

// plain is the feed as the library knows it.
func (f Feed) plain() *feeds.Feed {
	plain := &feeds.Feed{Title: legible(f.Title), Link: &feeds.Link{Href: f.Page}, Description: legible(f.About), Updated: f.Updated.UTC()}
	for _, e := range f.Entries {
		changed := e.Changed
		if changed.IsZero() {
			changed = e.Published
		}
		plain.Add(&feeds.Item{Title: legible(e.Title), Link: &feeds.Link{Href: e.URL}, Author: &feeds.Author{Name: legible(e.By)}, Id: "urn:uuid:" + e.ID,
			IsPermaLink: "false", Description: html.EscapeString(legible(e.Lead)), Content: legible(e.HTML), Created: e.Published.UTC(), Updated: changed.UTC()})
	}
	return plain
}

// rssDoc is the library's RSS with what it leaves out: where the feed is, who speaks and in which language.
type rssDoc struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Content string   `xml:"xmlns:content,attr"`
	Creator string   `xml:"xmlns:dc,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Channel channel
}

type channel struct {
	*feeds.RssFeed
	Self  selfLink
	Items []item `xml:"item"` // before those of the library
}

type selfLink struct {
	XMLName xml.Name `xml:"atom:link"`
	Href    string   `xml:"href,attr"`
	Rel     string   `xml:"rel,attr"`
	Type    string   `xml:"type,attr"`
}

type item struct {
	*feeds.RssItem
	Creator string `xml:"dc:creator,omitempty"`
}

// FeedXml implements feeds.XmlFeed.
func (d *rssDoc) FeedXml() any { return d }

// rss writes who speaks beside the entry, not as its author: there RSS wants the address of an e-mail.
func (f Feed) rss(plain *feeds.Feed) *rssDoc {
	known := (&feeds.Rss{Feed: plain}).RssFeed()
	known.Language = language
	d := &rssDoc{Version: "2.0", Content: "http://purl.org/rss/1.0/modules/content/", Creator: "http://purl.org/dc/elements/1.1/", Atom: "http://www.w3.org/2005/Atom",
		Channel: channel{RssFeed: known, Self: selfLink{Href: f.Self, Rel: "self", Type: "application/rss+xml"}}}
	for _, i := range known.Items {
		by := i.Author
		i.Author = ""
		d.Channel.Items = append(d.Channel.Items, item{i, by})
	}
	return d
}

// atomDoc is the library's Atom with both its links and its language.
type atomDoc struct {
	*feeds.AtomFeed
	Language string           `xml:"xml:lang,attr"`
	Links    []feeds.AtomLink // before that of the library
}

// FeedXml implements feeds.XmlFeed.
func (d *atomDoc) FeedXml() any { return d }

func (f Feed) atom(plain *feeds.Feed) *atomDoc {
	known := (&feeds.Atom{Feed: plain}).AtomFeed()
	known.Id, known.Link = f.Self, nil
	for i, e := range known.Entries {
		e.Published = f.Entries[i].Published.UTC().Format(time.RFC3339)
		if e.Author == nil { // nobody is there any more
			e.Author = &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: legible(f.Title)}}
		}
	}
	return &atomDoc{AtomFeed: known, Language: language, Links: []feeds.AtomLink{{Href: f.Page, Rel: "alternate", Type: "text/html"}, {Href: f.Self, Rel: "self", Type: "application/atom+xml"}}}
}

// legible leaves out the characters that XML cannot hold: the library writes them as they are where it quotes whole texts.
func legible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000:
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, ""))
}
