package discussion

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Authors says who may speak for a page.
type Authors interface {
	// Author lets v speak in the name of a page, as things stand at this instant. fault.SignedOut, fault.Forbidden.
	Author(ctx context.Context, v viewer.Viewer, page string) (viewer.Author, error)
}

// Renderer turns Markdown into safe HTML.
type Renderer interface {
	// Render returns sanitised HTML, or fault.Invalid when the text is too heavy to render.
	Render(markdown string) (string, error)
	// Follow returns what Render made with links that search engines may follow.
	Follow(html string) string
}

// ErrAnswered is the fault.Forbidden of who would delete what others have answered: it can be closed.
var ErrAnswered = fmt.Errorf("others have answered: %w", fault.Forbidden)

// Service applies the rules of discussions.
type Service struct {
	store    Store
	authors  Authors
	renderer Renderer
	known    func(commune string) bool
	now      clock.Clock
	wake     func()
	screen   unseen.Screen
	names    Namer // nil: words name nobody
	index    bool  // somebody pays debts of kind OwesIndex

	hand         func(account string) string // nil: who puts things in order is not named
	institutions Institutions                // nil: no question is put to any
	members      Members                     // nil: no club is known
	heard        func(ctx context.Context, discussion string) (bool, error)
}

// Namer knows the pages that words name.
type Namer interface {
	// Link returns HTML in which « @ » and the slug of a page leads to it, and the ids of these pages, each once.
	// fault.Invalid when too many are named.
	Link(ctx context.Context, html string) (linked string, pages []string, err error)
}

// Naming has discussions name pages.
func (s *Service) Naming(n Namer) *Service {
	s.names = n
	return s
}

// Hearing has nobody delete what was answered an instant ago: heard reports whether a discussion was, counted already or not.
func (s *Service) Hearing(heard func(ctx context.Context, discussion string) (bool, error)) *Service {
	s.heard = heard
	return s
}

// hasReplies reports whether somebody has answered d.
func (s *Service) hasReplies(ctx context.Context, d *Discussion) (bool, error) {
	if d.Answers > 0 || s.heard == nil {
		return d.Answers > 0, nil
	}
	return s.heard(ctx, d.ID)
}

// New returns a Service. Known reports whether an INSEE code is of a commune of the territory; wake is called after each
// write that owes something.
func New(store Store, authors Authors, renderer Renderer, known func(commune string) bool, now clock.Clock, wake func()) *Service {
	return &Service{store: store, authors: authors, renderer: renderer, known: known, now: now, wake: wake}
}

// Screen has somebody look at words before they are published.
func (s *Service) Screen(look unseen.Screen) *Service {
	s.screen = look
	return s
}

// Indexed has each discussion owe OwesIndex whenever its words change.
func (s *Service) Indexed() *Service { s.index = true; return s }

// oweIndex records that the index is to be told of d.
func (s *Service) oweIndex(d *Discussion) {
	if s.index {
		d.Owes.Owe(id.New(), OwesIndex, s.now())
	}
}

// ring tells the workers of what d owes.
func (s *Service) ring(d *Discussion) {
	if len(d.Owes) > 0 {
		s.wake()
	}
}

// reserved are the slugs that the site's own URLs use.
var reserved = []string{"nouvelle"}

// Open publishes a discussion. Sent twice with the same Key it makes one and returns it. Errors: fault.SignedOut;
// fault.Forbidden for a page that v may not speak for; fault.Fields.
func (s *Service) Open(ctx context.Context, v viewer.Viewer, d Draft) (_ Discussion, err error) {
	defer fault.Wrap(&err, "discussion.Open")
	by, err := s.authors.Author(ctx, v, d.Voice)
	if err != nil {
		return Discussion{}, err
	}
	now := s.now()
	one := Discussion{ID: d.Key, By: by, Created: now, Active: now}
	if !id.Valid(one.ID) {
		one.ID = id.New()
	}
	if err := s.fill(ctx, &one, d); err != nil {
		return one, err
	}
	if err := s.gather(ctx, v, &one, d); err != nil {
		return one, err
	}
	if err := s.putTo(ctx, &one, d.To); err != nil {
		return one, err
	}
	if err := s.look(ctx, v, &one); err != nil {
		return one, err
	}
	one.oweNaming(nil, now)
	one.oweAsk(now)
	one.Joined = true
	one.Owes.Owe(id.New(), OwesJoin, now)
	return s.insert(ctx, one)
}

// look asks what comes of the words of a discussion, and writes it down.
func (s *Service) look(ctx context.Context, v viewer.Viewer, d *Discussion) error {
	seen, err := s.screen.Look(ctx, v, unseen.Words{Kind: "discussion", ID: d.ID, Title: d.Title, Text: d.Words(), HTML: d.HTML, By: viewer.Author{Page: d.By.Page, Account: v.Account}})
	if seen.Mark != nil {
		d.Down = seen.Mark
	}
	if seen.Follow {
		d.HTML = s.renderer.Follow(d.HTML)
	}
	return err
}

