package mongo

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/account"
	"partant/internal/contact"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/post"
	"partant/internal/profile"
)

// later is a sweep's idea of now that makes every name of this test old enough.
func later() time.Time { return time.Now().Add(2 * abandoned) }

// state tells of each key whether it is free, asked or held, and by whom.
func state(t *testing.T, db *DB, keys ...string) map[string]string {
	t.Helper()
	states := map[string]string{}
	for _, key := range keys {
		owner, settled, err := db.owner(t.Context(), key)
		switch {
		case errors.Is(err, fault.NotFound):
			states[key] = "free"
		case err != nil:
			t.Fatal(err)
		case settled:
			states[key] = "held by " + owner
		default:
			states[key] = "asked by " + owner
		}
	}
	return states
}

func same(t *testing.T, got, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

// withSIRET is a page that has the names fiche:a and siret:1.
func withSIRET() profile.Profile {
	p := onePage("a")
	p.ID, p.SIRET = "p", "1"
	return p
}

func TestWritesSettleTheirNames(t *testing.T) {
	t.Parallel()
	db := open(t)
	s, p := db.Profiles(), withSIRET()
	ok(t, s.Insert(t.Context(), p))
	same(t, state(t, db, "fiche:a", "siret:1"), map[string]string{"fiche:a": "held by p", "siret:1": "held by p"})

	_, err := s.Update(t.Context(), p.ID, func(p *profile.Profile) error {
		p.Slug, p.OldSlugs, p.SIRET = "b", []string{"a"}, "2"
		return nil
	})
	ok(t, err)
	now := map[string]string{"fiche:a": "held by p", "fiche:b": "held by p", "siret:1": "free", "siret:2": "held by p"}
	same(t, state(t, db, "fiche:a", "fiche:b", "siret:1", "siret:2"), now)

	other := onePage("b") // refused: it must leave no trace
	other.OldSlugs = []string{"c"}
	wantErr(t, s.Insert(t.Context(), other), fault.Taken{Field: "slug"})
	same(t, state(t, db, "fiche:c"), map[string]string{"fiche:c": "free"})
	ok(t, db.sweep(t.Context(), later()))
	same(t, state(t, db, "fiche:a", "fiche:b", "siret:1", "siret:2"), now)
}

// cut writes something as a process does that dies before it settles its names.
func cut[T any](t *testing.T, db *DB, s store[T], v T) (keys []string) {
	t.Helper()
	id, rev := s.root(&v)
	*rev = 1
	ok(t, db.claim(id).take(t.Context(), s.names(&v)))
	_, err := s.in.InsertOne(t.Context(), s.row(&v))
	ok(t, err)
	for _, n := range s.names(&v) {
		keys = append(keys, n.key)
	}
	return keys
}

// Whatever has a name keeps it, when who wrote it died before it was settled.
func TestSweepKeepsNamesOfEveryNoun(t *testing.T) {
	t.Parallel()
	db := open(t)
	owners := map[string]string{}
	for id, keys := range map[string][]string{"p": cut(t, db, db.Profiles().docs, withSIRET()), "c": cut(t, db, db.Accounts().docs, account.Account{ID: "c", Email: "c@exemple.invalid"}),
		"n": cut(t, db, db.Posts().docs, post.Post{ID: "n", Slug: "nouvelle"}), "d": cut(t, db, db.Discussions().docs, discussion.Discussion{ID: "d", Slug: "discussion"}),
		"e": cut(t, db, db.Events().docs, event.Event{ID: "e", Slug: "atelier"}), "k": cut(t, db, db.Contacts().codes, contact.Code{ID: "k", Word: "mot"})} {
		for _, key := range keys {
			owners[key] = "held by " + id
		}
	}
	if len(owners) != 7 {
		t.Fatalf("%v", owners)
	}
	ok(t, db.sweep(t.Context(), later()))
	same(t, state(t, db, slices.Collect(maps.Keys(owners))...), owners)
}

// A process may die between any two of its commands. What the sweeper makes of it must fit the document.
func TestCutOff(t *testing.T) {
	t.Parallel()
	t.Run("insert before the document", func(t *testing.T) {
		t.Parallel()
		db, p := open(t), withSIRET()
		ok(t, db.claim(p.ID).take(t.Context(), profileNames(&p)))
		_, err := db.Profiles().BySlug(t.Context(), "a")
		wantErr(t, err, fault.NotFound)

		ok(t, db.sweep(t.Context(), time.Now())) // too young: the writer may live
		wantErr(t, db.Profiles().Insert(t.Context(), onePage("a")), fault.Taken{Field: "slug"})
		ok(t, db.sweep(t.Context(), later()))
		same(t, state(t, db, "fiche:a", "siret:1"), map[string]string{"fiche:a": "free", "siret:1": "free"})
		ok(t, db.Profiles().Insert(t.Context(), onePage("a")))
	})
	t.Run("insert after the document", func(t *testing.T) {
		t.Parallel()
		db, p := open(t), withSIRET()
		ok(t, db.claim(p.ID).take(t.Context(), profileNames(&p)))
		_, err := db.Profiles().docs.in.InsertOne(t.Context(), profileRow(&p))
		ok(t, err)
		_, err = db.Profiles().BySlug(t.Context(), "a") // it counts already
		ok(t, err)
		wantErr(t, db.Profiles().Insert(t.Context(), onePage("a")), fault.Taken{Field: "slug"})
		ok(t, db.sweep(t.Context(), later()))
		same(t, state(t, db, "fiche:a", "siret:1"), map[string]string{"fiche:a": "held by p", "siret:1": "held by p"})
	})
	for name, written := range map[string]bool{"update before the document": false, "update after the document": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, p := open(t), withSIRET()
			s := db.Profiles()
			ok(t, s.Insert(t.Context(), p))
			had := profileNames(&p)
			p.Slug, p.OldSlugs, p.SIRET, p.Rev = "b", []string{"a"}, "", 1
			ok(t, db.claim(p.ID).take(t.Context(), changed(had, profileNames(&p))))
			want := map[string]string{"fiche:a": "held by p", "fiche:b": "free", "siret:1": "held by p"}
			if written {
				_, err := s.docs.replace(t.Context(), 1, &p)
				ok(t, err)
				want = map[string]string{"fiche:a": "held by p", "fiche:b": "held by p", "siret:1": "free"}
			}
			_, err := s.BySlug(t.Context(), "b")
			if led := err == nil; led != written {
				t.Errorf("the new slug leads to the page: %v", err)
			}
			ok(t, db.sweep(t.Context(), later()))
			same(t, state(t, db, "fiche:a", "fiche:b", "siret:1"), want)
		})
	}
	t.Run("purge after the document", func(t *testing.T) {
		t.Parallel()
		db, p := open(t), withSIRET()
		s := db.Profiles()
		ok(t, s.Insert(t.Context(), p))
		ok(t, db.claim(p.ID).take(t.Context(), profileNames(&p)))
		_, err := s.docs.in.DeleteOne(t.Context(), where(is("_id", p.ID)))
		ok(t, err)
		ok(t, db.sweep(t.Context(), later()))
		same(t, state(t, db, "fiche:a", "siret:1"), map[string]string{"fiche:a": "free", "siret:1": "free"})
	})
	t.Run("sign-up before the document", func(t *testing.T) {
		t.Parallel()
		db := open(t)
		a := account.Account{ID: id.New(), Email: "a@exemple.invalid"}
		ok(t, db.claim(a.ID).take(t.Context(), accountTraits.names(&a)))
		_, err := db.Accounts().ByEmail(t.Context(), a.Email)
		wantErr(t, err, fault.NotFound)
		ok(t, db.sweep(t.Context(), later()))
		ok(t, db.Accounts().Insert(t.Context(), a))
		ok(t, db.sweep(t.Context(), later()))
		_, err = db.Accounts().ByEmail(t.Context(), a.Email)
		ok(t, err)
	})
}

