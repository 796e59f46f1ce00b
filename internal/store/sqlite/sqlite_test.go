package sqlite_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"partant/internal/claim"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/follow"
	"partant/internal/identification"
	"partant/internal/mailroom"
	"partant/internal/media"
	"partant/internal/minutes"
	"partant/internal/notify"
	"partant/internal/reaction"
	"partant/internal/reading"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/store/storetest"
	"partant/internal/subscriber"
	"partant/internal/webhook"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerFolder); dir != "" {
		writeUntilKilled(dir)
	}
	goleak.VerifyTestMain(m)
}

func open(t *testing.T) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		sqlite.FoundAsTheySay(t, db)
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

func TestChanges(t *testing.T) {
	storetest.Changes(t, func(t *testing.T) (here, there storetest.Opened) {
		dir := t.TempDir()
		both := [2]storetest.Opened{}
		for i := range both {
			db, err := sqlite.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			both[i] = storetest.Opened{Profiles: db.Profiles(), Accounts: db.Accounts(), Attempts: db.Attempts(), Letters: db.Letters(), Follows: db.Follows(), Told: db.Notifications(), Talk: db.Discussions(), Answers: db.Comments(), Events: db.Events(), Minutes: db.Minutes(),
				Changes: db.Changes, ProfileChanges: db.ProfileChanges, SubjectChanges: db.SubjectChanges, AccountChanges: db.AccountChanges}
		}
		return both[0], both[1]
	})
}

func TestPhotos(t *testing.T) {
	storetest.Photos(t, func(t *testing.T) media.Store { return open(t).Photos() })
}

func TestLetters(t *testing.T) {
	storetest.Letters(t, func(t *testing.T) mailroom.Lost { return open(t).Letters() })
}

func TestFollows(t *testing.T) {
	storetest.Follows(t, func(t *testing.T) follow.Stores { return open(t).Follows() })
}

func TestNotifications(t *testing.T) {
	storetest.Notifications(t, func(t *testing.T) notify.Store { return open(t).Notifications() })
}

func TestClaims(t *testing.T) {
	storetest.Claims(t, func(t *testing.T) claim.Store { return open(t).Claims() })
}

func TestIdentification(t *testing.T) {
	storetest.Identification(t, func(t *testing.T) identification.Store { return open(t).Identification() })
}

func TestWebhooks(t *testing.T) {
	storetest.Webhooks(t, func(t *testing.T) webhook.Store { return open(t).Webhooks() })
}

func TestMinutes(t *testing.T) {
	storetest.Minutes(t, func(t *testing.T) minutes.Store { return open(t).Minutes() })
}

func TestReadings(t *testing.T) {
	storetest.Readings(t, func(t *testing.T) reading.Store { return open(t).Readings() })
}

func TestReactions(t *testing.T) {
	storetest.Reactions(t, func(t *testing.T) reaction.Stores { return open(t).Reactions() })
}

func TestDistances(t *testing.T) {
	storetest.Distances(t, func(t *testing.T) distance.Store { return open(t).Distances() })
}

func TestSubscribers(t *testing.T) {
	storetest.Subscribers(t, func(t *testing.T) subscriber.Store { return open(t).Subscribers() })
}

func TestEvents(t *testing.T) {
	storetest.Events(t, func(t *testing.T) event.Stores { return open(t).Events() })
}
