package profile

import (
	_ "embed"
	"net/mail"
	"strings"

	"partant/internal/host"
)

// sharedDomains are those whose mailboxes or sites belong to many, each with why: a mail service, a host of sites, a
// network or directory where everybody has a page, a profession whose members all write from one domain.
//
//go:embed data/shared_domains.csv
var sharedDomains string

// SameDomain reports whether a mailbox shows that its owner is at home at a web address: the domain of the e-mail is
// the host of the site, or what stands behind its « www. ». It never is when that domain belongs to many: a public
// suffix, or a shared domain and what lies below it. Letters with accents and their punycode are the same.
//
// It says nothing of who has a mailbox there: every employee has one.
func SameDomain(email, web string) bool {
	site, err := host.OfURL(web)
	if err != nil {
		return false
	}
	domain := domainOf(email)
	return domain != "" && (domain == site || domain == host.Bare(site)) && !host.Suffix(domain) && !shared(domain)
}

// domainOf returns the domain of a plain e-mail address in the spelling of package host, or "".
func domainOf(email string) string {
	at, err := mail.ParseAddress(email)
	if err != nil || at.Address != email || len(email) > 254 {
		return ""
	}
	domain, err := host.Parse(email[strings.LastIndexByte(email, '@')+1:])
	if err != nil {
		return ""
	}
	return domain
}

// shared looks for a domain, and each above it, in the list.
func shared(domain string) bool {
	for domain != "" {
		if strings.Contains(sharedDomains, "\n"+domain+",") {
			return true
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return false
}
