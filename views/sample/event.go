package sample

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"partant/internal/calendar"
	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/viewer"
	"partant/views"
)

func eventCard(title string, days int) views.EventCard {
	at := Now.In(clock.Paris).AddDate(0, 0, days)
	start := time.Date(at.Year(), at.Month(), at.Day(), 18, 30, 0, 0, clock.Paris)
	return views.EventCard{Slug: "premier-atelier", Title: title, By: camille, Town: "Orléans", Start: start, End: start.Add(90 * time.Minute)}
}

// Events is the list of events.
func Events() views.EventsPage {
	off, long, draft := eventCard("Visite des chantiers navals", 9), eventCard("Salon des métiers : deux jours pour se rencontrer, "+strings.Repeat("et parler, ", 8)+"en un mot", 40), eventCard("Un brouillon", 50)
	off.Cancelled, long.End, draft.Draft = true, long.End.AddDate(0, 0, 1), true
	draft.Town, draft.Online, long.Image = "", true, shots()[0]
	long.Image.Blur = ""
	running := eventCard("Semaine de l'industrie", -2)
	running.End = running.End.AddDate(0, 0, 5)
	return views.EventsPage{Chrome: chrome("Événements", views.NavEvents, false), Ask: views.EventAsk{Commune: "orleans", Tag: "incubateur", By: "club-exemple", From: "2026-11-24", To: "2026-12-31"}, Town: "Orléans", Towns: []string{"Gien", "Orléans"}, By: "Club Exemple", Days: "du 24 novembre au 31 décembre 2026",
		Month: Now, Lost: []string{"Atlantis"}, Notes: []string{"La fin était avant le début : nous avons échangé les deux dates."}, Running: []views.EventCard{running},
		List: []views.EventCard{eventCard("Premier atelier : un incubateur ?", 1), off, long, draft}, Next: "/evenements?apres=x",
		Agenda: views.Agenda{URL: "https://partant.example/evenements.ics?commune=orleans&sujet=incubateur"}}
}

// EventsMonth is the calendar of a month.
func EventsMonth() views.EventsMonthPage {
	p := views.EventsMonthPage{EventsPage: Events(), Prev: Now.AddDate(0, -1, 0), After: Now.AddDate(0, 1, 0), Now: Now}
	p.Ask = views.EventAsk{Commune: "orleans", Month: "2026-11"}
	first := time.Date(2026, time.November, 1, 0, 0, 0, 0, clock.Paris)
	p.Month, p.Days = first, "en novembre 2026"
	p.Weeks = append(p.Weeks, make([]views.MonthDay, 7))
	for at := first; at.Month() == first.Month(); at = at.AddDate(0, 0, 1) {
		d := views.MonthDay{Date: at, Today: at.Day() == Now.Day()}
		if at.Weekday() == time.Monday {
			p.Weeks = append(p.Weeks, make([]views.MonthDay, 7))
		}
		if at.Day()%5 == 0 {
			d.List, d.More, d.Most = p.List, 99, at.Day() == 25
		}
		if at.Day() == 17 || at.Day() == 18 {
			d.List = p.Running
		}
		p.Weeks[len(p.Weeks)-1][(int(at.Weekday())+6)%7] = d
	}
	return p
}

// Series is the page of the dates of an event: before it repeats, and once it does.
func Series(repeats bool) views.SeriesPage {
	p := views.SeriesPage{Chrome: chrome("Les dates d'un événement", views.NavEvents, true), Card: eventCard("Premier atelier", 1), Rhythms: []event.Rhythm{event.Weekly, event.Fortnightly, event.ByDate, event.ByWeekday, event.ByLast, event.AtMonthEnd}, Wrong: fault.Fields{}}
	if repeats {
		off, apart := eventCard("Premier atelier", 8), eventCard("Premier atelier", 15)
		off.Cancelled = true
		p.Rest, p.Dates = 1, []views.SeriesDate{{Card: p.Card, Here: true}, {Card: off}, {Card: apart, Apart: true}}
		return p
	}
	p.Plan = event.Season{Rhythm: event.ByDate, Times: "4"}
	p.Lacking = []string{"février 2027"}
	p.Planned = []views.PlannedDate{{Day: "2027-01-31", Words: "dimanche 31 janvier 2027 à 18 h 30", First: true}, {Day: "2027-03-31", Words: "mercredi 31 mars 2027 à 18 h 30", Taken: true}, {Day: "2027-03-28", Words: "dimanche 28 mars 2027 à 2 h 30", Lost: "Cette date est sautée."}}
	return p
}

