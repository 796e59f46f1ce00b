package claim

import (
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/internal/viewer"
)

// offerAtMost is how long an invitation waits for who is invited.
const offerAtMost = 14 * 24 * time.Hour

// offersMost is how many offers a page may have under way: a page of the list.
const offersMost = 50

// linked is the id of an invitation, by the secret of its link: who knows the one does not know the other.
func linked(secret string) string { return id.Named("invitation", secret) }

// managed returns the page whose team v may change.
func (s *Service) managed(ctx context.Context, v viewer.Viewer, slug string) (profile.Profile, error) {
	if !v.SignedIn() {
		return profile.Profile{}, fault.SignedOut
	}
	p, err := s.Pages.BySlug(ctx, slug)
	if err == nil && !p.CanManage(v) {
		err = fault.Forbidden
	}
	return p, err
}

// Guest is who is invited into a team.
type Guest struct {
	Email, Title string
	Role         profile.Role
}

// Invite writes to somebody who may enter the team of a page, with any account. Errors: fault.Fields; fault.Forbidden,
// fault.SignedOut; as profile.Store.BySlug.
func (s *Service) Invite(ctx context.Context, v viewer.Viewer, slug string, g Guest) (err error) {
	defer fault.Wrap(&err, "claim.Invite(%.80q)", slug)
	p, err := s.managed(ctx, v, slug)
	if err != nil {
		return err
	}
	g.Email, g.Title = text.Line(g.Email), text.Cut(text.Line(g.Title), profile.MaxTag)
	if err := s.checkGuest(ctx, p.ID, g); err != nil {
		return err
	}
	secret, now := id.Secret(), s.now()
	c := Claim{ID: linked(secret), Page: p.ID, Role: g.Role, Title: g.Title, Means: ByInvitation, State: Asked, Decider: v.Account,
		Mail: &Mail{Email: g.Email, Sealed: secret}}
	return s.offer(ctx, c, now, "")
}

func (s *Service) checkGuest(ctx context.Context, pageID string, g Guest) error {
	wrong := fault.Fields{}
	if !account.IsAddress(g.Email) {
		wrong.Add(FieldEmail, "Cette adresse e-mail n'est pas complète : écrivez par exemple prenom@exemple.fr.")
	}
	if !slices.Contains(profile.Roles, g.Role) {
		wrong.Add(FieldRole, "Choisissez ce que cette personne pourra faire.")
	}
	under, err := s.offers(ctx, pageID)
	if err != nil {
		return err
	}
	if len(under) >= offersMost {
		wrong.Add(FieldEmail, "Beaucoup d'invitations attendent déjà : retirez-en, ou laissez-leur le temps de répondre.")
	}
	for _, c := range under {
		if c.Mail != nil && text.Fold(c.Mail.Email) == text.Fold(g.Email) {
			wrong.Add(FieldEmail, "Une invitation attend déjà à cette adresse. Retirez-la pour en envoyer une autre.")
		}
	}
	return wrong.Err()
}

// offer stores an offer with its letter and its end.
func (s *Service) offer(ctx context.Context, c Claim, now time.Time, to string) error {
	c.Created, c.Expires = now, now.Add(offerAtMost)
	c.tell(now, TellInvited, to)
	c.owe(c.Expires, OwesEnd, id.New())
	err := s.Store.Insert(ctx, c)
	if err == nil {
		s.wake()
	}
	return err
}

