package sample

import (
	"partant/internal/geo"
	"partant/views"
)

// spots are the page on which a place is shown on the map, in its states.
func spots() []Page {
	far, wrong, shut := Spot(8_000), Spot(1_000), Spot(2_000)
	far.Near, far.Map.Landmarks, far.Inside, far.ByHand = nil, nil, "", false
	wrong.Wrong, wrong.Town = "Ce point est loin de la commune choisie : placez le repère à nouveau.", "à Pithiviers"
	shut.Shut = "Dites d'abord dans quelle commune : la carte s'ouvrira là."
	return []Page{
		{"/position", 200, views.Spot(Spot(1_000))},
		{"/position-loin", 200, views.Spot(far)},
		{"/position-refusee", 422, views.Spot(wrong)},
		{"/evenements/x/position", 200, views.Spot(eventSpot())},
		{"/position-fermee", 200, views.Spot(shut)},
	}
}

// Spot shows where a page of Gien is, on a map so many metres wide.
func Spot(metres int) views.SpotPage {
	gien, _ := territory.BySlug("gien")
	at := gien.At.Moved(-3_000, 900).Fine()
	x, y := territory.Map.XY(at)
	side := float64(metres) / Metres
	p := views.SpotPage{Chrome: chrome("Le repère de Plomberie du Val", views.NavNone, true), Of: "/fiches/plomberie-du-val", Asks: "Où vous trouve-t-on ?", Name: "Plomberie du Val", At: at, Metres: metres,
		Inside: gien.In(), Town: gien.In(), Off: 3_130, Wind: geo.South, ByHand: true, Nearer: true, Wider: true, Fallen: "la commune",
		Map: views.SpotMap{Base: BasePath, Box: views.MapBox{X: x - side/2, Y: y - side/2, W: side, H: side}, River: metres > 3_000}}
	if shape, ok := territory.Map.Shape(gien.INSEE); ok {
		p.Map.Areas = []string{shape.Path}
	}
	for _, town := range territory.Within(at, float64(metres)*.7) {
		tx, ty := territory.Map.XY(town.At)
		p.Map.Towns = append(p.Map.Towns, views.MapName{X: tx, Y: ty, Text: town.Name})
	}
	for i, c := range Cards()[:5] {
		to := at.Moved(float64(i*110-200), float64(i%3*230-250))
		lx, ly := territory.Map.XY(to)
		p.Map.Landmarks = append(p.Map.Landmarks, views.MapName{X: lx, Y: ly, Text: c.Name})
		if i < 3 {
			p.Near = append(p.Near, views.SpotLandmark{Name: c.Name, Metres: geo.Distance(at, to), Wind: geo.Toward(at, to)})
		}
	}
	return p
}

// eventSpot is the same for an event.
func eventSpot() views.SpotPage {
	p := Spot(2_000)
	p.Chrome = chrome("Le repère de l'événement", views.NavEvents, true)
	p.Of, p.Asks, p.Name = "/evenements/premier-atelier", "Où se retrouve-t-on ?", "Premier atelier"
	return p
}
