package moderation

import (
	"context"
	"iter"
	"slices"

	"partant/internal/debt"
	"partant/internal/page"
	"partant/internal/text"
)

// Concerns are those whom a case concerns: who reported, contests, is meant, has decided.
func (c *Case) Concerns() (all []string) {
	for _, p := range c.Authors {
		all = append(all, p.concerns()...)
	}
	for _, r := range c.Reports {
		all = append(all, r.By.concerns()...)
	}
	for _, a := range c.Appeals {
		all = append(all, a.By.concerns()...)
	}
	for _, d := range c.Decisions {
		all = append(all, Party{Account: d.By}.concerns()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (p Party) concerns() (all []string) {
	if p.Account != "" {
		all = append(all, "compte:"+p.Account)
	}
	if p.Email != "" {
		all = append(all, "boite:"+text.Fold(p.Email))
	}
	return all
}

// is reports whether two parties are one person: the same account or, without one, the same address.
func (p Party) is(o Party) bool {
	return p.Account != "" && p.Account == o.Account || o.Account == "" && o.Email != "" && text.Fold(p.Email) == text.Fold(o.Email)
}

// By yields the cases in which somebody reported or contests something, or that are about what is theirs; the last made first.
func (s *Service) By(ctx context.Context, who Party) iter.Seq2[Concerned, error] {
	return func(yield func(Concerned, error) bool) {
		for c, err := range s.concerning(ctx, who) {
			if err != nil {
				yield(Concerned{}, err)
				return
			}
			if mine, err := c.of(who); err == nil && !yield(mine, nil) {
				return
			}
		}
	}
}

func (s *Service) concerning(ctx context.Context, who Party) iter.Seq2[Case, error] {
	return func(yield func(Case, error) bool) {
		seen := map[string]bool{}
		for _, w := range who.concerns() {
			read := func(req page.Req) (page.Of[Case], error) { return s.store.CasesConcerning(ctx, w, req) }
			for one, err := range page.All(page.MaxLimit, read) {
				if err == nil && seen[one.ID] {
					continue
				}
				seen[one.ID] = true
				if !yield(one, err) || err != nil {
					return
				}
			}
		}
	}
}

// Left stands for somebody who has left the site.
const Left = "parti"

// Forget takes somebody who leaves out of cases. What was reported or decided stays until its end, with the name of who is meant,
// since decisions must be open to dispute; who reported is no more named, and hears nothing more. A case that only a program made goes.
func (s *Service) Forget(ctx context.Context, who Party) error {
	for c, err := range s.concerning(ctx, who) {
		switch {
		case err != nil:
		case c.isAuthor(who) && len(c.Reports) == 0 && len(c.Appeals) == 0 && !c.judged():
			err = s.store.RemoveCase(ctx, c.ID)
		default:
			_, err = s.store.UpdateCase(ctx, c.ID, func(c *Case) error { c.forget(who); return nil })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// judged reports whether a person restricted something.
func (c *Case) judged() bool {
	return slices.ContainsFunc(c.Decisions, func(d Decision) bool { return d.Restricts() && !d.Automated() })
}

func (c *Case) forget(who Party) {
	gone := Party{Name: "quelqu'un qui a quitté le site"}
	for i := range c.Reports {
		if who.is(c.Reports[i].By) {
			c.Reports[i].By = gone
		}
	}
	for i := range c.Appeals {
		if who.is(c.Appeals[i].By) {
			c.Appeals[i].By = gone
		}
	}
	for i := range c.Authors {
		if who.is(c.Authors[i]) {
			c.Authors[i] = Party{Name: c.Authors[i].Name}
		}
	}
	for i := range c.Decisions {
		if who.Account != "" && c.Decisions[i].By == who.Account {
			c.Decisions[i].By = Left
		}
	}
	for _, t := range slices.Clone(c.Told) {
		if who.is(t.To) {
			c.Told = slices.DeleteFunc(c.Told, func(o Told) bool { return o.ID == t.ID })
			c.Owes.Clear(debt.Debt{ID: t.ID})
		}
	}
	if len(c.Told) == 0 {
		c.Told = nil
	}
}
