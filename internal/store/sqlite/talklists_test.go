package sqlite

import (
	"fmt"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/page"
	"partant/internal/viewer"
)

// A page of a thread and of a list of discussions costs the same wherever it lies, also among equal ranks.
func TestAPageOfTalkCostsTheSameAnywhere(t *testing.T) {
	t.Parallel()
	db := openFresh(t)
	const many = 300
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	target := comment.Target{Kind: comment.Discussion, ID: "d"}
	by := viewer.Author{Page: "p", Account: "a"}
	for i := range many {
		d := discussion.Discussion{ID: fmt.Sprintf("d-%03d", i), Slug: fmt.Sprintf("d-%d", i), Theme: "autre", Commune: "45234", By: by, Created: at, Active: at.Add(time.Duration(i/60) * time.Minute)}
		c := comment.Comment{ID: fmt.Sprintf("c-%03d", i), Target: target, Place: comment.Under(""), By: by, Created: at}
		if err := db.Discussions().Insert(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if err := db.Comments().Insert(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	for name, next := range map[string]func(page.Cursor) (page.Cursor, error){
		"List": func(at page.Cursor) (page.Cursor, error) {
			got, err := db.Discussions().List(t.Context(), discussion.Filter{Theme: "autre", Commune: "45234", Unanswered: true}, page.Req{Limit: 10, Cursor: at})
			return got.Next, err
		},
		"Concerning": func(at page.Cursor) (page.Cursor, error) {
			got, err := db.Discussions().Concerning(t.Context(), "compte:a", page.Req{Limit: 10, Cursor: at})
			return got.Next, err
		},
		"OfTarget": func(at page.Cursor) (page.Cursor, error) {
			got, err := db.Comments().OfTarget(t.Context(), target, page.Req{Limit: 10, Cursor: at})
			return got.Next, err
		},
	} {
		var cost []int
		db.steps()
		for cursor := (page.Cursor{}); ; {
			next, err := next(cursor)
			if err != nil {
				t.Fatal(err)
			}
			cost = append(cost, db.steps())
			if cursor = next; cursor.IsZero() {
				break
			}
		}
		if len(cost) != many/10 {
			t.Errorf("%s: %d pages", name, len(cost))
		}
		for i, n := range cost {
			if n > cost[0]*3/2 {
				t.Errorf("%s: page %d costs %d steps, the first %d", name, i, n, cost[0])
				break
			}
		}
	}
}
