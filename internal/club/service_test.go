package club_test

import (
	"errors"
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

// Only an owner of a page that gathers people opens its room, once, and presides it then.
func TestBegin(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.fails(h.Begin(t.Context(), viewer.Viewer{}, cb45, club.Settings{Way: club.Open}), fault.SignedOut)
	h.fails(h.Begin(t.Context(), as("autre"), cb45, club.Settings{Way: club.Open}), fault.Forbidden)
	h.fails(h.Begin(t.Context(), as("chef"), "societe", club.Settings{Way: club.Open}), fault.NotFound)
	h.fails(h.Begin(t.Context(), as("chef"), cb45, club.Settings{}), fault.Invalid)
	_, err := h.Join(t.Context(), as("a"), cb45, club.Entry{})
	h.fails(err, fault.NotFound) // there is no room yet
	for range 2 {
		h.ok(h.Begin(t.Context(), as("chef"), cb45, club.Settings{Way: club.Open}))
	}
	if h.role("chef") != club.Chair || !cmp.Equal(h.in(), []string{"chef"}) {
		t.Errorf("%v presides among %v", h.role("chef"), h.in())
	}
}

// Each way of joining does what it says, and twice is once.
func TestJoin(t *testing.T) {
	t.Parallel()
	for way, want := range map[club.Way]club.State{club.Open: club.In, club.OnRequest: club.Asked, club.ByInvitation: ""} {
		h := open(t)
		h.begins(way)
		for range 2 {
			_, err := h.Join(t.Context(), as("a"), cb45, club.Entry{Listed: true})
			if want == "" {
				h.fails(err, club.ErrShut)
			} else {
				h.ok(err)
			}
		}
		if got := h.state("a"); got != want {
			t.Errorf("%s: %q", way, got)
		}
		_, err := h.Join(t.Context(), viewer.Viewer{}, cb45, club.Entry{})
		h.fails(err, fault.SignedOut)
	}
}

// What the club asks is answered, each question, by who joins; the answers go with them.
func TestQuestions(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.ok(h.Begin(t.Context(), as("chef"), cb45, club.Settings{Way: club.Open, Questions: "Votre métier ?\n\nVotre commune ?\nVotre métier ?", Kinds: "Adhérent\nBienfaiteur"}))
	var wrong fault.Fields
	_, err := h.Join(t.Context(), as("a"), cb45, club.Entry{Answers: []string{"Menuisier"}, Kind: "Autre"})
	if !errors.As(err, &wrong) || wrong[club.AnswerField(1)] == "" || wrong[club.FieldKind] == "" || len(wrong) != 2 {
		t.Errorf("%v", err)
	}
	m, err := h.Join(t.Context(), as("a"), cb45, club.Entry{Answers: []string{"Menuisier", "Olivet"}, Kind: "Bienfaiteur"})
	h.ok(err)
	want := []club.Answer{{Question: "Votre métier ?", Text: "Menuisier"}, {Question: "Votre commune ?", Text: "Olivet"}}
	if diff := cmp.Diff(want, m.Answers); diff != "" || m.Kind != "Bienfaiteur" {
		t.Error(diff, m.Kind)
	}
}

// The board answers who asks, once; who was told no does not ask again for a while; the word is read by them.
func TestDecide(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.OnRequest, "membre")
	h.joins("a")
	h.joins("b")
	_, err := h.Decide(t.Context(), as("membre"), cb45, idOf("a"), true, "")
	h.fails(err, fault.Forbidden)
	_, err = h.Decide(t.Context(), as("chef"), cb45, idOf("a"), true, "Bienvenue !")
	h.ok(err)
	_, err = h.Decide(t.Context(), as("chef"), cb45, idOf("a"), false, "")
	h.fails(err, club.ErrOver)
	_, err = h.Decide(t.Context(), as("chef"), cb45, idOf("b"), false, "Pas cette année.")
	h.ok(err)
	m, err := h.Join(t.Context(), as("b"), cb45, club.Entry{})
	if h.fails(err, club.ErrKept); m.Word != "Pas cette année." {
		t.Errorf("%+v", m)
	}
	if h.state("a") != club.In || h.state("b") != club.Refused {
		t.Error(h.state("a"), h.state("b"))
	}
	h.now = noon.AddDate(0, 4, 0)
	h.joins("b")
	if h.state("b") != club.Asked {
		t.Error("a refusal holds for ever")
	}
}

