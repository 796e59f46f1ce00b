package comment_test

import (
	"context"
	"testing"

	"partant/internal/comment"
	"partant/internal/id"
)

// reviewed has the discussion of the house show a version of a project.
func reviewed(t *testing.T) *house {
	h := open(t)
	h.Reviewing(func(context.Context, comment.Target) (string, error) { return "projet", nil })
	return h
}

// What answers a version says what it says of it; what answers an answer does not.
func TestReview(t *testing.T) {
	t.Parallel()
	h := reviewed(t)
	d := comment.Draft{Key: id.New(), Target: subject, Voice: "p-1", Body: "Trop petit."}
	for _, a := range []comment.Aspect{"", "autre"} {
		d.Aspect = a
		if _, err := h.Answer(t.Context(), claude, d); !isField(err, comment.FieldAspect) {
			t.Errorf("%q: %v", a, err)
		}
	}
	d.Aspect = comment.Hinders
	c, err := h.Answer(t.Context(), claude, d)
	if err != nil || c.Review == nil || *c.Review != (comment.Review{Line: "projet", Aspect: comment.Hinders}) {
		t.Fatalf("%+v, %v", c.Review, err)
	}
	if below := h.say(t, dany, "p-2", c.ID, "C'est vrai."); below.Review != nil {
		t.Errorf("%+v", below.Review)
	}
	for a, want := range map[comment.Aspect]int{comment.Works: 0, comment.Hinders: 1, comment.Proposes: 0} {
		if found, err := h.Reviews(t.Context(), "projet", a); err != nil || len(found) != want {
			t.Errorf("%s: %d, %v", a, len(found), err)
		}
	}
	if _, err := h.Delete(t.Context(), claude, c.ID); err != nil {
		t.Fatal(err)
	}
	if found, err := h.Reviews(t.Context(), "projet", comment.Hinders); err != nil || len(found) != 0 {
		t.Errorf("%d, %v", len(found), err)
	}
}

// A guest says it too; below what is no project nobody is asked, and nothing is noted.
func TestReviewOfGuest(t *testing.T) {
	t.Parallel()
	h := reviewed(t)
	h.Hosting(func(email string) string { return email })
	d := comment.GuestDraft{Target: subject, Name: "Odile", Email: "odile@exemple.invalid", Body: "Un banc."}
	if _, err := h.Ask(t.Context(), d); !isField(err, comment.FieldAspect) {
		t.Error(err)
	}
	d.Aspect = comment.Proposes
	c, err := h.Ask(t.Context(), d)
	if err != nil || c.Review == nil || c.Review.Aspect != comment.Proposes {
		t.Fatalf("%+v, %v", c.Review, err)
	}
	if found, err := h.Reviews(t.Context(), "projet", comment.Proposes); err != nil || len(found) != 0 {
		t.Error("what is held is counted:", found, err)
	}
	plain := open(t)
	c, err = plain.Answer(t.Context(), claude, comment.Draft{Key: id.New(), Target: subject, Voice: "p-1", Body: "Oui.", Aspect: comment.Works})
	if err != nil || c.Review != nil {
		t.Errorf("%+v, %v", c.Review, err)
	}
}
