package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/profile"
	"partant/views"
)

// contract is /api/v1/openapi.json, as far as it is used.
type contract struct {
	OpenAPI string `json:"openapi"`
	Paths   map[string]map[string]struct {
		Parameters []struct {
			Name   string `json:"name"`
			In     string `json:"in"`
			Schema schema `json:"schema"`
		} `json:"parameters"`
		Responses map[string]response `json:"responses"`
	} `json:"paths"`
	Components struct {
		Responses map[string]response `json:"responses"`
		Schemas   map[string]schema   `json:"schemas"`
	} `json:"components"`
}

type response struct {
	Ref     string `json:"$ref"`
	Content map[string]struct {
		Schema schema `json:"schema"`
	} `json:"content"`
}

type schema struct {
	Ref        string            `json:"$ref"`
	Type       string            `json:"type"`
	Format     string            `json:"format"`
	Enum       []string          `json:"enum"`
	Required   []string          `json:"required"`
	Properties map[string]schema `json:"properties"`
	Items      *schema           `json:"items"`
	Additional *schema           `json:"additionalProperties"`
}

func readContract(h *house) (c contract) {
	h.t.Helper()
	a := h.visit().get("/api/v1/openapi.json").is(http.StatusOK)
	strict := json.NewDecoder(bytes.NewReader(a.body))
	if err := strict.Decode(&c); err != nil {
		h.t.Fatal(err)
	}
	return c
}

// response is what the contract says of an answer: of its status, else by default.
func (c contract) response(path string, status int) response {
	all := c.Paths[path]["get"].Responses
	r, ok := all[fmt.Sprint(status)]
	if !ok {
		r = all["default"]
	}
	if name, ok := strings.CutPrefix(r.Ref, "#/components/responses/"); ok {
		return c.Components.Responses[name]
	}
	return r
}

// reader checks values against schemas and notes which properties it has seen.
type reader struct {
	contract
	t    *testing.T
	seen map[string]bool
}

func (r reader) check(at string, raw json.RawMessage, s schema) {
	r.t.Helper()
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		at, s = name, r.Components.Schemas[name]
	}
	var err error
	switch s.Type {
	case "object":
		err = r.object(at, raw, s)
	case "array":
		var items []json.RawMessage
		if err = json.Unmarshal(raw, &items); items == nil {
			err = fmt.Errorf("is %s", raw)
		}
		for _, item := range items {
			r.check(at, item, *s.Items)
		}
	case "string", "":
		err = text(raw, s)
	case "integer":
		var n int64
		err = json.Unmarshal(raw, &n)
	case "number":
		var n float64
		err = json.Unmarshal(raw, &n)
	case "boolean":
		var b bool
		err = json.Unmarshal(raw, &b)
	default:
		err = fmt.Errorf("is of type %q", s.Type)
	}
	if err != nil {
		r.t.Errorf("%s: %v in %.200s", at, err, raw)
	}
}

func (r reader) object(at string, raw json.RawMessage, s schema) error {
	r.t.Helper()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	for _, name := range s.Required {
		if _, ok := fields[name]; !ok {
			return fmt.Errorf("%s is required", name)
		}
	}
	for name, value := range fields {
		of, documented := s.Properties[name]
		if !documented && s.Additional != nil {
			of, documented = *s.Additional, true
		}
		if !documented {
			return fmt.Errorf("%s is not in the contract", name)
		}
		r.seen[at+"."+name] = true
		r.check(at+"."+name, value, of)
	}
	return nil
}

func text(raw json.RawMessage, s schema) error {
	var v string
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	if s.Enum != nil && !slices.Contains(s.Enum, v) {
		return fmt.Errorf("is none of %q", s.Enum)
	}
	if s.Format == "date-time" {
		_, err := time.Parse(time.RFC3339, v)
		return err
	}
	return nil
}

// answer checks one answer against the contract.
func (r reader) answer(path string, a *answer) {
	r.t.Helper()
	kind := a.Header.Get("Content-Type")
	said, ok := r.response(path, a.StatusCode).Content[kind]
	if !ok {
		r.t.Errorf("%s (%d): %q is not in the contract", a.asked, a.StatusCode, kind)
		return
	}
	r.check(path, a.body, said.Schema)
}

