package mongo

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	claims "partant/internal/claim"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/identification"
	"partant/internal/limit"
	"partant/internal/limit/limittest"
	"partant/internal/mailroom"
	"partant/internal/media"
	"partant/internal/minutes"
	"partant/internal/notify"
	"partant/internal/profile"
	"partant/internal/reaction"
	"partant/internal/reading"
	"partant/internal/store/storetest"
	"partant/internal/subscriber"
	"partant/internal/testrig"
	"partant/internal/webhook"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// open opens a database of its own, which goes when the test ends.
func open(t *testing.T) *DB {
	t.Helper()
	return openAt(t, testrig.Mongo(t))
}

func openAt(t *testing.T, uri string) *DB {
	t.Helper()
	db, err := Open(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(db.base.Drop(context.Background()), db.Close()); err != nil {
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
	storetest.Claims(t, func(t *testing.T) claims.Store { return open(t).Claims() })
}

func TestCounts(t *testing.T) {
	limittest.Counters(t, func(t *testing.T, now func() time.Time) limit.Counter { return open(t).Counts(now) })
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("error is %v, want %v", err, kind)
	}
}

func onePage(slug string) profile.Profile {
	return profile.Profile{ID: id.New(), Slug: slug, Kind: profile.Company, Name: slug, Created: time.Now(), Updated: time.Now()}
}

// Two machines share nothing but the server: neither the lanes nor the order of writes of one process helps them.
func TestTwoMachines(t *testing.T) {
	t.Parallel()
	uri := testrig.Mongo(t)
	machines := []Profiles{openAt(t, uri).Profiles(), openAt(t, uri).Profiles()}
	p := onePage("partagee")
	ok(t, machines[0].Insert(t.Context(), p))

	const each = 25
	var group sync.WaitGroup
	for _, s := range machines {
		for range each {
			group.Go(func() {
				_, err := s.Update(t.Context(), p.ID, func(p *profile.Profile) error { p.Founded++; return nil })
				if err != nil {
					t.Error(err)
				}
			})
		}
	}
	group.Wait()
	got, err := machines[1].Get(t.Context(), p.ID)
	ok(t, err)
	if got.Founded != 2*each || got.Rev != 2*each+1 {
		t.Errorf("%d of %d updates kept, revision %d", got.Founded, 2*each, got.Rev)
	}
}

// A page that one machine keeps in memory must be seen to be old when another machine has written.
func TestChanges(t *testing.T) {
	storetest.Changes(t, func(t *testing.T) (here, there storetest.Opened) {
		uri := testrig.Mongo(t)
		both := [2]storetest.Opened{}
		for i := range both {
			db := openAt(t, uri)
			both[i] = storetest.Opened{Profiles: db.Profiles(), Accounts: db.Accounts(), Attempts: db.Attempts(), Letters: db.Letters(), Follows: db.Follows(), Told: db.Notifications(), Talk: db.Discussions(), Answers: db.Comments(), Events: db.Events(), Minutes: db.Minutes(), Changes: db.Changes, ProfileChanges: db.ProfileChanges, SubjectChanges: db.SubjectChanges}
		}
		return both[0], both[1]
	})
}

// Everybody changes one page at once, as in the rush on an event: all must pass, in turn.
func TestRush(t *testing.T) {
	t.Parallel()
	const writers = 300
	s := open(t).Profiles()
	p := onePage("ruee")
	ok(t, s.Insert(t.Context(), p))
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			_, err := s.Update(t.Context(), p.ID, func(p *profile.Profile) error { p.Founded++; return nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got, err := s.Get(t.Context(), p.ID); err != nil || got.Founded != writers {
		t.Errorf("%d of %d updates kept, %v", got.Founded, writers, err)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for uri, want := range map[string][2]string{
		"mongodb://h":    {"h", "partant"},
		"mongodb://h:1/": {"h:1", "partant"},
		"mongodb://u:p%40@h:1,i:2/base?replicaSet=rs": {"h:1,i:2", "base"},
		"mongodb+srv://u:p@h/n%C3%A9?w=1":             {"h", "né"},
		"mongodb://u:p@h/?x=/y":                       {"h", "partant"},
	} {
		hosts, name, err := parse(uri)
		if hosts != want[0] || name != want[1] || err != nil {
			t.Errorf("%s: %q, %q, %v", uri, hosts, name, err)
		}
	}
}

func TestOpenRefusesAndKeepsThePassword(t *testing.T) {
	t.Parallel()
	for _, uri := range []string{"", "h:27017", "http://h", "mongodb://", "mongodb://u:hush%zz@h", "mongodb://u:hush@h/%zz",
		"mongodb://u:hush@h:port", "mongodb://u:hush@h/x?w=-1"} {
		_, err := Open(t.Context(), uri)
		wantErr(t, err, fault.Invalid)
		if strings.Contains(err.Error(), "hush") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
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
