package sample

import (
	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/reaction"
	"partant/views"
)

// visitor is somebody who answers without account.
var visitor = views.Byline{Name: "Odile Passante", Guest: true}

// Below is what is answered below a publication or a page: for a member, or for a visitor.
func Below(kind comment.Kind, path string, member bool) views.Thread {
	t := views.Thread{Count: 6, Answers: views.Answers{Base: path, List: Answered(), Token: "jeton-de-test"},
		Box: views.AnswerBox{Kind: kind, Path: path, Guest: path + "/sans-compte"}}
	for i := range t.Answers.List {
		a := &t.Answers.List[i]
		a.Accepted, a.CanAccept, a.Words = false, false, "Quelques mots, tels qu'ils furent écrits"
		if !member {
			a.CanEdit, a.CanDelete, a.Until, a.Visitor = false, false, "", true
		}
	}
	t.Answers.List[0].Reactions = Praised("/reponses/a/reaction", member)
	if member {
		form := replyForm()
		t.Box.Form = &form
	}
	return t
}

// Praised is what is said of something without a word.
func Praised(action string, member bool) views.Reactions {
	return views.Reactions{Action: action, Token: "jeton-de-test", Can: member,
		Said: views.PraiseOf(reaction.Said{Counts: reaction.Counts{reaction.Thanks: 12, reaction.Bravo: 1}, Mine: map[reaction.Kind]bool{reaction.Thanks: member}})}
}

func closedBelow(kind comment.Kind, path string) views.Thread {
	t := Below(kind, path, false)
	t.Box.Closed, t.Count, t.Answers.List = true, 0, nil
	return t
}

// Questions is what is asked of a page: for who speaks for it, or for a visitor.
func Questions(member bool) views.QuestionsPage {
	return views.QuestionsPage{Chrome: chrome("Questions à Club des jeunes pousses", views.NavDirectory, member), By: pousses, Thread: Below(comment.Page, "/fiches/club-des-jeunes-pousses/questions", member), Open: true, Claimed: true, Can: member}
}

func noQuestions(claimed bool) views.QuestionsPage {
	p := Questions(false)
	p.Open, p.Claimed, p.Thread = false, claimed, closedBelow(comment.Page, "/fiches/club-des-jeunes-pousses/questions")
	return p
}

// Guest is the form of an answer without account.
func Guest(wrong fault.Fields) views.GuestPage {
	p := views.GuestPage{Chrome: chrome("Écrire sans compte", views.NavTalk, false), Subject: views.Link{Text: "Qui a raccordé son atelier à la fibre ?", URL: "/discussions/x"}, Kind: comment.Discussion,
		Action: "/discussions/x/sans-compte", Enter: "/discussions/x", Trap: "preuve-de-test", Wrong: wrong}
	if wrong != nil {
		p.Draft = comment.GuestDraft{Name: "Odile", Email: "odile@", Body: "Chez nous aussi."}
	}
	return p
}

func guestOfAnswer() views.GuestPage {
	p, a := Guest(nil), Answered()[0]
	p.Answer, p.Preview = &a, "<p>Chez nous aussi.</p>"
	return p
}

// GuestWord is an answer without account before its guest.
func GuestWord(state comment.State) views.GuestWord {
	return views.GuestWord{Chrome: chrome("Votre réponse", "", false), Path: "/sans-compte/une-reponse/un-secret", ID: "une-reponse", Name: "Odile Passante", HTML: "<p>Chez nous aussi : <strong>deux ans</strong>.</p>", State: state,
		Subject: views.Link{Text: "Qui a raccordé son atelier à la fibre ?", URL: "/discussions/x"}, At: views.Moment(Now)}
}

// GuestQueue is what waits without account.
func GuestQueue() views.GuestQueue {
	a, b := GuestWord(comment.Waiting), GuestWord(comment.Waiting)
	a.ID, b.ID, b.Name = "a", "b", "Basile Passant"
	return views.GuestQueue{Guests: []views.GuestWord{a, b}, MoreGuests: true, GuestOf: "b", GuestWrong: fault.Fields{comment.FieldReason: "Dites pourquoi, en 1 000 caractères au plus : la personne le lira."}}
}

func guests() []Page {
	return []Page{
		{"/sans-compte", 200, views.GuestForm(Guest(nil))},
		{"/sans-compte-erreurs", 422, views.GuestForm(Guest(fault.Fields{comment.FieldEmail: "Cette adresse e-mail n'est pas complète : écrivez par exemple prenom@exemple.fr."}))},
		{"/sans-compte-reponse", 200, views.GuestForm(guestOfAnswer())},
		{"/sans-compte-attente", 200, views.GuestWaits(views.LetterWaitsPage{Chrome: chrome("Encore un geste", "", false), Outbox: true})},
		{"/sans-compte-confirmer", 200, views.GuestAnswer(GuestWord(comment.Unconfirmed))},
		{"/sans-compte-lire", 200, views.GuestAnswer(GuestWord(comment.Waiting))},
		{"/sans-compte-publiee", 200, views.GuestAnswer(GuestWord(comment.Published))},
		{"/sans-compte-refusee", 200, views.GuestAnswer(GuestWord(comment.Refused))},
		{"/sans-compte-fini", 404, views.GuestOver(chrome("Ce lien ne sert plus", "", false))},
		{"/fiche-questions", 200, views.Questions(Questions(false))},
		{"/fiche-questions-membre", 200, views.Questions(Questions(true))},
		{"/fiche-questions-fermees", 200, views.Questions(noQuestions(true))},
		{"/fiche-questions-personne", 200, views.Questions(noQuestions(false))},
	}
}
