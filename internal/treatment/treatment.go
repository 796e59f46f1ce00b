// Package treatment is the one list of what the site does with personal data and of the cookies it sets: the page
// /confidentialite and the register docs/registre.md are drawn from it, so that neither can say anything else.
package treatment

import (
	"fmt"
	"strings"

	"partant/internal/account"
	"partant/internal/identification"
)

// Treatment is one use of personal data (RGPD, articles 13, 14 and 30).
type Treatment struct {
	Purpose    string // what for
	Data       string
	Basis      string // what makes it lawful
	Kept       string // how long
	Recipients string
}

// What makes a use lawful (RGPD, article 6.1).
const (
	contract = "Le contrat : les conditions d'utilisation que vous acceptez (article 6.1.b)."
	interest = "L'intérêt légitime (article 6.1.f) : "
	duty     = "Une obligation légale (article 6.1.c) : "
)

// Who sees it.
const (
	nobody  = "Personne d'autre que ceux qui tiennent le site, et son hébergeur."
	readers = "Tout le monde, sauf ce que vous réservez aux membres ou à votre équipe ; les moteurs de recherche."
)

// All lists them, in the order pages show them.
func All() []Treatment {
	leave := fmt.Sprintf("Jusqu'à la suppression du compte, effective %d jours après votre demande. Un compte que personne n'ouvre pendant %d ans est supprimé de même ; une lettre prévient %d mois avant, une autre %d jours avant, et entrer une fois suffit à le garder.",
		account.LeaveDays, account.LapseYears, account.LapseNotice, account.LapseReminder)
	return []Treatment{
		{"Tenir votre compte", "Nom, adresse e-mail, empreinte du mot de passe si vous en avez un, rôle, langue de vos lettres, date et version des conditions acceptées, date de votre dernière visite à une semaine près. Votre âge n'est pas gardé : seulement que vous avez dit avoir 15 ans ou plus.",
			contract, leave, nobody},
		{"Vous laisser entrer, et vous seul", "Codes et liens envoyés par lettre, gardés sous forme d'empreintes ; clés d'accès et applications de codes si vous en ajoutez ; identifiant que vous avez chez un service (LinkedIn, Google, ProConnect…) si vous entrez par lui.",
			contract, "Codes et liens : dix minutes après l'envoi, une heure au plus. Le reste : tant que vous le gardez, au plus jusqu'à la suppression du compte.",
			"Le service que vous choisissez pour entrer, qui apprend que vous le faites."},
		{"Vous garder connecté", "Empreinte du secret de votre navigateur, nom qu'il se donne, dates de connexion et de dernière visite.",
			contract, fmt.Sprintf("14 jours sans visite, %d jours au plus ; ou jusqu'à ce que vous vous déconnectiez.", account.MostDays), nobody},
		{"Laisser vos logiciels agir pour vous", "Des logiciels à qui vous donnez une clé : le nom que vous leur donnez, ce qu'ils peuvent faire, l'empreinte de la clé, les dates de début et de fin, et le jour où elle a servi pour la dernière fois. Ce qu'ils ont lu n'est pas gardé.",
			contract, "Jusqu'à ce que vous retiriez le logiciel ; au plus jusqu'à la suppression du compte.", nobody},
		{"Tenir le journal de votre compte", "Ce qui s'est passé (entrées, changements), quand, et depuis quel navigateur. Aucune adresse de machine.",
			interest + "que vous puissiez voir si quelqu'un d'autre s'est servi de votre compte.",
			fmt.Sprintf("Les %d dernières lignes, jusqu'à la suppression du compte.", account.LogMost), "Vous."},
		{"Vous écrire", "Nom, adresse e-mail, texte de la lettre. Les lettres qui touchent à la sûreté du compte ne peuvent pas être coupées.",
			contract, "Une lettre n'est pas gardée une fois partie. De celle qui n'a pas pu partir restent 30 jours l'adresse, l'objet et la raison.",
			"Le service d'envoi d'e-mails du site, et celui de votre boîte."},
		{"Publier vos pages", "Ce que vous écrivez : présentation, adresse, téléphone, e-mail, horaires, équipe. Et qui peut les modifier.",
			contract, "Tant que la page existe. Effacée, elle disparaît aussitôt ; il n'en reste que l'adresse, qui dit qu'elle n'est plus là. Effacée avec votre compte, il n'en reste rien.",
			readers + " Si le site demande à la Base adresse nationale (IGN) où placer les pages sur la carte, elle reçoit le numéro, la rue et la commune, sans le nom de la page ; jamais une rue que tout le monde ne voit pas."},
		{"Montrer vos photos", "Les photos que vous envoyez (logo, portrait, couverture, galerie, publications), ce que vous dites qu'elles montrent, et le compte qui les a envoyées, qui n'est jamais montré. Le lieu, la date et l'appareil notés dans le fichier sont effacés aussitôt ; l'original n'est pas gardé.",
			contract, "Tant que la page ou la publication les montre, puis quelques minutes, une semaine au plus. Une photo que rien ne montre part au bout d'un jour. Celles d'une page effacée partent avec elle.",
			"Qui voit la page ou la publication ; la photo d'un brouillon, ceux qui parlent au nom de sa page."},
		{"Publier dans le fil", "Ce que vous écrivez au nom d'une page : titre, texte, mots-clés, dates, brouillons, moment où elle doit paraître, version d'un projet ; ce que disait une publication avant que vous la modifiiez, cinquante textes au plus. Et le compte par lequel vous l'avez écrit, qui n'est jamais montré.",
			contract, "Tant que vous ne l'effacez pas ; le texte effacé disparaît aussitôt, avec son historique, il n'en reste que l'adresse, qui dit qu'il n'est plus là. Ce qu'ont dit les pages effacées avec votre compte disparaît avec elles ; ce que vous avez écrit au nom d'une page partagée lui reste, sans vous.",
			"Tout le monde et les moteurs de recherche ; un brouillon, ceux qui parlent au nom de sa page. Le site vers lequel mène votre premier lien est lu une fois par notre serveur, sans rien apprendre de vous ; vous pouvez dire non."},
		{"Vérifier à qui est une page", "Qui la demande, comment il le montre (fichier, domaine, lettre, avis d'un autre), quand, et ce qui a été décidé ; invitations dans une équipe.",
			interest + "qu'une page ne soit pas prise par un autre.",
			"Le temps de la demande ; une invitation, 14 jours. La vérification acquise reste avec la page, la demande disparaît avec le compte de qui l'a faite.", "L'équipe de la page et les modérateurs ; que la page est vérifiée, comment et quand : tout le monde."},
		{"Transmettre les messages", "Nom, adresse e-mail et message de qui écrit à une page ou à un membre. Les adresses ne sont montrées à personne avant une réponse.",
			interest + "mettre en relation, sans livrer les adresses aux robots.", "Deux jours tant que l'adresse n'est pas confirmée, un an ensuite ; moins quand le compte de qui a écrit, ou de qui les a reçus, est supprimé.", "Le destinataire ; les modérateurs, si le message est signalé."},
		{"Vous abonner, et vous prévenir dans le site", "Les pages, mots-clés, communes et discussions que vous suivez, et depuis quand. Ce qui vous est signalé : qui suit vos pages, qui vous répond, et si vous l'avez lu.",
			contract, "Un abonnement, tant que vous le gardez. Une notification lue, 90 jours ; une qui ne l'est pas, un an. Au plus jusqu'à la suppression du compte.",
			"La liste de ce que vous suivez : vous seul. Que vous suivez une page : tout le monde, si vous avez une page à vous et ne préférez pas rester discret ; ceux qui tiennent la page en sont prévenus."},
		{"Vous écrire sans compte ce qu'il y a de nouveau", "Votre adresse e-mail, les pages, mots-clés et communes que vous suivez par lettre, le rythme, et jusqu'à quand une lettre vous a tout dit.",
			"Le consentement (article 6.1.a) : vous confirmez par le lien d'une lettre, et un clic au bas de chacune le retire.",
			"Deux jours sans confirmation ; ensuite, jusqu'à ce que vous arrêtiez, ou que rien de ce que vous suivez n'existe plus. Arrêter efface l'adresse aussitôt. Si vous ouvrez un compte avec elle, c'est lui qui suit, et elle est effacée ici.",
			"Le service d'envoi d'e-mails du site, et celui de votre boîte. Ni les pages suivies, ni les membres, ni les modérateurs."},
		{"Garder vos distances", "Les pages que vous masquez ou bloquez, ou qui ne doivent plus vous être proposées, et depuis quand.",
			contract, "Tant que vous ne revenez pas dessus ; au plus jusqu'à la suppression du compte, ou de la page.",
			"Vous seul. Qui est masqué ne l'apprend jamais ; qui est bloqué ne voit plus vos pages, et peut le comprendre. Les modérateurs voient tout ce qui est publié."},
		{"Vous écrire ce qu'il y a de nouveau", "Vos notifications non lues, ce qui est publié ou discuté là où vous suivez, au moment où la lettre part ; le rythme que vous choisissez, jusqu'à quand les lettres vous ont tout dit, et desquelles de vos notifications une lettre a parlé.",
			contract + " Un lien au bas de chaque lettre les arrête toutes, sans mot de passe ; vous pouvez aussi choisir un autre rythme.",
			"Le rythme : jusqu'à la suppression du compte. La lettre n'est pas gardée.", "Le service d'envoi d'e-mails du site, et celui de votre boîte."},
		{"Publier vos discussions et vos réponses", "Ce que vous écrivez en public, quand, et la page au nom de laquelle vous parlez. Le compte qui l'écrit est gardé et n'est montré à personne.",
			contract, "Tant que la discussion existe. Une réponse retirée perd aussitôt son texte et son auteur ; une discussion supprimée disparaît avec ses réponses. Ce que vous avez dit au nom d'une page qui part avec votre compte disparaît avec elle, sauf le titre d'une discussion à laquelle d'autres ont répondu ; ce que vous avez dit au nom d'une page qui reste est à cette page, sans votre compte.",
			"Tout le monde ; les moteurs de recherche."},
		{"Publier vos recommandations", "Ce que vous dites d'une page : le texte, votre lien avec elle, le mois de l'expérience, la contrepartie si vous en avez reçu une, la page au nom de laquelle vous parlez ; ce que la page répond. Le compte qui l'écrit est gardé et n'est montré à personne.",
			contract, "Tant que vous ne la retirez pas et que les deux pages existent. Ce que vous avez dit au nom d'une page qui part avec votre compte disparaît avec elle ; ce que vous avez dit au nom d'une page qui reste est à cette page, sans votre compte.",
			"Tout le monde ; les moteurs de recherche."},
		{"Tenir les clubs et leurs membres", "De quel club vous êtes membre, depuis quand, à quelle fonction et sous quelle formule ; jusqu'à quand votre adhésion est notée à jour (aucun paiement ne passe par le site) ; ce que vous répondez aux questions du club ; si vous y paraissez, si vous voulez ses annonces et qu'on vous rappelle la fin de votre adhésion ; ce que le bureau décide, avec sa raison. L'adresse e-mail de qui un club invite, jusqu'à sa réponse.",
			contract + " Pour une adresse que vous n'avez pas donnée vous-même, l'intérêt légitime du club à vous écrire une fois : personne ne devient membre sans l'avoir voulu.",
			"Une adhésion, jusqu'à ce que vous quittiez le club ou que votre compte soit supprimé : elle est alors effacée, avec vos réponses. Un refus, 90 jours ; une exclusion, un an. Une invitation, 14 jours ; de qui dit non, il reste 90 jours une empreinte, pour que le club n'insiste pas.",
			"Que vous êtes membre : les membres du club, et tout le monde si vous le choisissez. Vos réponses, votre formule et la date : le bureau du club. Les modérateurs n'entrent pas dans la salle."},
		{"Prévenir les membres d'un club", "Ce que le bureau annonce, et le compte qui l'a écrit, qui n'est montré à personne ; les liens et les documents que les membres partagent, leur titre, qui les a mis là et quand.",
			contract, "Tant que le club les garde. Ce que vous avez annoncé lui reste, sans votre compte, quand vous supprimez le vôtre, comme les documents. Un document retiré est effacé quelques minutes après, une semaine au plus.", "Les membres du club."},
		{"Vous laisser échanger vos coordonnées", "Le mot de votre code ; avec qui vous échangez, quand, ce que chacun a choisi de donner (nom, page, e-mail, téléphone), ce que vous en notez, et l'événement où vous aviez tous deux une place.",
			contract + " Rien de l'un n'est montré à l'autre avant que les deux aient dit oui.",
			"Un contact, jusqu'à ce que l'un des deux le retire : ce que chacun a donné est alors effacé des deux côtés, l'autre ne garde que sa note. Une proposition, 30 jours. L'événement, 13 mois. Tout, au plus jusqu'à la suppression du compte.",
			"La personne avec qui vous échangez, et elle seule ; votre note : vous seul."},
		{"Annoncer vos événements", "Ce que vous annoncez au nom d'une page : titre, lieu et repère sur la carte, lien pour venir en ligne, heures, texte, nombre de places. Le compte qui l'écrit, et celui qui accepte d'accueillir avec d'autres, sont gardés et ne sont montrés à personne.",
			contract, "Tant que vous ne le supprimez pas. Ce qu'a annoncé une page qui part avec votre compte disparaît avec elle ; ceux qui devaient venir sont prévenus.",
			"Tout le monde ; les moteurs de recherche. Le lien pour venir en ligne : ceux qui ont une place, et ceux qui parlent au nom de la page. Si le site demande à la Base adresse nationale (IGN) où placer les événements sur la carte, elle reçoit le numéro, la rue et la commune de ceux que tout le monde peut lire."},
		{"Savoir qui est partant", "À quel événement vous répondez, quoi, avec combien de personnes, quand, si vous voulez être vu, et ce que vous répondez aux questions des organisateurs, qu'eux seuls lisent ; s'il faut leur accord, ce qu'ils vous répondent ; avec un compte, votre page ou votre nom ; sans compte, votre nom et votre adresse e-mail, qui n'est montrée à personne.",
			"Le contrat (article 6.1.b) : vous garder une place, et vous écrire si quelque chose change. Sans compte, vous confirmez par le lien d'une lettre, et chacune en a un pour vous désister.",
			"Deux jours sans confirmation. Ensuite treize mois après la fin de l'événement ; au plus jusqu'à la suppression du compte, et votre place passe alors à qui attend.",
			"Ceux qui parlent au nom de la page qui organise, ou d'une page qui a accepté d'accueillir avec elle, sans votre adresse. Tout le monde, si vous avez choisi d'être vu ; ceux qui viennent aussi vous trouvent alors parmi ceux à rencontrer, quand vos pages se répondent. L'agenda que vous tenez, où la lettre écrit l'événement, et celui à qui vous donnez l'adresse secrète de vos rendez-vous : qui a cette adresse les lit, jusqu'à ce que vous en changiez."},
		{"Tenir l'ordre du jour et le compte rendu", "Les sujets que vous proposez pour un événement et ceux que vous soutenez ; ce que le compte rendu vous donne à faire, pour quand, et si c'est fait ; les documents et les photos que ceux qui organisent y joignent.",
			interest + "préparer une rencontre avec ceux qui y viennent, et suivre ce qui y est décidé.",
			"Tant que l'événement est là ; au plus jusqu'à la suppression du compte : ce qui n'était pas retenu est effacé, le reste perd votre nom.",
			"Les sujets : tous ceux qui voient l'événement. Le compte rendu : ceux qui avaient répondu qu'ils venaient, ou tous ceux qui voient l'événement, selon ceux qui organisent."},
		{"Accueillir ceux qui viennent", "Que vous êtes venu à un événement, à combien, à quelle heure ; sans inscription, le nom que l'accueil a écrit. Pendant l'événement, le téléphone de qui accueille garde la liste des noms et des billets, pour lire ceux-ci sans réseau.",
			"L'intérêt légitime de ceux qui organisent : savoir qui est là et combien, sans compter personne deux fois.",
			"Treize mois après la fin de l'événement ; au plus jusqu'à la suppression du compte. Sur le téléphone, jusqu'à la déconnexion ou au lendemain de l'événement.",
			"Ceux qui parlent au nom de la page qui organise."},
		{"Publier ce que vous écrivez sans compte", "Votre nom, votre texte, et votre adresse e-mail, qui n'est montrée à personne.",
			interest + "laisser chacun répondre, en sachant que l'adresse est la sienne.", "Deux jours sans confirmation, trente jours sans décision d'un modérateur, puis tout est effacé. L'adresse est effacée dès que la lettre qui dit la décision est partie : il n'en reste qu'une empreinte, qui rend le texte à qui ouvre un compte avec elle. Un texte refusé est effacé. Le lien de la lettre retire un texte publié quand vous le voulez.",
			"Les modérateurs, sans l'adresse ; une fois publié, tout le monde et les moteurs de recherche."},
		{"Montrer les nouvelles réponses", "Jusqu'où vous avez lu chaque discussion que vous avez ouverte sur le site.",
			contract, "Un an après votre dernière lecture ; au plus jusqu'à la suppression du compte.", "Vous seul."},
		{"Compter les mercis", "À quelle réponse, publication ou discussion vous avez dit merci, intéressant ou bravo, et quand.",
			contract, "Tant que vous ne le reprenez pas ; au plus jusqu'à la suppression du compte.", "Vous seul ; tout le monde en voit le nombre."},
		{"Modérer", "Ce qui est signalé, avec l'adresse e-mail de qui signale, si elle est donnée ; les décisions, leurs raisons et ce que l'on y répond ; les premiers textes d'un nouveau membre, jusqu'à ce qu'un modérateur les ait vus ; l'historique des pages, l'auteur de chaque changement. Un journal de ce qui a été décidé, qui ne nomme personne.",
			duty + "règlement européen sur les services numériques, articles 16, 17 et 20.", "Le temps de décider, puis un an, dont six mois pour contester ; le journal, sans limite ; l'historique, tant que la page existe. Une fois le compte supprimé, qui a signalé ou décidé n'est plus nommé ; qui est mis en cause garde son nom, sans son adresse, jusqu'à ce terme.", "Les modérateurs ; la personne concernée reçoit la décision et sa raison."},
		{"Empêcher les abus", "Adresse de la machine ou compte, comptés par période ; empreinte de l'adresse e-mail à qui l'on demande d'écrire.",
			interest + "protéger le site et ses membres.", "Le temps du compte : quelques secondes à un jour.", nobody},
		{"Faire tourner le site", "Pour chaque panne : l'heure, la page demandée, un numéro. Le programme ne note ni adresse de machine ni contenu ; un serveur placé devant lui peut en noter, selon son réglage.",
			interest + "réparer.", "Selon le réglage de l'hébergeur, un an au plus.", nobody},
		{"Reprendre des données ouvertes", "Nom, activité, adresse et commune d'organisations, prises dans des bases publiques (voir /sources). Les personnes qui s'opposent à leur diffusion n'y figurent pas.",
			interest + "faire connaître les organisations du territoire à partir d'informations publiques.", "Tant que la source les publie, ou jusqu'à votre demande de retrait.", readers},
	}
}

