package sqlite_test

import (
	"testing"

	"partant/internal/signin"
	"partant/internal/store/storetest"
)

func TestAttempts(t *testing.T) {
	storetest.Attempts(t, func(t *testing.T) signin.Attempts { return open(t).Attempts() })
}
