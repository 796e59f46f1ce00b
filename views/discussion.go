package views

import (
	"net/url"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/viewer"

	"github.com/a-h/templ"
)

// NoVoicePage is shown to a member who has no page to speak for yet.
type NoVoicePage struct {
	Chrome Chrome
	Back   string // local path
}

// TalkCard is a discussion in a list.
type TalkCard struct {
	ID      string
	Own     bool // it leaves room for what is new to its reader: see Common
	Slug    string
	Title   string
	Kind    discussion.Kind
	Theme   string // its name
	Town    string
	By      Byline
	Answers int
	Active  string // ready: when it was answered last, or opened
	In      Byline // the club in whose room it was opened
	Private bool   // only its members read it
	Pinned  bool
	Closed  bool
	Wait    string // of a question to an institution: « Attend une réponse depuis 12 jours »
	Waits   bool
	To      Byline // the institution
}

// TalkAsk is what the list of discussions is asked for.
type TalkAsk struct {
	Theme      string // slug
	Commune    string // slug
	Unanswered bool
	Waiting    bool   // for an institution
	Club       string // slug
	After      string // cursor
}

// The parameters of the list of discussions.
const (
	ParamTheme      = "theme"
	ParamTalkTown   = "commune"
	ParamUnanswered = "sans-reponse"
	ParamClub       = "club"
)

// URL is the address that asks this.
func (a TalkAsk) URL() string {
	q := url.Values{}
	for name, value := range map[string]string{ParamTheme: a.Theme, ParamTalkTown: a.Commune, ParamClub: a.Club, ParamAfter: a.After} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if a.Unanswered {
		q.Set(ParamUnanswered, "oui")
	}
	if a.Waiting {
		q.Set(ParamWaiting, "oui")
	}
	if len(q) == 0 {
		return "/discussions"
	}
	return "/discussions?" + q.Encode()
}

func (a TalkAsk) with(change func(*TalkAsk)) TalkAsk {
	a.After = ""
	change(&a)
	return a
}

func (a TalkAsk) ofTheme(slug string) TalkAsk {
	return a.with(func(a *TalkAsk) { a.Theme = slug })
}

func (a TalkAsk) ofTown(slug string) TalkAsk {
	return a.with(func(a *TalkAsk) { a.Commune = slug })
}

func (a TalkAsk) unanswered(yes bool) TalkAsk {
	return a.with(func(a *TalkAsk) { a.Unanswered, a.Waiting = yes, false })
}

func (a TalkAsk) waiting(yes bool) TalkAsk {
	return a.with(func(a *TalkAsk) { a.Unanswered, a.Waiting = false, yes })
}

func ofTheme(slug string) TalkAsk { return TalkAsk{Theme: slug} }
func ofTown(slug string) TalkAsk  { return TalkAsk{Commune: slug} }

func (a TalkAsk) narrowed() bool {
	return a.Theme != "" || a.Commune != "" || a.Club != "" || a.Unanswered || a.Waiting
}

// ofClub is the list of what was opened in the room of a club.
func ofClub(slug string) TalkAsk { return TalkAsk{Club: slug} }

// open is where a discussion of this list is opened.
func (a TalkAsk) open() string {
	if a.Club == "" {
		return "/discussions/nouvelle"
	}
	return "/discussions/nouvelle?" + ParamClub + "=" + url.QueryEscape(a.Club)
}

// TalkPage is the list of discussions.
type TalkPage struct {
	Chrome Chrome
	Ask    TalkAsk
	Theme  string // its name
	Town   string // its name
	Club   string // its name
	Themes []Option
	Towns  []string
	Lost   string // a filter that is not known
	List   []TalkCard
	Moved  []TalkMoved // the same, for what is new in them
	Next   string      // local path
}

// Common is the list of discussions.
func (p TalkPage) Common() Common {
	for i := range p.List {
		p.List[i].Own = true
	}
	return Common{Chrome: p.Chrome, Content: talk(p), Talks: p.Moved}
}

