package profile_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"partant/internal/host"
	"partant/internal/profile"
	"partant/internal/table"
)

func TestSameDomain(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 250)
	for _, test := range []struct {
		email, web string
		want       bool
	}{
		{"contact@exemple.fr", "https://exemple.fr", true},
		{"contact@exemple.fr", "https://www.exemple.fr/nous", true},
		{"Contact@EXEMPLE.fr", "HTTP://WWW.Exemple.FR:80/", true},
		{"contact@www.exemple.fr", "https://www.exemple.fr", true},
		{"contact@boutique.exemple.fr", "https://boutique.exemple.fr", true},
		{"contact@boutique.exemple.fr", "https://www.boutique.exemple.fr", true},
		{"contact+site@exemple.fr", "https://exemple.fr", true},
		{"contact@château.fr", "https://www.château.fr", true},
		{"contact@xn--chteau-xta.fr", "https://château.fr", true},
		{"contact@CHÂTEAU.fr", "https://xn--chteau-xta.fr", true},
		{"accueil@château.fr", "https://ch%C3%A2teau.fr", true},
		{"accueil@cha\u0302teau.fr", "https://château.fr", true},
		{"tresor@club.asso.fr", "https://www.club.asso.fr", true},
		{"mairie@bonny-sur-loire.fr", "https://www.bonny-sur-loire.fr", true},
		{"prefecture@loiret.gouv.fr", "https://www.loiret.gouv.fr", true},

		// another domain
		{"contact@autre.fr", "https://exemple.fr", false},
		{"contact@exemple.com", "https://exemple.fr", false},
		{"contact@exemple.fr", "https://boutique.exemple.fr", false},
		{"contact@boutique.exemple.fr", "https://exemple.fr", false},
		{"contact@www.exemple.fr", "https://exemple.fr", false},
		{"contact@exemple.fr", "https://www.www.exemple.fr", false},
		{"contact@exemple.fr", "https://notexemple.fr", false},
		{"contact@exemple.fr", "https://exemple.fr.autre.fr", false},
		{"contact@exemple.fr", "https://autre.fr/exemple.fr", false},
		{"contact@exemple.fr", "https://exemple.fr@autre.fr", false},
		{"contact@chateau.fr", "https://château.fr", false},

		// a domain of many
		{"moi@gmail.com", "https://gmail.com", false},
		{"moi@orange.fr", "https://www.orange.fr/boutiques", false},
		{"moi@wanadoo.fr", "http://www.wanadoo.fr", false},
		{"moi@perso.wanadoo.fr", "http://perso.wanadoo.fr/moi", false},
		{"moi@moi.free.fr", "http://moi.free.fr", false},
		{"moi@free.fr", "http://free.fr", false},
		{"moi@laposte.net", "https://www.laposte.net", false},
		{"moi@LaPoste.NET", "https://www.laposte.net", false},
		{"moi@facebook.com", "https://www.facebook.com/moi", false},
		{"moi@linkedin.com", "https://www.linkedin.com/company/moi", false},
		{"moi@pagesjaunes.fr", "https://www.pagesjaunes.fr/pros/1", false},
		{"moi@moi.wixsite.com", "https://moi.wixsite.com", false},
		{"moi@wordpress.com", "https://wordpress.com", false},
		{"moi@moi.wordpress.com", "https://moi.wordpress.com", false},
		{"moi@moi.jimdofree.com", "https://moi.jimdofree.com", false},
		{"moi@moi.github.io", "https://moi.github.io", false},
		{"etude@notaires.fr", "https://www.notaires.fr", false},

		// a public suffix
		{"moi@asso.fr", "https://asso.fr", false},
		{"moi@asso.fr", "https://www.asso.fr", false},
		{"moi@gouv.fr", "https://www.gouv.fr", false},
		{"moi@synology.me", "https://www.synology.me", false},
		{"moi@fr", "https://fr", false},

		// no address, no site
		{"", "", false},
		{"", "https://exemple.fr", false},
		{"@exemple.fr", "https://exemple.fr", false},
		{"exemple.fr", "https://exemple.fr", false},
		{"contact@exemple.fr", "", false},
		{"contact@exemple.fr", "exemple.fr", false},
		{"contact@exemple.fr", "ftp://exemple.fr", false},
		{"contact@exemple.fr", "https://exemple.fr:8443", false},
		{"contact@", "https://", false},
		{" contact@exemple.fr", "https://exemple.fr", false},
		{"contact@exemple.fr\r\n", "https://exemple.fr", false},
		{"Claude <contact@exemple.fr>", "https://exemple.fr", false},
		{"moi@autre.fr, contact@exemple.fr", "https://exemple.fr", false},
		{"moi@autre.fr@exemple.fr", "https://exemple.fr", false},
		{`"moi@autre.fr"@exemple.fr`, "https://exemple.fr", false},
		{"moi@autre.fr(@exemple.fr", "https://exemple.fr", false},
		{"moi@[127.0.0.1]", "https://127.0.0.1", false},
		{"moi@127.0.0.1", "https://127.0.0.1", false},
		{"moi@localhost", "https://localhost", false},
		{long + "@exemple.fr", "https://exemple.fr", false},
	} {
		if got := profile.SameDomain(test.email, test.web); got != test.want {
			t.Errorf("SameDomain(%.60q, %q) = %v", test.email, test.web, got)
		}
	}
}