// EventsMap is the map of what is to come.
func EventsMap() views.EventsMapPage {
	p := views.EventsMapPage{EventsPage: Events(), Map: Home().Map, Online: 3, More: true}
	p.Ask, p.Days, p.Map.Events = views.EventAsk{Map: true}, "", true
	p.Places = []views.EventsTown{{Name: "Gien", Ask: views.EventAsk{Commune: "gien"}, Count: 7, List: p.List[:2]}, {Name: "Orléans", Ask: views.EventAsk{Commune: "orleans"}, Count: 1, List: p.List[:1]}}
	return p
}

// eventsOfTown is the same of one commune.
func eventsOfTown() views.EventsMapPage {
	p := EventsMap()
	gien, _ := territory.BySlug("gien")
	p.Ask.Commune, p.Online, p.More, p.Places = "gien", 0, false, p.Places[:1]
	x, y := territory.Map.XY(gien.At)
	p.Map = views.MapView{Base: BasePath, Metres: Metres, Events: true, Box: around(gien.At, 10, 1), Say: "7 événements à venir à Gien", Names: []views.MapName{{X: x, Y: y, Text: "Gien"}},
		Clusters: []views.Cluster{{Town: views.MapTown{X: x, Y: y, Slug: "gien", Name: "Gien"}, Count: 4, URL: "/evenements?commune=gien"}}}
	for i, off := range []float64{600, 2_000, 2_050} {
		x, y := territory.Map.XY(gien.At.Moved(-off, -off))
		p.Map.Pins = append(p.Map.Pins, views.Pin{X: x, Y: y, Name: p.List[i%len(p.List)].Title, URL: "/evenements/x"})
	}
	if shape, ok := territory.Map.Shape(gien.INSEE); ok {
		p.Map.Areas = []string{shape.Path}
	}
	return p
}

// OwnAgenda is the address of a member's own calendar.
func OwnAgenda() views.OwnAgendaPage {
	return views.OwnAgendaPage{Chrome: chrome("Mon agenda", views.NavMe, true), Agenda: views.Agenda{URL: "https://partant.example/agenda/a-1/" + strings.Repeat("s", 43) + ".ics"}}
}

// Event is one event, as a member or a visitor reads it.
func Event(member bool) views.EventPage {
	return views.EventPage{Chrome: chrome("Premier atelier", views.NavEvents, member), ID: "e-1", Card: eventCard("Premier atelier : un incubateur ?", 1), Place: "L'ECG\n12 rue des Carmes, au fond de la cour", Town: views.Link{Text: "Orléans", URL: "/communes/orleans"},
		IsOnline: true, HTML: "<p>On commence <strong>à l'heure</strong>.</p>", Purpose: "Voir qui apporte quoi : des mètres carrés, du temps, de l'argent.", Price: "gratuit", Payer: "La salle est prêtée par l'école.", Tags: []string{"incubateur", "très haut débit"},
		Deadline: "lundi 23 novembre 2026 à 12 h", Edited: "lundi 23 novembre 2026 à 9 h", Room: views.EventRoom{Places: 40, Left: 12, Taken: 28, Maybe: 3}, With: 2, Coming: []views.Byline{camille, {Name: "Odile", Guest: true}}, Hidden: 20,
		URL: "https://partant.example/evenements/premier-atelier", Answer: "/evenements/premier-atelier/reponse"}
}

// onGround is an event on the map, as it is known where it is held.
func onGround(p views.EventPage, by event.Located) views.EventPage {
	orleans, _ := territory.BySlug("orleans")
	x, y := territory.Map.XY(orleans.At)
	p.Ground = views.EventGround{By: by, Map: views.MapView{Base: BasePath, Metres: Metres, Box: around(orleans.At, 40, 5), Say: "Sur la carte : Premier atelier", Pins: []views.Pin{{X: x, Y: y, Name: "Premier atelier", URL: views.Nowhere}}}}
	if by != "commune" {
		p.Ground.At = &orleans.At
	}
	return p
}

