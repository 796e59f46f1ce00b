package club_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	"partant/internal/club"
	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/store/sqlite"
	"partant/internal/viewer"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

const cb45 = "club-1"

// house is a service on a real store; pages and accounts are of its own making: « a » is the account of the page « p-a ».
type house struct {
	*club.Service
	t     *testing.T
	store sqlite.Clubs

	mu    sync.Mutex
	now   time.Time
	owner string // account that owns all pages
	proud bool
	gone  bool
	mails map[string]string // accounts, by address
	woken int

	kept    int      // documents that were taken
	dropped []string // and those that were taken out
	weight  int      // of each
	attach  func()   // runs while one is taken
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t, store: db.Clubs(), now: noon, owner: "chef", mails: map[string]string{}}
	h.Service = club.New(h.store, h, markdown.New(), func() time.Time { return h.now }, func() { h.mu.Lock(); h.woken++; h.mu.Unlock() }).Keeping(h)
	return h
}

// Club implements club.Pages.
func (h *house) Club(_ context.Context, v viewer.Viewer, id string) (club.Page, error) {
	if h.gone {
		return club.Page{}, fault.Gone
	}
	return club.Page{Name: id, Mine: v.SignedIn() && v.Account == h.owner, Fits: id != "societe", Proud: h.proud}, nil
}

// Called implements club.Pages.
func (h *house) Called(_ context.Context, account string) (name, own string, err error) {
	return "Membre " + account, "p-" + account, nil
}

// Attach implements club.Vault.
func (h *house) Attach(_ context.Context, by viewer.Author, _ string, sent io.ReadSeeker) (document.Document, error) {
	if h.attach != nil {
		h.attach()
	}
	content, err := io.ReadAll(sent)
	if string(content) == "<html>" {
		return document.Document{}, fault.Fields{club.FieldFile: "non"}
	}
	h.kept++
	return document.Document{ID: fmt.Sprintf("d-%d", h.kept), Type: "text/plain", Bytes: max(len(content), h.weight)}, err
}

// Dropped implements club.Vault.
func (h *house) Dropped(_ context.Context, ids []string) { h.dropped = append(h.dropped, ids...) }

// Account implements club.Accounts.
func (h *house) Account(_ context.Context, email string) (string, error) {
	if a, ok := h.mails[email]; ok {
		return a, nil
	}
	return "", fault.NotFound
}

func as(account string) viewer.Viewer { return viewer.Viewer{Account: account} }

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) fails(err, want error) {
	h.t.Helper()
	if !errors.Is(err, want) {
		h.t.Errorf("got %v, want %v", err, want)
	}
}

// begins opens a room that receives in some way, and has some come in.
func (h *house) begins(way club.Way, members ...string) {
	h.t.Helper()
	h.ok(h.Begin(h.t.Context(), as(h.owner), cb45, club.Settings{Way: club.Open}))
	for _, m := range members {
		h.joins(m)
	}
	h.ok(h.Settle(h.t.Context(), as(h.owner), cb45, club.Settings{Way: way}))
}

func (h *house) joins(account string) {
	h.t.Helper()
	_, err := h.Join(h.t.Context(), as(account), cb45, club.Entry{})
	h.ok(err)
}

func (h *house) state(account string) club.State {
	h.t.Helper()
	at, err := h.At(h.t.Context(), as(account), cb45)
	h.ok(err)
	return at.Me.State
}

func (h *house) role(account string) club.Role {
	h.t.Helper()
	at, err := h.At(h.t.Context(), as(account), cb45)
	h.ok(err)
	return at.Role()
}

// in are the accounts of the members, as one who is in reads them.
func (h *house) in() (accounts []string) {
	h.t.Helper()
	list, err := h.Members(h.t.Context(), as(h.owner), cb45, club.In, page.Req{Limit: 100})
	h.ok(err)
	for _, m := range list.Items {
		accounts = append(accounts, m.Account)
	}
	slices.Sort(accounts)
	return accounts
}

func idOf(account string) string { return club.IDOf(cb45, account) }
