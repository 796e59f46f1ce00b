package activity_test

import (
	"strings"
	"testing"

	"partant/internal/activity"
)

func TestFind(t *testing.T) {
	t.Parallel()
	c := activity.Load()
	for typed, want := range map[string]string{
		"plombier":            "43.22A",
		"Plombiers":           "43.22A",
		"plonbier":            "43.22A",
		"plomb":               "43.22A",
		"chauffe eau":         "43.22A",
		"fuite d'eau":         "43.22A",
		"boulangere":          "10.71C",
		"boulangerie":         "10.71C",
		"pain":                "10.71C",
		"dépôt de pain":       "47.24Z",
		"comptable":           "69.20Z",
		"expert comptable":    "69.20Z",
		"notaire":             "69.10Z",
		"graphiste":           "74.10Z",
		"coifeur":             "96.02A",
		"kiné":                "86.90E",
		"restaurant":          "56.10A",
		"pizza":               "56.10C",
		"garagiste":           "45.20A",
		"réparation de vélos": "47.64Z",
		"site internet":       "62.01Z",
		"infirmière":          "86.90D",
		"menuisier":           "43.32A",
		"maison de retraite":  "87.10A",
		"agent immobilier":    "68.31Z",
		"imprimerie":          "18.12Z",
		"mairie":              "84.11Z",
		"maîtrise d’œuvre":    "71.12B",
		"culture du tabac":    "01.15Z",
		"43.22a":              "43.22A",
		"4322":                "43.22A",
		"zzzz":                "",
		"":                    "",
		"de la":               "",
		"\xff'%":              "",
	} {
		found := c.Find(typed)
		if want == "" && len(found) == 0 || want != "" && len(found) > 0 && found[0].Code == want {
			continue
		}
		var codes []string
		for _, a := range found[:min(4, len(found))] {
			codes = append(codes, a.Code+" "+a.Plain)
		}
		t.Errorf("Find(%q) = %s, want %s", typed, strings.Join(codes, "; "), want)
	}
}

func TestFindEveryTradeByItsFirstWord(t *testing.T) {
	t.Parallel()
	c := activity.Load()
	for _, a := range c.All() {
		if len(a.Words) == 0 {
			continue
		}
		place := -1
		for i, found := range c.Find(a.Words[0]) {
			if found.Code == a.Code {
				place = i
			}
		}
		if place < 0 || place > 7 {
			t.Errorf("« %s » shows %s at place %d", a.Words[0], a.Code, place)
		}
	}
}

func TestFindByTheBeginningOfACode(t *testing.T) {
	t.Parallel()
	c := activity.Load()
	for typed, want := range map[string]int{"43": 24, "43.2": 6, "4322": 2, "4322A": 1, "4": 0, "430": 0} {
		if found := c.Find(typed); len(found) != want {
			t.Errorf("Find(%q) gives %d", typed, len(found))
		}
	}
}

func FuzzFind(f *testing.F) {
	c := activity.Load()
	f.Add("plonbier à Olivet")
	f.Add("43 \x00\xffœ")
	f.Fuzz(func(t *testing.T, typed string) {
		seen := map[string]bool{}
		for _, a := range c.Find(typed) {
			if seen[a.Code] {
				t.Fatalf("%q finds %s twice", typed, a.Code)
			}
			seen[a.Code] = true
		}
		c.Parse(typed)
	})
}

func BenchmarkFind(b *testing.B) {
	c := activity.Load()
	for _, typed := range []string{"plombier", "plonbier", "réparation de vélos"} {
		b.Run(typed, func(b *testing.B) {
			for b.Loop() {
				c.Find(typed)
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		activity.Load()
	}
}
