package web_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// channel is a feed as its readers see it: RSS, or Atom brought into the same form.
type channel struct {
	Title, Page, Self string
	Entries           []item
}

type item struct{ ID, Title, By, URL, HTML, Published string }

type rssFile struct {
	Channel struct {
		Title string `xml:"title"`
		Links []struct {
			Href string `xml:"href,attr"`
			Text string `xml:",chardata"`
		} `xml:"link"`
		Items []struct {
			Title   string `xml:"title"`
			Link    string `xml:"link"`
			GUID    string `xml:"guid"`
			Creator string `xml:"http://purl.org/dc/elements/1.1/ creator"`
			Content string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
			Date    string `xml:"pubDate"`
		} `xml:"item"`
	} `xml:"channel"`
}

type atomFile struct {
	Title string `xml:"title"`
	ID    string `xml:"id"`
	Links []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		Title string `xml:"title"`
		ID    string `xml:"id"`
		Link  struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Author    string `xml:"author>name"`
		Content   string `xml:"content"`
		Published string `xml:"published"`
	} `xml:"entry"`
}

// feed reads an answer as a reader of feeds would: strictly.
func (a *answer) feed() (c channel) {
	a.t.Helper()
	strict := func(into any) {
		a.t.Helper()
		d := xml.NewDecoder(bytes.NewReader(a.body))
		if err := d.Decode(into); err != nil {
			a.t.Fatalf("%s: %v", a.asked, err)
		}
		if _, err := d.Token(); !errors.Is(err, io.EOF) {
			a.t.Errorf("%s: more than one document", a.asked)
		}
	}
	switch kind := a.Header.Get("Content-Type"); kind {
	case "application/rss+xml; charset=utf-8":
		var f rssFile
		strict(&f)
		c.Title, c.Page, c.Self = f.Channel.Title, f.Channel.Links[0].Text, f.Channel.Links[1].Href
		for _, i := range f.Channel.Items {
			at, err := time.Parse(time.RFC1123Z, i.Date)
			if err != nil {
				a.t.Error(err)
			}
			c.Entries = append(c.Entries, item{i.GUID, i.Title, i.Creator, i.Link, i.Content, at.UTC().Format(time.RFC3339)})
		}
	case "application/atom+xml; charset=utf-8":
		var f atomFile
		strict(&f)
		c.Title, c.Page, c.Self = f.Title, f.Links[0].Href, f.Links[1].Href
		if f.ID != c.Self {
			a.t.Errorf("%s: its id is %q", a.asked, f.ID)
		}
		for _, e := range f.Entries {
			c.Entries = append(c.Entries, item{e.ID, e.Title, e.Author, e.Link.Href, e.Content, e.Published})
		}
	default:
		a.t.Fatalf("%s is %s", a.asked, kind)
	}
	return c
}

// titles are those of the entries of a feed.
func (c channel) titles() string {
	var all []string
	for _, e := range c.Entries {
		all = append(all, e.Title)
	}
	return strings.Join(all, " | ")
}

// Whatever a page publishes is in the feeds of the page, of its commune, of its tags and of all, whole and by absolute
// addresses; in both formats alike.
func TestFeeds(t *testing.T) {
	t.Parallel()
	h := open(t, secured, behindProxy)
	b, _, company := speaker(h)
	h.verified(company, b)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Portes ouvertes"}, post.FieldBody: {"Venez **samedi** <script>x</script> : https://exemple.fr & ]]>"}, post.FieldTags: {"bois, Node.js, un.rss"}}).is(http.StatusSeeOther)
	h.hands.pass(time.Hour)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldBody: {"Petite nouvelle"}}).is(http.StatusSeeOther)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldBody: {"Un secret"}, "faire": {"brouillon"}}).is(http.StatusSeeOther)
	v := h.visit()
	both := "Petite nouvelle | Portes ouvertes"
	for path, want := range map[string]string{"/fil": both, "/fiches/" + company.Slug: both, "/communes/orleans": both, "/sujets/bois": "Portes ouvertes", "/sujets/Bois": "Portes ouvertes",
		"/sujets/Node%2Ejs": "Portes ouvertes", "/sujets/Node.js": "Portes ouvertes", "/sujets/un%2Erss": "Portes ouvertes", "/communes/gien": "", "/sujets/rien": ""} {
		rss, atom := v.get(path+".rss").is(http.StatusOK).feed(), v.get(path+".atom").is(http.StatusOK).feed()
		if rss.titles() != want || atom.titles() != want {
			t.Errorf("%s: %q and %q, want %q", path, rss.titles(), atom.titles(), want)
		}
		if want := secureBase + strings.ReplaceAll(path, "Node.js", "Node%2Ejs"); rss.Page != want || rss.Self != want+".rss" || atom.Self != want+".atom" {
			t.Errorf("%s: %q, %q and %q", path, rss.Page, rss.Self, atom.Self)
		}
		for i, e := range rss.Entries {
			if e != atom.Entries[i] {
				t.Errorf("%s differs: %+v and %+v", path, e, atom.Entries[i])
			}
		}
	}
	one := v.get("/sujets/bois.rss").feed().Entries[0]
	if one.By != company.Name || one.URL != secureBase+"/publications/portes-ouvertes" || one.Published != "2026-11-23T12:00:01Z" || !strings.HasPrefix(one.ID, "urn:uuid:") ||
		!strings.Contains(one.HTML, "<strong>samedi</strong>") || strings.Contains(one.HTML, "<script") {
		t.Errorf("%+v", one)
	}
}