// heading says what the list holds.
func (p TalkPage) heading() string {
	switch {
	case p.Theme != "" && p.Town != "":
		return p.Theme + ", à " + p.Town
	case p.Theme != "":
		return p.Theme
	case p.Club != "":
		return "On en parle : " + p.Club
	case p.Town != "":
		return "On en parle à " + p.Town
	}
	return "Discussions"
}

// talkKinds are the words of the kinds: as a mark, as a form asks for it, and what it is good for.
var talkKinds = map[discussion.Kind][3]string{
	discussion.Question: {"Question", "Une question", "Vous pourrez dire quelle réponse était la bonne."},
	discussion.Proposal: {"Proposition", "Une proposition", "Dites aussi à quoi elle sert et qui paye."},
	discussion.Open:     {"Discussion", "Une discussion", "Un sujet ouvert, une nouvelle, une envie d'en parler."},
}

func talkKind(k discussion.Kind) string { return talkKinds[k][0] }

// DiscussionPage is a discussion and what is answered to it.
type DiscussionPage struct {
	Chrome    Chrome
	Card      TalkCard
	ThemeOf   string // slug of the theme
	TownOf    string // slug of the commune
	HTML      string
	Purpose   string
	Payer     string
	At        string // when it was opened
	Edited    string
	Answers   Answers
	Reactions Reactions
	Follow    FollowButton
	Unread    *TalkNews
	Origin    Origin
	Convene   string    // what an event can be made of: see ParamSource; empty: its words ask nobody to come
	Meetings  []Meeting // the events that were born from it
	Asked     *Asked    // the institution that the question is put to; nil: none
	State     string    // what is still unanswered, said on top; empty: nothing

	Chosen    *Answer     // the accepted answer
	Form      *AnswerForm // nil: the reader may not answer, or not now
	NoVoice   bool        // a member without a page
	CanEdit   bool
	CanClose  bool
	CanPin    bool
	CanDelete bool
	ID        string // to report it
	Later     bool   // not the first answers
}

// box is the end of the page.
func (p DiscussionPage) box() AnswerBox {
	path := "/discussions/" + url.PathEscape(p.Card.Slug)
	return AnswerBox{Kind: comment.Discussion, Form: p.Form, Closed: p.Card.Closed, NoVoice: p.NoVoice, Path: path, Guest: path + "/sans-compte"}
}

// DiscussionFormPage is the form of a discussion.
type DiscussionFormPage struct {
	Chrome      Chrome
	Slug        string // empty: a new one
	Draft       discussion.Draft
	Town        string       // as typed
	To          Byline       // the institution that a question is put to, when the address says it
	Institution string       // as typed
	Choice      []Byline     // those that it may mean
	Unsure      fault.Fields // why it is not clear which
	In          Byline       // the club in whose room it is opened

	Voices   []Byline
	Themes   []Option
	Towns    []string
	Preview  string // sanitised HTML; empty: none was asked for
	Wrong    fault.Fields
	Conflict bool
	Theirs   DiscussionPage // what stands there now, after a conflict
}

func (p DiscussionFormPage) action() templ.SafeURL {
	if p.Slug == "" {
		return "/discussions"
	}
	return discuss(p.Slug, "/modifier")
}

var talkOrder = []string{discussion.FieldPrivate, discussion.FieldKind, discussion.FieldTitle, discussion.FieldBody, discussion.FieldTo, discussion.FieldPurpose, discussion.FieldPayer, discussion.FieldTheme, discussion.FieldCommune, viewer.FieldVoice}

// DiscussionEndPage is the page of one button that deletes a discussion.
type DiscussionEndPage struct {
	Chrome  Chrome
	Slug    string
	Title   string
	Answers int
}

// kinds are those that the form proposes.
func (p DiscussionFormPage) kinds() []discussion.Kind { return discussion.Kinds[:] }

// Said is the name of who speaks, also when their page is gone.
func Said(b Byline) string { return b.said() }

func (b Byline) said() string {
	switch {
	case b.Guest:
		return b.Name
	case b.Slug == "":
		return "une page retirée"
	}
	return shown(b.Name, b.Example)
}
