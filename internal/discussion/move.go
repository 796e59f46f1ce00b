package discussion

import (
	"context"
	"fmt"
	"slices"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// The debts of a discussion that a moderator puts in order.
const (
	OwesMove    = "ranger" // answers are moved as Into and Take say, and the log knows: see package thread
	OwesRefiled = "rangee" // whoever opened it is told of its new theme or commune: see package notify
)

// MostTaken is how many answers are split from a discussion at once, each with what answers it.
const MostTaken = 50

// The fields of the form by which moderators put discussions in order, besides those of a draft.
const (
	FieldInto = "dans"     // the address of the discussion that one is merged into
	FieldTake = "reponses" // ids of the answers that are split from it
)

// Merged is the fault.Gone of a discussion that was merged into another.
type Merged struct {
	Into string // its id
}

// Error implements error.
func (m Merged) Error() string { return "it was merged into " + m.Into }

// Unwrap makes it a fault.
func (Merged) Unwrap() error { return fault.Gone }

// Signing names who puts discussions in order, for a log that leads back to nobody.
func (s *Service) Signing(hand func(account string) string) *Service {
	s.hand = hand
	return s
}

// order does something that moderators alone may, and owes what follows from it.
func (s *Service) order(ctx context.Context, v viewer.Viewer, slug string, do func(*Discussion) error) (Discussion, error) {
	was, err := s.BySlug(ctx, slug)
	if err == nil && !v.Moderates() {
		err = fault.Forbidden
	}
	if err != nil {
		return was, err
	}
	d, err := s.store.Update(ctx, was.ID, func(d *Discussion) error {
		if err := d.Unseen(); err != nil {
			return err
		}
		if err := do(d); err != nil {
			return err
		}
		d.oweMove(s.mover(v), s)
		return nil
	})
	if err == nil {
		s.ring(&d)
	}
	return d, err
}

func (s *Service) mover(v viewer.Viewer) string {
	if s.hand == nil {
		return ""
	}
	return s.hand(v.Account)
}

func (d *Discussion) oweMove(by string, s *Service) {
	d.Mover = by
	d.Owes.Owe(id.New(), OwesMove, s.now())
	s.oweIndex(d)
}

// Refile gives a discussion another theme or commune: a moderator; its asker does so with Edit. Errors: fault.Forbidden, fault.NotFound,
// fault.Fields.
func (s *Service) Refile(ctx context.Context, v viewer.Viewer, slug, theme, commune string) (_ Discussion, err error) {
	defer fault.Wrap(&err, "discussion.Refile(%.80q)", slug)
	wrong := fault.Fields{}
	if ThemeName(theme) == "" {
		wrong.Add(FieldTheme, "Choisissez un thème : c'est ainsi que l'on vous trouvera.")
	}
	if commune != "" && !s.known(commune) {
		wrong.Add(FieldCommune, "Cette commune n'est pas du département. Choisissez-la dans la liste, ou laissez vide.")
	}
	return s.order(ctx, v, slug, func(d *Discussion) error {
		if err := wrong.Err(); err != nil {
			return err
		}
		d.Theme, d.Commune = theme, commune
		d.Owes.Owe(id.New(), OwesRefiled, s.now())
		return nil
	})
}

// Merge has a discussion end in another: its words become an answer there, its answers follow, and its address leads there. A
// moderator. Errors: fault.Forbidden, fault.NotFound, fault.Fields.
func (s *Service) Merge(ctx context.Context, v viewer.Viewer, slug, into string) (_ Discussion, err error) {
	defer fault.Wrap(&err, "discussion.Merge(%.80q)", slug)
	target, err := s.BySlug(ctx, into)
	if err != nil {
		if e := orGone(err); e != nil {
			return target, e
		}
		return target, fault.Fields{FieldInto: "Nous ne trouvons pas cette discussion : copiez son adresse."}
	}
	_, err = s.order(ctx, v, slug, func(d *Discussion) error {
		switch {
		case d.Private || target.Private:
			return fault.Fields{FieldInto: "Ce qui se dit entre membres d'un club ne se mêle à rien d'autre."}
		case d.ID == target.ID:
			return fault.Fields{FieldInto: "C'est cette discussion même : donnez l'adresse de l'autre."}
		case d.Ask != nil:
			return fault.Fields{FieldInto: "Une question posée à une institution garde son compteur : fusionnez l'autre dans celle-ci."}
		case slices.ContainsFunc(d.Owes, func(one debt.Debt) bool { return one.Kind == OwesMove }):
			return fault.Fields{FieldInto: "Ses réponses sont encore en route : essayez de nouveau dans un instant."}
		}
		d.Into = target.ID
		return nil
	})
	return target, err
}

// GiveWay undoes a merge of which nothing was moved yet: two moderators merged each into the other at the same instant, and one must
// stay. One that is not merged stays as it is.
func (s *Service) GiveWay(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "discussion.GiveWay(%s)", id)
	d, err := s.store.Update(ctx, id, func(d *Discussion) error {
		d.Into = ""
		s.oweIndex(d)
		return nil
	})
	if err == nil {
		s.ring(&d)
	}
	return err
}

// Split opens a discussion with answers that stand in another, each with what answers it. It stands in the name of by, who wrote
// the first of them. Sent twice with the same key it makes one. A moderator. Errors: fault.Forbidden, fault.NotFound, fault.Fields.
func (s *Service) Split(ctx context.Context, v viewer.Viewer, slug string, d Draft, by viewer.Author, take []string) (_ Discussion, err error) {
	defer fault.Wrap(&err, "discussion.Split(%.80q)", slug)
	from, err := s.BySlug(ctx, slug)
	if err == nil && !v.Moderates() {
		err = fault.Forbidden
	}
	if err != nil {
		return from, err
	}
	one := Discussion{ID: d.Key, By: by, Kind: Open, Created: s.now(), Active: s.now(), From: from.ID, Take: take, Joined: true, Theme: from.Theme, Commune: from.Commune, Club: from.Club, Private: from.Private}
	if !id.Valid(one.ID) {
		one.ID = id.New()
	}
	wrong := fault.Fields{}
	if one.Title = text.Line(d.Title); text.Slug(one.Title) == "" {
		wrong.Add(FieldTitle, "Dites en une phrase de quoi il s'agit.")
	}
	long(wrong, FieldTitle, one.Title, MaxTitle)
	if len(take) == 0 || len(take) > MostTaken {
		wrong.Add(FieldTake, fmt.Sprintf("Choisissez des réponses, %d au plus.", MostTaken))
	}
	if err := wrong.Err(); err != nil {
		return one, err
	}
	one.oweMove(s.mover(v), s)
	return s.insert(ctx, one)
}
