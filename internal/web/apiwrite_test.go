package web_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/id"
	"partant/internal/post"
	"partant/internal/profile"
)

// writes has a program write, and holds what it sends and what it is answered against the contract.
func (r reader) writes(p caller, method, path, at string, body said, status int, changes ...change) *answer {
	r.t.Helper()
	one := r.Paths[path][strings.ToLower(method)]
	if len(one.Security) != 1 || one.Security[0]["key"] == nil {
		r.t.Errorf("%s %s wants a key, and the contract does not say so", method, path)
	}
	var sent any
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			r.t.Fatal(err)
		}
		r.check(path, raw, one.RequestBody.Content["application/json"].Schema)
		sent = string(raw)
	}
	a := p.asks(method, at, sent, changes...).is(status)
	if status == http.StatusNoContent {
		if _, ok := one.Responses["204"]; !ok || len(a.body) > 0 {
			r.t.Errorf("%s %s: 204 is not in the contract", method, path)
		}
		return a
	}
	r.answered(strings.ToLower(method), path, a)
	return a
}

// written writes all that the contract names, and asks each address for its fields.
func (r reader) written(c *cast) {
	r.t.Helper()
	b, own, company := c.h.speaker("Contrat")
	other, theirs, _ := c.h.speaker("Accord")
	p, guest := b.caller(account.ScopeWrite), other.caller(account.ScopeWrite)
	town := c.h.institution(c.of["owner"], "Mairie des Clés")

	post := r.writes(p, "POST", "/api/v1/posts", "/api/v1/posts", said{"as": company.Slug, "title": "Portes ouvertes", "text": "https://exemple.fr", "tags": []string{"bois"}, "preview": false}, http.StatusCreated).json()
	version := c.version(company, b)
	r.writes(guest, "POST", "/api/v1/comments", "/api/v1/comments", said{"as": theirs.Slug, "post": version, "text": "Cela gêne.", "aspect": "gene"}, http.StatusCreated)
	talk := r.writes(p, "POST", "/api/v1/discussions", "/api/v1/discussions", said{"as": company.Slug, "kind": "question", "title": "Le chemin des clés", "text": "Il est défoncé.", "theme": "autre", "commune": "45234", "to": town.Slug}, http.StatusCreated).json().Slug
	room := c.club(c.page)
	r.writes(p, "POST", "/api/v1/discussions", "/api/v1/discussions", said{"kind": "proposition", "title": "Une salle", "theme": "autre", "purpose": "Se voir le mardi.", "payer": "Personne : elle est prêtée.", "club": room.page.Slug, "private": true}, http.StatusUnprocessableEntity)
	answer := r.writes(p, "POST", "/api/v1/comments", "/api/v1/comments", said{"discussion": talk, "text": "Toujours."}, http.StatusCreated).json()
	for _, below := range []said{{"profile": "rien"}, {"event": "rien"}, {"comment": "rien"}} {
		below["text"] = "x"
		r.writes(p, "POST", "/api/v1/comments", "/api/v1/comments", below, http.StatusUnprocessableEntity)
	}
	at := "/api/v1/comments/" + answer.ID
	r.answer("/api/v1/comments/{id}", caller{c.h, ""}.asks(http.MethodGet, at, nil).is(http.StatusOK))
	if err := c.h.Distances.Keep(r.t.Context(), other.account.Viewer(), own.ID, distance.Silence); err != nil {
		r.t.Fatal(err)
	}
	r.answer("/api/v1/discussions/{slug}/comments", guest.asks(http.MethodGet, "/api/v1/discussions/"+talk+"/comments", nil).is(http.StatusOK))

	for path, at := range map[string]string{"/api/v1/profiles/{slug}/follow": theirs.Slug, "/api/v1/tags/{tag}/follow": "bois", "/api/v1/communes/{slug}/follow": "gien", "/api/v1/discussions/{slug}/follow": talk} {
		at = strings.NewReplacer("{slug}", at, "{tag}", at).Replace(path)
		r.writes(p, "PUT", path, at, nil, http.StatusNoContent)
		r.writes(p, "DELETE", path, at, nil, http.StatusNoContent)
	}

	draft := said{"as": company.Slug, "title": "Atelier des clés", "text": "À l'heure.", "purpose": "Se voir.", "price": "gratuit", "payer": "L'école", "commune": "45234", "place": "L'ECG", "link": "https://exemple.fr/salle",
		"start": "2027-01-12T18:30", "end": "2027-01-12T20:00", "deadline": "2027-01-10T12:00", "places": 5, "companions": 2, "approval": false, "audience": "everybody", "tags": []string{"bois"}}
	meet := r.writes(p, "POST", "/api/v1/events", "/api/v1/events", draft, http.StatusCreated).json().Slug
	e, err := c.h.Events.Mine(r.t.Context(), b.account.Viewer(), meet)
	d := event.Filled(e)
	d.Questions = []event.QuestionDraft{{Text: "Quel menu ?", Kind: string(event.AsksChoice), Choices: "Viande\nLégumes", Required: true}}
	if err == nil {
		e, err = c.h.Events.Edit(r.t.Context(), b.account.Viewer(), meet, d)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	one := "/api/v1/events/{slug}"
	at = "/api/v1/events/" + meet
	r.answer(one, p.asks(http.MethodGet, at, nil).is(http.StatusOK))
	r.writes(guest, "PUT", one+"/answer", at+"/answer", said{"says": "partant"}, http.StatusUnprocessableEntity)
	r.writes(guest, "PUT", one+"/answer", at+"/answer", said{"says": "partant", "companions": 1, "listed": true, "remind": "veille", "answers": map[string]string{e.Questions[0].ID: "Légumes"}}, http.StatusOK)
	r.answer(one+"/answer", guest.asks(http.MethodGet, at+"/answer", nil).is(http.StatusOK))
	r.writes(p, "PATCH", one, at, said{"title": "Un autre"}, http.StatusOK, header("If-Match", "*"))
	r.writes(p, "POST", one+"/cancel", at+"/cancel", said{"reason": "Il neige."}, http.StatusOK)
	r.writes(p, "DELETE", one, at, nil, http.StatusNoContent)

	r.writes(p, "DELETE", "/api/v1/comments/{id}", "/api/v1/comments/"+answer.ID, nil, http.StatusNoContent)
	alone := r.writes(p, "POST", "/api/v1/discussions", "/api/v1/discussions", said{"kind": "ouverte", "title": "Pour voir", "theme": "autre"}, http.StatusCreated).json().Slug
	r.writes(p, "DELETE", "/api/v1/discussions/{slug}", "/api/v1/discussions/"+alone, nil, http.StatusNoContent)
	r.writes(p, "DELETE", "/api/v1/posts/{slug}", "/api/v1/posts/"+post.Slug, nil, http.StatusNoContent)

	newcomer := c.h.join("nouvelle", "membre")
	c.h.page(newcomer, func(d *profile.Draft) { d.Kind, d.Name = profile.Person, "Nina Nouvelle" })
	held := r.writes(newcomer.caller(account.ScopeWrite), "POST", "/api/v1/posts", "/api/v1/posts", said{"text": "Voyez https://exemple.fr et https://exemple.org."}, http.StatusAccepted).json()
	if !held.Held || !strings.Contains(held.URL, "/decisions/") {
		r.t.Errorf("%+v", held)
	}
	r.fields(p)
}

// version is the slug of a version of a project.
func (c *cast) version(of profile.Profile, b *browser) string {
	c.h.t.Helper()
	c.h.hands.pass(time.Minute)
	p, err := c.h.Posts.Publish(c.h.t.Context(), b.account.Viewer(), post.Draft{Key: id.New(), Voice: of.ID, Title: "Un banc", Body: "En cours.", Version: "0.1"})
	if err != nil {
		c.h.t.Fatal(err)
	}
	return p.Slug
}

// fields asks each address that takes JSON which fields there are: those of the contract, no more and no fewer.
func (r reader) fields(p caller) {
	r.t.Helper()
	for path, methods := range r.Paths {
		for method, one := range methods {
			s := one.RequestBody.Content["application/json"].Schema
			if s.Ref == "" {
				continue
			}
			documented := slices.Sorted(maps.Keys(r.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")].Properties))
			a := p.asks(strings.ToUpper(method), strings.ReplaceAll(path, "{slug}", "x"), said{"rien": 1}).refuses(http.StatusUnprocessableEntity, "rien")
			_, list, _ := strings.Cut(a.json().Errors["rien"], "Il y a\u00a0: ")
			known := strings.Split(strings.TrimSuffix(list, "."), ", ")
			slices.Sort(known)
			if !slices.Equal(known, documented) {
				r.t.Errorf("%s %s takes %q, the contract says %q", method, path, known, documented)
			}
		}
	}
}

// Requests with keys say what they want in one header, which the document names.
func TestContractNamesTheKey(t *testing.T) {
	t.Parallel()
	h := open(t)
	var doc struct {
		Components struct {
			SecuritySchemes map[string]struct{ Type, Scheme string }
		}
	}
	if err := json.Unmarshal(h.visit().get("/api/v1/openapi.json").is(http.StatusOK).body, &doc); err != nil {
		t.Fatal(err)
	}
	if key := doc.Components.SecuritySchemes["key"]; key.Type != "http" || key.Scheme != "bearer" {
		t.Errorf("%+v", key)
	}
}
