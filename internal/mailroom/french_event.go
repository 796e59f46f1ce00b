package mailroom

import (
	"strconv"

	"partant/internal/event"
)

// meeting tells somebody what becomes of an event that they answered. Who has confirmed nothing is told no stranger's words.
func (w french) meeting(m meeting, s Site) said {
	name, at := "« "+m.title+" »", w.moment(s, m.start)
	facts := []string{"C'est " + at + "."}
	if m.place != "" {
		facts = append(facts, "Où : "+m.place)
	}
	withdraw := []string{"Me désister, ou changer ma réponse"}
	switch m.kind {
	case event.OwesConfirm:
		return said{Subject: "Confirmez votre réponse", Do: "Voir l'événement et confirmer",
			Before: []string{"Quelqu'un a répondu à un événement annoncé sur " + s.Name + " en donnant cette adresse. Si c'est vous, confirmez : votre réponse compte à partir de ce moment. Votre adresse n'est montrée à personne."},
			After:  []string{"Sans confirmation, tout est effacé dans deux jours. Vous n'avez rien demandé ? Ne faites rien."}}
	case event.OwesAgain:
		return said{Subject: "Vous avez déjà répondu", Do: "Voir ma réponse, ou la changer",
			Before: []string{"Quelqu'un vient de répondre à un événement annoncé sur " + s.Name + " en donnant cette adresse. Une réponse de cette adresse est déjà là : rien n'a changé."},
			After:  []string{"Ce lien la montre, et permet de la changer. Vous n'avez rien demandé ? Ne faites rien."}}
	case event.OwesAsked:
		return said{Subject: "Votre demande est partie : " + m.subject(at), Do: "Voir ma demande", More: withdraw,
			Before: append([]string{"Pour venir à " + name + ", il faut l'accord de ceux qui l'organisent : votre demande leur est transmise. D'ici là aucune place n'est gardée ; nous vous écrivons dès qu'ils ont répondu."}, facts...)}
	case event.OwesDeclined:
		return said{Subject: "Votre demande n'est pas retenue : " + m.subject(at), Do: "Voir l'événement",
			Before: w.adds(m, "Ceux qui organisent "+name+" ne peuvent pas vous accueillir cette fois.")}
	case event.OwesReopened:
		l := said{Subject: "Votre demande attend de nouveau : " + m.subject(at), Do: "Voir ma demande", More: withdraw,
			Before: append([]string{"Ceux qui organisent " + name + " sont revenus sur leur accord : votre demande attend de nouveau leur réponse. D'ici là aucune place n'est gardée ; nous vous écrivons dès qu'ils ont répondu."}, facts...)}
		if m.takesBack() {
			l.After = []string{"Le fichier joint retire l'événement de votre agenda."}
		}
		return l
	case event.OwesPlaced:
		if m.agreed {
			return said{Subject: "Vous êtes partant : " + m.subject(at), Do: "Voir l'événement", More: withdraw,
				Before: w.adds(m, append([]string{"Ceux qui organisent " + name + " ont dit oui : vous avez " + w.seats(m.with) + "."}, facts...)...), After: w.comes(m)}
		}
		return said{Subject: "Vous êtes partant : " + m.subject(at), Do: "Voir l'événement", More: withdraw,
			Before: append([]string{"C'est noté : " + w.seats(m.with) + " pour " + name + "."}, facts...), After: w.comes(m)}
	case event.OwesPromoted:
		return said{Subject: "Une place s'est libérée : " + m.subject(at), Do: "Voir l'événement", More: withdraw,
			Before: append([]string{"Bonne nouvelle : vous n'attendez plus. Vous avez " + w.seats(m.with) + " pour " + name + "."}, facts...), After: w.comes(m)}
	case event.OwesWaiting:
		if m.agreed {
			return said{Subject: "En liste d'attente : " + m.subject(at), Do: "Voir mon rang", More: withdraw,
				Before: w.adds(m, append([]string{"Ceux qui organisent " + name + " ont dit oui, mais c'est complet. Votre demande est gardée, dans l'ordre de leurs accords. Dès que votre tour vient, la place est à vous et nous vous écrivons."}, facts...)...)}
		}
		return said{Subject: "En liste d'attente : " + m.subject(at), Do: "Voir mon rang", More: withdraw,
			Before: append([]string{"C'est complet pour " + name + ", et votre demande est gardée, dans l'ordre d'arrivée. Dès que votre tour vient, la place est à vous et nous vous écrivons."}, facts...)}
	case event.OwesOut:
		return said{Subject: "Vous ne venez plus : " + m.subject(at), Do: "Voir l'événement",
			Before: []string{"Vous avez rendu " + w.given(m.with) + " pour " + name + ". Merci de l'avoir dit : quelqu'un d'autre peut venir."},
			After:  []string{"Le fichier joint retire l'événement de votre agenda."}}
	case event.OwesRemind:
		return said{Subject: "Rappel : " + m.subject(at), Do: "Voir l'événement", More: withdraw,
			Before: append([]string{"Vous êtes partant pour " + name + ", et vous nous avez demandé de vous le rappeler."}, facts...), After: w.recalls(m)}
	case event.OwesNudge:
		return said{Subject: "Venez-vous ? " + m.subject(at), Do: "Voir l'événement", More: []string{"Répondre : partant, ou pas cette fois"},
			Before: append([]string{"Vous viendrez peut-être à " + name + ". Ceux qui l'organisent ont besoin de savoir : venez-vous ?"}, facts...),
			After:  []string{"Nous ne vous le demanderons pas une seconde fois."}}
	case event.OwesCancelled:
		l := said{Subject: "Annulé : " + m.subject(at), Do: "Voir la page de l'événement", Before: []string{name + ", prévu " + at + ", n'aura pas lieu."}}
		if m.gone {
			l.Do = "Voir les autres événements"
		}
		if m.reason != "" {
			l.Before = append(l.Before, "Ceux qui l'organisent vous disent :")
		}
		if m.seat == event.Placed {
			l.After = []string{"Le fichier joint le retire de votre agenda."}
		}
		return l
	}
	return said{Subject: "Changement : " + m.subject(at), Do: "Voir ce qui a changé", More: withdraw,
		Before: append([]string{"L'heure ou le lieu de " + name + " a changé. Voici comment c'est maintenant."}, facts...), After: w.comes(m)}
}

