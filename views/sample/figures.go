package sample

import (
	"partant/internal/discussion"
	"partant/internal/figures"
	"partant/internal/profile"
	"partant/views"
)

// Figures are those of a company that has been here for a while, to somebody who may change its page.
func Figures() figures.Figures {
	return figures.Figures{Page: profile.Profile{ID: "p", Slug: "plomberie-du-val", Name: "Plomberie du Val", Kind: profile.Company}, Edits: true,
		Complete:  profile.Completeness{Percent: 82, Missing: []profile.Step{{Field: profile.FieldHours, Say: "Donnez vos horaires."}}},
		Followers: figures.Trend{All: figures.Count{N: 1240}, Month: figures.Count{N: 31}, Year: figures.Count{N: 1000, More: true}},
		Posts:     figures.Trend{All: figures.Count{N: 100, More: true}, Month: figures.Count{N: 1}, Year: figures.Count{N: 22}}, Seen: 100,
		Answers: figures.Count{N: 212, More: true}, Reactions: figures.Count{N: 388, More: true}, Below: figures.Count{N: 14},
		Recommendations: figures.Count{N: 9}, Letters: figures.Count{N: 37}}
}

func pageFigures() []Page {
	draw := func(change func(*figures.Figures)) views.PageFiguresPage {
		f := Figures()
		change(&f)
		return views.PageFiguresPage{Chrome: chrome("Les chiffres de la page "+f.Page.Name, views.NavNone, true), Figures: f}
	}
	institution := func(f *figures.Figures) {
		f.Page.Kind, f.Page.Name, f.Edits, f.Below = profile.Institution, "Communauté de communes des Mauves", false, figures.Count{}
		f.Asked = &discussion.Record{Waiting: 2, Answered: 9, Median: 3}
	}
	fresh := func(f *figures.Figures) {
		*f = figures.Figures{Page: f.Page, Edits: true, Complete: profile.Completeness{Percent: 20, Missing: []profile.Step{{Field: profile.FieldPitch, Say: "Dites en une ligne ce que vous faites."}}}}
	}
	return []Page{
		{"/fiche-chiffres", 200, views.PageFigures(draw(func(*figures.Figures) {}))},
		{"/fiche-chiffres-institution", 200, views.PageFigures(draw(institution))},
		{"/fiche-chiffres-rien", 200, views.PageFigures(draw(fresh))},
	}
}
