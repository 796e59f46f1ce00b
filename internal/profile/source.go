package profile

import (
	"context"
	"errors"
	"slices"

	"partant/internal/fault"
	"partant/internal/text"
)

// owned returns the fields whose word is the owner's after an edit: those that were, and those that changed.
func owned(was, is Profile) []Field {
	fields := slices.Clone(was.Owned)
	before, after := Filled(was), Filled(is)
	for f, slot := range slots {
		if !slot.same(&before, &after) && !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	slices.Sort(fields)
	return fields
}

// Record is one entry of open data or of the demonstration, to be published without an author.
type Record struct {
	ID      string // stable: the same record always has the same id
	Draft   Draft
	Place   *Place // better than the commune's middle, when the data gives one
	Source  *Source
	Example bool
	Mates   []Mate // people shown on the page
}

// Import publishes a record, or brings its page up to date, leaving alone each field whose word is the owner's.
// It reports whether anything changed. A page that was erased stays erased. Errors: fault.Fields, fault.Taken.
func (s *Service) Import(ctx context.Context, r Record) (changed bool, err error) {
	defer fault.Wrap(&err, "profile.Import(%s)", r.ID)
	_, err = s.store.Get(ctx, r.ID)
	switch {
	case errors.Is(err, fault.Gone):
		return false, nil
	case errors.Is(err, fault.NotFound):
		return true, s.importNew(ctx, r)
	case err != nil:
		return false, err
	}
	_, err = s.store.Update(ctx, r.ID, func(p *Profile) error {
		was := *p
		if err := s.merge(p, r); err != nil {
			return err
		}
		if same(was, *p) {
			return errUnchanged
		}
		changed = true
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return false, nil
	}
	s.wake()
	return changed, err
}

var errUnchanged = errors.New("unchanged")

func (s *Service) importNew(ctx context.Context, r Record) error {
	p := Profile{ID: r.ID, Created: s.now(), Example: r.Example, Team: r.Mates, Source: r.Source}
	if err := s.fillRecord(&p, r); err != nil {
		return err
	}
	_, err := s.insert(ctx, p)
	if isWrong(err, FieldSIRET) { // another page has it: two sources know one organisation, or one of them is wrong
		p.SIRET = ""
		_, err = s.insert(ctx, p)
	}
	return err
}

func isWrong(err error, f Field) bool {
	var wrong fault.Fields
	return errors.As(err, &wrong) && wrong[string(f)] != ""
}

// fillRecord is fill for open data: what breaks a rule there is left out, but for the name.
func (s *Service) fillRecord(p *Profile, r Record) error {
	err := s.fill(p, r.Draft)
	var wrong fault.Fields
	if errors.As(err, &wrong) && wrong[string(FieldName)] == "" {
		for f := range wrong {
			slots[Field(f)].copy(&r.Draft, &Draft{Kind: r.Draft.Kind})
		}
		err = s.fill(p, r.Draft)
		if isWrong(err, FieldCommune) { // not known: nowhere on the map
			err, p.Place = nil, nil
		}
	}
	if r.Place != nil {
		p.Place = r.Place
	}
	s.owePlace(p)
	return err
}

// merge fills p from the record, then gives back what the owner had said.
func (s *Service) merge(p *Profile, r Record) error {
	mine := Filled(*p)
	p.keepGiven(r.Draft, p.Owned)
	r.Draft = r.Draft.keeping(mine, p.Owned)
	if slices.Contains(p.Owned, FieldPlace) || slices.Contains(p.Owned, FieldCommune) {
		r.Place = nil
	}
	p.Source, p.By = r.Source, ""
	return s.fillRecord(p, r)
}

// keeping returns d with the owner's word on the given fields.
func (d Draft) keeping(mine Draft, fields []Field) Draft {
	for _, f := range fields {
		slots[f].copy(&d, &mine)
	}
	return d
}

// same compares what an import can change.
func same(a, b Profile) bool {
	samePlace := a.Place == b.Place || a.Place != nil && b.Place != nil && *a.Place == *b.Place
	sameSource := a.Source == b.Source || a.Source != nil && b.Source != nil && *a.Source == *b.Source
	was, is := Filled(a), Filled(b)
	was.At = is.At
	return was == is && samePlace && sameSource && a.Sector == b.Sector && text.Slug(a.Name) == text.Slug(b.Name)
}

// Withdraw erases a page that nobody owns, as when its source no longer publishes it; once the index knows, no trace is
// left and its slug is free. A page with an owner stays: fault.Forbidden.
func (s *Service) Withdraw(ctx context.Context, pageID string) (err error) {
	defer fault.Wrap(&err, "profile.Withdraw(%s)", pageID)
	if err := s.forget(ctx, pageID); err != nil { // first and last, as in Erase
		return err
	}
	_, err = s.store.Update(ctx, pageID, func(p *Profile) error {
		if p.Claimed() {
			return fault.Forbidden
		}
		s.bury(p)
		p.Purge = true
		return nil
	})
	s.wake()
	if err != nil {
		return err
	}
	return s.forget(ctx, pageID)
}
