package views

import "strconv"

// Unknown is a value of a parameter of the directory that means nothing here: « type=foo ».
type Unknown struct {
	Param Param
	Value string
}

// unknownWords name what a parameter asks for, and agree with it.
var unknownWords = map[Param][2]string{
	ParamKind: {"le type", "laissé"}, ParamSector: {"le secteur", "laissé"}, ParamCommune: {"la commune", "laissée"},
	ParamEPCI: {"l'intercommunalité", "laissée"}, ParamTag: {"le mot-clé", "laissé"}, ParamOffer: {"l'offre", "laissée"},
	ParamSeek: {"le besoin", "laissé"}, ParamRadius: {"la distance", "laissée"}, ParamSort: {"l'ordre", "laissé"},
	ParamPage: {"la page", "laissée"}, ParamView: {"la présentation", "laissée"}, ParamNear: {"le lieu", "laissé"},
}

// Say is what is not known: « Nous ne connaissons pas le type « foo » ».
func (u Unknown) Say() string {
	if u.Param == ParamText {
		return "Il n'y a pas de mot dans " + quoted(u.Value)
	}
	return "Nous ne connaissons pas " + unknownWords[u.Param][0] + " " + quoted(u.Value)
}

// fromNowhere reports whether a distance is a good one that lacks its place.
func (u Unknown) fromNowhere() bool {
	km, err := strconv.Atoi(u.Value)
	return u.Param == ParamRadius && err == nil && km > 0
}

// leftOut says what became of it.
func (u Unknown) leftOut() string { return "nous l'avons " + unknownWords[u.Param][1] + " de côté." }
