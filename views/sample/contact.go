package sample

import (
	"partant/internal/contact"
	"partant/internal/fault"
	"partant/views"
)

func contacts() []Page {
	met := views.Link{Text: "Premier atelier : un incubateur ?", URL: "/evenements/premier-atelier"}
	full := views.ContactCard{ID: "x-1", By: camille, Gives: contact.Card{Name: "Camille Exemple", Page: "p-1", Email: "camille@exemple.invalid", Phone: "+33238000000"}, Note: "Cherche un atelier à Gien.", At: views.Day(Now), Met: met}
	little := views.ContactCard{ID: "x-2", Gives: contact.Card{Name: "Un nom vraiment très long qui ne tient sur aucune ligne de téléphone"}, At: views.Day(Now)}
	gone := views.ContactCard{ID: "x-3", Note: "La menuisière du salon.", At: views.Day(Now)}
	gift := views.GiftForm{Name: "Nina Dumont", Email: "nina@exemple.invalid", Page: camille, Gift: contact.Gift{Page: true, Phone: "02 38 00 00 00"}}
	frame := chrome("Mes contacts", views.NavMe, true)
	wrong := fault.Fields{contact.FieldPhone: "Un numéro français a 10 chiffres et commence par 0.", contact.FieldNote: "C'est trop long : 600 caractères, il en faut 500 au plus."}
	one := views.ContactPage{Chrome: frame, Card: full, Note: full.Note, Gift: gift, Wrong: wrong}
	asks, waits, left := one, one, views.ContactPage{Chrome: frame, Card: gone, Note: gone.Note, Gift: gift}
	asks.Asks, asks.Wrong, waits.Waits, waits.Wrong = true, nil, true, nil
	read := views.ContactCodePage{Chrome: frame, Code: "0123456789abcdef0123", Name: "Camille Exemple", By: camille, Gift: gift, Wrong: fault.Fields{contact.FieldPhone: wrong[contact.FieldPhone]}}
	known, again := read, read
	known.Known, known.ID, known.Wrong, again.Waits, again.Wrong = true, "x-1", nil, true, nil
	return []Page{
		{"/contacts", 200, views.Contacts(views.ContactsPage{Chrome: frame, First: true, Received: []views.ContactCard{full}, Sent: []views.ContactCard{little}, List: []views.ContactCard{full, little, gone}, Next: "/contacts?suite=x"})},
		{"/contacts-vide", 200, views.Contacts(views.ContactsPage{Chrome: frame, First: true})},
		{"/contacts/code-aucun", 200, views.NoCode(frame)}, {"/contacts/code", 200, views.MyCode(views.MyCodePage{Chrome: frame, Name: "Nina Dumont", URL: "https://partant.example/contacts/code/0123456789abcdef0123", Path: "M4 4h7v1h-7z", Size: "0 0 33 33"})},
		{"/contacts/code/lu", 422, views.ContactCode(read)}, {"/contacts/code/connu", 200, views.ContactCode(known)}, {"/contacts/code/attend", 200, views.ContactCode(again)},
		{"/contacts/code/rien", 404, views.ContactCodeOver(chrome("Ce code ne mène plus à personne", views.NavNone, true))},
		{"/contacts/un", 422, views.Contact(one)}, {"/contacts/demande", 200, views.Contact(asks)}, {"/contacts/attend", 200, views.Contact(waits)}, {"/contacts/parti", 200, views.Contact(left)},
	}
}
