package text_test

import (
	"testing"

	"partant/internal/text"
)

func TestEdits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b        string
		most        int
		whole, part int
	}{
		{"", "", 2, 0, 0},
		{"orleans", "orleans", 2, 0, 0},
		{"orelans", "orleans", 2, 1, 1}, // two neighbours swapped
		{"ab", "ba", 1, 1, 1},
		{"plonbier", "plombier", 2, 1, 1},
		{"plonb", "plombier", 1, 2, 1}, // still being typed
		{"montargi", "montargis", 1, 1, 0},
		{"gien", "orleans", 2, 3, 3},
		{"œil", "oeil", 2, 2, 2},
		{"abc", "", 5, 3, 3},
		{"", "abc", 5, 3, 0},
	} {
		if got := text.Edits(c.a, c.b, c.most); got != c.whole {
			t.Errorf("Edits(%q, %q, %d) = %d, want %d", c.a, c.b, c.most, got, c.whole)
		}
		if got := text.EditsToStart(c.a, c.b, c.most); got != c.part {
			t.Errorf("EditsToStart(%q, %q, %d) = %d, want %d", c.a, c.b, c.most, got, c.part)
		}
	}
}

func FuzzEdits(f *testing.F) {
	f.Add("plonbier", "plombier")
	f.Add("\xff", "é")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 200 {
			return
		}
		there, back := text.Edits(a, b, 5), text.Edits(b, a, 5)
		if there != back {
			t.Fatalf("Edits(%q, %q) = %d one way, %d the other", a, b, there, back)
		}
		if start := text.EditsToStart(a, b, 5); start > there {
			t.Fatalf("EditsToStart(%q, %q) = %d, more than %d for the whole", a, b, start, there)
		}
	})
}
