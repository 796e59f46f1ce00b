package views

import "partant/internal/fault"

// Names of the fields of the forms about accounts.
const (
	FieldEmail    = "email"
	FieldPassword = "mot_de_passe"
	FieldName     = "nom"
	FieldAdult    = "quinze_ans" // « J'ai 15 ans ou plus »
	FieldTerms    = "conditions"
	FieldSecret   = "cle" // the one-time key of the first administrator
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
	ID      string // what its form sends; not the secret
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
	Title  string // « gérante d'une boulangerie »
	Town   string
	Towns  []string
	Wrong  fault.Fields
	Found  []Card // step 2: pages that look like theirs. Step 3: pages near them
	Query  string // step 2: the name they searched
	Pages  []Card // step 2: pages they already have
}

// FirstAdminPage is the one-time page of the first administrator.
type FirstAdminPage struct {
	Chrome Chrome
	Secret string
	Name   string
	Email  string
	Wrong  fault.Fields
}
