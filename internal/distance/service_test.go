package distance_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"partant/internal/distance"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/store/sqlite"
	"partant/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// house is a service on a real store, in a world where the account "a" has the page "p-a" and is shown as the only owner of
// "s-a", and so on; "club" is nobody's own.
type house struct {
	*distance.Service
	t     *testing.T
	ended []string
	fail  error // what ending anything answers
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t}
	note := func(what string) func(context.Context, string, string) error {
		return func(_ context.Context, account, page string) error {
			h.ended = append(h.ended, what+" "+account+" "+page)
			return h.fail
		}
	}
	h.Service = distance.New(db.Distances(), h, distance.Ends{Unfollow: note("unfollow"), Untell: note("untell"), Part: note("part")}, func() time.Time { return noon })
	return h
}

// Behind implements distance.People.
func (h *house) Behind(_ context.Context, page string) (string, error) {
	switch {
	case page == "rien":
		return "", fault.NotFound
	case page[:2] == "p-":
		return page[2:], nil
	}
	return "", nil
}

// Speaks implements distance.People.
func (h *house) Speaks(_ context.Context, v viewer.Viewer, page string) (bool, error) {
	return page == "s-"+v.Account, nil
}

// Sides implements distance.People.
func (h *house) Sides(_ context.Context, account string) ([]string, error) {
	if account == "gone" {
		return nil, nil
	}
	return []string{"p-" + account, "s-" + account}, nil
}

func of(account string) viewer.Viewer {
	return viewer.Viewer{Account: account, Person: "p-" + account}
}

