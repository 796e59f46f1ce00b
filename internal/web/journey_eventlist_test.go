package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"partant/internal/event"
	"partant/views"
)

// The list of events is narrowed by days, place, subject and who announces, all at once, by addresses that can be shared.
func TestEventListJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	other, _, club := h.speaker("Berger")
	on := func(title, day, last string) func(url.Values) {
		return func(f url.Values) {
			f.Set(event.FieldTitle, title)
			f.Set(event.FieldDay, day)
			f.Set(event.FieldEndDay, last)
		}
	}
	host.announcesFor(company, on("Atelier du mardi", "2027-01-12", ""))
	host.announcesFor(company, on("Salon de trois jours", "2027-01-14", "2027-01-16"))
	other.announcesFor(club, on("Visite du vendredi", "2027-01-15", ""))
	other.announcesFor(club, func(f url.Values) {
		on("Le mois suivant", "2027-02-02", "")(f)
		f.Set(event.FieldCommune, "Olivet")
		f.Set(event.FieldTags, "lecture")
	})
	phone := h.visit()
	for address, want := range map[string]struct {
		titles []string
		hides  string
	}{
		"/evenements?du=2027-01-15&au=2027-01-31":                           {[]string{"Salon de trois jours", "Visite du vendredi"}, "Atelier du mardi"},
		"/evenements?du=15/01/2027":                                         {[]string{"Salon de trois jours", "Visite du vendredi", "le vendredi 15"}, "Le mois suivant"},
		"/evenements?au=2027-01-12":                                         {[]string{"Atelier du mardi"}, "Salon de trois jours"},
		"/evenements?du=2027-01-31&au=2027-01-10":                           {[]string{"échangé les deux dates", "Visite du vendredi"}, "Le mois suivant"},
		"/evenements?du=un+jour":                                            {[]string{"Nous n'avons pas lu la date", "Le mois suivant"}, ""},
		"/evenements?par=" + club.Slug:                                      {[]string{"Visite du vendredi", "Le mois suivant"}, "Atelier du mardi"},
		"/evenements?par=" + url.QueryEscape(club.Name) + "&commune=olivet": {[]string{"Le mois suivant"}, "Visite du vendredi"},
		"/evenements?par=" + club.Slug + "&sujet=lecture":                   {[]string{"Le mois suivant"}, "Visite du vendredi"},
		"/evenements?par=" + club.Slug + "&sujet=Lecture&commune=olivet&du=2027-02-01&au=2027-02-28": {[]string{"Le mois suivant", "en février 2027"}, "Visite du vendredi"},
		"/evenements?par=personne": {[]string{"Nous ne connaissons pas", "Atelier du mardi"}, ""},
	} {
		a := phone.get(address).is(http.StatusOK).shows("main", want.titles...)
		if want.hides != "" {
			a.hides(want.hides)
		}
		a.counts(`meta[name=robots][content^=noindex]`, 1)
	}
	phone.get("/evenements?du=2027-01-15").shows("main", "Déjà commencé")
	phone.get("/evenements?du=2027-03-01&au=2027-03-31").shows(".empty", "Rien de prévu", "en mars 2027", "Voir les autres jours", "Tout voir")
	phone.get("/evenements?quand=semaine").shows(".empty", "Rien de prévu")

	h.hands.set(time.Date(2027, time.January, 13, 12, 0, 0, 0, time.UTC))
	h.await("what is over is on its list", func() bool {
		return h.Events.PayDue(t.Context()) == nil && len(phone.get("/evenements?passes=oui").all(".meet")) == 1
	})
	phone.get("/evenements?quand=semaine").shows("main", "Salon de trois jours", "Visite du vendredi").hides("Le mois suivant")
	phone.get("/evenements?quand=semaine&passes=oui").shows("main", "Atelier du mardi").hides("Visite du vendredi")
	phone.get("/evenements?quand=mois").shows("main", "Visite du vendredi").hides("Le mois suivant")
	phone.get("/evenements?quand=aujourdhui").shows(".empty", "Rien de prévu")
	phone.get("/evenements?du=2027-01-12").shows("main", "Atelier du mardi").hides("Rien de prévu") // shared while it was to come
	phone.get("/evenements?du=2027-01-11").shows(".empty", "Rien n'a eu lieu", "Voir ce qui est à venir")

	first := phone.get("/evenements").is(http.StatusOK)
	first.submit("main form", url.Values{views.ParamFrom: {"2027-02-01"}, views.ParamUntil: {"2027-02-28"}, views.ParamTalkTown: {"Olivet"}, views.ParamBy: {club.Name}}).shows("main", "Le mois suivant").hides("Visite du vendredi")
	for address, want := range map[string]int{"/evenements.ics?par=" + club.Slug: 2, "/evenements.ics?par=" + club.Slug + "&sujet=lecture&commune=olivet": 1} {
		if all := phone.get(address).agenda(); len(all) != want {
			t.Errorf("%s: %d events, want %d", address, len(all), want)
		}
	}
	phone.get("/evenements.ics?par=personne").is(http.StatusNotFound)
	phone.get("/evenements?par="+club.Slug).shows(".subscribe", "par "+club.Name, "/evenements.ics?par="+club.Slug)
}

