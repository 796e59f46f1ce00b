package media_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/media/disk"
	"partant/internal/media/imaging"
	"partant/internal/media/sniff"
	"partant/internal/picture"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

var (
	claude = viewer.Viewer{Account: "claude"}
	nina   = viewer.Viewer{Account: "nina"}
	nobody viewer.Viewer
	post   = media.Thing{Kind: media.OfPost, ID: "t-1"}
)

// house is a Service on a real store and a real folder, in a small town: pages by who may speak for them, and things by what
// stands in them.
type house struct {
	*media.Service
	t     *testing.T
	now   time.Time
	store media.Store
	files media.Files

	speakers map[string][]string // page: accounts
	shown    map[string]bool     // thing and photo: everybody sees it
	held     map[string]bool     // thing and photo
	before   func()              // runs once, before the next look
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	files, err := disk.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, now: noon, store: db.Photos(), files: files, speakers: map[string][]string{"p-1": {"claude"}, "p-2": {"claude", "nina"}}, shown: map[string]bool{}, held: map[string]bool{}}
	h.Service = media.New(h.store, files, imaging.New(), h, clock.Clock(func() time.Time { return h.now }))
	h.StandIn(h)
	h.Sniffing(sniff.Nose{})
	return h
}

// Author implements media.Pages.
func (h *house) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	switch {
	case !v.SignedIn():
		return viewer.Author{}, fault.SignedOut
	case !slices.Contains(h.speakers[page], v.Account):
		return viewer.Author{}, fault.Forbidden
	}
	return viewer.Author{Page: page, Account: v.Account}, nil
}

// Shows implements media.Things.
func (h *house) Shows(_ context.Context, _ viewer.Viewer, of media.Thing, photo string) (bool, error) {
	return h.shown[of.Key()+photo], nil
}

// Keeps implements media.Things.
func (h *house) Keeps(_ context.Context, of media.Thing, photo string) (bool, error) {
	held := h.held[of.Key()+photo]
	if h.before != nil {
		h.before()
		h.before = nil
	}
	return held, nil
}

func photo() io.ReadSeeker {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 900, 300))); err != nil {
		panic(err)
	}
	return bytes.NewReader(out.Bytes())
}

