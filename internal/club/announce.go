package club

import (
	"context"
	"errors"
	"slices"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Announce tells the members something in the name of the club: the board may. Sent twice with the same Key it is there once. Errors: as Enter;
// fault.Fields.
func (s *Service) Announce(ctx context.Context, v viewer.Viewer, club string, d Words) (_ Announcement, err error) {
	defer fault.Wrap(&err, "club.Announce(%.40q)", club)
	if _, err := s.enter(ctx, v, club, Office); err != nil {
		return Announcement{}, err
	}
	a := Announcement{ID: d.Key, Club: club, By: viewer.Author{Page: club, Account: v.Account}, Created: s.now()}
	if !id.Valid(a.ID) {
		a.ID = id.New()
	}
	if err := s.word(&a, d); err != nil {
		return a, err
	}
	a.Owes.Owe(id.Named(OwesTell, a.ID), OwesTell, a.Created)
	err = s.store.InsertAnnouncement(ctx, a)
	if !errors.Is(err, fault.Conflict) {
		return a, s.woken(err)
	}
	was, err := s.store.Announcement(ctx, a.ID)
	if err == nil && (was.Club != club || was.By.Account != v.Account) {
		err = fault.Conflict
	}
	return was, err
}

// word writes what was typed into an announcement, rendered.
func (s *Service) word(a *Announcement, d Words) (err error) {
	wrong := d.fill(a)
	if a.HTML, err = s.renderer.Render(a.Body); errors.Is(err, fault.Invalid) {
		wrong.Add(FieldBody, "Ce texte est trop chargé en mises en forme : simplifiez-le.")
	} else if err != nil {
		return err
	} else if !text.Shows(a.HTML) {
		wrong.Add(FieldBody, text.NothingShown)
	}
	return wrong.Err()
}

// Check returns the fault.Fields that Announce would, and the HTML that a text makes; it writes nothing.
func (s *Service) Check(d Words) (html string, err error) {
	var a Announcement
	err = s.word(&a, d)
	return a.HTML, err
}

// Announcement returns one to who may read it: see Heard. fault.NotFound for all others.
func (s *Service) Announcement(ctx context.Context, v viewer.Viewer, one string) (_ Announcement, err error) {
	defer fault.Wrap(&err, "club.Announcement(%.40q)", one)
	a, err := s.store.Announcement(ctx, one)
	if err == nil {
		err = a.Unseen()
	}
	if err != nil {
		return Announcement{}, err
	}
	if _, err := s.enter(ctx, v, a.Club, Heard); errors.Is(err, fault.Forbidden) || errors.Is(err, fault.SignedOut) {
		return Announcement{}, fault.NotFound
	} else if err != nil {
		return Announcement{}, err
	}
	return a, nil
}

// announced is how many announcements a page shows.
const announced = 10

// Announcements lists those of a club, the last first, to who may read them: see Heard. Errors: as Enter.
func (s *Service) Announcements(ctx context.Context, v viewer.Viewer, club string, req page.Req) (_ page.Of[Announcement], err error) {
	defer fault.Wrap(&err, "club.Announcements(%.40q)", club)
	if _, err := s.enter(ctx, v, club, Heard); err != nil {
		return page.Of[Announcement]{}, err
	}
	list, err := s.store.AnnouncementsConcerning(ctx, "club:"+club, req.Clamp(announced))
	list.Items = slices.DeleteFunc(list.Items, func(a Announcement) bool { return a.Down != nil })
	return list, err
}

// Moderated returns an announcement that a moderator looks at, one that nobody sees too. fault.NotFound.
func (s *Service) Moderated(ctx context.Context, one string) (Announcement, error) {
	return s.store.Announcement(ctx, one)
}

// Mark hides an announcement because a moderator decided so, or shows it again with nil. Done twice it is done once, and one that is gone is no
// error.
func (s *Service) Mark(ctx context.Context, one string, m *unseen.Mark) error {
	_, err := s.store.UpdateAnnouncement(ctx, one, func(a *Announcement) error { a.Down = m; return nil })
	return orMissing(err)
}

// Unsay takes an announcement back: the board may. Letters that have left have left. Errors: as Enter; fault.NotFound.
func (s *Service) Unsay(ctx context.Context, v viewer.Viewer, club, one string) (err error) {
	defer fault.Wrap(&err, "club.Unsay(%.40q)", one)
	if _, err := s.enter(ctx, v, club, Office); err != nil {
		return err
	}
	a, err := s.store.Announcement(ctx, one)
	if err == nil && a.Club != club {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	return s.store.RemoveAnnouncement(ctx, one)
}

// Share puts a link where the members find it: every member may. Errors: as Enter; fault.Fields.
func (s *Service) Share(ctx context.Context, v viewer.Viewer, club string, d Find) (err error) {
	defer fault.Wrap(&err, "club.Share(%.40q)", club)
	h, err := s.enter(ctx, v, club, Inner)
	if err != nil {
		return err
	}
	one, err := d.check()
	if err != nil {
		return err
	}
	one.ID, one.By, one.At = id.New(), IDOf(club, v.Account), s.now()
	if h.Me.State != In {
		one.By = ""
	}
	_, err = s.store.UpdateRoom(ctx, club, func(r *Room) error {
		if slices.ContainsFunc(r.Shared, func(o Shared) bool { return o.URL == one.URL }) {
			return fault.Fields{FieldURL: "Ce lien est déjà là."}
		}
		if len(r.Shared) >= MaxShared {
			return fault.Fields{FieldURL: "Il y a déjà beaucoup de liens : retirez-en un pour faire de la place."}
		}
		r.Shared = append([]Shared{one}, r.Shared...)
		return nil
	})
	return err
}

// MayUnshare reports whether somebody may take a link away: who put it there, and the board.
func (h *Here) MayUnshare(one Shared) bool {
	return h.CanSee(Office) || h.CanSee(Inner) && one.By != "" && one.By == h.Me.ID
}

// Unshare takes a link away. One that is gone is no error. Errors: as Enter; fault.Forbidden.
func (s *Service) Unshare(ctx context.Context, v viewer.Viewer, club, one string) (err error) {
	defer fault.Wrap(&err, "club.Unshare(%.40q)", one)
	h, err := s.enter(ctx, v, club, Inner)
	if err != nil {
		return err
	}
	_, err = s.store.UpdateRoom(ctx, club, func(r *Room) error {
		i := slices.IndexFunc(r.Shared, func(o Shared) bool { return o.ID == one })
		if i < 0 {
			return nil
		}
		if !h.MayUnshare(r.Shared[i]) {
			return fault.Forbidden
		}
		r.Shared = slices.Delete(slices.Clone(r.Shared), i, i+1)
		return nil
	})
	return err
}
