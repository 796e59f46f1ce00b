package profile

import (
	"context"
	"errors"
	"fmt"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/unseen"
)

// Unseen says why nobody sees p: what stores answer who asks for it. Nil when everybody does.
func (p *Profile) Unseen() error {
	for _, h := range p.Hidden {
		if h.Why == Moderated {
			return unseen.Error{Mark: unseen.Mark{At: h.At, Held: h.Held}, Kind: "fiche", ID: p.ID}
		}
	}
	if p.IsErased() || p.IsHidden() {
		return fault.Gone
	}
	return nil
}

// The bounds of a reason that a moderator gives, in characters.
const (
	minReason = 10
	maxReason = 500
)

// CheckReason cleans what a moderator gives as the reason of a decision about a page, or says under field what is wrong with it: fault.Fields.
func CheckReason(field, typed string) (string, error) {
	reason := text.Lines(typed)
	switch n := text.Len(reason); {
	case n == 0:
		return "", fault.Fields{field: "Dites pourquoi : la raison part telle quelle."}
	case n < minReason:
		return "", fault.Fields{field: fmt.Sprintf("Dites-en un peu plus : %d caractères au moins, il y en a %d.", minReason, n)}
	case n > maxReason:
		return "", fault.Fields{field: fmt.Sprintf("%d caractères au plus, il y en a %s.", maxReason, text.Number(n))}
	}
	return reason, nil
}

// Mark hides a page because a moderator decided so, or shows it again with nil; the history of the page says so. Done twice it is done once, and a page that is
// gone is no error. Who is told, and why, is the business of package moderation.
func (s *Service) Mark(ctx context.Context, pageID string, m *unseen.Mark) (err error) {
	defer fault.Wrap(&err, "profile.Mark(%s)", pageID)
	return s.settle(ctx, pageID, func(p *Profile) error {
		what, changed := Returned, false
		if m != nil {
			what = TookDown
			if !m.Held && p.IsHeld() {
				p.unhide(Moderated) // it is taken down from now on
			}
			changed = p.mark(m)
		} else {
			changed = p.unhide(Moderated)
		}
		if !changed {
			return errSame
		}
		s.turn(p)
		p.remember(Act{ID: id.New(), What: what, At: p.Updated})
		return nil
	})
}

// Moderated returns a page that a moderator looks at, one that is hidden too, with what hides it. fault.NotFound, fault.Gone.
func (s *Service) Moderated(ctx context.Context, pageID string) (p Profile, _ *unseen.Mark, err error) {
	defer fault.Wrap(&err, "profile.Moderated(%s)", pageID)
	_, err = s.store.Update(ctx, pageID, func(is *Profile) error { p = *is; return errSame }) // reading leaves hidden ones out
	if !errors.Is(err, errSame) {
		return Profile{}, nil, err
	}
	why := p.Unseen()
	var down unseen.Error
	if errors.As(why, &down) {
		return p, &down.Mark, nil
	}
	return p, nil, why
}
