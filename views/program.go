package views

import (
	"strconv"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/text"
)

// ProgramsPage is /compte/logiciels.
type ProgramsPage struct {
	Chrome Chrome
	List   []Program
	Most   bool   // there is room for no more
	Key    string // of the one to be
	Draft  account.ProgramDraft
	Wrong  fault.Fields
	Secret string // the key, shown this once
}

// Program is a program that asks in the name of a member.
type Program struct {
	ID     string // what its form sends as FieldRemove
	Name   string
	Writes bool
	Since  string // ready
	Until  string // ready
	Over   bool
	Used   string // ready; empty: never
}

// programOrder is the order of the fields of the form.
var programOrder = []string{account.FieldProgram, account.FieldScope, account.FieldDays}

// may says what a program may do.
func (p Program) may() string {
	if p.Writes {
		return "lit, publie et répond"
	}
	return "lit seulement"
}

// when says from when to when its key serves, and whether it did.
func (p Program) when() string {
	said := "Clé faite le " + p.Since + ", sert jusqu'au " + p.Until
	if p.Over {
		said = "Clé faite le " + p.Since + ", ne sert plus depuis le " + p.Until
	}
	if p.Used == "" {
		return said + " ; elle n'a jamais servi."
	}
	return said + " ; elle a servi pour la dernière fois le " + p.Used + "."
}

func programScopes() []Option {
	return []Option{{Value: account.ScopeRead, Text: "Lire ce que je peux lire"}, {Value: account.ScopeWrite, Text: "Lire, publier et répondre en mon nom"}}
}

func programDays() (all []Option) {
	for _, days := range account.ProgramDays {
		said := text.Number(days) + " jours"
		if days == 365 {
			said = "1 an"
		}
		all = append(all, Option{Value: strconv.Itoa(days), Text: said})
	}
	return all
}
