package views

import (
	"strings"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/treatment"
)

// DataPage is /compte/donnees: what a member may take along.
type DataPage struct {
	Chrome   Chrome
	Sections []string // what the archive holds, one sentence each
}

// LeavePage is /compte/suppression: what becomes of everything when a member leaves.
type LeavePage struct {
	Chrome Chrome
	Email  string // what must be typed
	Typed  string
	Days   int
	Until  string // ready: Moment(…)
	Alone  []Card // pages that nobody else owns
	Shared []Card // pages with another owner, or that the member only helps with
	More   bool   // there are more pages than are shown
	Wrong  fault.Fields
}

// LeavingPage is /compte/depart: the one thing that a member who leaves can still do.
type LeavingPage struct {
	Chrome       Chrome
	Asked, Until string // ready: Moment(…)
}

// AgreePage is /conditions/accepter: the terms of use have changed.
type AgreePage struct {
	Chrome  Chrome
	Version string // ready: the day of the terms
	Before  string // when others were accepted; empty when none were
	Agreed  bool   // these already are
	Next    string
}

// TermsDay is the day of the terms of use.
func TermsDay() string { return Since(account.TermsVersion) }

// SecurityContact is where a weakness is reported, as an address; empty while nobody is named.
func (s *Site) SecurityContact() string {
	p := s.Publisher
	switch to := firstOf(p.Security, p.Email); {
	case to == "", strings.HasPrefix(to, "https://"):
		return to
	default:
		return string(mailto(to))
	}
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// treatmentFacts are what the law asks to be told of a treatment.
func treatmentFacts(t treatment.Treatment) []Fact {
	return []Fact{{Label: "Données", Text: t.Data}, {Label: "Ce qui le permet", Text: t.Basis}, {Label: "Durée", Text: t.Kept}, {Label: "Qui le voit", Text: t.Recipients}}
}
