package sample

import (
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/profile"
	"partant/internal/search"
	"partant/internal/viewer"
	"partant/views"
)

var (
	camille = views.Byline{Page: "p-1", Slug: "camille-exemple", Kind: profile.Person, Name: "Camille Exemple", Town: "Gien", Example: true}
	heron   = views.Byline{Page: "p-2", Slug: "menuiserie-du-heron", Kind: profile.Company, Name: "Menuiserie du Héron (exemple)", Town: "Olivet", Example: true}
	nobody  = views.Byline{}
)

func topic(title string, kind discussion.Kind, by views.Byline, answers int) views.TalkCard {
	return views.TalkCard{Slug: "qui-a-raccorde-son-atelier", Title: title, Kind: kind, Theme: "Très haut débit", Town: "Gien", By: by, Answers: answers, Active: views.Moment(Now)}
}

// TalkList is the list of discussions.
func TalkList(member bool) views.TalkPage {
	first, second, last := topic("Qui a raccordé son atelier à la fibre ?", discussion.Question, camille, 12), topic("Une navette le soir entre la gare et la zone artisanale, partagée entre les entreprises de la rue et payée à l'année", discussion.Proposal, heron, 0), topic("Le marché de Noël", discussion.Open, nobody, 3)
	first.Pinned, last.Closed, last.Town = true, true, ""
	frame := chrome("Discussions", views.NavTalk, member)
	frame.Feed = views.Syndicated{Title: "Les discussions", RSS: "/discussions.rss", Atom: "/discussions.atom"}
	return views.TalkPage{Chrome: frame, Themes: Themes(), Towns: []string{"Gien", "Orléans"}, List: []views.TalkCard{first, second, last}, Next: "/discussions?apres=x"}
}

// Hits are what a search finds of what people write.
func Hits() []views.SaidHit {
	return []views.SaidHit{
		{What: search.Discussion, Slug: "qui-a-raccorde-son-atelier", By: camille, At: views.Day(Now), Answers: 12, Title: search.Marked{Text: "Fibre : qui a raccordé son atelier ?", Ranges: [][2]int{{0, 5}}},
			Excerpt: search.Marked{Text: "Fibre coupée depuis deux ans au bout de la rue. – Nous, en juin : comptez quatre mois …", Ranges: [][2]int{{0, 5}}}},
		{What: search.Event, Slug: "atelier-fibre", By: heron, At: views.Moment(Now), Title: search.Marked{Text: "La fibre au bureau, un atelier"}},
		{What: search.Publication, Slug: "portes-ouvertes", By: heron, At: views.Day(Now), Title: search.Marked{Text: "Portes ouvertes : fibre de bois, isolants et charpente, tout ce que l'on peut faire avec un arbre de Sologne"}},
		{What: search.Discussion, Slug: "marche-de-noel", By: nobody, At: views.Day(Now), Title: search.Marked{Text: "Le marché de Noël"}, Excerpt: search.Marked{Text: "La fibre y sera."}},
	}
}

// Search is what a search finds of what people write.
func Search() views.SearchPage {
	return views.SearchPage{Chrome: chrome("Recherche", views.NavTalk, false), Ask: views.SaidAsk{Text: "fibre", Page: 2}, Hits: Hits(), Total: 43, Pages: 3, Relaxed: true, Discussions: 31, Publications: 12}
}

func searched(change func(*views.SearchPage)) views.SearchPage {
	p := Search()
	change(&p)
	return p
}

// Themes are what discussions are about.
func Themes() (all []views.Option) {
	for _, t := range discussion.Themes() {
		all = append(all, views.Option{Value: t.Slug, Text: t.Name})
	}
	return all
}

func said(id string, by views.Byline, depth int, html string) views.Answer {
	return views.Answer{ID: id, By: by, At: views.Moment(Now), HTML: html, Depth: depth, CanReply: true}
}

// Answered are answers in all their states.
func Answered() []views.Answer {
	list := []views.Answer{
		said("a", heron, 1, "<p>Nous, en juin. Comptez <strong>quatre mois</strong>, et <a href=\"https://exemple.fr\" rel=\"nofollow noreferrer\">ce formulaire</a>.</p><ul><li>un plan</li><li>un devis</li></ul>"),
		said("b", camille, 2, "<blockquote><p>quatre mois</p></blockquote><p>Pareil ici.</p>"),
		said("c", heron, 3, "<p>Et avant&nbsp;?</p>"),
		said("d", nobody, 3, "<p>Rien, pendant deux ans.</p>"),
		{ID: "e", Depth: 1, Deleted: true},
		said("f", camille, 2, "<p>Merci.</p>"),
		said("h", heron, 2, "<p>Et le devis&nbsp;?</p>"),
		said("i", camille, 3, "<p>Neuf cents euros.</p>"),
		said("j", heron, 3, "<p>C'est raisonnable.</p>"),
		said("g", visitor, 1, "<p>Chez nous aussi : deux ans.</p>"),
	}
	list[0].Accepted, list[0].CanAccept = true, true
	list[1].CanEdit, list[1].CanDelete, list[1].Edited, list[1].CanAccept = true, true, views.Moment(Now), true
	list[1].Until = "18" + "\u00a0" + "h 30"
	list[3].To, list[3].Parent = "Menuiserie du Héron", "c"
	return list
}

