package meili

import (
	"slices"
	"strings"
	"testing"

	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/search"
	"partant/internal/search/french"
)

func TestDocumentsHaveNoMarks(t *testing.T) {
	t.Parallel()
	d := newDocument(search.Document{ID: "a", Name: "a\x02b", Description: "c\x03d"})
	if d.Name != "a b" || d.Description != "c d" {
		t.Errorf("%q, %q", d.Name, d.Description)
	}
}

func TestLongNamesStayInOrder(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 1_000)
	if got := orderedName(long); len(got) > 468 || got != strings.Repeat("e", maxCompared) {
		t.Errorf("%d bytes: %.20s", len(got), got)
	}
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	base := fingerprint(settings(french.Directory()))
	tests := []struct {
		name  string
		edit  func(*ms.Settings)
		alike bool
	}{
		{"lists in another order", func(s *ms.Settings) { slices.Reverse(s.StopWords); slices.Reverse(s.FilterableAttributes) }, true},
		{"what we do not set", func(s *ms.Settings) { s.SeparatorTokens = []string{"|"} }, true},
		{"rules in another order", func(s *ms.Settings) { slices.Reverse(s.RankingRules) }, false},
		{"one stop word less", func(s *ms.Settings) { s.StopWords = s.StopWords[1:] }, false},
		{"another synonym", func(s *ms.Settings) { s.Synonyms["a"] = []string{"b"} }, false},
		{"another form of the documents", func(s *ms.Settings) { s.SortableAttributes = append(s.SortableAttributes[:1:1], "form0") }, false},
	}
	for _, tt := range tests {
		s := settings(french.Directory())
		tt.edit(s)
		if got := fingerprint(s) == base; got != tt.alike {
			t.Errorf("%s: alike %v, want %v", tt.name, got, tt.alike)
		}
	}
}

func TestSynonymsGoBothWaysForPlurals(t *testing.T) {
	t.Parallel()
	got := synonyms(french.Directory())
	for word, want := range map[string]string{"cheval": "chevaux", "chevaux": "cheval", "st": "saint", "saint": "st", "sainte": "ste"} {
		if !slices.Contains(got[word], want) {
			t.Errorf("%s stands for %q, not for %s", word, got[word], want)
		}
	}
}
