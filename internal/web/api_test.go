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

	"partant/internal/id"
	"partant/internal/picture"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
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
		RequestBody struct {
			Content map[string]struct {
				Schema schema `json:"schema"`
			} `json:"content"`
		} `json:"requestBody"`
		Security  []map[string][]string `json:"security"`
		Responses map[string]response   `json:"responses"`
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
func (c contract) response(method, path string, status int) response {
	all := c.Paths[path][method].Responses
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

// answer checks one answer to a question against the contract.
func (r reader) answer(path string, a *answer) {
	r.t.Helper()
	r.answered("get", path, a)
}

// answered checks one answer to a method against the contract.
func (r reader) answered(method, path string, a *answer) {
	r.t.Helper()
	kind := a.Header.Get("Content-Type")
	said, ok := r.response(method, path, a.StatusCode).Content[kind]
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
	owner, at := c.of["owner"], "/fiches/"+rich.Slug+"/photos"
	owner.send(at, owner.with(views.DoLogo), []attached{photoNamed(views.FieldLogo, "logo.png", painted(400, 400))}).is(http.StatusSeeOther)
	owner.send(at, owner.with(views.DoCover, views.FieldCoverAlt, "La façade"), []attached{photoNamed(views.FieldCover, "a.png", painted(90, 30))}).is(http.StatusSeeOther)
	owner.send(at, owner.with(views.DoGallery), []attached{photoNamed(profile.FieldPhotos, "b.png", painted(50, 40))}).is(http.StatusSeeOther)
	inside := h.pictures(rich).Photos[0]
	owner.send(at, owner.with(views.DoGallery, profile.FieldAlt+inside.ID, "L'atelier"), nil).is(http.StatusSeeOther)
	linked := post.Post{ID: id.New(), Slug: "un-lien", By: viewer.Author{Page: rich.ID}, Title: "Un lien", Body: "https://exemple.fr", Photos: []picture.Picture{{ID: inside.ID, Alt: "Un escalier", Width: 50, Height: 40}}, Created: noon, Published: noon,
		Preview: &post.Preview{URL: "https://exemple.fr", Title: "Exemple", Description: "Une page.", Site: "exemple.fr"}}
	if err := h.Posts.Keep(t.Context(), linked); err != nil {
		t.Fatal(err)
	}
	h.settle()
	r := reader{contract: readContract(h), t: t, seen: map[string]bool{}}
	v := c.of["visitor"]
	r.answer("/api/v1/profiles/{slug}", v.get("/api/v1/profiles/"+rich.Slug).is(http.StatusOK))
	r.answer("/api/v1/profiles/{slug}", v.get("/api/v1/profiles/"+v.teamed()).is(http.StatusOK))
	for _, query := range []string{"", "?q=plombier", "?q=plombier+licorne", "?pres=45155&rayon=5", "?type=club&type=institution", "?secteur=construction&tri=nom&page=2", "?commune=orleans&limit=100", "?etiquette=bois", "?propose=site", "?interco=orleans-metropole", "?q=licorne",
		"?pres=47.9,1.9&tri=distance", "?q=boulangerie+pithiviers", "?tri=nouveautes", "?limit=1&page=300"} {
		r.answer("/api/v1/profiles", v.get("/api/v1/profiles"+query).is(http.StatusOK))
	}
	r.answer("/api/v1/discussions/{slug}/comments", v.get("/api/v1/discussions/nos-sites-ne-repondent-a-personne-on-change/comments").is(http.StatusOK)) // a guest speaks there
	r.answer("/api/v1/profiles/{slug}", v.get("/api/v1/profiles/nulle-part").is(http.StatusNotFound))
	r.answer("/api/v1/profiles", v.get("/api/v1/profiles?page=9999999").is(http.StatusUnprocessableEntity))
	r.outside(c)
	r.written(c)
	for name, s := range r.Components.Schemas {
		r.unseen(name, s)
	}
	r.routes(h)
	r.parameters(v)
}

// unseen reports the properties that no answer had.
func (r reader) unseen(at string, s schema) {
	r.t.Helper()
	if s.Items != nil {
		r.unseen(at, *s.Items)
	}
	for property, of := range s.Properties {
		name := at + "." + property
		if !r.seen[name] && property != "degraded" {
			r.t.Errorf("%s is in the contract and in no answer", name)
		}
		r.unseen(name, of)
	}
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
