package event

import (
	"context"
	"errors"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/viewer"
)

// Plan is when a draft is announced by itself, and who said so.
type Plan struct {
	At      Moment `json:"at"`
	Account string `json:"account"`          // whose word it is; never shown
	Missed  Missed `json:"missed,omitempty"` // why it was not announced then
}

// Missed is why a draft was not announced when it was planned.
type Missed string

// The reasons.
const (
	MissedVoice Missed = "voix"  // who planned it speaks for the page no more
	MissedLate  Missed = "tard"  // it had begun
	MissedRoom  Missed = "salle" // it is for the members of a club whose room is shut
)

// OwesAppear is the debt of announcing a draft, due when it is to appear.
const OwesAppear = "paraitre"

// The form fields of the instant, keys of fault.Fields.
const (
	FieldPlanDay   = "jour_annonce"
	FieldPlanHour  = "heure_annonce"
	FieldPlanWhich = "heure_annonce_fois"
)

// Standing reports whether an account may still act: it is there, not suspended, and not about to leave.
type Standing func(ctx context.Context, account string) (bool, error)

// Scheduling has what is planned be announced only while who planned it stands. With nil every account does.
func (s *Service) Scheduling(stands Standing) *Service {
	s.standing = stands
	return s
}

// Planned is when e is to be announced by itself; the zero time when it is not planned.
func (e *Event) Planned() time.Time {
	if !e.Draft || e.Plan == nil || e.Plan.Missed != "" {
		return time.Time{}
	}
	return e.Plan.At.At
}

// plan fills in when a draft is to be announced, or that it is not planned any more.
func (d Draft) plan(e *Event, now time.Time, wrong fault.Fields) {
	if e.Plan = nil; !e.Draft || !d.Later || !d.Planned {
		return
	}
	at, said := When(d.PlanDay, d.PlanHour, d.PlanWhich, FieldPlanHour)
	add(wrong, said)
	switch {
	case len(said) > 0:
	case !at.At.After(now):
		wrong.Add(FieldPlanHour, "Ce moment est déjà passé : choisissez-en un à venir, ou annoncez tout de suite.")
	case !e.Start.At.IsZero() && !at.At.Before(e.Start.At):
		wrong.Add(FieldPlanHour, "L'événement aura déjà commencé : choisissez un moment avant.")
	case !e.Deadline.IsZero() && !at.At.Before(e.Deadline):
		wrong.Add(FieldPlanHour, "On ne pourra déjà plus répondre : choisissez un moment plus tôt, ou un délai de réponse plus long.")
	}
	e.Plan = &Plan{At: at}
}

// schedule owes what was planned, by the word of an account, and nothing that was planned before.
func (e *Event) schedule(account string) {
	e.Owes.Drop(OwesAppear)
	if e.Plan != nil {
		e.Plan.Account = account
		e.Owes.Owe(id.New(), OwesAppear, e.Plan.At.At)
	}
}

// Unplan keeps as a draft what was to be announced by itself. One that is not planned is no error. Errors: as Mine; fault.Conflict when
// it has just been announced.
func (s *Service) Unplan(ctx context.Context, v viewer.Viewer, slug string) (_ Event, err error) {
	defer fault.Wrap(&err, "event.Unplan(%.80q)", slug)
	was, err := s.Mine(ctx, v, slug)
	if err != nil {
		return Event{}, err
	}
	return s.change(ctx, was.ID, func(e *Event) error {
		was := *e
		switch {
		case !e.Draft:
			return fault.Conflict
		case e.Plan == nil:
			return nil
		}
		e.Plan = nil
		e.schedule("")
		e.stamp(&was, s.now())
		return nil
	})
}

// misses says why what was planned cannot be announced now; empty when it can.
func (s *Service) misses(ctx context.Context, v viewer.Viewer, e *Event) (Missed, error) {
	if e.Unseen() != nil {
		return MissedVoice, nil
	}
	if !s.now().Before(e.Start.At) {
		return MissedLate, nil
	}
	_, err := s.authors.Author(ctx, v, e.By.Page)
	if errors.Is(err, fault.Forbidden) || errors.Is(err, fault.SignedOut) || errors.Is(err, fault.NotFound) {
		return MissedVoice, nil
	}
	stands := true
	if err == nil && s.standing != nil {
		stands, err = s.standing(ctx, v.Account)
	}
	if err == nil && !stands {
		return MissedVoice, nil
	}
	if err == nil {
		err = s.gathers(ctx, e)
	}
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		return MissedRoom, nil
	}
	return "", err
}

// errMoved says that an event is not any more what was planned.
var errMoved = errors.New("the plan changed")

// appear announces a draft whose time has come, once, with all that it owes in the same write. Whoever planned it must still speak for
// its page; else it stays a draft, and says why.
func (s *Service) appear(ctx context.Context, was *Event, d debt.Debt) error {
	if was.Planned().IsZero() {
		return s.store.SettleEvent(ctx, was.ID, func(o *debt.Owes) { o.Clear(d) })
	}
	v := viewer.Viewer{Account: was.Plan.Account, Role: viewer.Member}
	missed, err := s.misses(ctx, v, was)
	is := *was
	is.Draft = false
	if err == nil && missed == "" {
		err = s.look(ctx, v, &is)
	}
	if err != nil {
		return err
	}
	_, err = s.store.UpdateEvent(ctx, was.ID, func(e *Event) error {
		if e.Version() != was.Version() || e.Planned().IsZero() {
			return errMoved
		}
		before := *e
		if e.Owes.Drop(OwesAppear); missed != "" {
			e.Plan = &Plan{At: e.Plan.At, Account: e.Plan.Account, Missed: missed}
			return nil
		}
		e.Plan, e.Draft, e.Down, e.HTML = nil, false, is.Down, is.HTML
		e.stamp(&before, s.now())
		s.publish(e, e.Edited)
		e.oweNaming(nil, e.Edited)
		return nil
	})
	if errors.Is(err, errMoved) || errors.Is(err, fault.NotFound) {
		return nil // the debt that it has now is due when it is
	}
	s.ring()
	return err
}
