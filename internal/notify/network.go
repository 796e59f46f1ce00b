package notify

import (
	"context"
	"errors"
	"time"

	"partant/internal/club"
	"partant/internal/debt"
	"partant/internal/fault"
)

// NetworkBox tells those who answer for a club or for a network of clubs how the bond between them stands, when the other side changed it.
type NetworkBox struct {
	All    club.Networks
	Clubs  Clubs
	Owners Owners
}

var networkNotices = []string{club.OwesNetwork, club.OwesClub}

// DueNotices implements Due.
func (b NetworkBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.All.DueRooms(ctx, now, lease, limit, networkNotices...)
	if err != nil {
		return nil, err
	}
	for i := range due {
		for _, d := range due[i].Owes.Leased(now, lease, networkNotices...) {
			n, err := b.notice(ctx, &due[i], d)
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, nil
}

// notice is what one side is told. Of a side that nobody sees nothing is told, nor to it.
func (b NetworkBox) notice(ctx context.Context, r *club.Room, d debt.Debt) (n Notice, err error) {
	told, other, bond := r.ID, d.From, r.Bond(d.From)
	if d.Kind == club.OwesNetwork {
		told, other = other, told
	}
	n = Notice{Of: r.ID, Debt: d, Kind: networkKind(bond.Tells(club.Side(d.Kind))), Page: other, At: bond.At, Dropped: true}
	if n.Kind == "" {
		return n, nil
	}
	if _, _, _, err = b.Owners.OwnersOf(ctx, other); errors.Is(err, fault.NotFound) {
		return n, nil
	}
	if err != nil {
		return n, err
	}
	slug, name, owners, err := b.Owners.OwnersOf(ctx, told)
	if errors.Is(err, fault.NotFound) {
		return n, nil
	}
	if err == nil {
		n.To, err = b.Clubs.Leaders(ctx, told)
	}
	n.Dropped, n.To, n.Thing = false, append(n.To, owners...), Thing{Kind: AboutClub, ID: told, Slug: slug, Title: name}
	return n, err
}

func networkKind(s club.State) Kind {
	switch s {
	case club.Asked:
		return NetAsked
	case club.Invited:
		return NetInvited
	case club.In:
		return NetJoined
	case club.Refused, club.Declined:
		return NetDeclined
	case club.Removed, club.Left:
		return NetEnded
	}
	return ""
}

// Told implements Due.
func (b NetworkBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.All.SettleRoom(ctx, of, paid)
}
