package treatment_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/treatment"
)

var update = flag.Bool("update", false, "write docs/registre.md anew")

const file = "../../docs/registre.md"

// The register is what the page says.
func TestRegister(t *testing.T) {
	t.Parallel()
	if *update {
		if err := os.WriteFile(file, []byte(treatment.Register()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(treatment.Register(), string(got)); diff != "" {
		t.Errorf("docs/registre.md is not what internal/treatment says (go test ./internal/treatment -args -update):\n%s", diff)
	}
}

// Each treatment says all that the law asks for, once.
func TestNothingIsLeftOut(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, one := range treatment.Of(true) {
		for _, text := range []string{one.Purpose, one.Data, one.Basis, one.Kept, one.Recipients} {
			if text == "" || strings.Contains(text, "\n") || strings.Contains(text, "|") {
				t.Errorf("%+v: %q", one.Purpose, text)
			}
		}
		if seen[one.Purpose] {
			t.Errorf("%s twice", one.Purpose)
		}
		seen[one.Purpose] = true
	}
	for _, c := range treatment.Cookies() {
		if c.Name == "" || c.Purpose == "" || c.Life == "" {
			t.Errorf("%+v", c)
		}
	}
}
