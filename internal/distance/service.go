package distance

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Standard is how long pages of lists are when nobody says.
const Standard = 24

// FieldKind is the form field of what somebody chose: a Kind, or End.
const (
	FieldKind = "distance"
	End       = "fin"
)

// What members read when something cannot be kept.
const (
	tooMany  = "Vous gardez déjà 500 pages à distance : revenez sur quelques-unes pour faire de la place."
	ownPage  = "C'est votre page."
	noChoice = "Choisissez : masquer, ou bloquer."
)

// Ends are what ends when somebody is kept at a distance. Each may be done twice.
type Ends struct {
	// Unfollow ends the follow of a page by an account.
	Unfollow func(ctx context.Context, account, page string) error
	// Untell takes away what an account was told of what a page did.
	Untell func(ctx context.Context, account, page string) error
	// Part ends what two accounts, one of which blocks the other, have exchanged.
	Part func(ctx context.Context, account, other string) error
}

// Service holds the rules of keeping at a distance. It is the one place that says who sees and meets whom.
type Service struct {
	store  Store
	people People
	ends   Ends
	now    clock.Clock
	payer  *debt.Payer
}

// New returns a Service.
func New(store Store, people People, ends Ends, now clock.Clock) *Service {
	return &Service{store: store, people: people, ends: ends, now: now, payer: debt.NewPayer("keeping people apart", glance, 1)}
}

// Keep has v keep a page at a distance from now on; twice is once, and another kind replaces the one before. Errors:
// fault.SignedOut; fault.NotFound; fault.Fields of FieldKind.
func (s *Service) Keep(ctx context.Context, v viewer.Viewer, page string, k Kind) (err error) {
	defer fault.Wrap(&err, "distance.Keep(%s)", page)
	if !v.SignedIn() {
		return fault.SignedOut
	}
	if !k.Valid() {
		return fault.Fields{FieldKind: noChoice}
	}
	against, err := s.people.Behind(ctx, page)
	if err != nil {
		return err
	}
	mine, err := s.people.Speaks(ctx, v, page)
	if err == nil && (mine || against == v.Account) {
		err = fault.Fields{FieldKind: ownPage}
	}
	if err != nil {
		return err
	}
	d := Distance{ID: IDOf(v.Account, page), Account: v.Account, Page: page, Against: against, Kind: k, At: s.now()}
	if k != Unsuggested {
		d.Owes = debt.Owes{{ID: id.New(), Kind: OwesParting, Due: d.At}}
	}
	if err := s.room(ctx, d.ID, v.Account); err != nil {
		return err
	}
	err = s.put(ctx, d)
	s.payer.Wake()
	return err
}

// room refuses one more than Most.
func (s *Service) room(ctx context.Context, known, account string) error {
	n := 0
	for d, err := range s.Of(ctx, account) {
		if err != nil || d.ID == known {
			return err
		}
		if n++; n >= Most {
			return fault.Fields{FieldKind: tooMany}
		}
	}
	return nil
}

// put writes d, whatever was there.
func (s *Service) put(ctx context.Context, d Distance) error {
	for {
		err := s.store.InsertDistance(ctx, d)
		if errors.Is(err, fault.Taken{Field: "id"}) {
			_, err = s.store.UpdateDistance(ctx, d.ID, func(old *Distance) error {
				rev := old.Rev
				if old.Kind == d.Kind {
					return nil
				}
				*old = d
				old.Rev = rev
				return nil
			})
			if errors.Is(err, fault.NotFound) {
				continue // it went just now
			}
		}
		return err
	}
}

// Close ends the distance of v from a page; where there was none it is no error. What had ended does not come back. fault.SignedOut.
func (s *Service) Close(ctx context.Context, v viewer.Viewer, page string) (err error) {
	defer fault.Wrap(&err, "distance.Close(%s)", page)
	if !v.SignedIn() {
		return fault.SignedOut
	}
	return s.store.RemoveDistance(ctx, IDOf(v.Account, page))
}

// List is what an account keeps at a distance, the last first: for nobody's eyes but its own.
func (s *Service) List(ctx context.Context, account string, req page.Req) (page.Of[Distance], error) {
	return s.store.DistancesConcerning(ctx, OfAccount(account), req.Clamp(Standard))
}

// Of yields the same, all of it.
func (s *Service) Of(ctx context.Context, account string) iter.Seq2[Distance, error] {
	return s.concerning(ctx, OfAccount(account))
}

func (s *Service) concerning(ctx context.Context, whom string) iter.Seq2[Distance, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Distance], error) { return s.store.DistancesConcerning(ctx, whom, req) })
}

// Around is what stands between v and others. Nobody can block who moderates: what they are to judge they must see.
func (s *Service) Around(ctx context.Context, v viewer.Viewer) (a Around, err error) {
	defer fault.Wrap(&err, "distance.Around")
	if !v.SignedIn() {
		return a, nil
	}
	for d, err := range s.Of(ctx, v.Account) {
		if err == nil {
			err = s.chosen(ctx, &a, d)
		}
		if err != nil {
			return a, err
		}
	}
	if v.Moderates() {
		return a, nil
	}
	for d, err := range s.concerning(ctx, Against(v.Account)) {
		if err != nil {
			return a, err
		}
		sides, err := s.people.Sides(ctx, d.Account)
		if err != nil {
			return a, err
		}
		a.add(sides, Block)
	}
	return a, nil
}

// chosen adds what the account itself decided.
func (s *Service) chosen(ctx context.Context, a *Around, d Distance) error {
	if a.mine == nil {
		a.mine = map[string]Kind{}
	}
	a.mine[d.Page] = d.Kind
	if d.Kind == Unsuggested {
		return nil
	}
	a.adds([]string{d.Page}, d.Kind)
	if d.Kind == Silence || d.Against == "" {
		return nil
	}
	sides, err := s.people.Sides(ctx, d.Against)
	a.adds(sides, Block)
	return err
}

