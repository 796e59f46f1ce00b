package sqlite_test

import (
	"testing"

	"partant/internal/recommendation"
	"partant/internal/store/storetest"
)

func TestRecommendations(t *testing.T) {
	storetest.Recommendations(t, func(t *testing.T) recommendation.Stores { return open(t).Recommendations() })
}
