package moderation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Verdict is what a moderator decides.
type Verdict struct {
	Seen   bool // people see the thing; of a letter: the report is not upheld
	Ground string
	Facts  string
}

// ErrOwn and ErrFirst are the fault.Conflict of a moderator who may not judge: it concerns them, or it is their own decision that is
// contested and somebody else can read it again.
var (
	ErrOwn   = fmt.Errorf("it concerns who would judge it: %w", fault.Conflict)
	ErrFirst = fmt.Errorf("somebody else must read a contested decision: %w", fault.Conflict)
)

// MayJudge returns nil when v may decide about c now: ErrOwn, ErrFirst, fault.Forbidden.
func (s *Service) MayJudge(ctx context.Context, v viewer.Viewer, c *Case) error {
	crew, err := s.crew.Moderators(ctx)
	if err != nil {
		return err
	}
	return c.mayJudge(v, crew)
}

func (c *Case) mayJudge(v viewer.Viewer, crew []string) error {
	switch {
	case !v.Moderates():
		return fault.Forbidden
	case c.Touches(v.Account):
		return ErrOwn
	}
	for _, a := range c.Open() {
		if d := c.Decision(a.Of); d != nil && d.By == v.Account && slices.ContainsFunc(crew, func(other string) bool {
			return other != v.Account && !c.Touches(other)
		}) {
			return ErrFirst
		}
	}
	return nil
}

// Decide ends all that waits in a case: who reported hears it, who wrote gets reasons, and the thing is at once as was decided. Errors: as MayJudge;
// fault.Fields; fault.NotFound; fault.Conflict when there is nothing to decide any more.
func (s *Service) Decide(ctx context.Context, v viewer.Viewer, caseID string, said Verdict) (_ Decision, err error) {
	defer fault.Wrap(&err, "moderation.Decide(%s)", caseID)
	crew, err := s.crew.Moderators(ctx)
	if err != nil {
		return Decision{}, err
	}
	said.Facts = text.Lines(said.Facts)
	made := id.New()
	c, err := s.store.UpdateCase(ctx, caseID, func(c *Case) error {
		if err := c.mayJudge(v, crew); err != nil {
			return err
		}
		if err := c.check(said); err != nil {
			return err
		}
		return s.decide(c, Decision{ID: made, What: c.outcome(said), At: s.now(), By: v.Account, Ground: said.Ground, Facts: said.Facts})
	})
	if err != nil {
		return Decision{}, err
	}
	s.wake()
	return *c.Decision(made), s.apply(ctx, &c, made)
}

// check says what is missing in a verdict: whoever loses something, or was not heard, is told why.
func (c *Case) check(said Verdict) error {
	wrong := fault.Fields{}
	if _, known := GroundOf(said.Ground); !said.Seen && !known {
		wrong.Add(FieldGround, "Choisissez la règle qui n'a pas été respectée.")
	}
	least := 0
	if !said.Seen || len(c.Waiting()) > 0 || len(c.Open()) > 0 {
		least = minFacts
	}
	checkWords(wrong, FieldFacts, said.Facts, least, "Dites les faits en une phrase au moins : les personnes concernées la liront telle quelle.")
	return wrong.Err()
}

// outcome is what a verdict changes.
func (c *Case) outcome(said Verdict) What {
	switch {
	case c.Kind == Letter && !said.Seen:
		return Upheld
	case !said.Seen:
		return TakenDown
	case c.Down():
		return Restored
	}
	return Kept
}

