package sample

import (
	"partant/internal/follow"
	"partant/internal/notify"
	"partant/internal/profile"
	"partant/views"
)

// by are the bylines of the first cards.
func by(n int) (all []views.Byline) {
	for _, c := range Cards()[:n] {
		all = append(all, views.Byline{Page: c.Slug, Slug: c.Slug, Kind: c.Kind, Name: c.Name, Town: c.Town, Example: c.Example})
	}
	return append(all, views.Byline{Page: "nina", Slug: "nina-voisine", Kind: profile.Person, Name: "Nina Voisine", Town: "Olivet"})
}

// button follows the page of the plumber.
func button(on bool, wrong string) views.FollowButton {
	return views.FollowButton{Target: follow.Target{Kind: follow.Page, ID: "p"}, Path: "/fiches/plomberie-du-val/suivre", On: on, Wrong: wrong}
}

func following(on, mine bool, wrong string) views.FollowPage {
	return views.FollowPage{Chrome: chrome("Suivre Plomberie du Val", views.NavDirectory, true), Name: "Plomberie du Val", Back: "/fiches/plomberie-du-val", Mine: mine, Button: button(on, wrong)}
}

// followedFiche is the page of somebody whom the reader follows, or a visitor might.
func followedFiche(member bool) views.ProfilePage {
	p := Fiche(false)
	p.Chrome, p.Follow, p.Followers = chrome("Plomberie du Val", views.NavDirectory, member), button(member, ""), 12
	return p
}

// followedCommune is the page of a commune that the reader may follow.
func followedCommune() views.PlacePage {
	p := Commune()
	p.Chrome = chrome("Gien", views.NavDirectory, true)
	p.Follow, p.Followers = views.FollowButton{Target: follow.Target{Kind: follow.Commune, ID: "45155"}, Path: "/communes/gien/suivre"}, 31
	return p
}

func followers(total int, some bool) views.FollowersPage {
	p := views.FollowersPage{Chrome: chrome("Les abonnés de Plomberie du Val", views.NavDirectory, false), Slug: "plomberie-du-val", Name: "Plomberie du Val", Total: total, First: true}
	if some {
		for _, b := range by(5) {
			p.List = append(p.List, views.Follower{Byline: b, Since: views.Day(Now)})
		}
		p.Next = "/fiches/plomberie-du-val/abonnes?suite=x"
	}
	return p
}

func subscriptions(some bool) views.FollowingPage {
	p := views.FollowingPage{Chrome: chrome("Mes abonnements", views.NavMe, true), First: true}
	if some {
		for _, b := range append(by(3), views.Byline{}) {
			p.List = append(p.List, views.Followed{Source: "fiche:" + b.Page, Kind: follow.Page, Byline: b, Since: views.Day(Now)})
		}
		p.List = append(p.List, views.Followed{Source: "sujet:fibre optique", Kind: follow.Tag, Name: "Fibre optique", URL: "/sujets/Fibre%20optique"},
			views.Followed{Source: "commune:45155", Kind: follow.Commune, Name: "Gien", URL: "/communes/gien"})
		p.Next = "/compte/abonnements?suite=x"
		p.Suggested = suggested("/compte/abonnements")
	}
	return p
}

// Notifications are those of a lively day and of a quiet one.
func Notifications(some bool) views.NotificationsPage {
	p := views.NotificationsPage{Chrome: chrome("Notifications", views.NavMe, true), First: true}
	if !some {
		return p
	}
	p.Chrome.Member.Unread, p.Unread, p.Until, p.Next = 120, true, "2026-11-23T12:00:00Z", "/notifications?suite=x"
	heron := notify.Thing{Kind: notify.AboutPage, ID: "p-1", Slug: "atelier-du-heron", Title: "Atelier du Héron"}
	talk := notify.Thing{Kind: "discussion", ID: "d-1", Slug: "qui-a-la-fibre", Title: "Qui a la fibre à Jargeau ?", At: "reponse-7"}
	news := notify.Thing{Kind: "publication", ID: "n-1", Slug: "un-nouvel-atelier", Title: "Un nouvel atelier, au bord de l'eau"}
	p.Days = []views.NotificationDay{
		{Day: views.Day(Now), Lines: []views.NotificationLine{
			{IDs: []string{"1", "2"}, Kind: notify.Followed, Who: by(4), Count: 7, Thing: heron, At: "18 h 30", Unread: true},
			{IDs: []string{"3"}, Kind: notify.Answered, Who: by(0), Count: 1, Thing: talk, At: "12 h 05", Unread: true},
			{Kind: notify.Followed, Count: 1, Thing: heron, At: "9 h"}}},
		{Day: views.Day(Now.AddDate(0, 0, -1)), Lines: []views.NotificationLine{
			{Kind: notify.Commented, Who: by(1)[:1], Count: 1, Thing: news, At: "20 h 12"},
			{Kind: notify.Mentioned, Who: by(2)[1:2], Count: 1, Thing: talk, At: "19 h"},
			{Kind: notify.Accepted, Who: by(3)[2:3], Count: 1, Thing: talk, At: "8 h 45"}}},
	}
	return p
}

// follows are the pages about following and being told.
func follows() []Page {
	return []Page{
		{"/suivre", 200, views.Follow(following(false, false, ""))},
		{"/suivre-deja", 200, views.Follow(following(true, false, ""))},
		{"/suivre-la-sienne", 200, views.Follow(following(false, true, ""))},
		{"/suivre-trop", 422, views.Follow(following(false, false, "Vous suivez déjà 2 000 pages, mots-clés et communes : cessez d'en suivre quelques-uns pour faire de la place."))},
		{"/fiche-suivie", 200, views.Profile(followedFiche(true))},
		{"/fiche-a-suivre", 200, views.Profile(followedFiche(false))},
		{"/commune-a-suivre", 200, views.Place(followedCommune())},
		{"/abonnes", 200, views.Followers(followers(12, true))},
		{"/abonnes-discrets", 200, views.Followers(followers(3, false))},
		{"/abonnes-aucun", 200, views.Followers(followers(0, false))},
		{"/abonnements", 200, views.Following(subscriptions(true))},
		{"/abonnements-aucun", 200, views.Following(subscriptions(false))},
		{"/notifications", 200, views.Notifications(Notifications(true))},
		{"/notifications-aucune", 200, views.Notifications(Notifications(false))},
	}
}