// Of lists them as they are on one site: identified, when it keeps what package identification does.
func Of(identified bool) []Treatment {
	if identified {
		return append(All(), Identification())
	}
	return All()
}

// Identification is the one that a site has only when it is told to.
func Identification() Treatment {
	return Treatment{"Garder, scellé, de quoi répondre à la justice",
		"Le nom et les adresses e-mail donnés, les dates du compte et des conditions acceptées, vos identifiants chez les services par lesquels vous entrez, l'adresse des pages parties avec le compte ; l'adresse de machine (IP) d'où l'on s'inscrit, se connecte ou publie, une fois par jour et par adresse, et le nom que se donne le navigateur. Le site scelle tout en l'écrivant et ne sait pas le relire : la clé est gardée ailleurs.",
		duty + "loi pour la confiance dans l'économie numérique, article 6, et décret n° 2021-1362 du 20 octobre 2021.",
		fmt.Sprintf("Nom et adresses e-mail : %d ans après la suppression du compte ; le reste de l'inscription : %d an après ; les adresses de machine, et qui publie sans compte : %d an.",
			identification.IdentityYears, identification.SignUpYears, identification.ConnectionYears),
		"Les autorités à qui la loi donne le droit de le demander. Ni les membres, ni les modérateurs, ni l'hébergeur ne peuvent le lire."}
}

