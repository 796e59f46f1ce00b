package minutes

import (
	"context"
	"fmt"
	"io"
	"slices"

	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/text"
	"partant/internal/viewer"
)

// How much stands beside the minutes of an event.
const (
	MostFiles = 30
	MostBytes = 60_000_000 // of all of them together
)

// The form fields of a document.
const (
	FieldSaid = "legende"
	FieldFile = "fichier"
)

// Vault keeps the bytes of documents: see media.Service.
type Vault interface {
	// Attach keeps a document for an event, in the name of the page that announces it. Errors: fault.Fields of FieldFile, in French, when it is
	// not taken; fault.Unavailable, fault.Full.
	Attach(ctx context.Context, by viewer.Author, event string, sent io.ReadSeeker) (document.Document, error)
	// Dropped says that documents were taken out of a record.
	Dropped(ctx context.Context, ids []string)
}

// Keeping has hosts put documents beside the minutes.
func (s *Service) Keeping(vault Vault) *Service {
	s.vault = vault
	return s
}

// Join puts a document or a photo beside the minutes of an event: a host, once it has begun. Said is what it is; of a photo, what it shows. Errors:
// fault.SignedOut, fault.Forbidden, ErrEarly; fault.Fields; fault.Unavailable, fault.Full.
func (s *Service) Join(ctx context.Context, v viewer.Viewer, slug, said string, sent io.ReadSeeker) (err error) {
	defer fault.Wrap(&err, "minutes.Join(%.80q)", slug)
	at, err := s.host(ctx, v, slug)
	if err != nil {
		return err
	}
	if at.Off || s.now().Before(at.Start) {
		return ErrEarly
	}
	r, err := s.record(ctx, at.ID)
	if err != nil {
		return err
	}
	wrong := fault.Fields{}
	if said = text.Line(said); said == "" {
		wrong.Add(FieldSaid, "Dites ce que c'est ou, pour une photo, ce que l'on y voit.")
	}
	long(wrong, FieldSaid, said, MaxWhat)
	if sent == nil {
		wrong.Add(FieldFile, "Choisissez d'abord un fichier.")
	} else if full := r.full(0); full != "" {
		wrong.Add(FieldFile, full)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	d, err := s.vault.Attach(ctx, viewer.Author{Page: at.Page, Account: v.Account}, at.ID, sent)
	if err != nil {
		return err
	}
	d.Title, d.Picture.Alt, d.At = said, said, s.now()
	if !d.Picture.Is() {
		d.Picture.Alt = ""
	}
	_, err = s.store.EditRecord(ctx, at.ID, func(r *Record) error {
		if full := r.full(d.Bytes); full != "" {
			return fault.Fields{FieldFile: full}
		}
		if r.Created.IsZero() {
			r.Created = d.At
		}
		r.Files = append(slices.Clone(r.Files), d)
		return nil
	})
	if err != nil {
		s.vault.Dropped(context.WithoutCancel(ctx), []string{d.ID})
	}
	return err
}

// full says why so many bytes more do not fit; empty: they do.
func (r *Record) full(more int) string {
	switch {
	case len(r.Files) >= MostFiles:
		return fmt.Sprintf("Il y a déjà %d documents et photos : retirez-en pour faire de la place.", MostFiles)
	case document.Weight(r.Files)+more > MostBytes:
		return fmt.Sprintf("L'ensemble pèserait plus de %d Mo : retirez-en, ou donnez un lien dans le texte.", MostBytes/1_000_000)
	}
	return ""
}

func (r *Record) file(one string) int {
	return slices.IndexFunc(r.Files, func(d document.Document) bool { return d.ID == one })
}

// File returns a document of an event, and the id of the event, to who may read its minutes. fault.NotFound for all others.
func (s *Service) File(ctx context.Context, v viewer.Viewer, slug, one string) (d document.Document, event string, err error) {
	defer fault.Wrap(&err, "minutes.File(%.80q)", slug)
	at, err := s.events.Stands(ctx, v, slug)
	if err != nil {
		return d, "", err
	}
	r, err := s.record(ctx, at.ID)
	if err != nil {
		return d, "", err
	}
	i := r.file(one)
	if i < 0 || !at.Hosts && !r.readable(at) {
		return d, "", fault.NotFound
	}
	return r.Files[i], at.ID, nil
}

// Holds reports whether a record holds a document, whoever reads it.
func (s *Service) Holds(ctx context.Context, event, one string) (bool, error) {
	r, err := s.record(ctx, event)
	return err == nil && r.file(one) >= 0, err
}

// Part takes a document away: a host. One that is gone is no error. Errors: fault.SignedOut, fault.Forbidden.
func (s *Service) Part(ctx context.Context, v viewer.Viewer, slug, one string) (err error) {
	defer fault.Wrap(&err, "minutes.Part(%.80q)", slug)
	at, err := s.host(ctx, v, slug)
	if err != nil {
		return err
	}
	_, err = s.store.EditRecord(ctx, at.ID, func(r *Record) error {
		i := r.file(one)
		if i < 0 {
			return errAsIs
		}
		if r.Files = slices.Delete(slices.Clone(r.Files), i, i+1); len(r.Files) == 0 {
			r.Files = nil
		}
		return nil
	})
	if err = asIs(err); err == nil {
		s.vault.Dropped(context.WithoutCancel(ctx), []string{one})
	}
	return err
}