// TestContract holds the answers of the programming interface against its document, both ways.
func TestContract(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	rich := h.page(c.of["owner"], func(d *profile.Draft) {
		full(d)
		d.Name, d.SIRET, d.Place = "Riche", "73282932000074", "47.9025,1.9090"
	})
	if _, err := h.Demo.Load(t.Context(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	h.settle()
	r := reader{contract: readContract(h), t: t, seen: map[string]bool{}}
	v := c.of["visitor"]
	r.answer("/api/v1/profiles/{slug}", v.get("/api/v1/profiles/"+rich.Slug).is(http.StatusOK))
	for _, query := range []string{"", "?q=plombier", "?q=plombier+licorne", "?pres=45155&rayon=5", "?type=club&type=institution", "?secteur=construction&tri=nom&page=2", "?commune=orleans&limit=100", "?etiquette=bois", "?propose=site", "?interco=orleans-metropole", "?q=licorne",
		"?pres=47.9,1.9&tri=distance", "?q=boulangerie+pithiviers", "?tri=nouveautes", "?limit=1&page=300"} {
		r.answer("/api/v1/profiles", v.get("/api/v1/profiles"+query).is(http.StatusOK))
	}
	r.answer("/api/v1/profiles/{slug}", v.get("/api/v1/profiles/nulle-part").is(http.StatusNotFound))
	r.answer("/api/v1/profiles", v.get("/api/v1/profiles?page=9999999").is(http.StatusUnprocessableEntity))
	for name, s := range r.Components.Schemas {
		for property := range s.Properties {
			if !r.seen[name+"."+property] && property != "degraded" {
				t.Errorf("%s.%s is in the contract and in no answer", name, property)
			}
		}
	}
	r.routes(h)
	r.parameters(v)
}

// routes compares the paths of the document with those of the site.
func (r reader) routes(h *house) {
	r.t.Helper()
	var documented, real []string
	for path, methods := range r.Paths {
		for method := range methods {
			documented = append(documented, strings.ToUpper(method)+" "+path)
		}
	}
	for _, one := range served(h) {
		if strings.HasPrefix(one.path, "/api/") && !strings.HasSuffix(one.path, "openapi.json") {
			real = append(real, one.method+" "+regexp.MustCompile(`:(\w+)`).ReplaceAllString(one.path, "{$1}"))
		}
	}
	slices.Sort(documented)
	slices.Sort(real)
	if !slices.Equal(documented, real) {
		r.t.Errorf("documented %q, served %q", documented, real)
	}
	if !strings.HasPrefix(r.OpenAPI, "3.1") {
		r.t.Errorf("the document is of OpenAPI %q", r.OpenAPI)
	}
}

// parameters tries every parameter of the document: each must change the answer, and no other name may be known.
func (r reader) parameters(v *browser) {
	r.t.Helper()
	tries := map[string]string{"q": "plombier", "type": "club", "secteur": "construction", "commune": "gien", "interco": "orleans-metropole", "etiquette": "bois", "propose": "établi", "cherche": "apprenti", "pres": "45155",
		"rayon": "2&pres=45155", "tri": "nom", "page": "2", "limit": "3"}
	plain := v.get("/api/v1/profiles").body
	all := map[string]bool{}
	for _, p := range r.Paths["/api/v1/profiles"]["get"].Parameters {
		all[p.Name] = true
		if a := v.get("/api/v1/profiles?" + p.Name + "=" + tries[p.Name]).is(http.StatusOK); bytes.Equal(a.body, plain) || tries[p.Name] == "" {
			r.t.Errorf("%s changes nothing", p.Name)
		}
	}
	for _, p := range []views.Param{views.ParamText, views.ParamKind, views.ParamSector, views.ParamCommune, views.ParamEPCI, views.ParamTag, views.ParamOffer, views.ParamSeek, views.ParamNear, views.ParamRadius, views.ParamSort, views.ParamPage} {
		if !all[string(p)] {
			r.t.Errorf("%s is heeded and not in the contract: %q", p, slices.Sorted(maps.Keys(all)))
		}
	}
}

// list is what a program reads of a page of profiles.
type list struct {
	Items []struct {
		ID, Slug, Phone string
		Distance        *float64
	}
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
	if want := "limit\u00a0: Demandez de 1 à 100 fiches. type\u00a0: Nous ne connaissons pas le type «\u00a0foo\u00a0»."; !contains(both.body, want) {
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
