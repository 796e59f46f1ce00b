package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"partant/internal/app"
	"partant/internal/config"
)

// archiveOf is the archive of an account, as a member takes it along.
func archiveOf(t *testing.T, dir, email string) string {
	t.Helper()
	a, err := app.OpenStore(t.Context(), config.Config{Data: dir, Region: "loiret", Addr: ":4545", Search: "off"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	who, err := a.Accounts.ByEmail(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "donnees.zip")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := a.Export.Write(t.Context(), f, who); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestImport(t *testing.T) {
	plainly(t)
	there, here := t.TempDir(), t.TempDir()
	signUp(t, there, "jeanne@exemple.invalid")
	signUp(t, here, "j.durand@exemple.invalid")
	archive, data := archiveOf(t, there, "jeanne@exemple.invalid"), "--data="+here
	none := filepath.Join(t.TempDir(), "rien.zip")
	if err := os.WriteFile(none, []byte("PK, ou presque"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		file string
		code int
		says string
	}{
		{archive, exitFailed, "nobody has signed up as jeanne@exemple.invalid"},
		{none, exitUsage, "this is no whole archive"},
	} {
		if got := ask(t, "import", data, tt.file); got.code != tt.code || !strings.Contains(got.err, tt.says) {
			t.Errorf("%s: %+v, want %d, %s", tt.file, got, tt.code, tt.says)
		}
	}
	if got := ask(t, "import", data, filepath.Join(here, "absent.zip")); got.code != exitUsage {
		t.Errorf("a file that is not there: %+v", got)
	}
	got := ask(t, "import", data, archive, "--email", "j.durand@exemple.invalid")
	if got.code != 0 || got.err != "" || got.out != "0 pages, 0 publications and 0 photos taken in for j.durand@exemple.invalid\n" {
		t.Errorf("%+v", got)
	}
}
