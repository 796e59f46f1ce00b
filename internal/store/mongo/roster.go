package mongo

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
)

// crowd is a roster with all its answers, in one document: one conditional replacement of it is one atomic step. Answers stand in
// the order in which they were first given.
type crowd struct {
	ID      string         `json:"id"` // of the event
	Rev     int64          `json:"rev"`
	Head    event.Roster   `json:"head"`
	Answers []event.Answer `json:"answers"`
}

var crowdTraits = traits[crowd]{
	root:  func(c *crowd) (string, *int64) { return c.ID, &c.Rev },
	names: func(*crowd) []name { return nil },
	alive: func(*crowd) error { return nil },
	owes:  func(*crowd) debt.Owes { return nil }, // its answers do: see DueAnswers
	row:   func(c *crowd) any { return c.row() },
}

// crowdDoc is a roster as it is stored.
type crowdDoc struct {
	ID       string    `bson:"_id"`
	Doc      crowd     `bson:"doc"`
	Concerns []string  `bson:"concerns,omitempty"`
	Due      time.Time `bson:"due,omitempty"` // of the first debt of an answer
}

func (c *crowd) row() crowdDoc {
	d := crowdDoc{ID: c.ID, Doc: *c}
	for i := range c.Answers {
		a := &c.Answers[i]
		d.Concerns = append(d.Concerns, a.Concerns()...)
		if due := a.Owes.First(); !due.IsZero() && (d.Due.IsZero() || due.Before(d.Due)) {
			d.Due = due
		}
	}
	return d
}

// find returns the answer of that ID, nil when there is none.
func (c *crowd) find(id string) *event.Answer {
	for i := range c.Answers {
		if c.Answers[i].ID == id {
			return &c.Answers[i]
		}
	}
	return nil
}

// promote gives places to those who wait first, then takes in those who need no yes any more.
func (c *crowd) promote(now time.Time) {
	for c.Head.Free() {
		first := c.first(event.GroupWaiting)
		if first == nil || !c.Head.Promotes(first, now) {
			break
		}
		first.Rev++
	}
	for c.Head.Opens(now) {
		first := c.first(event.GroupAsked)
		if first == nil {
			return
		}
		c.Head.Admits(first, now)
		first.Rev++
	}
}

// first is who came first of a group.
func (c *crowd) first(g event.Group) (first *event.Answer) {
	for i := range c.Answers {
		if a := &c.Answers[i]; a.Group() == g && (first == nil || inOrder(*a, *first) < 0) {
			first = a
		}
	}
	return first
}

// inOrder compares by arrival.
func inOrder(a, b event.Answer) int {
	return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
}

// arrange has the roster know terms, and owes everybody what follows. Who waited for a yes comes before who answers now.
func (c *crowd) arrange(t event.Terms, now time.Time) {
	letter := c.Head.Arrange(t)
	for i := range c.Answers {
		if letter != "" && c.Answers[i].Counts() {
			c.Head.Tell(&c.Answers[i], letter, now)
			c.Answers[i].Rev++
		}
	}
	if c.Head.Opens(now) {
		c.promote(now)
	}
}

// errSame ends an edit that would change nothing.
var errSame = errors.New("nothing changes")

// change edits the roster of an event, and makes it when it is missing.
func (s Events) change(ctx context.Context, id string, edit func(*crowd) error) error {
	for {
		_, err := s.rosters.update(ctx, id, edit)
		if !errors.Is(err, fault.NotFound) {
			return err
		}
		if err := s.begin(ctx, id); err != nil {
			return err
		}
	}
}

