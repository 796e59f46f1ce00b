package french_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"partant/internal/search/french"
)

func plan(typed string) string {
	var b strings.Builder
	for _, w := range french.Directory().Plan(typed) {
		b.WriteString(w.Text)
		if w.Open {
			b.WriteString("*")
		}
		b.WriteString(" ")
	}
	return strings.TrimSpace(b.String())
}

func TestPlan(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                  "",
		" ' \x00 - ":                        "",
		"plomb":                             "plomb*",
		"Plombier ":                         "plombier",
		"plombier\u00a0":                    "plombier",
		"l'imprimerie":                      "imprimerie*",
		"boulangeries à Olivet":             "boulangeries olivet*",
		"boulangerie de":                    "boulangerie",
		"la":                                "la*",
		"hotel":                             "hotel",
		"Hôtels":                            "hotels",
		"hotell":                            "hotell*",
		"hôtel orl":                         "hotel orl*",
		"le la les ":                        "le la les",
		"vente de vin et de fromage":        "vente vin fromage*",
		"st pryve st mesmin":                "saint pryve mesmin*",
		"a.b.c. enseignes":                  "abc enseignes*",
		"les p'tits loups":                  "ptits loups*",
		"auto-école gien":                   "auto ecole gien*",
		"Poilly lez Gien":                   "poilly gien*",
		"Poilly-lès-Gien ":                  "poilly gien",
		"Châlette s/ Loing ":                "chalette loing",
		"plombier plombier":                 "plombier",
		"1 2 3 4 5 6 7 8 9 10 11 12":        "1 2 3 4 5 6 7 8 9 10",
		"NOT plombier OR (gien) NEAR/3 \"*": "not plombier or gien near 3*",
	} {
		if got := plan(in); got != want {
			t.Errorf("Plan(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPlanKnowsWhatAWordStandsFor(t *testing.T) {
	t.Parallel()
	got := french.Directory().Plan("Resto auto-écoles st")
	want := []french.Word{
		{Text: "resto", Typed: "resto", Stem: "resto", Synonyms: []string{"restaurant"}, Joined: []string{"restoauto"}},
		{Text: "auto", Typed: "auto", Stem: "auto", Joined: []string{"restoauto", "autoecoles"}},
		{Text: "ecoles", Typed: "ecoles", Stem: "ecol", Joined: []string{"autoecoles", "ecolessaint"}},
		{Text: "saint", Typed: "st", Stem: "saint", Joined: []string{"ecolessaint"}, Open: true},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestPlanKnowsPairs(t *testing.T) {
	t.Parallel()
	got := french.Directory().Plan("salon de coiffure orléans")
	var synonyms [][]string
	for _, w := range got {
		synonyms = append(synonyms, w.Synonyms)
	}
	want := [][]string{{"coiffeur"}, {"coiffeur", "coiffeur"}, nil}
	if diff := cmp.Diff(want, synonyms, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestSwallowedArticles(t *testing.T) {
	t.Parallel()
	lex := french.Directory()
	for typed, want := range map[string][2]string{ // what is left of the first word, and the text with its apostrophes
		"lhotel":           {"hotel", "l'hotel"},
		"Lhôtel Dolivet ":  {"hotel", "L'hôtel D'olivet "},
		"darc":             {"arc", "d'arc"},
		"l'hotel":          {"", ""},
		"plombier":         {"", ""},
		"lu":               {"", ""}, // too little is left
		"loup de la loire": {"oup", "l'oup de la l'oire"},
		"dans":             {"", ""},
		"lles":             {"", ""},
		"2lacs":            {"", ""},
	} {
		bare := ""
		if words := lex.Plan(typed); len(words) > 0 {
			bare = words[0].Bare
		}
		if parted, ok := lex.Parted(typed); bare != want[0] || ok && parted != want[1] || ok != (want[1] != "") {
			t.Errorf("%q: %q and %q, %t; want %q", typed, bare, parted, ok, want)
		}
	}
}

func TestWordLimits(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]struct {
		slips      int
		everywhere bool
	}{
		"ab": {0, false}, "gie": {0, true}, "gien": {1, true}, "garages": {1, true}, "plombier": {2, true}, "45000": {0, true}, "été": {0, true},
	} {
		word := french.Directory().Plan(typed)[0]
		if word.Slips() != want.slips || word.Everywhere() != want.everywhere {
			t.Errorf("%s: %d slips, everywhere %t", typed, word.Slips(), word.Everywhere())
		}
	}
}

func FuzzPlan(f *testing.F) {
	lex := french.Directory()
	for _, seed := range []string{"plombier orléans", "l'", "\"OR\" * : ^ ( {a b}", strings.Repeat("é-a.", 400)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		words := lex.Plan(typed)
		if parted, ok := lex.Parted(typed); strings.ReplaceAll(parted, "'", "") != strings.ReplaceAll(typed, "'", "") || ok == (parted == typed) {
			t.Fatalf("Parted(%q) = %q, %t", typed, parted, ok)
		}
		if len(words) > french.MaxWords {
			t.Fatalf("%q gives %d words", typed, len(words))
		}
		seen := make(map[string]bool)
		for i, w := range words {
			if w.Text == "" || seen[w.Text] || w.Open && i != len(words)-1 || strings.ContainsFunc(w.Text+w.Stem, parts) {
				t.Fatalf("Plan(%q)[%d] = %+v", typed, i, w)
			}
			if w.Open && !utf8.ValidString(w.Typed) || strings.ContainsFunc(w.Typed, parts) {
				t.Fatalf("Plan(%q)[%d] completes %q", typed, i, w.Typed)
			}
			seen[w.Text] = true
		}
	})
}
