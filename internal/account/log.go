package account

import (
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/id"
)

// Line is one thing that happened to an account, for its member to read.
type Line struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	What   What      `json:"what"`
	Agent  string    `json:"agent,omitempty"`  // the browser it was done from, as it names itself
	Told   string    `json:"told,omitempty"`   // the address to tell, when it is not the account's any more
	Reason string    `json:"reason,omitempty"` // as whoever did it gives it
	Until  time.Time `json:"until,omitzero"`   // when what it speaks of comes to pass
}

// What happened.
type What string

// What a log tells.
const (
	Opened          What = "ouverture"               // the account was made
	Entered         What = "connexion"               // from a browser
	PasswordSet     What = "mot-de-passe"            // set, changed
	PasswordRemoved What = "sans-passe"              // taken away
	Moved           What = "adresse"                 // the e-mail address changed
	EndedElsewhere  What = "deconnexions"            // every other browser was signed out
	RoleChanged     What = "role"                    // by an administrator
	FactorAdded     What = "facteur-ajoute"          // a second factor
	FactorRemoved   What = "facteur-retire"          //
	KeyAdded        What = "cle-ajoutee"             // a passkey
	KeyRemoved      What = "cle-retiree"             //
	ProgramAdded    What = "programme-ajoute"        // a program may ask in their name; Reason is what it is called
	ProgramRemoved  What = "programme-retire"        //
	Linked          What = "compte-lie"              // an account elsewhere signs in here
	Unlinked        What = "compte-delie"            //
	Closing         What = "suppression"             // will be deleted
	Kept            What = "suppression-non"         // will not be deleted after all
	Lapsing         What = "sans-visite"             // will be deleted unless somebody signs in
	LapsingShut     What = "suspendu-sans-visite"    // will be deleted, and nobody can sign in
	Lapsed          What = "suppression-sans-visite" // begins to be deleted: nobody signed in
	Suspended       What = "suspension"              // by a moderator
	Restored        What = "retablissement"          //
	RescueMade      What = "codes-secours"           // ten new printed codes
	RescueUsed      What = "secours-utilise"         // one of them let somebody in
	FactorsReset    What = "facteurs-otes"           // all of them, by whoever runs the machine
	Renamed         What = "nom"                     // the name that letters call them by
	Exported        What = "donnees"                 // all that is kept of them was taken along
)

// told lists what is also said by letter: whoever did it may not be the member.
var told = []What{Opened, PasswordSet, PasswordRemoved, Moved, RoleChanged, FactorAdded, FactorRemoved, KeyAdded, KeyRemoved,
	ProgramAdded, Linked, Unlinked, Closing, Kept, Lapsing, LapsingShut, Lapsed, Suspended, Restored, RescueMade, RescueUsed, FactorsReset, Exported}

// LogMost is how many lines an account keeps.
const LogMost = 100

// OwesNotice is the debt of the letter about a line; the debt has the line's id.
const OwesNotice = "avis"

// note adds a line to the log, and the debt of telling it where it is told. The write that changes the account is the
// write that notes it.
func (a *Account) note(now time.Time, what What, agent string) *Line {
	e := Line{ID: id.New(), At: now, What: what, Agent: agent}
	a.Log = append(a.Log, e)
	if over := len(a.Log) - LogMost; over > 0 {
		a.Log = slices.Delete(a.Log, 0, over)
	}
	if slices.Contains(told, what) {
		a.Owes = append(a.Owes, debt.Debt{ID: e.ID, Kind: OwesNotice, Due: now})
	}
	return &a.Log[len(a.Log)-1]
}

// Line returns the line of the log with an id.
func (a *Account) Line(id string) (Line, bool) {
	i := slices.IndexFunc(a.Log, func(l Line) bool { return l.ID == id })
	if i < 0 {
		return Line{}, false
	}
	return a.Log[i], true
}