func replyForm() views.AnswerForm {
	return views.AnswerForm{Action: "/discussions/x/reponses", Token: "jeton-de-test", Key: "c-1", Voices: []views.Byline{camille, heron}, Voice: "p-1", Label: "Votre réponse", Button: "Publier la réponse"}
}

// Thread is a discussion, for a member who opened it or for a visitor.
func Thread(member bool) views.DiscussionPage {
	p := views.DiscussionPage{Chrome: chrome("Qui a raccordé son atelier à la fibre ?", views.NavTalk, member), Card: topic("Qui a raccordé son atelier à la fibre ?", discussion.Question, camille, 5), ThemeOf: "tres-haut-debit", TownOf: "gien",
		HTML: "<p>Chez nous, <strong>deux ans</strong> d'attente.</p>", At: views.Moment(Now), Edited: views.Moment(Now), State: "Aucune réponse n'a encore été retenue.",
		Answers: views.Answers{Base: "/discussions/x", List: Answered(), Next: "/discussions/x?apres=y", Token: "jeton-de-test"}}
	if !member {
		for i := range p.Answers.List {
			p.Answers.List[i].CanAccept, p.Answers.List[i].CanEdit, p.Answers.List[i].CanDelete = false, false, false
		}
		return p
	}
	p.Unread = &views.TalkNews{N: 3, First: "b", Path: "/discussions/x/lue", Token: "jeton-de-test", Last: true}
	p.Answers.List[1].New = true
	p.Follow = views.FollowButton{Target: follow.Target{Kind: follow.Talk, ID: "d-1"}, Path: "/discussions/x/suivre", On: true}
	form, chosen := replyForm(), Answered()[0]
	p.CanEdit, p.CanClose, p.CanPin, p.CanDelete, p.Form, p.Chosen = true, true, true, true, &form, &chosen
	return p
}

// waiting is a question to an institution: one that waits, for its team when it may respond, or one that it declined.
func waiting(can, declined bool) views.DiscussionPage {
	p := Thread(can)
	p.State, p.Chosen = "", nil
	town := views.Byline{Page: "p-9", Slug: "mairie-exemple", Kind: profile.Institution, Name: "Mairie d'Exemple", Town: "Gien"}
	p.Asked = &views.Asked{To: town, State: views.Awaits(12), Waits: true, Unclaimed: !can, Can: can}
	p.Asked.Passed = []views.AskedPass{{From: views.Byline{Page: "p-8", Slug: "agence-exemple", Kind: profile.Institution, Name: "Agence d'Exemple"}, To: town, At: views.Day(Now)}}
	if can {
		p.Asked.Form = &views.RespondForm{To: "mairie", Choice: []views.Byline{town}, Reason: "Non", Wrong: fault.Fields{discussion.FieldTo: "Dites laquelle, ci-dessous, ou écrivez son nom en entier.", discussion.FieldReason: "Dites pourquoi en une phrase : tout le monde la lira."}}
	}
	if declined {
		p.Asked.State, p.Asked.Waits, p.Asked.Reason = views.DeclinedIn(3), false, "Ce chemin est privé : la mairie n'y peut rien."
	}
	p.Card.Wait, p.Card.Waits, p.Card.To = p.Asked.State, p.Asked.Waits, town
	return p
}

// AskedOf is what an institution was asked.
func AskedOf(full bool) views.AskedPage {
	p := views.AskedPage{Chrome: chrome("Questions à Mairie d'Exemple", views.NavDirectory, false), By: views.Byline{Page: "p-9", Slug: "mairie-exemple", Kind: profile.Institution, Name: "Mairie d'Exemple", Town: "Gien"}, First: true}
	if full {
		p.Claimed, p.List, p.Record, p.Next, p.Before = true, []views.TalkCard{waiting(false, false).Card, waiting(false, true).Card}, views.RecordWords(4, 3, 1), "/fiches/x/questions?apres=y", Answered()[:1]
	}
	return p
}

