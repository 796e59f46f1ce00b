package region_test

import (
	"testing"

	"partant/internal/region"
)

func TestAround(t *testing.T) {
	t.Parallel()
	r := region.Loiret()
	type answer struct {
		rest, town string
		km         int
	}
	for typed, want := range map[string]answer{
		"plombiers à moins de 10 km de Gien":                 {"plombiers", "Gien", 10},
		"tout à 5 km de Gien":                                {"", "Gien", 5},
		"Tout ce qui est à 5km de gien":                      {"", "Gien", 5},
		"à moins de 10 kilomètres d'Orléans":                 {"", "Orléans", 10},
		"boulangerie dans un rayon de 20 KM autour d’Olivet": {"boulangerie", "Olivet", 20},
		"menuisier 15 km Montargis":                          {"menuisier", "Montargis", 15},
		"5 km de Gien plombier":                              {"plombier", "Gien", 5},
		"club de vélo à 30 km à la ronde de Pithiviers":      {"club de vélo", "Pithiviers", 30},
		"taxi jusqu'à 40 km de St Jean de Braye":             {"taxi", "Saint-Jean-de-Braye", 40},
		"garage 8 km 45500":                                  {"garage", "Gien", 8},
	} {
		rest, town, km, ok := r.Around(typed)
		if got := (answer{rest, town.Name, km}); !ok || got != want {
			t.Errorf("%q: %+v %v, want %+v", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"", "km", "5 km", "plombier à 5 km", "10 km de Nulle-Part-sur-Loire", "course de 10 km", "plombier Gien", "5 kmh de Gien", "12345 km"} {
		if rest, town, km, ok := r.Around(typed); ok {
			t.Errorf("%q: %q %s %d", typed, rest, town.Name, km)
		}
	}
}
