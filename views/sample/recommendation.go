package sample

import (
	"partant/internal/fault"
	"partant/internal/recommendation"
	"partant/views"
)

// Recommended are recommendations in all their states.
func Recommended() []views.Recommendation {
	month, day := views.MonthYear(Now), views.Day(Now)
	return []views.Recommendation{
		{ID: "r-1", By: camille, Tie: recommendation.Client, Lived: month, At: day, Edited: day, HTML: "<p>Un escalier posé en <strong>deux jours</strong>, au prix dit.</p>", Words: "Un escalier posé en **deux jours**, au prix dit.", CanReport: true,
			Reply: &views.Rejoinder{By: heron, At: day, Edited: day, HTML: "<p>Merci&nbsp;!</p>", CanReport: true}},
		{ID: "r-2", By: heron, Tie: recommendation.Clubmate, Lived: month, At: day, HTML: "<p>Bon conseil.</p>", Words: "Bon conseil.", Reward: "une remise de 10 % sur la commande suivante, et un abonnement à la lettre du club", CanEdit: true},
		{ID: "r-3", By: camille, Tie: recommendation.Other, Lived: month, At: day, HTML: "<p>Je les livre depuis deux ans.</p>", Words: "Je les livre depuis deux ans.", CanReply: true, CanReport: true},
	}
}

// RecommendedNote is the section of a profile.
func RecommendedNote(team bool) views.RecommendationsNote {
	return views.RecommendationsNote{Slug: "menuiserie-du-heron", Count: 23, Open: true, Team: team, List: Recommended()}
}

// Recommendations is what is said of a page.
func Recommendations() views.RecommendationsPage {
	return views.RecommendationsPage{Chrome: chrome("Recommandations", views.NavDirectory, true), Of: heron, Note: RecommendedNote(false), List: Recommended(), First: "/fiches/x/recommandations", Next: "/fiches/x/recommandations?apres=x"}
}

// Recommend is the form of a recommendation, refused and in conflict.
func Recommend() views.RecommendPage {
	return views.RecommendPage{Chrome: chrome("Recommander", views.NavDirectory, true), Of: heron, ID: "r-1", Voices: []views.Byline{camille, heron}, Years: []string{"2026", "2025", "2024", "2023", "2022", "2021"},
		Draft:   recommendation.Draft{Tie: recommendation.Client, Month: "5", Year: "2026", Body: "Trop court.", Rewarded: recommendation.Yes},
		Preview: "<p>Trop court.</p>", Conflict: true, Theirs: Recommended()[0],
		Wrong: fault.Fields{recommendation.FieldTie: "Dites ce qui vous lie.", recommendation.FieldMonth: "Choisissez le mois.", recommendation.FieldBody: "Racontez en 40 caractères au moins.", recommendation.FieldRewarded: "Dites-le.", recommendation.FieldReward: "Dites ce que vous avez reçu."}}
}

// Rejoinder is the form of a reply.
func Rejoinder() views.RejoinderPage {
	return views.RejoinderPage{Chrome: chrome("Répondre", views.NavDirectory, true), One: Recommended()[0], Of: heron, Text: "x", At: 7, Preview: "<p>x</p>", Conflict: true, Wrong: fault.Fields{recommendation.FieldReply: "Écrivez votre réponse."}}
}

func recommendations() []Page {
	blank := views.RecommendPage{Chrome: chrome("Recommander", views.NavDirectory, true), Of: heron, Voices: []views.Byline{camille}, Years: []string{"2026", "2025"}}
	none := views.RecommendationsPage{Chrome: chrome("Recommandations", views.NavDirectory, false), Of: heron, Note: views.RecommendationsNote{Slug: "x", Open: true}}
	first := views.RejoinderPage{Chrome: chrome("Répondre", views.NavDirectory, true), One: Recommended()[2], Of: heron}
	return []Page{
		{"/recommandations", 200, views.Recommendations(Recommendations())},
		{"/recommandations-aucune", 200, views.Recommendations(none)},
		{"/recommandations-regles", 200, views.RecommendationRules(views.RecommendationRulesPage{Chrome: chrome("Comment marchent les recommandations", views.NavNone, false)})},
		{"/recommander", 200, views.Recommend(blank)},
		{"/recommander-erreurs", 422, views.Recommend(Recommend())},
		{"/recommander-soi", 403, views.CannotRecommend(views.CannotRecommendPage{Chrome: chrome("Recommander", views.NavDirectory, true), Of: heron, Own: true})},
		{"/recommander-personne", 403, views.CannotRecommend(views.CannotRecommendPage{Chrome: chrome("Recommander", views.NavDirectory, true), Of: heron})},
		{"/recommandation-retirer", 200, views.DeleteRecommendation(views.RecommendationEndPage{Chrome: chrome("Retirer", views.NavDirectory, true), One: Recommended()[0], Of: heron})},
		{"/recommandation-repondre", 200, views.ReplyToRecommendation(first)},
		{"/recommandation-repondre-erreurs", 422, views.ReplyToRecommendation(Rejoinder())},
	}
}