// answeredEvent is one that a member has answered.
func answeredEvent(m views.EventAnswer) views.EventPage {
	p := Event(true)
	if p.Mine = &m; m.Seat == event.Placed {
		p.Online = "https://salle.exemple.fr/atelier"
	}
	p.Room.Left, p.Room.Taken, p.Room.Waiting = 0, 40, 7
	return p
}

// questions are those that hosts ask.
func questions() []event.Question {
	return []event.Question{{ID: "q-1", Text: "Un régime particulier ?", Kind: event.AsksText}, {ID: "q-2", Text: "Quel atelier ?", Kind: event.AsksChoice, Choices: []string{"bois", "fer"}, Required: true}, {ID: "q-3", Text: "Venez-vous en voiture ?", Kind: event.AsksYes}}
}

// ended is the page of an event that is over.
func ended(p views.EventPage) views.EventPage {
	p.Card.Over, p.Room.Begun, p.Room.Over, p.Room.Shut = true, true, true, true
	return p
}

// Event pages in their states.
func eventStates() []Page {
	theirs := Below(comment.Event, "/evenements/premier-atelier", true)
	off, over, own, wrong, draft := Event(false), Event(true), Event(true), Event(true), Event(true)
	off.Card.Cancelled, off.Room.Shut, off.Reason = true, true, "Il neige :\nla route est fermée."
	over = ended(over)
	own.CanEdit, own.Repeats = true, true
	for n := range 6 {
		own.Dates = append(own.Dates, eventCard("Premier atelier", 8+7*n))
	}
	own.Dates[2].Cancelled, own.Dates[0].Over = true, true
	wrong.Wrong = fault.Fields{event.FieldWith: "Il n'y a pas assez de places pour venir plus nombreux."}
	draft.Card.Draft, draft.CanEdit, draft.Coming, draft.Room = true, true, nil, views.EventRoom{Shut: true}
	planned, missed := draft, draft
	planned.Card.Planned, missed.Missed = "lundi 30 novembre 2026 à 8 h 30", "il avait déjà commencé."
	pictured := Event(false)
	pictured.Card.Image = shots()[0]
	asking := Event(true)
	asking.Questions, asking.Said, asking.Wrong = questions(), map[string]string{"q-1": "sans sel"}, fault.Fields{event.FieldSaid + "q-2": "Les organisateurs ont besoin de cette réponse."}
	hosted, called := Event(true), Event(true)
	hosted.Hosts, hosted.Hosting = []views.EventHost{{By: camille, Accepted: true, Mine: true}}, true
	called.Hosts = []views.EventHost{{By: camille, Mine: true}}
	upon := func(m *views.EventAnswer) templ.Component {
		p := Event(true)
		if p.Approval = true; m != nil {
			p = answeredEvent(*m)
			p.Approval = true
		}
		return views.Event(p)
	}
	asked := own
	asked.Approval, asked.Hosting, asked.Room.Asked = true, true, 3
	said, still, sealed := Event(false), Event(true), Event(false)
	below, closed := Below(comment.Event, "/evenements/premier-atelier", false), closedBelow(comment.Event, "/evenements/premier-atelier")
	said.Thread, still.Thread, sealed.Sealed = &below, &closed, true
	own.Thread, own.CanClose, still.CanClose = &theirs, true, true
	late := answeredEvent(views.EventAnswer{Says: event.Partant, Seat: event.Placed})
	late.Room.Shut = true
	return []Page{
		{"/evenements/x", 200, views.Event(onGround(Event(false), event.AtAddress))}, {"/evenements/x-commune", 200, views.Event(onGround(own, "commune"))}, {"/evenements/x-montre", 200, views.Event(onGround(own, event.ByHand))}, {"/evenements/x-membre", 200, views.Event(Event(true))}, {"/evenements/x-annule", 200, views.Event(off)}, {"/evenements/x-passe", 200, views.Event(over)},
		{"/evenements/x-organise", 200, views.Event(own)}, {"/evenements/x-refuse", 422, views.Event(wrong)}, {"/evenements/x-brouillon", 200, views.Event(draft)}, {"/evenements/x-accueilli", 200, views.Event(hosted)}, {"/evenements/x-appele", 200, views.Event(called)}, {"/evenements/x-questions", 422, views.Event(asking)}, {"/evenements/x-image", 200, views.Event(pictured)}, {"/evenements/x-prevu", 200, views.Event(planned)}, {"/evenements/x-manque", 200, views.Event(missed)}, {"/evenements/x-delai", 200, views.Event(late)},
		{"/evenements/x-dit", 200, views.Event(said)}, {"/evenements/x-clos", 200, views.Event(still)}, {"/evenements/x-scelle", 200, views.Event(sealed)},
		{"/evenements/x-partant", 200, views.Event(answeredEvent(views.EventAnswer{Says: event.Partant, Seat: event.Placed, With: 1, Listed: true}))},
		{"/evenements/x-attente", 200, views.Event(answeredEvent(views.EventAnswer{Says: event.Partant, Seat: event.Waiting, Rank: 3}))},
		{"/evenements/x-accord", 200, upon(nil)}, {"/evenements/x-demandes", 200, views.Event(asked)},
		{"/evenements/x-demande", 200, upon(&views.EventAnswer{Says: event.Partant, Seat: event.Asked})},
		{"/evenements/x-decline", 200, upon(&views.EventAnswer{Says: event.Partant, Seat: event.Declined, Word: "C'est pour les artisans : une autre fois ?"})},
		{"/evenements/x-accepte", 200, upon(&views.EventAnswer{Says: event.Partant, Seat: event.Placed, Agreed: true, Word: "Au plaisir : à mardi !"})},
		{"/evenements/x-peut-etre", 200, views.Event(answeredEvent(views.EventAnswer{Says: event.Maybe}))},
	}
}

