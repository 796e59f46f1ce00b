package views

import (
	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/lang"
	"partant/internal/profile"
)

// FieldSecret carries the one-time key of the first administrator. The other fields are named by package account.
const FieldSecret = "cle"

// Fields of the forms of /compte/appareils and /bienvenue.
const (
	FieldDevice = "appareil"  // Session.ID
	FieldLater  = "plus_tard" // the step of the welcome is passed over
	FieldStep   = "etape"     // the step that the form is of, from 1
	FieldRemove = "retirer"   // the password is taken away
)

// SignInPage is /connexion.
type SignInPage struct {
	Chrome Chrome
	Email  string
	Next   string
	Wrong  fault.Fields
	Refuse string // why nobody was let in, one sentence; empty at first

	Keys     bool // there are passkeys at this address
	Services []Service
}

// CodePage is /connexion/entrer: the code of the letter is typed.
type CodePage struct {
	Chrome Chrome
	Email  string // where the letter went
	Outbox bool   // letters are only written to a folder: nobody gets them by post
	Wrong  fault.Fields
}

// LinkPage is the link of a letter: opening it changes nothing yet, a button does.
type LinkPage struct {
	Chrome Chrome
	Email  string
	Secret string
	Known  bool // there is an account
}

// FinishPage is /inscription/fin: what an account still needs once its address is known to be theirs.
type FinishPage struct {
	Chrome Chrome
	Email  string
	Name   string
	Adult  bool
	Terms  bool
	From   string // the provider that they come from, or empty
	Wrong  fault.Fields
}

// SignUpPage is /inscription.
type SignUpPage struct {
	Chrome Chrome
	Name   string
	Email  string
	Adult  bool
	Terms  bool
	Next   string
	From   string // the provider that they come from, or empty
	Wrong  fault.Fields

	Services []Service
}

// ConfirmPage is /compte/confirmer: somebody shows once more who they are.
type ConfirmPage struct {
	Chrome   Chrome
	Email    string
	Password bool // the account has one
	Factored bool // a second step follows
	Keys     bool // it has passkeys, and there are passkeys here
	Next     string
}

// PasswordPage is /compte/mot-de-passe.
type PasswordPage struct {
	Chrome Chrome
	Has    bool // the account has one
	Wrong  fault.Fields
}

// MovePage is /compte/adresse.
type MovePage struct {
	Chrome Chrome
	Now    string // the address of the account
	Email  string // the one that was typed
	Wrong  fault.Fields
}

// MovedPage is /compte/adresse/codes: the codes of two letters are typed.
type MovedPage struct {
	Chrome   Chrome
	Old, New string
	Outbox   bool // letters are only written to a folder
	Wrong    fault.Fields
}

// JournalPage is /compte/journal.
type JournalPage struct {
	Chrome Chrome
	Lines  []JournalLine // the newest first
	Most   int           // how many are kept
}

// JournalLine is one thing that happened to an account.
type JournalLine struct {
	At, What string
	Device   string // « Firefox sur Linux »; empty when nobody did it from a browser
	Reason   string
}

// SendAgainPage holds what somebody typed in a form of a session that is over, or of another.
type SendAgainPage struct {
	Chrome Chrome
	Action string // local path that the form is sent to
	Fields []Typed
}

// Typed is one answer to a form.
type Typed struct{ Name, Value string }

// AccountPage is /compte.
type AccountPage struct {
	Chrome   Chrome
	Name     string
	Email    string
	Since    string // ready: Day(…)
	Pages    []OwnPage
	Sessions []Session
	Role     string // « administrateur »; empty for a member
	Password bool   // the account has one
	Factored bool   // it asks for a second factor
	Keys     bool   // there are passkeys at this address
	Services bool   // there are providers
	Letters  account.Letters
	Language lang.Tag
	Rhythm   account.Rhythm
	Wrong    fault.Fields
	Discreet bool // they are left out where followers are listed
}

// LettersFromAll is what the form of an account sends for account.LettersFromAll, which is empty: a form that sends
// nothing means nothing.
const LettersFromAll = "tous"

// wishes are the choices of who may write, with their words.
func (p AccountPage) wishes() []Option {
	return []Option{{Value: LettersFromAll, Text: "Tout le monde"}, {Value: string(account.LettersFromMembers), Text: "Les membres du site seulement"},
		{Value: string(account.LettersFromNobody), Text: "Personne"}}
}

// wants reports whether a choice is the one that was made.
func (p AccountPage) wants(value string) bool {
	return value == string(p.Letters) || value == LettersFromAll && p.Letters == account.LettersFromAll
}

// rhythms are the choices of how often letters tell what is new, with their words.
func rhythms() []Option {
	return []Option{{Value: account.AtOnce.String(), Text: "Tout de suite quand cela me concerne, et une fois par jour pour le reste"},
		{Value: account.Daily.String(), Text: "Une fois par jour, le matin"}, {Value: account.Weekly.String(), Text: "Une fois par semaine, le lundi matin"},
		{Value: account.Never.String(), Text: "Jamais"}}
}

// languages are the languages of letters, each under its own name.
func (p AccountPage) languages() []Option {
	return []Option{{Value: lang.French.String(), Text: "Français"}, {Value: lang.English.String(), Text: "English"}}
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
	Found  []Card // step 2: pages that look like theirs. Step 3: pages near them, to be followed
	Query  string // step 2: the name they searched
	Pages  []Card // step 2: pages they already have

	Follows map[string]bool // step 3: slugs of those that they follow already
}

// FirstAdminPage is the one-time page of the first administrator. A visitor is asked to sign up or in first, and comes back.
type FirstAdminPage struct {
	Chrome Chrome
	Secret string
	Over   bool // the link was used, is too old, or there is an administrator already
}

// entryOrder is the order of the questions of signing in and up.
var entryOrder = []string{account.FieldName, account.FieldEmail, account.FieldPassword, account.FieldAdult, account.FieldTerms, account.FieldCode, account.FieldOldCode}

// welcomeOrder is that of the first step of the welcome: the fields of a profile.
var welcomeOrder = []string{string(profile.FieldName), string(profile.FieldPitch), string(profile.FieldCommune)}

var welcomeSteps = [...]string{"Qui êtes-vous\u00a0?", "Votre entreprise", "Vos voisins"}
