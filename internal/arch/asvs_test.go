package arch

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// tests are the names of all tests of the tree.
func tests(t *testing.T) map[string]bool {
	t.Helper()
	found, declared := map[string]bool{}, regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	for _, root := range []string{"internal", "views", "public", "cmd", "tools"} {
		err := filepath.WalkDir(filepath.Join("../..", root), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			b, err := os.ReadFile(path)
			for _, m := range declared.FindAllSubmatch(b, -1) {
				found[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// docs/asvs.csv says of each requirement of the OWASP ASVS 5.0 how it is met: by tests that exist, or why it is not.
func TestASVS(t *testing.T) {
	known := tests(t)
	rows, err := csv.NewReader(strings.NewReader(read(t, "docs/asvs.csv"))).ReadAll()
	if err != nil || len(rows) < 80 {
		t.Fatal(len(rows), err)
	}
	name, seen, covered := regexp.MustCompile(`^V\d+\.\d+\.\d+$`), map[string]bool{}, 0
	for _, row := range rows[1:] {
		id, level, state, named, why := row[0], row[1], row[3], strings.Fields(row[4]), row[5]
		if !name.MatchString(id) || seen[id] || !slices.Contains([]string{"L1", "L2", "L3"}, level) || row[2] == "" {
			t.Errorf("%v is no line of its own", row)
		}
		seen[id] = true
		if !slices.Contains([]string{"met", "partly", "not", "na"}, state) || state != "met" && why == "" || len(named) == 0 && why == "" {
			t.Errorf("%s says neither how nor why", id)
		}
		for _, one := range named {
			if !known[one] {
				t.Errorf("%s names %s, which is no test", id, one)
			}
		}
		if state == "met" && len(named) > 0 {
			covered++
		}
	}
	t.Logf("%d requirements, %d of them met and held by a test", len(rows)-1, covered)
}
