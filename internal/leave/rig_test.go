package leave_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/account"
	"partant/internal/catalog"
	"partant/internal/comment"
	"partant/internal/id"
	"partant/internal/leave"
	"partant/internal/mailroom"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/password"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/search/embedded"
	"partant/internal/search/french"
	"partant/internal/store/mongo"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/territory"
	"partant/internal/testrig"
	"partant/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	noon  = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	place = territory.New(region.Loiret())
)

// errKilled is what every write says once the process is dead.
var errKilled = errors.New("killed")

// life is how many writes a process has left; none is bounded while it is nil.
type life struct{ writes *int }

func (l *life) spend() error {
	if l.writes == nil {
		return nil
	}
	if *l.writes--; *l.writes < 0 {
		return errKilled
	}
	return nil
}

// mortalAccounts and mortalProfiles are stores of a process that is killed between two writes.
type mortalAccounts struct {
	account.Stores
	*life
}

func (s mortalAccounts) Update(ctx context.Context, id string, edit func(*account.Account) error) (account.Account, error) {
	if err := s.spend(); err != nil {
		return account.Account{}, err
	}
	return s.Stores.Update(ctx, id, edit)
}

func (s mortalAccounts) Remove(ctx context.Context, id string) error {
	return errors.Join(s.spend(), s.when(func() error { return s.Stores.Remove(ctx, id) }))
}

func (s mortalAccounts) EndSession(ctx context.Context, digest string) error {
	return errors.Join(s.spend(), s.when(func() error { return s.Stores.EndSession(ctx, digest) }))
}

func (s mortalAccounts) EndTickets(ctx context.Context, id string) error {
	return errors.Join(s.spend(), s.when(func() error { return s.Stores.EndTickets(ctx, id) }))
}

// when does something unless the process is dead.
func (l *life) when(do func() error) error {
	if l.writes != nil && *l.writes < 0 {
		return nil
	}
	return do()
}

type profiles interface {
	profile.Store
	profile.Lists
	profile.Debts
}

type mortalProfiles struct {
	profiles
	*life
}

func (s mortalProfiles) Update(ctx context.Context, id string, edit func(*profile.Profile) error) (profile.Profile, error) {
	if err := s.spend(); err != nil {
		return profile.Profile{}, err
	}
	return s.profiles.Update(ctx, id, edit)
}

func (s mortalProfiles) Settle(ctx context.Context, paid []profile.Profile) error {
	if err := s.spend(); err != nil {
		return err
	}
	return s.profiles.Settle(ctx, paid)
}

// mortalAnswers is the same for answers.
type mortalAnswers struct {
	comment.Stores
	*life
}

func (s mortalAnswers) Update(ctx context.Context, id string, edit func(*comment.Comment) error) (comment.Comment, error) {
	if err := s.spend(); err != nil {
		return comment.Comment{}, err
	}
	return s.Stores.Update(ctx, id, edit)
}

// stores are those of one driver.
type stores struct {
	answers  comment.Stores
	accounts account.Stores
	profiles profiles
	letters  mailroom.Lost
	dump     func(t *testing.T) []byte // all that the database holds, once it is closed
}

func onSQLite(t *testing.T) stores {
	dir := sqlitetest.Dir(t)
	db, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return stores{db.Comments(), db.Accounts(), db.Profiles(), db.Letters(), func(t *testing.T) []byte {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		return testrig.Files(t, dir)
	}}
}

