package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"partant/internal/club"
	"partant/internal/debt"
	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Clubs runs the suite of the ports of clubs. open gives a fresh, empty store.
func Clubs(t *testing.T, open func(t *testing.T) club.Stores) {
	for name, check := range map[string]func(*testing.T, club.Stores){
		"Room": roomKept, "RoomParallel": roomParallel, "Member": memberKept, "Missing": clubMissing, "Among": membersAmong, "Listed": membersListed, "Ending": membersEnding,
		"Concerning": membersConcerning, "MembersDue": membersDue, "Sweep": membersSwept, "Announcement": announcementKept,
		"Announcements": announcementsOfClub, "AnnouncementsDue": announcementsDue, "Bound": roomsBound, "RoomsDue": roomsDue,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullRoom leaves no field zero.
func fullRoom(id string) club.Room {
	return club.Room{ID: id, Rev: 1, Way: club.OnRequest, Questions: []string{"Votre métier ?"}, Kinds: []string{"Adhérent", "Bienfaiteur"},
		Board: []club.Seat{{Member: "m-1", Role: club.Chair}}, Link: &club.Link{Proof: "abc", By: "a-1", Made: noon},
		Shared: []club.Shared{{ID: "s-1", Title: "Compte rendu", URL: "https://exemple.fr/cr", By: "m-1", At: noon}},
		Files:  []document.Document{{ID: "f-1", Title: "Statuts", Type: "application/pdf", Bytes: 1234, By: "m-1", At: noon, Down: &unseen.Mark{At: noon}}}, Opened: noon,
		Network: true, Name: "Club Émile", Bonds: []club.Bond{{Network: "r-1", State: club.Removed, At: noon, Until: noon.AddDate(0, 3, 0)}},
		Owes: debt.Owes{{ID: "o-3", Kind: club.OwesClub, Due: noon, Tries: 3, From: "r-1"}}}
}

// fullMember leaves no field zero.
func fullMember(id string) club.Member {
	return club.Member{ID: id, Rev: 1, Club: "c-1", Account: "a-" + id, Page: "p-" + id, Name: "Émile " + id, State: club.In, Created: noon, Since: noon.Add(time.Hour),
		Kind: "Adhérent", Paid: noon.AddDate(1, 0, 0), Answers: []club.Answer{{Question: "Votre métier ?", Text: "Menuisier"}}, Listed: true, Quiet: true, Unasked: true,
		By: "a-chef", Word: "Bienvenue", Guest: &club.Guest{Email: "Emile-" + id + "@exemple.fr", Sealed: "secret", Proof: "def"}, Expires: noon.AddDate(0, 1, 0),
		Owes: debt.Owes{{ID: "o-1", Kind: club.OwesAsked, Due: noon, Tries: 1}}}
}

func fullAnnouncement(id string) club.Announcement {
	return club.Announcement{ID: id, Rev: 1, Club: "c-1", By: viewer.Author{Page: "c-1", Account: "a-1"}, Title: "Dîner", Body: "À **jeudi**", HTML: "<p>À <strong>jeudi</strong></p>",
		Created: noon, Down: &unseen.Mark{At: noon, Held: true}, Owes: debt.Owes{{ID: "o-2", Kind: club.OwesTell, Due: noon, Tries: 2}}}
}

var errMine = errors.New("mine")

func roomKept(t *testing.T, s club.Stores) {
	full := fullRoom("c-1")
	for _, want := range []club.Room{full, {ID: "vide", Rev: 1}} {
		ok(t, s.InsertRoom(t.Context(), want))
		got, err := s.Room(t.Context(), want.ID)
		same(t, must(t, got, err), want)
	}
	wantErr(t, s.InsertRoom(t.Context(), club.Room{ID: "c-1"}), fault.Taken{Field: "id"})
	got, err := s.UpdateRoom(t.Context(), "c-1", func(r *club.Room) error { r.Link, r.Board = nil, nil; return nil })
	full.Rev, full.Link, full.Board = 2, nil, nil
	same(t, must(t, got, err), full)
	_, err = s.UpdateRoom(t.Context(), "c-1", func(r *club.Room) error { r.Way = ""; return errMine })
	wantErr(t, err, errMine)
	got, err = s.Room(t.Context(), "c-1")
	same(t, must(t, got, err), full)
	for range 2 {
		ok(t, s.RemoveRoom(t.Context(), "c-1"))
	}
	_, err = s.Room(t.Context(), "c-1")
	wantErr(t, err, fault.NotFound)
}

// Of two who preside and go at once, one stays: the rule holds inside of one write.
func roomParallel(t *testing.T, s club.Stores) {
	r := club.Room{ID: "c-1", Opened: noon}
	for n := range 8 {
		r.Board = append(r.Board, club.Seat{Member: fmt.Sprint(n), Role: club.Chair})
	}
	ok(t, s.InsertRoom(t.Context(), r))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			_, err := s.UpdateRoom(t.Context(), "c-1", func(r *club.Room) error {
				if len(r.Board) == 1 {
					return errMine
				}
				r.Board = r.Board[1:]
				return nil
			})
			if err != nil && !errors.Is(err, errMine) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := s.Room(t.Context(), "c-1")
	same(t, len(must(t, got, err).Board), 1)
}

func memberKept(t *testing.T, s club.Stores) {
	full := fullMember("1")
	for _, want := range []club.Member{full, {ID: "vide", Rev: 1}} {
		ok(t, s.InsertMember(t.Context(), want))
		got, err := s.Member(t.Context(), want.ID)
		same(t, must(t, got, err), want)
	}
	wantErr(t, s.InsertMember(t.Context(), club.Member{ID: "1"}), fault.Taken{Field: "id"})
	got, err := s.UpdateMember(t.Context(), "1", func(m *club.Member) error { m.Guest, m.State, m.Owes = nil, club.Removed, nil; return nil })
	full.Rev, full.Guest, full.State, full.Owes = 2, nil, club.Removed, nil
	same(t, must(t, got, err), full)
	_, err = s.UpdateMember(t.Context(), "1", func(m *club.Member) error { m.Name = ""; return errMine })
	wantErr(t, err, errMine)
	for range 2 {
		ok(t, s.RemoveMember(t.Context(), "1"))
	}
	_, err = s.Member(t.Context(), "1")
	wantErr(t, err, fault.NotFound)
	found, err := s.MembersConcerning(t.Context(), "club:c-1", page.Req{Limit: 5})
	same(t, len(must(t, found, err).Items), 0)
}

func clubMissing(t *testing.T, s club.Stores) {
	_, err := s.UpdateRoom(t.Context(), "x", func(*club.Room) error { return nil })
	wantErr(t, err, fault.NotFound)
	_, err = s.UpdateMember(t.Context(), "x", func(*club.Member) error { return nil })
	wantErr(t, err, fault.NotFound)
	_, err = s.UpdateAnnouncement(t.Context(), "x", func(*club.Announcement) error { return nil })
	wantErr(t, err, fault.NotFound)
	ok(t, s.SettleMember(t.Context(), "x", debt.Debt{ID: "o"}))
	ok(t, s.SettleAnnouncement(t.Context(), "x", debt.Debt{ID: "o"}))
	list, err := s.MembersAmong(t.Context(), club.Among("c-1", club.In), page.Req{Limit: 5})
	same(t, must(t, list, err), page.Of[club.Member]{})
	n, err := s.CountMembers(t.Context(), club.Among("c-1", club.In), 5)
	same(t, must(t, n, err), 0)
}

// memberIDs reads a list page by page.
func memberIDs(t *testing.T, list func(page.Req) (page.Of[club.Member], error), limit int) (ids []string) {
	t.Helper()
	for m, err := range page.All(limit, list) {
		ids = append(ids, must(t, m, err).ID)
	}
	return ids
}

// Lists of members go by name as a French reader sorts, those of one name by id, and hold nobody of another club or state.
func membersAmong(t *testing.T, s club.Stores) {
	for id, name := range map[string]string{"1": "Zoé", "2": "Émile", "3": "emile", "4": "Aline", "5": "Éric", "6": "Bob"} {
		m := fullMember(id)
		m.Name = name
		ok(t, s.InsertMember(t.Context(), m))
	}
	for id, state := range map[string]club.State{"7": club.Asked, "8": club.Removed} {
		m := fullMember(id)
		m.State = state
		ok(t, s.InsertMember(t.Context(), m))
	}
	other := fullMember("9")
	other.Club = "c-2"
	ok(t, s.InsertMember(t.Context(), other))
	in := club.Among("c-1", club.In)
	for _, limit := range []int{1, 2, 4, 50} {
		same(t, memberIDs(t, func(r page.Req) (page.Of[club.Member], error) { return s.MembersAmong(context.Background(), in, r) }, limit),
			[]string{"4", "6", "2", "3", "5", "1"})
	}
	for most, n := range map[int]int{3: 3, 50: 6} {
		got, err := s.CountMembers(t.Context(), in, most)
		same(t, must(t, got, err), n)
	}
	n, err := s.CountMembers(t.Context(), club.Among("c-1", club.Asked), 50)
	same(t, must(t, n, err), 1)
}

// Everybody sees who is in, has a page and chose so: nobody else.
func membersListed(t *testing.T, s club.Stores) {
	for id, hide := range map[string]func(*club.Member){
		"1": func(*club.Member) {}, "2": func(m *club.Member) { m.Listed = false }, "3": func(m *club.Member) { m.State = club.Asked },
		"4": func(m *club.Member) { m.Page = "" }, "5": func(m *club.Member) { m.Club = "c-2" }, "6": func(*club.Member) {},
	} {
		m := fullMember(id)
		hide(&m)
		ok(t, s.InsertMember(t.Context(), m))
	}
	list := func(r page.Req) (page.Of[club.Member], error) { return s.ListedMembers(context.Background(), "c-1", r) }
	for _, limit := range []int{1, 50} {
		same(t, memberIDs(t, list, limit), []string{"1", "6"})
	}
	_, err := s.UpdateMember(t.Context(), "6", func(m *club.Member) error { m.Listed = false; return nil })
	ok(t, err)
	same(t, memberIDs(t, list, 5), []string{"1"})
}

// Who is to renew comes in the order of the last day, those of one day by id; nobody who left, nor whose last day nobody wrote down.
func membersEnding(t *testing.T, s club.Stores) {
	for id, edit := range map[string]func(*club.Member){
		"1": func(m *club.Member) { m.Paid = noon.AddDate(0, 0, 3) }, "2": func(m *club.Member) { m.Paid = noon.AddDate(0, -1, 0) },
		"3": func(m *club.Member) { m.Paid = noon.AddDate(0, 0, 3) }, "4": func(m *club.Member) { m.Paid = noon.AddDate(0, 2, 0) },
		"5": func(m *club.Member) { m.Paid = time.Time{} }, "6": func(m *club.Member) { m.Paid, m.State = noon, club.Removed },
		"7": func(m *club.Member) { m.Paid, m.Club = noon, "c-2" }, "8": func(m *club.Member) { m.Paid = noon.AddDate(0, 0, 30) },
	} {
		m := fullMember(id)
		edit(&m)
		ok(t, s.InsertMember(t.Context(), m))
	}
	list := func(r page.Req) (page.Of[club.Member], error) {
		return s.MembersEnding(context.Background(), "c-1", noon.AddDate(0, 0, 30), r)
	}
	for _, limit := range []int{1, 2, 50} {
		same(t, memberIDs(t, list, limit), []string{"2", "1", "3"})
	}
	_, err := s.UpdateMember(t.Context(), "1", func(m *club.Member) error { m.Paid = noon.AddDate(1, 0, 3); return nil })
	ok(t, err)
	same(t, memberIDs(t, list, 50), []string{"2", "3"})
}

func membersConcerning(t *testing.T, s club.Stores) {
	var want []string
	for n := range 5 {
		m := fullMember(fmt.Sprint(n))
		m.Account, m.Page, m.Created, m.Guest.Email = "a-1", "p-1", noon.Add(time.Duration(n/2)*time.Minute), "Émile@exemple.fr"
		ok(t, s.InsertMember(t.Context(), m))
		want = append([]string{m.ID}, want...)
	}
	for _, whom := range []string{"compte:a-1", "par:a-chef", "fiche:p-1", "club:c-1", "boite:emile@exemple.fr"} {
		for _, limit := range []int{1, 50} {
			same(t, memberIDs(t, func(r page.Req) (page.Of[club.Member], error) {
				return s.MembersConcerning(context.Background(), whom, r)
			}, limit), want)
		}
	}
	found, err := s.MembersConcerning(t.Context(), "compte:a-chef", page.Req{Limit: 5})
	same(t, len(must(t, found, err).Items), 0)
}

func membersDue(t *testing.T, s club.Stores) {
	ok(t, s.InsertMember(t.Context(), fullMember("1")))
	take := func(now time.Time, kinds ...string) int {
		got, err := s.DueMembers(t.Context(), now, 10*time.Minute, 9, kinds...)
		return len(must(t, got, err))
	}
	same(t, []int{take(noon.Add(-time.Second)), take(noon, club.OwesRole), take(noon, club.OwesAsked), take(noon), take(noon.Add(10 * time.Minute))}, []int{0, 0, 1, 0, 1})
	ok(t, s.SettleMember(t.Context(), "1", debt.Debt{ID: "o-1"}))
	same(t, take(noon.Add(time.Hour)), 0)
}

func membersSwept(t *testing.T, s club.Stores) {
	stays := fullMember("1")
	stays.Expires = time.Time{}
	goes := fullMember("2")
	for _, m := range []club.Member{stays, goes} {
		ok(t, s.InsertMember(t.Context(), m))
	}
	ok(t, s.SweepMembers(t.Context(), goes.Expires))
	_, err := s.Member(t.Context(), "2")
	ok(t, err)
	ok(t, s.SweepMembers(t.Context(), goes.Expires.Add(time.Second)))
	_, err = s.Member(t.Context(), "2")
	wantErr(t, err, fault.NotFound)
	got, err := s.Member(t.Context(), "1")
	same(t, must(t, got, err), stays)
	found, err := s.MembersConcerning(t.Context(), "club:c-1", page.Req{Limit: 5})
	same(t, len(must(t, found, err).Items), 1)
}

func announcementKept(t *testing.T, s club.Stores) {
	full := fullAnnouncement("n-1")
	for _, want := range []club.Announcement{full, {ID: "vide", Rev: 1}} {
		ok(t, s.InsertAnnouncement(t.Context(), want))
		got, err := s.Announcement(t.Context(), want.ID)
		same(t, must(t, got, err), want)
	}
	wantErr(t, s.InsertAnnouncement(t.Context(), club.Announcement{ID: "n-1"}), fault.Taken{Field: "id"})
	got, err := s.UpdateAnnouncement(t.Context(), "n-1", func(a *club.Announcement) error { a.By.Account = ""; return nil })
	full.Rev, full.By.Account = 2, ""
	same(t, must(t, got, err), full)
	for range 2 {
		ok(t, s.RemoveAnnouncement(t.Context(), "n-1"))
	}
	_, err = s.Announcement(t.Context(), "n-1")
	wantErr(t, err, fault.NotFound)
}

func announcementsOfClub(t *testing.T, s club.Stores) {
	var want []string
	for n := range 5 {
		a := fullAnnouncement(fmt.Sprint(n))
		a.Created = noon.Add(time.Duration(n/2) * time.Minute)
		ok(t, s.InsertAnnouncement(t.Context(), a))
		want = append([]string{a.ID}, want...)
	}
	for _, whom := range []string{"club:c-1", "compte:a-1"} {
		for _, limit := range []int{1, 50} {
			var ids []string
			for a, err := range page.All(limit, func(r page.Req) (page.Of[club.Announcement], error) {
				return s.AnnouncementsConcerning(context.Background(), whom, r)
			}) {
				ids = append(ids, must(t, a, err).ID)
			}
			same(t, ids, want)
		}
	}
	found, err := s.AnnouncementsConcerning(t.Context(), "club:c-2", page.Req{Limit: 5})
	same(t, len(must(t, found, err).Items), 0)
}

func announcementsDue(t *testing.T, s club.Stores) {
	ok(t, s.InsertAnnouncement(t.Context(), fullAnnouncement("n-1")))
	take := func(now time.Time) int {
		got, err := s.DueAnnouncements(t.Context(), now, 10*time.Minute, 9, club.OwesTell)
		return len(must(t, got, err))
	}
	same(t, []int{take(noon.Add(-time.Second)), take(noon), take(noon)}, []int{0, 1, 0})
	ok(t, s.SettleAnnouncement(t.Context(), "n-1", debt.Debt{ID: "o-2"}))
	same(t, take(noon.Add(time.Hour)), 0)
}

// bound is a room with a bond.
func bound(id, name, network string, s club.State) club.Room {
	return club.Room{ID: id, Opened: noon, Name: name, Bonds: []club.Bond{{Network: network, State: s, At: noon}, {Network: "r-9", State: club.Asked, At: noon}}}
}

// Clubs of a network come by name, those of one name by id; none that asks, left, or is in another network.
func roomsBound(t *testing.T, s club.Stores) {
	for _, r := range []club.Room{bound("1", "Zoé", "r-1", club.In), bound("2", "Émile", "r-1", club.In), bound("3", "emile", "r-1", club.In), bound("4", "Aline", "r-1", club.In),
		bound("5", "Ada", "r-1", club.Asked), bound("6", "Bob", "r-2", club.In), bound("7", "Bea", "r-1", club.Left), {ID: "8", Opened: noon}} {
		ok(t, s.InsertRoom(t.Context(), r))
	}
	ids := func(network string, of club.State, limit int) (ids []string) {
		for r, err := range page.All(limit, func(req page.Req) (page.Of[club.Room], error) {
			return s.RoomsBound(context.Background(), network, of, req)
		}) {
			ids = append(ids, must(t, r, err).ID)
		}
		return ids
	}
	for _, limit := range []int{1, 2, 50} {
		same(t, ids("r-1", club.In, limit), []string{"4", "2", "3", "1"})
		same(t, ids("r-1", "", limit), []string{"5", "4", "7", "2", "3", "1"})
	}
	same(t, ids("r-1", club.Asked, 9), []string{"5"})
	same(t, ids("r-3", "", 9), nil)
	for most, n := range map[int]int{2: 2, 50: 4} {
		got, err := s.CountBound(t.Context(), "r-1", club.In, most)
		same(t, must(t, got, err), n)
	}
	_, err := s.UpdateRoom(t.Context(), "3", func(r *club.Room) error { r.Bonds = r.Bonds[1:]; return nil })
	ok(t, err)
	_, err = s.UpdateRoom(t.Context(), "1", func(r *club.Room) error { r.Name = "Abel"; return nil })
	ok(t, err)
	ok(t, s.RemoveRoom(t.Context(), "4"))
	same(t, ids("r-1", club.In, 2), []string{"1", "2"})
	same(t, ids("r-9", club.Asked, 50), []string{"1", "5", "7", "6", "2", "3"})
}

func roomsDue(t *testing.T, s club.Stores) {
	ok(t, s.InsertRoom(t.Context(), fullRoom("c-1")))
	take := func(now time.Time, kinds ...string) int {
		got, err := s.DueRooms(t.Context(), now, 10*time.Minute, 9, kinds...)
		return len(must(t, got, err))
	}
	same(t, []int{take(noon.Add(-time.Second)), take(noon, club.OwesNetwork), take(noon, club.OwesClub), take(noon), take(noon.Add(10 * time.Minute))}, []int{0, 0, 1, 0, 1})
	ok(t, s.SettleRoom(t.Context(), "c-1", debt.Debt{ID: "o-3"}))
	ok(t, s.SettleRoom(t.Context(), "x", debt.Debt{ID: "o-3"}))
	same(t, take(noon.Add(time.Hour)), 0)
	got, err := s.Room(t.Context(), "c-1")
	same(t, must(t, got, err).Owes, nil)
}
