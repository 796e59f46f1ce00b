package mongo

import (
	"context"
	"errors"
	"sync"
	"time"

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

// answering is one answer on its way, or the verdict on one.
type answering struct {
	terms  event.Terms
	answer string // id of it
	at     time.Time
	decide func(head *event.Roster, was *event.Answer) (is event.Answer, changed bool, err error)

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

// Answer implements event.Rosters.
func (s Events) Answer(ctx context.Context, t event.Terms, want event.Answer) (event.Answer, error) {
	return s.decided(ctx, &answering{terms: t, answer: want.ID, at: want.At, decide: func(head *event.Roster, was *event.Answer) (event.Answer, bool, error) {
		return head.Say(was, want)
	}})
}

// Judge implements event.Rosters.
func (s Events) Judge(ctx context.Context, t event.Terms, answer string, j event.Judgement) (event.Answer, error) {
	return s.decided(ctx, &answering{terms: t, answer: answer, at: j.At, decide: func(head *event.Roster, was *event.Answer) (event.Answer, bool, error) {
		if was == nil {
			return event.Answer{}, false, fault.NotFound
		}
		return head.Judge(*was, j)
	}})
}

// decided waits until something was written. Who finds the way free writes for all who wait; a request that ends leaves what waits for
// it to those behind it.
func (s Events) decided(ctx context.Context, mine *answering) (event.Answer, error) {
	db, id := s.docs.db, mine.terms.Event
	db.said.add(id, mine)
	ctx = context.WithoutCancel(ctx) // others depend on it; the lane has its own patience
	err := db.lanes.again(ctx, id, func() (bool, error) {
		for !mine.done {
			jobs := db.said.take(id)
			done, err := s.hear(ctx, id, jobs)
			if err == nil && !done {
				db.said.back(id, jobs)
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

// hear takes one answer or verdict, and reports whether there is anything to write.
func (c *crowd) hear(j *answering) (wrote bool) {
	known, before := c.Head.Version, c.Head.Tally
	c.arrange(j.terms, j.at)
	was, changed := c.find(j.answer), false
	if j.is, changed, j.err = j.decide(&c.Head, was); j.err == nil && changed {
		j.is.Rev++
		c.put(was, j.is)
	}
	c.promote(j.at)
	return changed && j.err == nil || c.Head.Version != known || c.Head.Tally != before
}

func (c *crowd) put(was *event.Answer, is event.Answer) {
	if was == nil {
		c.Answers = append(c.Answers, is)
		return
	}
	*was = is
}