func onMongo(t *testing.T) stores {
	uri := testrig.Mongo(t)
	db, err := mongo.Open(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return stores{db.Comments(), db.Accounts(), db.Profiles(), db.Letters(), func(t *testing.T) []byte { return testrig.Collections(t, uri) }}
}

// house is everything that deletes accounts, on real stores and a real index, with a clock that tests set.
type house struct {
	stores
	*life
	t        *testing.T
	now      time.Time
	indexDir string
	index    *embedded.Index
	catalog  *catalog.Catalog
	service  *account.Service
	pages    *profile.Service
	said     *comment.Service
	leave    *leave.Service
	erasers  []leave.Eraser
}

func open(t *testing.T, s stores) *house {
	t.Helper()
	h := &house{stores: s, life: &life{}, t: t, now: noon, indexDir: filepath.Join(t.TempDir(), "index")}
	index, err := embedded.Open(t.Context(), h.indexDir, french.Directory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	_ = index.Ready(t.Context())
	h.index = index
	clock := func() time.Time { return h.now }
	accounts, pages := mortalAccounts{s.accounts, h.life}, mortalProfiles{s.profiles, h.life}
	h.catalog = catalog.New(pages, index, place, clock, slog.New(slog.DiscardHandler))
	h.pages = profile.New(pages, place, markdown.New(), clock, func() {})
	h.said = comment.New(mortalAnswers{s.answers, h.life}, nil, nil, markdown.New(), clock, func() {})
	h.service = account.New(accounts, password.NewHasher(), password.Common(), clock, func() {})
	eraser := func(ctx context.Context, a account.Account, pages []string) (err error) {
		for _, e := range h.erasers {
			err = errors.Join(err, e(ctx, a, pages))
		}
		return err
	}
	letters := func(ctx context.Context, a account.Account, _ []string) (err error) {
		for _, email := range a.Addresses() {
			err = errors.Join(err, s.letters.ForgetLost(ctx, email))
		}
		return err
	}
	answers := func(ctx context.Context, a account.Account, pages []string) error {
		return h.said.Forget(ctx, a.ID, pages)
	}
	h.leave = leave.New(h.service, h.pages, pages, h.catalog, slog.New(slog.DiscardHandler), eraser, letters, answers).Veiling(leave.Veil{Hide: h.said.Hide, Show: h.said.Show})
	if _, err := h.catalog.Rebuild(t.Context(), func(int) {}); err != nil {
		t.Fatal(err)
	}
	return h
}

// member opens an account with a page of their own.
func (h *house) member(name string) account.Account {
	h.t.Helper()
	a, err := h.service.Admit(h.t.Context(), account.Entry{Name: name, Email: name + "@exemple.invalid", Adult: true, Terms: true}, "Navigateur")
	if err != nil {
		h.t.Fatal(err)
	}
	p := h.page(a, profile.Person, name)
	if a, err = h.service.Embody(h.t.Context(), a.ID, p.ID, p.Slug); err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.service.Open(h.t.Context(), a, "Navigateur"); err != nil {
		h.t.Fatal(err)
	}
	return a
}

func (h *house) page(of account.Account, kind profile.Kind, name string) profile.Profile {
	h.t.Helper()
	p, err := h.pages.Create(h.t.Context(), viewer.Viewer{Account: of.ID, Person: of.Person, Role: of.Role}, profile.Draft{Kind: kind, Name: name, Commune: "45234"})
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// joins adds somebody to the team of a page.
func (h *house) joins(p profile.Profile, a account.Account, role profile.Role) {
	h.t.Helper()
	_, err := h.stores.profiles.Update(h.t.Context(), p.ID, func(p *profile.Profile) error {
		p.Team = append(p.Team, profile.Mate{Account: a.ID, Person: a.Person, Role: role})
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// says writes an answer in the name of a page.
func (h *house) says(a account.Account, p profile.Profile, words string) {
	h.t.Helper()
	key := id.New()
	h.ok(h.stores.answers.Insert(h.t.Context(), comment.Comment{ID: key, Target: subject, Thread: key, Place: comment.Under(""), Level: 1, By: viewer.Author{Page: p.ID, Account: a.ID}, Body: words, Created: h.now}))
}

// subject is what is answered.
var subject = comment.Target{Kind: comment.Discussion, ID: "d"}

// read are the words of the answers that people see.
func (h *house) read() (words []string) {
	h.t.Helper()
	latest, err := h.stores.answers.Latest(h.t.Context(), subject, 10)
	h.ok(err)
	for i := range latest {
		words = append(words, latest[i].Body)
	}
	slices.Sort(words)
	return words
}

// seen are the names of the pages that people find, by the store and by the index.
func (h *house) seen() (names []string) {
	h.t.Helper()
	list, err := h.stores.profiles.Newest(h.t.Context(), page.Req{Limit: 50})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, p := range list.Items {
		names = append([]string{p.Name}, names...)
	}
	return names
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// dies runs something that is killed after some writes.
func (h *house) dies(writes int, do func() error) (finished bool) {
	h.life.writes = &writes
	err := do()
	h.life.writes = nil
	if err != nil && !errors.Is(err, errKilled) {
		h.t.Fatal(err)
	}
	return err == nil && writes >= 0
}