func proposal() views.DiscussionPage {
	p := Thread(false)
	p.Card = topic("Une navette le soir", discussion.Proposal, heron, 0)
	p.Card.By.Example = false
	p.State, p.Answers.List, p.Answers.Next = "Cette proposition attend un premier avis : partant ?", nil, ""
	p.Convene, p.Meetings = "discussion:x", []views.Meeting{{Card: Event(true).Card, Mine: &views.EventAnswer{Says: event.Partant, Seat: event.Placed}}, {Card: Event(false).Card}}
	p.Purpose, p.Payer = "Rentrer sans voiture après 19 heures.", "Chaque entreprise de la rue, à l'année : 8 euros par salarié."
	return p
}

func closedThread() views.DiscussionPage {
	p := Thread(true)
	p.Card.Closed, p.Form, p.State, p.Later, p.Answers.First = true, nil, "", true, "/discussions/x"
	return p
}

func refusedThread() views.DiscussionPage {
	p := Thread(true)
	p.Form.Text, p.Form.Wrong = "", fault.Fields{comment.FieldBody: "Écrivez votre réponse.", viewer.FieldVoice: "Vous ne parlez plus au nom de cette page. Choisissez-en une autre."}
	return p
}

func lookedAt() views.DiscussionPage {
	p := Thread(true)
	p.Form.Text, p.Form.Preview, p.Chosen = "**Partant**.", "<p><strong>Partant</strong>.</p>", nil
	return p
}

func voiceless() views.DiscussionPage {
	p := Thread(false)
	p.Chrome, p.NoVoice = chrome("Qui a raccordé son atelier à la fibre ?", views.NavTalk, true), true
	return p
}

// Topic is the form of a discussion.
func Topic(slug string, wrong fault.Fields) views.DiscussionFormPage {
	return views.DiscussionFormPage{Chrome: chrome("Ouvrir une discussion", views.NavTalk, true), Slug: slug, Draft: discussion.Draft{Key: "d-1", Kind: discussion.Proposal, Title: "Une navette le soir", Body: "Entre la gare et la zone.", Purpose: "Rentrer.", Theme: "autre", Voice: "p-1"},
		Town: "Gien", Voices: []views.Byline{camille}, Themes: Themes(), Towns: []string{"Gien", "Orléans"}, Wrong: wrong}
}

func conflicting() views.DiscussionFormPage {
	p := Topic("une-navette", nil)
	p.Conflict, p.Theirs = true, proposal()
	return p
}

func previewedTalk() views.DiscussionFormPage {
	p := Topic("", nil)
	p.Preview = "<p>Entre la gare et la zone.</p>"
	return p
}