// A feed tells nothing that a visitor may not read, to whoever asks, and what is taken away leaves it at once.
func TestFeedsTellNoMore(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Un"}, post.FieldBody: {"x"}}).is(http.StatusSeeOther)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Brouillon"}, post.FieldBody: {"x"}, "faire": {"brouillon"}}).is(http.StatusSeeOther)
	feed := "/fiches/" + company.Slug + ".rss"
	for _, reader := range []*browser{h.visit(), b} {
		a := reader.get(feed).is(http.StatusOK)
		if got := a.feed().titles(); got != "Un" || contains(a.body, b.account.ID) || contains(a.body, b.account.Email) {
			t.Errorf("%q", got)
		}
		if len(a.Cookies()) != 0 {
			t.Error("a feed sets a cookie")
		}
	}
	if err := h.Profiles.Mark(t.Context(), company.ID, &unseen.Mark{At: h.hands.now()}); err != nil {
		t.Fatal(err)
	}
	h.visit().get(feed).is(http.StatusGone)
	for _, path := range []string{"/fil.rss", "/communes/orleans.atom"} {
		if got := h.visit().get(path).feed().titles(); got != "" {
			t.Errorf("%s still has %q of a page that was taken down", path, got)
		}
	}
	if err := h.Profiles.Mark(t.Context(), company.ID, nil); err != nil {
		t.Fatal(err)
	}
	b.get("/publications/un/supprimer").submit("main form[method=post]", nil).is(http.StatusSeeOther)
	if got := h.visit().get(feed).feed().titles(); got != "" {
		t.Errorf("what was deleted is still there: %q", got)
	}
}

// Whoever has a feed already is told so, by its tag or by its date, and what is new is sent.
func TestFeedsAreKept(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Un"}, post.FieldBody: {"x"}}).is(http.StatusSeeOther)
	v := h.visit()
	first := v.get("/fil.rss").is(http.StatusOK)
	tag, dated := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
	if at, err := http.ParseTime(dated); err != nil || !at.Equal(noon.Add(time.Second)) || tag == "" {
		t.Errorf("of %q, tagged %q", dated, tag)
	}
	h.hands.pass(2 * time.Hour) // drawn anew, it is the same
	v.get("/fil.rss", header("If-None-Match", tag)).is(http.StatusNotModified)
	v.get("/fil.rss", header("If-Modified-Since", dated)).is(http.StatusNotModified)
	v.get("/fil.rss", header("If-None-Match", `"another"`), header("If-Modified-Since", dated)).is(http.StatusOK)
	v.get("/fil.rss", header("If-Modified-Since", "Mon, 23 Nov 2026 23:00:00 GMT")).is(http.StatusOK)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Deux"}, post.FieldBody: {"x"}}).is(http.StatusSeeOther)
	again := v.get("/fil.rss", header("If-None-Match", tag)).is(http.StatusOK)
	if again.feed().titles() != "Deux | Un" || again.feed().Entries[1].ID != first.feed().Entries[0].ID {
		t.Errorf("%+v", again.feed())
	}
	was := v.get("/fiches/" + company.Slug + ".atom").feed().Entries
	if _, err := h.Profiles.Edit(t.Context(), b.account.Viewer(), company.ID, renamed(h, b, company, "Atelier de la Loire")); err != nil {
		t.Fatal(err)
	}
	v.get("/fiches/"+company.Slug+".rss").leads(http.StatusMovedPermanently, "/fiches/atelier-de-la-loire.rss")
	now := v.get("/fiches/atelier-de-la-loire.atom").feed().Entries
	for i := range was {
		if was[i].ID != now[i].ID {
			t.Error("an item has another id since its page moved")
		}
	}
	v.get("/communes/Orléans.rss").leads(http.StatusMovedPermanently, "/communes/orleans.rss")
	for _, path := range []string{"/fiches/rien.rss", "/communes/paris.rss", "/discussions/rien.atom", "/sujets/" + strings.Repeat("x", 90) + ".rss"} {
		v.get(path).is(http.StatusNotFound)
	}
}

