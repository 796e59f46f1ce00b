package mongo_test

import (
	"testing"

	"go.uber.org/goleak"

	"partant/internal/store/mongo"
	"partant/internal/store/storetest"
	"partant/internal/testrig"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// open opens a database of its own, which goes when the test ends.
func open(t *testing.T) *mongo.DB {
	t.Helper()
	db, err := mongo.Open(t.Context(), testrig.Mongo(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestProfiles(t *testing.T) {
	storetest.Profiles(t, func(t *testing.T) storetest.ProfileStore { return open(t).Profiles() })
}

func TestAccounts(t *testing.T) {
	storetest.Accounts(t, func(t *testing.T) storetest.AccountStore { return open(t).Accounts() })
}
