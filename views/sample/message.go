package sample

import (
	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/message"
	"partant/internal/profile"
	"partant/internal/trap"
	"partant/views"
)

// Write is the form of a letter, for a visitor or a member, refused or not.
func Write(member bool, wrong fault.Fields) views.WritePage {
	p := views.WritePage{Chrome: chrome("Écrire à Plomberie du Val", views.NavDirectory, member), Slug: "plomberie-du-val", Name: "Plomberie du Val", Trap: "preuve-de-test", Wrong: wrong}
	if wrong != nil {
		p.Draft = message.Draft{Name: "Nina Voisine", Email: "nina@", Text: "Bonjour,\n\nfaites-vous des salles de bains ?"}
	}
	return p
}

// written is a letter before who got it.
func written(state message.State) views.LetterPage {
	return views.LetterPage{Chrome: chrome("Une salle de bains à Olivet", "", false), Path: "/messages/une-lettre/un-secret", At: views.Moment(Now),
		Reading: message.Reading{Message: message.Message{ID: "une-lettre", Page: message.Page{Slug: "plomberie-du-val", Name: "Plomberie du Val"}, From: message.Party{Name: "Nina Voisine"},
			Subject: "Une salle de bains à Olivet", Text: "Bonjour,\n\nnous voulons refaire la salle de bains d'une maison de 1932. Passeriez-vous la voir en décembre ?\n\nMerci, et bonne journée.", State: state}}}
}

func blocked() views.LetterPage {
	p := written(message.Sent)
	p.Reading.Blocked = true
	return p
}

func refusedAnswer() views.LetterPage {
	p := written(message.Sent)
	p.Show, p.Wrong = true, fault.Fields{message.FieldText: "Écrivez votre lettre."}
	return p
}

func messages() []Page {
	refused := fault.Fields{message.FieldEmail: "Cette adresse e-mail n'est pas complète : écrivez par exemple prenom@exemple.fr.", message.FieldSubject: "Dites en quelques mots de quoi il s'agit."}
	return []Page{
		{"/ecrire", 200, views.Write(Write(false, nil))},
		{"/ecrire-membre", 200, views.Write(Write(true, nil))},
		{"/ecrire-erreurs", 422, views.Write(Write(false, refused))},
		{"/ecrire-trop-vite", 422, views.Write(Write(true, fault.Fields{trap.FieldBait: "C'est allé très vite ! Relisez un instant, puis envoyez à nouveau."}))},
		{"/messages-attente", 200, views.LetterWaits(views.LetterWaitsPage{Chrome: chrome("Encore un geste", "", false), Outbox: true})},
		{"/message", 200, views.ReadLetter(written(message.Sent))},
		{"/message-bloque", 200, views.ReadLetter(blocked())},
		{"/message-erreur", 422, views.ReadLetter(refusedAnswer())},
		{"/message-confirmer", 200, views.ConfirmLetter(written(message.Unconfirmed))},
		{"/message-parti", 200, views.ConfirmLetter(written(message.Sent))},
		{"/message-bloquer", 200, views.BlockWriter(written(message.Sent))},
		{"/message-debloquer", 200, views.BlockWriter(blocked())},
		{"/ecrire-membres", 403, views.NoLetters(views.NoLettersPage{Chrome: chrome("Écrire à Plomberie du Val", "", false), Slug: "plomberie-du-val", Name: "Plomberie du Val", Members: true})},
		{"/ecrire-non", 403, views.NoLetters(views.NoLettersPage{Chrome: chrome("Écrire à Plomberie du Val", "", false), Slug: "plomberie-du-val", Name: "Plomberie du Val"})},
		{"/message-fini", 404, views.LetterOver(chrome("Ce lien ne sert plus", "", false))},
	}
}

// Moderation is what waits for an administrator.
func Moderation() views.ModerationPage {
	line := func(id, why string, held bool) views.CaseLine {
		return views.CaseLine{ID: id, Title: "Gagnez dix mille euros", What: "publication", Why: why, At: views.Moment(Now), Held: held}
	}
	return views.ModerationPage{Chrome: chrome("Modération", views.NavMe, true), Admin: true, More: true, GuestQueue: GuestQueue(), Claims: views.Waiting{N: 50, More: true},
		Reports: []views.CaseLine{line("a", "3 signalements", false), line("b", "décision contestée", false)}, First: []views.CaseLine{line("c", "d'un nouveau venu, contient un lien", true)},
		Suspended: []views.SuspendedAccount{{ID: "x", Name: "Inconnu Pressé", At: views.Moment(Now), Ground: account.Grounds[2]}},
		Lost:      []views.LostLetter{{At: views.Moment(Now), To: "disparue@exemple.invalid", Subject: "Votre code pour entrer", Reason: "550 5.1.1 no such mailbox"}}}
}

