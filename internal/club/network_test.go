package club_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/club"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// room opens a room; as a network when it is one.
func (h *house) room(id string, network bool) {
	h.t.Helper()
	h.ok(h.Begin(h.t.Context(), as(h.owner), id, club.Settings{Way: club.Open, Network: network}))
}

func (h *house) bind(id, network string, by club.Side, do club.Act) error {
	_, err := h.Bind(h.t.Context(), as(h.owner), id, network, by, do)
	return err
}

func (h *house) bond(id, network string) club.State {
	h.t.Helper()
	r, err := h.store.Room(h.t.Context(), id)
	h.ok(err)
	return r.Bond(network).State
}

// tells is who is to be told of bonds, « club c-1 r-1 », and of what.
func (h *house) tells(id string) (all []string) {
	h.t.Helper()
	r, err := h.store.Room(h.t.Context(), id)
	h.ok(err)
	for _, d := range r.Owes {
		all = append(all, fmt.Sprint(d.Kind, " ", d.From, " ", r.Bond(d.From).Tells(club.Side(d.Kind))))
	}
	return all
}

// Both boards consent, whoever asks first; each may say no, and the one that was told no does not insist; each may end it.
func TestBond(t *testing.T) {
	t.Parallel()
	type step struct {
		by    club.Side
		do    club.Act
		want  club.State
		tells string
		err   error
	}
	of, net := club.OfClub, club.OfNetwork
	for name, steps := range map[string][]step{
		"asks":        {{of, club.Propose, club.Asked, "reseau r demande", nil}, {of, club.Propose, club.Asked, "reseau r demande", nil}, {net, club.Accept, club.In, "club r membre", nil}, {net, club.Accept, club.In, "club r membre", nil}},
		"invited":     {{net, club.Propose, club.Invited, "club r invite", nil}, {of, club.Accept, club.In, "reseau r membre", nil}},
		"both":        {{net, club.Propose, club.Invited, "club r invite", nil}, {of, club.Propose, club.In, "reseau r membre", nil}},
		"refused":     {{of, club.Propose, club.Asked, "reseau r demande", nil}, {net, club.Refuse, club.Refused, "club r refuse", nil}, {of, club.Propose, club.Refused, "club r refuse", fault.Invalid}, {net, club.Propose, club.Invited, "club r invite", nil}},
		"declined":    {{net, club.Propose, club.Invited, "club r invite", nil}, {of, club.Refuse, club.Declined, "reseau r decline", nil}, {net, club.Propose, club.Declined, "reseau r decline", fault.Invalid}, {of, club.Propose, club.Asked, "reseau r demande", nil}},
		"left":        {{of, club.Propose, club.Asked, "reseau r demande", nil}, {net, club.Accept, club.In, "club r membre", nil}, {of, club.End, club.Left, "reseau r parti", nil}, {of, club.End, club.Left, "reseau r parti", nil}},
		"taken out":   {{of, club.Propose, club.Asked, "reseau r demande", nil}, {net, club.Accept, club.In, "club r membre", nil}, {net, club.End, club.Removed, "club r exclu", nil}, {of, club.Propose, club.Removed, "club r exclu", fault.Invalid}},
		"taken back":  {{of, club.Propose, club.Asked, "reseau r demande", nil}, {of, club.End, "", "", nil}, {net, club.Accept, "", "", club.ErrOver}},
		"cancelled":   {{net, club.Propose, club.Invited, "club r invite", nil}, {net, club.End, "", "", nil}, {of, club.Accept, "", "", club.ErrOver}, {of, club.Refuse, "", "", nil}},
		"not by them": {{of, club.Propose, club.Asked, "reseau r demande", nil}, {of, club.Accept, club.Asked, "reseau r demande", club.ErrOver}, {of, club.Refuse, club.Asked, "reseau r demande", nil}},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			h.room("c", false)
			h.room("r", true)
			for i, s := range steps {
				h.fails(h.bind("c", "r", s.by, s.do), s.err)
				got, tells := h.bond("c", "r"), h.tells("c")
				if got != s.want || fmt.Sprint(tells) != "["+s.tells+"]" {
					t.Fatalf("step %d: %q, tells %v; want %q, %q", i, got, tells, s.want, s.tells)
				}
			}
			h.now = h.now.AddDate(0, 3, 1)
			h.fails(h.bind("c", "r", of, club.Propose), nil)
		})
	}
}

