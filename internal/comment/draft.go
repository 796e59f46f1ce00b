package comment

import (
	"fmt"

	"partant/internal/fault"
	"partant/internal/text"
)

// FieldBody is the form field of the words of an answer, a key of fault.Fields.
const FieldBody = "reponse"

// Draft is what the form holds, as typed.
type Draft struct {
	Key    string // id of the answer to be, drawn with the empty form
	Target Target
	Parent string // id of the answer that is answered; empty: the target itself
	Voice  string // id of the page that speaks
	Body   string
	Words  Words  // what Preview made of Body; zero: nobody has looked at it yet
	Aspect Aspect // of a project: see Review
}

// checkBody cleans Markdown and says what is wrong with it.
func checkBody(body string, wrong fault.Fields) string {
	body = text.Lines(body)
	if body == "" {
		wrong.Add(FieldBody, "Écrivez votre réponse.")
	}
	if n := text.Len(body); n > MaxBody {
		wrong.Add(FieldBody, fmt.Sprintf("C'est trop long : %s caractères, il en faut %s au plus.", text.Number(n), text.Number(MaxBody)))
	}
	return body
}