// EventForm is the form of an event.
func EventForm(slug string, wrong fault.Fields) views.EventFormPage {
	return views.EventFormPage{Chrome: chrome("Annoncer un événement", views.NavEvents, true), Slug: slug, Towns: []string{"Gien", "Orléans"}, Town: "Orléans", Voices: []views.Byline{camille}, Wrong: wrong,
		Draft: event.Draft{Key: "e-1", Title: "Premier atelier", Purpose: "Se voir.", Day: "2027-10-31", Hour: "02:30", EndHour: "04:00", Place: "L'ECG", Online: "https://salle.exemple.fr", Body: "À l'heure.", Price: "gratuit",
			Payer: "L'école.", Places: "40", With: "2", UntilDay: "2027-10-30", UntilHour: "12:00", Tags: "incubateur", Voice: "p-1"}}
}

func eventForms() []Page {
	all := fault.Fields{event.FieldTitle: "Donnez un titre.", event.FieldPurpose: "Dites pour quoi.", event.FieldHour: "Il est deux fois 2 h 30.", event.FieldEndHour: "La fin est avant le début.", event.FieldPlace: "Dites où.",
		event.FieldOnline: "Le lien commence par https://.", event.FieldPlaces: "Écrivez un nombre.", event.FieldWith: "Baissez.", event.FieldUntilHour: "Trop tard.", event.FieldTags: "Cinq au plus."}
	theirs := Event(true)
	conflict, preview := EventForm("x", nil), EventForm("", nil)
	conflict.Conflict, conflict.Theirs, preview.Preview = true, &theirs, "<p>À l'heure.</p>"
	planned := EventForm("", fault.Fields{event.FieldPlanHour: "Il est deux fois 2 h 30."})
	planned.Draft.PlanDay, planned.Draft.PlanHour = "2027-10-31", "02:30"
	planned.Draft.Questions = []event.QuestionDraft{{ID: "q-2", Text: "Quel atelier ?", Kind: "choix", Choices: "bois\nfer", Required: true}}
	again, read := EventForm("", nil), EventForm("", nil)
	again.Draft.Day, again.Like = "", views.Link{Text: "Premier atelier", URL: "/evenements/premier-atelier"}
	read.Draft.Day, read.Source, read.Talk = "", "discussion:x", views.Link{Text: "Un premier atelier", URL: "/discussions/un-premier-atelier"}
	read.Says = []string{"Le message laisse le choix du jour : lequel ?", "Lu dans le message : vérifiez, et complétez."}
	read.Days = []views.DayChoice{{Day: "2027-01-05", Text: "mardi 5 janvier 2027"}, {Day: "2027-01-08", Text: "vendredi 8 janvier 2027"}}
	image := views.EventImagePage{Chrome: chrome("L'image de l'événement", views.NavEvents, true), Card: eventCard("Premier atelier", 1), Wrong: fault.Fields{event.FieldImage: "Choisissez d'abord une image.", event.FieldImageAlt: "Dites ce qu'elle montre."}}
	changed := image
	changed.Image, changed.Wrong = shots()[0], nil
	hosts := views.EventHostsPage{Chrome: chrome("Qui accueille", views.NavEvents, true), Card: eventCard("Premier atelier", 1), Purpose: "Se voir.", Owner: true, Typed: "rien", Choice: []views.Byline{camille}, Wrong: fault.Fields{event.FieldHost: "Nous ne trouvons pas cette page."},
		List: []views.EventHost{{By: camille, Accepted: true}, {By: camille, Mine: true}}}
	season := again
	season.Season = event.Season{Rhythm: event.Weekly, Times: "4"}
	reread := season
	reread.Like = views.Link{}
	return []Page{{"/evenements/organises", 200, views.Organised(organised())}, {"/evenements/x/hotes", 422, views.EventHosts(hosts)}, {"/evenements/x/image", 422, views.EventImage(image)}, {"/evenements/x/image-la", 200, views.EventImage(changed)}, {"/evenements/nouveau", 200, views.EventForm(EventForm("", nil))}, {"/evenements/nouveau-de", 200, views.EventForm(read)}, {"/evenements/nouveau-prevu", 422, views.EventForm(planned)}, {"/evenements/x/reprendre", 200, views.EventForm(again)}, {"/evenements/x/saison", 200, views.EventForm(season)}, {"/evenements/x/saison-relue", 200, views.EventForm(reread)}, {"/evenements/nouveau-faux", 422, views.EventForm(EventForm("", all))},
		{"/evenements/nouveau-apercu", 200, views.EventForm(preview)}, {"/evenements/x/modifier", 409, views.EventForm(conflict)}}
}

