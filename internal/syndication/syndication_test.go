package syndication_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/syndication"
)

var (
	noon  = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	paris = time.FixedZone("CET", 3600)
)

// hostile is what people may have written, and what no XML can hold.
const hostile = "<p>« L'été » &amp; <strong>]]&gt;</strong> ]]> <![CDATA[ </channel> <!-- &eacute; \x00\x0b\x1b\ufffe\uffff 😀</p>"

func news() syndication.Feed {
	return syndication.Feed{Title: "Fournil & fils <Gien>", About: "Ce qu'il publie : \x00 pain, brioche.", Page: "https://partant.test/fiches/fournil", Self: "https://partant.test/fiches/fournil.rss",
		Updated: noon.Add(time.Hour), Entries: []syndication.Entry{
			{ID: "019abcde-0000-7000-8000-000000000001", Title: "Portes <ouvertes> & café", By: "Fournil & fils", URL: "https://partant.test/publications/portes-ouvertes", Lead: "Venez <b> ici",
				HTML: hostile, Published: noon.In(paris), Changed: noon.Add(time.Hour)},
			{ID: "019abcde-0000-7000-8000-000000000002", Title: "Le four", By: "", URL: "https://partant.test/publications/le-four", HTML: "<p>Chaud</p>", Published: noon.Add(-time.Hour)},
		}}
}

func write(t *testing.T, f syndication.Feed, as syndication.Format) []byte {
	t.Helper()
	b, err := syndication.Write(f, as)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// node is any element of XML.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []node     `xml:",any"`
}

func (n node) all(name string) (found []node) {
	for _, c := range n.Children {
		if c.XMLName.Local == name {
			found = append(found, c)
		}
	}
	return found
}

func (n node) text(name string) string {
	if all := n.all(name); len(all) == 1 {
		return all[0].Text
	}
	return ""
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// parse reads a whole document strictly.
func parse(t *testing.T, doc []byte) (root node) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(doc))
	if err := d.Decode(&root); err != nil {
		t.Fatalf("%v in\n%s", err, doc)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		t.Errorf("something comes behind the document: %v", err)
	}
	return root
}

func TestRSS(t *testing.T) {
	t.Parallel()
	f := news()
	root := parse(t, write(t, f, syndication.RSS))
	if root.XMLName.Local != "rss" || root.attr("version") != "2.0" || len(root.Children) != 1 {
		t.Fatalf("%+v", root)
	}
	c := root.Children[0]
	for name, want := range map[string]string{"title": f.Title, "description": "Ce qu'il publie :  pain, brioche.", "language": "fr", "lastBuildDate": "Mon, 23 Nov 2026 13:00:00 +0000"} {
		if got := c.text(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	links := c.all("link")
	if len(links) != 2 || links[0].Text != f.Page || links[1].attr("href") != f.Self || links[1].attr("rel") != "self" || links[1].XMLName.Space != "http://www.w3.org/2005/Atom" {
		t.Errorf("links: %+v", links)
	}
	items := c.all("item")
	if len(items) != 2 {
		t.Fatalf("%d items", len(items))
	}
	first := items[0]
	for name, want := range map[string]string{"title": f.Entries[0].Title, "link": f.Entries[0].URL, "guid": "urn:uuid:" + f.Entries[0].ID, "pubDate": "Mon, 23 Nov 2026 12:00:00 +0000",
		"creator": "Fournil & fils", "description": "Venez &lt;b&gt; ici", "encoded": "<p>« L'été » &amp; <strong>]]&gt;</strong> ]]> <![CDATA[ </channel> <!-- &eacute;  😀</p>"} {
		if got := first.text(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if guid := first.all("guid")[0]; guid.attr("isPermaLink") != "false" {
		t.Error("the id passes for an address")
	}
	if len(first.all("author"))+len(items[1].all("creator")) != 0 {
		t.Error("RSS has an author that is no e-mail, or a creator without a name")
	}
}

func TestAtom(t *testing.T) {
	t.Parallel()
	f := news()
	root := parse(t, write(t, f, syndication.Atom))
	if root.XMLName != (xml.Name{Space: "http://www.w3.org/2005/Atom", Local: "feed"}) || root.attr("lang") != "fr" {
		t.Fatalf("%+v", root.XMLName)
	}
	if root.text("id") != f.Self || root.text("updated") != "2026-11-23T13:00:00Z" || root.text("title") != f.Title {
		t.Errorf("%+v", root)
	}
	rels := map[string]string{}
	for _, l := range root.all("link") {
		rels[l.attr("rel")] = l.attr("href")
	}
	if diff := cmp.Diff(map[string]string{"self": f.Self, "alternate": f.Page}, rels); diff != "" {
		t.Error(diff)
	}
	entries := root.all("entry")
	if len(entries) != 2 {
		t.Fatalf("%d entries", len(entries))
	}
	for name, want := range map[string]string{"id": "urn:uuid:" + f.Entries[0].ID, "updated": "2026-11-23T13:00:00Z", "published": "2026-11-23T12:00:00Z", "title": f.Entries[0].Title} {
		if got := entries[0].text(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := entries[1].text("updated"); got != "2026-11-23T11:00:00Z" {
		t.Errorf("what never changed is of %s", got)
	}
	for i, e := range entries {
		if e.all("author")[0].text("name") == "" || e.all("content")[0].attr("type") != "html" {
			t.Errorf("entry %d: %+v", i, e)
		}
	}
}

// The same feed gives the same bytes, and an empty one is well formed too.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	for _, as := range []syndication.Format{syndication.RSS, syndication.Atom} {
		if !bytes.Equal(write(t, news(), as), write(t, news(), as)) {
			t.Errorf("%s differs", as)
		}
		empty := parse(t, write(t, syndication.Feed{Title: "Rien", Page: "https://x.test/", Self: "https://x.test/fil.rss", Updated: noon}, as))
		if len(empty.all("entry")) != 0 {
			t.Error("something is in nothing")
		}
		if want := "application/" + string(as) + "+xml; charset=utf-8"; as.Type() != want {
			t.Errorf("%s is %s", as, as.Type())
		}
	}
}

// Every address in a feed is absolute.
func TestAbsolute(t *testing.T) {
	t.Parallel()
	for _, as := range []syndication.Format{syndication.RSS, syndication.Atom} {
		var look func(n node)
		look = func(n node) {
			addresses := []string{n.attr("href")}
			if n.XMLName.Local == "link" {
				addresses = append(addresses, strings.TrimSpace(n.Text))
			}
			for _, a := range addresses {
				if u, err := url.Parse(a); a != "" && (err != nil || !u.IsAbs()) {
					t.Errorf("%s: %q", as, a)
				}
			}
			for _, c := range n.Children {
				look(c)
			}
		}
		look(parse(t, write(t, news(), as)))
	}
}

// Whatever people write, what we write is XML.
func FuzzWrite(f *testing.F) {
	f.Add("Titre", "<p>texte</p>")
	f.Add(hostile, hostile)
	f.Add("\xff\xfe", "]]>]]>")
	f.Fuzz(func(t *testing.T, title, content string) {
		for _, as := range []syndication.Format{syndication.RSS, syndication.Atom} {
			feed := news()
			feed.Title, feed.Entries[0].Title, feed.Entries[0].HTML, feed.Entries[0].Lead, feed.Entries[0].By = title, title, content, content, title
			parse(t, write(t, feed, as))
		}
	})
}
