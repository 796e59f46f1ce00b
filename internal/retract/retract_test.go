package retract_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/markdown"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/retract"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/territory"
	"partant/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var nina = viewer.Viewer{Account: "nina"}

// house erases pages on a real store.
type house struct {
	*profile.Service
	store sqlite.Profiles
	at    time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{store: db.Profiles(), at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	h.Service = profile.New(h.store, territory.New(region.Loiret()), markdown.New(), h.now, func() {}).Retract()
	return h
}

func (h *house) now() time.Time { return h.at }

// erased makes a page and erases it.
func (h *house) erased(t *testing.T) string {
	t.Helper()
	p, err := h.Create(t.Context(), nina, profile.Draft{Kind: profile.Club, Name: "Héron", Commune: "45234"})
	if err == nil {
		err = h.Erase(t.Context(), nina, p.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// What an eraser cannot do now is done later, and what was done is not done again; the index is told all the same.
func TestPay(t *testing.T) {
	t.Parallel()
	h := open(t)
	one := h.erased(t)
	var gone []string
	away := errors.New("away")
	r := retract.New(h.store, h.now, slog.New(slog.DiscardHandler),
		func(_ context.Context, page string) error { gone = append(gone, page); return nil },
		func(context.Context, string) error { return away })
	if n, err := r.Pay(t.Context()); n != 0 || !errors.Is(err, away) {
		t.Errorf("%d, %v", n, err)
	}
	away = nil
	if n, err := r.Pay(t.Context()); n != 0 || err != nil {
		t.Errorf("leased: %d, %v", n, err)
	}
	h.at = h.at.Add(time.Hour)
	if n, err := r.Pay(t.Context()); n != 1 || err != nil || len(gone) != 2 || gone[1] != one {
		t.Errorf("%d, %v, %v", n, err, gone)
	}
	h.at = h.at.Add(time.Hour)
	if n, err := r.Pay(t.Context()); n != 0 || err != nil {
		t.Errorf("again: %d, %v", n, err)
	}
	owing, err := h.store.Take(t.Context(), h.at, time.Minute, 9)
	if err != nil || len(owing) != 1 || owing[0].ID != one {
		t.Fatalf("%+v, %v", owing, err)
	}
	for _, d := range owing[0].Owes {
		if d.Kind != profile.OwesIndex {
			t.Errorf("it still owes %s", d.Kind)
		}
	}
}

// The worker pays when it is woken, outlives a panic, and ends.
func TestRun(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.erased(t)
	done, fallen := make(chan string), false
	r := retract.New(h.store, func() time.Time { return time.Now().Add(24 * 365 * time.Hour) }, slog.New(slog.DiscardHandler), func(ctx context.Context, page string) error {
		if !fallen {
			fallen = true
			panic("the hammer fell")
		}
		select {
		case done <- page:
		case <-ctx.Done():
		}
		return nil
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { r.Run(ctx); close(ended) }()
	wait := time.After(30 * time.Second)
	for paid := false; !paid; { // what fell with the hammer is put off: another page is erased until one is paid
		h.erased(t)
		r.Wake()
		r.Wake()
		select {
		case <-done:
			paid = true
		case <-time.After(20 * time.Millisecond):
		case <-wait:
			t.Fatal("nothing is paid")
		}
	}
	stop()
	<-ended
}
