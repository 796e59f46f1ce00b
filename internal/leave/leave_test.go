package leave_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/leave"
	"partant/internal/mailroom"
	"partant/internal/profile"
	"partant/internal/search"
	"partant/internal/testrig"
)

// onBoth runs a test on both stores.
func onBoth(t *testing.T, check func(t *testing.T, h *house)) {
	for name, stores := range map[string]func(*testing.T) stores{"sqlite": onSQLite, "mongo": onMongo} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t, stores(t)))
		})
	}
}

// cast is a member who leaves, one who stays, and their pages.
type cast struct {
	leaver, other      account.Account
	alone, shared, his profile.Profile
}

func (h *house) gather() cast {
	h.t.Helper()
	c := cast{leaver: h.member("zebulon"), other: h.member("omar")}
	c.alone = h.page(c.leaver, profile.Company, "Quartz et fils")
	c.shared = h.page(c.leaver, profile.Club, "Les Amis du fleuve")
	h.joins(c.shared, c.other, profile.Owner)
	c.his = h.page(c.other, profile.Company, "Maison Omar")
	h.joins(c.his, c.leaver, profile.Editor)
	for _, say := range []struct {
		by   account.Account
		as   profile.Profile
		what string
	}{{c.leaver, c.alone, "Quartz, alone"}, {c.leaver, c.shared, "shared"}, {c.leaver, c.his, "his"}, {c.other, c.his, "other"}, {c.leaver, c.alone, "Quartz, again"}} {
		h.says(say.by, say.as, say.what)
	}
	_, err := h.service.Knock(h.t.Context(), account.Knock{Email: c.leaver.Email})
	h.ok(err)
	h.ok(h.letters.Lose(h.t.Context(), mailroom.LostLetter{ID: "l", To: "Zebulon@exemple.invalid", At: noon}))
	_, err = h.catalog.Pay(h.t.Context())
	h.ok(err)
	return c
}

var (
	all  = []string{"zebulon", "omar", "Quartz et fils", "Les Amis du fleuve", "Maison Omar"}
	left = []string{"omar", "Les Amis du fleuve", "Maison Omar"}
)

func (h *house) sees(want []string) {
	h.t.Helper()
	if diff := cmp.Diff(want, h.seen()); diff != "" {
		h.t.Errorf("people see (-want +got):\n%s", diff)
	}
	words := []string{"his", "other", "shared"}
	if slices.Contains(want, "Quartz et fils") {
		words = []string{"Quartz, again", "Quartz, alone", "his", "other", "shared"}
	}
	if diff := cmp.Diff(words, h.read()); diff != "" {
		h.t.Errorf("people read (-want +got):\n%s", diff)
	}
	_, err := h.catalog.Pay(h.t.Context())
	h.ok(err)
	status, err := h.index.Status(h.t.Context())
	if err != nil || status.Documents != len(want) {
		h.t.Errorf("the index has %+v, %v; want %d", status, err, len(want))
	}
}

// gone holds the stores and the index to know nothing any more of who left.
func (h *house) gone(c cast) {
	h.t.Helper()
	h.sees(left)
	if _, err := h.service.Get(h.t.Context(), c.leaver.ID); !errors.Is(err, fault.NotFound) {
		h.t.Errorf("the account: %v", err)
	}
	for _, id := range []string{c.shared.ID, c.his.ID} {
		p, err := h.stores.profiles.Get(h.t.Context(), id)
		if err != nil || len(p.Team) != 1 || p.Team[0].Account != c.other.ID {
			h.t.Errorf("the team of %s: %+v, %v", p.Name, p.Team, err)
		}
	}
	found, err := h.index.Search(h.t.Context(), search.Query{Text: "quartz", Page: search.Page{Number: 1, Size: 5}})
	if err != nil || len(found.Hits) > 0 {
		h.t.Errorf("the index finds %+v, %v", found.Hits, err)
	}
	h.ok(h.index.Close())
	for place, kept := range map[string][]byte{"store": h.dump(h.t), "index": testrig.Files(h.t, h.indexDir)} {
		for word, holds := range map[string]bool{"zebulon": false, "Zebulon": false, "quartz": false, "Quartz": false, c.leaver.ID: false, c.leaver.Person: false,
			c.alone.ID: false, "omar": true} {
			if bytes.Contains(kept, []byte(word)) != holds {
				h.t.Errorf("the %s has « %s »: %v", place, word, !holds)
			}
		}
	}
}

