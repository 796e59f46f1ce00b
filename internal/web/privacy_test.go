package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"partant/internal/account"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// spaced is a text as pages are read here: a space that does not break is a space.
func spaced(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

// extras are fields that no form asks for and that somebody would like to set (V15.3.3).
var extras = []string{"role", "Role", "owner", "proprietaire", "verified", "verifiee", "account", "compte", "account_id", "id", "ID", "team", "equipe", "team[0][account]", "team.0.role", "person", "slug", "example",
	"source", "rev", "created", "hidden", "hidden[]", "erased", "leaving", "terms", "termsVersion", "owes", "admin", "is_admin", "moderator", "password", "user[role]", "profile.team", "__proto__[role]"}

// Fields that a form does not ask for change nothing, whichever form and whoever sends it.
func TestExtraFieldsAreIgnored(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	before := h.powers()
	for _, r := range served(h) {
		if r.method != http.MethodPost {
			continue
		}
		for _, role := range []string{"visitor", "member", "owner"} {
			b, p := c.again(role), c.fresh()
			form := c.form(r.path, p)
			for _, name := range extras {
				if !form.Has(name) {
					form[name] = []string{string(viewer.Admin), "oui", c.of["member"].account.ID}
				}
			}
			if role != "visitor" {
				form.Set(views.FieldToken, b.token())
			}
			b.post(c.at(r.path, p), form)
			if after := h.powers(); !slices.Equal(before, after) {
				t.Fatalf("POST %s as %s: who may what was %v and is %v", r.path, role, before, after)
			}
			h.teamIs(p, c.of["owner"].account)
		}
	}
	list, err := h.Lists.Newest(t.Context(), page.Req{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list.Items {
		if p.Example || p.Source != nil || p.IsHidden() || p.Verified != nil || owners(p) != 1 {
			t.Errorf("a page has what no form gives: %+v", p)
		}
	}
}

// powers names those who have a role.
func (h *house) powers() (names []string) {
	h.t.Helper()
	for _, role := range []viewer.Role{viewer.Moderator, viewer.Admin} {
		all, err := h.Accounts.Admins(h.t.Context(), role)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, a := range all {
			names = append(names, string(role)+" "+a.Email)
		}
	}
	return names
}

// owners is how many own a page; the cast adds editors to some.
func owners(p profile.Profile) (n int) {
	for _, m := range p.Team {
		if m.Role == profile.Owner {
			n++
		}
	}
	return n
}

// teamIs holds a page, unless it was erased, to have its owner alone.
func (h *house) teamIs(p profile.Profile, owner account.Account) {
	h.t.Helper()
	list, err := h.Lists.OfMember(h.t.Context(), owner.ID, page.Req{Limit: 100})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, one := range list.Items {
		if one.ID == p.ID && (owners(one) != 1 || one.Team[0].Account != owner.ID || one.Slug != p.Slug && !slices.Contains(one.OldSlugs, p.Slug)) {
			h.t.Errorf("the page changed hands: %+v", one)
		}
	}
}

// The legal pages say what is missing, and one address to write to.
func TestLegalPages(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visit()
	v.get("/mentions-legales").is(http.StatusOK).has("main", "à compléter", "ne sont pas complètes", "adresse de l'hébergeur")
	terms := v.get("/conditions").is(http.StatusOK)
	terms.has("main", views.TermsDay(), "15 ans", "14 jours", "six mois")
	if day := views.TermsDay(); !strings.HasPrefix(day, "26 novembre") {
		t.Errorf("the terms are of %q", day)
	}
	v.get("/").has("footer", "Conditions", "Mentions légales", "Accessibilité")
	v.get("/inscription").counts(`main a[href="/conditions"]`, 1)
}
