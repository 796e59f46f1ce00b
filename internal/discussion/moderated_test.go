package discussion_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// What is held is nowhere, is the same when the form is sent again, and appears when it is let through.
func TestHeldAndMarked(t *testing.T) {
	t.Parallel()
	h, held := open(t), true
	var words string
	h.Screen(func(_ context.Context, _ viewer.Viewer, w unseen.Words) (unseen.Verdict, error) {
		if words = w.Text; held {
			return unseen.Verdict{Mark: &unseen.Mark{At: h.at, Held: true}}, nil
		}
		return unseen.Verdict{Follow: true}, nil
	})
	d := discussion.Draft{Voice: "p-1", Kind: discussion.Proposal, Title: "Une pépinière", Body: "Voyez https://exemple.fr", Purpose: "Loger ceux qui commencent", Payer: "Ceux qui en profitent", Theme: "autre"}
	one, err := h.Open(t.Context(), claude, d)
	if err != nil || one.Down == nil || !strings.Contains(words, "Loger") || !strings.Contains(words, "profitent") {
		t.Fatalf("%+v, %q, %v", one, words, err)
	}
	if _, err := h.BySlug(t.Context(), one.Slug); !errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if err := h.Takes(t.Context(), one.ID, errors.New("closed")); !errors.Is(err, fault.NotFound) {
		t.Error("it takes answers:", err)
	}
	if err := h.Mark(t.Context(), one.ID, nil); err != nil {
		t.Fatal(err)
	}
	held = false
	if is, err := h.Edit(t.Context(), claude, one.Slug, d); err != nil || is.Down != nil || strings.Contains(is.HTML, "nofollow") {
		t.Errorf("%+v, %v", is, err)
	}
	held = true
	if is, err := h.Edit(t.Context(), claude, one.Slug, d); err != nil || is.Down == nil {
		t.Errorf("a change is not looked at: %+v, %v", is, err)
	}
	if err := h.Mark(t.Context(), one.ID, &unseen.Mark{At: h.at}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Get(t.Context(), one.ID); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if is, err := h.Moderated(t.Context(), one.ID); err != nil || is.Down == nil || is.Title != d.Title {
		t.Errorf("%+v, %v", is, err)
	}
	if list, err := h.List(t.Context(), discussion.Filter{}, page.Req{}); err != nil || len(list.Items) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if err := h.Mark(t.Context(), "rien", nil); err != nil {
		t.Error(err)
	}
}
