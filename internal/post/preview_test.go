package post_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/post"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// web is a Web of pages that say their own address, or are away.
type web struct {
	asked []string
	away  bool
	gone  bool
}

// First implements post.Peeker.
func (w *web) First(html string) string {
	_, rest, _ := strings.Cut(html, `href="`)
	at, _, _ := strings.Cut(rest, `"`)
	return at
}

// Peek implements post.Peeker.
func (w *web) Peek(_ context.Context, address string) (post.Glimpse, error) {
	w.asked = append(w.asked, address)
	switch {
	case w.away:
		return post.Glimpse{}, fault.Unavailable
	case w.gone:
		return post.Glimpse{}, fault.NotFound
	}
	return post.Glimpse{Title: "Titre de " + address, Site: "exemple", Picture: []byte("x")}, nil
}

// Frame implements post.Framer.
func (w *web) Frame(_ context.Context, by viewer.Author, postID string, _ []byte) (picture.Picture, error) {
	return picture.Picture{ID: fmt.Sprint("image de ", by.Page), Width: 4, Height: 3}, nil
}

func peeking(t *testing.T) (*house, *web) {
	h, w := open(t), &web{}
	h.Scheduling(h.store, nil).Peeking(w, w)
	return h, w
}

func (h *house) peekDue(t *testing.T) int {
	t.Helper()
	n, err := h.PeekDue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (h *house) now(t *testing.T, id string) post.Post {
	t.Helper()
	p, err := h.ByID(t.Context(), claude, id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The page behind the first link is looked at once, however often the publication is changed, and again when it links elsewhere.
func TestPreviewOfLink(t *testing.T) {
	t.Parallel()
	h, w := peeking(t)
	p := publish(t, h, claude, news())
	if p.Shown() != nil {
		t.Error("it was looked at before it was there")
	}
	if n := h.peekDue(t); n != 1 || h.peekDue(t) != 0 {
		t.Fatal(n)
	}
	p = h.now(t, p.ID)
	if s := p.Shown(); s == nil || s.Title != "Titre de https://exemple.invalid" || s.Picture.ID != "image de fournil" || !p.Holds(s.Picture.ID) || len(p.Owes) != 0 {
		t.Fatalf("%+v", p)
	}
	edit := post.Filled(p)
	edit.Body += " encore"
	p, err := h.Edit(t.Context(), claude, p.ID, edit)
	if err != nil || p.Shown() == nil || h.peekDue(t) != 0 {
		t.Fatalf("%+v, %v", p.Preview, err)
	}
	edit = post.Filled(p)
	edit.Body = "[ici](https://autre.invalid)"
	if p, err = h.Edit(t.Context(), claude, p.ID, edit); err != nil || p.Shown() != nil || h.peekDue(t) != 1 {
		t.Fatalf("%+v, %v", p.Preview, err)
	}
	if p = h.now(t, p.ID); p.Shown().URL != "https://autre.invalid" {
		t.Errorf("%+v", p.Preview)
	}
	edit = post.Filled(p)
	edit.NoPreview = true
	if p, err = h.Edit(t.Context(), claude, p.ID, edit); err != nil || p.Preview != nil || h.peekDue(t) != 0 || len(w.asked) != 2 {
		t.Errorf("%+v, %v, %v", p.Preview, err, w.asked)
	}
}

// What is away is tried again, then left alone; what is gone is left alone at once.
func TestPreviewAway(t *testing.T) {
	t.Parallel()
	h, w := peeking(t)
	w.away = true
	p := publish(t, h, claude, news())
	for range 10 {
		h.peekDue(t)
		h.at = h.at.Add(10 * time.Minute)
	}
	if p = h.now(t, p.ID); len(w.asked) != 3 || p.Shown() != nil || len(p.Owes) != 0 {
		t.Errorf("%v, %+v", w.asked, p)
	}
	w.away, w.gone = false, true
	p = publish(t, h, claude, news())
	if h.peekDue(t) != 1 || h.now(t, p.ID).Preview.Title != "" {
		t.Error("what is gone is shown")
	}
}

// Drafts, what is held and what nobody sees are not looked at until people see them.
func TestPreviewUnseen(t *testing.T) {
	t.Parallel()
	h, w := peeking(t)
	asked := 0
	d := planned("2026-11-27", "08:30")
	draft := publish(t, h, claude, d)
	if h.peekDue(t) != 0 || len(w.asked) != 0 {
		t.Error("a draft was looked at")
	}
	h.at = time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	if h.publishDue(t) != 1 || h.peekDue(t) != 1 || h.now(t, draft.ID).Preview.Title == "" {
		t.Error("what was planned shows nothing")
	}
	h.Screen(holding(h, &asked))
	held := publish(t, h, claude, news())
	if h.peekDue(t) != 0 || held.Preview != nil {
		t.Error("what is held was looked at")
	}
	if err := h.Mark(t.Context(), held.ID, nil); err != nil {
		t.Fatal(err)
	}
	if h.peekDue(t) != 1 || h.now(t, held.ID).Preview.Title == "" {
		t.Error("what was let through shows nothing")
	}
	hidden := publish(t, h, dany, post.Draft{Voice: "fournil", Body: "sans lien"})
	if err := h.Mark(t.Context(), hidden.ID, &unseen.Mark{At: h.at}); err != nil || h.peekDue(t) != 0 {
		t.Error(err)
	}
}
