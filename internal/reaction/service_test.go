package reaction_test

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/reaction"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	noon   = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	nina   = viewer.Viewer{Account: "a-1"}
	omar   = viewer.Viewer{Account: "a-2"}
	answer = reaction.Thing{Kind: reaction.OfAnswer, ID: "c-1"}
)

type house struct {
	*reaction.Service
	store sqlite.Reactions
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	author := func(_ context.Context, thing reaction.Thing) (string, error) {
		if thing.ID == "rien" {
			return "", fault.Gone
		}
		return "a-9", nil
	}
	return &house{reaction.New(db.Reactions(), author, func() time.Time { return noon }), db.Reactions()}
}

func (h *house) react(t *testing.T, v viewer.Viewer, k reaction.Kind, on bool) {
	t.Helper()
	if err := h.React(t.Context(), v, answer, k, on); err != nil {
		t.Fatal(err)
	}
}

func (h *house) said(t *testing.T, v viewer.Viewer) reaction.Said {
	t.Helper()
	all, err := h.Of(t.Context(), v, []reaction.Thing{answer, {Kind: reaction.OfPost, ID: "p"}})
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	return all[answer.String()]
}

func (h *house) counts(t *testing.T, want reaction.Counts) {
	t.Helper()
	if got := h.said(t, viewer.Viewer{}); !maps.Equal(got.Counts, want) || len(got.Mine) != 0 {
		t.Errorf("%+v, want %v", got, want)
	}
}

// Pressing twice is once, at once too; taking back what was not said is nothing.
func TestReact(t *testing.T) {
	t.Parallel()
	h := open(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if err := h.React(context.Background(), nina, answer, reaction.Thanks, true); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	h.react(t, nina, reaction.Bravo, true)
	h.react(t, omar, reaction.Thanks, true)
	h.react(t, omar, reaction.Interesting, false)
	h.counts(t, reaction.Counts{reaction.Thanks: 2, reaction.Bravo: 1})
	if mine := h.said(t, nina).Mine; !maps.Equal(mine, map[reaction.Kind]bool{reaction.Thanks: true, reaction.Bravo: true}) {
		t.Errorf("%v", mine)
	}
	for range 2 {
		h.react(t, nina, reaction.Thanks, false)
		h.counts(t, reaction.Counts{reaction.Thanks: 1, reaction.Bravo: 1})
	}
	h.react(t, nina, reaction.Thanks, true)
	h.counts(t, reaction.Counts{reaction.Thanks: 2, reaction.Bravo: 1})
	if due, err := h.store.DueReactions(t.Context(), noon.Add(time.Hour), time.Minute, 9); err != nil || len(due) != 0 {
		t.Errorf("still owed: %+v, %v", due, err)
	}
}

func TestReactIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, c := range map[string]struct {
		v    viewer.Viewer
		t    reaction.Thing
		k    reaction.Kind
		want error
	}{
		"a visitor": {viewer.Viewer{}, answer, reaction.Thanks, fault.SignedOut}, "another word": {nina, answer, "bof", fault.Invalid},
		"one's own": {viewer.Viewer{Account: "a-9"}, answer, reaction.Thanks, reaction.ErrOwn}, "gone": {nina, reaction.Thing{ID: "rien"}, reaction.Thanks, fault.Gone},
	} {
		if err := h.React(t.Context(), c.v, c.t, c.k, true); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.counts(t, nil)
}

// What a process that died left is counted by a worker.
func TestCount(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.react(t, nina, reaction.Thanks, true)
	left := reaction.Reaction{ID: reaction.IDOf("a-3", answer, reaction.Thanks), Account: "a-3", Thing: answer, Kind: reaction.Thanks, At: noon}
	left.Owes = debt.Owes{{ID: "d", Kind: reaction.OwesCount, Due: noon}}
	if err := h.store.InsertReaction(t.Context(), left); err != nil {
		t.Fatal(err)
	}
	h.counts(t, reaction.Counts{reaction.Thanks: 1})
	for range 2 {
		if err := h.Count(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.counts(t, reaction.Counts{reaction.Thanks: 2})
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { h.Run(ctx, slog.New(slog.DiscardHandler)); close(ended) }()
	h.Wake()
	stop()
	<-ended
}

// Who is suspended is counted nowhere until they are restored; who leaves, never more.
// What was said of one thing is said of another, once, however often it is moved; what was taken back stays so.
func TestMove(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.react(t, nina, reaction.Thanks, true)
	h.react(t, nina, reaction.Bravo, true)
	h.react(t, omar, reaction.Thanks, true)
	h.react(t, omar, reaction.Bravo, true)
	h.react(t, omar, reaction.Bravo, false)
	there := reaction.Thing{Kind: reaction.OfAnswer, ID: "c-2"}
	if err := h.React(t.Context(), omar, there, reaction.Thanks, true); err != nil { // said there, too
		t.Fatal(err)
	}
	for range 2 {
		if err := h.Move(t.Context(), answer, there); err != nil {
			t.Fatal(err)
		}
		if err := h.Count(t.Context()); err != nil {
			t.Fatal(err)
		}
		said, err := h.Of(t.Context(), omar, []reaction.Thing{answer, there})
		if err != nil {
			t.Fatal(err)
		}
		if want := (reaction.Counts{reaction.Thanks: 2, reaction.Bravo: 1}); !maps.Equal(said[there.String()].Counts, want) || len(said[answer.String()].Counts) != 0 {
			t.Errorf("%+v", said)
		}
	}
}

func TestMuteAndForget(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.react(t, nina, reaction.Thanks, true)
	h.react(t, omar, reaction.Thanks, true)
	for _, c := range []struct {
		muted bool
		want  int
	}{{true, 1}, {true, 1}, {false, 2}, {true, 1}} {
		if err := h.Mute(t.Context(), "a-1", c.muted); err != nil {
			t.Fatal(err)
		}
		h.counts(t, reaction.Counts{reaction.Thanks: c.want})
	}
	for range 2 {
		if err := h.Forget(t.Context(), "a-2"); err != nil {
			t.Fatal(err)
		}
		h.counts(t, nil)
	}
	for r, err := range h.By(t.Context(), "a-2") {
		t.Errorf("%+v, %v", r, err)
	}
}
