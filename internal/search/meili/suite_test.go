package meili

import (
	"testing"

	"partant/internal/search"
	"partant/internal/search/searchtest"
)

func TestSuite(t *testing.T) {
	t.Parallel()
	searchtest.Index(t, func(t *testing.T) search.Index { return open(t, config(t)) })
}