// EventGuest is the form of who is partant without account.
func EventGuest(wrong fault.Fields) views.EventGuestPage {
	return views.EventGuestPage{Chrome: chrome("Partant ?", views.NavEvents, false), Event: Event(false), Reply: event.Reply{Says: "partant", With: "1", Name: "Odile", Email: "odile@exemple.fr", Listed: true}, Trap: "k", Wrong: wrong}
}

// EventAnswer is the link of a guest's letter.
func EventAnswer(m views.EventAnswer) views.EventAnswerPage {
	p := views.EventAnswerPage{Chrome: chrome("Votre réponse", views.NavNone, false), Path: "/partants/e-1/a-1/s", Event: answeredEvent(m)}
	p.Event.Guest, p.Event.Chrome = true, p.Chrome
	if m.Seat != event.Unconfirmed {
		p.Event.Agenda.URL = "https://partant.example/partants/e-1/a-1/s/agenda.ics"
	}
	return p
}

// Comers is who answers.
func Comers() views.ComersPage {
	return views.ComersPage{Chrome: chrome("Qui a répondu", views.NavEvents, true), Card: eventCard("Premier atelier", 1), Room: views.EventRoom{Places: 40, Left: 12, Taken: 28}, Group: event.GroupPlaced, Next: "/evenements/x/participants?apres=y",
		List: []views.Comer{{By: camille, With: 2, Listed: true, At: "lundi 23 novembre 2026 à 9 h", Said: []views.SaidLine{{Question: "Un régime ?", Text: "sans sel"}}}, {Name: "Odile", At: "lundi 23 novembre 2026 à 10 h"}}}
}

