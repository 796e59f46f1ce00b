package views

import (
	"strconv"
	"time"

	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Field names of what is answered and of discussions, besides those of their packages.
const (
	FieldPreview = "apercu"     // the button that shows a text before it is published
	FieldUndo    = "defaire"    // a button that takes back what another does
	FieldReply   = "reponse_id" // id of an answer
	ParamAfter   = "apres"      // cursor of a list
	ParamQuote   = "citer"      // an answer begins with the words that it answers
)

// Answer is one answer as it is shown.
type Answer struct {
	ID        string
	By        Byline
	At        string // ready: Moment(…)
	Written   time.Time
	Edited    string // ready; empty: its words are the first
	HTML      string // sanitised when it was written
	Words     string // as they were typed: plain, for short lists
	Depth     int    // from 1
	To        string // who is answered, where the tree grows no deeper; empty elsewhere
	Parent    string // id of what is answered
	Deleted   bool   // nobody sees its words
	Moderated bool   // because a moderator took them down
	Apart     bool   // because whoever reads is kept apart from who wrote them
	Chosen    bool   // and it is they who chose so
	Accepted  bool
	New       bool // to whoever reads

	Until string // ready: until which hour its words can be changed; empty: not at all

	CanReply, CanEdit, CanDelete, CanAccept, CanReport bool

	Aspect  comment.Aspect // of a project; empty: it is none, or does not say
	Settled Link           // the version that answers it, in words; no URL: none does

	Reactions Reactions
	Mine      bool   // whoever reads wrote it
	Convene   string // what an event can be made of: see ParamSource; empty: it asks nobody to come

	Visitor bool // whoever reads has no account: they answer without

	Drawn *Drawn // not nil: drawn already, and of the rest only ID, Depth and Deleted are known
}

// reply is what is done to answer it.
func (a Answer) reply() string {
	if a.Visitor {
		return "/sans-compte"
	}
	return "/repondre"
}

// Thread is what is answered below a publication, a page or an event.
type Thread struct {
	Answers Answers
	Count   int
	Box     AnswerBox
	Later   bool // not the first answers

	Live bool // that there are more is told as they come
	Now  int  // how many there were when the page was drawn; only with Live

	Meetings []Meeting // the events that were born from it
}

// AnswerBox is the end of what is answered: the form, or why there is none.
type AnswerBox struct {
	Kind    comment.Kind // of what is answered
	Form    *AnswerForm  // nil: the reader may not answer, or not now
	Closed  bool
	NoVoice bool   // a member without a page
	Path    string // local path of what is answered
	Guest   string // local path of the form of who has no account; empty: there is none
}

// QuestionsPage is /fiches/{slug}/questions.
type QuestionsPage struct {
	Chrome  Chrome
	By      Byline
	Thread  Thread
	Open    bool // it takes questions
	Claimed bool // somebody answers for it
	Can     bool // say whether it takes questions
}

// QuestionsNote is what a profile says of its questions.
type QuestionsNote struct {
	List []Answer // the first
	Open bool
	Can  bool // speak for the page
}

// unfolded is how many answers of a branch stand open below its first; the others are folded.
const unfolded = 3

// branch is an answer and what follows from it.
type branch struct {
	Root *Answer
	Open []*Answer
	More []*Answer // folded, with a button that says how many
}

// branches are the answers by branch, in their order. One that goes on from the page before has its first answer here for a root.
func (a Answers) branches() (all []branch) {
	for i := range a.List {
		one := &a.List[i]
		if one.Depth <= 1 || len(all) == 0 {
			all = append(all, branch{Root: one})
			continue
		}
		b := &all[len(all)-1]
		b.Open = append(b.Open, one)
	}
	for i := range all {
		if b := &all[i]; len(b.Open) > unfolded+1 { // one alone is not worth a button
			b.Open, b.More = b.Open[:unfolded], b.Open[unfolded:]
		}
	}
	return all
}

// Living is how many answers are shown that were not taken back.
func (a Answers) Living() (n int) {
	for i := range a.List {
		if !a.List[i].Deleted {
			n++
		}
	}
	return n
}

// boxWords are what the end says: the heading of the form, what is closed and what to do then.
var boxWords = map[comment.Kind]struct{ Head, Closed, Then, Enter string }{
	comment.Discussion: {"Votre réponse", "La discussion est close", "On la lit, on n'y répond plus.", "Connectez-vous pour répondre"},
	comment.Post:       {"Votre réponse", "Les réponses sont fermées", "On les lit, on n'en ajoute plus.", "Connectez-vous pour répondre"},
	comment.Page:       {"Votre question", "Les questions sont fermées", "On lit celles qui sont là, on n'en pose plus.", "Connectez-vous pour demander"},
	comment.Event:      {"Votre message", "Les messages sont fermés", "On lit ceux qui sont là, on n'en ajoute plus.", "Connectez-vous pour écrire"},
}

// Answers is what is answered below something: a discussion, a publication, a page.
type Answers struct {
	Base  string // local path of what is answered
	List  []Answer
	Next  string // local path of the next answers
	First string // local path of the first answers, when these are later ones
	Token string // of the forms
}

// AnswerForm is the form of an answer, or of its words.
type AnswerForm struct {
	Action  string // local path that it is sent to
	Token   string
	Key     string
	Voices  []Byline
	Voice   string
	Text    string
	Aspects bool           // it must say what it says of a project
	Aspect  comment.Aspect // what it says
	Preview string         // sanitised HTML of Text; empty: none was asked for
	Label   string         // « Votre réponse »
	Button  string         // « Publier la réponse »
	Back    string         // local path of « ne rien changer »; empty: there is none
	Wrong   fault.Fields
}

// AnswerPage is a page of one answer: to answer it, to change it, to take it back.
type AnswerPage struct {
	Chrome  Chrome
	Subject Link // what it answers
	Answer  Answer
	Form    AnswerForm
	Other   bool   // it is somebody else's: a moderator takes it back
	Until   string // ready: until when its words can be changed
}

var answerOrder = []string{comment.FieldAspect, "reponse", viewer.FieldVoice}

// heading counts the questions and what is answered to them.
func (p QuestionsPage) heading() string {
	if len(p.Thread.Answers.List) == 0 {
		return "Questions et réponses"
	}
	return Plural(p.Thread.Answers.Living(), "message", "messages")
}

func (p QuestionsPage) none() string {
	return "Personne n'a encore rien demandé : soyez le premier."
}

// heading counts the answers to a publication.
func (t Thread) heading() string {
	if t.Count == 0 {
		return "Réponses"
	}
	return Plural(t.Count, "réponse", "réponses")
}

// briefWords is how much of an answer short lists show, in characters.
const briefWords = 140

// brief is how an answer begins, in plain words.
func (a Answer) brief() string { return unbroken(text.Cut(a.Words, briefWords)) }

// answerAnchor is the id of an answer on its page.
func answerAnchor(id string) string { return "reponse-" + id }

// depth is the attribute that moves an answer in.
func (a Answer) depth() string { return strconv.Itoa(a.Depth) }
