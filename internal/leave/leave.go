// Package leave deletes accounts: it hides the pages of a member who asks for it, or who has not come by for long, shows them
// again when they change their mind, and erases everything once the time to do so is over. Each is a debt of the account, and doing it twice does no
// harm: a kill at any moment loses nothing and leaves nothing behind.
package leave

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
)

// Lists is what finds the pages of a member: see profile.Lists.
type Lists interface {
	OfMember(ctx context.Context, account string, req page.Req) (page.Of[profile.Profile], error)
	HiddenOf(ctx context.Context, account string, req page.Req) (page.Of[profile.Profile], error)
}

// Eraser takes away all that one noun keeps of an account, and of the pages that go with it, which are still there. Done
// twice it is done once.
type Eraser func(ctx context.Context, a account.Account, pages []string) error

// Veil takes out of sight what one noun keeps in the name of pages that go with an account, or shows it again. Done twice each is
// done once.
type Veil struct {
	Hide, Show func(ctx context.Context, pages []string) error
}

// Index forgets the words of pages that are gone: see catalog.Catalog.
type Index interface {
	// Forget returns once no word of an erased page is in the index.
	Forget(ctx context.Context) error
}

// Service pays what accounts owe that leave. Any number of copies may run.
type Service struct {
	accounts *account.Service
	pages    *profile.Service
	lists    Lists
	index    Index
	veils    []Veil
	erasers  []Eraser
	scrub    func(ctx context.Context) error
	log      *slog.Logger

	wake chan struct{}
}

// New returns a Service. Erasers are those of the nouns besides accounts and pages, in any order.
func New(accounts *account.Service, pages *profile.Service, lists Lists, index Index, log *slog.Logger, erasers ...Eraser) *Service {
	return &Service{accounts: accounts, pages: pages, lists: lists, index: index, erasers: erasers, log: log, wake: make(chan struct{}, 1)}
}

// Veiling has other nouns hide and show what is theirs, in this order.
func (s *Service) Veiling(veils ...Veil) *Service {
	s.veils = veils
	return s
}

// Scrubbing has scrub overwrite what a store may have left of what was erased, after each night's erasing.
func (s *Service) Scrubbing(scrub func(ctx context.Context) error) *Service {
	s.scrub = scrub
	return s
}

const (
	// lease is how long a debt is out of the reach of other workers, and so how soon it is tried again.
	lease = time.Minute
	// together is how many accounts are erased in one go: the index forgets them all at once.
	together = 50
	// batch is how many pages are read at once.
	batch = 100
	// glance is how often the store is asked what other processes owe.
	glance = time.Minute
)

// Ask is account.Leave, and hides the pages at once.
func (s *Service) Ask(ctx context.Context, id, email, agent string) (account.Account, error) {
	a, err := s.accounts.Leave(ctx, id, email, agent)
	if err != nil {
		return a, err
	}
	return a, s.payNow(ctx, a, account.OwesHide)
}

// Keep is account.Keep, and shows the pages at once.
func (s *Service) Keep(ctx context.Context, id, agent string) error {
	a, err := s.accounts.Keep(ctx, id, agent)
	if err != nil {
		return err
	}
	return s.payNow(ctx, a, account.OwesShow)
}

// payNow pays what was owed just now; what fails here is paid later.
func (s *Service) payNow(ctx context.Context, a account.Account, kind string) error {
	for _, d := range a.Owes {
		if d.Kind != kind {
			continue
		}
		if err := s.pay(ctx, a, d); err != nil {
			s.log.Warn("hiding or showing the pages of an account", "error", err)
			s.Wake()
		}
	}
	return nil
}

// Wake tells the worker that there is something to do. It never blocks.
func (s *Service) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run pays debts until ctx ends.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for {
		if err := s.step(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("deleting accounts", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		case <-tick.C:
		}
	}
}

func (s *Service) step(ctx context.Context) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic while deleting accounts: %v", r)
		}
	}()
	_, err = s.Pay(ctx)
	return err
}

// Pay pays all that is due now and returns how many accounts were erased.
func (s *Service) Pay(ctx context.Context) (erased int, err error) {
	defer fault.Wrap(&err, "leave.Pay")
	for {
		due, err := s.accounts.TakeLeaving(ctx, lease, together)
		if err == nil && len(due) == 0 && erased > 0 && s.scrub != nil {
			err = s.scrub(ctx)
		}
		if err != nil || len(due) == 0 {
			return erased, err
		}
		var over []account.Account
		for _, a := range due {
			if over, err = s.payOne(ctx, a, over); err != nil {
				return erased, err
			}
		}
		n, err := s.erase(ctx, over)
		erased += n
		if err != nil {
			return erased, err
		}
	}
}

// payOne pays what an account owes but for its erasing, which it adds to those that may be over.
func (s *Service) payOne(ctx context.Context, a account.Account, over []account.Account) ([]account.Account, error) {
	for _, d := range a.Owes {
		switch d.Kind {
		case account.OwesErase:
			over = append(over, a)
		case account.OwesLapse:
			if err := s.accounts.LookAfter(ctx, a.ID); err != nil {
				return over, err
			}
		case account.OwesHide, account.OwesShow:
			if err := s.pay(ctx, a, d); err != nil {
				return over, err
			}
		}
	}
	return over, nil
}

