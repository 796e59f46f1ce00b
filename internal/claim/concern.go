package claim

import (
	"context"
	"errors"
	"iter"
	"slices"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
)

// Concerns are those whom a claim concerns: who enters or would, who decided, invited or vouched, who is told of it, the
// mailbox that a letter goes to, and the page.
func (c *Claim) Concerns() []string {
	accounts := []string{c.Account, c.Decider}
	for _, n := range c.Notices {
		accounts = append(accounts, n.To)
	}
	var all []string
	for _, a := range accounts {
		all = append(all, keys("compte:", a)...)
	}
	if c.Mail != nil {
		all = append(all, keys("boite:", text.Fold(c.Mail.Email))...)
	}
	all = append(all, keys("fiche:", c.Page)...)
	slices.Sort(all)
	return slices.Compact(all)
}

func keys(kind, of string) []string {
	if of == "" {
		return nil
	}
	return []string{kind + of}
}

// Of yields what an account asked, and the offers that it took, the last first.
func (s *Service) Of(ctx context.Context, account string) iter.Seq2[Claim, error] {
	return func(yield func(Claim, error) bool) {
		for c, err := range s.concerning(ctx, keys("compte:", account)) {
			if (err != nil || c.Account == account) && !yield(c, err) {
				return
			}
		}
	}
}

func (s *Service) concerning(ctx context.Context, whom []string) iter.Seq2[Claim, error] {
	return func(yield func(Claim, error) bool) {
		for _, w := range whom {
			read := func(req page.Req) (page.Of[Claim], error) { return s.Store.Concerning(ctx, w, req) }
			for one, err := range page.All(page.MaxLimit, read) {
				if !yield(one, err) || err != nil {
					return
				}
			}
		}
	}
}

// Forget removes what an account that leaves asked, what it offers, what was offered to its address, and all about pages
// that go with it. Of the claims of others it stays only that somebody decided. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account, email string, pages []string) (err error) {
	defer fault.Wrap(&err, "claim.Forget(%s)", account)
	whom := append(keys("compte:", account), keys("boite:", text.Fold(email))...)
	for _, p := range pages {
		whom = append(whom, keys("fiche:", p)...)
	}
	for c, err := range s.concerning(ctx, whom) {
		if err == nil {
			err = s.forget(ctx, &c, account, email, pages)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) forget(ctx context.Context, c *Claim, account, email string, pages []string) error {
	theirs := c.Account == account || c.Offer() && c.Open() && (c.Decider == account || c.Mail != nil && text.Fold(c.Mail.Email) == text.Fold(email))
	if theirs || slices.Contains(pages, c.Page) {
		return s.Store.Remove(ctx, c.ID)
	}
	_, err := s.Store.Update(ctx, c.ID, func(c *Claim) error { c.leave(account, email); return nil })
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// leave takes somebody out of the claim of another.
func (c *Claim) leave(account, email string) {
	if c.Decider == account {
		c.Decider = profile.Left
	}
	if c.Mail != nil && text.Fold(c.Mail.Email) == text.Fold(email) {
		c.Mail = nil
	}
	for _, n := range c.Notices {
		if n.To == account || n.What == TellCode && n.To == "" && c.Mail == nil {
			c.Owes.Clear(debt.Debt{ID: n.ID})
		}
	}
	c.Notices = slices.DeleteFunc(slices.Clone(c.Notices), func(n Notice) bool { return n.To == account })
}
