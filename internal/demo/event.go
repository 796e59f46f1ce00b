package demo

import (
	"context"
	"fmt"
	"time"

	"partant/internal/clock"
	"partant/internal/event"
	"partant/internal/id"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// Meeting adds the events of the demonstration.
func (d *Demo) Meeting(events *event.Service) *Demo {
	d.events = events
	return d
}

// meetup is an event that never takes place, of a club that does not exist.
type meetup struct {
	key   string // the same for ever
	host  int    // which of the clubs
	at    time.Time
	lasts time.Duration
	said  time.Time // when it was announced
	comes int       // how many are partant
	event event.Event
	seen  bool   // somebody stood at the door
	club  string // key of the club that announces it to its members alone, instead of host
}

// ahead is an evening or a morning to come, in Paris: so many days after the demonstration is loaded.
func ahead(now time.Time, days, hour, minute int) time.Time {
	day := now.In(clock.Paris)
	return time.Date(day.Year(), day.Month(), day.Day()+days, hour, minute, 0, 0, clock.Paris)
}

// next is how many days there are to a day of the week, one at least.
func next(now time.Time, day time.Weekday) int {
	return (int(day)-int(now.In(clock.Paris).Weekday())+6)%7 + 1
}

// meetups tell, in other words, how people began to meet; and what a season looks like.
func meetups(now time.Time) []meetup {
	tuesday, friday := next(now, time.Tuesday), next(now, time.Friday)
	ecg := "L'ECG, salle du fond, 12 rue des Exemples"
	first := time.Date(2008, time.January, 8, 18, 30, 0, 0, clock.Paris)
	all := []meetup{
		{key: "atelier-1", host: 0, at: first, lasts: 2 * hours, said: winter(15, 9, 0), comes: 23, event: event.Event{Slug: "premier-atelier-mardi-8-janvier", Title: "Premier atelier : une page de votre site, refaite ensemble", Commune: "45234", Place: ecg,
			Purpose: "Que chacun reparte avec une page à laquelle un client peut répondre. Et que l'on se rencontre.", Price: "gratuit", Payer: "La salle est prêtée par l'école. Le café est à celui qui arrive le premier.", Places: 30, Tags: []string{"atelier", "numérique"},
			Body: "Apportez **une page** de votre site, imprimée ou non. On la lit à voix haute, on se demande à qui elle parle, on la récrit.\n\nAucun mot anglais sans son explication."}},
		{key: "atelier-2", host: 0, at: ahead(now, tuesday, 18, 30), lasts: 2 * hours, said: now.Add(-9 * days), comes: 27, event: event.Event{Slug: "l-atelier-du-mardi-a-l-ecg", Title: "L'atelier du mardi, à l'ECG", Commune: "45234", Place: ecg, Online: "https://salle.exemple.invalid/atelier",
			Purpose: "Une pépinière pour ceux qui se lancent : qui apporte quoi, et par quoi commence-t-on ?", Price: "gratuit", Payer: "La salle est prêtée par l'école.", Places: 30, With: 1, Tags: []string{"atelier", "pépinière"},
			Body: "1. Ce qu'on a, à nous tous : des mètres carrés, du temps, un peu d'argent.\n2. Ce qui manque.\n3. Qui fait quoi avant la prochaine fois."}},
		{key: "soiree", host: 1, at: ahead(now, tuesday+35, 19, 0), lasts: 4 * hours, said: now.Add(-20 * days), comes: 160, event: event.Event{Slug: "la-soiree-des-400", Title: "La soirée des quatre cents", Commune: "45234", Place: "La grande halle, quai des Exemples",
			Purpose: "Une fois l'an, tout le monde dans la même salle : on vient avec un besoin, on repart avec un nom.", Price: "25 € à régler sur place", Payer: "Le repas est payé par chacun, la salle par les clubs.", Places: 150, With: 2, Tags: []string{"soirée"}}},
		{key: "atelier-0", host: 0, at: ahead(now, -2, 18, 30), lasts: 2 * hours, said: now.Add(-16 * days), comes: 21, seen: true, event: event.Event{Slug: "l-atelier-d-avant-a-l-ecg", Title: "L'atelier d'avant : répondre à qui vous écrit", Commune: "45234", Place: ecg,
			Purpose: "Une réponse type que l'on ose envoyer, et que l'on comprend.", Price: "gratuit", Payer: "La salle est prêtée par l'école.", Places: 30, With: 1, Tags: []string{"atelier"}}},
		{key: "fonderie", club: "exemple:club:cercle-des-levees", at: ahead(now, tuesday, 10, 0), lasts: 2 * hours, said: now.Add(-5 * days), comes: 5, event: event.Event{Slug: "visite-de-la-fonderie", Title: "Visite de la fonderie, entre membres", Commune: "45173", Place: "La fonderie (exemple), au bout de la levée", For: event.Members,
			Purpose: "Voir couler une cloche, et demander ce que l'on veut.", Price: "gratuit", Payer: "La fonderie offre les lunettes.", Places: 3}},
	}
	for n := range 4 {
		at := ahead(now, friday+14*n, 8, 0)
		all = append(all, meetup{key: fmt.Sprint("petit-dejeuner-", n), host: 1 + n%2, at: at, lasts: 90 * minutes, said: now.Add(-3 * days), comes: 6 - n, event: event.Event{Slug: "petit-dejeuner-" + at.Format(time.DateOnly), Title: breakfasts[n], Commune: towns[n], Place: "Le café d'en face",
			Purpose: "Un café, huit personnes, une question chacun.", Price: "Chacun paye son café", Places: 8, Tags: []string{"petit déjeuner"}}})
	}
	return all
}

var (
	breakfasts = [...]string{"Petit déjeuner : trouver son premier client", "Petit déjeuner : embaucher sans se tromper", "Petit déjeuner : le haut débit dans nos zones", "Petit déjeuner : reprendre une entreprise"}
	towns      = [...]string{"45234", "45208", "45234", "45208"}
)

// meet writes the events and who comes. What is there is left as it is.
func (d *Demo) meet(ctx context.Context) error {
	if d.events == nil {
		return nil
	}
	_, members, err := Examples(d.territory.Region)
	if err != nil {
		return err
	}
	for _, m := range meetups(d.events.Now()) {
		e := m.event
		e.ID, e.By, e.Zone, e.Created, e.Published = eventID(m.key), viewer.Author{Page: pageID(m.announcer())}, event.Zone, m.said, m.said
		e.Start, e.End = shownAt(m.at), shownAt(m.at.Add(m.lasts))
		if err := d.events.Keep(ctx, e); err != nil {
			return err
		}
		if err := d.come(ctx, e, m, members); err != nil {
			return err
		}
	}
	return nil
}

// announcer is the key of the page that announces it.
func (m *meetup) announcer() string {
	if m.club != "" {
		return m.club
	}
	return hosts[m.host][0]
}

// hosts are the fictional clubs: key, name, pitch, commune.
var hosts = [...][4]string{
	{"exemple:club:ateliers-du-mardi", "Les Ateliers du mardi (exemple)", "On apprend ensemble, un mardi sur deux.", "45234"},
	{"exemple:club:cafes-du-vendredi", "Le Club des cafés du vendredi (exemple)", "Huit personnes, un café, une question chacun.", "45234"},
	{"exemple:club:entreprendre-en-gatinais", "Entreprendre en Gâtinais (exemple)", "Les entreprises de Montargis et alentour se parlent.", "45208"},
}

// hostRecords are the pages of the clubs.
func hostRecords() (all []profile.Record) {
	for _, h := range hosts {
		source := exampleSource
		source.Key = space + h[0]
		all = append(all, profile.Record{ID: pageID(h[0]), Example: true, Source: &source, Draft: profile.Draft{Kind: profile.Club, Name: h[1], Pitch: h[2], Commune: h[3],
			About: "Ce club n'existe pas : il montre comment on annonce, et comment on dit « partant ».", Tags: "exemple"}})
	}
	return all
}

func shownAt(at time.Time) event.Moment {
	return event.Moment{Wall: at.In(clock.Paris).Format("2006-01-02T15:04"), At: at.UTC()}
}

// come has members who do not exist be partant, one after the other.
func (d *Demo) come(ctx context.Context, e event.Event, m meetup, members []Member) error {
	for n := range m.comes {
		who, as := event.Member(listener(n)), (n*7+m.host)%len(members)
		if m.club != "" {
			as = n // the first are its members
		}
		a := event.Answer{Event: e.ID, Who: who, Account: listener(n), Page: pageID(members[as].Key), Says: event.Partant, Listed: n%4 != 3, At: m.said.Add(time.Duration(n+1) * hours)}
		if n%9 == 8 {
			a.Says = event.Maybe
		} else if e.With > 0 && n%5 == 4 {
			a.With = 1
		}
		if err := d.events.KeepAnswer(ctx, &e, a); err != nil {
			return err
		}
		if !m.seen || n%6 == 5 { // some say that they come, and do not
			continue
		}
		came := event.Arrival{ID: event.IDOf(e.ID, who), Event: e.ID, Who: who, Account: a.Account, People: a.Party(), At: e.Start.At.Add(time.Duration(n-5) * minutes)}
		if n == 3 {
			came.People = 0 // a slip: the door took it back
		}
		if err := d.events.KeepArrival(ctx, came); err != nil {
			return err
		}
	}
	if !m.seen {
		return nil
	}
	return d.events.KeepArrival(ctx, event.Arrival{ID: event.WalkIn(e.ID, "voisine"), Event: e.ID, Name: "Une voisine (exemple)", People: 2, At: e.Start.At.Add(12 * minutes)})
}

func eventID(key string) string { return id.Named("demo", "evenement:"+key) }

// takeDown takes the events away.
func (d *Demo) takeDown(ctx context.Context) error {
	if d.events == nil {
		return nil
	}
	for _, m := range meetups(d.events.Now()) {
		if err := d.events.Remove(ctx, eventID(m.key)); err != nil {
			return err
		}
	}
	return nil
}
