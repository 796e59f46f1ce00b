// Package views draws the pages: typed structs in, HTML out. It decides nothing and asks nobody; what a page shows is in its struct.
package views

import "partant/internal/picture"

// Names of the form fields that every POST form may carry.
const (
	FieldToken = "jeton" // the token bound to the session, in forms of signed-in members
	FieldNext  = "suite" // where to go afterwards: a local path
)

// Chrome is what every page has around its own content.
type Chrome struct {
	Site        *Site
	Title       string // of the page alone; the name of the site is added
	Description string // for search engines and shared links
	Canonical   string // absolute URL; empty: none is given
	Path        string // path and query of this page, to come back to after signing in
	Active      Nav    // the place of the bar that is lit
	Query       string // what stands in the search field of the bar
	Member      Member // zero for a visitor
	Token       string // CSRF token of the session; empty for a visitor
	Notice      Notice // what has just been done, shown once
	NoIndex     bool
	Live        string          // where the numbers of the page are told as they change; empty: it has none
	Feed        Syndicated      // what a reader of feeds can follow of it
	Agenda      Agenda          // what a calendar can follow of it
	Poster      string          // local path of a picture that is drawn of the page; empty: none
	Picture     picture.Picture // what stands for the page where it is shared; none: the drawing of the site

	searches bool // the page has a search field of its own: the bar needs none
}

// searching is the frame of a page with a search field of its own.
func (c Chrome) searching() Chrome { c.searches = true; return c }

// still is the frame of a page whose numbers are not told as they change: it has a script of its own, and scripts stay small.
func (c Chrome) still() Chrome { c.Live = ""; return c }

// Nav is a place of the bar.
type Nav string

// The places of the bar that exist.
const (
	NavNone      Nav = ""
	NavHome      Nav = "accueil"
	NavDirectory Nav = "annuaire"
	NavMap       Nav = "carte"
	NavFeed      Nav = "fil"
	NavTalk      Nav = "discussions"
	NavEvents    Nav = "evenements"
	NavPublish   Nav = "publier"
	NavMe        Nav = "moi"
)

// Member is the signed-in person as the bar shows them.
type Member struct {
	Name string // what they are called; their e-mail until they gave a name
	Slug string // of their own page; empty before they have one

	Unread int // notifications that they have not read
}

// SignedIn reports whether there is somebody.
func (m Member) SignedIn() bool { return m.Name != "" }

// Tone is the colour and the icon of a notice, always with words.
type Tone string

// The tones of a notice.
const (
	ToneDone  Tone = "fait"
	ToneInfo  Tone = "info"
	ToneWrong Tone = "erreur"
)

// Notice is one sentence above the page. The zero Notice shows nothing.
type Notice struct {
	Tone Tone
	Say  string
	Link Link // optional
}

// Link is a place to go and its words. URL is a local path or an absolute http(s) URL; anything else is not followed.
type Link struct{ Text, URL string }

// Site is what the footer and the legal pages say; one value for the whole process.
type Site struct {
	BaseURL   string // « https://partant.example », without a final slash
	Region    Region
	Publisher Publisher
	Host      Host
	Sources   []DataSource

	Identifies bool // who writes is kept for an authority, sealed
}

// Region is the territory as it stands in a sentence.
type Region struct {
	Name string // « Loiret »
	The  string // « le Loiret »
	Of   string // « du Loiret »
	In   string // « dans le Loiret »
}

// Publisher answers for the site (mentions légales). Empty fields are said to be missing.
type Publisher struct {
	Name, Form, Capital, Number, Address, Phone, Email, Director string

	VAT      string // European VAT number, if any
	Contact  string // e-mail for people and authorities; empty: Email
	Privacy  string // e-mail for personal data; empty: Email
	Security string // e-mail or https address for weaknesses; empty: Email
}

// Host is the company whose machines keep the site.
type Host struct{ Name, Address, Phone string }

// DataSource is open data the site shows, as its licence asks.
type DataSource struct {
	Name    string // « Insee, base Sirene »
	Date    string // ready to read: « février 2017 »; empty: its source is asked each time
	URL     string // may be empty
	Licence string
	What    string // what is taken from it, one sentence
}

// dated is the date in a list.
func (s DataSource) dated() string {
	if s.Date == "" {
		return "tenue à jour"
	}
	return s.Date
}

// ofDate is the date after « données ».
func (s DataSource) ofDate() string {
	if s.Date == "" {
		return "tenues à jour par leur source"
	}
	return ofDate(s.Date)
}

// Count is a place, a trade or a kind with the number of its pages.
type Count struct {
	Text  string
	URL   string // local path
	Count int
}

// Fact is a label and a value, the value a link when URL is set.
type Fact struct{ Label, Text, URL string }

// Option is a value of a list and the words that explain it.
type Option struct{ Value, Text string }

// site is the Site, never nil: a page drawn before the configuration is known still stands.
func (c Chrome) site() *Site {
	if c.Site == nil {
		return &Site{}
	}
	return c.Site
}

// in is « dans le Loiret ».
func (c Chrome) in() string {
	if in := c.site().Region.In; in != "" {
		return in
	}
	return "dans votre département"
}

// of is « du Loiret ».
func (c Chrome) of() string {
	if of := c.site().Region.Of; of != "" {
		return of
	}
	return "du département"
}
