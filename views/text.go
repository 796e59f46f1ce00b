package views

import "strings"

// TextPage is a page of words: /mentions-legales, /conditions, /confidentialite, /accessibilite, /sources, /a-propos. Its facts are in Chrome.Site.
type TextPage struct {
	Chrome Chrome
}

// publisher is what the law asks to know of who edits the site; what is missing is said to be.
func (p TextPage) publisher() []Fact {
	e := p.Chrome.site().Publisher
	list := []Fact{{Label: "Nom", Text: given(e.Name)}, {Label: "Forme", Text: given(e.Form)}}
	if e.Capital != "" {
		list = append(list, Fact{Label: "Capital", Text: e.Capital})
	}
	if e.VAT != "" {
		list = append(list, Fact{Label: "TVA", Text: e.VAT})
	}
	return append(list, Fact{Label: "Numéro", Text: given(e.Number)}, Fact{Label: "Siège", Text: given(e.Address)},
		Fact{Label: "Téléphone", Text: given(e.Phone)}, Fact{Label: "E-mail", Text: given(e.Email)},
		Fact{Label: "Directeur de la publication", Text: given(e.Director)})
}

func (p TextPage) host() []Fact {
	h := p.Chrome.site().Host
	return []Fact{{Label: "Nom", Text: given(h.Name)}, {Label: "Adresse", Text: given(h.Address)}, {Label: "Téléphone", Text: given(h.Phone)}}
}

// missing are the facts that the law asks for and nobody gave.
func (p TextPage) missing() (labels []string) {
	of := func(list []Fact, whose string) {
		for _, f := range list {
			if f.Text == given("") {
				labels = append(labels, strings.ToLower(f.Label)+whose)
			}
		}
	}
	of(p.publisher(), "")
	of(p.host(), " de l'hébergeur")
	return labels
}

// contact is where people and authorities write; empty while nobody is named.
func (p TextPage) contact() string {
	return firstOf(p.Chrome.site().Publisher.Contact, p.Chrome.site().Publisher.Email)
}

// privacy is who answers about personal data.
func (p TextPage) privacy() string {
	return firstOf(p.Chrome.site().Publisher.Privacy, p.Chrome.site().Publisher.Email)
}

func given(s string) string {
	if s == "" {
		return "à compléter"
	}
	return s
}
