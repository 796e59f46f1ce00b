package discussion

import (
	"fmt"
	"slices"

	"partant/internal/fault"
	"partant/internal/text"
)

// The form fields of a discussion, keys of fault.Fields.
const (
	FieldKind    = "forme"
	FieldTitle   = "titre"
	FieldBody    = "texte"
	FieldPurpose = "pour_quoi"
	FieldPayer   = "qui_paye"
	FieldTheme   = "theme"
	FieldCommune = "commune"
	FieldClub    = "club"
	FieldPrivate = "entre_membres"
)

// The limits of a discussion, in characters.
const (
	MaxTitle = 160
	MaxBody  = 10_000
	MaxWords = 500 // of what it is for and who pays
	MinWords = 10
)

// Draft is what the form holds, as typed.
type Draft struct {
	Key   string // id of the discussion to be, drawn with the empty form
	At    int64  // Version that the form was filled from; 0 for a new one
	Voice string // id of the page that speaks

	Kind    Kind
	Title   string
	Body    string
	Purpose string
	Payer   string
	Theme   string
	Commune string // INSEE code
	Club    string // of a new one: id of the page of a club that v is a member of; empty: of none
	Private bool   // of a new one in a club: only its members read it
	To      string // of a new question: id of the institution that it is put to; empty: to all
}

// Filled is the draft of a discussion as it is.
func Filled(d Discussion) Draft {
	return Draft{At: d.Version(), Voice: d.By.Page, Kind: d.Kind, Title: d.Title, Body: d.Body, Purpose: d.Purpose, Payer: d.Payer, Theme: d.Theme, Commune: d.Commune}
}

// fill checks a draft and writes it into to.
func (d Draft) fill(to *Discussion, known func(commune string) bool) fault.Fields {
	wrong := fault.Fields{}
	to.Kind, to.Title, to.Body, to.Theme, to.Commune = d.Kind, text.Line(d.Title), text.Lines(d.Body), d.Theme, d.Commune
	to.Purpose, to.Payer = "", ""
	if !slices.Contains(Kinds[:], d.Kind) {
		wrong.Add(FieldKind, "Dites ce que vous ouvrez : une question, une proposition ou une discussion.")
	}
	switch {
	case to.Title == "":
		wrong.Add(FieldTitle, "Dites en une phrase de quoi il s'agit.")
	case text.Slug(to.Title) == "":
		wrong.Add(FieldTitle, "Écrivez le titre avec des lettres ou des chiffres.")
	}
	long(wrong, FieldTitle, to.Title, MaxTitle)
	long(wrong, FieldBody, to.Body, MaxBody)
	if d.Kind == Proposal {
		to.Purpose, to.Payer = text.Lines(d.Purpose), text.Lines(d.Payer)
		say(wrong, FieldPurpose, to.Purpose, "Une proposition dit à quoi elle sert : à qui, pour faire quoi ?")
		say(wrong, FieldPayer, to.Payer, "Une proposition dit qui paye, même si c'est « personne : nous prêtons la salle ».")
	}
	if ThemeName(d.Theme) == "" {
		wrong.Add(FieldTheme, "Choisissez un thème : c'est ainsi que l'on vous trouvera.")
	}
	if d.Commune != "" && !known(d.Commune) {
		wrong.Add(FieldCommune, "Cette commune n'est pas du département. Choisissez-la dans la liste, ou laissez vide.")
	}
	return wrong
}

func say(wrong fault.Fields, field, said, message string) {
	if text.Len(said) < MinWords {
		wrong.Add(field, message)
	}
	long(wrong, field, said, MaxWords)
}

func long(wrong fault.Fields, field, said string, most int) {
	if n := text.Len(said); n > most {
		wrong.Add(field, fmt.Sprintf("C'est trop long : %s caractères, il en faut %s au plus.", text.Number(n), text.Number(most)))
	}
}