// Cookie is one that the site sets. All are strictly necessary: none needs a consent.
type Cookie struct {
	Name    string // without the beginning that the site gives it
	Purpose string
	Life    string
}

// Cookies lists them.
func Cookies() []Cookie {
	return []Cookie{
		{"session", "Dit que c'est vous, une fois que vous êtes connecté.", fmt.Sprintf("%d jours au plus", account.MostDays)},
		{"entree", "Lie le code que nous vous écrivons au navigateur qui l'a demandé.", "une heure"},
		{"adresse", "Lie les codes d'un changement d'adresse e-mail au navigateur qui l'a demandé.", "une heure"},
		{"cle", "Lie ce que signe votre clé d'accès à la page qui l'a demandé.", "un quart d'heure"},
		{"seconde", "Lie la seconde étape de votre entrée au navigateur qui a fait la première.", "un quart d'heure"},
		{"application", "Garde l'application de codes que vous mettez en place, jusqu'à son premier code.", "un quart d'heure"},
		{"oauth", "Reconnaît votre retour du service par lequel vous entrez.", "dix minutes"},
		{"service", "Garde le compte d'ailleurs que vous liez, le temps de montrer que c'est vous.", "une heure"},
		{"avis", "Porte une phrase d'une page à la suivante : « Votre page est publiée. »", "une minute"},
	}
}

