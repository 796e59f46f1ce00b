package sample

import (
	"partant/internal/club"
	"partant/internal/distance"
	"partant/internal/fault"
	"partant/internal/subscriber"
	"partant/views"
)

func distanceOf(k distance.Kind) views.DistancePage {
	return views.DistancePage{Chrome: chrome("Prendre ses distances", views.NavDirectory, true), By: by(1)[0], Kind: k}
}

func distances(some bool) views.DistancesPage {
	p := views.DistancesPage{Chrome: chrome("Pages à distance", views.NavMe, true), First: true}
	if some {
		kinds := []distance.Kind{distance.Block, distance.Silence, distance.Unsuggested}
		for i, b := range by(3) {
			p.List = append(p.List, views.Kept{Byline: b, Kind: kinds[i%3], Since: views.Day(Now), Path: "/fiches/" + b.Slug + "/distance"})
		}
		p.Next = "/compte/distances?suite=x"
	}
	return p
}

// keptApart are the pages about whom members keep at a distance, in their states.
func keptApart() []Page {
	own := distanceOf("")
	own.Wrong = fault.Fields{distance.FieldKind: "C'est votre page."}
	return []Page{
		{"/distance", 200, views.Distance(distanceOf(""))},
		{"/distance-masquee", 200, views.Distance(distanceOf(distance.Silence))},
		{"/distance-bloquee", 200, views.Distance(distanceOf(distance.Block))},
		{"/distance-refusee", 422, views.Distance(own)},
		{"/distances", 200, views.Distances(distances(true))},
		{"/distances-aucune", 200, views.Distances(distances(false))},
	}
}

// suggested are pages to follow, for every reason.
func suggested(back string) views.Suggestions {
	p := views.Suggestions{Chrome: chrome("", views.NavNone, true), Back: back}
	whys := []string{views.FollowedByPeople(3), "Propose ce que vous cherchez\u00a0: une commande de chêne", "Même secteur, " + views.Kilometres(5_000), "Dans votre commune"}
	for i, b := range by(3) {
		p.List = append(p.List, views.Suggested{Byline: b, Path: "/fiches/" + b.Slug, Why: whys[i]})
	}
	return p
}

func byLetter(wrong string) views.ByLetterPage {
	p := views.ByLetterPage{Chrome: chrome("Suivre par e-mail", views.NavDirectory, false), Name: "Plomberie du Val", Back: "/fiches/plomberie-du-val",
		Action: "/fiches/plomberie-du-val/suivre/courriel", Trap: "cle"}
	if wrong != "" {
		p.Draft.Email, p.Wrong = "marion@", fault.Fields{subscriber.FieldEmail: wrong}
	}
	return p
}

func subscription(waits bool) views.SubscriptionPage {
	p := views.SubscriptionPage{Chrome: chrome("Mes abonnements par e-mail", views.NavNone, false), Path: "/abonnement/a/b", Stop: "/lettres/fin/a/b", Email: "marion@exemple.invalid", Waits: waits, List: subscriptions(true).List}
	for i := range p.List {
		p.Confirmed = append(p.Confirmed, !waits || i > 0)
	}
	return p
}

// lettered are the pages about following by letter.
func lettered() []Page {
	stop := views.StopPage{Chrome: chrome("Ne plus recevoir ces lettres", views.NavNone, false), Action: "/lettres/fin/a/b"}
	stopped := stop
	stopped.Stopped = true
	reminders, announced := stop, stopped
	reminders.Letters, reminders.Club = club.OfReminders, views.Link{Text: "Cercle des Levées", URL: "/clubs/cercle-des-levees"}
	announced.Letters, announced.Club = club.OfNews, views.Link{Text: "Cercle des Levées"}
	waits := views.LetterWaitsPage{Chrome: chrome("Encore un geste", views.NavNone, false), Outbox: true}
	return []Page{
		{"/suivre-par-lettre", 200, views.ByLetter(byLetter(""))},
		{"/suivre-par-lettre-refuse", 422, views.ByLetter(byLetter("Cette adresse e-mail n'est pas complète\u00a0: écrivez par exemple prenom@exemple.fr."))},
		{"/abonnement-attente", 200, views.SubscriptionWaits(waits)},
		{"/abonnement", 200, views.Subscription(subscription(true))},
		{"/abonnement-confirme", 200, views.Subscription(subscription(false))},
		{"/abonnement-fini", 404, views.SubscriptionOver(chrome("Ce lien ne sert plus", views.NavNone, false))},
		{"/lettres-fin", 200, views.EndSubscription(stop)},
		{"/lettres-arret-rappels", 200, views.StopClub(reminders)},
		{"/lettres-arret-annonces", 200, views.StopClub(announced)},
		{"/lettres-finies", 200, views.EndSubscription(stopped)},
	}
}
