package views

import (
	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/moderation"
)

// ModerationPage is /moderation.
type ModerationPage struct {
	Chrome    Chrome
	Reports   []Reported
	More      bool // there are others behind
	Suspended []SuspendedAccount
	Admin     bool
	Lost      []LostLetter // for administrators
	Wrong     fault.Fields // of the decision on the report Of
	Of        string
	Words     string // of that decision, as typed
}

// Reported is a report and when it was made.
type Reported struct {
	moderation.Report
	At string
}

// wrong is what is wrong with the decision on a report.
func (p ModerationPage) wrong(report string) string {
	if report != p.Of {
		return ""
	}
	return p.Wrong[moderation.FieldDecision]
}

// words are what was typed of the decision on a report.
func (p ModerationPage) words(report string) string {
	if report != p.Of {
		return ""
	}
	return p.Words
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
}
