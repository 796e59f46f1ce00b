// Package document names the files that things hold: what a page needs to show one, and under what name it leaves.
package document

import (
	"strconv"
	"strings"
	"time"

	"partant/internal/picture"
	"partant/internal/text"
	"partant/internal/unseen"
)

// Document is a file as the thing that shows it holds it.
type Document struct {
	ID    string    `json:"id"` // of its bytes: see package media
	Title string    `json:"title"`
	Type  string    `json:"type"` // what its bytes are, whatever its name said
	Bytes int       `json:"bytes"`
	By    string    `json:"by,omitempty"` // who put it there, as the thing names them; empty: they left
	At    time.Time `json:"at"`

	Down *unseen.Mark `json:"down,omitempty"` // taken down by moderators

	Picture picture.Picture `json:"picture,omitzero"` // of one that is a photo; its title says what it shows
}

// form is one of the forms that documents come in.
type form struct{ kind, ending, words string }

// forms are those that are taken.
var forms = []form{
	{"application/pdf", "pdf", "PDF"},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "texte Word"},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "tableur Excel"},
	{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", "présentation PowerPoint"},
	{"application/vnd.oasis.opendocument.text", "odt", "texte OpenDocument"},
	{"application/vnd.oasis.opendocument.spreadsheet", "ods", "tableur OpenDocument"},
	{"application/vnd.oasis.opendocument.presentation", "odp", "présentation OpenDocument"},
	{"text/plain", "txt", "texte"},
	{"text/csv", "csv", "tableau CSV"},
	{"image/jpeg", "jpg", "image"},
	{"image/png", "png", "image"},
}

// of is the form of a type; that of no document when nothing is known of it.
func of(kind string) form {
	kind, _, _ = strings.Cut(kind, ";")
	for _, f := range forms {
		if f.kind == kind {
			return f
		}
	}
	return form{"application/octet-stream", "bin", "fichier"}
}

// Taken reports whether documents of a type are taken.
func Taken(kind string) bool { return of(kind).ending != "bin" }

// Ending is what the names of files of a type end with.
func Ending(kind string) string { return of(kind).ending }

// Words says what d is: « PDF », « tableur Excel ».
func (d *Document) Words() string { return of(d.Type).words }

// mostName is how long the name of a file is, in characters.
const mostName = 80

// Name is the name under which d leaves: made of its title and its type, never of the name that it was sent with.
func (d *Document) Name() string {
	stem := text.Slug(text.Cut(d.Title, mostName))
	if stem == "" {
		stem = "document"
	}
	return stem + "." + Ending(d.Type)
}

// Names are the names under which all of them leave together: each once, in their order.
func Names(all []Document) []string {
	names, taken := make([]string, len(all)), map[string]bool{}
	for i := range all {
		name := all[i].Name()
		stem, ending, _ := strings.Cut(name, ".")
		for n := 2; taken[name]; n++ {
			name = stem + "-" + strconv.Itoa(n) + "." + ending
		}
		names[i], taken[name] = name, true
	}
	return names
}

// Weight is what all of them weigh, in bytes.
func Weight(all []Document) (n int) {
	for i := range all {
		n += all[i].Bytes
	}
	return n
}

// IDs are those of documents.
func IDs(all []Document) []string {
	ids := make([]string, len(all))
	for i := range all {
		ids[i] = all[i].ID
	}
	return ids
}
