package claim

import (
	"context"
	"errors"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/lang"
)

// Letter is one letter that a claim owes, with all that it speaks of.
type Letter struct {
	Debt     debt.Debt
	What     What
	Claim    Claim  // with the code or the secret that only the letter may tell
	Name     string // of the page
	Slug     string
	To       string   // address; empty: there is nobody to tell any more
	Called   string   // what the reader is called; may be empty
	Language lang.Tag // what they read
	Who      string   // who asks, or who invites
	Joined   string   // who entered, for who invited them
}

// Letters takes a claim that owes something due at now, puts it off by lease, lets in whom it owes to let in, forgets an
// offer that nobody took, and returns the letters that are left to send. None and false when nothing is due.
func (s *Service) Letters(ctx context.Context, now time.Time, lease time.Duration) (_ []Letter, some bool, err error) {
	defer fault.Wrap(&err, "claim.Letters")
	due, err := s.Store.TakeDue(ctx, now, lease, 1)
	if err != nil || len(due) == 0 {
		return nil, false, err
	}
	c, err := s.enter(ctx, due[0])
	if err != nil {
		return nil, true, err
	}
	var letters []Letter
	for _, d := range c.Owes.Leased(now, lease) {
		switch d.Kind {
		case OwesEnd:
			err = s.expire(ctx, c.ID)
		case OwesLetter:
			l, lost := s.letter(ctx, &c, d)
			letters, err = append(letters, l), lost
		}
		if err != nil {
			return nil, true, err
		}
	}
	return letters, true, nil
}

// expire forgets an offer, and the address it went to.
func (s *Service) expire(ctx context.Context, claimID string) error {
	_, err := s.Store.Update(ctx, claimID, func(c *Claim) error {
		if c.Open() {
			c.close(Withdrawn, s.now())
		}
		c.settleEnd()
		return nil
	})
	return err
}

// letter gathers what a letter speaks of. What is gone by now leaves it without address.
func (s *Service) letter(ctx context.Context, c *Claim, d debt.Debt) (Letter, error) {
	n, _ := c.Notice(d.ID)
	l := Letter{Debt: d, What: n.What, Claim: *c}
	p, err := s.Pages.Get(ctx, c.Page)
	if errors.Is(err, fault.NotFound) {
		return l, nil
	}
	l.Name, l.Slug = p.Name, p.Slug
	var to, who, by account.Account
	for _, find := range []struct {
		id   string
		into *account.Account
	}{{n.To, &to}, {c.Account, &who}, {c.Decider, &by}} {
		if find.id != "" && err == nil {
			*find.into, err = s.People.Get(ctx, find.id)
		}
		if errors.Is(err, fault.NotFound) {
			err = nil
		}
	}
	if err != nil {
		return l, err
	}
	l.To, l.Called, l.Language, l.Who = to.Email, to.Name, to.Language, who.Name
	switch n.What {
	case TellCode, TellInvited:
		if n.To == "" && c.Mail != nil && c.Mail.Sealed != "" {
			l.To = c.Mail.Email
		}
		if n.What == TellInvited {
			l.Who = by.Name
		}
	case TellJoined:
		l.Joined = who.Name
	}
	return l, nil
}

// Sent notes that a letter has left, or never will: its secret is forgotten, and a code begins to grow old.
func (s *Service) Sent(ctx context.Context, l Letter) error {
	_, err := s.Store.Update(ctx, l.Claim.ID, func(c *Claim) error {
		c.Owes.Clear(l.Debt)
		same := c.Mail != nil && l.Claim.Mail != nil && c.Mail.Sealed == l.Claim.Mail.Sealed // no other was asked for since
		if !same || l.What != TellCode && l.What != TellInvited {
			return nil
		}
		c.Mail.Sealed = ""
		if end := s.now().Add(codeAtMost); l.What == TellCode && c.Mail.Expires.After(end) {
			c.Mail.Expires = end
		}
		return nil
	})
	return err
}

// Later notes when a letter is tried again.
func (s *Service) Later(ctx context.Context, l Letter, due time.Time) error {
	_, err := s.Store.Update(ctx, l.Claim.ID, func(c *Claim) error { c.Owes.Delay(l.Debt.ID, due); return nil })
	return err
}
