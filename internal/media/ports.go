package media

import (
	"context"
	"errors"
	"io"
	"time"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Store keeps what is known of photos, without their bytes.
type Store interface {
	// InsertPhoto adds p with revision 1, or returns fault.Taken "id".
	InsertPhoto(ctx context.Context, p Photo) error
	// Photo returns the photo, or fault.NotFound.
	Photo(ctx context.Context, id string) (Photo, error)
	// UpdatePhoto runs edit on the stored photo in one atomic step and returns what is stored then. Edit may run more than
	// once; when it fails nothing changes and its error comes back. fault.NotFound when there is none.
	UpdatePhoto(ctx context.Context, id string, edit func(*Photo) error) (Photo, error)
	// RemovePhoto takes the photo away. A missing one is no error.
	RemovePhoto(ctx context.Context, id string) error
	// PhotosConcerning lists what concerns somebody, the last created first. See Photo.Concerns.
	PhotosConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Photo], error)
	// DuePhotos returns up to limit photos with a debt due at now, first due first, and puts these debts off by lease. Any
	// number of workers may ask at once.
	DuePhotos(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Photo, error)
}

// Files keeps bytes by name. Names are letters, digits and hyphens.
type Files interface {
	// Put keeps content under name. Once it returns, neither a kill nor a power cut takes it away, and nobody ever reads a
	// part of it. A name that is there is replaced. Errors: fault.Full, fault.Unavailable.
	Put(ctx context.Context, name string, content []byte) error
	// Get returns the content, or fault.NotFound.
	Get(ctx context.Context, name string) ([]byte, error)
	// Delete takes files away. A missing one is no error.
	Delete(ctx context.Context, names ...string) error
}

// Maker makes the sizes of what was sent. It believes nothing that is said of it.
type Maker interface {
	// Make reads a photo and returns its sizes. Errors: Refusal; fault.Unavailable when others are at it for too long.
	Make(ctx context.Context, sent io.ReadSeeker) (Made, error)
}

// Made is what a Maker made of a photo: upright, and without anything but its pixels.
type Made struct {
	Width, Height int // of its largest size
	Blur          string
	Files         []File
}

// File is one size and its bytes.
type File struct {
	Size    string // its name
	Type    string
	Content []byte
}

// Pages is what photos need to know of those who send them.
type Pages interface {
	// Author lets v speak in the name of a page: see profile.Service.
	Author(ctx context.Context, v viewer.Viewer, page string) (viewer.Author, error)
}

// Things know what photos stand in.
type Things interface {
	// Shows reports whether v sees the thing, and the photo in it. A thing that is not there shows nothing.
	Shows(ctx context.Context, v viewer.Viewer, of Thing, photo string) (bool, error)
	// Keeps reports whether the thing holds the photo, whoever sees it: one that is only hidden does.
	Keeps(ctx context.Context, of Thing, photo string) (bool, error)
}

// Refusal is why a photo is not taken, in French, for whoever sent it. It is a fault.Invalid.
type Refusal string

// The reasons.
const (
	Unknown   Refusal = "Cette photo est dans un format que nous ne lisons pas : envoyez-la en JPEG, PNG, GIF ou WebP."
	HEIC      Refusal = "Cette photo est au format HEIC ou AVIF, que nous ne lisons pas : votre téléphone sait l'enregistrer en JPEG."
	Drawing   Refusal = "Cette photo est un dessin SVG, que nous ne lisons pas : enregistrez-le en PNG."
	Empty     Refusal = "Cette photo est un fichier vide : choisissez-la à nouveau."
	TooHeavy  Refusal = "Cette photo est trop lourde : 10 Mo au plus. Enregistrez-la en plus petit, puis envoyez-la à nouveau."
	TooLarge  Refusal = "Cette photo est trop grande : 40 millions de points au plus, et 10 000 de côté. Réduisez-la, puis envoyez-la à nouveau."
	Broken    Refusal = "Cette photo est abîmée ou incomplète : nous n'avons pas pu la lire. Envoyez l'original, s'il s'ouvre chez vous."
	Animation Refusal = "Cette photo est une animation WebP, que nous ne lisons pas : envoyez-en une seule image."
)

// Error implements error.
func (r Refusal) Error() string { return string(r) }

// Is reports that every Refusal is a fault.Invalid.
func (r Refusal) Is(target error) bool { return target == fault.Invalid }

// Why returns why a photo was refused, when that is what err says.
func Why(err error) (r Refusal, ok bool) { ok = errors.As(err, &r); return r, ok }

// MostBytes is how heavy a photo may be when it is sent.
const MostBytes = 10 << 20
