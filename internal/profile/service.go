package profile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Town is what profiles need to know of a commune.
type Town struct {
	Name      string
	Point     geo.Point
	Postcodes []string
}

// Gazetteer knows the places and trades a profile may name.
type Gazetteer interface {
	// Town returns the commune with an INSEE code.
	Town(insee string) (Town, bool)
	// Activity returns the canonical code of a NAF sub-class and the slug of its sector.
	Activity(typed string) (code, sector string, ok bool)
	// SizeBand reports whether code is a band of staff numbers.
	SizeBand(code string) bool
}

// Renderer turns Markdown into safe HTML.
type Renderer interface {
	// Render returns sanitised HTML, or fault.Invalid when the text is too heavy to render.
	Render(markdown string) (string, error)
}

// Service applies the rules of profiles.
type Service struct {
	store     Store
	history   History // nil: none is kept
	gazetteer Gazetteer
	renderer  Renderer
	now       clock.Clock
	wake      func()
	places    bool  // somebody pays debts of kind OwesPlace
	words     bool  // somebody pays debts of kind OwesWords
	said      bool  // somebody pays debts of kind OwesSaid
	album     Album // nil: pages have no pictures
	screen    unseen.Screen
}

// New returns a Service. wake is called after each write, so that the debts it recorded are paid soon.
func New(store Store, gazetteer Gazetteer, renderer Renderer, now clock.Clock, wake func()) *Service {
	return &Service{store: store, gazetteer: gazetteer, renderer: renderer, now: now, wake: wake}
}

// reserved are the slugs that the site's own URLs use.
var reserved = []string{"nouvelle", "modifier", "supprimer", "admin", "partant"}

// Create publishes a new page. Whoever makes a page of an organisation owns it; a page of a person is their own.
// Sent twice with the same Key it makes one page and returns it. Errors: fault.SignedOut, fault.Fields, fault.Taken "siret".
func (s *Service) Create(ctx context.Context, v viewer.Viewer, d Draft) (_ Profile, err error) {
	defer fault.Wrap(&err, "profile.Create")
	if !v.SignedIn() {
		return Profile{}, fault.SignedOut
	}
	p := Profile{ID: d.Key, Created: s.now(), Team: []Mate{{Account: v.Account, Person: v.Person, Role: Owner, Title: text.Line(d.Title)}}}
	p.By = v.Account
	if !id.Valid(p.ID) {
		p.ID = id.New()
	}
	if err := s.fill(&p, d); err != nil {
		return p, err
	}
	held, err := s.look(ctx, v, &p)
	if err != nil {
		return p, err
	}
	if held != nil {
		p.mark(held)
	}
	return s.insert(ctx, p)
}

// Check returns the fault.Fields that Create would, but for names that are taken, and writes nothing.
func (s *Service) Check(d Draft) error { return s.fill(&Profile{}, d) }

// insert tries slugs until one is free. A taken id means that the same form came twice.
func (s *Service) insert(ctx context.Context, p Profile) (Profile, error) {
	for try := range 50 {
		p.Slug = s.slug(&p, try)
		err := s.store.Insert(ctx, p)
		var taken fault.Taken
		switch {
		case err == nil:
			s.wake()
			stored, err := s.store.Get(ctx, p.ID)
			return orHeld(p, stored, err)
		case errors.As(err, &taken) && taken.Field == "id":
			return s.again(ctx, p)
		case errors.As(err, &taken) && taken.Field == "siret":
			return p, fault.Fields{string(FieldSIRET): "Une page porte déjà ce SIRET."}
		case !errors.As(err, &taken):
			return p, err
		}
	}
	return p, fmt.Errorf("no free slug for %q: %w", p.Name, fault.Conflict)
}

// again answers a form that was sent twice: the page it made, if it is the same author's.
func (s *Service) again(ctx context.Context, p Profile) (Profile, error) {
	was, err := s.store.Get(ctx, p.ID)
	if held, err := orHeld(p, was, err); err == nil && held.IsHeld() {
		return held, nil
	}
	if err == nil && !slices.ContainsFunc(was.Team, func(m Mate) bool { return m.Account == p.Team[0].Account }) {
		err = fault.Taken{Field: "id"}
	}
	return was, err
}

