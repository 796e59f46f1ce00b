package web

import "github.com/gofiber/fiber/v2"

// routes is the map of the site: every URL, one line each.
func (s *site) routes(app *fiber.App) {
	app.Use(s.observe, s.wellFormed, s.headers)

	app.Get("/healthz", s.alive)
	app.Get("/readyz", s.ready)
	app.Get("/public/*", s.asset)
	app.Get("/favicon.ico", s.favicon)
	app.Get("/carte/fond.svg", s.baseMap)

	app.Use(s.host, s.deadline, s.visitor, s.limited, s.sameOrigin, s.readable, s.tokenFits)

	app.Get("/", s.cached, s.home)
	app.Get("/annuaire", s.cached, s.searched, s.directory)
	app.Get("/carte", s.cached, s.wholeMap)
	app.Get("/communes/:slug", s.cached, s.commune)
	app.Get("/intercommunalites/:slug", s.cached, s.epci)
	app.Get("/secteurs/:slug", s.cached, s.sector)
	app.Get("/sujets/:tag", s.cached, s.tag)
	app.Get("/listes/communes", s.cached, s.listTowns)
	app.Get("/listes/propose", s.cached, s.listOffers)
	app.Get("/listes/cherche", s.cached, s.listSeeks)

	app.Get("/fiches/nouvelle", s.member, s.newProfile)
	app.Post("/fiches/nouvelle", s.member, s.publish)
	app.Get("/fiches/:slug", s.cached, s.profile)
	app.Post("/fiches/:slug/email", s.revealEmail)
	app.Get("/fiches/:slug/modifier", s.member, s.editProfile)
	app.Post("/fiches/:slug/modifier", s.member, s.saveProfile)
	app.Get("/fiches/:slug/supprimer", s.member, s.confirmErase)
	app.Post("/fiches/:slug/supprimer", s.member, s.erase)

	app.Get("/inscription", s.signUpForm)
	app.Post("/inscription", s.signUp)
	app.Get("/connexion", s.signInForm)
	app.Post("/connexion", s.signIn)
	app.Post("/deconnexion", s.signOut)
	app.Get("/compte", s.member, s.account)
	app.Post("/compte/appareils", s.member, s.endSession)
	app.Get("/bienvenue", s.member, s.welcome)
	app.Post("/bienvenue", s.member, s.welcomed)
	app.Get("/premier-administrateur/:secret", s.firstAdminForm)
	app.Post("/premier-administrateur", s.firstAdmin)

	app.Get("/a-propos", s.cached, s.about)
	app.Get("/mentions-legales", s.cached, s.legal)
	app.Get("/confidentialite", s.cached, s.privacy)
	app.Get("/accessibilite", s.cached, s.accessibility)
	app.Get("/sources", s.cached, s.sources)

	app.Get("/robots.txt", s.cached, s.robots)
	app.Get("/sitemap.xml", s.cached, s.sitemapIndex)
	app.Get("/sitemap-:part.xml", s.cached, s.sitemapPart)
	app.Get("/api/v1/openapi.json", s.cached, s.openapi)
	app.Get("/api/v1/profiles", s.cached, s.searched, s.apiProfiles)
	app.Get("/api/v1/profiles/:slug", s.cached, s.apiProfile)
}
