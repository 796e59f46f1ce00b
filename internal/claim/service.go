package claim

import (
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Pages reads profiles whole: see profile.Store and profile.Lists.
type Pages interface {
	Get(ctx context.Context, id string) (profile.Profile, error)
	BySlug(ctx context.Context, slug string) (profile.Profile, error)
	OfMember(ctx context.Context, account string, req page.Req) (page.Of[profile.Profile], error)
}

// Teams lets people in: profile.Service.Join.
type Teams interface {
	Join(ctx context.Context, pageID string, e profile.Entry) (profile.Profile, error)
}

// People finds accounts: account.Service.Get.
type People interface {
	Get(ctx context.Context, id string) (account.Account, error)
}

// Sites looks for the sign of an owner on a site. The error says in its chain why there is none, by a kind of fault and by
// the reason of whoever looked: see package proof.
type Sites interface {
	File(ctx context.Context, name, token string) error
	TXT(ctx context.Context, name, token string) error
}

// Ports are what the rules need of others.
type Ports struct {
	Store  Store
	Pages  Pages
	Teams  Teams
	People People
	Sites  Sites
}

// Service applies the rules of claims.
type Service struct {
	Ports
	now  clock.Clock
	wake func()
}

// New returns a Service. wake is called after each write that owes a letter.
func New(p Ports, now clock.Clock, wake func()) *Service {
	return &Service{Ports: p, now: now, wake: wake}
}

// The form fields of a claim, keys of fault.Fields.
const (
	FieldEmail     = "email"
	FieldCode      = "code"
	FieldStatement = "motif"
	FieldAnswer    = "reponse"
	FieldReason    = "raison"
	FieldRole      = "role"
	FieldPage      = "garant"
)

// MaxStatement bounds what people write about a claim, in characters.
const MaxStatement = 2000

// nameOf is the id of what one account asks of one page.
func nameOf(account, pageID string) string { return id.Named("revendication", account+"\x00"+pageID) }

// Case is a claim and what it is about. Its Page is whole: web shows of it what everybody sees.
type Case struct {
	Claim Claim // zero before Begin
	Page  profile.Profile
	Ways  Ways
	Who   string // what whoever would enter is called
	Mine  bool   // the viewer owns the page already, and may only have it verified
	Taken bool   // somebody else owns it

	Employer Employer // what the State says of the viewer, of Look alone
	Parties  []Party  // of Open alone, for who judges: who asks, then those who own the page
}

// Party is somebody whom a decision is about, as moderators read them.
type Party struct {
	Account, Name, Email string
	Owns                 bool // the page; else they ask for it
}

// Look returns what v may do to show that a page is theirs. Errors: fault.SignedOut; fault.Forbidden for an example;
// as profile.Store.BySlug.
func (s *Service) Look(ctx context.Context, v viewer.Viewer, slug string) (_ Case, err error) {
	defer fault.Wrap(&err, "claim.Look(%.80q)", slug)
	p, err := s.claimable(ctx, v, slug)
	if err != nil {
		return Case{}, err
	}
	c, err := s.Store.Get(ctx, nameOf(v.Account, p.ID))
	if err != nil && !errors.Is(err, fault.NotFound) {
		return Case{}, err
	}
	k := s.caseOf(c, p, v.Account)
	a, err := s.People.Get(ctx, v.Account)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return Case{}, err
	}
	k.Employer = employer(&a, k.Ways.Company, s.now())
	return k, nil
}

func (s *Service) caseOf(c Claim, p profile.Profile, account string) Case {
	k := Case{Claim: c, Page: p, Ways: ways(&p), Mine: p.Owns(viewer.Viewer{Account: account})}
	k.Taken = p.Claimed() && !k.Mine
	return k
}

func (s *Service) claimable(ctx context.Context, v viewer.Viewer, slug string) (profile.Profile, error) {
	if !v.SignedIn() {
		return profile.Profile{}, fault.SignedOut
	}
	p, err := s.Pages.BySlug(ctx, slug)
	if err == nil && p.Example {
		err = fault.Forbidden
	}
	return p, err
}

// Begin asks for a page, again if it was refused or withdrawn: it draws the token. Begun twice it is begun once.
// Errors as Look.
func (s *Service) Begin(ctx context.Context, v viewer.Viewer, slug, title string) (_ Claim, err error) {
	defer fault.Wrap(&err, "claim.Begin(%.80q)", slug)
	p, err := s.claimable(ctx, v, slug)
	if err != nil {
		return Claim{}, err
	}
	fresh := Claim{ID: nameOf(v.Account, p.ID), Page: p.ID, Account: v.Account, Role: profile.Owner, Title: text.Cut(text.Line(title), profile.MaxTag),
		Token: id.Secret(), State: Asked, Verify: true, Disputed: p.Claimed() && !p.Owns(v), Created: s.now()}
	err = s.Store.Insert(ctx, fresh)
	if !errors.Is(err, fault.Conflict) {
		return fresh, err
	}
	return s.Store.Update(ctx, fresh.ID, func(c *Claim) error {
		if !c.Open() && !c.entering() {
			fresh.Rev, fresh.Owes, fresh.Notices, fresh.Reason, fresh.Why = c.Rev, c.Owes, c.Notices, c.Reason, c.Why // letters may still be under way
			*c = fresh
		}
		return nil
	})
}