// slug proposes, in this order: the name, the name with its town, then numbers, then a part of the id.
func (s *Service) slug(p *Profile, try int) string {
	base := text.Slug(p.Name)
	if try == 0 && !slices.Contains(reserved, base) {
		return base
	}
	if town, ok := s.gazetteer.Town(p.Address.Commune); ok {
		base = text.Slug(p.Name + " " + town.Name)
	}
	if try <= 1 {
		return base
	}
	if try >= numbered {
		return base + "-" + p.ID[max(0, len(p.ID)-8):]
	}
	return base + "-" + strconv.Itoa(try)
}

// numbered is how many pages of one name get a number; later ones get a part of their id, which is free.
const numbered = 20

// fill checks a draft and writes it into p, ready to be stored.
func (s *Service) fill(p *Profile, d Draft) error {
	wrong := d.fill(p, s.gazetteer, s.now().Year())
	html, err := s.renderer.Render(p.About.Text)
	if errors.Is(err, fault.Invalid) {
		wrong.Add(string(FieldAbout), "Ce texte est trop chargé en mises en forme : simplifiez-le.")
	} else if err != nil {
		return err
	} else if p.About.Text != "" && !text.Shows(html) {
		wrong.Add(string(FieldAbout), text.NothingShown)
	}
	p.About.HTML = html
	s.touch(p)
	s.owePlace(p)
	return wrong.Err()
}

// touch dates a change and records the debt that follows from it.
func (s *Service) touch(p *Profile) {
	now := s.now()
	if updated := p.Updated.Add(time.Millisecond); now.Before(updated) { // two changes in one millisecond: versions must differ
		p.Updated = updated
	} else {
		p.Updated = now
	}
	p.owe(OwesIndex, now) // not Updated: it may lie ahead of a clock that was set back
}

func (p *Profile) owe(kind string, due time.Time) {
	p.Owes = append(p.Owes, debt.Debt{ID: id.New(), Kind: kind, Due: due})
}

// Edit changes a page. A page that changed since the form was drawn is fault.Conflict, and nothing is lost: the draft
// is still the caller's. Errors: fault.Forbidden, fault.Fields, fault.Taken "siret", fault.NotFound.
func (s *Service) Edit(ctx context.Context, v viewer.Viewer, pageID string, d Draft) (_ Profile, err error) {
	defer fault.Wrap(&err, "profile.Edit(%s)", pageID)
	return s.revise(ctx, v, pageID, d, false)
}

// revise is Edit; back says that the page becomes what it was.
func (s *Service) revise(ctx context.Context, v viewer.Viewer, pageID string, d Draft, back bool) (Profile, error) {
	held, err := s.lookAhead(ctx, v, pageID, d)
	if err != nil {
		return Profile{}, err
	}
	for try := range 50 {
		version, err := s.remember(ctx, v, pageID)
		if err != nil {
			return Profile{}, err
		}
		p, err := s.store.Update(ctx, pageID, func(p *Profile) error {
			if err := s.still(p, version); err != nil {
				return err
			}
			if err := s.edit(p, v, d, try); err != nil {
				return err
			}
			if back && v.Moderates() && !p.IsMate(v) {
				s.act(p, v, Reverted, "")
			}
			if held != nil && p.mark(held) {
				s.turn(p)
			}
			return nil
		})
		var taken fault.Taken
		if errors.As(err, &taken) && taken.Field == "slug" || errors.Is(err, errMoved) {
			continue
		}
		if errors.As(err, &taken) {
			err = fault.Fields{string(FieldSIRET): "Une autre page porte déjà ce SIRET."}
		}
		if err == nil {
			s.wake()
		}
		return p, err
	}
	return Profile{}, fmt.Errorf("no free slug: %w", fault.Conflict)
}

func (s *Service) edit(p *Profile, v viewer.Viewer, d Draft, try int) error {
	if !p.CanEdit(v) {
		return fault.Forbidden
	}
	if d.At != 0 && d.At != p.Version() {
		return fault.Conflict
	}
	was := *p
	if err := s.fill(p, d); err != nil {
		return err
	}
	p.Owned, p.By = owned(was, *p), v.Account
	p.keepGiven(Filled(was), slices.DeleteFunc(slices.Clone(p.Owned), func(f Field) bool { return slices.Contains(was.Owned, f) }))
	if p.doubt(&was, v) {
		s.act(p, v, Unmarked, "")
	}
	if text.Slug(p.Name) != text.Slug(was.Name) {
		p.rename(s.slug(p, try))
	}
	return nil
}

