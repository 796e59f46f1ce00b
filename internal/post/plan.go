package post

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Plan is when a draft is to be published, and who said so.
type Plan struct {
	At      time.Time `json:"at"`
	Account string    `json:"account"`          // whose word it is; never shown
	Missed  bool      `json:"missed,omitempty"` // it was not published then: who planned it speaks for the page no more
}

// OwesPublish is the debt of publishing a draft, due when it is to appear.
const OwesPublish = "publier"

// FieldDay and FieldHour are the fields of the instant: « 2026-11-30 » and « 08:30 ».
const (
	FieldDay  = "jour"
	FieldHour = "heure"
)

// PlannedMost is how far ahead a publication may be planned.
const PlannedMost = 366 * 24 * time.Hour

// Planned is when p is to be published; the zero time when it is not planned.
func (p *Post) Planned() time.Time {
	if !p.Draft || p.Plan == nil || p.Plan.Missed {
		return time.Time{}
	}
	return p.Plan.At
}

// Standing reports whether an account may still act: it is there, not suspended, and not about to leave.
type Standing func(ctx context.Context, account string) (bool, error)

// Scheduling has somebody pay the debts of planned publications: see Run. With nil every account stands.
func (s *Service) Scheduling(debts Debts, stands Standing) *Service {
	s.stands = stands
	s.debts, s.payer = debts, debt.NewPayer("publishing what was planned", planGlance, 1)
	return s
}

const (
	// planGlance is how late what is planned may appear, on a machine that is not busy.
	planGlance = 2 * time.Second
	// planLease is how long a planned publication is out of the reach of other workers.
	planLease = time.Minute
	// planTogether is how many are taken at once.
	planTogether = 50
)

// plan notes when a draft is to be published, or that it is not planned any more.
func (s *Service) plan(p *Post, d Draft, by viewer.Author) error {
	p.Owes.Drop(OwesPublish)
	p.Plan = nil
	if !p.Draft || !d.Planned {
		return nil
	}
	at, err := d.instant(s.now())
	if err != nil {
		return err
	}
	p.Plan = &Plan{At: at, Account: by.Account}
	p.Owes = append(p.Owes, debt.Debt{ID: id.New(), Kind: OwesPublish, Due: at})
	return nil
}

// instant is when d is to be published, by the clock of here. fault.Fields.
func (d Draft) instant(now time.Time) (time.Time, error) {
	wall, err := time.Parse("2006-01-02 15:04", d.Day+" "+d.Hour)
	if err != nil {
		return time.Time{}, fault.Fields{FieldDay: "Choisissez un jour et une heure, par exemple le 30/11/2026 à 08:30."}
	}
	at, is := clock.Here(wall)
	switch {
	case !is:
		return at, fault.Fields{FieldHour: fmt.Sprintf("Cette nuit-là, on passe à l'heure d'été : il n'est jamais %d h %02d. Choisissez %d h ou plus tard.", wall.Hour(), wall.Minute(), wall.Hour()+1)}
	case !at.After(now):
		return at, fault.Fields{FieldDay: "Ce moment est déjà passé : choisissez-en un à venir, ou publiez tout de suite."}
	case at.After(now.Add(PlannedMost)):
		return at, fault.Fields{FieldDay: "C'est dans plus d'un an : choisissez un moment plus proche."}
	}
	return at, nil
}

// Unplan keeps a planned publication as a draft. One that is not planned is no error. Errors: as Edit; fault.Conflict when it
// has just been published.
func (s *Service) Unplan(ctx context.Context, v viewer.Viewer, postID string) (_ Post, err error) {
	defer fault.Wrap(&err, "post.Unplan(%.40q)", postID)
	p, err := s.store.Post(ctx, postID)
	if err == nil {
		_, err = s.pages.Author(ctx, v, p.By.Page)
	}
	if err != nil {
		return Post{}, err
	}
	return s.store.UpdatePost(ctx, postID, func(p *Post) error {
		switch {
		case p.Unseen() != nil:
			return p.Unseen()
		case !p.Draft:
			return fault.Conflict
		}
		p.Owes.Drop(OwesPublish)
		p.Plan, p.Edited = nil, s.later(p)
		return nil
	})
}

// Run publishes what is planned, when it is due, until ctx ends. Any number of copies may run.
func (s *Service) Run(ctx context.Context, log *slog.Logger) {
	s.payer.Run(ctx, log, func(ctx context.Context) error {
		_, err := s.PublishDue(ctx)
		return err
	})
}

// PublishDue publishes what is planned for now or earlier, and returns how many publications appeared. Each appears once, with
// all that it owes in the same write, whenever the process dies.
func (s *Service) PublishDue(ctx context.Context) (n int, err error) {
	defer fault.Wrap(&err, "post.PublishDue")
	for {
		due, err := s.debts.DuePosts(ctx, s.now(), planLease, planTogether, OwesPublish)
		if err != nil || len(due) == 0 {
			return n, err
		}
		for i := range due {
			appeared, err := s.appear(ctx, &due[i])
			if err != nil {
				return n, err
			}
			if appeared {
				n++
			}
		}
	}
}

// errMoved says that a publication is not any more what was planned.
var errMoved = errors.New("the plan changed")

// misses reports whether who planned something may not publish it any more.
func (s *Service) misses(ctx context.Context, v viewer.Viewer, page string) (bool, error) {
	_, err := s.pages.Author(ctx, v, page)
	if errors.Is(err, fault.Forbidden) || errors.Is(err, fault.SignedOut) || errors.Is(err, fault.NotFound) {
		return true, nil
	}
	if err != nil || s.stands == nil {
		return false, err
	}
	stands, err := s.stands(ctx, v.Account)
	return !stands, err
}

// appear publishes a draft whose time has come. Whoever planned it must still speak for its page; else it stays a draft.
func (s *Service) appear(ctx context.Context, was *Post) (appeared bool, err error) {
	if was.Planned().IsZero() {
		return false, s.debts.SettlePost(ctx, was.ID, was.Owes.Leased(s.now(), planLease, OwesPublish)...)
	}
	v := viewer.Viewer{Account: was.Plan.Account, Role: viewer.Member}
	missed, err := s.misses(ctx, v, was.By.Page)
	if err != nil {
		return false, err
	}
	is := *was
	is.Draft = false
	var seen unseen.Verdict
	if !missed {
		seen, err = s.look(ctx, v, &is)
	}
	if err != nil {
		return false, err
	}
	p, err := s.store.UpdatePost(ctx, was.ID, func(p *Post) error {
		if p.Version() != was.Version() || p.Planned().IsZero() {
			return errMoved
		}
		p.Owes.Drop(OwesPublish)
		if missed {
			p.Plan.Missed = true
			return nil
		}
		p.Plan, p.Draft, p.Edited = nil, false, s.later(p)
		s.judged(p, seen)
		s.publish(p, p.Edited)
		p.oweNaming(nil, p.Edited)
		p.oweSettled(nil, p.Edited)
		s.owePreview(p)
		s.oweIndex(p)
		return nil
	})
	if errors.Is(err, errMoved) || errors.Is(err, fault.NotFound) {
		return false, nil // the debt that it has now is due when it is
	}
	s.ring(&p)
	return err == nil && !missed, err
}
