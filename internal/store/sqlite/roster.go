package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
)

// A roster is a row with its head and a row for each answer. One write reads the head, the answer of who speaks, and those who are
// promoted: what it costs does not grow with how many answer.

var answerTraits = traits[event.Answer]{
	table: "event_answer", news: ofAnswers,
	columns: []string{"event", "list", "number"},
	root:    func(a *event.Answer) (string, *int64) { return a.ID, &a.Rev },
	owes:    func(a *event.Answer) debt.Owes { return a.Owes },
	row:     func(a *event.Answer) []any { return []any{a.Event, string(a.Group()), a.Number} },
	beside:  beside[event.Answer]{"event_answerer", "whom", "event", "answer", func(a *event.Answer) []spot { return spots(a.Concerns(), a.Event) }},
}

// Answer implements event.Rosters.
func (s Events) Answer(ctx context.Context, t event.Terms, want event.Answer) (is event.Answer, err error) {
	var said error // what the rule says of it: the terms that it was judged by stay written
	err = s.answers.db.changeOf(ctx, s.answers.news, func(c *conn) error {
		r, err := head(c, t.Event)
		if err == nil {
			err = s.arrange(c, &r, t, want.At)
		}
		if err != nil {
			return err
		}
		is, said, err = s.say(c, &r, want)
		return err
	})
	if err == nil {
		err = said
	}
	return is, err
}

// say writes what becomes of an answer, and who is promoted by it.
func (s Events) say(c *conn, r *event.Roster, want event.Answer) (is event.Answer, said, err error) {
	was, err := s.before(c, want.ID)
	if err != nil {
		return is, nil, err
	}
	had := found{}
	if was != nil {
		had = s.answers.found(was)
	}
	is, changed, said := r.Say(was, want)
	if said != nil || !changed {
		return is, said, s.promote(c, r, want.At)
	}
	is.Rev++
	if err = s.answers.put(c, had, &is); err == nil {
		err = s.promote(c, r, want.At)
	}
	return is, nil, err
}

// Judge implements event.Rosters.
func (s Events) Judge(ctx context.Context, t event.Terms, answer string, j event.Judgement) (is event.Answer, err error) {
	var said error
	err = s.answers.db.changeOf(ctx, s.answers.news, func(c *conn) error {
		r, err := head(c, t.Event)
		if err == nil {
			err = s.arrange(c, &r, t, j.At)
		}
		if err != nil {
			return err
		}
		is, said, err = s.judge(c, &r, answer, j)
		return err
	})
	if err == nil {
		err = said
	}
	return is, err
}

// judge writes what becomes of an answer by a verdict, and who is promoted by it.
func (s Events) judge(c *conn, r *event.Roster, answer string, j event.Judgement) (is event.Answer, said, err error) {
	was, err := s.before(c, answer)
	if err != nil {
		return is, nil, err
	}
	if said = fault.NotFound; was != nil && was.Event == r.Event {
		had, changed := s.answers.found(was), false
		if is, changed, said = r.Judge(*was, j); changed {
			is.Rev++
			err = s.answers.put(c, had, &is)
		}
	}
	if err == nil {
		err = s.promote(c, r, j.At)
	}
	return is, said, err
}

