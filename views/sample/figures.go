package sample

import (
	"partant/internal/discussion"
	"partant/internal/event"
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
		return views.PageFiguresPage{Chrome: chrome("Les chiffres de la page "+f.Page.Name, views.NavNone, true), Figures: f, Speaks: f.Edits}
	}
	institution := func(f *figures.Figures) {
		f.Page.Kind, f.Page.Name, f.Edits, f.Below = profile.Institution, "Communauté de communes des Mauves", false, figures.Count{}
		f.Asked = &discussion.Record{Waiting: 2, Answered: 9, Median: 3}
	}
	fresh := func(f *figures.Figures) {
		*f = figures.Figures{Page: f.Page, Edits: true, Complete: profile.Completeness{Percent: 20, Missing: []profile.Step{{Field: profile.FieldPitch, Say: "Dites en une ligne ce que vous faites."}}}}
	}
	return []Page{
		{"/fiche-evenements", 200, views.Attendance(attendance())}, {"/fiche-evenements-rien", 200, views.Attendance(views.AttendancePage{Chrome: chrome("Qui vient à vos événements", views.NavNone, true), Slug: "rien", Name: "Rien", Attendance: event.Attendance{Months: 3}})},
		{"/fiche-chiffres", 200, views.PageFigures(draw(func(*figures.Figures) {}))},
		{"/fiche-chiffres-institution", 200, views.PageFigures(draw(institution))},
		{"/fiche-chiffres-rien", 200, views.PageFigures(draw(fresh))},
	}
}

// attendance are two evenings, one of which nobody was noted at.
func attendance() views.AttendancePage {
	on := func(title string, days int) event.Event {
		return event.Event{ID: "e", Slug: "atelier", Title: title, Start: event.Moment{At: Now.AddDate(0, 0, -days)}}
	}
	a := event.Attendance{Months: 12, Noted: 1, Expected: 14, People: 9, Often: 3, More: true, Sum: event.Attended{Noted: true, Placed: 38, Came: 12, Missed: 3, New: 4},
		Events: []event.Attended{{Event: on("Premier atelier : un incubateur ?", 3), Noted: true, Placed: 14, Came: 12, Missed: 3, New: 4}, {Event: on("Un titre vraiment très long, qui ne tient sur aucune ligne de téléphone, et qui continue", 40), Placed: 24}}}
	return views.AttendancePage{Chrome: chrome("Qui vient à vos événements", views.NavNone, true), Slug: "plomberie-du-val", Name: "Plomberie du Val", Attendance: a,
		Regulars: []views.RegularLine{{By: camille, Times: 5, Last: views.Day(Now)}, {Name: "Une invitée", Times: 3, Last: views.Day(Now)}}}
}
