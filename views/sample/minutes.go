package sample

import (
	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/minutes"
	"partant/internal/reaction"
	"partant/views"
)

// Topics is what is to be talked about, for a host or for somebody who comes.
func Topics(host bool) views.TopicsPage {
	first := views.TopicLine{ID: "t-1", Title: "Le quai de livraison", Why: "On s'y gare mal le matin,\net les camions attendent.", By: camille, From: "18 h 30", To: "18 h 50", Minutes: 20, Backs: 7, Mine: true, CanBack: true}
	second := views.TopicLine{ID: "t-2", Title: "Une navette le soir entre la gare et la zone artisanale, partagée entre les entreprises de la rue", By: heron, From: "18 h 50", To: "19 h 20", Minutes: 30, Backs: 1, CanBack: true}
	other := views.TopicLine{ID: "t-3", Title: "La fibre", CanWithdraw: true}
	return views.TopicsPage{Chrome: chrome("Ordre du jour", views.NavEvents, true), Event: "e-1", Card: eventCard("Premier atelier", 1), Planned: []views.TopicLine{first, second}, Others: []views.TopicLine{other}, Form: minutes.Proposal{Key: "t-9"},
		CanPropose: true, Hosts: host, Late: host}
}

// Minutes is what was said, and what is to be done.
func Minutes(host bool) views.MinutesPage {
	p := views.MinutesPage{Chrome: chrome("Compte rendu", views.NavEvents, true), Event: "e-1", Card: eventCard("Premier atelier", -1), HTML: "<p>Nous étions <strong>douze</strong>.</p>", At: views.Moment(Now), Edited: views.Moment(Now), Hosts: host,
		Topics:    []views.SaidTopic{{ID: "t-1", Title: "Le quai de livraison", HTML: "<p>La mairie le refait en mai. <a href=\"https://exemple.fr\">Le plan</a></p>"}, {ID: "t-2", Title: "La navette"}},
		Actions:   []views.ActionLine{{ID: "x-1", What: "Appeler la mairie", By: camille, Until: views.Day(Now), Late: true, Can: true}, {ID: "x-2", What: "Réserver la salle", Who: "Le voisin", Done: true, Can: host}, {ID: "x-3", What: "Écrire aux absents"}},
		Reactions: views.Reactions{Action: "/evenements/x/compte-rendu/reaction", Token: "jeton-de-test", Can: true, Said: views.PraiseOf(reaction.Said{})}}
	if p.Files = documents(); host {
		p.Left, p.Legend, p.Wrong = 27, "La salle", fault.Fields{minutes.FieldSaid: "C'est trop long.", minutes.FieldFile: "Choisissez d'abord un fichier."}
	}
	p.Photos = []document.Document{{ID: "d-9", Title: "Douze personnes autour d'une table", Type: "image/jpeg", Bytes: 300_000, At: Now, Picture: shots()[0]}}
	return p
}

// MinutesForm is the form of minutes.
func MinutesForm(wrong fault.Fields) views.MinutesFormPage {
	return views.MinutesFormPage{Chrome: chrome("Écrire le compte rendu", views.NavEvents, true), Card: eventCard("Premier atelier", -1), New: wrong == nil, Wrong: wrong, Conflict: wrong != nil, Early: wrong != nil,
		Topics: []views.SaidTopic{{ID: "t-1", Title: "Le quai de livraison"}}, Comers: []minutes.Comer{{Name: "Camille Exemple"}},
		Draft: minutes.Draft{Body: "Nous étions **douze**.", Notes: map[string]string{"t-1": "La mairie le refait."}, Actions: []minutes.Line{{ID: "x-1", What: "Appeler la mairie", Who: "Camille Exemple", Until: "2026-12-01"}, {}}}}
}

func minutesPages() []Page {
	none, outside, read := Topics(false), Topics(false), Topics(true)
	none.Planned, none.Others = nil, nil
	outside.CanPropose, outside.Planned, outside.Others = false, nil, nil
	read.Over, read.Read, read.CanPropose = true, true, false
	refused := Topics(false)
	refused.Wrong = fault.Fields{minutes.FieldTitle: "Dites en quelques mots de quoi vous voulez parler.", minutes.FieldWhy: "C'est trop long."}
	todo := Minutes(true).Actions
	for i := range todo {
		todo[i].Event = views.Link{Text: "Premier atelier", URL: "/evenements/premier-atelier/compte-rendu"}
	}
	noted := Event(true)
	noted.Topics = views.TopicsNote{Planned: Topics(false).Planned, Others: Topics(false).Others, CanPropose: true}
	over := ended(Event(true))
	over.Topics = views.TopicsNote{Planned: Topics(false).Planned, Read: true, CanWrite: true, Actions: 2}
	wrong := fault.Fields{minutes.FieldBody: "Écrivez au moins une phrase.", minutes.NotesField("t-1"): "C'est trop long.", minutes.WhatField(0): "Dites ce qu'il y a à faire.", minutes.WhoField(0): "C'est trop long.", minutes.UntilField(0): "Choisissez un jour."}
	return []Page{
		{"/evenements/x-sujets", 200, views.Event(noted)}, {"/evenements/x-compte-rendu", 200, views.Event(over)},
		{"/evenements/x/ordre-du-jour", 200, views.Topics(Topics(false))}, {"/evenements/x/ordre-du-jour-organise", 200, views.Topics(Topics(true))}, {"/evenements/x/ordre-du-jour-vide", 200, views.Topics(none)},
		{"/evenements/x/ordre-du-jour-dehors", 200, views.Topics(outside)}, {"/evenements/x/ordre-du-jour-passe", 200, views.Topics(read)}, {"/evenements/x/ordre-du-jour-faux", 422, views.Topics(refused)},
		{"/evenements/x/compte-rendu", 200, views.Minutes(Minutes(false))}, {"/evenements/x/compte-rendu-organise", 200, views.Minutes(Minutes(true))},
		{"/evenements/x/compte-rendu/modifier", 200, views.MinutesForm(MinutesForm(nil))}, {"/evenements/x/compte-rendu/modifier-faux", 422, views.MinutesForm(MinutesForm(wrong))},
		{"/compte/actions", 200, views.Actions(views.ActionsPage{Chrome: chrome("Ce que j'ai à faire", views.NavMe, true), List: todo})}, {"/compte/actions-vide", 200, views.Actions(views.ActionsPage{Chrome: chrome("Ce que j'ai à faire", views.NavMe, true)})},
	}
}
