package french_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"partant/internal/search/french"
	"partant/internal/text"
)

func words(s string) []string {
	var got []string
	for _, t := range french.Tokens(s) {
		got = append(got, t.Word)
	}
	return got
}

func TestTokens(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                "",
		" --- ":                           "",
		"L'Imprimerie du Coq Bleu":        "imprimerie du coq bleu",
		"l’œil du Tigre":                  "oeil du tigre",
		"l' imprimerie":                   "imprimerie",
		"jusqu'à l'été":                   "a ete",
		"Cœur de Loire":                   "coeur de loire",
		"Orle\u0301ans":                   "orleans",
		"CHÂTEAUNEUF":                     "chateauneuf",
		"St-Jean-de-Braye, Ste Croix":     "saint jean de braye sainte croix",
		"A.B.C. Enseignes":                "a b c enseignes abc",
		"Crèche Les P'tits Loups":         "creche les p tits loups ptits",
		"Dépann' Saran":                   "depann saran",
		"auto-école":                      "auto ecole autoecole",
		"Expert-comptable à Saint-Cyr":    "expert comptable a saint cyr expertcomptable saintcyr",
		"porte-à-porte":                   "porte a porte",
		"H2O, 3D et n°12":                 "h2o 3d et n 12",
		"bug \"bounty\" <b>x</b> \\ OR 1": "bug bounty b x b or 1",
		"a\x00b":                          "a b",
		"bad\xffbytes":                    "bad bytes",
		"café™ 日本 Ελλάδα":                 "cafe 日本 ελλαδα",
		strings.Repeat("z", 300):          strings.Repeat("z", 40),
	} {
		if got := strings.Join(words(in), " "); got != want {
			t.Errorf("Tokens(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTokensSayWhereTheyStand(t *testing.T) {
	t.Parallel()
	const s = "L'Œil d’A.B.C."
	var got []string
	for _, token := range french.Tokens(s) {
		got = append(got, s[token.Start:token.End])
	}
	if diff := cmp.Diff([]string{"Œil", "A", "B", "C", "A.B.C"}, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"L'Œuf d'A.B.C. p'tit", "auto-e\u0301cole \xff\x00", "'''l'd'--..a.b", "İ ŉ ﬁ ʼn"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, token := range french.Tokens(s) {
			if token.Start < 0 || token.Start >= token.End || token.End > len(s) {
				t.Fatalf("%+v is outside %q", token, s)
			}
			if token.Word == "" || utf8.RuneCountInString(token.Word) > 41 || strings.ContainsFunc(token.Word, parts) {
				t.Fatalf("%q gives the word %q", s, token.Word)
			}
		}
	})
}

// Words must fold as names do everywhere else in the house.
func TestTokensFoldLikeText(t *testing.T) {
	t.Parallel()
	for r := rune(0); r < 0x250; r++ {
		word := "x" + string(r) + "x"
		if tokens := french.Tokens(word); len(tokens) == 1 && tokens[0].Word != text.Fold(word) {
			t.Errorf("%q is %q, text.Fold says %q", word, tokens[0].Word, text.Fold(word))
		}
	}
}

// parts reports the ASCII characters that may not be in a word: the embedded index cuts at them.
func parts(r rune) bool {
	return r < utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsDigit(r) || unicode.IsUpper(r) && r < utf8.RuneSelf
}

func TestStem(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{
		{"boulangerie", "boulangeries"},
		{"cheval", "chevaux"},
		{"journal", "journaux"},
		{"bureau", "bureaux"},
		{"oeuf", "oeufs"},
		{"travaux", "traval"},
		{"infirmier", "infirmiere", "infirmieres"},
		{"coiffeur", "coiffeuse", "coiffeuses"},
		{"formateur", "formatrice"},
		{"sportif", "sportive"},
		{"estheticien", "estheticienne"},
		{"municipal", "municipale", "municipaux"},
		{"professionnel", "professionnelle"},
		{"peinture", "peintures"},
	} {
		for _, word := range same[1:] {
			if got, want := french.Stem(word), french.Stem(same[0]); got != want {
				t.Errorf("Stem(%s) = %q, but Stem(%s) = %q", word, got, same[0], want)
			}
		}
	}
	for _, alone := range []string{"", "a", "bus", "gaz", "les", "h2os", "45000", "bas"} {
		if got := french.Stem(alone); got != alone {
			t.Errorf("Stem(%q) = %q", alone, got)
		}
	}
	for _, pair := range [][2]string{{"plombier", "plomberie"}, {"gien", "giennois"}, {"vin", "vingt"}, {"maison", "mais"}} {
		if french.Stem(pair[0]) == french.Stem(pair[1]) {
			t.Errorf("%s and %s have the same stem", pair[0], pair[1])
		}
	}
}

func TestSound(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"zefyrix", "zephyrix"}, {"garrage", "garage"}, {"fotographe", "photographe"}, {"ortofoniste", "orthophoniste"},
		{"boulengerie", "boulangerie"}, {"patiserie", "patisserie"}, {"kinesiterapeute", "kinesitherapeute"}, {"vello", "velo"},
	} {
		if a, b := french.Sound(pair[0]), french.Sound(pair[1]); a != b {
			t.Errorf("Sound(%s) = %q, Sound(%s) = %q", pair[0], a, pair[1], b)
		}
	}
	for _, pair := range [][2]string{{"boucher", "bouquet"}, {"plombier", "plomberie"}, {"gien", "chien"}} {
		if french.Sound(pair[0]) == french.Sound(pair[1]) {
			t.Errorf("%s and %s sound alike", pair[0], pair[1])
		}
	}
}

func TestDirectoryLexicon(t *testing.T) {
	t.Parallel()
	lex := french.Directory()
	if !lex.Stop("de") || lex.Stop("plombier") {
		t.Error("the stop words are not read")
	}
	if stops := lex.StopWords(); len(stops) < 60 || !slices.IsSorted(stops) {
		t.Errorf("stop words %q", stops)
	}
	synonyms := lex.Synonyms()
	for word, others := range map[string][]string{
		"bagnole": {"voiture", "automobile"}, "btp": {"batiment", "construction"}, "ets": {"etablissements"},
		"resto": {"restaurant"}, "st": {"saint"}, "ste": {"sainte"}, "toubib": {"medecin"},
	} {
		if diff := cmp.Diff(others, synonyms[word]); diff != "" {
			t.Errorf("synonyms of %s: %s", word, diff)
		}
	}
	for word, others := range synonyms {
		for _, w := range append(others, strings.Fields(word)...) {
			if tokens := words(w); word != "st" && word != "ste" && (len(tokens) != 1 || tokens[0] != w || lex.Stop(w)) {
				t.Errorf("%s: %q is not one folded word that is looked up", word, w)
			}
		}
		if slices.Contains(others, word) || len(others) == 0 || len(strings.Fields(word)) > 2 {
			t.Errorf("%s stands for %q", word, others)
		}
		if diff := cmp.Diff(others, lex.StandsFor(word)); diff != "" {
			t.Error(diff)
		}
	}
	for _, pair := range lex.Plurals() {
		if french.Stem(pair[0]) != french.Stem(pair[1]) {
			t.Errorf("%q", pair)
		}
	}
}