// Who takes the request back is forgotten.
func TestWithdraw(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.OnRequest)
	h.joins("a")
	for range 2 {
		h.ok(h.Withdraw(t.Context(), as("a"), cb45))
	}
	if h.state("a") != "" {
		t.Error(h.state("a"))
	}
}

// No club is left without presidency: who alone presides hands over first, also when all who preside leave at once.
func TestLeave(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a", "b")
	h.fails(h.Leave(t.Context(), as("chef"), cb45), club.ErrLastChair)
	h.fails(h.SetRole(t.Context(), as("chef"), cb45, idOf("chef"), club.Ordinary), club.ErrLastChair)
	h.ok(h.HandOver(t.Context(), as("chef"), cb45, idOf("a")))
	if h.role("a") != club.Chair || h.role("chef") != club.Ordinary {
		t.Error(h.role("a"), h.role("chef"))
	}
	for range 2 {
		h.ok(h.Leave(t.Context(), as("chef"), cb45))
	}
	h.ok(h.SetRole(t.Context(), as("a"), cb45, idOf("b"), club.Chair))
	var group sync.WaitGroup
	left := make([]error, 2)
	for i, who := range []string{"a", "b"} {
		group.Go(func() { left[i] = h.Leave(t.Context(), as(who), cb45) })
	}
	group.Wait()
	if n := len(slices.DeleteFunc(left, func(err error) bool { return errors.Is(err, club.ErrLastChair) })); n != 1 || len(h.in()) != 1 {
		t.Errorf("%d left, %v are in", n, h.in())
	}
}

// The owner of the page has the rights of the presidency without being a member, and nobody else beyond their role.
func TestCanSee(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.OnRequest, "bureau", "membre")
	h.ok(h.SetRole(t.Context(), as("chef"), cb45, idOf("bureau"), club.Officer))
	h.ok(h.HandOver(t.Context(), as("chef"), cb45, idOf("membre")))
	h.ok(h.Leave(t.Context(), as("chef"), cb45))
	h.joins("demande")
	want := map[string][5]bool{ // Public, Heard, Inner, Office, Helm
		"chef": {true, true, true, true, true}, "membre": {true, true, true, true, true}, "bureau": {true, true, true, true}, "demande": {true}, "autre": {true}, "": {true}}
	for who, parts := range want {
		at, err := h.At(t.Context(), as(who), cb45)
		h.ok(err)
		for p, sees := range parts {
			if at.CanSee(club.Part(p)) != sees {
				t.Errorf("%q sees part %d: %v", who, p, !sees)
			}
		}
		moderator := viewer.Viewer{Account: "m", Role: viewer.Admin}
		_, err = h.Enter(t.Context(), moderator, cb45, club.Inner)
		h.fails(err, fault.Forbidden) // moderators see what is reported to them, not the room
	}
}

// The board takes members out with a reason, but nobody above themselves, nor themselves; who was taken out stays out, by the link too.
func TestRemove(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "bureau", "autre", "membre")
	for _, who := range []string{"bureau", "autre"} {
		h.ok(h.SetRole(t.Context(), as("chef"), cb45, idOf(who), club.Officer))
	}
	why := "N'est plus du métier."
	h.fails(h.Remove(t.Context(), as("membre"), cb45, idOf("bureau"), why), fault.Forbidden)
	for _, who := range []string{"chef", "autre", "bureau"} {
		h.fails(h.Remove(t.Context(), as("bureau"), cb45, idOf(who), why), fault.Forbidden)
	}
	h.fails(h.Remove(t.Context(), as("bureau"), cb45, idOf("membre"), "non"), fault.Invalid)
	h.ok(h.Remove(t.Context(), as("bureau"), cb45, idOf("membre"), why))
	h.fails(h.Remove(t.Context(), as("bureau"), cb45, idOf("membre"), why), fault.NotFound)
	secret, err := h.OpenLink(t.Context(), as("chef"), cb45)
	h.ok(err)
	_, err = h.Join(t.Context(), as("membre"), cb45, club.Entry{Secret: secret})
	h.fails(err, club.ErrKept)
	h.ok(h.Lift(t.Context(), as("bureau"), cb45, idOf("membre")))
	h.joins("membre")
	h.ok(h.Remove(t.Context(), as("chef"), cb45, idOf("autre"), why))
	if got := h.in(); !cmp.Equal(got, []string{"bureau", "chef", "membre"}) {
		t.Error(got)
	}
	h.joins("bureau")
	if h.role("bureau") != club.Officer {
		t.Error("joining again costs the seat")
	}
}