// rename gives p a new slug; the one it had redirects for ever.
func (p *Profile) rename(slug string) {
	if slug == p.Slug {
		return
	}
	p.OldSlugs = slices.DeleteFunc(append(p.OldSlugs, p.Slug), func(s string) bool { return s == slug })
	p.Slug = slug
}

// Erase erases a page of v's: its content is gone at once, its slugs answer fault.Gone for ever. One that came
// from open data goes back to what that says: see Releases.
func (s *Service) Erase(ctx context.Context, v viewer.Viewer, pageID string) (err error) {
	defer fault.Wrap(&err, "profile.Erase(%s)", pageID)
	p, err := s.store.Get(ctx, pageID)
	if err == nil && !p.CanErase(v) {
		err = fault.Forbidden
	}
	if err == nil {
		err = s.forget(ctx, pageID) // first: should the process die before the end, nothing of what the page was outlives it
	}
	if err != nil {
		return err
	}
	_, err = s.store.Update(ctx, pageID, func(p *Profile) error {
		if !p.CanErase(v) {
			return fault.Forbidden
		}
		if !s.release(p) {
			s.bury(p)
		}
		if s.words {
			p.owe(OwesWords, s.now())
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.wake()
	return s.forget(ctx, pageID) // once more: an edit may have come between
}

// bury leaves of p only what must outlive it.
func (s *Service) bury(p *Profile) {
	*p = Profile{ID: p.ID, Rev: p.Rev, Slug: p.Slug, OldSlugs: p.OldSlugs, Kind: p.Kind, Created: p.Created, Erased: s.now(), Owes: p.Owes}
	p.Owes.Drop(OwesPlace)
	p.Owes.Drop(OwesLetter)
	s.touch(p)
}

// BySlug returns the page v sees under a slug. When the page moved, its Slug differs from the one asked for.
func (s *Service) BySlug(ctx context.Context, v viewer.Viewer, slug string) (Profile, error) {
	p, err := s.store.BySlug(ctx, slug)
	if err != nil {
		return Profile{}, fmt.Errorf("profile.BySlug(%.80q): %w", slug, err)
	}
	return p.Seen(v), nil
}

// BySIRET returns the page v sees of a SIRET, typed with or without spaces.
func (s *Service) BySIRET(ctx context.Context, v viewer.Viewer, siret string) (Profile, error) {
	number, _ := digits(siret)
	p, err := s.store.BySIRET(ctx, number)
	if err != nil {
		return Profile{}, fmt.Errorf("profile.BySIRET(%.80q): %w", siret, err)
	}
	return p.Seen(v), nil
}

// Rights is what a viewer may do with a page, and what only those see who may change it.
type Rights struct {
	Claimed     bool // somebody answers for the page
	Letters     bool // somebody reads what is written to it
	Edit, Erase bool
	Speak       bool         // in its name
	Team        bool         // is of the team, or may say who is
	Read        bool         // may read its figures
	Complete    Completeness // for those who may edit
}

// Rights returns what v may do with a page.
func (s *Service) Rights(ctx context.Context, v viewer.Viewer, pageID string) (Rights, error) {
	p, err := s.store.Get(ctx, pageID)
	if err != nil {
		return Rights{}, fmt.Errorf("profile.Rights(%s): %w", pageID, err)
	}
	r := Rights{Claimed: p.Claimed(), Letters: !p.Readers().None(), Edit: p.CanEdit(v), Erase: p.CanErase(v), Speak: p.CanSpeak(v), Team: v.SignedIn() && (p.onTeam(v) || v.Moderates()), Read: p.CanRead(v)}
	if r.Edit {
		r.Complete = p.Completeness()
	}
	return r, nil
}

// ForEdit returns the whole page to somebody who may change it; fault.Forbidden to others.
func (s *Service) ForEdit(ctx context.Context, v viewer.Viewer, slug string) (Profile, error) {
	p, err := s.store.BySlug(ctx, slug)
	if err == nil && !p.CanEdit(v) {
		err = fault.Forbidden
		if !v.SignedIn() {
			err = fault.SignedOut
		}
	}
	if err != nil {
		return Profile{}, fmt.Errorf("profile.ForEdit(%.80q): %w", slug, err)
	}
	return p, nil
}

// Many returns the pages v sees of the given ids, in their order, without those that are gone.
func (s *Service) Many(ctx context.Context, v viewer.Viewer, ids []string) ([]Profile, error) {
	found, err := s.store.Many(ctx, ids)
	for i := range found {
		found[i] = found[i].Seen(v)
	}
	return found, err
}
