package sample

import (
	"partant/internal/claim"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/views"
)

const (
	statement = "Je dirige la menuiserie depuis 2009. Notre standard, au 02 61 91 00 12, peut le confirmer."
	answer    = "J'ai ouvert cette page pour lui rendre service. Je la laisse volontiers."
)

// claims are the pages about who answers for a page.
func claims() []Page {
	refused := asked()
	refused.Wrong, refused.Sent = fault.Fields{claim.FieldCode: "Ce n'est pas le code de notre lettre. Il vous reste 4 essais."}, "contact@heron.fr"
	lost := asked()
	lost.Means, lost.Trouble = claim.ByFile, "Le fichier est bien là, mais il ne contient pas votre code."
	disputed := asked()
	disputed.Taken, disputed.Shown, disputed.Waiting, disputed.Statement = true, views.Means(claim.ByFile, "www.heron.fr"), views.Moment(Now), statement
	employer := func(w claim.Word, siret string) views.ClaimPage {
		p := asked()
		p.Company, p.CanAsk, p.Employer = "73282932000074", true, claim.Employer{Word: w, SIRET: siret}
		return p
	}
	again := first()
	again.Refused = "Le registre des associations donne un autre nom. Joignez-nous par téléphone."
	return []Page{
		{"/revendiquer", 200, views.Claim(first())},
		{"/revendiquer-refusee", 200, views.Claim(again)},
		{"/revendiquer-facons", 200, views.Claim(asked())},
		{"/revendiquer-proconnect", 200, views.Claim(employer(claim.WordOfState, "73282932000074"))},
		{"/revendiquer-proconnect-lier", 200, views.Claim(employer(claim.NoWord, ""))},
		{"/revendiquer-proconnect-ancien", 200, views.Claim(employer(claim.WordOld, "73282932000074"))},
		{"/revendiquer-proconnect-autre", 200, views.Claim(employer(claim.WordOther, "55208131766522"))},
		{"/revendiquer-proconnect-etablissement", 200, views.Claim(employer(claim.WordSister, "73282932000082"))},
		{"/revendiquer-proconnect-seul", 200, views.Claim(employer(claim.WordAlone, "73282932000074"))},
		{"/revendiquer-code", 422, views.Claim(refused)},
		{"/revendiquer-fichier", 422, views.Claim(lost)},
		{"/revendiquer-contestee", 200, views.Claim(disputed)},
		{"/revendication", 200, views.Case(disputedCase())},
		{"/revendication-garant", 200, views.Case(vouched())},
		{"/moderation-revendications", 200, views.Queue(views.QueuePage{Chrome: chrome("Pages revendiquées", "", true), Cases: []views.CasePage{disputedCase(), vouched()}, Next: "/moderation/revendications?suite=x"})},
		{"/moderation-revendications-vide", 200, views.Queue(views.QueuePage{Chrome: chrome("Pages revendiquées", "", true)})},
		{"/equipe", 200, views.Team(Team())},
		{"/equipe-proposition", 200, views.Team(offered())},
		{"/equipe-ceder", 200, views.HandOver(views.HandOverPage{Chrome: chrome("Passer la main", "", true), Slug: "menuiserie-du-heron", Name: "Menuiserie du Héron", Mates: []views.Option{{Value: "b", Text: "Dominique Exemple, rédaction"}}})},
		{"/equipe-ceder-personne", 200, views.HandOver(views.HandOverPage{Chrome: chrome("Passer la main", "", true), Slug: "menuiserie-du-heron", Name: "Menuiserie du Héron"})},
		{"/invitation", 200, views.Invitation(invitation(true))},
		{"/invitation-visiteur", 200, views.Invitation(invitation(false))},
		{"/invitation-finie", 404, views.InvitationOver(chrome("Cette invitation ne sert plus", "", true))},
		{"/publier-jumelle", 422, views.ProfileForm(twin())},
	}
}

func first() views.ClaimPage {
	return views.ClaimPage{Chrome: chrome("Revendiquer", "", true), Slug: "menuiserie-du-heron", Name: "Menuiserie du Héron", Kind: profile.Company}
}

func asked() views.ClaimPage {
	p := first()
	p.Begun, p.Site, p.Mail, p.Title = true, "www.heron.fr", "heron.fr", "gérante"
	p.Token = "Zk3v9QmX0hJ4rT8yB2nC6wL1pS5dF7gA-eUiOoKjHtM"
	p.File, p.Record = "https://www.heron.fr/.well-known/partant.txt", "partant="+p.Token
	p.Voucher = "https://partant.invalid/revendications/390caa7b-4221-5a33-9b9f-2d606f08b1ef"
	return p
}

func disputedCase() views.CasePage {
	return views.CasePage{Chrome: chrome("Une demande", "", true), ID: "a", Slug: "menuiserie-du-heron", Name: "Menuiserie du Héron", Who: "Camille Exemple", Title: "gérante", Since: views.Moment(Now),
		Statement: statement, Answer: answer, Shown: views.Means(claim.ByFile, "www.heron.fr"), Disputed: true, State: claim.Asked, Judge: true, CanAnswer: true}
}

func vouched() views.CasePage {
	p := disputedCase()
	p.ID, p.Judge, p.CanAnswer, p.Disputed, p.Answer, p.Shown = "b", false, false, false, "", ""
	p.Vouch = []views.Option{{Value: "club-du-val", Text: "Club du Val"}}
	return p
}

// Team is a team as its owner sees it.
func Team() views.TeamPage {
	return views.TeamPage{Chrome: chrome("L'équipe", "", true), Slug: "menuiserie-du-heron", Name: "Menuiserie du Héron", Manage: true, Owner: true, Member: true, Title: "gérante", Shown: true, HasPerson: true,
		Mates: []views.Mate{
			{Key: "a", Name: "Camille Exemple", Slug: "camille-exemple", Title: "gérante", Role: profile.Owner, Account: true, Me: true},
			{Key: "b", Name: "Dominique Exemple", Title: "chargée de communication", Role: profile.Editor, Account: true},
			{Key: "c", Name: "Claude Exemple", Slug: "claude-exemple", Role: profile.Shown}},
		Offers: []views.Offer{{ID: "x", To: "nina@exemple.invalid", Role: profile.Reader, Until: views.Day(Now.AddDate(0, 0, 14))}}}
}

// offered is the same as somebody sees it to whom the page is offered.
func offered() views.TeamPage {
	p := Team()
	p.Manage, p.Owner = false, false
	p.Mates[0].Me, p.Mates[1].Me = false, true
	p.Offers = []views.Offer{{ID: "x", To: "Dominique Exemple", Role: profile.Owner, Until: views.Day(Now.AddDate(0, 0, 14)), Mine: true}}
	return p
}

func invitation(member bool) views.InvitationPage {
	return views.InvitationPage{Chrome: chrome("Une invitation", "", member), Slug: "menuiserie-du-heron", Name: "Menuiserie du Héron", Who: "Camille Exemple", Role: profile.Editor, Secret: "secret"}
}

// twin is the form of a page whose name is taken in its commune.
func twin() views.ProfileFormPage {
	p := Form(nil)
	p.Draft.Name, p.Town, p.Same, p.Twins = "Plomberie du Val", "Olivet", true, Cards()[1:2]
	return p
}
