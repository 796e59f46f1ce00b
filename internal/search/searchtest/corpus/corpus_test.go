//go:build !race

package corpus_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"partant/internal/search/searchtest/corpus"
)

// The checksum is the one written in the set of queries: with another corpus its answers would mean nothing.
func TestWholeCorpusIsTheOneOfTheQueries(t *testing.T) {
	t.Parallel()
	sum := sha256.New()
	lines := json.NewEncoder(sum)
	for p := range corpus.New().All(corpus.Full) {
		if err := lines.Encode(p); err != nil {
			t.Fatal(err)
		}
	}
	const want = "48e7e4ec3225f4eda5632fb4d163179724db59263682493d92a239ccb7f8190f"
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("sum of the JSON lines %s, want %s", got, want)
	}
}

func TestWholeDocumentsCanBeIndexed(t *testing.T) {
	t.Parallel()
	n := 0
	for d, err := range corpus.New().Documents(500) {
		if err != nil || d.Check() != nil {
			t.Fatalf("%+v: %v, %v", d, err, d.Check())
		}
		if d.Name == "" || d.At == nil || d.UpdatedAt.IsZero() || len(d.Tags) == 0 {
			t.Errorf("%s lacks something: %+v", d.ID, d)
		}
		n++
	}
	if n != 500 {
		t.Errorf("%d documents", n)
	}
}

func TestWholeAboutSaysWhatANameIsMadeOf(t *testing.T) {
	t.Parallel()
	trades, surnames := map[string]int{}, 0
	for p := range corpus.New().All(2000) {
		trades[p.About.Trade]++
		if p.About.Surname != "" {
			surnames++
		}
	}
	if len(trades) < 75 || surnames < 800 {
		t.Errorf("%d trades, %d names with a surname", len(trades), surnames)
	}
}