// Intake is a calendar that is taken in, before and after.
func Intake(done bool) views.IntakePage {
	p := views.IntakePage{Chrome: chrome("Importer un agenda", views.NavEvents, true), Voices: []views.Byline{camille, camille}, Towns: []string{"Gien", "Orléans"}, Town: "Gien", Address: "https://club.exemple.fr/agenda.ics",
		File: "BEGIN:VCALENDAR", Seen: true, Done: done, Young: done, Fresh: 2, Waits: 1, Past: 3, Cut: 1, More: 2, Batch: event.Batch{Purpose: "Se voir.", Place: "L'ECG", Later: done}}
	p.Unread = []calendar.Refused{{Line: 40, Title: "Un faux", Why: "La date « 20271399T083000Z » ne se lit pas."}, {Line: 60, Why: "Cette ligne n'est pas écrite en UTF-8."}}
	for i, fate := range []event.Fate{event.Fresh, event.Fresh, event.Known, event.Refused, event.Skipped, event.Waits} {
		l := views.IntakeLine{Key: "k", Line: 10 * i, Title: "Petit déjeuner : trouver son premier client", When: "mardi 12 janvier 2027 à 8 h 30", Place: "L'ECG, 12 rue des Carmes", Fate: fate, Held: i == 1}
		if fate != event.Fresh {
			l.Why, l.Place, l.Town = "Il est déjà là.", "", "Gien"
		}
		if l.Notes = []string{"Toute la journée : précisez l'heure si elle compte."}; done || fate == event.Known {
			l.Slug = "petit-dejeuner"
		}
		p.Lines = append(p.Lines, l)
	}
	return p
}

// intakePages are its states.
func intakePages() []Page {
	empty, wrong := views.IntakePage{Chrome: chrome("Importer un agenda", views.NavEvents, true), Voices: []views.Byline{camille}}, Intake(false)
	wrong.Wrong = fault.Fields{views.FieldFile: "Choisissez un fichier .ics.", views.FieldCalendarURL: "Il n'y a pas d'agenda à cette adresse.", event.FieldPurpose: "Trop long.", event.FieldPlace: "Trop long.", event.FieldCommune: "Inconnue.", views.FieldTake: "Cochez au moins un rendez-vous.", viewer.FieldVoice: "Choisissez."}
	return []Page{{"/evenements/importer", 200, views.Intake(empty)}, {"/evenements/importer-vu", 200, views.Intake(Intake(false))}, {"/evenements/importer-fait", 200, views.Intake(Intake(true))}, {"/evenements/importer-faux", 422, views.Intake(wrong)}}
}

