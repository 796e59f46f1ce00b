package views

import (
	"strconv"
	"strings"

	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/post"
	"partant/internal/viewer"

	"github.com/a-h/templ"
)

// FieldDo says what is done with what the form of a publication holds: one of these.
const (
	DoPublish = "publier"
	DoDraft   = "brouillon"
	DoPreview = "apercu"
	DoPlan    = "programmer"
)

// ViewAll is the value of ParamView that shows a member all that is published, not only what they follow.
const ViewAll = "tout"

// PostItem is a publication in a list.
type PostItem struct {
	Slug   string
	By     Byline
	Title  string // empty: short news
	Called string // what it is called where a name is needed: the title, or the first words
	At     string // « 18 h 30 » under the heading of a day, else the whole date
	HTML   string // all of it, sanitised; empty when it is long
	Lead   string // how it begins, when it is long
	Tags   []string
	Photos []picture.Picture
	Draft  bool

	Preview post.Preview // what is behind its first link; no title: nothing is shown

	Planned bool // it will appear by itself; At says when
	Missed  bool // it was to, and did not

	Version string // of a project that is not finished; empty: it is none

	Answers int // how many there are; late by a moment
	Closed  bool

	Drawn *Drawn // not nil: drawn already, and nothing else is known
}

// answered says how many have answered, where they can.
func (p PostItem) answered() string {
	switch {
	case p.Draft || p.Closed && p.Answers == 0:
		return ""
	case p.Answers == 0:
		return "Répondre"
	}
	return Plural(p.Answers, "réponse", "réponses")
}

// headed reports whether the text has headings of its own, which are of the third level.
func (p PostItem) headed() bool { return strings.Contains(p.HTML, "<h3") }

// PostDay is what was published on a day.
type PostDay struct {
	Day   string // « Aujourd'hui », « mardi 8 janvier 2008 »
	Items []PostItem
}

// FeedPage is /fil.
type FeedPage struct {
	Chrome Chrome
	Days   []PostDay
	Tag    string       // what is published under a tag only
	Mine   bool         // what the member follows; else all that is published
	Form   PostFormPage // folded on top, for members who have a page
	Next   string       // local path; empty on the last page
	Later  bool         // not the first page

	Suggested Suggestions // pages to follow
}

// PostPage is /publications/{slug}.
type PostPage struct {
	Chrome    Chrome
	Post      PostItem
	Thread    Thread
	Project   *Project // nil: it is none
	Reactions Reactions
	At        string // when it was published
	Edited    string // when it was changed since; empty: never
	Can       bool   // change it and delete it
	CanClose  bool   // say whether it takes answers
	ID        string // to report it
	Convene   string // what an event is made of: see EventFormPage.Source; empty: it asks nobody to come
}

// PostFormPage is /publications/nouvelle and /publications/{slug}/modifier.
type PostFormPage struct {
	Chrome     Chrome
	Slug       string // empty: a new one
	Draft      post.Draft
	Voices     []Byline // who may speak; of a publication that exists, who does
	Unsaid     bool     // it was not published yet
	Wrong      fault.Fields
	Conflict   bool            // somebody changed it meanwhile; what was typed is kept
	Theirs     PostItem        // what it says now, in a conflict
	HTML       string          // how the text would look; empty: nobody asked
	Follows    FollowedVersion // the version that this one follows
	Versioned  bool            // it is a version, and stays one
	Criticisms []Criticism     // that this version may answer

	New int // photos that have just come and are still to be described
}

// PostDeletePage is /publications/{slug}/supprimer.
type PostDeletePage struct {
	Chrome Chrome
	Slug   string
	Title  string
	Draft  bool
}

// PostsPage is /fiches/{slug}/publications.
type PostsPage struct {
	Chrome  Chrome
	By      Byline
	Drafts  []PostItem // for those who may speak for the page
	Planned []PostItem // those that will appear by themselves, the next first
	Posts   []PostItem
	Next    string
	Can     bool // speak for the page
}

// News is the section « Actualités » of a profile.
type News struct {
	Posts []PostItem // the latest
	Can   bool       // speak for the page
}

// postOrder is the order of the form.
var postOrder = []string{viewer.FieldVoice, post.FieldTitle, post.FieldBody, post.FieldTags, post.FieldVersion, post.FieldPhotos, post.FieldDay, post.FieldHour}

func (p PostFormPage) wrong(field string) string { return p.Wrong[field] }

// action is where the form goes.
func (p PostFormPage) action() templ.SafeURL {
	if p.Slug == "" {
		return "/publications"
	}
	return publication(p.Slug, "/modifier")
}

func (p PostFormPage) at() string { return strconv.FormatInt(p.Draft.At, 10) }

// links reports whether the form asks what to do with its first link: once there is one to look at.
func (p PostFormPage) links() bool { return p.Slug != "" || p.Draft.NoPreview || p.HTML != "" }
