package mailroom

import (
	"time"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/lang"
	"partant/internal/message"
	"partant/internal/profile"
)

// french is the language of the territory.
type french struct{}

func (french) tag() lang.Tag { return lang.French }

func (french) greeting(name string) string {
	if name == "" {
		return "Bonjour,"
	}
	return "Bonjour " + name + ","
}

func (french) moment(s Site, at time.Time) string { return s.Moment(at) }

func (french) ticket(e errand, s Site) (l said) {
	switch e {
	case toMove:
		l.Subject = "Confirmez votre nouvelle adresse"
		l.Before = []string{"Vous avez demandé que votre compte sur " + s.Name + " ait cette adresse. Voici le code qui le confirme."}
	case toLeave:
		l.Subject = "Votre compte va changer d'adresse"
		l.Before = []string{"Vous avez demandé que votre compte sur " + s.Name + " ait une autre adresse que celle-ci. Voici le code qui le permet."}
	case toOpen:
		l.Subject = "Votre code pour créer votre compte"
		l.Before = []string{"Voici le code pour créer votre compte sur " + s.Name + "."}
		l.Do = "Ou ouvrez ce lien pour continuer"
	case toOpenAgain:
		l.Subject = "Vous avez déjà un compte : voici votre code"
		l.Before = []string{"Vous avez voulu créer un compte sur " + s.Name + ", mais cette adresse en a déjà un. Ce code vous y fait entrer."}
		l.Do = "Ou ouvrez ce lien pour entrer"
	default:
		l.Subject = "Votre code pour entrer"
		l.Before = []string{"Voici le code que vous avez demandé pour entrer sur " + s.Name + "."}
		l.Do = "Ou ouvrez ce lien pour entrer"
	}
	l.After = []string{"Il vaut dix minutes et ne sert qu'une fois. Ne le donnez à personne, pas même à nous.",
		"Vous n'avez rien demandé ? Ne faites rien : sans ce code, personne n'entre."}
	return l
}

// happenedFrench says each line of a log: the subject of its letter and what it means.
var happenedFrench = map[account.What][2]string{
	account.Opened:          {"Bienvenue : votre compte est ouvert", "Votre compte est ouvert. Vous pouvez publier votre page, la tenir à jour et écrire aux autres."},
	account.PasswordSet:     {"Votre mot de passe a changé", "Le mot de passe de votre compte a été choisi ou changé."},
	account.PasswordRemoved: {"Votre compte n'a plus de mot de passe", "Le mot de passe de votre compte a été retiré : vous entrez par un code que nous vous écrivons."},
	account.Moved:           {"L'adresse de votre compte a changé", "L'adresse e-mail de votre compte a changé."},
	account.RoleChanged:     {"Votre rôle a changé", "Un administrateur a changé ce que votre compte permet de faire."},
	account.FactorAdded:     {"La vérification en deux étapes est en place", "Votre compte demande désormais un second code pour entrer."},
	account.FactorRemoved:   {"La vérification en deux étapes est retirée", "Votre compte ne demande plus de second code pour entrer."},
	account.KeyAdded:        {"Une clé d'accès a été ajoutée", "Une clé d'accès peut désormais ouvrir votre compte."},
	account.KeyRemoved:      {"Une clé d'accès a été retirée", "Une clé d'accès n'ouvre plus votre compte."},
	account.ProgramAdded:    {"Un logiciel peut agir en votre nom", "Une clé a été faite : le logiciel qui l'a peut agir sur le site en votre nom, comme vous l'avez choisi."},
	account.Linked:          {"Un autre service ouvre votre compte", "Un compte que vous avez ailleurs ouvre désormais votre compte."},
	account.Unlinked:        {"Un autre service n'ouvre plus votre compte", "Un compte que vous avez ailleurs n'ouvre plus votre compte."},
	account.RescueMade:      {"Vos codes de secours sont nouveaux", "Dix nouveaux codes de secours ont été faits : ceux d'avant ne servent plus."},
	account.RescueUsed:      {"Un code de secours a servi", "Un de vos codes de secours a servi pour entrer. Il ne servira plus."},
	account.FactorsReset:    {"Votre compte n'a plus de seconde étape", "La personne qui tient le site a retiré de votre compte l'application de codes, les clés d'accès et les codes de secours, et a déconnecté tous vos appareils. Un code par e-mail ou votre mot de passe suffit maintenant pour entrer : remettez une seconde étape dès que vous le pouvez."},
	account.Closing:         {"Votre compte sera supprimé", "Votre compte et vos pages ne se voient plus. Ils seront effacés dans 14 jours. Entrez avant pour les garder."},
	account.Lapsing:         {"Votre compte sera supprimé, faute de visite", ""},
	account.LapsingShut:     {"Votre compte suspendu sera effacé", ""},
	account.Lapsed:          {"Votre compte ne se voit plus et sera effacé, faute de visite", ""},
	account.Kept:            {"Votre compte est gardé", "La suppression de votre compte est annulée : tout est de nouveau là."},
	account.Suspended:       {"Votre compte est suspendu", "Un modérateur a suspendu votre compte."},
	account.Exported:        {"Vos données ont été emportées", "Une archive de tout ce que le site garde de vous a été faite depuis votre compte."},
	account.Restored:        {"Votre compte est rétabli", "Votre compte est de nouveau ouvert."},
}

