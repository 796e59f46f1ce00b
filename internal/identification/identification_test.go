package identification_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/identification"
	"partant/internal/seal"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
)

// house is a service on a real store, with a key and a clock that tests move.
type house struct {
	*identification.Service
	t     *testing.T
	store identification.Store
	key   seal.Private
	at    time.Time
}

func open(t *testing.T, keeps bool) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	public, private := key(t)
	h := &house{t: t, store: db.Identification(), key: private, at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	if !keeps {
		h.Service = identification.New(h.store, "secret", nil, func() time.Time { return h.at })
		return h
	}
	h.Service = identification.New(h.store, "secret", &public, func() time.Time { return h.at })
	return h
}

func key(t *testing.T) (seal.Public, seal.Private) {
	t.Helper()
	public, private, err := seal.NewKey()
	pub, err1 := seal.ParsePublic(public)
	priv, err2 := seal.ParsePrivate(private)
	if err := errors.Join(err, err1, err2); err != nil {
		t.Fatal(err)
	}
	return pub, priv
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) records() []identification.Record {
	h.t.Helper()
	all, err := h.store.RecordsAfter(h.t.Context(), "", 1000)
	h.ok(err)
	return all
}

// asks opens what is kept of somebody, and says what each entry was made at.
func (h *house) asks(q identification.Question) (events []string) {
	h.t.Helper()
	found, err := identification.Open(h.t.Context(), h.store, h.key, q)
	h.ok(err)
	for _, e := range found.Entries {
		events = append(events, string(e.Event)+" "+e.Name+e.Address)
	}
	return events
}

