package digest

import (
	"context"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/notify"
	"partant/internal/viewer"
)

// words are answers by their id.
type words map[string]comment.Comment

func (w words) Get(_ context.Context, id string) (comment.Comment, error) {
	if c, there := w[id]; there {
		return c, nil
	}
	return comment.Comment{}, fault.NotFound
}

// A letter brings the words that were said below an event, also once it is over; not those that were taken back.
func TestWhatIsSaidBelowAnEvent(t *testing.T) {
	t.Parallel()
	e := meets("e-1", "p-1", morning.Add(-2*time.Hour))
	e.Over = true
	said := func(id string) notify.Notification {
		return notify.Notification{ID: "n-" + id, Account: "a-1", Kind: notify.Commented, Page: "p-2", At: morning.Add(-time.Hour), Thing: notify.Thing{Kind: notify.AboutEvent, ID: "e-1", At: notify.AnswerMark + id}}
	}
	c := &calendar{events: []event.Event{e}, told: []notify.Notification{said("r-1"), said("r-2"), said("r-3")}}
	s := gather(c)
	s.Answers = words{"r-1": {ID: "r-1", By: viewer.Author{Page: "p-2"}, Body: "Merci pour cette soirée."}, "r-2": {ID: "r-2", Deleted: morning}}
	news, err := s.Digest(t.Context(), "a-1", morning.Add(-24*time.Hour), morning, Ahead(false))
	if err != nil {
		t.Fatal(err)
	}
	if len(news.Told) != 1 || news.Told[0].Words != "Merci pour cette soirée." {
		t.Errorf("told of %+v", news.Told)
	}
	c.sealed = true
	if news, err = s.Digest(t.Context(), "a-1", morning.Add(-24*time.Hour), morning, Ahead(false)); err != nil || !news.Empty() {
		t.Errorf("who may not read along is told of %+v, %v", news.Told, err)
	}
}
