package outbox_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/mail/eml"
	"partant/internal/mail/mailtest"
	"partant/internal/mail/outbox"
)

func open(t *testing.T, dir string) *outbox.Carrier {
	t.Helper()
	w, err := eml.New(eml.Config{From: mail.Address{Email: "partant@exemple.invalid"}, Now: clock.At(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))})
	if err != nil {
		t.Fatal(err)
	}
	return outbox.Open(dir, w)
}

// files lists all that is in a folder.
func files(t *testing.T, dir string) []fs.DirEntry {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return list
}

func arrived(t *testing.T, dir string) func() []mailtest.Received {
	return func() (all []mailtest.Received) {
		for _, f := range files(t, dir) {
			raw, err := os.ReadFile(filepath.Join(dir, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, mailtest.Parse(raw))
		}
		return all
	}
}

func TestCarriers(t *testing.T) {
	mailtest.Carriers(t, func(t *testing.T) mailtest.Opened {
		dir := filepath.Join(t.TempDir(), "data", "outbox")
		return mailtest.Opened{Carrier: open(t, dir), Arrived: arrived(t, dir)}
	})
}

func carry(t *testing.T, c *outbox.Carrier, m mail.Message) {
	t.Helper()
	if err := c.Carry(t.Context(), m); err != nil {
		t.Fatal(err)
	}
}

// A letter that is tried again takes its own place, and nobody else can read letters.
func TestFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "outbox")
	c := open(t, dir)
	m := mailtest.Letter("0198c0de-0000-7000-8000-000000000001")
	carry(t, c, m)
	m.Subject = "Deuxième essai"
	carry(t, c, m)
	list := files(t, dir)
	if len(list) != 1 || list[0].Name() != m.ID+".eml" || outbox.Path(dir, m.ID) != filepath.Join(dir, list[0].Name()) {
		t.Fatalf("the folder holds %v", list)
	}
	if all := arrived(t, dir)(); all[0].Subject != "Deuxième essai" {
		t.Errorf("%q", all[0].Subject)
	}
	for path, want := range map[string]fs.FileMode{dir: fs.ModeDir | 0o700, outbox.Path(dir, m.ID): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode() != want {
			t.Errorf("%s has %v, want %v; %v", path, info.Mode(), want, err)
		}
	}
}

func TestNoLetterLeavesTheFolder(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dir := filepath.Join(parent, "outbox")
	c := open(t, dir)
	ids := []string{"../escaped", "/etc/escaped", "..", ".", "a/../../escaped", `..\escaped`, "\x00", ".hidden", "con.", strings.Repeat("x", 5000)}
	for _, id := range ids {
		m := mailtest.Letter("x")
		m.ID = id
		carry(t, c, m)
	}
	if list := files(t, parent); len(list) != 1 {
		t.Errorf("beside the folder lie %v", list)
	}
	for _, f := range files(t, dir) {
		if strings.HasPrefix(f.Name(), ".") || !strings.HasSuffix(f.Name(), ".eml") || !f.Type().IsRegular() {
			t.Errorf("%s is there", f.Name())
		}
	}
	if n := len(files(t, dir)); n != len(ids) {
		t.Errorf("%d letters of %d", n, len(ids))
	}
}

// Where nothing can be written the letter is to be tried again, and goes once it can.
func TestAFolderThatCannotBe(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "outbox")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := open(t, dir)
	err := c.Carry(t.Context(), mailtest.Letter("a"))
	if !errors.Is(err, fault.Unavailable) || errors.Is(err, fault.Full) || errors.As(err, new(mail.Refused)) {
		t.Errorf("%v", err)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	carry(t, c, mailtest.Letter("a"))
}
