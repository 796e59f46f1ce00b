package views

import (
	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/profile"
)

// FieldSecret carries the one-time key of the first administrator. The other fields are named by package account.
const FieldSecret = "cle"

// Fields of the forms of /compte/appareils and /bienvenue.
const (
	FieldDevice = "appareil"  // Session.ID
	FieldLater  = "plus_tard" // the step of the welcome is passed over
	FieldStep   = "etape"     // the step that the form is of, from 1
)

// SignInPage is /connexion.
type SignInPage struct {
	Chrome Chrome
	Email  string
	Next   string
	Wrong  fault.Fields
	Refuse string // why nobody was let in, one sentence; empty at first
}

// SignUpPage is /inscription.
type SignUpPage struct {
	Chrome Chrome
	Name   string
	Email  string
	Adult  bool
	Terms  bool
	Next   string
	Wrong  fault.Fields
}

// AccountPage is /compte.
type AccountPage struct {
	Chrome   Chrome
	Name     string
	Email    string
	Since    string // ready: Day(…)
	Pages    []Card // pages of the member
	Sessions []Session
	Role     string // « administrateur »; empty for a member
}

// Session is one browser that is signed in.
type Session struct {
	ID      string // what its form sends as FieldDevice; not the secret
	Device  string // « Firefox sur Linux »
	Since   string
	Seen    string
	Current bool
}

// WelcomePage is /bienvenue: the three steps of a new member.
type WelcomePage struct {
	Chrome Chrome
	Step   int // 1: who are you, 2: your company, 3: who is near you
	Name   string
	Title  string // field profile.FieldPitch: « gérante d'une boulangerie »
	Town   string
	Towns  []string
	Wrong  fault.Fields
	Found  []Card // step 2: pages that look like theirs. Step 3: pages near them
	Query  string // step 2: the name they searched
	Pages  []Card // step 2: pages they already have
}

// FirstAdminPage is the one-time page of the first administrator. A visitor is asked to sign up or in first, and comes back.
type FirstAdminPage struct {
	Chrome Chrome
	Secret string
	Over   bool // the link was used, is too old, or there is an administrator already
}

// entryOrder is the order of the questions of signing in and up.
var entryOrder = []string{account.FieldName, account.FieldEmail, account.FieldPassword, account.FieldAdult, account.FieldTerms}

// welcomeOrder is that of the first step of the welcome: the fields of a profile.
var welcomeOrder = []string{string(profile.FieldName), string(profile.FieldPitch), string(profile.FieldCommune)}

var welcomeSteps = [...]string{"Qui êtes-vous\u00a0?", "Votre entreprise", "Vos voisins"}
