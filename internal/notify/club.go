package notify

import (
	"context"
	"errors"
	"iter"
	"time"

	"partant/internal/club"
	"partant/internal/debt"
	"partant/internal/fault"
)

// Clubs knows who is in a club: see club.Service.
type Clubs interface {
	Leaders(ctx context.Context, club string) (accounts []string, err error)
	Everybody(ctx context.Context, club string) iter.Seq2[club.Member, error]
	Boards(ctx context.Context, network string) (accounts []string, err error)
}

// MemberBox tells the boards of clubs who asks to come in, and members what their board decided, and when their membership ends. Who comes in follows the page.
type MemberBox struct {
	All    club.Debts
	Clubs  Clubs
	Owners Owners
	Follow Join // a page
}

var memberNotices = []string{club.OwesAsked, club.OwesDecided, club.OwesRole, club.OwesFollow, club.OwesEnding, club.OwesEnds}

// DueNotices implements Due.
func (b MemberBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.All.DueMembers(ctx, now, lease, limit, memberNotices...)
	if err != nil {
		return nil, err
	}
	for i := range due {
		for _, d := range due[i].Owes.Leased(now, lease, memberNotices...) {
			n, err := b.notice(ctx, &due[i], d, now)
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, nil
}

// notice is what a membership has to tell. What was decided meanwhile, or in a club that is gone, is told nobody.
func (b MemberBox) notice(ctx context.Context, m *club.Member, d debt.Debt, now time.Time) (n Notice, err error) {
	n = Notice{Of: m.ID, Debt: d, Kind: memberKind(m, d.Kind, now), At: d.Due, Dropped: true}
	if n.Kind == "" {
		if d.Kind == club.OwesFollow && m.State == club.In && m.Account != "" {
			err = b.Follow(ctx, m.Account, m.Club)
		}
		return n, err
	}
	slug, name, owners, err := b.Owners.OwnersOf(ctx, m.Club)
	if errors.Is(err, fault.NotFound) {
		return n, nil
	}
	if err != nil {
		return n, err
	}
	n.Dropped, n.To, n.At = false, []string{m.Account}, m.Created
	n.Thing = Thing{Kind: AboutClub, ID: m.Club, Slug: slug, Title: name}
	if n.Kind.OfMembership() {
		n.Page, n.At = m.Club, m.RemindAt(d.Kind)
	}
	if n.Kind == Applied {
		n.Page, n.But = m.Page, m.Account
		n.To, err = b.Clubs.Leaders(ctx, m.Club)
		n.To = append(n.To, owners...)
	}
	return n, err
}

// memberKind is what a debt tells; empty: nothing.
func memberKind(m *club.Member, owed string, now time.Time) Kind {
	switch {
	case owed == club.OwesAsked && m.State == club.Asked:
		return Applied
	case owed == club.OwesDecided && m.State == club.In:
		return Admitted
	case owed == club.OwesDecided && m.State == club.Refused:
		return TurnedDown
	case owed == club.OwesDecided && m.State == club.Removed:
		return Dismissed
	case owed == club.OwesRole && m.State == club.In:
		return Appointed
	case owed == club.OwesEnding && m.Reminds(owed, now):
		return Renewing
	case owed == club.OwesEnds && m.Reminds(owed, now):
		return Lapsing
	}
	return ""
}

// Told implements Due.
func (b MemberBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.All.SettleMember(ctx, of, paid)
}

// AnnouncementBox tells the members of clubs and, of a network, the boards of its clubs what is announced, but those who do not want to be told.
type AnnouncementBox struct {
	All    club.Debts
	Clubs  Clubs
	Owners Owners
}

// DueNotices implements Due.
func (b AnnouncementBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, _ int) (all []Notice, err error) {
	due, err := b.All.DueAnnouncements(ctx, now, lease, 1, club.OwesTell) // each has as many to tell as its club has members
	if err != nil {
		return nil, err
	}
	for _, a := range due {
		for _, d := range a.Owes.Leased(now, lease, club.OwesTell) {
			n := Notice{Of: a.ID, Debt: d, But: a.By.Account, Kind: Announced, Page: a.Club, At: a.Created,
				Thing: Thing{Kind: AboutAnnouncement, ID: a.ID, Title: a.Title, At: AnnouncementMark + a.ID}}
			n.Thing.Slug, _, _, err = b.Owners.OwnersOf(ctx, a.Club)
			if n.Dropped = errors.Is(err, fault.NotFound) || a.Unseen() != nil; err != nil && !n.Dropped {
				return nil, err
			}
			if n.To, err = b.hear(ctx, a.Club); err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, nil
}

func (b AnnouncementBox) hear(ctx context.Context, of string) (accounts []string, err error) {
	for m, err := range b.Clubs.Everybody(ctx, of) {
		if err != nil {
			return nil, err
		}
		if !m.Quiet {
			accounts = append(accounts, m.Account)
		}
	}
	boards, err := b.Clubs.Boards(ctx, of)
	return append(accounts, boards...), err
}

// Told implements Due.
func (b AnnouncementBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.All.SettleAnnouncement(ctx, of, paid)
}