func talks() []Page {
	empty := TalkList(false)
	empty.List, empty.Next = nil, ""
	narrowed := TalkList(true)
	narrowed.Ask, narrowed.Theme, narrowed.Town, narrowed.Lost = views.TalkAsk{Theme: "autre", Commune: "gien", Unanswered: true}, "Autre sujet", "Gien", "licornes"
	unanswered := empty
	unanswered.Ask.Unanswered = true
	nowhere := empty
	nowhere.Ask, nowhere.Town = views.TalkAsk{Commune: "gien"}, "Gien"
	ended := empty
	ended.Ask.After = "x"
	one := func(title string, form views.AnswerForm) views.AnswerPage {
		return views.AnswerPage{Chrome: chrome(title, views.NavTalk, true), Subject: views.Link{Text: "Qui a raccordé son atelier à la fibre ?", URL: "/discussions/x"}, Answer: Answered()[0], Form: form, Until: views.Moment(Now)}
	}
	quoting := replyForm()
	quoting.Text = "> quatre mois\n\n"
	editing := views.AnswerForm{Action: "/reponses/a/modifier", Token: "jeton-de-test", Text: "Avant", Label: "Votre réponse", Button: "Enregistrer la réponse", Back: "/reponses/a"}
	others := one("Retirer une réponse", views.AnswerForm{})
	others.Other = true
	choosing := Topic("", fault.Fields{discussion.FieldTo: "Dites laquelle, ci-dessous, ou écrivez son nom en entier."})
	choosing.Draft.Kind, choosing.Institution, choosing.Choice = discussion.Question, "mairie", []views.Byline{AskedOf(false).By}
	named := Topic("", nil)
	named.Draft.Kind, named.To = discussion.Question, AskedOf(false).By
	private := Thread(true)
	private.Card = among()[0]
	inRoom := Topic("", fault.Fields{discussion.FieldPrivate: "Une question posée à une institution est lue par tout le monde : son compteur est public."})
	inRoom.In, inRoom.Draft.Private = private.Card.In, true
	return []Page{
		{"/discussion-entre-membres", 200, views.Discussion(private)},
		{"/discussion-nouvelle-club", 422, views.DiscussionForm(inRoom)},
		{"/discussions/x-ranger", 422, views.Order(views.OrderPage{Chrome: chrome("Ranger une discussion", views.NavTalk, true), Slug: "x", Title: "Qui a raccordé son atelier ?", Key: "d-2", Themes: Themes(), Towns: []string{"Gien"}, Answers: Answered(), Next: "/discussions/x/ranger?apres=y", Wrong: fault.Fields{discussion.FieldInto: "Nous ne trouvons pas cette discussion : copiez son adresse."}})},
		{"/discussions/x-attend", 200, views.Discussion(waiting(false, false))},
		{"/discussions/x-institution", 422, views.Discussion(waiting(true, false))},
		{"/discussions/x-declinee", 200, views.Discussion(waiting(false, true))},
		{"/discussions/nouvelle-laquelle", 422, views.DiscussionForm(choosing)},
		{"/discussions/nouvelle-a", 200, views.DiscussionForm(named)},
		{"/fiches/mairie/questions", 200, views.AskedOf(AskedOf(true))},
		{"/fiches/mairie/questions-vide", 200, views.AskedOf(AskedOf(false))},
		{"/discussions", 200, views.Talk(TalkList(false))},
		{"/recherche", 200, views.Search(Search())},
		{"/recherche-vide", 200, views.Search(searched(func(p *views.SearchPage) { p.Hits, p.Total, p.Pages, p.Discussions, p.Publications = nil, 0, 0, 0, 0 }))},
		{"/recherche-absente", 200, views.Search(searched(func(p *views.SearchPage) { p.Hits, p.Down = nil, true }))},
		{"/recherche-sans-mot", 200, views.Search(searched(func(p *views.SearchPage) { *p = views.SearchPage{Chrome: p.Chrome} }))},
		{"/discussions-filtres", 200, views.Talk(narrowed)},
		{"/discussions-vide", 200, views.Talk(empty)},
		{"/discussions-vide-attente", 200, views.Talk(unanswered)},
		{"/discussions-vide-commune", 200, views.Talk(nowhere)},
		{"/discussions-fin", 200, views.Talk(ended)},
		{"/discussion", 200, views.Discussion(Thread(false))},
		{"/discussion-membre", 200, views.Discussion(Thread(true))},
		{"/discussion-proposition", 200, views.Discussion(proposal())},
		{"/discussion-close", 200, views.Discussion(closedThread())},
		{"/discussion-erreurs", 422, views.Discussion(refusedThread())},
		{"/discussion-apercu", 200, views.Discussion(lookedAt())},
		{"/discussion-sans-page", 200, views.Discussion(voiceless())},
		{"/discussion-nouvelle", 200, views.DiscussionForm(Topic("", nil))},
		{"/discussion-nouvelle-erreurs", 422, views.DiscussionForm(Topic("", fault.Fields{discussion.FieldPayer: "Une proposition dit qui paye, même si c'est « personne : nous prêtons la salle ».", discussion.FieldKind: "Dites ce que vous ouvrez : une question, une proposition ou une discussion.", discussion.FieldTheme: "Choisissez un thème : c'est ainsi que l'on vous trouvera."}))},
		{"/discussion-nouvelle-apercu", 200, views.DiscussionForm(previewedTalk())},
		{"/discussion-modifier", 200, views.DiscussionForm(Topic("une-navette", nil))},
		{"/discussion-conflit", 409, views.DiscussionForm(conflicting())},
		{"/discussion-supprimer", 200, views.DeleteDiscussion(views.DiscussionEndPage{Chrome: chrome("Supprimer une discussion", views.NavTalk, true), Slug: "x", Title: "Une navette le soir", Answers: 3})},
		{"/reponse-repondre", 200, views.ReplyToAnswer(one("Répondre", quoting))},
		{"/reponse-modifier", 200, views.EditAnswer(one("Modifier votre réponse", editing))},
		{"/reponse-trop-tard", 403, views.TooLateToEdit(one("Cette réponse ne se modifie plus", views.AnswerForm{}))},
		{"/reponse-supprimer", 200, views.DeleteAnswer(one("Retirer une réponse", views.AnswerForm{}))},
		{"/reponse-supprimer-autre", 200, views.DeleteAnswer(others)},
		{"/sans-page", 200, views.NoVoice(views.NoVoicePage{Chrome: chrome("D'abord, dites qui vous êtes", views.NavTalk, true), Back: "/discussions"})},
	}
}
