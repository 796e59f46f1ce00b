package club

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// How much a club keeps.
const (
	MaxFiles = 60
	MaxBytes = 200_000_000 // of all of them together
)

// Vault keeps the bytes of documents: see media.Service.
type Vault interface {
	// Attach keeps a document for a club. Errors: fault.Fields of FieldFile, in French, when it is not taken; fault.Unavailable, fault.Full.
	Attach(ctx context.Context, by viewer.Author, club string, sent io.ReadSeeker) (document.Document, error)
	// Dropped says that documents were taken out of a club.
	Dropped(ctx context.Context, ids []string)
}

// Keeping has members put documents into the rooms of clubs.
func (s *Service) Keeping(vault Vault) *Service {
	s.vault = vault
	return s
}

// Deposit puts a document where the members find it: every member may. Errors: as Enter; fault.Fields; fault.Unavailable, fault.Full.
func (s *Service) Deposit(ctx context.Context, v viewer.Viewer, club, title string, sent io.ReadSeeker) (err error) {
	defer fault.Wrap(&err, "club.Deposit(%.40q)", club)
	h, err := s.enter(ctx, v, club, Inner)
	if err != nil {
		return err
	}
	wrong := fault.Fields{}
	if title = text.Line(title); title == "" {
		wrong.Add(FieldTitle, "Dites ce que contient ce document.")
	} else if n := text.Len(title); n > MaxTitle {
		wrong.Add(FieldTitle, tooLong(n, MaxTitle))
	}
	if sent == nil {
		wrong.Add(FieldFile, "Choisissez d'abord un fichier.")
	} else if full := h.Room.full(0); full != "" {
		wrong.Add(FieldFile, full)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	d, err := s.vault.Attach(ctx, viewer.Author{Page: club, Account: v.Account}, club, sent)
	if err != nil {
		return err
	}
	if d.Title, d.At = title, s.now(); h.Me.State == In {
		d.By = h.Me.ID
	}
	_, err = s.store.UpdateRoom(ctx, club, func(r *Room) error {
		if full := r.full(d.Bytes); full != "" {
			return fault.Fields{FieldFile: full}
		}
		r.Files = append([]document.Document{d}, r.Files...)
		return nil
	})
	if err != nil {
		s.vault.Dropped(context.WithoutCancel(ctx), []string{d.ID})
	}
	return err
}

// full says why so many bytes more do not fit; empty: they do.
func (r *Room) full(more int) string {
	switch {
	case len(r.Files) >= MaxFiles:
		return fmt.Sprintf("Il y a déjà %d documents : retirez-en un pour faire de la place.", MaxFiles)
	case document.Weight(r.Files)+more > MaxBytes:
		return fmt.Sprintf("Les documents du club pèseraient plus de %d Mo : retirez-en, ou partagez un lien.", MaxBytes/1_000_000)
	}
	return ""
}

// Files are the documents that members find.
func (h *Here) Files() []document.Document {
	return slices.DeleteFunc(slices.Clone(h.Room.Files), func(d document.Document) bool { return d.Down != nil })
}

// File returns a document of a club to its members. fault.NotFound for all others, and for one that is not there; unseen.Error of one that
// moderators took down.
func (h *Here) File(one string) (document.Document, error) {
	i := h.Room.file(one)
	if i < 0 || !h.CanSee(Inner) {
		return document.Document{}, fault.NotFound
	}
	d := h.Room.Files[i]
	return d, unseen.Of(d.Down, fileKind, FileName(h.Room.ID, one))
}

// fileKind is how moderators call documents of clubs: moderation.ClubFile.
const fileKind = "document"

// FileName names a document of a club for those who judge it: the club is a part of the name. ofFile reads such a name; both are empty when it
// is none.
func FileName(club, one string) string { return club + "~" + one }

func ofFile(name string) (club, one string) {
	club, one, _ = strings.Cut(name, "~")
	return club, one
}

// FileNamed returns the document of a name to who may read it. fault.NotFound for all others; unseen.Error.
func (s *Service) FileNamed(ctx context.Context, v viewer.Viewer, name string) (_ document.Document, err error) {
	defer fault.Wrap(&err, "club.FileNamed(%.80q)", name)
	club, one := ofFile(name)
	h, err := s.At(ctx, v, club)
	if err != nil {
		return document.Document{}, err
	}
	return h.File(one)
}

// ModeratedFile returns a document that a moderator looks at, one that nobody sees too, and who put it into which club. fault.NotFound.
func (s *Service) ModeratedFile(ctx context.Context, name string) (d document.Document, by viewer.Author, err error) {
	defer fault.Wrap(&err, "club.ModeratedFile(%.80q)", name)
	club, one := ofFile(name)
	r, err := s.store.Room(ctx, club)
	if err != nil {
		return d, by, err
	}
	i := r.file(one)
	if i < 0 {
		return d, by, fault.NotFound
	}
	d, by.Page = r.Files[i], club
	m, err := s.store.Member(ctx, d.By)
	if err == nil {
		by.Account = m.Account
	}
	return d, by, orMissing(err)
}

// MarkFile hides a document because a moderator decided so, or shows it again with nil. Done twice it is done once, and one that is gone is no
// error.
func (s *Service) MarkFile(ctx context.Context, name string, m *unseen.Mark) error {
	club, one := ofFile(name)
	_, err := s.store.UpdateRoom(ctx, club, func(r *Room) error {
		if i := r.file(one); i >= 0 {
			r.Files = slices.Clone(r.Files)
			r.Files[i].Down = m
		}
		return nil
	})
	return orMissing(err)
}

func (r *Room) file(one string) int {
	return slices.IndexFunc(r.Files, func(d document.Document) bool { return d.ID == one })
}

// Holds reports whether a club holds a document, whoever sees it.
func (s *Service) Holds(ctx context.Context, club, one string) (bool, error) {
	r, err := s.store.Room(ctx, club)
	return err == nil && r.file(one) >= 0, orMissing(err)
}

// MayWithdraw reports whether somebody may take a document away: who put it there, and the board.
func (h *Here) MayWithdraw(d document.Document) bool {
	return h.CanSee(Office) || h.CanSee(Inner) && d.By != "" && d.By == h.Me.ID
}

// TakeAway takes a document out of a club. One that is gone is no error. Errors: as Enter; fault.Forbidden.
func (s *Service) TakeAway(ctx context.Context, v viewer.Viewer, club, one string) (err error) {
	defer fault.Wrap(&err, "club.TakeAway(%.40q)", one)
	h, err := s.enter(ctx, v, club, Inner)
	if err != nil {
		return err
	}
	_, err = s.store.UpdateRoom(ctx, club, func(r *Room) error {
		i := r.file(one)
		if i < 0 {
			return nil
		}
		if !h.MayWithdraw(r.Files[i]) {
			return fault.Forbidden
		}
		r.Files = slices.Delete(slices.Clone(r.Files), i, i+1)
		return nil
	})
	if err == nil {
		s.vault.Dropped(context.WithoutCancel(ctx), []string{one})
	}
	return err
}
