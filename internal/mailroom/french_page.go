package mailroom

import "partant/internal/profile"

func (w french) page(d done, s Site) (l said) {
	name, at := "« "+d.name+" »", w.moment(s, d.act.At)
	if d.act.What == profile.Reverted {
		return said{Subject: "Une version d'avant de la page " + name + " est revenue", Do: "Voir l'historique",
			Before: []string{"Un modérateur a redonné à la page " + name + ", que vous tenez, le contenu d'une version d'avant. C'était le " + at + "."},
			After:  []string{"L'historique dit ce qui a changé, et permet de revenir en arrière. Vous n'êtes pas d'accord ? Écrivez à l'équipe du site, dont l'adresse est dans les mentions légales."}}
	}
	by := d.by
	if by == "" {
		by = "Quelqu'un de l'équipe"
	}
	return said{Subject: "La page " + name + " n'est plus vérifiée", Do: "Voir l'historique",
		Before: []string{by + " a changé le nom, le type ou le SIRET de la page " + name + ", que vous tenez, le " + at + ". La page n'a donc plus la marque « page vérifiée » : ce qui avait été montré l'était pour la page d'avant."},
		After:  []string{"Revenir à la version d'avant, dans l'historique, rend la marque. Sinon, faites vérifier la page de nouveau."}}
}