// Everybody's mailboxes prove nothing, whatever the site.
func TestSharedDomains(t *testing.T) {
	t.Parallel()
	var domains []string
	reasons := []string{"mail", "host", "network", "profession"}
	err := table.Read(os.DirFS("data"), "shared_domains.csv", []string{"domain", "why"}, func(r table.Row) {
		domain := r.Text("domain")
		if spelt, err := host.Parse(domain); err != nil || spelt != domain {
			r.Fail("%q is spelt %q", domain, spelt)
		}
		if !slices.Contains(reasons, r.Text("why")) {
			r.Fail("%q is no reason", r.Text("why"))
		}
		domains = append(domains, domain)
		for _, name := range []string{domain, "a." + domain} {
			if profile.SameDomain("moi@"+name, "https://www."+name) || profile.SameDomain("moi@"+name, "https://"+name) {
				t.Errorf("%s belongs to many", name)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(domains) || len(slices.Compact(slices.Clone(domains))) != len(domains) || len(domains) < 300 {
		t.Errorf("%d domains, not each once and in order", len(domains))
	}
	for _, domain := range domains {
		if _, above, _ := strings.Cut(domain, "."); slices.Contains(domains, above) {
			t.Errorf("%s is there for %s already", above, domain)
		}
	}
}

// Whatever is said to be the same has one host, which is neither a suffix nor shared, and stays so in another spelling.
func FuzzSameDomain(f *testing.F) {
	for _, seed := range [][2]string{
		{"contact@exemple.fr", "https://www.exemple.fr"}, {"a@château.fr", "https://xn--chteau-xta.fr"}, {"a@b@c.fr", "http://c.fr:80"},
		{"moi@gmail.com", "https://gmail.com"}, {"a@asso.fr", "https://www.asso.fr"}, {`"a b"@c.fr`, "https://c.fr"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, email, web string) {
		if !profile.SameDomain(email, web) {
			return
		}
		site, err := host.OfURL(web)
		if err != nil {
			t.Fatalf("%q is the same as %q, which is no site", email, web)
		}
		local, domain := email[:strings.LastIndexByte(email, '@')], email[strings.LastIndexByte(email, '@')+1:]
		name, err := host.Parse(domain)
		if err != nil || name != site && "www."+name != site || host.Suffix(name) || local == "" {
			t.Errorf("%q is the same as %q", email, web)
		}
		if len(email) < 200 && !profile.SameDomain("a@"+name, "https://"+site) {
			t.Errorf("%q and %q are the same, their names %q and %q are not", email, web, name, site)
		}
	})
}