// The calendar of a month shows each day, keeps what it is narrowed by, and ends somewhere.
func TestEventMonthJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	phone := h.visit()
	phone.get("/evenements/mois/2027-01").is(http.StatusOK).shows(".notice", "Rien en janvier 2027").counts(`meta[name=robots][content^=noindex]`, 1)
	host.announcesFor(company, func(f url.Values) {
		f.Set(event.FieldTitle, "Salon de trois jours")
		f.Set(event.FieldDay, "2027-01-30")
		f.Set(event.FieldEndDay, "2027-02-01")
	})
	for range 4 {
		host.announcesFor(company, nil)
	}
	h.hands.pass(2 * time.Hour) // one does not announce more in an hour
	host.announcesFor(company, func(f url.Values) { f.Set(event.FieldTitle, "Un secret"); f.Set(views.FieldDo, views.DoDraft) })
	month := phone.get("/evenements/mois/2027-01").is(http.StatusOK)
	month.counts("table.calendar caption", 1).counts("table.calendar th[scope=col]", 7).counts("table.calendar tr", 6).counts("td[data-today]", 0).counts(`meta[name=robots]`, 0)
	month.counts(`td:nth-child(2) a[href^="/evenements/premier-atelier"]`, 3).shows("td:nth-child(2) p", "1", "autre").hides("Un secret")
	month.counts(`a[href="/evenements/salon-de-trois-jours"]`, 2).counts(`.months a[href="/evenements/mois/2026-12"]`, 1).counts(`.months a[href="/evenements/mois/2027-02"]:not([rel])`, 1)
	phone.get("/evenements/mois/2027-02?commune=gien").shows("td[data-empty=x], td h2", "lundi", "1er").counts(`a[href="/evenements/salon-de-trois-jours"]`, 1).
		counts(`.months a[href="/evenements/mois/2027-03?commune=gien"][rel=nofollow]`, 1).counts(`.chips a[href="/evenements/mois/2027-02"]`, 1).counts(`meta[name=robots][content^=noindex]`, 1)
	phone.get("/evenements/mois/2027-02?commune=olivet&par="+company.Slug).shows(".notice", "pour ce choix", "Voir tout le mois")
	phone.get("/evenements?du=2027-01-12").counts(".meet", 4).counts(`a.switch[href="/evenements/mois/2027-01"]`, 1)
	phone.get("/evenements/mois").leads(http.StatusFound, "/evenements/mois/2026-11")
	phone.get("/evenements/mois?commune=gien").leads(http.StatusFound, "/evenements/mois/2026-11?commune=gien")
	phone.get("/evenements/mois/2029-06").is(http.StatusOK).counts(`meta[name=robots][content^=noindex]`, 1).counts(".months a:not([rel])", 0)
	for _, beyond := range []string{"2030-06", "2001-01", "9999-12", "2027-13", "2027-1", "janvier", "-2027-01"} {
		phone.get("/evenements/mois/" + beyond).is(http.StatusNotFound)
	}
	host.get("/evenements/mois/2027-01").is(http.StatusOK).shows("table", "Premier atelier")

	h.hands.set(time.Date(2027, time.January, 31, 12, 0, 0, 0, time.UTC))
	h.await("what is over stays in its month", func() bool {
		return h.Events.PayDue(t.Context()) == nil && len(phone.get("/evenements?passes=oui").all(".meet")) == 4
	})
	phone.get("/evenements/mois/2027-01").counts(`li[data-off] a[href^="/evenements/premier-atelier"]`, 3).counts(`li:not([data-off]) a[href="/evenements/salon-de-trois-jours"]`, 2).counts("td[data-today]", 1)
	h.hands.set(time.Date(2027, time.February, 20, 12, 0, 0, 0, time.UTC))
	h.await("all is over", func() bool {
		return h.Events.PayDue(t.Context()) == nil && len(phone.get("/evenements?passes=oui").all(".meet")) == 5
	})
	phone.get("/evenements/mois/2027-02").counts(`li[data-off] a[href="/evenements/salon-de-trois-jours"]`, 1)
}

// The map of events leads to what is held in each commune, and says the same in words.
func TestEventsMapJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	phone := h.visit()
	phone.get("/evenements/carte").is(http.StatusOK).shows(".empty", "Rien n'est encore annoncé")
	host.announcesFor(company, nil)
	host.announcesFor(company, func(f url.Values) { f.Set(event.FieldCommune, "Olivet"); f.Set(event.FieldTags, "lecture") })
	host.announcesFor(company, func(f url.Values) { f.Set(event.FieldPlace, ""); f.Set(event.FieldCommune, "") })
	off := host.announcesFor(company, func(f url.Values) { f.Set(event.FieldCommune, "Montargis") })
	host.get(off+"/annuler").submit("main form", url.Values{event.FieldReason: {"Il neige."}}).is(http.StatusSeeOther)
	a := phone.get("/evenements/carte").is(http.StatusOK).shows("figure.map", "2", "événements à venir")
	a.counts(`.map .wide a.dot[href="/evenements?commune=gien"]`, 1).counts(".at-town", 2).shows("main", "Gien", "Olivet", "en ligne, sans lieu").hides("Montargis</a>").counts(`meta[name=robots]`, 0)
	phone.get("/evenements/carte?sujet=lecture").counts(".at-town", 1).counts(`.at-town h3 a[href="/evenements?commune=olivet&sujet=lecture"]`, 1).counts(`meta[name=robots][content^=noindex]`, 1)
	phone.get("/evenements/carte?commune=gien&par="+company.Slug).counts(".at-town", 1)
	phone.get("/evenements?sujet=lecture").counts(`a.switch[href="/evenements/carte?sujet=lecture"]`, 1)
}
