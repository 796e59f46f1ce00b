package mailroom

import (
	"strconv"

	"partant/internal/digest"
	"partant/internal/event"
	"partant/internal/notify"
)

func (w french) word(t []digest.Told, s Site) (l said) {
	if len(t) == 1 {
		l.Subject = w.told(t[0])
		l.Before = []string{w.told(t[0]) + "."}
		l.Do = "Lire sur le site"
		if t[0].Kind == notify.Followed {
			l.Do = "Voir les abonnés"
		}
	} else {
		l.Subject = strconv.Itoa(len(t)) + " nouvelles vous concernent"
		l.Before = []string{"Voici ce qui vous concerne sur " + s.Name + " et que vous n'avez pas encore lu."}
		l.Do = "Voir mes notifications"
	}
	l.After = []string{"Vous avez demandé à être prévenu tout de suite."}
	return l
}

func (french) digest(n digest.News, s Site) (l said) {
	l.Subject = "Du nouveau sur " + s.Name
	switch len(n.Told) {
	case 0:
	case 1:
		l.Subject = "Une nouvelle vous concerne"
	default:
		l.Subject = strconv.Itoa(len(n.Told)) + " nouvelles vous concernent"
	}
	l.Before = []string{"Voici ce qui s'est passé sur " + s.Name + " depuis notre dernière lettre."}
	l.Do = "Voir mes notifications"
	switch {
	case n.OnlyComing():
		l.Subject = "À venir : " + n.Coming[0].Title
		if len(n.Coming) > 1 {
			l.Subject = strconv.Itoa(len(n.Coming)) + " rendez-vous à venir"
		}
		l.Before = []string{"Voici ce qui vient bientôt sur " + s.Name + ", pour vous ou là où vous suivez."}
		l.Do = "Voir les événements"
	case len(n.Told) == 0:
		l.Do = "Ouvrir le fil"
	}
	return l
}

func (w french) coming(c *digest.Coming, s Site) string {
	at := w.moment(s, c.Start.At)
	switch {
	case c.Answer.Seat == event.Placed:
		return at + ", vous avez " + w.seats(c.Answer.With)
	case c.Answer.Seat == event.Waiting:
		return at + ", vous êtes en liste d'attente"
	case c.Answer.Seat == event.Asked:
		return at + ", votre demande attend une réponse"
	case c.Answer.Says == event.Maybe:
		return at + ", vous viendrez peut-être"
	}
	return at + ", annoncé par " + c.By
}

func (french) newsTitle(p newsPart) string {
	return [...]string{partTold: "Ce qui vous concerne", partComing: "À venir", partPosts: "Publié là où vous suivez", partTalks: "On en parle"}[p]
}

func (french) told(t digest.Told) string {
	who, title := t.By, "« "+t.Thing.Title+" »"
	switch {
	case t.Kind.OfBoard():
		who = "Le bureau"
	case who == "":
		who = "Quelqu'un"
	}
	switch t.Kind {
	case notify.Unheard:
		return "Un logiciel ne répond plus, et n'est plus prévenu des événements de " + title
	case notify.Followed:
		return who + " suit votre page " + title
	case notify.Answered:
		return who + " vous a répondu dans " + title
	case notify.Mentioned:
		return who + " parle de vous dans " + title
	case notify.Settled:
		return who + " tient compte de ce que vous avez dit, dans une version de " + title
	case notify.Continued:
		return who + " répond dans " + title
	case notify.Moved:
		return "Quelqu'un de la modération a déplacé ce que vous aviez écrit dans " + title
	case notify.Refiled:
		return "Quelqu'un de la modération a changé le thème ou la commune de " + title
	case notify.Asked:
		return who + " pose une question à votre institution : " + title
	case notify.PassedOn:
		return who + " a transmis à une autre institution votre question " + title
	case notify.Declined:
		return who + " ne répondra pas à votre question " + title
	case notify.Accepted:
		return who + " a retenu votre réponse à " + title
	case notify.Recommended:
		return who + " recommande votre page " + title
	case notify.Rejoined:
		return who + " a répondu à votre recommandation de " + title
	case notify.Applied:
		return who + " demande à rejoindre " + title
	case notify.Admitted:
		return who + " vous accueille dans " + title
	case notify.TurnedDown:
		return who + " n'a pas retenu votre demande pour " + title
	case notify.Dismissed:
		return who + " vous a retiré des membres de " + title
	case notify.Appointed:
		return who + " a changé votre fonction dans " + title
	case notify.Announced:
		return who + " annonce à ses membres : " + title
	case notify.Offered:
		return who + " propose d'échanger vos coordonnées : " + title
	case notify.Exchanged:
		return who + " a échangé ses coordonnées avec vous : " + title
	case notify.NetAsked:
		return who + " demande à entrer dans votre réseau " + title
	case notify.NetInvited:
		return who + " invite dans son réseau votre club " + title
	case notify.NetJoined:
		return who + " accepte d'être en réseau avec " + title
	case notify.NetDeclined:
		return who + " n'a pas souhaité être en réseau avec " + title
	case notify.NetEnded:
		return who + " n'est plus en réseau avec " + title
	case notify.Renewing:
		return "Votre adhésion se termine bientôt : " + title
	case notify.Lapsing:
		return "Votre adhésion est arrivée à son dernier jour : " + title
	case notify.Minuted:
		return who + " a publié le compte rendu de " + title
	case notify.Entrusted:
		return who + " vous confie une action dans le compte rendu de " + title
	case notify.Pressing:
		return who + " vous rappelle que vous avez bientôt quelque chose à faire, depuis " + title
	case notify.Reminded:
		return who + " vous attend : vous êtes partant pour " + title
	case notify.Nudged:
		return who + " vous demande si vous venez à " + title
	case notify.Hosts:
		return who + " accueille avec vous " + title
	case notify.HostsNot:
		return who + " n'accueille pas avec vous " + title
	case notify.Requested:
		return who + " demande à venir à " + title
	case notify.CalledToHost:
		return who + " vous propose d'accueillir ensemble " + title
	case notify.Convened:
		return who + " annonce l'événement " + title
	}
	return who + " commente " + title
}

func (french) talk(t digest.Talk) string {
	switch t.Answers {
	case 0:
		return t.By
	case 1:
		return t.By + ", une réponse"
	}
	return t.By + ", " + strconv.Itoa(t.Answers) + " réponses"
}

func (french) chooseRhythm() string { return "Choisir le rythme de ces lettres" }
