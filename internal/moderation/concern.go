package moderation

import (
	"context"
	"iter"
	"slices"

	"partant/internal/page"
	"partant/internal/text"
)

// Concerns are those whom a report concerns: who made it, who is meant by it, who decided.
func (r *Report) Concerns() []string {
	all := slices.Concat(r.By.concerns(), r.Author.concerns(), Party{Account: r.DecidedBy}.concerns())
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

// By yields the reports that somebody made, the last first.
func (s *Service) By(ctx context.Context, who Party) iter.Seq2[Report, error] {
	return func(yield func(Report, error) bool) {
		for r, err := range s.concerning(ctx, who) {
			if (err != nil || who.is(r.By)) && !yield(r, err) {
				return
			}
		}
	}
}

func (s *Service) concerning(ctx context.Context, who Party) iter.Seq2[Report, error] {
	return func(yield func(Report, error) bool) {
		for _, w := range who.concerns() {
			read := func(req page.Req) (page.Of[Report], error) { return s.store.ReportsConcerning(ctx, w, req) }
			for one, err := range page.All(page.MaxLimit, read) {
				if !yield(one, err) || err != nil {
					return
				}
			}
		}
	}
}

// Left stands for somebody who has left the site.
const Left = "parti"

// Forget takes somebody who leaves out of reports. What was reported stays until its end, with the name of who is meant,
// since decisions must be open to dispute; who made it is no more named, and hears nothing more.
func (s *Service) Forget(ctx context.Context, who Party) error {
	for r, err := range s.concerning(ctx, who) {
		if err == nil {
			_, err = s.store.UpdateReport(ctx, r.ID, func(r *Report) error { r.forget(who); return nil })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Report) forget(who Party) {
	if who.is(r.By) {
		r.By, r.Owes = Party{Name: "quelqu'un qui a quitté le site"}, nil
	}
	if who.is(r.Author) {
		r.Author = Party{Name: r.Author.Name}
	}
	if r.DecidedBy == who.Account {
		r.DecidedBy = Left
	}
}
