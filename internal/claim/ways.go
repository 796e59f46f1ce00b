package claim

import (
	"cmp"

	"partant/internal/host"
	"partant/internal/profile"
)

// Ways are the ways to show that a page is theirs which fit it.
type Ways struct {
	Site string // host of the web site where a sign may be; empty: there is none to trust
	Mail string // domain that a mailbox must have; empty: none would show anything

	Company string // its SIRET, or its SIREN where that is all: the State may say who works there. Empty: none to trust
}

// ways looks at what is known of a page from others than those who claim it.
func ways(p *profile.Profile) (w Ways) {
	if p.Registered(profile.FieldSIRET) && p.Registered(profile.FieldName) {
		w.Company = cmp.Or(p.SIRET, p.SIREN)
	}
	site := trusted(p)
	name, err := host.OfURL(site)
	if err != nil {
		return w
	}
	w.Site = name
	for _, domain := range []string{host.Bare(name), name} {
		if w.Mail == "" && domain != "" && profile.SameDomain("x@"+domain, site) {
			w.Mail = domain
		}
	}
	return w
}

// trusted is the web address of a page as others than those who claim it give it: the open data, or the team of a page that
// is verified. Whoever could write name and address at once would verify any name with an address of their own.
func trusted(p *profile.Profile) string {
	registered := p.Registered(profile.FieldWeb) && p.Registered(profile.FieldName) && p.Registered(profile.FieldKind)
	if registered || p.Verified != nil {
		return p.Web
	}
	return ""
}
