package sqlite

import (
	"context"
	"time"

	"partant/internal/club"
	"partant/internal/debt"
	"partant/internal/page"
)

// Clubs is the club.Stores of the file.
type Clubs struct {
	rooms         docs[club.Room]
	members       docs[club.Member]
	announcements docs[club.Announcement]
}

// Clubs returns the store of rooms, of their members and of what their boards announce.
func (db *DB) Clubs() Clubs {
	return Clubs{docs[club.Room]{db, roomTraits}, docs[club.Member]{db, memberTraits}, docs[club.Announcement]{db, announcementTraits}}
}

var roomTraits = traits[club.Room]{
	table: "club", news: ofPages,
	root:    func(r *club.Room) (string, *int64) { return r.ID, &r.Rev },
	owes:    func(r *club.Room) debt.Owes { return r.Owes },
	row:     func(*club.Room) []any { return nil },
	shelves: func(r *club.Room) (string, []string) { return r.Key(), r.Shelves() },
}

var memberTraits = traits[club.Member]{
	table: "member", news: ofPages, columns: []string{"among", "listing", "name", "expires", "renews", "ends"},
	root: func(m *club.Member) (string, *int64) { return m.ID, &m.Rev },
	owes: func(m *club.Member) debt.Owes { return m.Owes },
	row: func(m *club.Member) []any {
		renews, ends := m.Ending()
		return []any{m.Among(), orNull(m.Listing()), m.Key(), m.Expires, orNull(renews), ends}
	},
	concerns: func(m *club.Member) (time.Time, []string) { return m.Created, m.Concerns() },
}

var announcementTraits = traits[club.Announcement]{
	table: "announcement", news: ofPages,
	root:     func(a *club.Announcement) (string, *int64) { return a.ID, &a.Rev },
	owes:     func(a *club.Announcement) debt.Owes { return a.Owes },
	row:      func(*club.Announcement) []any { return nil },
	concerns: func(a *club.Announcement) (time.Time, []string) { return a.Created, a.Concerns() },
}

// InsertRoom implements club.Rooms.
func (s Clubs) InsertRoom(ctx context.Context, r club.Room) error { return s.rooms.insert(ctx, r) }

// Room implements club.Rooms.
func (s Clubs) Room(ctx context.Context, id string) (club.Room, error) { return s.rooms.get(ctx, id) }

// UpdateRoom implements club.Rooms.
func (s Clubs) UpdateRoom(ctx context.Context, id string, edit func(*club.Room) error) (club.Room, error) {
	return s.rooms.update(ctx, id, edit)
}

// RemoveRoom implements club.Rooms.
func (s Clubs) RemoveRoom(ctx context.Context, id string) error { return s.rooms.remove(ctx, id) }

// RoomsBound implements club.Networks.
func (s Clubs) RoomsBound(ctx context.Context, network string, of club.State, req page.Req) (page.Of[club.Room], error) {
	return s.rooms.upShelf(ctx, club.Bound(network, of), req)
}

// CountBound implements club.Networks.
func (s Clubs) CountBound(ctx context.Context, network string, of club.State, most int) (n int, err error) {
	err = s.rooms.db.read(ctx, func(c *conn) error {
		n, err = number(c, `SELECT count(*) FROM (SELECT 1 FROM shelf WHERE noun = ? AND shelf = ? LIMIT ?)`, s.rooms.table, club.Bound(network, of), most)
		return err
	})
	return n, err
}

// DueRooms implements club.Networks.
func (s Clubs) DueRooms(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]club.Room, error) {
	return s.rooms.quiet().take(ctx, now, lease, limit, kinds...)
}

// SettleRoom implements club.Networks. No page shows it.
func (s Clubs) SettleRoom(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.rooms.quiet().update(ctx, id, func(r *club.Room) error { r.Owes.Clear(paid...); return nil })
	return orMissing(err)
}

// InsertMember implements club.Members.
func (s Clubs) InsertMember(ctx context.Context, m club.Member) error {
	return s.members.insert(ctx, m)
}

// Member implements club.Members.
func (s Clubs) Member(ctx context.Context, id string) (club.Member, error) {
	return s.members.get(ctx, id)
}

// UpdateMember implements club.Members.
func (s Clubs) UpdateMember(ctx context.Context, id string, edit func(*club.Member) error) (club.Member, error) {
	return s.members.update(ctx, id, edit)
}