// A network holds clubs alone: neither itself nor another, whoever tries at once; a club is in a few at most.
func TestNetworksHoldNoNetworks(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.room("c", false)
	for n := range club.MaxNetworks + 1 {
		h.room(fmt.Sprint("r-", n), true)
	}
	for _, pair := range [][2]string{{"r-1", "r-1"}, {"r-1", "r-2"}, {"r-1", "c"}, {"c", "rien"}, {"societe", "r-1"}} {
		if err := h.bind(pair[0], pair[1], club.OfClub, club.Propose); err == nil {
			t.Errorf("%v is bound", pair)
		}
	}
	h.fails(h.bind("r-2", "r-1", club.OfNetwork, club.Propose), fault.Invalid)
	h.fails(h.bind("societe", "r-1", club.OfNetwork, club.Propose), fault.Invalid)
	h.fails(h.bind("c", "c", club.OfNetwork, club.Propose), fault.NotFound)
	for n := range club.MaxNetworks {
		h.ok(h.bind("c", fmt.Sprint("r-", n), club.OfClub, club.Propose))
	}
	h.fails(h.bind("c", "r-5", club.OfClub, club.Propose), fault.Invalid)
	h.ok(h.bind("c", "r-5", club.OfNetwork, club.Propose))
	h.fails(h.bind("c", "r-5", club.OfClub, club.Accept), fault.Invalid)
	h.fails(h.Settle(t.Context(), as("chef"), "c", club.Settings{Way: club.Open, Network: true}), fault.Invalid)

	h.room("x", false)
	h.room("y", true)
	var group sync.WaitGroup
	group.Go(func() { h.bind("x", "y", club.OfClub, club.Propose) })
	group.Go(func() { h.Settle(t.Context(), as("chef"), "x", club.Settings{Way: club.Open, Network: true}) })
	group.Wait()
	r, err := h.store.Room(t.Context(), "x")
	if h.ok(err); r.Network == (len(r.Bonds) > 0) {
		t.Errorf("%+v", r)
	}
	h.ok(h.bind("c", "r-1", club.OfNetwork, club.Accept))
	h.fails(h.Settle(t.Context(), as("chef"), "r-1", club.Settings{Way: club.Open}), fault.Invalid)
	h.ok(h.Settle(t.Context(), as("chef"), "r-1", club.Settings{Way: club.OnRequest, Network: true}))
}

// Everybody reads which clubs are in; what waits is for the board; a club that left, a network that is gone, are no more anywhere.
func TestChapters(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.room("r", true)
	for _, one := range []string{"c-1", "c-2", "c-3", "c-4"} {
		h.room(one, false)
		h.ok(h.bind(one, "r", club.OfClub, club.Propose))
	}
	for _, one := range []string{"c-1", "c-2", "c-3"} {
		h.ok(h.bind(one, "r", club.OfNetwork, club.Accept))
	}
	h.ok(h.bind("c-2", "r", club.OfClub, club.End))
	for _, m := range []string{"a", "b"} {
		_, err := h.Join(ctx, as(m), "c-1", club.Entry{})
		h.ok(err)
	}
	h.ok(h.SetRole(ctx, as("chef"), "c-1", club.IDOf("c-1", "a"), club.Officer))
	here, err := h.At(ctx, viewer.Viewer{}, "r")
	h.ok(err)
	list, err := h.Chapters(ctx, &here, page.Req{})
	h.ok(err)
	var ids []string
	for _, r := range list.Items {
		ids = append(ids, r.ID)
	}
	within, err := h.Within(ctx, &here)
	h.ok(err)
	if want := []string{"c-1", "c-3"}; !slices.Equal(ids, want) || !slices.Equal(within, append([]string{"r"}, want...)) {
		t.Errorf("%v, %v", ids, within)
	}
	for who, want := range map[string][4]bool{"": {}, "x": {}, "b": {false, false, true, false}, "a": {true, false, true, false}, "chef": {true, true, true, true}} {
		at, err := h.At(ctx, viewer.Viewer{Account: who}, "r")
		h.ok(err)
		reaches, err := h.Reaches(ctx, who, "r")
		h.ok(err)
		_, refused := h.Bonded(ctx, viewer.Viewer{Account: who}, "r", club.Asked, page.Req{})
		if got := [4]bool{at.CanSee(club.Heard), at.CanSee(club.Inner), reaches, refused == nil}; got != want {
			t.Errorf("%q: %v, want %v", who, got, want)
		}
	}
	said, err := h.Announce(ctx, as("chef"), "r", club.Words{Title: "Assises", Body: "En mars."})
	h.ok(err)
	_, err = h.Announcement(ctx, as("a"), said.ID)
	h.ok(err)
	_, err = h.Announcement(ctx, as("b"), said.ID)
	h.fails(err, fault.NotFound)
	boards, err := h.Boards(ctx, "r")
	h.ok(err)
	if want := []string{"a", "chef"}; !slices.Equal(boards, want) {
		t.Errorf("told: %v", boards)
	}
	h.ok(h.Choose(ctx, as("a"), "c-1", club.Wishes{Quiet: true}))
	if boards, err = h.Boards(ctx, "r"); err != nil || !slices.Equal(boards, []string{"chef"}) {
		t.Errorf("told: %v, %v", boards, err)
	}

	f, err := h.NetworkFigures(ctx, as("chef"), "r")
	h.ok(err)
	last := f.Months[len(f.Months)-1]
	if f.Clubs != 2 || f.Members != 4 || f.More || last.Members != 2 || last.Came != 2 || f.Months[0].Members != 0 {
		t.Errorf("%+v", f)
	}
	_, err = h.NetworkFigures(ctx, as("a"), "r")
	h.fails(err, fault.Forbidden)
	_, err = h.NetworkFigures(ctx, as("chef"), "c-1")
	h.fails(err, fault.NotFound)

	r, err := h.store.Room(ctx, "c-1")
	h.ok(err)
	in, err := h.Networks(ctx, &r)
	if h.ok(err); !slices.Equal(in, []string{"r"}) {
		t.Errorf("in %v", in)
	}
	for range 2 {
		h.ok(h.ForgetPage(ctx, "r"))
	}
	for _, one := range []string{"c-1", "c-2", "c-4"} {
		r, err := h.store.Room(ctx, one)
		h.ok(err)
		if diff := cmp.Diff([]any{0, 0}, []any{len(r.Bonds), len(r.Owes)}); diff != "" {
			t.Errorf("%s: %s", one, diff)
		}
	}
	if h.now = h.now.Add(time.Hour); h.woken == 0 {
		t.Error("nobody is woken")
	}
}
