package views

import (
	"strings"

	"partant/internal/fault"
	"partant/internal/profile"
)

// HistoryPage is /fiches/{slug}/historique.
type HistoryPage struct {
	Chrome  Chrome
	Slug    string
	Name    string
	Changes []PastChange
	Most    int          // how many versions are kept
	Wrong   fault.Fields // why a version cannot come back
}

// PastChange is one version of a page.
type PastChange struct {
	Version int64
	At      string
	By      string
	Fields  []profile.Field // what changed
	Now     bool            // it is the present one
	First   bool            // the page was made with it
	Deed    profile.Deed    // no version but what moderation did; empty: a version
	Reason  string          // of the deed
}

// fieldNames are the questions of the form of a profile, as they stand in a sentence.
var fieldNames = map[profile.Field]string{
	profile.FieldKind: "le type", profile.FieldName: "le nom", profile.FieldPitch: "l'accroche", profile.FieldAbout: "la présentation",
	profile.FieldActivity: "l'activité", profile.FieldStreet: "l'adresse", profile.FieldPostcode: "le code postal", profile.FieldCommune: "la commune",
	profile.FieldPlace: "le repère sur la carte", profile.FieldPhone: "le téléphone", profile.FieldEmail: "l'e-mail", profile.FieldWeb: "le site",
	profile.FieldLinks: "les liens", profile.FieldHours: "les horaires", profile.FieldSize: "l'effectif", profile.FieldFounded: "l'année de création",
	profile.FieldSIRET: "le SIRET", profile.FieldTags: "les étiquettes", profile.FieldOffers: "ce qui est proposé", profile.FieldSeeks: "ce qui est cherché",
}

// what says what changed with a version.
func (c PastChange) what() string {
	names := make([]string, 0, len(c.Fields))
	for _, f := range c.Fields {
		if name := fieldNames[f]; name != "" {
			names = append(names, name)
		}
	}
	switch {
	case c.Deed == profile.TookDown:
		return "La modération a retiré la page. La raison" + joint + ":"
	case c.Deed == profile.Returned:
		return "La modération a remis la page."
	case c.First:
		return "La page est publiée."
	case len(names) == 0:
		return "La plus ancienne version gardée, ou un changement que le formulaire ne montre pas."
	}
	return "Ce qui a changé" + joint + ": " + strings.Join(names, ", ") + "."
}
