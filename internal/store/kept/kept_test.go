package kept_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/notify"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/reading"
	"partant/internal/store/kept"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/store/storetest"
	"partant/internal/suggestion"
)

func open(t *testing.T) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// both is a store whose reading goes through memory.
type both struct {
	kept.Profiles
	profile.Lists
	profile.Debts
}

// What stands in front of a store must be a store: the same suite.
func TestProfiles(t *testing.T) {
	storetest.Profiles(t, func(t *testing.T) storetest.ProfileStore {
		db := open(t)
		return both{kept.NewProfiles(db.Profiles(), db.Changes), kept.NewLists(db.Profiles(), db.Changes), db.Profiles()}
	})
}

func TestAccounts(t *testing.T) {
	storetest.Accounts(t, func(t *testing.T) storetest.AccountStore {
		db := open(t)
		return kept.NewAccounts(db.Accounts(), db.AccountChanges)
	})
}

func TestPosts(t *testing.T) {
	storetest.Posts(t, func(t *testing.T) storetest.PostStore {
		db := open(t)
		return storetest.PostStore{Stores: kept.NewPosts(db.Posts(), db.Changes), Changes: db.Changes}
	})
}

func TestEvents(t *testing.T) {
	storetest.Events(t, func(t *testing.T) event.Stores {
		db := open(t)
		return kept.NewEvents(db.Events(), db.SubjectChanges, db.Changes)
	})
}

func TestDiscussions(t *testing.T) {
	storetest.Discussions(t, func(t *testing.T) discussion.Stores {
		db := open(t)
		return kept.NewDiscussions(db.Discussions(), db.Changes)
	})
}

func TestComments(t *testing.T) {
	storetest.Comments(t, func(t *testing.T) comment.Stores {
		db := open(t)
		return kept.NewComments(db.Comments(), db.Changes)
	})
}

func TestFollows(t *testing.T) {
	storetest.Follows(t, func(t *testing.T) follow.Stores {
		db := open(t)
		return kept.NewFollows(db.Follows(), db.AccountChanges, db.Changes)
	})
}

func TestDistances(t *testing.T) {
	storetest.Distances(t, func(t *testing.T) distance.Store {
		db := open(t)
		return kept.NewDistances(db.Distances(), db.AccountChanges)
	})
}

func TestNotifications(t *testing.T) {
	storetest.Notifications(t, func(t *testing.T) notify.Store {
		db := open(t)
		return kept.NewNotifications(db.Notifications(), db.ReaderChanges)
	})
}

func TestReadings(t *testing.T) {
	storetest.Readings(t, func(t *testing.T) reading.Store {
		db := open(t)
		return kept.NewReadings(db.Readings(), db.ReaderChanges)
	})
}

// What is put together for a member is put together again only when one of the counters moved; where none is, each time.
func TestOwn(t *testing.T) {
	t.Parallel()
	var pages, accounts uint64
	counter := func(n *uint64) kept.Changes { return func(context.Context) (uint64, error) { return *n, nil } }
	found := 0
	ask := func(o kept.Own[int], key string) int {
		n, err := o.Read(t.Context(), key, func() (int, error) { found++; return found, nil })
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	o := kept.NewOwn[int](10, counter(&pages), counter(&accounts))
	got := []int{ask(o, "a"), ask(o, "a"), ask(o, "b")}
	pages++
	got = append(got, ask(o, "a"), ask(o, "a"))
	accounts++
	got = append(got, ask(o, "a"))
	for _, none := range []kept.Own[int]{{}, kept.NewOwn[int](10)} {
		got = append(got, ask(none, "a"), ask(none, "a"))
	}
	if want := []int{1, 1, 2, 3, 3, 4, 5, 6, 7, 8}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	away := kept.NewOwn[int](10, func(context.Context) (uint64, error) { return 0, errors.New("away") })
	if n := ask(away, "a"); n != 9 {
		t.Errorf("%d: a store that is away keeps nothing", n)
	}
}

// Suggestions are remembered for a while, errors are not.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	s := kept.NewSuggestions()
	for n, want := range []int{-1, 1, 1} {
		list, err := s.Read(t.Context(), "a", func() ([]suggestion.Suggestion, error) {
			if n == 0 {
				return nil, errors.New("away")
			}
			return make([]suggestion.Suggestion, n), nil
		})
		if got := len(list); err != nil && want != -1 || err == nil && got != want {
			t.Errorf("%d: %d, %v", n, got, err)
		}
	}
}

// counted is a store that counts how often it is read.
type counted struct {
	profile.Store
	reads *int
}

func (c counted) Get(ctx context.Context, id string) (profile.Profile, error) {
	*c.reads++
	return c.Store.Get(ctx, id)
}

func (c counted) Many(ctx context.Context, ids []string) ([]profile.Profile, error) {
	*c.reads += len(ids)
	return c.Store.Many(ctx, ids)
}

func TestReadsAreSpared(t *testing.T) {
	t.Parallel()
	db := open(t)
	reads, state := 0, uint64(1)
	store := kept.NewProfiles(counted{db.Profiles(), &reads}, func(context.Context) (uint64, error) {
		if state == 0 {
			return 0, fault.Unavailable
		}
		return state, nil
	})
	for _, id := range []string{"a", "b", "c"} {
		if err := store.Insert(t.Context(), profile.Profile{ID: id, Slug: id, Created: time.Unix(1, 0), Updated: time.Unix(1, 0)}); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(want int, ids ...string) {
		t.Helper()
		reads = 0
		found, err := store.Many(t.Context(), ids)
		if err != nil || reads != want || len(found) != len(ids) {
			t.Errorf("%d reads, want %d; %d found, %v", reads, want, len(found), err)
		}
		for i, p := range found {
			if p.ID != ids[i] {
				t.Errorf("place %d holds %s", i, p.ID)
			}
		}
	}
	ask(2, "a", "b")
	ask(0, "b", "a")
	ask(1, "c", "a")
	state++ // something was written
	ask(3, "a", "b", "c")
	state = 0 // nobody knows what was written: nothing is kept
	ask(1, "a")
	ask(1, "a")
	if _, err := store.Get(t.Context(), "missing"); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

// What one caller does to a list must not show in the next one's.
func TestListsAreCopies(t *testing.T) {
	t.Parallel()
	db := open(t)
	lists := kept.NewLists(db.Profiles(), db.Changes)
	p := profile.Profile{ID: "a", Slug: "a", Name: "Secret", Created: time.Unix(1, 0), Updated: time.Unix(1, 0)}
	if err := db.Profiles().Insert(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		list, err := lists.Newest(t.Context(), page.Req{Limit: 5})
		if err != nil || len(list.Items) != 1 || list.Items[0].Name != "Secret" {
			t.Fatalf("%+v %v", list.Items, err)
		}
		list.Items[0] = profile.Profile{}
	}
}
