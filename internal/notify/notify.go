// Package notify tells members, in the site, of what others did: it takes what documents owe, writes a notification for each
// who is concerned, and only then clears the debt.
package notify

import (
	"context"
	"net/url"
	"strings"
	"time"

	"partant/internal/debt"
	"partant/internal/id"
	"partant/internal/page"
)

// Kind is what happened.
type Kind string

// What can happen.
const (
	Followed  Kind = "suivi"       // somebody follows the page
	Answered  Kind = "reponse"     // somebody answered them
	Mentioned Kind = "mention"     // somebody named them
	Commented Kind = "commentaire" // somebody commented on what is theirs
	Accepted  Kind = "acceptee"    // their answer was accepted
	Settled   Kind = "version"     // a version of a project answers what they said against it

	Recommended Kind = "recommandation"   // somebody recommends their page
	Rejoined    Kind = "droit-de-reponse" // the page that they recommended replied
	Continued   Kind = "suite"            // somebody answered in a discussion that they follow
	Moved       Kind = "deplacee"         // what they wrote stands in another discussion
	Refiled     Kind = "rangee"           // their discussion has another theme or commune
	Asked       Kind = "demande"          // a question is put to the institution that they answer for
	PassedOn    Kind = "transmise"        // the institution that they asked passed their question on
	Declined    Kind = "declinee"         // it declined to answer

	Applied    Kind = "adhesion"  // somebody asks to come into a club that they lead
	Admitted   Kind = "admis"     // a club took them in
	TurnedDown Kind = "non-admis" // it did not
	Dismissed  Kind = "exclu"     // it took them out
	Appointed  Kind = "fonction"  // they are something else in it
	Announced  Kind = "annonce"   // its board announces something

	NetAsked    Kind = "reseau-demande" // a club asks to come into the network that they lead
	NetInvited  Kind = "reseau-invite"  // a network invites the club that they lead
	NetJoined   Kind = "reseau-oui"     // the other side said yes
	NetDeclined Kind = "reseau-non"     // it said no
	NetEnded    Kind = "reseau-fin"     // a club is in a network no more: the other side ended it

	Offered   Kind = "coordonnees"     // somebody read their code, and offers to exchange how both are reached
	Exchanged Kind = "coordonnees-oui" // somebody whose code they read agreed

	Renewing Kind = "terme"    // their membership of a club ends soon
	Lapsing  Kind = "echeance" // and this is its last day

	Minuted   Kind = "compte-rendu" // what was said at an event that they came to can be read
	Entrusted Kind = "action"       // and it gives them something to do
	Pressing  Kind = "a-faire"      // what it gave them to do is for tomorrow, or today

	Convened     Kind = "evenement"  // a page that they follow, or their club, announces an event
	Reminded     Kind = "rappel"     // they wanted to be reminded of one
	CalledToHost Kind = "co-accueil" // the page that they answer for is asked to host an event
	Hosts        Kind = "accueille"  // a page that was asked to host their event does
	HostsNot     Kind = "n-accueille-pas"
	Requested    Kind = "sur-accord" // somebody asks to come to an event that they run
	Nudged       Kind = "relance"    // who runs one asks whether they come

	Unheard Kind = "relais" // a program that was told of their events does not answer, and is told no more
)

// OfBoard reports whether it was the board of a club, whoever of it.
func (k Kind) OfBoard() bool {
	return k == Admitted || k == TurnedDown || k == Dismissed || k == Appointed
}

// OfMembership reports whether it is what becomes of a membership, and nobody did it.
func (k Kind) OfMembership() bool { return k == Renewing || k == Lapsing }

// OfMinutes reports whether it is what came of an event, to be read in its minutes.
func (k Kind) OfMinutes() bool { return k == Minuted || k == Entrusted || k == Pressing }

// Thing is what a notification is about, as it was then.
type Thing struct {
	Kind  string `json:"kind"` // one of those below
	ID    string `json:"id"`
	Slug  string `json:"slug"`
	Title string `json:"title"`
	At    string `json:"at,omitempty"` // the place in it, as addresses name it behind a #
}

// Answer is the id of the answer that t is; false: it is none.
func (t Thing) Answer() (id string, is bool) { return strings.CutPrefix(t.At, AnswerMark) }

// paths begin the addresses of things.
var paths = map[string]string{AboutPage: "/fiches/", AboutPost: "/publications/", AboutTalk: "/discussions/", AboutRecommendation: "/recommandations/", AboutClub: "/clubs/", AboutAnnouncement: "/clubs/", AboutEvent: "/evenements/"}

// Path is the local address where one reads what happened.
func (t Thing) Path(k Kind) string {
	if answer, is := t.Answer(); is {
		return "/reponses/" + url.PathEscape(answer)
	}
	if t.Kind == AboutContact {
		return "/contacts/" + url.PathEscape(t.ID)
	}
	path, known := paths[t.Kind]
	if !known || t.Slug == "" {
		return "/notifications"
	}
	path += url.PathEscape(t.Slug) + below(k)
	if t.At != "" {
		path += "#" + url.PathEscape(t.At)
	}
	return path
}

// below is where, below the address of a thing, one reads what happened.
func below(k Kind) string {
	switch k {
	case Followed:
		return "/abonnes"
	case Applied:
		return "/demandes"
	case Announced:
		return "/annonces"
	case NetAsked, NetInvited, NetJoined, NetDeclined, NetEnded:
		return "/reseau"
	case CalledToHost, Hosts, HostsNot:
		return "/hotes"
	case Requested:
		return "/participants?liste=demande"
	case Minuted, Entrusted, Pressing:
		return "/compte-rendu"
	case Unheard:
		return "/relais"
	}
	return ""
}

