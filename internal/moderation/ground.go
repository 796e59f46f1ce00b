package moderation

import "slices"

// Ground is a rule that something may break: a law, or a clause of the conditions.
type Ground struct {
	Key  string
	Name string // as forms propose it
	Rule string // what is broken, as reasons say it
	Only Kind   // the kind of things that it is said of; empty: all
}

// Grounds are those that people may name, in the order of forms. The clauses are headings of /conditions.
var Grounds = []Ground{
	{"arnaque", "Une tromperie ou une arnaque", "la loi, qui punit l'escroquerie et les pratiques commerciales trompeuses", ""},
	{"publicite", "De la publicité non voulue, ou sans rapport", "les conditions, « Ce que vous vous engagez à faire » : pas de publicité qui n'a rien à faire ici", ""},
	{"usurpation", "Quelqu'un se fait passer pour un autre", "les conditions, « Ce que vous vous engagez à faire » : présentez-vous pour qui vous êtes ; la loi punit aussi l'usurpation d'identité", ""},
	{"personne", "Une injure, une menace, un harcèlement, une diffamation", "la loi, qui punit l'injure, la menace, le harcèlement et la diffamation", ""},
	{"haine", "Un propos haineux, violent ou qui appelle au crime", "la loi, qui punit la provocation à la haine ou à la violence", ""},
	{"vie-privee", "Une donnée personnelle, publiée sans accord", "la loi, qui protège la vie privée et les données personnelles", ""},
	{"copie", "Une œuvre ou une marque prise à quelqu'un", "la loi, qui protège les œuvres et les marques", ""},
	{"faux", "Une erreur, ou une page qui n'est plus vraie", "les conditions, « Ce que vous vous engagez à faire » : ce qui est publié est exact", ""},
	{Doubt, "Vous doutez qu'elle soit authentique : expérience inventée, lien ou contrepartie non dits", "les règles des recommandations : une expérience vécue, le lien et la contrepartie dits", Recommendation},
	{"autre", "Autre chose", "les conditions du site", ""},
}

// Doubt is the ground of who doubts that a recommendation is authentic (Code de la consommation, L111-7-2).
const Doubt = "doute"

// GroundsOf are those that people may name of a thing of one kind.
func GroundsOf(k Kind) []Ground {
	return slices.DeleteFunc(slices.Clone(Grounds), func(g Ground) bool { return g.Only != "" && g.Only != k })
}

// GroundOf returns the ground with a key.
func GroundOf(key string) (Ground, bool) {
	i := slices.IndexFunc(Grounds, func(g Ground) bool { return g.Key == key })
	if i < 0 {
		return Ground{}, false
	}
	return Grounds[i], true
}

// Rule says which rule a decision is about; a suspension has its own words.
func (d *Decision) Rule() string {
	if g, known := GroundOf(d.Ground); known {
		return g.Rule
	}
	return d.Ground
}
