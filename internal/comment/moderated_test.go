package comment_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

func owed(c comment.Comment) (kinds []string) {
	for _, d := range c.Owes {
		kinds = append(kinds, d.Kind)
	}
	slices.Sort(kinds)
	return kinds
}

// What is held tells nobody until it is let through; an answer that is changed is looked at again.
func TestHeld(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Screen(func(_ context.Context, _ viewer.Viewer, w unseen.Words) (unseen.Verdict, error) {
		if strings.Contains(w.HTML, "<a ") {
			return unseen.Verdict{Mark: &unseen.Mark{At: h.at, Held: true}}, nil
		}
		return unseen.Verdict{Follow: true}, nil
	})
	c, err := h.Answer(t.Context(), claude, comment.Draft{Target: subject, Voice: "p-1", Body: "Voyez https://exemple.fr"})
	if err != nil || c.Down == nil || !slices.Equal(owed(c), []string{comment.OwesCount}) {
		t.Fatalf("%+v, %v", c, err)
	}
	if r := h.RightsOf(claude, &c, []string{"p-1"}); r.Edit || r.Delete {
		t.Errorf("%+v", r)
	}
	if _, err := h.Answer(t.Context(), dany, comment.Draft{Target: subject, Parent: c.ID, Voice: "p-2", Body: "Oui."}); !errors.Is(err, fault.Invalid) {
		t.Error("what nobody sees is answered:", err)
	}
	for range 2 {
		if err := h.Mark(t.Context(), c.ID, nil); err != nil {
			t.Fatal(err)
		}
	}
	if c, err = h.Get(t.Context(), c.ID); err != nil || c.Down != nil || !slices.Equal(owed(c), []string{comment.OwesNotice, comment.OwesCount}) {
		t.Errorf("%q, %v", owed(c), err)
	}
	plain, err := h.Answer(t.Context(), claude, comment.Draft{Target: subject, Voice: "p-1", Body: "Oui."})
	if err != nil || plain.Down != nil {
		t.Fatal(plain, err)
	}
	if changed, err := h.Edit(t.Context(), claude, plain.ID, "Voyez https://exemple.fr"); err != nil || changed.Down == nil {
		t.Errorf("a link that was added is seen: %+v, %v", changed, err)
	}
}

// A moderator hides an answer and brings it back; they delete nobody's.
func TestMark(t *testing.T) {
	t.Parallel()
	h := open(t)
	c, err := h.Answer(t.Context(), claude, comment.Draft{Target: subject, Voice: "p-1", Body: "Oui."})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Delete(t.Context(), judge, c.ID); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if err := h.Mark(t.Context(), c.ID, &unseen.Mark{At: h.at}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.ForEdit(t.Context(), claude, c.ID); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if _, err := h.ForDelete(t.Context(), claude, c.ID); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if err := errors.Join(h.Mark(t.Context(), c.ID, nil), h.Mark(t.Context(), "rien", nil)); err != nil {
		t.Fatal(err)
	}
	if is, err := h.ForEdit(t.Context(), claude, c.ID); err != nil || is.Body != "Oui." {
		t.Errorf("%+v, %v", is, err)
	}
}