// before is what somebody said before; nil for nothing.
func (s Events) before(c *conn, id string) (*event.Answer, error) {
	var was event.Answer
	switch err := one(c, &was, `SELECT doc FROM event_answer WHERE id = ?`, id); {
	case errors.Is(err, fault.NotFound):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &was, nil
}

// head reads the head of a roster; one that is not there knows nothing yet.
func head(c *conn, id string) (r event.Roster, err error) {
	err = one(c, &r, `SELECT doc FROM event_roster WHERE event = ?`, id)
	if errors.Is(err, fault.NotFound) {
		r.Event, err = id, nil
	}
	return r, err
}

func putHead(c *conn, r *event.Roster) error {
	doc, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return c.exec(`INSERT OR REPLACE INTO event_roster (event, doc) VALUES (?, ?)`, r.Event, doc)
}

// promote settles a roster, then writes the head.
func (s Events) promote(c *conn, r *event.Roster, now time.Time) error {
	if err := s.settle(c, r, now); err != nil {
		return err
	}
	return putHead(c, r)
}

// settle gives places to those who wait first, then takes in those who need no yes any more.
func (s Events) settle(c *conn, r *event.Roster, now time.Time) error {
	for r.Free() {
		promoted, err := s.first(c, r, event.GroupWaiting, func(a *event.Answer) bool { return r.Promotes(a, now) })
		if err != nil {
			return err
		}
		if !promoted {
			break
		}
	}
	for r.Opens(now) {
		if _, err := s.first(c, r, event.GroupAsked, func(a *event.Answer) bool { r.Admits(a, now); return true }); err != nil {
			return err
		}
	}
	return nil
}

// first changes the first of a group, if it is to be.
func (s Events) first(c *conn, r *event.Roster, g event.Group, change func(*event.Answer) bool) (changed bool, err error) {
	var a event.Answer
	err = one(c, &a, `SELECT doc FROM event_answer WHERE event = ? AND list = ? ORDER BY number, id LIMIT 1`, r.Event, string(g))
	if err != nil {
		return false, err
	}
	err = s.answers.rewrite(c, &a, func(a *event.Answer) error {
		if !change(a) {
			return errStays
		}
		return nil
	})
	if errors.Is(err, errStays) {
		return false, nil
	}
	return err == nil, err
}

// arrange has a roster know terms, and owes everybody what follows. Who waited for a yes comes before who answers now.
func (s Events) arrange(c *conn, r *event.Roster, t event.Terms, now time.Time) error {
	err := s.tell(c, r, r.Arrange(t), now)
	if err == nil && r.Opens(now) {
		err = s.settle(c, r, now)
	}
	return err
}

// tell owes everybody a letter; none when it is empty.
func (s Events) tell(c *conn, r *event.Roster, letter string, now time.Time) error {
	if letter == "" {
		return nil
	}
	var all []event.Answer
	for _, g := range event.Counted {
		if err := c.each(appendTo(&all), `SELECT doc FROM event_answer WHERE event = ? AND list = ?`, r.Event, string(g)); err != nil {
			return err
		}
	}
	for i := range all {
		if err := s.answers.rewrite(c, &all[i], func(a *event.Answer) error { r.Tell(a, letter, now); return nil }); err != nil {
			return err
		}
	}
	return nil
}

// Arrange implements event.Rosters.
func (s Events) Arrange(ctx context.Context, t event.Terms, now time.Time) error {
	return s.answers.db.changeOf(ctx, s.answers.news, func(c *conn) error {
		r, err := head(c, t.Event)
		if err == nil {
			err = s.arrange(c, &r, t, now)
		}
		if err != nil {
			return err
		}
		return s.promote(c, &r, now)
	})
}

// DropAnswer implements event.Rosters.
func (s Events) DropAnswer(ctx context.Context, eventID, answer string, now time.Time) error {
	return s.answers.db.changeOf(ctx, s.answers.news, func(c *conn) error {
		was, err := s.before(c, answer)
		if err != nil || was == nil || was.Event != eventID {
			return err
		}
		if err := c.exec(`DELETE FROM event_answer WHERE id = ?`, answer); err != nil {
			return err
		}
		r, err := head(c, eventID)
		if err != nil {
			return err
		}
		r.Forgets(was)
		return s.promote(c, &r, now)
	})
}

// EditAnswer implements event.Rosters.
func (s Events) EditAnswer(ctx context.Context, _, answer string, edit func(*event.Answer) error) (event.Answer, error) {
	return s.answers.update(ctx, answer, edit)
}

// SettleAnswer implements event.Rosters.
func (s Events) SettleAnswer(ctx context.Context, _, answer string, edit func(*debt.Owes)) error {
	_, err := s.answers.quiet().update(ctx, answer, func(a *event.Answer) error { edit(&a.Owes); return nil })
	return orMissing(err)
}

// RemoveRoster implements event.Rosters.
func (s Events) RemoveRoster(ctx context.Context, id string) error {
	return s.answers.db.changeOf(ctx, s.answers.news, func(c *conn) error {
		err := c.exec(`DELETE FROM event_answer WHERE event = ?`, id)
		if err == nil {
			err = c.exec(`DELETE FROM event_roster WHERE event = ?`, id)
		}
		return err
	})
}

// Roster implements event.Answers.
func (s Events) Roster(ctx context.Context, id string) (r event.Roster, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		r, err = head(c, id)
		return err
	})
	return r, err
}

// AnswerOf implements event.Answers.
func (s Events) AnswerOf(ctx context.Context, _, answer string) (event.Answer, error) {
	return s.answers.get(ctx, answer)
}

// AnswersIn implements event.Answers.
func (s Events) AnswersIn(ctx context.Context, id string, g event.Group, req page.Req) (page.Of[event.Answer], error) {
	from, err := event.FromNumber(req)
	if err != nil {
		return page.Of[event.Answer]{}, err
	}
	return pageOf(ctx, s.docs.db, req, event.ByNumber,
		`SELECT doc FROM event_answer WHERE event = ? AND list = ? AND (number, id) > (?, ?) ORDER BY number, id LIMIT ?`, id, string(g), from, req.Cursor.ID)
}

// Ahead implements event.Answers.
func (s Events) Ahead(ctx context.Context, id string, before int64) (n int, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		return c.each(func(row *sqlite3.Stmt) error { n = row.ColumnInt(0); return nil },
			`SELECT count(*) FROM event_answer WHERE event = ? AND list = ? AND number < ?`, id, string(event.GroupWaiting), before)
	})
	return n, err
}

// AnswersConcerning implements event.Answers.
func (s Events) AnswersConcerning(ctx context.Context, whom string, req page.Req) (page.Of[event.Answer], error) {
	from := from(req, last)
	return pageOf(ctx, s.docs.db, req, event.ByEvent,
		`SELECT doc FROM event_answerer AS a JOIN event_answer ON event_answer.id = a.answer
		WHERE whom = ? AND (a.event, a.answer) < (?, ?) ORDER BY a.event DESC, a.answer DESC LIMIT ?`, whom, from.Key, from.ID)
}

// DueAnswers implements event.Answers.
func (s Events) DueAnswers(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]event.Answer, error) {
	return s.answers.quiet().take(ctx, now, lease, limit, kinds...)
}
