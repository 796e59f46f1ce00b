package sample

import (
	"partant/internal/club"
	"partant/internal/document"
	"partant/internal/fault"
	"partant/views"
)

// documents are one of each kind, the last with a title that does not end.
func documents() []document.Document {
	return []document.Document{
		{ID: "d-1", Title: "Statuts de 2026", Type: "application/pdf", Bytes: 240_000, At: Now},
		{ID: "d-2", Title: "Le budget du salon, poste par poste, avec ce que chaque commune a promis et ce qui manque encore", Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Bytes: 1_900_000, At: Now},
	}
}

// ClubFiles are what members share of files, for somebody of the board whose file was refused.
func ClubFiles() views.ClubFilesPage {
	p := views.ClubFilesPage{Room: roomOf(views.RoomFiles, true, true), Left: 58, Full: 2_140_000, Title: "Affiche", Wrong: fault.Fields{club.FieldTitle: "C'est trop long.", club.FieldFile: "Ce fichier est vide : choisissez-le à nouveau."}}
	for i, d := range documents() {
		p.List = append(p.List, views.ClubFile{Document: d, By: "Camille Exemple, ", Day: views.Day(Now), May: i == 0})
	}
	return p
}

// ClubRenewals are memberships that end.
func ClubRenewals() views.ClubRenewalsPage {
	p := views.ClubRenewalsPage{Room: roomOf(views.RoomRenewals, true, true), Next: "/clubs/x/adhesions?suite=x"}
	for _, f := range Faces() {
		f.Paid = views.Day(Now)
		p.List = append(p.List, views.ClubRenewal{ClubFace: f, Year: "2027-12-31"})
	}
	return p
}

func documentPages() []Page {
	full, none := ClubFiles(), views.ClubFilesPage{Room: roomOf(views.RoomFiles, true, false), Left: club.MaxFiles}
	full.Left, full.Wrong = 0, nil
	return []Page{
		{"/club-documents", 422, views.ClubFiles(ClubFiles())}, {"/club-documents-plein", 200, views.ClubFiles(full)}, {"/club-documents-vide", 200, views.ClubFiles(none)},
		{"/club-adhesions", 200, views.ClubRenewals(ClubRenewals())}, {"/club-adhesions-vide", 200, views.ClubRenewals(views.ClubRenewalsPage{Room: roomOf(views.RoomRenewals, true, true)})},
	}
}
