// Package club keeps the room of a page that gathers people: who is a member of it and as what, how one joins, and what its
// board tells the members. A club is its page: the room has the id of the page, and whoever owns the page always has the rights
// of the presidency, so that no room is without somebody who answers for it.
package club

import (
	"context"
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/document"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Room is how a club receives and who leads it. Seats and settings change in one write, so that two changes at once never leave
// a club without presidency.
type Room struct {
	ID  string `json:"id"`  // of the page
	Rev int64  `json:"rev"` // grows by one at each write; set by the store

	Way       Way                 `json:"way"`
	Questions []string            `json:"questions,omitempty"` // asked of who joins
	Kinds     []string            `json:"kinds,omitempty"`     // of membership, as the club calls them
	Board     []Seat              `json:"board,omitempty"`     // who leads it; all others are members
	Link      *Link               `json:"link,omitempty"`      // nil: none is open
	Shared    []Shared            `json:"shared,omitempty"`    // what members have put here, the last first
	Files     []document.Document `json:"files,omitempty"`     // documents that members have put here, the last first; By is the id of the member
	Opened    time.Time           `json:"opened"`

	Network bool      `json:"network,omitempty"` // it gathers clubs: then it has no bonds of its own
	Name    string    `json:"name,omitempty"`    // of the page, when a bond changed last: lists of clubs are ordered by it
	Bonds   []Bond    `json:"bonds,omitempty"`   // what the club has with networks
	Owes    debt.Owes `json:"owes,omitempty"`    // of kind OwesNetwork, OwesClub; the From of each is the network
}

// Way is how one joins.
type Way string

// The ways.
const (
	Open         Way = "ouvert"     // at once
	OnRequest    Way = "demande"    // the board says yes or no
	ByInvitation Way = "invitation" // nobody may ask
)

// Ways lists them as forms propose them.
var Ways = [...]Way{OnRequest, Open, ByInvitation}

// Role is what a member does in the club.
type Role string

// The roles.
const (
	Chair    Role = "presidence"
	Officer  Role = "bureau"
	Ordinary Role = "membre"
)

// Roles lists them, from the most to the least.
var Roles = [...]Role{Chair, Officer, Ordinary}

// Seat is a place on the board. It counts only while its member is in.
type Seat struct {
	Member string `json:"member"` // id
	Role   Role   `json:"role"`
}

// Link lets in whoever holds it. Only the digest of its secret is kept.
type Link struct {
	Proof string    `json:"proof"`
	By    string    `json:"by"` // account
	Made  time.Time `json:"made"`
}

// Shared is a link to something that members should find: minutes, a drive, a form.
type Shared struct {
	ID    string    `json:"id"`
	Title string    `json:"title"`
	URL   string    `json:"url"`
	By    string    `json:"by"` // id of the member who put it here; empty: they left
	At    time.Time `json:"at"`
}

// Role is what a member is in the club.
func (r *Room) Role(member string) Role {
	i := slices.IndexFunc(r.Board, func(s Seat) bool { return s.Member == member })
	if i < 0 {
		return Ordinary
	}
	return r.Board[i].Role
}

// IsOpen reports whether there is a room at all.
func (r *Room) IsOpen() bool { return !r.Opened.IsZero() }

// chairs are the ids of the members who preside.
func (r *Room) chairs() (all []string) {
	for _, s := range r.Board {
		if s.Role == Chair {
			all = append(all, s.Member)
		}
	}
	return all
}

// OnlyChair reports whether a member alone presides.
func (r *Room) OnlyChair(member string) bool {
	all := r.chairs()
	return len(all) == 1 && all[0] == member
}

// seat gives a member a role, or takes the seat away.
func (r *Room) seat(member string, role Role) {
	r.Board = slices.DeleteFunc(slices.Clone(r.Board), func(s Seat) bool { return s.Member == member })
	if role != Ordinary {
		r.Board = append(r.Board, Seat{member, role})
	}
	if len(r.Board) == 0 {
		r.Board = nil
	}
}

// Member is somebody who is in a club, was asked in, asks, or was told no.
type Member struct {
	ID   string `json:"id"` // see IDOf and InvitedID
	Rev  int64  `json:"rev"`
	Club string `json:"club"` // id of the page

	Account string    `json:"account,omitempty"` // empty: an example, or who was invited and has not answered
	Page    string    `json:"page,omitempty"`    // id of their own page; empty: they have none
	Name    string    `json:"name"`              // what they were called when they came
	State   State     `json:"state"`
	Created time.Time `json:"created"`

	Since   time.Time `json:"since,omitzero"` // when they came in
	Kind    string    `json:"kind,omitempty"` // one of Room.Kinds, as it was called then
	Paid    time.Time `json:"paid,omitzero"`  // the last day for which they are « à jour »; no money passes here
	Answers []Answer  `json:"answers,omitempty"`
	Listed  bool      `json:"listed,omitempty"`  // everybody may see that they are in
	Quiet   bool      `json:"quiet,omitempty"`   // they are not told of announcements
	Unasked bool      `json:"unasked,omitempty"` // they are not reminded that their membership ends

	By      string    `json:"by,omitempty"`     // account that invited or decided; empty: nobody, or it left
	Word    string    `json:"word,omitempty"`   // of who decided
	Guest   *Guest    `json:"guest,omitempty"`  // of who is invited by letter
	Expires time.Time `json:"expires,omitzero"` // when it is forgotten; zero: never
	Owes    debt.Owes `json:"owes,omitempty"`   // of the kinds below
}

// Guest is where an invitation goes.
type Guest struct {
	Email  string `json:"email,omitempty"`  // empty once they said no: only the id, which cannot be read back, remembers that
	Sealed string `json:"sealed,omitempty"` // the secret of the link, until the letter has left
	Proof  string `json:"proof"`            // its digest
}

// Answer is what somebody said to a question of the club.
type Answer struct {
	Question string `json:"question"`
	Text     string `json:"text"`
}

// State is how far a membership has come.
type State string

// The states.
const (
	In       State = "membre"
	Asked    State = "demande"
	Invited  State = "invite"
	Refused  State = "refuse"  // the board said no
	Removed  State = "exclu"   // the board took them out
	Declined State = "decline" // they said no to an invitation, and are not invited again for a while
)

// The kinds of debts of a member.
const (
	OwesAsked   = "demande"    // the board is told that they ask
	OwesDecided = "decision"   // they are told what the board decided
	OwesRole    = "role"       // they are told that their role changed
	OwesFollow  = "suivre"     // they follow the page from now on
	OwesLetter  = "invitation" // the letter leaves
	OwesEnding  = "terme"      // they are reminded that their membership ends soon
	OwesEnds    = "echeance"   // and on its last day
)

// IDOf is the id of the membership of an account.
func IDOf(club, account string) string { return id.Named("membre", club+"\x00compte:"+account) }

// ExampleID is the same for an example, which has a page and no account.
func ExampleID(club, pageID string) string { return id.Named("membre", club+"\x00fiche:"+pageID) }

// InvitedID is the id of an invitation by letter: one address is invited once.
func InvitedID(club, email string) string {
	return id.Named("membre", club+"\x00boite:"+text.Fold(email))
}

// Among is the list of a club that m stands on.
func (m *Member) Among() string { return Among(m.Club, m.State) }

// Among names the members of a club who are in one state.
func Among(club string, s State) string { return club + "|" + string(s) }

// Listing is the club among whose members everybody sees m; empty: none.
func (m *Member) Listing() string {
	if m.State != In || !m.Listed || m.Page == "" {
		return ""
	}
	return m.Club
}

// Ending is the club that m is to renew in, and its last day; empty: it is not in, or nobody wrote a day down.
func (m *Member) Ending() (club string, last time.Time) {
	if m.State != In || m.Paid.IsZero() {
		return "", time.Time{}
	}
	return m.Club, m.Paid
}

// Key is what lists are ordered by.
func (m *Member) Key() string { return text.Fold(m.Name) }

// UpToDate reports whether m is « à jour » at an instant.
func (m *Member) UpToDate(now time.Time) bool {
	return !m.Paid.IsZero() && !now.After(m.Paid.AddDate(0, 0, 1))
}

// Concerns are those whom a membership concerns: whose it is, who invited or decided, the mailbox, the page and the club.
func (m *Member) Concerns() []string {
	var all []string
	add := func(kind, of string) {
		if of != "" {
			all = append(all, kind+of)
		}
	}
	add("compte:", m.Account)
	add("par:", m.By)
	add("fiche:", m.Page)
	add("club:", m.Club)
	if m.Guest != nil {
		add("boite:", text.Fold(m.Guest.Email))
	}
	return all
}

// Announcement is what the board tells the members.
type Announcement struct {
	ID   string `json:"id"` // drawn with the empty form: sent twice it is there once
	Rev  int64  `json:"rev"`
	Club string `json:"club"`

	By      viewer.Author `json:"by"` // the club speaks; the account is never shown
	Title   string        `json:"title"`
	Body    string        `json:"body"` // Markdown, as typed
	HTML    string        `json:"html"` // rendered and sanitised when Body was written
	Created time.Time     `json:"created"`
	Down    *unseen.Mark  `json:"down,omitempty"` // nobody sees it: see package moderation
	Owes    debt.Owes     `json:"owes,omitempty"` // of kind OwesTell
}

// Kind is what package moderation calls an announcement.
const Kind = "annonce"

// Unseen says why nobody sees a; nil when members do.
func (a *Announcement) Unseen() error { return unseen.Of(a.Down, Kind, a.ID) }

// OwesTell is the debt of telling the members of an announcement.
const OwesTell = "annonce"

// Concerns are those whom an announcement concerns.
func (a *Announcement) Concerns() []string {
	all := []string{"club:" + a.Club}
	if a.By.Account != "" {
		all = append(all, "compte:"+a.By.Account)
	}
	return all
}

// Rooms keeps rooms.
type Rooms interface {
	// InsertRoom adds r with revision 1, or returns fault.Taken "id".
	InsertRoom(ctx context.Context, r Room) error
	// Room returns one, or fault.NotFound.
	Room(ctx context.Context, id string) (Room, error)
	// UpdateRoom runs edit on the stored room in one atomic step and returns what is stored then. Edit may run more than once;
	// when it fails nothing changes and its error comes back. fault.NotFound.
	UpdateRoom(ctx context.Context, id string, edit func(*Room) error) (Room, error)
	// RemoveRoom takes one away. A missing one is no error.
	RemoveRoom(ctx context.Context, id string) error
}

// Networks finds rooms by their bonds with networks.
type Networks interface {
	// RoomsBound lists those whose bond with a network is in one state, or in any when none is named, by name. The key of its cursor is
	// Room.Key.
	RoomsBound(ctx context.Context, network string, s State, req page.Req) (page.Of[Room], error)
	// CountBound counts them, up to most.
	CountBound(ctx context.Context, network string, s State, most int) (int, error)
	// DueRooms is DueMembers for rooms.
	DueRooms(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Room, error)
	// SettleRoom is SettleMember for a room.
	SettleRoom(ctx context.Context, id string, paid ...debt.Debt) error
}

// Members keeps memberships.
type Members interface {
	// InsertMember adds m with revision 1, or returns fault.Taken "id".
	InsertMember(ctx context.Context, m Member) error
	// Member returns one, or fault.NotFound.
	Member(ctx context.Context, id string) (Member, error)
	// UpdateMember is UpdateRoom for a membership.
	UpdateMember(ctx context.Context, id string, edit func(*Member) error) (Member, error)
	// RemoveMember takes one away. A missing one is no error.
	RemoveMember(ctx context.Context, id string) error
	// SweepMembers removes those that expired before now.
	SweepMembers(ctx context.Context, now time.Time) error
}

// Lists reads memberships.
type Lists interface {
	// MembersAmong lists those of a club in one state, by name: see Among. The key of its cursor is Member.Key.
	MembersAmong(ctx context.Context, among string, req page.Req) (page.Of[Member], error)
	// ListedMembers lists those whom everybody sees in a club, by name.
	ListedMembers(ctx context.Context, club string, req page.Req) (page.Of[Member], error)
	// MembersEnding lists those of a club whose last day is before an instant, the first to end first: see Member.Ending.
	MembersEnding(ctx context.Context, club string, before time.Time, req page.Req) (page.Of[Member], error)
	// CountMembers counts those of a club in one state, up to most.
	CountMembers(ctx context.Context, among string, most int) (int, error)
	// MembersConcerning lists those that concern somebody, the last created first: see Member.Concerns.
	MembersConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Member], error)
}