// Deaf reports whether an account hears nothing of what a page does.
func (s *Service) Deaf(ctx context.Context, account, page string) (bool, error) {
	a, err := s.Around(ctx, viewer.Viewer{Account: account})
	return a.Hides(page), err
}

// Apart reports whether one of two accounts blocked the other.
func (s *Service) Apart(ctx context.Context, one, other string) (bool, error) {
	blocked, err := s.Blocks(ctx, one, other)
	if err == nil && !blocked {
		blocked, err = s.Blocks(ctx, other, one)
	}
	return blocked, err
}

// Blocks reports whether an account blocked the own page of another.
func (s *Service) Blocks(ctx context.Context, account, other string) (bool, error) {
	for d, err := range s.concerning(ctx, Against(other)) {
		if err != nil || d.Account == account {
			return err == nil, err
		}
	}
	return false, nil
}

// Meets returns Apart when v, who speaks for a page, may not do something to what another wrote. The other may have blocked the
// page that speaks, or v.
func (s *Service) Meets(ctx context.Context, v viewer.Viewer, voice string, other viewer.Author) error {
	mine, err := s.Around(ctx, v)
	if err == nil {
		err = mine.See(other.Page)
	}
	if err != nil || other.Account == "" || voice == "" {
		return err
	}
	theirs, err := s.Around(ctx, viewer.Viewer{Account: other.Account})
	if err == nil && theirs.Shuts(voice) {
		err = Apart{Page: other.Page}
	}
	return err
}

// BlockAccount has an account block the own page of another. It reports false when the other has none: there is nothing to block.
func (s *Service) BlockAccount(ctx context.Context, account, other string) (bool, error) {
	own, err := s.ownOf(ctx, other)
	if err != nil || own == "" {
		return false, err
	}
	return true, s.Keep(ctx, viewer.Viewer{Account: account}, own, Block)
}

// UnblockAccount takes that back.
func (s *Service) UnblockAccount(ctx context.Context, account, other string) error {
	for d, err := range s.Of(ctx, account) {
		if err == nil && d.Kind == Block && d.Against == other {
			err = s.store.RemoveDistance(ctx, d.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ownOf is the own page of an account.
func (s *Service) ownOf(ctx context.Context, account string) (string, error) {
	sides, err := s.people.Sides(ctx, account)
	for _, page := range sides {
		if err != nil {
			break
		}
		var behind string
		if behind, err = s.people.Behind(ctx, page); behind == account {
			return page, err
		}
		err = orGone(err)
	}
	return "", err
}

// Forget takes away what an account that leaves kept, and what others kept against it and pages that go with it. Done twice it
// is done once.
func (s *Service) Forget(ctx context.Context, account string, pages []string) (err error) {
	defer fault.Wrap(&err, "distance.Forget")
	err = s.forget(ctx, OfAccount(account), Against(account))
	for _, p := range pages {
		err = errors.Join(err, s.ForgetPage(ctx, p))
	}
	return err
}

// ForgetPage takes away what was kept against a page that is erased. Done twice it is done once.
func (s *Service) ForgetPage(ctx context.Context, page string) error {
	return s.forget(ctx, OfPage(page))
}

func (s *Service) forget(ctx context.Context, whom ...string) error {
	for _, w := range whom {
		for d, err := range s.concerning(ctx, w) {
			if err == nil {
				err = s.store.RemoveDistance(ctx, d.ID)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

const (
	// lease is how long a debt is out of the reach of other workers, and so how soon it is tried again.
	lease = time.Minute
	// together is how many are taken at once.
	together = 20
	// glance is how often the store is asked what other processes owe.
	glance = 2 * time.Second
)

// Run parts people until ctx ends.
func (s *Service) Run(ctx context.Context, log *slog.Logger) { s.payer.Run(ctx, log, s.Part) }

// Part ends what stood between those who keep a new distance: follows of the pages that are hidden, both ways when they are
// blocked, and what they were told of each other. What is shown is right before: see Around.
func (s *Service) Part(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "distance.Part")
	for {
		due, err := s.store.DueDistances(ctx, s.now(), lease, together)
		if err != nil || len(due) == 0 {
			return err
		}
		for i := range due {
			if err := s.part(ctx, &due[i]); err != nil {
				return err
			}
		}
	}
}

func (s *Service) part(ctx context.Context, d *Distance) error {
	theirs, mine := []string{d.Page}, []string(nil)
	if d.Kind == Block && d.Against != "" {
		var err error
		if mine, err = s.people.Sides(ctx, d.Account); err != nil {
			return err
		}
		sides, err := s.people.Sides(ctx, d.Against)
		if err != nil {
			return err
		}
		theirs = append(theirs, sides...)
	}
	err := s.end(ctx, d.Kind, d.Account, theirs)
	if err == nil {
		err = s.end(ctx, d.Kind, d.Against, mine)
	}
	if err == nil && d.Kind == Block && d.Against != "" {
		err = s.ends.Part(ctx, d.Account, d.Against)
	}
	if err != nil {
		return err
	}
	_, err = s.store.UpdateDistance(ctx, d.ID, func(now *Distance) error { now.Owes.Clear(d.Owes...); return nil })
	return orGone(err)
}

// end ends what an account has of pages. What is only silenced is still followed: the member may want to hear it again.
func (s *Service) end(ctx context.Context, k Kind, account string, pages []string) error {
	for _, p := range pages {
		err := s.ends.Untell(ctx, account, p)
		if err == nil && k == Block {
			err = s.ends.Unfollow(ctx, account, p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// orGone takes what went meanwhile for done.
func orGone(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
