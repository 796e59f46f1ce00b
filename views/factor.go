package views

import "partant/internal/fault"

// Fields of the forms of second factors, passkeys and providers.
const (
	FieldAnswer  = "reponse" // what a device signed, as JSON: filled by public/js/passkey.js
	FieldLabel   = "libelle" // what a passkey is called
	FieldDo      = "faire"   // what is wanted of the second factor: one of the Do
	FieldService = "service" // key of a provider
)

// What the forms of /compte/verification ask for.
const (
	DoSetUp  = "application" // put an application of codes in place
	DoRemove = "retirer"     // take it away
	DoPrint  = "codes"       // print new codes
)

// Service is a provider as its button shows it.
type Service struct{ Key, Label string }

// VerifyPage is /connexion/verification: the second step of signing in.
type VerifyPage struct {
	Chrome Chrome
	App    bool   // the account has an application of codes
	Keys   bool   // it has passkeys, and there are passkeys here
	Rescue bool   // printed codes are left
	Refuse string // why the passkey did not let in, one sentence
	Wrong  fault.Fields
}

// FactorsPage is /compte/verification.
type FactorsPage struct {
	Chrome Chrome
	App    string // since when there is an application of codes, ready; empty: there is none
	Keys   int    // how many passkeys
	Rescue int    // how many printed codes are left
	Here   bool   // there are passkeys at this address
	Role   string // « administrateur »; empty for a member
}

// SetUpPage is /compte/verification/application: a phone reads the code, and proves it.
type SetUpPage struct {
	Chrome Chrome
	Path   string   // the QR code: d of an SVG path
	Size   string   // its viewBox
	Secret []string // in groups of four, for who cannot read it with a camera
	Wrong  fault.Fields
}

// RescuePage shows printed codes, once.
type RescuePage struct {
	Chrome Chrome
	Codes  []string
	Site   string // « Partant Loiret »
	For    string // the e-mail of the account
}

// KeysPage is /compte/cles.
type KeysPage struct {
	Chrome Chrome
	Keys   []Passkey
	Here   bool   // there are passkeys at this address
	First  bool   // the account has no factor yet: printed codes come with it
	Refuse string // why the last one was not kept, one sentence
}

// Passkey is one passkey of a member.
type Passkey struct {
	ID    string // what its form sends as FieldRemove
	Label string
	Since string // ready
	Used  string // ready; empty: never
}

// ServicesPage is /compte/services.
type ServicesPage struct {
	Chrome Chrome
	Linked []LinkedService
	Offers []Service // those that may be linked
	Next   string    // where to go once one is; empty: back here
}

// LinkedService is a provider that opens the account.
type LinkedService struct {
	ID    string // what its form sends as FieldRemove
	Label string
	Email string // of the account there; may be empty
	Since string // ready
}

// LinkServicePage is /compte/services/lier: somebody who came from a provider has signed in, and says whether it may open
// their account from now on.
type LinkServicePage struct {
	Chrome Chrome
	Label  string
	Email  string // of the account there
	Mine   string // of the account here
}

// AwayPage leads to a provider. The policy of the site lets no form be sent on to another one, so the browser goes by
// itself, and a link is there for one that does not.
type AwayPage struct {
	Chrome Chrome
	Label  string
	URL    string
}

// RefusedPage says why a provider let nobody in, and what to do.
type RefusedPage struct {
	Chrome Chrome
	Title  string
	Say    string
	Back   Link // the way to try again
}

// joins says who a provider knows, on the pages that make an account of it.
func joins(label string) string {
	return "Votre compte " + label + " ouvrira aussi ce compte-ci."
}

// When says since when the passkey is there, and when it was used.
func (k Passkey) When() string {
	if k.Used == "" {
		return "ajoutée " + k.Since
	}
	return "ajoutée " + k.Since + ", utilisée " + k.Used
}

// When says which account it is, and since when it opens this one.
func (l LinkedService) When() string {
	if l.Email == "" {
		return "depuis le " + l.Since
	}
	return l.Email + ", depuis le " + l.Since
}
