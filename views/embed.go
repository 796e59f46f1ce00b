package views

import (
	"strings"

	"github.com/a-h/templ"
)

// FramedPage is what stands on the site of somebody else: what is to come, or pages of the directory. It is the same for everybody.
type FramedPage struct {
	Title  string
	More   string // absolute address of the whole
	Agenda bool   // events, else pages
	Events []EventCard
	Cards  []Card
	Goes   bool // there is more than stands here
	Failed bool // nothing can be shown now
	Gone   bool // nothing will be shown any more
}

// more is what the link to the whole says.
func (p FramedPage) more() string {
	switch {
	case p.Goes && p.Agenda:
		return "Voir les dates suivantes sur Partant"
	case p.Goes:
		return "Voir toutes les pages sur Partant"
	}
	return "Voir sur Partant"
}

// CardOf is a page as a list of names shows it.
func CardOf(b Byline) Card {
	return Card{Slug: b.Slug, Kind: b.Kind, Name: b.Name, Town: b.Town, Logo: b.Logo, Example: b.Example}
}

// FramedName is the title of what the directory answers.
func FramedName(a Ask) string {
	var all []string
	if a.Text != "" {
		all = append(all, a.Text)
	}
	for _, f := range a.Filters {
		all = append(all, f.Text)
	}
	if a.Near != "" {
		all = append(all, a.around())
	}
	if len(all) == 0 {
		return "Annuaire"
	}
	return "Annuaire : " + strings.Join(all, ", ")
}

// ParamOfPage names the page that is to be shown on another site.
const ParamOfPage = "fiche"

// EmbeddingPage is /integrer: what can be shown on another site.
type EmbeddingPage struct {
	Chrome Chrome
	Of     Link // the page whose agenda it is; no URL: a place
	Text   string
	Town   string
	Towns  []string
	Lost   string // a commune that is not known
	Frames []Embedded
}

// Embedded is one thing that can be put on another site.
type Embedded struct {
	ID    string
	Title string
	Say   string
	Path  string // local
	Code  string // to copy
}

// Quoted is words as they stand in an attribute of HTML.
func Quoted(words string) string { return templ.EscapeString(words) }
