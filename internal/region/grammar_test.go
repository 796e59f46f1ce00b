package region_test

import (
	"testing"

	"partant/internal/region"
)

func TestCommunesInSentences(t *testing.T) {
	t.Parallel()
	r := region.Loiret()
	for slug, want := range map[string][2]string{
		"gien":                    {"à Gien", "de Gien"},
		"orleans":                 {"à Orléans", "d'Orléans"},
		"echilleuses":             {"à Échilleuses", "d'Échilleuses"},
		"yevre-la-ville":          {"à Yèvre-la-Ville", "d'Yèvre-la-Ville"},
		"huisseau-sur-mauves":     {"à Huisseau-sur-Mauves", "de Huisseau-sur-Mauves"},
		"le-malesherbois":         {"au Malesherbois", "du Malesherbois"},
		"les-bordes":              {"aux Bordes", "des Bordes"},
		"la-ferte-saint-aubin":    {"à La Ferté-Saint-Aubin", "de La Ferté-Saint-Aubin"},
		"la-chapelle-sur-aveyron": {"à La Chapelle-sur-Aveyron", "de La Chapelle-sur-Aveyron"},
	} {
		c, ok := r.BySlug(slug)
		if !ok || c.In() != want[0] || c.From() != want[1] {
			t.Errorf("%s: « %s », « %s »", slug, c.In(), c.From())
		}
	}
}
