package sample

import (
	"slices"
	"strconv"

	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/profile"
	"partant/views"
)

// Pages lists every page in every state worth looking at.
func Pages() []Page {
	pages := []Page{
		{"/", 200, views.Home(Home())},
		{"/vide", 200, views.Home(views.HomePage{Chrome: chrome("", views.NavHome, false), Map: views.MapView{Base: BasePath, Metres: Metres, Box: whole(), Say: "Le Loiret"}})},
		{"/annuaire", 200, views.Directory(Directory())},
		{"/annuaire-paroles", 200, views.Directory(directorySaid())},
		{"/annuaire-carte", 200, views.Directory(directoryMap())},
		{"/annuaire-rien", 200, views.Directory(nothing())},
		{"/annuaire-lieu", 200, views.Directory(round())},
		{"/annuaire-repos", 200, views.Directory(down())},
		{"/carte", 200, views.Map(mapPage())},
		{"/commune", 200, views.Place(Commune())},
		{"/secteur", 200, views.Place(sector())},
		{"/commune-vide", 200, views.Place(emptyCommune())},
		{"/fiche", 200, views.Profile(Fiche(false))},
		{"/fiche-equipe", 200, views.Profile(Fiche(true))},
		{"/fiche-nue", 200, views.Profile(Real())},
		{"/publier", 200, views.ProfileForm(Form(nil))},
		{"/publier-erreurs", 422, views.ProfileForm(Form(Wrong))},
		{"/modifier-conflit", 409, views.ProfileForm(Conflict())},
		{"/supprimer", 200, views.EraseConfirm(views.EraseConfirmPage{Chrome: chrome("Supprimer", "", true), Slug: "plomberie-du-val", Name: "Plomberie du Val"})},
	}
	return slices.Concat(pages, spots(), messages(), follows(), keptApart(), lettered(), talks(), guests(), eventPages(), moderators(), reports(), posts(), photos(), doors(), secondSteps(), claims(), recommendations(), clubs(), contacts(), pageFigures(), embeddings(), relays(), rest())
}

// Home is a lively front page.
func Home() views.HomePage {
	cards := Cards()
	return views.HomePage{
		Chrome:    chrome("", views.NavHome, false),
		Total:     4218,
		Figures:   []views.Count{{Text: "entreprises", URL: "/annuaire?type=entreprise", Count: 3652}, {Text: "clubs et associations", URL: "/annuaire?type=club", Count: 84}, {Text: "institutions", URL: "/annuaire?type=institution", Count: 412}, {Text: "communes", URL: "/carte", Count: 325}},
		Map:       views.MapView{Base: BasePath, Metres: Metres, Box: whole(), Say: "Carte du Loiret : 4 218 fiches dans 325 communes.", Clusters: lights()},
		Tries:     []views.Link{{Text: "plombier à Olivet", URL: "/annuaire?q=plombier"}, {Text: "hôtel", URL: "/annuaire?q=h%C3%B4tel"}, {Text: "autour de Gien", URL: "/annuaire?pres=45155&rayon=5"}},
		Newcomers: cards[:4], Groups: []views.Card{cards[3], cards[4], cards[3], cards[4]},
		Sectors: []views.Count{{Text: "Bâtiment et travaux", URL: "/secteurs/batiment", Count: 812}, {Text: "Commerce", URL: "/secteurs/commerce", Count: 640}, {Text: "Hôtels et restaurants", URL: "/secteurs/hotellerie", Count: 322}, {Text: "Conseil et services aux entreprises", URL: "/secteurs/conseil", Count: 298}, {Text: "Industrie", URL: "/secteurs/industrie", Count: 244}, {Text: "Santé", URL: "/secteurs/sante", Count: 120}},
		Towns:   towns(10),
		News:    briefs(),
	}
}

