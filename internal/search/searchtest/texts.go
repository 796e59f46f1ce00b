package searchtest

import (
	"slices"
	"strings"
	"testing"

	"partant/internal/search"
)

var texts = map[string]testCase{
	"TextFinds":            textFinds,
	"TextFindsNothing":     textFindsNothing,
	"TextWholeWords":       textWholeWords,
	"TextAlike":            textAlike,
	"TextIsNotCode":        textIsNotCode,
	"TextRelaxed":          textRelaxed,
	"TextAndFilter":        textAndFilter,
	"TextSorted":           textSorted,
	"TextFacetsAddUp":      textFacetsAddUp,
	"TextBestFirst":        textBestFirst,
	"TextShortWords":       textShortWords,
	"TextOfOtherFields":    textOfOtherFields,
	"TextAsOneTypes":       textAsOneTypes,
	"TextAfterReplacement": textAfterReplacement,
}

// textFinds holds what French readers take for granted. Each text must find its card first.
func textFinds(t *testing.T, index search.Index) {
	put(t, index, street()...)
	for typed, want := range map[string]string{
		"lefevre":                    "plombier",
		"Lefèvre ":                   "plombier",
		"LEFEVRE":                    "plombier",
		"Lefe\u0301vre":              "plombier",
		"plomb":                      "plombier",
		"plombeire":                  "plombier",
		"boulangeries":               "boulanger",
		"boulangerie de la gare":     "boulanger",
		"l'imprimerie":               "coq",
		"l’imprimerie":               "coq",
		"l imprimerie":               "coq",
		"limprimerie":                "coq",
		"Limprimerie du coq ":        "coq",
		"coeur de loire":             "coeur",
		"cœur":                       "coeur",
		"cheval":                     "cheval",
		"journaux":                   "journal",
		"auto école":                 "autoecole",
		"auto-ecole montargis":       "autoecole",
		"st jean de braye optique":   "saint",
		"Saint-Jean-de-Braye ":       "saint",
		"resto amilly":               "resto",
		"kine amilly":                "kine",
		"zéphyr":                     "zephyr",
		"zephirix":                   "zephyr",
		"pentest":                    "hostile",
		"plombier olivet":            "plombier",
		"boulangerie à la gare dans": "boulanger",
	} {
		result := find(t, index, ask(typed))
		if got := ids(result); len(got) == 0 || got[0] != want || result.Relaxed {
			t.Errorf("%q finds %q, relaxed %t; want %s first", typed, got, result.Relaxed, want)
		}
	}
}

func textFindsNothing(t *testing.T, index search.Index) {
	put(t, index, street()...)
	for _, typed := range []string{"xqzwvkjh", "45999", "h2o", "chaudronnerie"} {
		if result := find(t, index, ask(typed)); result.Total != 0 || len(result.Hits) != 0 {
			t.Errorf("%q finds %q of %d", typed, ids(result), result.Total)
		}
	}
}

// textWholeWords keeps a trade from being completed to its whole sector, and completes it as soon as it is not whole.
func textWholeWords(t *testing.T, index search.Index) {
	docs := street()
	for i := range docs {
		docs[i].Sector = "Hôtellerie et restauration"
	}
	docs = append(docs, card("hotel", "Hôtel du Val", "Hôtels et hébergement similaire", "Gien"))
	put(t, index, docs...)
	for typed, want := range map[string]int{"hotel": 1, "hôtels": 1, "hôtel ": 1, "hoteller": len(docs) - 1, "hot": len(docs)} {
		if got := find(t, index, ask(typed)).Total; got != want {
			t.Errorf("%q finds %d, want %d", typed, got, want)
		}
	}
}

// textAlike pairs texts that a French reader takes for the same. They must find the same documents; the total is small
// enough to stand on one page, so that order has no say.
func textAlike(t *testing.T, index search.Index) {
	rebuild(t, index, town(townSize))
	for a, b := range map[string]string{
		"boulangerie beaugency ":    "Boulangerie BEAUGENCY ",
		"électricien gien ":         "electricien gien ",
		"gros œuvre saran ":         "gros oeuvre saran ",
		"l'atelier montargis ":      "l’atelier montargis ",
		"St-Jean-de-Braye chauffe ": "saint jean de braye chauffe ",
		"expert-comptable orléans ": "expert comptable orleans ",
		"maçon la ferté ":           "macon de la ferte ",
		"e\u0301le\u0301vage gien ": "élevage gien ",
	} {
		a, b := search.Query{Text: a, Page: search.Page{Number: 1, Size: 200}}, search.Query{Text: b, Page: search.Page{Number: 1, Size: 200}}
		first, second := find(t, index, a), find(t, index, b)
		if first.Total == 0 || first.Total > 200 {
			t.Errorf("%q finds %d documents: too few or too many to compare", a.Text, first.Total)
		}
		same(t, a.Text+"/ "+b.Text, slices.Sorted(slices.Values(ids(first))), slices.Sorted(slices.Values(ids(second))))
	}
}

