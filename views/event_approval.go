package views

import "partant/internal/event"

// DoReopen is what the form takes back of a verdict: a value of FieldDo, beside DoAccept and DoDecline.
const DoReopen = string(event.Reopen)

// ParamJudged names in an address the answer that a verdict was just given to.
const ParamJudged = "fait"

// JudgedComer is an answer that a verdict was just given to, and what became of it.
type JudgedComer struct {
	ID   string // empty: none
	Name string
	Seat event.Seat
}

// said says what became of it.
func (j JudgedComer) said() string {
	switch j.Seat {
	case event.Placed:
		return j.Name + joint + ": c'est oui. Une place est gardée, une lettre le dit."
	case event.Waiting:
		return j.Name + joint + ": c'est oui, mais c'est complet. Cette personne est en liste d'attente, une lettre le dit."
	case event.Declined:
		return j.Name + joint + ": c'est non. Une lettre le dit."
	}
	return j.Name + joint + ": votre réponse est reprise, cette demande attend de nouveau."
}

// asked says how many requests wait for an answer.
func (r EventRoom) asked() string { return Plural(r.Asked, "demande attend", "demandes attendent") }

// groups are the lists that the page of who answered proposes: those of requests where there are any, or may be.
func (p ComersPage) groups() (all []comersGroup) {
	for _, g := range comersGroups {
		asked := g.Group == event.GroupAsked && (p.Approval || p.Room.Asked > 0)
		declined := g.Group == event.GroupDeclined && p.Room.Declined > 0
		if g.Group != event.GroupAsked && g.Group != event.GroupDeclined || asked || declined || g.Group == p.Group {
			all = append(all, g)
		}
	}
	return all
}

// judges reports whether who reads may answer the requests of a list.
func (p ComersPage) judges() bool { return p.Judges && p.Group == event.GroupAsked }

// reopens reports whether who reads may take back what was said to one of a list.
func (p ComersPage) reopens(c *Comer) bool {
	return p.Judges && (p.Group == event.GroupDeclined || c.Agreed && (p.Group == event.GroupPlaced || p.Group == event.GroupWaiting))
}

// mineMore says the rest of where somebody stands.
func (p EventPage) mineMore() string {
	if p.Mine.Seat == event.Asked && p.Room.Begun {
		return "Ceux qui organisent n'ont pas répondu avant le début."
	}
	return p.Mine.more()
}

// needsYes reports whether « partant » is a request: hosts have a say, and have not said yes to who reads.
func (p EventPage) needsYes() bool { return p.Approval && (p.Mine == nil || !p.Mine.Agreed) }

// turnedDown reports whether a host said no to who reads, so that there is nothing to answer.
func (p EventPage) turnedDown() bool {
	return p.Approval && p.Mine != nil && p.Mine.Seat == event.Declined
}

// asking reports whether who reads waits for a yes.
func (p EventPage) asking() bool { return p.Mine != nil && p.Mine.Seat == event.Asked }

// wordID is the id of the field of a word: that of the form field where it was refused, since the summary leads there.
func (p ComersPage) wordID(c *Comer) string {
	if p.About == c.ID {
		return fieldID(event.FieldWord)
	}
	return "mot-" + c.ID
}
