//go:build !race

// The full corpus takes some 30 s, and 34 times that under the race detector.

package embedded_test

import (
	"testing"

	"partant/internal/search/searchtest"
)

func TestRelevance(t *testing.T) {
	searchtest.Relevance(t, open)
}
