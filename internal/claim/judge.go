package claim

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/internal/viewer"
)

// said checks what somebody writes about a claim.
func said(field, typed, missing string) (string, error) {
	words, wrong := text.Lines(typed), fault.Fields{}
	if words == "" {
		wrong.Add(field, missing)
	}
	if n := text.Len(words); n > MaxStatement {
		wrong.Add(field, fmt.Sprintf("%d caractères au plus, il y en a %d.", MaxStatement, n))
	}
	return words, wrong.Err()
}

// ground checks the reason of a decision, which may be left out where it is not due.
func ground(typed string, due bool) (string, error) {
	if !due && text.Lines(typed) == "" {
		return "", nil
	}
	return profile.CheckReason(FieldReason, typed)
}

// Submit puts what v asks before the moderators, with why they answer for the page. Those who own it are told once.
// Errors: fault.Fields; ErrOver; as Look.
func (s *Service) Submit(ctx context.Context, v viewer.Viewer, slug, statement string) (err error) {
	defer fault.Wrap(&err, "claim.Submit(%.80q)", slug)
	statement, err = said(FieldStatement, statement, "Dites en quelques mots pourquoi vous répondez de cette page.")
	if err != nil {
		return err
	}
	_, _, err = s.mine(ctx, v, slug, func(c *Claim, p *profile.Profile) error {
		c.Statement = statement
		c.Disputed = p.Claimed() && !p.Owns(v)
		if c.Waiting.IsZero() && c.Disputed {
			s.tellOwners(c, p, TellDisputed)
		}
		if c.Waiting.IsZero() {
			c.Waiting = s.now()
		}
		return nil
	})
	return err
}

// Leave is what somebody may do with a claim that is not theirs.
type Leave struct {
	Judge  bool              // grant or refuse it
	Answer bool              // say what the owners of the page have to say
	Vouch  []profile.Profile // by one of these pages of theirs
}

// Open returns a claim to who asked, to who was told of it, and to who may have a word in it: moderators, those who own the
// page, those who own a verified club or institution. Its token and its mailbox stay with Look. Errors: fault.NotFound; fault.SignedOut; fault.Forbidden.
func (s *Service) Open(ctx context.Context, v viewer.Viewer, claimID string) (_ Case, _ Leave, err error) {
	defer fault.Wrap(&err, "claim.Open(%.80q)", claimID)
	if !v.SignedIn() {
		return Case{}, Leave{}, fault.SignedOut
	}
	c, err := s.Store.Get(ctx, claimID)
	if err == nil && c.Offer() {
		err = fault.NotFound
	}
	if err != nil {
		return Case{}, Leave{}, err
	}
	k, err := s.caseFor(ctx, c)
	if err != nil {
		return Case{}, Leave{}, err
	}
	leave, err := s.leave(ctx, v, &k)
	if leave.Judge && err == nil {
		k.Parties, err = s.parties(ctx, &k)
	}
	if concerned := c.Account == v.Account || c.told(v.Account); err == nil && !concerned && !leave.Judge && !leave.Answer && len(leave.Vouch) == 0 {
		err = fault.Forbidden
	}
	return k, leave, err
}

// parties are those whom a decision is about; without those who are gone.
func (s *Service) parties(ctx context.Context, k *Case) (all []Party, err error) {
	for i, account := range append([]string{k.Claim.Account}, k.Page.Readers().Accounts...) {
		if i > 0 && account == k.Claim.Account {
			continue
		}
		a, err := s.People.Get(ctx, account)
		if errors.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Party{Account: a.ID, Name: a.Name, Email: a.Email, Owns: i > 0})
	}
	return all, nil
}

// caseFor is a claim as others than who asks may read it.
func (s *Service) caseFor(ctx context.Context, c Claim) (Case, error) {
	p, err := s.Pages.Get(ctx, c.Page)
	if err != nil {
		return Case{}, err
	}
	c.Token, c.Mail = "", nil
	k := s.caseOf(c, p, c.Account)
	k.Who, err = s.called(ctx, c.Account)
	return k, err
}

// called is the name of an account; empty when it is gone.
func (s *Service) called(ctx context.Context, account string) (string, error) {
	a, err := s.People.Get(ctx, account)
	if errors.Is(err, fault.NotFound) {
		return "", nil
	}
	return a.Name, err
}

// leave says what v may do. Nobody has a word in what they ask themselves.
func (s *Service) leave(ctx context.Context, v viewer.Viewer, k *Case) (Leave, error) {
	if v.Account == k.Claim.Account {
		return Leave{}, nil
	}
	l := Leave{Judge: v.Moderates(), Answer: k.Claim.Disputed && k.Page.Owns(v)}
	if k.Taken || !k.Claim.Open() {
		return l, nil
	}
	own, err := s.Pages.OfMember(ctx, v.Account, page.Req{Limit: page.MaxLimit})
	for _, p := range own.Items {
		if mayVouch(&p, v) && p.ID != k.Page.ID {
			l.Vouch = append(l.Vouch, p)
		}
	}
	return l, err
}

// mayVouch reports whether v may vouch in the name of p: a club or an institution that showed itself who it is. One that was
// vouched for may not: a chain would be as strong as its weakest member.
func mayVouch(p *profile.Profile, v viewer.Viewer) bool {
	known := p.Kind == profile.Club || p.Kind == profile.Institution
	return known && p.Owns(v) && p.Verified != nil && Means(p.Verified.Means) != ByVoucher
}

