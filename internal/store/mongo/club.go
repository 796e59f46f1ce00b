package mongo

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/club"
	"partant/internal/debt"
	"partant/internal/page"
)

// Clubs is the club.Stores of the database.
type Clubs struct {
	rooms         store[club.Room]
	members       store[club.Member]
	announcements store[club.Announcement]
}

// Clubs returns the store of rooms, of their members and of what their boards announce.
func (db *DB) Clubs() Clubs {
	return Clubs{store[club.Room]{db, db.base.Collection("club"), roomTraits}, store[club.Member]{db, db.base.Collection("member"), memberTraits},
		store[club.Announcement]{db, db.base.Collection("announcement"), announcementTraits}}
}

var roomTraits = traits[club.Room]{
	root:  func(r *club.Room) (string, *int64) { return r.ID, &r.Rev },
	names: func(*club.Room) []name { return nil },
	alive: func(*club.Room) error { return nil },
	owes:  func(r *club.Room) debt.Owes { return r.Owes },
	row: func(r *club.Room) any {
		return roomDoc{ID: r.ID, Doc: *r, Shelves: r.Shelves(), Name: r.Key(), Due: r.Owes.First()}
	},
}

// roomDoc is a room as it is stored.
type roomDoc struct {
	ID      string    `bson:"_id"`
	Doc     club.Room `bson:"doc"`
	Shelves []string  `bson:"shelves,omitempty"` // by its bonds
	Name    string    `bson:"name,omitempty"`
	Due     time.Time `bson:"due,omitempty"` // of the first debt
}

var memberTraits = traits[club.Member]{
	root:  func(m *club.Member) (string, *int64) { return m.ID, &m.Rev },
	names: func(*club.Member) []name { return nil },
	alive: func(*club.Member) error { return nil },
	owes:  func(m *club.Member) debt.Owes { return m.Owes },
	row: func(m *club.Member) any {
		d := memberDoc{ID: m.ID, Doc: *m, Among: m.Among(), Listing: m.Listing(), Name: m.Key(), Created: m.Created, Expires: m.Expires, Concerns: m.Concerns(), Due: m.Owes.First()}
		d.Renews, d.Ends = m.Ending()
		return d
	},
}

// memberDoc is a membership as it is stored.
type memberDoc struct {
	ID       string      `bson:"_id"`
	Doc      club.Member `bson:"doc"`
	Among    string      `bson:"among"`
	Listing  string      `bson:"listing,omitempty"` // missing unless everybody may see it
	Name     string      `bson:"name"`
	Created  time.Time   `bson:"created"`
	Expires  time.Time   `bson:"expires,omitempty"`
	Renews   string      `bson:"renews,omitempty"` // the club, when there is a last day
	Ends     time.Time   `bson:"ends,omitempty"`
	Concerns []string    `bson:"concerns,omitempty"`
	Due      time.Time   `bson:"due,omitempty"` // of the first debt
}

var announcementTraits = traits[club.Announcement]{
	root:  func(a *club.Announcement) (string, *int64) { return a.ID, &a.Rev },
	names: func(*club.Announcement) []name { return nil },
	alive: func(*club.Announcement) error { return nil },
	owes:  func(a *club.Announcement) debt.Owes { return a.Owes },
	row: func(a *club.Announcement) any {
		return announcementDoc{ID: a.ID, Doc: *a, Created: a.Created, Concerns: a.Concerns(), Due: a.Owes.First()}
	},
}

// announcementDoc is an announcement as it is stored.
type announcementDoc struct {
	ID       string            `bson:"_id"`
	Doc      club.Announcement `bson:"doc"`
	Created  time.Time         `bson:"created"`
	Concerns []string          `bson:"concerns,omitempty"`
	Due      time.Time         `bson:"due,omitempty"` // of the first debt
}

func byMemberName(m club.Member) page.Cursor { return page.Cursor{Key: m.Key(), ID: m.ID} }