func (h *house) keep(account, page string, k distance.Kind) {
	h.t.Helper()
	if err := h.Keep(h.t.Context(), of(account), page, k); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) around(v viewer.Viewer) distance.Around {
	h.t.Helper()
	a, err := h.Around(h.t.Context(), v)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// hidden and shut are which of the pages are.
func hidden(a distance.Around, pages ...string) string {
	return fmt.Sprint(slices.DeleteFunc(pages, func(p string) bool { return !a.Hides(p) }))
}

func shut(a distance.Around, pages ...string) string {
	return fmt.Sprint(slices.DeleteFunc(pages, func(p string) bool { return !a.Shuts(p) }))
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// A silence hides what is said from who chose it, and from nobody else; nothing is shut.
func TestSilence(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.keep("a", "p-b", distance.Silence)
	mine := h.around(of("a"))
	same(t, hidden(mine, "p-b", "s-b", "p-a"), "[p-b]")
	same(t, shut(mine, "p-b", "s-b"), "[]")
	same(t, mine.Chosen("p-b"), distance.Silence)
	if err := mine.See("p-b"); err != nil {
		t.Error(err)
	}
	if theirs := h.around(of("b")); !theirs.Empty() {
		t.Errorf("the other learns of it: %+v", theirs)
	}
	deaf, err := h.Deaf(t.Context(), "a", "p-b")
	same(t, deaf, true)
	same(t, err, nil)
	apart, err := h.Apart(t.Context(), "a", "b")
	same(t, apart, false)
	same(t, err, nil)
}

// A block of a person stands both ways, between all the pages that show either as their only owner.
func TestBlock(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.keep("a", "p-b", distance.Block)
	same(t, shut(h.around(of("a")), "p-a", "s-a", "p-b", "s-b", "club"), "[p-b s-b]")
	same(t, shut(h.around(of("b")), "p-a", "s-a", "p-b", "s-b", "club"), "[p-a s-a]")
	var apart distance.Apart
	if err := h.around(of("b")).See("s-a"); !errors.As(err, &apart) || apart.Mine || !errors.Is(err, fault.Forbidden) {
		t.Errorf("%v", err)
	}
	if err := h.around(of("a")).See("p-b"); !errors.As(err, &apart) || !apart.Mine {
		t.Errorf("%v", err)
	}
	for _, pair := range [][2]string{{"a", "b"}, {"b", "a"}} {
		yes, err := h.Apart(t.Context(), pair[0], pair[1])
		same(t, yes, true)
		same(t, err, nil)
	}
	yes, err := h.Blocks(t.Context(), "b", "a")
	same(t, yes, false)
	same(t, err, nil)
	if other := h.around(of("c")); !other.Empty() {
		t.Errorf("%+v", other)
	}
	if visitor := h.around(viewer.Viewer{}); !visitor.Empty() {
		t.Errorf("%+v", visitor)
	}
}

// Nobody blocks a moderator's sight; what moderators decide for themselves holds.
func TestModeratorsSee(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.keep("a", "p-m", distance.Block)
	m := of("m")
	m.Role = viewer.Moderator
	if a := h.around(m); !a.Empty() {
		t.Errorf("%+v", a)
	}
	if err := h.Keep(t.Context(), m, "p-b", distance.Block); err != nil {
		t.Fatal(err)
	}
	same(t, shut(h.around(m), "p-b", "p-a"), "[p-b]")
}

// An organisation is blocked as it speaks: it may not answer, and its people may.
func TestBlockAnOrganisation(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.keep("a", "club", distance.Block)
	same(t, shut(h.around(of("a")), "club", "p-b"), "[club]")
	if b := h.around(of("b")); !b.Empty() {
		t.Errorf("%+v", b)
	}
	by := viewer.Author{Page: "p-a", Account: "a"}
	for voice, want := range map[string]error{"club": fault.Forbidden, "p-b": nil, "": nil} {
		if err := h.Meets(t.Context(), of("b"), voice, by); !errors.Is(err, want) {
			t.Errorf("%q: %v", voice, err)
		}
	}
	if err := h.Meets(t.Context(), of("a"), "p-a", viewer.Author{Page: "club", Account: "z"}); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
}

// What cannot be kept is refused with a sentence.
func TestRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, try := range map[string]struct {
		who  viewer.Viewer
		page string
		kind distance.Kind
		want error
	}{
		"a visitor":    {viewer.Viewer{}, "p-b", distance.Block, fault.SignedOut},
		"nothing":      {of("a"), "rien", distance.Block, fault.NotFound},
		"one's own":    {of("a"), "p-a", distance.Block, fault.Invalid},
		"one's shop":   {of("a"), "s-a", distance.Silence, fault.Invalid},
		"no such kind": {of("a"), "p-b", "loin", fault.Invalid},
	} {
		if err := h.Keep(t.Context(), try.who, try.page, try.kind); !errors.Is(err, try.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.Close(t.Context(), viewer.Viewer{}, "p-b"); !errors.Is(err, fault.SignedOut) {
		t.Error(err)
	}
}

// There is a bound, and what is there already passes it.
func TestMost(t *testing.T) {
	t.Parallel()
	h := open(t)
	for n := range distance.Most {
		h.keep("a", fmt.Sprint("o-", n), distance.Unsuggested)
	}
	if err := h.Keep(t.Context(), of("a"), "o-more", distance.Silence); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
	h.keep("a", "o-7", distance.Block)
	same(t, h.around(of("a")).Chosen("o-7"), distance.Block)
}

// Another kind replaces the one before, and closing ends it; twice is once.
func TestChangeOfMind(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.keep("a", "p-b", distance.Unsuggested)
	if a := h.around(of("a")); !a.Empty() || a.Chosen("p-b") != distance.Unsuggested {
		t.Errorf("%+v", a)
	}
	for _, k := range []distance.Kind{distance.Silence, distance.Block, distance.Block, distance.Silence} {
		h.keep("a", "p-b", k)
		same(t, h.around(of("a")).Chosen("p-b"), k)
	}
	same(t, h.around(of("b")).Empty(), true)
	list, err := h.List(t.Context(), "a", page.Req{})
	same(t, len(list.Items), 1)
	same(t, err, nil)
	for range 2 {
		if err := h.Close(t.Context(), of("a"), "p-b"); err != nil {
			t.Fatal(err)
		}
	}
	same(t, h.around(of("a")).Chosen("p-b"), distance.Kind(""))
}

// What stood between the two ends, once; a process that dies between ends it again later.
func TestPart(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.keep("a", "p-b", distance.Block)
	h.keep("a", "p-c", distance.Silence)
	h.keep("a", "p-d", distance.Unsuggested)
	h.fail = errors.New("down")
	if err := h.Part(t.Context()); !errors.Is(err, h.fail) {
		t.Fatal(err)
	}
	h.fail, h.ended = nil, nil
	h.keep("e", "p-b", distance.Block) // it comes later, the ones before are leased
	if err := h.Part(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"unfollow e p-b", "unfollow e s-b", "unfollow b p-e", "unfollow b s-e", "untell b p-e"} {
		if !slices.Contains(h.ended, want) {
			t.Errorf("no %q in %q", want, h.ended)
		}
	}
	h.ended = nil
	if err := h.Part(t.Context()); err != nil || len(h.ended) > 0 {
		t.Errorf("again: %v, %q", err, h.ended)
	}
}

// A silence lets follows stand: it can be taken back.
func TestPartOfASilence(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.keep("a", "p-c", distance.Silence)
	if err := h.Part(t.Context()); err != nil {
		t.Fatal(err)
	}
	same(t, h.ended, []string{"untell a p-c"})
}

// A letter's link blocks the own page of who wrote it, where there is one.
func TestBlockAccount(t *testing.T) {
	t.Parallel()
	h := open(t)
	for account, want := range map[string]bool{"b": true, "gone": false} {
		kept, err := h.BlockAccount(t.Context(), "a", account)
		same(t, kept, want)
		same(t, err, nil)
	}
	yes, err := h.Blocks(t.Context(), "a", "b")
	same(t, yes, true)
	same(t, err, nil)
	for range 2 {
		if err := h.UnblockAccount(t.Context(), "a", "b"); err != nil {
			t.Fatal(err)
		}
	}
	yes, err = h.Blocks(t.Context(), "a", "b")
	same(t, yes, false)
	same(t, err, nil)
}

// Nothing is left of who leaves: what they kept, what was kept against them and their pages.
func TestForget(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.keep("a", "p-b", distance.Block)
	h.keep("b", "p-a", distance.Silence)
	h.keep("c", "p-a", distance.Block)
	h.keep("c", "s-a", distance.Silence)
	for range 2 {
		if err := h.Forget(t.Context(), "a", []string{"p-a", "s-a"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, who := range []string{"a", "b", "c"} {
		for d, err := range h.Of(t.Context(), who) {
			t.Errorf("left: %+v %v", d, err)
		}
	}
}

// The worker begins at once and ends with its context.
func TestRun(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.keep("a", "p-b", distance.Silence)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { h.Run(ctx, slog.New(slog.DiscardHandler)); close(done) }()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		due, err := h.List(t.Context(), "a", page.Req{})
		if err != nil || len(due.Items[0].Owes) == 0 {
			break
		}
	}
	cancel()
	<-done
	list, err := h.List(t.Context(), "a", page.Req{})
	if err != nil || len(list.Items[0].Owes) > 0 {
		t.Errorf("%+v %v", list, err)
	}
}