func towns(n int) []views.Count {
	slugs := []string{"orleans", "olivet", "fleury-les-aubrais", "montargis", "gien", "pithiviers", "beaugency", "sully-sur-loire", "jargeau", "meung-sur-loire", "briare", "lorris"}
	var list []views.Count
	for i, slug := range slugs[:n] {
		list = append(list, views.Count{Text: town(slug).Name, URL: "/communes/" + slug, Count: 1200 / (i*i + 1)})
	}
	return list
}

// Directory is a search with filters.
func Directory() views.DirectoryPage {
	cards := Cards()
	orleans := town("orleans").At
	x, y := territory.Map.XY(orleans)
	return views.DirectoryPage{
		Chrome: chrome("Annuaire", views.NavDirectory, false),
		Ask: views.Ask{Text: "plombier", Near: "45234", NearText: "Orléans", Radius: 20, Filters: []views.Filter{
			{Param: views.ParamKind, Value: "entreprise", Text: "Entreprises"}, {Param: views.ParamSeek, Value: "un apprenti", Text: "un apprenti"}}},
		Total: 128, Pages: 7, Cards: cards,
		Facets: facets(),
		Map:    views.MapView{Base: BasePath, Metres: Metres, Box: around(orleans, 48, 1), Say: "Les dix fiches de la page, autour d'Orléans.", Pins: pins(cards), Circle: &views.MapCircle{X: x, Y: y, R: 20 / 0.12}},
	}
}

func facets() []views.Facet {
	return []views.Facet{
		{Param: views.ParamKind, Title: "Type", Options: []views.FacetOption{{Value: "entreprise", Text: "Entreprises", Count: 96, On: true}, {Value: "club", Text: "Clubs", Count: 12}, {Value: "institution", Text: "Institutions", Count: 9}, {Value: "personne", Text: "Personnes", Count: 11}}},
		{Param: views.ParamSector, Title: "Secteur", Options: []views.FacetOption{{Value: "batiment", Text: "Bâtiment et travaux", Count: 61}, {Value: "commerce", Text: "Commerce", Count: 22}, {Value: "services", Text: "Services aux entreprises", Count: 13}}, More: 9},
		{Param: views.ParamCommune, Title: "Commune", Options: []views.FacetOption{{Value: "orleans", Text: "Orléans", Count: 44}, {Value: "olivet", Text: "Olivet", Count: 17}, {Value: "saint-jean-de-braye", Text: "Saint-Jean-de-Braye", Count: 12}}, More: 31},
		{Param: views.ParamEPCI, Title: "Intercommunalité", Options: []views.FacetOption{{Value: "orleans-metropole", Text: "Orléans Métropole", Count: 98}, {Value: "val-de-sully", Text: "Val de Sully", Count: 14}}},
		{Param: views.ParamTag, Title: "Mot-clé", Options: []views.FacetOption{{Value: "dépannage", Text: "dépannage", Count: 18}, {Value: "bio", Text: "bio", Count: 6}}},
	}
}

func directorySaid() views.DirectoryPage {
	p := Directory()
	p.Said = views.SaidElsewhere{Ask: views.SaidAsk{Text: "plombier"}, Hits: Hits()[:2], Total: 9}
	return p
}

func directoryMap() views.DirectoryPage {
	p := Directory()
	p.Ask = views.Ask{Map: true}
	p.Map = views.MapView{Base: BasePath, Metres: Metres, Box: whole(), Say: "Carte du Loiret.", Clusters: lights()}
	p.Chrome = chrome("Annuaire", views.NavDirectory, true)
	return p
}

func nothing() views.DirectoryPage {
	p := Directory()
	p.Ask.Radius, p.Ask.NearText = 5, "Gien"
	p.Total, p.Pages, p.Cards, p.Map = 0, 0, nil, views.MapView{}
	p.Wider = &views.Wider{Radius: 20, Total: 3, Cards: Cards()[:3]}
	for i, d := range p.Ask.Narrowings() {
		d.Count = 12 / (i + 1)
		p.Drops = append(p.Drops, d)
	}
	return p
}