// Announcements keeps announcements.
type Announcements interface {
	// InsertAnnouncement adds a with revision 1, or returns fault.Taken "id".
	InsertAnnouncement(ctx context.Context, a Announcement) error
	// Announcement returns one, or fault.NotFound.
	Announcement(ctx context.Context, id string) (Announcement, error)
	// UpdateAnnouncement is UpdateRoom for an announcement.
	UpdateAnnouncement(ctx context.Context, id string, edit func(*Announcement) error) (Announcement, error)
	// RemoveAnnouncement takes one away. A missing one is no error.
	RemoveAnnouncement(ctx context.Context, id string) error
	// AnnouncementsConcerning lists those that concern somebody, the last created first: see Announcement.Concerns.
	AnnouncementsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Announcement], error)
}

// Debts is what workers need.
type Debts interface {
	// DueMembers returns up to limit memberships with a debt of these kinds (of any when none is named) due at now, first due
	// first, and puts these debts off by lease, so that no other worker takes them meanwhile.
	DueMembers(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Member, error)
	// SettleMember clears debts that were paid. A missing membership is no error.
	SettleMember(ctx context.Context, id string, paid ...debt.Debt) error
	// DueAnnouncements is DueMembers for announcements.
	DueAnnouncements(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Announcement, error)
	// SettleAnnouncement is SettleMember for announcements.
	SettleAnnouncement(ctx context.Context, id string, paid ...debt.Debt) error
}

// Stores is what one driver fills.
type Stores interface {
	Rooms
	Networks
	Members
	Lists
	Announcements
	Debts
}