// textIsNotCode gives engines what they take for operators, quotes, syntax or an attack. None may fail.
func textIsNotCode(t *testing.T, index search.Index) {
	put(t, index, street()...)
	for _, typed := range []string{
		"\"", "\"plombier", "plombier\"\"", "'", "''--", "*", "plomb*", "^plombier", "plombier AND", "NOT", "OR OR", "NEAR(a b, 3)",
		"{n k}: plombier", "n:plombier", "-plombier", "+plombier", "(", ")", "((((", "plombier; DROP TABLE docs", "\x00", "a\x00b", "\x07",
		"\xff\xfe", "pl\xffombier", "%", "_", "\\", "\\\\'", "<script>alert(1)</script>", "{{.}}", "${x}", "../../etc", "🥖", "日本語", "שלום", "\u202Eabc",
		" ", "\t\n", "_geoRadius(1,2,3)", "id = 1", "l'", "d’", "--", "...", "a.b.c.d.", strings.Repeat("plombier orléans ", 60), strings.Repeat("a", 5000),
		strings.Repeat("é ", 2000), strings.Repeat("'", 1000), "le", "la les de", "le la les un une",
	} {
		for _, facets := range [][]search.Facet{nil, all(false)} {
			q := ask(typed)
			q.Marks, q.Facets = true, facets
			result := find(t, index, q)
			if len(result.Hits) > result.Total {
				t.Errorf("%q: %d hits, total %d", typed, len(result.Hits), result.Total)
			}
		}
	}
	if got := find(t, index, ask("(plombier\" OR")).Total; got == 0 {
		t.Error("marks round a word hide it")
	}
}

// textRelaxed says which word nobody has by showing what remains, and says so.
func textRelaxed(t *testing.T, index search.Index) {
	put(t, index, street()...)
	result := find(t, index, ask("imprimerie xqzwvkjh"))
	if got := ids(result); !slices.Contains(got, "coq") || !result.Relaxed {
		t.Errorf("finds %q, relaxed %t", got, result.Relaxed)
	}
}

func textAndFilter(t *testing.T, index search.Index) {
	docs := town(townSize)
	rebuild(t, index, docs)
	q := ask("boulangerie")
	q.Filter = search.Filter{Communes: []string{"Orléans"}, MinFollowers: 2}
	q.Near = &search.Near{Center: orleans, Radius: 30_000}
	q.Facets = []search.Facet{{Field: search.Commune}}
	result := find(t, index, q)
	if result.Total == 0 {
		t.Fatal("finds nothing")
	}
	same(t, "communes", result.Facets[search.Commune], search.Counts{"Orléans": result.Total})
	for _, hit := range result.Hits {
		d := docs.byID(hit.ID)
		if !passes(&d, q.Filter) || !within(&d, q.Near) {
			t.Errorf("%s does not pass: %+v", hit.ID, d)
		}
	}
	q.Filter.Communes = []string{"Atlantide"}
	if total := find(t, index, q).Total; total != 0 {
		t.Errorf("%d documents in Atlantide", total)
	}
}

func (w world) byID(id string) search.Document {
	for _, d := range w {
		if d.ID == id {
			return d
		}
	}
	return search.Document{}
}

func textSorted(t *testing.T, index search.Index) {
	docs := town(townSize)
	rebuild(t, index, docs)
	for _, by := range []search.Sort{search.ByDistance, search.ByUpdated, search.ByCreated, search.ByName, search.ByFollowers} {
		q := search.Query{Text: "entreprise", Sort: by, Near: &search.Near{Center: gien}, Page: search.Page{Number: 1, Size: 100}}
		var found world
		for _, id := range ids(find(t, index, q)) {
			found = append(found, docs.byID(id))
		}
		if len(found) < 20 {
			t.Fatalf("sort %d: only %d documents", by, len(found))
		}
		if by == search.ByDistance {
			continue // BrowseDistances allows for precision
		}
		if !slices.IsSortedFunc(found, order(q)) {
			t.Errorf("sort %d: out of order", by)
		}
	}
}