func round() views.DirectoryPage {
	p := Directory()
	p.Ask = views.Ask{Text: "plombier pithiviers"}
	p.Round = &views.Round{Town: "Pithiviers", Rest: "plombier", Ask: views.Ask{Text: "plombier", Near: "45252", NearText: "Pithiviers"}}
	return p
}

func down() views.DirectoryPage {
	p := Directory()
	p.Ask = views.Ask{Text: "men", Filters: []views.Filter{{Param: views.ParamKind, Value: "entreprise", Text: "Entreprises"}}}
	p.Total, p.Pages, p.Cards, p.Facets, p.Map = -1, 0, Cards()[7:8], nil, views.MapView{}
	p.Down, p.Relaxed = true, true
	p.Unknown = []views.Unknown{{Param: views.ParamNear, Value: "Giien"}, {Param: views.ParamCommune, Value: "nimporte"}}
	return p
}

func mapPage() views.MapPage {
	p := views.MapPage{Chrome: chrome("Carte", views.NavMap, false), Total: 4218,
		Map:   views.MapView{Base: BasePath, Metres: Metres, Box: whole(), Say: "Carte du Loiret.", Clusters: lights()},
		Kinds: []views.Count{{Text: "Entreprises", URL: "/annuaire?type=entreprise&vue=carte", Count: 3652}, {Text: "Clubs", URL: "/annuaire?type=club&vue=carte", Count: 84}}}
	for _, c := range lights() {
		p.Towns = append(p.Towns, views.Count{Text: c.Town.Name, URL: c.URL, Count: c.Count})
	}
	for i, e := range territory.EPCIs {
		p.EPCIs = append(p.EPCIs, views.Count{Text: e.Name, URL: "/intercommunalites/" + e.Slug, Count: 900 / (i + 1)})
	}
	return p
}

// Commune is the page of a town.
func Commune() views.PlacePage {
	gien := town("gien")
	shape, _ := territory.Map.Shape(gien.INSEE)
	cards := Cards()[5:7]
	box := around(gien.At, 34, 1.4)
	return views.PlacePage{
		Chrome: chrome("Gien", "", false), Kind: views.PlaceCommune, Name: "Gien", Lead: "Qui s'y trouve, et ce que l'on y propose.",
		Facts: []views.Fact{{Label: "Habitants", Text: views.Number(gien.Population)}, {Label: "Code postal", Text: "45500"}, {Label: "Intercommunalité", Text: "Giennoises", URL: "/intercommunalites/giennoises"}},
		Map:   views.MapView{Base: BasePath, Metres: Metres, Box: box, Names: named(box, 6, "Gien"), Say: "Gien, au bord de la Loire.", Areas: []string{shape.Path}, Pins: pins(cards)},
		Total: 86, Cards: Cards()[4:9], CountsOf: "Les métiers", Counts: Home().Sectors, AroundOf: "Communes voisines", Around: towns(8),
		All: "/annuaire?commune=gien", Next: "/communes/gien?apres=x", PublishIn: "/fiches/nouvelle?commune=45155",
	}
}

func emptyCommune() views.PlacePage {
	p := Commune()
	p.Total, p.Cards, p.Counts, p.Next = 0, nil, nil, ""
	return p
}

func sector() views.PlacePage {
	return views.PlacePage{Chrome: chrome("Bâtiment et travaux", "", false), Kind: views.PlaceSector, Name: "Bâtiment et travaux", Total: -1, Cards: Cards(), CountsOf: "Les communes", Counts: towns(8),
		Map: views.MapView{Base: BasePath, Metres: Metres, Box: whole(), Say: "Où elles sont.", Clusters: lights()}, All: "/annuaire?secteur=batiment"}
}

