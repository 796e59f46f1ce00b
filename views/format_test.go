package views

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"partant/internal/profile"

	"github.com/google/go-cmp/cmp"
)

// plain shows the spaces that do not break as what they are.
var plain = strings.NewReplacer(thin, "~", joint, "_")

func TestNumber(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1~000", 12345: "12~345", 1234567: "1~234~567", -1000: "−1~000"} {
		if got := plain.Replace(Number(n)); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestUnbroken(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"De A à Z : tout":                "De A à Z_: tout",
		"Ouvert ? Oui ; venez !":         "Ouvert~? Oui~; venez~!",
		"« bon » à 50 % ou 3 €":          "«_bon_» à 50_% ou 3_€",
		"sans espace: rien, http://a.fr": "sans espace: rien, http://a.fr",
		"":                               "",
	} {
		if got := plain.Replace(unbroken(typed)); got != want {
			t.Errorf("unbroken(%q) = %q, want %q", typed, got, want)
		}
	}
	for html, want := range map[string]string{
		`<p>Oui : <b>non</b> ?</p>`:                        `<p>Oui_: <b>non</b>~?</p>`,
		`<p>a ; <code>b ; c</code> ; d</p>`:                `<p>a~; <code>b ; c</code>~; d</p>`,
		`<pre><code>x ? y : z</code></pre><p>w ? v</p>`:    `<pre><code>x ? y : z</code></pre><p>w~? v</p>`,
		`<a href="https://a.fr/?x=1 ;2" rel="ugc">b :</a>`: `<a href="https://a.fr/?x=1 ;2" rel="ugc">b_:</a>`,
		`5 : 4`:   `5_: 4`,
		`<br> : `: `<br>_: `,
		`a : <b`:  `a_: <b>`,
		``:        ``,
	} {
		if got := plain.Replace(unbrokenHTML(html)); got != want {
			t.Errorf("unbrokenHTML(%q) = %q, want %q", html, got, want)
		}
	}
}

func TestOfDate(t *testing.T) {
	t.Parallel()
	for iso, want := range map[string]string{"2019-06-28": "du 28 juin 2019", "2024-08-01": "du 1er août 2024", "2017-02": "de février 2017",
		"2024-08": "d'août 2024", "2024-10": "d'octobre 2024", "2017": "de 2017", "": "de "} {
		if got := ofDate(Since(iso)); got != want {
			t.Errorf("ofDate(%q) = %q, want %q", iso, got, want)
		}
	}
}