// judged changes a claim that v has a word in.
func (s *Service) judged(ctx context.Context, v viewer.Viewer, claimID string, may func(Leave) bool, edit func(*Claim, *profile.Profile)) (Claim, error) {
	k, leave, err := s.Open(ctx, v, claimID)
	if err != nil {
		return Claim{}, err
	}
	if !may(leave) {
		return Claim{}, fault.Forbidden
	}
	return s.change(ctx, claimID, &k.Page, func(c *Claim, p *profile.Profile) error { edit(c, p); return nil })
}

// Answer keeps what somebody says who owns the page that another asks for. Errors: fault.Fields; ErrOver; as Open.
func (s *Service) Answer(ctx context.Context, v viewer.Viewer, claimID, answer string) (err error) {
	defer fault.Wrap(&err, "claim.Answer(%.80q)", claimID)
	answer, err = said(FieldAnswer, answer, "Écrivez ce que le modérateur doit savoir.")
	if err != nil {
		return err
	}
	_, err = s.judged(ctx, v, claimID, func(l Leave) bool { return l.Answer }, func(c *Claim, _ *profile.Profile) { c.Answer = answer })
	return err
}

// Vouch grants a claim in the name of a page of v's. Errors: fault.Fields when none of their pages has the slug; ErrOver; as Open.
func (s *Service) Vouch(ctx context.Context, v viewer.Viewer, claimID, slug string) (_ Claim, err error) {
	defer fault.Wrap(&err, "claim.Vouch(%.80q)", claimID)
	_, leave, err := s.Open(ctx, v, claimID)
	if err != nil {
		return Claim{}, err
	}
	i := slices.IndexFunc(leave.Vouch, func(p profile.Profile) bool { return p.Slug == slug })
	if i < 0 && len(leave.Vouch) > 0 {
		return Claim{}, fault.Fields{FieldPage: "Choisissez au nom de qui vous vous portez garant."}
	}
	return s.judged(ctx, v, claimID, func(l Leave) bool { return i >= 0 && len(l.Vouch) > 0 }, func(c *Claim, _ *profile.Profile) {
		c.Means, c.Of, c.Decider = ByVoucher, leave.Vouch[i].Name, v.Account
		s.grant(c)
	})
}

// Grant lets in who asks, as a moderator; with replace those who own a page in dispute leave it, which takes a reason.
// Both sides read the reason. Errors: fault.Fields without a good reason where one is due; ErrOver; as Open.
func (s *Service) Grant(ctx context.Context, v viewer.Viewer, claimID string, replace bool, reason string) (_ Claim, err error) {
	defer fault.Wrap(&err, "claim.Grant(%.80q)", claimID)
	if !v.Moderates() {
		return Claim{}, fault.Forbidden
	}
	if reason, err = ground(reason, replace); err != nil {
		return Claim{}, err
	}
	return s.judged(ctx, v, claimID, func(l Leave) bool { return l.Judge }, func(c *Claim, p *profile.Profile) {
		c.Disputed = p.Claimed() && !p.Owns(viewer.Viewer{Account: c.Account})
		c.Decider, c.Replace = v.Account, replace && c.Disputed
		switch {
		case c.Replace:
			s.tellOwners(c, p, TellReplaced)
		case c.Disputed:
			s.tellOwners(c, p, TellShared)
		}
		if !c.Shown() {
			c.Means, c.Of = ByModerator, ""
		}
		s.grant(c)
		c.Why = reason
	})
}

// Refuse tells who asks why not, as a moderator. Errors: fault.Fields without a reason; ErrOver; as Open.
func (s *Service) Refuse(ctx context.Context, v viewer.Viewer, claimID, reason string) (err error) {
	defer fault.Wrap(&err, "claim.Refuse(%.80q)", claimID)
	if !v.Moderates() {
		return fault.Forbidden
	}
	if reason, err = ground(reason, true); err != nil {
		return err
	}
	_, err = s.judged(ctx, v, claimID, func(l Leave) bool { return l.Judge }, func(c *Claim, p *profile.Profile) {
		c.close(Refused, s.now())
		c.Reason, c.Decider = reason, v.Account
		c.tell(s.now(), TellRefused, c.Account)
		if c.Disputed {
			s.tellOwners(c, p, TellKept)
		}
	})
	return err
}

// Waiting lists what moderators have before them, the oldest first. Errors: fault.SignedOut, fault.Forbidden.
func (s *Service) Waiting(ctx context.Context, v viewer.Viewer, req page.Req) (_ page.Of[Case], err error) {
	defer fault.Wrap(&err, "claim.Waiting")
	if !v.Moderates() {
		return page.Of[Case]{}, fault.Forbidden
	}
	found, err := s.Store.Waiting(ctx, req.Clamp(20))
	list := page.Of[Case]{Next: found.Next}
	for _, c := range found.Items {
		if err != nil {
			break
		}
		k, gone := s.caseFor(ctx, c)
		switch {
		case gone == nil:
			list.Items = append(list.Items, k)
		case !errors.Is(gone, fault.NotFound):
			err = gone
		}
	}
	return list, err
}