// adds announces the word of who organises, if there is one: the letter quotes it below.
func (french) adds(m meeting, before ...string) []string {
	if m.word == "" {
		return before
	}
	return append(before, "Ils vous disent :")
}

// comes is what who has a place needs to know besides.
func (french) comes(m meeting) (all []string) {
	if m.seat != event.Placed {
		return nil
	}
	if m.online != "" {
		all = append(all, "Pour venir en ligne : "+m.online)
	}
	return append(all, "À l'entrée, montrez le code ci-dessus, sur votre téléphone ou sur papier : il vaut pour vous et ceux qui viennent avec vous.",
		"Le fichier joint met l'événement dans votre agenda. Un empêchement ? Dites-le : quelqu'un attend peut-être votre place.")
}

// pass names what is shown at the door.
func (french) pass() string { return "Mon billet" }

func (french) seats(with int) string {
	if with == 0 {
		return "une place à votre nom"
	}
	return strconv.Itoa(with+1) + " places à votre nom"
}

func (french) given(with int) string {
	if with == 0 {
		return "votre place"
	}
	return "vos " + strconv.Itoa(with+1) + " places"
}

// recalls is what who has a place needs to know just before.
func (french) recalls(m meeting) (all []string) {
	if m.seat == event.Placed && m.online != "" {
		all = append(all, "Pour venir en ligne : "+m.online)
	}
	return append(all, "Un empêchement ? Dites-le : quelqu'un attend peut-être votre place.")
}