// member is an account as a moderator sees it.
func member(change func(*views.MemberAccountPage)) views.MemberAccountPage {
	p := views.MemberAccountPage{Chrome: chrome("Inconnu Pressé", views.NavMe, true), ID: "x", Name: "Inconnu Pressé", Email: "inconnu@exemple.invalid", Since: views.Day(Now), Pages: Cards()[:1], May: true, Grounds: account.Grounds}
	change(&p)
	return p
}

func moderators() []Page {
	empty := views.ModerationPage{Chrome: chrome("Modération", views.NavMe, true)}
	open := func(p *views.MemberAccountPage) {}
	wrong := func(p *views.MemberAccountPage) {
		p.Ground, p.Wrong = account.Grounds[1], fault.Fields{account.FieldGround: "Choisissez la règle qui n'a pas été respectée.", account.FieldReason: "Dites les faits, en une phrase au moins et mille caractères au plus : la personne les lira."}
	}
	shut := func(p *views.MemberAccountPage) {
		p.Suspended, p.At, p.By, p.Pages = &account.Suspension{Ground: account.Grounds[2], Reason: "Trois cents lettres en une heure, le 23 novembre."}, views.Moment(Now), "Modeste Exemple", nil
	}
	safe := func(p *views.MemberAccountPage) { p.May, p.Role = false, "administrateur" }
	return []Page{
		{"/moderation", 200, views.Moderation(Moderation())},
		{"/moderation-vide", 200, views.Moderation(empty)},
		{"/moderation-comptes", 200, views.FindAccount(views.FindAccountPage{Chrome: empty.Chrome})},
		{"/moderation-comptes-rien", 422, views.FindAccount(views.FindAccountPage{Chrome: empty.Chrome, Email: "rien@exemple.invalid", Wrong: fault.Fields{account.FieldEmail: "Aucun compte n'a cette adresse."}})},
		{"/moderation-compte", 200, views.MemberAccount(member(open))},
		{"/moderation-compte-erreurs", 422, views.MemberAccount(member(wrong))},
		{"/moderation-compte-suspendu", 200, views.MemberAccount(member(shut))},
		{"/moderation-compte-intouchable", 200, views.MemberAccount(member(safe))},
		{"/compte-suspendu", 403, views.Barred(views.BarredPage{Chrome: chrome("Compte suspendu", views.NavMe, false), At: views.Moment(Now), Ground: account.Grounds[2], Reason: "Trois cents lettres en une heure, le 23 novembre.", Contest: "/decisions/abc/def"})},
		{"/historique", 200, views.History(History(nil))},
		{"/historique-refus", 422, views.History(History(fault.Fields{string(profile.FieldSIRET): "Une autre page porte déjà ce SIRET."}))},
	}
}

// History is what a page was.
func History(wrong fault.Fields) views.HistoryPage {
	return views.HistoryPage{Chrome: chrome("Historique de Plomberie du Val", "", true), Slug: "plomberie-du-val", Name: "Plomberie du Val", Most: profile.MostPasts, Wrong: wrong,
		Changes: []views.PastChange{
			{Version: 4, At: views.Moment(Now), By: "vous", Edits: []views.PastEdit{{Field: profile.FieldHours}, {Field: profile.FieldPhone, Was: "02 61 91 00 12", Is: "02 61 91 00 34"}}, Now: true},
			{Version: 3, At: views.Moment(Now.AddDate(0, 0, -3)), By: "une autre personne de l'équipe", Edits: []views.PastEdit{{Field: profile.FieldPitch, Was: "", Is: "Dépannage le jour même : d'Olivet à Jargeau."}}},
			{Version: 2, At: views.Moment(Now.AddDate(0, -1, 0)), By: "quelqu'un qui n'est plus de l'équipe, ou la modération", Edits: []views.PastEdit{{Field: profile.FieldName, Was: "Plomberie Val", Is: "Plomberie du Val"}, {Field: profile.FieldAbout, Was: "Une ligne.\nDeux lignes."}, {Field: profile.FieldOffers, Was: "dépannage le samedi"}}},
			{Version: 1, At: views.Moment(Now.AddDate(-1, 0, 0)), By: "données publiques", First: true},
		}}
}
