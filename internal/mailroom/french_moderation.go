package mailroom

import (
	"strconv"

	"partant/internal/moderation"
)

// thingFrench names what a case is about: « votre publication », « la publication ».
var thingFrench = map[moderation.Kind][2]string{
	moderation.Letter: {"votre lettre", "la lettre"}, moderation.Page: {"votre page", "la page"}, moderation.Post: {"votre publication", "la publication"},
	moderation.Event: {"votre annonce", "l'annonce"}, moderation.Discussion: {"votre discussion", "la discussion"}, moderation.Answer: {"votre réponse", "la réponse"}, moderation.Account: {"votre compte", "le compte"},
	moderation.Recommendation: {"votre recommandation", "la recommandation"}, moderation.Rejoinder: {"votre réponse à une recommandation", "la réponse à une recommandation"},
	moderation.Announcement: {"votre annonce", "l'annonce"}, moderation.ClubFile: {"votre pièce", "la pièce"},
}

// titled adds the title of a thing that has one.
func titled(name, title, open, end string) string {
	if title == "" {
		return name
	}
	return name + " " + open + title + end
}

func (w french) verdict(v verdict, s Site) said {
	yours, the := titled(thingFrench[v.c.Kind][0], v.c.Title, "« ", " »"), titled(thingFrench[v.c.Kind][1], v.c.Title, "« ", " »")
	switch {
	case v.mail == moderation.Receipt && v.appeal:
		return said{Subject: "Nous avons reçu votre contestation", Do: "Suivre la décision",
			Before: []string{"Vous contestez une décision sur " + the + ". Une personne de l'équipe de " + s.Name + ", une autre que la première quand c'est possible, la relira. Voici ce que vous avez écrit."}}
	case v.mail == moderation.Receipt:
		l := said{Subject: "Nous avons reçu votre signalement",
			Before: []string{"Vous avez signalé " + the + " le " + w.moment(s, v.at) + ". Une personne de l'équipe de " + s.Name + " lira votre signalement et décidera ; nous vous écrirons ce qui a été décidé."},
			After:  []string{"Qui a écrit ce que vous signalez ne sait pas que le signalement vient de vous."}}
		if v.visitor {
			l.After = append(l.After, "Vous n'avez rien signalé ? Quelqu'un s'est trompé d'adresse : ne faites rien.")
		}
		return l
	case v.mail == moderation.Answered:
		return w.answered(v, the, s)
	}
	return w.statement(v, yours, s)
}

// outcomeFrench says what was decided.
var outcomeFrench = map[moderation.What]string{
	moderation.Kept: "Nous avons regardé, et n'avons rien retiré.", moderation.TakenDown: "Nous avons retiré ce que vous signaliez : plus personne ne le voit.",
	moderation.Restored: "Après relecture, ce que vous signaliez se voit de nouveau.", moderation.Upheld: "Nous avons retenu votre signalement.",
	moderation.Suspended: "Le compte est suspendu.", moderation.Reopened: "Le compte est de nouveau ouvert.",
}

func (w french) answered(v verdict, the string, s Site) said {
	subject, about := "Votre signalement : notre décision", "Vous avez signalé "
	if v.appeal {
		subject, about = "Votre contestation : notre décision", "Vous avez contesté une décision sur "
	}
	return said{Subject: subject, Do: "Lire la décision", Before: []string{about + the + " le " + w.moment(s, v.at) + ". " + outcomeFrench[v.decision.What] +
		" La décision a été prise par une personne, non par un programme. Elle vous dit :"},
		After: []string{"Vous n'êtes pas d'accord ? Dites-le dans les six mois depuis la page de la décision : une autre personne relira quand c'est possible. Vous pouvez aussi saisir un juge."}}
}

// contestOnPage says how to contest what the page of the decision shows.
const contestOnPage = "Vous n'êtes pas d'accord ? Dites pourquoi, dans les six mois, sur la page de la décision : une autre personne relira quand c'est possible. Vous pouvez aussi saisir un juge."

func (w french) statement(v verdict, yours string, s Site) said {
	at := w.moment(s, v.decision.At)
	switch v.decision.What {
	case moderation.Held:
		return said{Subject: "Votre texte attend d'être relu", Do: "Lire pourquoi",
			Before: []string{"Vous avez publié " + yours + " sur " + s.Name + " le " + at + ". Un programme l'a mise de côté avant que quelqu'un la voie, comme il le fait des premiers textes d'un nouveau membre qui contiennent un lien ou se répètent. Personne n'a rien décidé encore.",
				"Un modérateur, une personne, la lira ; si rien ne s'y oppose, elle paraît aussitôt. Vous n'avez rien à faire."}}
	case moderation.TakenDown:
		return said{Subject: "Nous avons retiré " + yours, Do: "Lire la décision, ou la contester",
			Before: []string{"Un modérateur a retiré " + yours + " de " + s.Name + " le " + at + ". C'est une personne qui a décidé, non un programme. Plus personne ne la voit ; rien n'en est effacé.",
				"La règle : " + v.decision.Rule() + ".", "Les faits :"},
			After: []string{contestOnPage}}
	case moderation.Restored:
		seen := "On voit de nouveau "
		if v.c.Unheld(v.decision) {
			seen = "On voit "
		}
		return said{Subject: seen + yours, Do: "Voir la décision",
			Before: []string{"Un modérateur a relu " + yours + " le " + at + " : elle est visible là où vous l'avez publiée."}}
	}
	return said{Subject: "Votre contestation : notre décision", Do: "Lire la décision",
		Before: []string{"Vous avez contesté une décision sur " + yours + ". Un modérateur l'a relue le " + at + ". " + outcomeFrench[v.decision.What] + " Il vous dit :"}, After: []string{"Vous pouvez aussi saisir un juge."}}
}

func (french) bell(n int, more bool, s Site) said {
	what := "Une chose attend"
	if n > 1 {
		what = strconv.Itoa(n) + " choses attendent"
	}
	if more {
		what = "Plus de " + strconv.Itoa(n) + " choses attendent"
	}
	return said{Subject: what + " les modérateurs", Do: "Ouvrir la modération",
		Before: []string{what + " qu'un modérateur de " + s.Name + " les regarde : des signalements, des contestations, de premiers textes."},
		After:  []string{"Nous vous l'écrivons une fois par heure au plus, et seulement quand quelque chose de nouveau attend."}}
}