// Withdraw gives up what v asks of a page. Errors as Look.
func (s *Service) Withdraw(ctx context.Context, v viewer.Viewer, slug string) (err error) {
	defer fault.Wrap(&err, "claim.Withdraw(%.80q)", slug)
	_, _, err = s.mine(ctx, v, slug, func(c *Claim, p *profile.Profile) error {
		c.close(Withdrawn, s.now())
		if c.Disputed {
			s.tellOwners(c, p, TellKept)
		}
		return nil
	})
	return err
}

// entering reports whether a granted claim still owes the entry into the team.
func (c *Claim) entering() bool {
	return slices.ContainsFunc(c.Owes, func(d debt.Debt) bool { return d.Kind == OwesEntry })
}

// close ends a claim. What only its beginning needed is forgotten.
func (c *Claim) close(as State, now time.Time) {
	c.State, c.Decided, c.Waiting, c.Mail, c.Token = as, now, time.Time{}, nil, ""
	c.settleEnd()
}

func (c *Claim) settleEnd() {
	c.Owes = slices.DeleteFunc(c.Owes, func(d debt.Debt) bool { return d.Kind == OwesEnd })
}

// mine changes what v asks of a page, while that is open. ErrOver when it is not.
func (s *Service) mine(ctx context.Context, v viewer.Viewer, slug string, edit func(*Claim, *profile.Profile) error) (Claim, profile.Profile, error) {
	p, err := s.claimable(ctx, v, slug)
	if err != nil {
		return Claim{}, p, err
	}
	c, err := s.change(ctx, nameOf(v.Account, p.ID), &p, edit)
	return c, p, err
}

// change changes an open claim, then lets in whom it grants.
func (s *Service) change(ctx context.Context, claimID string, p *profile.Profile, edit func(*Claim, *profile.Profile) error) (Claim, error) {
	c, err := s.Store.Update(ctx, claimID, func(c *Claim) error {
		if !c.Open() {
			return ErrOver
		}
		return edit(c, p)
	})
	if errors.Is(err, fault.NotFound) {
		err = ErrOver
	}
	if err != nil {
		return Claim{}, err
	}
	s.wake()
	return s.enter(ctx, c)
}

// ErrOver is the fault.Conflict of a claim that is not open any more, or not yet.
var ErrOver = errors.Join(errors.New("the claim is not open"), fault.Conflict)

// tellOwners owes a letter to each who owns the page but is not who asks.
func (s *Service) tellOwners(c *Claim, p *profile.Profile, what What) {
	for _, m := range p.Team {
		if m.Role == profile.Owner && m.Account != "" && m.Account != c.Account {
			c.tell(s.now(), what, m.Account)
		}
	}
}

// grant lets whoever asks in: the entry is owed in the same write, and made right after.
func (s *Service) grant(c *Claim) {
	c.close(Granted, s.now())
	c.Why = ""
	c.owe(s.now(), OwesEntry, id.New())
}

// enter pays the entries that a claim owes. Where somebody else came to own the page meanwhile, it becomes a dispute.
func (s *Service) enter(ctx context.Context, c Claim) (Claim, error) {
	for _, d := range c.Owes {
		if d.Kind != OwesEntry {
			continue
		}
		p, err := s.join(ctx, &c, d)
		lost := errors.Is(err, fault.NotFound) // the page is gone: there is nothing to enter
		taken := errors.Is(err, fault.Conflict)
		if err != nil && !lost && !taken {
			return c, err
		}
		c, err = s.Store.Update(ctx, c.ID, func(c *Claim) error {
			owed := len(c.Owes)
			c.Owes.Clear(d)
			if len(c.Owes) == owed || lost {
				return nil
			}
			s.entered(c, &p, taken)
			return nil
		})
		if err != nil {
			return c, err
		}
		s.wake()
	}
	return c, nil
}

// join makes an entry and returns the page as it is then; where somebody else owns it, with fault.Conflict.
func (s *Service) join(ctx context.Context, c *Claim, d debt.Debt) (profile.Profile, error) {
	e := profile.Entry{ID: d.ID, Mate: profile.Mate{Account: c.Account, Role: c.Role, Title: c.Title}, Replace: c.Replace,
		Claim: !c.Offer() && !c.Disputed}
	if a, err := s.People.Get(ctx, c.Account); err == nil {
		e.Mate.Person = a.Person
	} else if !errors.Is(err, fault.NotFound) {
		return profile.Profile{}, err
	}
	if c.Verify {
		e.Verified = &profile.Verified{Means: string(c.Means), Of: c.Of, At: c.Decided}
	}
	p, err := s.Teams.Join(ctx, c.Page, e)
	if errors.Is(err, fault.Conflict) {
		p, lost := s.Pages.Get(ctx, c.Page)
		if lost != nil {
			err = lost
		}
		return p, err
	}
	return p, err
}

// entered tells what came of an entry. Two workers may make one at once: what is told must not hang on the page of before.
func (s *Service) entered(c *Claim, p *profile.Profile, taken bool) {
	switch {
	case taken:
		c.State, c.Decided, c.Disputed, c.Waiting = Asked, time.Time{}, true, s.now()
		s.tellOwners(c, p, TellDisputed)
	case c.Offer():
		c.tell(s.now(), TellJoined, c.Decider)
	default:
		c.tell(s.now(), TellGranted, c.Account)
	}
}