// decide writes a decision into a case, ends what waits and owes what follows.
func (s *Service) decide(c *Case, d Decision) error {
	again := len(c.Waiting()) == 0 && len(c.Open()) == 0 && c.Waits.IsZero()
	if last := c.Last(); again && last != nil && (last.What == d.What || d.What == Kept) {
		return fault.Conflict // nobody asked, and nothing would change
	}
	if d.What == Kept || d.What == Restored {
		d.Ground = ""
	}
	was := c.Last()
	c.Decisions = append(c.Decisions, d)
	c.Waits, c.Signs, c.Expires = time.Time{}, nil, d.At.Add(keptAfter)
	c.owe(OwesEntry, d.ID, d.At)
	if d.What == TakenDown || d.What == Restored {
		c.owe(OwesEffect, d.ID, d.At)
	}
	for i := range c.Reports {
		if r := &c.Reports[i]; r.Decision == "" {
			r.Decision = d.ID
			s.tell(c, Told{What: Answered, Of: d.ID, Report: r.ID, To: r.By})
		}
	}
	authors := d.Restricts() || d.What == Restored && was != nil
	for i := range c.Appeals {
		a := &c.Appeals[i]
		if a.Outcome != "" {
			continue
		}
		a.Outcome = d.ID
		if c.isAuthor(a.By) {
			authors = true
		} else {
			s.tell(c, Told{What: Answered, Of: d.ID, Report: a.ID, To: a.By})
		}
	}
	for _, p := range c.Authors {
		if authors && c.Kind != Account {
			s.tell(c, Told{What: Statement, Of: d.ID, To: p})
		}
	}
	return nil
}

func (c *Case) isAuthor(p Party) bool {
	return slices.ContainsFunc(c.Authors, func(a Party) bool { return p.is(a) })
}

// apply does to the thing what was decided. When that fails the debt of it stays.
func (s *Service) apply(ctx context.Context, c *Case, decision string) error {
	i := slices.IndexFunc(c.Owes, func(d debt.Debt) bool { return d.ID == decision+suffix[OwesEffect] })
	if i < 0 {
		return nil
	}
	return s.Settle(ctx, c, c.Owes[i])
}

// Settle pays a debt that is no letter, and clears it. Done twice it is done once.
func (s *Service) Settle(ctx context.Context, c *Case, owed debt.Debt) (err error) {
	of := strings.TrimSuffix(owed.ID, suffix[owed.Kind])
	switch owed.Kind {
	case OwesEffect:
		err = s.effect(ctx, c, of)
	case OwesEntry:
		err = s.log(ctx, c, of)
	case OwesBell:
		err = s.crew.Call(ctx)
	}
	if err != nil {
		return err
	}
	return s.Sent(ctx, c.ID, owed)
}

// effect hides or shows a thing. A decision that another one has overtaken changes nothing any more.
func (s *Service) effect(ctx context.Context, c *Case, decision string) error {
	d, noun := c.Decision(decision), s.nouns[c.Kind]
	if d == nil || noun == nil {
		return nil
	}
	for _, later := range c.Decisions {
		if later.At.After(d.At) && (later.What == TakenDown || later.What == Restored) {
			return nil
		}
	}
	if d.What == TakenDown {
		return noun.Mark(ctx, c.Thing, &unseen.Mark{At: d.At})
	}
	return noun.Mark(ctx, c.Thing, nil)
}

// Sent notes that a debt is paid.
func (s *Service) Sent(ctx context.Context, caseID string, paid debt.Debt) error {
	_, err := s.store.UpdateCase(ctx, caseID, func(c *Case) error {
		c.Owes.Clear(paid)
		c.Told = slices.DeleteFunc(c.Told, func(t Told) bool { return t.ID == paid.ID })
		if len(c.Told) == 0 {
			c.Told = nil
		}
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		return nil // it is over
	}
	return err
}

// Suspended notes that an account was suspended, so that it can be contested and is in the log. Its letter is the account's own.
func (s *Service) Suspended(ctx context.Context, by viewer.Viewer, who Party, ground, facts string) error {
	return s.noteAccount(ctx, who, Decision{What: Suspended, By: by.Account, Ground: ground, Facts: facts})
}

// Reopened notes that an account was opened again.
func (s *Service) Reopened(ctx context.Context, by viewer.Viewer, who Party) error {
	return s.noteAccount(ctx, who, Decision{What: Reopened, By: by.Account})
}

func (s *Service) noteAccount(ctx context.Context, who Party, d Decision) error {
	d.ID, d.At = id.New(), s.now()
	return s.edit(ctx, Account, who.Account, func(c *Case) error {
		c.Title, c.Authors = who.Name, []Party{who}
		return s.decide(c, d)
	})
}
