package sample

import (
	"partant/internal/distance"
	"partant/internal/fault"
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
