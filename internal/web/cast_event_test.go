package web_test

import (
	"net/url"
	"strings"
	"time"

	"partant/internal/comment"
	"partant/internal/event"
	"partant/internal/id"
	"partant/internal/minutes"
	"partant/internal/profile"
	"partant/internal/trap"
	"partant/internal/viewer"
	"partant/internal/webhook"
	"partant/views"
)

// meets is the slug of an event that the owner announces in the name of a page; other is partant.
func (c *cast) meets(p profile.Profile) string {
	c.h.t.Helper()
	if known, ok := c.events.Load(p.ID); ok {
		return known.(string)
	}
	ctx, owner := c.h.t.Context(), c.of["owner"].account.Viewer()
	e, err := c.h.Events.Announce(ctx, owner, event.Draft{Key: id.New(), Voice: p.ID, Title: "Atelier " + c.number(), Purpose: "Se voir", Place: "L'ECG", Commune: "45155", Day: "2027-01-12", Hour: "18:30", EndHour: "20:00"})
	if err == nil {
		_, err = c.h.Events.Say(ctx, c.of["other"].account.Viewer(), e.Slug, event.Reply{Says: string(event.Partant)})
	}
	if err == nil {
		err = c.h.Minutes.Propose(ctx, c.of["other"].account.Viewer(), e.Slug, minutes.Proposal{Key: id.Named("sujet", e.Slug), Title: "Le quai"})
	}
	if err != nil {
		c.h.t.Fatal(err)
	}
	c.events.Store(p.ID, e.Slug)
	return e.Slug
}

// atEvent fills the parameters of a route of events.
func (c *cast) atEvent(route string, p profile.Profile, values map[string]string) {
	if strings.HasPrefix(strings.TrimPrefix(route, "/api/v1"), "/events/:slug") || strings.HasPrefix(route, "/evenements/:slug") {
		values[":slug"] = c.meets(p)
		values[":id"] = id.Named("sujet", values[":slug"])
	}
	if route == "/evenements/:slug/demandes/:id" {
		e, err := c.h.Events.Public(c.h.t.Context(), values[":slug"])
		if err != nil {
			c.h.t.Fatal(err)
		}
		values[":id"] = event.IDOf(e.ID, event.Member(c.of["other"].account.ID))
	}
	values[":month"] = "2027-01"
	if route == "/agenda/:id/:secret.ics" {
		a, err := c.h.Accounts.Get(c.h.t.Context(), c.of["other"].account.ID)
		if err == nil && a.Agenda == "" {
			a, err = c.h.Accounts.OpenAgenda(c.h.t.Context(), a.ID)
		}
		if err != nil {
			c.h.t.Fatal(err)
		}
		values[":id"], values[":secret"], _ = strings.Cut(c.h.Accounts.AgendaLink(&a), "/")
	}
}

// eventForm is what the form behind a POST route of events asks for, rightly filled.
func (c *cast) eventForm(route string, p profile.Profile) url.Values {
	switch route {
	case "/evenements", "/evenements/:slug/modifier":
		form := workshop()
		form.Set(views.FieldKey, id.New())
		form.Set(viewer.FieldVoice, p.ID)
		return form
	case "/evenements/:slug/hotes":
		return url.Values{event.FieldHost: {"rien-de-tel"}}
	case "/evenements/:slug/demandes/:id":
		return url.Values{views.FieldDo: {views.DoAccept}}
	case "/evenements/:slug/image":
		return url.Values{views.FieldDo: {views.DoNoCover}}
	case "/evenements/:slug/ordre-du-jour":
		return url.Values{minutes.FieldTitle: {"La fibre"}, views.FieldKey: {id.New()}}
	case "/evenements/:slug/compte-rendu/modifier":
		return url.Values{minutes.FieldBody: {"Nous étions douze."}}
	case "/fiches/:slug/relais":
		return url.Values{views.FieldKey: {id.New()}, views.FieldDo: {views.DoRelayAdd}, webhook.FieldURL: {"https://exemple.fr/partant"}, webhook.FieldKinds: {string(webhook.Announced)}}
	case "/evenements/importer":
		return url.Values{views.FieldCalendar: {season}, viewer.FieldVoice: {p.ID}}
	case "/evenements/:slug/serie":
		return url.Values{event.FieldRhythm: {string(event.Weekly)}, event.FieldTimes: {"3"}}
	case "/evenements/:slug/annuler":
		return url.Values{event.FieldReason: {"Il neige."}}
	case "/evenements/:slug/reponses":
		return url.Values{views.FieldKey: {id.New()}, comment.FieldBody: {"À quelle heure ?"}}
	case "/evenements/:slug/reponse":
		return url.Values{event.FieldSays: {string(event.Maybe)}}
	case "/evenements/:slug/accueil":
		return url.Values{event.FieldWho: {"Une voisine"}, event.FieldPeople: {"1"}, views.FieldKey: {id.New()}, views.FieldGesture: {string(event.Enter)}}
	case "/evenements/:slug/accueil/gestes":
		return url.Values{views.FieldGestures: {"[]"}}
	case "/evenements/:slug/partant":
		key := c.h.Trap.Key("partant")
		c.h.hands.pass(4 * time.Second)
		return url.Values{event.FieldSays: {string(event.Partant)}, event.FieldName: {"Nina"}, event.FieldEmail: {"nina" + c.number() + "@exemple.invalid"}, trap.FieldKey: {key}}
	}
	return nil
}