// add keeps a photo of a page.
func (h *house) add(v viewer.Viewer, page string) picture.Picture {
	h.t.Helper()
	p, err := h.Add(h.t.Context(), v, page, post, photo())
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func (h *house) pay(want int) {
	h.t.Helper()
	if gone, err := h.Pay(h.t.Context()); err != nil || gone != want {
		h.t.Fatalf("%d went, %v, want %d", gone, err, want)
	}
}

// opens reports whether somebody sees a photo.
func (h *house) opens(v viewer.Viewer, id string) bool {
	h.t.Helper()
	_, err := h.Open(h.t.Context(), v, id, picture.Small)
	if err != nil && !errors.Is(err, fault.NotFound) {
		h.t.Fatal(err)
	}
	return err == nil
}

// gone fails the test unless nothing is left of a photo.
func (h *house) gone(id string) {
	h.t.Helper()
	if _, err := h.store.Photo(h.t.Context(), id); !errors.Is(err, fault.NotFound) {
		h.t.Errorf("it is still known: %v", err)
	}
	for _, size := range []string{picture.Square, picture.Small, picture.Medium, picture.Large} {
		if _, err := h.files.Get(h.t.Context(), id+"-"+size); !errors.Is(err, fault.NotFound) {
			h.t.Errorf("%s is still there: %v", size, err)
		}
	}
}

func TestAdd(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.add(claude, "p-1")
	if p.Width != 900 || p.Height != 300 || p.Blur == "" || p.Alt != "" {
		t.Errorf("%+v", p)
	}
	for _, size := range []string{picture.Square, picture.Small, picture.Medium, picture.Large} {
		got, err := h.Open(t.Context(), claude, p.ID, size)
		if err != nil || len(got.Content) == 0 || len(got.Tag) != 32 || !strings.HasPrefix(got.Type, "image/") || got.Public {
			t.Errorf("%s: %+v, %v", size, got, err)
		}
	}
	if _, err := h.Open(t.Context(), claude, p.ID, "9999"); !errors.Is(err, fault.NotFound) {
		t.Errorf("a size that is none: %v", err)
	}
	for v, want := range map[viewer.Viewer]error{nobody: fault.SignedOut, nina: fault.Forbidden} {
		if _, err := h.Add(t.Context(), v, "p-1", post, photo()); !errors.Is(err, want) {
			t.Errorf("%+v: %v, want %v", v, err, want)
		}
	}
	if _, err := h.Add(t.Context(), claude, "p-1", post, strings.NewReader("<svg>")); !errors.Is(err, media.Drawing) {
		t.Errorf("a drawing: %v", err)
	}
}

// full is files without room.
type full struct{ media.Files }

func (full) Put(context.Context, string, []byte) error { return fault.Full }

// A photo whose bytes could not be kept is not there at all.
func TestAddWithoutRoom(t *testing.T) {
	t.Parallel()
	h := open(t)
	s := media.New(h.store, full{h.files}, imaging.New(), h, func() time.Time { return h.now })
	if _, err := s.Add(t.Context(), claude, "p-1", post, photo()); !errors.Is(err, fault.Full) {
		t.Errorf("%v", err)
	}
	for range s.By(t.Context(), "claude") {
		t.Error("something is kept")
	}
}

// Before anything shows it, a photo is seen by who may speak for its page; then by who sees what it stands in.
func TestOpen(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.add(claude, "p-1")
	if !h.opens(claude, p.ID) || h.opens(nina, p.ID) || h.opens(nobody, p.ID) || h.opens(claude, "rien") {
		t.Error("a photo that waits is seen by the wrong people")
	}
	h.shown[post.Key()+p.ID] = true
	got, err := h.Open(t.Context(), nobody, p.ID, picture.Small)
	if err != nil || !got.Public {
		t.Errorf("%+v, %v", got, err)
	}
}

// A photo that nothing shows goes after a day; one that is shown stays, and goes soon after it was taken out.
func TestPay(t *testing.T) {
	t.Parallel()
	h := open(t)
	lost, used := h.add(claude, "p-1"), h.add(claude, "p-1")
	h.held[post.Key()+used.ID] = true
	h.now = noon.Add(media.Grace - time.Minute)
	h.pay(0)
	h.now = noon.Add(media.Grace)
	h.pay(1)
	h.gone(lost.ID)
	h.now = h.now.Add(30 * 24 * time.Hour)
	h.pay(0)
	h.Dropped(t.Context(), []string{used.ID, "rien"})
	h.pay(0) // it is shown all the same
	delete(h.held, post.Key()+used.ID)
	h.Dropped(t.Context(), []string{used.ID})
	h.pay(1)
	h.gone(used.ID)
	h.pay(0)
}

// Even when nobody says that it was taken out, it goes.
func TestPayForgotten(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.add(claude, "p-1")
	h.held[post.Key()+p.ID] = true
	h.now = noon.Add(media.Grace)
	h.pay(0)
	delete(h.held, post.Key()+p.ID)
	h.now = h.now.Add(8 * 24 * time.Hour)
	h.pay(1)
	h.gone(p.ID)
}

// Whoever publishes with a photo at the very moment at which it would go keeps it.
func TestClaimAgainstPay(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.add(claude, "p-1")
	h.now = noon.Add(media.Grace)
	h.before = func() {
		if got, err := h.Claim(t.Context(), viewer.Author{Page: "p-1", Account: "claude"}, post, []string{p.ID}); err != nil || len(got) != 1 {
			t.Errorf("%v, %v", got, err)
		}
	}
	h.pay(0)
	if !h.opens(claude, p.ID) {
		t.Error("it is gone")
	}
}

// Only photos sent for the same thing by the same page, or by the same member, are claimed; those of the member follow.
func TestClaim(t *testing.T) {
	t.Parallel()
	h := open(t)
	one, two, other := h.add(claude, "p-1"), h.add(claude, "p-2"), h.add(nina, "p-2")
	got, err := h.Claim(t.Context(), viewer.Author{Page: "p-1", Account: "claude"}, post, []string{two.ID, other.ID, "rien", one.ID})
	if ids := picture.IDs(got); err != nil || !slices.Equal(ids, []string{two.ID, one.ID}) {
		t.Errorf("%v, %v", ids, err)
	}
	if p, err := h.store.Photo(t.Context(), two.ID); err != nil || p.By.Page != "p-1" {
		t.Errorf("%+v, %v", p.By, err)
	}
	elsewhere := media.Thing{Kind: media.OfPost, ID: "t-2"}
	if got, err := h.Claim(t.Context(), viewer.Author{Page: "p-1", Account: "claude"}, elsewhere, []string{one.ID}); err != nil || len(got) != 0 {
		t.Errorf("for something else: %v, %v", got, err)
	}
}

// An erased page takes its photos along; a member who leaves, their name.
func TestForget(t *testing.T) {
	t.Parallel()
	h := open(t)
	mine, shared, erased := h.add(claude, "p-1"), h.add(claude, "p-2"), h.add(nina, "p-2")
	for range 2 {
		if err := h.Forget(t.Context(), "claude", []string{"p-1"}); err != nil {
			t.Fatal(err)
		}
	}
	h.gone(mine.ID)
	if p, err := h.store.Photo(t.Context(), shared.ID); err != nil || p.By.Account != media.Left {
		t.Errorf("%+v, %v", p.By, err)
	}
	for range h.By(t.Context(), "claude") {
		t.Error("the account is still named")
	}
	for range 2 {
		if err := h.ForgetPage(t.Context(), "p-2"); err != nil {
			t.Fatal(err)
		}
	}
	h.gone(shared.ID)
	h.gone(erased.ID)
}

func TestLargest(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.add(claude, "p-1")
	stored, err := h.store.Photo(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	f, err := h.Largest(t.Context(), &stored)
	if err != nil || f.Size != picture.Large {
		t.Errorf("%s, %v", f.Size, err)
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(f.Content))
	if err != nil || config.Width != 900 {
		t.Errorf("%d wide, %v", config.Width, err)
	}
	if _, err := h.Largest(t.Context(), &media.Photo{ID: "rien"}); !errors.Is(err, fault.NotFound) {
		t.Errorf("%v", err)
	}
}
