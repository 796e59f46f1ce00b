// Package sample holds invented pages in all their states, for the tests of views and for looking at them (tools/gallery).
// Every organisation in it is fictional, but for the communes and the outlines.
package sample

import (
	"math"
	"slices"
	"time"

	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/views"

	"github.com/a-h/templ"
)

// Page is one page in one state.
type Page struct {
	Path   string // under which the gallery shows it
	Status int
	Draw   templ.Component
}

// Site is what the footer says.
var Site = &views.Site{
	BaseURL: "https://partant.example",
	Region:  views.Region{Name: "Loiret", The: "le Loiret", Of: "du Loiret", In: "dans le Loiret"},
	Publisher: views.Publisher{Name: "Association Exemple Partant", Form: "association loi 1901", Number: "W000000000", Address: "1 rue de l'Exemple, 45000 Orléans",
		Phone: "02 61 91 00 00", Email: "bonjour@partant.invalid", Director: "la présidence de l'association"},
	Host: views.Host{Name: "Hébergeur Exemple", Address: "2 rue de l'Exemple, 75000 Paris", Phone: "01 99 00 00 00"},
	Sources: []views.DataSource{
		{Name: "IGN, Admin Express", Date: "2018", Licence: "Licence Ouverte 2.0", What: "Les contours des communes."},
		{Name: "Insee, base Sirene", Date: "février 2017", URL: "https://www.data.gouv.fr", Licence: "Licence Ouverte 2.0", What: "Le nom, l'activité et la commune d'établissements."},
	},
}

// Member is somebody signed in.
var Member = views.Member{Name: "Camille Exemple", Slug: "camille-exemple"}

var territory = region.Loiret()

// BasePath is where the gallery serves the base drawing.
const BasePath = "/fond.svg"

// Base is the drawing under all maps.
func Base() views.BaseMap {
	m := territory.Map
	return views.BaseMap{Width: m.Width, Height: m.Height, Outline: m.Outline, Borders: m.Borders, EPCIBorders: m.EPCIBorders, River: m.River}
}

func chrome(title string, active views.Nav, member bool) views.Chrome {
	c := views.Chrome{Site: Site, Title: title, Description: "Une page d'exemple.", Canonical: "https://partant.example/", Path: "/", Active: active}
	if member {
		c.Member, c.Token = Member, "jeton-de-test"
	}
	return c
}

func whole() views.MapBox {
	return views.MapBox{W: float64(territory.Map.Width), H: float64(territory.Map.Height)}
}

// around is the box of so many kilometres round a point.
func around(p geo.Point, km, ratio float64) views.MapBox {
	x, y := territory.Map.XY(p)
	w := km / 0.12
	return views.MapBox{X: x - w/2, Y: y - w/ratio/2, W: w, H: w / ratio}
}

func town(slug string) region.Commune {
	c, _ := territory.BySlug(slug)
	return c
}

// named are the names of the largest towns of a box.
func named(box views.MapBox, most int, but string) []views.MapName {
	list := slices.Clone(territory.Communes)
	slices.SortFunc(list, func(a, b region.Commune) int { return b.Population - a.Population })
	var names []views.MapName
	for _, c := range list {
		x, y := territory.Map.XY(c.At)
		if c.Name == but || len(names) == most || x < box.X+box.W*.06 || x > box.X+box.W*.94 || y < box.Y+box.H*.08 || y > box.Y+box.H*.95 {
			continue
		}
		if slices.ContainsFunc(names, func(n views.MapName) bool { return math.Abs(n.X-x) < box.W*.14 && math.Abs(n.Y-y) < box.W*.05 }) {
			continue
		}
		names = append(names, views.MapName{X: x, Y: y, Text: c.Name})
	}
	return names
}

// Metres is how long a unit of the map is.
const Metres = 120

// lights are the numbers of pages of all communes, as a lively directory would have them.
func lights() []views.Cluster {
	var all []views.Cluster
	for i, c := range territory.Communes {
		n := c.Population / 420
		if n == 0 && i%3 == 0 {
			n = 1
		}
		if n == 0 {
			continue
		}
		x, y := territory.Map.XY(c.At)
		all = append(all, views.Cluster{Town: views.MapTown{X: x, Y: y, Slug: c.Slug, Name: c.Name, Near: c.INSEE}, Count: n, URL: "/annuaire?commune=" + c.Slug})
	}
	slices.SortFunc(all, func(a, b views.Cluster) int { return b.Count - a.Count })
	return all
}