// RemoveMember implements club.Members.
func (s Clubs) RemoveMember(ctx context.Context, id string) error { return s.members.remove(ctx, id) }

// SweepMembers implements club.Members.
func (s Clubs) SweepMembers(ctx context.Context, now time.Time) error {
	return s.members.sweep(ctx, now)
}

func byMemberName(m club.Member) page.Cursor { return page.Cursor{Key: m.Key(), ID: m.ID} }

func byMemberEnd(m club.Member) page.Cursor { return page.Cursor{Key: stamp(m.Paid), ID: m.ID} }

// MembersAmong implements club.Lists.
func (s Clubs) MembersAmong(ctx context.Context, among string, req page.Req) (page.Of[club.Member], error) {
	from := from(req, "")
	return pageOf(ctx, s.members.db, req, byMemberName,
		`SELECT doc FROM member WHERE among = ? AND (name, id) > (?, ?) ORDER BY name, id LIMIT ?`, among, from.Key, from.ID)
}

// ListedMembers implements club.Lists.
func (s Clubs) ListedMembers(ctx context.Context, of string, req page.Req) (page.Of[club.Member], error) {
	from := from(req, "")
	return pageOf(ctx, s.members.db, req, byMemberName,
		`SELECT doc FROM member WHERE listing = ? AND (name, id) > (?, ?) ORDER BY name, id LIMIT ?`, of, from.Key, from.ID)
}

// MembersEnding implements club.Lists.
func (s Clubs) MembersEnding(ctx context.Context, of string, before time.Time, req page.Req) (page.Of[club.Member], error) {
	from := from(req, "")
	return pageOf(ctx, s.members.db, req, byMemberEnd,
		`SELECT doc FROM member WHERE renews = ? AND ends < ? AND (ends, id) > (?, ?) ORDER BY ends, id LIMIT ?`, of, before, from.Key, from.ID)
}

// CountMembers implements club.Lists.
func (s Clubs) CountMembers(ctx context.Context, among string, most int) (n int, err error) {
	err = s.members.db.read(ctx, func(c *conn) error {
		n, err = number(c, `SELECT count(*) FROM (SELECT 1 FROM member WHERE among = ? LIMIT ?)`, among, most)
		return err
	})
	return n, err
}

// MembersConcerning implements club.Lists.
func (s Clubs) MembersConcerning(ctx context.Context, whom string, req page.Req) (page.Of[club.Member], error) {
	return s.members.concerning(ctx, whom, req)
}

// InsertAnnouncement implements club.Announcements.
func (s Clubs) InsertAnnouncement(ctx context.Context, a club.Announcement) error {
	return s.announcements.insert(ctx, a)
}

// Announcement implements club.Announcements.
func (s Clubs) Announcement(ctx context.Context, id string) (club.Announcement, error) {
	return s.announcements.get(ctx, id)
}

// UpdateAnnouncement implements club.Announcements.
func (s Clubs) UpdateAnnouncement(ctx context.Context, id string, edit func(*club.Announcement) error) (club.Announcement, error) {
	return s.announcements.update(ctx, id, edit)
}

// RemoveAnnouncement implements club.Announcements.
func (s Clubs) RemoveAnnouncement(ctx context.Context, id string) error {
	return s.announcements.remove(ctx, id)
}

// AnnouncementsConcerning implements club.Announcements.
func (s Clubs) AnnouncementsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[club.Announcement], error) {
	return s.announcements.concerning(ctx, whom, req)
}

// DueMembers implements club.Debts.
func (s Clubs) DueMembers(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]club.Member, error) {
	return s.members.quiet().take(ctx, now, lease, limit, kinds...)
}

// SettleMember implements club.Debts. No page shows it.
func (s Clubs) SettleMember(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.members.quiet().update(ctx, id, func(m *club.Member) error { m.Owes.Clear(paid...); return nil })
	return orMissing(err)
}

// DueAnnouncements implements club.Debts.
func (s Clubs) DueAnnouncements(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]club.Announcement, error) {
	return s.announcements.quiet().take(ctx, now, lease, limit, kinds...)
}

// SettleAnnouncement implements club.Debts. No page shows it.
func (s Clubs) SettleAnnouncement(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.announcements.quiet().update(ctx, id, func(a *club.Announcement) error { a.Owes.Clear(paid...); return nil })
	return orMissing(err)
}