// HandOver offers the ownership of a page to somebody of its team, by the key of the mate. Errors: fault.Invalid for who is
// its owner already or has no account; ErrOver when it was offered to them; as Invite.
func (s *Service) HandOver(ctx context.Context, v viewer.Viewer, slug, key string) (err error) {
	defer fault.Wrap(&err, "claim.HandOver(%.80q)", slug)
	p, err := s.managed(ctx, v, slug)
	if err != nil {
		return err
	}
	m, ok := p.Mate(key)
	if !ok || m.Account == "" || m.Role == profile.Owner {
		return fault.Invalid
	}
	under, err := s.offers(ctx, p.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(under, func(c Claim) bool { return c.Means == ByHandOver && c.Account == m.Account }) {
		return ErrOver
	}
	return s.offer(ctx, Claim{ID: id.New(), Page: p.ID, Account: m.Account, Role: profile.Owner, Means: ByHandOver, State: Asked, Decider: v.Account}, s.now(), m.Account)
}

// offers are what the team of a page has under way.
func (s *Service) offers(ctx context.Context, pageID string) (list []Claim, err error) {
	found, err := s.Store.OfPage(ctx, pageID, page.Req{Limit: page.MaxLimit})
	for _, c := range found.Items {
		if c.Offer() && !c.Over(s.now()) {
			list = append(list, c)
		}
	}
	return list, err
}

// Team is a page, its team, and what is under way.
type Team struct {
	Page   profile.Profile   // whole
	Names  map[string]string // of those with an account, by the key of the mate
	Offers []Claim           // for who manages the team, without secrets; who got an offer sees that one
	Manage bool
}

// Team returns the team of a page to those who are of it, and to moderators. Errors: fault.Forbidden, fault.SignedOut; as
// profile.Store.BySlug.
func (s *Service) Team(ctx context.Context, v viewer.Viewer, slug string) (_ Team, err error) {
	defer fault.Wrap(&err, "claim.Team(%.80q)", slug)
	p, err := s.Pages.BySlug(ctx, slug)
	switch {
	case err != nil:
		return Team{}, err
	case !v.SignedIn():
		return Team{}, fault.SignedOut
	case !p.IsMate(v) && !v.Moderates():
		return Team{}, fault.Forbidden
	}
	t := Team{Page: p, Names: map[string]string{}, Manage: p.CanManage(v)}
	for _, m := range p.Team {
		if m.Account != "" && err == nil {
			t.Names[m.Key()], err = s.called(ctx, m.Account)
		}
	}
	if err != nil {
		return Team{}, err
	}
	under, err := s.offers(ctx, p.ID)
	for _, c := range under {
		if t.Manage || c.Account == v.Account {
			if c.Mail != nil {
				c.Mail = &Mail{Email: c.Mail.Email}
			}
			t.Offers = append(t.Offers, c)
		}
	}
	return t, err
}

// Invited returns the invitation of a link. ErrGone when it was taken, withdrawn or is too old.
func (s *Service) Invited(ctx context.Context, secret string) (_ Case, err error) {
	defer fault.Wrap(&err, "claim.Invited")
	k, err := s.invited(ctx, linked(secret))
	if errors.Is(err, fault.NotFound) {
		err = ErrGone
	}
	return k, err
}

// ErrGone is the fault.NotFound of an offer that nobody can take any more.
var ErrGone = errors.Join(errors.New("the offer is over"), fault.NotFound)

// invited returns an offer that may be taken: whoever made it may still make it. Who is what they are called who made it.
func (s *Service) invited(ctx context.Context, claimID string) (Case, error) {
	c, err := s.Store.Get(ctx, claimID)
	if err == nil && (!c.Offer() || !c.Open() || c.Over(s.now())) {
		err = ErrGone
	}
	if err != nil {
		return Case{}, err
	}
	p, err := s.Pages.Get(ctx, c.Page)
	if err != nil {
		return Case{}, err
	}
	by, err := s.People.Get(ctx, c.Decider)
	if err == nil && !p.CanManage(by.Viewer()) {
		err = ErrGone
	}
	return Case{Claim: c, Page: p, Who: by.Name}, err
}

// Accept takes the invitation of a link. Errors: fault.SignedOut; ErrGone.
func (s *Service) Accept(ctx context.Context, v viewer.Viewer, secret string) (_ Case, err error) {
	defer fault.Wrap(&err, "claim.Accept")
	return s.take(ctx, v, linked(secret))
}

// TakeOver takes the ownership that was offered to v. Errors: fault.SignedOut; fault.Forbidden when it was to another; ErrGone.
func (s *Service) TakeOver(ctx context.Context, v viewer.Viewer, claimID string) (_ Case, err error) {
	defer fault.Wrap(&err, "claim.TakeOver(%.80q)", claimID)
	c, err := s.Store.Get(ctx, claimID)
	switch {
	case err != nil:
		return Case{}, err
	case c.Means != ByHandOver:
		return Case{}, ErrGone
	case c.Account != v.Account:
		return Case{}, fault.Forbidden
	}
	return s.take(ctx, v, claimID)
}

func (s *Service) take(ctx context.Context, v viewer.Viewer, claimID string) (Case, error) {
	if !v.SignedIn() {
		return Case{}, fault.SignedOut
	}
	k, err := s.invited(ctx, claimID)
	if errors.Is(err, fault.NotFound) {
		err = ErrGone
	}
	if err != nil {
		return Case{}, err
	}
	k.Claim, err = s.change(ctx, claimID, &k.Page, func(c *Claim, _ *profile.Profile) error {
		c.Account = v.Account
		s.grant(c)
		return nil
	})
	if errors.Is(err, ErrOver) {
		err = ErrGone
	}
	return k, err
}

// Decline refuses the invitation of a link, for whoever holds it: no account is needed to say no. Who invited is told. ErrGone.
func (s *Service) Decline(ctx context.Context, secret string) (_ Case, err error) {
	defer fault.Wrap(&err, "claim.Decline")
	k, err := s.Invited(ctx, secret)
	if err != nil {
		return k, err
	}
	k.Claim, err = s.change(ctx, k.Claim.ID, &k.Page, func(c *Claim, _ *profile.Profile) error { s.declined(c); return nil })
	if errors.Is(err, ErrOver) {
		err = ErrGone
	}
	return k, err
}

// declined ends an offer that who got it does not want.
func (s *Service) declined(c *Claim) {
	c.close(Refused, s.now())
	c.tell(s.now(), TellDeclined, c.Decider)
}

// Cancel withdraws an offer: whoever manages the team may, and who got it may decline: who offered it is told then.
// Errors: fault.Forbidden; ErrGone.
func (s *Service) Cancel(ctx context.Context, v viewer.Viewer, claimID string) (err error) {
	defer fault.Wrap(&err, "claim.Cancel(%.80q)", claimID)
	c, err := s.Store.Get(ctx, claimID)
	if errors.Is(err, fault.NotFound) || err == nil && !c.Offer() {
		return ErrGone
	}
	if err != nil {
		return err
	}
	p, err := s.Pages.Get(ctx, c.Page)
	if err != nil {
		return err
	}
	if !v.SignedIn() || !p.CanManage(v) && c.Account != v.Account {
		return fault.Forbidden
	}
	_, err = s.change(ctx, claimID, &p, func(c *Claim, _ *profile.Profile) error {
		if c.Account == v.Account && c.Decider != v.Account {
			s.declined(c)
		} else {
			c.close(Withdrawn, s.now())
		}
		return nil
	})
	if errors.Is(err, ErrOver) {
		err = ErrGone
	}
	return err
}
