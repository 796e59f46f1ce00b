package vcard_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	vcf "github.com/emersion/go-vcard"

	"partant/internal/fault"
	"partant/internal/vcard"
)

// What is written is read back as it was, whatever signs it holds, and nothing of it becomes a field of its own.
func TestWrite(t *testing.T) {
	t.Parallel()
	file, err := vcard.Write(vcard.Card{UID: "x-1", Name: "Élodie ; Dupré,\r\nTEL:112", Email: "e@exemple.fr", Phone: "+33612345678", URL: "https://exemple.fr/fiches/elodie",
		Note: "Vue au salon,\nrappeler ; \\ mardi\r\nEND:VCARD", Changed: time.Date(2026, 11, 27, 13, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	card, err := vcf.NewDecoder(bytes.NewReader(file)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]string{vcf.FieldVersion: "3.0", vcf.FieldUID: "x-1", vcf.FieldFormattedName: "Élodie ; Dupré,  TEL:112", vcf.FieldEmail: "e@exemple.fr", vcf.FieldTelephone: "+33612345678",
		vcf.FieldURL: "https://exemple.fr/fiches/elodie", vcf.FieldNote: "Vue au salon,\nrappeler ; \\ mardi\nEND:VCARD", vcf.FieldRevision: "20261127T130000Z"} {
		if got := card.Value(field); got != want || len(card[field]) != 1 {
			t.Errorf("%s: %q", field, got)
		}
	}
	if n := card.Name(); n.GivenName != "Élodie , Dupré,  TEL:112" || n.FamilyName != "" {
		t.Errorf("%+v", n)
	}
	for _, l := range strings.Split(strings.TrimSuffix(string(file), "\r\n"), "\r\n") {
		if strings.Contains(l, "\n") || strings.HasPrefix(l, "TEL:") {
			t.Errorf("a line is %q", l)
		}
	}
}

func TestWriteLittle(t *testing.T) {
	t.Parallel()
	file, err := vcard.Write(vcard.Card{Name: "Ada"})
	if want := "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nN:;Ada;;;\r\nEND:VCARD\r\n"; err != nil || string(file) != want {
		t.Errorf("%q, %v", file, err)
	}
	if _, err := vcard.Write(vcard.Card{Name: " \n"}); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