// textFacetsAddUp checks that counts, totals and what a ticked box shows agree, whatever the engine finds.
func textFacetsAddUp(t *testing.T, index search.Index) {
	rebuild(t, index, town(townSize))
	q := ask("restaurant")
	q.Facets = all(false)
	result := find(t, index, q)
	for _, field := range []search.Field{search.Kind, search.Sector, search.Commune} {
		sum := 0
		for value, n := range result.Facets[field] {
			sum += n
			if n == 0 {
				t.Errorf("%s %q has count 0", field, value)
			}
		}
		if sum != result.Total || sum == 0 {
			t.Errorf("%s adds up to %d, total %d", field, sum, result.Total)
		}
	}
	for value, n := range result.Facets[search.Commune] {
		drilled := ask("restaurant")
		drilled.Filter.Communes = []string{value}
		if total := find(t, index, drilled).Total; total != n {
			t.Errorf("%s: count %d, but %d when ticked", value, n, total)
		}
	}
}

// textBestFirst wants a name before a trade before a mention.
func textBestFirst(t *testing.T, index search.Index) {
	mention := card("mention", "Maison Duval", "Conseil", "Orléans")
	mention.Description = "Nous travaillons avec une savonnerie du quartier."
	trade := card("trade", "Maison Durand", "Savonnerie et parfumerie", "Orléans") // one word alone is the best match there is
	name := card("name", "Savonnerie Dubois", "Conseil", "Orléans")
	put(t, index, mention, trade, name)
	same(t, "order", ids(find(t, index, ask("savonnerie"))), []string{"name", "trade", "mention"})
}

// textShortWords complete names and communes, not the words of descriptions.
func textShortWords(t *testing.T, index search.Index) {
	named, other := card("named", "Zinguerie Blanc", "Couverture", "Saran"), card("other", "Maison Duval", "Conseil", "Orléans")
	other.Description = "Le zinc est notre affaire."
	put(t, index, named, other)
	for _, typed := range []string{"z", "zi"} {
		wantIDs(t, find(t, index, ask(typed)), "named")
	}
	wantIDs(t, find(t, index, ask("zin")), "named", "other")
	// what was found for two letters must not depend on what else was typed before
	find(t, index, ask("maison zi"))
	find(t, index, ask("xqzwvkjh zi"))
	wantIDs(t, find(t, index, ask("zi")), "named")
}

// textOfOtherFields finds a document by each field the port calls searchable.
func textOfOtherFields(t *testing.T, index search.Index) {
	d := card("d", "Maison Duval", "Zoologie", "Yèvre")
	d.Sector, d.Postcode, d.Description = "Xylophones", "45987", "Kaolin et feldspath."
	d.Tags, d.Offers, d.Seeks = []string{"Wagons rares"}, []string{"Jonglage"}, []string{"Quincailler"}
	put(t, index, append(street(), d)...)
	for _, typed := range []string{"duval", "zoologie", "yevre", "xylophones", "45987", "feldspath", "wagons", "jonglage", "quincailler"} {
		if result := find(t, index, ask(typed)); !slices.Contains(ids(result), "d") || result.Relaxed {
			t.Errorf("%q finds %q", typed, ids(result))
		}
	}
}

// textAsOneTypes never loses the document between two keys.
func textAsOneTypes(t *testing.T, index search.Index) {
	put(t, index, street()...)
	const typed = "Zéphyrix Robotique"
	for end := range typed {
		if end == 0 {
			continue
		}
		if result := find(t, index, ask(typed[:end])); !slices.Contains(ids(result), "zephyr") {
			t.Errorf("%q finds %q", typed[:end], ids(result))
		}
	}
}

func textAfterReplacement(t *testing.T, index search.Index) {
	docs := town(300)
	rebuild(t, index, docs)
	before := find(t, index, ask("plombier"))
	for i := range docs {
		docs[i] = docs.change(i, "nouveauté")
	}
	put(t, index, docs...)
	after := find(t, index, ask("plombier"))
	if after.Total != before.Total {
		t.Errorf("total %d, was %d before every document was replaced", after.Total, before.Total)
	}
	if total := find(t, index, ask("nouveauté")).Total; total != len(docs) {
		t.Errorf("%d documents have the new word", total)
	}
}
