package views

import (
	"github.com/a-h/templ"

	"partant/internal/profile"
)

// formOrder is the order of the questions, for the summary of errors.
var formOrder = []profile.Field{
	profile.FieldKind, profile.FieldName, profile.FieldCommune, profile.FieldActivity, profile.FieldPitch, profile.FieldPhone, profile.FieldOffers, profile.FieldSeeks,
	profile.FieldTags, profile.FieldStreet, profile.FieldDoor, profile.FieldPostcode, profile.FieldPlace, profile.FieldEmail, profile.FieldWeb, profile.FieldLinks, profile.FieldAbout,
	profile.FieldTitle, profile.FieldHours, profile.FieldSize, profile.FieldFounded, profile.FieldSIRET,
}

func (p ProfileFormPage) order() []string {
	names := make([]string, len(formOrder))
	for i, f := range formOrder {
		names[i] = string(f)
	}
	return names
}

// action is where the form is sent.
func (p ProfileFormPage) action() templ.SafeURL {
	if p.Slug == "" {
		return "/fiches/nouvelle"
	}
	return page(p.Slug, "/modifier")
}

// wrong is what is wrong with a field, or nothing.
func (p ProfileFormPage) wrong(f profile.Field) string { return p.Wrong[string(f)] }

// open reports whether a folded part must show: it holds an error, or the page is being completed.
func (p ProfileFormPage) open(fields ...profile.Field) bool {
	for _, f := range fields {
		if p.Wrong[string(f)] != "" {
			return true
		}
	}
	return p.Slug != ""
}

// fieldLabels are the questions of the form, which the history of a page names its changes by.
var fieldLabels = map[profile.Field]string{
	profile.FieldKind:     "Vous présentez",
	profile.FieldName:     "Nom",
	profile.FieldCommune:  "Commune",
	profile.FieldActivity: "Activité",
	profile.FieldPitch:    "En une ligne, que faites-vous ?",
	profile.FieldPhone:    "Téléphone",
	profile.FieldOffers:   "Je propose",
	profile.FieldSeeks:    "Je cherche",
	profile.FieldTags:     "Mots-clés",
	profile.FieldStreet:   "Numéro et rue",
	profile.FieldDoor:     "Qui voit le numéro et la rue d'une personne ?",
	profile.FieldPostcode: "Code postal",
	profile.FieldPlace:    "Position exacte",
	profile.FieldEmail:    "E-mail",
	profile.FieldWeb:      "Site",
	profile.FieldLinks:    "Autres pages où l'on vous trouve",
	profile.FieldAbout:    "Présentez-vous",
	profile.FieldTitle:    "Votre rôle",
	profile.FieldHours:    "Horaires",
	profile.FieldSize:     "Effectif",
	profile.FieldFounded:  "Année de création",
	profile.FieldSIRET:    "SIRET ou SIREN",
}

// audiences are those who may see a contact, as forms propose them.
var audiences = []profile.Audience{profile.ForAll, profile.ForMembers, profile.ForTeam}

var audienceWords = map[profile.Audience]string{profile.ForAll: "Tout le monde", profile.ForMembers: "Les membres de Partant", profile.ForTeam: "Notre équipe seulement"}

// AudienceWords says who sees something; everybody when nothing else is said.
func AudienceWords(a profile.Audience) string {
	if a == "" {
		a = profile.ForAll
	}
	return audienceWords[a]
}
