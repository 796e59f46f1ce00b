//go:build !race

package meili

import (
	"testing"

	"partant/internal/search"
	"partant/internal/search/searchtest"
)

// The corpus takes half a minute, and several times that under the race detector, which learns nothing from it.
func TestWholeRelevance(t *testing.T) {
	searchtest.Relevance(t, func(t *testing.T) search.Index { return open(t, config(t)) })
}
