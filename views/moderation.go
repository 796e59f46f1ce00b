package views

import (
	"partant/internal/account"
	"partant/internal/fault"
)

// ModerationPage is /moderation.
type ModerationPage struct {
	Chrome        Chrome
	Reports       []CaseLine // what somebody reported or contests
	First         []CaseLine // what only a program wants to be looked at
	More          bool       // there are others behind
	Claims        Waiting    // pages that somebody claims, of which a moderator decides
	Suspended     []SuspendedAccount
	MoreSuspended bool
	Admin         bool
	Lost          []LostLetter // for administrators
	MoreLost      bool
	Unheard       []TalkCard // questions to institutions whose page nobody answers for
	GuestQueue
}

// Waiting is how many wait, as far as they were counted.
type Waiting struct {
	N    int
	More bool // N and more
}

func (w Waiting) String() string {
	if w.More {
		return Number(w.N) + " et plus"
	}
	return Number(w.N)
}

// places are where a moderator finds everything, with how much waits there.
func (p ModerationPage) places() []Link {
	all := []Link{
		{"Signalements" + joint + ": " + Waiting{len(p.Reports), p.More}.String(), "/moderation#signalements"},
		{"Premiers textes" + joint + ": " + Waiting{len(p.First), p.More}.String(), "/moderation#nouveaux"},
		{"Pages revendiquées" + joint + ": " + p.Claims.String(), "/moderation/revendications"},
		{"Comptes suspendus" + joint + ": " + Waiting{len(p.Suspended), p.MoreSuspended}.String(), "/moderation#suspendus"},
		{"Réponses sans compte" + joint + ": " + Waiting{len(p.Guests), p.MoreGuests}.String(), "/moderation#sans-compte"},
		{"Trouver un compte", "/moderation/comptes"},
		{"Journal", "/moderation/journal"},
	}
	if p.Admin {
		all = append(all, Link{"Lettres perdues" + joint + ": " + Waiting{len(p.Lost), p.MoreLost}.String(), "/moderation#perdues"})
	}
	return all
}

// CaseLine is a case that waits, in a list.
type CaseLine struct {
	ID, Title string
	What      string // « publication »
	Why       string // « 3 signalements »
	At        string // since when
	Held      bool
}

// SuspendedAccount is a line of the list of suspended accounts.
type SuspendedAccount struct{ ID, Name, At, Ground string }

// LostLetter is a letter that nobody got.
type LostLetter struct{ At, To, Subject, Reason string }

// FindAccountPage is /moderation/comptes.
type FindAccountPage struct {
	Chrome Chrome
	Email  string
	Wrong  fault.Fields
}

// MemberAccountPage is /moderation/comptes/{id}: an account as a moderator sees it.
type MemberAccountPage struct {
	Chrome Chrome
	ID     string
	Name   string
	Email  string
	Role   string // empty for a member
	Since  string
	Pages  []Card
	May    bool // the moderator may suspend and restore it

	Suspended *account.Suspension // nil: it is open
	At, By    string              // of the suspension

	Grounds        []string
	Ground, Reason string // as typed
	Wrong          fault.Fields
}

// since says when, by whom and why the account was suspended.
func (p MemberAccountPage) since() string {
	said := p.At
	if p.By != "" {
		said += ", par " + p.By
	}
	return said + ". Motif" + joint + ": " + p.Suspended.Ground + "."
}

// suspensionOrder is the order of the fields of a suspension.
var suspensionOrder = []string{account.FieldGround, account.FieldReason}

// BarredPage is what somebody reads whose account is suspended.
type BarredPage struct {
	Chrome             Chrome
	At, Ground, Reason string
	Contest            string // local address where it can be contested
}
