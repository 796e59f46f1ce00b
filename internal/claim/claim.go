// Package claim decides who answers for a page: who shows that it is theirs, whom its team invites, and what a moderator
// says when two want the same one.
package claim

import (
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/id"
	"partant/internal/profile"
)

// Claim is one way into the team of a page: somebody asks for it, or is asked.
type Claim struct {
	ID      string       `json:"id"`
	Rev     int64        `json:"rev"`               // grows by one at each write; set by the store
	Page    string       `json:"page"`              // id of the profile
	Account string       `json:"account,omitempty"` // who would enter; empty while an invitation is nobody's yet
	Role    profile.Role `json:"role"`
	Title   string       `json:"title,omitempty"` // what they are there: « gérante »
	Means   Means        `json:"means,omitempty"` // how it is shown; of one that asks: what succeeded
	Of      string       `json:"of,omitempty"`    // what it is shown with: the host of the site, who vouches
	Token   string       `json:"token,omitempty"` // what the owner of the site puts there: of this account and this page

	State    State  `json:"state"`
	Disputed bool   `json:"disputed,omitempty"` // somebody else owns the page: a moderator decides
	Replace  bool   `json:"replace,omitempty"`  // decided: those who owned it leave
	Reason   string `json:"reason,omitempty"`   // of a refusal
	Why      string `json:"why,omitempty"`      // of a moderator who granted it
	Decider  string `json:"decider,omitempty"`  // account of the moderator, of who vouched, or of who invited
	Verify   bool   `json:"verify,omitempty"`   // once granted the page is verified

	Statement string    `json:"statement,omitempty"` // why they answer for the page; of an invitation: what is said with it
	Answer    string    `json:"answer,omitempty"`    // what those say who own the page
	Waiting   time.Time `json:"waiting,omitzero"`    // since when moderators have it before them; zero: they do not

	Mail    *Mail     `json:"mail,omitempty"` // a code under way, or where an invitation goes
	Created time.Time `json:"created"`
	Decided time.Time `json:"decided,omitzero"`
	Expires time.Time `json:"expires,omitzero"` // of an invitation

	Notices []Notice  `json:"notices,omitempty"` // letters about it, the last NoticesMost
	Owes    debt.Owes `json:"owes,omitempty"`
}

// Means is how somebody comes to a page.
type Means string

// The means. The last two are offers of the team; the others show whose page it is.
const (
	ByFile       Means = "fichier"    // a file on the site
	ByDNS        Means = "dns"        // a record of its domain
	ByMail       Means = "courriel"   // a mailbox at its domain
	ByVoucher    Means = "garant"     // a verified club or institution vouches
	ByModerator  Means = "moderateur" // a moderator has looked
	ByProConnect Means = "proconnect" // the State knows that they work for the company
	ByInvitation Means = "invitation"
	ByHandOver   Means = "passation"
)

// State is what became of a claim.
type State string

// The states.
const (
	Asked     State = "demande"
	Granted   State = "accorde"
	Refused   State = "refuse"
	Withdrawn State = "retire"
)

// Mail is a letter that proves who reads a mailbox. Only a digest of its code is stored once it has left.
type Mail struct {
	Email   string    `json:"email"`
	Code    string    `json:"code,omitempty"` // digest of the digits, bound to the claim
	Tries   int       `json:"tries,omitempty"`
	Expires time.Time `json:"expires,omitzero"`
	Sealed  string    `json:"sealed,omitempty"` // the code, or the secret of an invitation, until its letter is sent
}

// Notice is one letter about a claim.
type Notice struct {
	ID   string `json:"id"` // also of its debt
	What What   `json:"what"`
	To   string `json:"to,omitempty"` // account; empty: the address of Mail
}

// What a letter tells.
type What string

// The letters.
const (
	TellCode     What = "code"       // to the mailbox at the domain
	TellInvited  What = "invitation" // to who is invited, by e-mail or by account
	TellGranted  What = "accord"     // to who asked
	TellRefused  What = "refus"      // to who asked, with the reason
	TellDisputed What = "contestation"
	TellKept     What = "maintien"     // to the owners: the dispute ended for them
	TellShared   What = "partage"      // to the owners: somebody else owns the page too
	TellReplaced What = "remplacement" // to the owners: somebody else owns it now
	TellJoined   What = "arrivee"      // to who invited
	TellDeclined What = "declin"       // to who invited
)

// The debts of a claim.
const (
	OwesLetter = "lettre" // of the notice with the same id
	OwesEntry  = "entree" // into the team of the page
	OwesEnd    = "fin"    // an invitation that nobody took is forgotten
)

// NoticesMost is how many letters a claim remembers.
const NoticesMost = 40

// Offer reports whether the team offers this, rather than somebody asking for it.
func (c *Claim) Offer() bool { return c.Means == ByInvitation || c.Means == ByHandOver }

// Open reports whether it may still be granted.
func (c *Claim) Open() bool { return c.State == Asked }

// Over reports whether the time of an offer has passed at now.
func (c *Claim) Over(now time.Time) bool { return !c.Expires.IsZero() && !now.Before(c.Expires) }

// Shown reports whether it was shown that they are at home at the site of the page. In a dispute that alone decides nothing.
func (c *Claim) Shown() bool { return c.Means != "" && c.Of != "" }

// Ground is what the moderator gave as the reason of the decision; empty: none, or no moderator decided.
func (c *Claim) Ground() string {
	switch c.State {
	case Refused:
		return c.Reason
	case Granted:
		return c.Why
	}
	return ""
}

// told reports whether a letter about it went to an account.
func (c *Claim) told(account string) bool {
	return slices.ContainsFunc(c.Notices, func(n Notice) bool { return n.To == account })
}

// Notice returns the letter of a debt.
func (c *Claim) Notice(id string) (Notice, bool) {
	for _, n := range c.Notices {
		if n.ID == id {
			return n, true
		}
	}
	return Notice{}, false
}

// tell notes a letter, and the debt of sending it.
func (c *Claim) tell(now time.Time, what What, to string) {
	n := Notice{ID: id.New(), What: what, To: to}
	c.Notices = append(c.Notices, n)
	c.Notices = c.Notices[max(0, len(c.Notices)-NoticesMost):]
	c.owe(now, OwesLetter, n.ID)
}

func (c *Claim) owe(due time.Time, kind, id string) {
	c.Owes = append(c.Owes, debt.Debt{ID: id, Kind: kind, Due: due})
}