// Fiche is a full page, seen by a visitor or by its owner.
func Fiche(owner bool) views.ProfilePage {
	olivet := town("olivet")
	x, y := territory.Map.XY(olivet.At)
	p := profile.Profile{
		ID: "0", Slug: "plomberie-du-val", Kind: profile.Company, Name: "Plomberie du Val", Pitch: "Dépannage le jour même, salles de bains et pompes à chaleur, d'Olivet à Jargeau.",
		About:    profile.Rich{HTML: "<p>Trois compagnons, deux camions et une seule règle : <strong>rappeler dans l'heure</strong>. Nous réparons avant de remplacer.</p><h3>Ce que nous faisons</h3><ul><li>fuites et débouchages</li><li>chauffe-eau solaires</li></ul>"},
		Activity: "43.22A", Address: profile.Address{Street: "12 rue de l'Exemple", Postcode: "45160", Commune: olivet.INSEE}, Place: &profile.Place{Point: olivet.At, By: profile.AtCommune},
		Phone: profile.Contact{Value: "+33261910012", For: profile.ForAll}, Web: "https://plomberie-du-val.invalid", Links: []string{"https://www.exemple.invalid/plomberie"},
		Founded: 2009, SIRET: "", Tags: []string{"dépannage", "solaire", "accessibilité"}, Offers: []string{"stage de découverte", "dépannage le samedi"}, Seeks: []string{"un apprenti", "un carreleur"},
		Example: true, Created: Now, Updated: Now,
	}
	for d := range 5 {
		p.Hours[d] = []profile.Span{{From: 8 * 60, To: 12*60 + 30}, {From: 14 * 60, To: 18 * 60}}
	}
	v := views.ProfilePage{
		Chrome: chrome("Plomberie du Val, plombier à Olivet", "", owner), Profile: p, Trade: "Plombier, chauffagiste", Sector: views.Link{Text: "Bâtiment et travaux", URL: "/secteurs/batiment"},
		Town: views.Link{Text: "Olivet", URL: "/communes/olivet"}, EPCI: views.Link{Text: "Orléans Métropole", URL: "/intercommunalites/orleans-metropole"}, Size: "3 à 5 salariés",
		Map: views.MapView{Base: BasePath, Metres: Metres, Box: around(olivet.At, 42, 5), Say: "Olivet, au sud d'Orléans.", Pins: []views.Pin{{X: x, Y: y, Slug: p.Slug, Name: p.Name, Kind: p.Kind}}},
		Now: Now, HasEmail: true, Letters: true, Claimed: true, Verified: "vérifiée le 3 mars 2026 par un fichier sur son site plomberie-du-val.invalid", Team: []views.TeamMate{{Name: "Camille Exemple", Slug: "camille-exemple", Title: "gérante"}}, Nearby: Cards()[1:4], NearbyOf: "Dans le même secteur, à Olivet",
	}
	v.News.Posts = briefs()
	if owner {
		v.News.Can = true
		v.CanEdit, v.CanErase, v.InTeam, v.CanRead, v.Email = true, true, true, true, "contact@plomberie-du-val.invalid"
		v.Complete = profile.Completeness{Percent: 72, Missing: []profile.Step{{Field: profile.FieldHours, Say: "Donnez vos horaires."}, {Field: profile.FieldFounded, Say: "Depuis quelle année ?"}}}
		v.Chrome.Notice = views.Notice{Tone: views.ToneDone, Say: "Votre page est publiée."}
	}
	v.Map.Names = named(v.Map.Box, 8, "Olivet")
	return v
}

// Real is a page that is no example and that nobody has completed.
func Real() views.ProfilePage {
	v := Fiche(false)
	v.Profile = profile.Profile{Slug: "institution-sans-texte", Kind: profile.Institution, Name: "Maison de l'Exemple économique", Place: v.Profile.Place,
		Source: &profile.Source{Name: "Institutions citées en décembre 2007", Date: "2007-12"}, SIREN: "732829320"}
	v.Trade, v.Team, v.HasEmail, v.Claimed, v.Verified, v.Size = "", nil, false, false, "", ""
	return v
}

