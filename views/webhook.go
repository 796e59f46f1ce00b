package views

import (
	"slices"
	"strconv"

	"partant/internal/fault"
	"partant/internal/webhook"
)

// FieldRelay names the program that a button of /fiches/{slug}/relais is about; FieldDo is one of those below.
const (
	FieldRelay    = "relais"
	DoRelayAdd    = "ajouter"
	DoRelayChoose = "regler"
	DoRelayTurn   = "secret"
	DoRelayTry    = "essai"
	DoRelayEnd    = "retirer"
)

// RelaysPage is /fiches/{slug}/relais.
type RelaysPage struct {
	Chrome   Chrome
	Slug     string
	Name     string
	Hooks    []Relay
	Most     bool // there is room for no more
	Key      string
	Draft    RelayDraft
	Wrong    fault.Fields
	Secret   string // shown this once
	SecretOf string // address of the program
	Turned   bool   // it is another than before
}

// RelayDraft is what somebody asks for.
type RelayDraft struct {
	URL   string
	Kinds []webhook.Kind
}

// Relay is a program that is told.
type Relay struct {
	ID      string
	URL     string
	Kinds   []webhook.Kind
	Since   string
	Stopped bool
	Said    []RelaySaid // the last first
}

// RelaySaid is one thing that was said to it.
type RelaySaid struct {
	Kind   webhook.Kind
	State  webhook.State
	Status int
	At     string
	Tried  bool
}

// relayKind is a kind in words.
func relayKind(k webhook.Kind) string {
	switch k {
	case webhook.Announced:
		return "Un événement est annoncé"
	case webhook.Changed:
		return "Il change"
	case webhook.Cancelled:
		return "Il n'aura pas lieu, ou n'est plus là"
	case webhook.Counted:
		return "Le nombre de réponses change (jamais les noms)"
	}
	return "Essai"
}

// became says what came of it.
func (s RelaySaid) became() string {
	status := ""
	switch {
	case s.Status != 0:
		status = " (réponse " + strconv.Itoa(s.Status) + ")"
	case s.Tried:
		status = " (pas de réponse)"
	}
	switch s.State {
	case webhook.Heard:
		return "reçu" + status
	case webhook.GivenUp:
		return "abandonné" + status
	}
	if s.Tried {
		return "sera redit" + status
	}
	return "part dans un instant"
}

func chosen(all []webhook.Kind, k webhook.Kind) bool { return slices.Contains(all, k) }

var relayOrder = []string{webhook.FieldURL, webhook.FieldKinds}
