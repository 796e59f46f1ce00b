package profile

import (
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/id"
	"partant/internal/viewer"
)

// Act is something that was done to a page and that those who own it are told.
type Act struct {
	ID     string    `json:"id"`
	What   Deed      `json:"what"`
	By     string    `json:"by,omitempty"` // account
	Reason string    `json:"reason,omitempty"`
	At     time.Time `json:"at"`
	Told   []Told    `json:"told,omitempty"` // letters about it
}

// Told is one letter about an act.
type Told struct {
	ID string `json:"id"` // also of its debt
	To string `json:"to"` // account
}

// Deed is what an act was.
type Deed string

// The deeds.
const (
	TookDown Deed = "retrait"       // a moderator took the page down
	Returned Deed = "retour"        // a moderator brought it back
	Reverted Deed = "version"       // a moderator made it what it was
	Unmarked Deed = "marque-perdue" // somebody made another of it: it is no longer verified
)

// actsKept is how many acts a page remembers.
const actsKept = 20

// act notes what v did to p, and owes a letter to each owner but v.
func (s *Service) act(p *Profile, v viewer.Viewer, what Deed, reason string) {
	a := Act{ID: id.New(), What: what, By: v.Account, Reason: reason, At: s.now()}
	for _, to := range p.Readers().Accounts {
		if to == v.Account {
			continue
		}
		told := Told{ID: id.New(), To: to}
		a.Told = append(a.Told, told)
		p.Owes = append(slices.Clone(p.Owes), debt.Debt{ID: told.ID, Kind: OwesLetter, Due: a.At})
	}
	p.remember(a)
}

func (p *Profile) remember(a Act) {
	p.Acts = append(slices.Clone(p.Acts), a)
	p.Acts = p.Acts[max(0, len(p.Acts)-actsKept):]
}

// ActOf returns the act that a letter is about, and to which account the letter goes.
func (p *Profile) ActOf(letter string) (a Act, to string, ok bool) {
	for _, a := range p.Acts {
		for _, told := range a.Told {
			if told.ID == letter {
				return a, told.To, true
			}
		}
	}
	return Act{}, "", false
}

// unnameActs takes an account out of what was done to p, and reports whether it was there. Letters to it are owed no more.
func (p *Profile) unnameActs(account string) (found bool) {
	acts := slices.Clone(p.Acts)
	for i := range acts {
		if acts[i].By == account {
			acts[i].By, found = Left, true
		}
		acts[i].Told = slices.DeleteFunc(slices.Clone(acts[i].Told), func(told Told) bool {
			if told.To == account {
				p.Owes.Clear(debt.Debt{ID: told.ID})
				found = true
			}
			return told.To == account
		})
	}
	p.Acts = acts
	return found
}
