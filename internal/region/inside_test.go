package region_test

import (
	"strings"
	"testing"

	"partant/internal/region"
)

func TestInside(t *testing.T) {
	t.Parallel()
	r := region.Loiret()
	for typed, want := range map[string][2]string{ // the commune and the rest; none of both: no commune
		"boulangerie pithiviers":            {"Pithiviers", "boulangerie "},
		"boulangerie à Pithiviers":          {"Pithiviers", "boulangerie "},
		"PITHIVIERS boulang":                {"Pithiviers", "boulang"},
		"Pithiviers, boulangerie ":          {"Pithiviers", "boulangerie "},
		"garage près de Gien":               {"Gien", "garage "},
		"hôtel-restaurant d’Orléans":        {"Orléans", "hôtel-restaurant "},
		"plombier beaune la rolande":        {"Beaune-la-Rolande", "plombier "},
		"plombier st jean de braye":         {"Saint-Jean-de-Braye", "plombier "},
		"plombier Châlette s/ Loing urgent": {"Châlette-sur-Loing", "plombier urgent"},
		"boulangerie sully":                 {"Sully-sur-Loire", "boulangerie "},
		"boulangerie la ferté":              {"La Ferté-Saint-Aubin", "boulangerie "},
		"boulangerie malesherbes":           {"Le Malesherbois", "boulangerie "},
		"boulangerie pithivier":             {"Pithiviers", "boulangerie "},
		"bougies montrargis":                {"Montargis", "bougies "},
		"pain 45300":                        {"Pithiviers", "pain "},
		"taxi olivet orléans":               {"Orléans", "taxi olivet "},
		"pithiviers":                        {},
		"à Pithiviers":                      {},
		"salon bien être":                   {}, // one letter from Gien
		"orfèvre saint":                     {}, // of too many
		"notaire 45":                        {},
		"boulangerie atlantide":             {},
		"":                                  {},
		"'-- %":                             {},
		"bou\u0301langerie bou":             {"Bou", "boúlangerie "},
		strings.Repeat("mot ", 40) + "gien": {},
	} {
		town, rest, ok := r.Inside(typed)
		if got := [2]string{town.Name, rest}; got != want || ok != (want[0] != "") {
			t.Errorf("Inside(%q) = %q, %v, want %q", typed, got, ok, want)
		}
	}
}

func FuzzInside(f *testing.F) {
	r := region.Loiret()
	f.Add("boulangerie à pithiviers")
	f.Add("d’ \xff gien\u0301 45300")
	f.Fuzz(func(t *testing.T, typed string) {
		if _, rest, ok := r.Inside(typed); ok && strings.TrimSpace(rest) == "" {
			t.Errorf("%q leaves nothing", typed)
		}
	})
}
