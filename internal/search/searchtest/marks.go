package searchtest

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"partant/internal/search"
)

var marks = map[string]testCase{
	"MarksNames":       marksNames,
	"MarksSnippets":    marksSnippets,
	"MarksHostileData": marksHostileData,
	"MarksUnasked":     marksUnasked,
}

// marked returns the parts of m that its ranges mark, after checking that they lie well.
func marked(t *testing.T, m search.Marked) []string {
	t.Helper()
	var parts []string
	end := 0
	for _, r := range m.Ranges {
		if r[0] < end || r[1] <= r[0] || r[1] > len(m.Text) || !utf8.ValidString(m.Text[r[0]:r[1]]) {
			t.Fatalf("range %v of %q", r, m.Text)
		}
		end = r[1]
		parts = append(parts, m.Text[r[0]:r[1]])
	}
	return parts
}

func marksNames(t *testing.T, index search.Index) {
	put(t, index, street()...)
	for typed, want := range map[string]string{
		"imprimerie bleu ":    "Imprimerie Bleu",
		"L'IMPRIMERIE ":       "Imprimerie",
		"lefevre ":            "Lefèvre",
		"coeur ":              "Cœur",
		"boulangeries gare ":  "Boulangerie Gare",
		"chevaux ":            "Chevaux",
		"boulangrie ":         "Boulangerie",
		"zephirix robotique ": "Zéphyrix Robotique",
	} {
		q := ask(typed)
		q.Marks = true
		result := find(t, index, q)
		if len(result.Hits) == 0 {
			t.Errorf("%q finds nothing", typed)
			continue
		}
		if got := strings.Join(marked(t, result.Hits[0].Name), " "); got != want {
			t.Errorf("%q marks %q in %q, want %q", typed, got, result.Hits[0].Name.Text, want)
		}
	}
}

// marksSnippets wants the words round the first match, whole characters, taken from the description as it stands.
func marksSnippets(t *testing.T, index search.Index) {
	far := strings.Repeat("Nous étudions chaque demande avec soin, où que vous soyez. ", 40)
	d := card("d", "Maison Duval", "Conseil", "Orléans")
	d.Description = far + "Notre crémaillère était prête. " + far
	short := card("short", "Maison Crémaillère", "Conseil", "Orléans")
	short.Description = "Rien à en dire."
	put(t, index, d, short)
	q := ask("cremaillere ")
	q.Marks = true
	for _, hit := range find(t, index, q).Hits {
		snippet := hit.Snippet.Text
		inside := strings.Trim(snippet, "… ")
		switch parts := marked(t, hit.Snippet); {
		case hit.ID == "d" && (!slices.Equal(parts, []string{"crémaillère"}) || !strings.Contains(d.Description, inside) || len(snippet) > 1000):
			t.Errorf("snippet %q marks %q", snippet, parts)
		case hit.ID == "short" && (len(parts) > 0 || snippet != short.Description):
			t.Errorf("snippet of a name %q marks %q", snippet, parts)
		}
	}
}

func marksHostileData(t *testing.T, index search.Index) {
	put(t, index, street()...)
	q := ask("securite pentest ")
	q.Marks = true
	hits := find(t, index, q).Hits
	if len(hits) != 1 {
		t.Fatalf("%d hits", len(hits))
	}
	want := street()[11]
	if hits[0].Name.Text != want.Name || !strings.Contains(hits[0].Snippet.Text, "<b>applicatifs</b> & pentest <img") {
		t.Errorf("the text came back changed: %+v", hits[0])
	}
	same(t, "name", marked(t, hits[0].Name), []string{"Sécurité"})
	same(t, "snippet", marked(t, hits[0].Snippet), []string{"pentest"})
}

func marksUnasked(t *testing.T, index search.Index) {
	put(t, index, street()...)
	for _, hit := range find(t, index, ask("imprimerie")).Hits {
		if hit.Name.Text != "" || hit.Snippet.Text != "" {
			t.Errorf("unasked marks: %+v", hit)
		}
	}
	browse := ask("")
	browse.Marks = true
	for _, hit := range find(t, index, browse).Hits {
		if hit.Name.Text == "" || len(hit.Name.Ranges) > 0 || len(hit.Snippet.Ranges) > 0 {
			t.Errorf("marks without a text: %+v", hit)
		}
	}
}
