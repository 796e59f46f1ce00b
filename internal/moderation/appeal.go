package moderation

import (
	"context"
	"slices"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Concerned is a case as one person reads it whom it concerns.
type Concerned struct {
	Case
	Me     Party
	Author bool    // they answer for the thing; else they reported it
	Report *Report // theirs, the last one
}

// Heard are the decisions that the reader is told: all about what is theirs, to who reported those since.
func (r *Concerned) Heard() []Decision {
	if r.Author {
		return slices.DeleteFunc(slices.Clone(r.Decisions), func(d Decision) bool { return d.What == Kept && !r.answers(d.ID, true) })
	}
	return slices.DeleteFunc(slices.Clone(r.Decisions), func(d Decision) bool {
		return !r.answers(d.ID, false) && (r.Report == nil || r.Report.Decision != d.ID)
	})
}

// answers reports whether a decision ended an appeal: of anybody, or of the reader.
func (r *Concerned) answers(decision string, any bool) bool {
	return slices.ContainsFunc(r.Appeals, func(a Appeal) bool { return a.Outcome == decision && (any || r.Me.is(a.By)) })
}

// MyReports are those of the reader.
func (r *Concerned) MyReports() (all []Report) {
	for _, one := range r.Reports {
		if r.Me.is(one.By) {
			all = append(all, one)
		}
	}
	return all
}

// Contested are the appeals of the reader.
func (r *Concerned) Contested() (all []Appeal) {
	for _, a := range r.Appeals {
		if r.Me.is(a.By) {
			all = append(all, a)
		}
	}
	return all
}

// For returns a case to a member whom it concerns. fault.SignedOut; fault.NotFound for everybody else.
func (s *Service) For(ctx context.Context, v viewer.Viewer, caseID string) (Concerned, error) {
	if !v.SignedIn() {
		return Concerned{}, fault.SignedOut
	}
	c, err := s.store.Case(ctx, caseID)
	if err != nil {
		return Concerned{}, err
	}
	return c.of(Party{Account: v.Account})
}

// Seal names somebody whom a case concerns: what the secret of their link is made of. See ForLink.
func (c *Case) Seal(p Party) string { return c.ID + "\x00" + p.Account + "\x00" + text.Fold(p.Email) }

// ForLink returns a case to whom a link was written to that no account opens: fits reports whether the secret of the link is
// that of a Seal. fault.NotFound.
func (s *Service) ForLink(ctx context.Context, caseID string, fits func(seal string) bool) (Concerned, error) {
	c, err := s.store.Case(ctx, caseID)
	if err != nil {
		return Concerned{}, err
	}
	for _, p := range c.parties() {
		if fits(c.Seal(p)) {
			return c.of(p)
		}
	}
	return Concerned{}, fault.NotFound
}

// parties are all whom the case concerns and who can be written to.
func (c *Case) parties() (all []Party) {
	all = slices.Clone(c.Authors)
	for _, r := range c.Reports {
		all = append(all, r.By)
	}
	return slices.DeleteFunc(all, func(p Party) bool { return p.Account == "" && p.Email == "" })
}

func (c *Case) of(me Party) (Concerned, error) {
	r := Concerned{Case: *c, Me: me, Author: c.isAuthor(me)}
	if mine := r.MyReports(); len(mine) > 0 {
		r.Report = &mine[len(mine)-1]
	}
	if r.Report == nil && (!r.Author || len(r.Heard()) == 0) { // an author is not told of what came to nothing
		return Concerned{}, fault.NotFound
	}
	return r, nil
}

// CanContest returns the decision that the reader may contest now, or nil: the last one that they are told, when it went against them, for
// six months, once.
func (s *Service) CanContest(r *Concerned) *Decision {
	heard := r.Heard()
	if len(heard) == 0 {
		return nil
	}
	d := heard[len(heard)-1]
	lost := d.Restricts() && d.What != Held
	if !r.Author {
		lost = d.What == Kept || d.What == Restored
	}
	over := s.now().Sub(d.At) > Contestable || r.Last().ID != d.ID
	if !lost || over || slices.ContainsFunc(r.Contested(), func(a Appeal) bool { return a.Of == d.ID || a.Outcome == d.ID }) {
		return nil
	}
	return &d
}

// Contest has a decision read again. Errors: fault.Fields; fault.Conflict when there is nothing to contest.
func (s *Service) Contest(ctx context.Context, r Concerned, words string) (err error) {
	defer fault.Wrap(&err, "moderation.Contest(%s)", r.ID)
	words = text.Lines(words)
	wrong := fault.Fields{}
	checkWords(wrong, FieldWords, words, minFacts, "Dites en une phrase au moins pourquoi vous n'êtes pas d'accord.")
	if err := wrong.Err(); err != nil {
		return err
	}
	made := id.New()
	_, err = s.store.UpdateCase(ctx, r.ID, func(c *Case) error {
		now, err := c.of(r.Me)
		if err != nil {
			return err
		}
		d := s.CanContest(&now)
		if d == nil {
			return fault.Conflict
		}
		a := Appeal{ID: made, Of: d.ID, By: r.Me, Words: words, At: s.now()}
		c.Appeals = append(c.Appeals, a)
		s.want(c)
		c.owe(OwesEntry, a.ID, a.At)
		s.tell(c, Told{What: Receipt, Of: a.ID, Report: a.ID, To: a.By})
		return nil
	})
	if err == nil {
		s.wake()
	}
	return err
}
