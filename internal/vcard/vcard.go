// Package vcard writes the files by which address books take somebody in (RFC 2426: version 3.0, which all of them read).
package vcard

import (
	"bytes"
	"strings"
	"time"
	"unicode"

	vcf "github.com/emersion/go-vcard"

	"partant/internal/fault"
)

// Card is somebody as an address book keeps them. What is empty is left out.
type Card struct {
	UID     string // the same whenever it is written: it replaces what was taken in before
	Name    string
	Email   string
	Phone   string // « +33238791234 »
	URL     string
	Note    string
	Changed time.Time
}

// Type is what such a file is.
const Type = "text/vcard; charset=utf-8"

// Write returns the file. fault.Invalid when there is no name.
func Write(c Card) (_ []byte, err error) {
	defer fault.Wrap(&err, "vcard.Write")
	name := line(c.Name)
	if name == "" {
		return nil, fault.Invalid
	}
	card := vcf.Card{}
	card.SetValue(vcf.FieldVersion, "3.0")
	card.SetValue(vcf.FieldFormattedName, name)
	card.AddName(&vcf.Name{GivenName: strings.ReplaceAll(name, ";", ",")}) // what of it is the family's nobody knows
	for field, value := range map[string]string{vcf.FieldUID: c.UID, vcf.FieldEmail: c.Email, vcf.FieldURL: c.URL} {
		if value = line(value); value != "" {
			card.SetValue(field, value)
		}
	}
	if phone := line(c.Phone); phone != "" {
		card.Add(vcf.FieldTelephone, &vcf.Field{Value: phone, Params: vcf.Params{vcf.ParamType: {"CELL"}}})
	}
	if note := strings.ReplaceAll(c.Note, "\r", ""); note != "" {
		card.SetValue(vcf.FieldNote, note)
	}
	if !c.Changed.IsZero() {
		card.SetValue(vcf.FieldRevision, c.Changed.UTC().Format("20060102T150405Z"))
	}
	var file bytes.Buffer
	err = vcf.NewEncoder(&file).Encode(card)
	return file.Bytes(), err
}

// line is a text without line ends and other signs that are no text.
func line(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s))
}