func TestHideKeepErase(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, h *house) {
		c := h.gather()
		h.sees(all)
		a, err := h.leave.Ask(t.Context(), c.leaver.ID, c.leaver.Email, "Navigateur")
		if err != nil || !a.Leaves() {
			t.Fatalf("%+v, %v", a, err)
		}
		h.sees(left)
		if _, err := h.leave.Ask(t.Context(), c.leaver.ID, c.leaver.Email, ""); err != nil { // twice is once
			t.Fatal(err)
		}
		h.ok(h.leave.Keep(t.Context(), c.leaver.ID, "Navigateur"))
		h.sees([]string{"zebulon", "omar", "Quartz et fils", "Les Amis du fleuve", "Maison Omar"})
		h.pays(15*24*time.Hour, 0)

		_, err = h.leave.Ask(t.Context(), c.leaver.ID, c.leaver.Email, "Navigateur")
		h.ok(err)
		h.pays(account.LeaveDays*24*time.Hour-time.Minute, 0)
		h.sees(left)
		h.pays(24*time.Hour, 1)
		h.pays(time.Hour, 0)
		h.gone(c)
	})
}

// pays lets time go by and asks how many accounts are erased then.
func (h *house) pays(later time.Duration, want int) {
	h.t.Helper()
	h.now = h.now.Add(later)
	if n, err := h.leave.Pay(h.t.Context()); n != want || err != nil {
		h.t.Errorf("%d accounts erased, %v; want %d", n, err, want)
	}
}

// Killed after any number of writes, a deletion ends the same once a process runs again.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	for name, stores := range map[string]func(*testing.T) stores{"sqlite": onSQLite, "mongo": onMongo} {
		for n, finished := 0, false; !finished; n++ {
			if testing.Short() && n > 3 {
				break
			}
			if n > 60 {
				t.Fatal("it never ends")
			}
			h := open(t, stores(t))
			c := h.gather()
			_, err := h.leave.Ask(t.Context(), c.leaver.ID, c.leaver.Email, "Navigateur")
			h.ok(err)
			h.now = h.now.Add((account.LeaveDays + 1) * 24 * time.Hour)
			finished = h.dies(n, func() error { _, err := h.leave.Pay(t.Context()); return err })
			h.now = h.now.Add(2 * time.Minute) // leases end
			if _, err := h.leave.Pay(t.Context()); err != nil {
				t.Fatal(err)
			}
			h.gone(c)
			if t.Failed() {
				t.Fatalf("%s, killed after %d writes", name, n)
			}
		}
	}
}

// Killed while it hides or shows, the pages end as the member wanted last.
func TestKilledWhileHiding(t *testing.T) {
	t.Parallel()
	for n, finished := 0, false; !finished; n++ {
		h := open(t, onSQLite(t))
		c := h.gather()
		finished = h.dies(n, func() error { _, err := h.leave.Ask(t.Context(), c.leaver.ID, c.leaver.Email, ""); return err })
		h.now = h.now.Add(2 * time.Minute)
		h.pays(0, 0)
		a, err := h.service.Get(t.Context(), c.leaver.ID)
		h.ok(err)
		if a.Leaves() {
			h.sees(left)
		} else {
			h.sees(all) // it was never asked
			continue
		}
		h.dies(n, func() error { return h.leave.Keep(t.Context(), c.leaver.ID, "") })
		h.now = h.now.Add(2 * time.Minute)
		h.pays(0, 0)
		if a, err = h.service.Get(t.Context(), c.leaver.ID); err != nil {
			t.Fatal(err)
		}
		if a.Leaves() {
			h.sees(left)
		} else {
			h.sees(all)
		}
	}
}

// What cannot be erased now is erased later, and does not keep the others.
func TestAnEraserFails(t *testing.T) {
	t.Parallel()
	h := open(t, onSQLite(t))
	c := h.gather()
	third := h.member("nina")
	for _, a := range []account.Account{c.leaver, third} {
		_, err := h.leave.Ask(t.Context(), a.ID, a.Email, "")
		h.ok(err)
	}
	h.now = h.now.Add((account.LeaveDays + 1) * 24 * time.Hour)
	h.erasers = []leave.Eraser{func(_ context.Context, a account.Account, _ []string) error {
		if a.ID == c.leaver.ID {
			return fault.Unavailable
		}
		return nil
	}}
	if n, err := h.leave.Pay(t.Context()); n != 1 || !errors.Is(err, fault.Unavailable) {
		t.Errorf("%d accounts erased, %v", n, err)
	}
	if err := h.leave.Keep(t.Context(), c.leaver.ID, ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("what has begun was kept: %v", err)
	}
	h.erasers = nil
	h.pays(2*time.Minute, 1)
	h.gone(c)
}

// A page that gets another owner while it is hidden is given back, with what was said in its name.
func TestAnotherOwnerMeanwhile(t *testing.T) {
	t.Parallel()
	h := open(t, onSQLite(t))
	c := h.gather()
	_, err := h.leave.Ask(t.Context(), c.leaver.ID, c.leaver.Email, "")
	h.ok(err)
	h.joins(c.alone, c.other, profile.Owner)
	h.pays((account.LeaveDays+1)*24*time.Hour, 1)
	h.sees([]string{"omar", "Quartz et fils", "Les Amis du fleuve", "Maison Omar"})
}

func TestRunEnds(t *testing.T) {
	t.Parallel()
	h := open(t, onSQLite(t))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); h.leave.Run(ctx) }()
	h.leave.Wake()
	h.leave.Wake()
	stop()
	<-done
}
