package profile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"partant/internal/fault"
	"partant/internal/text"
	"partant/internal/viewer"
)

// TakenDown is the fault.Gone of a page that a moderator took down. Nothing of it is lost: see BringBack.
type TakenDown struct {
	Page, Slug, Name string
	At               time.Time
	Reason           string // for moderators
}

// Error implements error.
func (d TakenDown) Error() string { return "page " + d.Page + " is taken down by moderation" }

// Unwrap makes it a fault.Gone.
func (TakenDown) Unwrap() error { return fault.Gone }

// Unseen says why nobody sees p: what stores answer who asks for it. Nil when everybody does.
func (p *Profile) Unseen() error {
	for _, h := range p.Hidden {
		if h.Why == Moderated {
			return TakenDown{Page: p.ID, Slug: p.Slug, Name: p.Name, At: h.At, Reason: p.lastReason()}
		}
	}
	if p.IsErased() || p.IsHidden() {
		return fault.Gone
	}
	return nil
}

// lastReason is why p was taken down.
func (p *Profile) lastReason() (reason string) {
	for _, a := range p.Acts {
		if a.What == TookDown {
			reason = a.Reason
		}
	}
	return reason
}

// FieldReason is the form field of why a page is taken down.
const FieldReason = "raison"

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

// CanTakeDown reports whether v takes p down as a moderator: with a reason, and so that it can come back.
func (p *Profile) CanTakeDown(v viewer.Viewer) bool { return v.Moderates() && !p.Owns(v) }

// TakeDown hides the page of others, as a moderator: nobody sees it until BringBack, and its owners are told why.
// Errors: fault.Forbidden; fault.Fields without a good reason; fault.Gone when it is down already.
func (s *Service) TakeDown(ctx context.Context, v viewer.Viewer, pageID, reason string) (err error) {
	defer fault.Wrap(&err, "profile.TakeDown(%s)", pageID)
	if !v.Moderates() {
		return fault.Forbidden
	}
	reason, err = CheckReason(FieldReason, reason)
	if err != nil {
		return err
	}
	_, err = s.store.Update(ctx, pageID, func(p *Profile) error {
		switch {
		case !p.CanTakeDown(v):
			return fault.Forbidden
		case !p.hide(Moderated, s.now()):
			return p.Unseen()
		}
		s.act(p, v, TookDown, reason)
		s.turn(p)
		return nil
	})
	if err == nil {
		s.wake()
	}
	return err
}

// BringBack undoes TakeDown, as a moderator; the owners are told. Done twice it is done once. Errors: fault.Forbidden; fault.NotFound; fault.Gone
// when the page is gone for another reason.
func (s *Service) BringBack(ctx context.Context, v viewer.Viewer, slug string) (err error) {
	defer fault.Wrap(&err, "profile.BringBack(%.80q)", slug)
	if !v.Moderates() {
		return fault.Forbidden
	}
	_, err = s.store.BySlug(ctx, slug)
	var down TakenDown
	if !errors.As(err, &down) {
		return err
	}
	return s.settle(ctx, down.Page, func(p *Profile) error {
		if !p.unhide(Moderated) {
			return errSame
		}
		s.act(p, v, Returned, "")
		s.turn(p)
		return nil
	})
}
