package views

import (
	"strconv"

	"partant/internal/fault"
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
	Edited    string // ready; empty: its words are the first
	HTML      string // sanitised when it was written
	Depth     int    // from 1
	To        string // who is answered, where the tree grows no deeper; empty elsewhere
	Parent    string // id of what is answered
	Deleted   bool   // nobody sees its words
	Moderated bool   // because a moderator took them down
	Accepted  bool

	CanReply, CanEdit, CanDelete, CanAccept, CanReport bool
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
	Preview string // sanitised HTML of Text; empty: none was asked for
	Label   string // « Votre réponse »
	Button  string // « Publier la réponse »
	Back    string // local path of « ne rien changer »; empty: there is none
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

var answerOrder = []string{"reponse", viewer.FieldVoice}

// answerAnchor is the id of an answer on its page.
func answerAnchor(id string) string { return "reponse-" + id }

// depth is the attribute that moves an answer in.
func (a Answer) depth() string { return strconv.Itoa(a.Depth) }