func TestPlural(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0_fiche", 1: "1_fiche", 2: "2_fiches", 4218: "4~218_fiches"} {
		if got := plain.Replace(Plural(n, "fiche", "fiches")); got != want {
			t.Errorf("Plural(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestKilometres(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		metres float64
		want   string
	}{
		{-1, ""}, {math.NaN(), ""}, {0, "sur_place"}, {99, "sur_place"}, {100, "à_100_m"}, {640, "à_600_m"}, {949, "à_900_m"}, {950, "à_1_km"}, {1000, "à_1_km"},
		{4049, "à_4_km"}, {4051, "à_4,1_km"}, {9949, "à_9,9_km"}, {9950, "à_10_km"}, {61200, "à_61_km"}, {1_234_567, "à_1~235_km"},
	} {
		if got := plain.Replace(Kilometres(test.metres)); got != test.want {
			t.Errorf("Kilometres(%v) = %q, want %q", test.metres, got, test.want)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	first := time.Date(2008, 1, 8, 18, 30, 0, 0, time.UTC)
	got := []string{Day(first), plain.Replace(Moment(first)), Day(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)),
		plain.Replace(Clock(9 * 60)), plain.Replace(Clock(9*60 + 5)), plain.Replace(Clock(26 * 60)),
		Since("2017"), Since("2017-02"), Since("2017-02-01"), Since("2017-02-14"), Since("hier"), Since("2017-13"), Since(""), Since("1-2-3-4")}
	want := []string{"mardi 8 janvier 2008", "mardi 8 janvier 2008 à 18_h_30", "dimanche 1er novembre 2026", "9_h", "9_h_05", "2_h",
		"2017", "février 2017", "1er février 2017", "14 février 2017", "hier", "2017-13", "", "1-2-3-4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for day, want := range map[int]string{1: "dimanche 1er novembre", 2: "lundi 2 novembre"} {
		c := EventCard{Start: time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)}
		if got := c.weekday() + " " + c.day() + " " + c.month(); got != want {
			t.Errorf("the block of a date says %q, want %q", got, want)
		}
	}
}

func TestInitials(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"Le Fournil des Mauves": "FM", "CCI du Loiret": "CL", "L'Atelier d'Élise": "AÉ", "3 Brasseurs": "3B", "Orléans": "O", "«»": "", "": "",
		"de la": "", "CHEZ LE COIFFEUR": "C", "œuvre à deux": "ŒD", "étang-neuf": "ÉN"} {
		if got := initials(name); got != want {
			t.Errorf("initials(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestTint(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for _, name := range strings.Fields("Gien Olivet Briare Lorris Jargeau Sully Meung Beaugency Pithiviers Montargis Artenay Patay Chécy Ingré Saran Semoy Bou Dry Baule Tavers") {
		seen[tint(name)]++
	}
	if tint("Gien") != "5" {
		t.Errorf("Gien wears tint %s: every page would change its colour", tint("Gien"))
	}
	if len(seen) < 6 || len(seen) > 8 {
		t.Errorf("20 names wear %d tints: %v", len(seen), seen)
	}
}

func TestSIREN(t *testing.T) {
	t.Parallel()
	for digits, want := range map[string]string{"": "", "12": "12", "732829320": "732_829_320", "73282932000074": "732_829_320_00074"} {
		if got := plain.Replace(siren(digits)); got != want {
			t.Errorf("siren(%q) = %q, want %q", digits, got, want)
		}
	}
}

func TestShare(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ n, largest, want int }{{0, 10, 0}, {1, 1000, 2}, {5, 10, 50}, {10, 10, 100}, {3, 0, 0}} {
		if got := share(test.n, test.largest); got != test.want {
			t.Errorf("share(%d, %d) = %d, want %d", test.n, test.largest, got, test.want)
		}
	}
}

func TestTownInSentence(t *testing.T) {
	t.Parallel()
	for town, want := range map[string][2]string{"Gien": {" de Gien", "à Gien"}, "Olivet": {" d'Olivet", "à Olivet"}, "Le Malesherbois": {" du Malesherbois", "au Malesherbois"},
		"Les Bordes": {" des Bordes", "aux Bordes"}, "Épieds-en-Beauce": {" d'Épieds-en-Beauce", "à Épieds-en-Beauce"}, "": {" de ", "à "}} {
		if got := [2]string{de(town), at(town)}; got != want {
			t.Errorf("%s: %q, want %q", town, got, want)
		}
	}
}

func TestShown(t *testing.T) {
	t.Parallel()
	if got := shown("Le Fournil (exemple)", true); got != "Le Fournil" {
		t.Error(got)
	}
	if got := shown("Le Fournil (exemple)", false); got != "Le Fournil (exemple)" {
		t.Error(got)
	}
}

func TestSourceDate(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]profile.Source{", février 2017": {Name: "Insee, base Sirene", Date: "2017-02"}, "": {Name: "Institutions citées en décembre 2007", Date: "2007-12"}} {
		if got := (ProfilePage{Profile: profile.Profile{Source: &s}}).sourceDate(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSourceLicence(t *testing.T) {
	t.Parallel()
	for want, licence := range map[string]string{" (Licence Ouverte)": "Licence Ouverte", "": ""} {
		if got := (ProfilePage{Profile: profile.Profile{Source: &profile.Source{Licence: licence}}}).sourceLicence(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestFew(t *testing.T) {
	t.Parallel()
	if got := few([]string{"a", "b", "c"}); got != "a, b, c" {
		t.Error(got)
	}
	if got := few([]string{"a", "b", "c", "d"}); got != "a, b, c…" {
		t.Error(got)
	}
}

// FuzzPieces checks that marking found words loses nothing of a text, whatever ranges an engine returns.
func FuzzPieces(f *testing.F) {
	f.Add("Plomberie du Val", 0, 9, 13, 16)
	f.Add("é", 0, 1, 1, 2)
	f.Add("abc", 2, 1, -5, 9)
	f.Fuzz(func(t *testing.T, s string, a, b, c, d int) {
		var back strings.Builder
		for _, p := range pieces(s, [][2]int{{a, b}, {c, d}}) {
			if p.text == "" {
				t.Error("an empty piece")
			}
			back.WriteString(p.text)
		}
		if back.String() != s {
			t.Errorf("%q became %q", s, back.String())
		}
		if utf8.ValidString(s) && !utf8.ValidString(back.String()) {
			t.Error("a character is cut")
		}
	})
}