// Mark hides a discussion because a moderator decided so, or shows it again with nil; its answers are hidden with it. Done twice it is done once,
// and one that is gone is no error.
func (s *Service) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	d, err := s.store.Update(ctx, id, func(d *Discussion) error {
		held := d.Down != nil && d.Down.Held
		if d.Down = m; held {
			d.oweNaming(nil, s.now())
			if m == nil && d.Ask != nil { // nobody could read it before
				d.Ask = clone(d.Ask)
				d.Ask.Since, d.Ask.Held = s.now(), s.now()
				d.oweAsk(s.now())
			}
		}
		s.oweIndex(d)
		return nil
	})
	if err == nil {
		s.ring(&d)
	}
	return orGone(err)
}

// Moderated returns a discussion that a moderator looks at, one that nobody sees too. fault.NotFound; fault.Gone for a tombstone.
func (s *Service) Moderated(ctx context.Context, id string) (d Discussion, err error) {
	looked := errors.New("looked")
	_, err = s.store.Update(ctx, id, func(is *Discussion) error { d = *is; return looked }) // reading leaves hidden ones out
	if errors.Is(err, looked) {
		err = nil
	}
	return d, err
}

// Check returns the fault.Fields that Open would, and the HTML that a text makes; it writes nothing.
func (s *Service) Check(ctx context.Context, d Draft) (html string, err error) {
	var one Discussion
	err = s.fill(ctx, &one, d)
	return one.HTML, err
}

// fill checks a draft and writes it into one, ready to be stored.
func (s *Service) fill(ctx context.Context, one *Discussion, d Draft) error {
	wrong := d.fill(one, s.known)
	html, err := s.renderer.Render(one.Body)
	if errors.Is(err, fault.Invalid) {
		wrong.Add(FieldBody, "Ce texte est trop chargé en mises en forme : simplifiez-le.")
	} else if err != nil {
		return err
	} else if one.Body != "" && !text.Shows(html) {
		wrong.Add(FieldBody, text.NothingShown)
	}
	one.HTML = html
	if len(wrong) == 0 && s.names != nil {
		one.HTML, one.Named, err = s.names.Link(ctx, html)
		switch {
		case errors.Is(err, fault.Invalid):
			wrong.Add(FieldBody, "Vous nommez trop de pages avec « @ » : dix au plus dans un même texte.")
		case err != nil:
			return err
		}
	}
	return wrong.Err()
}

// insert tries slugs until one is free. A taken id means that the same form came twice.
func (s *Service) insert(ctx context.Context, one Discussion) (Discussion, error) {
	for try := range 50 {
		one.Slug = slug(&one, try)
		s.oweIndex(&one)
		err := s.store.Insert(ctx, one)
		var taken fault.Taken
		switch {
		case err == nil:
			one.Rev = 1
			s.ring(&one)
			return one, nil
		case errors.As(err, &taken) && taken.Field == "id":
			was, err := s.store.Get(ctx, one.ID)
			if err == nil && was.By.Account != one.By.Account {
				err = taken
			}
			return was, err
		case !errors.As(err, &taken):
			return one, err
		}
	}
	return one, fmt.Errorf("no free slug for %q: %w", one.Title, fault.Conflict)
}

// numbered is how many discussions of one title get a number; later ones get a part of their id, which is free.
const numbered = 20

func slug(d *Discussion, try int) string {
	base := text.Slug(d.Title)
	switch {
	case d.Private: // that it is free, or not, tells nobody that there is one
		return base + "-" + d.ID[max(0, len(d.ID)-8-try):]
	case try == 0 && !slices.Contains(reserved, base):
		return base
	case try < numbered:
		return base + "-" + strconv.Itoa(try+1)
	}
	return base + "-" + d.ID[len(d.ID)-8:]
}

// ForEdit returns a discussion to who may change its words. Errors: fault.SignedOut, fault.Forbidden, fault.NotFound,
// fault.Gone.
func (s *Service) ForEdit(ctx context.Context, v viewer.Viewer, slug string) (_ Discussion, err error) {
	defer fault.Wrap(&err, "discussion.ForEdit(%.80q)", slug)
	return s.mine(ctx, v, slug, false)
}

