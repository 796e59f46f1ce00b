package sample

import (
	"partant/internal/fault"
	"partant/internal/webhook"
	"partant/views"
)

// Relays are the programs that a page tells.
func Relays(wrong fault.Fields) views.RelaysPage {
	p := views.RelaysPage{Chrome: chrome("Prévenir un autre logiciel", views.NavNone, true), Slug: "club-des-deux-rives", Name: "Club des deux rives", Key: "k-1",
		Draft: views.RelayDraft{URL: "https://", Kinds: []webhook.Kind{webhook.Announced}}, Wrong: wrong,
		Hooks: []views.Relay{
			{ID: "h-1", URL: "https://exemple.fr/partant", Kinds: []webhook.Kind{webhook.Announced, webhook.Changed}, Since: "lundi 23 novembre 2026", Said: []views.RelaySaid{
				{Kind: webhook.Changed, State: webhook.Waits, At: "mardi 24 novembre 2026 à 9 h", Tried: true, Status: 503}, {Kind: webhook.Announced, State: webhook.Heard, At: "lundi 23 novembre 2026 à 18 h 30", Tried: true, Status: 204}}},
			{ID: "h-2", URL: "https://ancien.exemple.fr/une/adresse/plutot/longue", Kinds: []webhook.Kind{webhook.Counted}, Since: "lundi 23 novembre 2026", Stopped: true, Said: []views.RelaySaid{{Kind: webhook.Test, State: webhook.GivenUp, At: "lundi 23 novembre 2026 à 18 h 30", Tried: true}}},
		}}
	if wrong == nil {
		p.Secret, p.Turned = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true
	}
	return p
}

func relays() []Page {
	return []Page{{"/relais", 200, views.Relays(Relays(nil))}, {"/relais-erreurs", 422, views.Relays(Relays(fault.Fields{webhook.FieldURL: "Donnez une adresse qui commence par https://.", webhook.FieldKinds: "Choisissez au moins une chose à dire."}))}}
}
