package message

import (
	"fmt"

	"partant/internal/fault"
	"partant/internal/text"
)

// The form fields of a letter, keys of fault.Fields.
const (
	FieldName    = "nom"
	FieldEmail   = "email"
	FieldSubject = "objet"
	FieldText    = "texte"
	FieldShow    = "montrer" // the answer shows its writer's address
)

// The limits of a letter, in characters.
const (
	MaxName    = 80
	MaxSubject = 120
	MaxText    = 4000
)

// Draft is what the form holds, as typed. Members say neither their name nor their address.
type Draft struct{ Name, Email, Subject, Text string }

// clean returns d as it would be sent, and what is wrong with it. Somebody with an account has only a subject and a text.
func (d Draft) clean(member bool) (Draft, fault.Fields) {
	d = Draft{Name: text.Line(d.Name), Email: text.Line(d.Email), Subject: text.Line(d.Subject), Text: text.Lines(d.Text)}
	wrong := fault.Fields{}
	if !member {
		d.checkWriter(wrong)
	}
	if d.Subject == "" {
		wrong.Add(FieldSubject, "Dites en quelques mots de quoi il s'agit.")
	}
	short(wrong, FieldSubject, d.Subject, MaxSubject)
	checkText(wrong, d.Text)
	return d, wrong
}

func (d Draft) checkWriter(wrong fault.Fields) {
	if d.Name == "" {
		wrong.Add(FieldName, "Dites comment vous vous appelez : on répond plus volontiers à quelqu'un.")
	}
	short(wrong, FieldName, d.Name, MaxName)
	if !text.IsAddress(d.Email) {
		wrong.Add(FieldEmail, "Cette adresse e-mail n'est pas complète : écrivez par exemple prenom@exemple.fr.")
	}
}

func checkText(wrong fault.Fields, said string) {
	if said == "" {
		wrong.Add(FieldText, "Écrivez votre lettre.")
	}
	short(wrong, FieldText, said, MaxText)
}

func short(wrong fault.Fields, field, said string, most int) {
	if n := text.Len(said); n > most {
		wrong.Add(field, fmt.Sprintf("C'est trop long : %d caractères, il en faut %d au plus.", n, most))
	}
}
