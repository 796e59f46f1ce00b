package post_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// holding holds all words that have a link, and follows the links of nobody.
func holding(h *house, asked *int) unseen.Screen {
	return func(_ context.Context, _ viewer.Viewer, w unseen.Words) (unseen.Verdict, error) {
		*asked++
		if strings.Contains(w.HTML, "<a ") {
			return unseen.Verdict{Mark: &unseen.Mark{At: h.at, Held: true}}, nil
		}
		return unseen.Verdict{}, nil
	}
}

// What is held is in no list, is no news, and appears when it is let through; a draft is nobody's business until it is published.
func TestHeld(t *testing.T) {
	t.Parallel()
	h, asked := open(t), 0
	h.Screen(holding(h, &asked))
	d := news()
	d.Later = true
	draft := publish(t, h, claude, d)
	if asked != 0 || draft.Down != nil {
		t.Fatalf("%d, %+v", asked, draft)
	}
	edit := post.Filled(draft)
	edit.Later = false
	p, err := h.Edit(t.Context(), claude, draft.ID, edit)
	if err != nil || p.Down == nil || !p.Down.Held || len(p.Owes) != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := h.BySlug(t.Context(), claude, p.Slug); !errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if _, err := h.Edit(t.Context(), claude, p.ID, edit); !errors.Is(err, fault.NotFound) {
		t.Error("what is held is changed:", err)
	}
	if list, err := h.OfPage(t.Context(), "fournil", page.Req{}); err != nil || len(list.Items) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	for range 2 {
		if err := h.Mark(t.Context(), p.ID, nil); err != nil {
			t.Fatal(err)
		}
	}
	if is, err := h.Moderated(t.Context(), p.ID); err != nil || is.Down != nil {
		t.Errorf("%+v, %v", is, err)
	}
}

// A moderator hides a publication, and nothing of it is lost; what is gone is no error.
func TestMark(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := publish(t, h, claude, news())
	if err := h.Mark(t.Context(), p.ID, &unseen.Mark{At: h.at}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.BySlug(t.Context(), claude, p.Slug); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if err := h.Mark(t.Context(), p.ID, nil); err != nil {
		t.Fatal(err)
	}
	if is, err := h.BySlug(t.Context(), nina, p.Slug); err != nil || is.Body != p.Body {
		t.Errorf("%+v, %v", is, err)
	}
	if err := h.Delete(t.Context(), claude, p.ID); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(h.Mark(t.Context(), p.ID, &unseen.Mark{}), h.Mark(t.Context(), "rien", nil)); err != nil {
		t.Error(err)
	}
	if _, err := h.Moderated(t.Context(), p.ID); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
}

// Search engines may follow the links of somebody established, and of nobody else.
func TestFollow(t *testing.T) {
	t.Parallel()
	h, follow := open(t), false
	h.Screen(func(context.Context, viewer.Viewer, unseen.Words) (unseen.Verdict, error) {
		return unseen.Verdict{Follow: follow}, nil
	})
	if p := publish(t, h, claude, news()); !strings.Contains(p.HTML, "nofollow") {
		t.Error(p.HTML)
	}
	follow = true
	if p := publish(t, h, claude, news()); strings.Contains(p.HTML, "nofollow") || !strings.Contains(p.HTML, `rel="ugc noreferrer"`) {
		t.Error(p.HTML)
	}
}
