package event

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
)

// Question is what hosts ask of who is partant.
type Question struct {
	ID       string   `json:"id"` // among those of its event; stays when its words change
	Text     string   `json:"text"`
	Kind     Asks     `json:"kind"`
	Choices  []string `json:"choices,omitempty"` // of AsksChoice
	Required bool     `json:"required,omitempty"`
}

// Asks is how a question is answered.
type Asks string

// The kinds of questions.
const (
	AsksText   Asks = "texte"
	AsksChoice Asks = "choix"
	AsksYes    Asks = "oui-non"
)

// AllAsks lists them as forms propose them.
var AllAsks = [...]Asks{AsksText, AsksChoice, AsksYes}

// Said is the answer to a question.
type Said struct {
	Question string `json:"question"` // its ID
	Text     string `json:"text"`
}

// The limits of questions: a roster is one document, and holds all that is answered.
const (
	MostQuestions = 5
	MaxQuestion   = 160
	MostChoices   = 10
	MaxChoice     = 60
	MaxSaid       = 120
)

// FieldQuestion, with a number from 1 and one of the endings below, is a form field of a question; FieldSaid, with the ID of a question,
// one of its answer. They are keys of fault.Fields.
const (
	FieldQuestion  = "question_"
	FieldAsks      = "_sorte"
	FieldChoices   = "_choix"
	FieldRequired  = "_requis"
	FieldKnown     = "_connue" // the ID of one that is there already
	FieldSaid      = "demande_"
	questionLength = 8
)

// QuestionDraft is a question as typed; one without words is none.
type QuestionDraft struct {
	ID, Text, Kind, Choices string // choices: one in a line
	Required                bool
}

// Options are the answers that a question proposes; none when it is answered in words.
func (q *Question) Options() []string {
	switch q.Kind {
	case AsksChoice:
		return q.Choices
	case AsksYes:
		return []string{"oui", "non"}
	}
	return nil
}

// SaidTo returns what a answers to a question; empty for nothing.
func (a *Answer) SaidTo(question string) string {
	for _, one := range a.Said {
		if one.Question == question {
			return one.Text
		}
	}
	return ""
}

// typedQuestions is how a form would have asked them.
func typedQuestions(all []Question) (drafts []QuestionDraft) {
	for _, q := range all {
		drafts = append(drafts, QuestionDraft{ID: q.ID, Text: q.Text, Kind: string(q.Kind), Choices: strings.Join(q.Choices, "\n"), Required: q.Required})
	}
	return drafts
}

// questions fills in what is asked.
func (d Draft) questions(e *Event, wrong fault.Fields) {
	known := e.Questions
	e.Questions = nil
	for i, one := range d.Questions {
		if one.Text = text.Line(one.Text); one.Text == "" || len(e.Questions) == MostQuestions {
			continue
		}
		q := Question{ID: one.ID, Text: one.Text, Kind: Asks(one.Kind), Required: one.Required}
		is := func(other Question) bool { return other.ID == q.ID }
		if !slices.ContainsFunc(known, is) || slices.ContainsFunc(e.Questions, is) {
			drawn := id.New()
			q.ID = drawn[len(drawn)-questionLength:]
		}
		q.fill(one, FieldQuestion+strconv.Itoa(i+1), wrong)
		e.Questions = append(e.Questions, q)
	}
}

// fill checks how one question is asked.
func (q *Question) fill(d QuestionDraft, field string, wrong fault.Fields) {
	long(wrong, field, q.Text, MaxQuestion)
	if !slices.Contains(AllAsks[:], q.Kind) {
		q.Kind = AsksText
	}
	if q.Kind != AsksChoice {
		return
	}
	for line := range strings.Lines(d.Choices) {
		if line = text.Line(line); line != "" && !slices.Contains(q.Choices, line) {
			long(wrong, field+FieldChoices, line, MaxChoice)
			q.Choices = append(q.Choices, line)
		}
	}
	if n := len(q.Choices); n < 2 || n > MostChoices {
		wrong.Add(field+FieldChoices, fmt.Sprintf("Écrivez de 2 à %d réponses possibles, une par ligne.", MostChoices))
	}
}

// told checks what is answered to the questions of e, and writes it into an answer. Who is not partant need not answer, and who answers in
// a conversation is not asked.
func (r Reply) told(e *Event, a *Answer, wrong fault.Fields) {
	if r.Said == nil {
		return
	}
	a.Said = nil
	if a.Says == No {
		return
	}
	for i := range e.Questions {
		q := &e.Questions[i]
		said, field := text.Line(r.Said[q.ID]), FieldSaid+q.ID
		switch options := q.Options(); {
		case said == "" && q.Required && a.Says == Partant:
			wrong.Add(field, "Les organisateurs ont besoin de cette réponse.")
		case said == "":
		case options != nil && !slices.Contains(options, said):
			wrong.Add(field, "Choisissez une réponse de la liste.")
		default:
			long(wrong, field, said, MaxSaid)
			a.Said = append(a.Said, Said{Question: q.ID, Text: said})
		}
	}
}