// Form is the form of a page, with errors or none.
func Form(wrong fault.Fields) views.ProfileFormPage {
	p := views.ProfileFormPage{Chrome: chrome("Publier une page", views.NavPublish, true), Draft: profile.Draft{Key: "0", Kind: profile.Company}, Wrong: wrong,
		Activities: []views.Option{{Value: "Plombier", Text: "43.22A"}, {Value: "Boulanger", Text: "10.71C"}}, Sizes: []views.Option{{Value: "01", Text: "1 ou 2 salariés"}, {Value: "02", Text: "3 à 5 salariés"}}}
	for _, c := range territory.Communes {
		p.Towns = append(p.Towns, c.Name)
	}
	if wrong != nil {
		p.Draft.Pitch, p.Draft.SIRET, p.Town = "Tout le bâtiment", "1234567890123", "Orlan"
		p.Twins = Cards()[:1]
	}
	return p
}

// Conflict is the form of a page that somebody else changed meanwhile.
func Conflict() views.ProfileFormPage {
	p := Form(nil)
	p.Slug, p.Conflict, p.Theirs, p.Town = "plomberie-du-val", true, "Le téléphone et les horaires ont changé.", "Olivet"
	p.Draft = profile.Draft{Key: "0", At: 3, Kind: profile.Company, Name: "Plomberie du Val", Hours: [7]string{"8h-12h30 14h-18h"}}
	return p
}

// Account is a member's own page.
func Account() views.AccountPage {
	return views.AccountPage{Chrome: chrome("Mon compte", views.NavMe, true), Name: "Camille Exemple", Email: "camille@exemple.invalid", Since: views.Day(Now), Pages: []views.OwnPage{{Card: Cards()[0], Role: profile.Owner, Read: true}, {Card: Cards()[1], Role: profile.Reader, Read: true}}, Role: "administrateur",
		Sessions: []views.Session{{ID: "a", Device: "Firefox sur Linux", Since: "mardi 24 novembre", Seen: "à l'instant", Current: true}, {ID: "b", Device: "Safari sur iPhone", Since: "lundi 2 novembre", Seen: "hier"}}}
}

// Journal is what happened to an account.
func Journal() views.JournalPage {
	return views.JournalPage{Chrome: chrome("Journal de mon compte", views.NavMe, true), Most: 100, Lines: []views.JournalLine{
		{At: "mardi 24 novembre 2026 à 18 h 30", What: "Connexion à votre compte.", Device: "Firefox sur Linux"},
		{At: "lundi 2 novembre 2026 à 9 h", What: "Un modérateur a suspendu le compte.", Reason: "Trois messages publicitaires en une heure."}}}
}

// SendAgain holds what somebody typed, signed in again or not yet.
func SendAgain(signedIn bool) views.SendAgainPage {
	return views.SendAgainPage{Chrome: chrome("Envoyer à nouveau", views.NavMe, signedIn), Action: "/fiches/nouvelle", Fields: []views.Typed{{Name: "nom", Value: "Plomberie du Val"}}}
}

// Letter is one with everything that a letter may hold.
func Letter() mail.Letter {
	return mail.Letter{ID: "l", To: mail.Address{Name: "Camille Exemple", Email: "camille@exemple.invalid"}, Subject: "Votre code", Opening: "Bonjour Camille Exemple,",
		Before: []string{"Voici le code que vous avez demandé."}, Code: "482 913", Action: mail.Action{Label: "Ou ouvrez ce lien", URL: "https://partant.example/connexion/lien/x"},
		Quote: "Deux\nlignes", After: []string{"Il vaut dix minutes."}, Unsubscribe: "https://partant.example/stop"}
}

// Welcome is a step of the first hour.
func Welcome(step int) views.WelcomePage {
	p := views.WelcomePage{Chrome: chrome("Bienvenue", "", true), Step: step, Name: "Camille Exemple", Towns: []string{"Orléans", "Olivet"}}
	switch step {
	case 2:
		p.Query, p.Found, p.Pages = "plomb", Cards()[:2], Cards()[5:6]
	case 3:
		p.Found = Cards()[:4]
	}
	return p
}