func (w french) notice(line account.Line, s Site) said {
	news, known := happenedFrench[line.What]
	if !known {
		news = [2]string{"Du nouveau sur votre compte", "Le journal de votre compte dit quoi."}
	}
	l, at := said{Subject: news[0], Before: []string{news[1]}, Do: "Voir mon compte"}, w.moment(s, line.At)
	switch line.What {
	case account.Opened:
	case account.Lapsing, account.LapsingShut, account.Lapsed:
		l = w.lapse(line, s, l)
	case account.Suspended:
		l.Before = []string{"Un modérateur a suspendu votre compte sur " + s.Name + " le " + at + ". C'est une personne qui a décidé, non un programme. Vous ne pouvez plus entrer ; vos pages restent visibles."}
		l.Do = "Mentions légales"
		l.After = []string{"Vous n'êtes pas d'accord ? Écrivez dans les six mois à l'équipe du site, dont l'adresse est dans les mentions légales, en disant pourquoi : une autre personne relira. Vous pouvez aussi saisir un juge."}
	case account.FactorsReset:
		l.Do = "Remettre une seconde étape"
		l.After = []string{"C'était le " + at + ". Vous ne l'aviez pas demandé ? Écrivez tout de suite à l'équipe du site, dont l'adresse est dans les mentions légales."}
	case account.ProgramAdded:
		l.Before = append(l.Before, "C'était le "+at+". Voici comment ce logiciel est nommé.")
		l.After = []string{"Ce n'était pas vous ? Ouvrez votre compte, retirez ce logiciel, changez le mot de passe et déconnectez les autres appareils."}
	default:
		l.Before = append(l.Before, "C'était le "+at+".")
		l.After = []string{"Ce n'était pas vous ? Ouvrez votre compte, changez le mot de passe et déconnectez les autres appareils."}
	}
	return l
}

func (w french) claim(l claim.Letter, s Site) (m said) {
	name := "« " + l.Name + " »"
	m.Do = "Voir l'équipe"
	switch l.What {
	case claim.TellCode:
		m.Subject = "Le code pour la page " + name
		m.Before = []string{l.Who + " dit répondre de votre organisation et demande à tenir sa page, " + name + ", sur " + s.Name + ".",
			"Cette personne est bien de chez vous, et c'est à elle de tenir la page ? Donnez-lui ce code."}
		m.After = []string{"Il vaut trente minutes. Vous ne la connaissez pas, ou vous ne savez pas ? Ne lui donnez rien : sans ce code, elle n'obtient pas la page ainsi."}
	case claim.TellInvited:
		return w.invitation(l, name, s)
	case claim.TellGranted:
		m.Subject, m.Do = "La page "+name+" est la vôtre", "Voir la page"
		m.Before = []string{"Vous tenez désormais la page " + name + " sur " + s.Name + ". Elle porte la marque « page vérifiée ».",
			"Complétez-la, et invitez vos collègues à la tenir avec vous."}
	case claim.TellRefused:
		m.Subject, m.Do = "Votre demande pour la page "+name, "Faire une autre demande"
		m.Before = []string{"Vous avez demandé à tenir la page " + name + ". Un modérateur a regardé, et n'a pas pu l'accorder. Voici ce qu'il répond."}
		m.After = []string{contestFrench(s)}
	case claim.TellJoined:
		m.Subject = l.Joined + " a rejoint l'équipe de la page " + name
		m.Before = []string{l.Joined + " a accepté votre proposition : " + w.does(l.Claim.Role) + "."}
	case claim.TellDeclined:
		m.Subject = "Une invitation refusée pour la page " + name
		m.Before = []string{"Vous aviez invité quelqu'un dans l'équipe de la page " + name + " (" + w.does(l.Claim.Role) + "). Cette personne préfère ne pas la rejoindre. Rien ne change pour la page."}
	case claim.TellDisputed:
		m.Subject, m.Do = "Quelqu'un d'autre demande la page "+name, "Dire ce que j'en pense"
		m.Before = []string{l.Who + " dit que la page " + name + ", que vous tenez aujourd'hui, lui revient.",
			"Rien ne change pour l'instant. Un modérateur lira ce que chacun en dit, puis décidera."}
	case claim.TellKept:
		m.Subject = "La page " + name + " reste la vôtre"
		m.Before = []string{"Quelqu'un avait demandé la page " + name + ". Cette demande est close : vous la tenez comme avant."}
	case claim.TellShared:
		m.Subject = l.Who + " tient aussi la page " + name
		m.Before = []string{l.Who + " est désormais propriétaire de la page " + name + ", avec vous."}
		m.After = []string{contestFrench(s)}
	default:
		m.Subject, m.Do = "Vous ne tenez plus la page "+name, "Demander la page"
		m.Before = []string{"Un modérateur a confié la page " + name + " à " + l.Who + ". Vous ne faites plus partie de son équipe."}
		m.After = []string{contestFrench(s)}
	}
	return m
}

