package sqlite

import (
	"fmt"
	"testing"
	"time"

	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/viewer"
)

// The law of post.Lists.From: the first page costs the same at 500 and at 2,000 publications, and so does a page far down.
func TestAFeedCostsTheSameAtAnySize(t *testing.T) {
	t.Parallel()
	db := openFresh(t)
	s := db.Posts()
	sources := []string{post.OfTag("bois")}
	for n := range 10 {
		sources = append(sources, post.OfPage(fmt.Sprint(n)))
	}
	begin := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	cost := func(req page.Req) (int, page.Cursor) {
		db.steps()
		got, err := s.From(t.Context(), sources, req)
		if err != nil || len(got.Items) != req.Limit {
			t.Fatalf("%d publications, %v", len(got.Items), err)
		}
		return db.steps(), got.Next
	}
	fill := func(from, to int) {
		for n := from; n < to; n++ {
			at := begin.Add(time.Duration(n) * time.Second)
			p := post.Post{ID: fmt.Sprintf("%06d", n), Slug: fmt.Sprint(n), By: viewer.Author{Page: fmt.Sprint(n % 20)}, Tags: []string{"bois"}, Created: at, Published: at}
			if err := s.InsertPost(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
	}
	fill(0, 500)
	few, _ := cost(page.Req{Limit: 20})
	fill(500, 2000)
	many, next := cost(page.Req{Limit: 20})
	for range 50 {
		var deep int
		if deep, next = cost(page.Req{Limit: 20, Cursor: next}); deep > 2*few {
			t.Fatalf("a page far down costs %d steps, the first of 500 cost %d", deep, few)
		}
	}
	if many > few*5/4 {
		t.Errorf("%d steps at 2,000 publications, %d at 500", many, few)
	}
}