func (h *house) wants(what string, got []string, want ...string) {
	h.t.Helper()
	if !slices.Equal(got, want) {
		h.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

var zoe = identification.Entry{Account: "a-1", Name: "Zoé Quartz", Emails: []string{"zoe@exemple.invalid", "Avant@exemple.invalid"}, Created: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	By: []string{"openid sujet-7"}, Pages: []string{"quartz-et-fils"}}

// A life: each thing is kept as long as its kind is, and no longer; nothing of it can be read from the store.
func TestKeptAsLongAsTheLawAsks(t *testing.T) {
	t.Parallel()
	h := open(t, true)
	ctx := t.Context()
	h.ok(h.Name(ctx, "d-1", zoe))
	h.ok(h.Connect(ctx, identification.Entry{Account: "a-1", Event: identification.Opened, Address: "192.0.2.7", Agent: "Navigateur"}))
	h.ok(h.Connect(ctx, identification.Entry{Account: "a-2", Event: identification.Used, Address: "192.0.2.8"}))
	begin := h.at
	sweep := func(at time.Time) {
		h.at = at
		h.ok(h.Sweep(ctx))
	}
	all := identification.Question{Accounts: []string{"a-1"}}
	sweep(begin.AddDate(1, 0, 0))
	h.wants("a year later", h.asks(all), "given Zoé Quartz", "opened 192.0.2.7")
	sweep(begin.AddDate(1, 0, 2))
	h.wants("after a year", h.asks(all), "given Zoé Quartz")

	h.at = begin.AddDate(3, 0, 0)
	for range 2 {
		h.ok(h.Close(ctx, zoe))
	}
	h.wants("closed", h.asks(all), "given Zoé Quartz", "closed Zoé Quartz", "closed ")
	closed := h.at
	for _, r := range h.records() {
		if bytes.Contains(r.Sealed, []byte("Quartz")) || strings.Contains(r.Mark+r.ID, "a-1") || !r.Purge.Equal(r.Purge.Truncate(24*time.Hour)) || r.Purge.IsZero() {
			t.Errorf("%+v", r)
		}
	}
	sweep(closed.AddDate(1, 0, 2))
	h.wants("a year after the end", h.asks(all), "given Zoé Quartz", "closed Zoé Quartz")
	sweep(closed.AddDate(5, 0, 0))
	h.wants("five years after", h.asks(all), "given Zoé Quartz", "closed Zoé Quartz")
	sweep(closed.AddDate(5, 0, 2))
	if left := h.records(); len(left) > 0 {
		t.Errorf("%+v", left)
	}
}

// A connection is kept once a day for each address, and each account.
func TestOneConnectionADay(t *testing.T) {
	t.Parallel()
	h := open(t, true)
	connect := func(account, address string) {
		h.ok(h.Connect(t.Context(), identification.Entry{Account: account, Event: identification.Used, Address: address}))
	}
	for range 3 {
		connect("a-1", "192.0.2.7")
		connect("a-1", "192.0.2.8")
		connect("a-2", "192.0.2.7")
	}
	if n := len(h.records()); n != 3 {
		t.Errorf("%d records, want 3", n)
	}
	h.at = h.at.Add(12 * time.Hour)
	connect("a-1", "192.0.2.7")
	h.wants("the next day", h.asks(identification.Question{Accounts: []string{"a-1"}}), "used 192.0.2.7", "used 192.0.2.8", "used 192.0.2.7")
}

// Whom a question means: by any address that they gave, by a page that went with their account, or by their account.
func TestWhomAQuestionMeans(t *testing.T) {
	t.Parallel()
	h := open(t, true)
	ctx := t.Context()
	h.ok(h.Connect(ctx, identification.Entry{Account: "a-1", Event: identification.Used, Address: "192.0.2.7"}))
	h.at = h.at.Add(time.Second)
	h.ok(h.Close(ctx, zoe))
	h.ok(h.Close(ctx, identification.Entry{Account: "a-2", Name: "Omar", Emails: []string{"omar@exemple.invalid"}, Pages: []string{"maison-omar"}}))
	h.ok(h.Connect(ctx, identification.Entry{Event: identification.Written, Name: "Passant", Emails: []string{"passant@exemple.invalid"}, Address: "192.0.2.9"}))
	want := []string{"used 192.0.2.7", "closed Zoé Quartz", "closed "}
	for _, q := range []identification.Question{{Email: " ZOE@exemple.invalid"}, {Email: "avant@exemple.invalid"}, {Page: "quartz-et-fils"}, {Accounts: []string{"a-1"}}} {
		got := h.asks(q)
		slices.Sort(got)
		sorted := slices.Sorted(slices.Values(want))
		h.wants(fmt.Sprintf("%+v", q), got, sorted...)
	}
	h.wants("a passer-by", h.asks(identification.Question{Email: "passant@exemple.invalid"}), "written Passant192.0.2.9")
	for _, q := range []identification.Question{{}, {Email: "autre@exemple.invalid"}, {Page: "quartz"}, {Accounts: []string{""}}} {
		h.wants(fmt.Sprintf("%+v", q), h.asks(q))
	}
	_, other := key(t)
	if found, err := identification.Open(ctx, h.store, other, identification.Question{Email: "zoe@exemple.invalid"}); err != nil || len(found.Entries) > 0 || found.Others != 6 {
		t.Errorf("another key: %+v, %v", found, err)
	}
}

// Without a key nothing is kept, and what was kept before still gets its end.
func TestNothingIsKeptWithoutAKey(t *testing.T) {
	t.Parallel()
	h := open(t, true)
	ctx := t.Context()
	h.ok(h.Name(ctx, "d-1", zoe))
	off := identification.New(h.store, "secret", nil, func() time.Time { return h.at })
	h.ok(off.Name(ctx, "d-2", zoe))
	h.ok(off.Connect(ctx, identification.Entry{Account: "a-1", Address: "192.0.2.7"}))
	h.ok(off.Close(ctx, zoe))
	left := h.records()
	if off.Keeps() || !h.Keeps() || len(left) != 1 || left[0].Purge.IsZero() {
		t.Errorf("%+v", left)
	}
}

// Many pages of records are read to the last, and what cannot be written is tried again.
func TestManyRecords(t *testing.T) {
	t.Parallel()
	h := open(t, true)
	for n := range 1203 {
		h.ok(h.Name(t.Context(), fmt.Sprint(n), identification.Entry{Account: fmt.Sprint("a-", n%3)}))
	}
	if n := len(h.asks(identification.Question{Accounts: []string{"a-1"}})); n != 401 {
		t.Errorf("%d", n)
	}
}
