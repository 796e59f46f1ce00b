package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/picture"
	"partant/internal/viewer"
)

// Original is the one size of what is no photo: the file as it was sent.
const Original = "fichier"

// Nose says what a file is by its bytes.
type Nose interface {
	// Kind returns the type of a file, and whether it is a photo: a Maker reads those. Errors: Refusal for what is on no list.
	Kind(content []byte) (kind string, photo bool, err error)
}

// The reasons why a document is not taken.
const (
	EmptyFile   Refusal = "Ce fichier est vide : choisissez-le à nouveau."
	HeavyFile   Refusal = "Ce fichier est trop lourd : 10 Mo au plus. Enregistrez-le en plus petit, ou partagez un lien."
	UnknownFile Refusal = "Ce fichier est d'une sorte que nous ne prenons pas : envoyez un PDF, un document Word, Excel, PowerPoint ou LibreOffice, un texte ou une image."
	OldOffice   Refusal = "Ce fichier est d'une ancienne version de Word, Excel ou PowerPoint : enregistrez-le en .docx, .xlsx, .pptx ou en PDF."
	Macros      Refusal = "Ce fichier contient un programme (une « macro ») : enregistrez-le sans elle, ou en PDF."
	BrokenFile  Refusal = "Ce fichier est abîmé ou incomplet : envoyez l'original, s'il s'ouvre chez vous."
)

// Sniffing has the Service take documents besides photos.
func (s *Service) Sniffing(nose Nose) *Service {
	s.nose = nose
	return s
}

// Attach keeps a document that somebody sends for a thing, in the name of the page that it belongs to; whoever calls has asked whether they
// may. A photo is made anew, as all photos are. Errors: Refusal, fault.Unavailable, fault.Full.
func (s *Service) Attach(ctx context.Context, by viewer.Author, of Thing, sent io.ReadSeeker) (_ document.Document, err error) {
	defer fault.Wrap(&err, "media.Attach")
	content, err := io.ReadAll(io.LimitReader(sent, MostBytes+1))
	if err != nil {
		return document.Document{}, err
	}
	if len(content) > MostBytes {
		return document.Document{}, HeavyFile
	}
	kind, photo, err := s.nose.Kind(content)
	if err != nil {
		return document.Document{}, err
	}
	made := Made{Files: []File{{Size: Original, Type: kind, Content: content}}}
	if photo {
		if made, err = s.maker.Make(ctx, bytes.NewReader(content)); err != nil {
			return document.Document{}, err
		}
	}
	p, err := s.keepMade(ctx, by, of, made)
	if err != nil {
		return document.Document{}, err
	}
	last := p.largest()
	d := document.Document{ID: p.ID, Type: last.Type, Bytes: last.Bytes, At: p.Created}
	if photo {
		d.Picture = p.Picture()
	}
	return d, nil
}

// largest is the largest size of p, or the one that there is.
func (p *Photo) largest() Size {
	name := Original
	if p.Width > 0 {
		for _, size := range picture.Sizes(p.Width, p.Height) {
			name = size.Name
		}
	}
	size, _ := p.size(name)
	return size
}

// IsDocument reports whether p is no photo.
func (p *Photo) IsDocument() bool { return p.Width == 0 }

// keepMade keeps what was made of what was sent: first what is known of it, since files that nobody knows of would stay for ever.
func (s *Service) keepMade(ctx context.Context, by viewer.Author, of Thing, made Made) (Photo, error) {
	p := Photo{ID: id.New(), By: by, Of: of, Width: made.Width, Height: made.Height, Blur: made.Blur, Created: s.now()}
	p.look(p.Created.Add(Grace))
	for _, f := range made.Files {
		sum := sha256.Sum256(f.Content)
		p.Sizes = append(p.Sizes, Size{Name: f.Size, Type: f.Type, Bytes: len(f.Content), Hash: hex.EncodeToString(sum[:])})
	}
	if err := s.store.InsertPhoto(ctx, p); err != nil {
		return Photo{}, err
	}
	for _, f := range made.Files {
		if err := s.files.Put(ctx, fileName(p.ID, f.Size), f.Content); err != nil {
			return Photo{}, errors.Join(err, s.purge(context.WithoutCancel(ctx), &p))
		}
	}
	return p, nil
}

// Fetch returns one size of what was sent for a thing, the largest when none is named: whoever calls has asked whether it may be read.
// fault.NotFound for what was sent for another thing.
func (s *Service) Fetch(ctx context.Context, of Thing, one, size string) (_ Opened, err error) {
	defer fault.Wrap(&err, "media.Fetch(%.40q)", one)
	p, err := s.store.Photo(ctx, one)
	if err != nil {
		return Opened{}, err
	}
	file := p.largest()
	if size != "" {
		file, _ = p.size(size)
	}
	if p.Of != of || file.Name == "" {
		return Opened{}, fault.NotFound
	}
	content, err := s.files.Get(ctx, fileName(p.ID, file.Name))
	return Opened{Type: file.Type, Content: content}, err
}
