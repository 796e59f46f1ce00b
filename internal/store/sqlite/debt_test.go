package sqlite

import (
	"context"
	"fmt"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/comment"
	"partant/internal/debt"
)

var dawn = time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC)

// owing is an answer that owes each of some kinds.
func owing(n int, kinds ...string) comment.Comment {
	c := comment.Comment{ID: fmt.Sprintf("c-%05d", n), Target: comment.Target{Kind: comment.Post, ID: "p"}, Created: dawn}
	for i, kind := range kinds {
		c.Owes = append(c.Owes, debt.Debt{ID: fmt.Sprint(n, "-", i), Kind: kind, Due: dawn.Add(time.Duration(n) * time.Second)})
	}
	return c
}

// What waits of one kind, for an index that is away, costs nobody who looks for another.
func TestDebtsOfOtherKindsCostNothing(t *testing.T) {
	t.Parallel()
	db := openFresh(t)
	answers := db.Comments()
	look := func(ctx context.Context) error {
		due, err := answers.TakeDue(ctx, dawn.Add(time.Hour), time.Minute, 5, comment.OwesLetter)
		if err == nil && len(due) > 0 {
			t.Errorf("%d owe a letter", len(due))
		}
		return err
	}
	fill := func(from, to int) {
		for n := from; n < to; n++ {
			if err := answers.Insert(t.Context(), owing(n, comment.OwesIndex)); err != nil {
				t.Fatal(err)
			}
		}
	}
	fill(0, 10)
	few := cost(t, db, look)
	fill(10, 400)
	if many := cost(t, db, look); many > few {
		t.Errorf("a look costs %d steps below 400 debts of another kind, %d below 10", many, few)
	}
}

// Looking again and again reads nothing while nothing is due: what is written here is found at once, what another process writes in a moment, and
// what was to come once its time has come.
func TestLooksThatFindNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db, other := openAt(t, dir), openAt(t, dir)
	now, due := dawn, 0
	look := func(ctx context.Context) error {
		found, err := db.Comments().TakeDue(ctx, now, time.Minute, 5, comment.OwesLetter)
		due = len(found)
		return err
	}
	aMomentLater := func() { db.glanced.Store(-glance.Milliseconds()) } // the news of other processes are old
	cost(t, db, look)
	if n := cost(t, db, look); n != 0 || due != 0 {
		t.Errorf("a look that finds nothing again takes %d steps, and finds %d", n, due)
	}
	if err := db.Comments().Insert(t.Context(), owing(60, comment.OwesLetter)); err != nil {
		t.Fatal(err)
	}
	if cost(t, db, look); due != 0 {
		t.Errorf("%d are due before their time", due)
	}
	now = dawn.Add(time.Minute)
	if cost(t, db, look); due != 1 {
		t.Errorf("%d are due once it has come, not 1", due)
	}
	if err := db.Comments().Insert(t.Context(), owing(1, comment.OwesLetter)); err != nil {
		t.Fatal(err)
	}
	if cost(t, db, look); due != 1 {
		t.Errorf("%d were found at once, not 1", due)
	}
	if cost(t, db, look); due != 0 {
		t.Errorf("%d are found twice", due)
	}
	if err := other.Comments().Insert(t.Context(), owing(2, comment.OwesLetter)); err != nil {
		t.Fatal(err)
	}
	aMomentLater()
	if cost(t, db, look); due != 1 {
		t.Errorf("%d were found of another process, not 1", due)
	}
}

// Each debt is found by its kind, and by whoever asks for any; what is gone owes nothing.
func TestDebtsByKind(t *testing.T) {
	t.Parallel()
	db := openFresh(t)
	ctx, answers, late := t.Context(), db.Comments(), dawn.Add(time.Hour)
	for n, kinds := range [][]string{{"a", "b"}, {"b"}, {"c", "c"}} {
		if err := answers.Insert(ctx, owing(n, kinds...)); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		kinds []string
		want  string
	}{{[]string{"b"}, "c-00000 c-00001 "}, {[]string{"b"}, ""}, {[]string{"c", "a"}, "c-00000 c-00002 "}, {nil, ""}} {
		got := ""
		due, err := answers.TakeDue(ctx, late, time.Minute, 5, test.kinds...)
		for i := range due {
			got += due[i].ID + " "
		}
		if err != nil || got != test.want {
			t.Errorf("%v: %q, %v", test.kinds, got, err)
		}
	}
	due, err := answers.TakeDue(ctx, late.Add(time.Hour), time.Minute, 5)
	if err != nil || len(due) != 3 {
		t.Errorf("of any kind: %d, %v", len(due), err)
	}

	accounts := db.Accounts()
	ticket := account.Ticket{Digest: "t", Account: "a", Expires: late, Owes: debt.Owes{{ID: "d", Kind: "lettre", Due: dawn}}}
	if err := accounts.PutTicket(ctx, ticket); err != nil {
		t.Fatal(err)
	}
	if err := accounts.EndTickets(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	left := 0
	err = db.read(ctx, func(c *conn) (err error) {
		left, err = number(c, `SELECT count(*) FROM debt WHERE noun = 'ticket'`)
		return err
	})
	if err != nil || left != 0 {
		t.Errorf("tickets that are gone owe %d, %v", left, err)
	}
}
