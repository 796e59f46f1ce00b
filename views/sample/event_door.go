package sample

import (
	"partant/internal/event"
	"partant/internal/fault"
	"partant/views"
)

// square is the path of a QR code, more or less.
const square = "M4 4h7v1h-7zM4 5h1v1h-1zM10 5h1v1h-1zM4 6h7v1h-7z"

// Pass is what a member shows at the door.
func Pass() views.PassPage {
	return views.PassPage{Chrome: chrome("Mon billet", views.NavNone, true), Card: eventCard("Premier atelier : un incubateur ?", 1), Place: "L'ECG\n12 rue des Carmes", Name: "Camille Exemple", People: 2, Code: "7Q2M-XR9T-B4DK",
		Path: square, Size: "0 0 29 29", Back: "/evenements/premier-atelier"}
}

// Door is the door of an event.
func Door(wrong fault.Fields) views.DoorPage {
	return views.DoorPage{Chrome: chrome("Accueil", views.NavEvents, true), Card: eventCard("Premier atelier", 1), Tally: views.DoorTally{Came: 42, Expected: 60, WalkedIn: 3, Bounded: true}, Open: true, Key: "k", Who: "Une voisine", People: "2", Wrong: wrong, Rest: 12,
		List: []views.DoorParty{
			{ID: "a-1", By: camille, Name: camille.Name, People: 3, Came: 2, At: "18 h 32", Says: event.Partant, Seat: event.Placed},
			{ID: "a-2", By: camille, Name: "Un nom qui n'en finit pas de Saint-Jean-de-la-Ruelle-lès-Orléans", People: 1, Says: event.Partant, Seat: event.Placed},
			{ID: "a-3", By: views.Byline{Name: "Odile", Guest: true}, Name: "Odile", People: 2, Says: event.Partant, Seat: event.Waiting}, {ID: "a-4", Name: "Paul", People: 1, Says: event.Maybe},
			{ID: "a-5", Name: "Une voisine", People: 2, Came: 2, At: "18 h 40", WalkedIn: true}, {ID: "a-6", Name: "Zoé", People: 1, Came: 1, At: "18 h 41", Says: event.No}}}
}

func doorPages() []Page {
	shut, found, lost, nobody, empty := Door(nil), Door(nil), Door(nil), Door(nil), Door(nil)
	shut.Open, shut.Opens, shut.Tally = false, "lundi 11 janvier 2027 à 18 h 30", views.DoorTally{Expected: 60}
	found.Pass, found.List, found.Rest = "7Q2M-XR9T-B4DK", found.List[:1], 0
	lost.Pass, lost.List, lost.Lost, lost.Rest = "0000-0000-0000", nil, true, 0
	nobody.Query, nobody.List, nobody.Rest = "personne", nil, 0
	empty.List, empty.Rest, empty.Tally = nil, 0, views.DoorTally{Bounded: true, Free: 12}
	late, off, draft := shut, shut, shut
	late.Opens, off.Card.Cancelled, draft.Card.Draft = "", true, true
	print := views.DoorPrintPage{Chrome: chrome("Qui vient", views.NavEvents, true), Card: eventCard("Premier atelier", 1), Tally: Door(nil).Tally, List: Door(nil).List}
	return []Page{
		{"/evenements/x/billet", 200, views.Pass(Pass())}, {"/evenements/x/billet/7Q2MXR9TB4DK", 200, views.PassShown(views.PassShownPage{Chrome: chrome("Un billet", views.NavEvents, false), Card: eventCard("Premier atelier", 1)})},
		{"/evenements/x/accueil", 200, views.Door(Door(nil))}, {"/evenements/x/accueil-ferme", 200, views.Door(shut)}, {"/evenements/x/accueil-billet", 200, views.Door(found)}, {"/evenements/x/accueil-inconnu", 200, views.Door(lost)},
		{"/evenements/x/accueil-personne", 200, views.Door(nobody)}, {"/evenements/x/accueil-vide", 200, views.Door(empty)}, {"/evenements/x/accueil-tard", 200, views.Door(late)}, {"/evenements/x/accueil-annule", 200, views.Door(off)},
		{"/evenements/x/accueil-brouillon", 200, views.Door(draft)},
		{"/evenements/x/accueil-faux", 422, views.Door(Door(fault.Fields{event.FieldWho: "Écrivez un nom.", event.FieldPeople: "Écrivez un nombre."}))},
		{"/compte/evenements", 200, views.CameTo(views.CamePage{Chrome: chrome("Où je suis venu", views.NavMe, true), Next: "/compte/evenements?apres=x", List: []views.Came{{Title: "Premier atelier", Slug: "premier-atelier", Day: "mardi 8 janvier 2027", Stamp: "2027-01-08T18:30:00Z", With: 1}, {Day: "lundi 7 décembre 2026", Stamp: "2026-12-07T18:30:00Z"}}})},
		{"/compte/evenements-vide", 200, views.CameTo(views.CamePage{Chrome: chrome("Où je suis venu", views.NavMe, true)})},
		{"/evenements/x/accueil/scanner", 200, views.Scanner(views.ScannerPage{Chrome: chrome("Lire les billets", views.NavEvents, true), Card: eventCard("Premier atelier", 1), Event: "e-1", Until: "1796000000000"})},
		{"/evenements/x/accueil/liste", 200, views.DoorList(print)}, {"/evenements/x/accueil/badges", 200, views.DoorBadges(print)},
	}
}