// A step that comes late must not undo what a later call of the same owner did: the form sent twice, a slow machine.
func TestLateStepsUndoNothing(t *testing.T) {
	t.Parallel()
	names := []name{{key: "fiche:a", field: "slug"}}
	held := map[string]string{"fiche:a": "held by p"}
	for step, late := range map[string]func(db *DB, first *claim, was nameDoc) error{
		"give up": func(_ *DB, first *claim, _ nameDoc) error {
			if err := first.giveUp(t.Context(), fault.Conflict); !errors.Is(err, fault.Conflict) {
				return err
			}
			return nil
		},
		"settle without it": func(_ *DB, first *claim, _ nameDoc) error { first.settle(t.Context(), nil); return nil },
		"sweep":             func(db *DB, _ *claim, was nameDoc) error { return db.sweepName(t.Context(), was) },
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			db := open(t)
			first, second := db.claim("p"), db.claim("p")
			ok(t, first.take(t.Context(), names))
			var was nameDoc
			ok(t, db.names().FindOne(t.Context(), where(is("_id", "fiche:a"))).Decode(&was))
			ok(t, second.take(t.Context(), names))
			ok(t, late(db, first, was))
			second.settle(t.Context(), names)
			same(t, state(t, db, "fiche:a"), held)
		})
	}
}

// Nobody knows whether a write was done whose answer was lost: its names must stay until the sweeper has looked.
func TestLostAnswerKeepsNames(t *testing.T) {
	t.Parallel()
	db := open(t)
	c := db.claim("p")
	ok(t, c.take(t.Context(), []name{{key: "fiche:a", field: "slug"}}))
	wantErr(t, c.giveUp(t.Context(), fault.Unavailable), fault.Unavailable)
	same(t, state(t, db, "fiche:a"), map[string]string{"fiche:a": "asked by p"})
}

func TestSweepRemovesOldCounts(t *testing.T) {
	t.Parallel()
	db := open(t)
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c := db.Counts(func() time.Time { return now })
	for _, window := range []time.Duration{time.Second, 24 * time.Hour} {
		_, _, err := c.Add(t.Context(), "k", window)
		ok(t, err)
	}
	ok(t, db.sweep(t.Context(), now.Add(2*time.Second)))
	if left, err := db.counts().CountDocuments(t.Context(), where()); err != nil || left != 1 {
		t.Errorf("%d counts left, %v", left, err)
	}
}
