package document_test

import (
	"slices"
	"testing"

	"partant/internal/document"
)

// A document leaves under the name of its title and its type, whatever is typed.
func TestName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ title, kind, want string }{
		{"Statuts de 2026", "application/pdf", "statuts-de-2026.pdf"},
		{"../../etc/passwd", "text/plain; charset=utf-8", "etc-passwd.txt"},
		{"\u202efdp.exe\"\r\nX: y", "application/pdf", "fdp-exe-x-y.pdf"},
		{"…", "image/png", "document.png"},
		{"Bilan", "text/html", "bilan.bin"},
	} {
		d := document.Document{Title: c.title, Type: c.kind}
		if got := d.Name(); got != c.want {
			t.Errorf("%q leaves as %q, want %q", c.title, got, c.want)
		}
	}
}

func TestTaken(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]bool{"application/pdf": true, "text/plain; charset=utf-8": true, "text/html": false, "image/svg+xml": false, "application/zip": false, "": false} {
		if got := document.Taken(kind); got != want {
			t.Errorf("%q: %v", kind, got)
		}
	}
	all := []document.Document{{ID: "a", Bytes: 3, Type: "application/pdf"}, {ID: "b", Bytes: 4}}
	if document.Weight(all) != 7 || document.IDs(all)[1] != "b" || all[0].Words() != "PDF" || all[1].Words() != "fichier" {
		t.Error(all)
	}
}

// Documents that leave together have a name each, whatever they are called.
func TestNames(t *testing.T) {
	t.Parallel()
	of := func(titles ...string) (all []document.Document) {
		for _, title := range titles {
			all = append(all, document.Document{Title: title, Type: "application/pdf"})
		}
		return all
	}
	got := document.Names(of("Statuts", "STATUTS !", "Statuts 2", "../..", "/etc/passwd", "", "Statuts"))
	want := []string{"statuts.pdf", "statuts-2.pdf", "statuts-2-2.pdf", "document.pdf", "etc-passwd.pdf", "document-2.pdf", "statuts-3.pdf"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
