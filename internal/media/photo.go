// Package media keeps photos: what was sent, made small and clean, until nothing shows it any more.
package media

import (
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/picture"
	"partant/internal/viewer"
)

// Photo is one photo, or a document that is kept as one: the aggregate that one write changes whole. What it shows is told by the thing that it stands in.
type Photo struct {
	ID  string        `json:"id"`
	Rev int64         `json:"rev"` // grows by one at each write; set by the store
	By  viewer.Author `json:"by"`  // the page that it belongs to, and who sent it
	Of  Thing         `json:"of"`  // what it was sent for

	Width  int    `json:"width"` // of its largest size
	Height int    `json:"height"`
	Blur   string `json:"blur,omitempty"`
	Sizes  []Size `json:"sizes"`

	Created time.Time `json:"created"`
	Dropped time.Time `json:"dropped,omitzero"` // when it was taken out of what it stood in
	Going   bool      `json:"going,omitempty"`  // nothing held it: its bytes are being taken away, and nothing may hold it any more

	Owes debt.Owes `json:"owes,omitempty"` // of kind OwesLook, always: see Service.Pay
}

// OwesLook is the debt of looking whether anything shows the photo. One that nothing shows is taken away.
const OwesLook = "regard"

// Size is one file of a photo.
type Size struct {
	Name  string `json:"name"` // see package picture
	Type  string `json:"type"` // image/jpeg or image/png; of a document what it is
	Bytes int    `json:"bytes"`
	Hash  string `json:"hash"` // of its bytes: SHA-256, in hexadecimal
}

// Kind is the kind of a Thing.
type Kind string

// The kinds of things that show photos.
const (
	OfPage  Kind = "fiche"
	OfPost  Kind = "publication"
	OfEvent Kind = "evenement"

	OfClub    Kind = "club"         // its room: see package club
	OfMinutes Kind = "compte-rendu" // of an event: see package minutes
)

// Thing is what shows photos.
type Thing struct {
	Kind Kind   `json:"kind"`
	ID   string `json:"id"`
}

// Key names the thing among all.
func (t Thing) Key() string { return string(t.Kind) + ":" + t.ID }

// Picture is what the thing that shows p holds of it.
func (p *Photo) Picture() picture.Picture {
	return picture.Picture{ID: p.ID, Width: p.Width, Height: p.Height, Blur: p.Blur}
}

// size returns one of its files.
func (p *Photo) size(name string) (Size, bool) {
	i := slices.IndexFunc(p.Sizes, func(s Size) bool { return s.Name == name })
	if i < 0 {
		return Size{}, false
	}
	return p.Sizes[i], true
}

// files are the names of all its files.
func (p *Photo) files() []string {
	names := make([]string, len(p.Sizes))
	for i, s := range p.Sizes {
		names[i] = fileName(p.ID, s.Name)
	}
	return names
}

// fileName is the name of one size of a photo among Files. It is made of ours alone, never of what was sent.
func fileName(photo, size string) string { return photo + "-" + size }

// Concerns are those whom p concerns: the page that it belongs to and the account that sent it.
func (p *Photo) Concerns() []string { return []string{ofPage(p.By.Page), ofAccount(p.By.Account)} }

func ofPage(page string) string       { return "fiche:" + page }
func ofAccount(account string) string { return "compte:" + account }
