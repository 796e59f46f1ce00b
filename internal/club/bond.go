package club

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
)

// Bond is what a club has with a network of clubs. It stands in the room of the club, so that one write says in how many networks the
// club is, and that it is no network itself: a network holds clubs alone, so nothing can hold itself, whatever becomes of others
// at the same instant.
type Bond struct {
	Network string    `json:"network"` // id of its page
	State   State     `json:"state"`   // Asked by the club, Invited by the network, In; or how it ended
	At      time.Time `json:"at"`      // since when
	Until   time.Time `json:"until,omitzero"`
}

// How a bond ended besides Refused and Removed, which the network said, and Declined, which the club did.
const Left State = "parti" // the club left

// MaxNetworks is how many networks a club may be in, or ask to come into; MaxOffers is how many may invite it at once.
const (
	MaxNetworks = 5
	MaxOffers   = 20
)

// The kinds of debts of a room: those who answer for the one or the other side are told how their bond stands.
const (
	OwesNetwork = "reseau"
	OwesClub    = "club"
)

// Side is one of the two that consent to a bond.
type Side string

// The sides, named as the debts by which each is told.
const (
	OfClub    Side = OwesClub
	OfNetwork Side = OwesNetwork
)

func (s Side) other() Side {
	if s == OfClub {
		return OfNetwork
	}
	return OfClub
}

// Act is what one side does about a bond.
type Act string

// The acts.
const (
	Propose Act = "proposer" // asks, invites; says yes to who proposed already
	Accept  Act = "accepter"
	Refuse  Act = "refuser"
	End     Act = "retirer" // takes back what it proposed, leaves, takes out
)

// states are what a side proposes, what it answers, and what it says when it refuses or ends a bond.
func (s Side) states() (mine, theirs, no, out State) {
	if s == OfClub {
		return Asked, Invited, Declined, Left
	}
	return Invited, Asked, Refused, Removed
}

// Key is what lists of rooms are ordered by.
func (r *Room) Key() string { return text.Fold(r.Name) }

// Shelves are where a room is found by its bonds: see Bound.
func (r *Room) Shelves() (all []string) {
	for _, b := range r.Bonds {
		all = append(all, Bound(b.Network, ""), Bound(b.Network, b.State))
	}
	return all
}

// Bound names the rooms whose bond with a network is in one state, or in any.
func Bound(network string, s State) string { return network + "|" + string(s) }

// Bond is what a room has with a network; the zero Bond: nothing.
func (r *Room) Bond(network string) Bond {
	if i := r.bond(network); i >= 0 {
		return r.Bonds[i]
	}
	return Bond{}
}

func (r *Room) bond(network string) int {
	return slices.IndexFunc(r.Bonds, func(b Bond) bool { return b.Network == network })
}

// Bound are the bonds of a room in one state.
func (r *Room) Bound(s State) (all []Bond) {
	for _, b := range r.Bonds {
		if b.State == s {
			all = append(all, b)
		}
	}
	return all
}

// step is what becomes of a bond by an act of one side. Told reports whether the other side is told. Errors: ErrKept for a while after the
// other side said no; ErrOver when there is nothing to answer any more.
func (b Bond) step(by Side, do Act, now time.Time) (_ Bond, told bool, err error) {
	mine, theirs, no, out := by.states()
	_, _, theirNo, theirOut := by.other().states()
	keeps := b.State == theirNo || b.State == theirOut
	switch {
	case b.State == In && do != End, do == Propose && b.State == mine:
		return b, false, overIf(do == Refuse)
	case b.State == theirs && (do == Propose || do == Accept):
		return Bond{b.Network, In, now, time.Time{}}, true, nil
	case do == Propose && keeps && now.Before(b.Until):
		return b, false, ErrKept
	case do == Propose:
		return Bond{b.Network, mine, now, time.Time{}}, true, nil
	case b.State == theirs && do == Refuse:
		return Bond{b.Network, no, now, now.AddDate(0, 0, refusalDays)}, true, nil
	case b.State == In:
		return Bond{b.Network, out, now, now.AddDate(0, 0, refusalDays)}, true, nil
	case b.State == mine && do == End:
		return Bond{Network: b.Network}, false, nil
	}
	return b, false, overIf(do == Accept || b.State == theirs)
}

func overIf(over bool) error {
	if over {
		return ErrOver
	}
	return nil
}

// act changes the bond of a room with a network. Errors: fault.Fields of FieldPage; ErrOver.
func (r *Room) act(network string, by Side, do Act, now time.Time) error {
	was := r.Bond(network)
	was.Network = network
	b, told, err := was.step(by, do, now)
	if errors.Is(err, ErrKept) {
		return fault.Fields{FieldPage: keptOut(by, was.Until)}
	}
	if err == nil {
		err = r.hasRoom(&was, &b)
	}
	if err != nil || b == was {
		return err
	}
	r.Bonds = slices.DeleteFunc(slices.Clone(r.Bonds), func(o Bond) bool { return o.Network == network || !o.Until.IsZero() && now.After(o.Until) })
	r.disown(network)
	if b.State != "" {
		r.Bonds = append(r.Bonds, b)
	}
	if len(r.Bonds) == 0 {
		r.Bonds = nil
	}
	if told {
		r.Owes = append(r.Owes, debt.Debt{ID: id.New(), Kind: string(by.other()), Due: now, From: network})
	}
	return nil
}

// disown takes back what was to be told of a bond: what is told is how it stands now.
func (r *Room) disown(network string) {
	r.Owes = slices.DeleteFunc(slices.Clone(r.Owes), func(d debt.Debt) bool { return d.From == network })
	if len(r.Owes) == 0 {
		r.Owes = nil
	}
}

// hasRoom says why a bond cannot become what it would, in the form of whoever acts.
func (r *Room) hasRoom(was, b *Bond) error {
	live := b.State == In || b.State == Asked
	switch {
	case r.Network && (live || b.State == Invited):
		return fault.Fields{FieldPage: "Un réseau rassemble des clubs : il n'entre pas lui-même dans un réseau."}
	case live && was.State != In && was.State != Asked && len(r.Bound(In))+len(r.Bound(Asked)) >= MaxNetworks:
		return fault.Fields{FieldPage: fmt.Sprintf("Un club est dans %d réseaux au plus, demandes comprises.", MaxNetworks)}
	case b.State == Invited && was.State != Invited && len(r.Bound(Invited)) >= MaxOffers:
		return fault.Fields{FieldPage: "Ce club a déjà beaucoup d'invitations : laissez-lui le temps de répondre."}
	}
	return nil
}

func keptOut(by Side, until time.Time) string {
	day := until.In(clock.Paris).Format("02/01/2006")
	if by == OfClub {
		return "Le bureau de ce réseau a dit non il y a peu. Vous pourrez le lui redemander après le " + day + " ; lui peut vous inviter quand il veut."
	}
	return "Le bureau de ce club a dit non il y a peu. Vous pourrez l'inviter après le " + day + " ; lui peut vous le demander quand il veut."
}

// Tells is what those who answer for one side are told of a bond: nothing when it is empty.
func (b Bond) Tells(to Side) State {
	proposed, _, no, out := to.other().states()
	switch b.State {
	case In, proposed, no, out:
		return b.State
	}
	return ""
}
