package sample

import "partant/views"

// sealing are the pages that say so on a site which keeps who writes, sealed for an authority.
func sealing() []Page {
	site := *Site
	site.Identifies = true
	text := func(title string) views.TextPage {
		p := views.TextPage{Chrome: chrome(title, "", false)}
		p.Chrome.Site = &site
		return p
	}
	leave := Leave(nil)
	leave.Chrome.Site = &site
	return []Page{
		{"/confidentialite-scellee", 200, views.Privacy(text("Vos données"))},
		{"/conditions-scellees", 200, views.Terms(text("Conditions"))},
		{"/compte-suppression-scellee", 200, views.Leave(leave)},
	}
}