// Edit changes the words of a discussion; its slug stays. One that changed since the form was drawn is fault.Conflict.
// Errors: as ForEdit; fault.Conflict, fault.Fields.
func (s *Service) Edit(ctx context.Context, v viewer.Viewer, slug string, d Draft) (_ Discussion, err error) {
	defer fault.Wrap(&err, "discussion.Edit(%.80q)", slug)
	was, err := s.mine(ctx, v, slug, false)
	if err != nil {
		return was, err
	}
	ahead := was
	if err := s.fill(ctx, &ahead, d); err != nil {
		return was, err
	}
	if err := s.look(ctx, v, &ahead); err != nil {
		return was, err
	}
	edited, err := s.store.Update(ctx, was.ID, func(one *Discussion) error {
		was := *one
		if err := was.Unseen(); err != nil {
			return err
		}
		if d.At != 0 && d.At != was.Version() {
			return fault.Conflict
		}
		if err := s.fill(ctx, one, d); err != nil {
			return err
		}
		if one.Ask != nil && one.Kind != Question {
			return errAskStays
		}
		one.HTML, one.Down = ahead.HTML, ahead.Down
		if one.Kind != Question {
			one.Accepted = ""
		}
		if one.Edited = s.now(); one.Edited.UnixMilli() <= was.Version() { // two changes in one millisecond: versions must differ
			one.Edited = time.UnixMilli(was.Version() + 1).UTC()
		}
		one.oweNaming(was.Named, s.now())
		s.oweIndex(one)
		return nil
	})
	if err == nil {
		s.ring(&edited)
	}
	return edited, err
}

// Accept takes an answer for the right one, or none when it is "". That it answers this discussion is for the caller to
// know. Errors: as ForEdit; fault.Invalid for what is no question.
func (s *Service) Accept(ctx context.Context, v viewer.Viewer, slug, comment string) (_ Discussion, err error) {
	defer fault.Wrap(&err, "discussion.Accept(%.80q)", slug)
	was, err := s.mine(ctx, v, slug, false)
	if err != nil {
		return was, err
	}
	return s.store.Update(ctx, was.ID, func(d *Discussion) error {
		if d.Kind != Question {
			return fault.Invalid
		}
		d.Accepted = comment
		return nil
	})
}

// Close ends a discussion, or opens it again: its asker or a moderator. Errors: as ForEdit.
func (s *Service) Close(ctx context.Context, v viewer.Viewer, slug string, closed bool) (_ Discussion, err error) {
	defer fault.Wrap(&err, "discussion.Close(%.80q)", slug)
	was, err := s.mine(ctx, v, slug, true)
	if err != nil {
		return was, err
	}
	return s.store.Update(ctx, was.ID, func(d *Discussion) error { d.Closed = s.since(d.Closed, closed); return nil })
}

// Pin puts a discussion before the others of its lists, or back among them: a moderator. Errors: as ForEdit.
func (s *Service) Pin(ctx context.Context, v viewer.Viewer, slug string, pinned bool) (_ Discussion, err error) {
	defer fault.Wrap(&err, "discussion.Pin(%.80q)", slug)
	was, err := s.BySlug(ctx, slug)
	if err == nil && !v.Moderates() {
		err = fault.Forbidden
	}
	if err != nil {
		return was, err
	}
	return s.store.Update(ctx, was.ID, func(d *Discussion) error { d.Pinned = s.since(d.Pinned, pinned); return nil })
}

// errAskStays is said beside the field.
var errAskStays = fault.Fields{FieldKind: "Une question posée à une institution reste une question."}

// since is when something that holds began; the zero time when it does not hold.
func (s *Service) since(was time.Time, holds bool) time.Time {
	switch {
	case !holds:
		return time.Time{}
	case was.IsZero():
		return s.now()
	}
	return was
}

// Delete leaves a tombstone, whose slug answers fault.Gone for ever, and all answers go: the asker may, as
// long as nobody has answered; a moderator takes it down instead. Errors: as ForEdit; ErrAnswered.
func (s *Service) Delete(ctx context.Context, v viewer.Viewer, slug string) (err error) {
	defer fault.Wrap(&err, "discussion.Delete(%.80q)", slug)
	was, err := s.mine(ctx, v, slug, false)
	if err != nil {
		return err
	}
	answered, err := s.hasReplies(ctx, &was)
	if err == nil && answered {
		err = ErrAnswered
	}
	if err != nil {
		return err
	}
	return s.bury(ctx, was.ID, func(d *Discussion) error {
		if d.Answers > 0 {
			return ErrAnswered
		}
		return nil
	}, false)
}

// bury leaves a tombstone of a discussion, or nothing once its answers are gone.
func (s *Service) bury(ctx context.Context, id string, may func(*Discussion) error, purge bool) error {
	_, err := s.store.Update(ctx, id, func(d *Discussion) error {
		if err := may(d); err != nil {
			return err
		}
		d.bury(s.now())
		d.Purge = purge
		s.oweIndex(d)
		return nil
	})
	if err == nil {
		s.wake()
	}
	return err
}

// Counted writes down how many answers a discussion has, and when the last of them came. Errors: fault.NotFound,
// fault.Gone.
func (s *Service) Counted(ctx context.Context, id string, n int, last time.Time) error {
	_, err := s.store.Update(ctx, id, func(d *Discussion) error {
		d.Answers, d.Active = n, d.Created
		if last.After(d.Created) {
			d.Active = last
		}
		return nil
	})
	return err
}

// Takes is nil when a discussion takes answers, closed when it takes none any more. fault.NotFound, fault.Gone.
func (s *Service) Takes(ctx context.Context, id string, closed error) error {
	d, err := s.Get(ctx, id)
	if err == nil && d.IsClosed() {
		err = closed
	}
	return err
}
