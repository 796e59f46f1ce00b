package storetest

import (
	"fmt"
	"testing"
	"time"

	"partant/internal/mailroom"
	"partant/internal/page"
)

// Letters runs the suite of mailroom.Lost. open gives a fresh, empty store.
func Letters(t *testing.T, open func(t *testing.T) mailroom.Lost) {
	for name, check := range map[string]func(*testing.T, mailroom.Lost){
		"Lose": letterLose, "Pages": letterPages, "Sweep": letterSweep, "Forget": letterForget,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

func fullLetter(n int) mailroom.LostLetter {
	return mailroom.LostLetter{ID: fmt.Sprintf("l-%d", n), To: "x@exemple.invalid", Subject: "Votre code", Reason: "refused: no such box",
		At: noon.Add(time.Duration(n) * time.Minute)}
}

func letterLose(t *testing.T, s mailroom.Lost) {
	want := fullLetter(1)
	ok(t, s.Lose(t.Context(), want))
	again := want
	again.Reason = "another"
	ok(t, s.Lose(t.Context(), again))
	got, err := s.LostLetters(t.Context(), page.Req{Limit: 9})
	same(t, must(t, got, err), page.Of[mailroom.LostLetter]{Items: []mailroom.LostLetter{want}})
}

func letterPages(t *testing.T, s mailroom.Lost) {
	for n := range 5 {
		ok(t, s.Lose(t.Context(), fullLetter(n)))
	}
	var seen []string
	for req := (page.Req{Limit: 2}); ; {
		got, err := s.LostLetters(t.Context(), req)
		for _, l := range must(t, got, err).Items {
			seen = append(seen, l.ID)
		}
		if req.Cursor = got.Next; got.Next.IsZero() {
			break
		}
	}
	same(t, seen, []string{"l-4", "l-3", "l-2", "l-1", "l-0"})
}

func letterSweep(t *testing.T, s mailroom.Lost) {
	ok(t, s.Lose(t.Context(), fullLetter(0)))
	ok(t, s.Lose(t.Context(), fullLetter(1)))
	ok(t, s.SweepLost(t.Context(), noon.Add(time.Minute)))
	got, err := s.LostLetters(t.Context(), page.Req{Limit: 9})
	same(t, must(t, got, err).Items, []mailroom.LostLetter{fullLetter(1)})
}

func letterForget(t *testing.T, s mailroom.Lost) {
	for n := range 3 {
		l := fullLetter(n)
		if n == 1 {
			l.To = "autre@exemple.invalid"
		}
		ok(t, s.Lose(t.Context(), l))
	}
	ok(t, s.ForgetLost(t.Context(), "X@Exemple.invalid"))
	ok(t, s.ForgetLost(t.Context(), "personne@exemple.invalid"))
	got, err := s.LostLetters(t.Context(), page.Req{Limit: 9})
	if left := must(t, got, err).Items; len(left) != 1 || left[0].ID != "l-1" {
		t.Errorf("%+v", left)
	}
}
