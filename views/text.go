package views

// TextPage is a page of words: /mentions-legales, /confidentialite, /accessibilite, /sources, /a-propos. Its facts are in Chrome.Site.
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
	return append(list, Fact{Label: "Numéro", Text: given(e.Number)}, Fact{Label: "Siège", Text: given(e.Address)},
		Fact{Label: "Téléphone", Text: given(e.Phone)}, Fact{Label: "E-mail", Text: given(e.Email)},
		Fact{Label: "Directeur de la publication", Text: given(e.Director)})
}

func (p TextPage) host() []Fact {
	h := p.Chrome.site().Host
	return []Fact{{Label: "Nom", Text: given(h.Name)}, {Label: "Adresse", Text: given(h.Address)}, {Label: "Téléphone", Text: given(h.Phone)}}
}

func given(s string) string {
	if s == "" {
		return "à compléter"
	}
	return s
}
