package mongo

import (
	"context"
	"errors"
	"sync"

	"partant/internal/event"
	"partant/internal/fault"
)

// gathering has those who answer one event at the same instant written together, in the order in which they came: of 400 who replace
// one document each by itself, the last would wait for 400 replacements.
type gathering struct {
	mu   sync.Mutex
	jobs map[string][]*answering // by event
}

func newGathering() *gathering { return &gathering{jobs: map[string][]*answering{}} }

// answering is one answer on its way.
type answering struct {
	terms event.Terms
	want  event.Answer

	done bool // set in the lane of the event
	is   event.Answer
	err  error
}

// together is how many answers one write takes at most.
const together = 200

func (g *gathering) add(id string, jobs ...*answering) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.jobs[id] = append(g.jobs[id], jobs...)
}

// take returns those that came first.
func (g *gathering) take(id string) []*answering {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.jobs[id]), together)
	taken, rest := g.jobs[id][:n:n], g.jobs[id][n:]
	if g.jobs[id] = rest; len(rest) == 0 {
		delete(g.jobs, id)
	}
	return taken
}

// back gives jobs back that were not written, before those that came meanwhile.
func (g *gathering) back(id string, jobs []*answering) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.jobs[id] = append(jobs, g.jobs[id]...)
}

// Answer implements event.Rosters. Who finds the way free writes for all who wait; a request that ends leaves what waits for it to
// those behind it.
func (s Events) Answer(ctx context.Context, t event.Terms, want event.Answer) (event.Answer, error) {
	mine := &answering{terms: t, want: want}
	db := s.docs.db
	db.said.add(t.Event, mine)
	ctx = context.WithoutCancel(ctx) // others depend on it; the lane has its own patience
	err := db.lanes.again(ctx, t.Event, func() (bool, error) {
		for !mine.done {
			jobs := db.said.take(t.Event)
			done, err := s.hear(ctx, t.Event, jobs)
			if err == nil && !done {
				db.said.back(t.Event, jobs)
				return false, nil
			}
			for _, j := range jobs {
				j.done = true
				if err != nil {
					j.err = err
				}
			}
		}
		return true, nil
	})
	if err != nil {
		return event.Answer{}, err
	}
	return mine.is, mine.err
}

// hear tries once to write answers, all in one step; done is false when another writer came between.
func (s Events) hear(ctx context.Context, id string, jobs []*answering) (done bool, err error) {
	_, done, err = s.rosters.tryUpdate(ctx, id, func(c *crowd) error {
		wrote := false
		for _, j := range jobs {
			wrote = c.hear(j) || wrote
		}
		if !wrote {
			return errSame
		}
		return nil
	})
	switch {
	case errors.Is(err, errSame):
		return true, nil
	case errors.Is(err, fault.NotFound):
		err = s.begin(ctx, id)
		return false, err
	}
	if done || err != nil {
		err = s.docs.db.notedAnswer(ctx, err)
	}
	return done, err
}

// hear takes one answer, and reports whether there is anything to write.
func (c *crowd) hear(j *answering) (wrote bool) {
	known, places := c.Head.Version, c.Head.Placed
	c.arrange(j.terms, j.want.At)
	was, changed := c.find(j.want.ID), false
	if j.is, changed, j.err = c.Head.Say(was, j.want); j.err == nil && changed {
		j.is.Rev++
		c.put(was, j.is)
	}
	c.promote(j.want.At)
	return changed && j.err == nil || c.Head.Version != known || c.Head.Placed != places
}

func (c *crowd) put(was *event.Answer, is event.Answer) {
	if was == nil {
		c.Answers = append(c.Answers, is)
		return
	}
	*was = is
}