func TestRenew(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a")
	h.ok(h.Settle(t.Context(), as("chef"), cb45, club.Settings{Way: club.Open, Kinds: "Adhérent"}))
	h.fails(h.Renew(t.Context(), as("a"), cb45, idOf("a"), club.Renewal{}), fault.Forbidden)
	for _, bad := range []club.Renewal{{Kind: "Autre"}, {Paid: "demain"}, {Paid: "0001-01-01"}} {
		h.fails(h.Renew(t.Context(), as("chef"), cb45, idOf("a"), bad), fault.Invalid)
	}
	h.ok(h.Renew(t.Context(), as("chef"), cb45, idOf("a"), club.Renewal{Kind: "Adhérent", Paid: "2026-12-31"}))
	m, err := h.One(t.Context(), as("chef"), cb45, idOf("a"))
	h.ok(err)
	for day, want := range map[string]bool{"2026-12-31T22:59:00Z": true, "2027-01-01T22:59:00Z": false} {
		at, _ := time.Parse(time.RFC3339, day)
		if m.UpToDate(at) != want {
			t.Errorf("%s: %v", day, !want)
		}
	}
	if got := club.NextYear(&m, noon); got != "2027-12-31" {
		t.Error(got)
	}
	if got := club.NextYear(&m, noon.AddDate(1, 0, 0)); got != "2028-11-27" {
		t.Error(got)
	}
	if got := club.FilledRenewal(&m); got != (club.Renewal{Kind: "Adhérent", Paid: "2026-12-31"}) {
		t.Error(got)
	}
}

// Everybody sees only those who chose so; members see all, the others nobody.
func TestLists(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a", "b")
	h.ok(h.Choose(t.Context(), as("b"), cb45, club.Wishes{Listed: true}))
	list, err := h.Listed(t.Context(), cb45, page.Req{})
	if h.ok(err); len(list.Items) != 1 || list.Items[0].Account != "b" {
		t.Errorf("%+v", list.Items)
	}
	_, err = h.Members(t.Context(), as("x"), cb45, club.In, page.Req{})
	h.fails(err, fault.Forbidden)
	_, err = h.Members(t.Context(), as("a"), cb45, club.Asked, page.Req{})
	h.fails(err, fault.Forbidden)
	n, err := h.Count(t.Context(), cb45, club.In)
	if h.ok(err); n != 3 {
		t.Error(n)
	}
	h.fails(h.Choose(t.Context(), as("x"), cb45, club.Wishes{Quiet: true}), fault.Forbidden)
	clubs, err := h.Clubs(t.Context(), "a")
	if h.ok(err); !cmp.Equal(clubs, []string{cb45}) {
		t.Error(clubs)
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.now = time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)
	h.begins(club.Open, "a")
	h.now = noon
	for n := range 3 {
		h.joins(fmt.Sprint("n-", n))
	}
	h.ok(h.Settle(t.Context(), as("chef"), cb45, club.Settings{Way: club.Open, Kinds: "Adhérent\nBienfaiteur"}))
	h.ok(h.Renew(t.Context(), as("chef"), cb45, idOf("a"), club.Renewal{Kind: "Adhérent", Paid: "2027-01-01"}))
	_, err := h.Figures(t.Context(), as("a"), cb45)
	h.fails(err, fault.Forbidden)
	f, err := h.Figures(t.Context(), as("chef"), cb45)
	h.ok(err)
	if f.Members != 5 || f.UpToDate != 1 || len(f.Months) != 12 {
		t.Errorf("%+v", f)
	}
	if diff := cmp.Diff([]club.Count{{Kind: "Adhérent", N: 1, UpToDate: 1}, {N: 4}}, f.Kinds); diff != "" {
		t.Error(diff)
	}
	var members []int
	for _, m := range f.Months[8:] {
		members = append(members, m.Members, m.Came)
	}
	if diff := cmp.Diff([]int{0, 0, 2, 2, 2, 0, 5, 3}, members); diff != "" { // August to November
		t.Error(diff)
	}
}
