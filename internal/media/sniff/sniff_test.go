package sniff_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/media/sniff"
)

// packed is an archive of files, in that order: a name, a content, a name…
func packed(files ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		how := &zip.FileHeader{Name: files[i], Method: zip.Deflate}
		if files[i] == "mimetype" {
			how.Method = zip.Store
		}
		w, err := z.CreateHeader(how)
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func office(kind string, more ...string) []byte {
	return packed(append([]string{"[Content_Types].xml", "<Types/>", "_rels/.rels", "<r/>", kind + "/document.xml", "<x/>"}, more...)...)
}

func open(kind string, more ...string) []byte {
	return packed(append([]string{"mimetype", "application/vnd.oasis.opendocument." + kind, "content.xml", "<x/>"}, more...)...)
}

const pdf = "%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// What is on the list is taken for what it is; all else is refused with its reason, whatever its name would have said.
func TestKind(t *testing.T) {
	t.Parallel()
	docx := "application/vnd.openxmlformats-officedocument."
	whole := office("word")
	for name, c := range map[string]struct {
		content []byte
		kind    string
		photo   bool
		err     error
	}{
		"pdf":           {[]byte(pdf), "application/pdf", false, nil},
		"docx":          {whole, docx + "wordprocessingml.document", false, nil},
		"xlsx":          {office("xl"), docx + "spreadsheetml.sheet", false, nil},
		"pptx":          {office("ppt"), docx + "presentationml.presentation", false, nil},
		"odt":           {open("text"), "application/vnd.oasis.opendocument.text", false, nil},
		"ods":           {open("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet", false, nil},
		"text":          {[]byte("Ordre du jour :\nles crêpes"), "text/plain; charset=utf-8", false, nil},
		"csv":           {[]byte("nom,ville\nClaire,Olivet\nOmar,Gien\n"), "text/csv; charset=utf-8", false, nil},
		"jpeg":          {[]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), "image/jpeg", true, nil},
		"svg":           {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "image/svg+xml", true, nil}, // the Maker refuses it
		"empty":         {nil, "", false, media.EmptyFile},
		"html":          {[]byte("<!DOCTYPE html><html><script>alert(1)</script>"), "", false, media.UnknownFile},
		"html, hidden":  {[]byte("   \n<html><body onload=alert(1)>"), "", false, media.UnknownFile},
		"javascript":    {[]byte("#!/usr/bin/env node\nalert(1)"), "", false, media.UnknownFile},
		"zip":           {packed("a.txt", "a"), "application/zip", false, media.UnknownFile},
		"jar":           {packed("META-INF/MANIFEST.MF", "Main-Class: x"), "", false, media.UnknownFile},
		"elf":           {[]byte("\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 60)), "", false, media.UnknownFile},
		"exe":           {append([]byte("MZ"), make([]byte, 200)...), "", false, media.UnknownFile},
		"pdf, later":    {[]byte("<html>" + pdf), "", false, media.UnknownFile},
		"rtf":           {[]byte(`{\rtf1\ansi bonjour}`), "", false, media.UnknownFile},
		"old word":      {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 2048)...), "", false, media.OldOffice},
		"docx, macros":  {office("word", "word/vbaProject.bin", "x"), "", false, media.Macros},
		"odt, macros":   {open("text", "Basic/Standard/Module1.xml", "x"), "", false, media.Macros},
		"docx, cut off": {whole[:len(whole)-30], "", false, media.BrokenFile},
	} {
		kind, photo, err := sniff.Nose{}.Kind(c.content)
		if !errors.Is(err, c.err) || err == nil && (kind != c.kind || photo != c.photo) {
			t.Errorf("%s: %q, %v, %v", name, kind, photo, err)
		}
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v is no fault of who sent it", name, err)
		}
	}
}

// Whatever strangers send, it is one of the list or refused.
func FuzzKind(f *testing.F) {
	f.Add([]byte(pdf))
	f.Add(office("word"))
	f.Add([]byte("a,b\n1,2\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		kind, _, err := sniff.Nose{}.Kind(content)
		if (err == nil) == (kind == "") {
			if err == nil || !errors.Is(err, fault.Invalid) {
				t.Errorf("%q, %v", kind, err)
			}
		}
	})
}
