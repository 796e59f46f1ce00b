//go:build !race

// The full corpus takes some 30 s, and 34 times that under the race detector.

package embedded_test

import (
	"testing"

	"partant/internal/search"
	"partant/internal/search/searchtest"
)

func TestWholeRelevance(t *testing.T) {
	index := open(t)
	searchtest.Relevance(t, func(*testing.T) search.Index { return index })
	t.Run("Variations", func(t *testing.T) { searchtest.Variations(t, index) })
}