// Cards are a dozen invented companies, clubs and institutions.
func Cards() []views.Card {
	return []views.Card{
		{Slug: "plomberie-du-val", Kind: profile.Company, Name: "Plomberie du Val", Marks: [][2]int{{0, 9}}, Trade: "Plombier, chauffagiste", Town: "Olivet", Distance: views.Kilometres(3200), Pitch: "Dépannage le jour même, salles de bains et pompes à chaleur, d'Olivet à Jargeau.", Offers: []string{"stage de découverte", "dépannage le samedi"}, Seeks: []string{"un apprenti", "un carreleur"}, Example: true, Verified: "vérifiée le 3 mars 2026 par un fichier sur son site plomberie-du-val.invalid"},
		{Slug: "le-fournil-des-mauves", Kind: profile.Company, Name: "Le Fournil des Mauves", Trade: "Boulanger", Town: "Meung-sur-Loire", Distance: views.Kilometres(17400), Pitch: "Pains au levain de blés de Beauce, cuits au feu de bois.", Offers: []string{"pain du jour pour les cantines"}, Example: true},
		{Slug: "studio-heron", Kind: profile.Company, Name: "Studio Héron", Trade: "Graphiste", Town: "Orléans", Distance: views.Kilometres(600), Pitch: "Identités, affiches et sites pour ceux qui ont quelque chose à dire.", Seeks: []string{"une imprimerie locale", "un bureau partagé"}, Example: true, Verified: "vérifiée le 3 mars 2026 par un fichier sur son site plomberie-du-val.invalid"},
		{Slug: "club-des-quais", Kind: profile.Club, Name: "Club des Quais", Trade: "Réseau d'entrepreneurs", Town: "Orléans", Pitch: "Un petit-déjeuner chaque premier mardi, au bord de l'eau.", Example: true},
		{Slug: "mairie-de-saint-exemple", Kind: profile.Institution, Name: "Pépinière du Gâtinais", Trade: "Pépinière d'entreprises", Town: "Montargis", Distance: views.Kilometres(61200), Pitch: "Douze bureaux, un atelier, un café et du conseil pour les deux premières années.", Offers: []string{"bureaux", "ateliers", "conseil"}, Example: true},
		{Slug: "camille-exemple", Kind: profile.Person, Name: "Camille Exemple", Trade: "Experte-comptable", Town: "Gien", Distance: views.Kilometres(58000), Pitch: "J'aide les artisans à lire leurs chiffres.", Offers: []string{"une heure de conseil", "tenue de comptes"}, Example: true},
		{Slug: "toues-et-gabares", Kind: profile.Company, Name: "Toues & Gabares", Trade: "Promenades en bateau", Town: "Saint-Benoît-sur-Loire", Distance: views.Kilometres(32000), Pitch: "La Loire au ras de l'eau, de Saint-Benoît à Sully, au lever du jour.", Seeks: []string{"des hôtels partenaires"}, Example: true},
		{Slug: "menuiserie-bois-de-foret", Kind: profile.Company, Name: "Menuiserie Bois-de-Forêt", Trade: "Menuisier", Town: "Lorris", Distance: views.Kilometres(46000), Example: true},
		{Slug: "verger-de-la-motte", Kind: profile.Company, Name: "Le Verger de la Motte", Trade: "Arboriculteur", Town: "Saint-Hilaire-Saint-Mesmin", Distance: views.Kilometres(7400), Pitch: "Pommes, poires et jus pressé sur place ; vente au bord du chemin.", Example: true},
		{Slug: "atelier-numerique-45", Kind: profile.Company, Name: "Atelier Numérique de la Rive", Trade: "Développeur web", Town: "Fleury-les-Aubrais", Distance: views.Kilometres(3900), Pitch: "Sites sobres et outils sur mesure.", Offers: []string{"audit gratuit d'une heure"}, Seeks: []string{"un graphiste"}, Example: true},
	}
}

func pins(cards []views.Card) []views.Pin {
	var all []views.Pin
	for _, c := range cards {
		for _, t := range territory.Communes {
			if t.Name == c.Town {
				x, y := territory.Map.XY(t.At)
				all = append(all, views.Pin{X: x, Y: y, Slug: c.Slug, Name: c.Name, Kind: c.Kind, Town: views.MapTown{X: x, Y: y, Slug: t.Slug, Name: t.Name, Near: t.INSEE}})
			}
		}
	}
	return all
}

// Now is a Tuesday morning.
var Now = time.Date(2026, 11, 24, 10, 20, 0, 0, time.FixedZone("Paris", 3600))

// Wrong is a form that was refused.
var Wrong = fault.Fields{
	string(profile.FieldName):    "Écrivez le nom.",
	string(profile.FieldSIRET):   "Ce SIRET a 13 chiffres, il en faut 14 (ou 9 pour un SIREN).",
	string(profile.FieldCommune): "Nous ne connaissons pas cette commune : choisissez-la dans la liste.",
}