// contestFrench says how to contest the decision of a moderator about a page.
func contestFrench(s Site) string {
	return "Vous n'êtes pas d'accord ? Écrivez à l'équipe du site, en disant pourquoi, à l'adresse que donne " + s.Base + "/mentions-legales#contact : une autre personne relira."
}

// invitation speaks to who is invited, or to whom a page is offered.
func (w french) invitation(l claim.Letter, name string, s Site) said {
	if l.Claim.Means == claim.ByHandOver {
		return said{Subject: "La page " + name + " vous est proposée", Do: "Voir la proposition",
			Before: []string{l.Who + " vous propose de devenir propriétaire de la page " + name + ". Rien ne change tant que vous n'avez pas accepté."}}
	}
	return said{Subject: l.Who + " vous invite à tenir la page " + name, Do: "Voir l'invitation",
		Before: []string{l.Who + " vous invite dans l'équipe de la page " + name + " sur " + s.Name + " : " + w.does(l.Claim.Role) + "."},
		After:  []string{"L'invitation vaut quatorze jours. Vous n'attendiez rien ? Ne faites rien : elle s'efface d'elle-même, et votre adresse avec elle."}}
}

// does says what a role may do.
func (french) does(r profile.Role) string {
	switch r {
	case profile.Owner:
		return "propriétaire, pour la tenir et dire qui la tient"
	case profile.Editor:
		return "rédaction, pour la tenir à jour"
	case profile.Reader:
		return "lecture des statistiques"
	}
	return "montré sur la page"
}

func (french) question(m message.Message, s Site) said {
	return said{Subject: "Confirmez votre lettre à " + m.Page.Name,
		Before: []string{"Vous avez écrit à « " + m.Page.Name + " » sur " + s.Name + ". Votre lettre attend : elle part dès que vous confirmez que cette adresse est la vôtre. Votre adresse ne sera pas montrée."},
		Do:     "Envoyer ma lettre",
		After:  []string{"Sans réponse de votre part, la lettre est effacée dans deux jours. Vous n'avez rien écrit ? Ne faites rien."}}
}

func (french) delivery(m message.Message, address string, s Site) said {
	l := said{Subject: m.From.Name + " vous écrit : " + m.Subject, Do: "Répondre", More: []string{"Ne plus recevoir de lettres de cette personne", "Signaler cette lettre"}}
	first := m.From.Name + " a écrit à votre page « " + m.Page.Name + " » sur " + s.Name + ". Objet : " + m.Subject
	if m.Answers != "" {
		l.Subject = m.From.Name + " vous répond : " + m.Subject
		first = m.From.Name + " vous répond, par " + s.Name + ". Objet : " + m.Subject
	}
	l.Before = []string{first}
	how := "Cette lettre passe par le site, qui ne montre l'adresse de personne sans son accord. Répondre à cet e-mail n'arrive à personne : ouvrez le lien."
	if m.Shown {
		how = m.From.Name + " vous montre son adresse : " + address + ". Répondez-lui directement, ou par le site."
	}
	l.After = []string{how, "Elle vient de quelqu'un que nous ne connaissons pas forcément : n'envoyez ni mot de passe ni argent sur sa seule parole."}
	return l
}
