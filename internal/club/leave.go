package club

import (
	"context"
	"errors"
	"iter"
	"slices"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/text"
)

func (s *Service) concerning(ctx context.Context, whom string) iter.Seq2[Member, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Member], error) { return s.store.MembersConcerning(ctx, whom, req) })
}

func (s *Service) said(ctx context.Context, whom string) iter.Seq2[Announcement, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Announcement], error) {
		return s.store.AnnouncementsConcerning(ctx, whom, req)
	})
}

// Of yields what an account has to do with clubs, the last first.
func (s *Service) Of(ctx context.Context, account string) iter.Seq2[Member, error] {
	return s.concerning(ctx, "compte:"+account)
}

// AnnouncedBy yields the announcements that an account wrote, the last first.
func (s *Service) AnnouncedBy(ctx context.Context, account string) iter.Seq2[Announcement, error] {
	return s.said(ctx, "compte:"+account)
}

// clubsMost is how many clubs of somebody are looked at where their list is not what they asked for.
const clubsMost = 20

// Clubs are the ids of clubs that an account is a member of, the last first; up to clubsMost.
func (s *Service) Clubs(ctx context.Context, account string) (clubs []string, err error) {
	list, err := s.store.MembersConcerning(ctx, "compte:"+account, page.Req{Limit: clubsMost})
	for _, m := range list.Items {
		if m.State == In {
			clubs = append(clubs, m.Club)
		}
	}
	return clubs, err
}

// Mates are the accounts of some members of a club, by name, up to most: for what is put together for one of them.
func (s *Service) Mates(ctx context.Context, club string, most int) (accounts []string, err error) {
	list, err := s.store.MembersAmong(ctx, Among(club, In), page.Req{Limit: most})
	for _, m := range list.Items {
		if m.Account != "" {
			accounts = append(accounts, m.Account)
		}
	}
	return accounts, err
}

// Everybody yields all members of a club, by name: for workers, who ask nobody's leave.
func (s *Service) Everybody(ctx context.Context, club string) iter.Seq2[Member, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Member], error) {
		return s.store.MembersAmong(ctx, Among(club, In), req)
	})
}

// Leaders are the accounts of those who are on the board of a club.
func (s *Service) Leaders(ctx context.Context, club string) (accounts []string, err error) {
	r, err := s.store.Room(ctx, club)
	for _, seat := range r.Board {
		m, failed := s.store.Member(ctx, seat.Member)
		if failed == nil && m.State == In && m.Account != "" {
			accounts = append(accounts, m.Account)
		}
		if err == nil {
			err = orMissing(failed)
		}
	}
	return accounts, orMissing(err)
}

// Forget takes an account that leaves out of all clubs, with its invitations; the clubs of pages that go with it go too. What it announced in
// the name of a club stays the club's. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string, emails, pages []string) error {
	for _, p := range pages {
		if err := s.ForgetPage(ctx, p); err != nil {
			return err
		}
	}
	for m, err := range s.Of(ctx, account) {
		if err == nil {
			err = s.drop(ctx, &m)
		}
		if err != nil {
			return err
		}
	}
	for _, email := range emails {
		for m, err := range s.concerning(ctx, "boite:"+text.Fold(email)) {
			if err == nil {
				err = s.store.RemoveMember(ctx, m.ID)
			}
			if err != nil {
				return err
			}
		}
	}
	return s.unname(ctx, account)
}

// drop takes a membership away, its seat first: an account that is gone keeps none, whoever presides then. What is said to others of the club is
// for the owners of its page to see to.
func (s *Service) drop(ctx context.Context, m *Member) error {
	_, err := s.store.UpdateRoom(ctx, m.Club, func(r *Room) error {
		r.seat(m.ID, Ordinary)
		r.Shared, r.Files = slices.Clone(r.Shared), slices.Clone(r.Files)
		for i := range r.Files {
			if r.Files[i].By == m.ID {
				r.Files[i].By = ""
			}
		}
		for i := range r.Shared {
			if r.Shared[i].By == m.ID {
				r.Shared[i].By = ""
			}
		}
		if r.Link != nil && r.Link.By == m.Account {
			r.Link = nil
		}
		return nil
	})
	if err = orMissing(err); err != nil {
		return err
	}
	return s.store.RemoveMember(ctx, m.ID)
}

// unname takes an account out of what it decided and announced.
func (s *Service) unname(ctx context.Context, account string) error {
	for m, err := range s.concerning(ctx, "par:"+account) {
		if err == nil {
			_, err = s.store.UpdateMember(ctx, m.ID, func(m *Member) error {
				if m.By == account {
					m.By = ""
				}
				return nil
			})
		}
		if err := orMissing(err); err != nil {
			return err
		}
	}
	for a, err := range s.AnnouncedBy(ctx, account) {
		if err == nil {
			_, err = s.store.UpdateAnnouncement(ctx, a.ID, func(a *Announcement) error { a.By.Account = ""; return nil })
		}
		if err := orMissing(err); err != nil {
			return err
		}
	}
	return nil
}

// ForgetPage removes the room of a page with all that is in it, and takes the page off those whose own it is: they stay members by their name.
// Done twice it is done once.
func (s *Service) ForgetPage(ctx context.Context, pageID string) error {
	if err := s.store.RemoveRoom(ctx, pageID); err != nil {
		return err
	}
	if err := s.unbind(ctx, pageID); err != nil {
		return err
	}
	for m, err := range s.concerning(ctx, "club:"+pageID) {
		if err == nil {
			err = s.store.RemoveMember(ctx, m.ID)
		}
		if err != nil {
			return err
		}
	}
	for a, err := range s.said(ctx, "club:"+pageID) {
		if err == nil {
			err = s.store.RemoveAnnouncement(ctx, a.ID)
		}
		if err != nil {
			return err
		}
	}
	for m, err := range s.concerning(ctx, "fiche:"+pageID) {
		switch {
		case err != nil:
		case m.Account == "":
			err = s.drop(ctx, &m) // an example is nobody without its page
		default:
			_, err = s.store.UpdateMember(ctx, m.ID, func(m *Member) error { m.Page = ""; return nil })
		}
		if err := orMissing(err); err != nil {
			return err
		}
	}
	return nil
}

// Keep writes a room with its members and announcements as they are, rendered anew: examples are made so. What is there is left as it is.
func (s *Service) Keep(ctx context.Context, r Room, members []Member, all []Announcement) error {
	err := taken(s.store.InsertRoom(ctx, r))
	for _, m := range members {
		if err == nil {
			err = taken(s.store.InsertMember(ctx, m))
		}
	}
	for _, a := range all {
		if err == nil {
			a.HTML, err = s.renderer.Render(a.Body)
		}
		if err == nil {
			err = taken(s.store.InsertAnnouncement(ctx, a))
		}
	}
	return err
}

func taken(err error) error {
	if errors.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

// Sweep forgets what is over: invitations that nobody answered, refusals of long ago.
func (s *Service) Sweep(ctx context.Context) error { return s.store.SweepMembers(ctx, s.now()) }