// Notification is one thing that one member is told.
type Notification struct {
	ID      string    `json:"id"` // of the debt and the recipient: told twice it is there once
	Rev     int64     `json:"rev"`
	Account string    `json:"account"`        // whose it is
	Kind    Kind      `json:"kind"`           // what happened
	Page    string    `json:"page,omitempty"` // the page that acted; empty: somebody who is not named
	Thing   Thing     `json:"thing"`
	At      time.Time `json:"at"`
	Came    time.Time `json:"came,omitzero"`   // when it was stored
	Read    time.Time `json:"read,omitzero"`   // zero: not yet
	Mailed  time.Time `json:"mailed,omitzero"` // when a letter told of it; zero: none did
}

const (
	// ReadKept is how long one is kept once it was read.
	ReadKept = 90 * 24 * time.Hour
	// Kept is how long one is kept that nobody reads.
	Kept = 365 * 24 * time.Hour
)

// Expires is when n is swept.
func (n *Notification) Expires() time.Time {
	if n.Read.IsZero() {
		return n.At.Add(Kept)
	}
	return n.Read.Add(ReadKept)
}

// Unread is under whom n counts as unread: nobody once it was read.
func (n *Notification) Unread() string {
	if n.Read.IsZero() {
		return n.Account
	}
	return ""
}

// Touched is when what the bell of its account says may last have changed by n.
func (n *Notification) Touched() time.Time {
	if n.Read.After(n.Came) {
		return n.Read
	}
	return n.Came
}

// Concerns are those whom n concerns: whose it is, the page that acted and the page that it is about.
func (n *Notification) Concerns() []string {
	all := []string{OfAccount(n.Account)}
	if n.Page != "" {
		all = append(all, ofPage(n.Page))
	}
	if (n.Thing.Kind == AboutPage || n.Thing.Kind == AboutClub) && n.Thing.ID != n.Page {
		all = append(all, ofPage(n.Thing.ID))
	}
	return all
}

// What a Thing is, by its Kind.
const (
	AboutPage = "fiche"
	AboutTalk = "discussion"
	AboutPost = "publication"

	AboutEvent = "evenement"

	AboutContact = "contact" // it has no slug: only its two see it, at one place

	AboutRecommendation = "recommandation" // its title is the name of the page that it is about, its slug is its id

	AboutClub         = "club"    // the room of a page
	AboutAnnouncement = "annonce" // its slug is that of the club
)

// AnnouncementMark begins the Thing.At of an announcement; its id follows.
const AnnouncementMark = "annonce-"

// AnswerMark begins the Thing.At of an answer; its id follows.
const AnswerMark = "reponse-"

// OfAccount is what the notifications of an account are listed by.
func OfAccount(account string) string { return "compte:" + account }

func ofPage(page string) string { return "fiche:" + page }

// IDOf is the ID of the notification by which an account is told of a debt.
func IDOf(debt, account string) string { return id.Named("notification", debt+"\x00"+account) }

// Store keeps notifications.
type Store interface {
	// PutNotification adds n with revision 1. One that is there stays as it is: read stays read.
	PutNotification(ctx context.Context, n Notification) error
	// NotificationsConcerning lists what concerns an account or a page, the last first.
	NotificationsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Notification], error)
	// CountUnread counts what an account has not read, up to most.
	CountUnread(ctx context.Context, account string, most int) (int, error)
	// MarkRead notes that an account has read one. One that is missing, of another account or read already stays as it is.
	MarkRead(ctx context.Context, account, id string, now time.Time) error
	// MarkAllRead notes that an account has read all that came until then.
	MarkAllRead(ctx context.Context, account string, until, now time.Time) error
	// MarkMailed notes that a letter told an account of some of its own. One that is missing or of another account stays as it is.
	MarkMailed(ctx context.Context, account string, ids []string, now time.Time) error
	// Stirred lists, each once, up to limit accounts one of whose notifications was touched at since or later: see
	// Notification.Touched.
	Stirred(ctx context.Context, since time.Time, limit int) ([]string, error)
	// RemoveNotification takes one away. A missing one is no error.
	RemoveNotification(ctx context.Context, id string) error
	// SweepNotifications removes those that expired before now.
	SweepNotifications(ctx context.Context, now time.Time) error
}

// Notice is what a document owes to those whom it concerns.
type Notice struct {
	Of      string    // id of the document
	Debt    debt.Debt // which of its debts
	As      string    // what several debts tell of together, once to each: the first one does; empty: the debt alone
	To      []string  // accounts
	ToPage  string    // and those who answer for this page; may be empty
	ToPages []string  // and for these, each as far as it is there
	But     string    // the account that acted: it is told of nothing
	Kind    Kind
	Page    string // the page that acted
	Thing   Thing  // the slug and the title of a page are filled in
	At      time.Time
	Dropped bool // there is nobody to tell any more: the debt is cleared

	Then *Notice // what else the same debt tells; whom this one tells it tells nothing
}

// Due holds what the documents of one noun owe. Each noun has one, in a file of this package.
type Due interface {
	// DueNotices returns up to limit notices that are due at now, and puts their debts off by lease so that no other worker
	// takes them meanwhile.
	DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Notice, error)
	// Told clears a debt of a document. It is called once every notification is stored; one that is cleared is no error.
	Told(ctx context.Context, of string, paid debt.Debt) error
}

// Owners knows who answers for a page.
type Owners interface {
	// OwnersOf returns the slug and the name of a page and the accounts that answer for it, or fault.NotFound.
	OwnersOf(ctx context.Context, page string) (slug, name string, accounts []string, err error)
}
