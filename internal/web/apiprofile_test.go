package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"partant/internal/profile"
)

// list is what a program reads of a page of a list.
type list struct {
	Items []struct {
		ID, Slug, Phone, Title string
		Distance               *float64
	}
	Next        string
	Total, Page int
	Relaxed     bool
}

func (a *answer) list() (l list) {
	a.t.Helper()
	if err := json.Unmarshal(a.is(http.StatusOK).body, &l); err != nil {
		a.t.Fatal(err)
	}
	return l
}

func TestLimitAndPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	if _, err := h.Demo.Load(t.Context(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	h.settle()
	v := h.visit()
	for limit, want := range map[string]int{"": 20, "1": 1, "7": 7, "100": 100} {
		if l := v.get("/api/v1/profiles?limit=" + limit).list(); len(l.Items) != want || l.Total < 300 {
			t.Errorf("limit %q: %d of %d", limit, len(l.Items), l.Total)
		}
	}
	seen, total := map[string]bool{}, 0
	for page := 1; ; page++ {
		l := v.get(fmt.Sprintf("/api/v1/profiles?tri=nom&limit=100&page=%d", page)).list()
		for _, p := range l.Items {
			seen[p.ID] = true
		}
		if total = l.Total; len(l.Items) == 0 || page > 100 {
			break
		}
		if l.Page != page {
			t.Errorf("page %d says it is %d", page, l.Page)
		}
	}
	if len(seen) != total {
		t.Errorf("the pages hold %d of %d profiles", len(seen), total)
	}
	for _, query := range []string{"limit=1&page=20001", "limit=100&page=201", "page=1001"} {
		v.get("/api/v1/profiles?" + query).is(http.StatusUnprocessableEntity).problem()
	}
	if l := v.get("/api/v1/profiles?limit=1&page=300").list(); len(l.Items) != 1 || l.Page != 300 {
		t.Errorf("page 300 of single profiles: %d, says page %d", len(l.Items), l.Page)
	}
	if l := v.get("/api/v1/profiles?page=900").list(); l.Items == nil || len(l.Items) > 0 {
		t.Errorf("past the end: %v", l.Items)
	}
}

// A program reads of a page all that a visitor reads there.
func TestProfileForPrograms(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	var got struct {
		Description profile.Rich
		Links       []string
		Hours       []struct {
			Day      int
			From, To string
		}
		Size    struct{ Code, Label string }
		Founded int
		Team    []struct{ Name, Title, Slug, URL string }
		Offers  []string
		Seeks   []string
	}
	a := c.of["owner"].get("/api/v1/profiles/" + c.page.Slug).is(http.StatusOK)
	if err := json.Unmarshal(a.body, &got); err != nil {
		t.Fatal(err)
	}
	said := fmt.Sprint(got)
	want := "{{Nous faisons **des escaliers**. <p>Nous faisons <strong>des escaliers</strong>.</p>} [https://reseau.exemple.fr/heron] " +
		"[{1 08:00 12:00} {1 14:00 18:00}] {02 3 à 5 salariés} 1998 [] [un établi à partager] [un apprenti]}"
	if said != want {
		t.Errorf("programs read\n%s, want\n%s", said, want)
	}
	if contains(a.body, "@") || contains(a.body, "email") {
		t.Errorf("an e-mail address is told: %s", a.body)
	}
	if _, err := h.Demo.Load(t.Context(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	h.settle()
	slug := c.of["visitor"].teamed()
	if err := json.Unmarshal(c.of["visitor"].get("/api/v1/profiles/"+slug).body, &got); err != nil {
		t.Fatal(err)
	}
	team := words(c.of["visitor"].get("/fiches/" + slug).one("section[aria-labelledby=equipe]"))
	if len(got.Team) == 0 {
		t.Errorf("%s has no team", slug)
	}
	for _, m := range got.Team {
		if !strings.Contains(team, m.Name) || m.Title == "" || !strings.Contains(team, m.Title) || !strings.HasSuffix(m.URL, "/fiches/"+m.Slug) {
			t.Errorf("%+v is shown as %q", m, team)
		}
	}
}

// What a program asks wrongly is refused by name, not left out in silence.
func TestWrongQuestions(t *testing.T) {
	t.Parallel()
	v := open(t).visit()
	for query, wrong := range map[string]string{
		"type=foo": "type", "type=club&type=foo": "type", "commune=nimporte": "commune", "secteur=x": "secteur", "interco=x": "interco",
		"pres=Atlantis": "pres", "pres=Gien&rayon=loin": "rayon", "pres=Gien&rayon=101": "rayon", "rayon=5": "rayon", "tri=licorne": "tri", "tri=distance": "tri",
		"page=0": "page", "page=x": "page", "page=1001": "page", "page=99999999999999999999": "page",
		"limit=101": "limit", "limit=5000": "limit", "limit=0": "limit", "limit=-1": "limit", "limit=x": "limit", "limit=1.5": "limit", "limit=99999999999999999999": "limit",
		"cursor=zz": "cursor", "Q=x": "Q", "vue=carte": "vue", "a%0Ab=x": "a b", "etiquette=" + strings.Repeat("x", 301): "etiquette",
	} {
		a := v.get("/api/v1/profiles?" + query).is(http.StatusUnprocessableEntity)
		a.problem()
		var p struct {
			Detail string
			Errors map[string]string
		}
		if err := json.Unmarshal(a.body, &p); err != nil {
			t.Fatal(err)
		}
		if len(p.Errors) != 1 || p.Errors[wrong] == "" || !strings.Contains(p.Detail, wrong) {
			t.Errorf("%.60s: %+v", query, p)
		}
	}
	both := v.get("/api/v1/profiles?type=foo&limit=0").is(http.StatusUnprocessableEntity)
	if want := "limit\u00a0: Demandez-en de 1 à 100. type\u00a0: Nous ne connaissons pas le type «\u00a0foo\u00a0»."; !contains(both.body, want) {
		t.Errorf("%s does not say %q", both.body, want)
	}
	v.get("/api/v1/profiles?q=&type=&pres=&rayon=&tri=&page=&limit=").is(http.StatusOK)
}

// Programs get what a visitor may see, whoever's cookie they carry: no answer depends on a session.
func TestProgramsAreVisitors(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	hidden := h.page(c.of["owner"], func(d *profile.Draft) { full(d); d.Name, d.Phone.For = "Réservé", profile.ForMembers })
	h.settle()
	for _, path := range []string{"/api/v1/profiles/" + hidden.Slug, "/api/v1/profiles?q=reserve"} {
		want := c.of["visitor"].get(path).is(http.StatusOK)
		for _, role := range roles {
			if a := c.of[role].get(path); !bytes.Equal(a.body, want.body) {
				t.Errorf("%s: %s is told more than a visitor: %s", path, role, a.body)
			}
		}
		if contains(want.body, "33261910012") || contains(want.body, "@") {
			t.Errorf("%s: %s", path, want.body)
		}
	}
}

// teamed is the slug of a page of the demonstration that shows its team.
func (b *browser) teamed() string {
	b.h.t.Helper()
	for _, p := range b.get("/api/v1/profiles?q=exemple&type=entreprise&limit=100").list().Items {
		if len(b.get("/fiches/"+p.Slug).all("#equipe")) > 0 {
			return p.Slug
		}
	}
	b.h.t.Fatal("no page shows a team")
	return ""
}
