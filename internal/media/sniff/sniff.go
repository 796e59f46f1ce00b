// Package sniff says what files are by their bytes. Neither a name nor what a browser says of a file is believed.
package sniff

import (
	"archive/zip"
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"

	"partant/internal/document"
	"partant/internal/media"
)

// Nose is the media.Nose of an allow-list: see package document.
type Nose struct{}

// photos are what a media.Maker reads, and refuses with a reason of its own.
var photos = []string{"image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "image/heif", "image/avif", "image/svg+xml"}

// older are the office files of before 2007, which hide programs where nobody sees them.
var older = []string{"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/x-ole-storage"}

// Kind implements media.Nose.
func (Nose) Kind(content []byte) (kind string, photo bool, err error) {
	if len(content) == 0 {
		return "", false, media.EmptyFile
	}
	found := mimetype.Detect(content)
	base, _, _ := strings.Cut(found.String(), ";")
	switch {
	case among(photos, base):
		return base, true, nil
	case among(older, base):
		return "", false, media.OldOffice
	case base == "application/zip" || strings.HasPrefix(base, "application/vnd."):
		return base, false, office(content, base)
	case base == "application/pdf" && !bytes.HasPrefix(content, []byte("%PDF-")):
		return "", false, media.UnknownFile // what begins as something else is something else too
	case !document.Taken(base):
		return "", false, media.UnknownFile
	}
	return lettered(found.String(), content), false, nil
}

// lettered is the type of a text with the letters that it is written in.
func lettered(kind string, content []byte) string {
	switch {
	case !strings.HasPrefix(kind, "text/") || strings.Contains(kind, "charset="):
		return kind
	case utf8.Valid(content):
		return kind + "; charset=utf-8"
	}
	return kind + "; charset=windows-1252"
}

// office refuses what is no office file, one that cannot be read, and one with programs in it.
func office(content []byte, kind string) error {
	if !document.Taken(kind) {
		return media.UnknownFile
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return media.BrokenFile
	}
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		if strings.HasSuffix(name, "vbaproject.bin") || strings.HasPrefix(name, "basic/") || strings.HasPrefix(name, "scripts/") || strings.Contains(name, "/activex/") {
			return media.Macros
		}
	}
	return nil
}

func among(all []string, one string) bool {
	for _, known := range all {
		if known == one {
			return true
		}
	}
	return false
}