func eventPages() []Page {
	empty, past := Events(), Events()
	empty.Ask, empty.List, empty.Next, empty.Town, empty.Lost, empty.Notes, empty.Running, empty.By, empty.Days = views.EventAsk{}, nil, "", "", nil, nil, nil, "", ""
	past.Ask, past.List, past.Running = views.EventAsk{Past: true, When: views.WhenWeek}, nil, nil
	wrongSeries := Series(false)
	wrongSeries.Wrong = fault.Fields{event.FieldRhythm: "Choisissez.", event.FieldTimes: "C'est trop.", event.FieldLast: "Trop tôt.", event.FieldDates: "Une autre."}
	bare := EventsMonth()
	bare.EventsPage, bare.Weeks, bare.Prev, bare.Far = empty, [][]views.MonthDay{{{Date: Now}, {}, {}, {}, {}, {}, {}}}, time.Time{}, true
	bare.Month, bare.Ask.Month = Now, "2026-11"
	end := views.EventEndPage{Chrome: chrome("Annuler un événement", views.NavEvents, true), Card: eventCard("Premier atelier", 1), Placed: 4}
	refused := end
	refused.Wrong = fault.Fields{event.FieldReason: "Dites pourquoi."}
	met := views.MeetPage{Chrome: chrome("Qui rencontrer", views.NavEvents, true), Card: eventCard("Premier atelier", 1), Asks: true, Others: true, Most: 6,
		List: []views.Met{{By: camille, Why: []views.MetWhy{{Of: camille, Own: true, What: "photographie"}, {Of: camille, What: "un local à partager", Seeks: true}}}}}
	alone, silent := met, met
	alone.List, silent.List, silent.Asks, silent.Own = nil, nil, false, "/fiches/camille"
	nobody := Comers()
	nobody.List, nobody.Group = nil, event.GroupMaybe
	asking, declined := Comers(), Comers()
	asking.Group, asking.Approval, asking.Judges, asking.About, asking.Word, asking.Wrong = event.GroupAsked, true, true, "a-2", "Un mot", fault.Fields{event.FieldWord: "C'est trop long."}
	asking.List[0].ID, asking.List[1].ID = "a-1", "a-2"
	asking.Judged = views.JudgedComer{ID: "a-3", Name: "Paul", Seat: event.Placed}
	declined.Group, declined.Approval, declined.Judges, declined.Room.Declined = event.GroupDeclined, true, true, 2
	declined.List[1].Word = "C'est pour les artisans : une autre fois ?"
	came := Comers()
	came.Group, came.Came, came.Next = views.GroupCame, 42, ""
	pages := slices.Concat(eventStates(), eventForms(), doorPages(), intakePages(), minutesPages(), documentPages())
	return append(pages, []Page{{"/evenements", 200, views.Events(Events())}, {"/evenements/mois/2026-11", 200, views.EventsMonth(EventsMonth())}, {"/evenements-mois-vide", 200, views.EventsMonth(bare)}, {"/evenements/carte", 200, views.EventsMap(EventsMap())}, {"/evenements-carte-gien", 200, views.EventsMap(eventsOfTown())}, {"/evenements-carte-vide", 200, views.EventsMap(views.EventsMapPage{EventsPage: empty})}, {"/evenements/x/serie", 200, views.Series(Series(false))}, {"/evenements/x/serie-dates", 200, views.Series(Series(true))}, {"/evenements/x/serie-faux", 422, views.Series(wrongSeries)},
		{"/evenements-vide", 200, views.Events(empty)}, {"/evenements-passes", 200, views.Events(past)},
		{"/compte-agenda", 200, views.OwnAgenda(OwnAgenda())}, {"/compte-agenda-vide", 200, views.OwnAgenda(views.OwnAgendaPage{Chrome: chrome("Mon agenda", views.NavMe, true)})},
		{"/evenements/x/annuler", 200, views.CancelEvent(end)}, {"/evenements/x/annuler-faux", 422, views.CancelEvent(refused)}, {"/evenements/x/supprimer", 200, views.DeleteEvent(end)},
		{"/evenements/x/partant", 200, views.EventGuest(EventGuest(nil))},
		{"/evenements/x/partant-faux", 422, views.EventGuest(EventGuest(fault.Fields{event.FieldSays: "Dites-le.", event.FieldWith: "Trop.", event.FieldName: "Votre nom ?", event.FieldEmail: "Incomplète."}))},
		{"/evenements/x/participants", 200, views.Comers(Comers())}, {"/evenements/x/participants-vide", 200, views.Comers(nobody)}, {"/evenements/x/rencontrer", 200, views.Meet(met)}, {"/evenements/x/rencontrer-personne", 200, views.Meet(alone)}, {"/evenements/x/rencontrer-muet", 200, views.Meet(silent)}, {"/evenements/x/participants-demandes", 422, views.Comers(asking)}, {"/evenements/x/participants-declines", 200, views.Comers(declined)}, {"/evenements/x/participants-venus", 200, views.Comers(came)},
		{"/partants/attente", 200, views.EventGuestWaits(views.LetterWaitsPage{Chrome: chrome("Encore un geste", views.NavNone, false), Outbox: true})},
		{"/partants/fini", 404, views.EventGuestOver(chrome("Ce lien ne sert plus", views.NavNone, false))},
		{"/partants/x", 200, views.EventAnswered(EventAnswer(views.EventAnswer{Says: event.Partant, Seat: event.Unconfirmed, Name: "Odile"}))},
		{"/partants/x-partant", 200, views.EventAnswered(EventAnswer(views.EventAnswer{Says: event.Partant, Seat: event.Placed, Name: "Odile"}))}}...)
}

// organised is what somebody organises, in its three lists.
func organised() views.OrganisedPage {
	held, down, draft, past := eventCard("Premier atelier", 2), eventCard("Vente privée", 3), eventCard("Le dîner des quais", -2), eventCard("La rentrée", -9)
	held.Unseen, held.Held, held.Decision = true, true, "/decisions/x"
	down.Unseen = true
	draft.Draft, draft.Late, past.Over = true, true, true
	return views.OrganisedPage{Chrome: chrome("Vos événements", views.NavEvents, true), Lists: []views.OrganisedList{
		{Group: views.OrganisedNext, Title: "À venir", List: []views.EventCard{eventCard("Un café à huit", 1), held, down}, Next: "/evenements/organises?liste=a-venir&suite=x"},
		{Group: views.OrganisedDrafts, Title: "Brouillons", List: []views.EventCard{draft}},
		{Group: views.OrganisedPast, Title: "C'est passé", List: []views.EventCard{past}},
	}}
}
