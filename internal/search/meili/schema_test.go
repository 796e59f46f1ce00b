package meili

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/search"
	"partant/internal/search/french"
)

func FuzzExactKeepsIdentityAndOrder(f *testing.F) {
	f.Add("Bio", "bio")
	f.Add("", "a")
	f.Add("é", "\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		if back, err := inexact(exact(a)); err != nil || back != a {
			t.Errorf("%q comes back as %q, %v", a, back, err)
		}
		if cmp.Compare(exact(a), exact(b)) != cmp.Compare(a, b) {
			t.Errorf("%q and %q change their order", a, b)
		}
	})
}

func TestFacetsLeaveEmptyValuesOut(t *testing.T) {
	got := facets(search.Document{ID: "a", Kind: "club", Tags: []string{"", "a"}})
	want := map[search.Field][]string{search.Kind: {exact("club")}, search.Tag: {exact("a")}}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDocumentsHaveNoMarks(t *testing.T) {
	d := newDocument(search.Document{ID: "a", Name: "a\x02b", Description: "c\x03d"})
	if d.Name != "a b" || d.Description != "c d" {
		t.Errorf("%q, %q", d.Name, d.Description)
	}
}

func TestLongNamesStayInOrder(t *testing.T) {
	long := strings.Repeat("é", 1_000)
	if got := orderedName(long); len(got) > 468 || got != exact(strings.Repeat("e", maxCompared)) {
		t.Errorf("%d bytes: %.20s", len(got), got)
	}
}

func TestFingerprint(t *testing.T) {
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
	got := synonyms(french.Directory())
	for word, want := range map[string]string{"cheval": "chevaux", "chevaux": "cheval", "st": "saint", "saint": "st", "sainte": "ste"} {
		if !slices.Contains(got[word], want) {
			t.Errorf("%s stands for %q, not for %s", word, got[word], want)
		}
	}
}
