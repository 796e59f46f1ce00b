package app

import (
	"partant/internal/demo"
	"partant/views"
)

// site is what the footer and the legal pages say.
func (a *App) site() *views.Site {
	r, p, h := a.Territory.Region, a.cfg.Publisher, a.cfg.Host
	site := &views.Site{
		BaseURL: a.Base.String(),
		Region:  views.Region{Name: r.Name, Of: r.Of, In: r.In},
		Publisher: views.Publisher{Name: p.Name, Form: p.Form, Capital: p.Capital, Number: p.Number, Address: p.Address, Phone: p.Phone, Email: p.Email, Director: p.Director,
			VAT: p.VAT, Contact: p.Contact, Privacy: p.Privacy, Security: p.Security},
		Identifies: a.Identification.Keeps(),
		Host:       views.Host{Name: h.Name, Address: h.Address, Phone: h.Phone},
		Sources: []views.DataSource{
			{Name: "Insee et DGCL, code officiel géographique", Date: "2026", Licence: "Licence Ouverte 2.0", What: "Les communes, leurs populations, les intercommunalités."},
			{Name: "La Poste, base officielle des codes postaux", Date: "novembre 2023", Licence: "Licence Ouverte 2.0", What: "Les codes postaux et les anciens noms."},
			{Name: "IGN, Admin Express", Date: "2018", Licence: "Licence Ouverte 2.0", What: "Les contours de la carte."},
			{Name: "Insee, nomenclature d'activités française (NAF rév. 2)", Date: "2008", Licence: "Licence Ouverte 2.0", What: "Les activités et les tranches d'effectif."},
		},
	}
	if a.cfg.Geocoder != "" {
		site.Sources = append(site.Sources, views.DataSource{Name: "Base adresse nationale", URL: "https://adresse.data.gouv.fr", Licence: "Licence Ouverte 2.0",
			What: "Où sont, sur la carte, les adresses des pages."})
	}
	for _, s := range demo.Sources() {
		site.Sources = append(site.Sources, views.DataSource{Name: s.Name, Date: views.Since(s.Date), Licence: s.Licence})
	}
	return site
}
