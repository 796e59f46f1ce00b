package export_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"partant/internal/account"
	"partant/internal/export"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 123_000_000, time.UTC)

func member() account.Account {
	return account.Account{ID: "a-1", Email: "claude@exemple.invalid", Name: "Claude Exemple", Password: "$argon2id$s3cret", Role: "membre", Person: "p-1",
		Terms: noon, TermsVersion: "2026-11-26", Created: noon, Failures: account.Failures{Count: 3, Last: noon},
		Log: []account.Line{{ID: "l-1", At: noon, What: account.Moved, Agent: "Firefox", Told: "ancien@exemple.invalid", Reason: "une raison ; avec un point-virgule"}}}
}

// pages is a store with pages of a-1: 250 of its own, one that it only helps with, and one of another.
func pages(t *testing.T) sqlite.Profiles {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for n := range 252 {
		p := profile.Profile{ID: fmt.Sprintf("%03d", n), Slug: fmt.Sprintf("page-%d", n), Kind: profile.Company, Name: fmt.Sprintf("Page %d « à part »", n),
			Phone: profile.Contact{Value: "+33261910012", For: profile.ForTeam}, Email: profile.Contact{Value: "secret@exemple.invalid", For: profile.ForMembers},
			Hours: profile.Hours{1: {{From: 420, To: 780}}}, Created: noon.Add(time.Duration(n) * time.Second), Updated: noon,
			Team: []profile.Mate{{Account: "a-1", Person: "p-1", Role: profile.Owner, Title: "gérante"}, {Account: "a-2", Person: "p-2", Role: profile.Editor}}}
		switch n {
		case 250:
			p.Team[0].Role, p.Team[1].Role = profile.Editor, profile.Owner
		case 251:
			p.Team = p.Team[1:]
		}
		if err := db.Profiles().Insert(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	return db.Profiles()
}

func service(lists export.PageLists, more ...export.Section) *export.Service {
	sessions := func(context.Context, string) ([]account.Session, error) {
		return []account.Session{{Digest: "s3cret", Account: "a-1", Agent: "Firefox", Created: noon, Seen: noon, Expires: noon}}, nil
	}
	return export.New("https://partant.example", func() time.Time { return noon },
		append([]export.Section{export.Accounts(), export.Log(), export.Sessions(sessions), export.Pages(lists)}, more...)...)
}

func write(t *testing.T, s *export.Service) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.Write(t.Context(), &out, member()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func file(t *testing.T, archive []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func read(archive []byte) (export.Archive, error) {
	return export.Read(bytes.NewReader(archive), int64(len(archive)))
}

// What is written is read back as it is stored: the same documents.
func TestReadBack(t *testing.T) {
	t.Parallel()
	store := pages(t)
	got, err := read(write(t, service(store)))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Pages) != 250 {
		t.Fatalf("%d pages", len(got.Pages))
	}
	for _, p := range got.Pages {
		want, err := store.Get(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		want.Team[1].Account = "" // of another: not the member's to take
		if diff := cmp.Diff(want, p, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-stored +read):\n%s", diff)
		}
	}
	if diff := cmp.Diff(member().Log, got.Log); diff != "" {
		t.Error(diff)
	}
	want := export.Account{ID: "a-1", Email: "claude@exemple.invalid", Name: "Claude Exemple", Role: "membre", Person: "p-1", Terms: noon, TermsVersion: "2026-11-26", Created: noon, Password: true}
	if diff := cmp.Diff(want, got.Account); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]export.Session{{Agent: "Firefox", Created: noon, Seen: noon, Expires: noon}}, got.Sessions); diff != "" {
		t.Error(diff)
	}
	if m := got.Manifest; m.Format != export.Format || m.Version != export.Version || m.Site != "https://partant.example" || !m.Made.Equal(noon) {
		t.Errorf("%+v", m)
	}
}

func TestNoSecrets(t *testing.T) {
	t.Parallel()
	archive := write(t, service(pages(t)))
	for _, name := range []string{"compte.json", "journal.json", "appareils.json", "fiches.json", "fiches.csv", "LISEZ-MOI.txt"} {
		for _, secret := range []string{"s3cret", "argon2", "a-2", "failures"} {
			if strings.Contains(file(t, archive, name), secret) {
				t.Errorf("%s tells %s", name, secret)
			}
		}
	}
}

// Tables open in spreadsheets, and run nothing there.
func TestTables(t *testing.T) {
	t.Parallel()
	hostile := export.Section{Name: "essai", About: "Un essai.", Columns: []string{"texte", "numéro"}, Rows: func(context.Context, account.Account) iter.Seq2[export.Row, error] {
		return func(yield func(export.Row, error) bool) {
			for _, cells := range [][]string{{"=HYPERLINK(\"http://mal.invalid\")", "+33 2 61 91 00 12"}, {"@SUM(A1)", "-12,5"}, {"+cmd|' /C calc'!A0", "-1+1"}, {"à ; la \"ligne\"\n", ""}} {
				if !yield(export.Row{Doc: cells, Cells: cells}, nil) {
					return
				}
			}
		}
	}}
	text := file(t, write(t, service(pages(t), hostile)), "essai.csv")
	rest, marked := strings.CutPrefix(text, "\uFEFF")
	if !marked || !strings.Contains(rest, "\r\n") {
		t.Errorf("%q", text)
	}
	in := csv.NewReader(strings.NewReader(rest))
	in.Comma = ';'
	got, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"texte", "numéro"}, {"'=HYPERLINK(\"http://mal.invalid\")", "+33 2 61 91 00 12"}, {"'@SUM(A1)", "-12,5"}, {"'+cmd|' /C calc'!A0", "'-1+1"}, {"à ; la \"ligne\"\n", ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A section that this package does not know comes back as it was.
func TestOtherSections(t *testing.T) {
	t.Parallel()
	none := export.Section{Name: "vide", About: "Rien.", Rows: func(context.Context, account.Account) iter.Seq2[export.Row, error] {
		return func(func(export.Row, error) bool) {}
	}}
	some := none
	some.Name, some.Rows = "messages", func(context.Context, account.Account) iter.Seq2[export.Row, error] {
		return func(yield func(export.Row, error) bool) { yield(export.Row{Doc: map[string]int{"n": 1}}, nil) }
	}
	archive := write(t, service(pages(t), none, some))
	got, err := read(archive)
	if err != nil || len(got.Others["vide"]) != 0 || string(got.Others["messages"][0]) != `{"n":1}` {
		t.Errorf("%+v, %v", got.Others, err)
	}
	if text := file(t, archive, "LISEZ-MOI.txt"); !strings.Contains(text, "messages.json\r\n    Rien.") || !strings.Contains(text, "fiches.json, fiches.csv") || !strings.Contains(text, "23/11/2026 à 13 h 00") {
		t.Error(text)
	}
}

type failing struct{ sqlite.Profiles }

func (failing) OfMember(context.Context, string, page.Req) (page.Of[profile.Profile], error) {
	return page.Of[profile.Profile]{}, fault.Unavailable
}

// An archive that was not written to its end is taken by nobody for a whole one.
func TestCutOff(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := service(failing{}).Write(t.Context(), &out, member()); !errors.Is(err, fault.Unavailable) {
		t.Error(err)
	}
	if _, err := read(out.Bytes()); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
	whole := write(t, service(pages(t)))
	for _, n := range []int{0, 1, len(whole) / 2, len(whole) - 1} {
		if _, err := read(whole[:n]); !errors.Is(err, fault.Invalid) {
			t.Errorf("%d bytes of %d: %v", n, len(whole), err)
		}
	}
}

// packed is an archive of these files.
func packed(t testing.TB, files map[string]string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestForeignArchives(t *testing.T) {
	t.Parallel()
	good := `{"format":"partant-export","version":1,"sections":["compte"]}`
	for name, files := range map[string]map[string]string{
		"empty":         {},
		"another":       {"partant.json": `{"format":"autre","version":1}`},
		"newer":         {"partant.json": `{"format":"partant-export","version":2}`},
		"no version":    {"partant.json": `{"format":"partant-export"}`},
		"no JSON":       {"partant.json": "bonjour"},
		"no account":    {"partant.json": `{"format":"partant-export","version":1,"sections":[]}`},
		"missing":       {"partant.json": good},
		"not a list":    {"partant.json": good, "compte.json": `{}`},
		"two accounts":  {"partant.json": good, "compte.json": `[{"id":"a"},{"id":"b"}]`},
		"leads outside": {"partant.json": `{"format":"partant-export","version":1,"sections":["../../etc/passwd"]}`},
	} {
		if _, err := read(packed(t, files)); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if a, err := read(packed(t, map[string]string{"partant.json": good, "compte.json": `[{"id":"a","new":1}]`})); err != nil || a.Account.ID != "a" {
		t.Errorf("%+v, %v", a, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(packed(f, map[string]string{"partant.json": `{"format":"partant-export","version":1,"sections":["compte"]}`, "compte.json": `[{"id":"a"}]`}))
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := read(b); err != nil && !errors.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
	})
}