// Register is docs/registre.md: the register that article 30 asks for.
func Register() string {
	var b strings.Builder
	b.WriteString("# Registre des traitements\n\n")
	b.WriteString("Tiré de `internal/treatment`, comme la page `/confidentialite` : un essai les compare. Le responsable du traitement est l'éditeur du\n")
	b.WriteString("site (`PARTANT_PUBLISHER_…`), le sous-traitant son hébergeur (`PARTANT_HOST_…`) et, s'il y en a un, le service d'envoi d'e-mails. Rien ne sort de\n")
	b.WriteString("l'Union européenne de par le programme : cela dépend de l'hébergeur et des services pour entrer que l'on choisit. Sécurité : docs/asvs.csv.\n")
	b.WriteString("« " + Identification().Purpose + " » n'a lieu que si le site est réglé pour (`PARTANT_IDENTIFICATION_KEY`, docs/decisions/identification.md).\n")
	for i, t := range Of(true) {
		fmt.Fprintf(&b, "\n## %d. %s\n\n", i+1, t.Purpose)
		for _, line := range [][2]string{{"Données", t.Data}, {"Base", t.Basis}, {"Durée", t.Kept}, {"Destinataires", t.Recipients}} {
			fmt.Fprintf(&b, "- %s : %s\n", line[0], line[1])
		}
	}
	b.WriteString("\n## Cookies\n\n| nom | à quoi il sert | combien de temps |\n|---|---|---|\n")
	for _, c := range Cookies() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Purpose, c.Life)
	}
	return b.String()
}