var (
	roomsBound        = list[club.Room]{"club_shelves", by("name", "_id"), func(r club.Room) page.Cursor { return page.Cursor{Key: r.Key(), ID: r.ID} }}
	membersAmong      = list[club.Member]{"member_among", by("name", "_id"), byMemberName}
	membersListed     = list[club.Member]{"member_listing", by("name", "_id"), byMemberName}
	membersEnding     = list[club.Member]{"member_renews", by("ends", "_id"), func(m club.Member) page.Cursor { return stamp(m.Paid, m.ID) }}
	membersConcerning = list[club.Member]{"member_concerns", by("-created", "-_id"),
		func(m club.Member) page.Cursor { return stamp(m.Created, m.ID) }}
	announcementsConcerning = list[club.Announcement]{"announcement_concerns", by("-created", "-_id"),
		func(a club.Announcement) page.Cursor { return stamp(a.Created, a.ID) }}
)

// InsertRoom implements club.Rooms.
func (s Clubs) InsertRoom(ctx context.Context, r club.Room) error {
	return s.rooms.db.noted(ctx, s.rooms.insert(ctx, r))
}

// Room implements club.Rooms.
func (s Clubs) Room(ctx context.Context, id string) (club.Room, error) { return s.rooms.get(ctx, id) }

// UpdateRoom implements club.Rooms.
func (s Clubs) UpdateRoom(ctx context.Context, id string, edit func(*club.Room) error) (club.Room, error) {
	r, err := s.rooms.update(ctx, id, edit)
	return r, s.rooms.db.noted(ctx, err)
}

// RemoveRoom implements club.Rooms.
func (s Clubs) RemoveRoom(ctx context.Context, id string) error {
	return s.rooms.db.noted(ctx, s.rooms.remove(ctx, id))
}

// RoomsBound implements club.Networks.
func (s Clubs) RoomsBound(ctx context.Context, network string, of club.State, req page.Req) (page.Of[club.Room], error) {
	from := req.Cursor.Key
	return s.rooms.page(ctx, roomsBound, req, where(is("shelves", club.Bound(network, of)), compare("name", atLeast(from)),
		either(compare("name", above(from)), compare("_id", above(req.Cursor.ID)))))
}

// CountBound implements club.Networks.
func (s Clubs) CountBound(ctx context.Context, network string, of club.State, most int) (int, error) {
	n, err := s.rooms.in.CountDocuments(ctx, where(is("shelves", club.Bound(network, of))), options.Count().SetLimit(int64(most)).SetHint(roomsBound.index))
	return int(n), kind(err)
}

// DueRooms implements club.Networks.
func (s Clubs) DueRooms(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]club.Room, error) {
	return s.rooms.take(ctx, now, lease, limit, kinds...)
}

// SettleRoom implements club.Networks. No page shows it.
func (s Clubs) SettleRoom(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.rooms.update(ctx, id, func(r *club.Room) error { r.Owes.Clear(paid...); return nil })
	return orMissing(err)
}

// InsertMember implements club.Members.
func (s Clubs) InsertMember(ctx context.Context, m club.Member) error {
	return s.members.db.noted(ctx, s.members.insert(ctx, m))
}

// Member implements club.Members.
func (s Clubs) Member(ctx context.Context, id string) (club.Member, error) {
	return s.members.get(ctx, id)
}

// UpdateMember implements club.Members.
func (s Clubs) UpdateMember(ctx context.Context, id string, edit func(*club.Member) error) (club.Member, error) {
	m, err := s.members.update(ctx, id, edit)
	return m, s.members.db.noted(ctx, err)
}

// RemoveMember implements club.Members.
func (s Clubs) RemoveMember(ctx context.Context, id string) error {
	return s.members.db.noted(ctx, s.members.remove(ctx, id))
}

// SweepMembers implements club.Members. What expires is in no list that pages show.
func (s Clubs) SweepMembers(ctx context.Context, now time.Time) error {
	_, err := s.members.in.DeleteMany(ctx, where(compare("expires", below(now))))
	return kind(err)
}