// renamed is the form of a page with another name.
func renamed(h *house, b *browser, p profile.Profile, name string) profile.Draft {
	h.t.Helper()
	now, err := h.Profiles.ForEdit(h.t.Context(), b.account.Viewer(), p.Slug)
	if err != nil {
		h.t.Fatal(err)
	}
	d := profile.Filled(now)
	d.Name = name
	return d
}

// Discussions have a feed, and so have the answers to each.
func TestFeedsOfTalk(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, own, _ := h.speaker("dumont")
	path := b.opened(nil)
	b.says(path, "La **première**")
	b.says(path, "La seconde")
	h.hands.pass(time.Minute)
	other := b.opened(func(form url.Values) {
		form.Set("titre", "Qui prête une salle ?")
		form.Set("theme", "autre")
		form.Del("commune")
	})
	v := h.visit()
	if got := v.get("/discussions.rss").feed().titles(); got != "Qui prête une salle ? | Qui a raccordé son atelier à la fibre ?" {
		t.Errorf("discussions: %q", got)
	}
	for _, query := range []string{"?theme=tres-haut-debit", "?commune=gien"} {
		f := v.get("/discussions.atom" + query).feed()
		if f.titles() != "Qui a raccordé son atelier à la fibre ?" || !strings.HasSuffix(f.Self, "/discussions.atom"+query) || !strings.HasSuffix(f.Page, "/discussions"+query) {
			t.Errorf("%s: %+v", query, f)
		}
	}
	f := v.get(path + ".rss").feed()
	if f.titles() != "Réponse : "+own.Name+" | Réponse : "+own.Name+" | Qui a raccordé son atelier à la fibre ?" || !strings.Contains(f.Entries[1].HTML, "<strong>première</strong>") {
		t.Errorf("%+v", f)
	}
	_, answer, _ := strings.Cut(f.Entries[0].URL, "/reponses/")
	v.get("/reponses/" + answer).is(http.StatusSeeOther)
	if got := v.get(other + ".atom").feed().titles(); got != "Qui prête une salle ?" {
		t.Errorf("nobody has answered: %q", got)
	}
}

// Each page that can be followed says where its feed is: to programs, and to people.
func TestFeedsAreOffered(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Un"}, post.FieldBody: {"x"}, post.FieldTags: {"Node.js"}}).is(http.StatusSeeOther)
	if _, err := h.Profiles.Edit(t.Context(), b.account.Viewer(), company.ID, tagged(h, b, company, "Node.js")); err != nil {
		t.Fatal(err)
	}
	talk := b.opened(nil)
	h.settle()
	for path, feed := range map[string]string{"/fil": "/fil", "/fil?sujet=Node.js": "/sujets/Node%2Ejs", "/fiches/" + company.Slug: "/fiches/" + company.Slug,
		"/fiches/" + company.Slug + "/publications": "/fiches/" + company.Slug, "/communes/orleans": "/communes/orleans", "/sujets/Node.js": "/sujets/Node%2Ejs",
		"/discussions": "/discussions", talk: talk} {
		for _, reader := range []*browser{h.visit(), b} {
			a := reader.get(path).is(http.StatusOK)
			a.counts(`link[rel=alternate][type="application/rss+xml"][href="`+feed+`.rss"]`, 1)
			a.counts(`link[rel=alternate][type="application/atom+xml"][href="`+feed+`.atom"]`, 1)
			a.has(`.rss a[href="`+feed+`.rss"]`, "Suivre par flux (RSS)")
			a.has(".rss span", "lecteur de flux")
		}
		h.visit().get(feed + ".rss").is(http.StatusOK).feed()
	}
	h.visit().get("/discussions?theme=emploi").counts(`link[rel=alternate][href="/discussions.rss?theme=emploi"]`, 1)
	h.visit().get("/annuaire").counts("link[rel=alternate]", 0)
}

func tagged(h *house, b *browser, p profile.Profile, tag string) profile.Draft {
	h.t.Helper()
	d := renamed(h, b, p, p.Name)
	d.Tags = tag
	return d
}
