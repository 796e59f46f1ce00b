package mongo

import (
	"testing"

	"partant/internal/club"
	"partant/internal/store/storetest"
)

func TestClubs(t *testing.T) {
	storetest.Clubs(t, func(t *testing.T) club.Stores { return open(t).Clubs() })
}