// pay hides or shows the pages of an account and clears the debt.
func (s *Service) pay(ctx context.Context, a account.Account, d debt.Debt) error {
	work := s.hide
	if d.Kind == account.OwesShow {
		work = s.show
	}
	if err := work(ctx, a.ID); err != nil {
		return err
	}
	return s.accounts.Settle(ctx, a.ID, d)
}

// hide hides the pages that an account alone owns, and what was said in their name. Should the member have changed their mind meanwhile, all is shown.
func (s *Service) hide(ctx context.Context, id string) error {
	alone, err := s.alone(ctx, id)
	for _, p := range alone {
		err = errors.Join(err, s.pages.HideOf(ctx, p, id))
	}
	for _, v := range s.veils {
		err = errors.Join(err, v.Hide(ctx, alone))
	}
	if err != nil {
		return err
	}
	a, err := s.accounts.Get(ctx, id)
	if err != nil || a.Leaves() {
		return err
	}
	return s.show(ctx, id)
}

// show undoes hide. Of a page that somebody else has come to own meanwhile too it is no harm.
func (s *Service) show(ctx context.Context, id string) error {
	owned, err := s.owned(ctx, id)
	for _, p := range owned {
		err = errors.Join(err, s.pages.ShowOf(ctx, p))
	}
	for _, v := range s.veils {
		err = errors.Join(err, v.Show(ctx, owned))
	}
	return err
}

// each gives every page of a list to do, which may take it out of the list.
func each(ctx context.Context, id string, list func(context.Context, string, page.Req) (page.Of[profile.Profile], error), do func(profile.Profile) error) error {
	for p, err := range page.All(batch, func(req page.Req) (page.Of[profile.Profile], error) { return list(ctx, id, req) }) {
		if err == nil {
			err = do(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// erase erases accounts: their pages, what other nouns keep of them, the words of their pages, and last of all the
// accounts, which until then owe it all. One that cannot be erased now does not keep the others.
func (s *Service) erase(ctx context.Context, over []account.Account) (erased int, err error) {
	pages, begun, failed := false, []account.Account{}, error(nil)
	for _, a := range over {
		a, err := s.begin(ctx, a.ID)
		if errors.Is(err, account.ErrStays) || errors.Is(err, fault.NotFound) {
			continue
		}
		if err == nil {
			err = s.forget(ctx, a)
		}
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		pages, begun = pages || a.Leaving.Pages, append(begun, a)
	}
	if pages {
		if err := s.index.Forget(ctx); err != nil {
			return 0, errors.Join(failed, err)
		}
	}
	for _, a := range begun {
		if err := s.accounts.Erase(ctx, a.ID); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		erased++
	}
	return erased, failed
}

// begin notes on the account that it is being erased, and whether it has pages.
func (s *Service) begin(ctx context.Context, id string) (account.Account, error) {
	seen, err := s.lists.OfMember(ctx, id, page.Req{Limit: 1})
	if err != nil {
		return account.Account{}, err
	}
	hidden, err := s.lists.HiddenOf(ctx, id, page.Req{Limit: 1})
	if err != nil {
		return account.Account{}, err
	}
	return s.accounts.BeginErase(ctx, id, len(seen.Items)+len(hidden.Items) > 0)
}

// forget takes an account out of what other nouns keep and then, when none failed, out of its pages: until then they tell
// what is to be erased. What was said in the name of a page that somebody else has come to own is theirs, and shown again.
func (s *Service) forget(ctx context.Context, a account.Account) error {
	alone, err := s.alone(ctx, a.ID)
	if err != nil {
		return err
	}
	owned, err := s.owned(ctx, a.ID)
	if err != nil {
		return err
	}
	stay := slices.DeleteFunc(owned, func(p string) bool { return slices.Contains(alone, p) })
	for _, v := range s.veils {
		err = errors.Join(err, v.Show(ctx, stay))
	}
	for _, erase := range s.erasers {
		err = errors.Join(err, erase(ctx, a, alone))
	}
	if err != nil {
		return err
	}
	one := func(p profile.Profile) error { return s.pages.ForgetOf(ctx, p.ID, a.ID, a.Person) }
	return errors.Join(each(ctx, a.ID, s.lists.HiddenOf, one), each(ctx, a.ID, s.lists.OfMember, one))
}

// alone are the pages that go with an account: nobody else owns them. Some may be hidden, by moderation too, which may bring them back.
func (s *Service) alone(ctx context.Context, id string) ([]string, error) {
	return s.which(ctx, id, func(p *profile.Profile) bool { return p.IsOnlyOwner(id) })
}

// owned are the pages that an account owns, with others or alone.
func (s *Service) owned(ctx context.Context, id string) ([]string, error) {
	return s.which(ctx, id, func(p *profile.Profile) bool { return p.RoleOf(id) == profile.Owner })
}

func (s *Service) which(ctx context.Context, id string, wanted func(*profile.Profile) bool) (pages []string, err error) {
	note := func(p profile.Profile) error {
		if wanted(&p) {
			pages = append(pages, p.ID)
		}
		return nil
	}
	err = errors.Join(each(ctx, id, s.lists.HiddenOf, note), each(ctx, id, s.lists.OfMember, note))
	return pages, err
}
