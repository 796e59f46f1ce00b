package sample

import "partant/views"

// Framed is what stands on the site of somebody else: an agenda, or pages.
func Framed(agenda bool) views.FramedPage {
	p := views.FramedPage{Title: "Annuaire : plombier, Orléans", More: "https://partant.example/annuaire?commune=orleans&q=plombier", Agenda: agenda, Goes: true}
	if agenda {
		p.Title, p.More, p.Events = "Agenda : Club Business du Val", "https://partant.example/fiches/club-business-du-val", Events().List[:3]
	} else {
		p.Cards = Cards()
	}
	return p
}

// Embedding is how to show something on another site.
func Embedding(of string) views.EmbeddingPage {
	p := views.EmbeddingPage{Chrome: chrome("Sur votre site", views.NavNone, false), Town: "Orléans", Towns: []string{"Gien", "Orléans"}, Lost: "Atlantis", Text: "plombier",
		Frames: []views.Embedded{{ID: "agenda", Title: "L'agenda", Say: "Ce qui s'annonce à tous.", Path: "/integrer/evenements?commune=orleans", Code: `<iframe src="https://partant.example/integrer/evenements?commune=orleans" title="Agenda" width="100%" height="560" loading="lazy"></iframe>`}}}
	if of != "" {
		p.Of, p.Lost = views.Link{Text: of, URL: "/fiches/club"}, ""
	}
	return p
}

func embeddings() []Page {
	return []Page{{"/integrer", 200, views.Embedding(Embedding(""))}, {"/integrer-page", 200, views.Embedding(Embedding("Club Business du Val"))}}
}