// MembersAmong implements club.Lists.
func (s Clubs) MembersAmong(ctx context.Context, among string, req page.Req) (page.Of[club.Member], error) {
	return s.byName(ctx, membersAmong, is("among", among), req)
}

// ListedMembers implements club.Lists.
func (s Clubs) ListedMembers(ctx context.Context, of string, req page.Req) (page.Of[club.Member], error) {
	return s.byName(ctx, membersListed, is("listing", of), req)
}

func (s Clubs) byName(ctx context.Context, l list[club.Member], which bson.E, req page.Req) (page.Of[club.Member], error) {
	from := req.Cursor.Key
	return s.members.page(ctx, l, req, where(which, compare("name", atLeast(from)),
		either(compare("name", above(from)), compare("_id", above(req.Cursor.ID)))))
}

// MembersEnding implements club.Lists.
func (s Clubs) MembersEnding(ctx context.Context, of string, before time.Time, req page.Req) (page.Of[club.Member], error) {
	from, err := since(req, time.Time{})
	if err != nil {
		return page.Of[club.Member]{}, err
	}
	return s.members.page(ctx, membersEnding, req, where(is("renews", of), compare("ends", atLeast(from), below(before)),
		either(compare("ends", above(from)), compare("_id", above(req.Cursor.ID)))))
}

// CountMembers implements club.Lists.
func (s Clubs) CountMembers(ctx context.Context, among string, most int) (int, error) {
	n, err := s.members.in.CountDocuments(ctx, where(is("among", among)), options.Count().SetLimit(int64(most)).SetHint(membersAmong.index))
	return int(n), kind(err)
}

// MembersConcerning implements club.Lists.
func (s Clubs) MembersConcerning(ctx context.Context, whom string, req page.Req) (page.Of[club.Member], error) {
	return s.members.concerning(ctx, membersConcerning, whom, req)
}

// InsertAnnouncement implements club.Announcements.
func (s Clubs) InsertAnnouncement(ctx context.Context, a club.Announcement) error {
	return s.announcements.db.noted(ctx, s.announcements.insert(ctx, a))
}

// Announcement implements club.Announcements.
func (s Clubs) Announcement(ctx context.Context, id string) (club.Announcement, error) {
	return s.announcements.get(ctx, id)
}

// UpdateAnnouncement implements club.Announcements.
func (s Clubs) UpdateAnnouncement(ctx context.Context, id string, edit func(*club.Announcement) error) (club.Announcement, error) {
	a, err := s.announcements.update(ctx, id, edit)
	return a, s.announcements.db.noted(ctx, err)
}

// RemoveAnnouncement implements club.Announcements.
func (s Clubs) RemoveAnnouncement(ctx context.Context, id string) error {
	return s.announcements.db.noted(ctx, s.announcements.remove(ctx, id))
}

// AnnouncementsConcerning implements club.Announcements.
func (s Clubs) AnnouncementsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[club.Announcement], error) {
	return s.announcements.concerning(ctx, announcementsConcerning, whom, req)
}

// DueMembers implements club.Debts.
func (s Clubs) DueMembers(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]club.Member, error) {
	return s.members.take(ctx, now, lease, limit, kinds...)
}

// SettleMember implements club.Debts. No page shows it.
func (s Clubs) SettleMember(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.members.update(ctx, id, func(m *club.Member) error { m.Owes.Clear(paid...); return nil })
	return orMissing(err)
}

// DueAnnouncements implements club.Debts.
func (s Clubs) DueAnnouncements(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]club.Announcement, error) {
	return s.announcements.take(ctx, now, lease, limit, kinds...)
}

// SettleAnnouncement implements club.Debts. No page shows it.
func (s Clubs) SettleAnnouncement(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.announcements.update(ctx, id, func(a *club.Announcement) error { a.Owes.Clear(paid...); return nil })
	return orMissing(err)
}