// FirstAdmin is the one-time page, for somebody signed in.
func FirstAdmin() views.FirstAdminPage {
	return views.FirstAdminPage{Chrome: chrome("Premier administrateur", "", true), Secret: "secret"}
}

// Text is a page of words.
func Text() views.TextPage { return views.TextPage{Chrome: chrome("Mentions légales", "", false)} }

func doors() []Page {
	refused := fault.Fields{"email": "Cette adresse e-mail n'est pas complète : écrivez par exemple prenom@exemple.fr.", "conditions": "Acceptez les conditions pour ouvrir un compte."}
	return []Page{
		{"/connexion", 200, views.SignIn(views.SignInPage{Chrome: chrome("Se connecter", views.NavMe, false), Next: "/compte"})},
		{"/connexion-refus", 422, views.SignIn(views.SignInPage{Chrome: chrome("Se connecter", views.NavMe, false), Email: "camille@exemple.invalid", Wrong: fault.Fields{"mot_de_passe": "L'adresse e-mail ou le mot de passe ne convient pas."}})},
		{"/inscription", 200, views.SignUp(views.SignUpPage{Chrome: chrome("Créer un compte", views.NavMe, false)})},
		{"/inscription-erreurs", 422, views.SignUp(views.SignUpPage{Chrome: chrome("Créer un compte", views.NavMe, false), Name: "Camille", Email: "camille@", Adult: true, Wrong: refused})},
		{"/compte", 200, views.Account(Account())},
		{"/connexion-code", 200, views.Code(views.CodePage{Chrome: chrome("Votre code", views.NavMe, false), Email: "camille@exemple.invalid", Outbox: true})},
		{"/connexion-code-erreur", 422, views.Code(views.CodePage{Chrome: chrome("Votre code", views.NavMe, false), Email: "camille@exemple.invalid", Wrong: fault.Fields{"code": "Ce n'est pas le code de notre lettre. Il vous reste 4 essais."}})},
		{"/connexion-code-fini", 404, views.CodeOver(chrome("Ce code ne sert plus", views.NavMe, false))},
		{"/connexion-lien", 200, views.EnterLink(views.LinkPage{Chrome: chrome("Entrer", views.NavMe, false), Email: "camille@exemple.invalid", Secret: "secret", Known: true})},
		{"/inscription-fin", 200, views.Finish(views.FinishPage{Chrome: chrome("Créer un compte", views.NavMe, false), Email: "camille@exemple.invalid"})},
		{"/envoyer-a-nouveau", 403, views.SendAgain(SendAgain(true))},
		{"/envoyer-apres", 401, views.SendAgain(SendAgain(false))},
		{"/compte/confirmer", 200, views.Confirm(views.ConfirmPage{Chrome: chrome("Confirmez que c'est vous", views.NavMe, true), Email: "camille@exemple.invalid", Password: true, Next: "/compte/adresse"})},
		{"/compte/mot-de-passe", 200, views.Password(views.PasswordPage{Chrome: chrome("Mot de passe", views.NavMe, true), Has: true})},
		{"/compte/adresse", 200, views.Move(views.MovePage{Chrome: chrome("Adresse e-mail", views.NavMe, true), Now: "camille@exemple.invalid"})},
		{"/compte/adresse/codes", 200, views.Moved(views.MovedPage{Chrome: chrome("Adresse e-mail", views.NavMe, true), Old: "camille@exemple.invalid", New: "neuve@exemple.invalid"})},
		{"/compte/journal", 200, views.Journal(Journal())},
		{"/compte-donnees", 200, views.Data(views.DataPage{Chrome: chrome("Mes données", views.NavMe, true), Sections: []string{
			"Votre compte : nom, adresse e-mail, dates, conditions acceptées.", "Les pages dont vous êtes propriétaire, en entier, coordonnées comprises."}})},
		{"/compte-suppression", 200, views.Leave(Leave(nil))},
		{"/compte-suppression-erreur", 422, views.Leave(Leave(fault.Fields{"email": "Ce n'est pas l'adresse de votre compte : écrivez-la en entier."}))},
		{"/compte-depart", 200, views.Leaving(views.LeavingPage{Chrome: chrome("Votre compte va être supprimé", views.NavMe, true), Asked: "lundi 23 novembre 2026 à 13 h", Until: "mardi 8 décembre 2026 à 4 h"})},
		{"/conditions-accepter", 200, views.Agree(views.AgreePage{Chrome: chrome("Les conditions ont changé", views.NavMe, true), Version: views.TermsDay(), Before: "samedi 1er décembre 2007", Next: "/fiches/nouvelle"})},
		{"/conditions-acceptees", 200, views.Agree(views.AgreePage{Chrome: chrome("Conditions", views.NavMe, true), Version: views.TermsDay(), Before: "jeudi 26 novembre 2026", Agreed: true})},
		{"/bienvenue-1", 200, views.Welcome(Welcome(1))},
		{"/bienvenue-2", 200, views.Welcome(Welcome(2))},
		{"/bienvenue-3", 200, views.Welcome(Welcome(3))},
		{"/premier-administrateur", 200, views.FirstAdmin(FirstAdmin())},
		{"/premier-administrateur-fini", 404, views.FirstAdmin(views.FirstAdminPage{Chrome: chrome("Premier administrateur", "", true), Over: true})},
	}
}

