package club_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/club"
	"partant/internal/fault"
	"partant/internal/viewer"
)

func (h *house) deposits(account, title, content string) error {
	return h.Deposit(h.t.Context(), as(account), cb45, title, strings.NewReader(content))
}

// reads reports whether somebody reads a document.
func (h *house) reads(v viewer.Viewer, one string) bool {
	h.t.Helper()
	here, err := h.At(h.t.Context(), v, cb45)
	if err == nil {
		_, err = here.File(one)
	}
	if err != nil && !errors.Is(err, fault.NotFound) {
		h.t.Error(err)
	}
	return err == nil
}

// Every member puts documents into the room, and reads them; nobody else does, who left neither. Who put one there takes it away, and the board.
func TestDocuments(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a", "b")
	h.ok(h.deposits("a", "Statuts", "un"))
	h.ok(h.deposits("b", "Bilan", "deux"))
	h.fails(h.deposits("x", "Statuts", "un"), fault.Forbidden)
	for who, want := range map[string]bool{"": false, "x": false, "a": true, "b": true, "chef": true} {
		if got := h.reads(viewer.Viewer{Account: who}, "d-1"); got != want {
			t.Errorf("%q reads it: %v", who, got)
		}
	}
	h.fails(h.TakeAway(t.Context(), as("b"), cb45, "d-1"), fault.Forbidden)
	h.fails(h.TakeAway(t.Context(), as("x"), cb45, "d-1"), fault.Forbidden)
	h.ok(h.Leave(t.Context(), as("a"), cb45))
	if h.reads(as("a"), "d-1") || !h.reads(as("b"), "d-1") {
		t.Error("who left reads it, or it left with them")
	}
	for range 2 {
		h.ok(h.TakeAway(t.Context(), as("b"), cb45, "d-2"))
		h.ok(h.TakeAway(t.Context(), as("chef"), cb45, "d-1"))
	}
	if held, err := h.Holds(t.Context(), cb45, "d-1"); err != nil || held || h.reads(as("b"), "d-1") {
		t.Error("it stays", err)
	}
	if held, err := h.Holds(t.Context(), "club-2", "d-1"); err != nil || held {
		t.Error("a room that is not there holds something", err)
	}
	if diff := cmp.Diff([]string{"d-2", "d-1", "d-2", "d-1"}, h.dropped); diff != "" {
		t.Error(diff)
	}
}

// What does not fit, or is not taken, is said beside its field; what was taken meanwhile goes again.
func TestDocumentsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a")
	for _, c := range []struct{ title, content, field string }{{" ", "un", club.FieldTitle}, {strings.Repeat("a", club.MaxTitle+1), "un", club.FieldTitle}, {"Page", "<html>", club.FieldFile}} {
		var wrong fault.Fields
		if err := h.deposits("a", c.title, c.content); !errors.As(err, &wrong) || wrong[c.field] == "" {
			t.Errorf("%.10q: %v", c.title, err)
		}
	}
	h.fails(h.Deposit(t.Context(), as("a"), cb45, "Rien", nil), fault.Invalid)
	h.weight = club.MaxBytes/2 + 1
	h.ok(h.deposits("a", "Lourd", "x"))
	h.fails(h.deposits("a", "Lourd aussi", "x"), fault.Invalid)
	if diff := cmp.Diff([]string{"d-2"}, h.dropped); diff != "" {
		t.Error(diff)
	}
	h.weight = 1
	for range club.MaxFiles - 1 {
		h.ok(h.deposits("a", "Petit", "x"))
	}
	n := h.kept
	if h.fails(h.deposits("a", "Un de trop", "x"), fault.Invalid); h.kept != n {
		t.Error("it was taken before anybody asked whether it fits")
	}
}

// A document stays the club's when who put it there deletes their account, without their name.
func TestDocumentsOfWhoLeaves(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a")
	h.ok(h.deposits("a", "Statuts", "un"))
	h.ok(h.Forget(t.Context(), "a", nil, nil))
	here, err := h.At(t.Context(), as("chef"), cb45)
	h.ok(err)
	d, err := here.File("d-1")
	if h.ok(err); d.By != "" {
		t.Errorf("%+v", d)
	}
}
