package export

import (
	"context"
	"errors"
	"iter"
	"strconv"
	"time"

	"partant/internal/account"
	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/media"
)

// Photo is what an archive tells of a photo. File is where it lies in the archive.
type Photo struct {
	ID      string    `json:"id"`
	File    string    `json:"file"`
	Page    string    `json:"page"` // that it belongs to
	Kind    string    `json:"kind"` // of what it was sent for
	Of      string    `json:"of"`   // its id
	Width   int       `json:"width"`
	Height  int       `json:"height"`
	Created time.Time `json:"created"`
}

// Largest returns the largest size of a photo; fault.NotFound when it is gone.
type Largest func(ctx context.Context, p *media.Photo) (media.File, error)

// Photos is the section « photos »: the photos and documents that a member sent, and the files themselves.
func Photos(by func(ctx context.Context, account string) iter.Seq2[media.Photo, error], largest Largest) Section {
	return Section{Name: "photos", About: "Les photos et les documents que vous avez envoyés, tels que nous les gardons : les dossiers « photos » et « documents » les contiennent.",
		Columns: []string{"date", "fichier", "page", "envoyée pour", "largeur", "hauteur"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(by(ctx, a.ID), photoRow)
		},
		Files: func(ctx context.Context, a account.Account) iter.Seq2[File, error] {
			return photoFiles(ctx, by(ctx, a.ID), largest)
		}}
}

func photoRow(p media.Photo) Row {
	doc := Photo{ID: p.ID, File: photoFile(&p), Page: p.By.Page, Kind: string(p.Of.Kind), Of: p.Of.ID, Width: p.Width, Height: p.Height, Created: p.Created}
	return Row{Doc: doc, Cells: []string{stamp(p.Created), doc.File, doc.Page, doc.Kind + " " + doc.Of, strconv.Itoa(p.Width), strconv.Itoa(p.Height)}}
}

// photoFile is the name of the largest size in an archive.
func photoFile(p *media.Photo) string {
	ending, folder := "jpg", "photos/"
	if n := len(p.Sizes); n > 0 {
		ending = document.Ending(p.Sizes[n-1].Type)
	}
	if p.IsDocument() {
		folder = "documents/"
	}
	return folder + p.ID + "." + ending
}

// photoFiles yields the photos themselves, one at a time; one that went meanwhile is passed over.
func photoFiles(ctx context.Context, all iter.Seq2[media.Photo, error], largest Largest) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for p, err := range all {
			var f media.File
			if err == nil {
				f, err = largest(ctx, &p)
			}
			if errors.Is(err, fault.NotFound) {
				continue
			}
			if !yield(File{Name: photoFile(&p), Content: f.Content}, err) || err != nil {
				return
			}
		}
	}
}
