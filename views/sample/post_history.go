package sample

import "partant/views"

// PostHistory is what a publication said; first is its oldest text.
func PostHistory(first bool) views.PostHistoryPage {
	p := views.PostHistoryPage{Chrome: chrome("Historique", views.NavFeed, false), Slug: "portes-ouvertes", Called: "Portes ouvertes", By: nina, Most: 50, At: "mercredi 9 janvier 2008 à 9 h", First: first,
		Texts: []views.PostText{{At: "mercredi 9 janvier 2008 à 9 h", URL: "/publications/portes-ouvertes/historique?version=2", Now: true, Here: !first},
			{At: "mardi 8 janvier 2008 à 18 h 30", URL: "/publications/portes-ouvertes/historique?version=1", Here: first, First: true}},
		Title: []views.TextPart{{Text: "Portes ouvertes"}}, Tags: []views.TextPart{{Text: "bois"}},
		Body: []views.TextPart{{Text: "L'atelier est ouvert "}, {Text: "samedi", Gone: true}, {Text: "dimanche", New: true}, {Text: " de 10 h à 18 h :\n\n- le four tourne,\n- on goûte."}}}
	if first {
		p.Body = []views.TextPart{{Text: "L'atelier est ouvert samedi."}}
	}
	return p
}
