package media_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/viewer"
)

var room = media.Thing{Kind: media.OfClub, ID: "c-1"}

// A document is kept as it was sent, a photo is made anew; both are read in the name of what they stand in, as a file and never as a picture.
func TestAttach(t *testing.T) {
	t.Parallel()
	h := open(t)
	by := viewer.Author{Page: "p-1", Account: "nina"}
	d, err := h.Attach(t.Context(), by, room, strings.NewReader("Ordre du jour"))
	if err != nil || d.Type != "text/plain; charset=utf-8" || d.Bytes != 13 {
		t.Fatalf("%+v, %v", d, err)
	}
	if _, err := h.Fetch(t.Context(), media.Thing{Kind: media.OfClub, ID: "c-2"}, d.ID, ""); !errors.Is(err, fault.NotFound) {
		t.Errorf("it is read in another room: %v", err)
	}
	h.shown[room.Key()+d.ID] = true
	file, err := h.Fetch(t.Context(), room, d.ID, "")
	if err != nil || string(file.Content) != "Ordre du jour" {
		t.Errorf("%q, %v", file.Content, err)
	}
	if _, err := h.Open(t.Context(), nobody, d.ID, media.Original); !errors.Is(err, fault.NotFound) {
		t.Errorf("it is shown as a picture: %v", err)
	}
	shot, err := h.Attach(t.Context(), by, room, photo())
	if err != nil || !strings.HasPrefix(shot.Type, "image/") {
		t.Fatalf("%+v, %v", shot, err)
	}
	if file, err := h.Fetch(t.Context(), room, shot.ID, ""); err != nil || len(file.Content) != shot.Bytes {
		t.Errorf("%d bytes, %v", len(file.Content), err)
	}
	for sent, want := range map[string]error{"": media.EmptyFile, "<html>": media.UnknownFile, strings.Repeat("a", media.MostBytes+1): media.HeavyFile} {
		if _, err := h.Attach(t.Context(), by, room, strings.NewReader(sent)); !errors.Is(err, want) {
			t.Errorf("%.10q: %v", sent, err)
		}
	}
}

// A document that nothing holds goes after a day, bytes and all; one that is held stays.
func TestAttachedOrphans(t *testing.T) {
	t.Parallel()
	h := open(t)
	by := viewer.Author{Page: "p-1", Account: "nina"}
	var ids []string
	for range 2 {
		d, err := h.Attach(t.Context(), by, room, strings.NewReader("bonjour"))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, d.ID)
	}
	h.held[room.Key()+ids[0]] = true
	h.now = noon.Add(25 * time.Hour)
	if gone, err := h.Pay(t.Context()); err != nil || gone != 1 {
		t.Errorf("%d gone, %v", gone, err)
	}
	if _, err := h.files.Get(t.Context(), ids[1]+"-"+media.Original); !errors.Is(err, fault.NotFound) {
		t.Errorf("its bytes stay: %v", err)
	}
	if _, err := h.files.Get(t.Context(), ids[0]+"-"+media.Original); err != nil {
		t.Error(err)
	}
}