// begin makes an empty roster, if there is none.
func (s Events) begin(ctx context.Context, id string) error {
	err := s.rosters.insert(ctx, crowd{ID: id, Head: event.Roster{Terms: event.Terms{Event: id}}})
	if errors.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

// Arrange implements event.Rosters.
func (s Events) Arrange(ctx context.Context, t event.Terms, now time.Time) error {
	return s.docs.db.notedAnswer(ctx, s.change(ctx, t.Event, func(c *crowd) error {
		c.arrange(t, now)
		c.promote(now)
		return nil
	}))
}

// DropAnswer implements event.Rosters.
func (s Events) DropAnswer(ctx context.Context, id, answer string, now time.Time) error {
	_, err := s.rosters.update(ctx, id, func(c *crowd) error {
		was := c.find(answer)
		if was == nil {
			return fault.NotFound
		}
		c.Head.Forgets(was)
		c.Answers = slices.DeleteFunc(c.Answers, func(a event.Answer) bool { return a.ID == answer })
		c.promote(now)
		return nil
	})
	return s.docs.db.notedAnswer(ctx, orMissing(err))
}

// edit changes one answer.
func (s Events) edit(ctx context.Context, id, answer string, edit func(*event.Answer) error) (is event.Answer, err error) {
	_, err = s.rosters.update(ctx, id, func(c *crowd) error {
		a := c.find(answer)
		if a == nil {
			return fault.NotFound
		}
		if err := edit(a); err != nil {
			return err
		}
		a.Rev++
		is = *a
		return nil
	})
	return is, err
}

// EditAnswer implements event.Rosters.
func (s Events) EditAnswer(ctx context.Context, id, answer string, edit func(*event.Answer) error) (event.Answer, error) {
	is, err := s.edit(ctx, id, answer, edit)
	return is, s.docs.db.notedAnswer(ctx, err)
}

// SettleAnswer implements event.Rosters.
func (s Events) SettleAnswer(ctx context.Context, id, answer string, edit func(*debt.Owes)) error {
	_, err := s.edit(ctx, id, answer, func(a *event.Answer) error { edit(&a.Owes); return nil })
	return orMissing(err)
}

// RemoveRoster implements event.Rosters.
func (s Events) RemoveRoster(ctx context.Context, id string) error {
	return s.docs.db.notedAnswer(ctx, s.rosters.remove(ctx, id))
}

// Roster implements event.Answers.
func (s Events) Roster(ctx context.Context, id string) (event.Roster, error) {
	c, err := s.crowd(ctx, id)
	return c.Head, err
}

// crowd reads a roster; one that is not there knows nothing yet.
func (s Events) crowd(ctx context.Context, id string) (crowd, error) {
	c, err := s.rosters.get(ctx, id)
	if errors.Is(err, fault.NotFound) {
		return crowd{ID: id, Head: event.Roster{Terms: event.Terms{Event: id}}}, nil
	}
	return c, err
}

// AnswerOf implements event.Answers.
func (s Events) AnswerOf(ctx context.Context, id, answer string) (event.Answer, error) {
	c, err := s.crowd(ctx, id)
	if err != nil {
		return event.Answer{}, err
	}
	if a := c.find(answer); a != nil {
		return *a, nil
	}
	return event.Answer{}, fault.NotFound
}

// AnswersIn implements event.Answers.
func (s Events) AnswersIn(ctx context.Context, id string, g event.Group, req page.Req) (page.Of[event.Answer], error) {
	from, err := event.FromNumber(req)
	if err != nil {
		return page.Of[event.Answer]{}, err
	}
	c, err := s.crowd(ctx, id)
	if err != nil {
		return page.Of[event.Answer]{}, err
	}
	before := event.Answer{Number: from, ID: req.Cursor.ID}
	rest := slices.DeleteFunc(c.Answers, func(a event.Answer) bool { return a.Group() != g || inOrder(a, before) <= 0 })
	slices.SortFunc(rest, inOrder)
	return page.Cut(rest[:min(len(rest), req.Limit+1)], req.Limit, event.ByNumber), nil
}

// Ahead implements event.Answers.
func (s Events) Ahead(ctx context.Context, id string, before int64) (n int, err error) {
	c, err := s.crowd(ctx, id)
	for i := range c.Answers {
		if a := &c.Answers[i]; a.Group() == event.GroupWaiting && a.Number < before {
			n++
		}
	}
	return n, err
}

var crowdsConcerning = list[crowd]{"event_roster_concerns", by("-_id"), func(c crowd) page.Cursor { return page.Cursor{Key: c.ID} }}

// AnswersConcerning implements event.Answers. Somebody has one answer to an event, or two: as a guest before they had an account.
func (s Events) AnswersConcerning(ctx context.Context, whom string, req page.Req) (page.Of[event.Answer], error) {
	from := cmp.Or(req.Cursor.Key, last)
	more := page.Req{Limit: req.Limit + 1, Cursor: req.Cursor} // the first is that where the last page ended
	found, err := s.rosters.page(ctx, crowdsConcerning, more, where(is("concerns", whom), compare("_id", atMost(from))))
	if err != nil {
		return page.Of[event.Answer]{}, err
	}
	var all []event.Answer
	for _, c := range found.Items {
		all = append(all, slices.DeleteFunc(c.Answers, func(a event.Answer) bool {
			return !slices.Contains(a.Concerns(), whom) || a.Event == req.Cursor.Key && a.ID >= req.Cursor.ID
		})...)
	}
	slices.SortFunc(all, func(a, b event.Answer) int { return cmp.Or(cmp.Compare(b.Event, a.Event), cmp.Compare(b.ID, a.ID)) })
	cut := page.Cut(all[:min(len(all), req.Limit+1)], req.Limit, event.ByEvent)
	if cut.Next.IsZero() && !found.Next.IsZero() && len(cut.Items) > 0 {
		cut.Next = event.ByEvent(cut.Items[len(cut.Items)-1])
	}
	return cut, nil
}

// dueTogether is how many rosters are looked at for debts at once.
const dueTogether = 50

// DueAnswers implements event.Answers.
func (s Events) DueAnswers(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) (owing []event.Answer, err error) {
	found, err := s.rosters.find(ctx, where(compare("due", atMost(now))), options.Find().SetSort(by("due")).SetLimit(dueTogether).SetHint("event_roster_due"))
	if err != nil {
		return nil, err
	}
	for i := range found {
		if len(owing) == limit {
			break
		}
		var mine []event.Answer
		_, err := s.rosters.update(ctx, found[i].ID, func(c *crowd) error {
			if mine = c.lease(now, lease, limit-len(owing), kinds); len(mine) == 0 {
				return errSame
			}
			return nil
		})
		if err != nil && !errors.Is(err, errSame) && !errors.Is(err, fault.NotFound) {
			return owing, err
		}
		owing = append(owing, mine...)
	}
	return owing, nil
}

// lease puts off the debts of up to limit answers, the first due first.
func (c *crowd) lease(now time.Time, lease time.Duration, limit int, kinds []string) (mine []event.Answer) {
	var due []*event.Answer
	for i := range c.Answers {
		if len(c.Answers[i].Owes.DueAt(now, kinds...)) > 0 {
			due = append(due, &c.Answers[i])
		}
	}
	slices.SortStableFunc(due, func(a, b *event.Answer) int { return a.Owes.First().Compare(b.Owes.First()) })
	for _, a := range due[:min(len(due), limit)] {
		a.Owes.PutOff(now, lease, kinds...)
		a.Rev++
		mine = append(mine, *a)
	}
	return mine
}
