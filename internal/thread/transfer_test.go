package thread_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/thread"
	"partant/internal/viewer"
)

// breaking moves answers until it dies.
type breaking struct {
	*comment.Service
	left int
}

func (b *breaking) Move(ctx context.Context, answer string, from, to comment.Target, under comment.Comment) error {
	if b.left--; b.left < 0 {
		return fault.Unavailable
	}
	return b.Service.Move(ctx, answer, from, to, under)
}

// However often the worker dies in between, a merge and a split lose no answer and double none, and the log holds them once.
func TestOrderSurvives(t *testing.T) {
	t.Parallel()
	for name, owing := range map[string]discussion.Discussion{
		"merge": {ID: "a", Slug: "a", Title: "A", Theme: "autre", By: viewer.Author{Page: "p", Account: "x"}, Created: noon, Active: noon, Into: "b"},
		"split": {ID: "b", Slug: "b", Title: "B", Theme: "autre", Created: noon, Active: noon, From: "a", Take: []string{"c-00", "c-10"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			logged := map[string]int{}
			b := &breaking{Service: comment.New(h.answers, nil, nil, markdown.New(), h.now, func() {})}
			h.Moving(thread.Movers{Talk: h.topics, Answers: b, React: func(context.Context, string, string) error { return nil }, Follow: func(context.Context, string, string) error { return nil },
				Log: func(_ context.Context, debt, _, _ string, _ time.Time) error { logged[debt]++; return nil }})
			owing.Owes = debt.Owes{{ID: "o", Kind: discussion.OwesMove, Due: noon}}
			if err := h.topics.Insert(t.Context(), owing); err != nil {
				t.Fatal(err)
			}
			h.topic(t, map[string]string{"merge": "b", "split": "a"}[name])
			for n := range 4 { // two levels below each
				for m := range 3 {
					c := comment.Comment{ID: fmt.Sprintf("c-%d%d", n, m), Target: to("a"), Thread: fmt.Sprintf("c-%d0", n), Place: fmt.Sprintf("p%d", n), Level: 1, By: viewer.Author{Page: "p", Account: "x"}, Created: noon}
					for step := range m {
						c.Place, c.Level, c.Parent = fmt.Sprintf("%s.q%d", c.Place, step), step+2, fmt.Sprintf("c-%d%d", n, step)
					}
					if err := h.answers.Insert(t.Context(), c); err != nil {
						t.Fatal(err)
					}
				}
			}
			for deaths := range 40 {
				b.left = 2
				if _, err := h.Pay(t.Context()); err == nil && deaths > 0 {
					break
				}
				h.pass(2 * time.Minute)
			}
			want := map[string][2]int{"merge": {0, 13}, "split": {6, 6}}[name]
			for i, of := range []string{"a", "b"} {
				list, err := h.answers.OfTarget(t.Context(), to(of), page.Req{Limit: 50})
				if err != nil || len(list.Items) != want[i] {
					t.Errorf("%d answers below %s, %v", len(list.Items), of, err)
				}
				told := map[string]bool{}
				for _, c := range list.Items {
					for _, d := range c.Owes {
						if d.Kind == comment.OwesMoved {
							told[d.ID] = true
						}
					}
					if c.Depth() > c.Level || name == "split" && of == "b" && c.Parent == "" && c.Level != 1 {
						t.Errorf("%+v", c)
					}
				}
				if len(told) > 1 {
					t.Errorf("told of %d moves", len(told))
				}
			}
			if len(logged) != 1 {
				t.Errorf("logged %v", logged)
			}
		})
	}
}

// The words of who leaves stay out of sight in what their discussion is merged into, and are whole should they come back.
func TestMergeOfWhoLeaves(t *testing.T) {
	t.Parallel()
	h := open(t)
	answers := comment.New(h.answers, nil, nil, markdown.New(), h.now, func() {})
	h.Moving(thread.Movers{Talk: h.topics, Answers: answers, React: func(context.Context, string, string) error { return nil }, Follow: func(context.Context, string, string) error { return nil },
		Log: func(context.Context, string, string, string, time.Time) error { return nil }})
	h.topic(t, "b")
	d := discussion.Discussion{ID: "a", Slug: "a", Title: "A", Theme: "autre", By: viewer.Author{Page: "p", Account: "x"}, Created: noon, Active: noon, Into: "b",
		Aside: &discussion.Said{Body: "Ici", HTML: "<p>Ici</p>", Purpose: "S'entraider & grandir", Payer: "La ville"}, Owes: debt.Owes{{ID: "o", Kind: discussion.OwesMove, Due: noon}}}
	if err := h.topics.Insert(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Pay(t.Context()); err != nil {
		t.Fatal(err)
	}
	const said = "**A**\n\nIci\n\n**Pour quoi faire\u00a0?** S'entraider & grandir\n\n**Qui paye\u00a0?** La ville"
	const shown = "<p><strong>A</strong></p>\n<p>Ici</p>\n<p><strong>Pour quoi faire\u00a0?</strong> S&#39;entraider &amp; grandir</p>\n<p><strong>Qui paye\u00a0?</strong> La ville</p>"
	for _, back := range []bool{false, true} {
		if back {
			if err := answers.Show(t.Context(), []string{"p"}); err != nil {
				t.Fatal(err)
			}
		}
		list, err := h.answers.OfTarget(t.Context(), to("b"), page.Req{Limit: 5})
		if err != nil || len(list.Items) != 1 || list.Items[0].Body != said || list.Items[0].HTML != shown || (list.Items[0].Unseen() == nil) != back {
			t.Errorf("back %v: %+v, %v", back, list.Items, err)
		}
	}
}

// What is written while its discussion ends in another goes there too.
func TestStrayAnswer(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Moving(thread.Movers{Talk: h.topics, Answers: comment.New(h.answers, nil, nil, markdown.New(), h.now, func() {})})
	if err := h.topics.Insert(t.Context(), discussion.Discussion{ID: "a", Slug: "a", Into: "b", Created: noon, Active: noon}); err != nil {
		t.Fatal(err)
	}
	h.topic(t, "b")
	h.answer(t, 0, to("a"))
	if _, err := h.Pay(t.Context()); err != nil {
		t.Fatal(err)
	}
	if h.count(t, "b") != 1 {
		t.Error("it is lost")
	}
}