// Leave is a member with two pages who is about to go.
func Leave(wrong fault.Fields) views.LeavePage {
	p := views.LeavePage{Chrome: chrome("Supprimer mon compte", views.NavMe, true), Email: "camille@exemple.invalid", Days: 14, Until: "mardi 8 décembre 2026 à 4 h",
		Alone: Cards()[:1], Shared: Cards()[3:4], More: true, Wrong: wrong}
	if wrong != nil {
		p.Typed = "camille@"
	}
	return p
}

func rest() []Page {
	text := func(title string) views.TextPage { return views.TextPage{Chrome: chrome(title, "", false)} }
	pages := []Page{
		{"/a-propos", 200, views.About(text("À propos"))},
		{"/mentions-legales", 200, views.Legal(text("Mentions légales"))},
		{"/mentions-legales-vides", 200, views.Legal(views.TextPage{Chrome: views.Chrome{Site: &views.Site{BaseURL: Site.BaseURL, Region: Site.Region}, Title: "Mentions légales", Path: "/"}})},
		{"/conditions", 200, views.Terms(text("Conditions"))},
		{"/confidentialite", 200, views.Privacy(text("Vos données"))},
		{"/accessibilite", 200, views.Accessibility(text("Accessibilité"))},
		{"/sources", 200, views.Sources(text("Sources"))},
	}
	for _, status := range []int{400, 401, 403, 404, 405, 409, 410, 413, 415, 421, 422, 429, 500, 503, 507} {
		e := views.ErrorPage{Chrome: chrome("Erreur", "", false), Status: status, Ref: "0192f3"}
		if status == 429 {
			e.Wait = "dans deux minutes"
			e.Again = &views.Again{Path: "/discussions/la-fibre/reponses", Send: true, Any: true, Fields: []views.Sent{{Name: "jeton", Value: "x"},
				{Name: "reponse", Value: "Nous avons attendu quatre mois, puis tout est allé très vite : un rendez-vous, une matinée de travaux.", Long: true}}}
		}
		if status == 409 {
			e.Again = &views.Again{Path: "/", Any: true, Fields: []views.Sent{{Name: "reponse", Value: "Nous avons attendu quatre mois, puis tout est allé très vite.", Long: true}}}
		}
		pages = append(pages, Page{"/erreur-" + strconv.Itoa(status), status, views.Error(e)})
	}
	return append(pages, sealing()...)
}
