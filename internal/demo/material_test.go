package demo

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// with returns the embedded files with one of them replaced.
func with(t *testing.T, name, content string) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	entries, err := fs.ReadDir(files(), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := fs.ReadFile(files(), e.Name())
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = &fstest.MapFile{Data: data}
	}
	all[name] = &fstest.MapFile{Data: []byte(content)}
	return all
}

func TestBrokenMaterialIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, content, want string }{
		{"examples_hours.csv", "kind,hours\nbureau,9h-12h\n", "1 days in a week"},
		{"examples_trades.csv", "trade,naf,family,place,hours,sizes\nx,43.22A,batiment,any,jamais,01\n", `no hours "jamais"`},
		{"examples_companies.csv", "trade,name,pitch\nmagicien,A,B\n", `no trade "magicien"`},
		{"examples_sentences.csv", "family,part,text\nbatiment,5,A\n", "part 5"},
		{"examples_communes.csv", "commune,kind,weight\n45234,ville,many\n", `"many" is not a whole number`},
	} {
		if _, err := readMaterial(with(t, c.file, c.content)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.file, err, c.want)
		}
	}
	if _, err := readOrganisations(with(t, "organisations.csv", "key,kind\n")); err == nil {
		t.Error("organisations without names were read")
	}
}

// Every family needs enough of each kind of sentence for its texts not to sound alike.
func TestEveryFamilyHasItsSentences(t *testing.T) {
	t.Parallel()
	m, err := readMaterial(files())
	if err != nil {
		t.Fatal(err)
	}
	companies := map[string]int{}
	for _, c := range m.companies {
		companies[m.trades[c.trade].family]++
	}
	for family, n := range companies {
		parts := m.sentences[family]
		if len(parts[0]) < 6 || len(parts[1]) < 4 || len(parts[2]) < 2 || len(parts[3]) < 2 {
			t.Errorf("%s has %d, %d, %d and %d sentences for %d companies", family, len(parts[0]), len(parts[1]), len(parts[2]), len(parts[3]), n)
		}
		if n < 4 {
			t.Errorf("%s has only %d companies", family, n)
		}
	}
	for family := range m.sentences {
		if companies[family] == 0 {
			t.Errorf("nobody is of the family %s", family)
		}
	}
}

func TestMembersNeedTheirCompany(t *testing.T) {
	t.Parallel()
	m := material{members: []member{{first: "Zoé", last: "Sansnom", company: "Nulle part"}}}
	if _, err := m.staff(nil); err == nil || !strings.Contains(err.Error(), `no company "Nulle part"`) {
		t.Errorf("got %v", err)
	}
}

func TestSome(t *testing.T) {
	t.Parallel()
	list := []string{"a", "b", "c"}
	for _, c := range []struct {
		start, n int
		want     string
	}{{0, 2, "ab"}, {2, 2, "ca"}, {4, 3, "bca"}, {1, 9, "bca"}, {0, 0, ""}} {
		if got := strings.Join(some(list, c.start, c.n), ""); got != c.want {
			t.Errorf("some(%d, %d) = %s, want %s", c.start, c.n, got, c.want)
		}
	}
	if !slices.Equal(list, []string{"a", "b", "c"}) {
		t.Error("the list was changed")
	}
}

func TestFictionPhonesDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for i := range 10_000 {
		seen[fictionPhone(i)] = true
	}
	if len(seen) != 10_000 {
		t.Errorf("%d numbers for 10,000 examples", len(seen))
	}
}
